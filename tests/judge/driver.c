/* driver.c -- judges the candidates on standard input, one a line: "1 score" for a key, "0 score" else.
   With an argument N it judges the input N times and prints the nanoseconds for one instead. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "engine/judge.h"

static void print_each(str all) {
  for (str line; str_next_line(&all, &line);) {
    struct judge_opinion opinion;
    judge_explain(line, &opinion);
    printf("%d %d\n", judge_key(line) == JUDGED_KEY, opinion.score);
  }
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void print_time(str all, long rounds) {
  size_t judged = 0, keys = 0;
  int64_t begin = now();
  for (long round = 0; round < rounds; round++)
    for (str rest = all, line; str_next_line(&rest, &line); judged++)
      keys += judge_key(line) == JUDGED_KEY;
  printf("%.0f\n", judged ? (double)(now() - begin) / (double)judged : 0.0);
  fprintf(stderr, "%zu of %zu are keys\n", keys, judged);
}

int main(int argc, char **argv) {
  enum { INPUT_LIMIT = 64 << 20 };
  char *input = malloc(INPUT_LIMIT);
  if (!input)
    return 1;
  str all = {input, fread(input, 1, INPUT_LIMIT, stdin)};
  if (argc > 1)
    print_time(all, strtol(argv[1], NULL, 10));
  else
    print_each(all);
  free(input);
  return 0;
}
