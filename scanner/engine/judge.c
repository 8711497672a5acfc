/* judge.c -- key or placeholder?  Compares two explanations of each part of a candidate: that a person wrote
   it (surprise.h) and that it was drawn at random. docs/judge.md tells the whole of it. */
#include "engine/judge.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine/surprise.h"
#include "model/key.h"

/* Weights are bits: how many times 2 one explanation is the likelier one. */
enum {
  BITS_BY_ACCIDENT = 10, /* how random names and numbers may look: measured, docs/judge.md */
  WEIGHT_FIRM = 99,
  WEIGHT_MASK = 16,
  WEIGHT_STAND_IN = 4,
  WEIGHT_HABIT = 2,
  WEIGHT_MOST = 4
};

enum { SHORTEST_TAIL = 6, LONG_TAIL = 12, JUDGED_LIMIT = 1024 };

/* Tenths of a bit that a separator speaks against a random draw. */
enum { SEPARATOR = 25 };

/* LOWER and UPPER are the letters behind f. */
enum { DIGIT = 1, LOWER_HEX = 2, LOWER = 4, UPPER_HEX = 8, UPPER = 16 };

/* Alphabets that keys are drawn from, small ones first, with the tenths of a bit of each character. */
static const struct alphabet {
  unsigned classes;
  int bits;
} alphabets[] = {
    {DIGIT, 33},
    {DIGIT | LOWER_HEX, 40},
    {DIGIT | UPPER_HEX, 40},
    {LOWER_HEX | LOWER, 47},
    {UPPER_HEX | UPPER, 47},
    {DIGIT | LOWER_HEX | LOWER, 52},
    {DIGIT | UPPER_HEX | UPPER, 52},
    {LOWER_HEX | LOWER | UPPER_HEX | UPPER, 57},
    {DIGIT | LOWER_HEX | LOWER | UPPER_HEX | UPPER, 60},
};

/* A part that looks drawn at random, and the tenths of a bit that speak for it. */
struct part {
  int gain;
  size_t len;
};

static unsigned class_of(unsigned char byte) {
  if (byte <= '9')
    return DIGIT;
  if (byte >= 'a')
    return byte <= 'f' ? LOWER_HEX : LOWER;
  return byte <= 'F' ? UPPER_HEX : UPPER;
}

/* The part that an alphabet explains better than habits do, by the greatest margin. */
static struct part best_part_of(const struct surprise *text, const unsigned char *classes,
                                const struct alphabet *alphabet) {
  struct part best = {0};
  int gain = 0;
  size_t begin = 0;
  for (size_t i = 0; i < text->len; i++) {
    gain -= SEPARATOR * text->gap[i];
    if (gain <= 0) {
      gain = 0;
      begin = i;
    }
    if (!(classes[i] & alphabet->classes)) {
      gain = 0;
      begin = i + 1;
      continue;
    }
    gain += text->bits[i] - alphabet->bits;
    if (gain > best.gain)
      best = (struct part){gain, i + 1 - begin};
  }
  return best;
}

/* Is it worth a try? Not when a smaller alphabet has as much of the text, nor when it has less than half. */
static bool may_explain(const struct alphabet *alphabet, const size_t *of_class, size_t len, unsigned *tried) {
  unsigned present = 0;
  size_t members = 0;
  for (unsigned class = DIGIT; class <= UPPER; class <<= 1)
    if ((alphabet->classes & class) && of_class[class]) {
      present |= class;
      members += of_class[class];
    }
  if (members * 2 < len || *tried >> present & 1)
    return false;
  *tried |= 1u << present;
  return true;
}

static struct part best_part(const struct surprise *text) {
  unsigned char classes[SURPRISE_LIMIT];
  size_t of_class[UPPER + 1] = {0};
  for (size_t i = 0; i < text->len; i++)
    of_class[classes[i] = (unsigned char)class_of(text->byte[i])]++;
  struct part best = {0};
  unsigned tried = 0;
  for (size_t i = 0; i < sizeof alphabets / sizeof alphabets[0]; i++) {
    if (!may_explain(&alphabets[i], of_class, text->len, &tried))
      continue;
    struct part part = best_part_of(text, classes, &alphabets[i]);
    if (part.gain > best.gain)
      best = part;
  }
  return best;
}

struct evidence {
  size_t len; /* letters and digits of the tail, or of the window of a long one that says most */
  struct part random;
  size_t by_habit[HABITS];
  size_t stand_ins;
};

