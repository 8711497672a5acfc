/* resolve.c -- the pack pass. */
#include "source/pack/resolve.h"

#include <stdlib.h>

#include "base/inflate.h"

enum {
  READ_AHEAD = 16 * 1024,      /* bytes read at least: neighbours are often wanted next */
  READ_PAD = 64,               /* bytes behind an object's own that the inflater may look at */
  STREAM_FROM = 32 * 1024 * 1024, /* inflated bytes from which a blob that nothing builds on is not held whole */
  STREAM_WINDOW = 16 * 1024 * 1024,
  STREAM_OVERLAP = 64 * 1024,
  STREAM_INPUT = 256 * 1024,
};

/* A whole object, in memory or made by deltas, is never larger than this. */
static const uint64_t object_limit = (uint64_t)2 << 30;

/* An object whose children are being resolved. */
struct frame {
  uint32_t object;
  uint32_t next; /* child to resolve next */
  struct buf bytes;
  struct tree_starts starts;
  bool is_wanted;
};

struct resolver {
  const struct history *history;
  const struct repo *repo;
  struct objects_memory *memory;
  struct inflater *inflater;
  struct buf window; /* a piece of the pack … */
  uint64_t window_at;
  size_t window_pack; /* … which one, plus 1 */
  struct buf payload; /* of the delta at hand */
  VEC(struct buf) spare;
  VEC(struct frame) frames;
  /* of the part at hand */
  size_t pack;
  const struct forest *forest;
  struct sink *sink;
};

struct resolver *resolver_new(const struct history *history, const struct repo *repo, struct objects_memory *memory) {
  struct resolver *r = memory_new_zeroed(1, sizeof *r);
  r->history = history;
  r->repo = repo;
  r->memory = memory;
  r->inflater = inflater_new();
  return r;
}

void resolver_free(struct resolver *r) {
  if (!r)
    return;
  for (size_t i = 0; i < r->spare.len; i++)
    buf_free(&r->spare.data[i]);
  vec_free(&r->spare);
  vec_free(&r->frames);
  buf_free(&r->window);
  buf_free(&r->payload);
  inflater_free(r->inflater);
  free(r);
}

/* ---- buffers ---- */

static struct buf take_buffer(struct resolver *r, size_t size) {
  struct buf buf = {0};
  if (r->spare.len)
    buf = r->spare.data[--r->spare.len];
  buf.len = 0;
  buf_reserve(&buf, size + INFLATE_SLACK);
  return buf;
}

static void give_back(struct resolver *r, struct buf *buf) {
  enum { SPARE_LIMIT = 8, KEPT_ROOM = 4 * 1024 * 1024 };
  if (r->spare.len < SPARE_LIMIT && buf->room <= KEPT_ROOM && buf->data)
    vec_push(&r->spare, *buf);
  else
    buf_free(buf);
  *buf = (struct buf){0};
}

/* ---- reading the pack ---- */

static uint64_t end_of(const struct forest *f, uint32_t object) {
  uint32_t next = object + 1;
  while (next < f->count && f->offset[next] == f->offset[object])
    next++;
  return f->offset[next];
}

/* The packed bytes of an object and some behind them. Empty on failure. */
static str packed_bytes(struct resolver *r, uint32_t object) {
  uint64_t start = r->forest->offset[object], end = end_of(r->forest, object) + READ_PAD;
  bool is_there = r->window_pack == r->pack + 1 && start >= r->window_at && end <= r->window_at + r->window.len;
  if (!is_there) {
    size_t wanted = end - start > READ_AHEAD ? (size_t)(end - start) : READ_AHEAD;
    r->window.len = 0;
    buf_reserve(&r->window, wanted);
    ssize_t got = packfile_read(r->forest->pack, start, r->window.data, wanted);
    r->window.len = got < 0 ? 0 : (size_t)got;
    r->window_at = start;
    r->window_pack = r->pack + 1;
  }
  return str_tail(buf_str(&r->window), (size_t)(start - r->window_at));
}

/* An object cannot inflate to more than deflate allows: a size that lies must not cost memory. */
static bool is_plausible(const struct forest *f, uint32_t object, uint64_t size) {
  return size <= object_limit && size / INFLATE_RATIO_LIMIT <= end_of(f, object) - f->offset[object];
}

/* ---- large blobs ---- */

struct stream {
  struct resolver *resolver;
  uint64_t at;
  uint64_t end;
  struct buf input;
  oid id;
};

