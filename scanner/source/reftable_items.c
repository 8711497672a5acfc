/* reftable_items.c -- what hides in a stack of tables. */
#include "source/reftable_items.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "source/reftable.h"
#include "source/repo.h"

struct offering {
  const struct reftable *table;
  size_t oid_size;
  str folder; /* of the tables */
  str git;
  str prefix;
  struct sink *sink;
  struct arena scratch;
};

static str folder_of(str git, struct arena *kept) {
  return arena_printf(kept, "%.*s/reftable", STR_ARG(git));
}

/* ---- names ---- */

static void offer(struct offering *o, enum where where, str bytes, str path) {
  struct item item = {.bytes = bytes, .path = path, .where = where};
  if (bytes.len && o->sink->wants(o->sink, bytes))
    o->sink->item(o->sink, &item);
}

static void offer_refs(struct offering *o) {
  for (size_t i = 0; i < o->table->refs.len; i++) {
    const struct reftable_ref *ref = &o->table->refs.data[i];
    offer(o, WHERE_REF, ref->name, ref->name);
    offer(o, WHERE_REF, ref->symbolic, ref->symbolic);
  }
}

static str path_of_table(struct offering *o, str name) {
  return arena_printf(&o->scratch, "%.*s/reftable/%.*s", STR_ARG(o->prefix), STR_ARG(name));
}

/* A ref that was only moved is told as the one it is. */
static void offer_old_name(struct offering *o, str name, str path) {
  if (!reftable_find(o->table, name))
    offer(o, WHERE_REF, name, path);
}

/* One path for each table: there are few tables and many records. */
static str *table_paths(struct offering *o) {
  str *paths = arena_alloc(&o->scratch, o->table->files.len * sizeof *paths + 1);
  for (size_t i = 0; i < o->table->files.len; i++)
    paths[i] = path_of_table(o, o->table->files.data[i].name);
  return paths;
}

static void offer_old_names(struct offering *o) {
  const str *paths = table_paths(o);
  for (size_t i = 0; i < o->table->old_refs.len; i++) {
    const struct reftable_ref *ref = &o->table->old_refs.data[i];
    offer_old_name(o, ref->name, paths[ref->table]);
    offer(o, WHERE_REF, ref->symbolic, paths[ref->table]);
  }
  for (size_t i = 0; i < o->table->old_logs.len; i++)
    offer_old_name(o, o->table->old_logs.data[i].name, paths[o->table->old_logs.data[i].table]);
}

/* ---- reflogs ---- */

/* Text that keeps to its line, as git writes it into a file. */
static void add_in_line(struct buf *text, str s) {
  while (s.len && s.ptr[s.len - 1] == '\n')
    s.len--;
  size_t from = text->len;
  buf_add(text, s);
  for (size_t i = from; i < text->len; i++)
    if (text->data[i] == '\n')
      text->data[i] = ' ';
}

/* "<old id> <new id> <name> <<mail>> <time> <zone>\t<message>" */
static void add_line(struct buf *text, const struct reftable_log *log, size_t oid_size) {
  char before[OID_HEX_SIZE], after[OID_HEX_SIZE];
  oid_to_hex(log->before, oid_size, before);
  oid_to_hex(log->after, oid_size, after);
  buf_printf(text, "%s %s ", before, after);
  add_in_line(text, log->who);
  buf_add(text, STR(" <"));
  add_in_line(text, log->mail);
  buf_printf(text, "> %" PRIu64 " %+05d\t", log->time, log->zone);
  add_in_line(text, log->message);
  buf_add_byte(text, '\n');
}

/* Git says with an empty record that there is a reflog, and shows none. */
static bool is_marker(const struct reftable_log *log) {
  return oid_is_zero(log->before) && oid_is_zero(log->after) && log->who.len + log->mail.len + log->message.len == 0;
}

static void offer_text(struct offering *o, const struct buf *text, str path) {
  o->sink->coverage->files++;
  o->sink->coverage->bytes += text->len;
  offer(o, WHERE_REFLOG, buf_str(text), path);
}

