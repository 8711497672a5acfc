/* reader.c -- any object of a store by its id, from packs or loose. */
#include "source/pack/reader.h"

#include <stdlib.h>

#include "base/inflate.h"
#include "source/pack/budget.h"
#include "source/pack/delta.h"
#include "source/pack/head.h"
#include "source/pack/loose.h"

enum {
  FIRST_READ = 4096,       /* packed bytes in which the sizes of a delta end */
  STREAM_INPUT = 256 * 1024,
  HELD_AT_ONCE = 3,        /* objects: base, delta, target */
  HOPS_LIMIT = 64,         /* git makes none; each object of a chain through packs is read from its end */
  CHAIN_LIMIT = 1 << 16,   /* deltas on one another; git makes 4,095 at most */
};

/* A delta on the way down to a whole object. */
struct link {
  size_t pack;
  uint64_t at; /* where its packed bytes begin, behind its head */
  uint64_t size;
};

struct reader {
  const struct store *store;
  bool in_turn;
  bool stays_small; /* never takes a turn */
  struct inflater *inflater;
  struct buf payload;
  struct buf other; /* base or target, in turns with the caller's */
  struct buf path;
  VEC(struct link) chain;
  size_t hops;    /* of the chain, from pack to pack */
  size_t attempt; /* which copies of bases are tried … */
  bool has_more;  /* … and whether there are others */
};

struct reader *reader_new(const struct store *store) {
  struct reader *r = memory_new_zeroed(1, sizeof *r);
  r->store = store;
  r->inflater = inflater_new();
  return r;
}

void reader_free(struct reader *r) {
  if (!r)
    return;
  inflater_free(r->inflater);
  buf_free(&r->payload);
  buf_free(&r->other);
  buf_free(&r->path);
  vec_free(&r->chain);
  free(r);
}

/* ---- memory ---- */

void reader_stay_small(struct reader *r) {
  r->stays_small = true;
}

/* False if it would be too much. */
static bool is_allowed(struct reader *r, uint64_t size) {
  if (size > (r->stays_small ? budget_share() / HELD_AT_ONCE : budget_limit()))
    return false;
  if (size > budget_share() / HELD_AT_ONCE && !r->in_turn) {
    budget_take_turn();
    r->in_turn = true;
  }
  return true;
}

void reader_rest(struct reader *r) {
  if (r->in_turn)
    budget_end_turn();
  r->in_turn = false;
}

/* ---- inflating at a place of a pack ---- */

static const struct packfile *pack_at(const struct reader *r, size_t pack) {
  return &r->store->packs.data[pack];
}

/* How long a stream is, its end tells. */
static int inflate_at(struct reader *r, size_t pack, uint64_t at, uint64_t size, struct buf *out) {
  str packed = packfile_bytes(pack_at(r, pack), at, SIZE_MAX);
  if (size / INFLATE_RATIO_LIMIT > packed.len)
    return -1;
  out->len = 0;
  buf_reserve(out, (size_t)size + INFLATE_SLACK);
  if (inflate_exact(r->inflater, packed, (uint8_t *)out->data, (size_t)size, NULL))
    return -1;
  out->len = (size_t)size;
  return 0;
}

/* ---- chains of deltas ---- */

static int look_at(struct reader *r, size_t pack, uint64_t offset, struct object_head *head) {
  str bytes = packfile_bytes(pack_at(r, pack), offset, OBJECT_HEAD_LIMIT);
  return object_head_parse((const uint8_t *)bytes.ptr, bytes.len, r->store->oid_size, head);
}

/* Few are so large that their turn must be waited for, so the size is asked for only then. */
static enum read_outcome read_loose_file(struct reader *r, enum object_type *type, struct buf *out) {
  struct loose_head head;
  enum read_outcome outcome = loose_read(r->inflater, r->path.data, budget_share() / HELD_AT_ONCE, type, out);
  if (outcome != READ_TOO_LARGE || loose_read_head(r->path.data, &head) != READ_DONE || !is_allowed(r, head.size))
    return outcome;
  return loose_read(r->inflater, r->path.data, head.size, type, out);
}

enum read_outcome reader_read_loose(struct reader *r, oid id, enum object_type *type, struct buf *out) {
  enum read_outcome worst = READ_MISSING;
  for (size_t i = 0; i < r->store->folders.len; i++) {
    store_loose_path(r->store, i, id, &r->path);
    enum read_outcome outcome = read_loose_file(r, type, out);
    if (outcome == READ_DONE)
      return outcome;
    worst = outcome == READ_MISSING ? worst : outcome;
  }
  reader_rest(r);
  return worst;
}

/* The copy of a base that this attempt is for: in the pack at hand, in the others, loose; the first if there are not so
   many. 1 at *pack and *position, 0 it is loose, -1 nowhere. */
