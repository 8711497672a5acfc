/* script.h -- values that reach SDK doors in JavaScript and TypeScript (home of tree-sitter).
   Knows nothing of rules' patterns, of git or of files: source text in, values out. */
#ifndef APSO_ENGINE_SCRIPT_H
#define APSO_ENGINE_SCRIPT_H

#include <stdint.h>

#include "base/memory.h"
#include "base/oid.h"
#include "model/rule.h"
#include "model/snapshot.h"

enum script_language { SCRIPT_NONE, SCRIPT_JAVASCRIPT, SCRIPT_TYPESCRIPT, SCRIPT_TSX };

/* By the extension of the path; SCRIPT_NONE for anything that is not a script, nor holds some. */
enum script_language script_language_of(str path);

/* A run of source text that contributes to a value. */
/* A file of the project that was looked into. */
struct script_file {
  str path;   /* in the snapshot */
  str text;
  oid object; /* zero: none */
};

struct script_span {
  const struct script_file *file; /* NULL: the source itself */
  uint32_t start; /* byte offsets */
  uint32_t end;
};

struct script_step {
  const struct script_file *file; /* NULL: the source itself */
  uint32_t offset;
  str what; /* "const KEY", "new ApsoClient"; never text of a literal */
};

/* What reaches a door: a string, or the name of something outside of the program. */
struct script_value {
  const struct door *door;
  bool is_external;
  bool is_public;            /* external: the project's own settings make it so */
  str text;                  /* the value as the program would see it; external: "process.env.KEY", see rules' environments */
  str module;                /* external: of which module; STR_NONE: a global */
  struct script_span *spans; /* contents of the literals it is made of, without quotes, in the order of the value */
  size_t spans_len;          /* external: the expression that names it */
  struct script_step *flow;  /* from the literal to the door */
  size_t flow_len;
};

/* Files and texts live until the next script_parse, everything else is of the arena given. */
struct script_values {
  struct script_value *data;
  size_t len;
  bool cut; /* a limit ended the search early: there may be more values */
};

/* What stands at an offset of the source. */
enum script_syntax { SYNTAX_CODE, SYNTAX_STRING, SYNTAX_COMMENT, SYNTAX_REGEX, SYNTAX_TYPE };

enum script_outcome {
  SCRIPT_READ,  /* parsed (error nodes included: the rest of a broken file is still seen) */
  SCRIPT_LIMIT, /* over a limit of work or memory: nothing is known of this text */
};

/* One worker's parser. Not for two threads at once. */
struct script;

/* `headers`: names of all header doors; they must outlive it. */
struct script *script_new(const struct str_list *headers);
void script_free(struct script *script);

/* Parses `source`, a file's text, and keeps the tree, 20 to 100 times as large, until the next call or script_forget.
   The bytes must stay as long. What it imports is looked for in `snapshot` (NULL: nowhere), where it has `path`. */
enum script_outcome script_parse(struct script *script, struct snapshot *snapshot, str path, str source,
                                 enum script_language language);
/* Gives the memory of the parsed source back; nothing is known of it any more. */
void script_forget(struct script *script);
/* The values that reach the doors in the parsed source, and, if it `goes_on`, through it those in functions of others
   that it calls; memory is of `scratch`. */
struct script_values script_find(struct script *script, const struct door *doors, size_t doors_len, bool goes_on,
                                 struct arena *scratch);
/* The same of another file of the snapshot, but only values that come from the parsed source. */
struct script_values script_find_in(struct script *script, str path, const struct door *doors, size_t doors_len, struct arena *scratch);
/* Sources parsed so far. */
size_t script_parses(const struct script *script);
/* SYNTAX_CODE when nothing is parsed. Costs a descent from the root. */
enum script_syntax script_syntax_at(struct script *script, size_t offset);

#endif
