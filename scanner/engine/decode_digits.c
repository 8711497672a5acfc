/* decode_digits.c -- runs of base64, and of hex that stands together: where such a run begins, and what it says.
   A run may have swallowed a neighbour, as in /v1/YXBz: the longest beginning that reads as text is the plainest. */
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/decode_lines.h"
#include "engine/decode_runs.h"

enum {
  ALIGNMENTS = 4,
  CHECKED = 8,                        /* digits from the form on that must read as text */
  CHECK_LIMIT = 4 * DECODE_RUN_LIMIT, /* digits looked at to find the beginning */
  READINGS = 24,
  CUT_BACK = 4 /* digits before the first that says no text, of which one may be a '/' that ends the run */
};

struct place {
  uint32_t start; /* from the block's start */
  int8_t value;
  bool is_sign; /* neither letter nor digit */
  bool may_begin;
};

/* A block's digits. */
struct run {
  VEC(struct place) places;
  struct digit_block block;
  size_t at;   /* index of the form's first digit */
  size_t last; /* index of the first digit of a shorter last line; places.len if there is none */
  unsigned bits;
};

static unsigned bits_of(enum digits kind) {
  return kind == DIGITS_HEX ? 4 : 6;
}

/* Is a part between signs a word rather than base64? Words change little between a, A and 0. */
struct word {
  size_t len;
  size_t changes;
  int class;
};

static int class_of(int value) {
  return value < 26 ? 1 : value < 52 ? 2 : 3;
}

static bool is_word(const struct word *word) {
  enum { LONG_WORD = 16 }; /* those change less: base64 could not by chance */
  return word->len > LONG_WORD ? word->changes * 5 <= word->len : word->changes * 3 <= word->len + 2;
}

/* A run may begin where its block does, behind a sign if all before are words, and at the second line if the first
   is a longer word: that may be no part of it at all. */
static void mark_beginnings(struct run *run) {
  struct word word = {0};
  bool is_words = run->bits == 6;
  for (size_t i = 0; i <= run->at && i < run->places.len; i++) {
    struct place *place = &run->places.data[i];
    place->may_begin = i == 0 || (is_words && run->block.lines <= 2 && run->places.data[i - 1].is_sign);
    place->may_begin |= run->block.lines == 2 && i == run->last && is_words && is_word(&word);
    if (place->is_sign) {
      is_words = is_words && is_word(&word);
      word = (struct word){0};
      continue;
    }
    int class = class_of(place->value);
    word.changes += word.class && class != word.class;
    word.class = class;
    word.len++;
  }
}

static void run_collect(enum digits kind, str bytes, size_t at, struct run *run) {
  *run = (struct run){.block = digit_block(kind, bytes, at, DECODE_RUN_LIMIT), .bits = bits_of(kind)};
  bool has_last = run->block.last_start < run->block.end;
  run->last = run->at = SIZE_MAX;
  for (size_t pos = run->block.start; pos < run->block.end;) {
    struct digit digit = digit_at(kind, bytes, pos);
    struct joint joint;
    if (digit.value >= 0) {
      if (pos == at)
        run->at = run->places.len;
      if (has_last && pos == run->block.last_start)
        run->last = run->places.len;
      bool is_sign = !decode_is_alphanumeric(bytes.ptr[pos]);
      vec_push(&run->places, (struct place){(uint32_t)(pos - run->block.start), (int8_t)digit.value, is_sign, false});
      pos += digit.len;
    } else if (joint_at(bytes, pos, &joint)) {
      pos = joint.end;
    } else {
      break;
    }
  }
  if (run->at == SIZE_MAX) /* no digit stands there */
    run->places.len = run->at = 0;
  run->last = run->last > run->places.len ? run->places.len : run->last;
  mark_beginnings(run);
}

/* Text so far? ASCII without control characters, well-formed sequences of UTF-8, and NUL, for wide text. */
struct plain {
  unsigned needed;
};

static bool plain_takes(struct plain *plain, unsigned char byte) {
  if (plain->needed) {
    plain->needed--;
    return (byte & 0xc0) == 0x80;
  }
  if (byte >= 0x80)
    plain->needed = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  return byte < 0x80 ? byte == 0 || byte == '\t' || byte == '\n' || byte == '\r' || (byte >= 0x20 && byte != 0x7f)
                     : byte >= 0xc2 && byte <= 0xf4;
}

