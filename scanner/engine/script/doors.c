/* doors.c -- the places of a module that are doors, and what reaches them.

   A door in a function may get what the function's callers pass. So when a value turns out to hang on a function that
   nobody was known to call, the door is looked at again as seen from each call of that function, and from their
   callers in turn; what hangs on callers in other modules is kept with the module for them. */
#include "engine/script/doors.h"

#include <stdlib.h>

#include "engine/script/flatten.h"
#include "engine/script/property.h"
#include "engine/script/publics.h"

enum {
  FOUND_ROOM = 32 << 20,   /* bytes of all that is found */
  CALLS_DEPTH = 6,         /* callers of callers */
  VIEWS_MAX = 256,         /* of one module */
  HERITAGE_DEPTH = 8,
  MODULES_DEPTH = 8,
  CALLEE_STEPS = 256,
};

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

static void search_module(struct search *search);

/* ---- which doors there are ---- */

static bool is_of_module(const struct door *door, str module) {
  for (size_t i = 0; i < door->modules.len; i++)
    if (module.ptr && str_eq(door->modules.data[i], module))
      return true;
  return door->modules.len == 0 && !module.ptr;
}

/* `names` is the export, and then the member if the door has one. */
static bool is_entry(const struct door *door, const struct path *names) {
  if (!names || !str_eq(names->name, door->export))
    return false;
  names = names->rest;
  if (door->member.len == 0)
    return !names;
  return names && str_eq(names->name, door->member) && !names->rest;
}

/* A default import is the module where modules are CommonJS underneath; and one that the file names as the
   export is that export. */
static bool leads_to(const struct door *door, const struct value *external) {
  const struct path *names = external->names;
  if (door->shape == DOOR_HEADER || !names || !is_of_module(door, external->text))
    return false;
  if (is_entry(door, names))
    return true;
  if (!str_eq(names->name, STR("default")))
    return false;
  struct path as_export = {door->export, names->rest};
  return is_entry(door, names->rest) || (str_eq(external->local, door->export) && is_entry(door, &as_export));
}

static bool is_named(str source, const struct door *door) {
  for (size_t i = 0; i < door->modules.len; i++)
    if (str_find(source, door->modules.data[i], 0) != SIZE_MAX)
      return true;
  return door->shape != DOOR_HEADER && door->modules.len == 0 && str_find(source, door->export, 0) != SIZE_MAX;
}

static bool any_is_named(const struct search *search, struct module *module) {
  if (module->doors == DOORS_NOT_ASKED)
    module->doors = DOORS_NOT_NAMED;
  else
    return module->doors == DOORS_NAMED;
  for (size_t i = 0; i < search->doors_len && module->doors == DOORS_NOT_NAMED; i++)
    if (is_named(module->file.text, &search->doors[i]))
      module->doors = DOORS_NAMED;
  return module->doors == DOORS_NAMED;
}

/* ---- what calls call ---- */

static TSNode callee_of(struct tree *tree, TSNode call) {
  return node_field(tree, call, node_kind(tree, call) == NODE_NEW ? FIELD_CONSTRUCTOR : FIELD_FUNCTION);
}

/* The expression at the root of a.b().c; none if it is deeper than anybody writes. */
static TSNode root_of(struct tree *tree, TSNode node) {
  enum { ROOT_DEPTH = 32 };
  for (int depth = 0; depth < ROOT_DEPTH && !node_is_none(node); depth++) {
    switch (node_kind(tree, node)) {
    case NODE_MEMBER:
    case NODE_SUBSCRIPT:
      node = node_field(tree, node, FIELD_OBJECT);
      break;
    case NODE_WRAPPER:
      node = node_first(tree, node);
      break;
    case NODE_SEQUENCE:
      node = node_last(tree, node);
      break;
    case NODE_CALL:
    case NODE_NEW:
      node = callee_of(tree, node);
      break;
    default:
      return node;
    }
  }
  return NODE_NONE;
}

