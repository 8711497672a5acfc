/* property.h -- where an object, array, class or enum of the source has a property.
   Knows nothing of names in scope, or of what the values are. */
#ifndef APSO_ENGINE_SCRIPT_PROPERTY_H
#define APSO_ENGINE_SCRIPT_PROPERTY_H

#include "engine/script/grammar.h"

enum property_owner { PROPERTY_OF_VALUE, PROPERTY_OF_INSTANCE /* of a class: its fields that are not static */ };

/* A place that gives a property, or may give it. */
struct property {
  TSNode value; /* a getter's is its method; none: an enum member without a value */
  TSNode key;   /* none: this is a spread, or has a name that is computed: it may be the property or not */
  TSNode computed; /* the expression in the brackets of such a name; none: it is a spread */
};

enum { PROPERTIES_MAX = 16 };

/* First what overrides the rest. */
struct properties {
  struct property data[PROPERTIES_MAX];
  size_t len;
};

/* What stands between the quotes of a string node. */
str string_contents(const struct tree *tree, TSNode string);
/* The name that a key stands for: an identifier, a string, a number, or one of them in brackets. */
bool property_name(struct tree *tree, TSNode key, struct arena *arena, str *name);
struct properties property_find(struct tree *tree, TSNode holder, enum property_owner owner, str name,
                                struct arena *arena);

#endif
