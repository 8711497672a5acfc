/* history.c -- every object of a repository's object store, reachable or not, each once. */
#include "source/history.h"
#include "source/git.h"

#include <stdlib.h>

enum {
  PART = 1024,          /* objects */
  RECENT = 1 << 14,     /* entries of a worker's memory of ids it has seen to be there */
  MODE_GITLINK = 0160000, /* a submodule's commit, which lives in another repository */
};

struct worker {
  struct repo *repo;
  oid recent[RECENT];
};

static int add_object(const git_oid *id, void *data) {
  struct history *history = data;
  oid object = repo_oid(id);
  size_t before = history->known.len;
  oidmap_add(&history->known, object, (uint32_t)history->len);
  if (history->known.len == before)
    return 0; /* in two packs */
  history->objects[history->len++] = object;
  return 0;
}

static int count_object(const git_oid *id, void *data) {
  (void)id;
  ++*(size_t *)data;
  return 0;
}

int history_list(const struct repo *repo, struct history **out, struct err *err) {
  size_t count = 0;
  if (git_odb_foreach(repo->odb, count_object, &count) < 0)
    return repo_fail(err, "listing objects");
  if (count >= OIDMAP_NONE)
    return err_set(err, "more than %u objects", OIDMAP_NONE);
  struct history *history = memory_new_zeroed(1, sizeof *history);
  history->repo = repo;
  history->objects = memory_new(count * sizeof *history->objects);
  history->types = memory_new_zeroed(count, 1);
  if (git_odb_foreach(repo->odb, add_object, history) < 0) {
    history_free(history);
    return repo_fail(err, "listing objects");
  }
  if (repo_read_shallow(repo, &history->shallow, err)) {
    history_free(history);
    return -1;
  }
  *out = history;
  return 0;
}

void history_free(struct history *history) {
  if (!history)
    return;
  oidmap_free(&history->known);
  oidmap_free(&history->shallow);
  free(history->objects);
  free(history->types);
  free(history);
}

/* The empty blob and the empty tree hold nothing, so git does without them (intent to add, say). */
static bool is_empty_object(oid id) {
  static const uint8_t blob[] = {0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6, 0x43, 0x4b, 0x8b};
  static const uint8_t tree[] = {0x4b, 0x82, 0x5d, 0xc6, 0x42, 0xcb, 0x6e, 0xb9, 0xa0, 0x60};
  return memcmp(id.bytes, blob, sizeof blob) == 0 || memcmp(id.bytes, tree, sizeof tree) == 0;
}

static void expect(const struct history *history, struct sink *sink, oid id) {
  if (oidmap_get(&history->known, id) == OIDMAP_NONE && !is_empty_object(id))
    sink->absent(sink, id);
}

/* Most entries of a tree stand in the tree before it too: a small memory saves the large table. */
static void expect_entry(const struct history *history, struct worker *worker, struct sink *sink, oid id) {
  uint32_t slot;
  memcpy(&slot, id.bytes + 4, sizeof slot);
  oid *recent = &worker->recent[slot % RECENT];
  if (oid_eq(*recent, id))
    return;
  *recent = id;
  expect(history, sink, id);
}

static unsigned mode_of(str entry) {
  unsigned mode = 0;
  for (size_t i = 0; i < entry.len && entry.ptr[i] >= '0' && entry.ptr[i] <= '7' && i < 6; i++)
    mode = mode * 8 + (unsigned)(entry.ptr[i] - '0');
  return mode;
}

/* Format of a tree: "<mode in octal> <name>\0<raw id>" repeated (git's Documentation/gitformat-pack). */
static int check_tree(const struct history *history, struct worker *worker, struct sink *sink, str tree) {
  size_t oid_size = history->repo->oid_size;
  while (tree.len) {
    size_t end = str_find_byte(tree, '\0', 0);
    if (end == SIZE_MAX || tree.len - end - 1 < oid_size)
      return -1;
    if (mode_of(tree) != MODE_GITLINK)
      expect_entry(history, worker, sink, oid_from_raw(tree.ptr + end + 1, oid_size));
    tree = str_tail(tree, end + 1 + oid_size);
  }
  return 0;
}

static void check_commit(const struct history *history, struct sink *sink, oid id, str commit) {
  bool is_cut = oidmap_get(&history->shallow, id) != OIDMAP_NONE;
  str line;
  while (str_next_line(&commit, &line) && line.len) {
    oid target;
    bool is_tree = str_starts(line, STR("tree ")), is_parent = str_starts(line, STR("parent "));
    if (!is_tree && !is_parent)
      return;
    if (oid_from_hex(str_tail(line, is_tree ? 5 : 7), history->repo->oid_size, &target) && !(is_parent && is_cut))
      expect(history, sink, target);
  }
}

