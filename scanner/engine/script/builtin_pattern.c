/* builtin_pattern.c -- split, replace and match: methods of texts that take a text or a regular expression. */
#include "engine/script/builtin_call.h"
#include "engine/script/builtin_regexp.h"

/* A pattern at work on a text. */
struct search {
  struct call *call;
  struct units subject;
  struct units needle;
  bool is_regexp;
  struct regexp regexp;
  struct regexp_match match;
};

static void search_close(struct search *search) {
  units_close(&search->subject);
  units_close(&search->needle);
  regexp_close(&search->regexp);
}

static bool search_open_regexp(struct search *search, const struct value *regexp) {
  search->is_regexp = true;
  return regexp_open(search->call->maker, regexp->names->name, regexp->names->rest->name, search->subject.text,
                     &search->regexp);
}

static bool search_open(struct call *call, str subject, const struct value *pattern, struct search *search) {
  enum { UNIT_ROOM = 4 }; /* what a byte of the subject costs */
  str needle;
  *search = (struct search){.call = call, .subject = units_open(subject.ptr ? subject : STR(""))};
  if (!pattern || !maker_spend(call->maker, UNIT_ROOM * subject.len))
    return false;
  if (builtin_is_regexp(pattern))
    return search_open_regexp(search, pattern);
  if (!value_to_text(call->maker, pattern, &needle))
    return false;
  search->needle = units_open(needle);
  return true;
}

static size_t offset_of(const struct search *search, str part) {
  return (size_t)(part.ptr - search->subject.text.ptr);
}

/* 1 found, 0 not, -1 nobody knows. */
static int search_next(struct search *search, size_t from, size_t *start, size_t *end) {
  if (from > search->subject.len)
    return 0;
  if (search->is_regexp) {
    int found = regexp_find(&search->regexp, search->subject.text, from, &search->match);
    if (found != 1)
      return found;
    *start = offset_of(search, search->match.groups[0]);
    *end = *start + search->match.groups[0].len;
    return 1;
  }
  *start = units_find(&search->subject, &search->needle, from);
  *end = *start + search->needle.len;
  return *start != SIZE_MAX;
}

/* ---- replace ---- */

struct replacing {
  struct search *search;
  str template;
  struct buf out;
  size_t start; /* of the match */
  size_t end;
};

static void replacing_close(struct replacing *r) {
  buf_free(&r->out);
}

static void add_subject(struct replacing *r, size_t from, size_t to) {
  units_add(&r->out, &r->search->subject, from, to);
}

static unsigned digit_at(str text, size_t at) {
  return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9' ? (unsigned)(text.ptr[at] - '0') : 10;
}

/* $1 to $9, also as $01; length of what was replaced by the group, 0 if there is none. */
static size_t add_group(struct replacing *r, size_t at) {
  unsigned first = digit_at(r->template, at + 1), second = digit_at(r->template, at + 2);
  bool padded = first == 0 && second < 10;
  unsigned group = padded ? second : first;
  if (!r->search->is_regexp || first == 10 || group == 0 || group > r->search->regexp.groups)
    return 0;
  buf_add(&r->out, r->search->match.groups[group]);
  return padded ? 3 : 2;
}

/* What stands at a '$' of the template: its length. */
static size_t add_reference(struct replacing *r, size_t at) {
  char sign = at + 1 < r->template.len ? r->template.ptr[at + 1] : '\0';
  switch (sign) {
  case '$': buf_add_byte(&r->out, '$'); return 2;
  case '&': add_subject(r, r->start, r->end); return 2;
  case '`': add_subject(r, 0, r->start); return 2;
  case '\'': add_subject(r, r->end, r->search->subject.len); return 2;
  default: break;
  }
  size_t length = add_group(r, at);
  if (length)
    return length;
  buf_add_byte(&r->out, '$');
  return 1;
}

static void add_replacement(struct replacing *r) {
  for (size_t at = 0; at < r->template.len && r->out.len <= TEXT_SIZE_MAX;) {
    if (r->template.ptr[at] == '$') {
      at += add_reference(r, at);
      continue;
    }
    size_t end = str_find_byte(r->template, '$', at);
    end = end == SIZE_MAX ? r->template.len : end;
    units_join(&r->out, str_range(r->template.ptr + at, r->template.ptr + end));
    at = end;
  }
}

static enum builtin_outcome give_replaced(struct replacing *r, size_t count) {
  struct call *call = r->search->call;
  const struct origin *origin = call->self->origin;
  if (count == 0)
    return call_give(call, *call->self);
  if (r->template.len)
    origin = call_join(call, origin, call->arguments[1].origin);
  return call_give_buf(call, &r->out, origin);
}

