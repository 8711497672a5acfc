/* exports.c -- what modules export: by statements, as CommonJS, as JSON. */
#include "engine/script/evaluate.h"

struct values evaluate_namespace(struct evaluator *evaluator, struct module *module) {
  return values_one(&evaluator->maker, (struct value){.kind = VALUE_MODULE, .module = module});
}

/* module.exports = …, with what is written to parts of it behind; the last one counts. */
static struct values commonjs_whole(struct evaluator *evaluator, struct module *module) {
  struct values whole = values_none();
  for (size_t i = 0; i < module->survey.commonjs.len; i++) {
    const struct definition *definition = &module->survey.commonjs.data[i];
    if (!definition->part)
      whole = evaluate(evaluator, (struct spot){module, NULL}, definition->value);
  }
  return whole;
}

static struct values commonjs_part(struct evaluator *evaluator, struct module *module, str name) {
  struct values part = values_none();
  for (size_t i = 0; i < module->survey.commonjs.len; i++) {
    const struct definition *definition = &module->survey.commonjs.data[i];
    if (definition->part && !definition->part->rest && str_eq(definition->part->name, name))
      part = values_unite(&evaluator->maker, values_closed(part),
                          evaluate_path(evaluator, evaluate(evaluator, (struct spot){module, NULL}, definition->value),
                                        definition->path, (struct spot){module, NULL}, definition->at));
  }
  return part;
}

static struct values commonjs_export(struct evaluator *evaluator, struct module *module, str name) {
  struct values part = commonjs_part(evaluator, module, name);
  if (part.len)
    return part;
  struct values whole = commonjs_whole(evaluator, module);
  if (str_eq(name, STR("default")))
    return whole.len ? whole : evaluate_namespace(evaluator, module);
  return evaluate_property(evaluator, whole, name, (struct spot){module, NULL}, NODE_NONE);
}

/* JSON is parsed as one expression: what it says is the module's. */
static struct values json_export(struct evaluator *evaluator, struct module *module, str name) {
  struct tree *tree = &module->parse.tree;
  TSNode statement = node_first(tree, tree->root);
  if (node_is_none(statement))
    return values_none();
  struct values whole = evaluate(evaluator, (struct spot){module, NULL}, node_first(tree, statement));
  if (str_eq(name, STR("default")))
    return whole;
  return evaluate_property(evaluator, whole, name, (struct spot){module, NULL}, NODE_NONE);
}

static struct values reexported(struct evaluator *evaluator, struct module *module, const struct export *export,
                                str name) {
  struct module *next = program_import(evaluator->program, module, export->module);
  if (next && export->name.ptr && !export->import.ptr)
    return evaluate_namespace(evaluator, next);
  if (next)
    return evaluate_export(evaluator, next, name);
  const struct path *names =
      !export->name.ptr || export->import.ptr ? path_prepend(evaluator->maker.arena, name, NULL) : NULL;
  return evaluate_external(evaluator, export->module, names, STR_NONE);
}

static struct values named_export(struct evaluator *evaluator, struct module *module, str name, bool *found) {
  for (size_t i = 0; i < module->survey.exports.len; i++) {
    const struct export *export = &module->survey.exports.data[i];
    if (!export->name.ptr || !str_eq(export->name, name))
      continue;
    *found = true;
    if (export->module.ptr)
      return reexported(evaluator, module, export, export->import);
    return evaluate(evaluator, (struct spot){module, NULL}, export->value);
  }
  return values_none();
}

/* export * from: the first that has the name. What leads to packages may have anything, and comes last. */
static struct values star_export(struct evaluator *evaluator, struct module *module, str name) {
  struct values outside = values_none();
  for (size_t i = 0; i < module->survey.exports.len; i++) {
    const struct export *export = &module->survey.exports.data[i];
    if (export->name.ptr)
      continue;
    struct values values = reexported(evaluator, module, export, name);
    bool is_outside = values.len == 1 && values.data[0].kind == VALUE_EXTERNAL;
    if (values.len && !is_outside)
      return values;
    outside = values_unite(&evaluator->maker, outside, values);
  }
  return outside;
}

static struct values export_of(struct evaluator *evaluator, struct module *module, str name) {
  bool found = false;
  if (module->shift)
    return json_export(evaluator, module, name);
  struct values values = named_export(evaluator, module, name, &found);
  if (!found && module->survey.commonjs.len)
    return commonjs_export(evaluator, module, name);
  if (!found && !str_eq(name, STR("default")))
    return star_export(evaluator, module, name);
  return values;
}

struct values evaluate_export(struct evaluator *evaluator, struct module *module, str name) {
  if (!evaluate_step(evaluator) || !evaluate_enter(evaluator, module, NULL, name))
    return values_none();
  evaluator->depth++;
  struct values values = export_of(evaluator, module, name);
  evaluator->depth--;
  evaluator->active.len--;
  return values;
}

struct values evaluate_module(struct evaluator *evaluator, struct spot spot, str specifier) {
  struct module *module = program_import(evaluator->program, spot.module, specifier);
  if (!module)
    return evaluate_external(evaluator, specifier, NULL, STR_NONE);
  if (module->shift)
    return json_export(evaluator, module, STR("default"));
  struct values whole = module->survey.exports.len ? values_none() : commonjs_whole(evaluator, module);
  return whole.len ? whole : evaluate_namespace(evaluator, module);
}
