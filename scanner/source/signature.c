/* signature.c -- who made a commit or tag, and when. */
#include "source/signature.h"

#include <stdlib.h>

struct signature signature_parse(str line) {
  char text[48] = "", *end = text;
  size_t mail = str_find(line, STR(" <"), 0), close = line.len;
  while (close > 0 && line.ptr[close - 1] != '>')
    close--;
  str rest = str_head(str_trim(str_tail(line, close)), sizeof text - 1);
  if (rest.len)
    memcpy(text, rest.ptr, rest.len);
  struct signature signature = {.name = str_trim(str_head(line, mail == SIZE_MAX ? line.len : mail)), .date = strtoll(text, &end, 10)};
  long zone = strtol(end, NULL, 10);
  if (zone > -2400 && zone < 2400)
    signature.offset = (int)(zone / 100 * 60 + zone % 100);
  return signature;
}
