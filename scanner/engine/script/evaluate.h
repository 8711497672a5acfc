/* evaluate.h -- what an expression can be, as far as the project's sources tell.
   Knows nothing of doors. Evaluates only what it is asked for, and what that needs; over a limit nothing is known.

   It calls itself for the parts of an expression, never deeper than EVALUATE_DEPTH: what is asked for is a chain of
   names and calls, not a tree, and long chains (a + b + …) are gone through, not into. */
#ifndef APSO_ENGINE_SCRIPT_EVALUATE_H
#define APSO_ENGINE_SCRIPT_EVALUATE_H

#include "engine/script/program.h"
#include "engine/script/value.h"

enum {
  EVALUATE_DEPTH = 160,
  EVALUATE_STEPS = 1 << 13,       /* of one evaluation */
  EVALUATE_STEPS_TOTAL = 1 << 16, /* of all evaluations of a search together */
  EVALUATE_ROOM = 64 << 20,       /* bytes of all values of a search */
  NAMES_MAX = 16,                 /* that lead on from a package */
};

/* One call of a function of the source: what its parameters are. */
struct frame {
  const struct frame *outer; /* those of the place where the function was made, and of whatever else is known */
  struct module *module;
  TSNode function;
  const struct value *self;  /* NULL: not known */
  const struct values *arguments;
  size_t len;
  bool is_open;              /* something was spread: nobody knows the arguments from `len` on */
};

/* A place in the source, and the calls that lead there. */
struct spot {
  struct module *module;
  const struct frame *frame;
};

/* What is being found out; meeting it again means that it is defined by itself. */
struct active {
  const void *what;
  const struct frame *frame;
  str name;
};

struct store;

enum { UNBOUND_MAX = 4 };

struct unbound {
  struct module *module;
  TSNode function;
};

struct evaluator {
  struct program *program;
  struct maker maker;
  uint64_t search;     /* its number, never 0: values of names are remembered for as long as it lasts */
  const struct frame *base; /* the calls that all of an evaluation is seen through; NULL: none */
  size_t steps_left;
  size_t steps;        /* of the evaluation at hand */
  size_t steps_max;    /* at most EVALUATE_STEPS */
  unsigned depth;
  bool cut;            /* some evaluation met a limit */
  bool is_hasty;       /* what met a limit is remembered as not known, and not tried again */
  size_t cycles;       /* met so far */
  VEC(struct active) active;
  struct store *store; /* variables of the function that is being run; NULL: none */
  /* Functions whose parameters, or `this`, were asked for outside of any call of them. */
  struct unbound unbound[UNBOUND_MAX];
  size_t unbound_len;
};

/* One step of work that is no expression; false, and told, if there were enough. */
bool evaluate_step(struct evaluator *evaluator);
/* Notes that a value hangs on who calls the function. */
void evaluate_note_unbound(struct evaluator *evaluator, struct module *module, TSNode function);
/* Begins one evaluation of at most so many steps: they and `unbound` are counted anew. */
void evaluate_begin(struct evaluator *evaluator, size_t steps_max);
struct values evaluate(struct evaluator *evaluator, struct spot spot, TSNode expression);
/* The property of each of the values. `use` is where it is asked for: assignments after it do not count. */
struct values evaluate_property(struct evaluator *evaluator, struct values values, str name, struct spot use,
                                TSNode at);
struct values evaluate_path(struct evaluator *evaluator, struct values values, const struct path *path, struct spot use,
                            TSNode at);
/* The frame of a call: its arguments are evaluated in `spot`. NULL if the room is used up. */
const struct frame *evaluate_frame(struct evaluator *evaluator, struct spot spot, TSNode call,
                                   const struct value *function);
/* The same of f.call(self, …), whose first argument is no argument of f. */
const struct frame *evaluate_frame_behind_self(struct evaluator *evaluator, struct spot spot, TSNode call,
                                               const struct value *function);
void evaluator_free(struct evaluator *evaluator);

/* ---- between the files that evaluation is made of ---- */

