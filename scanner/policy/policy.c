/* policy.c -- .apso-scan.yaml: which paths, rules and ids are accepted. */
#include "policy/policy.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "policy/baseline.h"
#include "policy/date.h"

struct reading {
  struct policy *policy;
  struct policy_rules rules;
  struct arena *kept;
  size_t globs;
};

/* ---- what belongs elsewhere ---- */

/* Settings of remote calls, and rules: a repository must not say where keys are sent, nor what is looked for. */
static bool belongs_to_user(str name) {
  static const char *const names[] = {
      "base-url",    "base_url",   "baseUrl",   "base-urls", "url",    "key",    "api-key",     "apiKey",     "token",
      "credentials", "recipes",    "recipe",    "endpoints", "ca",     "proxy",  "endpoint",    "remote",     "verify",
      "revoke",      "rotate",     "rule-file", "rule-files", "rules-file", "rules-files", "rules-path",
  };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (str_eq(name, str_from(names[i])))
      return true;
  return false;
}

/* Names of sections stand at the left edge. */
static int refuse_foreign(str name, str text, struct err *err) {
  str line;
  for (size_t number = 1; str_next_line(&text, &line); number++) {
    str section = str_trim(str_head(line, str_find_byte(line, ':', 0)));
    bool is_quoted = section.len > 2 && (section.ptr[0] == '"' || section.ptr[0] == '\'');
    section = is_quoted ? str_head(str_tail(section, 1), section.len - 2) : section;
    if (section.len == line.len || line.ptr[0] == ' ' || !belongs_to_user(section))
      continue;
    return err_set(err, "%.*s:%zu:1: '%.*s' does not belong here: what a repository holds decides neither where keys "
                        "are sent nor what is looked for; see $XDG_CONFIG_HOME/apso-scan/ and --rules",
                   STR_ARG(name), number, STR_ARG(section));
  }
  return 0;
}

static bool is_blank(str text) {
  str line;
  while (str_next_line(&text, &line)) {
    line = str_trim(line);
    if (line.len && line.ptr[0] != '#')
      return false;
  }
  return true;
}

/* ---- entries ---- */

static int check_rule(const struct reading *r, const struct policy_entry *entry, struct yaml_place place,
                      struct err *err) {
  if (entry->rule.len == 0)
    return 0;
  str *known = arena_alloc(r->kept, r->rules.len * sizeof *known + 1);
  for (size_t i = 0; i < r->rules.len; i++) {
    known[i] = r->rules.data[i]->id;
    if (str_eq(known[i], entry->rule))
      return 0;
  }
  return yaml_fail_unknown(yaml_place_in(place, "rule", 0, 0), err, "rule", entry->rule,
                           (struct yaml_list){known, r->rules.len});
}

static int check_texts(const struct policy_entry *entry, struct yaml_place place, struct err *err) {
  if (str_trim(entry->reason).len == 0)
    return yaml_fail(yaml_place_in(place, "reason", 0, 0), err, "a reason is not empty");
  if (entry->expires.len && !date_is_valid(entry->expires))
    return yaml_fail(yaml_place_in(place, "expires", 0, 0), err, "expected a day of the calendar, as 2027-01-31");
  if (entry->id.len && !baseline_is_id(entry->id))
    return yaml_fail(yaml_place_in(place, "id", 0, 0), err, "expected a finding's id: 32 hex digits in lower case");
  return 0;
}

/* "./tests" and "/tests" are what people mean by "tests". */
static str plain_glob(str glob) {
  while (str_starts(glob, STR("./")))
    glob = str_tail(glob, 2);
  return str_starts(glob, STR("/")) ? str_tail(glob, 1) : glob;
}

static int take_paths(struct reading *r, struct policy_entry *entry, struct yaml_place place, struct err *err) {
  str *globs = arena_alloc(r->kept, entry->paths.len * sizeof *globs + 1);
  r->globs += entry->paths.len;
  if (r->globs > POLICY_GLOBS)
    return yaml_fail(place, err, "more paths than are read");
  for (size_t i = 0; i < entry->paths.len; i++) {
    globs[i] = plain_glob(entry->paths.data[i]);
    if (globs[i].len == 0 || str_starts(globs[i], STR("../")))
      return yaml_fail(yaml_place_in(place, "path", i, 0), err,
                       "expected a path or glob, relative to the folder of this file");
  }
  entry->paths.data = globs;
  return 0;
}

static int take_entry(struct reading *r, enum policy_section section, const void *data, struct yaml_place place,
                      struct err *err) {
  struct policy_entry entry = *(const struct policy_entry *)data;
  entry.section = section;
  entry.line = place.line;
  if (r->policy->entries.len == POLICY_ENTRIES)
    return yaml_fail(place, err, "more entries than are read; ids by the thousand belong into a baseline");
  if (section == POLICY_PATHS && entry.paths.len == 0)
    return yaml_fail(yaml_place_in(place, "path", 0, 0), err, "no path");
  if (check_rule(r, &entry, place, err) || check_texts(&entry, place, err) || take_paths(r, &entry, place, err))
    return -1;
  vec_push(&r->policy->entries, entry);
  return 0;
}

static int take_path_entry(void *data, const void *entry, struct yaml_place place, struct err *err) {
  return take_entry(data, POLICY_PATHS, entry, place, err);
}

static int take_rule_entry(void *data, const void *entry, struct yaml_place place, struct err *err) {
  return take_entry(data, POLICY_RULES, entry, place, err);
}

