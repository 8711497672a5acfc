/* collect.c -- occurrences of many workers as findings: one for each key. */
#include "pipeline/collect.h"

#include <stdlib.h>

#include "model/key.h"
#include "pipeline/assess.h"

/* ---- orders ---- */

static int compare_numbers(uint64_t a, uint64_t b) {
  return a < b ? -1 : a > b;
}

/* Whether two messages are the same one is told by their commits. */
static oid commit_of_message(const struct occurrence *o) {
  static const oid none;
  bool is_message = o->where == WHERE_MESSAGE || o->where == WHERE_TAG_MESSAGE;
  return is_message && o->commit ? o->commit->id : none;
}

/* The same content at the same path: equal here. */
static int compare_places(const struct occurrence *a, const struct occurrence *b) {
  int order = str_compare(a->path, b->path);
  order = order ? order : oid_compare(a->blob, b->blob);
  order = order ? order : compare_numbers(a->hit.line, b->hit.line);
  order = order ? order : compare_numbers(a->hit.column, b->hit.column);
  return order ? order : oid_compare(commit_of_message(a), commit_of_message(b));
}

static uint64_t order_of(const struct occurrence *o) {
  return o->commit && o->commit->order ? o->commit->order : UINT64_MAX;
}

static int64_t date_of(const struct occurrence *o) {
  return o->commit ? o->commit->date : INT64_MAX;
}

/* What makes occurrences one finding: the key; without one, the rule, the variable and the path. */
static int compare_identities(const struct occurrence *a, const struct occurrence *b) {
  int order = str_compare(a->hit.key, b->hit.key);
  if (order || a->hit.key.len)
    return order;
  order = str_compare(a->hit.rule->id, b->hit.rule->id);
  order = order ? order : str_compare(a->hit.variable, b->hit.variable);
  return order ? order : str_compare(a->path, b->path);
}

/* Findings together; in them the same places together, the most telling one first. */
static int by_finding_and_place(const void *left, const void *right) {
  const struct occurrence *a = left, *b = right;
  int order = compare_identities(a, b);
  order = order ? order : compare_places(a, b);
  order = order ? order : compare_numbers(a->hit.rule->class, b->hit.rule->class);
  order = order ? order : compare_numbers(a->where, b->where);
  order = order ? order : compare_numbers(order_of(a), order_of(b));
  order = order ? order : (date_of(a) > date_of(b)) - (date_of(a) < date_of(b));
  return order || !a->commit || !b->commit ? order : oid_compare(a->commit->id, b->commit->id);
}

/* What is there today comes before what is only in history. */
static unsigned presence(const struct occurrence *o) {
  if (o->reach && o->reach->in_head)
    return 0;
  return o->where == WHERE_INDEX || o->where == WHERE_WORKTREE || o->where == WHERE_IGNORED ? 1 : 2;
}

/* Best first: what a report shows of a finding. */
static int by_weight(const void *left, const void *right) {
  const struct occurrence *a = left, *b = right;
  int order = compare_numbers(a->hit.rule->class, b->hit.rule->class);
  order = order ? order : compare_numbers(presence(a), presence(b));
  order = order ? order : compare_numbers(a->where, b->where);
  return order ? order : compare_places(a, b);
}

static int by_severity(const void *left, const void *right) {
  const struct finding *a = left, *b = right;
  int order = compare_numbers(b->severity, a->severity);
  order = order ? order : compare_numbers(a->rule->class, b->rule->class);
  order = order ? order : by_weight(&a->occurrences[0], &b->occurrences[0]);
  return order ? order : strcmp(a->id, b->id);
}

/* ---- one finding ---- */

/* What is dropped may know a commit where the kept one, a file of a submodule say, knows none. */
static size_t drop_same_places(struct occurrence *occurrences, size_t len) {
  size_t kept = 1;
  for (size_t i = 1; i < len; i++) {
    struct occurrence *last = &occurrences[kept - 1];
    if (compare_places(last, &occurrences[i]) != 0) {
      occurrences[kept++] = occurrences[i];
      continue;
    }
    if (!last->commit) {
      last->commit = occurrences[i].commit;
      last->reach = last->reach ? last->reach : occurrences[i].reach;
    }
    if (last->root != occurrences[i].root)
      last->root = ROOT_SEVERAL;
    if (last->hit.variable.len == 0)
      last->hit.variable = occurrences[i].hit.variable;
    if (last->hit.exposure != EXPOSURE_CLIENT && occurrences[i].hit.exposure == EXPOSURE_CLIENT) {
      last->hit.exposure = EXPOSURE_CLIENT;
      last->hit.evidence = occurrences[i].hit.evidence;
      last->hit.evidence_len = occurrences[i].hit.evidence_len;
    }
  }
  return kept;
}

