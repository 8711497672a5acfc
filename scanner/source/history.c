/* history.c -- every object of a repository's object store, reachable or not, each once. */
#include "source/history.h"

#include <stdlib.h>

#include "base/file.h"
#include "source/git.h"
#include "source/gitdir.h"
#include "source/index.h"
#include "source/objects.h"

enum { PART = 256, MODE_GITLINK = 0160000, STREAM_WINDOW = 16 * 1024 * 1024 };

/* ---- listing ---- */

static void add_listed(void *data, oid id) {
  struct history *history = data;
  size_t before = history->listed_index.len;
  oidmap_add(&history->listed_index, id, (uint32_t)history->listed.len);
  if (history->listed_index.len > before) /* else it is in two folders or packs */
    vec_push(&history->listed, id);
}

static int add_of_libgit2(const git_oid *id, void *data) {
  add_listed(data, repo_oid(id));
  return 0;
}

static void list_store(struct history *history, struct coverage *coverage) {
  store_refine(history->repo->store);
  const struct store *store = history->repo->store;
  history->store = store;
  history->forests = memory_new_zeroed(store->packs.len + 1, sizeof *history->forests);
  history->first = memory_new_zeroed(store->packs.len + 1, sizeof *history->first);
  history->settled_packs = memory_new_zeroed(store->packs.len + 1, sizeof *history->settled_packs);
  for (size_t i = 0; i < store->packs.len; i++)
    history->first[i + 1] = history->first[i] + store->packs.data[i].count;
  for (size_t i = 0; i < store->problems.len; i++)
    coverage_gap(coverage, store->problems.data[i].gap, store->problems.data[i].what);
  store_each_loose(store, coverage, add_listed, history);
}

int history_list(const struct repo *repo, enum history_reader reader, struct history **out, struct coverage *coverage, struct err *err) {
  struct history *history = memory_new_zeroed(1, sizeof *history);
  history->repo = repo;
  int failed = repo_read_shallow(repo, &history->shallow, err);
  if (!failed && reader == READER_LIBGIT2)
    failed = repo->oid_size != OID_SHA1 ? err_set(err, "libgit2 reads no packs with SHA-256 ids; leave out --reader")
             : git_odb_foreach(repo->odb, add_of_libgit2, history) < 0 ? repo_fail(err, "listing objects") : 0;
  else if (!failed)
    list_store(history, coverage);
  if (!failed && history_numbers(history) == HISTORY_NONE)
    failed = err_set(err, "more than %u objects", HISTORY_NONE);
  if (failed) {
    history_free(history);
    return -1;
  }
  history->listed_types = memory_new_zeroed(history->listed.len, 1);
  history->listed_sizes = memory_new_zeroed(history->listed.len, sizeof *history->listed_sizes);
  history->settled_listed = memory_new_zeroed(history->listed.len, sizeof *history->settled_listed);
  history->is_mended = memory_new_zeroed(1, sizeof *history->is_mended);
  *out = history;
  return 0;
}

void history_free(struct history *history) {
  if (!history)
    return;
  for (size_t i = 0; history->forests && i < history->store->packs.len; i++)
    forest_free(&history->forests[i]);
  free(history->forests);
  free(history->first);
  free(history->settled_packs);
  vec_free(&history->listed);
  free(history->listed_types);
  free(history->listed_sizes);
  free(history->settled_listed);
  free(history->is_mended);
  oidmap_free(&history->listed_index);
  oidmap_free(&history->shallow);
  free(history);
}

/* ---- how packs hang together ---- */

static void build_forest(const struct packfile *pack, struct forest *forest, struct coverage *coverage) {
  struct err err;
  struct arena scratch = {0};
  packfile_expect_all(pack);
  if (forest_build(pack, forest, &err))
    coverage_gap(coverage, GAP_CORRUPT, str_from(err.text));
  else if (!forest_is_sound(forest))
    coverage_gap(coverage, GAP_CORRUPT, arena_printf(&scratch, "%s: its index and it do not fit", pack->name.ptr));
  forest->pack = pack; /* once only, even if it failed */
  arena_free(&scratch);
}

void history_prepare(struct history *history, bool all, struct coverage *coverage) {
  for (size_t i = 0; history->store && i < history->store->packs.len; i++)
    if (!history->forests[i].pack && (all || !history->settled_packs[i]))
      build_forest(&history->store->packs.data[i], &history->forests[i], coverage);
}

/* ---- what is there ---- */

static size_t packs_of(const struct history *history) {
  return history->store ? history->store->packs.len : 0;
}

size_t history_pack_of(const struct history *history, oid id) {
  size_t pack;
  uint32_t position;
  return history->store && store_find(history->store, id, 0, &pack, &position) ? pack : SIZE_MAX;
}

