/* candidate.c -- the detector that finds candidates in text: patterns in small windows round keywords. */
#include "engine/candidate.h"

#include "engine/decode.h"
#include "model/key.h"

enum {
  WINDOW_BEFORE = 512,     /* bytes before a keyword that a pattern sees */
  WINDOW_AFTER = 256,      /* bytes behind the run of key characters that begins at the keyword */
  KEY_LIMIT = 4096,        /* bytes of a key */
  MATCHES_LIMIT = 64,      /* matches of one pattern in one window */
};

struct window {
  str bytes;
  size_t start; /* offset in the item */
  bool mid_line;
};

static struct window window_around(str bytes, size_t at) {
  size_t start = at > WINDOW_BEFORE ? at - WINDOW_BEFORE : 0;
  size_t end = at;
  while (end < bytes.len && end - at < KEY_LIMIT && key_is_tail_byte(bytes.ptr[end]))
    end++;
  end = bytes.len - end > WINDOW_AFTER ? end + WINDOW_AFTER : bytes.len;
  return (struct window){str_range(bytes.ptr + start, bytes.ptr + end), start, start > 0 && bytes.ptr[start - 1] != '\n'};
}

static bool glob_fits(str glob, str path) {
  bool has_folder = str_find_byte(glob, '/', 0) != SIZE_MAX;
  return str_matches_glob(has_folder ? path : str_basename(path), glob);
}

bool candidate_path_fits(const struct rule *rule, str path) {
  if (rule->paths.len == 0)
    return true;
  for (size_t i = 0; i < rule->paths.len; i++)
    if (glob_fits(rule->paths.data[i], path))
      return true;
  return false;
}

/* Looks for the match whose key holds the byte at `at` of the subject. 1, 0, or -1 for a limit. */
static int find_covering(const struct compiled_rule *rule, struct regex_space *space, struct window window, size_t at, str *key) {
  size_t from = 0;
  for (int i = 0; i < MATCHES_LIMIT && from <= at; i++) {
    int found = regex_find(rule->regex, space, window.bytes, from, window.mid_line);
    if (found <= 0)
      return found;
    *key = regex_group(space, window.bytes, rule->rule->group);
    size_t key_start = (size_t)(key->ptr - window.bytes.ptr);
    if (key->ptr && key_start <= at && at < key_start + key->len)
      return 1;
    str whole = regex_group(space, window.bytes, 0);
    size_t end = (size_t)(whole.ptr - window.bytes.ptr) + whole.len;
    /* An assignment before the one we look for may have swallowed its beginning: go on behind the key only. */
    if (key->ptr && key_start > at)
      return 0;
    from = end > from ? end : from + 1;
  }
  return 0;
}

static void find_plain(const struct compiled_rule *rule, const struct item *item, size_t at, struct regex_space *space,
                       struct candidates *out, struct coverage *coverage) {
  struct window window = window_around(item->bytes, at);
  str key = STR_NONE;
  int found = find_covering(rule, space, window, at - window.start, &key);
  if (found < 0)
    coverage_degraded(coverage, DEGRADED_MATCH, item->path);
  if (found <= 0)
    return;
  size_t start = (size_t)(key.ptr - item->bytes.ptr);
  str name = rule->name_group ? regex_group(space, window.bytes, rule->name_group) : STR_NONE;
  vec_push(out, (struct candidate){rule->rule, key, start, start + key.len, name, NULL});
}

/* The keys in the decoded run, whichever of the four alignments the run has. */
static bool find_decoded(const struct compiled_rule *rule, const struct item *item, str run, struct regex_space *space, struct arena *scratch,
                         struct candidates *out) {
  struct buf decoded = {0};
  size_t before = out->len, start = (size_t)(run.ptr - item->bytes.ptr);
  for (size_t shift = 0; shift < 4; shift++) {
    size_t from = 0;
    buf_clear(&decoded);
    decode_base64(str_tail(run, shift), &decoded);
    while (from < decoded.len && regex_find(rule->regex, space, buf_str(&decoded), from, false) > 0) {
      str whole = regex_group(space, buf_str(&decoded), 0);
      str key = arena_copy(scratch, regex_group(space, buf_str(&decoded), rule->rule->group));
      vec_push(out, (struct candidate){rule->rule, key, start, start + run.len, STR_NONE, NULL});
      from = (size_t)(whole.ptr - decoded.data) + (whole.len ? whole.len : 1);
    }
  }
  buf_free(&decoded);
  return out->len > before;
}

static size_t find_encoded(const struct compiled_rule *rule, const struct item *item, size_t at, struct regex_space *space,
                           struct arena *scratch, struct candidates *out) {
  size_t end = at;
  for (int alphabet = BASE64_STANDARD; alphabet <= BASE64_URL; alphabet++) {
    str run = decode_base64_run(item->bytes, at, (enum base64_alphabet)alphabet);
    size_t run_end = (size_t)(run.ptr - item->bytes.ptr) + run.len;
    end = run_end > end ? run_end : end;
    if (find_decoded(rule, item, run, space, scratch, out))
      return run_end;
  }
  return end;
}

size_t candidate_find(const struct compiled_rule *rule, const struct item *item, size_t at, struct regex_space *space,
                    struct arena *scratch, struct candidates *out, struct coverage *coverage) {
  if (!rule->regex)
    return at;
  if (rule->rule->base64)
    return find_encoded(rule, item, at, space, scratch, out);
  find_plain(rule, item, at, space, out, coverage);
  size_t end = at;
  while (end < item->bytes.len && end - at < KEY_LIMIT && key_is_tail_byte(item->bytes.ptr[end]))
    end++;
  return end;
}