static int find_copy(struct reader *r, oid base, size_t *pack, uint32_t *position) {
  size_t copy = r->attempt, other = 0;
  uint32_t at;
  bool is_here = packfile_find(pack_at(r, *pack), base, position);
  if (is_here && copy-- == 0) {
    r->has_more |= store_find(r->store, base, 0, &other, &at);
    return 1;
  }
  for (; store_find(r->store, base, other, &other, &at); other++) {
    if (is_here && other == *pack)
      continue;
    r->has_more = true;
    if (copy-- == 0) {
      *pack = other;
      *position = at;
      return 1;
    }
  }
  return 0;
}

/* 1 at *pack and *offset, 0 it was read (loose), -1 nowhere. */
static int find_base(struct reader *r, const struct object_head *head, size_t *pack, uint64_t *offset, enum object_type *type, struct buf *out) {
  uint32_t position;
  size_t here = *pack;
  if (head->type == PACK_OFS_DELTA) {
    *offset = head->back <= *offset ? *offset - head->back : UINT64_MAX;
    return *offset == UINT64_MAX ? -1 : 1;
  }
  int found = find_copy(r, head->base, pack, &position);
  if (found == 0)
    return reader_read_loose(r, head->base, type, out) == READ_DONE ? 0 : -1;
  *offset = packfile_offset(pack_at(r, *pack), position);
  return *pack != here && ++r->hops > HOPS_LIMIT ? -1 : found;
}

/* Down the chain, to the whole object at its end, which is read into `out`. */
static enum read_outcome read_root(struct reader *r, size_t pack, uint64_t offset, enum object_type *type, struct buf *out) {
  struct object_head head;
  r->chain.len = r->hops = 0;
  for (;;) {
    if (r->chain.len >= CHAIN_LIMIT || look_at(r, pack, offset, &head))
      return READ_CORRUPT;
    if (!is_allowed(r, head.size))
      return READ_TOO_LARGE;
    if (head.type < PACK_OFS_DELTA)
      break;
    vec_push(&r->chain, (struct link){pack, offset + head.len, head.size});
    int found = find_base(r, &head, &pack, &offset, type, out);
    if (found <= 0)
      return found == 0 ? READ_DONE : READ_CORRUPT;
  }
  *type = (enum object_type)head.type;
  return inflate_at(r, pack, offset + head.len, head.size, out) ? READ_CORRUPT : READ_DONE;
}

/* One step up: what `out` holds becomes what the delta makes of it. */
static enum read_outcome step_up(struct reader *r, struct link link, struct buf *out) {
  struct delta delta;
  if (inflate_at(r, link.pack, link.at, link.size, &r->payload) || delta_open(buf_str(&r->payload), &delta))
    return READ_CORRUPT;
  if (!is_allowed(r, delta.target_size))
    return READ_TOO_LARGE;
  r->other.len = 0;
  buf_reserve(&r->other, (size_t)delta.target_size + INFLATE_SLACK);
  if (delta_apply(delta, buf_str(out), (uint8_t *)r->other.data))
    return READ_CORRUPT;
  r->other.len = (size_t)delta.target_size;
  struct buf base = *out;
  *out = r->other;
  r->other = base;
  return READ_DONE;
}

/* Rare giants must not stay for the reader's life. */
static void shrink(struct reader *r) {
  enum { KEPT_ROOM = 4 * 1024 * 1024 };
  struct buf *const all[] = {&r->payload, &r->other};
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
    if (all[i]->room > KEPT_ROOM)
      buf_free(all[i]);
}

static enum read_outcome read_once(struct reader *r, size_t pack, uint64_t offset, enum object_type *type, struct buf *out) {
  enum read_outcome outcome = read_root(r, pack, offset, type, out);
  for (size_t i = r->chain.len; i-- > 0 && outcome == READ_DONE;)
    outcome = step_up(r, r->chain.data[i], out);
  return outcome;
}

/* Bases may be in several packs, and one of them damaged: other copies are tried, all bases' second ones, and so on. */
enum read_outcome reader_read_at(struct reader *r, size_t pack, uint64_t offset, enum object_type *type, struct buf *out) {
  enum { ATTEMPTS = 16 };
  enum read_outcome outcome = READ_CORRUPT;
  r->has_more = true;
  for (r->attempt = 0; outcome == READ_CORRUPT && r->has_more && r->attempt < ATTEMPTS; r->attempt++) {
    r->has_more = false;
    outcome = read_once(r, pack, offset, type, out);
  }
  r->attempt = 0;
  shrink(r);
  if (outcome != READ_DONE)
    reader_rest(r);
  return outcome;
}

enum read_outcome reader_read(struct reader *r, oid id, enum object_type *type, struct buf *out) {
  enum read_outcome worst = READ_MISSING;
  uint32_t position;
  for (size_t pack = 0; store_find(r->store, id, pack, &pack, &position); pack++) {
    enum read_outcome outcome = reader_read_at(r, pack, packfile_offset(pack_at(r, pack), position), type, out);
    if (outcome == READ_DONE)
      return outcome;
    worst = outcome;
  }
  enum read_outcome outcome = reader_read_loose(r, id, type, out);
  return outcome == READ_MISSING ? worst : outcome;
}

