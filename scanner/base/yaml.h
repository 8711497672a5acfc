/* yaml.h -- YAML documents read by tables of fields (home of libyaml).
   A document is a mapping of sections; a section is a list of entries, each a mapping of fields, or one text.
   Unknown, doubled and missing fields, wrong kinds and a second document are errors with file, line, column, and the
   nearest known name. Anchors, aliases and tags are refused. A section with nothing behind it is an empty list. */
#ifndef APSO_BASE_YAML_H
#define APSO_BASE_YAML_H

#include <stdbool.h>

#include "base/err.h"
#include "base/memory.h"

enum yaml_kind {
  YAML_TEXT,   /* str */
  YAML_LIST,   /* struct yaml_list; a single text is a list of one */
  YAML_DOTTED, /* struct yaml_list: "auth.apiKey" as two */
  YAML_NUMBER, /* unsigned, at most 9999 */
  YAML_DECIMAL, /* double, not negative */
  YAML_BOOL,   /* bool */
  YAML_WORD,   /* int: index into `words` */
};

struct yaml_list {
  const str *data;
  size_t len;
};

/* A table has at most 31 of them. */
struct yaml_field {
  const char *name; /* NULL ends a table */
  enum yaml_kind kind;
  size_t offset; /* in the entry */
  bool required;
  const char *const *words; /* WORD: NULL-ended */
};

/* Where something stands in its file, 1-based; columns are code points. */
struct yaml_place {
  str file;
  size_t line;
  size_t column;
  const struct yaml_marks *marks; /* of the entry's values, for yaml_place_in; NULL: none */
};

struct yaml_section {
  const char *name;                /* NULL ends a table of at most 31 */
  const struct yaml_field *fields; /* of an entry; NULL: the section is one text */
  size_t entry_size;               /* at most YAML_ENTRY_LIMIT */
  /* An entry (zeroed before it was filled), or a str. err may be set with yaml_fail. */
  int (*take)(void *data, const void *entry, struct yaml_place place, struct err *err);
};

enum { YAML_ENTRY_LIMIT = 1024 };

/* All texts are of `kept`. `name` is how errors call the file. */
int yaml_read(str name, str text, const struct yaml_section *sections, void *data, struct arena *kept,
              struct err *err) MUST_USE;
/* "file:line:column: text"; returns -1. */
int yaml_fail(struct yaml_place place, struct err *err, const char *text);
/* "file:line:column: unknown WHAT 'given'; did you mean 'nearest'?", or all known ones if none is near; returns -1. */
int yaml_fail_unknown(struct yaml_place place, struct err *err, const char *what, str given, struct yaml_list known);
/* Only inside `take`, with the place that it was given: where a field's value stands, or the index-th of its list; the
   entry's own place if it has none. With `inside`, that many bytes further, if the text stands there as it is. */
struct yaml_place yaml_place_in(struct yaml_place entry, const char *field, size_t index, size_t inside);

#endif