static bool feed_stream(void *data, str *in) {
  struct stream *s = data;
  size_t wanted = s->end - s->at < STREAM_INPUT ? (size_t)(s->end - s->at) : STREAM_INPUT;
  s->input.len = 0;
  buf_reserve(&s->input, wanted);
  ssize_t got = packfile_read(s->resolver->forest->pack, s->at, s->input.data, wanted);
  if (got <= 0)
    return false;
  s->at += (uint64_t)got;
  *in = (str){s->input.data, (size_t)got};
  return true;
}

static void take_stream(void *data, str bytes, size_t *again) {
  struct stream *s = data;
  s->resolver->sink->object(s->resolver->sink, s->id, bytes);
  *again = STREAM_OVERLAP;
}

static int stream_blob(struct resolver *r, uint32_t object, const struct object_head *head, oid id) {
  uint64_t start = r->forest->offset[object] + head->len;
  struct stream s = {.resolver = r, .at = start, .end = end_of(r->forest, object), .id = id};
  int failed = inflate_windows(feed_stream, take_stream, &s, head->size, STREAM_WINDOW);
  buf_free(&s.input);
  if (failed)
    return -1;
  r->sink->coverage->objects++;
  r->sink->coverage->blobs++;
  r->sink->coverage->bytes += head->size;
  return 0;
}

/* ---- one object ---- */

/* Bytes between an object and the next belong to none, and nobody will look at them. */
static int inflate_to(struct resolver *r, uint32_t object, str packed, const struct object_head *head, struct buf *out) {
  size_t used;
  if (inflate_exact(r->inflater, str_tail(packed, head->len), (uint8_t *)out->data, (size_t)head->size, &used))
    return -1;
  if (head->len + used != end_of(r->forest, object) - r->forest->offset[object])
    objects_gap(r->history, r->sink, GAP_CORRUPT, packfile_oid(r->forest->pack, r->forest->position[object]));
  out->len = (size_t)head->size;
  return 0;
}

static int make_target(struct resolver *r, uint32_t object, str packed, const struct object_head *head, str base, struct delta *delta, struct buf *target) {
  r->payload.len = 0;
  buf_reserve(&r->payload, (size_t)head->size + INFLATE_SLACK);
  if (inflate_to(r, object, packed, head, &r->payload) || delta_open(buf_str(&r->payload), delta) || delta->target_size > object_limit)
    return -1;
  if (delta->base_size != base.len)
    return -1;
  *target = take_buffer(r, (size_t)delta->target_size);
  target->len = (size_t)delta->target_size;
  return delta_apply(*delta, base, (uint8_t *)target->data);
}

/* A delta whose base is in another pack, or loose. */
static int make_from_elsewhere(struct resolver *r, uint32_t object, str packed, const struct object_head *head, struct delta *delta,
                               struct buf *target) {
  git_odb_object *base;
  if (repo_read(r->repo, head->base, &base) != READ_DONE)
    return -1;
  str bytes = {git_odb_object_data(base), git_odb_object_size(base)};
  r->forest->type[object] = (uint8_t)git_odb_object_type(base);
  int failed = make_target(r, object, packed, head, bytes, delta, target);
  git_odb_object_free(base);
  return failed;
}

/* Given already: it stands in an earlier pack too. */
static bool is_known(const struct resolver *r, uint32_t object) {
  return r->pack && store_has_before(r->history->store, packfile_oid(r->forest->pack, r->forest->position[object]), r->pack);
}

/* What the pack pass cannot read, libgit2 may: the object and all that is built on it, one by one. */
static void fall_back(struct resolver *r, uint32_t object) {
  VEC(uint32_t) open = {0};
  vec_push(&open, object);
  while (open.len) {
    uint32_t next = open.data[--open.len];
    oid id = packfile_oid(r->forest->pack, r->forest->position[next]);
    objects_take(r->history, r->repo, r->memory, r->sink, id, &r->forest->type[next], is_known(r, next));
    for (uint32_t c = r->forest->child[next]; c != FOREST_NONE; c = r->forest->sibling[c])
      vec_push(&open, c);
  }
  vec_free(&open);
}

