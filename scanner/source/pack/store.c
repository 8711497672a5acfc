/* store.c -- all packs and loose objects of a repository and of its alternates. */
#include "source/pack/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

/* As git: alternates of alternates, five deep. */
enum { ALTERNATES_DEPTH = 5, ALTERNATES_LIMIT = 1 << 20 };

struct folder {
  str path; /* as realpath gives it */
  unsigned depth;
};

struct opening {
  struct store *store;
  struct coverage *coverage;
  VEC(struct folder) folders;
};

/* ---- folders ---- */

static void add_folder(struct opening *o, str path, unsigned depth) {
  char *real = realpath(path.ptr, NULL);
  if (!real) {
    coverage_gap(o->coverage, GAP_MISSING, path);
    return;
  }
  bool is_known = false;
  for (size_t i = 0; i < o->folders.len; i++)
    is_known |= str_eq(o->folders.data[i].path, str_from(real));
  if (!is_known)
    vec_push(&o->folders, (struct folder){arena_copy(&o->store->kept, str_from(real)), depth});
  free(real);
}

/* info/alternates: an object folder a line, relative ones from this one's; '#' begins a comment. */
static void add_alternates(struct opening *o, struct folder folder) {
  struct arena *kept = &o->store->kept;
  struct buf text = {0};
  struct err err;
  str name = arena_printf(kept, "%.*s/info/alternates", STR_ARG(folder.path));
  if (access(name.ptr, F_OK) != 0)
    return;
  if (folder.depth >= ALTERNATES_DEPTH || file_read(name.ptr, ALTERNATES_LIMIT, &text, &err)) {
    coverage_gap(o->coverage, GAP_UNREADABLE, name);
    return;
  }
  str rest = buf_str(&text), line;
  while (str_next_line(&rest, &line)) {
    if (line.len == 0 || line.ptr[0] == '#')
      continue;
    str path = line.ptr[0] == '/' ? arena_copy(kept, line) : arena_printf(kept, "%.*s/%.*s", STR_ARG(folder.path), STR_ARG(line));
    add_folder(o, path, folder.depth + 1);
  }
  buf_free(&text);
}

/* ---- packs ---- */

static int is_index(const struct dirent *entry) {
  return str_ends(str_from(entry->d_name), STR(".idx"));
}

static int is_pack(const struct dirent *entry) {
  return str_ends(str_from(entry->d_name), STR(".pack"));
}

static void add_pack(struct opening *o, str index_name) {
  struct packfile pack;
  struct err err;
  if (packfile_open(index_name, o->store->oid_size, &o->store->kept, &pack, &err))
    coverage_gap(o->coverage, GAP_CORRUPT, str_from(err.text));
  else
    vec_push(&o->store->packs, pack);
}

/* A pack without an index cannot be read by git either, yet it holds objects. */
static void check_orphan(struct opening *o, str folder, str pack_name) {
  str index = arena_printf(&o->store->kept, "%.*s/%.*s.idx", STR_ARG(folder), (int)pack_name.len - 5, pack_name.ptr);
  if (access(index.ptr, F_OK) != 0)
    coverage_gap(o->coverage, GAP_CORRUPT, arena_printf(&o->store->kept, "%.*s/%.*s: no index", STR_ARG(folder), STR_ARG(pack_name)));
}

static void each_entry(const char *path, int (*filter)(const struct dirent *), struct opening *o, void (*take)(struct opening *, str, str)) {
  struct dirent **entries;
  int count = scandir(path, &entries, filter, alphasort);
  if (count < 0 && errno != ENOENT)
    coverage_gap(o->coverage, GAP_UNREADABLE, str_from(path));
  for (int i = 0; i < count; i++) {
    take(o, str_from(path), str_from(entries[i]->d_name));
    free(entries[i]);
  }
  if (count >= 0)
    free(entries);
}

static void take_index(struct opening *o, str folder, str name) {
  add_pack(o, arena_printf(&o->store->kept, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name)));
}

static void add_packs(struct opening *o, str objects) {
  str folder = arena_printf(&o->store->kept, "%.*s/pack", STR_ARG(objects));
  each_entry(folder.ptr, is_index, o, take_index);
  each_entry(folder.ptr, is_pack, o, check_orphan);
}

