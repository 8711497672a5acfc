/* progress.c -- a line on a terminal while a scan takes long. */
#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { BAR = 24, SECOND = 1000000000 };

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * SECOND + time.tv_nsec;
}

struct progress progress_new(void) {
  return (struct progress){.on_terminal = isatty(STDERR_FILENO), .started = now()};
}

void progress_show(void *data, const char *stage, size_t done, size_t parts) {
  struct progress *progress = data;
  char bar[BAR + 1];
  if (!progress->on_terminal || now() - progress->started < SECOND / 2)
    return;
  size_t full = parts ? done * BAR / parts : 0;
  for (size_t i = 0; i < BAR; i++)
    bar[i] = i < full ? '#' : '.';
  bar[BAR] = '\0';
  fprintf(stderr, "\r\033[K%s [%s] %zu%%", stage, bar, parts ? done * 100 / parts : 0);
  fflush(stderr);
  progress->shown = true;
}

void progress_clear(struct progress *progress) {
  if (progress->shown)
    fputs("\r\033[K", stderr);
  progress->shown = false;
}
