/* variable.c -- which things outside of a program are variables that every visitor can read. */
#include "engine/variable.h"

#include "base/buf.h"

/* What stands behind the environment's path; empty if it is none. */
static str behind(const struct environment *environment, str text) {
  if (environment->path.len == 0)
    return text;
  if (!str_starts(text, environment->path) || text.len <= environment->path.len || text.ptr[environment->path.len] != '.')
    return STR_NONE;
  return str_tail(text, environment->path.len + 1);
}

/* apsoKey is APSO_KEY in the environment. */
static str as_constant(str prefix, str name, struct arena *arena) {
  struct buf out = {0};
  buf_add(&out, prefix);
  for (size_t i = 0; i < name.len; i++) {
    char c = name.ptr[i];
    bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper && i > 0 && !(name.ptr[i - 1] >= 'A' && name.ptr[i - 1] <= 'Z'))
      buf_add_byte(&out, '_');
    buf_add_byte(&out, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c == '.' ? '_' : c);
  }
  str made = arena_copy(arena, buf_str(&out));
  buf_free(&out);
  return made;
}

static bool is_public(const struct ruleset *ruleset, str name) {
  for (size_t i = 0; i < ruleset->public_variables_len; i++)
    if (str_starts(name, ruleset->public_variables[i].prefix) && name.len > ruleset->public_variables[i].prefix.len)
      return true;
  return false;
}

const struct rule *variable_rule(const struct ruleset *ruleset, str module, str text, struct arena *arena, str *name) {
  for (size_t i = 0; i < ruleset->environments_len; i++) {
    const struct environment *environment = &ruleset->environments[i];
    if (!str_eq(environment->module, module))
      continue;
    str rest = behind(environment, text);
    if (rest.len == 0)
      continue;
    *name = environment->prefix.len ? as_constant(environment->prefix, rest, arena) : arena_copy(arena, rest);
    if (str_find_byte(*name, '.', 0) == SIZE_MAX && (environment->is_public || is_public(ruleset, *name)))
      return ruleset_of_class(ruleset, CLASS_PUBLIC_VARIABLE);
  }
  return NULL;
}

const struct rule *variable_rule_public(const struct ruleset *ruleset, str text, str *name) {
  static const str environments[] = {{"import.meta.env.", 16}, {"process.env.", 12}};
  *name = text;
  for (size_t i = 0; i < sizeof environments / sizeof *environments; i++)
    if (str_starts(text, environments[i]))
      *name = str_tail(text, environments[i].len);
  return ruleset_of_class(ruleset, CLASS_PUBLIC_VARIABLE);
}

/* ---- where it is set ---- */

static const char *const environment_files[] = {
    ".env.local", ".env", ".env.production", ".env.production.local", ".env.development", ".env.development.local",
    ".env.staging", ".env.test", ".env.preview", ".dev.vars",
};

/* The number of the line that sets it; 0: none does. */
static uint32_t setting_line(str text, str name) {
  str line;
  for (uint32_t number = 1; str_next_line(&text, &line); number++) {
    line = str_trim(line);
    if (str_starts(line, STR("export ")))
      line = str_trim(str_tail(line, 7));
    str behind_name = str_starts(line, name) ? str_trim(str_tail(line, name.len)) : STR_NONE;
    if (behind_name.len && behind_name.ptr[0] == '=')
      return number;
  }
  return 0;
}

static bool set_in_folder(struct snapshot *snapshot, str folder, str name, struct arena *arena, str *file, uint32_t *line) {
  enum { FILE_SIZE_MAX = 1 << 20 };
  struct buf text = {0};
  oid id;
  *line = 0;
  for (size_t i = 0; *line == 0 && i < sizeof environment_files / sizeof *environment_files; i++) {
    *file = arena_printf(arena, "%.*s%s", STR_ARG(folder), environment_files[i]);
    buf_clear(&text);
    if (snapshot->read(snapshot, *file, FILE_SIZE_MAX, &text, &id) == SNAPSHOT_READ)
      *line = setting_line(buf_str(&text), name);
  }
  buf_free(&text);
  return *line > 0;
}

bool variable_setting(struct snapshot *snapshot, str path, str name, struct arena *arena, str *file, uint32_t *line) {
  enum { FOLDERS_MAX = 16 };
  str folder = path;
  for (int i = 0; i < FOLDERS_MAX && folder.len; i++) {
    folder = str_head(folder, folder.len - 1);
    while (folder.len && folder.ptr[folder.len - 1] != '/')
      folder.len--;
    if (set_in_folder(snapshot, folder, name, arena, file, line))
      return true;
  }
  return false;
}
