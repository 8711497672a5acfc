/* dump_reports.c -- writes the fixtures in each format into a folder, for tests/report/validate.mjs.
   usage: dump_reports FOLDER */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "fixture.h"

static int dump(const char *folder, const char *name, struct fixture *fixture) {
  int failed = 0;
  for (const struct report_format *format = report_formats(); format->name; format++) {
    char path[4096];
    struct err err;
    char *report = fixture_write(fixture, format->name);
    snprintf(path, sizeof path, "%s/%s.%s", folder, name, format->name);
    if (file_write(path, str_from(report), &err) != 0) {
      fprintf(stderr, "%s\n", err.text);
      failed = 1;
    }
    free(report);
  }
  fixture_free(fixture);
  return failed;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fputs("usage: dump_reports FOLDER\n", stderr);
    return 2;
  }
  struct fixture *shown = fixture_new();
  shown->options.show_keys = true;
  int failed = dump(argv[1], "findings", fixture_new());
  failed |= dump(argv[1], "shown", shown);
  failed |= dump(argv[1], "clean", fixture_new_clean());
  failed |= dump(argv[1], "shallow", fixture_new_shallow());
  return failed;
}
