/* history.h -- every object of a repository's object store, reachable or not, each once.
   Also checks that what objects refer to is there. Knows no rules. */
#ifndef APSO_SOURCE_HISTORY_H
#define APSO_SOURCE_HISTORY_H

#include <stdatomic.h>

#include "model/item.h"
#include "model/object.h"
#include "source/pack/forest.h"
#include "source/pack/store.h"
#include "source/repo.h"

/* Who reads the objects. Both give the same; libgit2 is the slower one and the other's oracle. */
enum history_reader { READER_PACKS, READER_LIBGIT2 };

struct history {
  const struct repo *repo;
  struct oidmap shallow;       /* commits whose parents may be absent */
  const struct store *store;   /* the repo's; NULL: libgit2 reads */
  struct forest *forests;      /* one for each pack of the store; one without a pack: not built yet */
  uint64_t *first;             /* objects in the packs before each pack; one more for all */
  bool *settled_packs;         /* what need not be run: see recall.h */
  bool has_settled;            /* one of them at least */
  /* The loose objects, or (libgit2) all. */
  struct {
    oid *data;
    size_t len;
    size_t room;
  } listed;
  struct oidmap listed_index; /* id to number in listed */
  uint8_t *listed_types;      /* an object_type each, 0 until it was read; written by whoever reads it */
  uint64_t *listed_sizes;     /* likewise */
  bool *settled_listed;
  atomic_bool *is_mended;     /* the first copy of some object was damaged, and another one was taken */
};

/* Lists the objects. The repo must outlive the history. What cannot be listed is counted in `coverage`. */
int history_list(const struct repo *repo, enum history_reader reader, struct history **history, struct coverage *coverage,
                 struct err *err) MUST_USE;
void history_free(struct history *history);
/* Finds out how the objects of packs hang together: of packs that are not settled, or of all. What is damaged is counted.
   Parts are of packs that were prepared: the first before the source is made, the second before numbers and types are
   asked for, or another pass is made. */
void history_prepare(struct history *history, bool all, struct coverage *coverage);
/* A source whose parts are all objects that are not settled; each goes to the sink's `object`. */
struct source history_source(const struct history *history);
/* Objects that refs and the index point to and that are not there; the shallow boundary. */
void history_check_roots(const struct history *history, struct sink *sink);

/* The same objects in the same parts, for another pass over them. */
struct history_part {
  size_t pack; /* SIZE_MAX: listed objects, from `from` to before `to` */
  size_t part; /* of the pack */
  size_t from;
  size_t to;
};
size_t history_parts(const struct history *history);
/* About how much work a part is, in packed bytes. */
uint64_t history_work(const struct history *history, size_t part);
struct history_part history_part_at(const struct history *history, size_t part);

bool history_has(const struct history *history, oid id);
/* Asks for the memory that history_has will touch, in two steps: `later` some time after the first. */
void history_prefetch(const struct history *history, oid id, bool later);
/* The first pack that holds it; SIZE_MAX: none. */
size_t history_pack_of(const struct history *history, oid id);
/* Another copy of it counts: in an earlier pack, or in one that is settled. */
bool history_is_repeated(const struct history *history, oid id, size_t pack);
/* In another pack, or loose. */
bool history_has_elsewhere(const struct history *history, oid id, size_t pack);

/* Objects have numbers: pack by pack in the order of their offsets, then the listed ones. An object that stands in
   two packs goes by the first. */
enum { HISTORY_NONE = UINT32_MAX };
uint32_t history_numbers(const struct history *history);
uint32_t history_number(const struct history *history, oid id);
/* Of the first object of a pack; the pack behind the last: of the listed ones. */
uint32_t history_first(const struct history *history, size_t pack);
oid history_oid(const struct history *history, uint32_t number);
/* OBJECT_NONE: damaged, or (a few) not known before a run of the source. */
enum object_type history_type(const struct history *history, uint32_t number);

#endif
