/* reached.c -- what reaches a door, as candidates. */
#include "engine/reached.h"

#include <stdint.h>

#include "engine/variable.h"
#include "model/key.h"

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
static const struct rule *rule_of(const struct ruleset *ruleset, const struct script_value *value, size_t offset) {
  str before = str_head(value->text, offset);
  for (size_t d = 0; value->door->shape != DOOR_HEADER && d < ruleset->doors_len; d++) {
    const struct door *door = &ruleset->doors[d];
    for (size_t h = 0; h < door->headers.len; h++)
      if (str_contains_nocase(before, door->headers.data[h]))
        return door->rule;
  }
  return value->door->rule;
}

/* Where a key of a value stands: itself if one literal holds it as it is, else the value's first literal. */
static void add_key(const struct reaching *reaching, const struct item *item, const struct script_value *value, str key) {
  size_t offset = (size_t)(key.ptr - value->text.ptr);
  const struct script_span *first = &value->spans[span_at(item, value, offset)];
  struct candidate candidate = {.rule = rule_of(reaching->ruleset, value, offset), .key = key, .start = first->start, .end = first->end,
                                .value = value, .file = first->file};
  for (size_t i = 0; i < value->spans_len; i++) {
    size_t at = str_find(text_of_span(item, &value->spans[i]), key, 0);
    if (at == SIZE_MAX)
      continue;
    candidate.file = value->spans[i].file;
    candidate.start = value->spans[i].start + at;
    candidate.end = candidate.start + key.len;
    break;
  }
  vec_push(reaching->out, candidate);
}

/* A variable that a bundler writes into what it ships. */
static void add_variable(const struct reaching *reaching, const struct script_value *value) {
  str name;
  const struct rule *rule = value->is_public ? variable_rule_public(reaching->ruleset, value->text, &name)
                                             : variable_rule(reaching->ruleset, value->module, value->text, reaching->scratch, &name);
  const struct script_span *last = &value->spans[value->spans_len - 1];
  bool is_apso = value->door->shape != DOOR_HEADER || str_contains_nocase(value->text, STR("apso"));
  if (rule && is_apso) /* other services have headers of these names too */
    vec_push(reaching->out, (struct candidate){.rule = rule, .start = last->start, .end = last->end, .variable = name, .value = value,
                                                .file = last->file});
}

void reached_add(const struct reaching *reaching, const struct item *item, const struct script_value *value) {
  size_t from = 0;
  str key;
  if (value->spans_len && value->is_external)
    add_variable(reaching, value);
  while (value->spans_len && !value->is_external && (key = next_key(value->text, &from)).len)
    add_key(reaching, item, value, key);
}
