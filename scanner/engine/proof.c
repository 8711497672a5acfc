/* proof.c -- runs the examples of rules and doors.
   Each at a path for each glob of its rule, several times with other random keys. */
#include "engine/proof.h"

#include <stdint.h>
#include <stdlib.h>

#include "engine/conditions.h"
#include "engine/engine.h"
#include "engine/example.h"
#include "engine/mask.h"

enum {
  ROUNDS = 8,          /* with other keys each */
  SHOWN = 90,          /* bytes of an example that are told */
  HOSTILE_BEFORE = 512,
  HOSTILE_BEHIND = 4096,
  HOSTILE_KEYWORDS = 8, /* of a rule that are tried */
};

struct proving {
  const struct ruleset *ruleset;
  struct engine *engine;
  struct regex_space *space;
  struct arena scratch; /* one example */
  proof_teller *tell;
  void *data;
  struct proof *proof;
};

/* What is proved: a rule, or a door. */
struct subject {
  const struct rule *rule;
  const struct door *door; /* NULL: the rule's own examples */
  str path;
};

static void tell(struct proving *p, const struct subject *subject, bool is_warning, size_t line, str text) {
  str name = subject->door ? subject->door->name : subject->rule->id;
  str file = subject->door ? subject->door->file : subject->rule->file;
  *(is_warning ? &p->proof->warnings : &p->proof->failures) += 1;
  p->tell(p->data, &(struct proof_note){is_warning, file, line, name, text});
}

/* ---- an example ---- */

enum outcome { OUTCOME_FOUND, OUTCOME_NOT_FOUND, OUTCOME_OTHER, OUTCOME_LIMIT, OUTCOME_BAD_FORM };

/* How it went, and the clause that says why. */
struct answer {
  enum outcome outcome;
  str why;
  uint64_t seed; /* with which its text was made */
};

/* Is the hit what the subject is there for? Another rule of a better class may find the same. */
static bool is_hit_of(const struct subject *subject, const struct hit *hit, bool or_better) {
  if (subject->door)
    return hit->flow_len > 0 && str_eq(hit->flow[hit->flow_len - 1].what, subject->door->name);
  bool is_better = or_better && subject->rule->class != CLASS_HYGIENE && hit->rule->class < subject->rule->class;
  return hit->rule == subject->rule || is_better;
}

static struct answer scan(struct proving *p, const struct subject *subject, str text, bool or_better) {
  struct hits hits = {0};
  struct coverage coverage = {0};
  struct answer answer = {OUTCOME_NOT_FOUND, STR_NONE};
  struct item item = {.bytes = text, .path = subject->path, .first_line = 1};
  engine_scan(p->engine, &item, &p->scratch, &hits, &coverage);
  if (coverage.degraded[DEGRADED_MATCH].count)
    answer.outcome = OUTCOME_LIMIT;
  else if (hits.len)
    answer = (struct answer){OUTCOME_OTHER, hits.data[0].rule->id};
  for (size_t i = 0; i < hits.len; i++)
    if (is_hit_of(subject, &hits.data[i], or_better))
      answer.outcome = OUTCOME_FOUND;
  vec_free(&hits);
  return answer;
}

/* One of several rounds; the seed goes on. */
static struct answer try_once(struct proving *p, const struct subject *subject, str example, bool or_better,
                              uint64_t *seed) {
  struct example_text made;
  struct err err;
  if (example_expand(example, seed, &p->scratch, &made, &err))
    return (struct answer){OUTCOME_BAD_FORM, arena_copy(&p->scratch, str_from(err.text))};
  return scan(p, subject, made.text, or_better);
}

static bool has_keyword(const struct rule *rule, str text) {
  for (size_t i = 0; i < rule->keywords.len; i++)
    if (str_find(text, rule->keywords.data[i], 0) != SIZE_MAX)
      return true;
  return false;
}

