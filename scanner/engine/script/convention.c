/* convention.c -- what "@/x", "~/x" and their like mean by habit. */
#include "engine/script/convention.h"

#include "engine/script/filepath.h"
#include "engine/script/locate.h"
#include "engine/script/package.h"

enum { ROOTS_MAX = 3 };

/* The first row whose prefix fits is the only one. */
static const struct alias {
  str prefix;
  const char *roots[ROOTS_MAX]; /* what stands for the prefix, in this order */
  bool is_name;                 /* the name behind it may be a package's: no alias where that is needed */
} aliases[] = {
    {{"@/", 2}, {"src/", "", "app/"}, false},
    {{"~/", 2}, {"src/", "", "app/"}, false},
    {{"~~/", 3}, {"", NULL, NULL}, false},
    {{"@@/", 3}, {"", NULL, NULL}, false},
    {{"$lib/", 5}, {"src/lib/", NULL, NULL}, false},
    {{"#shared/", 8}, {"shared/", NULL, NULL}, false},
    {{"@", 1}, {"src/", "", "app/"}, true},
    {{"~", 1}, {"src/", "", "app/"}, true},
};

enum { ALIASES = sizeof aliases / sizeof aliases[0] };

static const struct alias *alias_of(str specifier) {
  for (size_t i = 0; i < ALIASES; i++)
    if (str_starts(specifier, aliases[i].prefix))
      return &aliases[i];
  return NULL;
}

static bool find_below(struct project *project, str folder, const struct alias *alias, str rest, str *found) {
  for (size_t i = 0; i < ROOTS_MAX && alias->roots[i]; i++) {
    str root, path;
    if (filepath_join(&project->scratch, folder, str_from(alias->roots[i]), &root) &&
        filepath_join(&project->scratch, root, rest, &path) && locate_any(project, path, found))
      return true;
  }
  return false;
}

static bool is_needed(const struct package *package, str specifier) {
  str name, part, star;
  return package_split(specifier, &name, &part) && mapping_find(package->needs, name, &star);
}

/* From each package at or above `folder`, the nearest first. */
static bool find_in_packages(struct project *project, str folder, str specifier, str *found) {
  const struct alias *alias = alias_of(specifier);
  str rest = str_tail(specifier, alias->prefix.len);
  const struct package *package = package_above(project, folder);
  for (unsigned level = 0; package && level < FILEPATH_LEVELS_MAX; level++) {
    if (alias->is_name && is_needed(package, specifier))
      return false;
    if (find_below(project, package->folder, alias, rest, found))
      return true;
    str above = package->folder;
    package = filepath_up(&above) ? package_above(project, above) : NULL;
  }
  return false;
}

bool convention_find(struct project *project, str folder, str specifier, str *found) {
  if (str_eq(specifier, STR("$lib")))
    specifier = STR("$lib/");
  const struct alias *alias = alias_of(specifier);
  if (!alias)
    return false;
  if (find_in_packages(project, folder, specifier, found))
    return true;
  return !alias->is_name && find_below(project, STR_NONE, alias, str_tail(specifier, alias->prefix.len), found);
}
