/* naming_xml.c -- a/b/name in XML, or the name that an element, or one beside it, gives a value; plists.
   One pass from the beginning, over a bounded stack; markup in the key's own comment is read as if it were none. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/naming_formats.h"
#include "engine/naming_lines.h"

enum {
  DEPTH_MAX = 256,
  PATH_MAX_STEPS = 16, /* of a name, the innermost */
  TAG_MAX = 1 << 16,   /* bytes of a tag that is not closed */
};

struct element {
  str name, naming; /* its own, and what an attribute calls it */
  str label;        /* text of the last child that names the next or its siblings: <key>, <name> */
  size_t index;     /* of the child one is in */
};

struct xml {
  str text;
  size_t at, key, end;
  struct element stack[DEPTH_MAX];
  size_t depth, too_deep;
  size_t closes[3]; /* where the next ends that read_markup skips, of each kind; found once for many */
  struct naming found;
  bool is_found;
  struct arena *kept;
};

static bool is_one(str name, const char *const *table, size_t len) {
  return naming_is_one_of(name, table, len);
}

/* Without its namespace. */
static str local_name(str name) {
  size_t colon = str_find_byte(name, ':', 0);
  return colon == SIZE_MAX ? name : str_tail(name, colon + 1);
}

static bool is_naming(str attribute) {
  static const char *const names[] = {"key", "name", "id", "include", "property", "parametername", "variable"};
  return is_one(local_name(attribute), names, NAMING_COUNT(names));
}

static bool is_value(str attribute) {
  static const char *const values[] = {"value", "connectionstring", "content", "defaultvalue", "val", "default"};
  return is_one(local_name(attribute), values, NAMING_COUNT(values));
}

static bool is_label(str element) {
  static const char *const labels[] = {"key", "name", "variable", "parameter-name", "param-name", "env-entry-name"};
  return is_one(local_name(element), labels, NAMING_COUNT(labels));
}

static bool is_labelled(str element) {
  static const char *const values[] = {"value", "defaultvalue", "param-value", "env-entry-value", "val", "string"};
  return is_one(local_name(element), values, NAMING_COUNT(values));
}

static bool is_name_byte(char c) {
  return naming_is_word(c) || c == '-' || c == '.' || c == ':';
}

static bool is_blank(char c) {
  return naming_is_blank(c) || c == '\n';
}

/* ---- attributes ---- */

struct attribute {
  str name, value;
};

/* The next of the tag's; false at its end. *at is moved behind it. */
static bool next_attribute(str text, size_t *at, size_t end, struct attribute *out) {
  while (*at < end && !is_name_byte(text.ptr[*at]))
    ++*at;
  size_t from = *at;
  while (*at < end && is_name_byte(text.ptr[*at]))
    ++*at;
  if (*at == from)
    return false;
  *out = (struct attribute){naming_slice(text, from, *at), STR_NONE};
  size_t sign = *at;
  while (sign < end && is_blank(text.ptr[sign]))
    sign++;
  if (sign >= end || text.ptr[sign] != '=')
    return true;
  size_t value = sign + 1;
  while (value < end && is_blank(text.ptr[value]))
    value++;
  bool is_quoted = value < end && naming_is_quote(text.ptr[value]);
  size_t to = value + is_quoted;
  while (to < end && (is_quoted ? text.ptr[to] != text.ptr[value] : !is_blank(text.ptr[to])))
    to++;
  out->value = naming_slice(text, value + is_quoted, to);
  *at = to + (is_quoted && to < end);
  return true;
}

/* The end of the tag that begins at `from`: its `>`, outside of quotes. */
static size_t tag_end(str text, size_t from) {
  size_t limit = text.len - from > TAG_MAX ? from + TAG_MAX : text.len;
  char quote = '\0';
  for (size_t at = from; at < limit; at++) {
    char c = text.ptr[at];
    if (quote)
      quote = c == quote ? '\0' : quote;
    else if ((c == '"' || c == '\'') && at > 0 && (text.ptr[at - 1] == '=' || is_blank(text.ptr[at - 1])))
      quote = c;
    else if (c == '>')
      return at;
  }
  size_t plain = str_find_byte(str_head(text, limit), '>', from);
  return plain == SIZE_MAX ? limit : plain;
}

/* ---- names ---- */

static struct naming said_in(struct xml *xml, size_t from, size_t to) {
  size_t line_from = naming_line_from(xml->text, xml->key), line_to = naming_line_to(xml->text, xml->end);
  from = from > line_from ? from : line_from;
  to = to > line_to ? line_to : to;
  return naming_in_string(naming_part((struct naming_place){xml->text, xml->key, xml->end}, from, to < xml->end
      ? xml->end : to));
}

