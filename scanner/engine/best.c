/* best.c -- of all candidates, one for one key at one place. */
#include "engine/best.h"

#include <stdint.h>
#include <stdlib.h>

#include "engine/text.h"

/* The item comes first. */
static int compare_files(const struct script_file *a, const struct script_file *b) {
  if (!a || !b)
    return (a != NULL) - (b != NULL);
  return str_compare(a->path, b->path);
}

/* By place, then best class first, and first what is known to flow. */
static int by_place(const void *left, const void *right) {
  const struct candidate *a = left, *b = right;
  int files = compare_files(a->file, b->file);
  if (files)
    return files;
  if (a->start != b->start)
    return a->start < b->start ? -1 : 1;
  if (a->rule->class != b->rule->class)
    return a->rule->class < b->rule->class ? -1 : 1;
  if (a->end != b->end)
    return a->end > b->end ? -1 : 1;
  if (!a->value != !b->value)
    return a->value ? -1 : 1;
  int order = str_compare(a->variable, b->variable);
  return order ? order : str_compare(a->rule->id, b->rule->id);
}

/* Is one the other, or a piece of it? */
static bool is_same_text(str a, str b) {
  return a.len <= b.len ? str_find(b, a, 0) != SIZE_MAX : str_find(a, b, 0) != SIZE_MAX;
}

/* A candidate inside a piece of a better one is part of it, or the same key again. */
static bool is_part_of(const struct candidate *part, const struct candidate *better) {
  if (better->rule->class > part->rule->class || part == better || part->rule->class == CLASS_HYGIENE)
    return false;
  if (part->file == better->file && !better->value && part->start >= better->end)
    return false;
  if (!is_same_text(part->key, better->key)) /* two keys can stand in one literal, and only one be used */
    return false;
  if (part->file == better->file && part->start >= better->start && part->end <= better->end)
    return better->rule->class < part->rule->class || str_eq(part->key, better->key) || better->end - better->start > part->end - part->start;
  if (part->file == better->file && str_eq(part->key, better->key) && part->start >= better->start && part->start < better->end)
    return better->rule->class < part->rule->class; /* of a key in several literals one names the first, the other all */
  for (size_t i = 0; better->value && i < better->value->spans_len; i++)
    if (!part->value && part->file == better->value->spans[i].file && part->start >= better->value->spans[i].start && part->end <= better->value->spans[i].end)
      return true;
  return false;
}

static bool is_same(const struct candidate *a, const struct candidate *b) {
  return a->file == b->file && a->start == b->start && a->end == b->end && a->rule->class == b->rule->class && str_eq(a->key, b->key) &&
         (a->key.len > 0 || (a->rule == b->rule && str_eq(a->variable, b->variable)));
}

/* How far candidates of a file reach, up to each. */
static const size_t *find_reach(const struct candidates *c, struct arena *scratch) {
  size_t *reach = arena_alloc(scratch, c->len * sizeof *reach);
  for (size_t i = 0; i < c->len; i++) {
    bool goes_on = i > 0 && c->data[i].file == c->data[i - 1].file && reach[i - 1] > c->data[i].end;
    reach[i] = goes_on ? reach[i - 1] : c->data[i].end;
  }
  return reach;
}

/* Looks only at neighbours that reach so far: no candidate but a value's pieces is longer than TEXT_SPAN_LIMIT. */
static bool is_covered(const struct candidates *c, const size_t *reach, size_t i) {
  size_t start = c->data[i].start;
  for (size_t k = i; k-- > 0 && c->data[k].file == c->data[i].file && reach[k] >= start &&
                     start - c->data[k].start <= TEXT_SPAN_LIMIT;)
    if (is_same(&c->data[k], &c->data[i]) || is_part_of(&c->data[i], &c->data[k]))
      return true;
  for (size_t k = i + 1; k < c->len && c->data[k].file == c->data[i].file && c->data[k].start == c->data[i].start; k++)
    if (!is_same(&c->data[k], &c->data[i]) && is_part_of(&c->data[i], &c->data[k]))
      return true;
  return false;
}

static bool is_piece_of_value(const struct candidates *c, size_t i, const size_t *values, size_t values_len) {
  for (size_t v = 0; v < values_len; v++)
    if (!is_same(&c->data[i], &c->data[values[v]]) && is_part_of(&c->data[i], &c->data[values[v]]))
      return true;
  return false;
}

/* One hit for one key at one place. */
void best_keep(struct candidates *c, struct arena *scratch) {
  if (c->len < 2)
    return;
  qsort(c->data, c->len, sizeof *c->data, by_place);
  const size_t *reach = find_reach(c, scratch);
  size_t *values = arena_alloc(scratch, c->len * sizeof *values), values_len = 0, kept = 0;
  for (size_t i = 0; i < c->len; i++)
    if (c->data[i].value)
      values[values_len++] = i;
  for (size_t i = 0; i < c->len; i++)
    c->data[i].dropped = is_covered(c, reach, i) || is_piece_of_value(c, i, values, values_len);
  for (size_t i = 0; i < c->len; i++)
    if (!c->data[i].dropped)
      c->data[kept++] = c->data[i];
  c->len = kept;
}
