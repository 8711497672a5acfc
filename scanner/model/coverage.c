/* coverage.c -- what was scanned, what was not and why. */
#include "model/coverage.h"

static const char *const gap_names[GAP_COUNT] = {
    [GAP_MISSING] = "missing",       [GAP_CORRUPT] = "corrupt", [GAP_SHALLOW] = "shallow", [GAP_SUBMODULE] = "submodule",
    [GAP_UNREADABLE] = "unreadable", [GAP_FORMAT] = "format",   [GAP_MEMORY] = "memory",  [GAP_TIME] = "time",
};

static const char *const gap_whats[GAP_COUNT] = {
    [GAP_MISSING] = "object",  [GAP_CORRUPT] = "object",    [GAP_SHALLOW] = "commit", [GAP_SUBMODULE] = "submodule",
    [GAP_UNREADABLE] = "file", [GAP_FORMAT] = "repository", [GAP_MEMORY] = "object", [GAP_TIME] = "item",
};

static const char *const degraded_names[DEGRADED_COUNT] = {
    [DEGRADED_PARSER] = "parser limit",
    [DEGRADED_WINDOW] = "window of a large file",
    [DEGRADED_DECODED] = "decoding limit",
    [DEGRADED_MATCH] = "match limit",
    [DEGRADED_PLACES] = "more places than are told",
    [DEGRADED_CLOSED] = "closed archive",
    [DEGRADED_ENCRYPTED] = "encrypted archive",
    [DEGRADED_ARCHIVE] = "archive limit",
};

const char *gap_name(enum gap gap) {
  return gap_names[gap];
}

const char *gap_what(enum gap gap) {
  return gap_whats[gap];
}

int gap_from_name(str name) {
  for (int gap = 0; gap < GAP_COUNT; gap++)
    if (str_eq(str_from(gap_names[gap]), name))
      return gap;
  return -1;
}

const char *degraded_name(enum degraded degraded) {
  return degraded_names[degraded];
}

static void keep_example(struct shortfall *shortfall, const char *example) {
  unsigned at = 0;
  while (at < shortfall->examples && strcmp(shortfall->example[at], example) < 0)
    at++;
  if (at == COVERAGE_EXAMPLES || (at < shortfall->examples && strcmp(shortfall->example[at], example) == 0))
    return;
  if (shortfall->examples < COVERAGE_EXAMPLES)
    shortfall->examples++;
  for (unsigned i = shortfall->examples - 1; i > at; i--)
    memcpy(shortfall->example[i], shortfall->example[i - 1], COVERAGE_EXAMPLE_SIZE);
  memcpy(shortfall->example[at], example, strlen(example) + 1);
}

static void add(struct shortfall *shortfall, str example) {
  char text[COVERAGE_EXAMPLE_SIZE];
  str kept = str_head(example, sizeof text - 1);
  if (kept.len)
    memcpy(text, kept.ptr, kept.len);
  text[kept.len] = '\0';
  shortfall->count++;
  keep_example(shortfall, text);
}

void coverage_gap(struct coverage *coverage, enum gap gap, str example) {
  add(&coverage->gaps[gap], example);
}

void coverage_degraded(struct coverage *coverage, enum degraded degraded, str example) {
  add(&coverage->degraded[degraded], example);
}

static void merge(struct shortfall *into, const struct shortfall *from) {
  into->count += from->count;
  for (unsigned i = 0; i < from->examples; i++)
    keep_example(into, from->example[i]);
}

void coverage_merge(struct coverage *into, const struct coverage *from) {
  into->objects += from->objects;
  into->blobs += from->blobs;
  into->bytes += from->bytes;
  into->commits += from->commits;
  into->files += from->files;
  into->allowed |= from->allowed;
  for (int i = 0; i < GAP_COUNT; i++)
    merge(&into->gaps[i], &from->gaps[i]);
  for (int i = 0; i < DEGRADED_COUNT; i++)
    merge(&into->degraded[i], &from->degraded[i]);
}

bool coverage_is_complete(const struct coverage *coverage) {
  for (unsigned gap = 0; gap < GAP_COUNT; gap++)
    if (coverage->gaps[gap].count && !(coverage->allowed & 1u << gap))
      return false;
  return true;
}
