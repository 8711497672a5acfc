/* builtin_regexp.c -- regular expressions of JavaScript, as far as PCRE2 agrees with it. */
#include "engine/script/builtin_regexp.h"

#include "base/memory.h"
#include "engine/regex.h"
#include "engine/script/builtin_units.h"
#include "engine/script/value.h"

enum {
  PATTERN_MAX = 512,    /* bytes */
  DEPTH_MAX = 8,        /* groups in groups */
  REPEAT_MAX = 1000,    /* {n,m} of a character */
  GROUP_REPEAT_MAX = 16, /* of a group, which PCRE2 copies as often */
  WORK_MAX = 1 << 20,   /* ways to match, from all starts */
  WORK_ROOM = 4,        /* ways that cost a byte of the maker's room */
  CALL_ROOM = 4096,     /* what compiling costs of it */
};

/* What stands between two brackets, or is the whole. `ways` is in how many ways it can match, with each
   unbounded repetition counted as the subject's length. */
struct level {
  double ways;     /* of alternatives that are complete */
  double product;  /* of the one at hand */
  bool may_be_empty; /* a complete alternative can match nothing */
  bool consumes;     /* the one at hand takes a character */
  bool captures;     /* a group in it does */
  bool looks;        /* (?= or (?! */
  bool repeats;      /* a group in it is repeated */
};

struct translation {
  str pattern;
  size_t at;
  double subject_len;
  bool ignore_case;
  bool dot_all;
  struct buf out;
  struct level levels[DEPTH_MAX + 1];
  unsigned depth;
  unsigned groups;
  /* The last part, for what repeats it. */
  enum { PART_NONE, PART_CHARACTER, PART_GROUP } part;
  struct level closed;  /* PART_GROUP */
  bool consumed_before; /* what `consumes` was */
};

static bool more(const struct translation *t) {
  return t->at < t->pattern.len;
}

static char peek(const struct translation *t) {
  return more(t) ? t->pattern.ptr[t->at] : '\0';
}

static bool accept(struct translation *t, str text) {
  bool here = str_starts(str_tail(t->pattern, t->at), text);
  t->at += here ? text.len : 0;
  return here;
}

static void emit(struct translation *t, str text) {
  buf_add(&t->out, text);
}

static void emit_character(struct translation *t, unsigned code) {
  buf_printf(&t->out, "\\x%02x", code);
}

static struct level *level(struct translation *t) {
  return &t->levels[t->depth];
}

static bool took_character(struct translation *t) {
  t->consumed_before = level(t)->consumes;
  level(t)->consumes = true;
  t->part = PART_CHARACTER;
  return true;
}

static bool took_assertion(struct translation *t, const char *text) {
  emit(t, str_from(text));
  t->part = PART_NONE;
  return true;
}

/* ---- escapes ---- */

static bool hex_digits(struct translation *t, unsigned digits, unsigned *code) {
  *code = 0;
  for (unsigned i = 0; i < digits; i++, t->at++) {
    static const char known[] = "0123456789abcdef";
    char digit = (char)(peek(t) | (peek(t) >= 'A' ? 0x20 : 0));
    const char *found = digit ? strchr(known, digit) : NULL;
    if (!found)
      return false;
    *code = *code * 16 + (unsigned)(found - known);
  }
  return *code < 0x80;
}

/* The character that an escape, behind its backslash, stands for. */
static bool escaped_character(struct translation *t, unsigned *code) {
  static const char names[] = "nrtfv0", meant[] = "\n\r\t\f\v";
  static const char punctuation[] = "^$\\.*+?()[]{}|/-!\"#%&',:;<=>@_`~ ";
  char escape = peek(t);
  t->at++;
  const char *named = escape ? strchr(names, escape) : NULL;
  if (escape == 'x' || escape == 'u')
    return hex_digits(t, escape == 'x' ? 2 : 4, code);
  if (escape == '0' && peek(t) >= '0' && peek(t) <= '9')
    return false;
  if (named)
    *code = (unsigned char)meant[named - names];
  else
    *code = (unsigned char)escape;
  return named || (escape && strchr(punctuation, escape));
}

/* \s and its like, which mean the same for both on ASCII. */
static bool class_escape(struct translation *t) {
  char text[] = {'\\', peek(t)};
  if (!peek(t) || !strchr("dDwWsS", peek(t)))
    return false;
  emit(t, (str){text, sizeof text});
  t->at++;
  return true;
}

static bool escape(struct translation *t) {
  unsigned code;
  if (peek(t) == 'b' || peek(t) == 'B')
    return took_assertion(t, t->pattern.ptr[t->at++] == 'b' ? "\\b" : "\\B");
  if (class_escape(t))
    return took_character(t);
  if (!escaped_character(t, &code))
    return false;
  emit_character(t, code);
  return took_character(t);
}

