/* importers.c -- the import graph, backwards: edges sorted by what they import, and a walk in breadth.
   All scripts are read for their imports, up to the last; only importers on the walk are read for what they are. */
#include "engine/importers.h"

#include <stdlib.h>

#include "engine/census.h"
#include "engine/numbering.h"
#include "engine/prefilter.h"
#include "engine/script/resolve.h"

enum {
  FILES_MAX = 50000,
  FILE_SIZE_MAX = 4 << 20,
  STEPS_MAX = 64,
  EDGES_MAX = 1 << 20,
  IMPORT_SIZE_MAX = 1024, /* from its first word to the end of its specifier */
};
static const uint64_t bytes_max = (uint64_t)1 << 30;

/* `from` imports `to`. */
struct edge {
  uint32_t from, to;
  uint32_t line;
  uint32_t at;      /* offset of the specifier */
  struct role role; /* what the importer says of what it imports, once its source is known */
};

/* The edges of one importer lie together. */
struct importer {
  uint32_t first, len;
  bool known; /* the roles of its edges are */
};

struct edge_place {
  uint32_t to, edge;
};

struct importers {
  struct snapshot *snapshot;
  struct applications *applications;
  struct resolver *resolver;
  struct prefilter *prefilter;
  struct keyword_hits hits;
  struct census census;
  struct arena arena;        /* of paths and roles */
  struct numbering paths;
  VEC(struct edge) edges;    /* in the order of importers' paths */
  VEC(struct edge_place) by_target;
  VEC(struct importer) sources; /* by number of path; files only */
  VEC(str) files;
  VEC(uint32_t) via;         /* by number of path: 1 + the edge on which the walk came, 0: it did not */
  VEC(uint32_t) queue;
  struct outline outline;    /* of the file that is read, as are the next two */
  struct buf text;
  struct arena scratch;
  bool made;
};

/* Behind the last of these no import stands. */
static const str import_words[] = {{"import", 6}, {"require", 7}, {"from'", 5}, {"from\"", 5}, {"from '", 6},
                                   {"from \"", 6}, {"Worker(", 7}, {"URL(", 4}, {"register(", 9}, {"addModule(", 10}};

struct importers *importers_new(struct snapshot *snapshot, struct applications *applications) {
  struct importers *importers = memory_new_zeroed(1, sizeof *importers);
  importers->snapshot = snapshot;
  importers->applications = applications;
  importers->prefilter = prefilter_new(import_words, sizeof import_words / sizeof *import_words);
  return importers;
}

void importers_free(struct importers *importers) {
  if (!importers)
    return;
  if (importers->resolver)
    resolver_close(importers->resolver);
  numbering_free(&importers->paths);
  vec_free(&importers->edges);
  vec_free(&importers->by_target);
  vec_free(&importers->sources);
  prefilter_free(importers->prefilter);
  free(importers->hits.data);
  outline_free(&importers->outline);
  buf_free(&importers->text);
  arena_free(&importers->scratch);
  census_free(&importers->census);
  vec_free(&importers->files);
  vec_free(&importers->via);
  vec_free(&importers->queue);
  arena_free(&importers->arena);
  free(importers);
}

/* ---- files ---- */

static int by_path(const void *a, const void *b) {
  return str_compare(*(const str *)a, *(const str *)b);
}

/* Scripts and pages, in the order of their paths. */
static void list_files(struct importers *importers) {
  census_take(&importers->census, importers->snapshot);
  for (size_t i = 0; i < importers->census.files.strings.len && importers->files.len < FILES_MAX; i++) {
    str path = importers->census.files.strings.data[i];
    if (framework_is_script(path) || blocks_markup(path) != MARKUP_IS_NONE)
      vec_push(&importers->files, path);
  }
  if (importers->files.len > 1)
    qsort(importers->files.data, importers->files.len, sizeof *importers->files.data, by_path);
}

/* ---- edges ---- */

/* "app.js" in a page is a path, not a package. False if it is a URL of elsewhere. */
static bool relative_to_page(str specifier, struct arena *arena, str *relative) {
  if (specifier.len == 0 || str_find(specifier, STR(":"), 0) != SIZE_MAX || str_starts(specifier, STR("//")))
    return false;
  bool is_path = specifier.ptr[0] == '.' || specifier.ptr[0] == '/';
  *relative = is_path ? specifier : arena_printf(arena, "./%.*s", STR_ARG(specifier));
  return true;
}

/* "/js/app.js" of a page whose root is the snapshot's. */
static bool find_at_root(struct importers *importers, str specifier, struct arena *scratch, str *path) {
  if (specifier.ptr[0] != '/')
    return false;
  str name = str_tail(specifier, 1);
  *path = arena_copy(scratch, str_head(name, str_find_byte(name, '?', 0)));
  return path->len && importers->census.snapshot.has(&importers->census.snapshot, *path);
}

