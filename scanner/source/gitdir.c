/* gitdir.c -- what hides in a git folder beside objects. */
#include "source/gitdir.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "source/git.h"
#include "source/index.h"
#include "source/reftable_items.h"

enum { REFLOG_LIMIT = 512 * 1024 * 1024 };

/* ---- names ---- */

static void *open_names(const struct source *source, struct err *err) {
  struct repo *repo = NULL;
  return repo_reopen(source->data, &repo, err) == 0 ? repo : NULL;
}

static void close_names(void *repo) {
  repo_free(repo);
}

static void offer_name(struct sink *sink, enum where where, const char *name) {
  if (!name || !sink->wants(sink, str_from(name)))
    return;
  struct item item = {.bytes = str_from(name), .path = str_from(name), .where = where};
  sink->item(sink, &item);
}

static void offer_refs(const struct repo *repo, struct sink *sink) {
  git_reference_iterator *iterator = NULL;
  git_reference *ref = NULL;
  if (git_reference_iterator_new(&iterator, repo->git) < 0)
    return; /* history_check_roots tells */
  while (git_reference_next(&ref, iterator) == 0) {
    offer_name(sink, WHERE_REF, git_reference_name(ref));
    offer_name(sink, WHERE_REF, git_reference_symbolic_target(ref));
    git_reference_free(ref);
  }
  git_reference_iterator_free(iterator);
}

/* Names of files under refs: refs that are broken, or of one work tree only, are not in git's list. */
static void offer_ref_files(str folder, struct sink *sink) {
  struct files files = {0};
  struct files_filter filter = {0};
  struct coverage ignored = {0}; /* a folder that cannot be read: history_check_roots tells */
  struct arena scratch = {0};
  files_walk(arena_printf(&scratch, "%.*s/refs", STR_ARG(folder)).ptr, &filter, &files, &ignored);
  for (size_t i = 0; i < files.entries.len; i++)
    offer_name(sink, WHERE_REF, arena_printf(&scratch, "refs/%.*s", STR_ARG(files.entries.data[i].path)).ptr);
  files_free(&files);
  arena_free(&scratch);
}

static void offer_index_names(const struct index *index, struct sink *sink) {
  for (size_t i = 0; i < index->entries.len; i++)
    offer_name(sink, WHERE_PATH, index->entries.data[i].path.ptr);
}

struct names {
  const struct repo *repo;
  struct sink *sink;
};

static void offer_index(const struct names *names) {
  struct index index = {0};
  struct coverage ignored = {0}; /* history_check_roots tells */
  if (repo_read_index(names->repo, &index, &ignored))
    offer_index_names(&index, names->sink);
  index_free(&index);
}

/* The index of another work tree: nobody else reads it. `folder` is inside the repository's. */
static void offer_other_index(const struct names *names, str folder) {
  struct arena scratch = {0};
  struct index index = {0};
  struct err err;
  str path = arena_printf(&scratch, "%.*s/index", STR_ARG(folder));
  enum index_outcome outcome = index_read(path, folder, names->repo->oid_size, &index, &err);
  if (index_accept(outcome, str_tail(path, names->repo->common.len + 1), &err, names->sink->coverage))
    offer_index_names(&index, names->sink);
  index_free(&index);
  arena_free(&scratch);
}

static void offer_worktree(void *data, str folder) {
  const struct names *names = data;
  if (!str_eq(folder, names->repo->folder))
    offer_other_index(names, folder);
  offer_ref_files(folder, names->sink);
}

/* ---- reftables ---- */

struct tables_offer {
  const struct repo *repo;
  str prefix;
  struct sink *sink;
};

static void offer_tables_of_worktree(void *data, str folder) {
  const struct tables_offer *o = data;
  struct arena scratch = {0};
  str prefix = arena_printf(&scratch, "%.*s/worktrees/%.*s", STR_ARG(o->prefix), STR_ARG(str_basename(folder)));
  reftable_offer(folder, o->repo->oid_size, prefix, o->sink);
  arena_free(&scratch);
}

