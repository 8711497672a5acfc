/* syntax.c -- what stands at a place of the source. */
#include "engine/script/syntax.h"

/* What the node makes of all that stands in it. */
static enum script_syntax syntax_of(enum node_kind kind, enum script_syntax around) {
  switch (kind) {
  case NODE_COMMENT:
    return SYNTAX_COMMENT;
  case NODE_REGEX:
    return SYNTAX_REGEX;
  case NODE_TYPE:
    return SYNTAX_TYPE;
  case NODE_STRING:
  case NODE_TEMPLATE:
  case NODE_JSX_TEXT:
    return SYNTAX_STRING;
  case NODE_TEMPLATE_SUBSTITUTION:
    return SYNTAX_CODE;
  default:
    return around;
  }
}

/* To the child around `offset`; false if none is. */
static bool descend(TSTreeCursor *cursor, uint32_t offset) {
  return ts_tree_cursor_goto_first_child_for_byte(cursor, offset) >= 0 &&
         ts_node_start_byte(ts_tree_cursor_current_node(cursor)) <= offset;
}

enum script_syntax syntax_at(const struct tree *tree, size_t offset) {
  if (node_is_none(tree->root) || offset >= tree->source.len)
    return SYNTAX_CODE;
  TSTreeCursor cursor = ts_tree_cursor_new(tree->root);
  enum script_syntax syntax = SYNTAX_CODE;
  while (syntax != SYNTAX_TYPE && syntax != SYNTAX_COMMENT && descend(&cursor, (uint32_t)offset))
    syntax = syntax_of(node_kind(tree, ts_tree_cursor_current_node(&cursor)), syntax);
  ts_tree_cursor_delete(&cursor);
  return syntax;
}
