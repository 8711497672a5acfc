/* project.c -- a snapshot and the memory of what was read of it. */
#include "engine/script/project.h"

#include "engine/script/filepath.h"

void project_open(struct project *project, struct snapshot *snapshot) {
  *project = (struct project){.snapshot = snapshot, .room = PROJECT_ROOM_MAX, .work = PROJECT_WORK_MAX};
}

void project_close(struct project *project) {
  arena_free(&project->kept);
  arena_free(&project->scratch);
}

static bool take(size_t *left, size_t wanted) {
  bool enough = wanted <= *left;
  *left = enough ? *left - wanted : 0;
  return enough;
}

bool project_take(struct project *project, size_t size) {
  return take(&project->room, size);
}

bool project_work(struct project *project, size_t steps) {
  return take(&project->work, steps);
}

void project_keep(struct project *project, struct known *known, str name, const void *value) {
  project_take(project, name.len + PROJECT_ENTRY);
  known_keep(known, &project->kept, name, value);
}

void project_begin(struct project *project) {
  arena_clear(&project->scratch);
  project->tries = PROJECT_TRIES_MAX;
}

bool project_has(struct project *project, str path) {
  return path.len > 0 && path.len < FILEPATH_MAX && project->snapshot->has(project->snapshot, path);
}

bool project_text(struct project *project, str path, struct buf *out) {
  oid id;
  struct snapshot *snapshot = project->snapshot;
  return snapshot->read(snapshot, path, PROJECT_FILE_MAX, out, &id) == SNAPSHOT_READ && project_take(project, out->len);
}

const struct json_value *project_json(struct project *project, str path) {
  struct buf text = {0};
  const struct json_value *json = project_text(project, path, &text) ? json_parse_relaxed(buf_str(&text)) : NULL;
  buf_free(&text);
  return json;
}
