/* doors.c -- the places of a module that are doors, and what reaches them.

   A door in a function may get what the function's callers pass. So when a value turns out to hang on a function that
   nobody was known to call, the door is looked at again as seen from each call of that function, and from their
   callers in turn; what hangs on callers in other modules is kept with the module for them. */
#include "engine/script/doors.h"

#include <stdlib.h>

#include "engine/script/search.h"

enum {
  FOUND_ROOM = 32 << 20,   /* bytes of all that is found */
  MODULES_DEPTH = 8,
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

/* ---- doors at calls ---- */

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
    views_add(search, &site, NULL);
}

static bool is_reflect(const struct value *target) {
  const struct path *names = target->kind == VALUE_EXTERNAL && !target->text.ptr ? target->names : NULL;
  return names && names->rest && str_eq(names->name, STR("Reflect")) && str_eq(names->rest->name, STR("construct"));
}

/* Reflect.construct(Class, [ … ]) */
static void look_at_reflect(struct search *search, TSNode call) {
  struct values classes = evaluate(search->evaluator, (struct spot){search->module, NULL},
                                   node_argument(&search->module->parse.tree, call, 0));
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
    callee_constructor(search->evaluator, target, &module, &external);
  if (external.kind != VALUE_EXTERNAL)
    return;
  enum way_of_call way = is_new ? CALLED : take_meta(search->evaluator->maker.arena, &external.names);
  for (size_t i = 0; i < search->doors_len; i++)
    if ((search->doors[i].shape == DOOR_NEW) == is_new && leads_to(&search->doors[i], &external))
      add_site(search, &search->doors[i], call, way);
}

static bool may_have_doors(const struct search *search, struct module *module) {
  return module->survey.named.len > 0 || any_is_named(search, module);
}

/* Does what is called in another module have doors that hang on this call? */
static void look_through(struct search *search, TSNode call, const struct value *target) {
  struct module *module;
  TSNode function = callee_function(search, target, &module);
  if (!search->goes_on || node_is_none(function) || module == search->module || search->depth >= MODULES_DEPTH)
    return;
  if (search->depth > 0 && !may_have_doors(search, module)) /* one in between need have none itself */
    return;
  struct search other = {.program = search->program,
                         .evaluator = search->evaluator,
                         .module = module,
                         .doors = search->doors,
                         .doors_len = search->doors_len,
                         .scratch = search->scratch,
                         .number = search->number,
                         .hasty_number = search->hasty_number,
                         .goes_on = true,
                         .depth = search->depth + 1};
  search_module(&other);
  search->cut |= other.cut;
  for (const struct pendings *all = module->pending; all; all = all->next) {
    const struct pending *pending = &all->pending;
    if (pending->module == module && node_is(pending->function, function))
      views_add(search, &pending->view.site, views_way_through(search, call, module, function, pending->view.way));
  }
}

/* ---- a module ---- */

/* Those that call a name, or something imported, come first: they cost little, and are what doors look like. Until so many
   steps are left. */
static void look_at_some_calls(struct search *search, bool direct, size_t steps_left) {
  struct module *module = search->module;
  for (size_t i = 0; i < module->survey.calls.len && !tree_is_spent(&module->parse.tree); i++) {
    TSNode call = module->survey.calls.data[i].node;
    if (callee_is_direct(search, call) != direct)
      continue;
    if (search->evaluator->steps_left <= steps_left) {
      search->cut = true;
      return;
    }
    struct values targets = callee_targets(search, i);
    for (size_t k = 0; k < targets.len; k++) {
      look_at_call(search, call, &targets.data[k]);
      look_through(search, call, &targets.data[k]);
    }
  }
}

static void look_at_calls(struct search *search) {
  if (!any_is_named(search, search->module) && search->module->survey.modules.len == 0 &&
      str_find(search->module->file.text, STR("require"), 0) == SIZE_MAX &&
      str_find(search->module->file.text, STR("import"), 0) == SIZE_MAX)
    return;
  look_at_some_calls(search, true, 0);
  look_at_some_calls(search, false, search->evaluator->steps_left / 2); /* the rest is for what reaches the doors */
}

static void look_at_headers(struct search *search) {
  struct site_list sites = {0};
  headers_find(search->evaluator, search->module, search->doors, search->doors_len, &sites);
  for (size_t i = 0; i < sites.len; i++)
    views_add(search, &sites.data[i], NULL);
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
    views_look(search, search->views.data[i]);
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

struct script_values doors_find(struct program *program, struct module *module, const struct door *doors,
                                size_t doors_len, bool goes_on, size_t *steps, struct arena *scratch) {
  struct arena for_values = {NULL};
  struct evaluator evaluator = {.program = program,
                                .maker = {.arena = &for_values, .room = EVALUATE_ROOM},
                                .search = ++program->searches,
                                .steps_left = *steps};
  struct search search = {.program = program,
                          .evaluator = &evaluator,
                          .module = module,
                          .doors = doors,
                          .doors_len = doors_len,
                          .scratch = scratch,
                          .room = FOUND_ROOM,
                          .emits = true,
                          .goes_on = goes_on,
                          .number = evaluator.search,
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