/* Why a rule does not find the text; an author wants to know. */
static str why_not(struct proving *p, const struct rule *rule, str text) {
  const struct compiled_rule *compiled = ruleset_compiled(p->ruleset, rule);
  if (!compiled->regex || rule->encoded)
    return STR("no door and no other rule finds it");
  if (!has_keyword(rule, text))
    return STR("none of its keywords is in it");
  int found = regex_find(compiled->regex, p->space, text, 0, false);
  if (found <= 0)
    return found ? STR("the pattern runs into its match limit") : STR("the pattern does not match");
  str key = regex_group(p->space, text, rule->group);
  if (key.len == 0)
    return STR("the group that is the key is empty");
  const char *refusal = conditions_refusal(compiled, p->space, key);
  if (!refusal && rule->named.len)
    return STR("the place is not called as 'named' asks, or no match holds a keyword");
  return refusal ? str_from(refusal) : STR("no match holds a keyword");
}

/* ---- what is told of it ---- */

/* The example as it is written; what looks like a whole key is masked. */
static void add_source(struct buf *out, str source) {
  mask_random(out, str_head(source, SHOWN));
  buf_add(out, source.len > SHOWN ? STR("…") : STR_NONE);
}

static void add_why(struct buf *out, struct proving *p, const struct subject *subject, str example,
                    struct answer answer) {
  uint64_t seed = answer.seed;
  struct example_text made;
  struct err ignored;
  if (answer.outcome == OUTCOME_OTHER)
    buf_printf(out, "rule '%.*s' finds it instead", STR_ARG(answer.why));
  else if (answer.outcome == OUTCOME_LIMIT)
    buf_printf(out, "the pattern runs into its match limit");
  else if (subject->door)
    buf_printf(out, "no value reaches the door");
  else if (!example_expand(example, &seed, &p->scratch, &made, &ignored))
    buf_add(out, why_not(p, subject->rule, made.text));
}

static void tell_wrong(struct proving *p, const struct subject *subject, bool is_counter, size_t index, str example,
                       struct answer answer) {
  struct buf text = {0};
  const size_t *lines = subject->door ? (is_counter ? subject->door->counter_lines : subject->door->example_lines)
                                      : (is_counter ? subject->rule->counter_lines : subject->rule->example_lines);
  buf_printf(&text, answer.outcome == OUTCOME_BAD_FORM ? "%s %zu: " : "%s %zu ", is_counter ? "counter-example" : "example", index + 1);
  if (answer.outcome == OUTCOME_BAD_FORM)
    buf_add(&text, answer.why);
  else
    buf_printf(&text, "is %sfound at %.*s", is_counter ? "" : "not ", STR_ARG(subject->path));
  if (answer.outcome != OUTCOME_BAD_FORM && !is_counter) {
    buf_add(&text, STR(", for "));
    add_why(&text, p, subject, example, answer);
  }
  buf_add(&text, STR(": "));
  add_source(&text, example);
  tell(p, subject, false, lines[index], buf_str(&text));
  buf_free(&text);
}

/* Several rounds; true if each is as it should be. */
static bool prove_example(struct proving *p, const struct subject *subject, bool is_counter, size_t index,
                          str example) {
  uint64_t seed = 1;
  bool is_right = true;
  for (int round = 0; round < ROUNDS && is_right; round++) {
    uint64_t before = seed;
    struct answer answer = try_once(p, subject, example, !is_counter, &seed);
    answer.seed = before;
    is_right = answer.outcome != OUTCOME_BAD_FORM && (answer.outcome == OUTCOME_FOUND) != is_counter;
    if (!is_right)
      tell_wrong(p, subject, is_counter, index, example, answer);
    arena_clear(&p->scratch);
  }
  return is_right;
}

/* Those that went wrong at one path are not tried at the next one: `wrong` has a byte for each. */
static void prove_list(struct proving *p, const struct subject *subject, const struct str_list *list, bool is_counter,
                       char *wrong) {
  for (size_t i = 0; i < list->len; i++)
    if (!wrong[i])
      wrong[i] = !prove_example(p, subject, is_counter, i, list->data[i]);
}

/* ---- a rule ---- */

