/* memory.h -- allocation that ends the program cleanly when memory runs out.
   Arenas for things that die together, growable arrays for the rest. */
#ifndef APSO_BASE_MEMORY_H
#define APSO_BASE_MEMORY_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/* Like malloc, calloc, realloc, but never NULL: the program ends with exit code 2 and a line. */
void *memory_new(size_t size) __attribute__((returns_nonnull, malloc));
void *memory_new_zeroed(size_t count, size_t size) __attribute__((returns_nonnull, malloc));
void *memory_resize(void *ptr, size_t size) __attribute__((returns_nonnull));

/* What is allocated here lives until arena_clear or arena_free. Not for two threads at once. */
struct arena {
  struct arena_block *newest;
};

void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull));
void *arena_zeroed(struct arena *arena, size_t size) __attribute__((returns_nonnull));
/* A copy, with a NUL behind it that len does not count. */
str arena_copy(struct arena *arena, str s);
str arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
/* Forgets all but one block, which is used again. */
void arena_clear(struct arena *arena);
void arena_free(struct arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_zeroed((arena), sizeof(type)))

/* A growable array of T: VEC(T) name; items of vec_push live until vec_free. */
#define VEC(T)    \
  struct {        \
    T *data;      \
    size_t len;   \
    size_t room;  \
  }

#define vec_push(vec, ...)                                                                 \
  do {                                                                                     \
    if ((vec)->len == (vec)->room)                                                         \
      (vec)->data = vec_grow((vec)->data, &(vec)->room, (vec)->len + 1, sizeof *(vec)->data); \
    (vec)->data[(vec)->len++] = (__VA_ARGS__);                                             \
  } while (0)

#define vec_free(vec)        \
  do {                       \
    free((vec)->data);       \
    (vec)->data = NULL;      \
    (vec)->len = (vec)->room = 0; \
  } while (0)

void *vec_grow(void *data, size_t *room, size_t wanted, size_t item_size);

#define CLEANUP(function) __attribute__((cleanup(function)))

#endif
