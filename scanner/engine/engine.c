/* engine.c -- bytes in, hits out: a coordinator.
   Prefilter, then candidates from patterns and from scripts, then the judge, then one hit for one key
   at one place. */
#include "engine/engine.h"

#include <stdint.h>
#include <stdlib.h>

#include "engine/best.h"
#include "engine/candidate.h"
#include "engine/conditions.h"
#include "engine/decode.h"
#include "engine/encoded.h"
#include "engine/inlay.h"
#include "engine/joined.h"
#include "engine/named.h"
#include "engine/reached.h"
#include "engine/script/script.h"
#include "engine/show.h"
#include "model/key.h"

enum {
  IMPORTERS_MAX = 64,
  HABITS_MAX = 100, /* of an item: who has more, knows */
};

struct engine {
  const struct ruleset *ruleset;
  struct keyword_hits keywords;
  struct regex_space *space;
  struct script *script;
  struct arena scratch; /* one item */
  size_t *done_to; /* for each rule: the text up to here needs no more look, see candidate_find */
  struct candidates candidates;
  struct encoded encoded;
  struct around around;
  struct text_spans masked;
  bool in_inlay; /* the item is inside another */
  bool in_wide; /* the item is the UTF-8 of one in UTF-16 or UTF-32 */
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
  encoded_free(&engine->encoded);
  vec_free(&engine->keywords);
  vec_free(&engine->candidates);
  around_free(&engine->around);
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
  bool weak; /* the beginning of a key, or of a variable's name, that a script may make more of */
  bool wide; /* UTF-16 or UTF-32 */
};

static bool has_one(str bytes, const str *words, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (str_find(bytes, words[i], 0) != SIZE_MAX)
      return true;
  return false;
}

/* Text whose path nobody knows yet may be a script that sends something somewhere. */
static bool may_be_script(str bytes) {
  static const str words[] = {{"fetch(", 6}, {"eaders", 6}, {"uthorization", 12}, {"require(", 8}, {"import ", 7}, {"export ", 7}};
  return has_one(bytes, words, sizeof words / sizeof *words);
}

/* A script that makes text of other text may make a key of what nobody would take for one. */
static bool decodes(str bytes) {
  static const str words[] = {{"atob(", 5}, {"Buffer.from", 11}, {"fromCharCode", 12}, {"fromCodePoint", 13}, {"decodeURI", 9},
                              {"unescape(", 9}, {"TextDecoder", 11}, {".reverse(", 9}, {".split(", 7}, {".join(", 6},
                              {"\\x", 2}, {"\\u", 2}};
  return has_one(bytes, words, sizeof words / sizeof *words);
}

/* An item, what is asked of it, and what was met in it. */
struct looking {
  const struct item *item;
  bool any_path; /* it is not known yet */
  struct coverage *coverage;
  struct triggers met;
  unsigned habits; /* commands looked at */
};

static void look_by_rule(struct engine *engine, struct looking *looking, const struct compiled_rule *rule, size_t at) {
  if (rule->rule->class == CLASS_HYGIENE && looking->habits++ >= HABITS_MAX)
    return;
  size_t *done_to = &engine->done_to[rule - engine->ruleset->compiled];
  if (at >= *done_to && (looking->any_path || conditions_path_fits(rule->rule, looking->item->path)))
    *done_to = candidate_find(rule, looking->item, at, space_of(engine), &engine->scratch, &engine->candidates, looking->coverage);
}

/* An escape behind a run of key characters may be one more of them; a run that it ends is found as it stands. */
static void look_behind(struct engine *engine, const struct looking *looking, size_t at) {
  str bytes = looking->item->bytes;
  size_t end = at, before = engine->candidates.len, kept = before;
  while (end < bytes.len && key_is_tail_byte(bytes.ptr[end]))
    end++;
  char sign = end + 1 < bytes.len ? bytes.ptr[end] : 0;
  if (sign == '%')
    encoded_find(&engine->encoded, looking->item, ENCODING_PERCENT, at);
  else if (sign == '\\' && strchr("uxU0123456789", bytes.ptr[end + 1]))
    encoded_find(&engine->encoded, looking->item, ENCODING_ESCAPE, at);
  else if (sign == '&')
    encoded_find(&engine->encoded, looking->item, ENCODING_ENTITY, at);
  for (size_t i = before; i < engine->candidates.len; i++)
    if (engine->candidates.data[i].key.len > end - at)
      engine->candidates.data[kept++] = engine->candidates.data[i];
  engine->candidates.len = kept;
}

