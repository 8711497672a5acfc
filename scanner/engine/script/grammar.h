/* grammar.h -- the parsed source in words that are the same for every grammar.
   Knows nothing of scopes, values or doors. */
#ifndef APSO_ENGINE_SCRIPT_GRAMMAR_H
#define APSO_ENGINE_SCRIPT_GRAMMAR_H

#include <tree_sitter/api.h>

#include "base/memory.h"
#include "engine/script/script.h"

enum node_kind {
  NODE_OTHER,
  NODE_ERROR,
  NODE_COMMENT,
  NODE_TYPE, /* anything that stands for a type */
  NODE_REGEX,
  NODE_EMPTY,
  NODE_JSX_TEXT,
  /* values */
  NODE_STRING,
  NODE_TEMPLATE,
  NODE_TEMPLATE_SUBSTITUTION,
  NODE_STRING_PART, /* characters or an escape between quotes */
  NODE_NUMBER,
  NODE_IDENTIFIER,
  NODE_THIS,
  NODE_SUPER,
  NODE_META_PROPERTY, /* import.meta */
  NODE_TRUE,
  NODE_FALSE,
  NODE_NOTHING, /* null, undefined */
  NODE_PROPERTY_IDENTIFIER,
  NODE_SHORTHAND_PROPERTY,
  NODE_COMPUTED_PROPERTY,
  NODE_OBJECT,
  NODE_PAIR,
  NODE_SPREAD,
  NODE_ARRAY,
  NODE_MEMBER,
  NODE_SUBSCRIPT,
  NODE_CALL,
  NODE_NEW,
  NODE_DYNAMIC_IMPORT,
  NODE_ARGUMENTS,
  NODE_WRAPPER, /* its value is that of its first child: (x), x as T, x!, await x */
  NODE_TYPE_ASSERTION,
  NODE_SEQUENCE,
  NODE_BINARY,
  NODE_UNARY,
  NODE_TERNARY,
  NODE_ASSIGNMENT,
  NODE_AUGMENTED_ASSIGNMENT,
  NODE_UPDATE,
  NODE_RETURN,
  NODE_THROW,
  NODE_EXPRESSION_STATEMENT,
  NODE_IF,
  NODE_ELSE,
  NODE_WHILE,
  NODE_DO,
  NODE_TRY,
  NODE_BREAK,
  NODE_CONTINUE,
  /* declarations */
  NODE_LEXICAL_DECLARATION,
  NODE_VARIABLE_DECLARATION,
  NODE_DECLARATOR,
  NODE_FUNCTION_DECLARATION,
  NODE_FUNCTION_EXPRESSION,
  NODE_ARROW_FUNCTION,
  NODE_METHOD,
  NODE_PARAMETERS,
  NODE_PARAMETER, /* TypeScript's, around a pattern */
  NODE_CLASS_DECLARATION,
  NODE_CLASS_EXPRESSION,
  NODE_CLASS_FIELD,
  NODE_CLASS_HERITAGE,
  NODE_EXTENDS,
  NODE_MODIFIER, /* private, public, … of a parameter */
  NODE_ENUM,
  NODE_ENUM_ASSIGNMENT,
  NODE_NAMESPACE,
  NODE_IMPORT,
  NODE_IMPORT_CLAUSE,
  NODE_IMPORT_REQUIRE,
  NODE_NAMESPACE_IMPORT,
  NODE_NAMED_IMPORTS,
  NODE_IMPORT_SPECIFIER,
  NODE_EXPORT,
  NODE_EXPORT_CLAUSE,
  NODE_EXPORT_SPECIFIER,
  NODE_NAMESPACE_EXPORT,
  NODE_PROGRAM,
  /* other scopes */
  NODE_BLOCK,
  NODE_CLASS_STATIC_BLOCK,
  NODE_FOR,
  NODE_FOR_IN,
  NODE_SWITCH_BODY,
  NODE_CATCH,
  /* patterns */
  NODE_OBJECT_PATTERN,
  NODE_ARRAY_PATTERN,
  NODE_PAIR_PATTERN,
  NODE_PATTERN_WITH_DEFAULT,
  NODE_REST_PATTERN,
  NODE_SHORTHAND_PATTERN,
  /* tokens */
  TOKEN_OTHER,
  TOKEN_TYPE,
  TOKEN_STATIC,
  TOKEN_GET,
  TOKEN_COMMA,
  TOKEN_STAR,
  TOKEN_ASSIGN,
  TOKEN_DEFAULT,
  TOKEN_READONLY,
};