static bool is_global_door(const struct search *search, str name) {
  if (str_eq(name, STR("require")) || str_eq(name, STR("Reflect")) || str_eq(name, STR("globalThis")) || str_eq(name, STR("window")))
    return true;
  for (size_t i = 0; i < search->doors_len; i++)
    if (search->doors[i].modules.len == 0 && str_eq(search->doors[i].export, name))
      return true;
  return str_starts(name, STR("_interop")) || str_starts(name, STR("__"));
}

/* Most calls are of things that nothing here can say anything of: document, console, parameters. */
static bool may_matter(const struct search *search, TSNode root) {
  struct module *module = search->module;
  struct scopes *scopes = &module->survey.scopes;
  if (node_is_none(root) || node_kind(&module->parse.tree, root) != NODE_IDENTIFIER)
    return !node_is_none(root);
  str name = node_text(&module->parse.tree, root);
  return scopes_find(scopes, scopes_at(scopes, ts_node_start_byte(root)), name) || is_global_door(search, name);
}

static TSNode class_around(struct module *module, TSNode node) {
  const struct scopes *scopes = &module->survey.scopes;
  uint32_t scope = scopes_at(&module->survey.scopes, ts_node_start_byte(node));
  while (scope != SCOPE_NONE && scopes->all.data[scope].kind != SCOPE_CLASS)
    scope = scopes->all.data[scope].parent;
  return scope == SCOPE_NONE ? NODE_NONE : scopes->all.data[scope].node;
}

/* In haste: of most calls nobody can say what they call. */
static struct values callees(struct search *search, TSNode callee) {
  struct evaluator *evaluator = search->evaluator;
  uint64_t number = evaluator->search;
  bool was_cut = evaluator->cut;
  evaluate_begin(evaluator, CALLEE_STEPS);
  evaluator->search = search->hasty_number;
  evaluator->is_hasty = true;
  struct values values = evaluate(evaluator, (struct spot){search->module, NULL}, callee);
  evaluator->is_hasty = false;
  evaluator->search = number;
  evaluator->cut = was_cut || evaluator->steps_left == 0;
  return values;
}

static struct values resolve(struct search *search, TSNode call) {
  struct module *module = search->module;
  struct tree *tree = &module->parse.tree;
  TSNode callee = callee_of(tree, call);
  struct values values = values_none();
  if (node_is_none(callee) || !may_matter(search, root_of(tree, callee)))
    return values;
  if (node_kind(tree, callee) != NODE_SUPER)
    return callees(search, callee);
  evaluate_begin(search->evaluator, CALLEE_STEPS);
  struct value class = {.kind = VALUE_CLASS, .module = module, .node = class_around(module, call)};
  if (node_is_none(class.node) || !evaluate_super(search->evaluator, &class, &values))
    return values_none();
  return values;
}

static struct values target_of(struct search *search, size_t call) {
  struct target *target = &search->targets[call];
  if (!target->is_known)
    *target = (struct target){resolve(search, search->module->survey.calls.data[call].node), true};
  return target->values;
}

/* The class's constructor, or that of the nearest class it is made from; *base: what stands at the end of the chain. */
static TSNode constructor_of(struct evaluator *evaluator, const struct value *class, struct module **module, struct value *base) {
  struct value one = *class;
  for (int depth = 0; depth < HERITAGE_DEPTH && one.kind == VALUE_CLASS; depth++) {
    struct values super;
    TSNode constructor = class_constructor(one.module, one.node);
    *module = one.module;
    if (!node_is_none(constructor))
      return constructor;
    if (!evaluate_super(evaluator, &one, &super) || super.len == 0)
      return NODE_NONE;
    one = super.data[0];
  }
  *base = one;
  return NODE_NONE;
}

/* ---- views ---- */

static void look_later(struct search *search, const struct site *site, const struct way *way) {
  int depth = 0;
  for (const struct way *outer = way; outer; outer = outer->outer)
    depth++;
  if (search->views.len < VIEWS_MAX && depth <= CALLS_DEPTH)
    vec_push(&search->views, (struct view){*site, way});
  else
    search->cut = true;
}

static const struct path *property_path(const struct door *door, struct arena *arena) {
  const struct path *path = NULL;
  for (size_t i = door->property.len; i-- > 0;)
    path = path_prepend(arena, door->property.data[i], path);
  return path;
}

