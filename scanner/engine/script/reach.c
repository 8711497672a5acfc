/* reach.c -- which of several assignments a use of a name, or of a part of its value, can see.
   Exact where statements follow each other; where branches, loops or other functions write, all that may be. */
#include "engine/script/builtin.h"
#include "engine/script/evaluate.h"

enum { WRITES_MAX = 512 };

enum relation {
  NEVER,
  MAY,
  SURELY,
  LOOPS, /* any number of times before the use */
  INNER, /* by a function made in the one that has the use */
};

/* One write and the use, with what was found out about where they stand. */
struct sight {
  struct spot spot;
  struct scopes *scopes;
  TSNode use; /* none: somewhere else */
  uint32_t use_function;
  TSNode at;
  uint32_t at_function;
  TSNode block; /* see struct standing */
  const struct standing *standing;
};

static bool holds(TSNode outer, TSNode inner) {
  return ts_node_start_byte(outer) <= ts_node_start_byte(inner) && ts_node_end_byte(inner) <= ts_node_end_byte(outer);
}

static uint32_t function_of(struct scopes *scopes, TSNode node) {
  return scopes_function(scopes, scopes_at(scopes, ts_node_start_byte(node)));
}

static bool is_loop(enum node_kind kind) {
  return kind == NODE_FOR || kind == NODE_FOR_IN || kind == NODE_WHILE || kind == NODE_DO;
}

/* Is there a loop round the write, inside its function, that the use is not in (or is in, if `around`)? */
static bool in_loop(const struct sight *sight, bool around) {
  struct tree *tree = &sight->spot.module->parse.tree;
  uint32_t scope = scopes_at(sight->scopes, ts_node_start_byte(sight->at));
  for (; scope != SCOPE_NONE && scope != sight->at_function; scope = sight->scopes->all.data[scope].parent) {
    TSNode node = sight->scopes->all.data[scope].node;
    bool has_use = !node_is_none(sight->use) && holds(node, sight->use);
    tree->work++;
    if (is_loop(node_kind(tree, node)) && !node_is(node, sight->at) && has_use == around)
      return true;
  }
  return false;
}

static bool is_nested(const struct sight *sight) {
  uint32_t scope = sight->use_function;
  while (scope != SCOPE_NONE && scope != sight->at_function)
    scope = sight->scopes->all.data[scope].parent;
  return scope != SCOPE_NONE;
}

/* Both in one function. */
static enum relation relate_here(const struct sight *sight) {
  bool is_for = node_kind(&sight->spot.module->parse.tree, sight->at) == NODE_FOR_IN;
  if (is_for && holds(sight->at, sight->use))
    return SURELY;
  if (ts_node_start_byte(sight->use) < ts_node_end_byte(sight->at))
    return in_loop(sight, true) ? LOOPS : NEVER;
  if (!node_is_none(sight->block) && holds(sight->block, sight->use))
    return in_loop(sight, true) && !in_loop(sight, false) ? SURELY : in_loop(sight, false) ? LOOPS : SURELY;
  return in_loop(sight, false) || is_for ? LOOPS : MAY;
}

static bool is_inner(const struct sight *sight) {
  uint32_t scope = sight->at_function;
  if (node_is_none(sight->use))
    return false;
  while (scope != SCOPE_NONE && scope != sight->use_function)
    scope = sight->scopes->all.data[scope].parent;
  return scope != SCOPE_NONE;
}

/* A function that is made where the write stands runs later, when all statements around it are done. */
/* Is the function that writes one of the calls that led here? */
static bool is_running(const struct sight *sight) {
  TSNode function = sight->scopes->all.data[sight->at_function].node;
  const struct frame *frame = sight->spot.frame;
  while (frame && !node_is(frame->function, function))
    frame = frame->outer;
  return frame && !node_is_none(sight->block) &&
         node_is(node_field(&sight->spot.module->parse.tree, function, FIELD_BODY), sight->block);
}

