/* test_delta.c -- instructions of deltas: read, applied, refused. */
#include "unit.h"

#include "packwriter.h"
#include "source/pack/delta.h"
#include "template.h"

enum { LARGE = 70000 };

static struct buf large; /* a base in which no two places look the same */

static int make_large(void **state) {
  (void)state;
  uint32_t draw = 1;
  for (size_t i = 0; i < LARGE; i++)
    buf_add_byte(&large, (char)((draw = draw * 1664525 + 1013904223) >> 24));
  return 0;
}

static int free_large(void **state) {
  (void)state;
  buf_free(&large);
  return 0;
}

/* Base, payload and target each at the end of memory of its own, with just the slack that delta.h asks for. */
struct exact {
  char *bytes;
  size_t len;
};

static struct exact exactly(str s) {
  struct exact e = {malloc(s.len + DELTA_SLACK), s.len};
  if (s.len)
    memcpy(e.bytes, s.ptr, s.len);
  memset(e.bytes + s.len, 0xee, DELTA_SLACK);
  return e;
}

/* Applies; on success the target must be `expected`. Bytes in front of the target are watched. */
static int apply(str payload, str base, str expected) {
  struct exact p = exactly(payload), b = exactly(base);
  struct delta delta;
  int failed = delta_open((str){p.bytes, p.len}, &delta);
  if (!failed && delta.target_size <= 1 << 24) {
    enum { GUARD = 16 };
    char *room = malloc(GUARD + (size_t)delta.target_size + DELTA_SLACK);
    memset(room, 0x55, GUARD);
    failed = delta_apply(delta, (str){b.bytes, b.len}, (uint8_t *)room + GUARD);
    for (int i = 0; i < GUARD; i++)
      assert_int_equal(room[i], 0x55);
    if (!failed) {
      assert_int_equal(delta.target_size, expected.len);
      assert_true(str_eq((str){room + GUARD, expected.len}, expected));
    }
    free(room);
  }
  free(p.bytes);
  free(b.bytes);
  return failed;
}

/* ---- sizes ---- */

static void sizes(void **state) {
  (void)state;
  static const uint64_t cases[] = {0, 1, 127, 128, 16383, 16384, UINT32_MAX, UINT64_C(1) << 55, (UINT64_C(1) << 63) - 1};
  for (size_t b = 0; b < COUNT(cases); b++)
    for (size_t t = 0; t < COUNT(cases); t++) {
      struct buf payload = {0};
      struct delta delta;
      packwriter_add_sizes(&payload, cases[b], cases[t]);
      for (size_t len = 0; len < payload.len; len++)
        assert_int_equal(delta_open(str_head(buf_str(&payload), len), &delta), -1);
      assert_int_equal(delta_open(buf_str(&payload), &delta), 0);
      assert_int_equal(delta.base_size, cases[b]);
      assert_int_equal(delta.target_size, cases[t]);
      assert_int_equal(delta.code.len, 0);
      buf_free(&payload);
    }
}

static void sizes_without_end(void **state) {
  (void)state;
  struct delta delta;
  assert_int_equal(delta_open(STR("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01"), &delta), -1);
  assert_int_equal(delta_open(STR("\x01\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"), &delta), -1);
  assert_int_equal(delta_open(STR("\x80\x00\x01"), &delta), 0); /* longer than it must be, but a size */
  assert_int_equal(delta.base_size, 0);
}

/* ---- copies ---- */

