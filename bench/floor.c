/* floor.c -- inflates every object of every pack once, with libdeflate, in the order of the pack, and does nothing
   with it: what no audit can be faster than.  usage: floor OBJECTS-FOLDER [THREADS] */
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/inflate.h"
#include "source/pack/forest.h"
#include "source/pack/store.h"

enum { PART = 1024, READ_PAD = 64 };

struct work {
  const struct forest *forest;
  atomic_uint next;
  atomic_ullong bytes;
};

static void inflate_object(struct inflater *inflater, const struct forest *f, uint32_t object, str packed, struct buf *out, struct work *work) {
  struct object_head head;
  if (object_head_parse((const uint8_t *)packed.ptr, packed.len, f->pack->oid_size, &head))
    return;
  out->len = 0;
  buf_reserve(out, (size_t)head.size + INFLATE_SLACK);
  if (inflate_exact(inflater, str_tail(packed, head.len), (uint8_t *)out->data, (size_t)head.size, NULL))
    fprintf(stderr, "object %u is damaged\n", object);
  atomic_fetch_add_explicit(&work->bytes, head.size, memory_order_relaxed);
}

static void *inflate_parts(void *data) {
  struct work *work = data;
  const struct forest *f = work->forest;
  struct inflater *inflater = inflater_new();
  struct buf out = {0};
  for (uint32_t from; (from = atomic_fetch_add(&work->next, PART)) < f->count;) {
    uint32_t to = f->count - from < PART ? f->count : from + PART;
    size_t len = (size_t)(f->offset[to] - f->offset[from]) + READ_PAD;
    str in = packfile_bytes(f->pack, f->offset[from], len);
    for (uint32_t i = from; i < to; i++)
      inflate_object(inflater, f, i, str_tail(in, (size_t)(f->offset[i] - f->offset[from])), &out, work);
  }
  buf_free(&out);
  inflater_free(inflater);
  return NULL;
}

int main(int count, char **arguments) {
  enum { THREADS_LIMIT = 64 };
  if (count < 2)
    return fputs("usage: floor OBJECTS-FOLDER [THREADS]\n", stderr), 2;
  int threads = count > 2 ? atoi(arguments[2]) : 1;
  struct store store;
  str folder = str_from(arguments[1]);
  struct err err;
  size_t before = mallinfo2().uordblks + mallinfo2().hblkhd, objects = 0;
  store_open(&folder, 1, OID_SHA1, &store);
  store_refine(&store);
  for (size_t p = 0; p < store.packs.len; p++) {
    struct forest forest;
    if (forest_build(&store.packs.data[p], &forest, &err))
      return fprintf(stderr, "%s\n", err.text), 2;
    struct work work = {.forest = &forest};
    objects += forest.count;
    printf("%.1f bytes of tables an object\n", (double)(mallinfo2().uordblks + mallinfo2().hblkhd - before) / (double)objects);
    pthread_t thread[THREADS_LIMIT];
    for (int i = 0; i < threads && i < THREADS_LIMIT; i++)
      pthread_create(&thread[i], NULL, inflate_parts, &work);
    for (int i = 0; i < threads && i < THREADS_LIMIT; i++)
      pthread_join(thread[i], NULL);
    printf("%s: %u objects, %llu bytes inflated\n", store.packs.data[p].name.ptr, forest.count, (unsigned long long)work.bytes);
    forest_free(&forest);
  }
  store_close(&store);
  return 0;
}