/* f(…) itself, or by way of f.call(self, …), f.bind(self, …), f.apply(self, […]). */
enum way_of_call { CALLED, CALLED_BEHIND_SELF, CALLED_WITH_LIST };

static enum way_of_call take_meta(struct arena *arena, const struct path **names) {
  const struct path *last = *names;
  while (last && last->rest)
    last = last->rest;
  if (!last || last == *names)
    return CALLED;
  enum way_of_call way = CALLED;
  if (str_eq(last->name, STR("call")) || str_eq(last->name, STR("bind")))
    way = CALLED_BEHIND_SELF;
  else if (str_eq(last->name, STR("apply")))
    way = CALLED_WITH_LIST;
  const struct path *kept = NULL, **end = &kept;
  for (const struct path *name = *names; way != CALLED && name != last; name = name->rest) {
    struct path *copy = ARENA_NEW(arena, struct path);
    copy->name = name->name;
    *end = copy;
    end = &copy->rest;
  }
  *names = way == CALLED ? *names : kept;
  return way;
}

/* f(...list): the list; none if something stands before it. */
static TSNode first_spread(struct tree *tree, TSNode call) {
  TSNode first = node_first(tree, node_field(tree, call, FIELD_ARGUMENTS));
  return node_kind(tree, first) == NODE_SPREAD ? node_first(tree, first) : NODE_NONE;
}

static void add_site(struct search *search, const struct door *door, TSNode call, enum way_of_call way) {
  struct arena *arena = search->evaluator->maker.arena;
  size_t index = way == CALLED ? door->argument : way == CALLED_BEHIND_SELF ? door->argument + 1 : 1;
  TSNode argument = node_argument(&search->module->parse.tree, call, index);
  struct site site = {door, search->module, argument, property_path(door, arena), call};
  TSNode spread = node_is_none(argument) ? first_spread(&search->module->parse.tree, call) : NODE_NONE;
  if (!node_is_none(spread))
    site.expression = spread;
  if (way == CALLED_WITH_LIST || !node_is_none(spread))
    site.path = path_prepend(arena, arena_printf(arena, "%u", door->argument), site.path);
  if (!node_is_none(site.expression))
    look_later(search, &site, NULL);
}

static bool is_reflect(const struct value *target) {
  const struct path *names = target->kind == VALUE_EXTERNAL && !target->text.ptr ? target->names : NULL;
  return names && names->rest && str_eq(names->name, STR("Reflect")) && str_eq(names->rest->name, STR("construct"));
}

/* Reflect.construct(Class, [ … ]) */
static void look_at_reflect(struct search *search, TSNode call) {
  struct values classes = evaluate(search->evaluator, (struct spot){search->module, NULL}, node_argument(&search->module->parse.tree, call, 0));
  for (size_t k = 0; k < classes.len; k++)
    for (size_t i = 0; classes.data[k].kind == VALUE_EXTERNAL && i < search->doors_len; i++)
      if (search->doors[i].shape == DOOR_NEW && leads_to(&search->doors[i], &classes.data[k]))
        add_site(search, &search->doors[i], call, CALLED_WITH_LIST);
}

/* Is the call a door itself? */
static void look_at_call(struct search *search, TSNode call, const struct value *target) {
  struct tree *tree = &search->module->parse.tree;
  struct module *module;
  struct value external = *target;
  bool is_super = node_kind(tree, callee_of(tree, call)) == NODE_SUPER;
  if (is_reflect(target)) {
    look_at_reflect(search, call);
    return;
  }
  bool is_new = node_kind(tree, call) == NODE_NEW || is_super;
  if (is_new && target->kind == VALUE_CLASS)
    constructor_of(search->evaluator, target, &module, &external);
  if (external.kind != VALUE_EXTERNAL)
    return;
  enum way_of_call way = is_new ? CALLED : take_meta(search->evaluator->maker.arena, &external.names);
  for (size_t i = 0; i < search->doors_len; i++)
    if ((search->doors[i].shape == DOOR_NEW) == is_new && leads_to(&search->doors[i], &external))
      add_site(search, &search->doors[i], call, way);
}