static void weigh(const struct surprise *text, struct evidence *evidence) {
  struct part part = best_part(text);
  if (evidence->len && part.gain <= evidence->random.gain)
    return;
  *evidence = (struct evidence){text->len, part, {0}, text->stand_ins};
  for (size_t i = 0; i < text->len; i++)
    evidence->by_habit[text->habit[i]]++;
}

static str without_separators_behind(str text) {
  while (text.len && (text.ptr[text.len - 1] == '_' || text.ptr[text.len - 1] == '-'))
    text.len--;
  return text;
}

static struct evidence gather(str key) {
  struct evidence evidence = {0};
  str rest = str_head(key_parse(without_separators_behind(key)).tail, JUDGED_LIMIT);
  struct surprise window;
  while (rest.len) {
    size_t used = surprise_read(&window, rest);
    weigh(&window, &evidence);
    rest = str_tail(rest, used == rest.len ? used : used / 2);
  }
  return evidence;
}

/* The sum of weights, and who wants to know what it is made of, or NULL. */
struct tally {
  int score;
  struct judge_opinion *opinion;
};

static void __attribute__((format(printf, 3, 4))) count(struct tally *tally, int weight, const char *format, ...) {
  tally->score += weight;
  if (weight == 0 || !tally->opinion)
    return;
  struct judge_reason *reason = &tally->opinion->reason[tally->opinion->reasons++];
  va_list args;
  va_start(args, format);
  vsnprintf(reason->text, sizeof reason->text, format, args);
  va_end(args);
  reason->weight = weight;
}

/* `weight` where the habit wrote at least a third of the text, else 0. */
static int if_common(const struct evidence *evidence, enum habit habit, int weight) {
  return evidence->by_habit[habit] * 3 >= evidence->len ? weight : 0;
}

static void count_habits(struct tally *tally, const struct evidence *evidence) {
  const size_t *by_habit = evidence->by_habit, len = evidence->len;
  bool is_mask = by_habit[HABIT_REPEAT] * 2 > len;
  count(tally, if_common(evidence, HABIT_REPEAT, is_mask ? -WEIGHT_MASK : -WEIGHT_HABIT),
        "%zu of %zu letters and digits repeat others", by_habit[HABIT_REPEAT], len);
  count(tally, if_common(evidence, HABIT_ORDER, -WEIGHT_HABIT),
        "%zu of %zu letters and digits follow an alphabet, a count or a keyboard row", by_habit[HABIT_ORDER], len);
  count(tally, if_common(evidence, HABIT_WORD, -WEIGHT_HABIT), "%zu of %zu letters and digits read as words",
        by_habit[HABIT_WORD], len);
  count(tally, evidence->stand_ins ? -WEIGHT_STAND_IN : 0,
        "it has a word that people write where a key belongs");
}

static void count_random(struct tally *tally, const struct evidence *evidence) {
  const struct part *random = &evidence->random;
  bool is_most = evidence->len >= LONG_TAIL && random->len * 2 >= evidence->len;
  count(tally, random->gain / 10, "%zu of %zu letters and digits are unlike words, numbers, sequences and repeats",
        random->len, evidence->len);
  count(tally, is_most ? WEIGHT_MOST : 0, "that is most of a long tail");
  count(tally, -BITS_BY_ACCIDENT, "names and numbers look that way by accident now and then");
}

static void count_all(struct tally *tally, const struct evidence *evidence) {
  if (evidence->len == 0) {
    count(tally, -WEIGHT_FIRM, "nothing stands behind the prefix");
    return;
  }
  count(tally, evidence->len < SHORTEST_TAIL ? -WEIGHT_FIRM : 0,
        "a tail of %zu letters and digits is too short for a key", evidence->len);
  count_habits(tally, evidence);
  count_random(tally, evidence);
}

enum judgement judge_key(str key) {
  struct evidence evidence = gather(key);
  struct tally tally = {0};
  count_all(&tally, &evidence);
  return tally.score > 0 ? JUDGED_KEY : JUDGED_PLACEHOLDER;
}

void judge_explain(str key, struct judge_opinion *opinion) {
  struct evidence evidence = gather(key);
  struct tally tally = {.opinion = opinion};
  opinion->reasons = 0;
  count_all(&tally, &evidence);
  opinion->score = tally.score;
  opinion->judgement = tally.score > 0 ? JUDGED_KEY : JUDGED_PLACEHOLDER;
}
