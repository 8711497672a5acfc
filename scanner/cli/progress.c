/* progress.c -- a line on a terminal while a scan takes long. */
#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

enum { BAR = 24, SECOND = 1000000000 };

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * SECOND + time.tv_nsec;
}

struct progress progress_new(void) {
  return (struct progress){.on_terminal = isatty(STDERR_FILENO), .started = now()};
}

static void add_rate(struct buf *out, const struct pipeline_progress *at, double seconds) {
  if (at->items == 0 || seconds <= 0)
    return;
  buf_printf(out, ", %.0f a second", (double)at->items / seconds);
  if (at->bytes)
    buf_printf(out, " (%.0f MB)", (double)at->bytes / seconds / 1e6);
}

static void add_rest(struct buf *out, const struct pipeline_progress *at, double seconds) {
  double left = at->done ? seconds / (double)at->done * (double)(at->total - at->done) : 0;
  if (at->done == 0 || seconds < 0.5)
    return;
  if (left < 90)
    buf_printf(out, ", %.0f s left", left);
  else
    buf_printf(out, ", %.0f min left", left / 60);
}

void progress_show(void *data, const struct pipeline_progress *at) {
  struct progress *progress = data;
  struct buf line = {0};
  if (progress->stage != at->stage || at->done < progress->done) {
    progress->stage = at->stage;
    progress->stage_started = now();
  }
  progress->done = at->done;
  if (!progress->on_terminal || now() - progress->started < SECOND / 2)
    return;
  double seconds = (double)(now() - progress->stage_started) / SECOND;
  size_t full = at->total ? (size_t)(at->done * BAR / at->total) : 0;
  buf_printf(&line, "%s [%.*s%.*s] %.0f%%", at->stage, (int)full, "########################", (int)(BAR - full), "........................",
             at->total ? (double)at->done * 100 / (double)at->total : 0);
  add_rate(&line, at, seconds);
  add_rest(&line, at, seconds);
  fprintf(stderr, "\r\033[K%.*s", (int)line.len, line.data);
  fflush(stderr);
  progress->shown = true;
  buf_free(&line);
}

void progress_clear(struct progress *progress) {
  if (progress->shown)
    fputs("\r\033[K", stderr);
  progress->shown = false;
}