/* Reads digits from index `from` to `to` for as long as they say text; the index of the digit where they do not, or `to`. */
static size_t plain_until(const struct run *run, size_t from, size_t to) {
  struct plain plain = {0};
  uint32_t bits = 0;
  unsigned held = 0;
  for (size_t i = from; i < to; i++) {
    bits = bits << run->bits | (uint32_t)run->places.data[i].value;
    held += run->bits;
    if (held < 8)
      continue;
    held -= 8;
    if (!plain_takes(&plain, (unsigned char)(bits >> held)))
      return i;
  }
  return to;
}

struct reading {
  size_t from; /* indices of digits */
  size_t to;
  bool is_whole; /* up to the end of the block: padding belongs to it */
};

struct readings {
  struct reading data[READINGS];
  size_t len;
};

static void readings_add(struct readings *readings, struct reading reading) {
  for (size_t i = 0; i < readings->len; i++)
    if (readings->data[i].from == reading.from && readings->data[i].to == reading.to)
      return;
  if (readings->len < READINGS && reading.from < reading.to)
    readings->data[readings->len++] = reading;
}

/* May base64 from `from` end before index `to`? Without padding, the bits that make no byte are zeros. */
static bool may_end(const struct run *run, size_t from, size_t to) {
  size_t left = (to - from) * run->bits % 8;
  return left < 6 && to > from && (run->places.data[to - 1].value & ((1 << left) - 1)) == 0;
}

/* Where a reading from `from` ends: before what was swallowed behind a sign, or a last line that is none. */
static struct reading reading_end(const struct run *run, size_t from) {
  size_t len = run->places.len, until = plain_until(run, from, len);
  if (until == len || until <= run->at)
    return (struct reading){from, len, true};
  if (until >= run->last && run->last > run->at)
    return (struct reading){from, run->last, false};
  for (size_t i = until + 1; i + CUT_BACK > until && i > run->at; i--)
    if (i < len && run->places.data[i].is_sign && may_end(run, from, i))
      return (struct reading){from, i, false};
  return (struct reading){from, len, true};
}

static bool may_hold(const struct run *run, size_t from) {
  return run->bits != 4 || (run->at - from) % 2 == 0;
}

/* The reading that begins first of those that say text up to the form and a little on. */
static bool plainest(const struct run *run, struct reading *out) {
  size_t to = run->at + CHECKED < run->places.len ? run->at + CHECKED : run->places.len;
  size_t checked = 0;
  for (size_t i = 0; i <= run->at && i < run->places.len && checked < CHECK_LIMIT; i++) {
    if (!run->places.data[i].may_begin || !may_hold(run, i))
      continue;
    size_t until = plain_until(run, i, to);
    checked += until - i + 1;
    if (until < to)
      continue;
    *out = reading_end(run, i);
    return true;
  }
  return false;
}

/* All alignments of the block, and of its one line. */
static void add_alignments(const struct run *run, struct readings *out) {
  size_t len = run->places.len, first = 0, behind = len;
  for (size_t shift = 0; shift < ALIGNMENTS; shift++)
    if (shift <= run->at && may_hold(run, shift))
      readings_add(out, (struct reading){shift, len, true});
  if (run->block.lines == 1)
    return;
  while (first < run->at && run->block.start + run->places.data[first].start < run->block.line_start)
    first++;
  while (behind > run->at + 1 && run->block.start + run->places.data[behind - 1].start >= run->block.line_end)
    behind--;
  for (size_t shift = 0; shift < ALIGNMENTS; shift++)
    if (first + shift <= run->at && may_hold(run, first + shift))
      readings_add(out, (struct reading){first + shift, behind, behind == len});
}

/* Behind `wanted` signs of padding, of which some may stand in the next line. */
static size_t padding_end(enum digits kind, str bytes, size_t at, size_t wanted) {
  struct joint joint;
  size_t end = at;
  for (; wanted; wanted--) {
    struct digit digit = digit_at(kind, bytes, at);
    if (digit.value != DIGIT_PADDING && joint_at(bytes, at, &joint))
      digit = digit_at(kind, bytes, at = joint.end);
    if (digit.value != DIGIT_PADDING)
      return end;
    end = at += digit.len;
  }
  return end;
}

static void say(enum digits kind, str bytes, const struct run *run, struct reading reading, struct decoded *out) {
  uint32_t bits = 0;
  unsigned held = 0;
  out->start = run->block.start + run->places.data[reading.from].start;
  out->end = run->block.start + run->places.data[reading.to - 1].start;
  out->end += digit_at(kind, bytes, out->end).len;
  for (size_t i = reading.from; i < reading.to; i++) {
    bits = bits << run->bits | (uint32_t)run->places.data[i].value;
    held += run->bits;
    if (held >= 8)
      buf_add_byte(&out->text, (char)(bits >> (held -= 8)));
  }
  if (reading.is_whole && run->bits == 6)
    out->end = padding_end(kind, bytes, out->end, (ALIGNMENTS - (reading.to - reading.from) % ALIGNMENTS) % ALIGNMENTS);
}