/* The records from `first` on that have its name, oldest first. Returns the next name's first. */
static size_t offer_log(struct offering *o, size_t first) {
  const struct reftable_logs *logs = &o->table->logs;
  struct buf text = {0};
  size_t end = first;
  while (end < logs->len && str_eq(logs->data[end].name, logs->data[first].name))
    end++;
  for (size_t i = end; i > first; i--)
    if (!is_marker(&logs->data[i - 1]))
      add_line(&text, &logs->data[i - 1], o->oid_size);
  str path = arena_printf(&o->scratch, "%.*s/logs/%.*s", STR_ARG(o->prefix), STR_ARG(logs->data[first].name));
  offer(o, WHERE_PATH, path, path);
  offer_text(o, &text, path);
  buf_free(&text);
  return end;
}

static void offer_logs(struct offering *o) {
  for (size_t i = 0; i < o->table->logs.len;)
    i = offer_log(o, i);
}

static int by_table(const void *left, const void *right) {
  const struct reftable_log *a = *(const struct reftable_log *const *)left, *b = *(const struct reftable_log *const *)right;
  int order = (a->table > b->table) - (a->table < b->table);
  return order ? order : (a > b) - (a < b);
}

/* Records that no longer hold, as one text for each table. */
static void offer_old_logs(struct offering *o) {
  const struct reftable_logs *logs = &o->table->old_logs;
  const struct reftable_log **sorted = memory_new(logs->len * sizeof(const struct reftable_log *));
  struct buf text = {0};
  for (size_t i = 0; i < logs->len; i++)
    sorted[i] = &logs->data[i];
  qsort(sorted, logs->len, sizeof(const struct reftable_log *), by_table);
  for (size_t i = 0; i < logs->len; i++) {
    if (!sorted[i]->is_deletion)
      add_line(&text, sorted[i], o->oid_size);
    if (i + 1 == logs->len || sorted[i + 1]->table != sorted[i]->table) {
      offer_text(o, &text, path_of_table(o, o->table->files.data[sorted[i]->table].name));
      buf_clear(&text);
    }
  }
  buf_free(&text);
  free(sorted);
}

/* ---- damage ---- */

/* As "reftable/0x01-0x02-1234.ref: why", "worktrees/x/reftable/…": paths inside the git folder. */
static void count_damaged(const struct reftable *table, str prefix, struct coverage *coverage) {
  struct buf text = {0};
  for (size_t i = 0; i < table->files.len; i++) {
    const struct reftable_file *file = &table->files.data[i];
    if (file->state == REFTABLE_GOOD)
      continue;
    buf_clear(&text);
    buf_printf(&text, "%.*s/reftable/%.*s: %.*s", STR_ARG(prefix), STR_ARG(file->name), STR_ARG(file->problem));
    str inside = str_tail(buf_str(&text), str_starts(buf_str(&text), STR(".git/")) ? 5 : 0);
    coverage_gap(coverage, file->state == REFTABLE_UNREADABLE ? GAP_UNREADABLE : GAP_CORRUPT, inside);
  }
  buf_free(&text);
}

