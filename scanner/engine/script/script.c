/* script.c -- values that reach SDK doors in JavaScript and TypeScript: one worker's program, and who does what. */
#include "engine/script/script.h"

#include <stdlib.h>

#include "engine/script/doors.h"
#include "engine/script/markup.h"
#include "engine/script/syntax.h"

/* Nothing is allocated or loaded in it before the first parse. */
struct script {
  struct program program;
  struct module *module;
};

enum script_language script_language_of(str path) {
  static const struct {
    str extension;
    enum script_language language;
  } languages[] = {
      {{".js", 3}, SCRIPT_JAVASCRIPT},  {{".mjs", 4}, SCRIPT_JAVASCRIPT}, {{".cjs", 4}, SCRIPT_JAVASCRIPT},
      {{".jsx", 4}, SCRIPT_JAVASCRIPT}, {{".ts", 3}, SCRIPT_TYPESCRIPT},  {{".mts", 4}, SCRIPT_TYPESCRIPT},
      {{".cts", 4}, SCRIPT_TYPESCRIPT}, {{".tsx", 4}, SCRIPT_TSX},
  };
  for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
    if (str_ends(path, languages[i].extension))
      return languages[i].language;
  return markup_kind_of(path) == MARKUP_NONE ? SCRIPT_NONE : SCRIPT_JAVASCRIPT;
}

struct script *script_new(const struct str_list *headers) {
  struct script *script = memory_new_zeroed(1, sizeof(struct script));
  script->program.headers = headers;
  return script;
}

void script_free(struct script *script) {
  if (!script)
    return;
  program_free(&script->program);
  free(script);
}

enum script_outcome script_parse(struct script *script, struct snapshot *snapshot, str path, str source,
                                 enum script_language language) {
  script->module = program_enter(&script->program, snapshot, path, source, language);
  return script->module ? SCRIPT_READ : SCRIPT_LIMIT;
}

void script_forget(struct script *script) {
  script->module = NULL;
  program_leave(&script->program);
}

struct script_values script_find(struct script *script, const struct door *doors, size_t doors_len, bool goes_on, struct arena *scratch) {
  if (!script->module)
    return (struct script_values){NULL, 0, false};
  size_t steps = EVALUATE_STEPS_TOTAL;
  return doors_find(&script->program, script->module, doors, doors_len, goes_on, &steps, scratch);
}

static bool comes_from_item(const struct script_value *value) {
  for (size_t i = 0; i < value->spans_len; i++)
    if (!value->spans[i].file)
      return true;
  return false;
}

struct script_values script_find_in(struct script *script, str path, const struct door *doors, size_t doors_len, struct arena *scratch) {
  struct module *module = script->module ? program_open(&script->program, path) : NULL;
  if (!module || module->is_item || script->program.steps_left == 0)
    return (struct script_values){NULL, 0, false};
  struct script_values values = doors_find(&script->program, module, doors, doors_len, true, &script->program.steps_left, scratch);
  size_t kept = 0;
  for (size_t i = 0; i < values.len; i++)
    if (comes_from_item(&values.data[i]))
      values.data[kept++] = values.data[i];
  values.len = kept;
  return values;
}

enum script_syntax script_syntax_at(struct script *script, size_t offset) {
  if (!script->module)
    return SYNTAX_CODE;
  return syntax_at(&script->module->parse.tree, offset + script->module->shift);
}

size_t script_parses(const struct script *script) {
  return script->program.parses;
}
