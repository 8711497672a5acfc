/* provenance.h -- which commit brought an object in, and which refs still hold it.
   Plain data; source/provenance finds it. */
#ifndef APSO_MODEL_PROVENANCE_H
#define APSO_MODEL_PROVENANCE_H

#include "base/oid.h"
#include "model/item.h"

struct commit_info {
  oid id;
  str author;   /* a name, without e-mail */
  int64_t date; /* author's, Unix seconds */
  int offset;   /* its time zone, minutes east of UTC */
  str subject;
  uint32_t order; /* ancestors have smaller ones, from 1 on; 0: not known */
  unsigned distance; /* from the public: 0 refs lead to it, then notes, stashes, reflogs; 4 nothing does */
};

enum ref_kind { REF_BRANCH, REF_TAG, REF_REMOTE, REF_NOTE, REF_STASH, REF_OTHER };

struct ref_name {
  str full;  /* refs/heads/main */
  str brief; /* main */
  enum ref_kind kind;
};

/* All refs of a repository, sorted by full name. */
struct ref_table {
  const struct ref_name *data;
  size_t len;
};

/* A set of refs, one bit for each of a ref_table; and what else is known of an object's way in. */
struct reach {
  const struct commit_info *introduced; /* NULL: no commit holds it */
  bool in_head;                         /* the tree of HEAD holds it today */
  const struct ref_table *table;        /* what the bits mean */
  const uint64_t *refs;                 /* (table->len + 63) / 64 words: refs whose history holds it */
};

/* One place of an object: the same blob at two paths has two. */
struct place {
  oid object;
  enum where where;
  str path;
  const struct commit_info *commit; /* the first that has the object at this path, or NULL */
  const struct reach *reach;        /* of the object; NULL: not in git */
  /* What that commit took away elsewhere: the object itself, or what may have been its former content. Zero: nothing. */
  oid former_object;
  str former_path;
};

#endif