static enum builtin_outcome replace_in(struct search *search, str template, bool all) {
  CLEANUP(replacing_close) struct replacing r = {.search = search, .template = template};
  size_t done = 0, count = 0, from = 0;
  int found;
  while ((found = search_next(search, from, &r.start, &r.end)) == 1) {
    add_subject(&r, done, r.start);
    add_replacement(&r);
    done = r.end;
    count++;
    if (!all)
      break;
    if (r.out.len > TEXT_SIZE_MAX)
      return call_cut(search->call);
    from = r.end > r.start ? r.end : r.end + 1;
  }
  if (found < 0)
    return call_cut(search->call);
  add_subject(&r, done, search->subject.len);
  return give_replaced(&r, count);
}

static enum builtin_outcome replace_with(struct call *call, bool all) {
  CLEANUP(search_close) struct search search = {0};
  str template;
  if (call->len < 2 || !call_text(call, 1, STR(""), &template))
    return BUILTIN_UNKNOWN;
  if (!search_open(call, call->self->text, &call->arguments[0], &search))
    return BUILTIN_UNKNOWN;
  if (all && search.is_regexp && !search.regexp.global) /* a TypeError */
    return BUILTIN_UNKNOWN;
  return replace_in(&search, template, all || search.regexp.global);
}

static enum builtin_outcome replace(struct call *call) {
  return replace_with(call, false);
}

static enum builtin_outcome replace_all(struct call *call) {
  return replace_with(call, true);
}

/* ---- parts of the subject as a list ---- */

/* Of the subject; from SIZE_MAX: undefined. */
struct piece {
  size_t from;
  size_t to;
};

struct pieces {
  VEC(struct piece) list;
};

static void pieces_close(struct pieces *pieces) {
  vec_free(&pieces->list);
}

/* False once there are more than a list may have. */
static bool add_piece(struct pieces *pieces, size_t from, size_t to) {
  vec_push(&pieces->list, (struct piece){from, to});
  return pieces->list.len <= LIST_MAX;
}

static bool add_match_groups(struct search *search, unsigned first, struct pieces *pieces) {
  for (unsigned i = first; i <= search->regexp.groups; i++) {
    str group = search->match.groups[i];
    size_t from = group.ptr ? offset_of(search, group) : SIZE_MAX;
    if (!add_piece(pieces, from, from + group.len))
      return false;
  }
  return true;
}

static bool piece_text(struct search *search, struct piece piece, str *text) {
  if (!search->subject.wide) {
    *text = (str){search->subject.text.ptr + piece.from, piece.to - piece.from};
    return true;
  }
  CLEANUP(buf_free) struct buf out = {0};
  units_add(&out, &search->subject, piece.from, piece.to);
  return call_keep(search->call, buf_str(&out), text);
}