/* ---- looking ---- */

/* The size of what a delta makes stands at its beginning. */
static enum read_outcome look_at_delta(struct reader *r, struct link link, uint64_t *size) {
  enum { SIZES = 20 };
  struct delta delta;
  str packed = packfile_bytes(pack_at(r, link.pack), link.at, FIRST_READ);
  struct buf *out = &r->payload;
  out->len = 0;
  buf_reserve(out, SIZES);
  out->len = inflate_start(packed, (uint8_t *)out->data, SIZES);
  if (delta_open(buf_str(out), &delta))
    return READ_CORRUPT;
  *size = delta.target_size;
  return READ_DONE;
}

static enum read_outcome look_packed(struct reader *r, size_t pack, uint64_t offset, enum object_type *type, uint64_t *size) {
  struct object_head head;
  struct link first = {0};
  for (size_t depth = 0; depth < CHAIN_LIMIT; depth++) {
    if (look_at(r, pack, offset, &head))
      return READ_CORRUPT;
    if (head.type < PACK_OFS_DELTA) {
      *type = (enum object_type)head.type;
      *size = head.size;
      return depth ? look_at_delta(r, first, size) : READ_DONE;
    }
    if (depth == 0)
      first = (struct link){pack, offset + head.len, head.size};
    int found = find_base(r, &head, &pack, &offset, type, &r->other);
    if (found < 0)
      return READ_CORRUPT;
    if (found == 0)
      return look_at_delta(r, first, size);
  }
  return READ_CORRUPT;
}

enum read_outcome reader_look_loose(struct reader *r, oid id, enum object_type *type, uint64_t *size) {
  enum read_outcome outcome = READ_MISSING;
  struct loose_head head;
  for (size_t i = 0; i < r->store->folders.len && outcome != READ_DONE; i++) {
    store_loose_path(r->store, i, id, &r->path);
    enum read_outcome found = loose_read_head(r->path.data, &head);
    outcome = found == READ_MISSING ? outcome : found;
  }
  if (outcome == READ_DONE) {
    *type = head.type;
    *size = head.size;
  }
  return outcome;
}

enum read_outcome reader_look(struct reader *r, oid id, enum object_type *type, uint64_t *size) {
  enum read_outcome outcome = READ_MISSING;
  uint32_t position;
  for (size_t pack = 0; outcome != READ_DONE && store_find(r->store, id, pack, &pack, &position); pack++)
    outcome = look_packed(r, pack, packfile_offset(pack_at(r, pack), position), type, size);
  if (outcome != READ_DONE) {
    enum read_outcome loose = reader_look_loose(r, id, type, size);
    outcome = loose == READ_MISSING ? outcome : loose;
  }
  reader_rest(r);
  return outcome;
}

/* ---- piece by piece ---- */

struct stream {
  struct reader *reader;
  size_t pack;
  uint64_t at;
  void (*take)(void *data, str bytes, size_t *again);
  void *data;
};

static bool feed_stream(void *data, str *in) {
  struct stream *s = data;
  *in = packfile_bytes(pack_at(s->reader, s->pack), s->at, STREAM_INPUT);
  s->at += in->len;
  return in->len > 0;
}

static void take_window(void *data, str bytes, size_t *again) {
  struct stream *s = data;
  s->take(s->data, bytes, again);
}

static enum read_outcome read_windows_at(struct reader *r, size_t pack, uint64_t offset, size_t window, void (*take)(void *, str, size_t *), void *data) {
  struct object_head head;
  if (look_at(r, pack, offset, &head))
    return READ_CORRUPT;
  if (head.type >= PACK_OFS_DELTA)
    return READ_TOO_LARGE;
  struct stream s = {r, pack, offset + head.len, take, data};
  return inflate_windows(feed_stream, take_window, &s, head.size, window, NULL) ? READ_CORRUPT : READ_DONE;
}

enum read_outcome reader_read_windows_loose(struct reader *r, oid id, size_t window, void (*take)(void *, str, size_t *), void *data) {
  enum read_outcome outcome = READ_MISSING;
  for (size_t i = 0; i < r->store->folders.len && outcome == READ_MISSING; i++) {
    store_loose_path(r->store, i, id, &r->path);
    outcome = loose_read_windows(r->path.data, window, take, data);
  }
  return outcome;
}

enum read_outcome reader_read_windows(struct reader *r, oid id, size_t window, void (*take)(void *, str, size_t *), void *data) {
  uint32_t position;
  size_t pack;
  if (store_find(r->store, id, 0, &pack, &position))
    return read_windows_at(r, pack, packfile_offset(pack_at(r, pack), position), window, take, data);
  return reader_read_windows_loose(r, id, window, take, data);
}