/* The more public way first; then by history where it is known: clocks lie. */
static bool is_earlier(const struct commit_info *a, const struct commit_info *b) {
  if (a->distance != b->distance)
    return a->distance < b->distance;
  if (a->order && b->order && a->order != b->order)
    return a->order < b->order;
  return a->date != b->date ? a->date < b->date : oid_compare(a->id, b->id) < 0;
}

static void find_introduction(struct finding *finding, const struct occurrence *occurrences, size_t len) {
  for (size_t i = 0; i < len; i++) {
    const struct occurrence *o = &occurrences[i];
    const struct commit_info *commit = o->reach && o->reach->introduced ? o->reach->introduced : o->commit;
    if (commit && (!finding->introduced || is_earlier(commit, finding->introduced)))
      finding->introduced = commit;
  }
}

static int by_bytes(const void *left, const void *right) {
  return str_compare(*(const str *)left, *(const str *)right);
}

/* Names of the refs of one kind whose history holds any occurrence; each once, sorted. */
static struct str_list refs_of_kind(const struct occurrence *occurrences, size_t occurrences_len, enum ref_kind kind, struct arena *kept) {
  VEC(str) names = {0};
  const struct reach *last = NULL;
  for (size_t i = 0; i < occurrences_len; i++) {
    const struct reach *reach = occurrences[i].reach;
    if (!reach || reach == last)
      continue;
    last = reach;
    for (size_t r = 0; r < reach->table->len; r++)
      if (reach->table->data[r].kind == kind && reach->refs[r / 64] >> r % 64 & 1)
        vec_push(&names, reach->table->data[r].brief);
  }
  if (names.len)
    qsort(names.data, names.len, sizeof(str), by_bytes);
  str *unique = arena_alloc(kept, names.len * sizeof(str) + 1);
  size_t len = 0;
  for (size_t i = 0; i < names.len; i++)
    if (len == 0 || !str_eq(unique[len - 1], names.data[i]))
      unique[len++] = names.data[i];
  vec_free(&names);
  return (struct str_list){unique, len};
}

/* From all occurrences, those at the same place too: each may be reached in another way. */
static void trace(struct finding *finding, const struct occurrence *occurrences, size_t len, struct arena *kept) {
  find_introduction(finding, occurrences, len);
  for (size_t i = 0; i < len; i++)
    finding->reach_known |= !occurrences[i].commit || occurrences[i].reach;
  for (size_t i = 0; i < len; i++)
    finding->in_head |= occurrences[i].reach && occurrences[i].reach->in_head;
  finding->branches = refs_of_kind(occurrences, len, REF_BRANCH, kept);
  finding->tags = refs_of_kind(occurrences, len, REF_TAG, kept);
  finding->remotes = refs_of_kind(occurrences, len, REF_REMOTE, kept);
  finding->pushed = finding->remotes.len > 0;
}

static int by_path_and_blob(const void *left, const void *right) {
  const struct occurrence *a = left, *b = right;
  int order = str_compare(a->path, b->path);
  return order ? order : oid_compare(a->blob, b->blob);
}

/* A commit that takes something away where it brings the key is a rename only if the key was in it. The occurrences
   are sorted by place. */
static void settle_renames(struct occurrence *occurrences, size_t len) {
  for (size_t i = 0; i < len; i++) {
    struct occurrence key = {.path = occurrences[i].former_path, .blob = occurrences[i].former_blob};
    if (key.path.len && !bsearch(&key, occurrences, len, sizeof key, by_path_and_blob))
      occurrences[i].former_path = STR_NONE;
  }
}

/* One place where every visitor reads it is enough; occurrences are sorted, best first. */
static void expose(struct finding *finding) {
  static const enum exposure order[] = {EXPOSURE_CLIENT, EXPOSURE_SERVER, EXPOSURE_UNKNOWN};
  for (size_t k = 0; k < sizeof order / sizeof *order; k++)
    for (size_t i = 0; i < finding->occurrences_len; i++) {
      const struct hit *hit = &finding->occurrences[i].hit;
      if (hit->exposure != order[k] || (hit->exposure == EXPOSURE_UNKNOWN && hit->evidence_len == 0))
        continue;
      finding->exposure = hit->exposure;
      finding->exposure_evidence = hit->evidence;
      finding->exposure_evidence_len = hit->evidence_len;
      return;
    }
}

