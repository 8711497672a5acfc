/* policy.h -- .apso-scan.yaml: which paths, rules and ids are accepted, with reason, owner and expiry.
   Knows no baseline's content and no finding; docs/ignoring.md is its manual. */
#ifndef APSO_POLICY_POLICY_H
#define APSO_POLICY_POLICY_H

#include "base/buf.h"
#include "base/yaml.h"
#include "model/rule.h"

#define POLICY_FILE ".apso-scan.yaml"

enum {
  POLICY_TEXT_LIMIT = 1024 * 1024,
  POLICY_ENTRIES = 2000, /* more ids than that belong into a baseline */
  POLICY_GLOBS = 4000,   /* in all of them */
};

enum policy_section { POLICY_PATHS, POLICY_RULES, POLICY_IDS };

/* All conditions that it has must hold. */
struct policy_entry {
  enum policy_section section;
  struct yaml_list paths; /* globs, one must match; none: any place */
  str rule;               /* or empty */
  str id;                 /* or empty */
  str reason;
  str owner;   /* or empty */
  str expires; /* the last day on which it holds, or empty */
  size_t line;
  bool is_used; /* it accepted something */
};

struct policy {
  str name; /* as people call the file */
  struct {
    struct policy_entry *data; /* in the file's order, section by section as they stand */
    size_t len;
    size_t room;
  } entries;
  str baseline; /* a path relative to the root, or empty */
  size_t baseline_line;
};

/* What there is to be named. */
struct policy_rules {
  const struct rule *const *data;
  size_t len;
};

/* Errors name file, line and column, and what was probably meant. All texts are of `kept`. */
int policy_read(str name, str text, struct policy_rules rules, struct policy *policy, struct arena *kept,
                struct err *err) MUST_USE;
void policy_free(struct policy *policy);

/* Something found at one place. */
struct policy_place {
  const char *id;
  str rule;
  str path; /* relative to the policy's root; empty: it has none */
};

/* Do all conditions hold? `today` as in date.h. */
bool policy_entry_holds(const struct policy_entry *entry, const struct policy_place *place);
bool policy_entry_is_expired(const struct policy_entry *entry, str today);
/* A glob on a whole path or, without '/', on a base name; one that ends in '/' covers what is in the folder. */
bool policy_glob_matches(str glob, str path);
/* "rule literal, path tests/": appended. */
void policy_describe(const struct policy_entry *entry, struct buf *out);
/* The same in all but where it stands. */
bool policy_entries_equal(const struct policy_entry *a, const struct policy_entry *b);

#endif