/* The git folder as people know it: that of a submodule lies in the one of the repository round it. */
static str shown_folder(str common) {
  const str modules = STR("/.git/modules/");
  size_t at = SIZE_MAX;
  for (size_t next = 0; (next = str_find(common, modules, next)) != SIZE_MAX; next++)
    at = next;
  return at == SIZE_MAX ? STR(".git") : str_tail(common, at + 1);
}

static void offer_tables(const struct repo *repo, struct sink *sink) {
  struct tables_offer offer = {repo, shown_folder(repo->common), sink};
  reftable_offer(repo->common, repo->oid_size, offer.prefix, sink);
  gitdir_worktrees(repo, offer_tables_of_worktree, &offer);
}

static void run_names(const struct source *source, void *worker, size_t part, struct sink *sink) {
  struct names names = {worker, sink};
  (void)source;
  (void)part;
  offer_refs(names.repo, sink);
  offer_index(&names);
  offer_worktree(&names, names.repo->common);
  gitdir_worktrees(names.repo, offer_worktree, &names);
  offer_tables(names.repo, sink);
}

struct source gitdir_names(const struct repo *repo) {
  return (struct source){"names", 1, open_names, run_names, close_names, repo};
}

/* ---- files ---- */

static const str reflogs = {"logs", 4};

/* Left to other sources, or (index) names that they give. */
static const str elsewhere[] = {{"objects", 7}, {"refs", 4},  {"packed-refs", 11}, {"index", 5},
                                {"modules", 7}, {"worktrees", 9}, {"logs", 4},     {"reftable", 8}};

static void walk_folder(struct gitdir_files *walks, str folder, str prefix, enum where where, bool all, struct coverage *coverage) {
  struct files files = {.where = where};
  struct files_filter filter = {.skip_top = elsewhere, .skip_top_len = all ? 0 : sizeof elsewhere / sizeof elsewhere[0]};
  files.prefix = arena_copy(&files.kept, prefix);
  files_walk(folder.ptr, &filter, &files, coverage);
  vec_push(walks, files);
}

static bool is_folder(str path) {
  DIR *directory = opendir(path.ptr);
  if (directory)
    closedir(directory);
  return directory != NULL;
}

static void walk_git_folder(struct gitdir_files *walks, str folder, str prefix, struct coverage *coverage) {
  struct arena scratch = {0};
  walk_folder(walks, folder, prefix, WHERE_CONFIG, false, coverage);
  str logs = arena_printf(&scratch, "%.*s/%.*s", STR_ARG(folder), STR_ARG(reflogs));
  if (is_folder(logs))
    walk_folder(walks, logs, arena_printf(&scratch, "%.*s/%.*s", STR_ARG(prefix), STR_ARG(reflogs)), WHERE_REFLOG, true, coverage);
  struct files beside_tables = {0};
  if (reftable_walk(folder, prefix, &beside_tables, coverage))
    vec_push(walks, beside_tables);
  arena_free(&scratch);
}

struct worktree_walk {
  struct gitdir_files *walks;
  str prefix;
  struct coverage *coverage;
};

static void walk_worktree(void *data, str folder) {
  struct worktree_walk *walk = data;
  struct arena scratch = {0};
  str name = str_basename(folder);
  walk_git_folder(walk->walks, folder, arena_printf(&scratch, "%.*s/worktrees/%.*s", STR_ARG(walk->prefix), STR_ARG(name)), walk->coverage);
  arena_free(&scratch);
}

void gitdir_walk(const struct repo *repo, str prefix, struct gitdir_files *walks, struct coverage *coverage) {
  struct worktree_walk walk = {walks, prefix, coverage};
  walk_git_folder(walks, repo->common, prefix, coverage);
  gitdir_worktrees(repo, walk_worktree, &walk);
}

void gitdir_free(struct gitdir_files *walks) {
  for (size_t i = 0; i < walks->len; i++)
    files_free(&walks->data[i]);
  vec_free(walks);
}

