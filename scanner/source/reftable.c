/* reftable.c -- a stack of tables: what each says, and what of that holds today. */
#include "source/reftable.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "source/reftable_table.h"

enum {
  LIST_LIMIT = 1024 * 1024,   /* bytes of tables.list */
  FILES_LIMIT = 4096,         /* tables of a stack: git merges them, so that there are ten or twenty */
  TRIES = 4,                  /* git may merge tables while they are read */
  TABLE_LIMIT = 1 << 30,      /* bytes of a table; one of a million refs has 40 millions */
  KEEP_LIMIT = 512 * 1024 * 1024 /* bytes of all records: three millions */
};

static const size_t inflate_limit = (size_t)4 << 30;

struct loading {
  str folder;
  size_t oid_size;
  struct reftable *table;
  struct reftable_records records;
  bool is_missing; /* a table that the list names is not there */
};

static str path_of(str folder, str name, struct arena *kept) {
  return arena_printf(kept, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
}

/* ---- the folder ---- */

bool reftable_is_at(str folder) {
  struct arena scratch = {0};
  struct stat status;
  bool is = stat(arena_copy(&scratch, folder).ptr, &status) == 0 && S_ISDIR(status.st_mode);
  arena_free(&scratch);
  return is;
}

static bool begins_as_table(const char *path) {
  char magic[4];
  struct stat status;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  bool is = descriptor >= 0 && fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
            read(descriptor, magic, sizeof magic) == (ssize_t)sizeof magic && reftable_table_is((str){magic, sizeof magic});
  if (descriptor >= 0)
    close(descriptor);
  return is;
}

void reftable_names(str folder, struct arena *kept, str **names, size_t *len) {
  struct dirent **entries;
  int count = scandir(arena_copy(kept, folder).ptr, &entries, NULL, alphasort);
  *names = arena_alloc(kept, count > 0 ? (size_t)count * sizeof **names : 1);
  *len = 0;
  for (int i = 0; i < count; i++) {
    str name = arena_copy(kept, str_from(entries[i]->d_name));
    if (begins_as_table(path_of(folder, name, kept).ptr))
      (*names)[(*len)++] = name;
    free(entries[i]);
  }
  if (count >= 0)
    free(entries);
}

/* ---- the list ---- */

/* A name that could lead out of the folder is no table's. */
static const char *refuse(const struct loading *l, size_t first, str name) {
  if (l->table->files.len - first >= FILES_LIMIT)
    return "more tables than fit the limit";
  if (name.len > NAME_MAX || str_eq(name, STR(".")) || str_eq(name, STR("..")) || str_find_byte(name, '/', 0) != SIZE_MAX ||
      str_find_byte(name, '\0', 0) != SIZE_MAX)
    return "no name of a table";
  for (size_t i = first; i < l->table->files.len; i++)
    if (str_eq(l->table->files.data[i].name, name))
      return "listed twice";
  return NULL;
}

static void add_problem(struct loading *l, str name, enum reftable_state state, str problem) {
  struct arena *kept = &l->table->kept;
  vec_push(&l->table->files, (struct reftable_file){arena_copy(kept, name), false, state, arena_copy(kept, problem)});
}

/* Oldest first, as they stand in the list. */
static void add_listed(struct loading *l, str list) {
  size_t first = l->table->files.len;
  VEC(struct reftable_file) refused = {0};
  str line;
  while (str_next_line(&list, &line)) {
    const char *why = refuse(l, first, line);
    struct reftable_file file = {arena_copy(&l->table->kept, line), !why, why ? REFTABLE_DAMAGED : REFTABLE_GOOD, str_from(why)};
    if (why && refused.len < FILES_LIMIT)
      vec_push(&refused, file);
    if (!why)
      vec_push(&l->table->files, file);
  }
  for (size_t i = 0; i < refused.len; i++)
    vec_push(&l->table->files, refused.data[i]);
  vec_free(&refused);
}

static int by_name(const void *left, const void *right) {
  return str_compare(*(const str *)left, *(const str *)right);
}

/* Before those of the list, so that they never win. */
static void add_left_behind(struct loading *l, str list) {
  VEC(str) listed = {0};
  str *names, line;
  size_t len;
  while (str_next_line(&list, &line))
    vec_push(&listed, line);
  if (listed.len)
    qsort(listed.data, listed.len, sizeof *listed.data, by_name);
  reftable_names(l->folder, &l->table->kept, &names, &len);
  for (size_t i = 0; i < len && i < FILES_LIMIT; i++)
    if (listed.len == 0 || !bsearch(&names[i], listed.data, listed.len, sizeof *listed.data, by_name))
      vec_push(&l->table->files, (struct reftable_file){names[i], false, REFTABLE_GOOD, STR_NONE});
  if (len > FILES_LIMIT)
    add_problem(l, STR("tables that the list does not name"), REFTABLE_DAMAGED, STR("more of them than fit the limit"));
  vec_free(&listed);
}

/* ---- the tables ---- */

static void set_problem(struct loading *l, struct reftable_file *file, enum reftable_state state, const char *why) {
  file->state = state;
  file->problem = arena_copy(&l->table->kept, str_from(why));
}

static void read_file(struct loading *l, struct reftable_file *file) {
  struct arena scratch = {0};
  struct buf bytes = {0};
  struct err err;
  str path = path_of(l->folder, file->name, &scratch);
  if (access(path.ptr, R_OK) != 0) {
    l->is_missing = l->is_missing || errno == ENOENT;
    set_problem(l, file, errno == ENOENT ? REFTABLE_DAMAGED : REFTABLE_UNREADABLE, strerror(errno));
  } else if (file_read(path.ptr, TABLE_LIMIT, &bytes, &err)) {
    set_problem(l, file, REFTABLE_UNREADABLE, err.text + path.len + 2); /* "path: why" */
  } else if (reftable_table_read(buf_str(&bytes), l->oid_size, &l->records, &err)) {
    set_problem(l, file, REFTABLE_DAMAGED, err.text);
  }
  buf_free(&bytes);
  arena_free(&scratch);
}

static void read_files(struct loading *l) {
  for (size_t i = 0; i < l->table->files.len; i++) {
    l->records.table = (uint32_t)i;
    if (l->table->files.data[i].state == REFTABLE_GOOD)
      read_file(l, &l->table->files.data[i]);
  }
}

/* ---- what holds today ---- */

static int by_number(uint64_t left, uint64_t right) {
  return (left > right) - (left < right);
}

/* By name, the newest first. A table that says two things of a name has no right order: any will do that is always the same. */
static int by_ref(const void *left, const void *right) {
  const struct reftable_ref *a = left, *b = right;
  int order = str_compare(a->name, b->name);
  order = order ? order : by_number(b->table, a->table);
  order = order ? order : by_number(a->is_deletion, b->is_deletion);
  order = order ? order : oid_compare(a->id, b->id);
  return order ? order : str_compare(a->symbolic, b->symbolic);
}

static int by_change(const struct reftable_log *a, const struct reftable_log *b) {
  int order = str_compare(a->name, b->name);
  return order ? order : by_number(b->update, a->update);
}

static int by_log(const void *left, const void *right) {
  const struct reftable_log *a = left, *b = right;
  int order = by_change(a, b);
  order = order ? order : by_number(b->table, a->table);
  order = order ? order : by_number(a->is_deletion, b->is_deletion);
  order = order ? order : oid_compare(a->after, b->after);
  order = order ? order : str_compare(a->message, b->message);
  order = order ? order : str_compare(a->who, b->who);
  return order ? order : str_compare(a->mail, b->mail);
}

static void settle_refs(struct reftable *table, const struct reftable_refs *all) {
  if (all->len)
    qsort(all->data, all->len, sizeof *all->data, by_ref);
  for (size_t i = 0; i < all->len; i++) {
    const struct reftable_ref *ref = &all->data[i];
    bool is_newest = i == 0 || !str_eq(all->data[i - 1].name, ref->name);
    if (is_newest && !ref->is_deletion && table->files.data[ref->table].is_listed)
      vec_push(&table->refs, *ref);
    else
      vec_push(&table->old_refs, *ref);
  }
}

static void settle_logs(struct reftable *table, const struct reftable_logs *all) {
  if (all->len)
    qsort(all->data, all->len, sizeof *all->data, by_log);
  for (size_t i = 0; i < all->len; i++) {
    const struct reftable_log *log = &all->data[i];
    bool is_newest = i == 0 || by_change(&all->data[i - 1], log) != 0;
    if (is_newest && !log->is_deletion && table->files.data[log->table].is_listed)
      vec_push(&table->logs, *log);
    else
      vec_push(&table->old_logs, *log);
  }
}

/* ---- loading ---- */

static int read_list(str folder, struct buf *list, struct err *err) {
  struct arena scratch = {0};
  int failed = file_read(path_of(folder, STR("tables.list"), &scratch).ptr, LIST_LIMIT, list, err);
  arena_free(&scratch);
  return failed;
}

static void load_once(struct loading *l, str list) {
  l->records = (struct reftable_records){
      .keep_limit = KEEP_LIMIT, .inflate_limit = inflate_limit, .kept = &l->table->kept, .inflater = inflater_new()};
  l->is_missing = false;
  add_left_behind(l, list);
  add_listed(l, list);
  read_files(l);
  settle_refs(l->table, &l->records.refs);
  settle_logs(l->table, &l->records.logs);
  vec_free(&l->records.refs);
  vec_free(&l->records.logs);
  inflater_free(l->records.inflater);
}

int reftable_load(str folder, size_t oid_size, struct reftable *table, struct err *err) {
  struct loading l = {.folder = folder, .oid_size = oid_size, .table = table};
  struct buf list = {0}, again = {0};
  struct err ignored;
  int failed = read_list(folder, &list, err);
  for (int tries = 1;; tries++) {
    load_once(&l, buf_str(&list));
    buf_clear(&again);
    if (!l.is_missing || tries == TRIES || read_list(folder, &again, &ignored) || str_eq(buf_str(&again), buf_str(&list)))
      break;
    reftable_free(table);
    buf_clear(&list);
    buf_add(&list, buf_str(&again));
  }
  if (failed && table->files.len) /* else there is nothing at all */
    add_problem(&l, STR("tables.list"), REFTABLE_DAMAGED, STR("cannot be read"));
  buf_free(&list);
  buf_free(&again);
  return failed;
}

void reftable_free(struct reftable *table) {
  vec_free(&table->refs);
  vec_free(&table->old_refs);
  vec_free(&table->logs);
  vec_free(&table->old_logs);
  vec_free(&table->files);
  arena_free(&table->kept);
}

const struct reftable_ref *reftable_find(const struct reftable *table, str name) {
  size_t low = 0, high = table->refs.len;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = str_compare(table->refs.data[middle].name, name);
    if (order == 0)
      return &table->refs.data[middle];
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}
