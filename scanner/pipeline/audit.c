/* audit.c -- the scans of the program: which sources, in which order. */
#include "pipeline/audit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/policies.h"
#include "pipeline/since.h"
#include "source/files.h"
#include "source/gitdir.h"
#include "source/provenance.h"
#include "source/range.h"
#include "source/staged.h"

/* A repository that an audit goes through: the one asked for, or one inside it. */
struct target {
  str folder; /* as repo_open takes it */
  str shown;  /* before paths in reports; empty for the one asked for */
  bool is_inner;
};

struct audit {
  struct pipeline *pipeline;
  str folder; /* git folder of the repository at hand */
  struct err *err;
  VEC(struct target) targets;
  VEC(str) seen; /* common folders that were scanned: many ways lead to the same one */
};

/* ---- one object store ---- */

static int scan_places(struct audit *a, const struct repo *repo, const struct target *target, const struct places *places) {
  struct places_source data = {repo, places, target->shown, target->is_inner ? WHERE_SUBMODULE : WHERE_COUNT};
  struct source source = places_source(&data);
  return pipeline_is_interrupted() ? pipeline_run_briefly(a->pipeline, &source, a->err) : pipeline_run(a->pipeline, &source, a->err);
}

static int trace(struct audit *a, const struct history *history, str name, const oid *wanted, size_t len, struct places *places) {
  struct oidmap set = {0};
  for (size_t i = 0; i < len; i++)
    oidmap_add(&set, wanted[i], (uint32_t)i);
  struct lineage *lineage = lineage_new(history, &set);
  struct source source = lineage_source(lineage);
  int failed = pipeline_run(a->pipeline, &source, a->err);
  if (!failed && !pipeline_is_interrupted() &&
      !provenance_find(lineage, wanted, len, pipeline_is_interrupted, pipeline_arena(a->pipeline), places))
    coverage_degraded(pipeline_coverage(a->pipeline), DEGRADED_PLACES, name);
  lineage_free(lineage);
  oidmap_free(&set);
  return failed;
}

/* After an interruption what was sifted is still scanned, for a moment: then nobody knows where it lies. */
static int scan_wanted(struct audit *a, const struct repo *repo, const struct target *target, struct history *history) {
  struct places places = {0};
  size_t len;
  const oid *wanted = pipeline_take_wanted(a->pipeline, &len);
  if (len)
    history_prepare(history, true, pipeline_coverage(a->pipeline));
  int failed = len && !pipeline_is_interrupted() ? trace(a, history, target->shown.len ? target->shown : repo->folder, wanted, len, &places) : 0;
  if (pipeline_is_interrupted()) {
    places.len = 0;
    provenance_unknown(history, wanted, len, &places);
  }
  failed = failed ? failed : scan_places(a, repo, target, &places);
  vec_free(&places);
  return failed;
}

static int scan_objects(struct audit *a, const struct repo *repo, const struct target *target) {
  struct history *history = NULL;
  enum history_reader reader = pipeline_options_of(a->pipeline)->plain_reader ? READER_LIBGIT2 : READER_PACKS;
  if (history_list(repo, reader, &history, pipeline_coverage(a->pipeline), a->err))
    return -1;
  struct since *since = since_begin(a->pipeline, history);
  history_prepare(history, false, pipeline_coverage(a->pipeline));
  struct source source = history_source(history);
  int failed = pipeline_run(a->pipeline, &source, a->err);
  since_end(since, !failed);
  if (!failed) {
    history_check_roots(history, pipeline_sink(a->pipeline));
    pipeline_count_absent(a->pipeline, repo->oid_size);
    failed = scan_wanted(a, repo, target, history);
  }
  history_free(history);
  return failed;
}

/* ---- the git folder and the work tree ---- */

