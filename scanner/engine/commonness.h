/* commonness.h -- how often bytes, and bytes behind others, stand in source text. Measured by bench/commonness. */
#ifndef APSO_ENGINE_COMMONNESS_H
#define APSO_ENGINE_COMMONNESS_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of one class are taken to follow others alike: each lower-case letter is one, all capitals are one. */
enum { COMMONNESS_CLASSES = 36 };

unsigned commonness_class(uint8_t byte);
/* The share of all bytes. */
float commonness_of_byte(uint8_t byte);
/* The share of all places, by each byte and the one before it. */
float commonness_of_run(const uint8_t *bytes, size_t len);

#endif
