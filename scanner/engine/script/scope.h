/* scope.h -- which declaration a name means at a place of the source.
   Knows nothing of syntax: it is told of scopes and names, and asked. */
#ifndef APSO_ENGINE_SCRIPT_SCOPE_H
#define APSO_ENGINE_SCRIPT_SCOPE_H

#include "engine/script/grammar.h"
#include "engine/script/path.h"
#include "engine/script/value.h"

enum { SCOPE_NONE = UINT32_MAX, SCOPE_MODULE = 0, BINDING_NONE = UINT32_MAX };

enum scope_kind { SCOPE_BLOCK, SCOPE_FUNCTION, SCOPE_CLASS };

struct scope {
  uint32_t start; /* bytes */
  uint32_t end;
  uint32_t parent;
  uint32_t hoist; /* the scope that a `var` in here belongs to */
  enum scope_kind kind;
  TSNode node;
  TSNode around[2]; /* its parent, and the parent of that: asking the tree costs a walk from its root */
};

/* Where an assignment stands among statements. */
struct standing {
  TSNode block;       /* it is a statement of it, done whenever that is; none: only maybe */
  TSNode branch;      /* the if of whose one side it is a statement; none: it is not so simple */
  bool is_other_side; /* the else */
};

enum write_kind {
  WRITE_VALUE,   /* the name becomes `path` of the value */
  WRITE_APPEND,  /* += */
  WRITE_DEFAULT, /* ||= and ??= */
  WRITE_PUSH,    /* name.push(…): the value is the call */
  WRITE_MERGE,   /* Object.assign(name, …): the value is the call */
  WRITE_ELEMENT, /* for (name of value): each element's `path` */
  WRITE_KEY,     /* for (name in value) */
  WRITE_UNKNOWN,
};

/* One way in which a name, or a part of its value, gets its value. */
struct definition {
  enum write_kind kind;
  TSNode value;             /* none: not known */
  const struct path *path;
  TSNode fallback;          /* if that is undefined; none: no default */
  str module;               /* set: the name is imported, and `path` is the export */
  struct standing standing;
  TSNode at;                /* the declarator, assignment or loop; none: it holds from the beginning */
  uint32_t offset;
  const struct path *part;  /* config.apiKey = …: apiKey; NULL: all of the name's value */
  TSNode computed;          /* name[computed] = …, a part that nobody can name here; none: it is not so */
  struct definition *next;  /* in the order of the source */
};

enum binding_kind { BINDING_CONST, BINDING_LET, BINDING_VAR, BINDING_PARAMETER, BINDING_FUNCTION, BINDING_CLASS,
                    BINDING_ENUM, BINDING_IMPORT, BINDING_OTHER };

struct binding {
  str name;
  uint32_t scope;
  uint32_t offset; /* where it is declared */
  enum binding_kind kind;
  struct definition *first; /* of the name and of its parts */
  struct definition *last;
  uint32_t wholes;          /* definitions of the name itself */
  uint32_t parts;
  uint16_t parameter;       /* PARAMETER: which */
  bool is_disordered;
  bool is_rest;             /* PARAMETER: it is a list of that one and all behind it */
  uint64_t remembered_in;   /* the search in which it was evaluated before; 0: none */
  struct values remembered;
};

struct scopes {
  VEC(struct scope) all; /* in the order of their start; a scope follows its parent */
  VEC(struct binding) bindings;
  uint32_t *slots; /* hash table of indices into bindings, by scope and name */
  size_t room;
  uint64_t *work; /* counts each scope looked into */
};

/* Start from {.work = …}; the first scope opened is the module's. Returns the new scope. */
uint32_t scopes_open(struct scopes *scopes, uint32_t parent, enum scope_kind kind, TSNode node, const TSNode around[2]);
/* The binding of `name` in this very scope, made if there is none. */
struct binding *scopes_declare(struct scopes *scopes, uint32_t scope, str name, enum binding_kind kind,
                               uint32_t offset);
/* What `name` means in `scope`, looking outwards; NULL if it is a global. */
struct binding *scopes_find(struct scopes *scopes, uint32_t scope, str name);
/* The innermost scope around `offset`. */
uint32_t scopes_at(struct scopes *scopes, uint32_t offset);
/* The definition is of `arena`. */
void binding_define(struct arena *arena, struct binding *binding, struct definition definition);
/* Once all is told: definitions are in the order of the source from now on. */
void scopes_finish(struct scopes *scopes);
/* The scope that a function, class or block is; SCOPE_NONE if it is none. */
uint32_t scopes_of(struct scopes *scopes, TSNode node);
/* The only binding of this name in any scope; NULL if there are none, or more. */
struct binding *scopes_only(struct scopes *scopes, str name);
/* The binding of this very scope; NULL if it has none. */
struct binding *scopes_own(struct scopes *scopes, uint32_t scope, str name);
/* The innermost function at or around a scope, or the module. */
uint32_t scopes_function(const struct scopes *scopes, uint32_t scope);
void scopes_free(struct scopes *scopes);

#endif
