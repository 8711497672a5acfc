/* builtin.h -- the rule files built into the program (cmake/embed.cmake writes the table). */
#ifndef APSO_ENGINE_BUILTIN_H
#define APSO_ENGINE_BUILTIN_H

#include <stddef.h>

struct builtin_file {
  const char *name; /* rules/keys.yaml */
  const char *text;
  size_t len;
};

/* Ended by an entry without a name. */
extern const struct builtin_file builtin_files[];

#endif
