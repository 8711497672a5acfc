/* fuzz_rulefile.c -- any bytes as a rule file: read, or refused with one line that begins with the file's name. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/rulefile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena kept = {0};
  struct rulefile file = {0};
  struct err err;
  if (rulefile_read(STR("f.yaml"), (str){(const char *)data, size}, &kept, &file, &err)) {
    str text = str_from(err.text);
    if (!str_starts(text, STR("f.yaml:")) || str_find_byte(text, '\n', 0) != SIZE_MAX || text.len < 14)
      abort();
  }
  if (file.doors.len != file.door_rules.len)
    abort();
  rulefile_free(&file);
  arena_free(&kept);
  return 0;
}
