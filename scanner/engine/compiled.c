/* compiled.c -- a rule that was checked and can be run. */
#include "engine/compiled.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "engine/prefilter.h"
#include "model/key.h"

enum { ID_LIMIT = 64, KEYWORD_LIMIT = 128 };

struct making {
  const struct rule *rule;
  struct yaml_place place;
  size_t *family;
  struct arena *kept;
  struct compiled_rule *out;
  struct err *err;
};

/* A value of the rule: a field's, and of a list the index-th. */
struct value {
  const char *field;
  size_t index;
};

static int fail_inside(struct making *m, struct value value, size_t inside, const char *format, va_list args) {
  struct yaml_place at = yaml_place_in(m->place, value.field, value.index, inside);
  char text[512];
  vsnprintf(text, sizeof text, format, args);
  err_set(m->err, "rule '%.*s': %s", STR_ARG(m->rule->id), text);
  return err_prefix(m->err, "%.*s:%zu:%zu", STR_ARG(at.file), at.line, at.column);
}

static int __attribute__((format(printf, 3, 4))) fail(struct making *m, struct value value, const char *format, ...) {
  va_list args;
  va_start(args, format);
  int failed = fail_inside(m, value, 0, format, args);
  va_end(args);
  return failed;
}

/* What PCRE2 says of a pattern, at the character it means. */
static int __attribute__((format(printf, 4, 5)))
fail_pattern(struct making *m, struct value value, size_t offset, const char *format, ...) {
  va_list args;
  va_start(args, format);
  int failed = fail_inside(m, value, offset == SIZE_MAX ? 0 : offset, format, args);
  va_end(args);
  return failed;
}

/* ---- names and words ---- */

static bool is_id(str id) {
  if (id.len == 0 || id.len > ID_LIMIT || id.ptr[0] == '-' || id.ptr[0] == '.')
    return false;
  for (size_t i = 0; i < id.len; i++)
    if (!key_is_tail_byte(id.ptr[i]) && id.ptr[i] != '.')
      return false;
  return true;
}

static int check_id(struct making *m) {
  if (is_id(m->rule->id))
    return 0;
  return fail(m, (struct value){"id", 0}, "an id has at most %d letters, digits, '-', '_' and '.'", ID_LIMIT);
}

static int check_keywords(struct making *m) {
  const struct str_list *keywords = &m->rule->keywords;
  if (m->rule->pattern.len && keywords->len == 0)
    return fail(m, (struct value){"pattern", 0}, "a pattern needs 'keywords': text that every match holds");
  for (size_t i = 0; i < keywords->len; i++) {
    size_t len = keywords->data[i].len;
    if (len < KEYWORD_MINIMUM)
      return fail(m, (struct value){"keywords", i}, "keyword of less than %d bytes", KEYWORD_MINIMUM);
    if (len > KEYWORD_LIMIT)
      return fail(m, (struct value){"keywords", i}, "keyword of more than %d bytes", KEYWORD_LIMIT);
  }
  return 0;
}

/* ---- globs ---- */

static const char *what_is_wrong(str glob) {
  if (glob.len == 0)
    return "an empty glob fits nothing";
  if (glob.ptr[0] == '/' || str_starts(glob, STR("./")))
    return "paths begin at the top of what is scanned, without '/' or './'";
  if (glob.ptr[0] == '!')
    return "a glob cannot say no; 'not-paths' does";
  if (str_ends(glob, STR("/")))
    return "a glob names files; a folder's are 'folder/**'";
  for (size_t i = 0; i < glob.len; i++)
    if (strchr("[]{}\\", glob.ptr[i]))
      return "a glob knows *, ** and ? only; write one for each form";
  return NULL;
}

static int check_globs(struct making *m, const char *field, const struct str_list *globs) {
  for (size_t i = 0; i < globs->len; i++) {
    const char *wrong = what_is_wrong(globs->data[i]);
    if (wrong)
      return fail(m, (struct value){field, i}, "%s", wrong);
  }
  return 0;
}

/* ---- patterns ---- */

static int compile(struct making *m, struct value value, str pattern, struct regex **regex) {
  size_t offset;
  struct err err;
  if (regex_compile_shared(pattern, m->family, regex, &offset, &err)) {
    if (offset == SIZE_MAX)
      return fail(m, value, "%s", err.text);
    return fail_pattern(m, value, offset, "pattern, at its byte %zu: %s", offset, err.text);
  }
  if (regex_may_be_empty(*regex))
    return fail(m, value, "the pattern fits a text of no bytes, so that it would be found everywhere");
  return 0;
}

static int check_pattern(struct making *m) {
  const struct rule *rule = m->rule;
  if (rule->pattern.len == 0)
    return rule->keywords.len ? fail(m, (struct value){"keywords", 0}, "keywords without a 'pattern' do nothing") : 0;
  if (compile(m, (struct value){"pattern", 0}, rule->pattern, &m->out->regex))
    return -1;
  unsigned groups = regex_groups(m->out->regex);
  if (rule->group > groups)
    return fail(m, (struct value){"group", 0}, "'group' is %u, the pattern has %u", rule->group, groups);
  m->out->name_group = regex_group_named(m->out->regex, "name");
  return 0;
}

static int check_allow(struct making *m) {
  const struct str_list *allow = &m->rule->allow;
  m->out->allow = arena_zeroed(m->kept, allow->len * sizeof *m->out->allow + 1);
  for (size_t i = 0; i < allow->len; i++)
    if (compile(m, (struct value){"allow", i}, allow->data[i], &m->out->allow[i]))
      return -1;
  return 0;
}

static int check_conditions(struct making *m) {
  const struct rule *rule = m->rule;
  if (rule->max_length && rule->max_length < rule->min_length)
    return fail(m, (struct value){"max-length", 0}, "'max-length' is less than 'min-length'");
  if (rule->entropy > 8)
    return fail(m, (struct value){"entropy", 0}, "a byte has at most 8 bits of entropy");
  return check_globs(m, "paths", &rule->paths) || check_globs(m, "not-paths", &rule->not_paths) ? -1 : 0;
}

int compiled_make(const struct rule *rule, struct yaml_place place, size_t *family, struct arena *kept,
                  struct compiled_rule *out, struct err *err) {
  struct making m = {rule, place, family, kept, out, err};
  *out = (struct compiled_rule){.rule = rule};
  if (check_id(&m) || check_keywords(&m) || check_conditions(&m) || check_pattern(&m) || check_allow(&m))
    return -1;
  return 0;
}

void compiled_free(struct compiled_rule *compiled) {
  regex_free(compiled->regex);
  for (size_t i = 0; compiled->allow && i < compiled->rule->allow.len; i++)
    regex_free(compiled->allow[i]);
}
