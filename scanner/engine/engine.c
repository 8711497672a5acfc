/* engine.c -- bytes in, hits out: a coordinator.
   Prefilter, then candidates from patterns and from scripts, then the judge, then one hit for one key
   at one place. */
#include "engine/engine.h"

#include <stdint.h>
#include <stdlib.h>

#include "engine/candidate.h"
#include "engine/decode.h"
#include "engine/inlay.h"
#include "engine/judge.h"
#include "engine/script/script.h"
#include "engine/text.h"
#include "engine/variable.h"
#include "model/key.h"


struct engine {
  const struct ruleset *ruleset;
  struct keyword_hits keywords;
  struct regex_space *space;
  struct script *script;
  struct arena scratch; /* one item */
  size_t *done_to; /* for each rule: the text up to here needs no more look, see candidate_find */
  struct candidates candidates;
  struct text_spans masked;
  bool in_inlay; /* the item is inside another */
  bool in_wide; /* the item is the UTF-8 of a UTF-16 one */
};

struct engine *engine_new(const struct ruleset *ruleset) {
  struct engine *engine = memory_new_zeroed(1, sizeof *engine);
  engine->ruleset = ruleset;
  engine->done_to = memory_new_zeroed(ruleset->rules_len, sizeof *engine->done_to);
  return engine;
}

void engine_free(struct engine *engine) {
  if (!engine)
    return;
  regex_space_free(engine->space);
  script_free(engine->script);
  vec_free(&engine->keywords);
  vec_free(&engine->candidates);
  vec_free(&engine->masked);
  arena_free(&engine->scratch);
  free(engine->done_to);
  free(engine);
}

bool engine_wants(const struct engine *engine, str bytes) {
  return prefilter_any(engine->ruleset->prefilter, bytes);
}

static struct regex_space *space_of(struct engine *engine) {
  if (!engine->space)
    engine->space = regex_space_new();
  return engine->space;
}

/* What keywords were met. */
struct triggers {
  bool door; /* a door's module, or a header's name */
  bool wide; /* UTF-16 */
};

/* Patterns round each keyword. */
static struct triggers find_in_text(struct engine *engine, const struct item *item, bool any_path, struct coverage *coverage) {
  struct triggers met = {false, false};
  memset(engine->done_to, 0, engine->ruleset->rules_len * sizeof *engine->done_to);
  for (size_t i = 0; i < engine->keywords.len; i++) {
    struct keyword_hit hit = engine->keywords.data[i];
    const struct trigger *trigger = &engine->ruleset->triggers[hit.keyword];
    met.wide |= trigger->wide;
    met.door |= !trigger->rule && !trigger->wide;
    size_t rule = trigger->rule ? (size_t)(trigger->rule - engine->ruleset->compiled) : 0;
    if (trigger->rule && hit.at >= engine->done_to[rule] && (any_path || candidate_path_fits(trigger->rule->rule, item->path)))
      engine->done_to[rule] = candidate_find(trigger->rule, item, hit.at, space_of(engine), &engine->scratch, &engine->candidates, coverage);
  }
  return met;
}

static bool needs_syntax(const struct candidate *candidate) {
  return candidate->rule->class == CLASS_HEADER_LITERAL || candidate->rule->class == CLASS_CONFIG;
}

/* What stands in a comment, a regular expression or a type is no header, whatever it looks like; as plain
   text it is found all the same. */
static void drop_by_syntax(struct engine *engine) {
  size_t kept = 0;
  for (size_t i = 0; i < engine->candidates.len; i++) {
    struct candidate *candidate = &engine->candidates.data[i];
    enum script_syntax syntax = needs_syntax(candidate) ? script_syntax_at(engine->script, candidate->start) : SYNTAX_CODE;
    if (syntax == SYNTAX_CODE || syntax == SYNTAX_STRING)
      engine->candidates.data[kept++] = *candidate;
  }
  engine->candidates.len = kept;
}

