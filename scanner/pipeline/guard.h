/* guard.h -- what is accepted: reads policy and baselines where they lie, and applies them to what was found.
   Each scan of a root reads the root's before it looks at anything. A guard that is NULL accepts nothing. */
#ifndef APSO_PIPELINE_GUARD_H
#define APSO_PIPELINE_GUARD_H

#include "model/finding.h"
#include "model/snapshot.h"
#include "source/repo.h"

struct guard_options {
  const char *const *baselines; /* that the user names */
  size_t baselines_len;
  bool is_idle;    /* reads and checks, and applies nothing */
  bool only_named; /* not the baseline that a policy names */
};

struct guard;

/* Rules and options are borrowed. */
struct guard *guard_new(const struct rule *const *rules, size_t rules_len, const struct guard_options *options);
void guard_free(struct guard *guard);

/* A root, and how its files are called. */
struct guard_root {
  str name;   /* of its policy's folder, before names of files in errors and reports; empty: it goes without saying */
  str prefix; /* see policy_root */
  str inside;
  bool is_whole;
};

/* A policy that lies among these files, if there is one, and what the user names. What is wrong with them fails. */
int guard_read(struct guard *guard, struct snapshot *files, const struct guard_root *root, struct err *err) MUST_USE;
/* Only what the user names: there is no root. */
int guard_read_named(struct guard *guard, struct err *err) MUST_USE;
/* The policy of the base side of a range, and what the range alters in it. Baselines that the user names are read from
   the base side too if they lie in the work tree. What is wrong with them there is told, and accepts nothing. */
int guard_read_base(struct guard *guard, const struct repo *repo, struct snapshot *base, struct snapshot *now,
                    struct err *err) MUST_USE;

/* The number of the last root that was read, for what is found from now on. */
unsigned guard_root_now(const struct guard *guard);
/* Was all scanned that there is, so that what was not found is not there? */
bool guard_is_whole(const struct guard *guard);
/* After the findings have their ids, and before they are sorted. */
void guard_apply(struct guard *guard, struct result *result);

#endif
