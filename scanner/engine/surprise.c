/* surprise.c -- how hard each character of a text is to explain by what people write: words, numbers,
   sequences, repeats.  Knows nothing of keys. */
#include "engine/surprise.h"

#include <stdint.h>

#include "engine/spelling.h"
#include "engine/words.h"

/* Tenths of a bit, as all costs here. */
enum {
  COST_CAMEL = 20, /* a word that begins with a change of case */
  COST_DIGIT_TO_WORD = 35,
  COST_WORD_TO_DIGIT = 25,
  COST_LONE_LETTER = 15, /* one letter between digits or changes of case */
  COST_INITIAL = 55,     /* one letter between separators */
  COST_DIGIT = 40,       /* of a short number */
  COST_LATE_DIGIT = 45,  /* people write few numbers of more than SHORT_NUMBER digits */
  COST_TIME_DIGIT = 33,
  COST_DISGUISE = 20,  /* digits stand for letters */
  COST_DISGUISED = 15, /* one digit that does */
  COST_FORM = 25,      /* a word written otherwise than the one before */
  COST_PATTERN = 50,   /* a sequence or repeat begins */
  COST_STEP = 8,       /* one more step of it */
  RANDOM_LETTER = 47,
  CLEAR_WORD_LETTER = 35 /* of a word of which nobody doubts that it is one */
};

enum { SHORT_NUMBER = 4, SHORTEST_WORD = 3, SHORTEST_DISGUISED = 3, SURE_DISGUISED = 5 };

enum { FIRST_LETTER = 10 };

_Static_assert((int)SURPRISE_LIMIT <= (int)SPELLING_LIMIT, "a piece is spelt whole");

static bool is_digit(unsigned char byte) {
  return byte >= '0' && byte <= '9';
}

static bool is_upper(unsigned char byte) {
  return byte >= 'A' && byte <= 'Z';
}

static bool is_lower(unsigned char byte) {
  return byte >= 'a' && byte <= 'z';
}

static unsigned char symbol_of(unsigned char byte) {
  if (is_digit(byte))
    return (unsigned char)(byte - '0');
  return (unsigned char)(FIRST_LETTER + (byte | 32) - 'a');
}

static size_t copy_symbols(struct surprise *self, str text) {
  size_t at = 0, gap = 0;
  for (; at < text.len && self->len < SURPRISE_LIMIT; at++) {
    unsigned char byte = (unsigned char)text.ptr[at];
    if (!is_digit(byte) && !is_upper(byte) && !is_lower(byte)) {
      gap += gap < UINT8_MAX;
      continue;
    }
    self->byte[self->len] = byte;
    self->symbol[self->len] = symbol_of(byte);
    self->gap[self->len++] = (unsigned char)gap;
    gap = 0;
  }
  return at;
}

/* Does a word or number begin at `at`, for a reason other than a separator? */
static bool turns_at(const struct surprise *self, size_t at) {
  unsigned char last = self->byte[at - 1], byte = self->byte[at];
  if (is_digit(last) != is_digit(byte))
    return true;
  if (!is_upper(byte))
    return false;
  bool next_is_lower = at + 1 < self->len && !self->gap[at + 1] && is_lower(self->byte[at + 1]);
  return is_lower(last) || (is_upper(last) && next_is_lower);
}

static size_t piece_end(const struct surprise *self, size_t begin) {
  size_t end = begin + 1;
  while (end < self->len && !self->gap[end] && !turns_at(self, end))
    end++;
  return end;
}

static int cost_to_begin(const struct surprise *self, size_t at, size_t end) {
  if (at == 0 || self->gap[at])
    return 0;
  if (is_digit(self->byte[at]))
    return COST_WORD_TO_DIGIT;
  bool is_lone = end == at + 1 && end < self->len && !self->gap[end];
  int lone = is_lone ? COST_LONE_LETTER : 0;
  return lone + (is_digit(self->byte[at - 1]) ? COST_DIGIT_TO_WORD : COST_CAMEL);
}

/* Seconds and milliseconds since 1970, and dates, between 2001 and 2033 or so. */
static bool is_time(const unsigned char *digits, size_t len) {
  if (len == 10 || len == 13)
    return digits[0] == '1' && digits[1] >= '0';
  return (len == 8 || len == 12 || len == 14) && digits[0] == '2' && digits[1] == '0' && digits[2] <= '3';
}

static void read_number(struct surprise *self, size_t begin, size_t end) {
  bool is_of_time = is_time(self->byte + begin, end - begin);
  for (size_t i = begin; i < end; i++) {
    int cost = i - begin < SHORT_NUMBER ? COST_DIGIT : COST_LATE_DIGIT;
    self->bits[i] = is_of_time ? COST_TIME_DIGIT : cost;
    self->habit[i] = HABIT_NUMBER;
  }
}

