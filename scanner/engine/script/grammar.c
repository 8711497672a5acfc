/* grammar.c -- the parsed source in words that are the same for every grammar. */
#include "engine/script/grammar.h"

#include <stdlib.h>

const TSLanguage *tree_sitter_javascript(void);
const TSLanguage *tree_sitter_typescript(void);
const TSLanguage *tree_sitter_tsx(void);

enum { WALK_DEPTH = 1 << 20 };

/* The last of a table has no text, and the kind of all that is not in it. */
struct word {
  const char *text;
  enum node_kind kind;
};

static const struct word nodes[] = {
    {"comment", NODE_COMMENT},
    {"html_comment", NODE_COMMENT},
    {"hash_bang_line", NODE_COMMENT},
    {"regex", NODE_REGEX},
    {"jsx_text", NODE_JSX_TEXT},

    {"type_annotation", NODE_TYPE},
    {"type_arguments", NODE_TYPE},
    {"type_parameters", NODE_TYPE},
    {"type_alias_declaration", NODE_TYPE},
    {"interface_declaration", NODE_TYPE},
    {"type_predicate_annotation", NODE_TYPE},
    {"asserts_annotation", NODE_TYPE},
    {"extends_type_clause", NODE_TYPE},
    {"implements_clause", NODE_TYPE},
    {"index_signature", NODE_TYPE},
    {"predefined_type", NODE_TYPE},
    {"literal_type", NODE_TYPE},
    {"template_literal_type", NODE_TYPE},
    {"union_type", NODE_TYPE},
    {"intersection_type", NODE_TYPE},
    {"object_type", NODE_TYPE},
    {"generic_type", NODE_TYPE},
    {"array_type", NODE_TYPE},
    {"tuple_type", NODE_TYPE},
    {"function_type", NODE_TYPE},
    {"constructor_type", NODE_TYPE},
    {"conditional_type", NODE_TYPE},
    {"lookup_type", NODE_TYPE},
    {"index_type_query", NODE_TYPE},
    {"type_query", NODE_TYPE},
    {"readonly_type", NODE_TYPE},
    {"parenthesized_type", NODE_TYPE},
    {"nested_type_identifier", NODE_TYPE},

    {"string", NODE_STRING},
    {"template_string", NODE_TEMPLATE},
    {"template_substitution", NODE_TEMPLATE_SUBSTITUTION},
    {"string_fragment", NODE_STRING_PART},
    {"escape_sequence", NODE_STRING_PART},
    {"html_character_reference", NODE_STRING_PART},
    {"number", NODE_NUMBER},
    {"identifier", NODE_IDENTIFIER},
    {"this", NODE_THIS},
    {"super", NODE_SUPER},
    {"meta_property", NODE_META_PROPERTY},
    {"true", NODE_TRUE},
    {"false", NODE_FALSE},
    {"null", NODE_NOTHING},
    {"undefined", NODE_NOTHING},
    {"property_identifier", NODE_PROPERTY_IDENTIFIER},
    {"private_property_identifier", NODE_PROPERTY_IDENTIFIER},
    {"shorthand_property_identifier", NODE_SHORTHAND_PROPERTY},
    {"computed_property_name", NODE_COMPUTED_PROPERTY},
    {"object", NODE_OBJECT},
    {"pair", NODE_PAIR},
    {"spread_element", NODE_SPREAD},
    {"array", NODE_ARRAY},
    {"member_expression", NODE_MEMBER},
    {"subscript_expression", NODE_SUBSCRIPT},
    {"call_expression", NODE_CALL},
    {"new_expression", NODE_NEW},
    {"import", NODE_DYNAMIC_IMPORT},
    {"arguments", NODE_ARGUMENTS},
    {"parenthesized_expression", NODE_WRAPPER},
    {"as_expression", NODE_WRAPPER},
    {"satisfies_expression", NODE_WRAPPER},
    {"non_null_expression", NODE_WRAPPER},
    {"instantiation_expression", NODE_WRAPPER},
    {"await_expression", NODE_WRAPPER},
    {"type_assertion", NODE_TYPE_ASSERTION},
    {"sequence_expression", NODE_SEQUENCE},
    {"binary_expression", NODE_BINARY},
    {"unary_expression", NODE_UNARY},
    {"ternary_expression", NODE_TERNARY},
    {"assignment_expression", NODE_ASSIGNMENT},
    {"augmented_assignment_expression", NODE_AUGMENTED_ASSIGNMENT},
    {"update_expression", NODE_UPDATE},
    {"return_statement", NODE_RETURN},
    {"throw_statement", NODE_THROW},
    {"expression_statement", NODE_EXPRESSION_STATEMENT},
    {"empty_statement", NODE_EMPTY},
    {"if_statement", NODE_IF},
    {"else_clause", NODE_ELSE},
    {"while_statement", NODE_WHILE},
    {"do_statement", NODE_DO},
    {"try_statement", NODE_TRY},
    {"break_statement", NODE_BREAK},
    {"continue_statement", NODE_CONTINUE},

    {"lexical_declaration", NODE_LEXICAL_DECLARATION},
    {"using_declaration", NODE_LEXICAL_DECLARATION},
    {"variable_declaration", NODE_VARIABLE_DECLARATION},
    {"variable_declarator", NODE_DECLARATOR},
    {"function_declaration", NODE_FUNCTION_DECLARATION},
    {"generator_function_declaration", NODE_FUNCTION_DECLARATION},
    {"function_expression", NODE_FUNCTION_EXPRESSION},
    {"generator_function", NODE_FUNCTION_EXPRESSION},
    {"arrow_function", NODE_ARROW_FUNCTION},
    {"method_definition", NODE_METHOD},
    {"formal_parameters", NODE_PARAMETERS},
    {"required_parameter", NODE_PARAMETER},
    {"optional_parameter", NODE_PARAMETER},
    {"class_declaration", NODE_CLASS_DECLARATION},
    {"abstract_class_declaration", NODE_CLASS_DECLARATION},
    {"class", NODE_CLASS_EXPRESSION},
    {"field_definition", NODE_CLASS_FIELD},
    {"public_field_definition", NODE_CLASS_FIELD},
    {"class_heritage", NODE_CLASS_HERITAGE},
    {"extends_clause", NODE_EXTENDS},
    {"accessibility_modifier", NODE_MODIFIER},
    {"override_modifier", NODE_MODIFIER},
    {"enum_declaration", NODE_ENUM},
    {"enum_assignment", NODE_ENUM_ASSIGNMENT},
    {"internal_module", NODE_NAMESPACE},
    {"module", NODE_NAMESPACE},
    {"import_statement", NODE_IMPORT},
    {"import_clause", NODE_IMPORT_CLAUSE},
    {"import_require_clause", NODE_IMPORT_REQUIRE},
    {"namespace_import", NODE_NAMESPACE_IMPORT},
    {"named_imports", NODE_NAMED_IMPORTS},
    {"import_specifier", NODE_IMPORT_SPECIFIER},
    {"export_statement", NODE_EXPORT},
    {"export_clause", NODE_EXPORT_CLAUSE},
    {"export_specifier", NODE_EXPORT_SPECIFIER},
    {"namespace_export", NODE_NAMESPACE_EXPORT},
    {"program", NODE_PROGRAM},

    {"statement_block", NODE_BLOCK},
    {"class_static_block", NODE_CLASS_STATIC_BLOCK},
    {"for_statement", NODE_FOR},
    {"for_in_statement", NODE_FOR_IN},
    {"switch_body", NODE_SWITCH_BODY},
    {"catch_clause", NODE_CATCH},

    {"object_pattern", NODE_OBJECT_PATTERN},
    {"array_pattern", NODE_ARRAY_PATTERN},
    {"pair_pattern", NODE_PAIR_PATTERN},
    {"assignment_pattern", NODE_PATTERN_WITH_DEFAULT},
    {"object_assignment_pattern", NODE_PATTERN_WITH_DEFAULT},
    {"rest_pattern", NODE_REST_PATTERN},
    {"shorthand_property_identifier_pattern", NODE_SHORTHAND_PATTERN},
    {NULL, NODE_OTHER},
};

