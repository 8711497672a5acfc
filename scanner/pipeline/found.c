/* found.c -- what one worker has found. */
#include "pipeline/found.h"

#include <stdlib.h>

void found_free(struct found *found) {
  arena_free(&found->kept);
  vec_free(&found->occurrences);
  vec_free(&found->before);
}

/* ---- what is no news ---- */

void found_add_before(struct found *found, const struct hits *hits) {
  for (size_t i = 0; i < hits->len; i++)
    vec_push(&found->before, (struct before){hits->data[i].key, hits->data[i].variable});
}

/* The same key; without one, the same variable. */
static bool was_before(const struct found *found, const struct hit *hit) {
  for (size_t i = 0; i < found->before.len; i++) {
    const struct before *before = &found->before.data[i];
    if (str_eq(before->key, hit->key) && (hit->key.len || str_eq(before->variable, hit->variable)))
      return true;
  }
  return false;
}

/* A key that stands whole in a file which the change does not touch; if it does touch it, that file's own scan tells. */
static bool is_elsewhere(const struct item *item, const struct hit *hit) {
  return item->is_change && hit->other_path.len > 0 && hit->key.len > 0 && hit->end - hit->start == hit->key.len;
}

/* What a compressor left as it is may be cut off, or have a byte of the compressor's own behind it. */
static bool is_known(const struct found *found, size_t from, str key) {
  for (size_t i = from; i < found->occurrences.len; i++) {
    str known = found->occurrences.data[i].hit.key;
    if (key.len && known.len && (str_starts(known, key) || str_starts(key, known)))
      return true;
  }
  return false;
}

void found_drop_known(const struct found *found, size_t from, struct hits *hits) {
  size_t kept = 0;
  for (size_t i = 0; i < hits->len; i++)
    if (!is_known(found, from, hits->data[i].key))
      hits->data[kept++] = hits->data[i];
  hits->len = kept;
}

/* ---- what is ---- */

static const struct commit_info *keep_commit(struct found *found, const struct commit_info *commit) {
  if (!commit)
    return NULL;
  struct commit_info *kept = ARENA_NEW(&found->kept, struct commit_info);
  *kept = *commit;
  kept->author = arena_copy(&found->kept, commit->author);
  kept->subject = arena_copy(&found->kept, commit->subject);
  return kept;
}

/* What stands round an item's path (a submodule's folder, a member's name) stands round its former one too. */
static str keep_former_path(struct found *found, const struct item *item, const struct item *outer) {
  const struct place *place = item->place;
  if (!place || place->former_path.len == 0)
    return STR_NONE;
  str prefix = str_head(outer->path, outer->path.len - place->path.len), member = str_tail(item->path, outer->path.len);
  return arena_printf(&found->kept, "%.*s%.*s%.*s", STR_ARG(prefix), STR_ARG(place->former_path), STR_ARG(member));
}

void found_add(struct found *found, const struct hits *hits, const struct item *item, const struct item *outer) {
  if (hits->len == 0)
    return;
  str path = arena_copy(&found->kept, item->path);
  const struct place *place = item->place;
  const struct commit_info *commit = keep_commit(found, place ? place->commit : NULL);
  str former = keep_former_path(found, item, outer);
  for (size_t i = 0; i < hits->len; i++) {
    const struct hit *hit = &hits->data[i];
    if (was_before(found, hit) || is_elsewhere(item, hit))
      continue;
    struct occurrence occurrence = {.hit = *hit, .where = item->where, .commit = commit};
    bool is_here = hit->other_path.len == 0;
    occurrence.reach = place ? place->reach : NULL;
    occurrence.path = is_here ? path : hit->other_path;
    occurrence.blob = is_here ? item->object : hit->other_object;
    occurrence.root = found->root;
    occurrence.former_path = is_here ? former : STR_NONE;
    if (is_here && former.len)
      occurrence.former_blob = place->former_object;
    vec_push(&found->occurrences, occurrence);
  }
}
