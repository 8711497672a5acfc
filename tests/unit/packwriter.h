/* packwriter.h -- packs with their indexes, made object by object, honest ones and such as git would not write; deltas
   instruction by instruction; folders to put them in.  Knows nothing of the code under test but its plain types. */
#ifndef APSO_TESTS_PACKWRITER_H
#define APSO_TESTS_PACKWRITER_H

#include "base/buf.h"
#include "base/memory.h"
#include "base/oid.h"
#include "source/pack/head.h"

struct packed_object {
  oid id;
  uint64_t offset; /* as the index will say */
};

struct packwriter {
  size_t oid_size;
  struct buf bytes; /* of the pack, with its head */
  VEC(struct packed_object) objects;
};

/* Start from {.oid_size = …}. */
void packwriter_free(struct packwriter *w);
/* Any id: nobody hashes. Spread over the whole range. */
oid packwriter_id(uint32_t number, size_t oid_size);

/* Each gives the object's number. */
size_t packwriter_whole(struct packwriter *w, enum pack_type type, oid id, str content);
size_t packwriter_ref_delta(struct packwriter *w, oid id, oid base, str payload);
/* `base`: the number of an object. */
size_t packwriter_ofs_delta(struct packwriter *w, oid id, size_t base, str payload);
/* Says `size`, has these bytes between head and stream, and the stream as it is. */
size_t packwriter_raw(struct packwriter *w, enum pack_type type, oid id, uint64_t size, str between, str stream);

void packwriter_add_head(struct buf *out, enum pack_type type, uint64_t size);
void packwriter_add_back(struct buf *out, uint64_t back);
void packwriter_add_deflated(struct buf *out, str content);
void packwriter_add_number(struct buf *out, uint64_t value, int bytes);

/* The whole pack, its trailer all zeros. Of the writer. */
str packwriter_pack(struct packwriter *w);
/* Sorts the objects by id. Offsets from 2^31 on, and all from `large_from` on, stand in the table of large ones. */
void packwriter_add_index(struct packwriter *w, int version, uint64_t large_from, struct buf *out);
/* FOLDER/pack/NAME.pack and .idx. */
void packwriter_write(struct packwriter *w, const char *folder, const char *name, int version);

/* ---- deltas ---- */

void packwriter_add_sizes(struct buf *out, uint64_t base, uint64_t target);
/* One instruction; shortest form. `len` 1 to 0xffffff. */
void packwriter_add_copy(struct buf *out, uint32_t from, uint32_t len);
/* As many instructions as it needs, each. */
void packwriter_add_copies(struct buf *out, uint32_t from, uint32_t end);
void packwriter_add_new(struct buf *out, str bytes);
/* The whole payload of a delta that puts `fresh` into the middle of its base; its target goes to `target`. */
void packwriter_add_insertion(struct buf *out, str base, str fresh, struct buf *target);

/* ---- folders ---- */

enum { PACKWRITER_PATH = 64 };

/* A new folder with pack/ in it. */
void packwriter_make_folder(char path[static PACKWRITER_PATH]);
void packwriter_remove_folder(const char *path);
void packwriter_put(const char *folder, const char *name, str bytes);
/* FOLDER/ab/cdef… with this head ("blob 5") and content; `behind`: bytes behind the stream. */
void packwriter_put_loose(const char *folder, oid id, size_t oid_size, const char *head, str content, str behind);

#endif
