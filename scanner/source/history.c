/* history.c -- every object of a repository's object store, reachable or not, each once. */
#include "source/history.h"

#include <stdlib.h>

#include "source/git.h"
#include "source/objects.h"
#include "source/pack/resolve.h"

enum { PART = 256, MODE_GITLINK = 0160000 };

/* ---- listing ---- */

static int add_object(const git_oid *id, void *data) {
  struct history *history = data;
  size_t before = history->known.len;
  oidmap_add(&history->known, repo_oid(id), (uint32_t)history->len);
  if (history->known.len > before) /* else it is in two packs */
    history->objects[history->len++] = repo_oid(id);
  return 0;
}

static int count_object(const git_oid *id, void *data) {
  (void)id;
  ++*(size_t *)data;
  return 0;
}

static int list_through_libgit2(struct history *history, struct err *err) {
  size_t count = 0;
  if (git_odb_foreach(history->repo->odb, count_object, &count) < 0)
    return repo_fail(err, "listing objects");
  if (count >= OIDMAP_NONE)
    return err_set(err, "more than %u objects", OIDMAP_NONE);
  history->objects = memory_new(count * sizeof *history->objects);
  if (git_odb_foreach(history->repo->odb, add_object, history) < 0)
    return repo_fail(err, "listing objects");
  return 0;
}

static void list_packs(struct history *history, struct coverage *coverage) {
  struct arena scratch = {0};
  history->store = memory_new_zeroed(1, sizeof *history->store);
  store_open(arena_printf(&scratch, "%.*s/objects", STR_ARG(history->repo->common)), history->repo->oid_size, history->store, coverage);
  history->objects = history->store->loose.data;
  history->len = history->store->loose.len;
  arena_free(&scratch);
}

int history_list(const struct repo *repo, enum history_reader reader, struct history **out, struct coverage *coverage, struct err *err) {
  struct history *history = memory_new_zeroed(1, sizeof *history);
  history->repo = repo;
  int failed = repo_read_shallow(repo, &history->shallow, err);
  if (!failed && reader == READER_LIBGIT2)
    failed = list_through_libgit2(history, err);
  else if (!failed)
    list_packs(history, coverage);
  if (failed) {
    history_free(history);
    return -1;
  }
  history->types = memory_new_zeroed(history->len, 1);
  *out = history;
  return 0;
}

void history_free(struct history *history) {
  if (!history)
    return;
  if (history->store)
    store_close(history->store);
  else
    free(history->objects);
  free(history->store);
  free(history->types);
  oidmap_free(&history->known);
  oidmap_free(&history->shallow);
  free(history);
}

/* ---- what is there ---- */

bool history_has(const struct history *history, oid id) {
  return history->store ? store_has(history->store, id) : oidmap_get(&history->known, id) != OIDMAP_NONE;
}

int history_type(const struct history *history, oid id) {
  size_t pack;
  uint32_t object;
  if (history->store && store_find_packed(history->store, id, &pack, &object))
    return history->store->forests[pack].type[object];
  uint32_t index = oidmap_get(history->store ? &history->store->loose_index : &history->known, id);
  return index == OIDMAP_NONE ? 0 : history->types[index];
}

int history_read(const struct history *history, oid id, struct git_odb_object **object) {
  size_t pack;
  uint32_t number;
  *object = NULL;
  if (history->store && store_find_packed(history->store, id, &pack, &number) &&
      history->store->forests[pack].type[number] == PACK_UNKNOWN)
    return READ_CORRUPT;
  return (int)repo_read(history->repo, id, object);
}

static void each_packed_commit(const struct store *store, size_t pack, void (*each)(void *, oid), void *data) {
  const struct forest *forest = &store->forests[pack];
  for (uint32_t i = 0; i < forest->count; i++) {
    if (forest->type[i] != PACK_COMMIT)
      continue;
    oid id = packfile_oid(forest->pack, forest->position[i]);
    if (!store_has_before(store, id, pack))
      each(data, id);
  }
}

void history_each_commit(const struct history *history, void (*each)(void *data, oid id), void *data) {
  for (size_t pack = 0; history->store && pack < history->store->packs.len; pack++)
    each_packed_commit(history->store, pack, each, data);
  for (size_t i = 0; i < history->len; i++)
    if (history->types[i] == GIT_OBJECT_COMMIT &&
        !(history->store && store_has_before(history->store, history->objects[i], history->store->packs.len)))
      each(data, history->objects[i]);
}