static int scan_git_folder(struct audit *a, const struct repo *repo, const struct target *target) {
  struct gitdir_files walks = {0};
  struct source names = gitdir_names(repo);
  str prefix = target->is_inner ? arena_printf(pipeline_arena(a->pipeline), "%.*s/.git", STR_ARG(target->shown)) : STR(".git");
  int failed = pipeline_run(a->pipeline, &names, a->err);
  gitdir_walk(repo, prefix, &walks, pipeline_coverage(a->pipeline));
  for (size_t i = 0; i < walks.len && !failed; i++) {
    struct source source = files_source(&walks.data[i]);
    walks.data[i].window = pipeline_options_of(a->pipeline)->window;
    walks.data[i].window = walks.data[i].window ? walks.data[i].window : FILES_WINDOW;
    failed = pipeline_run(a->pipeline, &source, a->err);
  }
  gitdir_free(&walks);
  return failed;
}

/* Repositories inside the work tree, wherever their .git leads. */
static void add_nested(struct audit *a, const struct files *files) {
  struct arena *kept = pipeline_arena(a->pipeline);
  for (size_t i = 0; i < files->nested.len; i++) {
    str folder = files->nested.data[i];
    str path = arena_printf(kept, "%.*s/%.*s", STR_ARG(files->root), STR_ARG(folder));
    if (repo_is_at(path.ptr))
      vec_push(&a->targets, (struct target){path, arena_copy(kept, folder), true});
  }
}

static int scan_work_tree(struct audit *a, const struct repo *repo) {
  struct files files = {.where = WHERE_WORKTREE, .repo = repo, .window = pipeline_options_of(a->pipeline)->window,
                        .is_project = true};
  struct files_filter filter = {.skip_git = true};
  if (repo->work_tree.len == 0)
    return 0;
  files_walk(repo->work_tree.ptr, &filter, &files, pipeline_coverage(a->pipeline));
  add_nested(a, &files);
  struct source source = files_source(&files);
  int failed = pipeline_run(a->pipeline, &source, a->err);
  files_free(&files);
  return failed;
}

/* ---- linked work trees and submodules ---- */

/* Where a submodule lies in the work tree; its name if it lies nowhere. */
static str module_path(struct audit *a, const struct repo *outer, str folder, str name) {
  struct repo *module = NULL;
  str path = name;
  struct err ignored;
  if (repo_open(folder.ptr, false, &module, &ignored))
    return name;
  if (module->work_tree.len && outer->work_tree.len)
    path = repo_path_inside(outer, module->work_tree.ptr, pipeline_arena(a->pipeline));
  repo_free(module);
  return path.len ? path : name;
}

