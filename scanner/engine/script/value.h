/* value.h -- what an expression can be: small sets of values, each with the places it comes from.
   Plain data; nothing here looks at syntax. All memory is of a maker's arena, and nothing is changed once made. */
#ifndef APSO_ENGINE_SCRIPT_VALUE_H
#define APSO_ENGINE_SCRIPT_VALUE_H

#include <tree_sitter/api.h>

#include "base/memory.h"
#include "engine/script/path.h"

struct module;
struct frame;
struct binding;

enum {
  VALUES_MAX = 16,            /* in a set */
  TEXT_SIZE_MAX = 16 << 10,   /* bytes of one text */
  LIST_MAX = 2048,            /* elements of one list */
};

enum value_kind {
  VALUE_TEXT,     /* text, UTF-8; characters beyond it as WTF-8: a lone surrogate has three bytes */
  VALUE_NUMBER,
  VALUE_BOOL,     /* number is 0 or 1 */
  VALUE_BYTES,    /* a Buffer, or a plain Uint8Array (number is 1); its bytes are text */
  VALUE_LIST,     /* an array whose elements are known */
  VALUE_RECORD,   /* an object that was put together: members, later ones override */
  VALUE_HOLDER,   /* an object or array literal, or an enum, of the source: node */
  VALUE_FUNCTION, /* node */
  VALUE_CLASS,    /* node */
  VALUE_INSTANCE, /* of the class (or function) node, made with the arguments in frame */
  VALUE_MODULE,   /* a module of the project: all that it exports */
  VALUE_EXTERNAL, /* what a package exports, or a global: text is the module (STR_NONE: global), names lead on */
  VALUE_NOTHING,  /* null or undefined, for certain */
};

/* Where a value comes from: a rope of places. NULL: nowhere. A JOIN never has the same part twice in a row. */
struct origin {
  enum { ORIGIN_SPAN, ORIGIN_STEP, ORIGIN_JOIN } kind;
  struct module *module;
  uint32_t start; /* SPAN: contents of a literal, without quotes. STEP: its place */
  uint32_t end;
  str what;                    /* STEP: "const KEY"; never text of a literal */
  const struct origin *first;  /* STEP: what it is added behind. JOIN: both */
  const struct origin *second;
};

struct value;

/* A set. `open`: it may also be something else: undefined, missing, or not known. */
struct values {
  const struct value *data;
  size_t len;
  bool open;
};

struct value {
  enum value_kind kind;
  str text;
  double number;
  const struct origin *origin;
  /* LIST */
  const struct values *items;
  size_t items_len;
  /* RECORD */
  const struct member *members;
  size_t members_len;
  /* HOLDER, FUNCTION, CLASS, INSTANCE, MODULE */
  struct module *module;
  TSNode node;
  const struct frame *frame;   /* in which it was made; INSTANCE: of its constructor */
  const struct value *self;    /* FUNCTION: what `this` is in it; NULL: not known. INSTANCE: of whose class this is the base */
  /* EXTERNAL */
  const struct path *names;
  str local;                   /* what the importing file calls a default import */
  const struct written *written; /* NULL: nothing is */
};

/* What is written to parts of the variable that holds a value, as config.apiKey = …: see scope.h. */
struct written {
  const struct binding *binding;
  struct module *module;       /* of the variable */
  const struct frame *frame;
  const struct path *at;       /* from the variable to the value; NULL: it is the variable's own */
};

/* name is STR_NONE: everything that `values`, an object, has. */
struct member {
  str name;
  struct values values;
};

/* Where values are made. Once `room` is used up, every set made is empty and open. */
struct maker {
  struct arena *arena;
  size_t room; /* bytes */
  bool cut;    /* something was made smaller than it should be, by one of the limits above or `room` */
};

/* NULL when the room is used up. */
void *maker_take(struct maker *maker, size_t size);
/* Work that takes no memory, or more time than its memory tells, is paid for in room. False when it is used up. */
bool maker_spend(struct maker *maker, size_t room);

static inline struct values values_none(void) {
  return (struct values){NULL, 0, true};
}

struct values values_one(struct maker *maker, struct value value);
/* What is in either; a text that is in both keeps the places of the first. Open if one is. */
struct values values_unite(struct maker *maker, struct values a, struct values b);
/* Without what || and && take for nothing: empty text, 0, false; open if there was any. */
struct values values_truthy(struct maker *maker, struct values values);
/* Without null and undefined; open if there was any. */
struct values values_present(struct maker *maker, struct values values);
struct values values_with_step(struct maker *maker, struct values values, struct module *module, uint32_t at, str what);

/* The text that the value is as part of a text; false if nobody knows. Numbers as JavaScript writes them. */
bool value_to_text(struct maker *maker, const struct value *value, str *text);
/* The same for a list's elements, joined. False also if an element is not one known value. */
bool value_join(struct maker *maker, const struct value *list, str separator, str *text);
struct value value_text(str text, const struct origin *origin);
struct value value_number(double number, const struct origin *origin);
bool value_is_truthy(const struct value *value, bool *known);

const struct origin *origin_span(struct maker *maker, struct module *module, uint32_t start, uint32_t end);
const struct origin *origin_step(struct maker *maker, const struct origin *origin, struct module *module, uint32_t at,
                                 str what);
const struct origin *origin_join(struct maker *maker, const struct origin *first, const struct origin *second);

#endif
