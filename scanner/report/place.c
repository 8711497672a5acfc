/* place.c -- where a key was found, in words. */
#include "report/place.h"

#include "report/safe.h"

static const char *const where_words[WHERE_COUNT] = {
    [WHERE_HISTORY] = "in history",
    [WHERE_STASH] = "in a stash",
    [WHERE_REFLOG] = "only a reflog still holds it",
    [WHERE_UNREACHABLE] = "unreachable object: no branch or tag holds it",
    [WHERE_INDEX] = "staged, not yet committed",
    [WHERE_WORKTREE] = "in the work tree, not committed",
    [WHERE_IGNORED] = "ignored by git, not committed",
    [WHERE_MESSAGE] = "commit message",
    [WHERE_TAG_MESSAGE] = "tag message",
    [WHERE_NOTE] = "git note",
    [WHERE_REF] = "in the name of a ref",
    [WHERE_PATH] = "in the path itself",
    [WHERE_CONFIG] = "configuration of the repository",
    [WHERE_SUBMODULE] = "in a submodule",
    [WHERE_FILE] = "on disk",
    [WHERE_STDIN] = "standard input",
};

/* What a place without a file is called, before its name or id. */
static const char *const nouns[WHERE_COUNT] = {
    [WHERE_REFLOG] = "reflog entry", [WHERE_MESSAGE] = "message of commit", [WHERE_TAG_MESSAGE] = "message of tag",
    [WHERE_NOTE] = "note",           [WHERE_REF] = "ref",                   [WHERE_STDIN] = "standard input",
};

bool place_is_file(const struct occurrence *occurrence) {
  enum where where = occurrence->where;
  bool is_message = where == WHERE_MESSAGE || where == WHERE_TAG_MESSAGE || where == WHERE_NOTE;
  return occurrence->path.len && !is_message && where != WHERE_REF;
}

bool place_has_lines(const struct occurrence *occurrence) {
  return occurrence->hit.line && occurrence->where != WHERE_REF && occurrence->where != WHERE_PATH;
}

void place_add_id(struct buf *out, oid id) {
  char hex[OID_HEX_SIZE];
  oid_to_hex(id, oid_size_of(id), hex);
  buf_printf(out, "%.*s", PLACE_ID_DIGITS, hex);
}

static oid object_of(const struct occurrence *occurrence) {
  bool is_message = occurrence->where == WHERE_MESSAGE && occurrence->commit;
  return is_message ? occurrence->commit->id : occurrence->blob;
}

void place_add_name(struct buf *out, const struct occurrence *occurrence, const struct finding *finding) {
  if (place_is_file(occurrence)) {
    safe_add(out, occurrence->path, finding);
    return;
  }
  const char *noun = nouns[occurrence->where];
  oid object = object_of(occurrence);
  bool has_path = occurrence->path.len && occurrence->where != WHERE_MESSAGE;
  buf_add(out, str_from(noun ? noun : "object"));
  if (has_path || !oid_is_zero(object))
    buf_add_byte(out, ' ');
  if (has_path)
    safe_add(out, occurrence->path, finding);
  else if (!oid_is_zero(object))
    place_add_id(out, object);
}

void place_add(struct buf *out, const struct occurrence *occurrence, const struct finding *finding) {
  place_add_name(out, occurrence, finding);
  if (!place_has_lines(occurrence))
    return;
  const struct hit *hit = &occurrence->hit;
  if (place_is_file(occurrence))
    buf_printf(out, ":%u:%u", hit->line, hit->column);
  else
    buf_printf(out, ", line %u", hit->line);
}

const char *place_where_any(enum where where) {
  return where_words[where];
}

bool place_name_says_where(const struct occurrence *occurrence) {
  return !place_is_file(occurrence) && nouns[occurrence->where];
}

const char *place_where(const struct occurrence *occurrence) {
  bool in_head = occurrence->where == WHERE_HISTORY && occurrence->reach && occurrence->reach->in_head;
  return in_head ? "committed, in HEAD" : where_words[occurrence->where];
}