/* The next key in a value that reaches a door, from `*from` on: all key characters from the prefix on. */
static str next_key(str value, size_t *from) {
  static const str prefixes[] = {{"apso_sk_", 8}, {"apso_live_", 10}};
  size_t at = SIZE_MAX;
  for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
    size_t found = str_find(value, prefixes[i], *from);
    at = found < at ? found : at;
  }
  size_t end = at == SIZE_MAX ? value.len : at;
  while (end < value.len && key_is_tail_byte(value.ptr[end]))
    end++;
  *from = end;
  return at == SIZE_MAX ? STR_NONE : str_range(value.ptr + at, value.ptr + end);
}

static str text_of_span(const struct item *item, const struct script_span *span) {
  const char *bytes = span->file ? span->file->text.ptr : item->bytes.ptr;
  return str_range(bytes + span->start, bytes + span->end);
}

/* The first place that contributes to the value at or behind an offset of it: places that hold their part of the value
   as it is are passed over, the first that does not, or that reaches so far, is it. */
static size_t span_at(const struct item *item, const struct script_value *value, size_t offset) {
  size_t at = 0;
  for (size_t i = 0; i < value->spans_len; i++) {
    str text = text_of_span(item, &value->spans[i]);
    if (!str_starts(str_tail(value->text, at), text) || at + text.len > offset)
      return i;
    at += text.len;
  }
  return 0;
}

/* A header that stands before the key in a command line: then it is sent as one. */
static const struct rule *rule_of(const struct engine *engine, const struct script_value *value, size_t offset) {
  str before = str_head(value->text, offset);
  for (size_t d = 0; value->door->shape != DOOR_HEADER && d < engine->ruleset->doors_len; d++) {
    const struct door *door = &engine->ruleset->doors[d];
    for (size_t h = 0; h < door->headers.len; h++)
      if (str_contains_nocase(before, door->headers.data[h]))
        return door->rule;
  }
  return value->door->rule;
}

/* Where a key of a value stands: itself if one literal holds it as it is, else the value's first literal. */
static void add_key(struct engine *engine, const struct item *item, const struct script_value *value, str key) {
  size_t offset = (size_t)(key.ptr - value->text.ptr);
  const struct script_span *first = &value->spans[span_at(item, value, offset)];
  struct candidate candidate = {rule_of(engine, value, offset), key, first->start, first->end, STR_NONE, value, first->file, false};
  for (size_t i = 0; i < value->spans_len; i++) {
    size_t at = str_find(text_of_span(item, &value->spans[i]), key, 0);
    if (at == SIZE_MAX)
      continue;
    candidate.file = value->spans[i].file;
    candidate.start = value->spans[i].start + at;
    candidate.end = candidate.start + key.len;
    break;
  }
  vec_push(&engine->candidates, candidate);
}

/* A variable that a bundler writes into what it ships. */
static void add_variable(struct engine *engine, const struct script_value *value) {
  str name;
  const struct rule *rule = value->is_public ? variable_rule_public(engine->ruleset, value->text, &name)
                                             : variable_rule(engine->ruleset, value->module, value->text, &engine->scratch, &name);
  const struct script_span *last = &value->spans[value->spans_len - 1];
  bool is_apso = value->door->shape != DOOR_HEADER || str_contains_nocase(value->text, STR("apso"));
  if (rule && is_apso) /* other services have headers of these names too */
    vec_push(&engine->candidates, (struct candidate){rule, STR_NONE, last->start, last->end, name, value, last->file, false});
}

static void add_value(struct engine *engine, const struct item *item, const struct script_value *value) {
  size_t from = 0;
  str key;
  if (value->spans_len && value->is_external)
    add_variable(engine, value);
  while (value->spans_len && !value->is_external && (key = next_key(value->text, &from)).len)
    add_key(engine, item, value, key);
}