bool history_has(const struct history *history, oid id) {
  return history_pack_of(history, id) != SIZE_MAX || oidmap_get(&history->listed_index, id) != OIDMAP_NONE;
}

void history_prefetch(const struct history *history, oid id, bool later) {
  if (history->store)
    store_prefetch(history->store, id, later);
}

bool history_is_repeated(const struct history *history, oid id, size_t pack) {
  uint32_t position;
  if (history_pack_of(history, id) < pack)
    return true;
  for (size_t i = pack + 1; history->has_settled && i < packs_of(history); i++)
    if (history->settled_packs[i] && packfile_find(&history->store->packs.data[i], id, &position))
      return true;
  return false;
}

bool history_has_elsewhere(const struct history *history, oid id, size_t pack) {
  size_t other = 0;
  uint32_t position;
  bool is_found = store_find(history->store, id, 0, &other, &position);
  if (is_found && other == pack)
    is_found = store_find(history->store, id, pack + 1, &other, &position);
  return is_found || oidmap_get(&history->listed_index, id) != OIDMAP_NONE;
}

/* ---- numbers ---- */

uint32_t history_first(const struct history *history, size_t pack) {
  return history->first ? (uint32_t)history->first[pack] : 0;
}

uint32_t history_numbers(const struct history *history) {
  uint64_t all = (history->first ? history->first[packs_of(history)] : 0) + history->listed.len;
  return all > HISTORY_NONE ? HISTORY_NONE : (uint32_t)all;
}

uint32_t history_number(const struct history *history, oid id) {
  size_t pack;
  uint32_t position;
  if (history->store && store_find(history->store, id, 0, &pack, &position)) {
    const struct forest *forest = &history->forests[pack];
    uint32_t object = forest_find(forest, packfile_offset(forest->pack, position));
    return object == FOREST_NONE ? HISTORY_NONE : history_first(history, pack) + object;
  }
  uint32_t index = oidmap_get(&history->listed_index, id);
  return index == OIDMAP_NONE ? HISTORY_NONE : history_first(history, packs_of(history)) + index;
}

/* Which pack a number belongs to, and where in it. */
static size_t pack_of_number(const struct history *history, uint32_t number, uint32_t *object) {
  size_t pack = 0;
  while (pack < packs_of(history) && number >= history->first[pack + 1])
    pack++;
  *object = number - history_first(history, pack);
  return pack;
}

oid history_oid(const struct history *history, uint32_t number) {
  uint32_t object;
  size_t pack = pack_of_number(history, number, &object);
  if (pack == packs_of(history))
    return history->listed.data[object];
  return packfile_oid(history->forests[pack].pack, history->forests[pack].position[object]);
}

enum object_type history_type(const struct history *history, uint32_t number) {
  uint32_t object;
  if (number == HISTORY_NONE)
    return OBJECT_NONE;
  size_t pack = pack_of_number(history, number, &object);
  return (enum object_type)(pack == packs_of(history) ? history->listed_types[object] : history->forests[pack].type[object]);
}

/* ---- the source: first the parts of each pack, then what no root of a pack leads to, then the listed objects ---- */

struct worker {
  const struct history *history;
  struct repo *repo;
  struct objects *objects;
  struct resolver *resolver; /* or NULL: libgit2 reads */
  struct buf bytes;
};

static void *open_worker(const struct source *source, struct err *err) {
  const struct history *history = source->data;
  struct worker *worker = memory_new_zeroed(1, sizeof *worker);
  if (repo_reopen(history->repo, &worker->repo, err)) {
    free(worker);
    return NULL;
  }
  worker->history = history;
  worker->objects = objects_new(history);
  if (history->store) {
    struct visitor visitor = objects_visitor(worker->objects);
    worker->resolver = resolver_new(history->store, history->forests, &visitor);
  }
  return worker;
}

static void close_worker(void *data) {
  struct worker *worker = data;
  resolver_free(worker->resolver);
  objects_free(worker->objects);
  buf_free(&worker->bytes);
  repo_free(worker->repo);
  free(worker);
}

struct pieces {
  struct objects *objects;
  oid id;
};

static void offer_piece(void *data, str bytes, size_t *again) {
  const struct pieces *pieces = data;
  objects_offer_window(pieces->objects, pieces->id, bytes, again);
}

/* A loose object that is too large to be held: a blob goes piece by piece. */
static enum read_outcome offer_pieces(struct worker *worker, oid id, bool again, enum object_type *type, uint64_t *size) {
  struct pieces pieces = {worker->objects, id};
  struct reader *reader = resolver_reader(worker->resolver);
  if (reader_look_loose(reader, id, type, size) != READ_DONE || *type != OBJECT_BLOB)
    return READ_TOO_LARGE;
  enum read_outcome outcome = reader_read_windows_loose(reader, id, STREAM_WINDOW, offer_piece, &pieces);
  if (outcome == READ_DONE && !again)
    objects_count_blob(worker->objects, *size);
  return outcome;
}

