/* prefilter.c -- how fast the built-in keywords are looked for: usage: prefilter FILE [TIMES]
   The file is read once and searched so often; prints GB/s on one core. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "engine/ruleset.h"

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  struct ruleset *rules;
  struct buf text = {0};
  struct keyword_hits hits = {0};
  struct err err;
  int times = argc > 2 ? atoi(argv[2]) : 20;
  if (argc < 2 || file_read(argv[1], 1 << 30, &text, &err) || ruleset_load_builtin(&rules, &err))
    return 2;
  double begin = now();
  for (int i = 0; i < times; i++)
    prefilter_all(rules->prefilter, buf_str(&text), &hits);
  double searched = now() - begin;
  double gigabytes = (double)text.len * times / 1e9;
  printf("%zu keywords, %.0f MB, %zu hits: %.1f GB/s\n", rules->keywords_len, (double)text.len / 1e6, hits.len,
         gigabytes / searched);
  return 0;
}
