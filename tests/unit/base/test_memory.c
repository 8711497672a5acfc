/* test_memory.c -- arenas, growable arrays, and what happens without memory. */
#include "unit.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"

static void allocations_are_aligned_and_apart(void **state) {
  (void)state;
  static const size_t sizes[] = {0, 1, 15, 16, 17, 1000, 65536, 65537, 1000000, 3};
  struct arena arena = {0};
  char *ptrs[COUNT(sizes)];
  for (size_t i = 0; i < COUNT(sizes); i++) {
    ptrs[i] = arena_alloc(&arena, sizes[i]);
    assert_int_equal((uintptr_t)ptrs[i] % 16, 0);
    memset(ptrs[i], (int)i, sizes[i]);
  }
  for (size_t i = 0; i < COUNT(sizes); i++)
    for (size_t k = 0; k < sizes[i]; k += 97)
      assert_int_equal(ptrs[i][k], i);
  arena_free(&arena);
  assert_null(arena.newest);
}

static void copies_are_terminated(void **state) {
  (void)state;
  struct arena arena = {0};
  str copy = arena_copy(&arena, STR("a\0b"));
  assert_int_equal(copy.len, 3);
  assert_memory_equal(copy.ptr, "a\0b", 4);
  assert_int_equal(arena_copy(&arena, STR_NONE).len, 0);
  assert_int_equal(*arena_copy(&arena, STR_NONE).ptr, '\0');
  assert_text(arena_printf(&arena, "%d-%s", 7, "x"), "7-x");
  str lengthy = arena_printf(&arena, "%0100000d", 1);
  assert_int_equal(lengthy.len, 100000);
  assert_int_equal(lengthy.ptr[99999], '1');
  const int *zeroed = ARENA_NEW(&arena, int);
  assert_int_equal(*zeroed, 0);
  arena_free(&arena);
}

static void a_cleared_arena_is_used_again(void **state) {
  (void)state;
  struct arena arena = {0};
  arena_clear(&arena);
  void *first = arena_alloc(&arena, 100);
  arena_clear(&arena);
  assert_ptr_equal(arena_alloc(&arena, 100), first);
  for (int round = 0; round < 50; round++) {
    for (int i = 0; i < 100; i++)
      memset(arena_alloc(&arena, 5000), round, 5000);
    arena_clear(&arena);
  }
  arena_alloc(&arena, 10 * 1024 * 1024);
  arena_clear(&arena); /* a great block is not kept */
  assert_null(arena.newest);
  arena_free(&arena);
}

static void arrays_grow(void **state) {
  (void)state;
  VEC(uint32_t) numbers = {0};
  for (uint32_t i = 0; i < 100000; i++)
    vec_push(&numbers, i * 3);
  assert_int_equal(numbers.len, 100000);
  for (uint32_t i = 0; i < 100000; i++)
    assert_int_equal(numbers.data[i], i * 3);
  vec_free(&numbers);
  assert_null(numbers.data);
  assert_int_equal(numbers.room, 0);
}

static void nothing_is_an_allocation(void **state) {
  (void)state;
  void *a = memory_new(0), *b = memory_new_zeroed(0, 8), *c = memory_resize(NULL, 0);
  free(a);
  free(b);
  free(c);
}

static void ask_an_arena(void) {
  struct arena arena = {0};
  arena_alloc(&arena, SIZE_MAX);
}

static void ask_an_array(void) {
  size_t room = 0;
  vec_grow(NULL, &room, SIZE_MAX / 4, 64);
}

/* In a child: the program ends with 2 and one line. */
static void out_of_memory_is_told(void **state) {
  (void)state;
  static void (*const asks[])(void) = {ask_an_arena, ask_an_array};
  for (size_t i = 0; i < COUNT(asks); i++) {
    int ends[2], status;
    char line[64] = "";
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
      dup2(ends[1], STDERR_FILENO);
      asks[i]();
      _exit(0);
    }
    close(ends[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 2);
    assert_true(read(ends[0], line, sizeof line - 1) > 0);
    assert_string_equal(line, "apso-scan: out of memory\n");
    close(ends[0]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(allocations_are_aligned_and_apart), cmocka_unit_test(copies_are_terminated),
      cmocka_unit_test(a_cleared_arena_is_used_again),     cmocka_unit_test(arrays_grow),
      cmocka_unit_test(nothing_is_an_allocation),          cmocka_unit_test(out_of_memory_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
