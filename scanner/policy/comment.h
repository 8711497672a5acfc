/* comment.h -- which places of a finding the comments beside it accept.
   One that names the key's id accepts the key at all places of the same path; one that names none, at its own place. */
#ifndef APSO_POLICY_COMMENT_H
#define APSO_POLICY_COMMENT_H

#include "model/finding.h"

struct comment {
  str path;
  const struct allow *allow;
  uint32_t line; /* of the key beside it */
};

struct comment_ids;

struct comments {
  struct comment *data; /* those that name the finding's id; sorted by path, each path once */
  size_t len;
  size_t room;
  const struct finding *finding;
  const struct comment_ids *ids;
};

/* The ids of all findings: a comment may name the beginning of one, if no other begins so. */
struct comment_ids {
  str *data; /* sorted */
  size_t len;
  size_t room;
  struct arena kept;
};

void comment_ids_list(struct comment_ids *ids, const struct result *result);
/* Is there no more than one id that begins so? */
bool comment_ids_is_one(const struct comment_ids *ids, str beginning);
void comment_ids_free(struct comment_ids *ids);

/* Both are borrowed. */
void comments_find(struct comments *comments, const struct finding *finding, const struct comment_ids *ids);
bool comments_accept(const struct comments *comments, const struct occurrence *occurrence, struct comment *out);
/* Notices for comments that accept nothing. */
void comments_warn(const struct comments *comments, struct result *result);
void comments_free(struct comments *comments);

#endif