/* The readings of one alphabet, the plainest first. */
static void list_readings(str bytes, size_t at, const struct run *run, struct readings *out) {
  struct reading plain;
  if (run->places.len == 0)
    return;
  if (run->bits == 6 && str_starts(str_tail(bytes, at), STR("H4sI"))) /* gzip begins what it is in */
    readings_add(out, (struct reading){run->at, run->places.len, true});
  if (plainest(run, &plain))
    readings_add(out, plain);
}

/* Of two plain readings: the one that begins first, then the one that says more. */
static bool is_plainer(const struct run *a, struct reading ra, const struct run *b, struct reading rb) {
  size_t start_a = a->block.start + a->places.data[ra.from].start, start_b = b->block.start + b->places.data[rb.from].start;
  if (start_a != start_b)
    return start_a < start_b;
  bool is_text = plain_until(a, ra.from, ra.to) == ra.to;
  return is_text && a->block.start + a->places.data[ra.to - 1].start > b->block.start + b->places.data[rb.to - 1].start;
}

static bool same_block(const struct run *a, const struct run *b) {
  return a->places.len == b->places.len && a->block.start == b->block.start && a->block.end == b->block.end;
}

static bool say_turn(enum digits kind, str bytes, const struct run *run, const struct readings *from, unsigned *turn,
                     struct decoded *out) {
  if (*turn >= from->len) {
    *turn -= (unsigned)from->len;
    return false;
  }
  say(kind, bytes, run, from->data[*turn], out);
  return out->text.len > 0;
}

/* Does the reading begin in the middle of the other alphabet's digits, behind a sign that does not end a word? Then it is
   only a part. */
static bool is_part(const struct run *run, struct reading reading, const struct run *other) {
  size_t behind = run->at - reading.from;
  if (other->places.len == 0 || other->at < behind)
    return false;
  size_t index = other->at - behind;
  bool is_same = other->block.start + other->places.data[index].start == run->block.start + run->places.data[reading.from].start;
  return is_same && !other->places.data[index].may_begin;
}

/* What each alphabet says: plain readings, and all alignments. */
struct both {
  struct readings plain[2];
  struct readings all[2];
};

static void list_both(str bytes, size_t at, const struct run *runs, struct both *out) {
  bool is_one = same_block(&runs[0], &runs[1]);
  for (int i = 0; i < 2 - is_one; i++) {
    list_readings(bytes, at, &runs[i], &out->plain[i]);
    if (out->plain[i].len == 1 && is_part(&runs[i], out->plain[i].data[0], &runs[1 - i]))
      out->plain[i].len = 0;
    if (runs[i].places.len)
      add_alignments(&runs[i], &out->all[i]);
  }
}

/* First the plain readings of both, then all alignments: of the alphabet first that reaches further back. */
static bool say_either(str bytes, size_t at, const struct run *runs, unsigned turn, struct decoded *out) {
  struct both both = {0};
  list_both(bytes, at, runs, &both);
  const struct readings *plain = both.plain;
  bool is_url_plainer = plain[0].len && plain[1].len && is_plainer(&runs[1], plain[1].data[0], &runs[0], plain[0].data[0]);
  bool is_url_longer = runs[1].block.start < runs[0].block.start;
  for (int i = 0; i < 4; i++) {
    int which = (i & 1) ^ (i < 2 ? is_url_plainer : is_url_longer);
    if (say_turn((enum digits)which, bytes, &runs[which], i < 2 ? &both.plain[which] : &both.all[which], &turn, out))
      return true;
  }
  return false;
}

bool decode_run_base64(str bytes, size_t at, unsigned turn, struct decoded *out) {
  struct run runs[2];
  run_collect(DIGITS_BASE64, bytes, at, &runs[0]);
  run_collect(DIGITS_BASE64_URL, bytes, at, &runs[1]);
  bool found = say_either(bytes, at, runs, turn, out);
  vec_free(&runs[0].places);
  vec_free(&runs[1].places);
  return found;
}

bool decode_run_hex_lines(str bytes, size_t at, unsigned turn, struct decoded *out) {
  struct run run;
  struct readings readings = {0};
  run_collect(DIGITS_HEX, bytes, at, &run);
  list_readings(bytes, at, &run, &readings);
  if (run.places.len)
    add_alignments(&run, &readings);
  bool found = say_turn(DIGITS_HEX, bytes, &run, &readings, &turn, out);
  vec_free(&run.places);
  return found;
}
