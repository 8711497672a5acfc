/* ruleset.c -- all rules and doors: loaded, checked, compiled; immutable afterwards. */
#include "engine/ruleset.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "engine/builtin.h"
#include "engine/rulefile.h"

enum { RULES_FILE_LIMIT = 4 * 1024 * 1024 };

/* A key's beginning in UTF-16: these bytes stand in both byte orders. */
static const str wide_prefix = {"a\0p\0s\0o\0_", 9};

/* A key's beginning when the rest of it is put behind by a program, and a variable's that may hold one. */
static const str beginnings[] = {{"'apso", 5}, {"\"apso", 5}, {"`apso", 5}, {"_APSO_", 6}};
enum { BEGINNINGS = sizeof beginnings / sizeof *beginnings };

static int fail_at(const struct rule *rule, struct err *err) {
  return err_prefix(err, "%.*s:%zu:1: rule '%.*s'", STR_ARG(rule->file), rule->line, STR_ARG(rule->id));
}

static int check_keywords(const struct rule *rule, struct err *err) {
  if (rule->pattern.len && rule->keywords.len == 0)
    return err_set(err, "a pattern needs 'keywords': text that every match holds");
  for (size_t i = 0; i < rule->keywords.len; i++)
    if (rule->keywords.data[i].len < KEYWORD_MINIMUM)
      return err_set(err, "keyword of less than %d bytes", KEYWORD_MINIMUM);
  return 0;
}

static int compile_rule(const struct rule *rule, struct compiled_rule *compiled, struct err *err) {
  *compiled = (struct compiled_rule){.rule = rule};
  if (check_keywords(rule, err))
    return -1;
  if (rule->pattern.len == 0)
    return 0;
  if (regex_compile(rule->pattern, &compiled->regex, err))
    return -1;
  compiled->name_group = regex_group_named(compiled->regex, "name");
  if (rule->group > regex_groups(compiled->regex))
    return err_set(err, "'group' is %u, the pattern has %u", rule->group, regex_groups(compiled->regex));
  return 0;
}

static int by_id(const void *left, const void *right) {
  const struct rule *const *a = left, *const *b = right;
  return str_compare((*a)->id, (*b)->id);
}

static int compile_all(struct ruleset *set, struct rule_list *rules, struct err *err) {
  if (rules->len)
    qsort(rules->data, rules->len, sizeof(struct rule *), by_id);
  set->rules = arena_zeroed(&set->kept, rules->len * sizeof(struct rule *) + 1);
  set->compiled = arena_zeroed(&set->kept, rules->len * sizeof *set->compiled + 1);
  for (size_t i = 0; i < rules->len; i++) {
    const struct rule *rule = rules->data[i];
    set->rules[i] = rule;
    set->rules_len = i + 1;
    if (i > 0 && str_eq(set->rules[i - 1]->id, rule->id)) {
      err_set(err, "the id stands twice");
      return fail_at(rule, err);
    }
    if (compile_rule(rule, &set->compiled[i], err))
      return fail_at(rule, err);
  }
  return 0;
}

static int fail_door(const struct ruleset *set, const struct door *door, const struct door_rule_name *name, struct err *err) {
  str nearest = STR_NONE;
  for (size_t i = 0; i < set->rules_len; i++)
    if (i == 0 || str_distance(name->rule, set->rules[i]->id) < str_distance(name->rule, nearest))
      nearest = set->rules[i]->id;
  return err_set(err, "%.*s:%zu:1: door '%.*s': no rule '%.*s'%s%.*s%s", STR_ARG(name->file), name->line, STR_ARG(door->name),
                 STR_ARG(name->rule), nearest.len ? "; did you mean '" : "", STR_ARG(nearest), nearest.len ? "'?" : "");
}

static int join_doors(struct ruleset *set, const struct rulefile *file, struct err *err) {
  set->doors = arena_zeroed(&set->kept, file->doors.len * sizeof *set->doors + 1);
  for (size_t i = 0; i < file->doors.len; i++) {
    set->doors[i] = file->doors.data[i];
    set->doors[i].rule = ruleset_find(set, file->door_rules.data[i].rule);
    if (!set->doors[i].rule)
      return fail_door(set, &set->doors[i], &file->door_rules.data[i], err);
  }
  set->doors_len = file->doors.len;
  return 0;
}