/* Folders of a repository in which no other one lies; its own "modules" are looked at when it is scanned. */
static bool is_own_folder(str name) {
  static const char *const names[] = {"objects", "refs", "logs", "hooks", "info", "modules", "worktrees", "branches"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (str_eq(name, str_from(names[i])))
      return true;
  return false;
}

static bool is_there(struct arena *kept, str folder, const char *name) {
  struct stat status;
  return lstat(arena_printf(kept, "%.*s/%s", STR_ARG(folder), name).ptr, &status) == 0;
}

static void add_modules(struct audit *a, const struct repo *outer, str parent, str shown, unsigned depth);

static void take_module_folder(struct audit *a, const struct repo *outer, str folder, str name, bool in_repository, unsigned depth) {
  struct arena *kept = pipeline_arena(a->pipeline);
  if (in_repository && is_own_folder(str_basename(folder)))
    return;
  bool is_repository = repo_is_at(folder.ptr);
  if (is_repository)
    vec_push(&a->targets, (struct target){folder, module_path(a, outer, folder, name), true});
  else if (is_there(kept, folder, "objects") && !in_repository)
    coverage_gap(pipeline_coverage(a->pipeline), GAP_SUBMODULE, folder); /* objects, and no repository round them */
  add_modules(a, outer, folder, name, depth + 1);
}

/* A folder under .git/modules is a repository, or holds some (names with a '/'), or both. */
static void add_modules(struct audit *a, const struct repo *outer, str parent, str shown, unsigned depth) {
  enum { MODULE_DEPTH = 16 };
  struct arena *kept = pipeline_arena(a->pipeline);
  struct dirent **entries;
  int count = depth < MODULE_DEPTH ? scandir(parent.ptr, &entries, NULL, alphasort) : -1;
  if (count < 0 && (depth >= MODULE_DEPTH || errno != ENOENT))
    coverage_gap(pipeline_coverage(a->pipeline), GAP_UNREADABLE, parent);
  bool in_repository = depth > 0 && repo_is_at(parent.ptr);
  for (int i = 0; i < count; i++) {
    str entry = arena_copy(kept, str_from(entries[i]->d_name));
    str folder = arena_printf(kept, "%.*s/%.*s", STR_ARG(parent), STR_ARG(entry));
    struct stat status;
    bool is_folder = !str_eq(entry, STR(".")) && !str_eq(entry, STR("..")) && lstat(folder.ptr, &status) == 0 && S_ISDIR(status.st_mode);
    free(entries[i]);
    if (is_folder)
      take_module_folder(a, outer, folder, shown.len ? arena_printf(kept, "%.*s/%.*s", STR_ARG(shown), STR_ARG(entry)) : entry, in_repository, depth);
  }
  if (count >= 0)
    free(entries);
}

static void add_modules_of(struct audit *a, const struct repo *repo, str folder, str shown) {
  add_modules(a, repo, arena_printf(pipeline_arena(a->pipeline), "%.*s/modules", STR_ARG(folder)), shown, 0);
}

static void scan_linked(void *data, str folder) {
  struct audit *a = data;
  struct repo *linked = NULL;
  if (str_eq(folder, a->folder))
    return; /* the one asked for */
  if (repo_open(folder.ptr, false, &linked, a->err)) {
    coverage_gap(pipeline_coverage(a->pipeline), GAP_UNREADABLE, folder);
    return;
  }
  struct stat status;
  if (linked->work_tree.len && stat(linked->work_tree.ptr, &status) == 0 && scan_work_tree(a, linked))
    coverage_gap(pipeline_coverage(a->pipeline), GAP_UNREADABLE, linked->work_tree);
  if (!str_eq(folder, linked->common))
    add_modules_of(a, linked, folder, STR_NONE);
  repo_free(linked);
}

/* ---- an audit ---- */

static bool is_seen(struct audit *a, str common) {
  for (size_t i = 0; i < a->seen.len; i++)
    if (str_eq(a->seen.data[i], common))
      return true;
  vec_push(&a->seen, arena_copy(pipeline_arena(a->pipeline), common));
  return false;
}

static int scan_store(struct audit *a, const struct repo *repo, const struct target *target) {
  if (is_seen(a, repo->common))
    return 0;
  if (scan_objects(a, repo, target) || scan_git_folder(a, repo, target))
    return -1;
  if (!target->is_inner && scan_work_tree(a, repo))
    return -1;
  if (!target->is_inner && repo->other_tree.len)
    coverage_gap(pipeline_coverage(a->pipeline), GAP_UNREADABLE,
                 arena_printf(pipeline_arena(a->pipeline), "core.worktree: %.*s", STR_ARG(repo->other_tree)));
  a->folder = repo->folder;
  if (!str_eq(repo->folder, repo->common))
    scan_linked(a, repo->common);
  if (!gitdir_worktrees(repo, scan_linked, a))
    coverage_gap(pipeline_coverage(a->pipeline), GAP_UNREADABLE, STR(".git/worktrees"));
  gitdir_check_submodules(repo, pipeline_coverage(a->pipeline));
  add_modules_of(a, repo, repo->common, target->shown);
  if (!str_eq(repo->folder, repo->common))
    add_modules_of(a, repo, repo->folder, target->shown);
  return 0;
}

/* What is inside the repository asked for is a gap if it cannot be scanned, never a reason to stop. */
static void scan_inner(struct audit *a, const struct target *target) {
  struct repo *repo = NULL;
  if (repo_open(target->folder.ptr, false, &repo, a->err)) {
    coverage_gap(pipeline_coverage(a->pipeline), GAP_SUBMODULE, target->shown);
    return;
  }
  if (scan_store(a, repo, target))
    coverage_gap(pipeline_coverage(a->pipeline), GAP_SUBMODULE, target->shown);
  repo_free(repo);
}

int audit_repository(struct pipeline *pipeline, const char *path, bool search, struct err *err) {
  struct audit a = {.pipeline = pipeline, .err = err};
  struct repo *repo = NULL;
  struct target target = {.folder = str_from(path)};
  if (repo_open(path, search, &repo, err))
    return -1;
  int failed = policies_of_repository(pipeline, repo, err);
  failed = failed ? failed : scan_store(&a, repo, &target);
  for (size_t i = 0; i < a.targets.len && !failed; i++) {
    struct target inner = a.targets.data[i];
    scan_inner(&a, &inner);
  }
  vec_free(&a.targets);
  vec_free(&a.seen);
  repo_free(repo);
  return failed;
}

/* ---- the others ---- */

/* A pipe or device that the user names is read as standard input is. */
static int audit_pipe(struct pipeline *pipeline, const char *path, struct err *err) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return err_set(err, "%s: %s", path, strerror(errno));
  if (policies_of_nothing(pipeline, err)) {
    close(descriptor);
    return -1;
  }
  size_t window = pipeline_options_of(pipeline)->window;
  struct item item = {.path = str_from(path), .where = WHERE_FILE};
  files_read(descriptor, window ? window : FILES_WINDOW, item, pipeline_sink(pipeline));
  close(descriptor);
  return 0;
}

