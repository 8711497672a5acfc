/* program.c -- the modules of a project that a search has to look into. */
#include "engine/script/program.h"

#include <stdlib.h>

#include "engine/script/markup.h"
#include "engine/script/repair.h"

enum {
  MODULE_SIZE_MAX = 4 << 20, /* bytes of an imported file */
  HELD_MAX = 192 << 20,      /* bytes of trees that are kept for the next item */
  MODULES_MAX = 512,         /* that one item may ask for */
  MODULES_KEPT = 2048,       /* for the next item */
  IMPORTERS_STEPS = 1 << 16,
  WORK_FLOOR = 1 << 19,      /* + bytes of source * WORK_PER_BYTE: children and scopes looked at */
  WORK_PER_BYTE = 1,
  ERROR_DEPTH = 64,
  MENDS_MAX = 4,
  MEND_SIZE_MAX = 1 << 20, /* bytes of a source that is mended */
};

static bool is_json(str path) {
  return str_ends(path, STR(".json"));
}

/* What the parser is given: a file of markup with all but its scripts blanked, a JSON text as an expression. */
static enum script_language prepare(struct module *module, enum script_language language) {
  enum markup_kind markup = markup_kind_of(module->file.path);
  if (markup != MARKUP_NONE)
    return markup_scripts(module->file.text, markup, &module->masked);
  if (!is_json(module->file.path)) {
    repair_merge(module->file.text, &module->masked);
    return language;
  }
  module->shift = 1;
  buf_add(&module->masked, STR("("));
  buf_add(&module->masked, module->file.text);
  buf_add(&module->masked, STR(")"));
  return SCRIPT_JAVASCRIPT;
}

/* Flow's types in a .js file are errors to the grammar of JavaScript; that of TypeScript may know better. */
static bool is_better_typed(const struct module *module, enum script_language language) {
  return language == SCRIPT_JAVASCRIPT && module->state == MODULE_READ && ts_node_has_error(module->parse.tree.root);
}

static void parse_as(struct program *program, struct module *module, str source, enum script_language language) {
  program->parses++;
  module->state = parse_run(&module->parse, &program->grammars, source, language) == SCRIPT_READ ? MODULE_READ
                                                                                                : MODULE_LIMIT;
}

/* Where the first syntax error is. */
static size_t first_error(struct module *module) {
  TSNode node = module->parse.tree.root;
  for (int depth = 0; depth < ERROR_DEPTH; depth++) {
    struct children children = children_and_tokens_of(&module->parse.tree, node);
    TSNode broken = NODE_NONE;
    for (TSNode child; node_is_none(broken) && children_next(&children, &child);)
      if (ts_node_has_error(child) || ts_node_is_error(child) || ts_node_is_missing(child))
        broken = child;
    children_end(&children);
    if (node_is_none(broken))
      break;
    node = broken;
    if (ts_node_is_error(node))
      break;
  }
  return ts_node_start_byte(node);
}

/* An error can make the parser lose all that follows: statements with one are blanked, as long as that helps. */
static void mend(struct program *program, struct module *module, enum script_language language) {
  for (int i = 0; i < MENDS_MAX && module->state == MODULE_READ && ts_node_has_error(module->parse.tree.root); i++) {
    size_t errors = module->parse.heap.errors;
    struct buf mended = {0};
    if (module->parse.tree.source.len > MEND_SIZE_MAX)
      return;
    module->parse.tree.work_limit = UINT64_MAX;
    buf_add(&mended, module->parse.tree.source);
    heap_use(&program->walking);
    bool is_other = repair_lines(&mended, first_error(module));
    struct parse before = module->parse;
    module->parse = (struct parse){.heap = {NULL}};
    if (is_other)
      parse_as(program, module, buf_str(&mended), language);
    bool is_better = is_other && module->state == MODULE_READ && module->parse.heap.errors < errors;
    struct parse worse = is_better ? before : module->parse;
    if (!is_better)
      module->parse = before;
    module->state = MODULE_READ;
    parse_forget(&worse);
    if (!is_better) {
      buf_free(&mended);
      return;
    }
    buf_free(&module->masked);
    module->masked = mended;
  }
}

static void parse(struct program *program, struct module *module, enum script_language language) {
  language = prepare(module, language);
  str source = module->masked.len ? buf_str(&module->masked) : module->file.text;
  parse_as(program, module, source, language);
  if (is_better_typed(module, language)) {
    size_t errors = module->parse.heap.errors;
    parse_as(program, module, source, SCRIPT_TSX);
    if (module->state != MODULE_READ || module->parse.heap.errors >= errors)
      parse_as(program, module, source, language);
  }
  mend(program, module, language);
  heap_use(&program->walking);
  program->held += module->parse.heap.given;
}

