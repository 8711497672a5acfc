/* test_inflate.c -- zlib streams, whole and in windows; cut, damaged, and of another size than said. */
#include "unit.h"

#include <zlib.h>

#include "base/buf.h"
#include "base/inflate.h"

#include "template.h"

/* `len` bytes, half of them words, and their stream. */
struct stream {
  struct buf plain;
  struct buf packed;
};

static struct stream make(size_t len, int level) {
  struct stream s = {0};
  uint64_t seed = len;
  while (s.plain.len < len)
    if (template_draw(&seed) % 2)
      buf_add(&s.plain, str_head(STR("words and words "), len - s.plain.len));
    else
      buf_add_byte(&s.plain, (char)template_draw(&seed));
  uLongf room = compressBound(len);
  buf_reserve(&s.packed, room);
  assert_int_equal(compress2((Bytef *)s.packed.data, &room, (const Bytef *)(len ? s.plain.data : ""), len, level), Z_OK);
  s.packed.len = room;
  return s;
}

static void stream_free(struct stream *s) {
  buf_free(&s->plain);
  buf_free(&s->packed);
}

static const size_t sizes[] = {0, 1, 100, 4096, 70000, 1000000};
static const int levels[] = {0, 1, 9};

static int exact(struct inflater *inflater, str in, size_t size, struct buf *out) {
  buf_clear(out);
  buf_reserve(out, size + INFLATE_SLACK);
  out->len = size;
  return inflate_exact(inflater, in, (uint8_t *)out->data, size, NULL);
}

static void whole_streams(void **state) {
  (void)state;
  struct inflater *inflater = inflater_new();
  for (size_t i = 0; i < COUNT(sizes); i++)
    for (size_t l = 0; l < COUNT(levels); l++) {
      struct stream s = make(sizes[i], levels[l]);
      struct buf out = {0};
      assert_int_equal(exact(inflater, buf_str(&s.packed), sizes[i], &out), 0);
      assert_true(str_eq(buf_str(&out), buf_str(&s.plain)));
      buf_add(&s.packed, STR("what follows in a pack"));
      assert_int_equal(exact(inflater, buf_str(&s.packed), sizes[i], &out), 0);
      assert_int_equal(exact(inflater, buf_str(&s.packed), sizes[i] + 1, &out), -1);
      if (sizes[i])
        assert_int_equal(exact(inflater, buf_str(&s.packed), sizes[i] - 1, &out), -1);
      buf_free(&out);
      stream_free(&s);
    }
  inflater_free(inflater);
}

static void cut_and_damaged(void **state) {
  (void)state;
  struct inflater *inflater = inflater_new();
  struct stream s = make(500, 9);
  struct buf out = {0};
  for (size_t len = 0; len < s.packed.len; len++)
    assert_int_equal(exact(inflater, str_head(buf_str(&s.packed), len), 500, &out), -1);
  for (size_t at = 0; at < s.packed.len; at++) {
    s.packed.data[at] ^= 0x10;
    int failed = exact(inflater, buf_str(&s.packed), 500, &out);
    assert_true(failed == -1 || str_eq(buf_str(&out), buf_str(&s.plain))); /* a few bits mean nothing */
    s.packed.data[at] ^= 0x10;
  }
  assert_int_equal(exact(inflater, STR("no stream at all"), 500, &out), -1);
  buf_free(&out);
  stream_free(&s);
  inflater_free(inflater);
}

/* Feeds in steps; takes windows and sees some bytes again. */
struct pieces {
  str rest;
  size_t step;
  size_t again;
  struct buf out;
  size_t seen; /* bytes at the end of out that come again */
};

static bool feed(void *data, str *in) {
  struct pieces *p = data;
  if (p->rest.len == 0)
    return false;
  *in = str_head(p->rest, p->step);
  p->rest = str_tail(p->rest, in->len);
  return true;
}

static void take(void *data, str bytes, size_t *again) {
  struct pieces *p = data;
  assert_true(bytes.len >= p->seen);
  assert_true(p->seen == 0 || memcmp(bytes.ptr, p->out.data + p->out.len - p->seen, p->seen) == 0);
  buf_add(&p->out, str_tail(bytes, p->seen));
  *again = p->again;
  p->seen = p->again < bytes.len ? p->again : 0;
}

