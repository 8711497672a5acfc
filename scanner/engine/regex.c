/* regex.c -- bounded matching of PCRE2 patterns (home of pcre2). */
#include "engine/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"

enum {
  PATTERN_LIMIT = 4096,       /* bytes of pattern */
  MATCH_LIMIT = 100 * 1000,   /* PCRE2's count of internal match calls, for each start offset */
  GROUP_LIMIT = 64,
  HEAP_LIMIT = 64 * 1024,     /* KiB, of the interpreter */
  JIT_STACK_START = 32 * 1024,
  JIT_STACK_LIMIT = 1024 * 1024,
};

#define ALONE SIZE_MAX

struct regex {
  pcre2_code *code;
  unsigned groups;
  size_t number; /* in its family; ALONE: of none, its code is machine code already */
};

struct regex_space {
  pcre2_match_data *match;
  pcre2_match_data *aside; /* of regex_matches */
  pcre2_match_context *context;
  pcre2_jit_stack *stack;
  VEC(pcre2_code *) own; /* machine code of shared ones, by number; NULL: not met yet */
};

/* Without machine code the interpreter gives the same answers, but counts its work in another way. */
static void translate(pcre2_code *code) {
  pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
}

static int compile(str pattern, uint32_t options, struct regex *regex, size_t *offset, struct err *err) {
  int code;
  PCRE2_SIZE at = 0;
  *offset = SIZE_MAX;
  if (pattern.len > PATTERN_LIMIT)
    return err_set(err, "pattern of more than %d bytes", PATTERN_LIMIT);
  regex->code = pcre2_compile((PCRE2_SPTR)pattern.ptr, pattern.len, options | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C,
                              &code, &at, NULL);
  if (!regex->code) {
    *offset = at;
    char text[256];
    pcre2_get_error_message(code, (PCRE2_UCHAR *)text, sizeof text);
    return err_set(err, "%s", text);
  }
  uint32_t groups = 0;
  pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &groups);
  regex->groups = groups;
  if (groups < GROUP_LIMIT)
    return 0;
  pcre2_code_free(regex->code);
  return err_set(err, "pattern with more than %d groups", GROUP_LIMIT - 1);
}

int regex_compile(str pattern, struct regex **out, struct err *err) {
  struct regex regex = {.number = ALONE};
  size_t offset;
  if (compile(pattern, 0, &regex, &offset, err))
    return offset == SIZE_MAX ? -1 : err_prefix(err, "pattern, at its byte %zu", offset);
  translate(regex.code);
  *out = memory_new(sizeof **out);
  **out = regex;
  return 0;
}

int regex_compile_shared(str pattern, size_t *family, struct regex **out, size_t *offset, struct err *err) {
  struct regex regex = {.number = *family};
  if (compile(pattern, PCRE2_NEVER_UTF, &regex, offset, err))
    return -1;
  *family += 1;
  *out = memory_new(sizeof **out);
  **out = regex;
  return 0;
}

bool regex_may_be_empty(const struct regex *regex) {
  uint32_t may = 0;
  pcre2_pattern_info(regex->code, PCRE2_INFO_MATCHEMPTY, &may);
  return may != 0;
}

void regex_free(struct regex *regex) {
  if (!regex)
    return;
  pcre2_code_free(regex->code);
  free(regex);
}

int regex_needed_byte(const struct regex *regex) {
  uint32_t type = 0, byte = 0;
  pcre2_pattern_info(regex->code, PCRE2_INFO_LASTCODETYPE, &type);
  pcre2_pattern_info(regex->code, PCRE2_INFO_LASTCODEUNIT, &byte);
  return type ? (int)byte : -1;
}

unsigned regex_groups(const struct regex *regex) {
  return regex->groups;
}

unsigned regex_group_named(const struct regex *regex, const char *name) {
  int number = pcre2_substring_number_from_name(regex->code, (PCRE2_SPTR)name);
  return number > 0 ? (unsigned)number : 0;
}

struct regex_space *regex_space_new(void) {
  struct regex_space *space = memory_new_zeroed(1, sizeof *space);
  space->match = pcre2_match_data_create(GROUP_LIMIT, NULL);
  space->aside = pcre2_match_data_create(1, NULL);
  space->context = pcre2_match_context_create(NULL);
  space->stack = pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_LIMIT, NULL);
  if (!space->match || !space->aside || !space->context || !space->stack)
    abort(); /* no memory */
  pcre2_set_match_limit(space->context, MATCH_LIMIT);
  pcre2_set_heap_limit(space->context, HEAP_LIMIT);
  pcre2_jit_stack_assign(space->context, NULL, space->stack);
  return space;
}

void regex_space_free(struct regex_space *space) {
  if (!space)
    return;
  for (size_t i = 0; i < space->own.len; i++)
    pcre2_code_free(space->own.data[i]);
  vec_free(&space->own);
  pcre2_match_data_free(space->match);
  pcre2_match_data_free(space->aside);
  pcre2_match_context_free(space->context);
  pcre2_jit_stack_free(space->stack);
  free(space);
}

static const pcre2_code *code_of(const struct regex *regex, struct regex_space *space) {
  if (regex->number == ALONE)
    return regex->code;
  while (space->own.len <= regex->number)
    vec_push(&space->own, NULL);
  pcre2_code **own = &space->own.data[regex->number];
  if (!*own) {
    *own = pcre2_code_copy(regex->code);
    if (!*own)
      abort(); /* no memory */
    translate(*own);
  }
  return *own;
}

static int match(const struct regex *regex, struct regex_space *space, str subject, size_t from, uint32_t options,
                 pcre2_match_data *data) {
  PCRE2_SPTR bytes = (PCRE2_SPTR)(subject.ptr ? subject.ptr : "");
  int found = pcre2_match(code_of(regex, space), bytes, subject.len, from, options, data, space->context);
  return found >= 0 ? 1 : found == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

int regex_find(const struct regex *regex, struct regex_space *space, str subject, size_t from, bool mid_line) {
  return match(regex, space, subject, from, mid_line ? PCRE2_NOTBOL : 0, space->match);
}

int regex_matches(const struct regex *regex, struct regex_space *space, str subject) {
  return match(regex, space, subject, 0, 0, space->aside);
}

str regex_group(const struct regex_space *space, str subject, unsigned group) {
  const PCRE2_SIZE *spans = pcre2_get_ovector_pointer(space->match);
  PCRE2_SIZE start = spans[2 * group], end = spans[2 * group + 1];
  if (start == PCRE2_UNSET || end < start || end > subject.len)
    return STR_NONE;
  return str_range(subject.ptr + start, subject.ptr + end);
}