bool program_survey(struct program *program, struct module *module) {
  if (module->state != MODULE_READ || module->is_surveyed)
    return module->state == MODULE_READ;
  struct tree *tree = &module->parse.tree;
  module->survey = (struct survey){.tree = tree, .arena = &module->arena, .headers = program->headers};
  tree->work = 0;
  tree->work_limit = WORK_FLOOR + WORK_PER_BYTE * (uint64_t)tree->source.len;
  module->is_surveyed = true;
  if (!survey_run(&module->survey))
    module->state = MODULE_LIMIT;
  return module->state == MODULE_READ;
}

static void module_free(struct module *module) {
  if (module->is_surveyed)
    survey_free(&module->survey);
  parse_forget(&module->parse);
  arena_free(&module->arena);
  buf_free(&module->bytes);
  buf_free(&module->masked);
  free(module);
}

static struct module *module_new(struct program *program, str path) {
  struct module *module = memory_new_zeroed(1, sizeof *module);
  module->file.path = arena_copy(&module->arena, path);
  vec_push(&program->modules, module);
  return module;
}

static void forget_all(struct program *program) {
  for (size_t i = 0; i < program->modules.len; i++)
    module_free(program->modules.data[i]);
  program->modules.len = 0;
  program->held = 0;
  resolver_close(program->resolver);
  program->resolver = NULL;
  program->number = 0;
}

/* A module that was loaded for an earlier item and is now the item itself. */
static void forget(struct program *program, str path) {
  size_t kept = 0;
  for (size_t i = 0; i < program->modules.len; i++) {
    struct module *module = program->modules.data[i];
    if (str_eq(module->file.path, path))
      module_free(module);
    else
      program->modules.data[kept++] = module;
  }
  program->modules.len = kept;
}

struct module *program_enter(struct program *program, struct snapshot *snapshot, str path, str text,
                             enum script_language language) {
  program_leave(program);
  if (!snapshot || snapshot->number != program->number)
    forget_all(program);
  program->snapshot = snapshot;
  program->number = snapshot ? snapshot->number : 0;
  if (snapshot && !program->resolver)
    program->resolver = resolver_open(snapshot);
  forget(program, path);
  program->item++;
  program->used = 0;
  program->is_full = false;
  program->steps_left = IMPORTERS_STEPS;
  struct module *module = module_new(program, path);
  module->is_item = true;
  module->file.text = text;
  parse(program, module, language);
  return module->state == MODULE_READ ? module : NULL;
}

static struct module *find(struct program *program, str path) {
  for (size_t i = 0; i < program->modules.len; i++)
    if (str_eq(program->modules.data[i]->file.path, path))
      return program->modules.data[i];
  return NULL;
}

static enum script_language language_of(str path) {
  if (is_json(path) || markup_kind_of(path) != MARKUP_NONE)
    return SCRIPT_JAVASCRIPT;
  return script_language_of(path);
}

static struct module *load(struct program *program, str path) {
  struct module *module = module_new(program, path);
  enum script_language language = language_of(path);
  module->state = MODULE_LIMIT;
  if (language == SCRIPT_NONE ||
      program->snapshot->read(program->snapshot, path, MODULE_SIZE_MAX, &module->bytes, &module->file.object) != SNAPSHOT_READ)
    return module;
  module->file.text = buf_str(&module->bytes);
  parse(program, module, language);
  return module;
}

struct module *program_import(struct program *program, const struct module *importer, str specifier) {
  str path;
  if (!program->resolver || !resolver_find(program->resolver, importer->file.path, specifier, &path))
    return NULL;
  return program_open(program, path);
}

/* Whatever earlier items left here, an item may ask for so many modules and no more. */
static bool is_affordable(struct program *program, const struct module *module) {
  if (module && (module->is_item || module->used_by == program->item))
    return true;
  program->is_full |= program->used == MODULES_MAX;
  program->used += !program->is_full;
  return !program->is_full;
}

struct module *program_open(struct program *program, str path) {
  struct module *module = find(program, path);
  if (!is_affordable(program, module))
    return NULL;
  if (!module)
    module = load(program, path);
  module->used_by = program->item;
  return program_survey(program, module) ? module : NULL;
}

void program_forget_searches(struct program *program) {
  for (size_t i = 0; i < program->modules.len; i++) {
    struct module *module = program->modules.data[i];
    module->parse.tree.work = 0; /* each search has its own limits, whatever was searched before */
    module->is_searched = false;
    module->pending = NULL;
  }
}

void program_leave(struct program *program) {
  size_t kept = 0;
  for (size_t i = 0; i < program->modules.len; i++) {
    struct module *module = program->modules.data[i];
    if (module->is_item) {
      module_free(module);
      continue;
    }
    program->modules.data[kept++] = module;
  }
  program->modules.len = kept;
  heap_clear(&program->walking);
  if (program->held > HELD_MAX || program->modules.len > MODULES_KEPT)
    forget_all(program);
}

void program_free(struct program *program) {
  forget_all(program);
  vec_free(&program->modules);
  heap_clear(&program->walking);
  grammars_free(&program->grammars);
  heap_use(NULL);
}