static bool is_apart(const struct surprise *self, size_t begin, size_t end) {
  return (begin == 0 || self->gap[begin]) && (end == self->len || self->gap[end]);
}

static void read_word(struct surprise *self, size_t begin, size_t end) {
  unsigned char letters[SURPRISE_LIMIT] = {0};
  size_t len = end - begin;
  for (size_t i = 0; i < len; i++)
    letters[i] = (unsigned char)(self->symbol[begin + i] - FIRST_LETTER);
  int sum = spelling_read(letters, len, self->bits + begin, &self->stand_ins);
  if (len == 1 && is_apart(self, begin, end) && self->bits[begin] > COST_INITIAL)
    self->bits[begin] = COST_INITIAL;
  bool is_word = len >= SHORTEST_WORD && sum < RANDOM_LETTER * (int)len;
  memset(self->habit + begin, is_word ? HABIT_WORD : HABIT_NONE, len);
}

static int cost_of(const struct surprise *self, size_t begin, size_t end) {
  int cost = 0;
  for (size_t i = begin; i < end; i++)
    cost += self->bits[i];
  return cost;
}

/* How a word is written: word, Word or WORD. */
enum form { FORM_NONE, FORM_LOWER, FORM_CAPITAL, FORM_UPPER };

static enum form form_of(const struct surprise *self, size_t begin, size_t end) {
  if (is_lower(self->byte[begin]))
    return FORM_LOWER;
  return end > begin + 1 && is_upper(self->byte[begin + 1]) ? FORM_UPPER : FORM_CAPITAL;
}

/* People keep to one form, or begin with a small word as in getUserName. */
static int cost_to_change(enum form before, enum form form) {
  bool is_usual = before == FORM_NONE || before == form || (before == FORM_LOWER && form == FORM_CAPITAL);
  return is_usual ? 0 : COST_FORM;
}

static void read_pieces(struct surprise *self) {
  enum form before = FORM_NONE;
  for (size_t begin = 0, end; begin < self->len; begin = end) {
    end = piece_end(self, begin);
    if (is_digit(self->byte[begin])) {
      read_number(self, begin, end);
    } else {
      read_word(self, begin, end);
      enum form form = form_of(self, begin, end);
      self->bits[begin] += cost_to_change(before, form);
      before = form;
    }
    self->bits[begin] += cost_to_begin(self, begin, end);
  }
}

/* The letter that a digit stands for in p4ssw0rd, or WORDS_EDGE. */
static unsigned char letter_for(unsigned char digit) {
  static const char letters[] = "oi{eas{t{{";
  return (unsigned char)(letters[digit] - 'a');
}

/* The letters of a run with digits for some; false when it is anything else. */
static bool undo_disguise(const struct surprise *self, size_t begin, size_t end, unsigned char *letters) {
  size_t digits = 0;
  for (size_t i = begin; i < end; i++) {
    unsigned char symbol = self->symbol[i];
    bool is_number = symbol < FIRST_LETTER;
    digits += is_number;
    letters[i - begin] = is_number ? letter_for(symbol) : (unsigned char)(symbol - FIRST_LETTER);
    if (letters[i - begin] == WORDS_EDGE)
      return false;
  }
  return digits > 0 && digits < end - begin;
}

static void read_disguised(struct surprise *self, size_t begin, size_t end) {
  unsigned char letters[SURPRISE_LIMIT];
  int spelt[SURPRISE_LIMIT];
  size_t len = end - begin, stand_ins = 0;
  if (len < SHORTEST_DISGUISED || !undo_disguise(self, begin, end, letters))
    return;
  int limit = len < SURE_DISGUISED ? CLEAR_WORD_LETTER : RANDOM_LETTER;
  int sum = spelling_read(letters, len, spelt, &stand_ins);
  spelt[0] += COST_DISGUISE;
  for (size_t i = 0; i < len; i++) {
    int digit = is_digit(self->byte[begin + i]) ? COST_DISGUISED : 0;
    spelt[i] += digit;
    sum += digit;
  }
  if (sum >= limit * (int)len || sum + COST_DISGUISE >= cost_of(self, begin, begin + len))
    return;
  memcpy(self->bits + begin, spelt, len * sizeof *spelt);
  memset(self->habit + begin, HABIT_WORD, len);
}

/* Digits belong to the word round them, so that only a separator or a change of case ends it. */
static size_t disguised_end(const struct surprise *self, size_t begin) {
  bool was_lower = is_lower(self->byte[begin]);
  size_t end = begin + 1;
  for (; end < self->len && !self->gap[end]; end++) {
    if (was_lower && is_upper(self->byte[end]))
      break;
    was_lower = is_lower(self->byte[end]) || (was_lower && is_digit(self->byte[end]));
  }
  return end;
}