enum node_field {
  FIELD_ALIAS,
  FIELD_ALTERNATIVE,
  FIELD_ARGUMENT,
  FIELD_ARGUMENTS,
  FIELD_BODY,
  FIELD_CONDITION,
  FIELD_CONSEQUENCE,
  FIELD_CONSTRUCTOR,
  FIELD_DECLARATION,
  FIELD_FLAGS,
  FIELD_FUNCTION,
  FIELD_INCREMENT,
  FIELD_INDEX,
  FIELD_INITIALIZER,
  FIELD_KEY,
  FIELD_KIND,
  FIELD_LEFT,
  FIELD_NAME,
  FIELD_OBJECT,
  FIELD_OPERATOR,
  FIELD_PARAMETER,
  FIELD_PARAMETERS,
  FIELD_PATTERN,
  FIELD_PROPERTY, /* JavaScript names a class field's name so */
  FIELD_RIGHT,
  FIELD_SOURCE,
  FIELD_VALUE,
  FIELD_COUNT
};

/* What one grammar calls them. */
struct grammar {
  const TSLanguage *language;
  uint8_t *kinds; /* enum node_kind by symbol */
  uint32_t symbols;
  TSFieldId fields[FIELD_COUNT];
};

/* A parsed source. Its nodes live as long as the parse does. */
struct tree {
  str source; /* the caller's */
  TSNode root;
  const struct grammar *grammar;
  uint64_t work; /* children and scopes looked at so far */
  uint64_t work_limit; /* past it no node has children any more, and nothing that was found out is worth anything */
};

/* Fills an empty grammar. */
void grammar_load(struct grammar *grammar, enum script_language language);
void grammar_free(struct grammar *grammar);

/* A null node is NODE_OTHER, has no text, no fields and no children. */
enum node_kind node_kind(const struct tree *tree, TSNode node);
str node_text(const struct tree *tree, TSNode node);
/* A null node if there is none. */
TSNode node_field(const struct tree *tree, TSNode node, enum node_field field);
/* The first child that is neither a token nor a comment. */
TSNode node_first(struct tree *tree, TSNode node);
TSNode node_last(struct tree *tree, TSNode node);
bool node_has_token(struct tree *tree, TSNode node, enum node_kind token);
/* The argument at `index` of a call; none if it is missing, or something is spread before it. */
TSNode node_argument(struct tree *tree, TSNode call, size_t index);
bool tree_is_spent(const struct tree *tree);

/* The children of a node, one after the other, tokens and comments left out.
   Nested ones end in the reverse order of their beginning. */
struct children {
  struct tree *tree;
  TSTreeCursor cursor;
  bool more;
  bool tokens; /* given too */
};

struct children children_of(struct tree *tree, TSNode parent);
struct children children_and_tokens_of(struct tree *tree, TSNode parent);
bool children_next(struct children *children, TSNode *child);
void children_end(struct children *children);

/* To the next node in the order of the source, into the current one's children only if told so.
   False at the end. *depth, from 0, counts how deep the cursor is below its first node. */
bool cursor_advance(TSTreeCursor *cursor, bool descend, int *depth);

#define NODE_NONE ((TSNode){{0}, NULL, NULL})

static inline bool node_is_none(TSNode node) {
  return node.id == NULL;
}

#endif
