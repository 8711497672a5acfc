/* method.c -- what a method of a value gives: of functions, lists, texts, variables, or of the source's objects. */
#include "engine/script/call.h"

struct method {
  const struct value *self;
  str name;
};

static enum builtin_outcome run_method(struct maker *maker, const void *what, const struct value *arguments, size_t len,
                                       struct value *result) {
  const struct method *method = what;
  return builtin_method(maker, method->self, method->name, arguments, len, result);
}

/* A function with its first arguments given. */
static struct value bound(struct evaluator *evaluator, const struct value *function,
                          const struct arguments *arguments) {
  struct value value = *function;
  size_t len = arguments->len > 1 && function->kind == VALUE_FUNCTION ? arguments->len - 1 : 0;
  struct values *items = len ? maker_take(&evaluator->maker, len * sizeof *items) : NULL;
  if (!items)
    return value;
  memcpy(items, arguments->data + 1, len * sizeof *items);
  value.items = items;
  value.items_len = len;
  return value;
}

/* f.call(self, …), f.bind(self), promise.then(f) */
static bool call_meta(struct evaluator *evaluator, const struct value *self, str name,
                      const struct arguments *arguments, struct values *values) {
  bool is_function = self->kind == VALUE_FUNCTION || self->kind == VALUE_EXTERNAL || self->kind == VALUE_CLASS;
  if (is_function && str_eq(name, STR("bind"))) {
    *values = values_one(&evaluator->maker, bound(evaluator, self, arguments));
    return true;
  }
  if (self->kind == VALUE_FUNCTION && str_eq(name, STR("apply")) && arguments->len == 2 &&
      arguments->data[1].len == 1) {
    struct value list;
    if (!evaluate_list(evaluator, &arguments->data[1].data[0], &list))
      return false;
    *values = evaluate_invoke(evaluator, self, list.items,
                              list.items_len < ARGUMENTS_MAX ? list.items_len : ARGUMENTS_MAX, NULL);
    return true;
  }
  if (self->kind == VALUE_FUNCTION && str_eq(name, STR("call")) && arguments->len) {
    *values = evaluate_invoke(evaluator, self, arguments->data + 1, arguments->len - 1, NULL);
    return true;
  }
  if (self->kind == VALUE_EXTERNAL && str_eq(name, STR("apply")) && arguments->len == 2 &&
      arguments->data[1].len == 1) {
    struct value list;
    struct arguments *spread = maker_take(&evaluator->maker, sizeof *spread);
    if (!spread || !evaluate_list(evaluator, &arguments->data[1].data[0], &list))
      return false;
    *spread = (struct arguments){.len = 0};
    call_add_spread(evaluator, values_one(&evaluator->maker, list), spread);
    *values = globals_call(evaluator, self, spread, globals_dotted(evaluator->maker.arena, self));
    return true;
  }
  if (str_eq(name, STR("then")) && arguments->len && arguments->data[0].len == 1 &&
      arguments->data[0].data[0].kind == VALUE_FUNCTION) {
    struct values one = values_one(&evaluator->maker, *self);
    *values = evaluate_invoke(evaluator, &arguments->data[0].data[0], &one, 1, NULL);
    return true;
  }
  if (str_eq(name, STR("catch")) || str_eq(name, STR("finally"))) {
    *values = values_one(&evaluator->maker, *self);
    return true;
  }
  return false;
}

static bool is_map_method(const struct value *self, str name, const struct arguments *arguments) {
  return (self->kind == VALUE_RECORD || self->written) && str_eq(name, STR("get")) && arguments->len == 1 &&
         arguments->data[0].len == 1 && arguments->data[0].data[0].kind == VALUE_TEXT;
}

/* [a, b].pop(): of a list that has no name, so that nobody sees what is left. */
static bool take_element(struct spot spot, TSNode callee, const struct value *list, str name, struct values *values) {
  struct tree *tree = &spot.module->parse.tree;
  bool is_last = str_eq(name, STR("pop"));
  if (list->kind != VALUE_LIST || (!is_last && !str_eq(name, STR("shift"))) ||
      node_kind(tree, node_field(tree, callee, FIELD_OBJECT)) == NODE_IDENTIFIER)
    return false;
  *values = list->items_len ? list->items[is_last ? list->items_len - 1 : 0] : values_none();
  return true;
}

