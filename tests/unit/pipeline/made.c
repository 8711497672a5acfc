/* made.c -- a source whose parts are made of nothing. */
#include "made.h"

#include <stdlib.h>

#include "model/provenance.h"

#include "template.h"

static struct made *made_of(const struct source *source) {
  struct made *made;
  memcpy(&made, &source->data, sizeof made);
  return made;
}

static void *open_made(const struct source *source, struct err *err) {
  struct made *made = made_of(source);
  if (atomic_fetch_add(&made->opened, 1) < made->opens_to_fail) {
    err_set(err, "no worker today");
    return NULL;
  }
  uint64_t *worker = memory_new_zeroed(1, sizeof *worker + sizeof made);
  memcpy(worker + 1, &made, sizeof made);
  return worker;
}

static void close_made(void *worker) {
  struct made *made;
  memcpy(&made, (uint64_t *)worker + 1, sizeof made);
  atomic_fetch_add(&made->closed, 1);
  free(worker);
}

static oid id_of(size_t part, uint8_t kind) {
  oid id = {{(uint8_t)part, (uint8_t)(part >> 8), kind}};
  return id;
}

static void give_item(struct sink *sink, size_t part, uint64_t seed, const char *path, struct arena *kept) {
  struct template_text made;
  struct commit_info commit = {.id = id_of(part, 3), .date = (int64_t)(part % 7), .author = STR("Ann"), .subject = STR("s")};
  struct place place = {.commit = &commit};
  template_expand(STR("one\ntwo = '{{key}}'\n"), &seed, kept, &made);
  struct item item = {.bytes = made.text, .path = arena_printf(kept, "%zu/%s", part % 50, path), .where = WHERE_HISTORY,
                      .object = id_of(part, 1), .first_line = 1, .place = &place};
  if (sink->wants(sink, item.bytes))
    sink->item(sink, &item);
}

/* Every third part's objects hold a key. */
static void give_object(struct sink *sink, size_t part, struct arena *kept) {
  struct template_text made;
  uint64_t seed = part + 1000;
  template_expand(part % 3 == 0 ? STR("k={{key}}") : STR("none"), &seed, kept, &made);
  sink->object(sink, id_of(part, 2), made.text);
}

static void run_made(const struct source *source, void *worker, size_t part, struct sink *sink) {
  struct made *made = made_of(source);
  struct arena kept = {0};
  ++*(uint64_t *)worker; /* a race here would be one of the pipeline */
  atomic_fetch_add(&made->runs[part], 1);
  if (made->before_part)
    made->before_part(part);
  sink->coverage->blobs++;
  sink->coverage->bytes += part;
  give_item(sink, part, part + 1, "own.txt", &kept);
  give_item(sink, part, 0, "shared.env", &kept);
  give_object(sink, part, &kept);
  sink->absent(sink, id_of(part / 2, 9)); /* told by two */
  if (part % 10 == 0)
    coverage_gap(sink->coverage, GAP_CORRUPT, arena_printf(&kept, "part-%zu", part));
  arena_free(&kept);
}

struct source made_source(const struct made *made) {
  return (struct source){"made", made->parts, open_made, run_made, close_made, made};
}