/* Every set of bytes that an instruction may have; then cut at each of them. */
static void every_copy(void **state) {
  (void)state;
  static const uint8_t values[] = {0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77};
  for (unsigned op = 0x80; op < 0x100; op++) {
    char code[8] = {(char)op};
    size_t len = 1;
    uint32_t from = 0, size = 0;
    for (unsigned i = 0; i < 7; i++)
      if (op >> i & 1) {
        code[len++] = (char)values[i];
        if (i < 4)
          from |= (uint32_t)values[i] << 8 * i;
        else
          size |= (uint32_t)values[i] << 8 * (i - 4);
      }
    for (size_t cut = 1; cut <= len; cut++) {
      struct exact e = exactly((str){code, cut});
      struct delta delta = {.code = {e.bytes, e.len}};
      struct delta_step step;
      assert_int_equal(delta_next(&delta, &step), cut == len ? 1 : -1);
      if (cut == len) {
        assert_false(step.is_new);
        assert_int_equal(step.from, from);
        assert_int_equal(step.len, size ? size : 0x10000);
        assert_int_equal(delta_next(&delta, &step), 0);
      }
      free(e.bytes);
    }
  }
}

/* The same when seven more bytes follow: another way through the code. */
static void every_copy_before_others(void **state) {
  (void)state;
  for (unsigned op = 0x80; op < 0x100; op++) {
    char code[24] = {(char)op};
    size_t len = 1 + (size_t)__builtin_popcount(op & 0x7f);
    memset(code + 1, 0, len - 1);
    memcpy(code + len, "\x08" "12345678", 9);
    struct delta delta = {.code = {code, len + 9}};
    struct delta_step step;
    assert_int_equal(delta_next(&delta, &step), 1);
    assert_true(!step.is_new && step.from == 0 && step.len == 0x10000);
    assert_int_equal(delta_next(&delta, &step), 1);
    assert_true(step.is_new && step.len == 8 && memcmp(step.bytes, "12345678", 8) == 0);
    assert_int_equal(delta_next(&delta, &step), 0);
  }
}

static void size_zero_is_64_kib(void **state) {
  (void)state;
  str base = buf_str(&large);
  for (uint32_t from = 0; from <= LARGE - 0x10000; from += 929) {
    struct buf payload = {0};
    packwriter_add_sizes(&payload, base.len, 0x10000);
    packwriter_add_copy(&payload, from, 0x10000);
    assert_int_equal(apply(buf_str(&payload), base, str_head(str_tail(base, from), 0x10000)), 0);
    buf_free(&payload);
  }
}

/* [from, from + len) of a base of 1,000 bytes. */
static void copies_in_and_out_of_range(void **state) {
  (void)state;
  static const struct {
    uint32_t from, len;
    bool fits;
  } cases[] = {{0, 1, true},       {0, 1000, true},   {999, 1, true},      {500, 500, true},       {0, 1001, false},
               {1000, 1, false},   {999, 2, false},   {1001, 1, false},    {0xffffffff, 1, false}, {0xffffff00, 0xffffff, false},
               {1, 0x10000, false}, {500, 501, false}, {0x80000000, 1, false}};
  str base = str_head(buf_str(&large), 1000);
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct buf payload = {0};
    packwriter_add_sizes(&payload, base.len, cases[i].len);
    packwriter_add_copy(&payload, cases[i].from, cases[i].len);
    assert_int_equal(apply(buf_str(&payload), base, str_head(str_tail(base, cases[i].from), cases[i].len)), cases[i].fits ? 0 : -1);
    buf_free(&payload);
  }
}

/* Blocks are copied with slack: what a step writes too much the next one must put right, and none may read or write
   further than the slack. Two steps of each length, one a copy and one new, each as the last and as the first. */
static void every_length(void **state) {
  (void)state;
  str base = buf_str(&large);
  for (uint32_t len = 1; len <= 300; len++)
    for (int copy_first = 0; copy_first < 2; copy_first++)
      for (int at_end = 0; at_end < 2; at_end++) {
        struct buf payload = {0}, expected = {0};
        uint32_t from = at_end ? (uint32_t)base.len - len : 7;
        str copied = str_head(str_tail(base, from), len), fresh = str_head(str_tail(base, 40000), len);
        packwriter_add_sizes(&payload, base.len, 2 * (uint64_t)len);
        for (int step = 0; step < 2; step++)
          if ((step == 0) == copy_first) {
            packwriter_add_copy(&payload, from, len);
            buf_add(&expected, copied);
          } else {
            packwriter_add_new(&payload, fresh);
            buf_add(&expected, fresh);
          }
        assert_int_equal(apply(buf_str(&payload), base, buf_str(&expected)), 0);
        buf_free(&payload);
        buf_free(&expected);
      }
}

