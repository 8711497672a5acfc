/* fuzz_script.c -- hostile JavaScript and TypeScript through the parser, the doors and the syntax query.
   The first byte picks the language. Checks that no value points outside the source. */
#include <stdlib.h>

#include "engine/script/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const str modules[] = {{"@apso/sdk", 9}, {"@apsoai/sdk", 11}, {"@apso/better-auth-adapter", 25}};
static const str api_key[] = {{"apiKey", 6}};

static const struct door doors[] = {
    {{"new ApsoClient", 14}, {modules, 3}, {"ApsoClient", 10}, {NULL, 0}, DOOR_NEW, 0, {api_key, 1}},
    {{"ApsoClientFactory.getClient", 27}, {modules, 3}, {"ApsoClientFactory", 17}, {"getClient", 9}, DOOR_CALL, 0,
     {api_key, 1}},
    {{"createClient", 12}, {modules, 3}, {"createClient", 12}, {NULL, 0}, DOOR_CALL, 0, {api_key, 1}},
    {{"apsoAdapter", 11}, {modules, 3}, {"apsoAdapter", 11}, {NULL, 0}, DOOR_CALL, 0, {api_key, 1}},
    {{"f", 1}, {NULL, 0}, {"f", 1}, {NULL, 0}, DOOR_CALL, 0, {NULL, 0}},
};

static const str header_names[] = {{"X-API-Key", 9}};
static const struct str_list headers = {header_names, 1};

static void require(bool holds) {
  if (!holds)
    abort();
}

static void check_value(const struct script_value *value, str source) {
  require(value->door && value->flow_len > 0);
  for (size_t i = 0; i < value->spans_len; i++)
    require(value->spans[i].start < value->spans[i].end && value->spans[i].end <= source.len);
  for (size_t i = 0; i < value->flow_len; i++)
    require(value->flow[i].offset < source.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  enum { OFFSETS = 16 };
  static struct script *script; /* one for all inputs, as a worker has it */
  if (size == 0)
    return 0;
  script = script ? script : script_new(&headers);
  str source = {(const char *)data + 1, size - 1};
  struct arena scratch = {NULL};
  script_parse(script, NULL, STR("case.js"), source, (enum script_language)(SCRIPT_JAVASCRIPT + data[0] % 3));
  struct script_values values = script_find(script, doors, sizeof doors / sizeof *doors, true, &scratch);
  for (size_t i = 0; i < values.len; i++)
    check_value(&values.data[i], source);
  for (size_t i = 0; i <= OFFSETS; i++)
    require((unsigned)script_syntax_at(script, source.len * i / OFFSETS) <= SYNTAX_TYPE);
  arena_free(&scratch);
  return 0;
}