static void check_tag(const struct history *history, struct sink *sink, str tag) {
  oid target;
  if (str_starts(tag, STR("object ")) && oid_from_hex(str_tail(tag, 7), history->repo->oid_size, &target))
    expect(history, sink, target);
}

static void *open_worker(const struct source *source, struct err *err) {
  const struct history *history = source->data;
  struct worker *worker = memory_new_zeroed(1, sizeof *worker);
  if (repo_reopen(history->repo, &worker->repo, err) == 0)
    return worker;
  free(worker);
  return NULL;
}

static void close_worker(void *data) {
  struct worker *worker = data;
  repo_free(worker->repo);
  free(worker);
}

static void gap_for(const struct history *history, struct sink *sink, enum gap gap, oid id) {
  char hex[OID_HEX_SIZE];
  oid_to_hex(id, history->repo->oid_size, hex);
  coverage_gap(sink->coverage, gap, str_from(hex));
}

static void take_object(const struct history *history, struct worker *worker, struct sink *sink, size_t index) {
  git_odb_object *object;
  oid id = history->objects[index];
  if (repo_read(worker->repo, id, &object) != READ_DONE) {
    gap_for(history, sink, GAP_CORRUPT, id);
    return;
  }
  str bytes = {git_odb_object_data(object), git_odb_object_size(object)};
  git_object_t type = git_odb_object_type(object);
  history->types[index] = (uint8_t)type;
  sink->coverage->objects++;
  sink->coverage->bytes += bytes.len;
  sink->coverage->blobs += type == GIT_OBJECT_BLOB;
  sink->coverage->commits += type == GIT_OBJECT_COMMIT;
  if (type == GIT_OBJECT_TREE && check_tree(history, worker, sink, bytes))
    gap_for(history, sink, GAP_CORRUPT, id);
  else if (type == GIT_OBJECT_COMMIT)
    check_commit(history, sink, id, bytes);
  else if (type == GIT_OBJECT_TAG)
    check_tag(history, sink, bytes);
  sink->object(sink, id, bytes);
  git_odb_object_free(object);
}

static void run_part(const struct source *source, void *worker, size_t part, struct sink *sink) {
  const struct history *history = source->data;
  size_t end = (part + 1) * PART < history->len ? (part + 1) * PART : history->len;
  for (size_t i = part * PART; i < end; i++)
    take_object(history, worker, sink, i);
}

struct source history_source(const struct history *history) {
  return (struct source){"objects", (history->len + PART - 1) / PART, open_worker, run_part, close_worker, history};
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
      expect(history, sink, repo_oid(target));
    git_reference_free(ref);
  }
  if (status != GIT_ITEROVER)
    coverage_gap(sink->coverage, GAP_UNREADABLE, STR("refs"));
  git_reference_iterator_free(iterator);
}

static void check_index(const struct history *history, struct sink *sink) {
  git_index *index = NULL;
  if (git_repository_index(&index, history->repo->git) < 0)
    return; /* bare, or of a form that only tells places apart: its blobs are in the object store */
  for (size_t i = 0; i < git_index_entrycount(index); i++) {
    const git_index_entry *entry = git_index_get_byindex(index, i);
    if (entry->mode != MODE_GITLINK)
      expect(history, sink, repo_oid(&entry->id));
  }
  git_index_free(index);
}

/* A boundary counts only where something is cut off: after a deepening fetch its parents may be there. */
static void check_shallow(const struct history *history, struct sink *sink) {
  for (size_t i = 0; history->shallow.len && i < history->len; i++) {
    git_odb_object *object;
    if (oidmap_get(&history->shallow, history->objects[i]) == OIDMAP_NONE)
      continue;
    if (repo_read(history->repo, history->objects[i], &object) != READ_DONE)
      continue;
    str text = {git_odb_object_data(object), git_odb_object_size(object)}, line;
    bool is_cut = false;
    while (!is_cut && str_next_line(&text, &line) && line.len) {
      oid parent;
      is_cut = str_starts(line, STR("parent ")) && oid_from_hex(str_tail(line, 7), history->repo->oid_size, &parent) &&
               oidmap_get(&history->known, parent) == OIDMAP_NONE;
    }
    if (is_cut)
      gap_for(history, sink, GAP_SHALLOW, history->objects[i]);
    git_odb_object_free(object);
  }
}

void history_check_roots(const struct history *history, struct sink *sink) {
  check_refs(history, sink);
  check_index(history, sink);
  check_shallow(history, sink);
}
