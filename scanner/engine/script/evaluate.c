/* evaluate.c -- what an expression can be: literals, operators, and which file knows the rest. */
#include "engine/script/evaluate.h"

#include <stdlib.h>

#include "engine/script/builtin.h"
#include "engine/script/literal.h"
#include "engine/script/property.h"

enum { STEP_ROOM = 64 /* bytes that a step takes besides its values */, ESCAPE_MAX = 12, OPERANDS_MAX = 4096, TAG_ARGUMENTS_MAX = 32 };

void evaluate_begin(struct evaluator *evaluator, size_t steps_max) {
  evaluator->steps = 0;
  evaluator->steps_max = steps_max;
  evaluator->unbound_len = 0;
}

void evaluate_note_unbound(struct evaluator *evaluator, struct module *module, TSNode function) {
  for (size_t i = 0; i < evaluator->unbound_len; i++)
    if (node_is(evaluator->unbound[i].function, function))
      return;
  if (evaluator->unbound_len < UNBOUND_MAX)
    evaluator->unbound[evaluator->unbound_len++] = (struct unbound){module, function};
}

/* ---- literals ---- */

static struct values literal_text(struct evaluator *evaluator, struct spot spot, str text, TSNode node, str what) {
  uint32_t start = ts_node_start_byte(node), end = ts_node_end_byte(node);
  uint32_t quote = end - start >= 2 && spot.module->parse.tree.source.ptr[start] != '<';
  const struct origin *origin = origin_span(&evaluator->maker, spot.module, start + quote, end - quote);
  if (text.len == 0)
    return values_one(&evaluator->maker, value_text(text, NULL));
  origin = origin_step(&evaluator->maker, origin, spot.module, start, what);
  return values_one(&evaluator->maker, value_text(text, origin));
}

/* No text is longer than TEXT_SIZE_MAX, and an escape not longer than what it stands for times ESCAPE_MAX. */
static bool is_affordable(struct evaluator *evaluator, str raw) {
  bool is_short = raw.len <= (size_t)TEXT_SIZE_MAX * ESCAPE_MAX;
  evaluator->cut |= !is_short;
  return is_short && maker_spend(&evaluator->maker, raw.len);
}

static struct values text(struct evaluator *evaluator, struct spot spot, TSNode node) {
  str contents = string_contents(&spot.module->parse.tree, node);
  if (!is_affordable(evaluator, contents))
    return values_none();
  str value = literal_decode(contents, LITERAL_STRING, evaluator->maker.arena);
  if (value.len > TEXT_SIZE_MAX) {
    evaluator->cut = true;
    return values_none();
  }
  return literal_text(evaluator, spot, value, node, STR("string literal"));
}

static struct values number(struct evaluator *evaluator, struct spot spot, TSNode node) {
  str digits = node_text(&spot.module->parse.tree, node);
  struct value value, as_text = value_text(digits, NULL);
  if (builtin_function(&evaluator->maker, STR("Number"), &as_text, 1, &value) != BUILTIN_MADE)
    return values_none();
  const struct origin *origin =
      origin_span(&evaluator->maker, spot.module, ts_node_start_byte(node), ts_node_end_byte(node));
  value.origin = origin;
  return values_one(&evaluator->maker, value);
}

static struct values truth(struct evaluator *evaluator, struct spot spot, TSNode node) {
  bool is_true = node_kind(&spot.module->parse.tree, node) == NODE_TRUE;
  return values_one(&evaluator->maker, (struct value){.kind = VALUE_BOOL, .number = is_true});
}

static struct values nothing(struct evaluator *evaluator, struct spot spot, TSNode node) {
  (void)spot;
  (void)node;
  return values_one(&evaluator->maker, (struct value){.kind = VALUE_NOTHING});
}

/* For functions that take patterns: see builtin.h. */
static struct values regex(struct evaluator *evaluator, struct spot spot, TSNode node) {
  struct tree *tree = &spot.module->parse.tree;
  TSNode pattern = node_field(tree, node, FIELD_PATTERN), flags = node_field(tree, node, FIELD_FLAGS);
  struct arena *arena = evaluator->maker.arena;
  const struct path *names = path_prepend(arena, node_is_none(flags) ? STR("") : node_text(tree, flags), NULL);
  names = path_prepend(arena, node_is_none(pattern) ? STR("") : node_text(tree, pattern), names);
  return values_one(&evaluator->maker, (struct value){.kind = VALUE_EXTERNAL, .text = STR("regexp"), .names = names});
}

