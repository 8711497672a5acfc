/* policies.c -- where the policy lies of what is scanned. */
#include "pipeline/policies.h"

#include <sys/stat.h>

#include "pipeline/collect.h"
#include "pipeline/newness.h"
#include "policy/policy.h"
#include "source/revision.h"
#include "source/snapshot.h"

static struct guard *guard_of(const struct pipeline *pipeline) {
  return pipeline_options_of(pipeline)->guard;
}

int policies_of_repository(struct pipeline *pipeline, const struct repo *repo, struct err *err) {
  struct snapshots *snapshots = snapshots_new(repo);
  struct guard_root root = {.is_whole = true};
  struct snapshot *files = NULL;
  oid head;
  if (repo->work_tree.len)
    files = snapshots_folder(snapshots, repo->work_tree);
  else if (revision_head(repo, &head))
    files = snapshots_tree(snapshots, head);
  int failed = guard_read(guard_of(pipeline), files, &root, err);
  snapshots_free(snapshots);
  return failed;
}

/* ---- files ---- */

static bool is_folder(str path) {
  struct stat status;
  return stat(path.ptr, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Of a file, the folder that holds it. */
static str folder_of(str root, struct arena *kept) {
  str before = str_head(root, root.len - str_basename(root).len);
  return before.len ? arena_copy(kept, before) : STR(".");
}

/* What has a history is more than its files. */
static bool has_history(str folder) {
  struct err ignored;
  struct repo *repo = NULL;
  bool has = repo_open(folder.ptr, true, &repo, &ignored) == 0;
  repo_free(repo);
  return has;
}

static struct guard_root own_root(const struct files *files, str folder, bool is_filtered) {
  struct guard_root root = {.prefix = files->prefix};
  if (!str_eq(folder, STR(".")))
    root.name = folder;
  if (!str_eq(folder, files->root))
    root.inside = str_basename(files->root);
  root.is_whole = root.inside.len == 0 && !is_filtered && !has_history(folder);
  return root;
}

int policies_of_files(struct pipeline *pipeline, const struct files *files, bool is_filtered, struct err *err) {
  struct snapshots *snapshots = snapshots_new(NULL);
  struct arena kept = {0};
  str folder = is_folder(files->root) ? files->root : folder_of(files->root, &kept);
  struct guard_root root = own_root(files, folder, is_filtered);
  struct snapshot *found = snapshots_folder(snapshots, folder);
  if (files->project.len && !found->has(found, STR(POLICY_FILE))) {
    found = snapshots_folder(snapshots, files->project);
    root = (struct guard_root){files->project, files->prefix, files->inside, false};
  }
  int failed = guard_read(guard_of(pipeline), found, &root, err);
  snapshots_free(snapshots);
  arena_free(&kept);
  return failed;
}

int policies_of_nothing(struct pipeline *pipeline, struct err *err) {
  struct guard_root root = {.is_whole = false};
  return guard_read(guard_of(pipeline), NULL, &root, err);
}

/* ---- changes ---- */

int policies_of_index(struct pipeline *pipeline, const struct staged *staged, struct err *err) {
  struct snapshots *snapshots = snapshots_new(staged->repo);
  struct guard_root root = {.is_whole = false};
  int failed = guard_read(guard_of(pipeline), snapshots_index(snapshots, &staged->index), &root, err);
  snapshots_free(snapshots);
  return failed;
}

int policies_of_range(struct pipeline *pipeline, const struct range *range, struct err *err) {
  struct snapshots *snapshots = snapshots_new(range->repo);
  struct snapshot *base = snapshots_tree(snapshots, range->from), *now = snapshots_tree(snapshots, range->to);
  int failed = guard_read_base(guard_of(pipeline), range->repo, base, now, err);
  snapshots_free(snapshots);
  return failed;
}

void policies_settle_comments(struct pipeline *pipeline, const struct range *range) {
  struct snapshots *snapshots = snapshots_new(range->repo);
  struct newness newness = {.repo = range->repo, .base = snapshots_tree(snapshots, range->from)};
  struct occurrences *found;
  newness.kept = pipeline_arena(pipeline);
  for (size_t worker = 0; (found = pipeline_found(pipeline, worker)); worker++)
    for (size_t i = 0; i < found->len; i++)
      newness_settle(&newness, &found->data[i]);
  newness_free(&newness);
  snapshots_free(snapshots);
}
