/* naming_yaml_line.h -- one line of YAML: its dashes, its key, and what kind of value begins on it.
   Templates of Helm and Jinja are no lines of their own. Knows nothing of the lines around. */
#ifndef APSO_ENGINE_NAMING_YAML_LINE_H
#define APSO_ENGINE_NAMING_YAML_LINE_H

#include "engine/naming_nest.h"

enum {
  YAML_KEY_MAX = 1024, /* YAML 1.2, 7.4: an implicit key is not longer */
  YAML_DASHES_MAX = 8,
};

enum yaml_value { YAML_EMPTY, YAML_BLOCK, YAML_FLOW, YAML_SCALAR };

struct yaml_line {
  size_t from, to;    /* without its end; places in the text, like all here but columns */
  size_t first;       /* of what stands on it: behind blanks, and behind the mark of a comment that is read */
  bool is_outside;    /* no comment, where only comments are read */
  bool is_blank;      /* nothing on it counts: a comment, a template */
  bool is_boundary;   /* begins or ends a document */
  bool has_key;
  bool is_open;       /* its flow style goes on behind it */
  enum yaml_value kind;
  size_t dashes[YAML_DASHES_MAX]; /* columns, outermost first */
  size_t dashes_len;
  struct nest_token key; /* with its quotes */
  size_t key_column;
  size_t value;
};

/* The line of `at`, as far as its first byte. `is_commented`: what is commented out is read, and nothing else. */
struct yaml_line yaml_line_at(str text, size_t at, bool is_commented);
/* The rest of it. */
void yaml_line_read(str text, struct yaml_line *line);

static inline size_t yaml_line_column(const struct yaml_line *line) {
  return line->first - line->from;
}

/* Where a comment begins behind a value that is not of flow style; SIZE_MAX: there is none. */
size_t yaml_line_comment(str text, const struct yaml_line *line);
/* The scalar behind the key; NEST_END if there is none on this line. */
struct nest_token yaml_line_scalar(str text, const struct yaml_line *line);

#endif
