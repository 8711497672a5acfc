/* budget.h -- how much memory objects may take, all workers together.
   Each worker has a share; what does not fit in it waits for its turn and then has as much again as all shares. */
#ifndef APSO_SOURCE_PACK_BUDGET_H
#define APSO_SOURCE_PACK_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BUDGET_DEFAULT = 1 << 30 };

/* Before the first repository is opened. Bytes of memory in all, or 0: the default; number of workers. */
void budget_set(uint64_t memory, size_t workers);

/* What a worker may hold at any time. */
size_t budget_share(void);
/* What one of them may hold when it is its turn. */
size_t budget_turn(void);
/* The largest object, whatever the number of workers: its base and a delta must be held with it. Larger ones are a gap. */
size_t budget_limit(void);

/* Waits until no other worker has it. */
void budget_take_turn(void);
void budget_end_turn(void);

#endif