/* Many steps of all lengths in a row, from places that overlap. */
static void many_steps(void **state) {
  (void)state;
  static const uint32_t lens[] = {1, 2, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 258, 512, 1000, 4096, 65535, 65536, 65537};
  str base = buf_str(&large);
  struct buf payload = {0}, code = {0}, expected = {0};
  uint32_t draw = 7;
  for (int i = 0; i < 2000; i++) {
    draw = draw * 1664525 + 1013904223;
    uint32_t len = lens[(draw >> 8) % COUNT(lens)], from = (draw >> 12) % ((uint32_t)base.len - len + 1);
    if (draw >> 31) {
      packwriter_add_copy(&code, from, len);
      buf_add(&expected, str_head(str_tail(base, from), len));
    } else {
      str fresh = str_head(str_tail(base, from), len > 127 ? 127 : len);
      packwriter_add_new(&code, fresh);
      buf_add(&expected, fresh);
    }
    if (expected.len > 1 << 23)
      break;
  }
  packwriter_add_sizes(&payload, base.len, expected.len);
  buf_add(&payload, buf_str(&code));
  assert_int_equal(apply(buf_str(&payload), base, buf_str(&expected)), 0);
  buf_free(&payload);
  buf_free(&code);
  buf_free(&expected);
}

/* ---- lies ---- */

static void target_of_another_size(void **state) {
  (void)state;
  for (int wrong = -2; wrong <= 2; wrong++)
    for (uint32_t len = 3; len <= 300; len += 33) {
      struct buf payload = {0};
      str base = str_head(buf_str(&large), 400);
      packwriter_add_sizes(&payload, base.len, (uint64_t)((int)len + wrong));
      packwriter_add_copy(&payload, 5, len);
      assert_int_equal(apply(buf_str(&payload), base, str_head(str_tail(base, 5), len)), wrong ? -1 : 0);
      buf_free(&payload);
    }
}

static void base_of_another_size(void **state) {
  (void)state;
  for (int wrong = -1; wrong <= 1; wrong++) {
    struct buf payload = {0};
    packwriter_add_sizes(&payload, (uint64_t)(8 + wrong), 4);
    packwriter_add_copy(&payload, 0, 4);
    assert_int_equal(apply(buf_str(&payload), STR("12345678"), STR("1234")), wrong ? -1 : 0);
    buf_free(&payload);
  }
}

static void damaged_code(void **state) {
  (void)state;
  static const struct {
    str code;
    const char *target; /* NULL: damaged */
  } cases[] = {
      {{"\x08\x03\x03" "abc", 6}, "abc"}, {{"\x08\x00", 2}, ""},           {{"\x08\x03\x03" "ab", 5}, NULL},
      {{"\x08\x03\x00" "abc", 6}, NULL}, {{"\x08\x03\x03" "abc\x00", 7}, NULL}, {{"\x08\x00\x00", 3}, NULL},
      {{"\x08\x03\x7f" "abc", 6}, NULL}, {{"\x08\x03", 2}, NULL},            {{"\x08\x03\x90", 3}, NULL},
      {{"\x08\x03\x91\x05\x03", 5}, "678"}, {{"\x08\x03\x91\x06\x03", 5}, NULL}, {{"\x08\x06\x90\x03\x90\x03", 6}, "123123"},
      {{"\x08\x03\x03" "abc\x01" "d", 8}, NULL}, {{"\x08", 1}, NULL}, {{"", 0}, NULL},
  };
  for (size_t i = 0; i < COUNT(cases); i++)
    assert_int_equal(apply(cases[i].code, STR("12345678"), str_from(cases[i].target)), cases[i].target ? 0 : -1);
}

