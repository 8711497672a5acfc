/* mask.c -- texts that are printed as they are, without what may be part of a key. */
#include "engine/mask.h"

#include "engine/judge.h"
#include "model/key.h"

void mask_random(struct buf *out, str text) {
  while (text.len) {
    size_t run = 0;
    while (run < text.len && key_is_tail_byte(text.ptr[run]))
      run++;
    bool is_random = run >= KEY_TAIL_SHOWN_FROM && judge_key(str_head(text, run)) == JUDGED_KEY;
    buf_add(out, is_random ? STR("****") : str_head(text, run ? run : 1));
    text = str_tail(text, run ? run : 1);
  }
}