/* All that its occurrences say, which are there, best first. */
static void complete(struct finding *finding, struct arena *kept) {
  finding->rule = finding->occurrences[0].hit.rule;
  finding->variable = finding->occurrences[0].hit.variable;
  finding->redacted = key_redact(kept, finding->key);
  finding->scope = key_parse(finding->key).scope;
  expose(finding);
  assess(finding, kept);
}

static struct finding finding_from(struct occurrence *occurrences, size_t len, struct arena *kept) {
  struct finding finding = {.key = occurrences[0].hit.key};
  trace(&finding, occurrences, len, kept);
  settle_renames(occurrences, len);
  finding.occurrences_len = drop_same_places(occurrences, len);
  finding.occurrences = arena_alloc(kept, finding.occurrences_len * sizeof *occurrences);
  memcpy(finding.occurrences, occurrences, finding.occurrences_len * sizeof *occurrences);
  qsort(finding.occurrences, finding.occurrences_len, sizeof *occurrences, by_weight);
  complete(&finding, kept);
  return finding;
}

struct finding collect_again(const struct finding *finding, const struct occurrence *occurrences, size_t len,
                             struct arena *kept) {
  struct finding made = {.key = finding->key, .status = finding->status, .occurrences_len = len};
  made.occurrences = arena_alloc(kept, len * sizeof *occurrences);
  memcpy(made.occurrences, occurrences, len * sizeof *occurrences);
  trace(&made, made.occurrences, len, kept);
  complete(&made, kept);
  return made;
}

static size_t same_finding(const struct occurrences *all, size_t from) {
  size_t end = from + 1;
  while (end < all->len && compare_identities(&all->data[end], &all->data[from]) == 0)
    end++;
  return end;
}

/* A file of the work tree that an import led to has no object there, though its own occurrence may know one: both are
   one place. */
static void settle_objects(struct occurrences *all) {
  static const oid none;
  for (size_t i = 0; i < all->len; i++) {
    struct occurrence *foreign = &all->data[i];
    if (!foreign->hit.other_path.len || !oid_eq(foreign->blob, none))
      continue;
    for (size_t k = i + 1; k < all->len && compare_identities(&all->data[k], foreign) == 0 && str_eq(all->data[k].path, foreign->path); k++)
      if (all->data[k].hit.line == foreign->hit.line && all->data[k].hit.column == foreign->hit.column && all->data[k].where != WHERE_HISTORY) {
        foreign->blob = all->data[k].blob;
        break;
      }
    for (size_t k = i + 1; oid_eq(foreign->blob, none) && k < all->len && compare_identities(&all->data[k], foreign) == 0 && str_eq(all->data[k].path, foreign->path); k++)
      if (all->data[k].hit.line == foreign->hit.line && all->data[k].hit.column == foreign->hit.column)
        foreign->blob = all->data[k].blob;
  }
}

void collect_findings(struct occurrences *all, struct result *result) {
  VEC(struct finding) findings = {0};
  for (int pass = 0; all->len && pass < 2; pass++) {
    if (pass == 1)
      settle_objects(all);
    qsort(all->data, all->len, sizeof *all->data, by_finding_and_place);
  }
  for (size_t from = 0, end; from < all->len; from = end) {
    end = same_finding(all, from);
    vec_push(&findings, finding_from(&all->data[from], end - from, &result->kept));
  }
  result->findings = arena_alloc(&result->kept, findings.len * sizeof *result->findings + 1);
  if (findings.len)
    memcpy(result->findings, findings.data, findings.len * sizeof *result->findings);
  result->findings_len = findings.len;
  vec_free(&findings);
}

/* ---- ids ---- */

static void *open_nothing(const struct source *source, struct err *err) {
  (void)source;
  (void)err;
  static char nothing;
  return &nothing;
}

static void close_nothing(void *nothing) {
  (void)nothing;
}

static void give_id(const struct source *source, void *nothing, size_t part, struct sink *sink) {
  const struct result *result = source->data;
  const struct finding *finding = &result->findings[part];
  struct buf identity = {0};
  (void)nothing;
  (void)sink;
  if (finding->key.len)
    buf_add(&identity, finding->key);
  else
    buf_printf(&identity, "%.*s\n%.*s\n%.*s", STR_ARG(finding->rule->id), STR_ARG(finding->variable), STR_ARG(finding->occurrences[0].path));
  digest_secret(buf_str(&identity), result->findings[part].id);
  buf_free(&identity);
}

struct source collect_ids(struct result *result) {
  return (struct source){"ids", result->findings_len, open_nothing, give_id, close_nothing, result};
}

void collect_sort(struct result *result) {
  if (result->findings_len)
    qsort(result->findings, result->findings_len, sizeof *result->findings, by_severity);
}
