/* index.c -- git's index: what the next commit will hold, path by path.  Knows nothing of objects. */
#include "source/index.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "source/ewah.h"

enum {
  FILE_LIMIT = 1024 * 1024 * 1024,
  PATH_LIMIT = 64 * 1024,
  PATHS_LIMIT = 512 * 1024 * 1024, /* all paths of version 4, where a few bytes may stand for a long one */
  READ_SLACK = 128 * 1024          /* file_read's step, so that it need not grow what is reserved */
};

/* An entry: stat data, the mode among them; the id; flags; perhaps more flags; the path. */
enum {
  HEADER_SIZE = 12,
  FIRST_VERSION = 2,
  LAST_VERSION = 4,
  NO_VERSION = 64, /* no later git will come to that: it is damage */
  MODE_AT = 24,
  STAT_SIZE = 40,
  FLAGS_SIZE = 2,
  ENTRY_ALIGNMENT = 8,
  FLAG_MORE = 0x4000,
  STAGE_SHIFT = 12,
  STAGE_MASK = 3,
  NAME_MASK = 0xFFF, /* and what stands there for a path of that length or more */
  MORE_INTENT = 0x2000,
  MORE_SKIP_WORKTREE = 0x4000,
  MODE_TYPE = 0170000,
  MODE_FOLDER = 0040000
};

struct parse {
  struct index *index;
  size_t oid_size;
  str rest; /* without the checksum */
  uint32_t version;
  uint32_t count;
  str previous;      /* the last path */
  size_t paths_size; /* of those made for version 4 */
  struct err *err;
};

static enum index_outcome damaged(struct err *err, const char *why) {
  err_set(err, "%s", why);
  return INDEX_CORRUPT;
}

static uint16_t number16(str s, size_t at) {
  uint16_t number;
  memcpy(&number, s.ptr + at, sizeof number);
  return be16toh(number);
}

static uint32_t number32(str s, size_t at) {
  uint32_t number;
  memcpy(&number, s.ptr + at, sizeof number);
  return be32toh(number);
}

/* ---- entries ---- */

/* The path is the whole of `text` up to a NUL. Size with the padding, or 0. */
static size_t take_path(str text, size_t before, str *path) {
  size_t end = str_find_byte(str_head(text, PATH_LIMIT), '\0', 0);
  if (end == SIZE_MAX)
    return 0;
  *path = str_head(text, end);
  size_t padded = (before + end + ENTRY_ALIGNMENT) / ENTRY_ALIGNMENT * ENTRY_ALIGNMENT;
  return padded - before <= text.len ? padded - before : 0;
}

/* How much of the last path is cut off, as an offset in packs is written. False if that is more than there is. */
static bool take_cut(str *text, size_t most, size_t *cut) {
  *cut = 0;
  for (size_t i = 0; i < text->len && *cut <= most; i++) {
    uint8_t byte = (uint8_t)text->ptr[i];
    *cut = (*cut + (i > 0)) << 7 | (byte & 127);
    if (byte < 128) {
      *text = str_tail(*text, i + 1);
      return *cut <= most;
    }
  }
  return false;
}

/* Version 4: the path is the last one's begin and a new end. */
static size_t take_cut_path(struct parse *p, str text, str *path) {
  str tail = text;
  size_t cut;
  if (!take_cut(&tail, p->previous.len, &cut))
    return 0;
  size_t begin = p->previous.len - cut, end = str_find_byte(str_head(tail, PATH_LIMIT), '\0', 0);
  p->paths_size += begin + end + 1;
  if (end == SIZE_MAX || begin + end >= PATH_LIMIT || p->paths_size > PATHS_LIMIT)
    return 0;
  char *whole = arena_alloc(&p->index->kept, begin + end + 1);
  if (begin)
    memcpy(whole, p->previous.ptr, begin);
  memcpy(whole + begin, tail.ptr, end + 1);
  *path = (str){whole, begin + end};
  return text.len - tail.len + end + 1;
}

