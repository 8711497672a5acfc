/* forest.c -- how the objects of a pack build on one another. */
#include "source/pack/forest.h"

#include <stdlib.h>

enum {
  PART_WORK = 1 << 18, /* packed bytes of a part, about */
  WEIGHT_UNIT = 16,    /* bytes */
};

/* ---- order of offsets ---- */

struct placed {
  uint64_t offset;
  uint32_t position;
};

static int by_offset(const void *left, const void *right) {
  const struct placed *a = left, *b = right;
  if (a->offset != b->offset)
    return a->offset < b->offset ? -1 : 1;
  return (a->position > b->position) - (a->position < b->position);
}

static void sort_large_run(struct forest *f, uint32_t first, uint32_t end) {
  struct placed *run = memory_new((size_t)(end - first) * sizeof *run);
  for (uint32_t i = first; i < end; i++)
    run[i - first] = (struct placed){f->offset[i], f->position[i]};
  qsort(run, end - first, sizeof *run, by_offset);
  for (uint32_t i = first; i < end; i++) {
    f->offset[i] = run[i - first].offset;
    f->position[i] = run[i - first].position;
  }
  free(run);
}

static size_t bucket_of(uint64_t offset, uint64_t size, uint32_t count) {
  return offset >= size ? count - 1 : (size_t)((unsigned __int128)offset * count / size);
}

/* Objects lie about evenly: each goes to the bucket of its offset, and buckets are small. Fills offset and position. */
static void place_by_bucket(struct forest *f) {
  uint64_t size = f->pack->size ? f->pack->size : 1;
  uint32_t *starts = memory_new_zeroed((size_t)f->count + 2, sizeof *starts);
  for (uint32_t i = 0; i < f->count; i++)
    starts[bucket_of(packfile_offset(f->pack, i), size, f->count) + 1]++;
  for (uint32_t i = 0; i < f->count; i++)
    starts[i + 1] += starts[i];
  for (uint32_t i = 0; i < f->count; i++) {
    uint64_t offset = packfile_offset(f->pack, i);
    uint32_t at = starts[bucket_of(offset, size, f->count)]++;
    f->offset[at] = offset;
    f->position[at] = i;
  }
  free(starts);
}

/* Places that the buckets left out of order, run by run; a pack that crowds its objects must not cost their square. */
static void sort_run(struct forest *f, uint32_t first, uint32_t end) {
  enum { SMALL_RUN = 32 };
  if (end - first > SMALL_RUN) {
    sort_large_run(f, first, end);
    return;
  }
  for (uint32_t i = first + 1; i < end; i++) {
    struct placed moved = {f->offset[i], f->position[i]};
    uint32_t at = i;
    for (; at > first && f->offset[at - 1] > moved.offset; at--) {
      f->offset[at] = f->offset[at - 1];
      f->position[at] = f->position[at - 1];
    }
    f->offset[at] = moved.offset;
    f->position[at] = moved.position;
  }
}

static void sort_offsets(struct forest *f) {
  uint64_t size = f->pack->size ? f->pack->size : 1;
  place_by_bucket(f);
  for (uint32_t first = 0, end; first < f->count; first = end) {
    size_t bucket = bucket_of(f->offset[first], size, f->count);
    for (end = first + 1; end < f->count && bucket_of(f->offset[end], size, f->count) == bucket;)
      end++;
    sort_run(f, first, end);
  }
}