static void build_forests(struct opening *o) {
  struct store *store = o->store;
  size_t kept = 0;
  store->forests = memory_new_zeroed(store->packs.len + 1, sizeof *store->forests);
  for (size_t i = 0; i < store->packs.len; i++) {
    struct err err;
    struct packfile pack = store->packs.data[i];
    store->packs.data[kept] = pack;
    if (forest_build(&store->packs.data[kept], &store->forests[kept], &err)) {
      coverage_gap(o->coverage, GAP_CORRUPT, str_from(err.text));
      packfile_close(&pack);
    } else {
      if (!forest_is_sound(&store->forests[kept]))
        coverage_gap(o->coverage, GAP_CORRUPT, arena_printf(&store->kept, "%s: its index and it do not fit", pack.name.ptr));
      kept++;
    }
  }
  store->packs.len = kept;
}

/* ---- loose objects ---- */

static bool in_packs(const struct store *store, oid id, size_t packs) {
  uint32_t position;
  for (size_t i = 0; i < packs; i++)
    if (packfile_find(&store->packs.data[i], id, &position))
      return true;
  return false;
}

static int is_fan(const struct dirent *entry) {
  const char *name = entry->d_name;
  return strspn(name, "0123456789abcdef") == 2 && !name[2];
}

/* "ab/cdef…": the rest of the digits is the file's name; other files are not git's. */
static void add_loose(struct opening *o, str folder, str name) {
  struct store *store = o->store;
  char hex[OID_HEX_SIZE + 1];
  oid id;
  if (name.len != 2 * store->oid_size - 2)
    return;
  memcpy(hex, folder.ptr + folder.len - 2, 2);
  memcpy(hex + 2, name.ptr, name.len);
  if (!oid_from_hex((str){hex, name.len + 2}, store->oid_size, &id))
    return;
  size_t before = store->loose_index.len;
  oidmap_add(&store->loose_index, id, (uint32_t)store->loose.len);
  if (store->loose_index.len > before)
    vec_push(&store->loose, id);
}

static void take_fan(struct opening *o, str objects, str name) {
  struct arena scratch = {0};
  str folder = arena_printf(&scratch, "%.*s/%.*s", STR_ARG(objects), STR_ARG(name));
  each_entry(folder.ptr, NULL, o, add_loose);
  arena_free(&scratch);
}

void store_open(str objects, size_t oid_size, struct store *store, struct coverage *coverage) {
  struct opening o = {.store = store, .coverage = coverage};
  *store = (struct store){.oid_size = oid_size};
  add_folder(&o, objects, 0);
  for (size_t i = 0; i < o.folders.len; i++)
    add_alternates(&o, o.folders.data[i]);
  for (size_t i = 0; i < o.folders.len; i++)
    add_packs(&o, o.folders.data[i].path);
  build_forests(&o);
  for (size_t i = 0; i < o.folders.len; i++)
    each_entry(o.folders.data[i].path.ptr, is_fan, &o, take_fan);
  vec_free(&o.folders);
}

void store_close(struct store *store) {
  for (size_t i = 0; i < store->packs.len; i++) {
    forest_free(&store->forests[i]);
    packfile_close(&store->packs.data[i]);
  }
  free(store->forests);
  vec_free(&store->packs);
  vec_free(&store->loose);
  oidmap_free(&store->loose_index);
  arena_free(&store->kept);
}

bool store_has(const struct store *store, oid id) {
  return in_packs(store, id, store->packs.len) || oidmap_get(&store->loose_index, id) != OIDMAP_NONE;
}

bool store_has_before(const struct store *store, oid id, size_t pack) {
  return in_packs(store, id, pack);
}

bool store_find_packed(const struct store *store, oid id, size_t *pack, uint32_t *object) {
  uint32_t position;
  for (size_t i = 0; i < store->packs.len; i++) {
    if (!packfile_find(&store->packs.data[i], id, &position))
      continue;
    uint32_t found = forest_find(&store->forests[i], packfile_offset(&store->packs.data[i], position));
    if (found == FOREST_NONE)
      continue;
    *pack = i;
    *object = found;
    return true;
  }
  return false;
}