static void empty_base(void **state) {
  (void)state;
  struct delta delta;
  uint8_t room[DELTA_SLACK + 8];
  assert_int_equal(apply(STR("\x00\x02\x02" "ab"), STR_NONE, STR("ab")), 0);
  assert_int_equal(apply(STR("\x00\x01\x90\x01"), STR_NONE, STR_NONE), -1);
  assert_int_equal(delta_open((str){"\0\0", 2}, &delta), 0);
  assert_int_equal(delta_apply(delta, STR_NONE, room), 0);
}

/* ---- seams ---- */

/* As seams.h says it of some strings. */
static struct seams *seams_of(const str *strings, size_t len) {
  struct seams *seams = calloc(1, sizeof *seams);
  for (size_t s = 0; s < len; s++)
    seams_add(seams, strings[s]);
  return seams;
}

/* Every string that lies across a seam is suspected at one of the seams that it crosses. */
static void check_crossings(struct delta delta, str target, const str *strings, size_t len, const struct delta_suspects *suspects, int is_clear) {
  struct delta_step step;
  for (size_t s = 0; s < len; s++)
    for (size_t at = str_find(target, strings[s], 0); at != SIZE_MAX; at = str_find(target, strings[s], at + 1)) {
      struct delta rest = delta;
      bool crosses = false, is_suspected = suspects->too_many;
      for (size_t seam = 0; delta_next(&rest, &step) > 0; seam += step.len)
        crosses |= seam > at && seam < at + strings[s].len;
      for (size_t i = 0; i < suspects->len; i++)
        is_suspected |= suspects->at[i] > at && suspects->at[i] < at + strings[s].len;
      assert_true(!crosses || (is_suspected && is_clear == 0));
    }
}

/* Short steps over few letters, so that strings lie across one seam, two, many; at the ends of base and payload. */
static void strings_across_seams(void **state) {
  (void)state;
  static const str strings[] = {{"ab", 2}, {"bca", 3}, {"ccab", 4}, {"abcabcab", 8}, {"\xff\x80", 2}};
  struct seams *seams = seams_of(strings, COUNT(strings));
  size_t crossed = 0, clear = 0;
  for (uint64_t round = 0; round < 20000; round++) {
    uint64_t seed = round;
    struct buf base = {0}, code = {0}, payload = {0};
    uint64_t size = 0;
    const char *letters = round % 2 ? "abc" : "abcdefgh\x80\xff";
    for (uint32_t i = 1 + template_draw(&seed) % 20; i > 0; i--)
      buf_add_byte(&base, letters[template_draw(&seed) % strlen(letters)]);
    for (uint32_t i = template_draw(&seed) % 8; i > 0; i--) {
      uint32_t from = template_draw(&seed) % (uint32_t)base.len, most = (uint32_t)base.len - from;
      uint32_t len = 1 + template_draw(&seed) % (most < 4 ? most : 4);
      if (template_draw(&seed) % 2)
        packwriter_add_copy(&code, from, len);
      else
        packwriter_add_new(&code, str_head(str_tail(buf_str(&base), from), len));
      size += len;
    }
    packwriter_add_sizes(&payload, base.len, size);
    buf_add(&payload, buf_str(&code));
    struct exact p = exactly(buf_str(&payload)), b = exactly(buf_str(&base));
    struct delta delta;
    struct delta_suspects suspects;
    uint8_t *target = malloc((size_t)size + DELTA_SLACK), *plain = malloc((size_t)size + DELTA_SLACK);
    assert_int_equal(delta_open((str){p.bytes, p.len}, &delta), 0);
    assert_int_equal(delta_apply_seams(delta, (str){b.bytes, b.len}, target, seams, &suspects), 0);
    assert_int_equal(delta_apply(delta, (str){b.bytes, b.len}, plain), 0);
    assert_true(size == 0 || memcmp(target, plain, (size_t)size) == 0);
    int is_clear = delta_is_clear(delta, (str){b.bytes, b.len}, seams);
    assert_int_equal(is_clear, suspects.len == 0);
    check_crossings(delta, (str){(const char *)target, (size_t)size}, strings, COUNT(strings), &suspects, is_clear);
    crossed += suspects.len > 0;
    clear += is_clear == 1;
    free(target);
    free(plain);
    free(p.bytes);
    free(b.bytes);
    buf_free(&base);
    buf_free(&code);
    buf_free(&payload);
  }
  assert_true(crossed > 2000 && clear > 2000);
  free(seams);
}