static const struct word tokens[] = {
    {"type", TOKEN_TYPE}, {"typeof", TOKEN_TYPE}, {"static", TOKEN_STATIC},
    {"get", TOKEN_GET},   {",", TOKEN_COMMA},
    {"*", TOKEN_STAR},    {"=", TOKEN_ASSIGN}, {"default", TOKEN_DEFAULT}, {"readonly", TOKEN_READONLY}, {NULL, TOKEN_OTHER},
};

static const char *const field_names[FIELD_COUNT] = {
    [FIELD_ALIAS] = "alias",
    [FIELD_ALTERNATIVE] = "alternative",
    [FIELD_ARGUMENT] = "argument",
    [FIELD_ARGUMENTS] = "arguments",
    [FIELD_BODY] = "body",
    [FIELD_CONDITION] = "condition",
    [FIELD_CONSEQUENCE] = "consequence",
    [FIELD_CONSTRUCTOR] = "constructor",
    [FIELD_FLAGS] = "flags",
    [FIELD_DECLARATION] = "declaration",
    [FIELD_FUNCTION] = "function",
    [FIELD_INCREMENT] = "increment",
    [FIELD_INDEX] = "index",
    [FIELD_INITIALIZER] = "initializer",
    [FIELD_KEY] = "key",
    [FIELD_KIND] = "kind",
    [FIELD_LEFT] = "left",
    [FIELD_NAME] = "name",
    [FIELD_OBJECT] = "object",
    [FIELD_OPERATOR] = "operator",
    [FIELD_PARAMETER] = "parameter",
    [FIELD_PARAMETERS] = "parameters",
    [FIELD_PATTERN] = "pattern",
    [FIELD_PROPERTY] = "property",
    [FIELD_RIGHT] = "right",
    [FIELD_SOURCE] = "source",
    [FIELD_VALUE] = "value",
};

static const TSLanguage *language_of(enum script_language language) {
  if (language == SCRIPT_JAVASCRIPT)
    return tree_sitter_javascript();
  return language == SCRIPT_TSX ? tree_sitter_tsx() : tree_sitter_typescript();
}