static struct values holder(struct evaluator *evaluator, struct spot spot, TSNode node, enum value_kind kind) {
  return values_one(&evaluator->maker,
                    (struct value){.kind = kind, .module = spot.module, .node = node, .frame = spot.frame});
}

/* An arrow function keeps the `this` around it, which its frames tell. */
static struct values function(struct evaluator *evaluator, struct spot spot, TSNode node) {
  return holder(evaluator, spot, node, VALUE_FUNCTION);
}

static struct values object(struct evaluator *evaluator, struct spot spot, TSNode node) {
  return holder(evaluator, spot, node, VALUE_HOLDER);
}

static struct values class(struct evaluator *evaluator, struct spot spot, TSNode node) {
  return holder(evaluator, spot, node, VALUE_CLASS);
}

static struct values meta(struct evaluator *evaluator, struct spot spot, TSNode node) {
  (void)spot;
  (void)node;
  return evaluate_external(evaluator, STR_NONE, path_prepend(evaluator->maker.arena, STR("import.meta"), NULL), STR_NONE);
}

/* ---- operators ---- */

static bool is_variable(const struct value *value) {
  return value->kind == VALUE_EXTERNAL && !str_eq(value->text, STR("regexp"));
}

/* What an environment gives stays told apart when text is put round it. */
static bool combine_variable(struct evaluator *evaluator, str operator, const struct value *a, const struct value *b,
                             struct value *result) {
  if (!str_eq(operator, STR("+")) || is_variable(a) == is_variable(b))
    return false;
  *result = is_variable(a) ? *a : *b;
  result->origin = origin_join(&evaluator->maker, a->origin, b->origin);
  return true;
}

/* Each of `a` with each of `b`. */
static struct values operate(struct evaluator *evaluator, str operator, struct values a, struct values b) {
  struct values all = {NULL, 0, a.open || b.open};
  for (size_t i = 0; i < a.len; i++)
    for (size_t k = 0; k < b.len; k++) {
      struct value result;
      bool made = combine_variable(evaluator, operator, &a.data[i], &b.data[k], &result) ||
                  builtin_operator(&evaluator->maker, operator, &a.data[i], &b.data[k], &result) == BUILTIN_MADE;
      all = made ? values_unite(&evaluator->maker, all, values_one(&evaluator->maker, result)) : values_opened(all);
    }
  return all;
}

static str operator_of(struct spot spot, TSNode node) {
  return node_text(&spot.module->parse.tree, node_field(&spot.module->parse.tree, node, FIELD_OPERATOR));
}

static bool is_sum(struct spot spot, TSNode node) {
  return !node_is_none(node) && node_kind(&spot.module->parse.tree, node) == NODE_BINARY &&
         str_eq(operator_of(spot, node), STR("+"));
}

/* a + b + c is (a + b) + c: down its left side, whatever its length, then back. */
static struct values sum(struct evaluator *evaluator, struct spot spot, TSNode node) {
  VEC(TSNode) operands = {0};
  for (; is_sum(spot, node); node = node_field(&spot.module->parse.tree, node, FIELD_LEFT))
    vec_push(&operands, node_field(&spot.module->parse.tree, node, FIELD_RIGHT));
  struct values all = values_none();
  if (operands.len < OPERANDS_MAX)
    all = evaluate(evaluator, spot, node);
  else
    evaluator->cut = true;
  for (size_t i = operands.len; i-- > 0 && all.len > 0;)
    all = operate(evaluator, STR("+"), all, evaluate(evaluator, spot, operands.data[i]));
  vec_free(&operands);
  return values_with_step(&evaluator->maker, all, spot.module, ts_node_start_byte(node), STR("concatenation"));
}

static struct values either(struct evaluator *evaluator, struct spot spot, TSNode left, TSNode right, bool truthy) {
  struct values values = evaluate(evaluator, spot, left);
  if (truthy)
    values = values_truthy(&evaluator->maker, values);
  return evaluate_otherwise(evaluator, values, spot, right);
}

