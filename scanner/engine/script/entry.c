/* entry.c -- which file of a package an import by its name means. */
#include "engine/script/entry.h"

#include <stdint.h>

#include "engine/script/filepath.h"
#include "engine/script/locate.h"

/* Folders that builds write, one in another. */
static const str built_folders[] = {
    {"dist", 4}, {"build", 5}, {"lib", 3}, {"out", 3},  {"output", 6}, {"esm", 3},   {"cjs", 3},
    {"es", 2},   {"umd", 3},   {"mjs", 3}, {"node", 4}, {"types", 5},  {"module", 6}, {"commonjs", 8},
};
/* Where sources are, in this order. */
static const str source_folders[] = {{"src", 3}, {"", 0}, {"lib", 3}, {"source", 6}};

enum {
  BUILT_FOLDERS = sizeof built_folders / sizeof built_folders[0],
  SOURCE_FOLDERS = sizeof source_folders / sizeof source_folders[0],
};

static bool is_built(str name) {
  for (size_t i = 0; i < BUILT_FOLDERS; i++)
    if (str_eq(name, built_folders[i]))
      return true;
  return false;
}

/* dist/esm/client/x.js: client/x.js */
static str below_build(str target) {
  for (;;) {
    size_t end = str_find_byte(target, '/', 0);
    str name = str_head(target, end);
    if (end == SIZE_MAX || !(is_built(name) || str_eq(name, STR("."))))
      return target;
    target = str_tail(target, end + 1);
  }
}

/* `path` up to the last dot of its name, or up to the first: index.esm.js. */
static str stem(str path, bool to_first) {
  str name = str_basename(path);
  size_t dot = SIZE_MAX;
  for (size_t i = 1; i < name.len && (dot == SIZE_MAX || !to_first); i++)
    if (name.ptr[i] == '.')
      dot = i;
  return dot == SIZE_MAX ? path : str_head(path, path.len - name.len + dot);
}

static bool in_source(struct project *project, str folder, str path, str *found) {
  for (size_t i = 0; i < SOURCE_FOLDERS; i++) {
    str below, whole;
    if (filepath_join(&project->scratch, folder, source_folders[i], &below) &&
        filepath_join(&project->scratch, below, path, &whole) &&
        (locate_file(project, whole, found) || locate_index(project, whole, found)))
      return true;
  }
  return false;
}

static bool is_source(struct project *project, str folder, str target, str *found) {
  str path = below_build(target);
  return path.len < target.len && (in_source(project, folder, stem(path, false), found) ||
                                   in_source(project, folder, stem(path, true), found));
}

static bool is_target(struct project *project, str folder, str target, str *found) {
  str path;
  return filepath_join(&project->scratch, folder, target, &path) &&
         (locate_file(project, path, found) || locate_index(project, path, found));
}

bool entry_target(struct project *project, const struct package *package, str target, str *found) {
  return is_target(project, package->folder, target, found) || is_source(project, package->folder, target, found);
}

/* First what is there by each of the names, then what they would be made of. */
static bool is_one_of(struct project *project, str folder, const str *targets, size_t len, str *found) {
  for (size_t i = 0; i < len; i++)
    if (is_target(project, folder, targets[i], found))
      return true;
  for (size_t i = 0; i < len; i++)
    if (is_source(project, folder, targets[i], found))
      return true;
  return false;
}

/* What follows when nothing named is there. */
static bool by_habit(struct project *project, str folder, str part, str *found) {
  return in_source(project, folder, part.len ? part : STR("index"), found);
}

/* False too if "exports" do not let it out. */
static bool by_exports(struct project *project, const struct package *package, str part, str *found) {
  str name = part.len ? arena_printf(&project->scratch, "./%.*s", STR_ARG(part)) : STR("."), star;
  const struct mapping *mapping = mapping_find(package->exports, name, &star);
  if (!mapping || mapping->targets_len == 0)
    return false;
  str targets[MAPPING_TARGETS_MAX];
  size_t len = 0;
  for (size_t i = 0; i < mapping->targets_len; i++)
    len += mapping_target(&project->scratch, mapping->targets[i], star, &targets[len]);
  return is_one_of(project, package->folder, targets, len, found) || by_habit(project, package->folder, part, found);
}

bool entry_find(struct project *project, const struct package *package, str part, str *found) {
  str path;
  if (package->exports.len)
    return by_exports(project, package, part, found);
  if (part.len == 0)
    return is_one_of(project, package->folder, package->mains, package->mains_len, found) ||
           by_habit(project, package->folder, part, found);
  return (filepath_join(&project->scratch, package->folder, part, &path) && locate_any(project, path, found)) ||
         is_source(project, package->folder, part, found) || by_habit(project, package->folder, part, found);
}
