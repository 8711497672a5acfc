/* globals.c -- functions of the language and of packages, called or after `new`.
   What the language's own do with known values is the builtins' business. */
#include "engine/script/call.h"

enum { PRODUCTS_MAX = 64, PLAIN_DEPTH = 3 };

static enum builtin_outcome run_function(struct maker *maker, const void *what, const struct value *arguments,
                                         size_t len, struct value *result) {
  return builtin_function(maker, *(const str *)what, arguments, len, result);
}

/* Arrays and objects of the source are lists and records to a function that only takes them apart. */
struct value globals_plain(struct evaluator *evaluator, struct value value, int depth) {
  struct value made;
  if (value.kind == VALUE_HOLDER &&
      (evaluate_list(evaluator, &value, &made) || evaluate_record(evaluator, &value, &made)))
    value = made;
  struct values *items = value.kind == VALUE_LIST && depth > 0
                             ? maker_take(&evaluator->maker, (value.items_len + 1) * sizeof *items)
                             : NULL;
  for (size_t i = 0; items && i < value.items_len; i++) {
    items[i] = value.items[i];
    if (items[i].len == 1 && items[i].data[0].kind == VALUE_HOLDER)
      items[i] = (struct values){
          values_one(&evaluator->maker, globals_plain(evaluator, items[i].data[0], depth - 1)).data, 1, items[i].open};
    if (items[i].len == 1 && !items[i].data)
      items[i] = values_none();
  }
  if (items)
    value.items = items;
  return value;
}

/* Every choice of arguments, up to a bound. */
bool globals_product(struct evaluator *evaluator, run_builtin *run, const void *what, const struct arguments *arguments,
                     struct values *all) {
  struct value *chosen = maker_take(&evaluator->maker, (arguments->len + 1) * sizeof *chosen);
  size_t count = chosen ? 1 : 0;
  *all = (struct values){NULL, 0, false};
  for (size_t i = 0; i < arguments->len; i++) {
    all->open |= arguments->data[i].open;
    count *= arguments->data[i].len;
    if (count == 0 || count > PRODUCTS_MAX) {
      *all = values_none();
      evaluator->cut |= count > PRODUCTS_MAX;
      return true;
    }
  }
  if (!chosen)
    *all = values_none();
  for (size_t n = 0; n < count; n++) {
    size_t rest = n;
    for (size_t i = 0; i < arguments->len; rest /= arguments->data[i].len, i++)
      chosen[i] = globals_plain(evaluator, arguments->data[i].data[rest % arguments->data[i].len], PLAIN_DEPTH);
    struct value result;
    enum builtin_outcome outcome = run(&evaluator->maker, what, chosen, arguments->len, &result);
    if (outcome == BUILTIN_NONE)
      return false;
    *all = outcome == BUILTIN_MADE ? values_unite(&evaluator->maker, *all, values_one(&evaluator->maker, result))
                                   : values_opened(*all);
  }
  return true;
}

/* The dotted name of a global: Buffer.from. Empty if it is none. */
str globals_dotted(struct arena *arena, const struct value *external) {
  str name = STR("");
  for (const struct path *names = external->text.ptr ? NULL : external->names; names; names = names->rest) {
    if (name.len > DOTTED_MAX)
      return STR("");
    name = name.len ? arena_printf(arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(names->name)) : names->name;
  }
  return name;
}

static struct values record_of(struct evaluator *evaluator, const struct arguments *sources) {
  struct member *members = maker_take(&evaluator->maker, (sources->len + 1) * sizeof *members);
  if (!members || sources->is_open)
    return values_none();
  for (size_t i = 0; i < sources->len; i++)
    members[i] = (struct member){STR_NONE, sources->data[i]};
  return values_one(&evaluator->maker,
                    (struct value){.kind = VALUE_RECORD, .members = members, .members_len = sources->len});
}

