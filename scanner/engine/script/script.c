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

struct script_values script_find(struct script *script, const struct door *doors, size_t doors_len, struct arena *scratch) {
  if (!script->module)
    return (struct script_values){NULL, 0, false};
  return doors_find(&script->program, script->module, doors, doors_len, scratch);
}

enum script_syntax script_syntax_at(struct script *script, size_t offset) {
  if (!script->module)
    return SYNTAX_CODE;
  return syntax_at(&script->module->parse.tree, offset + script->module->shift);
}

size_t script_parses(const struct script *script) {
  return script->program.parses;
}
