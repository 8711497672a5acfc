/* fuzz_builtin.c -- built-in functions on a stack of values. Each line of the input does one thing:
     t TEXT, b BYTES, n NUMBER, r PATTERN/FLAGS  puts a value
     l N          makes a list of the last N
     m NAME, f NAME, o SIGN, u SIGN, p NAME      a method, function, operator, unary operator, property;
                  N in front of the name (m2replace) is how many of the last are arguments. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/script/builtin.h"
#include "engine/script/builtin_numeral.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STACK_MAX = 64, LINES_MAX = 64, ROOM = 1 << 20 };

struct stack {
  struct maker maker;
  struct value values[STACK_MAX];
  size_t len;
  uint32_t line;
};

static void must(bool holds) {
  if (!holds)
    abort();
}

static void check(const struct value *value) {
  must((value->kind != VALUE_TEXT && value->kind != VALUE_BYTES) || value->text.len <= TEXT_SIZE_MAX);
  must(value->kind != VALUE_LIST || value->items_len <= LIST_MAX);
  for (size_t i = 0; value->kind == VALUE_LIST && i < value->items_len; i++)
    must(value->items[i].len <= VALUES_MAX && (value->items[i].len == 0 || value->items[i].data));
}

static void push(struct stack *stack, struct value value) {
  check(&value);
  if (stack->len < STACK_MAX)
    stack->values[stack->len++] = value;
}

static void put(struct stack *stack, char kind, str text) {
  const struct origin *origin = origin_span(&stack->maker, NULL, stack->line, stack->line + 1);
  struct value value = value_text(text, origin);
  size_t slash = str_find_byte(text, '/', 0);
  if (kind == 'b')
    value.kind = VALUE_BYTES;
  if (kind == 'n')
    value = value_number(numeral_read(text), origin);
  str flags = slash == SIZE_MAX ? STR_NONE : str_tail(text, slash + 1);
  if (kind == 'r' && !builtin_regexp(&stack->maker, str_head(text, slash), flags, origin, &value))
    return;
  push(stack, value);
}

static void make_list(struct stack *stack, size_t len) {
  struct values *items = maker_take(&stack->maker, len * sizeof *items);
  for (size_t i = 0; items && i < len; i++)
    items[i] = values_one(&stack->maker, stack->values[stack->len - len + i]);
  stack->len -= len;
  if (items)
    push(stack, (struct value){.kind = VALUE_LIST, .items = items, .items_len = len});
}

static enum builtin_outcome run(struct stack *stack, char kind, str name, const struct value *self, size_t len,
                                struct value *result) {
  const struct value *arguments = self + (kind != 'f');
  switch (kind) {
  case 'm': return builtin_method(&stack->maker, self, name, arguments, len, result);
  case 'f': return builtin_function(&stack->maker, name, arguments, len, result);
  case 'o': return len ? builtin_operator(&stack->maker, name, self, arguments, result) : BUILTIN_NONE;
  case 'u': return builtin_unary(&stack->maker, name, self, result);
  case 'p': return builtin_property(&stack->maker, self, name, result);
  default: return BUILTIN_NONE;
  }
}

/* self stands before its arguments. What was made takes their place, else they stay. */
static void call(struct stack *stack, char kind, str name, size_t len) {
  size_t taken = len + (kind != 'f');
  if (taken > stack->len)
    return;
  struct value *self = &stack->values[stack->len - taken], result = {0};
  str text;
  if (run(stack, kind, name, self, len, &result) != BUILTIN_MADE)
    return;
  stack->len -= taken;
  push(stack, result);
  if (value_to_text(&stack->maker, &result, &text))
    must(text.len <= TEXT_SIZE_MAX);
}

static size_t count_in(str *line) {
  if (line->len == 0 || line->ptr[0] < '0' || line->ptr[0] > '9')
    return 0;
  size_t count = (size_t)(line->ptr[0] - '0');
  *line = str_tail(*line, 1);
  return count;
}

static void do_line(struct stack *stack, str line) {
  if (line.len == 0)
    return;
  char kind = line.ptr[0];
  line = str_tail(line, 1);
  if (strchr("tbnr", kind) && kind) {
    put(stack, kind, line);
    return;
  }
  size_t count = count_in(&line);
  if (kind == 'l' && count <= stack->len)
    make_list(stack, count);
  else if (kind != 'l')
    call(stack, kind, line, count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena arena = {NULL};
  struct stack stack = {.maker = {&arena, ROOM, false}};
  str rest = {(const char *)data, size < TEXT_SIZE_MAX ? size : TEXT_SIZE_MAX}, line;
  while (stack.line < LINES_MAX && str_next_line(&rest, &line)) {
    stack.line++;
    do_line(&stack, line);
  }
  must(stack.maker.room <= ROOM);
  arena_free(&arena);
  return 0;
}
