/* package.c -- what a package.json says about where its files are. */
#include "engine/script/package.h"

#include "engine/script/filepath.h"

static const str main_fields[] = {
    {"module", 6}, {"main", 4}, {"browser", 7}, {"source", 6}, {"svelte", 6}, {"react-native", 12}, {"types", 5},
};
static const str need_fields[] = {
    {"dependencies", 12}, {"devDependencies", 15}, {"peerDependencies", 16}, {"optionalDependencies", 20},
};

enum {
  MAIN_FIELDS = sizeof main_fields / sizeof main_fields[0],
  NEED_FIELDS = sizeof need_fields / sizeof need_fields[0],
};

_Static_assert((int)MAIN_FIELDS <= (int)PACKAGE_MAINS_MAX, "each has its place");

/* What stands for a folder that has none. */
static const struct package absent;

size_t package_texts(const struct json_value *list, size_t max, struct arena *kept, const str **texts) {
  size_t room = json_kind(list) == JSON_ARRAY_VALUE ? json_size(list) : 0, len = 0;
  room = room < max ? room : max;
  str *data = arena_alloc(kept, room * sizeof *data);
  for (size_t i = 0; i < room; i++)
    if (json_kind(json_element(list, i)) == JSON_STRING_VALUE)
      data[len++] = arena_copy(kept, json_text_of(json_element(list, i)));
  *texts = data;
  return len;
}

static void read_mains(struct package *package, const struct json_value *json, struct arena *kept) {
  for (size_t i = 0; i < MAIN_FIELDS; i++) {
    str text = json_text_of(json_member(json, main_fields[i]));
    if (text.len)
      package->mains[package->mains_len++] = arena_copy(kept, text);
  }
}

static void read_needs(struct package *package, const struct json_value *json, struct arena *kept) {
  struct mappings read[NEED_FIELDS];
  size_t len = 0;
  for (size_t i = 0; i < NEED_FIELDS; i++) {
    read[i] = mapping_read(json_member(json, need_fields[i]), kept);
    len += read[i].len;
  }
  struct mapping *all = arena_alloc(kept, len * sizeof *all);
  package->needs = (struct mappings){all, len};
  for (size_t i = 0; i < NEED_FIELDS; i++)
    for (size_t k = 0; k < read[i].len; k++)
      *all++ = read[i].data[k];
}

static void read_globs(struct package *package, const struct json_value *json, struct arena *kept) {
  const struct json_value *globs = json_member(json, STR("workspaces"));
  if (json_kind(globs) == JSON_OBJECT_VALUE)
    globs = json_member(globs, STR("packages"));
  package->globs_len = package_texts(globs, PACKAGE_GLOBS_MAX, kept, &package->globs);
}

static const struct package *read_package(struct project *project, str folder, str file) {
  if (!project_has(project, file) || !project_take(project, sizeof(struct package)))
    return &absent;
  struct package *package = ARENA_NEW(&project->kept, struct package);
  const struct json_value *json = project_json(project, file);
  package->folder = arena_copy(&project->kept, folder);
  package->name = arena_copy(&project->kept, json_text_of(json_member(json, STR("name"))));
  package->exports = mapping_read_exports(json_member(json, STR("exports")), &project->kept);
  package->imports = mapping_read(json_member(json, STR("imports")), &project->kept);
  read_mains(package, json, &project->kept);
  read_needs(package, json, &project->kept);
  read_globs(package, json, &project->kept);
  json_free(json);
  return package;
}

const struct package *package_at(struct project *project, str folder) {
  const struct package *package = known_find(&project->packages, folder);
  str file;
  if (!package && filepath_join(&project->scratch, folder, STR("package.json"), &file)) {
    package = read_package(project, folder, file);
    project_keep(project, &project->packages, folder, package);
  }
  return package == &absent ? NULL : package;
}

const struct package *package_above(struct project *project, str folder) {
  for (unsigned level = 0; level < FILEPATH_LEVELS_MAX; level++) {
    const struct package *package = package_at(project, folder);
    if (package || !filepath_up(&folder))
      return package;
  }
  return NULL;
}

bool package_split(str specifier, str *name, str *part) {
  size_t end = str_find_byte(specifier, '/', 0);
  if (str_starts(specifier, STR("@")) && end != SIZE_MAX)
    end = str_find_byte(specifier, '/', end + 1);
  *name = str_head(specifier, end);
  *part = end == SIZE_MAX ? STR_NONE : str_tail(specifier, end + 1);
  return name->len > 0 && name->ptr[0] != '.' && name->ptr[0] != '#';
}
