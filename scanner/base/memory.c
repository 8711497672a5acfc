/* memory.c -- allocation that ends the program cleanly when memory runs out. */
#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK_SIZE = 64 * 1024, ALIGNMENT = 16, EXIT_UNABLE = 2 };

struct arena_block {
  struct arena_block *older;
  size_t used;
  size_t room;
  _Alignas(ALIGNMENT) char bytes[];
};

static _Noreturn void out_of_memory(void) {
  static const char line[] = "apso-scan: out of memory\n";
  ssize_t ignored = write(STDERR_FILENO, line, sizeof line - 1);
  (void)ignored;
  _exit(EXIT_UNABLE);
}

void *memory_new(size_t size) {
  void *ptr = malloc(size ? size : 1);
  if (!ptr)
    out_of_memory();
  return ptr;
}

void *memory_new_zeroed(size_t count, size_t size) {
  void *ptr = calloc(count ? count : 1, size ? size : 1);
  if (!ptr)
    out_of_memory();
  return ptr;
}

void *memory_resize(void *ptr, size_t size) {
  void *resized = realloc(ptr, size ? size : 1);
  if (!resized)
    out_of_memory();
  return resized;
}

static struct arena_block *block_new(struct arena_block *older, size_t size) {
  size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
  struct arena_block *block = memory_new(sizeof *block + room);
  block->older = older;
  block->used = 0;
  block->room = room;
  return block;
}

void *arena_alloc(struct arena *arena, size_t size) {
  if (size > SIZE_MAX / 2)
    out_of_memory();
  size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
  if (!arena->newest || arena->newest->room - arena->newest->used < rounded)
    arena->newest = block_new(arena->newest, rounded);
  void *ptr = arena->newest->bytes + arena->newest->used;
  arena->newest->used += rounded;
  return ptr;
}

void *arena_zeroed(struct arena *arena, size_t size) {
  return memset(arena_alloc(arena, size), 0, size);
}

str arena_copy(struct arena *arena, str s) {
  char *copy = arena_alloc(arena, s.len + 1);
  if (s.len)
    memcpy(copy, s.ptr, s.len);
  copy[s.len] = '\0';
  return (str){copy, s.len};
}

str arena_printf(struct arena *arena, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int len = vsnprintf(NULL, 0, format, args);
  va_end(args);
  char *text = arena_alloc(arena, (size_t)(len < 0 ? 0 : len) + 1);
  vsnprintf(text, (size_t)(len < 0 ? 0 : len) + 1, format, again);
  va_end(again);
  return str_from(text);
}

static void free_blocks(struct arena_block *block) {
  while (block) {
    struct arena_block *older = block->older;
    free(block);
    block = older;
  }
}

void arena_clear(struct arena *arena) {
  if (!arena->newest)
    return;
  free_blocks(arena->newest->older);
  arena->newest->older = NULL;
  arena->newest->used = 0;
  if (arena->newest->room > BLOCK_SIZE * 16)
    arena_free(arena);
}

void arena_free(struct arena *arena) {
  free_blocks(arena->newest);
  arena->newest = NULL;
}

void *vec_grow(void *data, size_t *room, size_t wanted, size_t item_size) {
  size_t grown = *room ? *room * 2 : 8;
  if (grown < wanted)
    grown = wanted;
  if (grown > SIZE_MAX / 2 / item_size)
    out_of_memory();
  *room = grown;
  return memory_resize(data, grown * item_size);
}
