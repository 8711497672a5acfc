/* application.c -- the packages of a snapshot: the nearest folder with a package.json or a framework's configuration.
   */
#include "engine/application.h"

#include <stdlib.h>

#include "engine/manifests.h"
#include "engine/numbering.h"
#include "engine/shipped.h"

enum { FOLDERS_MAX = 100000, DEPTH_MAX = 256, MANIFEST_NAMES_MAX = 64 };

struct applications {
  struct snapshot *snapshot;
  struct arena arena;
  struct numbering folders;         /* looked at so far */
  VEC(struct application *) by_folder;  /* by their numbers; NULL: no project begins there */
  struct application none;
};

/* What a folder's list of files tells. */
struct glance {
  struct arena *arena;
  uint32_t frameworks;
  bool package;
  bool extension; /* perhaps: a manifest.json */
  VEC(str) names; /* of files that may name entries */
};

struct applications *applications_new(struct snapshot *snapshot) {
  struct applications *applications = memory_new_zeroed(1, sizeof *applications);
  applications->snapshot = snapshot;
  return applications;
}

void applications_free(struct applications *applications) {
  if (!applications)
    return;
  for (size_t i = 0; i < applications->by_folder.len; i++)
    if (applications->by_folder.data[i])
      vec_free(&applications->by_folder.data[i]->entries);
  vec_free(&applications->by_folder);
  numbering_free(&applications->folders);
  arena_free(&applications->arena);
  free(applications);
}

static bool may_name_entries(str name) {
  static const str starts[] = {{"wrangler.", 9}, {"serverless.", 11}, {"webpack.", 8}, {"manifest.json", 13}};
  for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
    if (str_starts(name, starts[i]))
      return true;
  return false;
}

static void see(void *data, str name, bool is_folder) {
  struct glance *glance = data;
  if (is_folder)
    return;
  glance->frameworks |= framework_of_config(name);
  glance->package = glance->package || str_eq(name, STR("package.json"));
  glance->extension = glance->extension || str_eq(name, STR("manifest.json"));
  if (may_name_entries(name) && glance->names.len < MANIFEST_NAMES_MAX)
    vec_push(&glance->names, arena_copy(glance->arena, name));
}

/* ---- package.json ---- */

static bool add_dependency(void *data, str name, const struct json_value *value) {
  uint32_t *frameworks = data;
  (void)value;
  *frameworks |= framework_of_dependency(name);
  return true;
}

static uint32_t frameworks_of_package(const struct json_value *package) {
  static const str lists[] = {{"dependencies", 12}, {"devDependencies", 15}, {"peerDependencies", 16},
                              {"optionalDependencies", 20}};
  uint32_t found = 0;
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
    json_each(json_member(package, lists[i]), add_dependency, &found);
  return found | (json_member(package, STR("meteor")) ? FRAMEWORK_METEOR : 0);
}

/* One with nothing but a "type" belongs to the project around it. */
static bool begins_project(const struct json_value *package) {
  static const str members[] = {{"dependencies", 12}, {"devDependencies", 15}, {"peerDependencies", 16},
                                {"scripts", 7}, {"bin", 3}, {"browser", 7}, {"workspaces", 10}, {"name", 4},
                                {"main", 4}};
  for (size_t i = 0; i < sizeof members / sizeof *members; i++)
    if (json_member(package, members[i]))
      return true;
  return false;
}

static str join(struct arena *arena, str folder, str name) {
  return folder.len ? arena_printf(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name)) : arena_copy(arena, name);
}

static bool read_text(struct applications *applications, str folder, str name, struct buf *out) {
  oid id;
  str path = join(&applications->arena, folder, name);
  return applications->snapshot->read(applications->snapshot, path, MANIFEST_SIZE_MAX, out, &id) == SNAPSHOT_READ;
}

static const struct json_value *read_package(struct applications *applications, str folder) {
  struct buf text = {0};
  const struct json_value *package =
      read_text(applications, folder, STR("package.json"), &text) ? json_parse_relaxed(buf_str(&text)) : NULL;
  buf_free(&text);
  if (package && !begins_project(package)) {
    json_free(package);
    return NULL;
  }
  return package;
}

/* A browser extension's, or the manifest that its bundler copies. */
static bool is_extension(struct applications *applications, str folder, str manifest) {
  struct buf text = {0};
  bool is = read_text(applications, folder, manifest, &text) && manifests_is_extension(buf_str(&text));
  buf_free(&text);
  return is;
}

/* ---- folders ---- */

static void add_entries(struct applications *applications, struct application *application,
                        const struct json_value *package, const struct glance *glance) {
  struct manifests manifests = {applications->snapshot, &applications->arena, application};
  if (package)
    manifests_package(&manifests, package);
  for (size_t i = 0; i < glance->names.len; i++)
    manifests_file(&manifests, glance->names.data[i]);
}

/* The application that begins in a folder, or NULL. */
static struct application *load(struct applications *applications, str folder) {
  struct glance glance = {.arena = &applications->arena};
  applications->snapshot->list(applications->snapshot, folder, see, &glance);
  const struct json_value *package = glance.package ? read_package(applications, folder) : NULL;
  if ((glance.extension && is_extension(applications, folder, STR("manifest.json"))) ||
      (package && is_extension(applications, folder, STR("public/manifest.json"))))
    glance.frameworks |= FRAMEWORK_EXTENSION;
  struct application *application = NULL;
  if (package || glance.frameworks) {
    application = ARENA_NEW(&applications->arena, struct application);
    application->folder = folder;
    application->known = true;
    application->has_package = package;
    application->frameworks = glance.frameworks | (package ? frameworks_of_package(package) : 0);
    add_entries(applications, application, package, &glance);
  }
  json_free(package);
  vec_free(&glance.names);
  return application;
}

static struct application *at_folder(struct applications *applications, str folder) {
  uint32_t number = numbering_find(&applications->folders, folder);
  if (number != NUMBERING_NONE)
    return applications->by_folder.data[number];
  if (applications->by_folder.len >= FOLDERS_MAX)
    return NULL;
  folder = arena_copy(&applications->arena, folder);
  struct application *application = load(applications, folder);
  numbering_add(&applications->folders, folder);
  vec_push(&applications->by_folder, application);
  return application;
}

static str parent_of(str path) {
  size_t len = path.len;
  while (len > 0 && path.ptr[len - 1] != '/')
    len--;
  return str_head(path, len > 0 ? len - 1 : 0);
}

const struct application *applications_find(struct applications *applications, str path) {
  str folder = path;
  for (int i = 0; i < DEPTH_MAX && applications->snapshot && folder.len; i++) {
    folder = parent_of(folder);
    struct application *application = at_folder(applications, folder);
    if (application)
      return application;
  }
  return &applications->none;
}

const struct application_entry *application_entry(const struct application *application, str path) {
  for (size_t i = 0; i < application->entries.len; i++)
    if (str_eq(application->entries.data[i].path, path))
      return &application->entries.data[i];
  return NULL;
}

/* An example with a package of its own is a project. */
bool application_is_test(const struct application *application, str path) {
  if (!application->has_package)
    return shipped_is_test(path);
  return shipped_is_test_package(application->folder) || shipped_is_test(application_path(application, path));
}

str application_path(const struct application *application, str path) {
  return application->folder.len ? str_tail(path, application->folder.len + 1) : path;
}