/* Methods of texts that leave a variable the variable it is. */
static bool keeps_variable(str name) {
  static const str names[] = {{"trim", 4},    {"trimStart", 9}, {"trimEnd", 7}, {"toString", 8},
                              {"valueOf", 7}, {"normalize", 9}, {"replace", 7}, {"replaceAll", 10},
                              {"slice", 5},   {"substring", 9}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eq(names[i], name))
      return true;
  return false;
}

/* A list of which some elements may be one of several things. */
static bool is_choice(const struct value *list) {
  bool several = false;
  for (size_t i = 0; list->kind == VALUE_LIST && i < list->items_len; i++) {
    if (list->items[i].len == 0)
      return false;
    several |= list->items[i].len > 1 || list->items[i].open;
  }
  return several;
}

/* Each of `a` with each of `b` behind it. */
static struct values put_behind(struct evaluator *evaluator, struct values a, struct values b) {
  struct values all = {NULL, 0, a.open || b.open};
  for (size_t i = 0; i < a.len; i++)
    for (size_t k = 0; k < b.len; k++) {
      struct value sum = a.data[i];
      bool made = b.data[k].kind == VALUE_NOTHING ||
                  builtin_operator(&evaluator->maker, STR("+"), &a.data[i], &b.data[k], &sum) == BUILTIN_MADE;
      all = made ? values_unite(&evaluator->maker, all, values_one(&evaluator->maker, sum)) : values_opened(all);
    }
  return all;
}

static struct values join_choices(struct evaluator *evaluator, const struct value *list,
                                  const struct arguments *arguments) {
  struct values separator =
      arguments->len ? arguments->data[0] : values_one(&evaluator->maker, value_text(STR(","), NULL));
  struct values all = values_one(&evaluator->maker, value_text(STR(""), NULL));
  for (size_t i = 0; i < list->items_len; i++) {
    if (i > 0)
      all = put_behind(evaluator, all, separator);
    all = put_behind(evaluator, all, list->items[i]);
  }
  return all;
}

static struct values call_method(struct evaluator *evaluator, struct spot spot, TSNode callee, const struct value *self,
                                 str name, const struct arguments *arguments) {
  struct values values, one = values_one(&evaluator->maker, *self);
  struct method method = {self, name};
  struct value made = globals_plain(evaluator, *self, 1);
  if (call_meta(evaluator, self, name, arguments, &values))
    return values;
  if (self->kind == VALUE_EXTERNAL && keeps_variable(name))
    return values_opened(one);
  if (self->kind == VALUE_EXTERNAL && !builtin_is_regexp(self))
    return call_functions(evaluator, evaluate_property(evaluator, one, name, spot, callee), arguments, NULL);
  if (callback_method(evaluator, &made, name, arguments, &values))
    return values;
  if (take_element(spot, callee, &made, name, &values))
    return values;
  if (is_choice(&made) && str_eq(name, STR("join")))
    return join_choices(evaluator, &made, arguments);
  method.self = &made;
  if (made.kind <= VALUE_LIST && !arguments->is_open &&
      globals_product(evaluator, run_method, &method, arguments, &values))
    return values;
  if (is_map_method(self, name, arguments))
    return evaluate_property(evaluator, one, arguments->data[0].data[0].text, spot, callee);
  return call_functions(evaluator, evaluate_property(evaluator, one, name, spot, callee), arguments, self);
}

struct values method_call_all(struct evaluator *evaluator, struct spot spot, TSNode callee,
                              const struct arguments *arguments) {
  struct tree *tree = &spot.module->parse.tree;
  struct values objects = evaluate(evaluator, spot, node_field(tree, callee, FIELD_OBJECT));
  str name = node_text(tree, node_field(tree, callee, FIELD_PROPERTY));
  struct values all = {NULL, 0, !call_is_certain(objects)};
  for (size_t i = 0; i < objects.len; i++)
    all = values_unite(&evaluator->maker, all, call_method(evaluator, spot, callee, &objects.data[i], name, arguments));
  return values_with_step(
      &evaluator->maker, all, spot.module, ts_node_start_byte(node_field(tree, callee, FIELD_PROPERTY)),
      all.len ? arena_printf(evaluator->maker.arena, "call %.*s", STR_ARG(str_head(name, DOTTED_MAX))) : STR_NONE);
}
