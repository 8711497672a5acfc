/* texts.h -- small sets of possible texts, each with the places it comes from.
   Knows nothing of syntax. */
#ifndef APSO_ENGINE_SCRIPT_TEXTS_H
#define APSO_ENGINE_SCRIPT_TEXTS_H

#include "base/memory.h"
#include "engine/script/script.h"

enum {
  TEXTS_MAX = 16,          /* in a set */
  TEXT_SIZE_MAX = 16 << 10,
  TEXT_SPANS_MAX = 256,
  TEXT_STEPS_MAX = 32,
};

struct text {
  str value;
  struct script_span *spans;
  size_t spans_len;
  struct script_step *steps;
  size_t steps_len;
};

/* Never changed once made. */
struct texts {
  const struct text *data;
  size_t len;
  bool open; /* it may also be something else: undefined, missing, or not known */
};

/* Where sets are made. Once `room` is used up, every set made is empty and open. */
struct texts_maker {
  struct arena *arena;
  size_t room; /* bytes */
  bool cut;    /* some set was made smaller than it should be, by one of the limits above or `room` */
};

struct texts texts_none(void);
/* One text with what it is made of, a step; an empty span if it stands nowhere. */
struct texts texts_one(struct texts_maker *maker, str value, struct script_span span, struct script_step step);
/* What is in either; a text that is in both keeps the places of the first. */
struct texts texts_unite(struct texts_maker *maker, struct texts a, struct texts b);
/* Each of `a` with each of `b` behind it. */
struct texts texts_concat(struct texts_maker *maker, struct texts a, struct texts b);
struct texts texts_with_step(struct texts_maker *maker, struct texts texts, struct script_step step);
/* Every text replaced by what `change` makes of it: a part of it. */
struct texts texts_changed(struct texts_maker *maker, struct texts texts, str (*change)(str value));
/* Without the empty text, which || and && take for nothing. */
struct texts texts_truthy(struct texts_maker *maker, struct texts texts);

#endif
