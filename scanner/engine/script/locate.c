/* locate.c -- which file a path means that may lack its extension, or be a folder's. */
#include "engine/script/locate.h"

#include "engine/script/filepath.h"
#include "engine/script/package.h"

static const str extensions[] = {
    {".ts", 3},  {".tsx", 4}, {".mts", 4},  {".cts", 4}, {".js", 3},     {".jsx", 4},
    {".mjs", 4}, {".cjs", 4}, {".json", 5}, {".vue", 4}, {".svelte", 7}, {".astro", 6},
};

static const str platform_extensions[] = {
    {".native.ts", 10}, {".native.tsx", 11}, {".native.js", 10}, {".native.jsx", 11}, {".ios.ts", 7}, {".ios.tsx", 8},
    {".ios.js", 7},     {".ios.jsx", 8},     {".android.ts", 11}, {".android.tsx", 12}, {".android.js", 11},
    {".android.jsx", 12}, {".web.ts", 7},    {".web.tsx", 8},    {".web.js", 7},      {".web.jsx", 8},
};

static const struct swap {
  str written, source;
} swaps[] = {
    {{".js", 3}, {".ts", 3}},   {{".js", 3}, {".tsx", 4}},  {{".jsx", 4}, {".tsx", 4}},
    {{".mjs", 4}, {".mts", 4}}, {{".cjs", 4}, {".cts", 4}},
};

static const str declarations[] = {{".d.ts", 5}, {".d.mts", 6}, {".d.cts", 6}};

enum {
  EXTENSIONS = sizeof extensions / sizeof extensions[0],
  PLATFORM_EXTENSIONS = sizeof platform_extensions / sizeof platform_extensions[0],
  SWAPS = sizeof swaps / sizeof swaps[0],
  DECLARATIONS = sizeof declarations / sizeof declarations[0],
};

static bool is_declaration(str path) {
  for (size_t i = 0; i < DECLARATIONS; i++)
    if (str_ends(path, declarations[i]))
      return true;
  return false;
}

/* Is there `path` with `extension` behind it? */
static bool is_file(struct project *project, str path, str extension, str *found) {
  char text[FILEPATH_MAX];
  str whole = {text, path.len + extension.len};
  if (path.len == 0 || whole.len > sizeof text || project->tries == 0)
    return false;
  project->tries--;
  memcpy(text, path.ptr, path.len);
  if (extension.len)
    memcpy(text + path.len, extension.ptr, extension.len);
  if (is_declaration(whole) || !project_has(project, whole))
    return false;
  *found = arena_copy(&project->scratch, whole);
  return true;
}

static bool is_one_of(struct project *project, str path, const str *list, size_t len, str *found) {
  for (size_t i = 0; i < len; i++)
    if (is_file(project, path, list[i], found))
      return true;
  return false;
}

static bool is_compiled(struct project *project, str path, str *found) {
  for (size_t i = 0; i < SWAPS; i++)
    if (str_ends(path, swaps[i].written) &&
        is_file(project, str_head(path, path.len - swaps[i].written.len), swaps[i].source, found))
      return true;
  return false;
}

bool locate_file(struct project *project, str path, str *found) {
  return is_file(project, path, STR_NONE, found) || is_compiled(project, path, found) ||
         is_one_of(project, path, extensions, EXTENSIONS, found);
}

bool locate_index(struct project *project, str folder, str *found) {
  str index;
  return filepath_join(&project->scratch, folder, STR("index"), &index) &&
         is_one_of(project, index, extensions, EXTENSIONS, found);
}

static bool is_target(struct project *project, const struct package *package, str target, str *found) {
  str path;
  return filepath_join(&project->scratch, package->folder, target, &path) &&
         (locate_file(project, path, found) || locate_index(project, path, found));
}

/* What is asked for by path ends here: no package.json of a folder that a package.json names. */
static bool is_named(struct project *project, str folder, str *found) {
  const struct package *package = package_at(project, folder);
  str star;
  if (!package)
    return false;
  for (size_t i = 0; i < package->mains_len; i++)
    if (is_target(project, package, package->mains[i], found))
      return true;
  const struct mapping *mapping = mapping_find(package->exports, STR("."), &star);
  for (size_t i = 0; mapping && i < mapping->targets_len; i++)
    if (is_target(project, package, mapping->targets[i], found))
      return true;
  return false;
}

static bool is_in_folder(struct project *project, str folder, str *found) {
  return is_named(project, folder, found) || locate_index(project, folder, found);
}

static bool is_platform_index(struct project *project, str folder, str *found) {
  str index;
  return filepath_join(&project->scratch, folder, STR("index"), &index) &&
         is_one_of(project, index, platform_extensions, PLATFORM_EXTENSIONS, found);
}

bool locate_folder(struct project *project, str folder, str *found) {
  return is_in_folder(project, folder, found) || is_platform_index(project, folder, found);
}

bool locate_any(struct project *project, str path, str *found) {
  return locate_file(project, path, found) || is_in_folder(project, path, found) ||
         is_one_of(project, path, platform_extensions, PLATFORM_EXTENSIONS, found) ||
         is_platform_index(project, path, found);
}