/* A path that the glob accepts. */
static str path_for(str glob, struct arena *kept) {
  struct buf path = {0};
  for (size_t i = 0; i < glob.len; i++) {
    if (glob.ptr[i] != '*')
      buf_add_byte(&path, glob.ptr[i] == '?' ? 'q' : glob.ptr[i]);
    else if (i == 0 || glob.ptr[i - 1] != '*')
      buf_add(&path, STR("sample"));
  }
  str copy = arena_copy(kept, buf_str(&path));
  buf_free(&path);
  return copy;
}

static const str any_paths[] = {{"docs/notes.txt", 14}, {"sample", 6}, {"src/sample.py", 13}};

/* One for each glob; for a rule without globs, the first that its `not-paths` leave. */
static struct str_list paths_of(const struct rule *rule, struct arena *kept) {
  size_t wanted = rule->paths.len ? rule->paths.len : sizeof any_paths / sizeof *any_paths, len = 0;
  str *paths = arena_zeroed(kept, wanted * sizeof *paths);
  for (size_t i = 0; i < wanted; i++) {
    str path = rule->paths.len ? path_for(rule->paths.data[i], kept) : any_paths[i];
    if (conditions_path_fits(rule, path))
      paths[len++] = path;
    if (rule->paths.len == 0 && len)
      break;
  }
  return (struct str_list){paths, len};
}

static void prove_at_paths(struct proving *p, struct subject *subject, const struct str_list *paths) {
  const struct rule *rule = subject->rule;
  char *wrong = memory_new_zeroed(rule->examples.len + rule->counter_examples.len + 1, 1);
  for (size_t i = 0; i < paths->len; i++) {
    subject->path = paths->data[i];
    prove_list(p, subject, &rule->examples, false, wrong);
    prove_list(p, subject, &rule->counter_examples, true, wrong + rule->examples.len);
  }
  free(wrong);
}

static bool stands_in_one(struct proving *p, const struct str_list *examples, str keyword) {
  bool found = false;
  uint64_t seed = 1;
  for (size_t i = 0; i < examples->len && !found; i++) {
    struct example_text made;
    struct err ignored;
    if (!example_expand(examples->data[i], &seed, &p->scratch, &made, &ignored))
      found = str_find(made.text, keyword, 0) != SIZE_MAX;
    arena_clear(&p->scratch);
  }
  return found;
}

/* A keyword that no example needs may be one that no match has. */
static void prove_keywords(struct proving *p, const struct subject *subject) {
  const struct rule *rule = subject->rule;
  for (size_t i = 0; i < rule->keywords.len && !rule->encoded; i++) {
    if (stands_in_one(p, &rule->examples, rule->keywords.data[i]))
      continue;
    str text = arena_printf(&p->scratch, "keyword '%.*s' is in none of the examples: does a match need it?",
                            STR_ARG(rule->keywords.data[i]));
    tell(p, subject, false, rule->line, text);
  }
}

/* Is any example found by the rule itself? */
static void prove_own(struct proving *p, const struct subject *subject) {
  const struct str_list *examples = &subject->rule->examples;
  bool found = examples->len == 0;
  uint64_t seed = 2;
  for (size_t i = 0; i < examples->len && !found; i++) {
    found = try_once(p, subject, examples->data[i], false, &seed).outcome == OUTCOME_FOUND;
    arena_clear(&p->scratch);
  }
  if (!found)
    tell(p, subject, false, subject->rule->line, STR("none of its examples is found by this rule itself"));
}

/* ---- patterns that explode ---- */

