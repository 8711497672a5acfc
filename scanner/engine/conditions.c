/* conditions.c -- what a rule asks of a key beyond its pattern. */
#include "engine/conditions.h"

#include <stdint.h>

#include "engine/judge.h"
#include "model/key.h"

str conditions_random_part(const struct rule *rule, str key) {
  size_t known = 0;
  for (size_t i = 0; i < rule->keywords.len; i++)
    if (rule->keywords.data[i].len > known && str_starts(key, rule->keywords.data[i]))
      known = rule->keywords.data[i].len;
  return known < key.len ? str_tail(key, known) : key;
}

/* Of 1 or more, bit by bit: libm would have to be loaded for it at each start. */
static double log2_of(size_t number) {
  double rest = (double)number, bits = 0;
  for (; rest >= 2; rest /= 2)
    bits++;
  for (double bit = 0.5; bit > 1e-6; bit /= 2) {
    rest *= rest;
    if (rest < 2)
      continue;
    rest /= 2;
    bits += bit;
  }
  return bits;
}

double conditions_entropy(str text) {
  size_t count[256] = {0};
  double sum = 0;
  for (size_t i = 0; i < text.len; i++)
    count[(unsigned char)text.ptr[i]]++;
  for (size_t i = 0; i < 256; i++)
    sum += count[i] ? (double)count[i] * log2_of(count[i]) : 0;
  return text.len ? log2_of(text.len) - sum / (double)text.len : 0;
}

static bool has_entropy(const struct rule *rule, str key) {
  return rule->entropy <= 0 || conditions_entropy(conditions_random_part(rule, key)) >= rule->entropy;
}

static bool is_allowed(const struct compiled_rule *compiled, struct regex_space *space, str key) {
  for (size_t i = 0; i < compiled->rule->allow.len; i++)
    if (regex_matches(compiled->allow[i], space, key) == 1)
      return true;
  return false;
}

/* The judge knows the prefixes of APSO keys; of others it need not see any. */
static bool is_key(const struct rule *rule, str key) {
  str judged = key_parse(key).prefix.len ? key : conditions_random_part(rule, key);
  return rule->judge == JUDGE_NONE || judge_key(judged) == JUDGED_KEY;
}

const char *conditions_refusal(const struct compiled_rule *compiled, struct regex_space *space, str key) {
  const struct rule *rule = compiled->rule;
  if (key.len < rule->min_length)
    return "its key is shorter than 'min-length'";
  if (rule->max_length && key.len > rule->max_length)
    return "its key is longer than 'max-length'";
  if (!has_entropy(rule, key))
    return "its key has less than 'entropy' asks";
  if (!is_key(rule, key))
    return "the judge takes its key for a placeholder";
  return is_allowed(compiled, space, key) ? "its key is one of 'allow'" : NULL;
}

bool conditions_hold(const struct compiled_rule *compiled, struct regex_space *space, str key) {
  return !conditions_refusal(compiled, space, key);
}

/* In any case of the path, as NuGet.Config is a *.config. */
static bool glob_fits(str glob, str path) {
  enum { NAME_LIMIT = 256 };
  char lower[NAME_LIMIT];
  str part = str_find_byte(glob, '/', 0) != SIZE_MAX ? path : str_basename(path);
  if (str_matches_glob(part, glob))
    return true;
  for (size_t i = 0; i < part.len && i < NAME_LIMIT; i++)
    lower[i] = (char)(part.ptr[i] >= 'A' && part.ptr[i] <= 'Z' ? part.ptr[i] + 32 : part.ptr[i]);
  return part.len <= NAME_LIMIT && str_matches_glob((str){lower, part.len}, glob);
}

static bool one_fits(const struct str_list *globs, str path) {
  for (size_t i = 0; i < globs->len; i++)
    if (glob_fits(globs->data[i], path))
      return true;
  return false;
}

bool conditions_path_fits(const struct rule *rule, str path) {
  return (rule->paths.len == 0 || one_fits(&rule->paths, path)) && !one_fits(&rule->not_paths, path);
}
