/* fixture.c -- sources parsed and searched for doors. */
#include "fixture.h"

static const str sdk[] = {{"@apso/sdk", 9}, {"@apsoai/sdk", 11}};
static const str adapter[] = {{"@apso/better-auth-adapter", 25}};
static const str api_key[] = {{"apiKey", 6}};
static const str nested[] = {{"auth", 4}, {"apiKey", 6}};

const struct door fixture_doors[] = {
    {{"new ApsoClient", 14}, {sdk, 2}, {"ApsoClient", 10}, {NULL, 0}, DOOR_NEW, 0, {api_key, 1}},
    {{"ApsoClientFactory.getClient", 27}, {sdk, 2}, {"ApsoClientFactory", 17}, {"getClient", 9}, DOOR_CALL, 0,
     {api_key, 1}},
    {{"createClient", 12}, {sdk, 2}, {"createClient", 12}, {NULL, 0}, DOOR_CALL, 0, {api_key, 1}},
    {{"apsoAdapter", 11}, {adapter, 1}, {"apsoAdapter", 11}, {NULL, 0}, DOOR_CALL, 0, {api_key, 1}},
    {{"connect", 7}, {sdk, 2}, {"connect", 7}, {NULL, 0}, DOOR_CALL, 1, {NULL, 0}},
    {{"new Nested", 10}, {sdk, 2}, {"Nested", 6}, {NULL, 0}, DOOR_NEW, 0, {nested, 2}},
    {{"useKey", 6}, {NULL, 0}, {"useKey", 6}, {NULL, 0}, DOOR_CALL, 0, {NULL, 0}},
};
const size_t fixture_doors_len = COUNT(fixture_doors);
const struct str_list fixture_headers;

str fixture_values(struct script *script, const struct value_case *value_case, struct arena *scratch) {
  if (script_parse(script, NULL, STR("case.js"), str_from(value_case->source), value_case->language) != SCRIPT_READ)
    return STR("(limit)");
  struct script_values values = script_find(script, fixture_doors, fixture_doors_len, true, scratch);
  str all = STR("");
  for (size_t i = 0; i < values.len; i++)
    if (!values.data[i].is_external)
      all = arena_printf(scratch, "%.*s%s%.*s", STR_ARG(all), all.len ? "|" : "", STR_ARG(values.data[i].text));
  return values.cut ? arena_printf(scratch, "%.*s(cut)", STR_ARG(all)) : all;
}

void fixture_check(const struct value_case *cases, size_t len) {
  struct script *script = script_new(&fixture_headers);
  struct arena scratch = {NULL};
  size_t failed = 0;
  for (size_t i = 0; i < len; i++) {
    str found = fixture_values(script, &cases[i], &scratch);
    if (!str_eq(found, str_from(cases[i].expected))) {
      print_error("expected \"%s\", found \"%.*s\" in:\n%s\n\n", cases[i].expected, STR_ARG(found), cases[i].source);
      failed++;
    }
    arena_clear(&scratch);
  }
  arena_free(&scratch);
  script_free(script);
  assert_int_equal(failed, 0);
}
