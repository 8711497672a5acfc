/* naming_yaml.c -- the name of a place in YAML: lines are read backwards from the key, by their columns, up to what has
   none before it. Knows neither products nor schemas: only that a `name` beside a `value` names it. */
#include "engine/naming_formats.h"
#include "engine/naming_lines.h"
#include "engine/naming_pair.h"
#include "engine/naming_yaml_line.h"

#include <stdint.h>

enum {
  BACK_MAX = 4 << 20,     /* bytes that are read back; what lies before is not known */
  FORWARD_LINES_MAX = 64, /* lines behind a value in which the other half of its pair is looked for */
};

/* An entry's index, or a member's key. */
struct step {
  bool is_entry;
  size_t index;
  struct nest_token key;
};

struct walk {
  str text;
  size_t start, end;
  bool is_commented;
  struct step steps[NEST_DEPTH_MAX]; /* innermost first */
  size_t len;
  size_t column; /* of the outermost thing known; what is less holds it */
  bool at_entry; /* that is a dash */
  size_t flow;   /* where the flow style begins that holds the key; SIZE_MAX: it is in none */
  size_t scalar; /* likewise a scalar */
  bool is_block; /* of that style */
  /* The member whose value holds the key, and what its siblings say of it. */
  bool is_member, is_level; /* there is one; its siblings are being read */
  struct nest_token member;
  size_t member_column;
  unsigned rank;
  struct nest_token name;
  struct nest_token before; /* the scalar entry just before, if the key is one */
};

static str raw(const struct walk *walk, struct nest_token token) {
  return nest_raw(walk->text, token);
}

/* ---- steps ---- */

static void push(struct walk *walk, struct step step) {
  if (walk->len < NEST_DEPTH_MAX)
    walk->steps[walk->len++] = step;
  walk->is_level = false;
}

static void push_entry(struct walk *walk, size_t column) {
  push(walk, (struct step){.is_entry = true});
  walk->column = column;
  walk->at_entry = true;
}

/* What was taken for structure is the text of a scalar, or in flow style. */
static void restart(struct walk *walk) {
  walk->len = 0;
  walk->flow = walk->scalar = SIZE_MAX;
  walk->is_block = walk->is_member = walk->is_level = false;
  walk->rank = 0;
  walk->before = (struct nest_token){0};
}

static void set_value(struct walk *walk, const struct yaml_line *line) {
  *(line->kind == YAML_FLOW ? &walk->flow : &walk->scalar) = line->value;
  walk->is_block = line->kind == YAML_BLOCK;
}

static void set_member(struct walk *walk, const struct yaml_line *line) {
  push(walk, (struct step){.key = line->key});
  walk->is_member = walk->is_level = true;
  walk->member = line->key;
  walk->member_column = line->key_column;
}

/* A line that holds the key in its value, which is no mapping and no list in block style. */
static bool holds_value(const struct yaml_line *line) {
  return line->kind == YAML_BLOCK || line->kind == YAML_SCALAR || line->is_open;
}

/* ---- lines above ---- */

static void note_name(struct walk *walk, const struct yaml_line *line) {
  unsigned rank = naming_pair_rank(raw(walk, line->key));
  if (rank <= walk->rank)
    return;
  struct nest_token name = yaml_line_scalar(walk->text, line);
  if (name.kind && naming_pair_fits(raw(walk, name))) {
    walk->rank = rank;
    walk->name = name;
  }
}

static void take_key(struct walk *walk, const struct yaml_line *line) {
  bool is_parent = line->key_column < walk->column || (line->key_column == walk->column && walk->at_entry);
  if (!is_parent) {
    if (walk->is_level && line->key_column == walk->member_column)
      note_name(walk, line);
    return;
  }
  if (holds_value(line) && line->key_column < walk->column) {
    restart(walk);
    set_value(walk, line);
    set_member(walk, line);
  } else {
    push(walk, (struct step){.key = line->key});
  }
  walk->column = line->key_column;
  walk->at_entry = false;
}

static void take_dash(struct walk *walk, const struct yaml_line *line, size_t column, bool is_innermost) {
  bool is_bare = is_innermost && !line->has_key;
  if (column < walk->column) {
    if (is_bare && holds_value(line)) {
      restart(walk);
      set_value(walk, line);
    }
    push_entry(walk, column);
  } else if (column == walk->column && walk->at_entry) {
    struct step *step = walk->len ? &walk->steps[walk->len - 1] : NULL;
    if (is_bare && walk->len == 1 && step->index == 0 && !walk->is_member)
      walk->before = yaml_line_scalar(walk->text, line);
    if (step && step->is_entry)
      step->index++;
  }
}

