/* err.h -- why something failed, in one line.  Knows nothing of who prints it. */
#ifndef APSO_BASE_ERR_H
#define APSO_BASE_ERR_H

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))

/* Written only by whoever fails first: what failed, on what, one line, no newline, no key. */
struct err {
  char text[1024];
};

/* Writes the line; control characters become '?'. Returns -1, so that "return err_set(…)" reads well. */
int err_set(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);
/* Puts "prefix: " before the line that stands there. Returns -1. */
int err_prefix(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
