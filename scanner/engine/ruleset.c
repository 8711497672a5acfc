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

/* A key's beginning when the rest of it is put behind by a program, and a variable's that may hold one. */
static const str beginnings[] = {{"'apso", 5}, {"\"apso", 5}, {"`apso", 5}, {"_APSO_", 6}};
enum { BEGINNINGS = sizeof beginnings / sizeof *beginnings };

/* ---- rules ---- */

/* By id; one of the user's before a built-in one; then as they were read. */
static int by_id(const void *left, const void *right) {
  const struct compiled_rule *a = *(const struct compiled_rule *const *)left;
  const struct compiled_rule *b = *(const struct compiled_rule *const *)right;
  int order = str_compare(a->rule->id, b->rule->id);
  if (order)
    return order;
  if (a->rule->is_builtin != b->rule->is_builtin)
    return a->rule->is_builtin ? 1 : -1;
  return a < b ? -1 : a > b;
}

static int fail_second(const struct rule *second, const struct rule *first, const char *what, struct err *err) {
  err_set(err, "rule '%.*s': %s; the first is '%.*s' at %.*s:%zu:%zu", STR_ARG(second->id), what, STR_ARG(first->id),
          STR_ARG(first->file), first->line, first->column);
  return err_prefix(err, "%.*s:%zu:%zu", STR_ARG(second->file), second->line, second->column);
}

/* Is it another rule's, for which the user wrote one? */
static bool is_replaced(struct compiled_rule *const *sorted, size_t i) {
  return i > 0 && str_eq(sorted[i - 1]->rule->id, sorted[i]->rule->id);
}

/* Two of one id where neither is to replace the other. */
static int check_ids(struct compiled_rule *const *sorted, size_t len, struct err *err) {
  for (size_t i = 1; i < len; i++)
    if (is_replaced(sorted, i) && sorted[i - 1]->rule->is_builtin == sorted[i]->rule->is_builtin)
      return fail_second(sorted[i]->rule, sorted[i - 1]->rule, "the id stands twice", err);
  return 0;
}

/* Of some classes one rule is for all that is found so. */
static int check_classes(struct compiled_rule *const *sorted, size_t len, struct err *err) {
  const struct rule *only[CLASS_COUNT] = {NULL};
  for (size_t i = 0; i < len; i++) {
    const struct rule *rule = sorted[i]->rule;
    if ((rule->class != CLASS_SHIPPED && rule->class != CLASS_PUBLIC_VARIABLE) || is_replaced(sorted, i))
      continue;
    if (only[rule->class])
      return rule->is_builtin ? fail_second(only[rule->class], rule, "a second rule of a class that has one", err)
                              : fail_second(rule, only[rule->class], "a second rule of a class that has one", err);
    only[rule->class] = rule;
  }
  return 0;
}

/* Takes over what is compiled. */
static void take_rules(struct ruleset *set, struct compiled_list *list, struct compiled_rule *const *sorted) {
  set->rules = arena_zeroed(&set->kept, list->len * sizeof *set->rules + 1);
  set->compiled = arena_zeroed(&set->kept, list->len * sizeof *set->compiled + 1);
  for (size_t i = 0; i < list->len; i++) {
    if (is_replaced(sorted, i)) {
      compiled_free(sorted[i]);
      continue;
    }
    set->rules[set->rules_len] = sorted[i]->rule;
    set->compiled[set->rules_len++] = *sorted[i];
  }
  list->len = 0;
}

static int join_rules(struct ruleset *set, struct compiled_list *list, struct err *err) {
  struct compiled_rule **sorted = memory_new_zeroed(list->len + 1, sizeof *sorted);
  for (size_t i = 0; i < list->len; i++)
    sorted[i] = &list->data[i];
  qsort(sorted, list->len, sizeof *sorted, by_id);
  int failed = check_ids(sorted, list->len, err) || check_classes(sorted, list->len, err) ? -1 : 0;
  if (!failed)
    take_rules(set, list, sorted);
  free(sorted);
  return failed;
}

/* ---- doors and variables ---- */

static int fail_door(const struct ruleset *set, const struct door *door, const struct door_rule_name *name,
                     struct err *err) {
  str nearest = ruleset_nearest(set, name->rule);
  err_set(err, "door '%.*s': no rule '%.*s'%s%.*s%s", STR_ARG(door->name), STR_ARG(name->rule),
          nearest.len ? "; did you mean '" : "", STR_ARG(nearest), nearest.len ? "'?" : "");
  return err_prefix(err, "%.*s:%zu:%zu", STR_ARG(name->file), name->line, name->column);
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
        add_trigger(set, keyword, (struct trigger){.kind = TRIGGER_DOOR});
    }
}

/* How the keywords of rules for decoded text look in other encodings. */
static void list_forms(struct ruleset *set, struct decode_forms *forms) {
  for (size_t i = 0; i < set->rules_len; i++)
    for (size_t k = 0; set->rules[i]->encoded && k < set->rules[i]->keywords.len; k++)
      decode_forms(set->rules[i]->keywords.data[k], forms, &set->kept);
}

static void add_forms(struct ruleset *set, const struct decode_forms *forms) {
  for (size_t i = 0; i < forms->len; i++)
    add_trigger(set, forms->data[i].bytes, (struct trigger){.kind = TRIGGER_ENCODED, .encoding = forms->data[i].encoding});
}

