/* rulefile.h -- the YAML of rule files as checked, plain rules and doors (home of libyaml).
   Format: docs/rules.md. Knows nothing of patterns' insides. */
#ifndef APSO_ENGINE_RULEFILE_H
#define APSO_ENGINE_RULEFILE_H

#include "base/memory.h"
#include "model/rule.h"

struct rule_list {
  struct rule **data;
  size_t len;
  size_t room;
};

struct door_list {
  struct door *data;
  size_t len;
  size_t room;
};

/* A door names its rule by id; the ruleset joins them. */
struct door_rule_name {
  str rule;
  str file;
  size_t line;
};

struct rulefile {
  struct rule_list rules;
  struct door_list doors;
  struct {
    struct door_rule_name *data;
    size_t len;
    size_t room;
  } door_rules; /* one for each door */
  struct {
    struct environment *data;
    size_t len;
    size_t room;
  } environments;
  struct {
    struct public_variable *data;
    size_t len;
    size_t room;
  } public_variables;
};

void rulefile_free(struct rulefile *file);
/* Appends what the file says; memory is of `kept`. err: "file:line:column: what was expected". */
int rulefile_read(str name, str text, struct arena *kept, struct rulefile *out, struct err *err) MUST_USE;

#endif