static void join_headers(struct ruleset *set) {
  size_t count = 0;
  for (size_t i = 0; i < set->doors_len; i++)
    count += set->doors[i].headers.len;
  str *names = arena_zeroed(&set->kept, count * sizeof *names + 1);
  set->headers.data = names;
  for (size_t i = 0; i < set->doors_len; i++)
    for (size_t k = 0; k < set->doors[i].headers.len; k++)
      names[set->headers.len++] = set->doors[i].headers.data[k];
}

static void *keep(struct ruleset *set, const void *data, size_t size) {
  void *copy = arena_alloc(&set->kept, size + 1);
  if (size)
    memcpy(copy, data, size);
  return copy;
}

static void join_variables(struct ruleset *set, const struct rulefile *file) {
  set->environments_len = file->environments.len;
  set->environments = keep(set, file->environments.data, file->environments.len * sizeof *file->environments.data);
  set->public_variables_len = file->public_variables.len;
  set->public_variables = keep(set, file->public_variables.data, file->public_variables.len * sizeof *file->public_variables.data);
}

static void add_trigger(struct ruleset *set, str keyword, struct trigger trigger) {
  set->keywords[set->keywords_len] = keyword;
  set->triggers[set->keywords_len++] = trigger;
}

static bool is_known_module(const struct ruleset *set, size_t doors, size_t modules, str module) {
  for (size_t d = 0; d <= doors; d++)
    for (size_t m = 0; m < (d == doors ? modules : set->doors[d].modules.len); m++)
      if (str_eq(set->doors[d].modules.data[m], module))
        return true;
  return false;
}

enum letters { LETTERS_AS_GIVEN, LETTERS_LOWER, LETTERS_UPPER, LETTERS_TRAIN, LETTERS_COUNT };

/* The name in one of the ways people write headers: X-Api-Key. */
static str in_letters(struct ruleset *set, str name, enum letters letters) {
  char *copy = keep(set, name.ptr, name.len);
  for (size_t i = 0; i < name.len; i++) {
    bool is_first = i == 0 || copy[i - 1] == '-';
    bool upper = letters == LETTERS_UPPER || (letters == LETTERS_TRAIN && is_first);
    if (letters != LETTERS_AS_GIVEN)
      copy[i] = (char)(upper ? toupper((unsigned char)copy[i]) : tolower((unsigned char)copy[i]));
  }
  return (str){copy, name.len};
}

static bool is_known_keyword(const struct ruleset *set, size_t from, str keyword) {
  for (size_t i = from; i < set->keywords_len; i++)
    if (str_eq(set->keywords[i], keyword))
      return true;
  return false;
}

static void add_headers(struct ruleset *set, const struct door *door) {
  for (size_t i = 0; !door->common && i < door->headers.len; i++)
    for (int letters = 0; letters < LETTERS_COUNT; letters++) {
      str keyword = in_letters(set, door->headers.data[i], (enum letters)letters);
      if (keyword.len >= KEYWORD_MINIMUM && !is_known_keyword(set, 0, keyword))
        add_trigger(set, keyword, (struct trigger){0});
    }
}

static void build_prefilter(struct ruleset *set) {
  size_t count = 1 + BEGINNINGS + set->headers.len * LETTERS_COUNT;
  for (size_t i = 0; i < set->rules_len; i++)
    count += set->rules[i]->keywords.len;
  for (size_t i = 0; i < set->doors_len; i++)
    count += set->doors[i].modules.len;
  set->keywords = arena_zeroed(&set->kept, count * sizeof *set->keywords);
  set->triggers = arena_zeroed(&set->kept, count * sizeof *set->triggers);
  for (size_t i = 0; i < set->rules_len; i++)
    for (size_t k = 0; k < set->rules[i]->keywords.len; k++)
      add_trigger(set, set->rules[i]->keywords.data[k], (struct trigger){.rule = &set->compiled[i]});
  for (size_t i = 0; i < set->doors_len; i++)
    for (size_t m = 0; !set->doors[i].common && m < set->doors[i].modules.len; m++)
      if (set->doors[i].modules.data[m].len >= KEYWORD_MINIMUM && !is_known_module(set, i, m, set->doors[i].modules.data[m]))
        add_trigger(set, set->doors[i].modules.data[m], (struct trigger){0});
  for (size_t i = 0; i < set->doors_len; i++)
    add_headers(set, &set->doors[i]);
  for (size_t i = 0; set->doors_len && i < BEGINNINGS; i++)
    add_trigger(set, beginnings[i], (struct trigger){.weak = true});
  add_trigger(set, wide_prefix, (struct trigger){.wide = true});
  set->prefilter = prefilter_new(set->keywords, set->keywords_len);
}