static struct values binary(struct evaluator *evaluator, struct spot spot, TSNode node) {
  struct tree *tree = &spot.module->parse.tree;
  TSNode left = node_field(tree, node, FIELD_LEFT), right = node_field(tree, node, FIELD_RIGHT);
  str operator = operator_of(spot, node);
  if (str_eq(operator, STR("+")))
    return sum(evaluator, spot, node);
  if (str_eq(operator, STR("||")) || str_eq(operator, STR("??")))
    return either(evaluator, spot, left, right, operator.ptr[0] == '|');
  if (str_eq(operator, STR("&&")))
    return values_opened(evaluate(evaluator, spot, right));
  return operate(evaluator, operator, evaluate(evaluator, spot, left), evaluate(evaluator, spot, right));
}

/* value ??= make(), as an expression */
static struct values augmented(struct evaluator *evaluator, struct spot spot, TSNode node) {
  struct tree *tree = &spot.module->parse.tree;
  TSNode left = node_field(tree, node, FIELD_LEFT), right = node_field(tree, node, FIELD_RIGHT);
  str operator = operator_of(spot, node);
  if (str_eq(operator, STR("||=")) || str_eq(operator, STR("?\?=")))
    return either(evaluator, spot, left, right, operator.ptr[0] == '|');
  if (str_eq(operator, STR("&&=")))
    return values_opened(evaluate(evaluator, spot, right));
  return operate(evaluator, str_head(operator, operator.len - 1), evaluate(evaluator, spot, left), evaluate(evaluator, spot, right));
}

static struct values unary(struct evaluator *evaluator, struct spot spot, TSNode node) {
  struct values operands = evaluate(evaluator, spot, node_field(&spot.module->parse.tree, node, FIELD_ARGUMENT));
  struct values all = {NULL, 0, operands.open};
  for (size_t i = 0; i < operands.len; i++) {
    struct value result;
    bool made = builtin_unary(&evaluator->maker, operator_of(spot, node), &operands.data[i], &result) == BUILTIN_MADE;
    all = made ? values_unite(&evaluator->maker, all, values_one(&evaluator->maker, result)) : values_opened(all);
  }
  return all;
}

static struct values ternary(struct evaluator *evaluator, struct spot spot, TSNode node) {
  struct tree *tree = &spot.module->parse.tree;
  struct values condition = evaluate(evaluator, spot, node_field(tree, node, FIELD_CONDITION));
  TSNode yes = node_field(tree, node, FIELD_CONSEQUENCE), no = node_field(tree, node, FIELD_ALTERNATIVE);
  bool known = false, is_true = false;
  if (condition.len == 1 && !condition.open)
    is_true = value_is_truthy(&condition.data[0], &known);
  if (known)
    return evaluate(evaluator, spot, is_true ? yes : no);
  return values_unite(&evaluator->maker, evaluate(evaluator, spot, yes), evaluate(evaluator, spot, no));
}

/* ---- templates ---- */

/* Characters of a template, between quotes and substitutions. */
static struct values characters(struct evaluator *evaluator, struct spot spot, uint32_t start, uint32_t end, bool raw) {
  str source = spot.module->parse.tree.source, text = {source.ptr + start, end - start};
  if (!is_affordable(evaluator, text))
    return values_none();
  if (!raw)
    text = literal_decode(text, LITERAL_TEMPLATE, evaluator->maker.arena);
  if (text.len > TEXT_SIZE_MAX)
    return values_none();
  const struct origin *origin = start < end ? origin_span(&evaluator->maker, spot.module, start, end) : NULL;
  return values_one(&evaluator->maker, value_text(text, origin));
}

static struct values template_of(struct evaluator *evaluator, struct spot spot, TSNode node, bool raw) {
  struct tree *tree = &spot.module->parse.tree;
  uint32_t done = ts_node_start_byte(node) + 1, end = ts_node_end_byte(node);
  struct values all = values_one(&evaluator->maker, value_text(STR(""), NULL));
  struct children parts = children_of(tree, node);
  for (TSNode part; all.len && children_next(&parts, &part);) {
    if (node_kind(tree, part) != NODE_TEMPLATE_SUBSTITUTION)
      continue;
    all = operate(evaluator, STR("+"), all, characters(evaluator, spot, done, ts_node_start_byte(part), raw));
    struct values inner = evaluate(evaluator, spot, node_first(tree, part));
    all = operate(evaluator, STR("+"), all, inner);
    done = ts_node_end_byte(part);
  }
  children_end(&parts);
  if (end > done && all.len)
    all = operate(evaluator, STR("+"), all, characters(evaluator, spot, done, end - 1, raw));
  return values_with_step(&evaluator->maker, all, spot.module, ts_node_start_byte(node), STR("template literal"));
}