static void add_rules(struct ruleset *set) {
  for (size_t i = 0; i < set->rules_len; i++)
    for (size_t k = 0; k < set->rules[i]->keywords.len; k++)
      add_trigger(set, set->rules[i]->keywords.data[k],
                  (struct trigger){set->rules[i]->encoded ? TRIGGER_DECODED_RULE : TRIGGER_RULE, &set->compiled[i], ENCODING_BASE64});
}

static void add_modules(struct ruleset *set) {
  for (size_t i = 0; i < set->doors_len; i++)
    for (size_t m = 0; !set->doors[i].common && m < set->doors[i].modules.len; m++)
      if (set->doors[i].modules.data[m].len >= KEYWORD_MINIMUM && !is_known_module(set, i, m, set->doors[i].modules.data[m]))
        add_trigger(set, set->doors[i].modules.data[m], (struct trigger){.kind = TRIGGER_DOOR});
}

static void build_prefilter(struct ruleset *set) {
  struct decode_forms forms = {0};
  list_forms(set, &forms);
  size_t count = BEGINNINGS + set->headers.len * LETTERS_COUNT + forms.len;
  for (size_t i = 0; i < set->rules_len; i++)
    count += set->rules[i]->keywords.len;
  for (size_t i = 0; i < set->doors_len; i++)
    count += set->doors[i].modules.len;
  set->keywords = arena_zeroed(&set->kept, count * sizeof *set->keywords);
  set->triggers = arena_zeroed(&set->kept, count * sizeof *set->triggers);
  add_rules(set);
  add_modules(set);
  for (size_t i = 0; i < set->doors_len; i++)
    add_headers(set, &set->doors[i]);
  for (size_t i = 0; set->doors_len && i < BEGINNINGS; i++)
    add_trigger(set, beginnings[i], (struct trigger){.kind = TRIGGER_WEAK});
  add_forms(set, &forms);
  vec_free(&forms);
  set->prefilter = prefilter_new(set->keywords, set->keywords_len);
}

/* Takes over the arena and the lists of `file`. */
static int finish(struct ruleset *set, struct rulefile *file, struct ruleset **out, struct err *err) {
  int failed = join_rules(set, &file->rules, err) || join_doors(set, file, err);
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

static int read_builtin(struct ruleset *set, struct rulefile *file, struct err *err) {
  file->is_builtin = true;
  for (const struct builtin_file *builtin = builtin_files; builtin->name; builtin++)
    if (read_text(str_from(builtin->name), (str){builtin->text, builtin->len}, set, file, err))
      return -1;
  file->is_builtin = false;
  return 0;
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

static int read_path(const char *path, struct ruleset *set, struct rulefile *file, struct err *err) {
  struct stat status;
  if (stat(path, &status) != 0)
    return err_set(err, "%s: %s", path, strerror(errno));
  return S_ISDIR(status.st_mode) ? read_folder(path, set, file, err) : read_file(path, set, file, err);
}

static int read_all(const char *const *paths, size_t len, struct ruleset *set, struct rulefile *file, struct err *err) {
  bool has_builtin = len == 0;
  for (size_t i = 0; i < len; i++) {
    bool is_builtin = strcmp(paths[i], "builtin") == 0;
    has_builtin |= is_builtin;
    if (!is_builtin && read_path(paths[i], set, file, err))
      return -1;
  }
  return has_builtin || file->is_extended ? read_builtin(set, file, err) : 0;
}

int ruleset_load(const char *const *paths, size_t len, struct ruleset **out, struct err *err) {
  struct ruleset *set = memory_new_zeroed(1, sizeof *set);
  struct rulefile file = {0};
  if (read_all(paths, len, set, &file, err)) {
    drop_lists(&file, set);
    return -1;
  }
  if (finish(set, &file, out, err))
    return -1;
  if ((*out)->rules_len)
    return 0;
  ruleset_free(*out);
  *out = NULL;
  return err_set(err, "%s: no rules: nothing would be looked for", len ? paths[0] : "built in");
}

int ruleset_load_builtin(struct ruleset **out, struct err *err) {
  return ruleset_load(NULL, 0, out, err);
}

void ruleset_free(struct ruleset *set) {
  if (!set)
    return;
  for (size_t i = 0; i < set->rules_len; i++)
    compiled_free(&set->compiled[i]);
  prefilter_free(set->prefilter);
  arena_free(&set->kept);
  buf_free(&set->text);
  free(set);
}

/* Where the id stands or would stand. */
static size_t find_index(const struct ruleset *set, str id) {
  size_t low = 0, high = set->rules_len;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (str_compare(set->rules[middle]->id, id) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

const struct rule *ruleset_find(const struct ruleset *set, str id) {
  size_t i = find_index(set, id);
  return i < set->rules_len && str_eq(set->rules[i]->id, id) ? set->rules[i] : NULL;
}

const struct compiled_rule *ruleset_compiled(const struct ruleset *set, const struct rule *rule) {
  return &set->compiled[find_index(set, rule->id)];
}

str ruleset_nearest(const struct ruleset *set, str id) {
  str nearest = STR_NONE;
  for (size_t i = 0; i < set->rules_len; i++)
    if (i == 0 || str_distance(id, set->rules[i]->id) < str_distance(id, nearest))
      nearest = set->rules[i]->id;
  return nearest;
}

const struct rule *ruleset_of_class(const struct ruleset *set, enum finding_class class) {
  for (size_t i = 0; i < set->rules_len; i++)
    if (set->rules[i]->class == class)
      return set->rules[i];
  return NULL;
}