static enum index_outcome take_entry(struct parse *p, struct index_entry *entry) {
  size_t flags_at = STAT_SIZE + p->oid_size, path_at = flags_at + FLAGS_SIZE;
  if (p->rest.len < path_at + FLAGS_SIZE)
    return damaged(p->err, "cut off in an entry");
  uint16_t flags = number16(p->rest, flags_at), more = flags & FLAG_MORE ? number16(p->rest, path_at) : 0;
  path_at += flags & FLAG_MORE ? FLAGS_SIZE : 0;
  if (more & ~(MORE_INTENT | MORE_SKIP_WORKTREE)) {
    err_set(p->err, "unknown flags of an entry");
    return INDEX_FORMAT;
  }
  str text = str_tail(p->rest, path_at);
  size_t size = p->version < 4 ? take_path(text, path_at, &entry->path) : take_cut_path(p, text, &entry->path);
  if (size == 0 || (flags & NAME_MASK) != (entry->path.len < NAME_MASK ? entry->path.len : NAME_MASK))
    return damaged(p->err, "a path that does not end where it should");
  entry->mode = number32(p->rest, MODE_AT);
  entry->id = oid_from_raw(p->rest.ptr + STAT_SIZE, p->oid_size);
  entry->stage = flags >> STAGE_SHIFT & STAGE_MASK;
  entry->is_intent = more & MORE_INTENT;
  entry->is_folder = (entry->mode & MODE_TYPE) == MODE_FOLDER;
  p->previous = entry->path;
  p->rest = str_tail(p->rest, path_at + size);
  return INDEX_READ;
}

static enum index_outcome take_header(struct parse *p) {
  str bytes = buf_str(&p->index->bytes);
  if (bytes.len < HEADER_SIZE + p->oid_size || !str_starts(bytes, STR("DIRC")))
    return damaged(p->err, "not an index");
  p->version = number32(bytes, 4);
  p->count = number32(bytes, 8);
  p->rest = str_head(str_tail(bytes, HEADER_SIZE), bytes.len - HEADER_SIZE - p->oid_size);
  if (p->version < FIRST_VERSION || p->version >= NO_VERSION)
    return damaged(p->err, "no version of an index");
  if (p->version > LAST_VERSION) {
    err_set(p->err, "unsupported version %u", p->version);
    return INDEX_FORMAT;
  }
  if (p->count > p->rest.len / (STAT_SIZE + p->oid_size + FLAGS_SIZE + 1))
    return damaged(p->err, "fewer entries than it says");
  return INDEX_READ;
}

static enum index_outcome take_entries(struct parse *p) {
  struct index_entries *entries = &p->index->entries;
  enum index_outcome outcome = INDEX_READ;
  entries->room = p->count;
  entries->data = memory_new(p->count * sizeof *entries->data);
  while (outcome == INDEX_READ && entries->len < p->count)
    outcome = take_entry(p, &entries->data[entries->len++]);
  return outcome;
}

/* ---- extensions ---- */

static enum index_outcome take_extension(struct parse *p, str name, str data) {
  struct index *index = p->index;
  if (str_eq(name, STR("TREE"))) {
    cachetree_read(data, p->oid_size, &index->trees);
  } else if (str_eq(name, STR("link"))) {
    if (data.len < p->oid_size)
      return damaged(p->err, "cut off in the name of what it shares");
    index->link = data;
    index->is_split = !oid_is_zero(oid_from_raw(data.ptr, p->oid_size));
  } else if (str_eq(name, STR("sdir"))) {
    index->is_sparse = true;
  } else if (name.ptr[0] < 'A' || name.ptr[0] > 'Z') { /* a reader must know it */
    err_set(p->err, "unsupported extension %.*s", STR_ARG(name));
    return INDEX_FORMAT;
  }
  return INDEX_READ;
}

static enum index_outcome take_extensions(struct parse *p) {
  enum { NAME_SIZE = 4, HEAD_SIZE = 8 };
  enum index_outcome outcome = INDEX_READ;
  while (outcome == INDEX_READ && p->rest.len) {
    if (p->rest.len < HEAD_SIZE || p->rest.len - HEAD_SIZE < number32(p->rest, NAME_SIZE))
      return damaged(p->err, "cut off in an extension");
    str name = str_head(p->rest, NAME_SIZE), data = str_head(str_tail(p->rest, HEAD_SIZE), number32(p->rest, NAME_SIZE));
    p->rest = str_tail(p->rest, HEAD_SIZE + data.len);
    outcome = take_extension(p, name, data);
  }
  return outcome;
}

/* ---- order ---- */

static int compare(const struct index_entry *a, const struct index_entry *b) {
  int order = str_compare(a->path, b->path);
  return order ? order : a->stage - b->stage;
}

static int by_path(const void *left, const void *right) {
  const struct index_entry *a = left, *b = right;
  int order = compare(a, b);
  return order ? order : oid_compare(a->id, b->id);
}

/* git does not check the order, so neither is another one damage. */
static void sort(struct index_entries *entries) {
  for (size_t i = 1; i < entries->len; i++)
    if (compare(&entries->data[i - 1], &entries->data[i]) > 0) {
      qsort(entries->data, entries->len, sizeof *entries->data, by_path);
      return;
    }
}