/* *path is of `scratch` or the resolver's. */
static bool resolve(struct importers *importers, str importer, const struct outline_import *import, str *path) {
  str specifier = import->specifier;
  if (import->kind == IMPORT_REFERENCE && !relative_to_page(specifier, &importers->scratch, &specifier))
    return false;
  if (resolver_find(importers->resolver, importer, specifier, path))
    return true;
  return import->kind == IMPORT_REFERENCE && find_at_root(importers, specifier, &importers->scratch, path);
}

static uint32_t number_of(struct importers *importers, str path) {
  uint32_t known = numbering_find(&importers->paths, path);
  return known != NUMBERING_NONE ? known : numbering_add(&importers->paths, arena_copy(&importers->arena, path));
}

/* Tests ship nothing, and say nothing of what they import. */
static bool is_test(struct importers *importers, str path) {
  return application_is_test(applications_find(importers->applications, path), path);
}

static bool read_text(struct importers *importers, str path) {
  oid id;
  buf_clear(&importers->text);
  arena_clear(&importers->scratch);
  return importers->snapshot->read(importers->snapshot, path, FILE_SIZE_MAX, &importers->text, &id) == SNAPSHOT_READ;
}

/* The part of a script that holds all its imports. */
static str imports_part(struct importers *importers, str path) {
  str text = buf_str(&importers->text);
  if (blocks_markup(path) != MARKUP_IS_NONE)
    return text;
  prefilter_all(importers->prefilter, text, &importers->hits);
  size_t len = importers->hits.len;
  return len ? str_head(text, importers->hits.data[len - 1].at + IMPORT_SIZE_MAX) : STR_NONE;
}

static void add_edges(struct importers *importers, uint32_t from) {
  str importer = importers->paths.strings.data[from];
  for (size_t i = 0; i < importers->outline.imports.len; i++) {
    const struct outline_import *import = &importers->outline.imports.data[i];
    str path;
    if (!import->type_only && importers->edges.len < EDGES_MAX && resolve(importers, importer, import, &path))
      vec_push(&importers->edges,
               (struct edge){.from = from, .to = number_of(importers, path), .line = import->line, .at = import->at});
  }
}

static void add_file(struct importers *importers, uint32_t number) {
  str path = importers->paths.strings.data[number];
  struct importer source = {(uint32_t)importers->edges.len, 0, false};
  if (!is_test(importers, path) && read_text(importers, path)) {
    str part = imports_part(importers, path);
    if (part.len) {
      outline_read(&importers->outline, path, part);
      add_edges(importers, number);
    }
  }
  source.len = (uint32_t)importers->edges.len - source.first;
  vec_push(&importers->sources, source);
}

static int by_target(const void *a, const void *b) {
  const struct edge_place *x = a, *y = b;
  if (x->to != y->to)
    return x->to < y->to ? -1 : 1;
  return (x->edge > y->edge) - (x->edge < y->edge);
}

static void sort_edges(struct importers *importers) {
  for (uint32_t i = 0; i < importers->edges.len; i++)
    vec_push(&importers->by_target, (struct edge_place){importers->edges.data[i].to, i});
  if (importers->by_target.len > 1)
    qsort(importers->by_target.data, importers->by_target.len, sizeof *importers->by_target.data, by_target);
}

static void make(struct importers *importers) {
  uint64_t bytes = 0;
  importers->made = true;
  list_files(importers);
  importers->resolver = resolver_open(&importers->census.snapshot);
  for (size_t i = 0; i < importers->files.len; i++) /* numbers in the order of paths */
    numbering_add(&importers->paths, importers->files.data[i]);
  for (uint32_t i = 0; i < importers->files.len && bytes <= bytes_max; i++) {
    importers->text.len = 0;
    add_file(importers, i);
    bytes += importers->text.len;
  }
  sort_edges(importers);
}

/* ---- roles ---- */

/* What the importer says of its import at an offset. */
static struct role role_of_edge(struct importers *importers, const struct role_file *file, uint32_t at) {
  for (size_t i = 0; i < file->outline->imports.len; i++) {
    if (file->outline->imports.data[i].at != at)
      continue;
    struct role role = role_of_import(file, i);
    role.why = role.class ? arena_copy(&importers->arena, role.why) : STR_NONE;
    return role;
  }
  return (struct role){EXPOSURE_UNKNOWN, false, 0, STR_NONE};
}

/* Reads the importer whole; from then on the roles of its edges are known. */
static void find_roles(struct importers *importers, uint32_t number) {
  struct importer *source = &importers->sources.data[number];
  str path = importers->paths.strings.data[number];
  if (source->known)
    return;
  source->known = true;
  if (!read_text(importers, path))
    return;
  struct role_file file = {.path = path, .text = buf_str(&importers->text), .outline = &importers->outline,
                           .application = applications_find(importers->applications, path),
                           .arena = &importers->scratch};
  outline_read(&importers->outline, path, file.text);
  role_open(&file);
  for (uint32_t i = source->first; i < source->first + source->len; i++)
    importers->edges.data[i].role = role_of_edge(importers, &file, importers->edges.data[i].at);
}