static void read_disguises(struct surprise *self) {
  for (size_t begin = 0, end; begin < self->len; begin = end) {
    end = disguised_end(self, begin);
    read_disguised(self, begin, end);
  }
}

/* How one symbol can follow another. */
enum {
  STEP_SAME = 1,
  STEP_UP = 2,
  STEP_DOWN = 4,
  STEP_RIGHT = 8, /* the next key of the keyboard's row */
  STEP_LEFT = 16,
  STEP_BELOW = 32, /* the next key of its column */
  STEP_ABOVE = 64,
  STEP_ANY = 127
};

/* Row and column, in a byte's halves, of each symbol's key. */
static const unsigned char key_place[36] = {
    0x0a, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09,             /* 0-9 */
    0x21, 0x35, 0x33, 0x23, 0x13, 0x24, 0x25, 0x26, 0x18, 0x27, 0x28, 0x29, /* a-l */
    0x37, 0x36, 0x19, 0x1a, 0x11, 0x14, 0x22, 0x15, 0x17, 0x34, 0x12, 0x32, 0x16, 0x31,
};

static unsigned step_between(unsigned char from, unsigned char to) {
  int move = key_place[to] - key_place[from];
  bool is_same_class = (from < FIRST_LETTER) == (to < FIRST_LETTER);
  unsigned step = 0;
  step |= to == from ? STEP_SAME : 0;
  step |= is_same_class && to == from + 1 ? STEP_UP : 0;
  step |= is_same_class && from == to + 1 ? STEP_DOWN : 0;
  step |= move == 1 ? STEP_RIGHT : 0;
  step |= move == -1 ? STEP_LEFT : 0;
  step |= move == 16 ? STEP_BELOW : 0;
  step |= move == -16 ? STEP_ABOVE : 0;
  return step;
}

/* Tenths of a bit that one step says when chance would make it. */
static int step_bits(unsigned char symbol) {
  return symbol < FIRST_LETTER ? 33 : 50;
}

/* Explains a part as a sequence or repeat, where that is cheaper. */
static void cover(struct surprise *self, size_t begin, size_t end, enum habit habit) {
  if (cost_of(self, begin, end) <= COST_PATTERN + COST_STEP * (int)(end - begin))
    return;
  for (size_t i = begin; i < end; i++) {
    self->bits[i] = COST_STEP;
    self->habit[i] = (unsigned char)habit;
  }
  self->bits[begin] += COST_PATTERN;
}

static void read_steps_of(struct surprise *self, const unsigned char *steps, unsigned kind, size_t distance) {
  enum { COUNTS_FROM = 95, COUNTS_AFAR_FROM = 140 };
  int said = 0;
  size_t begin = distance;
  for (size_t i = distance; i <= self->len; i++) {
    if (i < self->len && (steps[i] & kind)) {
      said += step_bits(self->symbol[i]);
      continue;
    }
    if (said >= (distance == 1 ? COUNTS_FROM : COUNTS_AFAR_FROM))
      cover(self, begin, i, kind == STEP_SAME ? HABIT_REPEAT : HABIT_ORDER);
    said = 0;
    begin = i + 1;
  }
}

/* Neighbours of the alphabet and the keyboard. At distance 1: abcd, 9876, xxxx, qwerty, 1qaz, at least three
   letters or four digits; at 2: 1q2w3e4r; at 3: qazwsxedc. */
static void read_steps(struct surprise *self, size_t distance, unsigned kinds) {
  unsigned char steps[SURPRISE_LIMIT] = {0};
  unsigned found = 0;
  for (size_t i = distance; i < self->len; i++) {
    steps[i] = (unsigned char)step_between(self->symbol[i - distance], self->symbol[i]);
    found |= steps[i] & steps[i - 1];
  }
  for (kinds &= found; kinds; kinds &= kinds - 1)
    read_steps_of(self, steps, kinds & -kinds, distance);
}

enum { NO_MOVE = 99, FARTHEST_MOVE = 8, REACH = 16 };

/* From one symbol to another of its class; NO_MOVE when it is far. */
static int move_between(unsigned char from, unsigned char to) {
  int move = to - from;
  bool is_same_class = (from < FIRST_LETTER) == (to < FIRST_LETTER);
  return is_same_class && move <= FARTHEST_MOVE && move >= -FARTHEST_MOVE ? move : NO_MOVE;
}

/* What a run of one move must say to count, so that chance makes about one in 1,000 candidates. */
static int move_counts_from(int move, size_t distance) {
  if (move == 0)
    return 140;
  return distance == 2 && move >= -1 && move <= 1 ? 110 : 160;
}

