/* builtin_call.h -- one call of a built-in function: its arguments taken, its result given.
   Private to builtin*.c. A missing argument is `undefined`; all that stand there are known values. */
#ifndef APSO_ENGINE_SCRIPT_BUILTIN_CALL_H
#define APSO_ENGINE_SCRIPT_BUILTIN_CALL_H

#include "base/buf.h"
#include "engine/script/builtin.h"
#include "engine/script/builtin_units.h"

struct call {
  struct maker *maker;
  const struct value *self; /* NULL: a function, no method */
  const struct value *arguments;
  size_t len;
  struct value *result;
};

typedef enum builtin_outcome builtin_run(struct call *call);

/* Of a table; the last has no run. */
struct builtin_entry {
  str name;
  builtin_run *run;
};

extern const struct builtin_entry builtin_text_methods[];
extern const struct builtin_entry builtin_pattern_methods[];
extern const struct builtin_entry builtin_regexp_methods[];
extern const struct builtin_entry builtin_number_methods[];
extern const struct builtin_entry builtin_bool_methods[];
extern const struct builtin_entry builtin_list_methods[];
extern const struct builtin_entry builtin_bytes_methods[];
extern const struct builtin_entry builtin_number_functions[];
extern const struct builtin_entry builtin_text_functions[];
extern const struct builtin_entry builtin_bytes_functions[];
extern const struct builtin_entry builtin_uri_functions[];
extern const struct builtin_entry builtin_object_functions[];
extern const struct builtin_entry builtin_json_functions[];

/* ---- arguments; false where nobody knows ---- */

/* NULL if there is none. */
const struct value *call_argument(const struct call *call, size_t index);
bool call_text(struct call *call, size_t index, str otherwise, str *text);
/* Whole, or infinite; NaN is 0. */
bool call_integer(struct call *call, size_t index, double otherwise, double *integer);
/* ToNumber. */
bool call_number(struct call *call, size_t index, double *number);
bool call_to_number(struct maker *maker, const struct value *value, double *number);
/* Arguments `first` and `first` + 1 as positions in something of `len`, counted from its end if below 0. */
bool call_range(struct call *call, size_t first, size_t len, size_t *from, size_t *to);
double call_clamp(double number, double low, double high);
/* ToInt32 and ToUint32 are this, signed or not. */
uint32_t call_uint32(double number);

/* ---- origins ---- */

const struct origin *call_join(struct call *call, const struct origin *first, const struct origin *second);
/* Those of self and all arguments. */
const struct origin *call_all_origins(struct call *call);

/* ---- results ---- */

enum builtin_outcome call_give(struct call *call, struct value value);
/* `text` is not copied. */
enum builtin_outcome call_give_text(struct call *call, str text, const struct origin *origin);
/* Copied; unknown past the limits. */
enum builtin_outcome call_give_buf(struct call *call, const struct buf *buf, const struct origin *origin);
enum builtin_outcome call_give_bytes(struct call *call, const struct buf *buf, bool plain, const struct origin *origin);
enum builtin_outcome call_give_number(struct call *call, double number, const struct origin *origin);
enum builtin_outcome call_give_bool(struct call *call, bool truth);
/* The result is a list of `len` known values that the caller fills in; NULL past the limits. */
struct value *call_give_list(struct call *call, size_t len, const struct origin *origin);
/* The same for sets. */
struct values *call_give_sets(struct call *call, size_t len, const struct origin *origin);
/* Something was not made because of a limit. */
enum builtin_outcome call_cut(struct call *call);
/* A copy in the maker's arena; false past the limits. */
bool call_keep(struct call *call, str text, str *kept);

/* What % and ** are; false where it is not exactly known. */
bool builtin_remainder(double a, double b, double *result);
bool builtin_power(double base, double exponent, double *result);
/* What === is, likewise. */
bool builtin_same(const struct value *left, const struct value *right, bool *same);

/* The only value of a set; NULL if it is not known. */
const struct value *call_only(struct values values);

#endif
