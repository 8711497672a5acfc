/* resolve.c -- which file of a snapshot an import means: what kind of specifier it is, and who knows about that. */
#include "engine/script/resolve.h"

#include <stdint.h>
#include <stdlib.h>

#include "engine/script/convention.h"
#include "engine/script/entry.h"
#include "engine/script/filepath.h"
#include "engine/script/installed.h"
#include "engine/script/locate.h"
#include "engine/script/tsconfig.h"
#include "engine/script/workspace.h"

enum { SPECIFIER_MAX = 1024 }; /* bytes; a longer one means nothing */

struct resolver {
  struct project project;
  struct known answers; /* by folder of the importer and specifier: a str, `nothing` if there is no file */
};

static const str nothing;

/* What is asked for. */
struct question {
  struct project *project;
  str folder;    /* of the importer */
  str specifier; /* without query and fragment */
};

struct resolver *resolver_open(struct snapshot *snapshot) {
  struct resolver *resolver = memory_new_zeroed(1, sizeof *resolver);
  project_open(&resolver->project, snapshot);
  return resolver;
}

void resolver_close(struct resolver *resolver) {
  if (!resolver)
    return;
  project_close(&resolver->project);
  free(resolver);
}

static bool by_path(const struct question *q, str *found) {
  str path;
  if (!filepath_join(&q->project->scratch, q->folder, q->specifier, &path))
    return false;
  str last = str_basename(q->specifier);
  bool is_folder = last.len == 0 || str_eq(last, STR(".")) || str_eq(last, STR(".."));
  return is_folder ? locate_folder(q->project, path, found) : locate_any(q->project, path, found);
}

static bool is_below(struct project *project, str folder, str name, str path, str *found) {
  str below, whole;
  return filepath_join(&project->scratch, folder, name, &below) &&
         filepath_join(&project->scratch, below, path, &whole) && locate_any(project, whole, found);
}

/* From `folder` upwards. */
static bool is_above(struct project *project, str folder, str path, str *found) {
  for (unsigned level = 0; level < FILEPATH_LEVELS_MAX; level++) {
    if (is_below(project, folder, STR_NONE, path, found))
      return true;
    if (!filepath_up(&folder))
      return false;
  }
  return false;
}

/* A path of a site: its root is the package's folder, or one copied there, or some folder above. */
static bool by_site(const struct question *q, str *found) {
  static const str shipped[] = {{"", 0}, {"public", 6}, {"static", 6}};
  const struct package *package = package_above(q->project, q->folder);
  str folder = package ? package->folder : STR_NONE, path;
  if (!filepath_join(&q->project->scratch, STR_NONE, q->specifier, &path))
    return false;
  for (size_t i = 0; i < sizeof shipped / sizeof shipped[0]; i++)
    if (is_below(q->project, folder, shipped[i], path, found))
      return true;
  return is_above(q->project, q->folder, path, found);
}

static bool by_paths(const struct question *q, str *found) {
  const struct tsconfig *config = tsconfig_above(q->project, q->folder);
  str star, target, path;
  const struct mapping *mapping = config ? mapping_find(config->paths, q->specifier, &star) : NULL;
  for (size_t i = 0; mapping && i < mapping->targets_len; i++)
    if (mapping_target(&q->project->scratch, mapping->targets[i], star, &target) &&
        tsconfig_target(q->project, config, target, &path) && locate_any(q->project, path, found))
      return true;
  return false;
}

static bool by_base(const struct question *q, str *found) {
  const struct tsconfig *config = tsconfig_above(q->project, q->folder);
  str path;
  return config && config->has_base && filepath_join(&q->project->scratch, config->base, q->specifier, &path) &&
         locate_any(q->project, path, found);
}

/* { "@acme/shared": "file:../shared" } */
static const struct package *needed_here(struct project *project, const struct package *package, str name) {
  static const str schemes[] = {{"file:", 5}, {"link:", 5}, {"portal:", 7}, {"workspace:.", 11}};
  str star, folder;
  const struct mapping *need = package ? mapping_find(package->needs, name, &star) : NULL;
  for (size_t i = 0; need && need->targets_len && i < sizeof schemes / sizeof schemes[0]; i++) {
    size_t scheme = str_find_byte(schemes[i], ':', 0) + 1;
    if (str_starts(need->targets[0], schemes[i]) &&
        filepath_join(&project->scratch, package->folder, str_tail(need->targets[0], scheme), &folder))
      return package_at(project, folder);
  }
  return NULL;
}

