/* index_bytes.h -- indexes made by hand, and read from memory that ends where they end. */
#ifndef APSO_TESTS_INDEX_BYTES_H
#define APSO_TESTS_INDEX_BYTES_H

#include "source/index.h"

enum { STAT_SIZE = 40, MODE_FILE = 0100644, MODE_LINK = 0120000, MODE_FOLDER = 0040000, MODE_MODULE = 0160000 };
enum { MORE_INTENT = 0x2000, MORE_SKIP = 0x4000 };

struct wanted {
  const char *path;
  uint32_t mode;
  unsigned stage;
  unsigned more; /* the second flags */
};

void add_number(struct buf *out, uint64_t number, size_t size);
void add_bytes(struct buf *out, char byte, size_t count);

/* Header and entries; ids are all 'a', all 'b', … */
struct buf make_index(uint32_t version, size_t oid_size, const struct wanted *wanted, size_t count);
struct buf begin_index(uint32_t version, uint32_t count);
/* `kept` bytes of the last path, of `last_len`, are not repeated in version 4. The id is all `id`. */
void add_entry(struct buf *out, uint32_t version, size_t oid_size, const struct wanted *w, char id, size_t kept, size_t last_len);
void add_extension(struct buf *out, const char *name, str data);
void end_index(struct buf *out, size_t oid_size, char checksum);

/* Free the index. */
enum index_outcome parse_index(str bytes, size_t oid_size, struct index *index);
/* The same with what it shares. */
enum index_outcome join_index(str own, str shared, struct index *index);
enum index_outcome outcome_of(str bytes, size_t oid_size);

#endif
