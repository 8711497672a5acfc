/* decode_runs.h -- what the files of decode share: one reader of runs for each encoding. */
#ifndef APSO_ENGINE_DECODE_RUNS_H
#define APSO_ENGINE_DECODE_RUNS_H

#include "engine/decode.h"

/* As decode_run says; `out->text` is empty, and `at` is inside the bytes. */
bool decode_run_base64(str bytes, size_t at, unsigned turn, struct decoded *out);
bool decode_run_hex(str bytes, size_t at, unsigned turn, struct decoded *out);
bool decode_run_percent(str bytes, size_t at, unsigned turn, struct decoded *out);
bool decode_run_escape(str bytes, size_t at, unsigned turn, struct decoded *out);
bool decode_run_entity(str bytes, size_t at, unsigned turn, struct decoded *out);
bool decode_run_quoted(str bytes, size_t at, unsigned turn, struct decoded *out);
bool decode_run_utf16(str bytes, size_t at, unsigned turn, struct decoded *out);
bool decode_run_utf32(str bytes, size_t at, unsigned turn, struct decoded *out);

/* Where the `offset`-th byte of what the run says begins. */
size_t decode_origin_escaped(enum encoding encoding, str bytes, const struct decoded *run, size_t offset);
size_t decode_origin_wide(enum encoding encoding, str bytes, const struct decoded *run, size_t offset);

/* Hex that stands together, in lines or not: read as base64 is. */
bool decode_run_hex_lines(str bytes, size_t at, unsigned turn, struct decoded *out);

/* The value of a hex digit, or -1. */
static inline int decode_hex_value(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte of two hex digits at `at`, or -1. */
static inline int decode_hex_byte(str bytes, size_t at) {
  if (at >= bytes.len || bytes.len - at < 2)
    return -1;
  int high = decode_hex_value(bytes.ptr[at]), low = decode_hex_value(bytes.ptr[at + 1]);
  return high < 0 || low < 0 ? -1 : high << 4 | low;
}

static inline bool decode_is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

#endif