/* A bracket or a quote on a line of its own. */
static void take_bare(struct walk *walk, const struct yaml_line *line) {
  size_t column = line->value - line->from;
  if (!line->is_open || column >= walk->column)
    return;
  restart(walk);
  set_value(walk, line);
  walk->column = column;
  walk->at_entry = false;
}

static void take_line(struct walk *walk, const struct yaml_line *line) {
  if (line->has_key)
    take_key(walk, line);
  else if (line->dashes_len == 0)
    take_bare(walk, line);
  for (size_t i = line->dashes_len; i > 0; i--)
    take_dash(walk, line, line->dashes[i - 1], i == line->dashes_len);
}

/* Nothing can hold what begins in the first column, unless it is an entry; its siblings may say something. */
static bool is_done(const struct walk *walk) {
  bool wants_name = walk->is_level && walk->rank == 0 && naming_pair_is_value(raw(walk, walk->member));
  return walk->column == 0 && !walk->at_entry && !wants_name;
}

static void walk_back(struct walk *walk, const struct yaml_line *own) {
  size_t floor = own->from > BACK_MAX ? own->from - BACK_MAX : 0, from = own->from;
  bool is_boundary = own->is_boundary;
  while (from > floor && !is_boundary && !is_done(walk)) {
    struct yaml_line line = yaml_line_at(walk->text, from - 1, walk->is_commented);
    from = line.from;
    if (line.is_outside)
      return;
    if (line.is_blank || yaml_line_column(&line) > walk->column)
      continue;
    yaml_line_read(walk->text, &line);
    is_boundary = line.is_boundary;
    if (!line.is_blank)
      take_line(walk, &line);
  }
  /* Its index would be a guess. */
  if (floor > 0 && from <= floor && walk->at_entry && walk->len)
    walk->len--;
}

/* ---- lines below: the rest of a value's own mapping ---- */

static void walk_on(struct walk *walk, const struct yaml_line *own) {
  size_t at = own->from;
  for (int i = 0; i < FORWARD_LINES_MAX; i++) {
    at = naming_line_to(walk->text, at);
    if (at >= walk->text.len)
      return;
    struct yaml_line line = yaml_line_at(walk->text, ++at, walk->is_commented);
    if (line.is_outside || at == walk->text.len)
      return;
    if (line.is_blank || yaml_line_column(&line) > walk->member_column)
      continue;
    yaml_line_read(walk->text, &line);
    if (line.is_blank)
      continue;
    if (line.is_boundary || line.dashes_len || !line.has_key || line.key_column < walk->member_column)
      return;
    note_name(walk, &line);
  }
}

/* ---- the path ---- */

static bool is_plain(str name) {
  for (size_t i = 0; i < name.len; i++)
    if ((unsigned char)name.ptr[i] <= ' ' || memchr(".[]\"'", name.ptr[i], 5))
      return false;
  return name.len > 0;
}

static void add_name(struct buf *out, str name) {
  if (is_plain(name)) {
    naming_add_step(out, name);
    return;
  }
  buf_add(out, STR("[\""));
  for (size_t i = 0; i < name.len; i++) {
    if (name.ptr[i] == '"' || name.ptr[i] == '\\')
      buf_add_byte(out, '\\');
    buf_add_byte(out, name.ptr[i]);
  }
  buf_add(out, STR("\"]"));
}

/* But "<<": what it merges is the mapping's own. */
static void add_key(struct buf *out, str text, struct nest_token key) {
  struct buf name = {0};
  nest_decode(str_head(nest_raw(text, key), NAMING_PATH_MAX), key.kind, true, &name);
  if (!str_eq(buf_str(&name), STR("<<")))
    add_name(out, naming_pair_cut(buf_str(&name)));
  buf_free(&name);
}

static void add_levels(struct buf *out, const struct nest *nest, bool is_key) {
  size_t count = nest_levels(nest);
  for (size_t i = 0; i < count && out->len < NAMING_PATH_MAX; i++) {
    const struct nest_level *level = &nest->levels[i];
    if (level->is_list)
      buf_printf(out, "[%zu]", level->index);
    else if (level->is_keyed && !(is_key && i + 1 == nest->depth))
      add_key(out, nest->text, level->key);
  }
}