/* More suspects than are written down. */
static void too_many_suspects(void **state) {
  (void)state;
  static const str strings[] = {{"aa", 2}};
  struct seams *seams = seams_of(strings, 1);
  struct delta_suspects suspects;
  for (size_t steps = 1; steps < 80; steps++) {
    struct buf payload = {0};
    struct delta delta;
    uint8_t target[80 + DELTA_SLACK];
    packwriter_add_sizes(&payload, 1, steps);
    for (size_t i = 0; i < steps; i++)
      packwriter_add_copy(&payload, 0, 1);
    struct exact p = exactly(buf_str(&payload)), b = exactly(STR("a"));
    assert_int_equal(delta_open((str){p.bytes, p.len}, &delta), 0);
    assert_int_equal(delta_apply_seams(delta, (str){b.bytes, b.len}, target, seams, &suspects), 0);
    assert_int_equal(suspects.too_many, steps - 1 > COUNT(suspects.at));
    assert_int_equal(suspects.len, steps - 1 > COUNT(suspects.at) ? COUNT(suspects.at) : steps - 1);
    free(p.bytes);
    free(b.bytes);
    buf_free(&payload);
  }
  free(seams);
}

/* Damage is told whether the target is made or not. */
static void damage_without_a_target(void **state) {
  (void)state;
  static const str strings[] = {{"zz", 2}};
  struct seams *seams = seams_of(strings, 1);
  struct exact b = exactly(STR("12345678"));
  for (uint64_t round = 0; round < 20000; round++) {
    uint64_t seed = round;
    struct buf payload = {0};
    packwriter_add_sizes(&payload, 8, 9);
    packwriter_add_copy(&payload, 2, 4);
    packwriter_add_new(&payload, STR("abc"));
    packwriter_add_copy(&payload, 0, 2);
    for (uint32_t i = template_draw(&seed) % 3; i > 0; i--)
      payload.data[template_draw(&seed) % payload.len] = (char)template_draw(&seed);
    payload.len -= template_draw(&seed) % 8 ? 0 : template_draw(&seed) % payload.len;
    struct exact p = exactly(buf_str(&payload));
    struct delta delta;
    if (delta_open((str){p.bytes, p.len}, &delta) == 0 && delta.target_size < 1 << 20) {
      uint8_t *target = malloc((size_t)delta.target_size + DELTA_SLACK);
      int applied = delta_apply(delta, (str){b.bytes, b.len}, target);
      assert_int_equal(delta_is_clear(delta, (str){b.bytes, b.len}, seams), applied ? -1 : 1);
      free(target);
    }
    free(p.bytes);
    buf_free(&payload);
  }
  free(b.bytes);
  free(seams);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sizes),
      cmocka_unit_test(sizes_without_end),
      cmocka_unit_test(every_copy),
      cmocka_unit_test(every_copy_before_others),
      cmocka_unit_test(size_zero_is_64_kib),
      cmocka_unit_test(copies_in_and_out_of_range),
      cmocka_unit_test(every_length),
      cmocka_unit_test(many_steps),
      cmocka_unit_test(target_of_another_size),
      cmocka_unit_test(base_of_another_size),
      cmocka_unit_test(damaged_code),
      cmocka_unit_test(empty_base),
      cmocka_unit_test(strings_across_seams),
      cmocka_unit_test(too_many_suspects),
      cmocka_unit_test(damage_without_a_target),
  };
  return cmocka_run_group_tests(tests, make_large, free_large);
}
