/* recall.c -- which packs and loose objects of a history an earlier audit saw and that are unchanged since. */
#include "source/recall.h"

#include <stdlib.h>

struct recall {
  struct history *history;
  oid key;
  oid *packs; /* the state of each */
  oid *loose; /* of each listed object; zero: not known */
};

static int by_id(const void *left, const void *right) {
  return oid_compare(*(const oid *)left, *(const oid *)right);
}

static bool is_in(const struct memo_ids *ids, oid id) {
  return ids->len && bsearch(&id, ids->data, ids->len, sizeof id, by_id);
}

/* ---- states ---- */

static void collect_id(void *data, oid id, uint32_t value) {
  struct memo_ids *ids = data;
  (void)value;
  vec_push(ids, id);
}

/* What a commit of the shallow boundary refers to is not looked for: with another boundary other things are absent. */
static void add_boundary(struct buf *out, const struct history *history) {
  struct memo_ids ids = {0};
  oidmap_each(&history->shallow, collect_id, &ids);
  if (ids.len)
    qsort(ids.data, ids.len, sizeof(oid), by_id);
  for (size_t i = 0; i < ids.len; i++)
    buf_add(out, (str){(const char *)ids.data[i].bytes, OID_SIZE});
  vec_free(&ids);
}

static bool find_key(const struct history *history, str circumstances, oid *key) {
  struct buf text = {0};
  buf_printf(&text, "%zu %zu\n", history->repo->oid_size, circumstances.len);
  buf_add(&text, circumstances);
  add_boundary(&text, history);
  bool done = memo_digest(buf_str(&text), key);
  buf_free(&text);
  return done;
}

static bool find_pack_state(const struct packfile *pack, oid *state) {
  struct buf text = {0};
  buf_add(&text, pack->name);
  buf_add_byte(&text, '\0');
  stamp_add(&text, &pack->stamp);
  stamp_add(&text, &pack->index_stamp);
  buf_add(&text, packfile_bytes(pack, pack->end, pack->oid_size));
  buf_add(&text, (str){(const char *)pack->index + pack->index_size - 2 * pack->oid_size, 2 * pack->oid_size});
  bool done = !pack->stamp.is_recent && !pack->index_stamp.is_recent && memo_digest(buf_str(&text), state);
  buf_free(&text);
  return done;
}

/* Of all copies, in whichever folder. Zero if one has changed just now. */
static oid loose_state(const struct store *store, oid id, struct buf *path, struct buf *text) {
  oid state = {{0}};
  bool is_recent = false;
  text->len = 0;
  for (size_t i = 0; i < store->folders.len; i++) {
    struct stat status;
    store_loose_path(store, i, id, path);
    if (stat(path->data, &status) != 0)
      continue;
    struct stamp stamp = stamp_of(&status);
    stamp_add(text, &stamp);
    is_recent |= stamp.is_recent;
  }
  return !is_recent && text->len && memo_digest(buf_str(text), &state) ? state : (oid){{0}};
}

static void find_loose_states(struct recall *recall) {
  const struct history *history = recall->history;
  struct buf path = {0}, text = {0};
  for (size_t i = 0; i < history->listed.len; i++)
    recall->loose[i] = loose_state(history->store, history->listed.data[i], &path, &text);
  buf_free(&path);
  buf_free(&text);
}

struct recall *recall_new(struct history *history, str circumstances) {
  const struct store *store = history->store;
  struct recall *recall = memory_new_zeroed(1, sizeof *recall);
  recall->history = history;
  recall->packs = memory_new_zeroed(store->packs.len + 1, sizeof(oid));
  recall->loose = memory_new_zeroed(history->listed.len + 1, sizeof(oid));
  bool is_known = find_key(history, circumstances, &recall->key);
  for (size_t i = 0; i < store->packs.len && is_known; i++)
    is_known = find_pack_state(&store->packs.data[i], &recall->packs[i]);
  if (!is_known) {
    recall_free(recall);
    return NULL;
  }
  find_loose_states(recall);
  return recall;
}

void recall_free(struct recall *recall) {
  if (!recall)
    return;
  free(recall->packs);
  free(recall->loose);
  free(recall);
}

/* ---- what is counted by its loose copy ---- */

static bool counts(const struct history *history, size_t listed) {
  return history_pack_of(history, history->listed.data[listed]) == SIZE_MAX;
}

static void count_loose(const struct history *history, size_t listed, struct memo_counts *sum) {
  enum object_type type = (enum object_type)history->listed_types[listed];
  sum->objects++;
  sum->blobs += type == OBJECT_BLOB;
  sum->commits += type == OBJECT_COMMIT;
  sum->bytes += history->listed_sizes[listed];
}

/* ---- settling ---- */

