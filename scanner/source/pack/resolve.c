/* resolve.c -- the pack pass. */
#include "source/pack/resolve.h"

#include <stdlib.h>

#include "base/inflate.h"
#include "source/pack/budget.h"

enum {
  READ_PAD = 64,               /* bytes behind an object's own that the inflater may look at */
  STREAM_FROM = 32 * 1024 * 1024, /* inflated bytes from which a blob that nothing builds on is not held whole */
  STREAM_WINDOW = 16 * 1024 * 1024,
  STREAM_INPUT = 256 * 1024,
  SMALL = 1024 * 1024, /* buffers up to here are not counted */
};

/* An object whose children are being resolved. */
struct frame {
  uint32_t object;
  uint32_t next; /* child to resolve next */
  struct made made;
  bool is_evicted; /* its bytes had to go, and can be made again */
};

struct resolver {
  const struct store *store;
  const struct forest *forests;
  struct visitor visitor;
  struct inflater *inflater;
  struct reader *reader;
  struct buf payload; /* of the delta at hand */
  struct buf elsewhere; /* a base from another pack */
  struct delta_suspects suspects;
  VEC(struct buf) spare;
  VEC(struct frame) frames;
  size_t held; /* bytes of large buffers */
  bool in_turn;
  /* of the part at hand */
  size_t pack;
  const struct forest *forest;
};

struct resolver *resolver_new(const struct store *store, const struct forest *forests, const struct visitor *visitor) {
  struct resolver *r = memory_new_zeroed(1, sizeof *r);
  r->store = store;
  r->forests = forests;
  r->visitor = *visitor;
  r->inflater = inflater_new();
  r->reader = reader_new(store);
  return r;
}

void resolver_free(struct resolver *r) {
  if (!r)
    return;
  for (size_t i = 0; i < r->spare.len; i++)
    buf_free(&r->spare.data[i]);
  vec_free(&r->spare);
  vec_free(&r->frames);
  buf_free(&r->payload);
  buf_free(&r->elsewhere);
  inflater_free(r->inflater);
  reader_free(r->reader);
  free(r);
}

struct reader *resolver_reader(struct resolver *resolver) {
  return resolver->reader;
}

/* ---- memory ---- */

static size_t counted(size_t size) {
  return size > SMALL ? size : 0;
}

/* The outermost frame that still has large bytes, but for the innermost, which is in use. */
static bool evict(struct resolver *r) {
  for (size_t i = 0; i + 1 < r->frames.len; i++) {
    struct frame *frame = &r->frames.data[i];
    if (counted(frame->made.bytes.room) == 0)
      continue;
    r->held -= counted(frame->made.bytes.room);
    buf_free(&frame->made.bytes);
    frame->is_evicted = true;
    return true;
  }
  return false;
}

/* Makes room for a buffer, waiting for a turn if need be. -1 if it is larger than any may be. */
static int make_room(struct resolver *r, size_t size) {
  if (size > budget_limit() + INFLATE_SLACK)
    return -1;
  while (counted(size) && r->held + size > budget_share() && evict(r))
    continue;
  if (counted(size) && r->held + size > budget_share() && !r->in_turn) {
    budget_take_turn();
    r->in_turn = true;
  }
  return 0;
}

static void end_turn(struct resolver *r) {
  if (r->in_turn && r->held <= budget_share()) {
    r->in_turn = false;
    budget_end_turn();
  }
}

/* -1 if there is no memory for it. */
static int take_buffer(struct resolver *r, uint64_t size, struct buf *buf) {
  if (size > SIZE_MAX / 2 || make_room(r, (size_t)size + INFLATE_SLACK))
    return -1;
  *buf = (struct buf){0};
  if (r->spare.len && counted((size_t)size + INFLATE_SLACK) == 0)
    *buf = r->spare.data[--r->spare.len];
  buf->len = 0;
  buf_reserve(buf, (size_t)size + INFLATE_SLACK);
  buf->len = (size_t)size;
  r->held += counted(buf->room);
  return 0;
}

static void give_back(struct resolver *r, struct buf *buf) {
  enum { SPARE_LIMIT = 8 };
  r->held -= counted(buf->room);
  if (r->spare.len < SPARE_LIMIT && buf->data && counted(buf->room) == 0)
    vec_push(&r->spare, *buf);
  else
    buf_free(buf);
  *buf = (struct buf){0};
  end_turn(r);
}