static enum node_kind kind_of_word(const struct word *words, const char *text) {
  for (; words->text; words++)
    if (strcmp(words->text, text) == 0)
      return words->kind;
  return words->kind;
}

void grammar_load(struct grammar *grammar, enum script_language language) {
  const TSLanguage *loaded = language_of(language);
  grammar->language = loaded;
  grammar->symbols = ts_language_symbol_count(loaded);
  grammar->kinds = memory_new_zeroed(grammar->symbols, 1);
  for (uint32_t i = 0; i < grammar->symbols; i++) {
    bool named = ts_language_symbol_type(loaded, (TSSymbol)i) == TSSymbolTypeRegular;
    const char *name = ts_language_symbol_name(loaded, (TSSymbol)i);
    grammar->kinds[i] = (uint8_t)kind_of_word(named ? nodes : tokens, name);
  }
  for (int i = 0; i < FIELD_COUNT; i++)
    grammar->fields[i] = ts_language_field_id_for_name(loaded, field_names[i], (uint32_t)strlen(field_names[i]));
}

void grammar_free(struct grammar *grammar) {
  free(grammar->kinds);
}

enum node_kind node_kind(const struct tree *tree, TSNode node) {
  if (node_is_none(node))
    return NODE_OTHER;
  TSSymbol symbol = ts_node_symbol(node);
  return symbol < tree->grammar->symbols ? tree->grammar->kinds[symbol] : NODE_ERROR;
}

str node_text(const struct tree *tree, TSNode node) {
  if (node_is_none(node))
    return STR_NONE;
  uint32_t start = ts_node_start_byte(node), end = ts_node_end_byte(node);
  if (end > tree->source.len || start > end)
    return STR_NONE;
  return (str){tree->source.ptr + start, end - start};
}

TSNode node_field(const struct tree *tree, TSNode node, enum node_field field) {
  TSFieldId id = tree->grammar->fields[field];
  return id && !node_is_none(node) ? ts_node_child_by_field_id(node, id) : NODE_NONE;
}

TSNode node_first(struct tree *tree, TSNode node) {
  struct children children = children_of(tree, node);
  TSNode first = NODE_NONE;
  if (!children_next(&children, &first))
    first = NODE_NONE;
  children_end(&children);
  return first;
}

TSNode node_last(struct tree *tree, TSNode node) {
  struct children children = children_of(tree, node);
  TSNode last = NODE_NONE;
  for (TSNode child; children_next(&children, &child);)
    last = child;
  children_end(&children);
  return last;
}

bool node_has_token(struct tree *tree, TSNode node, enum node_kind token) {
  struct children children = children_and_tokens_of(tree, node);
  bool found = false;
  for (TSNode child; !found && children_next(&children, &child);)
    found = node_kind(tree, child) == token;
  children_end(&children);
  return found;
}

TSNode node_argument(struct tree *tree, TSNode call, size_t index) {
  TSNode list = node_field(tree, call, FIELD_ARGUMENTS), found = NODE_NONE;
  if (node_is_none(list) || node_kind(tree, list) != NODE_ARGUMENTS)
    return found;
  struct children arguments = children_of(tree, list);
  size_t at = 0;
  for (TSNode argument; children_next(&arguments, &argument) && node_kind(tree, argument) != NODE_SPREAD; at++)
    if (at == index) {
      found = argument;
      break;
    }
  children_end(&arguments);
  return found;
}

bool tree_is_spent(const struct tree *tree) {
  return tree->work > tree->work_limit;
}

struct children children_of(struct tree *tree, TSNode parent) {
  if (node_is_none(parent))
    return (struct children){.tree = tree};
  struct children children = {tree, ts_tree_cursor_new(parent), false, false};
  children.more = ts_tree_cursor_goto_first_child(&children.cursor);
  return children;
}

struct children children_and_tokens_of(struct tree *tree, TSNode parent) {
  struct children children = children_of(tree, parent);
  children.tokens = true;
  return children;
}

static bool is_wanted(const struct children *children, TSNode node) {
  return children->tokens || (ts_node_is_named(node) && node_kind(children->tree, node) != NODE_COMMENT);
}

bool children_next(struct children *children, TSNode *child) {
  while (children->more && !tree_is_spent(children->tree)) {
    children->tree->work++;
    *child = ts_tree_cursor_current_node(&children->cursor);
    children->more = ts_tree_cursor_goto_next_sibling(&children->cursor);
    if (is_wanted(children, *child))
      return true;
  }
  return false;
}

void children_end(struct children *children) {
  if (children->cursor.tree)
    ts_tree_cursor_delete(&children->cursor);
}

bool cursor_advance(TSTreeCursor *cursor, bool descend, int *depth) {
  if (descend && *depth < WALK_DEPTH && ts_tree_cursor_goto_first_child(cursor)) {
    ++*depth;
    return true;
  }
  while (*depth > 0 && !ts_tree_cursor_goto_next_sibling(cursor)) {
    ts_tree_cursor_goto_parent(cursor);
    --*depth;
  }
  return *depth > 0;
}