/* A literal that begins as keys do, and goes on in the next one before the keyword is whole. */
static void look_at_beginning(struct engine *engine, struct looking *looking, size_t at) {
  const struct ruleset *rules = engine->ruleset;
  struct joined joined;
  if (!joined_read(looking->item->bytes, looking->item->path, at, &engine->scratch, &joined))
    return;
  for (size_t i = 0; i < rules->keywords_len; i++)
    if (rules->triggers[i].kind == TRIGGER_RULE && joined.len[0] < rules->keywords[i].len && str_starts(joined.text, rules->keywords[i]))
      look_by_rule(engine, looking, rules->triggers[i].rule, at);
}

/* All of a text in UTF-16 is looked at as UTF-8, later; else it is a run in something else. */
static void look_at_encoded(struct engine *engine, struct looking *looking, enum encoding encoding, size_t at) {
  bool is_wide = encoding == ENCODING_UTF16 || encoding == ENCODING_UTF32;
  looking->met.wide |= is_wide;
  if (!is_wide || looking->any_path || !decode_is_wide(looking->item->bytes))
    encoded_find(&engine->encoded, looking->item, encoding, at);
}

/* Patterns round each keyword, and decoded texts round each form of one. */
static void find_in_text(struct engine *engine, struct looking *looking) {
  memset(engine->done_to, 0, engine->ruleset->rules_len * sizeof *engine->done_to);
  engine->encoded.ruleset = engine->ruleset;
  engine->encoded.space = space_of(engine);
  engine->encoded.scratch = &engine->scratch;
  engine->encoded.out = &engine->candidates;
  encoded_begin(&engine->encoded);
  for (size_t i = 0; i < engine->keywords.len; i++) {
    struct keyword_hit hit = engine->keywords.data[i];
    const struct trigger *trigger = &engine->ruleset->triggers[hit.keyword];
    looking->met.weak |= trigger->kind == TRIGGER_WEAK;
    looking->met.door |= trigger->kind == TRIGGER_DOOR;
    if (trigger->kind == TRIGGER_RULE)
      look_by_rule(engine, looking, trigger->rule, hit.at);
    else if (trigger->kind == TRIGGER_DECODED_RULE)
      look_behind(engine, looking, hit.at);
    else if (trigger->kind == TRIGGER_ENCODED)
      look_at_encoded(engine, looking, trigger->encoding, hit.at);
    else if (trigger->kind == TRIGGER_WEAK)
      look_at_beginning(engine, looking, hit.at + 1); /* behind the quote */
  }
  if (engine->encoded.cut)
    coverage_degraded(looking->coverage, DEGRADED_DECODED, looking->item->path);
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

/* False if a limit cut the search short. */
static bool look_at_doors(struct engine *engine, const struct item *item, bool goes_on) {
  const struct ruleset *rules = engine->ruleset;
  struct reaching reaching = {rules, &engine->scratch, &engine->candidates};
  struct script_values values = script_find(engine->script, rules->doors, rules->doors_len, goes_on, &engine->scratch);
  for (size_t i = 0; i < values.len; i++)
    reached_add(&reaching, item, &values.data[i]);
  return !values.cut || !goes_on; /* else there is nothing in the item that could have been missed */
}

/* What stands in the item may reach doors of those that import it. */
static bool look_at_importers(struct engine *engine, const struct item *item) {
  const struct ruleset *rules = engine->ruleset;
  struct reaching reaching = {rules, &engine->scratch, &engine->candidates};
  str paths[IMPORTERS_MAX];
  size_t len = around_importers(&engine->around, item, paths, IMPORTERS_MAX);
  bool is_cut = len == IMPORTERS_MAX;
  for (size_t i = 0; i < len; i++) {
    struct script_values values = script_find_in(engine->script, paths[i], rules->doors, rules->doors_len, &engine->scratch);
    for (size_t k = 0; k < values.len; k++)
      reached_add(&reaching, item, &values.data[k]);
    is_cut |= values.cut;
  }
  return !is_cut;
}

/* A key of the item, or a beginning of one, that has reached nothing yet. */
static bool may_be_exported(const struct engine *engine, const struct item *item, bool has_beginning) {
  if (str_find(item->bytes, STR("export"), 0) == SIZE_MAX)
    return false;
  for (size_t i = 0; i < engine->candidates.len; i++)
    if (!engine->candidates.data[i].value)
      return true;
  return engine->candidates.len == 0 && has_beginning;
}

static void judge_all(struct engine *engine) {
  size_t kept = 0;
  for (size_t i = 0; i < engine->candidates.len; i++) {
    const struct candidate *candidate = &engine->candidates.data[i];
    const struct compiled_rule *rule = ruleset_compiled(engine->ruleset, candidate->rule);
    if (candidate->key.len == 0 || conditions_hold(rule, space_of(engine), candidate->key))
      engine->candidates.data[kept++] = *candidate;
  }
  engine->candidates.len = kept;
}

/* A script is parsed if a door may be in it, or a key is, which may reach one. */
static void find_in_script(struct engine *engine, const struct item *item, const struct triggers *met, struct coverage *coverage) {
  enum script_language language = script_language_of(item->path);
  bool may_have_doors = met->door || met->weak;
  if (language == SCRIPT_NONE || !(may_have_doors || engine->candidates.len))
    return;
  if (!engine->script)
    engine->script = script_new(&engine->ruleset->headers);
  str path = item->snapshot ? item->snapshot_path : item->path;
  bool is_read = script_parse(engine->script, item->snapshot, path, item->bytes, language) == SCRIPT_READ;
  if (is_read)
    drop_by_syntax(engine);
  bool is_whole = is_read && look_at_doors(engine, item, engine->candidates.len > 0 || str_contains_nocase(item->bytes, STR("apso")) || decodes(item->bytes));
  if (is_read && may_be_exported(engine, item, met->weak))
    is_whole &= look_at_importers(engine, item);
  if (!is_whole)
    coverage_degraded(coverage, DEGRADED_PARSER, item->path);
}

static void scan_bytes(struct engine *engine, const struct item *item, struct arena *kept, struct hits *out, struct coverage *coverage);

/* An item in UTF-16 or UTF-32 is scanned again as UTF-8: lines and columns are the same, in code points. */
static void scan_wide(struct engine *engine, const struct item *item, struct arena *kept, struct hits *out, struct coverage *coverage) {
  struct buf decoded = {0};
  enum encoding encoding;
  size_t before = out->len;
  if (!engine->in_wide && decode_wide(item->bytes, &encoding, &decoded)) {
    struct item narrow = *item;
    narrow.bytes = buf_str(&decoded);
    engine->in_wide = true;
    scan_bytes(engine, &narrow, kept, out, coverage);
    engine->in_wide = false;
  }
  for (size_t i = before; i < out->len; i++)
    show_as_decoded(engine->ruleset, &out->data[i], encoding_name(encoding), kept);
  buf_free(&decoded);
}

/* ---- texts inside texts ---- */

static void make_shipped(const struct engine *engine, struct hit *hit) {
  const struct rule *rule = ruleset_of_class(engine->ruleset, CLASS_SHIPPED);
  if (hit->key.len && rule)
    hit->rule = rule;
  hit->exposure = EXPOSURE_CLIENT;
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
  struct looking looking = {.item = item, .coverage = coverage};
  find_in_text(engine, &looking);
  judge_all(engine);
  named_all(engine->ruleset, item, &engine->candidates, &engine->scratch);
  find_in_script(engine, item, &looking.met, coverage);
  judge_all(engine);
  best_keep(&engine->candidates, &engine->scratch);
  struct showing showing = {engine->ruleset, &engine->candidates, &engine->around, engine->masked};
  show_hits(&showing, item, kept, out);
  engine->masked = showing.masked;
  if (engine->script)
    script_forget(engine->script);
  arena_clear(&engine->scratch);
  scan_inlays(engine, item, kept, out, before, coverage);
  if (looking.met.wide)
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
  struct looking looking = {.item = &item, .any_path = true, .coverage = &ignored};
  find_in_text(engine, &looking);
  judge_all(engine);
  arena_clear(&engine->scratch);
  struct triggers met = looking.met;
  return met.door || met.wide || engine->candidates.len > 0 || (met.weak && may_be_script(bytes));
}
