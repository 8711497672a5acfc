/* judge.h -- key or placeholder?  Looks only at the candidate, not at where it stands. */
#ifndef APSO_ENGINE_JUDGE_H
#define APSO_ENGINE_JUDGE_H

#include "base/str.h"

enum judgement { JUDGED_KEY, JUDGED_PLACEHOLDER };

/* A reason counts for (positive) or against (negative) the candidate being a key, or only tells what was seen (0). */
struct judge_reason {
  int weight;    /* tenths of a bit */
  char text[96]; /* one clause, without any of the candidate's characters beyond its length */
};

enum { JUDGE_REASONS = 16 };

struct judge_opinion {
  enum judgement judgement;
  int score; /* sum of the weights; above zero is a key */
  unsigned reasons;
  struct judge_reason reason[JUDGE_REASONS];
};

/* `key` is the whole candidate as found, prefix included. Allocates nothing. */
enum judgement judge_key(str key);
/* The same decision with each reason, for `explain --key`. */
void judge_explain(str key, struct judge_opinion *opinion);

#endif