/* Functions whose value is their argument's, whatever it is, so far as anyone reads it. */
static bool gives_argument(str name) {
  static const str names[] = {
      {"Object.freeze", 13},
      {"Object.seal", 11},
      {"Object.preventExtensions", 24},
      {"structuredClone", 15},
      {"Promise.resolve", 15},
      {"Promise.all", 11},
      {"Object.create", 13},
      {"Array.from", 10},
      /* what compilers and bundlers put round require(…) */
      {"__importStar", 12},
      {"__importDefault", 15},
      {"__toESM", 7},
      {"_interopRequireWildcard", 23},
      {"_interopRequireDefault", 22},
      {"_interopNamespace", 17},
      {"_interopNamespaceDefault", 24},
      {"_interopDefault", 15},
      {"_interopDefaultLegacy", 21},
      /* what frameworks put round values */
      {"defineConfig", 12},
      {"promisify", 9},
      {"util.promisify", 14},
      {"useMemo", 7},
      {"reactive", 8},
      {"readonly", 8},
      {"markRaw", 7},
      {"Object", 6},
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eq(names[i], name))
      return true;
  return false;
}

/* Array.from({length: 5}, (_, i) => …) is left to nobody; Array.from(list, f) is map. */
static struct values array_from(struct evaluator *evaluator, const struct arguments *arguments) {
  struct values made = values_none();
  if (arguments->data[0].len != 1)
    return made;
  struct value list;
  if (!evaluate_list(evaluator, &arguments->data[0].data[0], &list))
    return made;
  if (arguments->len < 2)
    return values_one(&evaluator->maker, list);
  if (arguments->data[1].len == 1)
    made = callback_map(evaluator, &arguments->data[1].data[0], list);
  return made;
}

/* atob(import.meta.env.KEY) is that variable in another coding. */
static bool is_decoded_variable(const struct arguments *arguments, str name) {
  static const str names[] = {{"String", 6},      {"atob", 4},      {"decodeURIComponent", 18},
                              {"JSON.parse", 10}, {"decodeURI", 9}, {"unescape", 8}};
  if (arguments->data[0].len != 1 || arguments->data[0].data[0].kind != VALUE_EXTERNAL)
    return false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eq(names[i], name))
      return true;
  return false;
}

/* defineConfig of 'vite', of 'astro/config', of whatever: by its own name. */
static str last_name(const struct value *external) {
  const struct path *names = external->names;
  while (names && names->rest)
    names = names->rest;
  return names ? names->name : STR_NONE;
}

/* Functions of packages that give what they are given, or a part of it: z.object(…).parse(import.meta.env),
   createEnv({ runtimeEnv }), Platform.select({ ios, android }). */
static bool call_known(struct evaluator *evaluator, const struct value *callee, const struct arguments *arguments,
                       str name, struct values *values) {
  static const str parsers[] = {{"parse", 5}, {"safeParse", 9}, {"cleanEnv", 8}, {"validate", 8}, {"parseAsync", 10}};
  bool is_first = arguments->len && arguments->data[0].len == 1;
  struct spot nowhere = {NULL, NULL};
  if (!is_first || !callee->text.ptr)
    return false;
  for (size_t i = 0; i < sizeof parsers / sizeof *parsers; i++)
    if (str_eq(parsers[i], name) && arguments->data[0].data[0].kind == VALUE_EXTERNAL) {
      *values = arguments->data[0];
      return true;
    }
  if (str_eq(name, STR("createEnv"))) {
    *values = evaluate_property(evaluator, arguments->data[0], STR("runtimeEnv"), nowhere, NODE_NONE);
    return values->len > 0;
  }
  if (!str_eq(name, STR("select")) || !str_eq(callee->text, STR("react-native")))
    return false;
  *values = evaluate_members(evaluator, arguments->data[0]);
  return true;
}

struct values globals_call(struct evaluator *evaluator, const struct value *callee, const struct arguments *arguments,
                           str name) {
  struct values values;
  if (call_known(evaluator, callee, arguments, last_name(callee), &values))
    return values;
  name = name.len ? name : last_name(callee);
  if (callee->text.ptr) /* of a package: only what puts nothing round its argument */
    name = gives_argument(name) ? name : STR_NONE;
  if (str_eq(name, STR("Object.assign")))
    return record_of(evaluator, arguments);
  if (arguments->len && str_eq(name, STR("Array.from")))
    return array_from(evaluator, arguments);
  if (arguments->len && (gives_argument(name) || is_decoded_variable(arguments, name)))
    return arguments->data[0];
  if (name.len && !arguments->is_open && globals_product(evaluator, run_function, &name, arguments, &values))
    return values;
  /* What a function of a package gives is known by its name, and its first argument: Deno.env.get('KEY'). */
  struct arena *arena = evaluator->maker.arena;
  const struct path *more = NULL;
  if (arguments->len && arguments->data[0].len == 1 && arguments->data[0].data[0].kind == VALUE_TEXT)
    more = path_prepend(arena, arguments->data[0].data[0].text, NULL);
  more = path_prepend(arena, STR("()"), more);
  values = evaluate_external(evaluator, callee->text, path_join(arena, callee->names, more), callee->local);
  if (values.len)
    ((struct value *)(uintptr_t)values.data)->origin = callee->origin;
  return values;
}

