/* naming_check.c -- tables of texts, each with a place "<K>" that becomes a key, and of the name that it has. */
#include "naming_check.h"

#include "template.h"
#include "unit.h"

struct naming naming_of(enum naming_format format, str text, struct arena *kept) {
  static const str mark = {"<K>", 3};
  uint64_t seed = 5;
  size_t at = str_find(text, mark, 0);
  assert_true(at != SIZE_MAX);
  str key = template_key(&seed, STR("live"), kept);
  struct buf made = {0};
  buf_add(&made, str_head(text, at));
  buf_add(&made, key);
  buf_add(&made, str_tail(text, at + mark.len));
  /* Of its own memory to the byte, so that the sanitizer sees what is read behind it. */
  char *exact = memory_new(made.len);
  memcpy(exact, made.data, made.len);
  struct naming found = naming_find(format, (str){exact, made.len}, at, at + key.len, kept);
  if (found.name.len)
    found.name = arena_copy(kept, found.name);
  free(exact);
  buf_free(&made);
  return found;
}

void naming_check(enum naming_format format, const struct naming_case *cases, size_t len) {
  size_t failed = 0;
  for (size_t i = 0; i < len; i++) {
    struct arena arena = {0};
    struct naming found = naming_of(format, str_from(cases[i].text), &arena);
    if (!str_eq(found.name, str_from(cases[i].name)) || found.is_pair != cases[i].is_pair) {
      print_error("%s\n  is \"%.*s\"%s, not \"%s\"%s\n", cases[i].text, STR_ARG(found.name),
                  found.is_pair ? " of a pair" : "", cases[i].name, cases[i].is_pair ? " of a pair" : "");
      failed++;
    }
    arena_free(&arena);
  }
  assert_int_equal(failed, 0);
}
