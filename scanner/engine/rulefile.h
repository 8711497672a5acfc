/* rulefile.h -- the YAML of rule files as checked, compiled rules and doors.
   Format: docs/rules.md. */
#ifndef APSO_ENGINE_RULEFILE_H
#define APSO_ENGINE_RULEFILE_H

#include "engine/compiled.h"

struct compiled_list {
  struct compiled_rule *data;
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
  size_t column;
};

struct rulefile {
  bool is_builtin;  /* what is read next */
  bool is_extended; /* a file said "extends: builtin" */
  size_t family;    /* of the regexes */
  struct compiled_list rules;
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

/* The compiled rules too. */
void rulefile_free(struct rulefile *file);
/* Appends what the file says; memory is of `kept`. err: "file:line:column: what was expected". */
int rulefile_read(str name, str text, struct arena *kept, struct rulefile *out, struct err *err) MUST_USE;

#endif
