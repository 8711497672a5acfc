/* blocks.c -- where the scripts of a file are. */
#include "engine/blocks.h"

enum { ATTRIBUTES_SIZE_MAX = 4096 };

/* Templates that a server fills in; what is outside of its own tags is sent. */
static bool is_template(str path) {
  static const str kinds[] = {{".ejs", 4}, {".hbs", 4}, {".handlebars", 11}, {".njk", 4}, {".liquid", 7},
                              {".mustache", 9}, {".twig", 5}, {".jinja", 6}, {".jinja2", 7}, {".erb", 4},
                              {".cshtml", 7}, {".jsp", 4}, {".php", 4}, {".phtml", 6}, {".eta", 4}, {".tmpl", 5}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (str_ends(path, kinds[i]))
      return true;
  return false;
}

enum markup blocks_markup(str path) {
  static const struct {
    str extension;
    enum markup markup;
  } kinds[] = {
      {{".html", 5}, MARKUP_IS_HTML}, {{".htm", 4}, MARKUP_IS_HTML},      {{".xhtml", 6}, MARKUP_IS_HTML},
      {{".vue", 4}, MARKUP_IS_VUE},   {{".svelte", 7}, MARKUP_IS_SVELTE}, {{".astro", 6}, MARKUP_IS_ASTRO},
  };
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (str_ends(path, kinds[i].extension))
      return kinds[i].markup;
  return is_template(path) ? MARKUP_IS_TEMPLATE : MARKUP_IS_NONE;
}

static bool is_blank(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\f';
}

/* The value of an attribute in the text between "<script" and ">"; empty if it has none. */
static str attribute(str attributes, str name) {
  for (size_t at = str_find(attributes, name, 0); at != SIZE_MAX; at = str_find(attributes, name, at + 1)) {
    size_t next = at + name.len;
    if (at == 0 || !is_blank(attributes.ptr[at - 1]))
      continue;
    str value = str_trim(str_tail(attributes, next));
    if (value.len < 2 || value.ptr[0] != '=')
      continue;
    value = str_trim(str_tail(value, 1));
    if (value.len && (value.ptr[0] == '"' || value.ptr[0] == '\''))
      return str_head(str_tail(value, 1), str_find_byte(str_tail(value, 1), value.ptr[0], 0));
    size_t end = 0;
    while (end < value.len && !is_blank(value.ptr[end]))
      end++;
    return str_head(value, end);
  }
  return STR_NONE;
}

/* Is the element a script, and no data or template? */
static bool is_script(str attributes) {
  static const str types[] = {{"module", 6}, {"text/javascript", 15}, {"application/javascript", 22},
                              {"text/babel", 10}, {"text/jsx", 8}, {"text/typescript", 15}, {"text/ecmascript", 15}};
  str type = attribute(attributes, STR("type"));
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (str_eq_nocase(type, types[i]))
      return true;
  return type.len == 0;
}

/* Where "<script" or "</script" stands, in any case, at or after `from`. */
static size_t find_tag(str text, size_t from, str tag) {
  for (size_t at = str_find_byte(text, '<', from); at != SIZE_MAX; at = str_find_byte(text, '<', at + 1))
    if (str_eq_nocase(str_head(str_tail(text, at), tag.len), tag))
      return at;
  return SIZE_MAX;
}

static size_t or_end(size_t at, str text) {
  return at == SIZE_MAX ? text.len : at;
}

/* Reads the element that begins at `at`; gives where it ends. */
static size_t read_element(struct blocks *blocks, str text, size_t at) {
  size_t begin = at + strlen("<script"), tag_end = or_end(str_find_byte(text, '>', begin), text);
  str attributes = str_range(text.ptr + begin, text.ptr + tag_end);
  size_t body = tag_end < text.len ? tag_end + 1 : text.len;
  size_t end = or_end(find_tag(text, body, STR("</script")), text);
  if (attributes.len <= ATTRIBUTES_SIZE_MAX && is_script(attributes))
    vec_push(blocks, (struct block){(uint32_t)body, (uint32_t)end, attribute(attributes, STR("src")), false});
  return end;
}

static void find_elements(struct blocks *blocks, str text, size_t from) {
  static const str opening = {"<script", 7}, comment = {"<!--", 4};
  size_t at = str_find_byte(text, '<', from);
  while (at != SIZE_MAX && blocks->len < BLOCKS_MAX) {
    size_t next = at + 1;
    if (str_starts(str_tail(text, at), comment))
      next = or_end(str_find(text, STR("-->"), at), text);
    else if (str_eq_nocase(str_head(str_tail(text, at), opening.len), opening))
      next = read_element(blocks, text, at);
    at = str_find_byte(text, '<', next);
  }
}

/* Astro's: between two lines of "---", before anything else. Where what is behind it begins. */
static size_t find_frontmatter(struct blocks *blocks, str text) {
  str rest = str_trim(text);
  if (!str_starts(rest, STR("---")))
    return 0;
  size_t begin = (size_t)(rest.ptr - text.ptr) + 3, end = str_find(text, STR("\n---"), begin);
  if (end == SIZE_MAX)
    return 0;
  vec_push(blocks, (struct block){(uint32_t)begin, (uint32_t)end + 1, STR_NONE, true});
  return end + 4;
}

void blocks_find(struct blocks *blocks, enum markup markup, str text) {
  blocks->len = 0;
  if (text.len > UINT32_MAX)
    return;
  if (markup == MARKUP_IS_NONE) {
    vec_push(blocks, (struct block){0, (uint32_t)text.len, STR_NONE, false});
    return;
  }
  find_elements(blocks, text, markup == MARKUP_IS_ASTRO ? find_frontmatter(blocks, text) : 0);
}
