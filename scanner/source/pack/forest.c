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

/* Least significant byte first; only bytes in which offsets differ. */
static struct placed *sort_offsets(const struct packfile *pack) {
  size_t count = pack->count;
  struct placed *items = memory_new((count + 1) * sizeof *items), *other = memory_new((count + 1) * sizeof *other);
  uint64_t any = 0;
  for (uint32_t i = 0; i < count; i++) {
    items[i] = (struct placed){packfile_offset(pack, i), i};
    any |= items[i].offset;
  }
  for (unsigned shift = 0; shift < 64 && any >> shift; shift += 8) {
    size_t starts[257] = {0};
    for (size_t i = 0; i < count; i++)
      starts[(items[i].offset >> shift & 255) + 1]++;
    for (size_t i = 1; i < 257; i++)
      starts[i] += starts[i - 1];
    for (size_t i = 0; i < count; i++)
      other[starts[items[i].offset >> shift & 255]++] = items[i];
    struct placed *swap = items;
    items = other;
    other = swap;
  }
  free(other);
  return items;
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

/* All that roots lead to, bases first. */
static uint32_t *order_from_roots(struct forest *f, size_t *len) {
  uint32_t *order = memory_new(((size_t)f->count + 1) * sizeof *order);
  uint8_t *seen = memory_new_zeroed((size_t)f->count + 1, 1);
  *len = 0;
  for (size_t r = 0; r < f->roots.len; r++) {
    order[(*len)++] = f->roots.data[r];
    seen[f->roots.data[r]] = 1;
  }
  for (size_t i = 0; i < *len; i++)
    for (uint32_t c = f->child[order[i]]; c != FOREST_NONE; c = f->sibling[c]) {
      f->type[c] = f->type[order[i]];
      seen[c] = 1;
      order[(*len)++] = c;
    }
  for (uint32_t i = 0; i < f->count; i++)
    if (!seen[i])
      vec_push(&f->lost, i);
  free(seen);
  return order;
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
    f->roots.data[at] = heavy[at].root;
  }
  uint64_t work = PART_WORK;
  for (size_t i = 0; i < light_len; i++, at++) {
    work += (uint64_t)weight[light[i]] * WEIGHT_UNIT;
    if (work >= PART_WORK) {
      vec_push(&f->parts, at);
      work = 0;
    }
    f->roots.data[at] = light[i];
  }
  vec_push(&f->parts, at);
  free(heavy);
  free(light);
}

static void weigh(struct forest *f) {
  size_t len;
  uint32_t *order = order_from_roots(f, &len);
  uint32_t *weight = memory_new_zeroed((size_t)f->count + 1, sizeof *weight);
  for (size_t i = len; i-- > 0;) {
    uint64_t sum = own_weight(f, order[i]);
    for (uint32_t c = f->child[order[i]]; c != FOREST_NONE; c = f->sibling[c])
      sum += weight[c];
    weight[order[i]] = sum > UINT32_MAX ? UINT32_MAX : (uint32_t)sum;
    heaviest_last(f, order[i], weight);
  }
  cut_parts(f, weight);
  free(weight);
  free(order);
}

int forest_build(const struct packfile *pack, struct forest *forest, struct err *err) {
  *forest = (struct forest){.pack = pack, .count = pack->count};
  size_t count = pack->count;
  struct placed *placed = sort_offsets(pack);
  forest->offset = memory_new((count + 1) * sizeof *forest->offset);
  forest->position = memory_new((count + 1) * sizeof *forest->position);
  for (size_t i = 0; i < count; i++) {
    forest->offset[i] = placed[i].offset;
    forest->position[i] = placed[i].position;
  }
  forest->offset[count] = pack->end;
  free(placed);
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
  vec_free(&forest->lost);
  *forest = (struct forest){0};
}
