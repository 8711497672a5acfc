/* show.c -- candidates as hits: their lines, frames, flow, and who runs the code they are in. */
#include "engine/show.h"

#include <stdlib.h>

#include "engine/allow.h"
#include "engine/blocks.h"
#include "engine/original.h"
#include "engine/variable.h"

static int by_start(const void *left, const void *right) {
  const struct text_span *a = left, *b = right;
  if (a->start != b->start)
    return a->start < b->start ? -1 : 1;
  return (a->end > b->end) - (a->end < b->end);
}

/* Everything in one file that any hit stands on: no frame may show another hit's pieces. */
static void mask_all(struct showing *showing, const struct script_file *file) {
  showing->masked.len = 0;
  for (size_t i = 0; i < showing->candidates->len; i++) {
    const struct candidate *candidate = &showing->candidates->data[i];
    if (candidate->key.len && candidate->file == file)
      vec_push(&showing->masked, (struct text_span){candidate->start, candidate->end});
    for (size_t s = 0; candidate->key.len && candidate->value && s < candidate->value->spans_len; s++)
      if (candidate->value->spans[s].file == file)
        vec_push(&showing->masked, (struct text_span){candidate->value->spans[s].start, candidate->value->spans[s].end});
  }
  if (showing->masked.len)
    qsort(showing->masked.data, showing->masked.len, sizeof *showing->masked.data, by_start);
}

/* How reports call another file of the item's project: with what stands before the item's own path. */
static str shown_path(const struct item *item, const struct script_file *file, struct arena *kept) {
  if (!file)
    return arena_copy(kept, item->path);
  bool has_prefix = str_ends(item->path, item->snapshot_path);
  str prefix = str_head(item->path, has_prefix ? item->path.len - item->snapshot_path.len : 0);
  return arena_printf(kept, "%.*s%.*s", STR_ARG(prefix), STR_ARG(file->path));
}

static struct locator locator_of(const struct item *item, const struct script_file *file) {
  return file ? text_locator(file->text, 1, 1) : text_locator(item->bytes, item->first_line, item->first_column);
}

/* The flow's places; its offsets rise and fall, so each is located from the start. */
static void add_flow(struct hit *hit, const struct item *item, const struct script_value *value, struct arena *kept) {
  hit->flow = arena_zeroed(kept, value->flow_len * sizeof *hit->flow + 1);
  hit->flow_len = value->flow_len;
  for (size_t i = 0; i < value->flow_len; i++) {
    const struct script_step *step = &value->flow[i];
    struct locator locator = locator_of(item, step->file);
    text_locate(&locator, step->offset);
    hit->flow[i] = (struct step){shown_path(item, step->file, kept), locator.line, arena_copy(kept, step->what)};
  }
}

/* The encodings, which are the steps from the run to the key as well. */
static void add_chain(struct hit *hit, const struct item *item, const struct chain *chain, struct arena *kept) {
  str *names = arena_zeroed(kept, chain->len * sizeof *names + 1);
  hit->flow = arena_zeroed(kept, chain->len * sizeof *hit->flow + 1);
  hit->flow_len = hit->decoded.len = chain->len;
  hit->decoded.data = names;
  for (size_t i = 0; i < chain->len; i++) {
    names[i] = str_from(encoding_name(chain->step[i]));
    hit->flow[i] = (struct step){shown_path(item, NULL, kept), hit->line, names[i]};
  }
}

static struct hit hit_from(const struct showing *showing, const struct candidate *candidate, const struct item *item,
                           struct locator *locator, struct arena *kept) {
  text_locate(locator, candidate->start);
  struct hit hit = {.rule = candidate->rule,
                    .key = arena_copy(kept, candidate->key),
                    .start = candidate->start,
                    .end = candidate->end,
                    .line = locator->line,
                    .column = locator->column,
                    .variable = arena_copy(kept, candidate->variable)};
  hit.end_line = hit.line;
  for (size_t at = candidate->start; at < candidate->end; at++)
    hit.end_line += locator->bytes.ptr[at] == '\n';
  hit.frame = text_frame(locator, hit.end, &showing->masked, kept);
  if (candidate->file) {
    hit.other_path = shown_path(item, candidate->file, kept);
    hit.other_object = candidate->file->object;
  }
  if (candidate->value)
    add_flow(&hit, item, candidate->value, kept);
  else if (candidate->chain.len)
    add_chain(&hit, item, &candidate->chain, kept);
  return hit;
}

/* Candidates of one file stand together. */
/* A variable's flow begins where it is set, if the project says so. */
static void add_setting(struct hit *hit, const struct item *item, const struct script_file *file, struct arena *kept) {
  struct script_file setting = {.path = STR_NONE};
  uint32_t line;
  str path = file ? file->path : item->snapshot_path;
  if (!item->snapshot || !variable_setting(item->snapshot, path, hit->variable, kept, &setting.path, &line))
    return;
  struct step *flow = arena_zeroed(kept, (hit->flow_len + 1) * sizeof *flow);
  flow[0] = (struct step){shown_path(item, &setting, kept), line, arena_printf(kept, "set: %.*s", STR_ARG(hit->variable))};
  if (hit->flow_len)
    memcpy(flow + 1, hit->flow, hit->flow_len * sizeof *flow);
  hit->flow = flow;
  hit->flow_len++;
}

