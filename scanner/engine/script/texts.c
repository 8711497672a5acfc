/* texts.c -- small sets of possible texts, each with the places it comes from. */
#include "engine/script/texts.h"

struct texts texts_none(void) {
  return (struct texts){NULL, 0, true};
}

/* NULL when the room is used up. */
static void *take(struct texts_maker *maker, size_t size) {
  if (size > maker->room) {
    maker->room = 0;
    maker->cut = true;
    return NULL;
  }
  maker->room -= size;
  return arena_alloc(maker->arena, size);
}

static bool holds(const struct text *texts, size_t len, str value) {
  for (size_t i = 0; i < len; i++)
    if (str_eq(texts[i].value, value))
      return true;
  return false;
}

struct texts texts_one(struct texts_maker *maker, str value, struct script_span span, struct script_step step) {
  struct {
    struct text text;
    struct script_span span;
    struct script_step step;
  } *one = NULL;
  if (value.len > TEXT_SIZE_MAX)
    maker->cut = true;
  else
    one = take(maker, sizeof *one);
  if (!one)
    return texts_none();
  one->span = span;
  one->step = step;
  one->text = (struct text){value, &one->span, span.end > span.start, &one->step, step.what.len > 0};
  return (struct texts){&one->text, 1, false};
}

struct texts texts_unite(struct texts_maker *maker, struct texts a, struct texts b) {
  if (b.len == 0)
    return (struct texts){a.data, a.len, a.open || b.open};
  if (a.len == 0)
    return (struct texts){b.data, b.len, a.open || b.open};
  struct text *united = take(maker, TEXTS_MAX * sizeof *united);
  if (!united)
    return texts_none();
  memcpy(united, a.data, a.len * sizeof *united);
  size_t len = a.len;
  for (size_t i = 0; i < b.len; i++) {
    if (holds(united, len, b.data[i].value))
      continue;
    if (len == TEXTS_MAX) {
      maker->cut = true;
      break;
    }
    united[len++] = b.data[i];
  }
  return (struct texts){united, len, a.open || b.open};
}

static bool join_values(struct texts_maker *maker, str a, str b, str *joined) {
  if (a.len + b.len > TEXT_SIZE_MAX) {
    maker->cut = true;
    return false;
  }
  char *bytes = take(maker, a.len + b.len + 1);
  if (!bytes)
    return false;
  if (a.len)
    memcpy(bytes, a.ptr, a.len);
  if (b.len)
    memcpy(bytes + a.len, b.ptr, b.len);
  bytes[a.len + b.len] = '\0';
  *joined = (str){bytes, a.len + b.len};
  return true;
}

static bool join_spans(struct texts_maker *maker, const struct text *a, const struct text *b, struct text *joined) {
  size_t len = a->spans_len + b->spans_len;
  if (len > TEXT_SPANS_MAX) {
    maker->cut = true;
    return false;
  }
  joined->spans = take(maker, (len + 1) * sizeof *joined->spans);
  if (!joined->spans)
    return false;
  memcpy(joined->spans, a->spans, a->spans_len * sizeof *joined->spans);
  memcpy(joined->spans + a->spans_len, b->spans, b->spans_len * sizeof *joined->spans);
  joined->spans_len = len;
  return true;
}

/* A long flow loses what is in its middle: the last step has the last place. */
static bool join_steps(struct texts_maker *maker, const struct text *a, const struct script_step *more, size_t more_len,
                       struct text *joined) {
  size_t len = a->steps_len + more_len;
  len = len < TEXT_STEPS_MAX ? len : TEXT_STEPS_MAX;
  joined->steps = take(maker, (len + 1) * sizeof *joined->steps);
  if (!joined->steps)
    return false;
  size_t kept = len - more_len;
  memcpy(joined->steps, a->steps, kept * sizeof *joined->steps);
  memcpy(joined->steps + kept, more, more_len * sizeof *joined->steps);
  joined->steps_len = len;
  return true;
}

static bool concat_two(struct texts_maker *maker, const struct text *a, const struct text *b, struct text *joined) {
  size_t rest = TEXT_STEPS_MAX - a->steps_len;
  return join_values(maker, a->value, b->value, &joined->value) && join_spans(maker, a, b, joined) &&
         join_steps(maker, a, b->steps, b->steps_len < rest ? b->steps_len : rest, joined);
}

struct texts texts_concat(struct texts_maker *maker, struct texts a, struct texts b) {
  struct texts result = {NULL, 0, a.open || b.open};
  size_t wanted = a.len * b.len;
  size_t len = wanted < TEXTS_MAX ? wanted : TEXTS_MAX;
  if (wanted > TEXTS_MAX)
    maker->cut = true;
  struct text *data = len ? take(maker, len * sizeof *data) : NULL;
  if (!data)
    return texts_none();
  for (size_t i = 0; i < len; i++)
    if (concat_two(maker, &a.data[i / b.len], &b.data[i % b.len], &data[result.len]))
      result.len++;
  result.data = data;
  return result;
}

struct texts texts_with_step(struct texts_maker *maker, struct texts texts, struct script_step step) {
  struct text *data = texts.len ? take(maker, texts.len * sizeof *data) : NULL;
  if (!data)
    return texts_none();
  struct texts result = {data, 0, texts.open};
  for (size_t i = 0; i < texts.len; i++) {
    data[result.len] = texts.data[i];
    if (join_steps(maker, &texts.data[i], &step, 1, &data[result.len]))
      result.len++;
  }
  return result;
}

struct texts texts_changed(struct texts_maker *maker, struct texts texts, str (*change)(str value)) {
  struct text *data = texts.len ? take(maker, texts.len * sizeof *data) : NULL;
  if (!data)
    return texts_none();
  for (size_t i = 0; i < texts.len; i++) {
    data[i] = texts.data[i];
    data[i].value = change(data[i].value);
  }
  return (struct texts){data, texts.len, texts.open};
}

struct texts texts_truthy(struct texts_maker *maker, struct texts texts) {
  if (!holds(texts.data, texts.len, STR("")))
    return texts;
  struct text *data = take(maker, texts.len * sizeof *data);
  if (!data)
    return texts_none();
  struct texts result = {data, 0, true};
  for (size_t i = 0; i < texts.len; i++)
    if (texts.data[i].value.len)
      data[result.len++] = texts.data[i];
  return result;
}
