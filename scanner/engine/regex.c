/* regex.c -- bounded matching of PCRE2 patterns (home of pcre2). */
#include "engine/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "base/memory.h"

enum {
  PATTERN_LIMIT = 4096,       /* bytes of pattern */
  MATCH_LIMIT = 100 * 1000,   /* PCRE2's count of internal match calls, for each start offset */
  GROUP_LIMIT = 64,
  JIT_STACK_START = 32 * 1024,
  JIT_STACK_LIMIT = 1024 * 1024,
};

struct regex {
  pcre2_code *code;
  unsigned groups;
};

struct regex_space {
  pcre2_match_data *match;
  pcre2_match_context *context;
  pcre2_jit_stack *stack;
};

int regex_compile(str pattern, struct regex **regex, struct err *err) {
  if (pattern.len > PATTERN_LIMIT)
    return err_set(err, "pattern of more than %d bytes", PATTERN_LIMIT);
  int code;
  PCRE2_SIZE offset;
  pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)pattern.ptr, pattern.len, PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C,
                                       &code, &offset, NULL);
  if (!compiled) {
    char text[256];
    pcre2_get_error_message(code, (PCRE2_UCHAR *)text, sizeof text);
    return err_set(err, "pattern, at its byte %zu: %s", (size_t)offset, text);
  }
  pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE); /* without JIT the interpreter gives the same answers */
  uint32_t groups = 0;
  pcre2_pattern_info(compiled, PCRE2_INFO_CAPTURECOUNT, &groups);
  if (groups >= GROUP_LIMIT) {
    pcre2_code_free(compiled);
    return err_set(err, "pattern with more than %d groups", GROUP_LIMIT - 1);
  }
  *regex = memory_new(sizeof **regex);
  **regex = (struct regex){compiled, groups};
  return 0;
}

void regex_free(struct regex *regex) {
  if (!regex)
    return;
  pcre2_code_free(regex->code);
  free(regex);
}

unsigned regex_groups(const struct regex *regex) {
  return regex->groups;
}

unsigned regex_group_named(const struct regex *regex, const char *name) {
  int number = pcre2_substring_number_from_name(regex->code, (PCRE2_SPTR)name);
  return number > 0 ? (unsigned)number : 0;
}

struct regex_space *regex_space_new(void) {
  struct regex_space *space = memory_new(sizeof *space);
  space->match = pcre2_match_data_create(GROUP_LIMIT, NULL);
  space->context = pcre2_match_context_create(NULL);
  space->stack = pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_LIMIT, NULL);
  if (!space->match || !space->context || !space->stack)
    abort(); /* no memory */
  pcre2_set_match_limit(space->context, MATCH_LIMIT);
  pcre2_jit_stack_assign(space->context, NULL, space->stack);
  return space;
}

void regex_space_free(struct regex_space *space) {
  if (!space)
    return;
  pcre2_match_data_free(space->match);
  pcre2_match_context_free(space->context);
  pcre2_jit_stack_free(space->stack);
  free(space);
}

int regex_find(const struct regex *regex, struct regex_space *space, str subject, size_t from, bool mid_line) {
  int found = pcre2_match(regex->code, (PCRE2_SPTR)subject.ptr, subject.len, from, mid_line ? PCRE2_NOTBOL : 0,
                          space->match, space->context);
  if (found >= 0)
    return 1;
  return found == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

str regex_group(const struct regex_space *space, str subject, unsigned group) {
  const PCRE2_SIZE *spans = pcre2_get_ovector_pointer(space->match);
  PCRE2_SIZE start = spans[2 * group], end = spans[2 * group + 1];
  if (start == PCRE2_UNSET || end < start || end > subject.len)
    return STR_NONE;
  return str_range(subject.ptr + start, subject.ptr + end);
}
