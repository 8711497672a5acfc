/* written.c -- a result as text, so that two can be compared. */
#include "written.h"

static void add_commit(struct buf *out, const struct commit_info *commit) {
  char hex[OID_HEX_SIZE] = "-";
  if (commit)
    oid_to_hex(commit->id, OID_SHA1, hex);
  buf_printf(out, " %s", hex);
}

static void add_list(struct buf *out, const char *name, const str *data, size_t len) {
  buf_printf(out, "  %s:", name);
  for (size_t i = 0; i < len; i++)
    buf_printf(out, " [%.*s]", STR_ARG(data[i]));
  buf_add_byte(out, '\n');
}

static void add_occurrence(struct buf *out, const struct occurrence *o) {
  char hex[OID_HEX_SIZE];
  oid_to_hex(o->blob, OID_SHA1, hex);
  buf_printf(out, "  %s %.*s:%u:%u-%u %.*s %s", where_name(o->where), STR_ARG(o->path), o->hit.line, o->hit.column, o->hit.end_line,
             STR_ARG(o->hit.rule->id), hex);
  add_commit(out, o->commit);
  buf_printf(out, " %.*s", STR_ARG(o->hit.variable));
  for (unsigned i = 0; i < o->hit.frame.count; i++)
    buf_printf(out, " |%.*s|", STR_ARG(o->hit.frame.line[i]));
  buf_add_byte(out, '\n');
}

static void add_finding(struct buf *out, const struct finding *f) {
  buf_printf(out, "%s %.*s %s %.*s %.*s %.*s %d %d", f->id, STR_ARG(f->rule->id), severity_name(f->severity), STR_ARG(f->redacted), STR_ARG(f->scope),
             STR_ARG(f->variable), f->in_head, f->pushed);
  add_commit(out, f->introduced);
  buf_add_byte(out, '\n');
  add_list(out, "reasons", f->severity_reasons, f->severity_reasons_len);
  add_list(out, "advice", f->advice, f->advice_len);
  add_list(out, "branches", f->branches.data, f->branches.len);
  add_list(out, "tags", f->tags.data, f->tags.len);
  add_list(out, "remotes", f->remotes.data, f->remotes.len);
  for (size_t i = 0; i < f->occurrences_len; i++)
    add_occurrence(out, &f->occurrences[i]);
}

static void add_shortfall(struct buf *out, const char *name, const struct shortfall *s) {
  if (s->count)
    buf_printf(out, "%s %llu", name, (unsigned long long)s->count);
  for (unsigned i = 0; i < s->examples; i++)
    buf_printf(out, " %s", s->example[i]);
  if (s->count)
    buf_add_byte(out, '\n');
}

void written_add(struct buf *out, const struct result *result) {
  const struct coverage *c = &result->coverage;
  for (size_t i = 0; i < result->findings_len; i++)
    add_finding(out, &result->findings[i]);
  buf_printf(out, "%llu %llu %llu %llu %llu\n", (unsigned long long)c->objects, (unsigned long long)c->blobs, (unsigned long long)c->bytes,
             (unsigned long long)c->commits, (unsigned long long)c->files);
  for (int gap = 0; gap < GAP_COUNT; gap++)
    add_shortfall(out, gap_name((enum gap)gap), &c->gaps[gap]);
  for (int i = 0; i < DEGRADED_COUNT; i++)
    add_shortfall(out, degraded_name((enum degraded)i), &c->degraded[i]);
}