static void found(struct xml *xml, str name, bool is_pair) {
  xml->found = naming_kept((struct naming){name, is_pair}, xml->kept);
  xml->is_found = true;
}

/* Attribute `holder` of an element holds the key. */
static void found_in_attribute(struct xml *xml, str element, struct attribute holder, str naming) {
  if (naming.len && !is_naming(holder.name) && (is_value(holder.name) || str_eq(local_name(element), STR("add")))) {
    found(xml, naming, true);
    return;
  }
  size_t from = (size_t)(holder.value.ptr - xml->text.ptr);
  struct naming said = said_in(xml, from, from + holder.value.len);
  if (said.name.len)
    found(xml, said.name, said.is_pair);
  else
    found(xml, arena_printf(xml->kept, "%.*s@%.*s", STR_ARG(element), STR_ARG(holder.name)), false);
}

/* ---- plists ---- */

static bool is_plist(const struct element *element) {
  return str_eq(element->name, STR("dict")) || str_eq(element->name, STR("array"));
}

static void add_plist(struct buf *out, const struct element *parent) {
  if (str_eq(parent->name, STR("array")))
    buf_printf(out, "[%zu]", parent->index ? parent->index - 1 : 0);
  else
    naming_add_step(out, parent->label);
}

/* Keys of the dictionaries that one is in. */
static bool found_in_plist(struct xml *xml) {
  if (xml->depth < 2 || !is_plist(&xml->stack[xml->depth - 2]))
    return false;
  size_t first = xml->depth - 2;
  while (first > 0 && xml->depth - first < PATH_MAX_STEPS && is_plist(&xml->stack[first - 1]))
    first--;
  struct buf name = {0};
  for (size_t i = first; i + 1 < xml->depth; i++)
    add_plist(&name, &xml->stack[i]);
  found(xml, buf_str(&name), false);
  buf_free(&name);
  return xml->found.name.len > 0;
}

/* ---- text ---- */

static void add_path(struct xml *xml, struct buf *out) {
  size_t first = xml->depth > PATH_MAX_STEPS ? xml->depth - PATH_MAX_STEPS : 0;
  for (size_t i = first; i < xml->depth; i++) {
    if (out->len)
      buf_add_byte(out, '.');
    buf_add(out, xml->stack[i].name);
  }
}

/* The key is in the text of the innermost element. */
static void found_in_text(struct xml *xml, size_t from) {
  if (xml->depth == 0 || found_in_plist(xml)) {
    struct naming said = xml->depth ? xml->found : said_in(xml, from, xml->text.len);
    found(xml, said.name, said.is_pair);
    return;
  }
  const struct element *inner = &xml->stack[xml->depth - 1], *outer = xml->depth > 1 ? inner - 1 : NULL;
  str naming = inner->naming;
  if (naming.len == 0 && outer && is_labelled(inner->name))
    naming = outer->label.len ? outer->label : outer->naming;
  if (naming.len) {
    found(xml, naming, true);
    return;
  }
  struct naming said = said_in(xml, from, xml->text.len);
  struct buf path = {0};
  add_path(xml, &path);
  found(xml, said.name.len ? said.name : buf_str(&path), said.name.len && said.is_pair);
  buf_free(&path);
}

/* <value> before its <name>: up to the outer element's end. */
static void look_behind(struct xml *xml) {
  enum { BEHIND_MAX = 500 };
  const struct element *inner = xml->depth > 1 ? &xml->stack[xml->depth - 1] : NULL;
  if (!inner || xml->found.is_pair || !is_labelled(inner->name) || is_plist(inner - 1))
    return;
  str rest = str_head(str_tail(xml->text, xml->end), BEHIND_MAX);
  size_t close = str_find(rest, STR("</"), 0);
  size_t open = close == SIZE_MAX ? SIZE_MAX : str_find_byte(rest, '<', close + 2);
  size_t to = open == SIZE_MAX ? SIZE_MAX : str_find_byte(rest, '>', open);
  if (to == SIZE_MAX || !is_label(naming_slice(rest, open + 1, to)))
    return;
  size_t end = str_find_byte(rest, '<', to);
  str name = end == SIZE_MAX ? STR_NONE : str_trim(naming_slice(rest, to + 1, end));
  if (name.len)
    found(xml, name, true);
}

/* ---- markup ---- */

static void open_element(struct xml *xml, str name, str naming) {
  if (xml->depth == DEPTH_MAX) {
    xml->too_deep++;
    return;
  }
  if (xml->depth > 0)
    xml->stack[xml->depth - 1].index++;
  xml->stack[xml->depth++] = (struct element){name, naming, STR_NONE, 0};
}