uint32_t forest_find(const struct forest *f, uint64_t offset) {
  uint32_t low = 0, high = f->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (f->offset[middle] < offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low < f->count && f->offset[low] == offset ? low : FOREST_NONE;
}

/* ---- building ---- */

/* The number of the base, FOREST_NONE for a base that is not in this pack. */
static uint32_t base_of(const struct forest *f, uint32_t object, const struct object_head *head) {
  uint32_t position;
  if (head->type == PACK_OFS_DELTA)
    return head->back <= f->offset[object] ? forest_find(f, f->offset[object] - head->back) : FOREST_NONE;
  return packfile_find(f->pack, head->base, &position) ? forest_find(f, packfile_offset(f->pack, position)) : FOREST_NONE;
}

static void join(struct forest *f, uint32_t object, uint32_t base) {
  f->sibling[object] = f->child[base];
  f->child[base] = object;
}

static void read_heads(struct forest *f) {
  for (uint32_t i = 0; i < f->count; i++) {
    struct object_head head;
    str bytes = packfile_bytes(f->pack, f->offset[i], OBJECT_HEAD_LIMIT);
    if (object_head_parse((const uint8_t *)bytes.ptr, bytes.len, f->pack->oid_size, &head))
      continue;
    if (head.type < PACK_OFS_DELTA) {
      f->type[i] = (uint8_t)head.type;
      vec_push(&f->roots, i);
      continue;
    }
    uint32_t base = base_of(f, i, &head);
    if (base != FOREST_NONE && base != i)
      join(f, i, base);
    else if (base == FOREST_NONE && head.type == PACK_REF_DELTA)
      vec_push(&f->roots, i);
  }
}

static uint32_t own_weight(const struct forest *f, uint32_t object) {
  uint64_t weight = (f->offset[object + 1] - f->offset[object]) / WEIGHT_UNIT + 1;
  return weight > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uint32_t)weight;
}

/* The heaviest child goes last: then its parent can be forgotten before it, and few ancestors are alive. */
static void heaviest_last(struct forest *f, uint32_t object, const uint32_t *weight) {
  uint32_t heaviest = f->child[object], before = FOREST_NONE, last = FOREST_NONE;
  for (uint32_t c = f->child[object], previous = FOREST_NONE; c != FOREST_NONE; previous = c, c = f->sibling[c]) {
    if (weight[c] > weight[heaviest]) {
      heaviest = c;
      before = previous;
    }
    last = c;
  }
  if (heaviest == last)
    return;
  if (before == FOREST_NONE)
    f->child[object] = f->sibling[heaviest];
  else
    f->sibling[before] = f->sibling[heaviest];
  f->sibling[last] = heaviest;
  f->sibling[heaviest] = FOREST_NONE;
}

struct weighed {
  uint32_t weight;
  uint32_t root;
};

static int heavy_first(const void *left, const void *right) {
  const struct weighed *a = left, *b = right;
  if (a->weight != b->weight)
    return a->weight > b->weight ? -1 : 1;
  return a->root < b->root ? -1 : a->root > b->root;
}

/* Heavy roots alone and first; the light ones in the order of the pack, some to a part. */
static void cut_parts(struct forest *f, const uint32_t *weight) {
  struct weighed *heavy = memory_new((f->roots.len + 1) * sizeof *heavy);
  uint32_t *light = memory_new((f->roots.len + 1) * sizeof *light);
  size_t heavy_len = 0, light_len = 0, at = 0;
  for (size_t r = 0; r < f->roots.len; r++) {
    uint32_t root = f->roots.data[r];
    if (weight[root] >= PART_WORK / WEIGHT_UNIT)
      heavy[heavy_len++] = (struct weighed){weight[root], root};
    else
      light[light_len++] = root;
  }
  qsort(heavy, heavy_len, sizeof *heavy, heavy_first);
  for (; at < heavy_len; at++) {
    vec_push(&f->parts, at);
    vec_push(&f->work, (uint64_t)heavy[at].weight * WEIGHT_UNIT);
    f->roots.data[at] = heavy[at].root;
  }
  uint64_t work = PART_WORK;
  for (size_t i = 0; i < light_len; i++, at++) {
    work += (uint64_t)weight[light[i]] * WEIGHT_UNIT;
    if (work >= PART_WORK) {
      vec_push(&f->parts, at);
      vec_push(&f->work, 0);
      work = 0;
    }
    f->work.data[f->work.len - 1] += (uint64_t)weight[light[i]] * WEIGHT_UNIT;
    f->roots.data[at] = light[i];
  }
  vec_push(&f->parts, at);
  free(heavy);
  free(light);
}

