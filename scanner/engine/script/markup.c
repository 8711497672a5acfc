/* markup.c -- the scripts inside HTML, Vue, Svelte and Astro files: tags and raw text as the HTML standard (13.2.5)
   reads them, with what the compilers of components do differently. */
#include "engine/script/markup.h"

enum { BLOCK_NAME_LIMIT = 64 }; /* bytes of the name of a block in a Vue file */

struct markup {
  str text;
  enum markup_kind kind;
  size_t at;
  bool no_braces;   /* an unclosed one was met: none counts any more */
  size_t templates; /* open <template>: scripts in it are inert in HTML, and not allowed in Vue */
  char *out;
  enum script_language language;
};

/* A start or end tag. What a script's attributes say, undecoded; ptr NULL where there is no such attribute. */
struct tag {
  str name;
  str type, lang, language, presets;
  bool has_source;
  bool is_end;
  bool closes_itself;
};

enum markup_kind markup_kind_of(str path) {
  static const struct {
    str extension;
    enum markup_kind kind;
  } kinds[] = {
      {{".html", 5}, MARKUP_HTML},  {{".htm", 4}, MARKUP_HTML}, {{".xhtml", 6}, MARKUP_HTML},
      {{".shtml", 6}, MARKUP_HTML}, {{".vue", 4}, MARKUP_VUE},  {{".svelte", 7}, MARKUP_SVELTE},
      {{".astro", 6}, MARKUP_ASTRO},
  };
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (path.len >= kinds[i].extension.len &&
        str_eq_nocase(str_tail(path, path.len - kinds[i].extension.len), kinds[i].extension))
      return kinds[i].kind;
  return MARKUP_NONE;
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c) {
  c |= 0x20;
  return c >= 'a' && c <= 'z';
}

static bool is_component(const struct markup *markup) {
  return markup->kind != MARKUP_HTML;
}

/* The byte at an offset, NUL behind the end. */
static char byte_at(const struct markup *markup, size_t at) {
  return at < markup->text.len ? markup->text.ptr[at] : '\0';
}

static void skip_past(struct markup *markup, str end) {
  size_t found = str_find(markup->text, end, markup->at);
  markup->at = found == SIZE_MAX ? markup->text.len : found + end.len;
}

/* ---- languages of scripts ---- */

struct name {
  str name;
  enum script_language language;
};

static enum script_language language_of(str name, const struct name *names, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (str_eq_nocase(name, names[i].name))
      return names[i].language;
  return SCRIPT_NONE;
}

static enum script_language language_of_lang(str lang) {
  static const struct name names[] = {
      {{"", 0}, SCRIPT_JAVASCRIPT},    {{"js", 2}, SCRIPT_JAVASCRIPT},  {{"javascript", 10}, SCRIPT_JAVASCRIPT},
      {{"jsx", 3}, SCRIPT_JAVASCRIPT}, {{"mjs", 3}, SCRIPT_JAVASCRIPT}, {{"ts", 2}, SCRIPT_TYPESCRIPT},
      {{"mts", 3}, SCRIPT_TYPESCRIPT}, {{"tsx", 3}, SCRIPT_TSX},        {{"typescript", 10}, SCRIPT_TYPESCRIPT},
  };
  return language_of(str_trim(lang), names, sizeof names / sizeof *names);
}

