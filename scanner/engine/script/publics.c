/* publics.c -- what the project's own bundler settings write into what it ships. */
#include "engine/script/publics.h"

#include <stdlib.h>

enum { FOLDERS_MAX = 16 };

/* Where the settings of a bundler say so, as dotted paths from what the file exports. */
struct settings {
  str file;       /* without its extension */
  str prefix;     /* of the public variables' names, a text or a list */
  str define;     /* an object whose names are replaced */
  str variables;  /* an object whose names are variables of process.env */
};

static const struct settings all_settings[] = {
    {{"vite.config", 11}, {"envPrefix", 9}, {"define", 6}, {NULL, 0}},
    {{"vitest.config", 13}, {"envPrefix", 9}, {"define", 6}, {NULL, 0}},
    {{"astro.config", 12}, {"vite.envPrefix", 14}, {"vite.define", 11}, {NULL, 0}},
    {{"nuxt.config", 11}, {"vite.envPrefix", 14}, {"vite.define", 11}, {"env", 3}},
    {{"next.config", 11}, {NULL, 0}, {"compiler.define", 15}, {"env", 3}},
    {{"rsbuild.config", 14}, {NULL, 0}, {"source.define", 13}, {NULL, 0}},
    {{"webpack.config", 14}, {NULL, 0}, {NULL, 0}, {NULL, 0}},
    {{"vue.config", 10}, {NULL, 0}, {NULL, 0}, {NULL, 0}},
    {{"craco.config", 12}, {NULL, 0}, {NULL, 0}, {NULL, 0}},
    {{"rspack.config", 13}, {NULL, 0}, {NULL, 0}, {NULL, 0}},
};

static const str extensions[] = {{".ts", 3}, {".js", 3}, {".mjs", 4}, {".cjs", 4}, {".mts", 4}, {".cts", 4}};

struct look {
  struct evaluator *evaluator;
  struct module *module; /* the settings' */
  str text;
};

static struct values at_path(const struct look *look, struct values values, str path) {
  while (path.len) {
    size_t dot = str_find_byte(path, '.', 0);
    str name = str_head(path, dot == SIZE_MAX ? path.len : dot);
    values = evaluate_property(look->evaluator, values, name, (struct spot){look->module, NULL}, NODE_NONE);
    path = dot == SIZE_MAX ? STR_NONE : str_tail(path, dot + 1);
  }
  return values;
}

/* What the file exports; of a function, what it returns. */
static struct values exported(const struct look *look) {
  struct values whole = evaluate_export(look->evaluator, look->module, STR("default"));
  struct values all = {NULL, 0, whole.open};
  for (size_t i = 0; i < whole.len; i++) {
    bool is_function = whole.data[i].kind == VALUE_FUNCTION;
    struct values one = is_function ? evaluate_invoke(look->evaluator, &whole.data[i], NULL, 0, NULL)
                                    : (struct values){&whole.data[i], 1, false};
    all = values_unite(&look->evaluator->maker, all, one);
  }
  return all;
}

static bool has_prefix(const struct look *look, struct values prefixes) {
  static const str environments[] = {{"import.meta.env.", 16}, {"process.env.", 12}};
  for (size_t e = 0; e < sizeof environments / sizeof *environments; e++)
    for (size_t i = 0; str_starts(look->text, environments[e]) && i < prefixes.len; i++) {
      const struct value *prefix = &prefixes.data[i];
      str name = str_tail(look->text, environments[e].len);
      if (prefix->kind == VALUE_TEXT && prefix->text.len && str_starts(name, prefix->text))
        return true;
      struct values elements = prefix->kind == VALUE_TEXT ? values_none() : evaluate_elements(look->evaluator, (struct values){prefix, 1, false});
      if (elements.len && elements.data[0].kind == VALUE_TEXT && has_prefix(look, elements))
        return true;
    }
  return false;
}

/* Is `name` a member of one of the objects? */
static bool has_member(const struct look *look, struct values objects, str name) {
  for (size_t i = 0; i < objects.len; i++) {
    struct value record;
    if (!evaluate_record(look->evaluator, &objects.data[i], &record))
      continue;
    for (size_t k = 0; k < record.members_len; k++)
      if (record.members[k].name.ptr && str_eq(record.members[k].name, name))
        return true;
  }
  return false;
}

static str variable_of(str text) {
  return str_starts(text, STR("process.env.")) ? str_tail(text, 12) : STR_NONE;
}

/* new webpack.DefinePlugin({ … }), new EnvironmentPlugin([ … ]) */
static bool has_plugin(const struct look *look) {
  struct tree *tree = &look->module->parse.tree;
  struct spot spot = {look->module, NULL};
  for (size_t i = 0; i < look->module->survey.calls.len; i++) {
    TSNode call = look->module->survey.calls.data[i].node;
    str callee = node_text(tree, node_field(tree, call, FIELD_CONSTRUCTOR));
    bool defines = str_ends(callee, STR("DefinePlugin")), names = str_ends(callee, STR("EnvironmentPlugin"));
    if (!defines && !names)
      continue;
    struct values argument = evaluate(look->evaluator, spot, node_argument(tree, call, 0));
    str wanted = defines ? look->text : variable_of(look->text);
    struct values elements = names ? evaluate_elements(look->evaluator, argument) : values_none();
    for (size_t k = 0; k < elements.len; k++)
      if (elements.data[k].kind == VALUE_TEXT && wanted.len && str_eq(elements.data[k].text, wanted))
        return true;
    if (wanted.len && has_member(look, argument, wanted))
      return true;
  }
  return false;
}

static bool settings_have(const struct look *look, const struct settings *settings) {
  struct values whole = exported(look);
  str variable = variable_of(look->text);
  if (settings->prefix.len && has_prefix(look, at_path(look, whole, settings->prefix)))
    return true;
  if (settings->define.len && has_member(look, at_path(look, whole, settings->define), look->text))
    return true;
  if (settings->variables.len && variable.len && has_member(look, at_path(look, whole, settings->variables), variable))
    return true;
  return has_plugin(look);
}

static bool folder_has(struct evaluator *evaluator, str folder, str text) {
  struct snapshot *snapshot = evaluator->program->snapshot;
  for (size_t i = 0; i < sizeof all_settings / sizeof *all_settings; i++)
    for (size_t e = 0; e < sizeof extensions / sizeof *extensions; e++) {
      str path = arena_printf(evaluator->maker.arena, "%.*s%.*s%.*s", STR_ARG(folder), STR_ARG(all_settings[i].file), STR_ARG(extensions[e]));
      struct module *module = snapshot->has(snapshot, path) ? program_open(evaluator->program, path) : NULL;
      if (module && settings_have(&(struct look){evaluator, module, text}, &all_settings[i]))
        return true;
    }
  return false;
}

bool publics_have(struct evaluator *evaluator, const struct module *module, str text) {
  str folder = module->file.path;
  if (!evaluator->program->snapshot)
    return false;
  for (int depth = 0; depth < FOLDERS_MAX && folder.len; depth++) {
    folder = str_head(folder, folder.len - 1);
    while (folder.len && folder.ptr[folder.len - 1] != '/')
      folder.len--;
    if (folder_has(evaluator, folder, text))
      return true;
  }
  return false;
}
