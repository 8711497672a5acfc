/* test_prefilter.c -- each form that this machine can against a plain search. */
#include "unit.h"

#include "engine/prefilter.h"

#include "template.h"

enum { ALIGNMENTS = 32, LONGEST = 200, KEYWORDS = 40, MANY = 400, MANY_LONGEST = 30, MANY_TEXT = 3000 };

/* In the order of the header: by position, then by keyword. */
static void search_plainly(const str *keywords, size_t count, str text, struct keyword_hits *hits) {
  hits->len = 0;
  for (size_t at = 0; at < text.len; at++)
    for (uint32_t k = 0; k < count; k++)
      if (str_starts((str){text.ptr + at, text.len - at}, keywords[k]))
        vec_push(hits, (struct keyword_hit){at, k});
}

struct forms {
  const str *keywords;
  size_t count;
  struct prefilter *each[PREFILTER_FORMS]; /* NULL: not on this machine */
  struct keyword_hits expected, found;
};

static struct forms forms_new(const str *keywords, size_t count) {
  struct forms forms = {.keywords = keywords, .count = count};
  for (int form = 0; form < PREFILTER_FORMS; form++)
    if (prefilter_force((enum prefilter_form)form))
      forms.each[form] = prefilter_new(keywords, count);
  prefilter_force(PREFILTER_BEST);
  return forms;
}

static void forms_free(struct forms *forms) {
  for (int form = 0; form < PREFILTER_FORMS; form++)
    prefilter_free(forms->each[form]);
  vec_free(&forms->expected);
  vec_free(&forms->found);
}

static void check_one(struct forms *forms, const struct prefilter *prefilter, str text) {
  prefilter_all(prefilter, text, &forms->found);
  assert_int_equal(forms->found.len, forms->expected.len);
  for (size_t i = 0; i < forms->found.len; i++) {
    assert_int_equal(forms->found.data[i].at, forms->expected.data[i].at);
    assert_int_equal(forms->found.data[i].keyword, forms->expected.data[i].keyword);
  }
  assert_int_equal(prefilter_any(prefilter, text), forms->expected.len > 0);
}

static void check(struct forms *forms, str text) {
  search_plainly(forms->keywords, forms->count, text, &forms->expected);
  for (int form = 0; form < PREFILTER_FORMS; form++)
    if (forms->each[form])
      check_one(forms, forms->each[form], text);
}

/* The text with nothing behind it, so that a sanitizer sees each byte too many. */
static void check_exactly(struct forms *forms, str text) {
  char *exact = malloc(text.len ? text.len : 1);
  if (text.len)
    memcpy(exact, text.ptr, text.len);
  check(forms, (str){exact, text.len});
  free(exact);
}

#define S(text) {"" text, sizeof(text) - 1}

static const str like_ours[] = {S("apso_sk_"),   S("apso_live_"), S("apso_sk_"),   S("YXBzb19za1"), S("Fwc29fc2tf"),
                                S("hcHNvX3NrX"), S("@apso/sdk"),  S("@apsoai/sdk"), S("a\0p\0s\0o\0_")};
static const str alike[] = {S("aaaa"), S("aaaaa"), S("aaaaaaaaaa"), S("aaab"), S("baaa"), S("abab"),
                            S("babab"), S("bbbb"), S("aabb"), S("bbaa"), S("abba")};
static const str one[] = {S("abab")};
static const str high_bytes[] = {S("\xff\xff\xff\xff"), S("\x80\x00\xff\x7f"), S("\0\0\0\0"), S("\x0f\xf0\x0f\xf0"),
                                 S("\xf0\x0f\xf0\x0f")};

static const struct {
  const str *keywords;
  size_t count;
  const char *alphabet;
  size_t letters;
} sets[] = {
    {like_ours, COUNT(like_ours), "apso_skliveYXBz", 15},
    {alike, COUNT(alike), "ab", 2},
    {one, COUNT(one), "abc", 3},
    {high_bytes, COUNT(high_bytes), "\xff\x00\x80\x7f\x0f\xf0", 6},
};

/* Texts of the set's letters, with its keywords strewn in. */
static void fill(char *text, size_t len, size_t set, uint64_t *seed) {
  for (size_t i = 0; i < len;) {
    str keyword = sets[set].keywords[template_draw(seed) % sets[set].count];
    if (template_draw(seed) % 16 == 0 && keyword.len <= len - i) {
      memcpy(text + i, keyword.ptr, keyword.len);
      i += keyword.len;
    } else {
      text[i++] = sets[set].alphabet[template_draw(seed) % sets[set].letters];
    }
  }
}

static void every_length_and_alignment(void **state) {
  (void)state;
  uint64_t seed = 1;
  static char room[LONGEST + ALIGNMENTS];
  for (size_t set = 0; set < COUNT(sets); set++) {
    struct forms forms = forms_new(sets[set].keywords, sets[set].count);
    for (size_t len = 0; len <= LONGEST; len++) {
      fill(room, sizeof room, set, &seed);
      for (size_t at = 0; at < ALIGNMENTS; at += 1 + len % 3)
        check(&forms, (str){room + at, len});
      check_exactly(&forms, (str){room, len});
    }
    forms_free(&forms);
  }
}