struct values evaluate_name(struct evaluator *evaluator, struct spot spot, TSNode name);
/* The name of a scope itself, of a TypeScript namespace say. */
struct values evaluate_own(struct evaluator *evaluator, struct spot spot, uint32_t scope, str name, TSNode use);
struct values evaluate_this(struct evaluator *evaluator, struct spot spot, TSNode at);
struct values evaluate_call(struct evaluator *evaluator, struct spot spot, TSNode call);
struct values evaluate_new(struct evaluator *evaluator, struct spot spot, TSNode call);
struct values evaluate_export(struct evaluator *evaluator, struct module *module, str name);
/* The module itself, as what has its exports. */
struct values evaluate_namespace(struct evaluator *evaluator, struct module *module);
/* Begins to find something out; false, and told, if that is being done already. Ends when `active` is cut back. */
bool evaluate_enter(struct evaluator *evaluator, const void *what, const struct frame *frame, str name);
/* The innermost frame of the function; NULL if there is none. */
const struct frame *evaluate_frame_of(const struct frame *frame, const struct module *module, TSNode function);
/* What require('…') or import('…') gives. */
struct values evaluate_module(struct evaluator *evaluator, struct spot spot, str specifier);
/* An imported name's module and export, or a global's. */
struct values evaluate_external(struct evaluator *evaluator, str module, const struct path *names, str local);
/* What a function gives when it is called with known arguments. */
struct values evaluate_invoke(struct evaluator *evaluator, const struct value *function, const struct values *arguments,
                              size_t len, const struct value *self);
/* The parameter of a function that is passed to something that is known to call it. */
bool evaluate_callback_argument(struct evaluator *evaluator, struct spot spot, TSNode function, size_t index,
                                struct values *values);
/* What definitions of several make of a name, or of a part of its value, at a use. `initial`: before any of them. */
struct reach {
  const struct binding *binding;
  const struct path *part; /* NULL: of the name itself */
  struct values initial;
};
struct values evaluate_reach(struct evaluator *evaluator, struct spot spot, const struct reach *reach, TSNode use);
struct values evaluate_definition(struct evaluator *evaluator, struct spot spot, const struct binding *binding,
                                  const struct definition *definition);
/* Values that are not there, or may not be, replaced by those of `fallback`. */
struct values evaluate_otherwise(struct evaluator *evaluator, struct values values, struct spot spot, TSNode fallback);
/* The values, as those of a variable to whose parts something is written. */
struct values evaluate_written(struct evaluator *evaluator, struct values values, struct spot spot,
                               const struct binding *binding, const struct path *at);
/* Every element of a list, as one set. */
struct values evaluate_elements(struct evaluator *evaluator, struct values lists);
/* Whatever stands in an object or list, of which nobody knows which is meant. */
struct values evaluate_members(struct evaluator *evaluator, struct values objects);
/* An array, of the source or made, as a LIST; false if its elements are not all known. */
bool evaluate_list(struct evaluator *evaluator, const struct value *value, struct value *list);
/* An object as a RECORD of all its members; false if it is none. */
bool evaluate_record(struct evaluator *evaluator, const struct value *value, struct value *record);
/* The class that a class is made from; false if there is none. */
bool evaluate_super(struct evaluator *evaluator, const struct value *class, struct values *super);
/* The constructor's node; none if the class has none of its own. */
TSNode class_constructor(struct module *module, TSNode class);
/* A body run statement by statement; false if something in it is not exactly known. */
bool execute_function(struct evaluator *evaluator, struct spot spot, TSNode body, struct values *result);
/* The variable after the statements of its block up to `use`; false likewise. */
bool execute_until(struct evaluator *evaluator, struct spot spot, const struct binding *binding, TSNode use,
                   struct values *result);
/* The variable's value in the function that is being run; false if it is none of it. */
bool execute_find(const struct store *store, const struct binding *binding, struct values *values);

static inline bool node_is(TSNode a, TSNode b) {
  return a.id == b.id;
}

static inline struct values values_closed(struct values values) {
  values.open = false;
  return values;
}

static inline struct values values_opened(struct values values) {
  values.open = true;
  return values;
}

#endif
