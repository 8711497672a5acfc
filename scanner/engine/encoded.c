/* encoded.c -- the detector that finds keys in what text of another encoding says, by chains of decodings.
   A run is decoded, and what it says is searched for keywords and for further forms, to a depth. */
#include "engine/encoded.h"

#include <stdint.h>
#include <stdlib.h>

enum {
  WORK_LIMIT = 16 * 1024 * 1024, /* bytes decoded for one item, and … */
  WORK_RATIO = 8,                /* … as many times its own */
  TURNS_LIMIT = 24,              /* readings of one run */
};

/* The text of one step, and the run of the item that says it. */
struct layer {
  str text;
  size_t start;
  size_t end;
  struct chain chain;
  str item;                  /* its bytes … */
  const struct decoded *run; /* … and the run in it, while this is the first step */
};

void encoded_free(struct encoded *e) {
  for (size_t i = 0; i < CHAIN_LIMIT; i++)
    vec_free(&e->hits[i]);
}

void encoded_begin(struct encoded *e) {
  memset(e->done_to, 0, sizeof e->done_to);
  e->work = 0;
  e->cut = false;
}

/* ---- one layer ---- */

/* Where [from, to) of the layer stands in the item. */
static void place_in_item(struct encoded *e, const struct layer *layer, size_t from, size_t to, size_t *start, size_t *end) {
  *start = layer->start;
  *end = layer->end;
  if (!layer->run)
    return;
  e->work += layer->run->end - layer->run->start; /* it is read again */
  decode_place(layer->chain.step[0], layer->item, layer->run, from, to, start, end);
}

/* Returns where the run of key characters ends. */
static size_t take_key(struct encoded *e, const struct compiled_rule *rule, const struct layer *layer, size_t at) {
  struct item inner = {.bytes = layer->text};
  struct coverage ignored = {0};
  size_t before = e->out->len;
  size_t end = candidate_find(rule, &inner, at, e->space, e->scratch, e->out, &ignored);
  for (size_t i = before; i < e->out->len; i++) {
    struct candidate *candidate = &e->out->data[i];
    candidate->key = arena_copy(e->scratch, candidate->key);
    place_in_item(e, layer, candidate->start, candidate->end, &candidate->start, &candidate->end);
    candidate->variable = STR_NONE;
    candidate->chain = layer->chain;
  }
  return end;
}

/* The limit does not depend on what was scanned before. */
static bool may_work(struct encoded *e, size_t bytes, size_t item) {
  e->work += bytes;
  e->cut |= e->work > WORK_LIMIT && e->work / WORK_RATIO > item;
  return !e->cut;
}

static void search_layer(struct encoded *e, const struct layer *layer, size_t item);

static struct layer layer_behind(const struct layer *outer, enum encoding encoding, str text, struct arena *scratch) {
  struct layer layer = *outer;
  layer.text = arena_copy(scratch, text);
  layer.run = NULL;
  layer.chain.step[layer.chain.len++] = encoding;
  return layer;
}

/* What some other encoding held may be compressed. */
static void search_inflated(struct encoded *e, const struct layer *layer, size_t item) {
  struct buf inflated = {0};
  if (layer->chain.len < CHAIN_LIMIT && decode_inflate(layer->text, &inflated) && may_work(e, inflated.len, item)) {
    struct layer inner = layer_behind(layer, ENCODING_GZIP, buf_str(&inflated), e->scratch);
    search_layer(e, &inner, item);
  }
  buf_free(&inflated);
}

/* Is one of the candidates from `from` on no key, nor a piece of one, that was found just before? */
static bool has_new(const struct candidates *c, size_t from) {
  enum { RECENT = 64 };
  for (size_t i = from; i < c->len; i++) {
    bool is_known = false;
    for (size_t k = from; k-- > 0 && from - k <= RECENT && !is_known;)
      is_known = str_find(c->data[k].key, c->data[i].key, 0) != SIZE_MAX;
    if (!is_known)
      return true;
  }
  return false;
}

/* The readings of the run at `at` of the layer, until one has a new key; only runs of the outermost layer have a place of their
   own. Returns up to where no other form in them can say more: to the end of the shortest if none had a key. One that had
   may be cut into two by the eye, /v1/KEY/KEY, and the next form then leads to the other. */
static size_t search_run(struct encoded *e, const struct layer *layer, enum encoding encoding, size_t at, size_t item) {
  struct decoded run = {.start = 0};
  size_t shortest = SIZE_MAX, before = e->out->len;
  for (unsigned turn = 0; turn < TURNS_LIMIT && !has_new(e->out, before) && decode_run(encoding, layer->text, at, turn, &run); turn++) {
    shortest = run.end < shortest ? run.end : shortest;
    if (!may_work(e, run.end - run.start, item))
      break;
    struct layer inner = layer_behind(layer, encoding, buf_str(&run.text), e->scratch);
    inner.run = layer->chain.len == 0 ? &run : NULL;
    if (layer->chain.len == 0) {
      inner.start = run.start;
      inner.end = run.end;
    } else {
      place_in_item(e, layer, run.start, run.end, &inner.start, &inner.end);
    }
    search_layer(e, &inner, item);
    search_inflated(e, &inner, item);
  }
  buf_free(&run.text);
  return shortest == SIZE_MAX || e->out->len > before ? at + 1 : shortest;
}

static void search_layer(struct encoded *e, const struct layer *layer, size_t item) {
  size_t done_to[ENCODING_COUNT] = {0}, key_to = 0;
  const struct compiled_rule *last = NULL;
  struct keyword_hits *hits = &e->hits[layer->chain.len - 1];
  prefilter_all(e->ruleset->prefilter, layer->text, hits);
  for (size_t i = 0; i < hits->len && !e->cut; i++) {
    struct keyword_hit hit = hits->data[i];
    const struct trigger *trigger = &e->ruleset->triggers[hit.keyword];
    if (trigger->kind == TRIGGER_DECODED_RULE && (trigger->rule != last || hit.at >= key_to)) {
      key_to = take_key(e, trigger->rule, layer, hit.at);
      last = trigger->rule;
    }
    if (trigger->kind == TRIGGER_ENCODED && layer->chain.len < CHAIN_LIMIT && hit.at >= done_to[trigger->encoding])
      done_to[trigger->encoding] = search_run(e, layer, trigger->encoding, hit.at, item);
  }
}

/* ---- the item ---- */

void encoded_find(struct encoded *e, const struct item *item, enum encoding encoding, size_t at) {
  struct layer outermost = {.text = item->bytes, .item = item->bytes};
  if (at >= e->done_to[encoding] && !e->cut)
    e->done_to[encoding] = search_run(e, &outermost, encoding, at, item->bytes.len);
}