/* ---- classes ---- */

static bool class_character(struct translation *t, unsigned *code) {
  *code = (unsigned char)peek(t);
  t->at++;
  if (*code != '\\')
    return true;
  if (peek(t) != 'b')
    return escaped_character(t, code);
  t->at++;
  *code = '\b';
  return true;
}

/* What a set of characters behind a '-' would make a range of is not understood. */
static bool class_part(struct translation *t) {
  unsigned first, last;
  if (peek(t) == '\\') {
    t->at++;
    if (class_escape(t))
      return peek(t) != '-' || str_starts(str_tail(t->pattern, t->at), STR("-]"));
    t->at--;
  }
  if (!class_character(t, &first))
    return false;
  emit_character(t, first);
  if (peek(t) != '-' || str_starts(str_tail(t->pattern, t->at), STR("-]")))
    return true;
  t->at++;
  if (!class_character(t, &last) || last < first)
    return false;
  emit(t, STR("-"));
  emit_character(t, last);
  return true;
}

static bool class(struct translation *t) {
  bool negated = accept(t, STR("^"));
  if (accept(t, STR("]"))) { /* nothing, or anything */
    emit(t, negated ? STR("[\\s\\S]") : STR("[^\\s\\S]"));
    return took_character(t);
  }
  emit(t, negated ? STR("[^") : STR("["));
  while (more(t) && peek(t) != ']')
    if (!class_part(t))
      return false;
  emit(t, STR("]"));
  return accept(t, STR("]")) && took_character(t);
}

/* ---- groups ---- */

static bool open_group(struct translation *t) {
  struct level opened = {.product = 1};
  if (t->depth == DEPTH_MAX)
    return false;
  if (accept(t, STR("?:"))) {
    emit(t, STR("(?:"));
  } else if (str_starts(str_tail(t->pattern, t->at), STR("?=")) || str_starts(str_tail(t->pattern, t->at), STR("?!"))) {
    emit(t, peek(t) && t->pattern.ptr[t->at + 1] == '=' ? STR("(?=") : STR("(?!"));
    t->at += 2;
    opened.looks = true;
  } else if (peek(t) == '?' || ++t->groups > REGEXP_GROUPS_MAX) {
    return false;
  } else {
    emit(t, STR("("));
    opened.captures = true;
  }
  t->levels[++t->depth] = opened;
  t->part = PART_NONE;
  return true;
}

static void end_alternative(struct level *level) {
  level->ways += level->product;
  level->product = 1;
  level->may_be_empty = level->may_be_empty || !level->consumes;
  level->consumes = false;
}

/* A lookahead that captures keeps what it captured in one engine, and not always in the other. */
static bool close_group(struct translation *t) {
  if (t->depth == 0)
    return false;
  struct level closed = *level(t);
  end_alternative(&closed);
  t->depth--;
  emit(t, STR(")"));
  t->closed = closed;
  level(t)->product *= closed.ways;
  level(t)->captures = level(t)->captures || closed.captures;
  level(t)->repeats = level(t)->repeats || closed.repeats;
  t->consumed_before = level(t)->consumes;
  level(t)->consumes = level(t)->consumes || (!closed.may_be_empty && !closed.looks);
  t->part = closed.looks ? PART_NONE : PART_GROUP;
  return !(closed.looks && closed.captures);
}

static bool alternative(struct translation *t) {
  end_alternative(level(t));
  t->part = PART_NONE;
  emit(t, STR("|"));
  return true;
}

/* ---- repetitions ---- */

static bool read_count(struct translation *t, unsigned *count) {
  size_t start = t->at;
  for (*count = 0; peek(t) >= '0' && peek(t) <= '9' && *count <= REPEAT_MAX; t->at++)
    *count = *count * 10 + (unsigned)(peek(t) - '0');
  return t->at > start && *count <= REPEAT_MAX;
}

/* {n}, {n,} or {n,m} behind its '{'. *extra is how many more than `least` there may be. */
static bool read_counts(struct translation *t, unsigned *least, double *extra) {
  unsigned most;
  if (!read_count(t, least))
    return false;
  *extra = 0;
  if (accept(t, STR("}")))
    return true;
  if (!accept(t, STR(",")))
    return false;
  *extra = t->subject_len;
  if (accept(t, STR("}")))
    return true;
  if (!read_count(t, &most) || most < *least)
    return false;
  *extra = most - *least;
  return accept(t, STR("}"));
}