/* An object on the way down from its root. */
struct descent {
  uint32_t object;
  uint32_t next; /* child to go to next */
};

struct descents {
  struct descent *data;
  size_t len;
  size_t room;
};

/* All children have their weights now. */
static void weigh_object(struct forest *f, uint32_t object, uint32_t *weight) {
  uint64_t sum = own_weight(f, object);
  for (uint32_t c = f->child[object]; c != FOREST_NONE; c = f->sibling[c])
    sum += weight[c];
  weight[object] = sum > UINT32_MAX ? UINT32_MAX : (uint32_t)sum;
  heaviest_last(f, object, weight);
}

/* Everything below a root: types from the root down, weights from the leaves up. */
static void weigh_below(struct forest *f, uint32_t root, uint32_t *weight, struct descents *way) {
  vec_push(way, (struct descent){root, f->child[root]});
  while (way->len) {
    struct descent *last = &way->data[way->len - 1];
    uint32_t child = last->next;
    if (child == FOREST_NONE) {
      weigh_object(f, last->object, weight);
      way->len--;
      continue;
    }
    last->next = f->sibling[child];
    f->type[child] = f->type[root];
    vec_push(way, (struct descent){child, f->child[child]});
  }
}

/* What no root leads to has no weight. */
static void weigh(struct forest *f) {
  uint32_t *weight = memory_new_zeroed((size_t)f->count + 1, sizeof *weight);
  struct descents way = {0};
  for (size_t r = 0; r < f->roots.len; r++)
    weigh_below(f, f->roots.data[r], weight, &way);
  for (uint32_t i = 0; i < f->count; i++)
    if (!weight[i])
      vec_push(&f->lost, i);
  cut_parts(f, weight);
  if (f->roots.len) {
    f->roots.data = memory_resize(f->roots.data, f->roots.len * sizeof *f->roots.data);
    f->roots.room = f->roots.len;
  }
  vec_free(&way);
  free(weight);
}

int forest_build(const struct packfile *pack, struct forest *forest, struct err *err) {
  *forest = (struct forest){.pack = pack, .count = pack->count};
  size_t count = pack->count;
  forest->offset = memory_new((count + 1) * sizeof *forest->offset);
  forest->position = memory_new((count + 1) * sizeof *forest->position);
  sort_offsets(forest);
  forest->offset[count] = pack->end;
  if (count && forest->offset[count - 1] >= pack->end) {
    forest_free(forest);
    return err_set(err, "%s: its index points behind its end", pack->name.ptr);
  }
  forest->child = memory_new((count + 1) * sizeof *forest->child);
  forest->sibling = memory_new((count + 1) * sizeof *forest->sibling);
  forest->type = memory_new_zeroed(count + 1, 1);
  memset(forest->child, 0xff, (count + 1) * sizeof *forest->child);
  memset(forest->sibling, 0xff, (count + 1) * sizeof *forest->sibling);
  read_heads(forest);
  weigh(forest);
  return 0;
}

bool forest_is_sound(const struct forest *forest) {
  enum { PACK_HEAD = 12 };
  for (uint32_t i = 0; i < forest->count; i++)
    if (forest->offset[i] == forest->offset[i + 1])
      return false;
  return forest->offset[0] == PACK_HEAD; /* of an empty pack: its trailer */
}

void forest_free(struct forest *forest) {
  free(forest->offset);
  free(forest->position);
  free(forest->child);
  free(forest->sibling);
  free(forest->type);
  vec_free(&forest->roots);
  vec_free(&forest->parts);
  vec_free(&forest->work);
  vec_free(&forest->lost);
  *forest = (struct forest){0};
}
