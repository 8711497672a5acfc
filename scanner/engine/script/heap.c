/* heap.c -- the parser's memory.

   tree-sitter cannot bear an allocation that fails, and some inputs make it copy for seconds, and
   gigabytes, between two of its progress calls. So an allocation past the limit does not return: it
   jumps out of the parser. Nothing is left to mend, because all that the parser held is in this heap,
   which is dropped whole. It also makes an ordinary parse faster: nothing is freed one by one. */
#include "engine/script/heap.h"

#include <assert.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <tree_sitter/api.h>

#include "base/memory.h"

enum {
  ALIGNMENT = 16,
  BLOCK_FIRST = 256 << 10,
  BLOCK_LARGEST = 16 << 20,
  ERROR_SIZE = 16, /* the head of the stack summary that its core 0.25 makes for each error; else as good as unused */
};

struct heap_block {
  struct heap_block *older;
  size_t used;
  size_t room;
  _Alignas(ALIGNMENT) char bytes[];
};

/* Stands before each allocation, for realloc. */
struct head {
  _Alignas(ALIGNMENT) size_t size;
};

static _Thread_local struct heap *current;
static pthread_once_t installed = PTHREAD_ONCE_INIT;

static size_t aligned(size_t size) {
  return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

static void add_block(struct heap *heap, size_t wanted) {
  size_t room = heap->newest ? heap->newest->room * 2 : BLOCK_FIRST;
  if (room > BLOCK_LARGEST)
    room = BLOCK_LARGEST;
  if (room < wanted)
    room = wanted;
  struct heap_block *block = memory_new(sizeof *block + room);
  block->older = heap->newest;
  block->used = 0;
  block->room = room;
  heap->newest = block;
}

_Noreturn void heap_escape(struct heap *heap) {
  longjmp(heap->escape, 1);
}

static void charge(struct heap *heap, size_t size) {
  heap->given += size;
  heap->allocations++;
  heap->errors += size == ERROR_SIZE;
  if (heap->guarded && heap->given > heap->limit)
    heap_escape(heap);
}

static void *give(size_t size) {
  struct heap *heap = current;
  assert(heap && size < SIZE_MAX / 4);
  charge(heap, size);
  size_t wanted = sizeof(struct head) + aligned(size);
  if (!heap->newest || heap->newest->room - heap->newest->used < wanted)
    add_block(heap, wanted);
  struct head *head = (struct head *)(void *)(heap->newest->bytes + heap->newest->used);
  heap->newest->used += wanted;
  head->size = size;
  return head + 1;
}

static void *give_zeroed(size_t count, size_t size) {
  assert(size == 0 || count < SIZE_MAX / 4 / size);
  void *ptr = give(count * size);
  return memset(ptr, 0, count * size);
}

/* The newest allocation can grow where it stands, and its room can be had back. */
static bool is_newest(const struct heap_block *block, const struct head *head) {
  return block && (const char *)(head + 1) + aligned(head->size) == block->bytes + block->used;
}

static bool grow_in_place(struct heap_block *block, struct head *head, size_t size) {
  if (!is_newest(block, head))
    return false;
  size_t before = block->used - aligned(head->size);
  if (block->room - before < aligned(size))
    return false;
  block->used = before + aligned(size);
  head->size = size;
  return true;
}

static void *give_again(void *ptr, size_t size) {
  if (!ptr)
    return give(size);
  assert(current && size < SIZE_MAX / 4);
  struct head *head = (struct head *)ptr - 1;
  if (grow_in_place(current->newest, head, size)) {
    charge(current, size);
    return ptr;
  }
  void *grown = give(size);
  return memcpy(grown, ptr, head->size < size ? head->size : size);
}

static void take_back(void *ptr) {
  if (!ptr)
    return;
  struct head *head = (struct head *)ptr - 1;
  struct heap_block *block = current ? current->newest : NULL;
  if (is_newest(block, head))
    block->used -= sizeof *head + aligned(head->size);
}

static void install(void) {
  ts_set_allocator(give, give_zeroed, give_again, take_back);
}

void heap_use(struct heap *heap) {
  pthread_once(&installed, install);
  current = heap;
}

void heap_clear(struct heap *heap) {
  for (struct heap_block *block = heap->newest; block;) {
    struct heap_block *older = block->older;
    free(block);
    block = older;
  }
  heap->newest = NULL;
  heap->given = heap->allocations = heap->errors = 0;
}