static enum index_outcome finish(struct index *index, struct err *err) {
  for (size_t i = 0; i < index->entries.len; i++) {
    const struct index_entry *entry = &index->entries.data[i];
    if (entry->path.len == 0 || str_ends(entry->path, STR("/")) != entry->is_folder)
      return damaged(err, "a path that cannot be one");
  }
  sort(&index->entries);
  return INDEX_READ;
}

enum index_outcome index_parse(struct buf *bytes, size_t oid_size, struct index *index, struct err *err) {
  struct parse parse = {.index = index, .oid_size = oid_size, .err = err};
  index->bytes = *bytes;
  *bytes = (struct buf){0};
  enum index_outcome outcome = take_header(&parse);
  if (outcome == INDEX_READ)
    outcome = take_entries(&parse);
  if (outcome == INDEX_READ)
    outcome = take_extensions(&parse);
  if (outcome == INDEX_READ && !index->is_split)
    outcome = finish(index, err);
  return outcome;
}

/* ---- split ---- */

enum { MARK_DELETED = 1, MARK_REPLACED = 2 };

/* Leaves of the shared part what stays. Own entries that replace shared ones come first, and have no path; `own` is set
   behind them. */
static enum index_outcome change_shared(struct index *index, const uint8_t *marks, size_t *own, struct err *err) {
  struct index_entries *shared = &index->shared->entries;
  size_t kept = 0;
  for (size_t i = 0; i < shared->len; i++) {
    struct index_entry entry = shared->data[i];
    if (marks[i] & MARK_REPLACED) {
      if (*own == index->entries.len || index->entries.data[*own].path.len)
        return damaged(err, "an entry that should replace another does not");
      entry = index->entries.data[(*own)++];
      entry.path = shared->data[i].path;
    }
    if (!(marks[i] & MARK_DELETED))
      shared->data[kept++] = entry;
  }
  shared->len = kept;
  sort(shared);
  return INDEX_READ;
}

/* Own entries from `own` on come among the shared ones; one takes the place of what has its path and stage, and one
   without conflict that of all with its path. */
static void add_own(struct index *index, size_t own) {
  const struct index_entries *shared = &index->shared->entries;
  struct index_entries added = {index->entries.data + own, index->entries.len - own, 0}, all = {0};
  size_t at = 0;
  all.room = shared->len + added.len;
  all.data = memory_new(all.room * sizeof *all.data);
  sort(&added);
  for (size_t i = 0; i < added.len; i++) {
    const struct index_entry *entry = &added.data[i];
    while (at < shared->len && compare(&shared->data[at], entry) < 0)
      vec_push(&all, shared->data[at++]);
    while (at < shared->len && str_eq(shared->data[at].path, entry->path) &&
           (entry->stage == 0 || shared->data[at].stage == entry->stage))
      at++;
    vec_push(&all, *entry);
  }
  while (at < shared->len)
    vec_push(&all, shared->data[at++]);
  vec_free(&index->entries);
  index->entries = all;
}

static enum index_outcome read_marks(const struct index *index, size_t oid_size, uint8_t *marks, struct err *err) {
  str bitmaps = str_tail(index->link, oid_size);
  size_t len = index->shared->entries.len;
  if (bitmaps.len == 0)
    return INDEX_READ;
  if (ewah_read(&bitmaps, marks, len, MARK_DELETED) || ewah_read(&bitmaps, marks, len, MARK_REPLACED) || bitmaps.len)
    return damaged(err, "damaged bitmaps of what it shares");
  return INDEX_READ;
}

static enum index_outcome merge(struct index *index, size_t oid_size, struct err *err) {
  uint8_t *marks = memory_new_zeroed(index->shared->entries.len, 1);
  size_t own = 0;
  enum index_outcome outcome = read_marks(index, oid_size, marks, err);
  if (outcome == INDEX_READ)
    outcome = change_shared(index, marks, &own, err);
  if (outcome == INDEX_READ)
    add_own(index, own);
  free(marks);
  return outcome == INDEX_READ ? finish(index, err) : outcome;
}

enum index_outcome index_join(struct index *index, struct buf *shared, size_t oid_size, struct err *err) {
  str bytes = buf_str(shared);
  oid id = oid_from_raw(index->link.ptr, oid_size);
  bool is_right = bytes.len >= oid_size && oid_eq(id, oid_from_raw(bytes.ptr + bytes.len - oid_size, oid_size));
  index->shared = memory_new_zeroed(1, sizeof *index->shared);
  enum index_outcome outcome = index_parse(shared, oid_size, index->shared, err);
  if (outcome != INDEX_READ)
    return outcome;
  if (!is_right)
    return damaged(err, "the shared index is another one");
  if (index->shared->is_split)
    return damaged(err, "the shared index is split itself");
  return merge(index, oid_size, err);
}

