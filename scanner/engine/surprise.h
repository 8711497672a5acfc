/* surprise.h -- how hard each character of a text is to explain by what people write: words, numbers,
   sequences, repeats.  Knows nothing of keys. */
#ifndef APSO_ENGINE_SURPRISE_H
#define APSO_ENGINE_SURPRISE_H

#include "base/str.h"

enum { SURPRISE_LIMIT = 64 };

enum habit { HABIT_NONE, HABIT_WORD, HABIT_NUMBER, HABIT_ORDER, HABIT_REPEAT, HABITS };

struct surprise {
  size_t len;                            /* letters and digits; what separates them is in `gap` */
  unsigned char byte[SURPRISE_LIMIT];    /* as written */
  unsigned char symbol[SURPRISE_LIMIT];  /* 0-9 digits, 10-35 letters of either case */
  unsigned char gap[SURPRISE_LIMIT];     /* separators before it, at most 255 */
  int bits[SURPRISE_LIMIT];              /* tenths of a bit that the cheapest habit needs to write it */
  unsigned char habit[SURPRISE_LIMIT];   /* enum habit: what made it cheap */
  size_t stand_ins;                      /* words such as example, your, fake */
};

/* Reads `text` up to SURPRISE_LIMIT letters and digits; returns how much of it was read. */
size_t surprise_read(struct surprise *self, str text);

#endif