/* False if a limit cut the search short. */
static bool look_at_doors(struct engine *engine, const struct item *item) {
  struct script_values values = script_find(engine->script, engine->ruleset->doors, engine->ruleset->doors_len, &engine->scratch);
  for (size_t i = 0; i < values.len; i++)
    add_value(engine, item, &values.data[i]);
  return !values.cut;
}

static void judge_all(struct engine *engine) {
  size_t kept = 0;
  for (size_t i = 0; i < engine->candidates.len; i++) {
    const struct candidate *candidate = &engine->candidates.data[i];
    if (candidate->key.len == 0 || judge_key(candidate->key) == JUDGED_KEY)
      engine->candidates.data[kept++] = *candidate;
  }
  engine->candidates.len = kept;
}

/* A script is parsed if a door may be in it, or a key is, which may reach one. */
static void find_in_script(struct engine *engine, const struct item *item, bool door, struct coverage *coverage) {
  enum script_language language = script_language_of(item->path);
  if (language == SCRIPT_NONE || !(door || engine->candidates.len))
    return;
  if (!engine->script)
    engine->script = script_new(&engine->ruleset->headers);
  str path = item->snapshot ? item->snapshot_path : item->path;
  bool is_read = script_parse(engine->script, item->snapshot, path, item->bytes, language) == SCRIPT_READ;
  if (is_read)
    drop_by_syntax(engine);
  if (!is_read || !look_at_doors(engine, item))
    coverage_degraded(coverage, DEGRADED_PARSER, item->path);
}

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

/* A candidate inside a piece of a better one is part of it, or the same key again. */
static bool is_part_of(const struct candidate *part, const struct candidate *better) {
  if (better->rule->class > part->rule->class || part == better)
    return false;
  if (part->file == better->file && part->start >= better->start && part->end <= better->end)
    return better->rule->class < part->rule->class || str_eq(part->key, better->key) || better->end - better->start > part->end - part->start;
  for (size_t i = 0; better->value && i < better->value->spans_len; i++)
    if (!part->value && part->file == better->value->spans[i].file && part->start >= better->value->spans[i].start && part->end <= better->value->spans[i].end)
      return true;
  return false;
}

static bool is_same(const struct candidate *a, const struct candidate *b) {
  return a->file == b->file && a->start == b->start && a->end == b->end && a->rule->class == b->rule->class && str_eq(a->key, b->key) &&
         (a->key.len > 0 || str_eq(a->variable, b->variable));
}

/* Looks only at neighbours: no candidate but a value's pieces reaches further than TEXT_SPAN_LIMIT. */
static bool is_covered(const struct candidates *c, size_t i) {
  for (size_t k = i; k-- > 0 && c->data[k].file == c->data[i].file && c->data[i].start - c->data[k].start <= TEXT_SPAN_LIMIT;)
    if (is_same(&c->data[k], &c->data[i]) || is_part_of(&c->data[i], &c->data[k]))
      return true;
  for (size_t k = i + 1; k < c->len && c->data[k].file == c->data[i].file && c->data[k].start == c->data[i].start; k++)
    if (!is_same(&c->data[k], &c->data[i]) && is_part_of(&c->data[i], &c->data[k]))
      return true;
  return false;
}

static bool is_piece_of_value(const struct candidates *c, size_t i, const size_t *values, size_t values_len) {
  for (size_t v = 0; v < values_len; v++)
    if (is_part_of(&c->data[i], &c->data[values[v]]))
      return true;
  return false;
}

/* One hit for one key at one place. */
static void keep_best(struct engine *engine) {
  struct candidates *c = &engine->candidates;
  if (c->len < 2)
    return;
  qsort(c->data, c->len, sizeof *c->data, by_place);
  size_t *values = arena_alloc(&engine->scratch, c->len * sizeof *values), values_len = 0, kept = 0;
  for (size_t i = 0; i < c->len; i++)
    if (c->data[i].value)
      values[values_len++] = i;
  for (size_t i = 0; i < c->len; i++)
    c->data[i].dropped = is_covered(c, i) || is_piece_of_value(c, i, values, values_len);
  for (size_t i = 0; i < c->len; i++)
    if (!c->data[i].dropped)
      c->data[kept++] = c->data[i];
  c->len = kept;
}