/* The types that browsers run, and those that a compiler in the browser or a consent manager makes run. */
static enum script_language language_of_type(str type) {
  static const struct name names[] = {
      {{"", 0}, SCRIPT_JAVASCRIPT},
      {{"module", 6}, SCRIPT_JAVASCRIPT},
      {{"text/javascript", 15}, SCRIPT_JAVASCRIPT},
      {{"application/javascript", 22}, SCRIPT_JAVASCRIPT},
      {{"text/ecmascript", 15}, SCRIPT_JAVASCRIPT},
      {{"application/ecmascript", 22}, SCRIPT_JAVASCRIPT},
      {{"application/x-javascript", 24}, SCRIPT_JAVASCRIPT},
      {{"application/x-ecmascript", 24}, SCRIPT_JAVASCRIPT},
      {{"text/x-javascript", 17}, SCRIPT_JAVASCRIPT},
      {{"text/x-ecmascript", 17}, SCRIPT_JAVASCRIPT},
      {{"text/javascript1.0", 18}, SCRIPT_JAVASCRIPT},
      {{"text/javascript1.1", 18}, SCRIPT_JAVASCRIPT},
      {{"text/javascript1.2", 18}, SCRIPT_JAVASCRIPT},
      {{"text/javascript1.3", 18}, SCRIPT_JAVASCRIPT},
      {{"text/javascript1.4", 18}, SCRIPT_JAVASCRIPT},
      {{"text/javascript1.5", 18}, SCRIPT_JAVASCRIPT},
      {{"text/jscript", 12}, SCRIPT_JAVASCRIPT},
      {{"text/livescript", 15}, SCRIPT_JAVASCRIPT},
      {{"text/babel", 10}, SCRIPT_JAVASCRIPT},
      {{"text/jsx", 8}, SCRIPT_JAVASCRIPT},
      {{"text/partytown", 14}, SCRIPT_JAVASCRIPT},
      {{"text/typescript", 15}, SCRIPT_TYPESCRIPT},
      {{"application/typescript", 22}, SCRIPT_TYPESCRIPT},
      {{"text/ts", 7}, SCRIPT_TYPESCRIPT},
      {{"text/tsx", 8}, SCRIPT_TSX},
  };
  type = str_trim(str_head(type, str_find_byte(type, ';', 0)));
  size_t dash = str_find(type, STR("-text/javascript"), 0); /* a content delivery network's mark before it */
  return language_of(dash == SIZE_MAX ? type : str_tail(type, dash + 1), names, sizeof names / sizeof *names);
}

/* The old attribute `language` counts where there is no `type`. */
static enum script_language language_of_old(str language) {
  enum script_language found = language_of_lang(language);
  static const str prefix = {"javascript1.", 12};
  return found == SCRIPT_NONE && str_eq_nocase(str_head(language, prefix.len), prefix) ? SCRIPT_JAVASCRIPT : found;
}

/* SCRIPT_NONE for what is no script of ours, or never runs because it has a source elsewhere. */
static enum script_language language_of_tag(const struct tag *tag, enum markup_kind kind) {
  enum script_language by_type = tag->type.ptr ? language_of_type(tag->type) : language_of_old(tag->language);
  enum script_language by_lang = language_of_lang(tag->lang);
  if (by_type == SCRIPT_NONE || by_lang == SCRIPT_NONE || tag->has_source)
    return SCRIPT_NONE;
  if (str_contains_nocase(tag->presets, STR("typescript")))
    return SCRIPT_TSX;
  if (kind == MARKUP_ASTRO && by_lang == SCRIPT_JAVASCRIPT)
    return SCRIPT_TYPESCRIPT;
  return by_lang > by_type ? by_lang : by_type;
}

/* ---- tags ---- */

/* Behind the string whose quote stands before `at`; `at` if it is not closed, in its line unless it is a template. */
static size_t string_end(str text, char quote, size_t at) {
  size_t end = str_find_byte(text, quote, at);
  if (end == SIZE_MAX || (quote != '`' && memchr(text.ptr + at, '\n', end - at)))
    return at;
  return end + 1;
}

/* An expression in braces that is an attribute or its value. */
static void skip_braces(struct markup *markup) {
  size_t depth = 0, start = markup->at;
  while (markup->at < markup->text.len) {
    char c = markup->text.ptr[markup->at++];
    if (c == '{')
      depth++;
    else if (c == '"' || c == '\'' || c == '`')
      markup->at = string_end(markup->text, c, markup->at);
    else if (c == '}' && --depth == 0)
      return;
  }
  markup->no_braces = true;
  markup->at = start + 1;
}