static bool read_repetition(struct translation *t, unsigned *least, double *extra) {
  char sign = peek(t);
  t->at++;
  *least = sign == '+';
  *extra = sign == '?' ? 1 : t->subject_len;
  return sign != '{' || read_counts(t, least, extra);
}

/* A group is repeated only if it matches in one way, and something: then both engines do the same. */
static bool may_repeat(const struct translation *t, unsigned least) {
  if (t->part == PART_CHARACTER)
    return true;
  return t->part == PART_GROUP && t->closed.ways == 1 && !t->closed.may_be_empty && !t->closed.repeats &&
         least <= GROUP_REPEAT_MAX;
}

static bool repeat(struct translation *t) {
  size_t start = t->at;
  unsigned least;
  double extra;
  if (!read_repetition(t, &least, &extra) || !may_repeat(t, least))
    return false;
  accept(t, STR("?"));
  emit(t, str_range(t->pattern.ptr + start, t->pattern.ptr + t->at));
  level(t)->product *= extra + 1;
  level(t)->repeats = level(t)->repeats || t->part == PART_GROUP;
  if (least == 0)
    level(t)->consumes = t->consumed_before;
  t->part = PART_NONE;
  return true;
}

/* ---- the whole ---- */

static bool dot(struct translation *t) {
  emit(t, t->dot_all ? STR("[\\s\\S]") : STR("[^\\n\\r]"));
  return took_character(t);
}

static bool literal(struct translation *t, char character) {
  emit_character(t, (unsigned char)character);
  return took_character(t);
}

/* A '{' before anything but a digit is a character. */
static bool repeats_here(const struct translation *t) {
  char next = peek(t), behind = t->at + 1 < t->pattern.len ? t->pattern.ptr[t->at + 1] : '\0';
  return next == '*' || next == '+' || next == '?' || (next == '{' && behind >= '0' && behind <= '9');
}

static bool step(struct translation *t) {
  char next = peek(t);
  if (repeats_here(t))
    return repeat(t);
  t->at++;
  switch (next) {
  case '\\': return escape(t);
  case '[': return class(t);
  case '(': return open_group(t);
  case ')': return close_group(t);
  case '|': return alternative(t);
  case '.': return dot(t);
  case '^': return took_assertion(t, "\\A");
  case '$': return took_assertion(t, "\\z");
  default: return literal(t, next);
  }
}

static bool read_flags(struct translation *t, str flags, bool *global) {
  for (size_t i = 0; i < flags.len; i++) {
    switch (flags.ptr[i]) {
    case 'g': *global = true; break;
    case 'i': t->ignore_case = true; break;
    case 's': t->dot_all = true; break;
    case 'u':
    case 'd': break;
    default: return false;
    }
  }
  if (t->ignore_case)
    emit(t, STR("(?i)"));
  return true;
}

/* False also if it would be too much work, or there is no room for it. */
static bool pay(struct maker *maker, const struct translation *t) {
  double ways = (t->levels[0].ways + 1) * (t->subject_len + 1);
  if (ways > WORK_MAX) {
    maker->cut = true;
    return false;
  }
  return maker_spend(maker, CALL_ROOM + (size_t)ways / WORK_ROOM);
}

static bool translate(struct translation *t) {
  t->levels[0].product = 1;
  while (more(t))
    if (!step(t))
      return false;
  end_alternative(&t->levels[0]);
  return t->depth == 0;
}

static void translation_close(struct translation *t) {
  buf_free(&t->out);
}

bool regexp_open(struct maker *maker, str pattern, str flags, str subject, struct regexp *regexp) {
  CLEANUP(translation_close) struct translation t = {.pattern = pattern, .subject_len = (double)subject.len};
  struct err err;
  *regexp = (struct regexp){0};
  if (pattern.len > PATTERN_MAX || !units_are_ascii(pattern) || !units_are_ascii(subject))
    return false;
  if (!read_flags(&t, flags, &regexp->global) || !translate(&t) || !pay(maker, &t))
    return false;
  if (regex_compile(t.out.len ? buf_str(&t.out) : STR("(?:)"), &regexp->regex, &err) < 0)
    return false;
  regexp->groups = t.groups;
  regexp->space = regex_space_new();
  return true;
}

void regexp_close(struct regexp *regexp) {
  regex_free(regexp->regex);
  regex_space_free(regexp->space);
  *regexp = (struct regexp){0};
}

int regexp_find(struct regexp *regexp, str subject, size_t from, struct regexp_match *match) {
  str known = subject.ptr ? subject : STR("");
  int found = regex_find(regexp->regex, regexp->space, known, from, false);
  for (unsigned i = 0; found == 1 && i <= regexp->groups; i++)
    match->groups[i] = regex_group(regexp->space, known, i);
  return found;
}