static int by_start(const void *left, const void *right) {
  const struct text_span *a = left, *b = right;
  if (a->start != b->start)
    return a->start < b->start ? -1 : 1;
  return (a->end > b->end) - (a->end < b->end);
}

/* Everything in one file that any hit stands on: no frame may show another hit's pieces. */
static void mask_all(struct engine *engine, const struct script_file *file) {
  engine->masked.len = 0;
  for (size_t i = 0; i < engine->candidates.len; i++) {
    const struct candidate *candidate = &engine->candidates.data[i];
    if (candidate->key.len && candidate->file == file)
      vec_push(&engine->masked, (struct text_span){candidate->start, candidate->end});
    for (size_t s = 0; candidate->key.len && candidate->value && s < candidate->value->spans_len; s++)
      if (candidate->value->spans[s].file == file)
        vec_push(&engine->masked, (struct text_span){candidate->value->spans[s].start, candidate->value->spans[s].end});
  }
  if (engine->masked.len)
    qsort(engine->masked.data, engine->masked.len, sizeof *engine->masked.data, by_start);
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

static struct hit hit_from(const struct engine *engine, const struct candidate *candidate, const struct item *item,
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
  hit.frame = text_frame(locator, hit.end, &engine->masked, kept);
  if (candidate->file) {
    hit.other_path = shown_path(item, candidate->file, kept);
    hit.other_object = candidate->file->object;
  }
  if (candidate->value)
    add_flow(&hit, item, candidate->value, kept);
  return hit;
}

/* Candidates of one file stand together. */
static void give_hits(struct engine *engine, const struct item *item, struct arena *kept, struct hits *out) {
  struct locator locator = {.at = 0};
  for (size_t i = 0; i < engine->candidates.len; i++) {
    const struct candidate *candidate = &engine->candidates.data[i];
    if (i == 0 || candidate->file != candidate[-1].file) {
      locator = locator_of(item, candidate->file);
      mask_all(engine, candidate->file);
    }
    vec_push(out, hit_from(engine, candidate, item, &locator, kept));
  }
}

static void scan_bytes(struct engine *engine, const struct item *item, struct arena *kept, struct hits *out, struct coverage *coverage);

/* A UTF-16 item is scanned again as UTF-8: lines and columns are the same, in code points. */
static void scan_wide(struct engine *engine, const struct item *item, struct arena *kept, struct hits *out, struct coverage *coverage) {
  struct buf decoded = {0};
  if (!engine->in_wide && decode_utf16(item->bytes, &decoded)) {
    struct item narrow = *item;
    narrow.bytes = buf_str(&decoded);
    engine->in_wide = true;
    scan_bytes(engine, &narrow, kept, out, coverage);
    engine->in_wide = false;
  }
  buf_free(&decoded);
}

/* ---- texts inside texts ---- */

static void make_shipped(const struct engine *engine, struct hit *hit) {
  const struct ruleset *set = engine->ruleset;
  for (size_t i = 0; hit->key.len && i < set->rules_len; i++)
    if (set->rules[i]->class == CLASS_SHIPPED)
      hit->rule = set->rules[i];
}

/* What stands in the original text is found there, and shown where it stands in the item. */
static void settle_in_item(struct engine *engine, const struct item *item, const struct inlay *inlay, struct hit *hit, struct arena *kept) {
  size_t start = inlay_origin(inlay, hit->start), end = inlay_origin(inlay, hit->end);
  struct locator locator = text_locator(item->bytes, item->first_line, item->first_column);
  struct text_span span = {start, end};
  struct step *flow = arena_zeroed(kept, (hit->flow_len + 1) * sizeof *flow);
  flow[0] = (struct step){arena_copy(kept, inlay->path), hit->line, STR("original source")};
  if (hit->flow_len)
    memcpy(flow + 1, hit->flow, hit->flow_len * sizeof *flow);
  text_locate(&locator, start);
  engine->masked.len = 0;
  vec_push(&engine->masked, span);
  hit->flow = flow;
  hit->flow_len++;
  hit->start = start;
  hit->end = end;
  hit->line = hit->end_line = locator.line;
  hit->column = locator.column;
  hit->frame = text_frame(&locator, end, &engine->masked, kept);
}

/* The same key at the same place, found as text. */
static void drop_plain(struct hits *out, size_t from, const struct hit *hit) {
  for (size_t i = from; i < out->len; i++) {
    struct hit *plain = &out->data[i];
    if (!str_eq(plain->key, hit->key) || plain->start < hit->start || plain->start > hit->end)
      continue;
    memmove(plain, plain + 1, (out->len - i - 1) * sizeof *plain);
    out->len--;
    return;
  }
}

static void scan_inlay(struct engine *engine, const struct item *item, const struct inlay *inlay, struct arena *kept, struct hits *out,
                       size_t plain_from, struct coverage *coverage) {
  struct hits found = {0};
  struct item inner = {.bytes = inlay->text, .path = inlay->path, .where = item->where, .first_line = 1};
  scan_bytes(engine, &inner, kept, &found, coverage);
  for (size_t i = 0; i < found.len; i++) {
    settle_in_item(engine, item, inlay, &found.data[i], kept);
    if (str_ends(item->path, STR(".map")))
      make_shipped(engine, &found.data[i]);
    drop_plain(out, plain_from, &found.data[i]);
    vec_push(out, found.data[i]);
  }
  vec_free(&found);
}

/* The sources of a source map, the cells of a notebook. */
static void scan_inlays(struct engine *engine, const struct item *item, struct arena *kept, struct hits *out, size_t plain_from,
                        struct coverage *coverage) {
  struct arena own = {NULL};
  if (engine->in_inlay)
    return;
  engine->in_inlay = true;
  struct inlays inlays = inlay_find(item->path, item->bytes, &own);
  for (size_t i = 0; i < inlays.len; i++)
    scan_inlay(engine, item, &inlays.data[i], kept, out, plain_from, coverage);
  if (inlays.cut)
    coverage_degraded(coverage, DEGRADED_PARSER, item->path);
  engine->in_inlay = false;
  arena_free(&own);
}

/* ---- an item ---- */

static void scan_bytes(struct engine *engine, const struct item *item, struct arena *kept, struct hits *out, struct coverage *coverage) {
  size_t before = out->len;
  prefilter_all(engine->ruleset->prefilter, item->bytes, &engine->keywords);
  if (engine->keywords.len == 0)
    return;
  engine->candidates.len = 0;
  struct triggers met = find_in_text(engine, item, false, coverage);
  judge_all(engine);
  find_in_script(engine, item, met.door, coverage);
  judge_all(engine);
  keep_best(engine);
  give_hits(engine, item, kept, out);
  if (engine->script)
    script_forget(engine->script);
  arena_clear(&engine->scratch);
  scan_inlays(engine, item, kept, out, before, coverage);
  if (met.wide)
    scan_wide(engine, item, kept, out, coverage);
}

void engine_scan(struct engine *engine, const struct item *item, struct arena *kept, struct hits *out, struct coverage *coverage) {
  scan_bytes(engine, item, kept, out, coverage);
}

bool engine_sift(struct engine *engine, str bytes) {
  struct coverage ignored = {0};
  struct item item = {.bytes = bytes};
  prefilter_all(engine->ruleset->prefilter, bytes, &engine->keywords);
  if (engine->keywords.len == 0)
    return false;
  engine->candidates.len = 0;
  struct triggers met = find_in_text(engine, &item, true, &ignored);
  judge_all(engine);
  arena_clear(&engine->scratch);
  return met.door || met.wide || engine->candidates.len > 0;
}