static struct values template(struct evaluator *evaluator, struct spot spot, TSNode node) {
  return template_of(evaluator, spot, node, false);
}

/* The texts between the substitutions, and behind them what those are, as a tag gets them. */
static size_t tag_arguments(struct evaluator *evaluator, struct spot spot, TSNode node, struct values values[static TAG_ARGUMENTS_MAX],
                            struct values texts[static TAG_ARGUMENTS_MAX]) {
  struct tree *tree = &spot.module->parse.tree;
  uint32_t done = ts_node_start_byte(node) + 1, end = ts_node_end_byte(node);
  size_t len = 1;
  struct children parts = children_of(tree, node);
  for (TSNode part; children_next(&parts, &part) && len < TAG_ARGUMENTS_MAX;) {
    if (node_kind(tree, part) != NODE_TEMPLATE_SUBSTITUTION)
      continue;
    texts[len - 1] = characters(evaluator, spot, done, ts_node_start_byte(part), false);
    values[len++] = evaluate(evaluator, spot, node_first(tree, part));
    done = ts_node_end_byte(part);
  }
  children_end(&parts);
  texts[len - 1] = characters(evaluator, spot, done, end > done ? end - 1 : done, false);
  return len;
}

static struct values call_tag(struct evaluator *evaluator, struct spot spot, TSNode tag, TSNode template) {
  struct values tags = evaluate(evaluator, spot, tag), values[TAG_ARGUMENTS_MAX];
  struct values *texts = maker_take(&evaluator->maker, TAG_ARGUMENTS_MAX * sizeof *texts);
  if (!texts || tags.len != 1 || tags.data[0].kind != VALUE_FUNCTION)
    return values_none();
  size_t len = tag_arguments(evaluator, spot, template, values, texts);
  values[0] = values_one(&evaluator->maker, (struct value){.kind = VALUE_LIST, .items = texts, .items_len = len});
  return evaluate_invoke(evaluator, &tags.data[0], values, len, NULL);
}

/* String.raw`…`; any other tag makes nobody knows what. */
static struct values tagged(struct evaluator *evaluator, struct spot spot, TSNode node) {
  struct tree *tree = &spot.module->parse.tree;
  TSNode arguments = node_field(tree, node, FIELD_ARGUMENTS);
  if (node_is_none(arguments) || node_kind(tree, arguments) != NODE_TEMPLATE)
    return evaluate_call(evaluator, spot, node);
  if (str_eq(node_text(tree, node_field(tree, node, FIELD_FUNCTION)), STR("String.raw")))
    return template_of(evaluator, spot, arguments, true);
  return call_tag(evaluator, spot, node_field(tree, node, FIELD_FUNCTION), arguments);
}

/* ---- members ---- */

static struct values member(struct evaluator *evaluator, struct spot spot, TSNode node) {
  struct tree *tree = &spot.module->parse.tree;
  struct values object = evaluate(evaluator, spot, node_field(tree, node, FIELD_OBJECT));
  return evaluate_property(evaluator, object, node_text(tree, node_field(tree, node, FIELD_PROPERTY)), spot, node);
}

static struct values subscript(struct evaluator *evaluator, struct spot spot, TSNode node) {
  struct tree *tree = &spot.module->parse.tree;
  struct values names = evaluate(evaluator, spot, node_field(tree, node, FIELD_INDEX));
  struct values object = evaluate(evaluator, spot, node_field(tree, node, FIELD_OBJECT));
  struct values all = {NULL, 0, names.open};
  bool is_any = names.len == 0 || names.data[0].kind == VALUE_EXTERNAL || (names.open && names.data[0].kind == VALUE_NUMBER);
  if (is_any)
    return evaluate_members(evaluator, object);
  for (size_t i = 0; i < names.len; i++) {
    str name;
    struct values one = value_to_text(&evaluator->maker, &names.data[i], &name)
                            ? evaluate_property(evaluator, object, name, spot, node) : values_none();
    all = values_unite(&evaluator->maker, all, one);
  }
  return all;
}