/* Long runs of one byte round a keyword: what a pattern with nested repetitions takes longest for. */
static bool is_calm(struct proving *p, const struct compiled_rule *compiled, str keyword, char byte) {
  static const size_t forms[][3] = {
      {HOSTILE_BEFORE, HOSTILE_BEHIND, 0}, {0, HOSTILE_BEHIND, 1}, {HOSTILE_BEFORE, 0, 1}};
  int needed = regex_needed_byte(compiled->regex);
  bool is_calm = true;
  for (size_t i = 0; i < sizeof forms / sizeof *forms && is_calm; i++) {
    struct buf text = {0};
    for (size_t n = forms[i][0]; n > 0; n--)
      buf_add_byte(&text, byte);
    buf_add(&text, keyword);
    for (size_t n = forms[i][1]; n > 0; n--)
      buf_add_byte(&text, byte);
    buf_add(&text, forms[i][2] ? STR("\x01") : STR_NONE);
    if (needed >= 0)
      buf_add_byte(&text, (char)needed);
    is_calm = regex_find(compiled->regex, p->space, buf_str(&text), 0, false) >= 0;
    buf_free(&text);
  }
  return is_calm;
}

static void prove_calm(struct proving *p, const struct subject *subject) {
  static const char bytes[] = "aA0 =\"-_./\t\n";
  const struct rule *rule = subject->rule;
  const struct compiled_rule *compiled = ruleset_compiled(p->ruleset, rule);
  bool calm = true;
  for (size_t i = 0; i < rule->keywords.len && i < HOSTILE_KEYWORDS; i++)
    for (size_t k = 0; bytes[k] && calm; k++)
      calm = is_calm(p, compiled, rule->keywords.data[i], bytes[k]);
  if (!calm)
    tell(p, subject, true, rule->line,
         STR("the pattern may hit its match limit where a long run stands beside a keyword: nested repetitions?"));
}

static void prove_rule(struct proving *p, const struct rule *rule) {
  struct arena kept = {0};
  struct subject subject = {rule, NULL, STR_NONE};
  struct str_list paths = paths_of(rule, &kept);
  p->proof->rules++;
  p->proof->examples += rule->examples.len;
  p->proof->counter_examples += rule->counter_examples.len;
  if (paths.len < rule->paths.len || paths.len == 0)
    tell(p, &subject, false, rule->line, STR("a glob of 'paths' accepts nothing that 'not-paths' leaves"));
  if (rule->pattern.len && rule->examples.len == 0)
    tell(p, &subject, false, rule->line, STR("it has no example: nothing shows what it finds"));
  if (rule->pattern.len && rule->counter_examples.len == 0)
    tell(p, &subject, false, rule->line, STR("it has no counter-example: nothing shows what it leaves alone"));
  prove_at_paths(p, &subject, &paths);
  subject.path = paths.len ? paths.data[0] : STR_NONE;
  if (rule->pattern.len && paths.len) {
    prove_own(p, &subject);
    prove_keywords(p, &subject);
    prove_calm(p, &subject);
  }
  arena_clear(&p->scratch);
  arena_free(&kept);
}

/* ---- a door ---- */

static void prove_door(struct proving *p, const struct door *door) {
  struct subject subject = {door->rule, door, STR("src/sample.ts")};
  char *wrong = memory_new_zeroed(door->examples.len + door->counter_examples.len + 1, 1);
  p->proof->doors++;
  p->proof->examples += door->examples.len;
  p->proof->counter_examples += door->counter_examples.len;
  if (door->examples.len == 0)
    tell(p, &subject, false, door->line, STR("the door has no example: nothing shows that it opens"));
  prove_list(p, &subject, &door->examples, false, wrong);
  prove_list(p, &subject, &door->counter_examples, true, wrong + door->examples.len);
  free(wrong);
}

void proof_run(const struct ruleset *ruleset, const struct rule *only, proof_teller *teller, void *data,
               struct proof *proof) {
  struct proving p = {ruleset, engine_new(ruleset), regex_space_new(), {NULL}, teller, data, proof};
  for (size_t i = 0; i < ruleset->rules_len; i++)
    if (!only || ruleset->rules[i] == only)
      prove_rule(&p, ruleset->rules[i]);
  for (size_t i = 0; i < ruleset->doors_len; i++)
    if (!only || ruleset->doors[i].rule == only)
      prove_door(&p, &ruleset->doors[i]);
  engine_free(p.engine);
  regex_space_free(p.space);
  arena_free(&p.scratch);
}
