/* tsconfig.c -- what a tsconfig.json or jsconfig.json says about imports. */
#include "engine/script/tsconfig.h"

#include "engine/script/filepath.h"
#include "engine/script/workspace.h"

/* In this order in a folder. The last is what Nx calls the one that the others extend. */
static const str file_names[] = {{"tsconfig.json", 13}, {"jsconfig.json", 13}, {"tsconfig.base.json", 18}};

enum { FILE_NAMES = sizeof file_names / sizeof file_names[0] };

/* What stands for a folder that has none. */
static const struct tsconfig absent;

/* Files that wait to be read, the last first: what a file says goes before what it extends. */
struct reading {
  struct project *project;
  struct tsconfig *config;
  str waiting[TSCONFIG_FILES_MAX];
  size_t waiting_len;
  str references[TSCONFIG_FILES_MAX];
  size_t references_len;
  size_t files; /* read so far */
};

/* `text` as seen from `folder`, or from that of the file that was asked for, if it says so. */
static bool seen_from(struct arena *scratch, str folder, str asked, str text, str *path) {
  static const str variable = {"${configDir}", 12};
  if (str_starts(text, variable))
    return filepath_join(scratch, asked, str_tail(text, variable.len), path);
  return filepath_join(scratch, folder, text, path);
}

static void take_options(struct reading *reading, str folder, const struct json_value *options) {
  struct tsconfig *config = reading->config;
  struct arena *kept = &reading->project->kept;
  const struct json_value *base = json_member(options, STR("baseUrl")), *paths = json_member(options, STR("paths"));
  str path;
  if (!config->has_base && json_kind(base) == JSON_STRING_VALUE &&
      seen_from(&reading->project->scratch, folder, config->folder, json_text_of(base), &path)) {
    config->base = arena_copy(kept, path);
    config->has_base = true;
  }
  if (config->paths.len == 0 && json_kind(paths) == JSON_OBJECT_VALUE) {
    config->paths = mapping_read(paths, kept);
    config->paths_folder = arena_copy(kept, folder);
  }
}

/* "@acme/tsconfig/base.json" of a package of the workspace. */
static bool find_in_package(struct reading *reading, str folder, str text, str *path) {
  str name, part;
  if (!package_split(text, &name, &part))
    return false;
  const struct package *package = workspace_find(reading->project, folder, name);
  return package && filepath_join(&reading->project->scratch, package->folder, part.len ? part : file_names[0], path);
}

static void wait_for_parent(struct reading *reading, str folder, str text) {
  str path;
  bool relative = str_starts(text, STR("."));
  if (text.len == 0 || text.ptr[0] == '/' || reading->waiting_len == TSCONFIG_FILES_MAX)
    return;
  if (!(relative ? filepath_join(&reading->project->scratch, folder, text, &path)
                 : find_in_package(reading, folder, text, &path)))
    return;
  if (!project_has(reading->project, path))
    path = arena_printf(&reading->project->scratch, "%.*s.json", STR_ARG(path));
  reading->waiting[reading->waiting_len++] = path;
}

/* Of a list, the last goes before the others, so it is put on top. */
static void wait_for_parents(struct reading *reading, str folder, const struct json_value *extends) {
  if (json_kind(extends) == JSON_STRING_VALUE)
    wait_for_parent(reading, folder, json_text_of(extends));
  for (size_t i = 0; json_kind(extends) == JSON_ARRAY_VALUE && i < json_size(extends) && i < TSCONFIG_FILES_MAX; i++)
    wait_for_parent(reading, folder, json_text_of(json_element(extends, i)));
}

/* Files beside it that it refers to (tsconfig.app.json) are about the same sources. */
static void note_references(struct reading *reading, str folder, const struct json_value *list) {
  for (size_t i = 0; json_kind(list) == JSON_ARRAY_VALUE && i < json_size(list) && i < TSCONFIG_FILES_MAX; i++) {
    str text = json_text_of(json_member(json_element(list, i), STR("path"))), path;
    if (reading->references_len < TSCONFIG_FILES_MAX && str_ends(text, STR(".json")) &&
        filepath_join(&reading->project->scratch, folder, text, &path) && str_eq(filepath_folder(path), folder))
      reading->references[reading->references_len++] = path;
  }
}

static void read_file(struct reading *reading, str path) {
  str folder = filepath_folder(path);
  if (!project_has(reading->project, path))
    return;
  const struct json_value *json = project_json(reading->project, path);
  take_options(reading, folder, json_member(json, STR("compilerOptions")));
  wait_for_parents(reading, folder, json_member(json, STR("extends")));
  if (reading->files == 1)
    note_references(reading, folder, json_member(json, STR("references")));
  json_free(json);
}

static void read_with_parents(struct reading *reading, str path) {
  reading->waiting[0] = path;
  reading->waiting_len = 1;
  while (reading->waiting_len && reading->files++ < TSCONFIG_FILES_MAX)
    read_file(reading, reading->waiting[--reading->waiting_len]);
}

static const struct tsconfig *read_tsconfig(struct project *project, str path) {
  struct tsconfig *config = ARENA_NEW(&project->kept, struct tsconfig);
  struct reading reading = {.project = project, .config = config};
  config->folder = arena_copy(&project->kept, filepath_folder(path));
  read_with_parents(&reading, path);
  for (size_t i = 0; i < reading.references_len && !config->has_base && config->paths.len == 0; i++)
    read_with_parents(&reading, reading.references[i]);
  return config;
}

static const struct tsconfig *find_tsconfig(struct project *project, str folder) {
  for (size_t i = 0; i < FILE_NAMES; i++) {
    str path;
    if (filepath_join(&project->scratch, folder, file_names[i], &path) && project_has(project, path))
      return read_tsconfig(project, path);
  }
  return &absent;
}

static const struct tsconfig *tsconfig_at(struct project *project, str folder) {
  const struct tsconfig *config = known_find(&project->tsconfigs, folder);
  if (config)
    return config;
  config = find_tsconfig(project, folder);
  project_keep(project, &project->tsconfigs, folder, config);
  return config;
}

const struct tsconfig *tsconfig_above(struct project *project, str folder) {
  for (unsigned level = 0; level < FILEPATH_LEVELS_MAX; level++) {
    const struct tsconfig *config = tsconfig_at(project, folder);
    if (config != &absent)
      return config;
    if (!filepath_up(&folder))
      return NULL;
  }
  return NULL;
}

bool tsconfig_target(struct project *project, const struct tsconfig *config, str target, str *path) {
  str folder = config->has_base ? config->base : config->paths_folder;
  return seen_from(&project->scratch, folder, config->folder, target, path);
}