/* ---- the source: first the parts of each pack, then what no root of a pack leads to, then loose objects ---- */

struct worker {
  struct repo *repo;
  struct objects_memory *memory;
  struct resolver *resolver; /* or NULL */
};

static void *open_worker(const struct source *source, struct err *err) {
  const struct history *history = source->data;
  struct worker *worker = memory_new_zeroed(1, sizeof *worker);
  if (repo_reopen(history->repo, &worker->repo, err)) {
    free(worker);
    return NULL;
  }
  worker->memory = objects_memory_new();
  if (history->store)
    worker->resolver = resolver_new(history, worker->repo, worker->memory);
  return worker;
}

static void close_worker(void *data) {
  struct worker *worker = data;
  resolver_free(worker->resolver);
  objects_memory_free(worker->memory);
  repo_free(worker->repo);
  free(worker);
}

/* What no whole object leads to cannot be made by anyone, and libgit2 would try for ever. */
static void count_lost(const struct history *history, size_t pack, struct sink *sink) {
  const struct forest *forest = &history->store->forests[pack];
  for (size_t i = 0; i < forest->lost.len; i++)
    objects_gap(history, sink, GAP_CORRUPT, packfile_oid(forest->pack, forest->position[forest->lost.data[i]]));
}

static void take_listed(const struct history *history, struct worker *worker, size_t part, struct sink *sink) {
  size_t end = (part + 1) * PART < history->len ? (part + 1) * PART : history->len;
  for (size_t i = part * PART; i < end; i++)
    objects_take(history, worker->repo, worker->memory, sink, history->objects[i], &history->types[i],
                 history->store && store_has_before(history->store, history->objects[i], history->store->packs.len));
}

static size_t parts_of_pack(const struct forest *forest) {
  return forest->parts.len - 1;
}

static void run_part(const struct source *source, void *data, size_t part, struct sink *sink) {
  const struct history *history = source->data;
  struct worker *worker = data;
  size_t packs = history->store ? history->store->packs.len : 0;
  for (size_t pack = 0; pack < packs; pack++) {
    size_t parts = parts_of_pack(&history->store->forests[pack]);
    if (part < parts) {
      resolve_part(worker->resolver, pack, part, sink);
      return;
    }
    part -= parts;
  }
  if (part < packs)
    count_lost(history, part, sink);
  else
    take_listed(history, worker, part - packs, sink);
}

struct source history_source(const struct history *history) {
  size_t parts = (history->len + PART - 1) / PART;
  for (size_t pack = 0; history->store && pack < history->store->packs.len; pack++)
    parts += parts_of_pack(&history->store->forests[pack]) + 1;
  return (struct source){"objects", parts, open_worker, run_part, close_worker, history};
}

/* ---- roots ---- */

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

static void check_index(const struct history *history, struct sink *sink) {
  git_index *index = NULL;
  if (history->repo->work_tree.len == 0 || !repo_index(history->repo, &index, sink->coverage))
    return;
  for (size_t i = 0; i < git_index_entrycount(index); i++) {
    const git_index_entry *entry = git_index_get_byindex(index, i);
    if (entry->mode != MODE_GITLINK)
      objects_expect(history, sink, repo_oid(&entry->id));
  }
  git_index_free(index);
}

/* A boundary counts only where something is cut off: after a deepening fetch its parents may be there. */
static void check_boundary(const struct history *history, struct sink *sink, oid id) {
  git_odb_object *object;
  if (history_read(history, id, &object) != READ_DONE)
    return;
  str text = {git_odb_object_data(object), git_odb_object_size(object)}, line;
  bool is_cut = false;
  while (!is_cut && str_next_line(&text, &line) && line.len) {
    oid parent;
    is_cut = str_starts(line, STR("parent ")) && oid_from_hex(str_tail(line, 7), history->repo->oid_size, &parent) &&
             !history_has(history, parent);
  }
  if (is_cut)
    objects_gap(history, sink, GAP_SHALLOW, id);
  git_odb_object_free(object);
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
  check_refs(history, sink);
  check_index(history, sink);
  oidmap_each(&history->shallow, check_boundary_entry, &check);
}