/* The function that a call runs, if its target is one; none if not. */
static TSNode function_of(struct search *search, const struct value *target, struct module **module) {
  struct value base;
  *module = target->module;
  if (target->kind == VALUE_FUNCTION)
    return target->node;
  if (target->kind == VALUE_CLASS)
    return constructor_of(search->evaluator, target, module, &base);
  return NODE_NONE;
}

static const struct way *way_through(struct search *search, TSNode call, struct module *module, TSNode function, const struct way *inner) {
  /* The inner ways are copied, so that this call comes outermost. */
  struct arena *arena = search->evaluator->maker.arena;
  const struct way *first = NULL;
  const struct way **end = &first;
  for (; inner; inner = inner->outer) {
    struct way *copy = ARENA_NEW(arena, struct way);
    *copy = *inner;
    *end = copy;
    end = &copy->outer;
  }
  struct way *last = ARENA_NEW(arena, struct way);
  *last = (struct way){search->module, call, module, function, NULL};
  *end = last;
  return first;
}

static bool may_have_doors(const struct search *search, struct module *module) {
  return module->survey.named.len > 0 || any_is_named(search, module);
}

/* Does what is called in another module have doors that hang on this call? */
static void look_through(struct search *search, TSNode call, const struct value *target) {
  struct module *module;
  TSNode function = function_of(search, target, &module);
  if (!search->goes_on || node_is_none(function) || module == search->module || search->depth >= MODULES_DEPTH)
    return;
  if (search->depth > 0 && !may_have_doors(search, module)) /* one in between need have none itself */
    return;
  struct search other = {.program = search->program, .evaluator = search->evaluator, .module = module, .doors = search->doors,
                         .doors_len = search->doors_len, .scratch = search->scratch, .number = search->number, .hasty_number = search->hasty_number, .goes_on = true,
                         .depth = search->depth + 1};
  search_module(&other);
  search->cut |= other.cut;
  for (const struct pendings *all = module->pending; all; all = all->next) {
    const struct pending *pending = &all->pending;
    if (pending->module == module && node_is(pending->function, function))
      look_later(search, &pending->view.site, way_through(search, call, module, function, pending->view.way));
  }
}

/* ---- what reaches a view ---- */

static bool calls_function(struct search *search, const struct value *target, const struct module *module, TSNode function) {
  struct module *own;
  TSNode one = function_of(search, target, &own);
  return !node_is_none(one) && own == module && node_is(one, function);
}

static const struct frame *frame_through(struct search *search, const struct way *way, const struct frame *outer) {
  struct spot spot = {way->module, outer};
  TSNode callee = callee_of(&way->module->parse.tree, way->call);
  struct values targets = values_none(), super;
  if (node_kind(&way->module->parse.tree, callee) != NODE_SUPER) {
    targets = evaluate(search->evaluator, spot, callee);
  } else {
    struct value class = {.kind = VALUE_CLASS, .module = way->module, .node = class_around(way->module, way->call), .frame = outer};
    targets = evaluate_super(search->evaluator, &class, &super) ? super : targets;
  }
  for (size_t i = 0; i < targets.len; i++)
    if (calls_function(search, &targets.data[i], way->function_module, way->function))
      return evaluate_frame(search->evaluator, spot, way->call, &targets.data[i]);
  return NULL;
}

/* The frames of all calls of a way, the outermost made first. */
static const struct frame *frames_of(struct search *search, const struct way *way) {
  const struct way *ways[CALLS_DEPTH + 1];
  size_t len = 0;
  const struct frame *frame = NULL;
  for (; way && len < CALLS_DEPTH + 1; way = way->outer)
    ways[len++] = way;
  for (; len > 0; len--)
    frame = frame_through(search, ways[len - 1], frame);
  return frame;
}

static str dotted(struct arena *arena, const struct path *names) {
  str text = STR("");
  for (; names; names = names->rest)
    text = text.len ? arena_printf(arena, "%.*s.%.*s", STR_ARG(text), STR_ARG(names->name)) : arena_copy(arena, names->name);
  return text;
}

static size_t size_of(const struct script_value *value) {
  return sizeof *value + value->text.len + value->spans_len * sizeof *value->spans + value->flow_len * (sizeof *value->flow + 16);
}