/* ---- reading the pack ---- */

static uint64_t end_of(const struct forest *f, uint32_t object) {
  uint32_t next = object + 1;
  while (next < f->count && f->offset[next] == f->offset[object])
    next++;
  return f->offset[next];
}

/* Packed bytes at an object's offset: its own and some behind them. */
static str packed_bytes(const struct resolver *r, uint32_t object) {
  uint64_t start = r->forest->offset[object];
  return packfile_bytes(r->forest->pack, start, (size_t)(end_of(r->forest, object) - start) + READ_PAD);
}

static int read_head(struct resolver *r, uint32_t object, struct object_head *head) {
  str packed = packed_bytes(r, object);
  return object_head_parse((const uint8_t *)packed.ptr, packed.len, r->store->oid_size, head);
}

/* An object cannot inflate to more than deflate allows: a size that lies must not cost memory. */
static bool is_plausible(const struct forest *f, uint32_t object, uint64_t size) {
  return size / INFLATE_RATIO_LIMIT <= end_of(f, object) - f->offset[object];
}

/* ---- making an object ---- */

enum outcome { MADE, SHOWN, DAMAGED, TOO_LARGE };

/* An object on its way. */
struct making {
  struct resolved shown;
  struct object_head head;
  struct made made;
};

/* Bytes between an object and the next belong to none, and nobody will look at them. */
static enum outcome inflate_object(struct resolver *r, struct making *m, struct buf *out) {
  uint32_t object = m->shown.object;
  size_t used;
  str packed = packed_bytes(r, object);
  if (inflate_exact(r->inflater, str_tail(packed, m->head.len), (uint8_t *)out->data, (size_t)m->head.size, &used))
    return DAMAGED;
  if (m->head.len + used != end_of(r->forest, object) - r->forest->offset[object])
    r->visitor.padded(r->visitor.data, &m->shown);
  out->len = (size_t)m->head.size;
  return MADE;
}

static enum outcome inflate_payload(struct resolver *r, struct making *m) {
  r->held -= counted(r->payload.room);
  if (counted(r->payload.room))
    buf_free(&r->payload);
  r->payload.len = 0;
  if (make_room(r, (size_t)m->head.size + INFLATE_SLACK))
    return TOO_LARGE;
  buf_reserve(&r->payload, (size_t)m->head.size + INFLATE_SLACK);
  r->held += counted(r->payload.room);
  enum outcome outcome = inflate_object(r, m, &r->payload);
  if (outcome == MADE && delta_open(buf_str(&r->payload), &m->shown.delta))
    return DAMAGED;
  return outcome;
}

static enum outcome apply(struct resolver *r, struct making *m, str base) {
  if (m->shown.delta.base_size != base.len)
    return DAMAGED;
  if (take_buffer(r, m->shown.delta.target_size, &m->made.bytes))
    return TOO_LARGE;
  uint8_t *target = (uint8_t *)m->made.bytes.data;
  const struct seams *seams = r->visitor.seams && m->shown.type != OBJECT_TREE ? r->visitor.seams(r->visitor.data) : NULL;
  m->shown.suspects = seams ? &r->suspects : NULL;
  int failed = seams ? delta_apply_seams(m->shown.delta, base, target, seams, &r->suspects) : delta_apply(m->shown.delta, base, target);
  return failed ? DAMAGED : MADE;
}

static enum outcome outcome_of(enum read_outcome outcome) {
  return outcome == READ_DONE ? MADE : outcome == READ_TOO_LARGE ? TOO_LARGE : DAMAGED;
}

/* A delta whose base is in another pack, or loose. */
static enum outcome make_from_elsewhere(struct resolver *r, struct making *m) {
  enum object_type type;
  enum outcome outcome = outcome_of(reader_read(r->reader, m->head.base, &type, &r->elsewhere));
  outcome = outcome == MADE ? inflate_payload(r, m) : outcome;
  outcome = outcome == MADE ? apply(r, m, buf_str(&r->elsewhere)) : outcome;
  if (counted(r->elsewhere.room))
    buf_free(&r->elsewhere);
  reader_rest(r->reader);
  return outcome;
}

