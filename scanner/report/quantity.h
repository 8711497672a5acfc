/* quantity.h -- numbers as people read them. */
#ifndef APSO_REPORT_QUANTITY_H
#define APSO_REPORT_QUANTITY_H

#include <stdint.h>

#include "base/buf.h"

/* 1,234,567 */
void quantity_add(struct buf *out, uint64_t number);
/* 1,234 objects, 1 object */
void quantity_add_count(struct buf *out, uint64_t number, const char *noun);
/* 12.3 MB */
void quantity_add_size(struct buf *out, uint64_t bytes);

#endif
