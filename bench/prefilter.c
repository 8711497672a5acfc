/* prefilter.c -- how fast keywords are looked for: the built-in ones, and them with others.
   Each file is read once and searched in turns; prints medians on one core, and how many of a thousand places a seam of
   a delta would be looked at more closely. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "engine/ruleset.h"

static const char usage[] =
    "usage: prefilter [-t TURNS] [-n COUNT] [-k FILE] [-f FORM] FILE…\n"
    "  -n COUNT  invented keywords beside the built-in ones (200)\n"
    "  -k FILE   keywords in place of the built-in ones: one a line, \\xNN for any byte\n"
    "  -f FORM   1 portable, 2 SSSE3, 3 AVX2, 4 AVX-512BW, 5 AVX-512VBMI; else the best\n";

enum { TURNS = 15, INVENTED = 200, INVENTED_SIZE = 40, FILE_LIMIT = 1 << 30 };

struct options {
  int turns;
  size_t invented;
  const char *keywords;
  int form;
};

struct words {
  str *data;
  size_t len;
  size_t room;
};

/* The built-in keywords, or those of a file, and as many followed by invented ones. */
struct bench {
  struct words words;
  size_t plain; /* of the words */
  struct prefilter *one, *more;
};

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static unsigned draw(uint64_t *seed, unsigned below) {
  *seed = *seed * UINT64_C(6364136223846793005) + 1;
  return (unsigned)(*seed >> 33) % below;
}

/* Names as vendors choose them, some of them in lower case only. */
static str invent(uint64_t *seed) {
  static const char *const syllables[] = {"ac", "me", "ro", "ku", "li", "ne", "za", "pi",
                                          "er", "to", "st", "va", "on", "di", "ga", "hub"};
  static const char *const endings[] = {"_", "-", "_sk_", "_live_", "xy", ".com/", "_pat_", "_api_"};
  enum { SYLLABLES = sizeof syllables / sizeof *syllables, ENDINGS = sizeof endings / sizeof *endings };
  char name[INVENTED_SIZE] = "", *word = memory_new_zeroed(1, INVENTED_SIZE);
  for (unsigned i = 0, parts = 2 + draw(seed, 2); i < parts; i++)
    strncat(name, syllables[draw(seed, SYLLABLES)], sizeof name - strlen(name) - 1);
  snprintf(word, INVENTED_SIZE, "%s%s", name, endings[draw(seed, ENDINGS)]);
  return (str){word, strlen(word)};
}

static str unescape(str line) {
  char *text = memory_new_zeroed(1, line.len + 1);
  size_t len = 0;
  for (size_t i = 0; i < line.len; i++) {
    bool escaped = line.len - i >= 4 && line.ptr[i] == '\\' && line.ptr[i + 1] == 'x';
    text[len++] = escaped ? (char)strtoul((char[]){line.ptr[i + 2], line.ptr[i + 3], 0}, NULL, 16) : line.ptr[i];
    i += escaped ? 3 : 0;
  }
  return (str){text, len};
}

static int read_words(struct words *words, const char *path, struct err *err) {
  struct buf file = {0};
  if (file_read(path, FILE_LIMIT, &file, err))
    return -1;
  str text = buf_str(&file), line;
  while (str_next_line(&text, &line))
    if (line.len >= KEYWORD_MINIMUM)
      vec_push(words, unescape(line));
  return 0;
}

static int read_rules(struct words *words, struct err *err) {
  struct ruleset *rules;
  if (ruleset_load_builtin(&rules, err))
    return -1;
  for (size_t i = 0; i < rules->keywords_len; i++)
    vec_push(words, rules->keywords[i]);
  return 0;
}

static int by_value(const void *left, const void *right) {
  const double *a = left, *b = right;
  return (*a > *b) - (*a < *b);
}

static double median(double *values, int count) {
  qsort(values, (size_t)count, sizeof *values, by_value);
  return values[count / 2];
}

