/* json.h -- JSON documents, written (home of jansson).
   Member order is the order of the calls; text that is not UTF-8 is made so. */
#ifndef APSO_BASE_JSON_H
#define APSO_BASE_JSON_H

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

#endif
