/* fuzz_outline.c -- hostile scripts and pages through the outline, and what exposure makes of it.
   The first byte picks the path. Checks that nothing points outside of the text. */
#include <stdlib.h>

#include "engine/exposure.h"
#include "engine/liveness.h"
#include "engine/nesting.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {"pages/a.tsx",       "a.html",          "a.vue",          "src/pages/a.astro",
                                    "app/routes/a.tsx",  "nuxt.config.ts",  "+page.svelte",   "a.mjs"};

static void require(bool holds) {
  if (!holds)
    abort();
}

static void require_inside(str part, str text) {
  require(part.len == 0 || (part.ptr >= text.ptr && part.ptr + part.len <= text.ptr + text.len));
}

static uint32_t count_lines(str text) {
  uint32_t lines = 1;
  for (size_t i = 0; i < text.len; i++)
    lines += text.ptr[i] == '\n';
  return lines;
}

static void check_name(void *data, str name, str local) {
  (void)name;
  require_inside(local, *(const str *)data);
}

static void check_outline(const struct outline *outline, str text) {
  uint32_t lines = count_lines(text);
  for (size_t i = 0; i < outline->imports.len; i++) {
    const struct outline_import *import = &outline->imports.data[i];
    require_inside(import->specifier, text);
    require_inside(import->clause, text);
    require(import->line >= 1 && import->line <= lines);
    outline_names(import, check_name, &text);
  }
  for (size_t i = 0; i < outline->declarations.len; i++) {
    const struct outline_declaration *declaration = &outline->declarations.data[i];
    require(declaration->begin <= declaration->end && declaration->end <= text.len);
    require(i == 0 || declaration[-1].end <= declaration->begin || declaration[-1].begin <= declaration->begin);
    require(declaration->first_line <= declaration->last_line && declaration->last_line <= lines);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct outline outline; /* one for all inputs */
  if (size == 0)
    return 0;
  str path = str_from(paths[data[0] % (sizeof paths / sizeof *paths)]);
  str text = {(const char *)data + 1, size - 1};
  struct arena arena = {NULL};
  outline_read(&outline, path, text);
  check_outline(&outline, text);
  liveness_find(&outline, text, " getServerSideProps loader ", &arena);
  str names[NESTING_MAX];
  size_t len = nesting_names(text, size / 2, names);
  for (size_t i = 0; i < len; i++)
    require_inside(names[i], text);
  struct exposer *exposer = exposer_new(NULL, false);
  struct exposed exposed = exposer_find(exposer, path, text, (uint32_t)(1 + size % 5), &arena);
  require((exposed.class == EXPOSURE_UNKNOWN) == (exposed.evidence_len == 0));
  exposer_free(exposer);
  arena_free(&arena);
  return 0;
}
