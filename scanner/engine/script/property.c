/* property.c -- where an object, array, class or enum of the source has a property. */
#include "engine/script/property.h"

#include <stdio.h>

#include "engine/script/literal.h"

str string_contents(const struct tree *tree, TSNode string) {
  str text = node_text(tree, string);
  if (text.len < 2 || text.ptr[0] != text.ptr[text.len - 1])
    return STR_NONE;
  return (str){text.ptr + 1, text.len - 2};
}

static bool is_computed(struct tree *tree, TSNode *key) {
  if (node_kind(tree, *key) != NODE_COMPUTED_PROPERTY)
    return false;
  *key = node_first(tree, *key);
  return true;
}

bool property_name(struct tree *tree, TSNode key, struct arena *arena, str *name) {
  if (node_is_none(key))
    return false;
  bool computed = is_computed(tree, &key);
  if (node_is_none(key))
    return false;
  switch (node_kind(tree, key)) {
  case NODE_STRING:
    *name = literal_decode(string_contents(tree, key), LITERAL_STRING, arena);
    return true;
  case NODE_NUMBER:
    *name = node_text(tree, key);
    return true;
  case NODE_PROPERTY_IDENTIFIER:
  case NODE_SHORTHAND_PROPERTY:
  case NODE_SHORTHAND_PATTERN:
  case NODE_IDENTIFIER:
    *name = node_text(tree, key);
    return !computed;
  default:
    return false;
  }
}

/* What is looked for, and what was found so far. */
struct lookup {
  struct tree *tree;
  struct arena *arena;
  str name;
  enum property_owner owner;
  struct properties found;
};

static bool is_named(struct lookup *lookup, TSNode key) {
  str name;
  return property_name(lookup->tree, key, lookup->arena, &name) && str_eq(name, lookup->name);
}

/* What stands later overrides what stands before it: all of it, if it certainly has the property. */
static void add(struct lookup *lookup, struct property property) {
  struct properties *found = &lookup->found;
  if (!node_is_none(property.key))
    found->len = 0;
  size_t kept = found->len < PROPERTIES_MAX ? found->len : PROPERTIES_MAX - 1;
  memmove(found->data + 1, found->data, kept * sizeof *found->data);
  found->data[0] = property;
  found->len = kept + 1;
}

/* [NAME]: nobody can say here what it is called. */
static void add_if_named(struct lookup *lookup, TSNode key, TSNode value) {
  str name;
  if (node_is_none(key))
    return;
  if (property_name(lookup->tree, key, lookup->arena, &name)) {
    if (str_eq(name, lookup->name))
      add(lookup, (struct property){value, key, NODE_NONE});
  } else if (node_kind(lookup->tree, key) == NODE_COMPUTED_PROPERTY) {
    add(lookup, (struct property){value, NODE_NONE, node_first(lookup->tree, key)});
  }
}

static void add_member(struct lookup *lookup, TSNode member) {
  struct tree *tree = lookup->tree;
  TSNode key = member, value = member;
  switch (node_kind(tree, member)) {
  case NODE_PAIR:
    key = node_field(tree, member, FIELD_KEY);
    value = node_field(tree, member, FIELD_VALUE);
    break;
  case NODE_SPREAD:
    add(lookup, (struct property){.value = node_first(tree, member)});
    return;
  case NODE_METHOD:
    key = node_field(tree, member, FIELD_NAME);
    break;
  case NODE_SHORTHAND_PROPERTY:
    break;
  default:
    return;
  }
  add_if_named(lookup, key, value);
}

static void find_in_object(struct lookup *lookup, TSNode object) {
  struct children members = children_of(lookup->tree, object);
  for (TSNode member; children_next(&members, &member);)
    add_member(lookup, member);
  children_end(&members);
}

/* Elements behind a spread have no known index. */
static void find_in_array(struct lookup *lookup, TSNode array) {
  struct children elements = children_and_tokens_of(lookup->tree, array);
  size_t index = 0;
  for (TSNode element; children_next(&elements, &element);) {
    char number[24];
    enum node_kind kind = node_kind(lookup->tree, element);
    if (kind == NODE_SPREAD)
      break;
    index += kind == TOKEN_COMMA;
    snprintf(number, sizeof number, "%zu", index);
    if (ts_node_is_named(element) && kind != NODE_COMMENT && str_eq(str_from(number), lookup->name))
      add(lookup, (struct property){element, element, NODE_NONE});
  }
  children_end(&elements);
}

static void add_class_member(struct lookup *lookup, TSNode member) {
  struct tree *tree = lookup->tree;
  bool is_field = node_kind(tree, member) == NODE_CLASS_FIELD;
  if (!is_field && node_kind(tree, member) != NODE_METHOD)
    return;
  TSNode key = node_field(tree, member, FIELD_NAME);
  if (node_is_none(key))
    key = node_field(tree, member, FIELD_PROPERTY);
  bool wants_static = lookup->owner == PROPERTY_OF_VALUE;
  if (!is_named(lookup, key) || node_has_token(tree, member, TOKEN_STATIC) != wants_static)
    return;
  TSNode value = is_field ? node_field(tree, member, FIELD_VALUE) : member;
  add(lookup, (struct property){value, key, NODE_NONE});
}

static void add_enum_member(struct lookup *lookup, TSNode member) {
  struct tree *tree = lookup->tree;
  TSNode key = node_kind(tree, member) == NODE_ENUM_ASSIGNMENT ? node_field(tree, member, FIELD_NAME) : member;
  if (is_named(lookup, key))
    add(lookup, (struct property){node_field(tree, member, FIELD_VALUE), key, NODE_NONE});
}

static void find_in_body(struct lookup *lookup, TSNode holder, void (*add_one)(struct lookup *lookup, TSNode member)) {
  TSNode body = node_field(lookup->tree, holder, FIELD_BODY);
  if (node_is_none(body))
    return;
  struct children members = children_of(lookup->tree, body);
  for (TSNode member; children_next(&members, &member);)
    add_one(lookup, member);
  children_end(&members);
}

struct properties property_find(struct tree *tree, TSNode holder, enum property_owner owner, str name,
                                struct arena *arena) {
  struct lookup lookup = {.tree = tree, .arena = arena, .name = name, .owner = owner};
  switch (node_kind(tree, holder)) {
  case NODE_OBJECT:
    find_in_object(&lookup, holder);
    break;
  case NODE_ARRAY:
    find_in_array(&lookup, holder);
    break;
  case NODE_CLASS_DECLARATION:
  case NODE_CLASS_EXPRESSION:
    find_in_body(&lookup, holder, add_class_member);
    break;
  case NODE_ENUM:
    find_in_body(&lookup, holder, add_enum_member);
    break;
  default:
    break;
  }
  return lookup.found;
}