/* Each symbol so far away from the one `distance` before it: abcabc (0), a1b2c3 and aabbcc (1 at 2),
   abc123def456 (3 at 6), ab12cd34 (2 at 4). */
static void read_moves(struct surprise *self, size_t distance) {
  int run = NO_MOVE, said = 0;
  size_t begin = distance;
  for (size_t i = distance; i <= self->len; i++) {
    int move = i < self->len ? move_between(self->symbol[i - distance], self->symbol[i]) : NO_MOVE;
    if (move != run) {
      if (run != NO_MOVE && said >= move_counts_from(run, distance))
        cover(self, begin, i, run == 0 ? HABIT_REPEAT : HABIT_ORDER);
      run = move, said = 0, begin = i;
    }
    said += i < self->len ? step_bits(self->symbol[i]) : 0;
  }
}

/* Two sequences of different direction in turn: a9b8c7, a0a1a2. */
static void read_turns(struct surprise *self) {
  enum { DISTANCE = 2, COUNTS_FROM = 160 };
  int last = NO_MOVE, before = NO_MOVE, said = 0;
  size_t begin = DISTANCE;
  for (size_t i = DISTANCE; i <= self->len; i++) {
    int move = i < self->len ? move_between(self->symbol[i - DISTANCE], self->symbol[i]) : NO_MOVE;
    bool is_step = move >= -1 && move <= 1;
    if (!is_step || (i - begin >= DISTANCE && move != before)) {
      if (said >= COUNTS_FROM)
        cover(self, begin, i, HABIT_ORDER);
      said = 0;
      begin = is_step ? i : i + 1;
    }
    said += is_step ? step_bits(self->symbol[i < self->len ? i : 0]) : 0;
    before = last, last = move;
  }
}

/* The symbols once to be compared and once to be compared with, padded so that any distance can be looked at
   without a condition: classes, and the pads, are farther apart than FARTHEST_MOVE. */
struct shifted {
  unsigned char current[SURPRISE_LIMIT];
  unsigned char earlier[REACH + SURPRISE_LIMIT];
};

static void shift(struct shifted *shifted, const struct surprise *self) {
  enum { LETTERS_AT = 64, CURRENT_PAD = 150, EARLIER_PAD = 220 };
  memset(shifted->current, CURRENT_PAD, sizeof shifted->current);
  memset(shifted->earlier, EARLIER_PAD, sizeof shifted->earlier);
  for (size_t i = 0; i < self->len; i++) {
    unsigned char symbol = self->symbol[i];
    shifted->current[i] = (unsigned char)(symbol < FIRST_LETTER ? symbol : symbol + LETTERS_AT);
    shifted->earlier[REACH + i] = shifted->current[i];
  }
}

/* Is any move at `distance` made three times on end? Cheap, for nearly all text has none. */
static bool may_have_moves(const struct shifted *shifted, size_t distance) {
  const unsigned char *earlier = shifted->earlier + REACH - distance;
  unsigned char moves[SURPRISE_LIMIT + 2] = {0}, repeats = 0;
  for (size_t i = 0; i < SURPRISE_LIMIT; i++)
    moves[i] = (unsigned char)(shifted->current[i] - earlier[i] + FARTHEST_MOVE);
  for (size_t i = 0; i < SURPRISE_LIMIT; i++)
    repeats |= (unsigned char)((moves[i] <= 2 * FARTHEST_MOVE) & (moves[i] == moves[i + 1]) &
                               (moves[i] == moves[i + 2]));
  return repeats;
}

static void read_patterns(struct surprise *self) {
  read_steps(self, 1, STEP_ANY);
  read_steps(self, 2, STEP_RIGHT | STEP_LEFT);
  read_steps(self, 3, STEP_RIGHT | STEP_LEFT);
  read_turns(self);
  struct shifted shifted;
  shift(&shifted, self);
  for (size_t distance = 2; distance <= REACH && distance < self->len; distance++)
    if (may_have_moves(&shifted, distance))
      read_moves(self, distance);
}

/* Few different symbols for the length: masks such as xX0, zeros and ones. */
static void read_variety(struct surprise *self) {
  static const unsigned char few_from[] = {0, 4, 8, 10, 16};
  uint64_t seen = 0;
  for (size_t i = 0; i < self->len; i++)
    seen |= UINT64_C(1) << self->symbol[i];
  size_t variety = (size_t)__builtin_popcountll(seen);
  if (variety < sizeof few_from && self->len >= few_from[variety])
    cover(self, 0, self->len, HABIT_REPEAT);
}

size_t surprise_read(struct surprise *self, str text) {
  self->len = 0;
  self->stand_ins = 0;
  size_t used = copy_symbols(self, text);
  read_pieces(self);
  read_disguises(self);
  read_patterns(self);
  read_variety(self);
  return used;
}
