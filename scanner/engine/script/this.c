/* this.c -- what `this` can be. */
#include "engine/script/evaluate.h"

/* The scope of the function, or class, whose `this` it is. */
static uint32_t scope_of_this(struct spot spot, TSNode at) {
  const struct scopes *scopes = &spot.module->survey.scopes;
  uint32_t scope = scopes_at(&spot.module->survey.scopes, ts_node_start_byte(at));
  for (; scope != SCOPE_NONE && scope != SCOPE_MODULE; scope = scopes->all.data[scope].parent) {
    const struct scope *one = &scopes->all.data[scope];
    bool is_arrow = node_kind(&spot.module->parse.tree, one->node) == NODE_ARROW_FUNCTION;
    if (one->kind == SCOPE_CLASS || (one->kind == SCOPE_FUNCTION && !is_arrow))
      return scope;
  }
  return SCOPE_NONE;
}

/* An instance of the class around a method that nobody is known to call: its fields, and what its constructor does. */
static struct values any_instance(struct evaluator *evaluator, struct spot spot, TSNode class, bool is_static) {
  struct value value = {
      .kind = is_static ? VALUE_CLASS : VALUE_INSTANCE, .module = spot.module, .node = class, .frame = spot.frame};
  TSNode constructor = class_constructor(spot.module, class);
  const struct frame *frame =
      node_is_none(constructor) ? NULL : evaluate_frame_of(spot.frame, spot.module, constructor);
  value.frame = frame ? frame : spot.frame;
  return values_one(&evaluator->maker, value);
}

/* Maker.prototype.method = function () { this … } */
static TSNode prototype_of(struct tree *tree, const struct scope *function) {
  TSNode assignment = function->around[0];
  TSNode left = node_kind(tree, assignment) == NODE_ASSIGNMENT ? node_field(tree, assignment, FIELD_LEFT) : NODE_NONE;
  TSNode prototype = node_kind(tree, left) == NODE_MEMBER ? node_field(tree, left, FIELD_OBJECT) : NODE_NONE;
  if (node_kind(tree, prototype) != NODE_MEMBER ||
      !str_eq(node_text(tree, node_field(tree, prototype, FIELD_PROPERTY)), STR("prototype")))
    return NODE_NONE;
  return node_field(tree, prototype, FIELD_OBJECT);
}

/* What `new` makes of a function that is a class. */
static struct values any_made(struct evaluator *evaluator, struct spot spot, TSNode maker) {
  struct values makers = evaluate(evaluator, spot, maker);
  if (makers.len != 1 || makers.data[0].kind != VALUE_FUNCTION)
    return values_none();
  struct value value = makers.data[0];
  const struct frame *frame = evaluate_frame_of(spot.frame, value.module, value.node);
  value.kind = VALUE_INSTANCE;
  value.frame = frame ? frame : spot.frame;
  return values_one(&evaluator->maker, value);
}

struct values evaluate_this(struct evaluator *evaluator, struct spot spot, TSNode at) {
  const struct scopes *scopes = &spot.module->survey.scopes;
  struct tree *tree = &spot.module->parse.tree;
  uint32_t scope = scope_of_this(spot, at);
  if (scope == SCOPE_NONE)
    return values_none();
  const struct scope *one = &scopes->all.data[scope];
  if (one->kind == SCOPE_CLASS)
    return any_instance(evaluator, spot, one->node, false);
  const struct frame *frame = evaluate_frame_of(spot.frame, spot.module, one->node);
  if (frame && frame->self) {
    struct value self = *frame->self;
    if (self.kind == VALUE_INSTANCE) /* what this call writes to it is known to whoever gets it */
      self.frame = frame;
    return values_one(&evaluator->maker, self);
  }
  const struct scope *parent = &scopes->all.data[one->parent];
  bool is_method = node_kind(tree, one->node) == NODE_METHOD &&
                   !str_eq(node_text(tree, node_field(tree, one->node, FIELD_NAME)), STR("constructor"));
  if (is_method && parent->kind == SCOPE_CLASS)
    evaluate_note_unbound(evaluator, spot.module, one->node);
  if (parent->kind == SCOPE_CLASS)
    return any_instance(evaluator, spot, parent->node, node_has_token(tree, one->node, TOKEN_STATIC));
  TSNode holder = survey_object_around(tree, one), maker = prototype_of(tree, one);
  if (!node_is_none(maker))
    return any_made(evaluator, spot, maker);
  if (!node_is_none(holder))
    return evaluate(evaluator, spot, holder);
  return values_one(
      &evaluator->maker,
      (struct value){.kind = VALUE_INSTANCE, .module = spot.module, .node = one->node, .frame = spot.frame});
}
