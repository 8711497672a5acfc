/* naming.h -- the name a person would use for the place of a key: variable, YAML path, JSON pointer.
   Asked only for what was found. Reads as much of the text as it must, in one pass or backwards, and never trusts that
   it is well-formed: templates, fragments and broken files have names too. */
#ifndef APSO_ENGINE_NAMING_H
#define APSO_ENGINE_NAMING_H

#include <stdbool.h>

#include "base/memory.h"
#include "base/str.h"

/* Which texts are read alike. */
enum naming_format {
  NAMING_NONE,
  NAMING_YAML,
  NAMING_JSON,      /* JSON5, JSON with comments, notebooks, HAR, Postman, … */
  NAMING_ENV,       /* dotenv and its dialects, shell, fish, Procfile, Makefile */
  NAMING_DOCKER,    /* Dockerfile */
  NAMING_INI,       /* INI, .cfg, .npmrc, systemd units, git configuration */
  NAMING_TOML,
  NAMING_PROPERTIES,
  NAMING_XML,       /* plist too */
  NAMING_HCL,       /* Terraform, tfvars */
  NAMING_POWERSHELL,
  NAMING_BATCH,
  NAMING_HTTP,      /* .http, .rest */
  NAMING_GROOVY,    /* Jenkinsfile, Gradle */
  NAMING_SQL,
  NAMING_MARKDOWN,  /* what a fence's language says */
  NAMING_CODE,      /* an assignment in any programming language */
  NAMING_FORMAT_COUNT
};

struct naming {
  str name; /* empty: it has none */
  /* The name is that of a pair: {"key": NAME, "value": …}, `- name: NAME` beside `value:`, "NAME: …" in a request. */
  bool is_pair;
};

enum naming_format naming_format_of(str path);
/* Configuration, which is not a program, a document or a log: its keys are of class config. */
bool naming_is_configuration(str path);
/* `start` and `end`: the key's span, or that of the encoded run. Memory: `kept`. */
struct naming naming_find(enum naming_format format, str bytes, size_t start, size_t end, struct arena *kept);

#endif
