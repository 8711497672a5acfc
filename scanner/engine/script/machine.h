/* machine.h -- what evaluation is made of: a stack of tasks that works on a stack of sets of texts.
   A task either looks at the source and puts more tasks, or takes sets and puts one. So nothing recurses,
   and every bound is a number here. Private to evaluate.c and operate.c. */
#ifndef APSO_ENGINE_SCRIPT_MACHINE_H
#define APSO_ENGINE_SCRIPT_MACHINE_H

#include "engine/script/evaluate.h"

enum {
  EVALUATE_STEPS_MAX = 4096, /* of one evaluation */
  TASKS_MAX = 4096,
  OPERANDS_MAX = 512,
  PATH_DEPTH = 16,
  NAMES_DEPTH = 128,
  ROOM = 4 << 20, /* bytes of all sets of one evaluation */
};

enum task_kind {
  TASK_EVALUATE,  /* put the set of `node` at `path` */
  TASK_OTHERWISE, /* if the set may be something else, unite it with that of `node` at `path` */
  TASK_OR,        /* the same, and an empty text does not count */
  TASK_WRITTEN,   /* if the set is empty, put that of `node` at `path` in its place; else nothing is known */
  TASK_SUBSCRIPT, /* the set names properties: put the set of `node`[name] at `path` */
  TASK_TEXT,      /* put `text` */
  TASK_UNITE,
  TASK_CONCAT,
  TASK_CHANGE,
  TASK_STEP,      /* add `step` to the flow */
  TASK_LEAVE,     /* the value of the last of `names` is known */
};

/* A part of a name's value that is being found out. */
struct open_name {
  const struct binding *binding;
  const struct path *path;
};

struct task {
  enum task_kind kind;
  TSNode node;
  const struct path *path;
  struct script_step step;      /* of OTHERWISE, EVALUATE too: added behind */
  str text;
  struct script_span span;
  str (*change)(str value);
};

struct machine {
  struct evaluator *evaluator;
  struct survey *survey;
  struct tree *tree;
  struct arena *scratch;
  struct texts_maker maker;
  VEC(struct task) tasks;
  VEC(struct texts) sets;
  VEC(struct open_name) names;
  VEC(struct task) operands; /* operate.c's, while it looks at one operator */
  bool operands_complete;
  bool cut;
};

/* Tasks are done in the reverse order of these calls. */
void machine_push(struct machine *machine, struct task task);
void machine_evaluate(struct machine *machine, TSNode node, const struct path *path);
void machine_step(struct machine *machine, uint32_t offset, str what);
/* A step that names something of the source: "const" and its name. */
struct script_step machine_named_step(struct machine *machine, TSNode at, const char *word, str name);
/* Puts a set: of `texts_none` for what is not known. */
void machine_put(struct machine *machine, struct texts set);

/* Binary operators, templates and calls: operate.c. */
void operate_binary(struct machine *machine, TSNode node, const struct path *path);
void operate_template(struct machine *machine, TSNode node);
void operate_call(struct machine *machine, TSNode node, const struct path *path);
void operate_returns(struct machine *machine, TSNode function, const struct path *path);

/* Stands in a path for calling, or constructing, what comes before it. */
extern const str path_called;
extern const str path_constructed;

#endif
