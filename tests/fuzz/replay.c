/* replay.c -- runs a fuzz target on a corpus without a fuzzer: each file whole, and cut at several lengths.
   usage: fuzz_NAME FILE|FOLDER... */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SMALL = 64, PIECES = 16, FILE_LIMIT = 16 * 1024 * 1024 };

static unsigned runs;

/* In memory of its own, so that a sanitizer sees each byte read behind the end. */
static void run(const char *bytes, size_t len) {
  uint8_t *exact = malloc(len ? len : 1);
  if (!exact)
    abort();
  if (len)
    memcpy(exact, bytes, len);
  LLVMFuzzerTestOneInput(exact, len);
  free(exact);
  runs++;
}

static void run_cut(const struct buf *bytes) {
  for (size_t len = 0; len < SMALL && len < bytes->len; len++)
    run(bytes->data, len);
  for (size_t piece = 1; piece < PIECES && bytes->len > SMALL; piece++)
    run(bytes->data, bytes->len * piece / PIECES);
  if (bytes->len > SMALL)
    run(bytes->data, bytes->len - 1);
  run(bytes->data, bytes->len);
}

static int run_file(const char *path) {
  struct buf bytes = {0};
  struct err err;
  int failed = file_read(path, FILE_LIMIT, &bytes, &err);
  if (failed)
    fprintf(stderr, "%s\n", err.text);
  else
    run_cut(&bytes);
  buf_free(&bytes);
  return failed;
}

static int run_path(const char *path);

static int run_folder(const char *path) {
  struct dirent **entries;
  int failed = 0, count = scandir(path, &entries, NULL, alphasort);
  for (int i = 0; i < count; i++) {
    char inner[4096];
    snprintf(inner, sizeof inner, "%s/%s", path, entries[i]->d_name);
    if (entries[i]->d_name[0] != '.')
      failed |= run_path(inner);
    free(entries[i]);
  }
  if (count >= 0)
    free(entries);
  return count < 0 ? -1 : failed;
}

static int run_path(const char *path) {
  struct stat status;
  if (stat(path, &status) != 0) {
    perror(path);
    return -1;
  }
  return S_ISDIR(status.st_mode) ? run_folder(path) : run_file(path);
}

int main(int argc, char **argv) {
  int failed = 0;
  for (int i = 1; i < argc; i++)
    failed |= run_path(argv[i]);
  printf("%u inputs\n", runs);
  return failed || runs == 0;
}
