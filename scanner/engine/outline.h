/* outline.h -- what a script file says of itself at a glance: imports, exports, top-level declarations, directives,
   and words that tell a browser from a server. No tree is made; broken files give what can be seen.
   Knows nothing of frameworks or of other files. */
#ifndef APSO_ENGINE_OUTLINE_H
#define APSO_ENGINE_OUTLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "engine/blocks.h"

enum import_kind {
  IMPORT_STATIC,
  IMPORT_EXPORT,    /* export … from */
  IMPORT_REQUIRE,
  IMPORT_DYNAMIC,   /* import(…) */
  IMPORT_REFERENCE, /* new Worker(…), new URL(…, import.meta.url), a page's <script src> */
};

struct outline_import {
  enum import_kind kind;
  bool type_only; /* gone once compiled */
  str specifier;  /* as written; of the text */
  str clause;     /* "{ a, b as c }", "* as x": the names it binds or gives on; of the text */
  uint32_t at;    /* offset of the specifier */
  uint32_t line;  /* 1-based */
};

/* A function, class or variable of the top level. */
struct outline_declaration {
  str name;     /* empty: a default export without one */
  str exported; /* the name under which it is exported; empty: it is not */
  uint32_t begin, end; /* the whole statement */
  uint32_t first_line, last_line;
};

struct outline_range {
  uint32_t begin, end;
  uint32_t line; /* of `begin` */
};

/* What a file tells; the line is that of the first place that does, 0: none does. */
enum outline_sign {
  SIGN_USE_CLIENT,
  SIGN_USE_SERVER,
  SIGN_HASHBANG,
  SIGN_BROWSER, /* window.…, document.…, localStorage.… */
  SIGN_SERVER,  /* process.argv, __dirname, Deno.… */
  SIGN_HOOK,    /* useState(…) and its kin */
  SIGN_DEFAULT, /* a default export */
  SIGN_COUNT
};

struct outline {
  VEC(struct outline_import) imports;
  VEC(struct outline_declaration) declarations;
  VEC(struct outline_range) server_blocks; /* functions that begin with 'use server' */
  struct blocks blocks; /* the file's scripts: all of it, if it is no markup */
  uint32_t lines[SIGN_COUNT];
  str words[SIGN_COUNT]; /* what stands there; of the text */
};

/* Start from {0}; fills it anew. `text` must stay as long as it is used. What is over a limit is left out. */
void outline_read(struct outline *outline, str path, str text);
void outline_free(struct outline *outline);

/* The place in the list of the top-level declaration that holds an offset, or SIZE_MAX. */
size_t outline_declaration_at(const struct outline *outline, size_t offset);
/* Calls `visit` for each name that an import binds (`local`) and what it is in the other module (`name`; "default",
   "*"). */
void outline_names(const struct outline_import *import, void (*visit)(void *data, str name, str local), void *data);

#endif