static enum relation relate_elsewhere(const struct sight *sight) {
  if (in_loop(sight, false))
    return LOOPS;
  if (is_running(sight))
    return SURELY;
  if (is_inner(sight)) /* a callback, called any number of times */
    return INNER;
  bool is_top = !node_is_none(sight->block) &&
                scopes_function(sight->scopes, scopes_at(sight->scopes, ts_node_start_byte(sight->block))) == sight->at_function;
  return is_top && is_nested(sight) ? SURELY : MAY;
}

static enum relation relate(struct sight *sight, const struct definition *definition) {
  if (node_is_none(definition->at))
    return SURELY;
  sight->at = definition->at;
  sight->at_function = function_of(sight->scopes, definition->at);
  sight->block = definition->standing.block;
  sight->standing = &definition->standing;
  if (!node_is_none(sight->use) && sight->use_function == sight->at_function)
    return relate_here(sight);
  return relate_elsewhere(sight);
}

/* ---- what a write makes ---- */

static struct values appended(struct evaluator *evaluator, struct values before, struct values more) {
  struct values all = {NULL, 0, before.open || more.open};
  for (size_t i = 0; i < before.len; i++)
    for (size_t k = 0; k < more.len; k++) {
      struct value sum;
      bool made = builtin_operator(&evaluator->maker, STR("+"), &before.data[i], &more.data[k], &sum) == BUILTIN_MADE;
      all = made ? values_unite(&evaluator->maker, all, values_one(&evaluator->maker, sum)) : values_opened(all);
    }
  return all;
}

/* list.push(a, b) */
static struct values pushed(struct evaluator *evaluator, struct spot spot, struct values before, TSNode call) {
  struct value list;
  if (before.len != 1 || !evaluate_list(evaluator, &before.data[0], &list))
    return values_none();
  struct tree *tree = &spot.module->parse.tree;
  VEC(struct values) items = {0};
  for (size_t i = 0; i < list.items_len; i++)
    vec_push(&items, list.items[i]);
  struct children arguments = children_of(tree, node_field(tree, call, FIELD_ARGUMENTS));
  bool failed = false;
  for (TSNode argument; children_next(&arguments, &argument);) {
    failed |= items.len >= LIST_MAX;
    struct value spread;
    bool is_spread = node_kind(tree, argument) == NODE_SPREAD;
    struct values values = evaluate(evaluator, spot, is_spread ? node_first(tree, argument) : argument);
    failed |= is_spread && (values.len != 1 || !evaluate_list(evaluator, &values.data[0], &spread));
    if (!is_spread && !failed)
      vec_push(&items, values);
    for (size_t i = 0; is_spread && !failed && i < spread.items_len; i++)
      vec_push(&items, spread.items[i]);
  }
  children_end(&arguments);
  struct values *copy = failed ? NULL : maker_take(&evaluator->maker, (items.len + 1) * sizeof *copy);
  if (copy && items.len)
    memcpy(copy, items.data, items.len * sizeof *copy);
  struct value longer = {.kind = VALUE_LIST, .items = copy, .items_len = items.len};
  vec_free(&items);
  return copy ? values_one(&evaluator->maker, longer) : values_none();
}

/* Object.assign(name, a, b) */
static struct values merged(struct evaluator *evaluator, struct spot spot, struct values before, TSNode call) {
  enum { SOURCES_MAX = 8 };
  struct member *members = maker_take(&evaluator->maker, (SOURCES_MAX + 1) * sizeof *members);
  if (!members)
    return values_none();
  members[0] = (struct member){STR_NONE, before};
  struct value record = {.kind = VALUE_RECORD, .members = members, .members_len = 1};
  for (size_t i = 1; i <= SOURCES_MAX; i++) {
    TSNode source = node_argument(&spot.module->parse.tree, call, i);
    if (node_is_none(source))
      break;
    members[i] = (struct member){STR_NONE, evaluate(evaluator, spot, source)};
    record.members_len = i + 1;
  }
  return values_one(&evaluator->maker, record);
}