/* ---- large blobs ---- */

struct stream {
  struct resolver *resolver;
  struct making *making;
  uint64_t at;
  uint64_t end;
};

static bool feed_stream(void *data, str *in) {
  struct stream *s = data;
  const struct visitor *visitor = &s->resolver->visitor;
  size_t wanted = s->end - s->at < STREAM_INPUT ? (size_t)(s->end - s->at) : STREAM_INPUT;
  if (visitor->stopped(visitor->data))
    return false;
  *in = packfile_bytes(s->resolver->forest->pack, s->at, wanted);
  s->at += in->len;
  return in->len > 0;
}

static void take_window(void *data, str bytes, size_t *again) {
  struct stream *s = data;
  s->resolver->visitor.window(s->resolver->visitor.data, &s->making->shown, bytes, again);
}

static enum outcome stream_blob(struct resolver *r, struct making *m) {
  uint64_t start = r->forest->offset[m->shown.object];
  uint64_t end = end_of(r->forest, m->shown.object), used;
  struct stream s = {r, m, start + m->head.len, end};
  size_t window = budget_limit() < STREAM_WINDOW ? budget_limit() : STREAM_WINDOW;
  if (inflate_windows(feed_stream, take_window, &s, m->head.size, window, &used))
    return r->visitor.stopped(r->visitor.data) ? SHOWN : DAMAGED; /* who stops is told that not all was seen */
  if (start + m->head.len + used != end)
    r->visitor.padded(r->visitor.data, &m->shown);
  r->visitor.window_end(r->visitor.data, &m->shown, m->head.size);
  return SHOWN;
}

/* ---- one object ---- */

static bool has_children(const struct resolver *r, uint32_t object) {
  return r->forest->child[object] != FOREST_NONE;
}

/* Makes what the visitor needs: of a delta that nothing is made from only its payload. */
static enum outcome make(struct resolver *r, struct frame *parent, struct making *m) {
  uint32_t object = m->shown.object;
  if (read_head(r, object, &m->head) || !is_plausible(r->forest, object, m->head.size))
    return DAMAGED;
  if (parent) {
    enum outcome outcome = inflate_payload(r, m);
    if (outcome != MADE || m->shown.delta.base_size != parent->made.bytes.len)
      return outcome == MADE ? DAMAGED : outcome;
    m->shown.base = &parent->made;
    m->shown.payload = buf_str(&r->payload);
    return has_children(r, object) ? apply(r, m, buf_str(&parent->made.bytes)) : MADE;
  }
  if (m->head.type == PACK_REF_DELTA)
    return make_from_elsewhere(r, m);
  uint64_t stream_from = budget_limit() < STREAM_FROM ? budget_limit() : STREAM_FROM;
  if (m->head.type == PACK_BLOB && m->head.size >= stream_from && !has_children(r, object))
    return stream_blob(r, m);
  if (take_buffer(r, m->head.size, &m->made.bytes))
    return TOO_LARGE;
  return inflate_object(r, m, &m->made.bytes);
}

/* Nothing that is built on it can be made either. */
static void tell_damaged(struct resolver *r, uint32_t object, enum gap gap) {
  VEC(uint32_t) open = {0};
  vec_push(&open, object);
  while (open.len) {
    uint32_t next = open.data[--open.len];
    r->visitor.damaged(r->visitor.data, r->pack, next, gap);
    for (uint32_t c = r->forest->child[next]; c != FOREST_NONE; c = r->forest->sibling[c])
      vec_push(&open, c);
  }
  vec_free(&open);
}

str resolved_bytes(struct resolver *r, struct resolved *object) {
  struct making *m = (struct making *)(void *)object; /* its first member */
  if (m->made.bytes.data || !object->base)
    return buf_str(&m->made.bytes);
  enum outcome outcome = apply(r, m, buf_str(&object->base->bytes));
  if (outcome == MADE)
    return buf_str(&m->made.bytes);
  give_back(r, &m->made.bytes);
  r->visitor.damaged(r->visitor.data, r->pack, object->object, outcome == TOO_LARGE ? GAP_MEMORY : GAP_CORRUPT);
  return STR_NONE;
}