/* Functions that compilers put into what they make, told by their names: __assign(a, b), _defineProperty(a, 'b', c). */
bool globals_helper(struct evaluator *evaluator, const struct arguments *arguments, str name, struct values *values) {
  static const str merging[] = {
      {"__assign", 8},       {"_extends", 8},        {"_objectSpread", 13},  {"_objectSpread2", 14},
      {"__spreadProps", 13}, {"__spreadValues", 14}, {"_object_spread", 14}, {"_object_spread_props", 20}};
  for (size_t i = 0; i < sizeof merging / sizeof *merging; i++)
    if (str_eq(merging[i], name)) {
      *values = record_of(evaluator, arguments);
      return true;
    }
  bool defines = str_eq(name, STR("_defineProperty")) || str_eq(name, STR("_define_property")) ||
                 str_eq(name, STR("__publicField"));
  if (!defines || arguments->len != 3 || arguments->data[1].len != 1 || arguments->data[1].data[0].kind != VALUE_TEXT)
    return false;
  struct member *members = maker_take(&evaluator->maker, 2 * sizeof *members);
  if (!members)
    return false;
  members[0] = (struct member){STR_NONE, arguments->data[0]};
  members[1] = (struct member){arguments->data[1].data[0].text, arguments->data[2]};
  *values = values_one(&evaluator->maker, (struct value){.kind = VALUE_RECORD, .members = members, .members_len = 2});
  return true;
}

/* ---- new ---- */

/* new Promise((resolve) => … resolve(value) …) */
static struct values resolved(struct evaluator *evaluator, const struct value *function) {
  struct module *module = function->module;
  struct values all = values_none();
  for (size_t i = survey_first_call(&module->survey, ts_node_start_byte(function->node)); i < module->survey.calls.len;
       i++) {
    TSNode call = module->survey.calls.data[i].node;
    if (ts_node_start_byte(call) >= ts_node_end_byte(function->node))
      break;
    module->parse.tree.work++;
    if (callback_calls_parameter(module, call, function->node, 0))
      all = values_unite(
          &evaluator->maker, all,
          evaluate(evaluator, (struct spot){module, function->frame}, node_argument(&module->parse.tree, call, 0)));
  }
  return all;
}

/* new Map([['a', 1]]), new URLSearchParams({…}), new Uint8Array(…) */
struct values globals_new(struct evaluator *evaluator, const struct value *callee, const struct arguments *arguments) {
  static const struct member nothing;
  str name = globals_dotted(evaluator->maker.arena, callee);
  bool is_map = str_eq(name, STR("Map")) || str_eq(name, STR("Headers")) || str_eq(name, STR("URLSearchParams")) ||
                str_eq(name, STR("WeakMap"));
  if (is_map && arguments->len == 0)
    return values_one(&evaluator->maker, (struct value){.kind = VALUE_RECORD, .members = &nothing});
  if (is_map && arguments->data[0].len == 1) {
    struct value list, record;
    if (evaluate_list(evaluator, &arguments->data[0].data[0], &list)) {
      list = globals_plain(evaluator, list, PLAIN_DEPTH);
      bool made = builtin_function(&evaluator->maker, STR("Object.fromEntries"), &list, 1, &record) == BUILTIN_MADE;
      return made ? values_one(&evaluator->maker, record) : values_none();
    }
    return arguments->data[0];
  }
  if (str_eq(name, STR("Proxy")) && arguments->len)
    return arguments->data[0];
  if (str_eq(name, STR("Promise")) && arguments->len && arguments->data[0].len == 1 &&
      arguments->data[0].data[0].kind == VALUE_FUNCTION)
    return resolved(evaluator, &arguments->data[0].data[0]);
  struct values values;
  bool made = name.len && !arguments->is_open && globals_product(evaluator, run_function, &name, arguments, &values);
  if (made)
    return values;
  return callee->text.ptr ? values_none()
                          : values_opened(values_one(&evaluator->maker, *callee)); /* new TextDecoder() */
}