/* `nest` is NULL outside of flow style. */
static str path_of(const struct walk *walk, const struct nest *nest, bool is_key, struct arena *kept) {
  struct buf out = {0};
  for (size_t i = walk->len; i > 0 && out.len < NAMING_PATH_MAX; i--) {
    const struct step *step = &walk->steps[i - 1];
    if (step->is_entry)
      buf_printf(&out, "[%zu]", step->index);
    else
      add_key(&out, walk->text, step->key);
  }
  if (nest)
    add_levels(&out, nest, is_key);
  str path = out.len ? arena_copy(kept, buf_str(&out)) : STR_NONE;
  buf_free(&out);
  return path;
}

static str decoded(const struct walk *walk, struct nest_token token, struct arena *kept) {
  struct buf text = {0};
  nest_decode(str_head(raw(walk, token), NAMING_STEP_MAX), token.kind, true, &text);
  str copy = arena_copy(kept, buf_str(&text));
  buf_free(&text);
  return copy;
}

/* ---- together ---- */

static struct naming in_flow(const struct walk *walk, struct arena *kept) {
  struct nest nest;
  nest_open(&nest, walk->text, walk->flow, true);
  struct nest_token token = nest_seek(&nest, walk->start);
  if (nest.depth == 0)
    return (struct naming){path_of(walk, NULL, false, kept), false};
  str path = path_of(walk, &nest, nest_is_key(&nest, token), kept);
  struct naming found = naming_pair_nested(&nest, token, walk->start, walk->end, kept);
  return found.name.len ? found : (struct naming){path, false};
}

/* The scalar that holds the key, from where its text begins to the end of the key's line. */
static struct naming_pair_string string_of(const struct walk *walk, const struct yaml_line *own) {
  struct naming_pair_string string = {walk->scalar, own->to, NEST_BARE, .is_yaml = true};
  size_t comment = walk->scalar == own->value ? yaml_line_comment(walk->text, own) : SIZE_MAX;
  if (comment < walk->start) {
    string.from = comment + 1;
  } else if (walk->is_block) {
    string.from = naming_line_to(walk->text, walk->scalar);
    string.is_text = true;
  } else if (string.from < own->to && memchr("\"'", walk->text.ptr[string.from], 2)) {
    string.kind = walk->text.ptr[string.from++] == '"' ? NEST_DOUBLE : NEST_SINGLE;
    string.to -= string.to > walk->end && memchr("\"'", walk->text.ptr[string.to - 1], 2);
  }
  return string;
}

static void begin(struct walk *walk, const struct yaml_line *own) {
  restart(walk);
  walk->at_entry = false;
  walk->column = own->has_key ? own->key_column : yaml_line_column(own);
  bool is_key = own->has_key && walk->start < own->key.to;
  if (own->has_key && !is_key)
    set_member(walk, own);
  if (!is_key)
    set_value(walk, own);
  for (size_t i = own->dashes_len; i > 0; i--)
    push_entry(walk, own->dashes[i - 1]);
}

/* What the other half of its pair says. */
static struct naming paired(struct walk *walk, const struct yaml_line *own, struct arena *kept) {
  if (!walk->is_member || !naming_pair_is_value(raw(walk, walk->member)))
    return (struct naming){0};
  walk_on(walk, own);
  return walk->rank ? (struct naming){decoded(walk, walk->name, kept), true} : (struct naming){0};
}

/* The same in YAML that is the text of a block: a patch, a configuration. */
static struct naming paired_in_block(const struct walk *walk, struct arena *kept) {
  size_t from = naming_line_to(walk->text, walk->scalar) + 1;
  if (!walk->is_block || from > walk->start)
    return (struct naming){0};
  struct walk inner = {.text = str_tail(walk->text, from), .start = walk->start - from, .end = walk->end - from};
  struct yaml_line own = yaml_line_at(inner.text, inner.start, false);
  yaml_line_read(inner.text, &own);
  begin(&inner, &own);
  walk_back(&inner, &own);
  return paired(&inner, &own, kept);
}

