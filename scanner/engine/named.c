/* named.c -- gives candidates the names of their places, and what such a name says of them. */
#include "engine/named.h"

#include "base/utf8.h"
#include "engine/mask.h"
#include "engine/naming_formats.h"

enum { WORK_LIMIT = 64 * 1024 * 1024 }; /* bytes read for the names in one item; then only what stands before a key counts */

/* The rule of the header; NULL: no door knows it, or everybody uses it. */
static const struct rule *rule_of_header(const struct ruleset *ruleset, str name) {
  for (size_t i = 0; i < ruleset->doors_len; i++)
    for (size_t k = 0; !ruleset->doors[i].common && k < ruleset->doors[i].headers.len; k++)
      if (str_eq_nocase(ruleset->doors[i].headers.data[k], name))
        return ruleset->doors[i].rule;
  return NULL;
}

static bool is_plain(const struct candidate *candidate) {
  return !candidate->value && !candidate->file && candidate->key.len > 0;
}

/* The same place, found by another rule just before. */
static const struct candidate *twin_of(const struct candidates *candidates, size_t index) {
  const struct candidate *candidate = &candidates->data[index];
  for (size_t i = index; i-- > 0 && index - i < 8;)
    if (is_plain(&candidates->data[i]) && candidates->data[i].start == candidate->start && candidates->data[i].end == candidate->end)
      return &candidates->data[i];
  return NULL;
}

static bool is_utf8(str text) {
  for (size_t length; text.len; text = str_tail(text, length))
    if (!(length = utf8_length(text)))
      return false;
  return true;
}

/* A name as UTF-8: without a byte order mark, and if it is none, from Latin-1. */
static str readable(str name, struct arena *scratch) {
  if (str_starts(name, STR("\xef\xbb\xbf")))
    name = str_tail(name, 3);
  if (is_utf8(name))
    return name;
  struct buf out = {0};
  for (size_t i = 0; i < name.len; i++)
    utf8_add_code_point(&out, (unsigned char)name.ptr[i]);
  str copy = arena_copy(scratch, buf_str(&out));
  buf_free(&out);
  return copy;
}

/* A name may hold another key, or part of one. */
static str without_keys(str name, struct arena *scratch) {
  struct buf out = {0};
  mask_random(&out, name);
  str copy = arena_copy(scratch, buf_str(&out));
  buf_free(&out);
  return copy;
}

/* What the format of the file says, or what stands before it. */
static struct naming name_at(enum naming_format format, const struct item *item, const struct candidate *candidate, struct arena *scratch) {
  struct naming naming = {.name = STR_NONE};
  if (format != NAMING_NONE)
    naming = naming_find(format, item->bytes, candidate->start, candidate->end, scratch);
  if (naming.name.len || (format != NAMING_NONE && candidate->rule->named.len == 0))
    return naming;
  return (struct naming){.name = naming_assigned(item->bytes, candidate->start)};
}

/* A value of a header that a door knows is of that door's rule; scripts tell by themselves. */
static void settle_rule(const struct ruleset *ruleset, const struct item *item, struct candidate *candidate, const struct naming *naming) {
  if (!naming->is_pair || candidate->chain.len || script_language_of(item->path) != SCRIPT_NONE)
    return;
  const struct rule *header = rule_of_header(ruleset, naming->name);
  if (header && header->class < candidate->rule->class)
    candidate->rule = header;
}

/* What is sent in a header is called by its name, wherever that stands. */
static void call_by_header(const struct ruleset *ruleset, struct candidate *candidate) {
  str name = candidate->variable;
  size_t from = name.len;
  while (from > 0 && name.ptr[from - 1] != '.' && name.ptr[from - 1] != '/')
    from--;
  if (candidate->rule->class == CLASS_HEADER_LITERAL && rule_of_header(ruleset, str_tail(name, from)))
    candidate->variable = str_tail(name, from);
}

static bool may_be_called(const struct candidate *candidate) {
  return candidate->rule->named.len == 0 || candidate->value || str_contains_nocase(candidate->variable, candidate->rule->named);
}

void named_all(const struct ruleset *ruleset, const struct item *item, struct candidates *candidates, struct arena *scratch) {
  enum naming_format format = naming_format_of(item->path);
  size_t work = 0, kept = 0;
  for (size_t i = 0; i < candidates->len; i++) {
    struct candidate *candidate = &candidates->data[i];
    const struct candidate *twin = is_plain(candidate) ? twin_of(candidates, i) : NULL;
    if (twin) {
      candidate->variable = twin->variable;
    } else if (is_plain(candidate)) {
      work += item->bytes.len;
      struct naming naming = name_at(work < WORK_LIMIT ? format : NAMING_NONE, item, candidate, scratch);
      str name = naming.name.len ? readable(naming.name, scratch) : candidate->variable;
      candidate->variable = without_keys(name, scratch);
      settle_rule(ruleset, item, candidate, &naming);
    }
  }
  for (size_t i = 0; i < candidates->len; i++) {
    call_by_header(ruleset, &candidates->data[i]);
    if (may_be_called(&candidates->data[i]))
      candidates->data[kept++] = candidates->data[i];
  }
  candidates->len = kept;
}