static void windows(void **state) {
  (void)state;
  static const size_t steps[] = {1, 7, 1000, SIZE_MAX}, spans[] = {16, 1000, 65536, 2000000}, agains[] = {0, 5, 15};
  for (size_t i = 0; i < COUNT(sizes); i++)
    for (size_t t = 0; t < COUNT(steps); t++)
      for (size_t w = 0; w < COUNT(spans); w++)
        for (size_t a = 0; a < COUNT(agains); a++) {
          if (sizes[i] > 100000 && (steps[t] < 1000 || spans[w] < 1000))
            continue; /* slow, and nothing new */
          struct stream s = make(sizes[i], 6);
          struct pieces p = {buf_str(&s.packed), steps[t], agains[a], {0}, 0};
          assert_int_equal(inflate_windows(feed, take, &p, sizes[i], spans[w], NULL), 0);
          assert_true(str_eq(buf_str(&p.out), buf_str(&s.plain)));
          buf_free(&p.out);
          stream_free(&s);
        }
}

static void windows_that_fail(void **state) {
  (void)state;
  struct stream s = make(5000, 6);
  for (int form = 0; form < 5; form++) {
    struct pieces p = {buf_str(&s.packed), 100, 0, {0}, 0};
    size_t said = form == 0 ? 4999 : form == 1 ? 5001 : 5000;
    if (form == 2)
      p.rest.len -= 1;
    if (form == 3)
      p.rest = STR("no stream at all");
    if (form == 4)
      p.rest = STR_NONE;
    assert_int_equal(inflate_windows(feed, take, &p, said, 1000, NULL), -1);
    buf_free(&p.out);
  }
  stream_free(&s);
}

/* One byte that claims to be more: not more than the claim is made of it. */
static void a_bomb_is_stopped(void **state) {
  (void)state;
  enum { SIZE = 50 * 1024 * 1024 };
  struct buf packed = {0};
  char *zeros = calloc(1, SIZE);
  uLongf room = compressBound(SIZE);
  buf_reserve(&packed, room);
  assert_int_equal(compress2((Bytef *)packed.data, &room, (const Bytef *)zeros, SIZE, 9), Z_OK);
  packed.len = room;
  free(zeros);
  struct pieces p = {buf_str(&packed), 100, 0, {0}, 0};
  assert_int_equal(inflate_windows(feed, take, &p, 1000, 4096, NULL), -1);
  assert_true(p.out.len < 1024 * 1024);
  buf_free(&p.out);
  buf_free(&packed);
}

/* Streams of unknown size: whole, to a limit, cut, damaged. */
static void bounded(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(sizes); i++) {
    struct stream s = make(sizes[i], 6);
    struct buf out = {0};
    str packed = buf_str(&s.packed), plain = buf_str(&s.plain);
    assert_int_equal(inflate_bounded(packed, SIZE_MAX, &out), sizes[i]);
    assert_str(buf_str(&out), plain);
    assert_int_equal(inflate_bounded(packed, 70, &out), sizes[i] < 70 ? sizes[i] : 70); /* appends */
    assert_str(str_head(str_tail(buf_str(&out), sizes[i]), 70), str_head(plain, 70));
    buf_clear(&out);
    size_t made = inflate_bounded(str_head(packed, packed.len / 2), SIZE_MAX, &out);
    assert_true(made <= sizes[i] && made == out.len);
    assert_str(buf_str(&out), str_head(plain, made));
    assert_int_equal(inflate_bounded(STR("no stream at all"), SIZE_MAX, &out), 0);
    assert_int_equal(inflate_bounded(STR_NONE, SIZE_MAX, &out), 0);
    buf_free(&out);
    stream_free(&s);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(whole_streams),     cmocka_unit_test(cut_and_damaged),   cmocka_unit_test(windows),
      cmocka_unit_test(windows_that_fail), cmocka_unit_test(a_bomb_is_stopped), cmocka_unit_test(bounded),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
