/* program.h -- the modules of a project that a search has to look into, parsed when first asked for.
   Knows how names lead from module to module; nothing of values. One worker's. */
#ifndef APSO_ENGINE_SCRIPT_PROGRAM_H
#define APSO_ENGINE_SCRIPT_PROGRAM_H

#include "engine/script/parse.h"
#include "engine/script/resolve.h"
#include "engine/script/survey.h"
#include "model/snapshot.h"

enum module_state { MODULE_NEW, MODULE_READ, MODULE_LIMIT /* over a limit: nothing is known of it */ };

struct module {
  struct script_file file; /* path in the snapshot; the item's own if there is none */
  struct buf bytes;     /* of the file; the item's are borrowed */
  struct buf masked;    /* what is parsed, if that is not the text: offsets are the same, but for `shift` */
  uint32_t shift;       /* bytes of `masked` before the text's first */
  enum module_state state;
  struct parse parse;
  struct survey survey;
  struct arena arena;   /* of the survey */
  bool is_item;
  uint64_t used_by;     /* number of the last item that asked for it */
  enum { DOORS_NOT_ASKED, DOORS_NAMED, DOORS_NOT_NAMED } doors; /* does its text name any? */
  bool is_surveyed;
  bool is_searched;     /* its `pending` is known, for this item */
  struct pendings *pending; /* what callers in other modules decide: doors.c's */
};

struct program {
  struct grammars grammars;
  struct heap walking;  /* of cursors, once the trees are there */
  struct snapshot *snapshot; /* NULL: the item stands alone */
  uint64_t number;      /* of the snapshot whose modules are here */
  struct resolver *resolver;
  const struct str_list *headers;
  VEC(struct module *) modules;
  size_t held;          /* bytes of all trees */
  uint64_t item;        /* number of the item at hand */
  size_t used;          /* other modules that it asked for: what is there from earlier items counts no less */
  size_t steps_left;    /* for all searches of the item's importers together */
  bool is_full;         /* it asked for more than MODULES_MAX */
  size_t parses;        /* so far, for tests and benchmarks */
  uint64_t searches;    /* so far: see evaluate.h */
};

/* The item's own module, with what was loaded for earlier items of the same snapshot. NULL if it cannot be parsed.
   The text is borrowed until the next call. */
struct module *program_enter(struct program *program, struct snapshot *snapshot, str path, str text,
                             enum script_language language);
/* Takes the survey of a module, once; false if it is over a limit. */
bool program_survey(struct program *program, struct module *module);
/* What `specifier` means in `importer`: a module of the project, surveyed; NULL if it is none, or cannot be read. */
struct module *program_import(struct program *program, const struct module *importer, str specifier);
/* The module of a path; likewise. */
struct module *program_open(struct program *program, str path);
/* What was found out for an earlier search counts no more. */
void program_forget_searches(struct program *program);
/* Drops the item's module, and the others if they hold much memory. */
void program_leave(struct program *program);
void program_free(struct program *program);

/* Byte of the module's text where the byte at `offset` of its tree stands. */
static inline uint32_t module_origin(const struct module *module, uint32_t offset) {
  return offset > module->shift ? offset - module->shift : 0;
}

#endif