static void offer_bytes(struct offering *o, str on_disk, str shown) {
  int descriptor = open(on_disk.ptr, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct item item = {.path = shown, .where = WHERE_CONFIG};
  if (descriptor < 0)
    return; /* counted where it was to be read */
  files_read(descriptor, FILES_WINDOW, item, o->sink);
  close(descriptor);
}

/* What a damaged table says is looked for in its bytes too. Others in the folder are reftable_walk's. */
static void offer_damaged(struct offering *o) {
  str *names;
  size_t len;
  reftable_names(o->folder, &o->scratch, &names, &len);
  for (size_t i = 0; i < o->table->files.len; i++) {
    const struct reftable_file *file = &o->table->files.data[i];
    for (size_t k = 0; k < len && file->state != REFTABLE_GOOD; k++)
      if (str_eq(names[k], file->name))
        offer_bytes(o, arena_printf(&o->scratch, "%.*s/%.*s", STR_ARG(o->folder), STR_ARG(names[k])), path_of_table(o, names[k]));
  }
}

/* Beside tables nobody reads the file of packed refs, so that what was left in it stays unseen. */
static void offer_packed_refs(struct offering *o) {
  str on_disk = arena_printf(&o->scratch, "%.*s/packed-refs", STR_ARG(o->git));
  offer_bytes(o, on_disk, arena_printf(&o->scratch, "%.*s/packed-refs", STR_ARG(o->prefix)));
}

/* ---- all of it ---- */

void reftable_offer(str git, size_t oid_size, str prefix, struct sink *sink) {
  struct reftable table = {0};
  struct offering o = {.table = &table, .oid_size = oid_size, .git = git, .prefix = prefix, .sink = sink};
  struct err ignored; /* among the files, or told by who asks for refs */
  o.folder = folder_of(git, &o.scratch);
  if (reftable_is_at(o.folder)) {
    int failed = reftable_load(o.folder, oid_size, &table, &ignored);
    (void)failed;
    offer_refs(&o);
    offer_old_names(&o);
    offer_logs(&o);
    offer_old_logs(&o);
    count_damaged(&table, prefix, sink->coverage);
    offer_damaged(&o);
    offer_packed_refs(&o);
    reftable_free(&table);
  }
  arena_free(&o.scratch);
}

bool reftable_walk(str git, str prefix, struct files *files, struct coverage *coverage) {
  struct arena scratch = {0};
  str *names;
  size_t len;
  str folder = folder_of(git, &scratch);
  bool is_there = reftable_is_at(folder);
  if (is_there) {
    reftable_names(folder, &scratch, &names, &len);
    struct files_filter filter = {.skip_top = names, .skip_top_len = len};
    files->prefix = arena_printf(&files->kept, "%.*s/reftable", STR_ARG(prefix));
    files->where = WHERE_CONFIG;
    files_walk(folder.ptr, &filter, files, coverage);
  }
  arena_free(&scratch);
  return is_there;
}

static void check(str git, size_t oid_size, str prefix, struct coverage *coverage) {
  struct arena scratch = {0};
  struct reftable table = {0};
  struct err ignored; /* told by who asks for refs */
  str folder = folder_of(git, &scratch);
  if (reftable_is_at(folder)) {
    int failed = reftable_load(folder, oid_size, &table, &ignored);
    (void)failed;
    count_damaged(&table, prefix, coverage);
    reftable_free(&table);
  }
  arena_free(&scratch);
}

void reftable_check(const struct repo *repo, struct coverage *coverage) {
  struct arena scratch = {0};
  check(repo->common, repo->oid_size, STR(".git"), coverage);
  if (!str_eq(repo->folder, repo->common))
    check(repo->folder, repo->oid_size, arena_printf(&scratch, ".git/worktrees/%.*s", STR_ARG(str_basename(repo->folder))), coverage);
  arena_free(&scratch);
}

static void ids_of(const struct reftable_logs *logs, void (*each)(void *, oid, bool), void *data) {
  for (size_t i = 0; i < logs->len; i++) {
    bool is_stash = str_eq(logs->data[i].name, STR("refs/stash"));
    if (!oid_is_zero(logs->data[i].before))
      each(data, logs->data[i].before, is_stash);
    if (!oid_is_zero(logs->data[i].after))
      each(data, logs->data[i].after, is_stash);
  }
}

void reftable_log_ids(str git, size_t oid_size, void (*each)(void *data, oid id, bool is_stash), void *data) {
  struct arena scratch = {0};
  struct reftable table = {0};
  struct err ignored;
  str folder = folder_of(git, &scratch);
  if (reftable_is_at(folder)) {
    int failed = reftable_load(folder, oid_size, &table, &ignored);
    (void)failed;
    ids_of(&table.logs, each, data);
    ids_of(&table.old_logs, each, data);
    reftable_free(&table);
  }
  arena_free(&scratch);
}