static void add_last_step(struct search *search, const struct site *site, struct script_value *value) {
  struct script_step *flow = arena_alloc(search->scratch, (value->flow_len + 1) * sizeof *flow);
  if (value->flow_len)
    memcpy(flow, value->flow, value->flow_len * sizeof *flow);
  uint32_t offset = module_origin(site->module, ts_node_start_byte(site->at));
  flow[value->flow_len++] = (struct script_step){site->module->is_item ? NULL : &site->module->file, offset, site->door->name};
  value->flow = flow;
}

/* A variable is its own beginning. */
static void add_first_step(struct search *search, struct script_value *value) {
  struct script_step *flow = arena_alloc(search->scratch, (value->flow_len + 1) * sizeof *flow);
  if (value->flow_len)
    memcpy(flow + 1, value->flow, value->flow_len * sizeof *flow);
  const struct script_span *last = &value->spans[value->spans_len - 1];
  flow[0] = (struct script_step){last->file, last->start, value->text};
  value->flow = flow;
  value->flow_len++;
}

/* A default may be met in every view of a function. */
static bool is_found(const struct search *search, const struct script_value *value) {
  for (size_t i = 0; i < search->found.len; i++) {
    const struct script_value *known = &search->found.data[i];
    bool same_place = known->spans_len && value->spans_len && known->spans[0].file == value->spans[0].file &&
                      known->spans[0].start == value->spans[0].start;
    if (known->door == value->door && same_place && str_eq(known->text, value->text))
      return true;
  }
  return false;
}

static void keep(struct search *search, const struct site *site, const struct value *found) {
  bool is_external = found->kind == VALUE_EXTERNAL;
  if (!search->emits || (!is_external && found->kind != VALUE_TEXT))
    return;
  struct script_value value = {.door = site->door, .is_external = is_external};
  value.text = is_external ? dotted(search->scratch, found->names) : arena_copy(search->scratch, found->text);
  value.module = is_external && found->text.ptr ? arena_copy(search->scratch, found->text) : STR_NONE;
  flatten(found->origin, search->scratch, &value);
  if (is_external && value.spans_len)
    add_first_step(search, &value);
  value.is_public = is_external && !found->text.ptr && value.spans_len && publics_have(search->evaluator, site->module, value.text);
  add_last_step(search, site, &value);
  size_t size = size_of(&value);
  search->cut |= size > search->room;
  if (size > search->room || is_found(search, &value))
    return;
  search->room -= size;
  vec_push(&search->found, value);
}

/* A list, as of a command's arguments, is each of its elements. */
static void keep_all(struct search *search, const struct site *site, struct values values) {
  for (size_t i = 0; i < values.len; i++) {
    const struct value *value = &values.data[i];
    struct values elements = values_none();
    if (value->kind == VALUE_LIST || value->kind == VALUE_HOLDER)
      elements = evaluate_elements(search->evaluator, (struct values){value, 1, false});
    keep(search, site, value);
    for (size_t k = 0; k < elements.len; k++)
      keep(search, site, &elements.data[k]);
  }
}

/* The view hangs on a function's callers: those here are looked at next, those elsewhere when they are searched.
   Gives the number of those here. */
static bool is_on_way(const struct way *way, TSNode function) {
  while (way && !node_is(way->function, function))
    way = way->outer;
  return way != NULL;
}

static size_t ask_callers(struct search *search, const struct view *view, struct module *module, TSNode function) {
  if (is_on_way(view->way, function))
    return 0;
  struct pendings *pendings = ARENA_NEW(search->evaluator->maker.arena, struct pendings);
  *pendings = (struct pendings){{*view, module, function}, search->module->pending};
  search->module->pending = pendings;
  size_t callers = 0;
  for (size_t i = 0; module == search->module && i < search->module->survey.calls.len; i++) {
    struct values targets = target_of(search, i);
    for (size_t k = 0; k < targets.len; k++)
      if (calls_function(search, &targets.data[k], module, function)) {
        look_later(search, &view->site, way_through(search, search->module->survey.calls.data[i].node, module, function, view->way));
        callers++;
      }
  }
  return callers;
}