/* At the very end, one byte short of it, and at the beginning. */
static void at_the_edges(void **state) {
  (void)state;
  char text[LONGEST];
  for (size_t set = 0; set < COUNT(sets); set++) {
    struct forms forms = forms_new(sets[set].keywords, sets[set].count);
    for (size_t k = 0; k < sets[set].count; k++)
      for (size_t len = KEYWORD_MINIMUM; len <= LONGEST; len++) {
        str keyword = sets[set].keywords[k];
        if (keyword.len > len)
          continue;
        memset(text, '.', sizeof text);
        memcpy(text + len - keyword.len, keyword.ptr, keyword.len);
        check_exactly(&forms, (str){text, len});
        check_exactly(&forms, (str){text, len - 1});
        memset(text, '.', sizeof text);
        memcpy(text, keyword.ptr, keyword.len);
        check_exactly(&forms, (str){text, len});
        check_exactly(&forms, (str){text + 1, len - 1});
      }
    forms_free(&forms);
  }
}

static void random_keywords(void **state) {
  (void)state;
  uint64_t seed = 5;
  for (int round = 0; round < 200; round++) {
    char letters[KEYWORDS][8], text[1000];
    str keywords[KEYWORDS];
    size_t count = 1 + template_draw(&seed) % KEYWORDS;
    for (size_t k = 0; k < count; k++) {
      for (size_t i = 0; i < sizeof letters[k]; i++)
        letters[k][i] = (char)('a' + template_draw(&seed) % 3);
      keywords[k] = (str){letters[k], KEYWORD_MINIMUM + template_draw(&seed) % 4};
    }
    for (size_t i = 0; i < sizeof text; i++)
      text[i] = (char)('a' + template_draw(&seed) % 3);
    struct forms forms = forms_new(keywords, count);
    check_exactly(&forms, (str){text, sizeof text - (size_t)round});
    forms_free(&forms);
  }
}

/* Letters as names have them, or any bytes. */
static void draw_letters(char *letters, size_t len, bool any, uint64_t *seed) {
  static const char usual[] = "abcdefghijklmnopqrstuvwxyz_-AB1";
  for (size_t i = 0; i < len; i++) {
    uint32_t draw = template_draw(seed);
    letters[i] = any ? (char)draw : usual[draw % (sizeof usual - 1)];
  }
}

/* Pieces of keywords and whole ones. */
static void draw_pieces(char *text, size_t size, const str *keywords, size_t count, uint64_t *seed) {
  for (size_t len = 0; len < size;) {
    str from = keywords[template_draw(seed) % count];
    str piece = str_head(str_tail(from, template_draw(seed) % 3 ? 0 : template_draw(seed) % from.len), size - len);
    memcpy(text + len, piece.ptr, piece.len);
    len += piece.len;
  }
}

/* So many that all buckets are in use, of lengths as rules have them; texts of their pieces. */
static void many_keywords(void **state) {
  (void)state;
  uint64_t seed = 11;
  static char letters[MANY][MANY_LONGEST], text[MANY_TEXT];
  static str keywords[MANY];
  for (int round = 0; round < 6; round++) {
    for (size_t k = 0; k < MANY; k++) {
      draw_letters(letters[k], MANY_LONGEST, round % 3 == 2, &seed);
      keywords[k] = (str){letters[k], KEYWORD_MINIMUM + template_draw(&seed) % (MANY_LONGEST - KEYWORD_MINIMUM + 1)};
    }
    draw_pieces(text, MANY_TEXT, keywords, MANY, &seed);
    struct forms forms = forms_new(keywords, MANY);
    check_exactly(&forms, (str){text, MANY_TEXT - (size_t)round});
    assert_true(forms.expected.len > MANY_TEXT / MANY_LONGEST / 2);
    forms_free(&forms);
  }
}

/* A keyword that seems to lie across a seam wherever it does, and a text that seldom seems so. */
static void seams_of_keywords(void **state) {
  (void)state;
  struct prefilter *prefilter = prefilter_new(like_ours, COUNT(like_ours));
  const struct seams *seams = prefilter_seams(prefilter);
  char text[LONGEST];
  for (size_t k = 0; k < COUNT(like_ours); k++)
    for (size_t seam = 1; seam < like_ours[k].len; seam++) {
      memset(text, '~', sizeof text);
      memcpy(text + 2, like_ours[k].ptr, like_ours[k].len);
      assert_true(seams_may_cross(seams, (const uint8_t *)text + 2 + seam, 2 + seam, sizeof text - 2 - seam));
      assert_true(seams_may_cross(seams, (const uint8_t *)text + 2 + seam, seam, like_ours[k].len - seam));
    }
  static const str none = S("psst, apt_live: so _live or /sdk, pso so_ and k_apsoa 2fc29");
  size_t suspected = 0;
  for (size_t seam = 2; seam + 2 <= none.len; seam++)
    suspected += seams_may_cross(seams, (const uint8_t *)none.ptr + seam, seam, none.len - seam);
  assert_in_range(suspected, 1, 30);
  prefilter_free(prefilter);
}

static void forms_that_are_there(void **state) {
  (void)state;
  assert_true(prefilter_force(PREFILTER_PORTABLE));
  assert_false(prefilter_force(PREFILTER_FORMS));
  assert_true(prefilter_force(PREFILTER_BEST));
}

static void without_keywords(void **state) {
  (void)state;
  struct forms forms = forms_new(NULL, 0);
  check(&forms, STR("apso_sk_ and so on, long enough for a vector or two of it, and then a bit"));
  check(&forms, STR_NONE);
  forms_free(&forms);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_length_and_alignment),
      cmocka_unit_test(at_the_edges),
      cmocka_unit_test(random_keywords),
      cmocka_unit_test(many_keywords),
      cmocka_unit_test(seams_of_keywords),
      cmocka_unit_test(forms_that_are_there),
      cmocka_unit_test(without_keywords),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
