/* moment.c -- when a commit was made, in its author's own time zone. */
#include "report/moment.h"

#include <stdlib.h>
#include <time.h>

/* From 0000-01-01T00:00:00 to 9999-12-31T23:59:59, the years that RFC 3339 can write. */
static const int64_t earliest = -62167219200, latest = 253402300799;

enum { OFFSET_LIMIT = 23 * 60 + 59 };

static int64_t clamp(int64_t seconds) {
  if (seconds < earliest)
    return earliest;
  return seconds > latest ? latest : seconds;
}

/* Minutes east of UTC; a zone that no clock can show counts as UTC. */
static int offset_of(const struct commit_info *commit) {
  return commit->offset < -OFFSET_LIMIT || commit->offset > OFFSET_LIMIT ? 0 : commit->offset;
}

static struct tm local_time(const struct commit_info *commit) {
  time_t seconds = (time_t)clamp(clamp(commit->date) + (int64_t)offset_of(commit) * 60);
  struct tm local = {0};
  gmtime_r(&seconds, &local);
  return local;
}

void moment_add(struct buf *out, const struct commit_info *commit) {
  struct tm local = local_time(commit);
  int offset = offset_of(commit);
  moment_add_day(out, commit);
  buf_printf(out, "T%02d:%02d:%02d%c%02d:%02d", local.tm_hour, local.tm_min, local.tm_sec, offset < 0 ? '-' : '+',
             abs(offset) / 60, abs(offset) % 60);
}

void moment_add_day(struct buf *out, const struct commit_info *commit) {
  struct tm local = local_time(commit);
  buf_printf(out, "%04d-%02d-%02d", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}
