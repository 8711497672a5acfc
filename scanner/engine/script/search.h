/* search.h -- between the files that the search for doors is made of. Nobody else needs it: see doors.h. */
#ifndef APSO_ENGINE_SCRIPT_SEARCH_H
#define APSO_ENGINE_SCRIPT_SEARCH_H

#include "engine/script/doors.h"

/* The calls through which a door is looked at, innermost first. */
struct way {
  struct module *module; /* of the call */
  TSNode call;
  struct module *function_module;
  TSNode function;       /* that it calls */
  const struct way *outer;
};

/* A door, seen from somewhere. */
struct view {
  struct site site;
  const struct way *way;
};

/* Views that hang on callers of a function, for other modules. */
struct pending {
  struct view view;
  struct module *module;
  TSNode function;
};

struct pendings {
  struct pending pending;
  struct pendings *next;
};

/* What a call can call, found out once. */
struct target {
  struct values values;
  bool is_known;
};

struct search {
  struct program *program;
  struct evaluator *evaluator;
  struct module *module;
  const struct door *doors;
  size_t doors_len;
  struct arena *scratch;
  size_t room;
  bool emits;             /* the module is the item */
  bool goes_on;           /* into the modules whose functions are called */
  uint64_t hasty_number;  /* of what is found out about callees */
  uint64_t number;        /* of what is seen from nowhere in particular: see evaluate.h */
  unsigned depth;         /* of modules that are searched for one another */
  bool cut;
  struct target *targets; /* one for each call of the module */
  VEC(struct view) views; /* to be looked at */
  VEC(struct script_value) found;
};

/* ---- callee.c ---- */

/* The expression that is called; none if there is none. */
TSNode callee_of(struct tree *tree, TSNode call);
/* Does it call a name, or something of what is imported? */
bool callee_is_direct(const struct search *search, TSNode call);
/* What the module's call number `call` can call, found out once. */
struct values callee_targets(struct search *search, size_t call);
TSNode callee_class_around(struct module *module, TSNode node);
/* The class's constructor, or that of the nearest class it is made from; *base: what stands at the end of the chain. */
TSNode callee_constructor(struct evaluator *evaluator, const struct value *class, struct module **module,
                          struct value *base);
/* The function that a call runs, if its target is one; none if not. */
TSNode callee_function(struct search *search, const struct value *target, struct module **module);
bool callee_is_function(struct search *search, const struct value *target, const struct module *module,
                        TSNode function);

/* ---- views.c ---- */

/* To be looked at later, unless there are too many. */
void views_add(struct search *search, const struct site *site, const struct way *way);
/* The way with one more call, outermost. */
const struct way *views_way_through(struct search *search, TSNode call, struct module *module, TSNode function,
                                    const struct way *inner);
/* Keeps what reaches the door, or adds views from the callers that it hangs on. */
void views_look(struct search *search, struct view view);

#endif