/* Vue has none. */
static bool is_brace(const struct markup *markup) {
  return byte_at(markup, markup->at) == '{' && is_component(markup) && markup->kind != MARKUP_VUE && !markup->no_braces;
}

static bool ends_value(char c) {
  return is_space(c) || c == '>';
}

static str read_value(struct markup *markup) {
  char quote = byte_at(markup, markup->at);
  size_t start = markup->at;
  if (quote == '"' || quote == '\'') {
    size_t end = str_find_byte(markup->text, quote, start + 1);
    end = end == SIZE_MAX ? markup->text.len : end;
    markup->at = end + (end < markup->text.len);
    return str_range(markup->text.ptr + start + 1, markup->text.ptr + end);
  }
  if (is_brace(markup))
    skip_braces(markup);
  else
    while (markup->at < markup->text.len && !ends_value(markup->text.ptr[markup->at]))
      markup->at++;
  return str_range(markup->text.ptr + start, markup->text.ptr + markup->at);
}

static void skip_space(struct markup *markup) {
  while (is_space(byte_at(markup, markup->at)))
    markup->at++;
}

static bool ends_name(char c) {
  return is_space(c) || c == '/' || c == '>';
}

/* Whether the name of a tag or an attribute goes on; in a component a '<' shows that this was no tag. */
static bool is_in_name(const struct markup *markup) {
  char c = byte_at(markup, markup->at);
  return markup->at < markup->text.len && !ends_name(c) && !(c == '<' && is_component(markup));
}

/* A first '=' belongs to the name. */
static str read_name(struct markup *markup) {
  size_t start = markup->at++;
  while (is_in_name(markup) && byte_at(markup, markup->at) != '=')
    markup->at++;
  return str_range(markup->text.ptr + start, markup->text.ptr + markup->at);
}

/* The first of a name counts. */
static void note_attribute(struct tag *tag, str name, str value) {
  const struct {
    str name;
    str *value;
  } known[] = {{{"type", 4}, &tag->type},
               {{"lang", 4}, &tag->lang},
               {{"language", 8}, &tag->language},
               {{"data-presets", 12}, &tag->presets}};
  tag->has_source |= str_eq_nocase(name, STR("src"));
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (!known[i].value->ptr && str_eq_nocase(name, known[i].name))
      *known[i].value = value;
}

static void read_attribute(struct markup *markup, struct tag *tag) {
  if (is_brace(markup)) {
    skip_braces(markup);
    return;
  }
  str name = read_name(markup), value = {"", 0};
  skip_space(markup);
  if (byte_at(markup, markup->at) == '=') {
    markup->at++;
    skip_space(markup);
    if (byte_at(markup, markup->at) != '>')
      value = read_value(markup);
  }
  note_attribute(tag, name, value);
}

/* From the name on, past the '>'. */
static void read_tag(struct markup *markup, struct tag *tag) {
  size_t start = markup->at;
  while (is_in_name(markup))
    markup->at++;
  tag->name = str_range(markup->text.ptr + start, markup->text.ptr + markup->at);
  while (markup->at < markup->text.len) {
    char c = markup->text.ptr[markup->at];
    if (c == '<' && is_component(markup))
      return;
    if (is_space(c) || c == '/' || c == '>') {
      markup->at++;
      if (c == '>')
        return;
      tag->closes_itself = c == '/' && byte_at(markup, markup->at) == '>' && is_component(markup);
      continue;
    }
    read_attribute(markup, tag);
  }
}

/* ---- raw text ---- */

/* Whether "<" and `slash` and `name` stand at an offset. */
static bool has_tag(const struct markup *markup, size_t at, str slash, str name) {
  str rest = str_tail(markup->text, at + 1);
  if (byte_at(markup, at) != '<' || !str_starts(rest, slash))
    return false;
  rest = str_tail(rest, slash.len);
  return str_eq_nocase(str_head(rest, name.len), name) && rest.len > name.len && ends_name(rest.ptr[name.len]);
}