/* ---- who runs it ---- */

/* A key in what visitors get is public, whatever its source was; where that was, a source map may know. */
static void ship(const struct showing *showing, const struct item *item, struct hit *hit, struct arena *kept) {
  struct sourcemap_place place;
  const struct rule *rule = ruleset_of_class(showing->ruleset, CLASS_SHIPPED);
  if (hit->key.len == 0 || !rule)
    return;
  hit->rule = rule;
  if (!original_find(item, hit->line, hit->column, kept, &place))
    return;
  struct step *flow = arena_zeroed(kept, (hit->flow_len + 1) * sizeof *flow);
  flow[0] = (struct step){place.source, place.line, STR("original source")};
  if (hit->flow_len)
    memcpy(flow + 1, hit->flow, hit->flow_len * sizeof *flow);
  hit->flow = flow;
  hit->flow_len++;
}

/* Evidence names files of the project; reports call them otherwise where there is something before their paths. */
static void show_evidence(const struct item *item, struct exposed *exposed, struct arena *kept) {
  bool has_prefix = item->snapshot && str_ends(item->path, item->snapshot_path);
  str prefix = str_head(item->path, has_prefix ? item->path.len - item->snapshot_path.len : 0);
  for (size_t i = 0; prefix.len && i < exposed->evidence_len; i++)
    exposed->evidence[i].path = arena_printf(kept, "%.*s%.*s", STR_ARG(prefix), STR_ARG(exposed->evidence[i].path));
}

/* The same for all of a line: there may be thousands of keys on it. */
static struct exposed exposed_at(struct showing *showing, const struct item *item, const struct script_file *file, uint32_t line,
                                 struct arena *kept) {
  if (showing->last.line == line && showing->last.file == file)
    return showing->last.exposed;
  str path = file ? file->path : item->snapshot ? item->snapshot_path : item->path;
  struct exposed exposed = around_expose(showing->around, item, path, file ? file->text : item->bytes, line, kept);
  show_evidence(item, &exposed, kept);
  showing->last.file = file;
  showing->last.line = line;
  showing->last.exposed = exposed;
  return exposed;
}

/* Of a value that reaches a door, the door counts: a key may lie anywhere and be used in one place. */
static void expose(struct showing *showing, const struct item *item, const struct candidate *candidate, struct hit *hit, struct arena *kept) {
  const struct script_file *file = candidate->file;
  uint32_t line = hit->line;
  if (!item->snapshot && script_language_of(item->path) == SCRIPT_NONE)
    return;
  if (candidate->value) {
    file = candidate->value->flow[candidate->value->flow_len - 1].file;
    line = hit->flow[hit->flow_len - 1].line;
  }
  str path = file ? file->path : item->snapshot ? item->snapshot_path : item->path;
  struct exposed exposed = exposed_at(showing, item, file, line, kept);
  hit->exposure = exposed.class;
  hit->evidence = exposed.evidence;
  hit->evidence_len = exposed.evidence_len;
  bool is_page = blocks_markup(path) != MARKUP_IS_NONE && candidate->chain.len; /* written like that by somebody, not made */
  if (exposed.is_shipped && !candidate->file && !is_page)
    ship(showing, item, hit, kept);
}

/* ---- all of an item ---- */

void show_hits(struct showing *showing, const struct item *item, struct arena *kept, struct hits *out) {
  struct locator locator = {.at = 0};
  struct allow_marks marks = {0};
  showing->last.line = 0;
  around_forget(showing->around);
  for (size_t i = 0; i < showing->candidates->len; i++) {
    const struct candidate *candidate = &showing->candidates->data[i];
    if (i == 0 || candidate->file != candidate[-1].file) {
      locator = locator_of(item, candidate->file);
      mask_all(showing, candidate->file);
      allow_find(locator.bytes, &marks);
    }
    struct hit hit = hit_from(showing, candidate, item, &locator, kept);
    expose(showing, item, candidate, &hit, kept);
    if (hit.key.len == 0)
      add_setting(&hit, item, candidate->file, kept);
    allow_take(&marks, &showing->masked, &hit, kept);
    vec_push(out, hit);
  }
  allow_free(&marks);
}

void show_as_decoded(const struct ruleset *ruleset, struct hit *hit, const char *encoding, struct arena *kept) {
  const struct rule *rule = ruleset_of_class(ruleset, CLASS_ENCODED);
  str *names = arena_zeroed(kept, (hit->decoded.len + 1) * sizeof *names);
  if (hit->key.len == 0)
    return;
  names[0] = str_from(encoding);
  if (hit->decoded.len)
    memcpy(names + 1, hit->decoded.data, hit->decoded.len * sizeof *names);
  hit->decoded = (struct str_list){names, hit->decoded.len + 1};
  if (rule && rule->class < hit->rule->class)
    hit->rule = rule;
}
