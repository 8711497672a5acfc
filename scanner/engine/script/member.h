/* member.h -- between the files that properties are made of. Nobody else needs it: see evaluate.h. */
#ifndef APSO_ENGINE_SCRIPT_MEMBER_H
#define APSO_ENGINE_SCRIPT_MEMBER_H

#include "engine/script/evaluate.h"
#include "engine/script/property.h"

/* ---- member.c ---- */

/* The property, with what is written to it, or to its parts. */
struct values member_with_writes(struct evaluator *evaluator, const struct written *written, str name,
                                 struct values initial, struct spot use, TSNode at);
/* A method is what it gives, if it is a getter. */
struct values member_value(struct evaluator *evaluator, struct spot spot, const struct value *holder, TSNode member);
/* What is certainly there ends the search; where spreads may have it or not, each of them may give it. */
struct values member_find(struct evaluator *evaluator, const struct value *holder, enum property_owner owner, str name);
/* What an object went through is part of the way of what stands in it. */
struct values member_through(struct evaluator *evaluator, struct values values, const struct value *holder);

/* ---- class.c ---- */

struct values class_property(struct evaluator *evaluator, const struct value *class, str name, struct spot use,
                             TSNode at);
struct values class_instance_property(struct evaluator *evaluator, const struct value *instance, str name,
                                      struct spot use, TSNode at);

/* ---- list.c ---- */

/* The number that a name of digits is. */
size_t list_index(str name);
struct values list_property(struct evaluator *evaluator, const struct value *list, str name);

#endif