static double search(const struct prefilter *prefilter, str text, size_t *found) {
  enum { LEAST = 100000000 }; /* bytes a turn */
  static struct keyword_hits hits;
  size_t times = LEAST / (text.len + 1) + 1;
  double begin = now();
  for (size_t i = 0; i < times; i++)
    prefilter_all(prefilter, text, &hits);
  *found = hits.len;
  return (double)text.len * (double)times / 1e9 / (now() - begin);
}

/* How many of a thousand places a seam could lie at would be looked at. */
static double crossings(const struct prefilter *prefilter, str text) {
  const struct seams *seams = prefilter_seams(prefilter);
  size_t count = 0;
  for (size_t i = 2; i + 2 <= text.len; i++)
    count += seams_may_cross(seams, (const uint8_t *)text.ptr + i, 2, 2);
  return text.len ? 1e3 * (double)count / (double)text.len : 0;
}

static void compare(const struct bench *bench, const char *path, str text, int turns) {
  double *one = memory_new_zeroed((size_t)turns, sizeof *one);
  double *more = memory_new_zeroed((size_t)turns, sizeof *more);
  size_t one_hits, more_hits;
  for (int i = 0; i < turns; i++) {
    one[i] = search(bench->one, text, &one_hits);
    more[i] = search(bench->more, text, &more_hits);
  }
  double plain = median(one, turns), with = median(more, turns);
  printf("%6.1f MB | %5.1f GB/s %6zu hits %6.2f seams | %5.1f GB/s %6zu hits %6.2f seams | %.2f %s\n",
         (double)text.len / 1e6, plain, one_hits, crossings(bench->one, text), with, more_hits,
         crossings(bench->more, text), with / plain, path);
  free(one);
  free(more);
}

static void time_construction(const struct words *words, size_t count) {
  enum { TIMES = 101 };
  double times[TIMES];
  for (int i = 0; i < TIMES; i++) {
    double begin = now();
    struct prefilter *prefilter = prefilter_new(words->data, count);
    times[i] = now() - begin;
    prefilter_free(prefilter);
  }
  printf("%zu keywords: made in %.3f ms\n", count, 1e3 * median(times, TIMES));
}

static bool read_options(int argc, char **argv, struct options *o) {
  for (int c; (c = getopt(argc, argv, "t:n:k:f:")) != -1;)
    switch (c) {
    case 't': o->turns = atoi(optarg); break;
    case 'n': o->invented = (size_t)atoi(optarg); break;
    case 'k': o->keywords = optarg; break;
    case 'f': o->form = atoi(optarg); break;
    default: return false;
    }
  return o->turns > 0 && optind < argc;
}

static int prepare(const struct options *o, struct bench *bench, struct err *err) {
  uint64_t seed = 1;
  if (!prefilter_force((enum prefilter_form)o->form))
    return err_set(err, "this machine has no form %d", o->form);
  if (o->keywords ? read_words(&bench->words, o->keywords, err) : read_rules(&bench->words, err))
    return -1;
  bench->plain = bench->words.len;
  for (size_t i = 0; i < o->invented; i++)
    vec_push(&bench->words, invent(&seed));
  bench->one = prefilter_new(bench->words.data, bench->plain);
  bench->more = prefilter_new(bench->words.data, bench->words.len);
  return 0;
}

int main(int argc, char **argv) {
  struct options o = {TURNS, INVENTED, NULL, PREFILTER_BEST};
  struct bench bench = {0};
  struct err err;
  if (!read_options(argc, argv, &o)) {
    fputs(usage, stderr);
    return 2;
  }
  if (prepare(&o, &bench, &err))
    return fprintf(stderr, "%s\n", err.text), 2;
  time_construction(&bench.words, bench.plain);
  time_construction(&bench.words, bench.words.len);
  for (int i = optind; i < argc; i++) {
    struct buf text = {0};
    if (file_read(argv[i], FILE_LIMIT, &text, &err))
      return fprintf(stderr, "%s\n", err.text), 2;
    compare(&bench, argv[i], buf_str(&text), o.turns);
    buf_free(&text);
  }
  return 0;
}
