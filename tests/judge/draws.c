/* draws.c -- how many random tails the judge loses: a row an alphabet, a column a length, the losses of N draws
   (100,000, or the argument). Draws are the same in each run. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/judge.h"

#define DIGITS "0123456789"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SERVICE "apso" "_sk_"

static const struct {
  const char *name;
  str letters;
} alphabets[] = {
    {"hex", STR(DIGITS "abcdef")},
    {"HEX", STR(DIGITS "ABCDEF")},
    {"base32", STR(UPPER "234567")},
    {"ULID", STR("0123456789ABCDEFGHJKMNPQRSTVWXYZ")},
    {"base36", STR(LOWER DIGITS)},
    {"BASE36", STR(UPPER DIGITS)},
    {"base58", STR("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")},
    {"base62", STR(LOWER UPPER DIGITS)},
    {"base64url", STR(LOWER UPPER DIGITS "-_")},
    {"letters", STR(LOWER UPPER)},
    {"lower", STR(LOWER)},
    {"UPPER", STR(UPPER)},
    {"digits", STR(DIGITS)},
};

static const size_t lengths[] = {8, 9, 10, 11, 12, 14, 16, 20, 24, 32, 40, 48, 64};

static const str scopes[] = {STR("live_"), STR("svc_"), STR("org_"), STR("test_"), STR("")};

enum { LONGEST = 64, COUNT_OF_SCOPES = sizeof scopes / sizeof scopes[0] };

static uint32_t draw(uint64_t *state) {
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(*state >> 33);
}

static long losses(str letters, size_t len, long times) {
  uint64_t state = letters.len * 1000 + len;
  long lost = 0;
  for (long i = 0; i < times; i++) {
    char key[sizeof SERVICE + 8 + LONGEST];
    int used = snprintf(key, sizeof key, "%s%.*s", SERVICE, STR_ARG(scopes[i % COUNT_OF_SCOPES]));
    for (size_t at = 0; at < len; at++)
      key[used + (int)at] = letters.ptr[draw(&state) % letters.len];
    lost += judge_key((str){key, (size_t)used + len}) != JUDGED_KEY;
  }
  return lost;
}

int main(int argc, char **argv) {
  long times = argc > 1 ? strtol(argv[1], NULL, 10) : 100000;
  printf("%-10s", "");
  for (size_t l = 0; l < sizeof lengths / sizeof lengths[0]; l++)
    printf(" %6zu", lengths[l]);
  for (size_t a = 0; a < sizeof alphabets / sizeof alphabets[0]; a++) {
    printf("\n%-10s", alphabets[a].name);
    for (size_t l = 0; l < sizeof lengths / sizeof lengths[0]; l++)
      printf(" %6ld", losses(alphabets[a].letters, lengths[l], times));
    fflush(stdout);
  }
  printf("\n");
  return 0;
}
