/* scope.h -- which declaration a name means at a place of the source.
   Knows nothing of syntax: it is told of scopes and names, and asked. */
#ifndef APSO_ENGINE_SCRIPT_SCOPE_H
#define APSO_ENGINE_SCRIPT_SCOPE_H

#include "engine/script/grammar.h"
#include "engine/script/path.h"

enum { SCOPE_NONE = UINT32_MAX, SCOPE_MODULE = 0, BINDING_NONE = UINT32_MAX };

enum scope_kind { SCOPE_BLOCK, SCOPE_FUNCTION, SCOPE_CLASS };

struct scope {
  uint32_t start; /* bytes */
  uint32_t end;
  uint32_t parent;
  uint32_t hoist; /* the scope that a `var` in here belongs to */
  enum scope_kind kind;
  TSNode node;
};

/* One way in which a name gets its value. */
struct definition {
  TSNode value;            /* the name is `path` of this; none: not known */
  const struct path *path;
  TSNode fallback;         /* if that is undefined; none: no default */
  str module;              /* set: the name is imported, and `path` is the export */
};

/* An assignment to a part of a name's value, as config.apiKey = … */
struct part {
  const struct path *path;
  TSNode value;
  const struct part *next;
};

enum binding_kind { BINDING_CONST, BINDING_LET, BINDING_VAR, BINDING_PARAMETER, BINDING_FUNCTION, BINDING_CLASS,
                    BINDING_ENUM, BINDING_IMPORT, BINDING_OTHER };

struct binding {
  str name;
  uint32_t scope;
  uint32_t offset; /* where it is declared */
  enum binding_kind kind;
  uint32_t definitions; /* how many: its value is known only if there is one */
  struct definition definition; /* the first */
  const struct part *parts;
};

struct scopes {
  VEC(struct scope) all; /* in the order of their start; a scope follows its parent */
  VEC(struct binding) bindings;
  uint32_t *slots; /* hash table of indices into bindings, by scope and name */
  size_t room;
  uint64_t *work; /* counts each scope looked into */
};

/* Start from {.work = …}; the first scope opened is the module's. Returns the new scope. */
uint32_t scopes_open(struct scopes *scopes, uint32_t parent, enum scope_kind kind, TSNode node);
/* The binding of `name` in this very scope, made if there is none. */
struct binding *scopes_declare(struct scopes *scopes, uint32_t scope, str name, enum binding_kind kind,
                               uint32_t offset);
/* What `name` means in `scope`, looking outwards; NULL if it is a global. */
struct binding *scopes_find(struct scopes *scopes, uint32_t scope, str name);
/* The innermost scope around `offset`. */
uint32_t scopes_at(struct scopes *scopes, uint32_t offset);
void binding_define(struct binding *binding, struct definition definition);
void scopes_free(struct scopes *scopes);

#endif
