/* members.c -- what is in archives, as items. */
#include "pipeline/members.h"

#include <stdlib.h>

#include "engine/archive.h"
#include "source/files.h"
#include "source/windows.h"

bool members_has_archive(const struct item *item) {
  return item->first_line <= 1 && item->first_column <= 1 && archive_kind_of(item->bytes) != ARCHIVE_NONE;
}

/* ---- as items ---- */

struct giving {
  const struct item *archive;
  struct sink *sink;
  struct windows windows; /* of the member at hand */
};

static size_t give_piece(void *data, const struct archive_piece *piece) {
  struct giving *giving = data;
  if (piece->is_first) {
    struct item item = *giving->archive;
    item.snapshot = NULL;
    item.snapshot_path = STR_NONE;
    giving->windows = windows_new(item, giving->sink);
  }
  giving->windows.item.path = piece->path;
  return windows_give(&giving->windows, piece->bytes, piece->is_last);
}

static void count_shortfall(void *data, enum archive_shortfall shortfall, str path) {
  struct coverage *coverage = ((struct giving *)data)->sink->coverage;
  if (shortfall == ARCHIVE_DAMAGED)
    coverage_gap(coverage, GAP_UNREADABLE, path);
  else if (shortfall == ARCHIVE_TOO_LARGE)
    coverage_gap(coverage, GAP_MEMORY, path);
  else
    coverage_degraded(coverage, shortfall == ARCHIVE_ENCRYPTED ? DEGRADED_ENCRYPTED : DEGRADED_ARCHIVE, path);
}

static bool is_stopped(struct sink *sink) {
  return sink->stopped && sink->stopped(sink);
}

static bool is_giving_stopped(void *data) {
  return is_stopped(((struct giving *)data)->sink);
}

void members_give(const struct item *archive, size_t window, struct sink *sink) {
  struct giving giving = {.archive = archive, .sink = sink};
  struct archive_visitor visitor = {give_piece, count_shortfall, is_giving_stopped, &giving};
  if (archive->goes_on)
    count_shortfall(&giving, ARCHIVE_TOO_LARGE, archive->path);
  else
    archive_walk(archive->bytes, archive->path, window ? window : FILES_WINDOW, &visitor);
}

/* ---- is there a reason? ---- */

struct sifting {
  struct engine *engine;
  struct sink *sink;
  bool has_reason;
};

static size_t sift_piece(void *data, const struct archive_piece *piece) {
  struct sifting *sifting = data;
  sifting->has_reason |= engine_sift(sifting->engine, piece->bytes);
  return piece->bytes.len < WINDOWS_OVERLAP ? piece->bytes.len : WINDOWS_OVERLAP;
}

static void sift_shortfall(void *data, enum archive_shortfall shortfall, str path) {
  (void)shortfall;
  (void)path;
  ((struct sifting *)data)->has_reason = true;
}

static bool is_enough(void *data) {
  const struct sifting *sifting = data;
  return sifting->has_reason || is_stopped(sifting->sink);
}

bool members_sift(str bytes, size_t window, struct engine *engine, struct sink *sink) {
  struct sifting sifting = {engine, sink, false};
  struct archive_visitor visitor = {sift_piece, sift_shortfall, is_enough, &sifting};
  archive_walk(bytes, STR_NONE, window ? window : FILES_WINDOW, &visitor);
  return sifting.has_reason;
}

/* ---- archives left closed ---- */

/* One with a path comes before the same object without. */
static int by_id_and_path(const void *left, const void *right) {
  const struct closed *a = left, *b = right;
  int order = oid_compare(a->id, b->id);
  if (order == 0 && (a->path.len == 0) != (b->path.len == 0))
    return a->path.len ? -1 : 1;
  return order ? order : str_compare(a->path, b->path);
}

static bool is_same(const struct closed *a, const struct closed *b) {
  return oid_eq(a->id, b->id) && (!oid_is_zero(a->id) || str_eq(a->path, b->path));
}

static void count_closed(const struct closed *closed, struct coverage *coverage) {
  char hex[OID_HEX_SIZE];
  oid_to_hex(closed->id, oid_size_of(closed->id), hex);
  coverage_degraded(coverage, DEGRADED_CLOSED, closed->path.len ? closed->path : str_from(hex));
}

void closed_count(struct closed_list *list, struct coverage *coverage) {
  if (list->len)
    qsort(list->data, list->len, sizeof *list->data, by_id_and_path);
  for (size_t i = 0; i < list->len; i++)
    if (i == 0 || !is_same(&list->data[i - 1], &list->data[i]))
      count_closed(&list->data[i], coverage);
}