int audit_files(struct pipeline *pipeline, const char *path, bool honour_ignore, struct err *err) {
  struct files files = {.where = WHERE_FILE, .window = pipeline_options_of(pipeline)->window, .is_project = true};
  struct files_filter filter = {.skip_git = true};
  struct repo *repo = NULL;
  struct stat status;
  if (stat(path, &status) != 0)
    return err_set(err, "%s: %s", path, strerror(errno));
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
    return audit_pipe(pipeline, path, err);
  if (honour_ignore && repo_open(path, true, &repo, err))
    return -1;
  filter.honour_ignore = repo;
  filter.ignore_prefix = repo ? repo_path_inside(repo, path, &files.kept) : STR_NONE;
  str prefix = str_from(path);
  while (prefix.len > 1 && prefix.ptr[prefix.len - 1] == '/')
    prefix.len--;
  files.prefix = str_eq(prefix, STR(".")) ? STR_NONE : arena_copy(&files.kept, str_starts(prefix, STR("./")) ? str_tail(prefix, 2) : prefix);
  files_walk(path, &filter, &files, pipeline_coverage(pipeline));
  files_find_project(&files);
  struct source source = files_source(&files);
  int failed = policies_of_files(pipeline, &files, honour_ignore, err);
  failed = failed ? failed : pipeline_run(pipeline, &source, err);
  files_free(&files);
  repo_free(repo);
  return failed;
}

int audit_staged(struct pipeline *pipeline, struct err *err) {
  struct repo *repo = NULL;
  struct staged staged = {0};
  if (repo_open_environment(&repo, err))
    return -1;
  int failed = staged_list(repo, &staged, pipeline_coverage(pipeline), err);
  failed = failed ? failed : policies_of_index(pipeline, &staged, err);
  if (!failed) {
    struct source source = staged_source(&staged);
    failed = pipeline_run(pipeline, &source, err);
  }
  staged_free(&staged);
  repo_free(repo);
  return failed;
}

int audit_range(struct pipeline *pipeline, const char *text, struct err *err) {
  struct repo *repo = NULL;
  struct range range = {0};
  if (repo_open_environment(&repo, err))
    return -1;
  struct coverage *coverage = pipeline_coverage(pipeline);
  int failed = text ? range_list(repo, text, &range, coverage, err) : range_list_upstream(repo, &range, coverage, err);
  failed = failed ? failed : policies_of_range(pipeline, &range, err);
  if (!failed) {
    struct source source = range_source(&range);
    failed = pipeline_run(pipeline, &source, err);
    policies_settle_comments(pipeline, &range);
    pipeline_count_absent(pipeline, repo->oid_size);
  }
  range_free(&range);
  repo_free(repo);
  return failed;
}

void audit_stream(struct pipeline *pipeline, int descriptor, str name) {
  size_t window = pipeline_options_of(pipeline)->window;
  struct item item = {.path = name, .where = WHERE_STDIN};
  files_read(descriptor, window ? window : FILES_WINDOW, item, pipeline_sink(pipeline));
}