static struct values first_child(struct evaluator *evaluator, struct spot spot, TSNode node) {
  return evaluate(evaluator, spot, node_first(&spot.module->parse.tree, node));
}

static struct values last_child(struct evaluator *evaluator, struct spot spot, TSNode node) {
  return evaluate(evaluator, spot, node_last(&spot.module->parse.tree, node));
}

static struct values right_side(struct evaluator *evaluator, struct spot spot, TSNode node) {
  return evaluate(evaluator, spot, node_field(&spot.module->parse.tree, node, FIELD_RIGHT));
}

/* ---- any expression ---- */

typedef struct values evaluate_kind(struct evaluator *evaluator, struct spot spot, TSNode node);

static evaluate_kind *const kinds[TOKEN_OTHER] = {
    [NODE_STRING] = text,
    [NODE_TEMPLATE] = template,
    [NODE_NUMBER] = number,
    [NODE_TRUE] = truth,
    [NODE_FALSE] = truth,
    [NODE_NOTHING] = nothing,
    [NODE_AUGMENTED_ASSIGNMENT] = augmented,
    [NODE_REGEX] = regex,
    [NODE_IDENTIFIER] = evaluate_name,
    [NODE_SHORTHAND_PROPERTY] = evaluate_name,
    [NODE_SHORTHAND_PATTERN] = evaluate_name,
    [NODE_THIS] = evaluate_this,
    [NODE_META_PROPERTY] = meta,
    [NODE_OBJECT] = object,
    [NODE_ARRAY] = object,
    [NODE_ENUM] = object,
    [NODE_NAMESPACE] = object,
    [NODE_FUNCTION_DECLARATION] = function,
    [NODE_FUNCTION_EXPRESSION] = function,
    [NODE_ARROW_FUNCTION] = function,
    [NODE_METHOD] = function,
    [NODE_CLASS_DECLARATION] = class,
    [NODE_CLASS_EXPRESSION] = class,
    [NODE_MEMBER] = member,
    [NODE_SUBSCRIPT] = subscript,
    [NODE_WRAPPER] = first_child,
    [NODE_TYPE_ASSERTION] = last_child,
    [NODE_SEQUENCE] = last_child,
    [NODE_ASSIGNMENT] = right_side,
    [NODE_BINARY] = binary,
    [NODE_UNARY] = unary,
    [NODE_TERNARY] = ternary,
    [NODE_CALL] = tagged,
    [NODE_NEW] = evaluate_new,
};

bool evaluate_step(struct evaluator *evaluator) {
  bool is_over = evaluator->depth >= EVALUATE_DEPTH || evaluator->steps >= evaluator->steps_max || evaluator->steps_left == 0 ||
                 evaluator->maker.room == 0;
  evaluator->cut |= is_over;
  is_over |= !maker_spend(&evaluator->maker, STEP_ROOM);
  evaluator->steps += !is_over;
  evaluator->steps_left -= !is_over;
  return !is_over;
}

static bool may_go_on(struct evaluator *evaluator, struct spot spot) {
  bool is_spent = tree_is_spent(&spot.module->parse.tree);
  evaluator->cut |= is_spent;
  return !is_spent && evaluate_step(evaluator);
}

struct values evaluate(struct evaluator *evaluator, struct spot spot, TSNode expression) {
  enum node_kind kind = node_is_none(expression) ? NODE_OTHER : node_kind(&spot.module->parse.tree, expression);
  if (kind >= TOKEN_OTHER || !kinds[kind] || !may_go_on(evaluator, spot))
    return values_none();
  evaluator->depth++;
  struct values values = kinds[kind](evaluator, spot, expression);
  evaluator->depth--;
  return values;
}

struct values evaluate_otherwise(struct evaluator *evaluator, struct values values, struct spot spot, TSNode fallback) {
  values = node_is_none(fallback) ? values : values_present(&evaluator->maker, values);
  if (!values.open || node_is_none(fallback))
    return values;
  return values_unite(&evaluator->maker, values_closed(values), evaluate(evaluator, spot, fallback));
}

void evaluator_free(struct evaluator *evaluator) {
  vec_free(&evaluator->active);
}
