/* apply.h -- what is accepted leaves the findings, place by place, and is told: by whom, and why.
   Knows not where policies come from, nor how bad a finding is. */
#ifndef APSO_POLICY_APPLY_H
#define APSO_POLICY_APPLY_H

#include "model/finding.h"
#include "policy/baseline.h"
#include "policy/policy.h"

struct baselines {
  struct baseline *data;
  size_t len;
  size_t room;
};

/* Something that was scanned as a whole, with the policy that lies at its top. */
struct policy_root {
  struct policy policy;     /* no entries: there is none */
  struct baselines baselines;
  str prefix; /* stands before paths in reports, and not in the policy's */
  str inside; /* stands before paths in the policy's, and not in reports */
  bool is_whole; /* all that there is was scanned: what accepts nothing is of no use */
};

struct applying {
  struct policy_root *roots; /* occurrences know their numbers */
  size_t roots_len;
  struct baselines common; /* of all of them */
  str today; /* as date.h writes it */
  /* Makes a finding of some occurrences of another: all but its id. Memory of `kept`. */
  struct finding (*remake)(const struct finding *finding, const struct occurrence *occurrences, size_t len,
                           struct arena *kept);
};

/* Fills suppressed of the result, adds notices, and takes accepted occurrences out of findings. The coverage must be
   known. All that the result then points to is of its `kept`, or of the roots. */
void policy_apply(struct applying *applying, struct result *result);
/* Appends a notice; for those who know more of policy. */
void policy_notice(struct result *result, struct notice notice);
/* Sorts notices, each once. */
void policy_sort_notices(struct result *result);

#endif
