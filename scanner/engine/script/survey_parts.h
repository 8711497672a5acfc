/* survey_parts.h -- between the files that the survey is made of. Nobody else needs it: see survey.h. */
#ifndef APSO_ENGINE_SCRIPT_SURVEY_PARTS_H
#define APSO_ENGINE_SCRIPT_SURVEY_PARTS_H

#include "engine/script/survey.h"

enum { PARAMETERS_MAX = 1000 };

/* Where names are declared, and as what. */
struct place {
  uint32_t scope;
  enum binding_kind kind;
  uint16_t parameter;
};

/* ---- survey.c ---- */

struct binding *survey_declare(struct survey *survey, struct place place, TSNode name);
/* The node with what is around it. */
struct named_place survey_here(const struct survey *survey, TSNode node);

/* ---- survey_exports.c ---- */

void survey_note_import(struct survey *survey, TSNode statement);
void survey_note_export(struct survey *survey, TSNode statement);

/* ---- survey_writes.c ---- */

/* The names of `left` get `definition.value`. */
void survey_write_pattern(struct survey *survey, uint32_t scope, TSNode left, struct definition definition);
void survey_note_assignment(struct survey *survey, uint32_t scope, TSNode node);
void survey_note_change(struct survey *survey, uint32_t scope, TSNode node, enum node_kind kind);
/* list.push(…), map.set('name', …) and Object.assign(name, …) write to what they are called on. */
void survey_note_mutation(struct survey *survey, uint32_t scope, TSNode call, TSNode callee);
void survey_note_aliases(struct survey *survey, uint32_t scope, TSNode call, TSNode callee);
/* When all is walked. A name that nobody declares becomes the module's by being written. */
void survey_settle(struct survey *survey, const struct write *write);
/* What is written to parts of the parameter is written to the variable too. */
void survey_join_alias(struct survey *survey, const struct alias *alias);

#endif