static int take_id_entry(void *data, const void *entry, struct yaml_place place, struct err *err) {
  return take_entry(data, POLICY_IDS, entry, place, err);
}

static int take_baseline(void *data, const void *entry, struct yaml_place place, struct err *err) {
  struct reading *r = data;
  str path = plain_glob(*(const str *)entry);
  bool is_absolute = str_starts(*(const str *)entry, STR("/"));
  bool leads_out = str_starts(path, STR("../")) || str_find(path, STR("/../"), 0) != SIZE_MAX;
  if (path.len == 0 || is_absolute || leads_out)
    return yaml_fail(place, err, "expected the path of a baseline inside the folder of this file");
  r->policy->baseline = path;
  r->policy->baseline_line = place.line;
  return 0;
}

/* ---- the file ---- */

#define FIELD(name, kind, member, required) {name, kind, offsetof(struct policy_entry, member), required, NULL}
#define FIELDS_OF_ALL                                                                    \
  FIELD("reason", YAML_TEXT, reason, true), FIELD("owner", YAML_TEXT, owner, false),     \
      FIELD("expires", YAML_TEXT, expires, false), {NULL, YAML_TEXT, 0, false, NULL}

static const struct yaml_field path_fields[] = {FIELD("path", YAML_LIST, paths, true),
                                                FIELD("rule", YAML_TEXT, rule, false), FIELDS_OF_ALL};
static const struct yaml_field rule_fields[] = {FIELD("rule", YAML_TEXT, rule, true),
                                                FIELD("path", YAML_LIST, paths, false), FIELDS_OF_ALL};
static const struct yaml_field id_fields[] = {FIELD("id", YAML_TEXT, id, true), FIELD("path", YAML_LIST, paths, false),
                                              FIELDS_OF_ALL};

static const struct yaml_section sections[] = {
    {"paths", path_fields, sizeof(struct policy_entry), take_path_entry},
    {"rules", rule_fields, sizeof(struct policy_entry), take_rule_entry},
    {"ids", id_fields, sizeof(struct policy_entry), take_id_entry},
    {"baseline", NULL, 0, take_baseline},
    {NULL, NULL, 0, NULL},
};

int policy_read(str name, str text, struct policy_rules rules, struct policy *policy, struct arena *kept,
                struct err *err) {
  struct reading reading = {policy, rules, kept, 0};
  policy->name = arena_copy(kept, name);
  if (text.len > POLICY_TEXT_LIMIT)
    return err_set(err, "%.*s: larger than %d bytes", STR_ARG(name), POLICY_TEXT_LIMIT);
  if (is_blank(text))
    return 0;
  if (refuse_foreign(name, text, err))
    return -1;
  return yaml_read(name, text, sections, &reading, kept, err);
}

void policy_free(struct policy *policy) {
  vec_free(&policy->entries);
}

/* ---- what an entry says ---- */

bool policy_glob_matches(str glob, str path) {
  enum { GLOB_LIMIT = 4096 };
  char folder[GLOB_LIMIT + 2];
  if (str_find_byte(glob, '/', 0) == SIZE_MAX)
    return str_matches_glob(str_basename(path), glob);
  if (!str_ends(glob, STR("/")) || glob.len > GLOB_LIMIT)
    return str_matches_glob(path, glob);
  memcpy(folder, glob.ptr, glob.len);
  memcpy(folder + glob.len, "**", 2);
  return str_matches_glob(path, (str){folder, glob.len + 2});
}

static bool matches_any(struct yaml_list globs, str path) {
  for (size_t i = 0; i < globs.len; i++)
    if (policy_glob_matches(globs.data[i], path))
      return true;
  return false;
}

bool policy_entry_holds(const struct policy_entry *entry, const struct policy_place *place) {
  if (entry->id.len && !str_eq(entry->id, str_from(place->id)))
    return false;
  if (entry->rule.len && !str_eq(entry->rule, place->rule))
    return false;
  return entry->paths.len == 0 || (place->path.len && matches_any(entry->paths, place->path));
}

bool policy_entry_is_expired(const struct policy_entry *entry, str today) {
  return entry->expires.len && str_compare(entry->expires, today) < 0;
}

void policy_describe(const struct policy_entry *entry, struct buf *out) {
  const char *between = "";
  if (entry->id.len)
    buf_printf(out, "id %.*s", STR_ARG(entry->id)), between = ", ";
  if (entry->rule.len)
    buf_printf(out, "%srule %.*s", between, STR_ARG(entry->rule)), between = ", ";
  for (size_t i = 0; i < entry->paths.len; i++)
    buf_printf(out, "%s%s%.*s", i ? " or " : between, i ? "" : "path ", STR_ARG(entry->paths.data[i]));
}

static bool lists_equal(struct yaml_list a, struct yaml_list b) {
  for (size_t i = 0; i < a.len && i < b.len; i++)
    if (!str_eq(a.data[i], b.data[i]))
      return false;
  return a.len == b.len;
}

bool policy_entries_equal(const struct policy_entry *a, const struct policy_entry *b) {
  return a->section == b->section && str_eq(a->id, b->id) && str_eq(a->rule, b->rule) &&
         lists_equal(a->paths, b->paths) && str_eq(a->reason, b->reason) && str_eq(a->owner, b->owner) &&
         str_eq(a->expires, b->expires);
}
