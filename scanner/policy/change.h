/* change.h -- what a change alters in policy, entry by entry. Told, for it is not in force there. */
#ifndef APSO_POLICY_CHANGE_H
#define APSO_POLICY_CHANGE_H

#include "model/finding.h"
#include "policy/baseline.h"
#include "policy/policy.h"

struct notices {
  struct notice *data;
  size_t len;
  size_t room;
};

/* Entries that one has and the other has not. Texts are of `kept`; names are borrowed. */
void change_of_policy(const struct policy *before, const struct policy *after, struct notices *out, struct arena *kept);
/* The same of ids; more than CHANGE_IDS_TOLD are counted only. */
enum { CHANGE_IDS_TOLD = 20 };
void change_of_baseline(const struct baseline *before, const struct baseline *after, struct notices *out,
                        struct arena *kept);

#endif