static void look(struct search *search, struct view view) {
  struct evaluator *evaluator = search->evaluator;
  evaluate_begin(evaluator, EVALUATE_STEPS);
  evaluator->base = NULL;
  evaluator->search = view.way ? ++search->program->searches : search->number;
  const struct frame *frame = frames_of(search, view.way);
  if (view.way && !frame)
    return;
  if (view.way) /* what was remembered until now was seen from elsewhere */
    evaluator->search = ++search->program->searches;
  evaluator->base = frame;
  struct spot spot = {view.site.module, frame};
  struct values values = evaluate_path(evaluator, evaluate(evaluator, spot, view.site.expression), view.site.path, spot, view.site.at);
  struct unbound unbound[UNBOUND_MAX];
  size_t len = evaluator->unbound_len, callers = 0;
  memcpy(unbound, evaluator->unbound, len * sizeof *unbound);
  for (size_t i = 0; i < len; i++)
    callers += ask_callers(search, &view, unbound[i].module, unbound[i].function);
  evaluator->base = NULL;
  evaluator->search = search->number;
  if (callers == 0) /* else what reaches it is seen from them, and a default only where it is used */
    keep_all(search, &view.site, values);
}

/* ---- a module ---- */

static void look_at_calls(struct search *search) {
  if (!any_is_named(search, search->module) && search->module->survey.modules.len == 0 && str_find(search->module->file.text, STR("require"), 0) == SIZE_MAX &&
      str_find(search->module->file.text, STR("import"), 0) == SIZE_MAX)
    return;
  for (size_t i = 0; i < search->module->survey.calls.len && !tree_is_spent(&search->module->parse.tree); i++) {
    struct values targets = target_of(search, i);
    for (size_t k = 0; k < targets.len; k++) {
      look_at_call(search, search->module->survey.calls.data[i].node, &targets.data[k]);
      look_through(search, search->module->survey.calls.data[i].node, &targets.data[k]);
    }
  }
}

static void look_at_headers(struct search *search) {
  struct site_list sites = {0};
  headers_find(search->evaluator, search->module, search->doors, search->doors_len, &sites);
  for (size_t i = 0; i < sites.len; i++)
    look_later(search, &sites.data[i], NULL);
  vec_free(&sites);
}

static void search_module(struct search *search) {
  struct module *module = search->module;
  if (module->is_searched || module->state != MODULE_READ)
    return;
  module->is_searched = true;
  search->targets = arena_zeroed(search->scratch, module->survey.calls.len * sizeof *search->targets + 1);
  look_at_headers(search);
  look_at_calls(search);
  for (size_t i = 0; i < search->views.len; i++)
    look(search, search->views.data[i]);
  search->cut |= tree_is_spent(&module->parse.tree);
  vec_free(&search->views);
}

static struct script_values result_of(struct search *search) {
  size_t len = search->found.len;
  struct script_values values = {NULL, len, search->cut || search->evaluator->cut || search->evaluator->maker.cut};
  values.data = arena_alloc(search->scratch, len * sizeof *values.data + 1);
  if (len)
    memcpy(values.data, search->found.data, len * sizeof *values.data);
  return values;
}

struct script_values doors_find(struct program *program, struct module *module, const struct door *doors, size_t doors_len, bool goes_on,
                                size_t *steps, struct arena *scratch) {
  struct arena for_values = {NULL};
  struct evaluator evaluator = {.program = program, .maker = {.arena = &for_values, .room = EVALUATE_ROOM}, .search = ++program->searches,
                                .steps_left = *steps};
  struct search search = {.program = program, .evaluator = &evaluator, .module = module, .doors = doors, .doors_len = doors_len,
                          .scratch = scratch, .room = FOUND_ROOM, .emits = true, .goes_on = goes_on, .number = evaluator.search,
                          .hasty_number = ++program->searches};
  if (!program_survey(program, module))
    return (struct script_values){NULL, 0, true};
  program_forget_searches(program);
  search_module(&search);
  struct script_values values = result_of(&search);
  values.cut |= program->is_full;
  *steps = evaluator.steps_left;
  vec_free(&search.found);
  evaluator_free(&evaluator);
  arena_free(&for_values);
  return values;
}