static void take_listed(struct worker *worker, size_t index, struct sink *sink) {
  const struct history *history = worker->history;
  struct reader *reader = worker->resolver ? resolver_reader(worker->resolver) : NULL;
  oid id = history->listed.data[index];
  enum object_type type = OBJECT_NONE;
  bool again = history_pack_of(history, id) != SIZE_MAX;
  enum read_outcome outcome = reader ? reader_read_loose(reader, id, &type, &worker->bytes) : repo_read(worker->repo, id, &type, &worker->bytes);
  uint64_t size = worker->bytes.len;
  if (outcome == READ_DONE)
    objects_offer(worker->objects, id, type, buf_str(&worker->bytes), again);
  else if (outcome == READ_TOO_LARGE)
    outcome = offer_pieces(worker, id, again, &type, &size);
  history->listed_types[index] = (uint8_t)type;
  history->listed_sizes[index] = size;
  if (outcome == READ_TOO_LARGE || (outcome != READ_DONE && !again))
    objects_gap(history, sink, outcome == READ_TOO_LARGE ? GAP_MEMORY : GAP_CORRUPT, id);
  if (reader)
    reader_rest(reader);
}

static void take_listed_part(struct worker *worker, struct history_part piece, struct sink *sink) {
  enum { KEPT_ROOM = 4 * 1024 * 1024 };
  for (size_t i = piece.from; i < piece.to && !(sink->stopped && sink->stopped(sink)); i++) {
    if (!worker->history->settled_listed[i])
      take_listed(worker, i, sink);
    if (worker->bytes.room > KEPT_ROOM)
      buf_free(&worker->bytes);
  }
}

static size_t parts_of_pack(const struct forest *forest) {
  return forest->parts.len ? forest->parts.len - 1 : 0;
}

size_t history_parts(const struct history *history) {
  size_t parts = (history->listed.len + PART - 1) / PART;
  for (size_t pack = 0; pack < packs_of(history); pack++)
    parts += parts_of_pack(&history->forests[pack]);
  return parts;
}

struct history_part history_part_at(const struct history *history, size_t part) {
  for (size_t pack = 0; pack < packs_of(history); pack++) {
    size_t parts = parts_of_pack(&history->forests[pack]);
    if (part < parts)
      return (struct history_part){.pack = pack, .part = part};
    part -= parts;
  }
  size_t end = (part + 1) * PART;
  return (struct history_part){.pack = SIZE_MAX, .from = part * PART, .to = end < history->listed.len ? end : history->listed.len};
}

uint64_t history_work(const struct history *history, size_t part) {
  enum { LOOSE_OBJECT = 2048 }; /* opening its file costs as much as so many bytes */
  struct history_part piece = history_part_at(history, part);
  return piece.pack == SIZE_MAX ? (piece.to - piece.from) * LOOSE_OBJECT : history->forests[piece.pack].work.data[piece.part];
}

static uint64_t work_of(const struct source *source, size_t part) {
  return history_work(source->data, part);
}

static void run_part(const struct source *source, void *data, size_t part, struct sink *sink) {
  struct worker *worker = data;
  struct history_part piece = history_part_at(source->data, part);
  objects_begin(worker->objects, sink, worker->resolver ? resolver_reader(worker->resolver) : NULL);
  if (piece.pack != SIZE_MAX)
    resolver_run(worker->resolver, piece.pack, piece.part);
  else
    take_listed_part(worker, piece, sink);
  objects_end(worker->objects);
}

struct source history_source(const struct history *history) {
  return (struct source){"objects", history_parts(history), open_worker, run_part, close_worker, history, work_of};
}

/* ---- roots ---- */

/* What no whole object leads to cannot be made by anyone. */
static void count_lost(const struct history *history, size_t pack, struct sink *sink) {
  const struct forest *forest = &history->forests[pack];
  for (size_t i = 0; i < forest->lost.len; i++)
    objects_gap(history, sink, GAP_CORRUPT, packfile_oid(forest->pack, forest->position[forest->lost.data[i]]));
}