static bool by_package(const struct question *q, str *found) {
  str name, part;
  if (!package_split(q->specifier, &name, &part))
    return false;
  const struct package *own = package_above(q->project, q->folder);
  const struct package *package = own && str_eq(own->name, name) ? own : needed_here(q->project, own, name);
  if (!package)
    package = workspace_find(q->project, q->folder, name);
  if (!package)
    package = installed_find(q->project, q->folder, name);
  return package && entry_find(q->project, package, part, found);
}

/* "#internal": a file of the package, or another package. */
static bool by_imports(const struct question *q, str *found) {
  const struct package *own = str_starts(q->specifier, STR("#")) ? package_above(q->project, q->folder) : NULL;
  str star, target;
  const struct mapping *mapping = own ? mapping_find(own->imports, q->specifier, &star) : NULL;
  for (size_t i = 0; mapping && i < mapping->targets_len; i++) {
    if (!mapping_target(&q->project->scratch, mapping->targets[i], star, &target))
      continue;
    struct question other = {q->project, own->folder, target};
    if (str_starts(target, STR(".")) ? entry_target(q->project, own, target, found) : by_package(&other, found))
      return true;
  }
  return false;
}

static bool by_habit(const struct question *q, str *found) {
  return convention_find(q->project, q->folder, q->specifier, found);
}

static bool by_name(const struct question *q, str *found) {
  static bool (*const ways[])(const struct question *q, str *found) = {
      by_paths, by_imports, by_base, by_package, by_habit,
  };
  for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
    if (ways[i](q, found))
      return true;
  return false;
}

static str first_name(str specifier) {
  return str_head(specifier, str_find_byte(specifier, '/', 0));
}

/* "node:fs", "https://...", "//cdn.example", "virtual:x": none of ours. */
static bool has_scheme(str specifier) {
  return str_starts(specifier, STR("//")) || str_find_byte(first_name(specifier), ':', 0) != SIZE_MAX;
}

static bool is_relative(str specifier) {
  str first = first_name(specifier);
  return str_eq(first, STR(".")) || str_eq(first, STR(".."));
}

static bool answer(const struct question *q, str *found) {
  if (q->specifier.len == 0 || has_scheme(q->specifier))
    return false;
  if (is_relative(q->specifier))
    return by_path(q, found);
  return q->specifier.ptr[0] == '/' ? by_site(q, found) : by_name(q, found);
}

/* Without webpack's loaders ("raw-loader!./x"), query and fragment; a '#' that begins it is part of a name. */
static str plain(str specifier) {
  for (size_t at; (at = str_find_byte(specifier, '!', 0)) != SIZE_MAX;)
    specifier = str_tail(specifier, at + 1);
  specifier = str_head(specifier, str_find_byte(specifier, '?', 0));
  return str_head(specifier, str_find_byte(specifier, '#', 1));
}

/* Keeps what was found, or that nothing was. */
static const str *keep(struct resolver *resolver, str key, const str *found) {
  struct project *project = &resolver->project;
  str *copy = NULL;
  if (found) {
    project_take(project, found->len);
    copy = ARENA_NEW(&project->kept, str);
    *copy = arena_copy(&project->kept, *found);
  }
  project_keep(project, &resolver->answers, key, copy ? copy : &nothing);
  return copy ? copy : &nothing;
}

static str key_of(struct arena *arena, str folder, str specifier) {
  char *text = arena_alloc(arena, folder.len + 1 + specifier.len);
  if (folder.len)
    memcpy(text, folder.ptr, folder.len);
  text[folder.len] = '\0'; /* specifiers have none */
  if (specifier.len)
    memcpy(text + folder.len + 1, specifier.ptr, specifier.len);
  return (str){text, folder.len + 1 + specifier.len};
}

bool resolver_find(struct resolver *resolver, str importer, str specifier, str *path) {
  struct project *project = &resolver->project;
  struct question question = {project, filepath_folder(importer), plain(specifier)};
  if (importer.len >= FILEPATH_MAX || specifier.len > SPECIFIER_MAX ||
      str_find_byte(specifier, '\0', 0) != SIZE_MAX)
    return false;
  project_begin(project);
  str key = key_of(&project->scratch, question.folder, question.specifier), found = STR_NONE;
  const str *kept = known_find(&resolver->answers, key);
  if (!kept && project->room == 0)
    return false;
  if (!kept)
    kept = keep(resolver, key, answer(&question, &found) ? &found : NULL);
  *path = *kept;
  return kept != &nothing;
}

bool resolver_package(struct resolver *resolver, str path, str *folder) {
  project_begin(&resolver->project);
  if (path.len >= FILEPATH_MAX || resolver->project.room == 0)
    return false;
  const struct package *package = package_above(&resolver->project, filepath_folder(path));
  if (package)
    *folder = package->folder;
  return package != NULL;
}