/* Where the end tag of an element without markup begins, or the text's length. */
static size_t raw_end(const struct markup *markup, str name) {
  size_t at = markup->at;
  while ((at = str_find_byte(markup->text, '<', at)) != SIZE_MAX && !has_tag(markup, at, STR("/"), name))
    at++;
  return at == SIZE_MAX ? markup->text.len : at;
}

static size_t first_of(const struct markup *markup, char a, char b, size_t at) {
  while (at < markup->text.len && markup->text.ptr[at] != a && markup->text.ptr[at] != b)
    at++;
  return at;
}

/* The same for a script in HTML: behind "<!--" and "<script" the next end tag is of the script's own text. */
static size_t script_end(const struct markup *markup) {
  static const str script = {"script", 6};
  enum { PLAIN, ESCAPED, DOUBLE } state = PLAIN;
  size_t at = markup->at;
  for (;; at++) {
    at = state == PLAIN ? str_find_byte(markup->text, '<', at) : first_of(markup, '<', '-', at);
    if (at >= markup->text.len)
      return markup->text.len;
    str rest = str_tail(markup->text, at);
    if (state == PLAIN && str_starts(rest, STR("<!--")))
      state = ESCAPED; /* its dashes may be those of "-->" */
    else if (state != PLAIN && str_starts(rest, STR("-->")))
      state = PLAIN;
    else if (has_tag(markup, at, STR("/"), script) && state != DOUBLE)
      return at;
    else if (has_tag(markup, at, STR("/"), script))
      state = ESCAPED;
    else if (state == ESCAPED && has_tag(markup, at, STR(""), script))
      state = DOUBLE;
  }
}

/* ---- what is kept ---- */

/* Without what hides a script from old browsers and from XML readers: a first line that begins with "<!--", a "-->" at
   the end, and a CDATA section's brackets. */
static str unwrap(str script) {
  static const str comment = {"<!--", 4}, cdata = {"<![CDATA[", 9};
  script = str_trim(script);
  if (str_starts(script, comment))
    script = str_tail(script, str_find_byte(script, '\n', 0));
  else if (str_starts(script, cdata))
    script = str_tail(script, cdata.len);
  if (str_ends(script, STR("-->")) || str_ends(script, STR("]]>")))
    script.len -= 3;
  return script;
}

/* The separator takes the place of what ends the script, unless that is the end of the text. */
static void keep(struct markup *markup, size_t start, size_t end, str separator, enum script_language language) {
  str script = unwrap(str_range(markup->text.ptr + start, markup->text.ptr + end));
  if (script.len)
    memcpy(markup->out + (script.ptr - markup->text.ptr), script.ptr, script.len);
  if (markup->text.len - end >= separator.len)
    memcpy(markup->out + end, separator.ptr, separator.len);
  markup->language = language > markup->language ? language : markup->language;
}

/* Markup from which nothing else comes: bytes to blanks, but for line ends. */
static void blank(str text, char *out) {
  for (size_t i = 0; i < text.len; i++)
    out[i] = text.ptr[i] == '\n' || text.ptr[i] == '\r' ? text.ptr[i] : ' ';
}

/* ---- elements ---- */

static bool is_raw(str name) {
  static const str names[] = {{"style", 5},  {"textarea", 8}, {"title", 5},   {"xmp", 3},
                              {"iframe", 6}, {"noembed", 7},  {"noframes", 8}, {"noscript", 8}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eq_nocase(name, names[i]))
      return true;
  return false;
}

static void read_script(struct markup *markup, const struct tag *tag) {
  size_t start = markup->at, end = markup->kind == MARKUP_HTML ? script_end(markup) : raw_end(markup, tag->name);
  enum script_language language = language_of_tag(tag, markup->kind);
  if (language != SCRIPT_NONE && markup->templates == 0 && end > start)
    keep(markup, start, end, STR("\xe2\x80\xa8;"), language);
  markup->at = end;
}