static void check_refs(const struct history *history, struct sink *sink) {
  git_reference_iterator *iterator = NULL;
  git_reference *ref = NULL;
  if (git_reference_iterator_new(&iterator, history->repo->git) < 0) {
    coverage_gap(sink->coverage, GAP_UNREADABLE, STR("refs"));
    return;
  }
  int status;
  while ((status = git_reference_next(&ref, iterator)) == 0) {
    const git_oid *target = git_reference_target(ref);
    if (target)
      objects_expect(history, sink, repo_oid(target));
    git_reference_free(ref);
  }
  if (status != GIT_ITEROVER)
    coverage_gap(sink->coverage, GAP_UNREADABLE, STR("refs"));
  git_reference_iterator_free(iterator);
}

/* Ids at the beginnings of lines, as in HEAD when it is detached, MERGE_HEAD, files of refs. */
static bool expect_lines(const struct history *history, str folder, const char *name, struct sink *sink) {
  enum { LIMIT = 1024 * 1024 };
  struct arena scratch = {0};
  struct buf text = {0};
  struct err ignored; /* what cannot be read is counted where files are scanned */
  bool is_known = true;
  if (file_read(arena_printf(&scratch, "%.*s/%s", STR_ARG(folder), name).ptr, LIMIT, &text, &ignored) == 0) {
    str rest = buf_str(&text), line;
    oid id;
    is_known = str_starts(rest, STR("ref: refs/"));
    while (str_next_line(&rest, &line))
      if (oid_from_hex(line, history->repo->oid_size, &id)) {
        objects_expect(history, sink, id);
        is_known = true;
      }
  }
  buf_free(&text);
  arena_free(&scratch);
  return is_known;
}

struct roots_check {
  const struct history *history;
  struct sink *sink;
};

/* Of one work tree: what it stands on, what is being merged into it, and its index. */
static void check_work_tree(void *data, str folder) {
  static const char *const names[] = {"MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "refs/bisect/bad"};
  const struct roots_check *check = data;
  struct arena scratch = {0};
  struct index index = {0};
  struct err ignored; /* an index that cannot be read is counted where its names are */
  if (!expect_lines(check->history, folder, "HEAD", check->sink))
    coverage_gap(check->sink->coverage, GAP_CORRUPT, arena_printf(&scratch, "%.*s/HEAD", STR_ARG(folder)));
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    (void)expect_lines(check->history, folder, names[i], check->sink);
  if (index_read(arena_printf(&scratch, "%.*s/index", STR_ARG(folder)), folder, check->history->repo->oid_size, &index, &ignored) == INDEX_READ)
    for (size_t i = 0; i < index.entries.len; i++)
      if (index.entries.data[i].mode != MODE_GITLINK)
        objects_expect(check->history, check->sink, index.entries.data[i].id);
  index_free(&index);
  arena_free(&scratch);
}

/* The own index may be told to be elsewhere, and a gap in it is counted here. */
static void check_index(const struct history *history, struct sink *sink) {
  struct index index = {0};
  if (repo_read_index(history->repo, &index, sink->coverage))
    for (size_t i = 0; i < index.entries.len; i++)
      if (index.entries.data[i].mode != MODE_GITLINK)
        objects_expect(history, sink, index.entries.data[i].id);
  index_free(&index);
}

static void check_work_trees(const struct history *history, struct sink *sink) {
  struct roots_check check = {history, sink};
  check_work_tree(&check, history->repo->common);
  if (!str_eq(history->repo->folder, history->repo->common))
    check_work_tree(&check, history->repo->folder);
  gitdir_worktrees(history->repo, check_work_tree, &check);
}

/* A boundary counts only where something is cut off: after a deepening fetch its parents may be there. */
static void check_boundary(const struct history *history, struct sink *sink, oid id) {
  struct buf bytes = {0};
  enum object_type type;
  bool is_cut = false;
  if (repo_read(history->repo, id, &type, &bytes) == READ_DONE) {
    str text = buf_str(&bytes), line;
    oid parent;
    while (!is_cut && str_next_line(&text, &line) && line.len)
      is_cut = str_starts(line, STR("parent ")) && oid_from_hex(str_tail(line, 7), history->repo->oid_size, &parent) &&
               !history_has(history, parent);
  }
  if (is_cut)
    objects_gap(history, sink, GAP_SHALLOW, id);
  buf_free(&bytes);
  repo_rest(history->repo);
}

struct boundary_check {
  const struct history *history;
  struct sink *sink;
};

static void check_boundary_entry(void *data, oid id, uint32_t value) {
  const struct boundary_check *check = data;
  (void)value;
  check_boundary(check->history, check->sink, id);
}

void history_check_roots(const struct history *history, struct sink *sink) {
  struct boundary_check check = {history, sink};
  for (size_t pack = 0; pack < packs_of(history); pack++)
    count_lost(history, pack, sink);
  check_refs(history, sink);
  check_index(history, sink);
  check_work_trees(history, sink);
  oidmap_each(&history->shallow, check_boundary_entry, &check);
}