/* ---- files ---- */

/* Opened without waiting: a pipe that stands there is no index. */
static enum index_outcome read_file(str path, struct buf *bytes, struct err *err) {
  struct stat status;
  bool is_there = stat(path.ptr, &status) == 0;
  if (!is_there && (errno == ENOENT || errno == ENOTDIR)) {
    err_set(err, "%s: %s", path.ptr, strerror(errno));
    return INDEX_ABSENT;
  }
  if (is_there && S_ISREG(status.st_mode) && status.st_size < FILE_LIMIT)
    buf_reserve(bytes, (size_t)status.st_size + READ_SLACK);
  return file_read(path.ptr, FILE_LIMIT, bytes, err) ? INDEX_UNREADABLE : INDEX_READ;
}

static enum index_outcome read_shared(struct index *index, str git_folder, size_t oid_size, struct err *err) {
  struct buf bytes = {0};
  char hex[OID_HEX_SIZE];
  oid_to_hex(oid_from_raw(index->link.ptr, oid_size), oid_size, hex);
  str path = arena_printf(&index->kept, "%.*s/sharedindex.%s", STR_ARG(git_folder), hex);
  enum index_outcome outcome = read_file(path, &bytes, err);
  if (outcome == INDEX_READ)
    outcome = index_join(index, &bytes, oid_size, err);
  buf_free(&bytes);
  return outcome == INDEX_ABSENT ? INDEX_CORRUPT : outcome;
}

enum index_outcome index_read(str path, str git_folder, size_t oid_size, struct index *index, struct err *err) {
  struct buf bytes = {0};
  enum index_outcome outcome = read_file(path, &bytes, err);
  if (outcome == INDEX_READ)
    outcome = index_parse(&bytes, oid_size, index, err);
  if (outcome == INDEX_READ && index->is_split)
    outcome = read_shared(index, git_folder, oid_size, err);
  if (outcome != INDEX_READ)
    index_free(index);
  buf_free(&bytes);
  return outcome;
}

void index_free(struct index *index) {
  struct index *part = index;
  while (part) {
    struct index *shared = part->shared;
    vec_free(&part->entries);
    cachetree_free(&part->trees);
    buf_free(&part->bytes);
    arena_free(&part->kept);
    if (part != index)
      free(part);
    part = shared;
  }
  *index = (struct index){0};
}

/* ---- folders ---- */

size_t index_end_of_folder(const struct index_entries *entries, size_t begin, size_t end, size_t prefix_len) {
  str prefix = str_head(entries->data[begin].path, prefix_len);
  size_t inside = begin, outside = end;
  for (size_t step = 1; step < outside - inside; step *= 2)
    if (str_starts(entries->data[inside + step].path, prefix))
      inside += step;
    else
      outside = inside + step;
  while (outside - inside > 1) {
    size_t middle = inside + (outside - inside) / 2;
    if (str_starts(entries->data[middle].path, prefix))
      inside = middle;
    else
      outside = middle;
  }
  return outside;
}

/* ---- a repository's ---- */

bool index_accept(enum index_outcome outcome, str name, const struct err *err, struct coverage *coverage) {
  static const enum gap gaps[] = {[INDEX_CORRUPT] = GAP_CORRUPT, [INDEX_UNREADABLE] = GAP_UNREADABLE, [INDEX_FORMAT] = GAP_FORMAT};
  if (outcome == INDEX_READ || outcome == INDEX_ABSENT)
    return true;
  struct buf text = {0};
  buf_printf(&text, "%.*s: %s", STR_ARG(name), err->text);
  coverage_gap(coverage, gaps[outcome], buf_str(&text));
  buf_free(&text);
  return false;
}

str index_path(const struct repo *repo, struct arena *kept) {
  const char *named = repo->from_environment ? getenv("GIT_INDEX_FILE") : NULL;
  return named && *named ? arena_copy(kept, str_from(named)) : arena_printf(kept, "%.*s/index", STR_ARG(repo->folder));
}

bool repo_read_index(const struct repo *repo, struct index *index, struct coverage *coverage) {
  struct arena scratch = {0};
  struct err err;
  enum index_outcome outcome = index_read(index_path(repo, &scratch), repo->folder, repo->oid_size, index, &err);
  arena_free(&scratch);
  return index_accept(outcome, STR("index"), &err, coverage);
}