static bool has_all_packs(const struct recall *recall, const struct memo *memo) {
  size_t found = 0;
  for (size_t i = 0; i < recall->history->store->packs.len; i++)
    found += is_in(&memo->packs, recall->packs[i]);
  return found == memo->packs.len;
}

static bool has_all_loose(const struct recall *recall, const struct memo *memo) {
  for (size_t i = 0; i < memo->loose.len; i++)
    if (!history_has(recall->history, memo->loose.data[i].id))
      return false;
  return true;
}

static const struct memo_loose *find_loose(const struct memo *memo, oid id) {
  struct memo_loose key = {.id = id}; /* its first member, by which they are sorted */
  return memo->loose.len ? bsearch(&key, memo->loose.data, memo->loose.len, sizeof key, by_id) : NULL;
}

static void settle_loose(struct recall *recall, const struct memo *memo, size_t listed, struct memo_counts *sum) {
  struct history *history = recall->history;
  const struct memo_loose *loose = find_loose(memo, history->listed.data[listed]);
  if (!loose || oid_is_zero(loose->state) || !oid_eq(loose->state, recall->loose[listed]))
    return;
  history->settled_listed[listed] = true;
  history->listed_types[listed] = (uint8_t)loose->type;
  history->listed_sizes[listed] = loose->size;
  if (counts(history, listed))
    count_loose(history, listed, sum);
}

static void add_counts(const struct memo_counts *counts, struct coverage *coverage) {
  coverage->objects += counts->objects;
  coverage->blobs += counts->blobs;
  coverage->commits += counts->commits;
  coverage->bytes += counts->bytes;
}

bool recall_settle(struct recall *recall, const struct memo *memo, struct sink *sink) {
  struct history *history = recall->history;
  struct memo_counts sum = memo->packed;
  if (!oid_eq(memo->key, recall->key) || !has_all_packs(recall, memo) || !has_all_loose(recall, memo))
    return false;
  for (size_t i = 0; i < history->store->packs.len; i++)
    history->settled_packs[i] = is_in(&memo->packs, recall->packs[i]);
  history->has_settled = memo->packs.len > 0;
  for (size_t i = 0; i < history->listed.len; i++)
    settle_loose(recall, memo, i, &sum);
  add_counts(&sum, sink->coverage);
  for (size_t i = 0; i < memo->absent.len; i++)
    if (!history_has(history, memo->absent.data[i]))
      sink->absent(sink, memo->absent.data[i]);
  return true;
}

bool recall_has(const struct recall *recall, oid id) {
  const struct history *history = recall->history;
  uint32_t listed = oidmap_get(&history->listed_index, id), position;
  for (size_t i = 0; i < history->store->packs.len; i++)
    if (history->settled_packs[i] && packfile_find(&history->store->packs.data[i], id, &position))
      return true;
  return listed != OIDMAP_NONE && history->settled_listed[listed];
}

/* ---- making ---- */

static void take_loose(const struct recall *recall, struct memo *memo) {
  const struct history *history = recall->history;
  for (size_t i = 0; i < history->listed.len; i++) {
    struct memo_loose loose = {history->listed.data[i], recall->loose[i], (enum object_type)history->listed_types[i],
                               history->listed_sizes[i]};
    vec_push(&memo->loose, loose);
  }
  if (memo->loose.len)
    qsort(memo->loose.data, memo->loose.len, sizeof *memo->loose.data, by_id);
}

static void take_packs(const struct recall *recall, struct memo *memo) {
  for (size_t i = 0; i < recall->history->store->packs.len; i++)
    vec_push(&memo->packs, recall->packs[i]);
  if (memo->packs.len)
    qsort(memo->packs.data, memo->packs.len, sizeof(oid), by_id);
}

/* What is not counted by a loose copy was by one in a pack. */
static void count_packed(const struct history *history, const struct coverage *seen, struct memo *memo) {
  struct memo_counts loose = {0};
  for (size_t i = 0; i < history->listed.len; i++)
    if (counts(history, i))
      count_loose(history, i, &loose);
  memo->packed = (struct memo_counts){seen->objects - loose.objects, seen->blobs - loose.blobs, seen->commits - loose.commits,
                                      seen->bytes - loose.bytes};
}

static bool is_whole(const struct history *history) {
  for (size_t i = 0; i < history->store->packs.len; i++)
    if (history->forests[i].lost.len)
      return false;
  return !*history->is_mended;
}

bool recall_make(const struct recall *recall, const struct coverage *seen, struct memo *memo) {
  *memo = (struct memo){.key = recall->key};
  if (!is_whole(recall->history))
    return false;
  take_packs(recall, memo);
  take_loose(recall, memo);
  count_packed(recall->history, seen, memo);
  return true;
}
