/* fixture.h -- sources parsed and searched for doors, for the tests of engine/script. */
#ifndef APSO_TESTS_SCRIPT_FIXTURE_H
#define APSO_TESTS_SCRIPT_FIXTURE_H

#include "unit.h"

#include "engine/script/script.h"

/* A source, and the texts that reach its doors, in order: "a|b"; "" for none. */
struct value_case {
  enum script_language language;
  const char *source;
  const char *expected;
};

#define JS(source, expected) {SCRIPT_JAVASCRIPT, source, expected}
#define TS(source, expected) {SCRIPT_TYPESCRIPT, source, expected}
#define TSX(source, expected) {SCRIPT_TSX, source, expected}

/* new ApsoClient, ApsoClientFactory.getClient, createClient of '@apso/sdk' and '@apsoai/sdk', apsoAdapter, a door
   whose argument 1 is the key itself, one with a nested path, and a global function. */
extern const struct door fixture_doors[];
extern const size_t fixture_doors_len;
extern const struct str_list fixture_headers; /* none */

/* What find gave for the source, as "a|b"; of `scratch`. */
str fixture_values(struct script *script, const struct value_case *value_case, struct arena *scratch);
/* Fails, with the source, for each case that gives something else. */
void fixture_check(const struct value_case *cases, size_t len);

#endif
