/* rule.h -- what a rule and a door are.  Plain data; how they are loaded is engine/ruleset's. */
#ifndef APSO_MODEL_RULE_H
#define APSO_MODEL_RULE_H

#include "base/str.h"

/* The order is that in which a finding takes its rule from its occurrences: first is best. */
enum finding_class {
  CLASS_SHIPPED,
  CLASS_SDK_LITERAL,
  CLASS_HEADER_LITERAL,
  CLASS_ENCODED,
  CLASS_CONFIG,
  CLASS_LITERAL,
  CLASS_PUBLIC_VARIABLE,
  CLASS_HYGIENE,
  CLASS_COUNT
};

/* Who says whether a candidate is a key: the judge, or the pattern and conditions alone. */
enum rule_judge { JUDGE_KEY, JUDGE_NONE, JUDGE_COUNT };

enum severity { SEVERITY_NOTE, SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL, SEVERITY_COUNT };

/* Names as reports and rule files write them; *_from_name returns -1 for an unknown one. */
const char *class_name(enum finding_class class);
int class_from_name(str name);
const char *severity_name(enum severity severity);
int severity_from_name(str name);

struct str_list {
  const str *data;
  size_t len;
};

/* All memory of a rule is the ruleset's, and outlives every finding. */
struct rule {
  str id;
  str title;
  str why;    /* why it matters, a paragraph */
  str advice; /* how to mend it, a paragraph */
  enum finding_class class;
  enum severity severity;
  str pattern;    /* PCRE2; empty for rules that only doors use */
  unsigned group; /* of the pattern: the key */
  bool encoded;   /* looked for in what text of another encoding says, not in the text itself */
  str named;      /* what the name of the place must hold, in any case; empty: it may be anything */
  struct str_list keywords;
  struct str_list paths; /* globs on path or base name, one must match; empty: any path */
  struct str_list not_paths; /* globs, none may match */
  double entropy;            /* bits a byte, at least, of the key's random part; 0: any */
  unsigned min_length;       /* bytes of the key; 0: any */
  unsigned max_length;
  struct str_list allow; /* patterns: a key that one matches is none */
  enum rule_judge judge;
  struct str_list references;
  struct str_list examples;         /* "{{key}}" stands for a random key, see docs/rules.md */
  struct str_list counter_examples;
  const size_t *example_lines; /* where each is written */
  const size_t *counter_lines;
  str file; /* where it is written */
  size_t line;
  size_t column;
  bool is_builtin; /* of the program, not the user's */
};

enum door_shape {
  DOOR_NEW,  /* new Export(…) */
  DOOR_CALL, /* Export(…), or Export.member(…) when member is set */
  DOOR_HEADER, /* a header of a request, in whatever way it is set */
};

/* An SDK entry point (a sink): a value at `argument`.`property` is used as a key. */
struct door {
  str name; /* as a person would write it: "new ApsoClient" */
  struct str_list modules;
  str export;
  str member;
  enum door_shape shape;
  unsigned argument;            /* 0-based */
  struct str_list property;     /* path of names inside the argument; empty: the argument itself */
  struct str_list headers;      /* HEADER: its names, in any case */
  bool common;                  /* so many programs name it that this alone is no reason to parse one */
  struct str_list examples;     /* sources in which a key reaches it; "{{key}}" as in rules' */
  struct str_list counter_examples;
  const size_t *example_lines; /* where each is written */
  const size_t *counter_lines;
  str file;
  size_t line;
  const struct rule *rule;
};

/* Where programs read variables from: process.env.X, or a function's argument: Deno.env.get('X'). */
struct environment {
  str module; /* STR_NONE: a global */
  str path;   /* dotted, "()" for a call: what stands before the variable's name */
  bool is_public; /* whatever they are called */
  str prefix; /* of the variable, which the program leaves out: runtimeConfig.public.key is NUXT_PUBLIC_KEY */
};

/* Variables that a bundler writes into what it ships, by their names' beginning. */
struct public_variable {
  str prefix;
  str framework;
};

#endif
