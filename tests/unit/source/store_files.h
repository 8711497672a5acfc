/* store_files.h -- a bare repository made by hand: loose blobs and packs of blobs, under ids that nobody checks. */
#ifndef APSO_TESTS_STORE_FILES_H
#define APSO_TESTS_STORE_FILES_H

#include "base/buf.h"
#include "base/oid.h"

/* All bytes of the id are `byte`. */
oid store_id(uint8_t byte);

/* Makes the repository; the current folder is in it from now on. 0, or -1. */
int store_enter(void);
int store_leave(void);

void store_write_loose(uint8_t id, const char *content);
void store_remove_loose(uint8_t id);
/* "pack-NAME": one blob for each id, in ascending order; its content is `content` with the id behind it. */
void store_write_pack(const char *name, const uint8_t *ids, size_t len, const char *content);
void store_remove_pack(const char *name);
/* Until what was written is not recent any more: see base/stamp.h. */
void store_settle(void);

#endif