static enum builtin_outcome give_pieces(struct search *search, const struct pieces *pieces,
                                        const struct origin *origin) {
  struct call *call = search->call;
  struct values *items = call_give_sets(call, pieces->list.len, origin);
  struct value *values = items ? maker_take(call->maker, pieces->list.len * sizeof *values) : NULL;
  for (size_t i = 0; values && i < pieces->list.len; i++) {
    str text = STR_NONE;
    bool defined = pieces->list.data[i].from != SIZE_MAX;
    if (defined && !piece_text(search, pieces->list.data[i], &text))
      return BUILTIN_UNKNOWN;
    values[i] = value_text(text, origin);
    items[i] = defined ? (struct values){&values[i], 1, false} : values_none();
  }
  return values ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

/* ---- split ---- */

/* An empty match where the last part ended separates nothing. 1 done, 0 too many, -1 nobody knows. */
static int split_pieces(struct search *search, struct pieces *pieces) {
  size_t done = 0, from = 0, start, end, len = search->subject.len;
  int found = 0;
  while (from < len && (found = search_next(search, from, &start, &end)) == 1 && start < len) {
    if (end == done) {
      from = start + 1;
      continue;
    }
    if (!add_piece(pieces, done, start) || !add_match_groups(search, 1, pieces))
      return 0;
    done = end;
    from = end > start ? end : end + 1;
  }
  return found < 0 ? -1 : add_piece(pieces, done, len);
}

/* An empty text has no parts if the separator matches it, and itself as its only part if not. */
static int split_empty(struct search *search, struct pieces *pieces) {
  size_t start, end;
  int found = search_next(search, 0, &start, &end);
  return found == 0 ? add_piece(pieces, 0, 0) : found;
}

static bool split_limit(struct call *call, size_t *limit) {
  double number = LIST_MAX + 1;
  if (call->len > 1 && !call_number(call, 1, &number))
    return false;
  *limit = call_uint32(number);
  return true;
}

static enum builtin_outcome split(struct call *call) {
  CLEANUP(search_close) struct search search = {0};
  CLEANUP(pieces_close) struct pieces pieces = {{0}};
  size_t limit;
  if (!split_limit(call, &limit))
    return BUILTIN_UNKNOWN;
  bool open = search_open(call, call->self->text, call_argument(call, 0), &search);
  if (!open && call->len > 0)
    return BUILTIN_UNKNOWN;
  int outcome = call->len == 0            ? add_piece(&pieces, 0, search.subject.len)
                : search.subject.len == 0 ? split_empty(&search, &pieces)
                                          : split_pieces(&search, &pieces);
  if (outcome < 0 || (outcome == 0 && limit > LIST_MAX))
    return call_cut(call);
  pieces.list.len = pieces.list.len < limit ? pieces.list.len : limit;
  return give_pieces(&search, &pieces, call->self->origin);
}

/* ---- match ---- */

static enum builtin_outcome match_all_texts(struct search *search, const struct origin *origin) {
  CLEANUP(pieces_close) struct pieces pieces = {{0}};
  size_t from = 0, start, end;
  int found;
  while ((found = search_next(search, from, &start, &end)) == 1) {
    if (!add_piece(&pieces, start, end))
      return call_cut(search->call);
    from = end > start ? end : end + 1;
  }
  if (found < 0 || pieces.list.len == 0) /* null */
    return BUILTIN_UNKNOWN;
  return give_pieces(search, &pieces, origin);
}

static enum builtin_outcome match_once(struct search *search, const struct origin *origin) {
  CLEANUP(pieces_close) struct pieces pieces = {{0}};
  size_t start, end;
  if (search_next(search, 0, &start, &end) != 1) /* null */
    return BUILTIN_UNKNOWN;
  add_match_groups(search, 0, &pieces);
  return give_pieces(search, &pieces, origin);
}

static enum builtin_outcome match(struct call *call) {
  CLEANUP(search_close) struct search search = {0};
  const struct value *pattern = call_argument(call, 0);
  if (!pattern || !builtin_is_regexp(pattern) || !search_open(call, call->self->text, pattern, &search))
    return BUILTIN_UNKNOWN;
  return search.regexp.global ? match_all_texts(&search, call->self->origin) : match_once(&search, call->self->origin);
}

static enum builtin_outcome search_position(struct call *call) {
  CLEANUP(search_close) struct search search = {0};
  const struct value *pattern = call_argument(call, 0);
  size_t start = 0, end;
  if (!pattern || !builtin_is_regexp(pattern) || !search_open(call, call->self->text, pattern, &search))
    return BUILTIN_UNKNOWN;
  int found = search_next(&search, 0, &start, &end);
  return found < 0 ? BUILTIN_UNKNOWN : call_give_number(call, found ? (double)start : -1, NULL);
}

static enum builtin_outcome unknown(struct call *call) {
  (void)call;
  return BUILTIN_UNKNOWN;
}

const struct builtin_entry builtin_pattern_methods[] = {
    {STR("replace"), replace},
    {STR("replaceAll"), replace_all},
    {STR("split"), split},
    {STR("match"), match},
    {STR("search"), search_position},
    {STR("matchAll"), unknown},
    {STR_NONE, NULL},
};

/* ---- methods of regular expressions ---- */

/* Those of the flag g remember where they were. */
static bool search_open_argument(struct call *call, struct search *search) {
  str subject;
  return call->len > 0 && call_text(call, 0, STR(""), &subject) && search_open(call, subject, call->self, search) &&
         !search->regexp.global;
}

static enum builtin_outcome test(struct call *call) {
  CLEANUP(search_close) struct search search = {0};
  size_t start, end;
  int found = search_open_argument(call, &search) ? search_next(&search, 0, &start, &end) : -1;
  return found < 0 ? BUILTIN_UNKNOWN : call_give_bool(call, found == 1);
}

static enum builtin_outcome exec(struct call *call) {
  CLEANUP(search_close) struct search search = {0};
  return search_open_argument(call, &search) ? match_once(&search, call->arguments[0].origin) : BUILTIN_UNKNOWN;
}

const struct builtin_entry builtin_regexp_methods[] = {
    {STR("test"), test},
    {STR("exec"), exec},
    {STR("toString"), unknown},
    {STR_NONE, NULL},
};
