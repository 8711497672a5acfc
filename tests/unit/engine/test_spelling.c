/* test_spelling.c -- words are cheap to write, letters drawn at random are dear; the list of words can be searched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/dictionary.h"
#include "engine/spelling.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static size_t to_letters(const char *text, unsigned char *letters) {
  size_t len = strlen(text);
  for (size_t i = 0; i < len; i++)
    letters[i] = (unsigned char)(text[i] - 'a');
  return len;
}

static void words_are_found_shortest_first(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t count, longest;
    bool is_stand_in;
  } rows[] = {
      {"abc", 1, 3, true},       {"abcx", 1, 3, true},      {"zip", 1, 3, false},  {"your", 2, 4, true},
      {"exampl", 0, 0, false},   {"examplex", 1, 7, true},  {"zzzz", 0, 0, false}, {"a", 0, 0, false},
      {"", 0, 0, false},         {"qzx", 0, 0, false},      {"testing", 2, 7, true},
      {"deadbeef", 2, 8, true},
  };
  for (size_t r = 0; r < COUNT(rows); r++) {
    unsigned char letters[SPELLING_LIMIT];
    struct dictionary_word found[DICTIONARY_MATCHES];
    size_t len = to_letters(rows[r].text, letters), count = dictionary_match(letters, len, found);
    if (count != rows[r].count)
      fail_msg("%s: %zu words", rows[r].text, count);
    for (size_t i = 1; i < count; i++)
      assert_true(found[i - 1].len < found[i].len);
    if (count) {
      assert_int_equal(found[count - 1].len, rows[r].longest);
      assert_int_equal(found[count - 1].is_stand_in, rows[r].is_stand_in);
    }
  }
}

/* Tenths of a bit a letter, where a random one has 47. */
static void words_are_cheap(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int most, least;
    size_t stand_ins;
  } rows[] = {
      {"message", 25, 0, 0},     {"yourapikeyhere", 32, 0, 2}, {"correcthorsebatterystaple", 36, 0, 0},
      {"rotationreminder", 36, 0, 0},
      {"schluessel", 35, 0, 1}, {"qxjzkvwpfhgt", 200, 60, 0}, {"zvqkxjwb", 200, 60, 0}, {"xxqq", 200, 60, 0},
  };
  for (size_t r = 0; r < COUNT(rows); r++) {
    unsigned char letters[SPELLING_LIMIT];
    int bits[SPELLING_LIMIT] = {0}, sum = 0;
    size_t stand_ins = 0, len = to_letters(rows[r].text, letters);
    int cost = spelling_read(letters, len, bits, &stand_ins);
    for (size_t i = 0; i < len; i++)
      sum += bits[i];
    if (cost > rows[r].most * (int)len || cost < rows[r].least * (int)len || stand_ins != rows[r].stand_ins)
      fail_msg("%s: %d tenths of a bit, %zu stand-ins", rows[r].text, cost, stand_ins);
    assert_true(sum <= cost && sum > cost - 10 * (int)len); /* a listed word shares its cost out in whole tenths */
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(words_are_found_shortest_first),
      cmocka_unit_test(words_are_cheap),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
