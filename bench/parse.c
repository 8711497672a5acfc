/* parse.c -- what looking for doors costs beside the bare parse: usage: parse FOLDER [TIMES]
   Every script under the folder is parsed with the grammar alone, then parsed and searched, turn by turn; prints the
   sums and their ratio. With "sdk" as a third argument, an import of the SDK is put before each, so that it is triggered. */
#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "engine/ruleset.h"
#include "engine/script/parse.h"
#include "engine/script/script.h"

static VEC(str) paths;
static struct arena kept;

static int take(const char *path, const struct stat *status, int type, struct FTW *ftw) {
  (void)ftw;
  if (type == FTW_F && status->st_size < (4 << 20) && script_language_of(str_from(path)) != SCRIPT_NONE && !strstr(path, "node_modules"))
    vec_push(&paths, arena_copy(&kept, str_from(path)));
  return 0;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double bare(struct parse *parse, struct grammars *grammars, str text, str path) {
  double begin = now();
  parse_run(parse, grammars, text, script_language_of(path));
  parse_forget(parse);
  return now() - begin;
}

static double whole(struct script *script, const struct ruleset *rules, str text, str path, struct arena *scratch) {
  double begin = now();
  if (script_parse(script, NULL, path, text, script_language_of(path)) == SCRIPT_READ)
    script_find(script, rules->doors, rules->doors_len, true, scratch);
  script_forget(script);
  arena_clear(scratch);
  return now() - begin;
}

int main(int argc, char **argv) {
  struct ruleset *rules;
  struct err err;
  struct parse parse = {.heap = {NULL}};
  struct grammars grammars = {0};
  struct arena scratch = {NULL};
  double parses = 0, wholes = 0;
  size_t bytes = 0;
  if (argc < 2 || nftw(argv[1], take, 32, FTW_PHYS) || ruleset_load_builtin(&rules, &err))
    return 2;
  struct script *script = script_new(&rules->headers);
  for (size_t i = 0; i < paths.len; i++) {
    struct buf text = {0};
    if (argc > 3)
      buf_add(&text, STR("import { ApsoClient } from '@apso/sdk';\n"));
    if (file_read(paths.data[i].ptr, 4 << 20, &text, &err))
      continue;
    bytes += text.len;
    for (int times = argc > 2 ? atoi(argv[2]) : 1; times > 0; times--) {
      parses += bare(&parse, &grammars, buf_str(&text), paths.data[i]);
      wholes += whole(script, rules, buf_str(&text), paths.data[i], &scratch);
    }
    buf_free(&text);
  }
  printf("%zu files, %.1f MB: parse %.2f s, parse and search %.2f s, ratio %.2f; %zu parses\n", paths.len, (double)bytes / 1e6, parses,
         wholes, wholes / parses, script_parses(script));
  return 0;
}