/* Bytes that had to go are made again, when the next child needs them. */
static int bring_back(struct resolver *r, struct frame *frame) {
  enum object_type type;
  if (!frame->is_evicted)
    return 0;
  enum read_outcome outcome = reader_read_at(r->reader, r->pack, r->forest->offset[frame->object], &type, &frame->made.bytes);
  reader_rest(r->reader);
  if (outcome != READ_DONE) {
    buf_free(&frame->made.bytes);
    return -1;
  }
  frame->is_evicted = false;
  r->held += counted(frame->made.bytes.room);
  return 0;
}

/* Makes and shows; leaves a frame if others build on it. */
static void visit(struct resolver *r, uint32_t object, bool is_last_child) {
  struct frame *parent = r->frames.len ? &r->frames.data[r->frames.len - 1] : NULL;
  struct making m = {.shown = {.pack = r->pack, .object = object, .type = (enum object_type)r->forest->type[object]}};
  enum outcome outcome = parent && bring_back(r, parent) ? TOO_LARGE : make(r, parent, &m);
  if (outcome == DAMAGED || outcome == TOO_LARGE) {
    give_back(r, &m.made.bytes);
    tell_damaged(r, object, outcome == TOO_LARGE ? GAP_MEMORY : GAP_CORRUPT);
    return;
  }
  m.shown.made = has_children(r, object) ? &m.made : NULL;
  if (outcome == MADE)
    r->visitor.object(r->visitor.data, r, &m.shown);
  if (is_last_child)
    give_back(r, &parent->made.bytes);
  if (m.shown.made)
    vec_push(&r->frames, (struct frame){object, r->forest->child[object], m.made, false});
  else
    give_back(r, &m.made.bytes);
}

static void close_frame(struct resolver *r) {
  struct frame *frame = &r->frames.data[--r->frames.len];
  give_back(r, &frame->made.bytes);
  entries_free(&frame->made.entries);
}

/* Nothing large is kept for the next root: another worker may wait for its turn. */
static void forget_payload(struct resolver *r) {
  r->held -= counted(r->payload.room);
  if (counted(r->payload.room))
    buf_free(&r->payload);
  end_turn(r);
}

static void resolve_root(struct resolver *r, uint32_t root) {
  visit(r, root, false);
  while (r->frames.len) {
    struct frame *frame = &r->frames.data[r->frames.len - 1];
    uint32_t child = frame->next;
    if (child == FOREST_NONE || r->visitor.stopped(r->visitor.data)) {
      close_frame(r);
      continue;
    }
    frame->next = r->forest->sibling[child];
    visit(r, child, frame->next == FOREST_NONE);
  }
  forget_payload(r);
}

/* ---- parts ---- */

/* Types of what is built on a base elsewhere are known only now. */
static void spread_type(struct resolver *r, uint32_t root, enum object_type type) {
  VEC(uint32_t) open = {0};
  vec_push(&open, root);
  while (open.len) {
    uint32_t next = open.data[--open.len];
    r->forest->type[next] = (uint8_t)type;
    for (uint32_t c = r->forest->child[next]; c != FOREST_NONE; c = r->forest->sibling[c])
      vec_push(&open, c);
  }
  vec_free(&open);
}

/* The type of a base that is elsewhere, before anything is built on it. */
static void find_type(struct resolver *r, uint32_t root) {
  struct object_head head;
  enum object_type type;
  uint64_t size;
  if (read_head(r, root, &head) == 0 && head.type == PACK_REF_DELTA && reader_look(r->reader, head.base, &type, &size) == READ_DONE)
    spread_type(r, root, type);
}

void resolver_run(struct resolver *r, size_t pack, size_t part) {
  r->pack = pack;
  r->forest = &r->forests[pack];
  for (size_t i = r->forest->parts.data[part]; i < r->forest->parts.data[part + 1]; i++) {
    uint32_t root = r->forest->roots.data[i];
    if (r->visitor.stopped(r->visitor.data))
      return;
    if (r->forest->type[root] == PACK_UNKNOWN)
      find_type(r, root);
    if (r->forest->type[root] == PACK_UNKNOWN || r->visitor.wants(r->visitor.data, (enum object_type)r->forest->type[root]))
      resolve_root(r, root);
  }
}
