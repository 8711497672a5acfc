/* budget.c -- how much memory objects may take, all workers together. */
#include "source/pack/budget.h"

#include <threads.h>

static struct {
  size_t share;
  size_t turn;
  mtx_t in_turn;
} budget = {BUDGET_DEFAULT / 4, BUDGET_DEFAULT / 2};

static once_flag once = ONCE_FLAG_INIT;

static void make_lock(void) {
  if (mtx_init(&budget.in_turn, mtx_recursive) != thrd_success)
    __builtin_trap(); /* no memory */
}

void budget_set(uint64_t memory, size_t workers) {
  enum { SHARE_LEAST = 1 << 20 };
  memory = memory ? memory : BUDGET_DEFAULT;
  budget.turn = memory / 2 > SIZE_MAX ? SIZE_MAX : (size_t)(memory / 2);
  budget.share = budget.turn / (workers ? workers : 1);
  budget.share = budget.share > SHARE_LEAST ? budget.share : SHARE_LEAST;
}

size_t budget_share(void) {
  return budget.share;
}

size_t budget_turn(void) {
  return budget.turn;
}

size_t budget_limit(void) {
  enum { HELD_AT_ONCE = 3 };
  return budget.turn / HELD_AT_ONCE;
}

void budget_take_turn(void) {
  call_once(&once, make_lock);
  mtx_lock(&budget.in_turn);
}

void budget_end_turn(void) {
  mtx_unlock(&budget.in_turn);
}
