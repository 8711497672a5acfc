/* survey.h -- one walk over the tree that notes scopes, names, what is written to them, calls, and exports.
   Knows nothing of doors or of what expressions mean. */
#ifndef APSO_ENGINE_SCRIPT_SURVEY_H
#define APSO_ENGINE_SCRIPT_SURVEY_H

#include "engine/script/scope.h"

/* f(…), new F(…) or super(…) */
struct call {
  TSNode node;
  uint32_t scope;
};

struct passed {
  str name;
  TSNode call;
};

/* An assignment, kept until every declaration is known. */
struct write {
  str name;
  uint32_t scope;
  struct definition definition;
};

/* What a module gives to others under a name. */
struct export {
  str name;         /* STR_NONE: all that `module` exports, or that CommonJS assigns: see `path` */
  TSNode value;     /* an expression or declaration, or a name's identifier; none: see `module` */
  str module;       /* export … from module */
  str import;       /* which export of it; STR_NONE: all of it */
};

/* A parameter that is another name for a variable, as compilers write enums and namespaces. */
struct alias {
  TSNode function;
  uint16_t parameter;
  str name;
  uint32_t scope; /* in which `name` stands */
};

/* A name, and what is around it. */
struct named_place {
  TSNode node;
  TSNode around[2];
};

/* What is written to `this` of a class, or of a function outside of any, is written to a name in its scope. */
extern const str survey_self;

struct survey {
  struct tree *tree;
  struct arena *arena;
  /* Text to look out for in strings and property names, in any case; NULL: nothing. */
  const struct str_list *headers;
  struct scopes scopes;
  VEC(struct call) calls;         /* in the order of the source */
  VEC(struct passed) passed;      /* calls whose first argument is a name */
  VEC(struct write) writes;
  VEC(struct export) exports;     /* ES modules' */
  VEC(struct definition) commonjs; /* module.exports = … (no part), exports.name = … */
  VEC(struct named_place) named;  /* strings and property names that are one of `headers` */
  VEC(struct named_place) dynamic;            /* what could be named so by a variable: computed pairs and subscripts, calls */
  bool has_object_selfs;          /* something is written to `this` in a method of an object literal */
  VEC(struct alias) aliases;      /* (function (Names) { … })(Names || (Names = {})) */
  VEC(TSNode) line;               /* while it walks: from the root to the node at hand */
  struct standing standing;       /* of the node at hand, if it writes */
  VEC(str) modules;               /* that are imported, or exported from, by statements */
};

/* Index of the first call at or behind `offset`. */
size_t survey_first_call(const struct survey *survey, uint32_t offset);
/* While it walks: what is so many levels above the node at hand. */
TSNode survey_above(const struct survey *survey, size_t levels);
/* The object literal whose method a function is; none: it is none. */
TSNode survey_object_around(struct tree *tree, const struct scope *function);
/* What is written to `this` in methods of an object literal is written to this name of the module's scope. */
str survey_object_self(struct arena *arena, TSNode object);
/* Start from {.tree, .arena, .headers}. False if the tree is spent; the survey is then of no use. */
bool survey_run(struct survey *survey);
void survey_free(struct survey *survey);

#endif