/* Its text names what comes next in the element round it. */
static void keep_label(struct xml *xml, size_t close) {
  const struct element *inner = &xml->stack[xml->depth - 1];
  size_t from = close;
  while (from > 0 && close - from <= NAMING_NAME_MAX && xml->text.ptr[from - 1] != '>')
    from--;
  if (xml->depth > 1 && is_label(inner->name))
    xml->stack[xml->depth - 2].label = str_trim(naming_slice(xml->text, from, close));
}

/* Closes the innermost element of this name; one that was never opened closes nothing. */
static void close_element(struct xml *xml, str name, size_t close) {
  if (xml->too_deep > 0) {
    xml->too_deep--;
    return;
  }
  for (size_t depth = xml->depth; depth > 0; depth--)
    if (str_eq(xml->stack[depth - 1].name, name)) {
      if (depth == xml->depth)
        keep_label(xml, close);
      xml->depth = depth - 1;
      return;
    }
}

static str tag_name(str text, size_t from, size_t end) {
  size_t to = from;
  while (to < end && is_name_byte(text.ptr[to]))
    to++;
  return naming_slice(text, from, to);
}

static void read_open(struct xml *xml, size_t end) {
  size_t at = xml->at + 1;
  str name = tag_name(xml->text, at, end), naming = STR_NONE;
  struct attribute attribute, holder = {0};
  at += name.len;
  while (next_attribute(xml->text, &at, end, &attribute)) {
    size_t from = attribute.value.ptr ? (size_t)(attribute.value.ptr - xml->text.ptr) : 0;
    if (attribute.value.len && from <= xml->key && xml->key < from + attribute.value.len)
      holder = attribute;
    else if (naming.len == 0 && is_naming(attribute.name))
      naming = attribute.value;
  }
  if (holder.name.len)
    found_in_attribute(xml, name, holder, naming);
  else if (!(end > 0 && xml->text.ptr[end - 1] == '/'))
    open_element(xml, name, naming);
  else if (xml->depth > 0)
    xml->stack[xml->depth - 1].index++;
}

/* Behind `close`; where the key is before it, only behind the sign that begins it. */
static void skip_to(struct xml *xml, size_t sign, str close, size_t *found_at) {
  if (*found_at < xml->at + sign)
    *found_at = str_find(xml->text, close, xml->at + sign);
  bool holds_key = *found_at == SIZE_MAX || *found_at > xml->key;
  xml->at = holds_key ? xml->at + sign : *found_at + close.len;
}

static void read_markup(struct xml *xml) {
  static const struct {
    str open, close;
  } skipped[] = {{{"<!--", 4}, {"-->", 3}}, {{"<![CDATA[", 9}, {"]]>", 3}}, {{"<?", 2}, {"?>", 2}}};
  str rest = str_tail(xml->text, xml->at);
  for (size_t i = 0; i < NAMING_COUNT(skipped); i++)
    if (str_starts(rest, skipped[i].open)) {
      skip_to(xml, skipped[i].open.len, skipped[i].close, &xml->closes[i]);
      return;
    }
  char next = rest.len > 1 ? rest.ptr[1] : '\0';
  bool is_close = next == '/';
  if (!is_close && !naming_is_letter(next) && next != '_') { /* <!DOCTYPE, or a sign that is none */
    xml->at++;
    return;
  }
  size_t end = tag_end(xml->text, xml->at + 1);
  if (is_close)
    close_element(xml, tag_name(xml->text, xml->at + 2, end), xml->at);
  else
    read_open(xml, end);
  xml->at = end + 1;
}

/* <!ENTITY name "KEY"> */
static str entity_name(str before) {
  size_t at = before.len > NAMING_NAME_MAX ? before.len - NAMING_NAME_MAX : 0;
  str tail = str_tail(before, at);
  size_t entity = str_find(tail, STR("<!ENTITY "), 0);
  if (entity == SIZE_MAX || str_find_byte(tail, '>', entity) != SIZE_MAX)
    return STR_NONE;
  return tag_name(tail, naming_skip_blanks(tail, entity + 9), tail.len);
}

struct naming naming_xml(str bytes, size_t start, size_t end, struct arena *kept) {
  struct xml *xml = memory_new_zeroed(1, sizeof *xml);
  *xml = (struct xml){.text = bytes, .key = start, .end = end, .kept = kept};
  size_t text_from = 0;
  str entity = entity_name(str_head(bytes, start));
  if (entity.len)
    found(xml, entity, false);
  while (!xml->is_found) {
    size_t next = str_find_byte(bytes, '<', xml->at);
    text_from = xml->at;
    if (next == SIZE_MAX || next >= start)
      break;
    xml->at = next;
    read_markup(xml);
  }
  if (!xml->is_found) {
    found_in_text(xml, text_from);
    look_behind(xml);
  }
  struct naming name = xml->found;
  free(xml);
  return name;
}
