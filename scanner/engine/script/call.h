/* call.h -- between the files that calls are made of: arguments, functions that call back, of the language, methods.
   Nobody else needs it: see evaluate.h. */
#ifndef APSO_ENGINE_SCRIPT_CALL_H
#define APSO_ENGINE_SCRIPT_CALL_H

#include "engine/script/builtin.h"
#include "engine/script/evaluate.h"

enum { ARGUMENTS_MAX = 1024, DOTTED_MAX = 64 };

struct arguments {
  struct values *data;
  size_t len;
  size_t room;
  bool is_open; /* something was spread, or there are too many */
};

/* ---- call.c ---- */

void call_arguments(struct evaluator *evaluator, struct spot spot, TSNode call, struct arguments *arguments);
/* Adds the elements of a list. */
void call_add_spread(struct evaluator *evaluator, struct values lists, struct arguments *arguments);
/* Does the function call itself, through whatever? If not, it is active until `active` is cut back. */
bool call_enter(struct evaluator *evaluator, const struct value *function);
/* Nobody takes String away. */
bool call_is_certain(struct values functions);
struct values call_functions(struct evaluator *evaluator, struct values functions, const struct arguments *arguments,
                             const struct value *self);

/* ---- callback.c ---- */

/* A method of lists that calls back; false if it is none. */
bool callback_method(struct evaluator *evaluator, const struct value *self, str name, const struct arguments *arguments,
                     struct values *values);
/* What list.map(function) gives. */
struct values callback_map(struct evaluator *evaluator, const struct value *function, struct value list);
/* Is the call's callee the parameter `position` of the function? */
bool callback_calls_parameter(struct module *module, TSNode call, TSNode function, size_t position);

/* ---- globals.c ---- */

typedef enum builtin_outcome run_builtin(struct maker *maker, const void *what, const struct value *arguments,
                                         size_t len, struct value *result);

/* Arrays and objects of the source are lists and records to a function that only takes them apart. */
struct value globals_plain(struct evaluator *evaluator, struct value value, int depth);
/* Every choice of arguments, up to a bound; false if there is no such function. */
bool globals_product(struct evaluator *evaluator, run_builtin *run, const void *what, const struct arguments *arguments,
                     struct values *all);
/* The dotted name of a global: Buffer.from. Empty if it is none. */
str globals_dotted(struct arena *arena, const struct value *external);
struct values globals_call(struct evaluator *evaluator, const struct value *callee, const struct arguments *arguments,
                           str name);
/* A function that compilers put into what they make, told by its name; false if it is none. */
bool globals_helper(struct evaluator *evaluator, const struct arguments *arguments, str name, struct values *values);
struct values globals_new(struct evaluator *evaluator, const struct value *callee, const struct arguments *arguments);

/* ---- method.c ---- */

/* The method that `callee` names, of whatever its object can be. */
struct values method_call_all(struct evaluator *evaluator, struct spot spot, TSNode callee,
                              const struct arguments *arguments);

#endif