/* Takes over the arena and the lists of `file`. */
static int finish(struct ruleset *set, struct rulefile *file, struct ruleset **out, struct err *err) {
  int failed = compile_all(set, &file->rules, err) || join_doors(set, file, err);
  join_headers(set);
  join_variables(set, file);
  rulefile_free(file);
  if (failed) {
    ruleset_free(set);
    return -1;
  }
  build_prefilter(set);
  *out = set;
  return 0;
}

static void drop_lists(struct rulefile *file, struct ruleset *set) {
  rulefile_free(file);
  ruleset_free(set);
}

/* One file. Its length stands before it, so that no two lists of files give one text. */
static int read_text(str name, str text, struct ruleset *set, struct rulefile *file, struct err *err) {
  buf_printf(&set->text, "%zu\n", text.len);
  buf_add(&set->text, text);
  return rulefile_read(name, text, &set->kept, file, err);
}

int ruleset_load_builtin(struct ruleset **out, struct err *err) {
  struct ruleset *set = memory_new_zeroed(1, sizeof *set);
  struct rulefile file = {0};
  for (const struct builtin_file *builtin = builtin_files; builtin->name; builtin++)
    if (read_text(str_from(builtin->name), (str){builtin->text, builtin->len}, set, &file, err)) {
      drop_lists(&file, set);
      return -1;
    }
  return finish(set, &file, out, err);
}

static int read_file(const char *path, struct ruleset *set, struct rulefile *file, struct err *err) {
  struct buf text = {0};
  int failed = file_read(path, RULES_FILE_LIMIT, &text, err) || read_text(str_from(path), buf_str(&text), set, file, err);
  buf_free(&text);
  return failed ? -1 : 0;
}

static int is_rule_file(const struct dirent *entry) {
  return str_ends(str_from(entry->d_name), STR(".yaml")) || str_ends(str_from(entry->d_name), STR(".yml"));
}

static int read_folder(const char *path, struct ruleset *set, struct rulefile *file, struct err *err) {
  struct dirent **entries;
  int count = scandir(path, &entries, is_rule_file, alphasort);
  if (count < 0)
    return err_set(err, "%s: %s", path, strerror(errno));
  int failed = count == 0 ? err_set(err, "%s: no *.yaml in this folder", path) : 0;
  for (int i = 0; i < count; i++) {
    str name = arena_printf(&set->kept, "%s/%s", path, entries[i]->d_name);
    failed = failed || read_file(name.ptr, set, file, err);
    free(entries[i]);
  }
  free(entries);
  return failed ? -1 : 0;
}

int ruleset_load(const char *path, struct ruleset **out, struct err *err) {
  struct stat status;
  if (stat(path, &status) != 0)
    return err_set(err, "%s: %s", path, strerror(errno));
  struct ruleset *set = memory_new_zeroed(1, sizeof *set);
  struct rulefile file = {0};
  int failed = S_ISDIR(status.st_mode) ? read_folder(path, set, &file, err) : read_file(path, set, &file, err);
  if (failed) {
    drop_lists(&file, set);
    return -1;
  }
  return finish(set, &file, out, err);
}

void ruleset_free(struct ruleset *set) {
  if (!set)
    return;
  for (size_t i = 0; i < set->rules_len; i++)
    regex_free(set->compiled[i].regex);
  prefilter_free(set->prefilter);
  arena_free(&set->kept);
  buf_free(&set->text);
  free(set);
}

const struct rule *ruleset_find(const struct ruleset *set, str id) {
  for (size_t i = 0; i < set->rules_len; i++)
    if (str_eq(set->rules[i]->id, id))
      return set->rules[i];
  return NULL;
}

const struct rule *ruleset_of_class(const struct ruleset *set, enum finding_class class) {
  for (size_t i = 0; i < set->rules_len; i++)
    if (set->rules[i]->class == class)
      return set->rules[i];
  return NULL;
}
