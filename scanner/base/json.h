/* json.h -- JSON documents, written and read (home of jansson).
   Member order is the order of the calls; text that is not UTF-8 is made so. */
#ifndef APSO_BASE_JSON_H
#define APSO_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct json_writer;

/* Starts a document whose root is an object. */
struct json_writer *json_new(void);
/* Opens a member of the innermost object, or an element of the innermost array (then name is NULL). */
void json_open_object(struct json_writer *json, const char *name);
void json_open_array(struct json_writer *json, const char *name);
/* Closes the innermost object or array. */
void json_close(struct json_writer *json);
void json_text(struct json_writer *json, const char *name, str text);
void json_number(struct json_writer *json, const char *name, uint64_t number);
void json_bool(struct json_writer *json, const char *name, bool value);
/* Appends the document, indented by two and with a newline at its end, and frees the writer. */
void json_finish(struct json_writer *json, struct buf *out);

/* ---- reading ---- */

enum json_kind { JSON_ABSENT, JSON_OBJECT_VALUE, JSON_ARRAY_VALUE, JSON_STRING_VALUE, JSON_BOOL_VALUE, JSON_OTHER_VALUE };

/* A value of a parsed document, and what it points to, live as long as the document. NULL is JSON_ABSENT everywhere. */
struct json_value;

/* The root of a document; NULL if the text is none. To be freed with json_free. */
const struct json_value *json_parse(str text);
/* The same for JSON with comments and commas before closing brackets, as in tsconfig.json. */
const struct json_value *json_parse_relaxed(str text);
void json_free(const struct json_value *root);
enum json_kind json_kind(const struct json_value *value);
/* Absent if the value is no object or has no such member. */
const struct json_value *json_member(const struct json_value *value, str name);
/* STR_NONE if the value is no string. */
str json_text_of(const struct json_value *value);
bool json_truth(const struct json_value *value);
/* False if the value is no number. */
bool json_number_of(const struct json_value *value, double *number);
/* Members of an object or elements of an array; 0 for anything else. */
size_t json_size(const struct json_value *value);
const struct json_value *json_element(const struct json_value *array, size_t index);
/* Members in the order of the text. Stops when `visit` returns false. */
void json_each(const struct json_value *object, bool (*visit)(void *data, str name, const struct json_value *value), void *data);

#endif
