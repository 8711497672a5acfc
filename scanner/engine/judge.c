/* judge.c -- key or placeholder?  Compares two explanations of each part of a candidate: that a person wrote
   it (surprise.h) and that it was drawn at random. docs/judge.md tells the whole of it. */
#include "engine/judge.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine/surprise.h"
#include "model/key.h"

/* Weights are tenths of a bit: how many times 2 one explanation is the likelier one, times ten. */
enum {
  WEIGHT_FIRM = 990,
  WEIGHT_MASK = 160,
  WEIGHT_STAND_IN = 10,
  BESIDE_COUNTS = 43, /* of 100 */
  SEPARATOR = 25, /* what one says against a random draw */
  MOST_BESIDE = 110 /* a key may have words beside it, so that what they say has a limit */
};

enum { SHORTEST_TAIL = 6, JUDGED_LIMIT = 1024 };

/* How random names and numbers of a length look by accident: measured, docs/judge.md. Long ones less often, and few
   names are as long as keys. */
static const struct doubt {
  size_t len;
  int weight;
} doubts[] = {{16, 14}, {12, 26}, {11, 45}, {10, 63}, {0, 85}};

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

/* The bits of the smallest alphabet that has all of the text; the last one has every letter and digit. */
static int bits_of_alphabet(const struct surprise *text) {
  unsigned present = 0;
  for (size_t i = 0; i < text->len; i++)
    present |= class_of(text->byte[i]);
  const struct alphabet *alphabet = alphabets;
  while ((alphabet->classes & present) != present)
    alphabet++;
  return alphabet->bits;
}

/* The same comparison for all of the text: what its best part says, less what the characters beside it say. */
static int gain_of_all(const struct surprise *text) {
  int gain = -bits_of_alphabet(text) * (int)text->len;
  for (size_t i = 0; i < text->len; i++)
    gain += text->bits[i];
  return gain;
}

struct evidence {
  size_t len; /* letters and digits of the tail, or of the window of a long one that says most */
  struct part random;
  int all;
  size_t by_habit[HABITS];
  size_t stand_ins;
};

static void weigh(const struct surprise *text, struct evidence *evidence) {
  struct part part = best_part(text);
  if (evidence->len && part.gain <= evidence->random.gain)
    return;
  *evidence = (struct evidence){text->len, part, gain_of_all(text), {0}, text->stand_ins};
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
  if (!tally->opinion)
    return;
  struct judge_reason *reason = &tally->opinion->reason[tally->opinion->reasons++];
  va_list args;
  va_start(args, format);
  vsnprintf(reason->text, sizeof reason->text, format, args);
  va_end(args);
  reason->weight = weight;
}

static void count_length(struct tally *tally, const struct evidence *evidence) {
  if (evidence->len == 0)
    count(tally, -WEIGHT_FIRM, "nothing stands behind the prefix");
  else if (evidence->len < SHORTEST_TAIL)
    count(tally, -WEIGHT_FIRM, "%zu letters and digits are too short for a key", evidence->len);
}

static void count_habits(struct tally *tally, const struct evidence *evidence) {
  static const char *const names[HABITS] = {[HABIT_WORD] = "read as words",
                                            [HABIT_NUMBER] = "are numbers",
                                            [HABIT_ORDER] = "follow an alphabet, a count or a keyboard row",
                                            [HABIT_REPEAT] = "repeat others"};
  if (evidence->stand_ins)
    count(tally, -WEIGHT_STAND_IN, "it has a word that people write where a key belongs");
  for (size_t habit = HABIT_NONE + 1; habit < HABITS; habit++) {
    if (evidence->by_habit[habit])
      count(tally, 0, "%zu of %zu letters and digits %s", evidence->by_habit[habit], evidence->len, names[habit]);
  }
  if ((evidence->by_habit[HABIT_REPEAT] + evidence->by_habit[HABIT_ORDER]) * 2 >= evidence->len)
    count(tally, -WEIGHT_MASK, "sequences and repeats are at least half of it: a mask");
}

/* What the rest says counts less: it is often a name that somebody gave to the key. */
static int weight_beside(const struct evidence *evidence) {
  int beside = (evidence->random.gain - evidence->all) * BESIDE_COUNTS / 100;
  return beside < MOST_BESIDE ? beside : MOST_BESIDE;
}

static int weight_of_doubt(size_t len) {
  const struct doubt *doubt = doubts;
  while (len < doubt->len)
    doubt++;
  return doubt->weight;
}

static void count_random(struct tally *tally, const struct evidence *evidence) {
  const struct part *random = &evidence->random;
  count(tally, random->gain, "%zu of %zu letters and digits are unlike words, numbers, sequences and repeats",
        random->len, evidence->len);
  if (random->gain != evidence->all)
    count(tally, -weight_beside(evidence), "the rest is like what people write");
  count(tally, -weight_of_doubt(evidence->len),
        "the threshold: names of that length look random by accident now and then");
}

static void count_all(struct tally *tally, const struct evidence *evidence) {
  count_length(tally, evidence);
  if (evidence->len == 0)
    return;
  count_habits(tally, evidence);
  count_random(tally, evidence);
}

static enum judgement decide(str key, struct tally *tally) {
  struct evidence evidence = gather(key);
  count_all(tally, &evidence);
  return tally->score > 0 ? JUDGED_KEY : JUDGED_PLACEHOLDER;
}

enum judgement judge_key(str key) {
  struct tally tally = {0};
  return decide(key, &tally);
}

void judge_explain(str key, struct judge_opinion *opinion) {
  struct tally tally = {.opinion = opinion};
  opinion->reasons = 0;
  opinion->judgement = decide(key, &tally);
  opinion->score = tally.score;
}
