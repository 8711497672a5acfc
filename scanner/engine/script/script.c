/* script.c -- values that reach SDK doors in JavaScript and TypeScript: one worker's parser, and who does what. */
#include "engine/script/script.h"

#include <stdlib.h>

#include "engine/script/doors.h"
#include "engine/script/parse.h"
#include "engine/script/syntax.h"

/* Nothing is allocated or loaded in it before the first parse. */
struct script {
  struct parse parse;
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
  return SCRIPT_NONE;
}

struct script *script_new(void) {
  return memory_new_zeroed(1, sizeof(struct script));
}

void script_free(struct script *script) {
  if (!script)
    return;
  parse_free(&script->parse);
  free(script);
}

enum script_outcome script_parse(struct script *script, str source, enum script_language language) {
  return parse_run(&script->parse, source, language);
}

void script_forget(struct script *script) {
  parse_forget(&script->parse);
}

struct script_values script_find(struct script *script, const struct door *doors, size_t doors_len,
                                 struct arena *scratch) {
  if (node_is_none(script->parse.tree.root))
    return (struct script_values){NULL, 0, false};
  parse_enter(&script->parse);
  return doors_find(&script->parse.tree, doors, doors_len, scratch);
}

enum script_syntax script_syntax_at(struct script *script, size_t offset) {
  parse_enter(&script->parse);
  return syntax_at(&script->parse.tree, offset);
}