/* Resolves `object`, on `parent` if it is a delta in this pack. -1 if it cannot be. */
static int make(struct resolver *r, uint32_t object, const struct frame *parent, struct frame *made, struct delta *delta, bool *is_done) {
  struct object_head head;
  str packed = packed_bytes(r, object);
  oid id = packfile_oid(r->forest->pack, r->forest->position[object]);
  if (forest_parse_head((const uint8_t *)packed.ptr, packed.len, r->history->repo->oid_size, &head) ||
      !is_plausible(r->forest, object, head.size))
    return -1;
  if (parent)
    return make_target(r, object, packed, &head, buf_str(&parent->bytes), delta, &made->bytes);
  if (head.type == PACK_REF_DELTA)
    return make_from_elsewhere(r, object, packed, &head, delta, &made->bytes);
  if (head.type == PACK_BLOB && head.size >= STREAM_FROM && r->forest->child[object] == FOREST_NONE) {
    *is_done = true;
    return stream_blob(r, object, &head, id);
  }
  made->bytes = take_buffer(r, (size_t)head.size);
  return inflate_to(r, object, packed, &head, &made->bytes);
}

static void offer(struct resolver *r, uint32_t object, const struct frame *parent, struct frame *made, struct delta delta) {
  git_object_t type = (git_object_t)r->forest->type[object];
  bool is_tree = type == GIT_OBJECT_TREE, has_children = r->forest->child[object] != FOREST_NONE;
  oid id = packfile_oid(r->forest->pack, r->forest->position[object]);
  if (is_known(r, object)) { /* counted already; but nobody says that two objects of one id are the same */
    r->sink->object(r->sink, id, buf_str(&made->bytes));
    return;
  }
  /* A base that was not looked at here has no starts: then all of the tree is new. */
  bool has_base = is_tree && parent && parent->starts.len;
  struct tree_base base = {parent ? &parent->starts : NULL, delta, parent && parent->is_wanted};
  made->is_wanted = objects_offer(r->history, r->memory, r->sink, id, type, buf_str(&made->bytes), has_base ? &base : NULL,
                                  is_tree && has_children ? &made->starts : NULL);
}

/* Resolves and offers; leaves a frame if others build on it. `parent` is the innermost frame or NULL. */
static void visit(struct resolver *r, uint32_t object, bool is_last_child) {
  struct frame *parent = r->frames.len ? &r->frames.data[r->frames.len - 1] : NULL;
  struct frame made = {.object = object, .next = r->forest->child[object]};
  struct delta delta = {0};
  bool is_done = false;
  if (make(r, object, parent, &made, &delta, &is_done)) {
    give_back(r, &made.bytes);
    fall_back(r, object);
    return;
  }
  if (!is_done)
    offer(r, object, parent, &made, delta);
  if (is_last_child)
    give_back(r, &parent->bytes);
  if (made.next != FOREST_NONE)
    vec_push(&r->frames, made);
  else
    give_back(r, &made.bytes);
}

static void resolve_root(struct resolver *r, uint32_t root) {
  visit(r, root, false);
  while (r->frames.len) {
    struct frame *frame = &r->frames.data[r->frames.len - 1];
    uint32_t child = frame->next;
    if (child == FOREST_NONE) {
      give_back(r, &frame->bytes);
      vec_free(&frame->starts);
      r->frames.len--;
      continue;
    }
    frame->next = r->forest->sibling[child];
    visit(r, child, frame->next == FOREST_NONE);
  }
}

/* Types of what is built on a base elsewhere are known only now. */
static void spread_type(struct resolver *r, uint32_t root) {
  VEC(uint32_t) open = {0};
  vec_push(&open, root);
  while (open.len) {
    uint32_t next = open.data[--open.len];
    r->forest->type[next] = r->forest->type[root];
    for (uint32_t c = r->forest->child[next]; c != FOREST_NONE; c = r->forest->sibling[c])
      vec_push(&open, c);
  }
  vec_free(&open);
}

/* The type of a base that is elsewhere, before anything is built on it. */
static void find_type(struct resolver *r, uint32_t root) {
  struct object_head head;
  str packed = packed_bytes(r, root);
  git_odb_object *base;
  if (forest_parse_head((const uint8_t *)packed.ptr, packed.len, r->history->repo->oid_size, &head) || head.type != PACK_REF_DELTA ||
      repo_read(r->repo, head.base, &base) != READ_DONE)
    return;
  r->forest->type[root] = (uint8_t)git_odb_object_type(base);
  git_odb_object_free(base);
  spread_type(r, root);
}

void resolve_part(struct resolver *r, size_t pack, size_t part, struct sink *sink) {
  r->pack = pack;
  r->forest = &r->history->store->forests[pack];
  r->sink = sink;
  for (size_t i = r->forest->parts.data[part]; i < r->forest->parts.data[part + 1]; i++) {
    uint32_t root = r->forest->roots.data[i];
    if (r->forest->type[root] == PACK_UNKNOWN)
      find_type(r, root);
    resolve_root(r, root);
  }
}