/* A block of a Vue file has markup in it only if it is a template, and that in HTML. */
static bool is_vue_block(const struct markup *markup, const struct tag *tag, bool is_template) {
  bool other_language = tag->lang.len && !str_eq_nocase(tag->lang, STR("html"));
  return markup->kind == MARKUP_VUE && markup->templates == 0 && tag->name.len <= BLOCK_NAME_LIMIT &&
         (!is_template || other_language);
}

static void read_element(struct markup *markup) {
  struct tag tag = {.is_end = byte_at(markup, markup->at) == '/'};
  markup->at += tag.is_end;
  read_tag(markup, &tag);
  bool is_template = str_eq_nocase(tag.name, STR("template"));
  if (tag.is_end)
    markup->templates -= is_template && markup->templates > 0;
  else if (tag.closes_itself)
    return;
  else if (str_eq_nocase(tag.name, STR("script")))
    read_script(markup, &tag);
  else if (is_raw(tag.name) || is_vue_block(markup, &tag, is_template))
    markup->at = raw_end(markup, tag.name);
  else
    markup->templates += is_template;
}

/* At the '!'. The dashes that open it may be those that close it: "<!-->" is a whole comment. */
static void skip_comment(struct markup *markup) {
  size_t opening = markup->at + 1;
  size_t end = str_find(markup->text, STR("-->"), opening);
  end = end == SIZE_MAX ? markup->text.len : end + 3;
  size_t odd = str_find(str_head(markup->text, end), STR("--!>"), opening + 2);
  markup->at = odd == SIZE_MAX ? end : odd + 4;
}

/* At a '<'. */
static void read_markup(struct markup *markup) {
  str rest = str_tail(markup->text, markup->at + 1);
  char c = byte_at(markup, markup->at + 1);
  markup->at++;
  if (str_starts(rest, STR("!--")))
    skip_comment(markup);
  else if (is_letter(c) || (c == '/' && is_letter(byte_at(markup, markup->at + 1))))
    read_element(markup);
  else if (c == '!' || c == '?' || c == '/')
    skip_past(markup, STR(">"));
}

/* ---- Astro ---- */

/* Where the line of a closing fence begins; failing that, the fence anywhere; failing that, the end. */
static size_t fence_end(str text, size_t start) {
  static const str fence = {"---", 3};
  for (size_t at = str_find(text, fence, start); at != SIZE_MAX; at = str_find(text, fence, at + 1)) {
    size_t line = at;
    while (line > start && (text.ptr[line - 1] == ' ' || text.ptr[line - 1] == '\t'))
      line--;
    if (line > start && (text.ptr[line - 1] == '\n' || text.ptr[line - 1] == '\r'))
      return at;
  }
  size_t anywhere = str_find(text, fence, start);
  return anywhere == SIZE_MAX ? text.len : anywhere;
}

/* The component's script, between fences, may only be first in the file. */
static void read_frontmatter(struct markup *markup) {
  if (str_starts(markup->text, STR("\xef\xbb\xbf")))
    markup->at = 3;
  skip_space(markup);
  if (!str_starts(str_tail(markup->text, markup->at), STR("---")))
    return;
  size_t start = markup->at + 3, end = fence_end(markup->text, start);
  keep(markup, start, end, STR(";"), SCRIPT_TYPESCRIPT);
  markup->at = end + 3 < markup->text.len ? end + 3 : markup->text.len;
}

enum script_language markup_scripts(str text, enum markup_kind kind, struct buf *out) {
  buf_clear(out);
  buf_reserve(out, text.len);
  struct markup markup = {.text = text, .kind = kind, .out = out->data, .language = SCRIPT_NONE};
  out->len = text.len;
  blank(text, out->data);
  if (kind == MARKUP_NONE)
    return SCRIPT_NONE;
  if (kind == MARKUP_ASTRO)
    read_frontmatter(&markup);
  while ((markup.at = str_find_byte(text, '<', markup.at)) < text.len)
    read_markup(&markup);
  return markup.language;
}