static struct naming in_scalar(struct walk *walk, const struct yaml_line *own, struct arena *kept) {
  struct naming found = {0};
  if (walk->scalar != SIZE_MAX)
    found = naming_pair_inside(walk->text, string_of(walk, own), walk->start, walk->end, kept);
  if (found.name.len) {
    struct naming pair = naming_pair_is_value(found.name) ? paired_in_block(walk, kept) : (struct naming){0};
    return pair.name.len ? pair : found;
  }
  found = paired(walk, own, kept);
  if (found.name.len)
    return found;
  if (walk->before.kind)
    found = naming_pair_option(decoded(walk, walk->before, kept), kept);
  return found.name.len ? found : (struct naming){path_of(walk, NULL, false, kept), false};
}

/* What is commented out: its own name, without what holds it. */
static struct naming in_comment(struct walk *walk, struct arena *kept) {
  struct yaml_line own = yaml_line_at(walk->text, walk->start, true);
  walk->is_commented = true;
  yaml_line_read(walk->text, &own);
  bool is_member = own.has_key && own.key.to <= walk->start && str_find_byte(raw(walk, own.key), ' ', 0) == SIZE_MAX;
  if (!is_member) {
    struct naming_pair_string string = {own.first, own.to, NEST_BARE, .is_yaml = true};
    return naming_pair_inside(walk->text, string, walk->start, walk->end, kept);
  }
  begin(walk, &own);
  walk_back(walk, &own);
  walk->len = walk->len > 1 ? 1 : walk->len;
  return walk->flow == SIZE_MAX ? in_scalar(walk, &own, kept) : in_flow(walk, kept);
}

/* "? name" on the line above ": value": the last step of the path. */
static struct naming with_explicit_key(const struct walk *walk, const struct yaml_line *own, struct naming found, struct arena *kept) {
  if (own->from == 0 || !str_starts(str_tail(walk->text, own->first), STR(": ")))
    return found;
  struct yaml_line above = yaml_line_at(walk->text, own->from - 1, false);
  str name = naming_slice(walk->text, above.first, above.to);
  if (yaml_line_column(&above) != yaml_line_column(own) || !str_starts(name, STR("? ")))
    return found;
  name = naming_trim_quotes(str_trim(str_tail(name, 2)));
  found.name = arena_printf(kept, "%.*s%s%.*s", STR_ARG(found.name), found.name.len ? "." : "", STR_ARG(str_head(name, NAMING_STEP_MAX)));
  return found;
}

/* JSON, or nearly. */
static bool begins_in_flow(struct walk *walk) {
  size_t at = 0;
  while (at < walk->start && (naming_is_blank(walk->text.ptr[at]) || walk->text.ptr[at] == '\n'))
    at++;
  if (at + 1 >= walk->start || walk->start - at > BACK_MAX)
    return false;
  char c = walk->text.ptr[at], next = walk->text.ptr[at + 1];
  if ((c != '{' && c != '[') || memchr("{%#", next, 3))
    return false;
  struct nest nest;
  nest_open(&nest, walk->text, at, true);
  nest_seek(&nest, walk->start);
  walk->flow = nest.depth ? at : SIZE_MAX;
  return nest.depth > 0;
}

struct naming naming_yaml(str bytes, size_t start, size_t end, struct arena *kept) {
  size_t mark = start >= 3 && str_starts(bytes, STR("\xef\xbb\xbf")) ? 3 : 0;
  bytes = str_tail(bytes, mark);
  start -= mark;
  struct walk walk = {.text = bytes, .start = start, .end = end - mark, .flow = SIZE_MAX};
  if (begins_in_flow(&walk))
    return in_flow(&walk, kept);
  struct yaml_line own = yaml_line_at(bytes, start, false);
  bool is_comment = own.first < start && own.first < own.to && bytes.ptr[own.first] == '#';
  if (is_comment) {
    struct naming found = in_comment(&walk, kept);
    if (found.name.len)
      return found;
    walk.is_commented = false;
    own.value = own.first;
  } else {
    yaml_line_read(bytes, &own);
  }
  begin(&walk, &own);
  walk_back(&walk, &own);
  if (is_comment && !walk.is_block)
    return (struct naming){0};
  struct naming found = walk.flow == SIZE_MAX ? in_scalar(&walk, &own, kept) : in_flow(&walk, kept);
  return with_explicit_key(&walk, &own, found, kept);
}