bool gitdir_worktrees(const struct repo *repo, void (*each)(void *data, str folder), void *data) {
  struct arena scratch = {0};
  struct dirent **entries;
  str parent = arena_printf(&scratch, "%.*s/worktrees", STR_ARG(repo->common));
  int count = scandir(parent.ptr, &entries, NULL, alphasort);
  bool is_known = count >= 0 || errno == ENOENT;
  for (int i = 0; i < count; i++) {
    if (entries[i]->d_name[0] != '.')
      each(data, arena_printf(&scratch, "%.*s/%s", STR_ARG(parent), entries[i]->d_name));
    free(entries[i]);
  }
  if (count >= 0)
    free(entries);
  arena_free(&scratch);
  return is_known;
}

/* ---- submodules ---- */

void gitdir_check_submodules(const struct repo *repo, struct coverage *coverage) {
  enum { MODE_GITLINK = 0160000 };
  struct arena scratch = {0};
  struct index index = {0};
  struct coverage ignored = {0}; /* history_check_roots tells */
  bool is_known = repo_read_index(repo, &index, &ignored);
  for (size_t i = 0; is_known && i < index.entries.len; i++) {
    const struct index_entry *entry = &index.entries.data[i];
    if (entry->mode != MODE_GITLINK)
      continue;
    str place = arena_printf(&scratch, "%.*s/%.*s", STR_ARG(repo->work_tree), STR_ARG(entry->path));
    if (repo->work_tree.len == 0 || !repo_is_at(place.ptr))
      coverage_gap(coverage, GAP_SUBMODULE, entry->path);
  }
  index_free(&index);
  arena_free(&scratch);
}

/* ---- ids in reflogs ---- */

/* A line: "<old id> <new id> <name> <<mail>> <time> <zone>\t<message>" (git's gitformat-reflog is the code
   of refs/files-backend.c). */
static void ids_of_log(str text, size_t oid_size, bool is_stash, void (*each)(void *, oid, bool), void *data) {
  str line;
  while (str_next_line(&text, &line)) {
    oid id;
    if (oid_from_hex(line, oid_size, &id) && !oid_is_zero(id))
      each(data, id, is_stash);
    if (oid_from_hex(str_tail(line, 2 * oid_size + 1), oid_size, &id) && !oid_is_zero(id))
      each(data, id, is_stash);
  }
}

static void ids_of_walk(const struct repo *repo, const struct files *logs, void (*each)(void *, oid, bool), void *data) {
  struct buf path = {0}, text = {0};
  struct err ignored; /* what cannot be read is counted where it is scanned */
  for (size_t i = 0; i < logs->entries.len; i++) {
    str entry = logs->entries.data[i].path;
    buf_clear(&path);
    buf_clear(&text);
    buf_printf(&path, "%.*s/%.*s", STR_ARG(logs->root), STR_ARG(entry));
    buf_add_byte(&path, '\0');
    if (file_read(path.data, REFLOG_LIMIT, &text, &ignored) == 0)
      ids_of_log(buf_str(&text), repo->oid_size, str_eq(entry, STR("refs/stash")), each, data);
  }
  buf_free(&path);
  buf_free(&text);
}

struct table_ids {
  const struct repo *repo;
  void (*each)(void *data, oid id, bool is_stash);
  void *data;
};

static void ids_of_tables(void *data, str folder) {
  const struct table_ids *ids = data;
  reftable_log_ids(folder, ids->repo->oid_size, ids->each, ids->data);
}

void gitdir_reflog_ids(const struct repo *repo, void (*each)(void *data, oid id, bool is_stash), void *data) {
  struct gitdir_files walks = {0};
  struct table_ids ids = {repo, each, data};
  ids_of_tables(&ids, repo->common);
  gitdir_worktrees(repo, ids_of_tables, &ids);
  struct coverage ignored = {0};
  gitdir_walk(repo, STR(".git"), &walks, &ignored);
  for (size_t i = 0; i < walks.len; i++)
    if (walks.data[i].where == WHERE_REFLOG)
      ids_of_walk(repo, &walks.data[i], each, data);
  gitdir_free(&walks);
}