static struct values after_write(struct evaluator *evaluator, struct spot spot, const struct reach *reach,
                                 const struct definition *definition, struct values before) {
  switch (definition->kind) {
  case WRITE_APPEND:
    return appended(evaluator, before, evaluate(evaluator, spot, definition->value));
  case WRITE_DEFAULT:
    return evaluate_otherwise(evaluator, values_truthy(&evaluator->maker, before), spot, definition->value);
  case WRITE_PUSH:
    return pushed(evaluator, spot, before, definition->value);
  case WRITE_MERGE:
    return merged(evaluator, spot, before, definition->value);
  default:
    return evaluate_definition(evaluator, spot, reach->binding, definition);
  }
}

static bool replaces(const struct definition *definition) {
  return definition->kind == WRITE_VALUE || definition->kind == WRITE_ELEMENT || definition->kind == WRITE_KEY;
}

/* name[computed] = … */
static bool is_computed_name(struct evaluator *evaluator, struct spot spot, const struct reach *reach, const struct definition *definition) {
  if (!reach->part || reach->part->rest)
    return false;
  struct values names = evaluate(evaluator, spot, definition->computed);
  str name;
  return names.len == 1 && value_to_text(&evaluator->maker, &names.data[0], &name) && str_eq(name, reach->part->name);
}

static bool is_wanted(struct evaluator *evaluator, struct spot spot, const struct reach *reach, const struct definition *definition) {
  if (!node_is_none(definition->computed))
    return is_computed_name(evaluator, spot, reach, definition);
  return reach->part ? definition->part && path_eq(definition->part, reach->part) : !definition->part;
}

static struct values run_loops(struct evaluator *evaluator, struct spot spot, const struct reach *reach, TSNode use) {
  struct values values;
  if (node_is_none(use) || !execute_until(evaluator, spot, reach->binding, use, &values))
    return values_none();
  for (const struct path *part = reach->part; part; part = part->rest)
    values = evaluate_property(evaluator, values, part->name, spot, NODE_NONE);
  return values;
}

/* The first side of an if that writes, and what it makes. */
struct branch {
  TSNode statement;
  struct values values;
};

/* A write on one side of an if may be seen; when both sides write, one of them surely is. */
static struct values after_branch(struct evaluator *evaluator, const struct sight *sight, struct branch *branch, struct values now,
                                  struct values after) {
  bool is_other_side = sight->standing && sight->standing->is_other_side;
  TSNode statement = sight->standing ? sight->standing->branch : NODE_NONE;
  if (!node_is_none(statement) && is_other_side && node_is(branch->statement, statement))
    return values_unite(&evaluator->maker, branch->values, after);
  *branch = (struct branch){is_other_side ? NODE_NONE : statement, after};
  return values_unite(&evaluator->maker, now, after);
}

struct values evaluate_reach(struct evaluator *evaluator, struct spot spot, const struct reach *reach, TSNode use) {
  if (reach->binding->wholes + reach->binding->parts > WRITES_MAX) {
    evaluator->cut = true;
    return values_none();
  }
  struct sight sight = {.spot = spot, .scopes = &spot.module->survey.scopes, .use = use};
  struct values now = reach->initial;
  struct branch branch = {NODE_NONE, values_none()};
  if (!node_is_none(use))
    sight.use_function = function_of(sight.scopes, use);
  for (const struct definition *d = reach->binding->first; d; d = d->next) {
    if (!evaluate_step(evaluator))
      return values_none();
    enum relation relation = is_wanted(evaluator, spot, reach, d) ? relate(&sight, d) : NEVER;
    if (relation == NEVER)
      continue;
    if (relation == LOOPS || relation == INNER) {
      struct values run = run_loops(evaluator, spot, reach, use);
      if (run.len || !replaces(d))
        return run;
    }
    if (reach->binding->kind == BINDING_CONST && d->kind == WRITE_VALUE && !d->part)
      relation = MAY; /* two of one name are no program, but a merge that is not done */
    struct values after = after_write(evaluator, spot, reach, d, now);
    if (relation == SURELY)
      now = after;
    else
      now = after_branch(evaluator, &sight, &branch, now, after);
  }
  return now;
}
