/* fuzz_yaml.c -- any bytes as a document of two sections: read, or refused with one line that begins with the file's
   name; places of values lie inside the text. */
#include <stdint.h>
#include <stdlib.h>

#include "base/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct thing {
  str name;
  struct yaml_list list;
  struct yaml_list dotted;
  unsigned number;
  double decimal;
  bool truth;
  int word;
};

static const char *const words[] = {"one", "two", NULL};

static const struct yaml_field fields[] = {
    {"name", YAML_TEXT, offsetof(struct thing, name), true, NULL},
    {"list", YAML_LIST, offsetof(struct thing, list), false, NULL},
    {"dotted", YAML_DOTTED, offsetof(struct thing, dotted), false, NULL},
    {"number", YAML_NUMBER, offsetof(struct thing, number), false, NULL},
    {"decimal", YAML_DECIMAL, offsetof(struct thing, decimal), false, NULL},
    {"truth", YAML_BOOL, offsetof(struct thing, truth), false, NULL},
    {"word", YAML_WORD, offsetof(struct thing, word), false, words},
    {NULL},
};

static void must(bool claim) {
  if (!claim)
    abort();
}

static int take_thing(void *data, const void *entry, struct yaml_place place, struct err *err) {
  const struct thing *thing = entry;
  size_t size = *(const size_t *)data;
  (void)err;
  must(thing->name.ptr && thing->number <= 9999 && thing->decimal >= 0 && thing->word >= 0 && thing->word < 2);
  for (size_t inside = 0; inside <= thing->name.len; inside++) {
    struct yaml_place at = yaml_place_in(place, "name", 0, inside);
    must(at.line >= 1 && at.line <= size + 1 && at.column >= 1 && at.column <= size + 1);
  }
  for (size_t i = 0; i < thing->list.len; i++)
    must(thing->list.data[i].ptr && yaml_place_in(place, "list", i, 0).line >= place.line);
  return 0;
}

static int take_text(void *data, const void *entry, struct yaml_place place, struct err *err) {
  (void)data;
  return ((const str *)entry)->len > 9 ? yaml_fail(place, err, "long") : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const struct yaml_section sections[] = {
      {"things", fields, sizeof(struct thing), take_thing}, {"text", NULL, 0, take_text}, {NULL}};
  struct arena kept = {0};
  struct err err;
  if (yaml_read(STR("f.yaml"), (str){(const char *)data, size}, sections, &size, &kept, &err)) {
    str text = str_from(err.text);
    must(str_starts(text, STR("f.yaml:")) && str_find_byte(text, '\n', 0) == SIZE_MAX && text.len > 14);
  }
  arena_free(&kept);
  return 0;
}