/* ---- the walk ---- */

static size_t first_edge(const struct importers *importers, uint32_t to) {
  size_t low = 0, high = importers->by_target.len;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (importers->by_target.data[middle].to < to)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The way that ends with an edge, from the file upwards. */
static struct way way_to(struct importers *importers, uint32_t start, const struct edge *last, struct arena *kept) {
  const struct edge *chain[STEPS_MAX];
  size_t len = 0;
  for (const struct edge *edge = last; len < STEPS_MAX; edge =
       &importers->edges.data[importers->via.data[edge->to] - 1]) {
    chain[len++] = edge;
    if (edge->to == start)
      break;
  }
  struct way way = {last->role, importers->paths.strings.data[last->from], NULL, len};
  way.steps = arena_alloc(kept, len * sizeof *way.steps);
  for (size_t i = 0; i < len; i++)
    way.steps[i] = (struct importers_step){importers->paths.strings.data[chain[len - 1 - i]->from],
                                           chain[len - 1 - i]->line};
  return way;
}

static struct way *kind_of(struct ways *ways, const struct role *role) {
  if (role->firm)
    return role->class == EXPOSURE_CLIENT ? &ways->client : &ways->server;
  return role->class == EXPOSURE_CLIENT ? &ways->weak_client : &ways->weak_server;
}

static void note_way(struct importers *importers, uint32_t start, const struct edge *edge, struct ways *ways,
                     struct arena *kept) {
  struct way *way = edge->role.class ? kind_of(ways, &edge->role) : NULL;
  if (way && !way->role.class)
    *way = way_to(importers, start, edge, kept);
}

static void follow(struct importers *importers, uint32_t start, uint32_t to, struct ways *ways, struct arena *kept) {
  for (size_t i = first_edge(importers, to); i < importers->by_target.len; i++) {
    if (importers->by_target.data[i].to != to)
      return;
    uint32_t number = importers->by_target.data[i].edge;
    const struct edge *edge = &importers->edges.data[number];
    find_roles(importers, edge->from);
    note_way(importers, start, edge, ways, kept);
    if (edge->role.firm || importers->via.data[edge->from])
      continue;
    importers->via.data[edge->from] = number + 1;
    vec_push(&importers->queue, edge->from);
  }
}

/* Puts the file into the queue, alone; false if nobody imports it. */
static bool begin_walk(struct importers *importers, str path) {
  if (!importers->made)
    make(importers);
  uint32_t start = numbering_find(&importers->paths, path);
  importers->via.len = importers->queue.len = 0;
  if (start == NUMBERING_NONE)
    return false;
  for (size_t i = 0; i < importers->paths.strings.len; i++)
    vec_push(&importers->via, 0);
  importers->via.data[start] = UINT32_MAX; /* never left by an edge into it */
  vec_push(&importers->queue, start);
  return true;
}

struct ways importers_find(struct importers *importers, str path, struct arena *kept) {
  struct ways ways = {0};
  if (!begin_walk(importers, path))
    return ways;
  uint32_t start = importers->queue.data[0];
  for (size_t i = 0; i < importers->queue.len && !ways.client.role.class; i++)
    follow(importers, start, importers->queue.data[i], &ways, kept);
  return ways;
}

/* Puts into the queue who imports `to`, and was not there yet. */
static void queue_importers(struct importers *importers, uint32_t to) {
  for (size_t i = first_edge(importers, to); i < importers->by_target.len; i++) {
    if (importers->by_target.data[i].to != to)
      return;
    uint32_t from = importers->edges.data[importers->by_target.data[i].edge].from;
    if (importers->via.data[from])
      continue;
    importers->via.data[from] = importers->by_target.data[i].edge + 1;
    vec_push(&importers->queue, from);
  }
}

size_t importers_list(struct importers *importers, str path, str *paths, size_t max) {
  size_t len = 0;
  if (!begin_walk(importers, path))
    return 0;
  for (size_t i = 0; i < importers->queue.len && importers->queue.len <= max; i++)
    queue_importers(importers, importers->queue.data[i]);
  for (size_t i = 1; i < importers->queue.len && len < max; i++)
    paths[len++] = importers->paths.strings.data[importers->queue.data[i]];
  return len;
}

bool importers_is_client(struct importers *importers, str importer, str specifier, struct importers_step *where) {
  str path;
  if (!importers->made)
    make(importers);
  if (!resolver_find(importers->resolver, importer, specifier, &path))
    return false;
  path = arena_copy(&importers->arena, path);
  if (!read_text(importers, path))
    return false;
  outline_read(&importers->outline, path, buf_str(&importers->text));
  *where = (struct importers_step){path, importers->outline.lines[SIGN_USE_CLIENT]};
  return where->line > 0;
}
