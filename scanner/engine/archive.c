/* archive.c -- members of archives, out of memory (home of libarchive).
   Formats and filters are listed one by one, and of the latter one at a time is in use: what libarchive would try by
   itself may run programs, and unpacks layer after layer without saying so. */
#include "engine/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <locale.h>

#include "base/buf.h"

#define LIBRARY "libarchive.so.13"

enum { IDLE_LIMIT = 64 }; /* answers in a row that bring nothing */

/* ---- the library ---- */

#define FUNCTIONS(X)                                                                                            \
  X(archive_read_new) X(archive_read_free) X(archive_read_open_memory) X(archive_read_open)                     \
  X(archive_read_next_header) X(archive_read_data_block) X(archive_read_has_encrypted_entries)                  \
  X(archive_read_append_filter) X(archive_read_support_filter_gzip) X(archive_read_support_filter_bzip2)        \
  X(archive_read_support_filter_xz) X(archive_read_support_filter_zstd) X(archive_read_support_filter_lz4)      \
  X(archive_read_support_filter_lzip) X(archive_read_support_format_zip) X(archive_read_support_format_tar)     \
  X(archive_read_support_format_cpio) X(archive_read_support_format_ar) X(archive_read_support_format_7zip)     \
  X(archive_read_support_format_rar) X(archive_read_support_format_rar5) X(archive_read_support_format_cab)     \
  X(archive_read_support_format_raw) X(archive_read_support_format_empty) X(archive_errno)                      \
  X(archive_entry_pathname) X(archive_entry_pathname_utf8) X(archive_entry_is_encrypted)

#define DECLARE(name) __typeof__(name) *name;
#define PLACE(name) {#name, offsetof(struct library, name)},

/* Constant after archive_load. */
static struct library {
  FUNCTIONS(DECLARE)
  bool is_loaded;
  bool decodes[ARCHIVE_KINDS]; /* streams of this kind, itself and without another program */
  locale_t locale; /* in which names are UTF-8; 0: there is none */
} library;

static int load_functions(void *handle, struct err *err) {
  static const struct {
    const char *name;
    size_t offset;
  } places[] = {FUNCTIONS(PLACE)};
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    void *function = dlsym(handle, places[i].name);
    if (!function)
      return err_set(err, LIBRARY ", which archives are opened with, is too old: it has no %s", places[i].name);
    memcpy((char *)&library + places[i].offset, &function, sizeof function);
  }
  return 0;
}

/* It says ARCHIVE_WARN where it would run a program. */
static void find_decoders(void) {
  const struct {
    enum archive_kind kind;
    int (*support)(struct archive *);
  } decoders[] = {
      {ARCHIVE_GZIP, library.archive_read_support_filter_gzip},
      {ARCHIVE_BZIP2, library.archive_read_support_filter_bzip2},
      {ARCHIVE_XZ, library.archive_read_support_filter_xz},
      {ARCHIVE_ZSTD, library.archive_read_support_filter_zstd},
      {ARCHIVE_LZ4, library.archive_read_support_filter_lz4},
      {ARCHIVE_LZIP, library.archive_read_support_filter_lzip},
  };
  struct archive *probe = library.archive_read_new();
  for (size_t i = 0; probe && i < sizeof decoders / sizeof *decoders; i++)
    library.decodes[decoders[i].kind] = decoders[i].support(probe) == ARCHIVE_OK;
  library.archive_read_free(probe);
}

int archive_load(struct err *err) {
  if (library.is_loaded)
    return 0;
  void *handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (!handle)
    return err_set(err, "archives are opened with " LIBRARY ", which cannot be loaded; install libarchive (Debian: libarchive13)");
  if (load_functions(handle, err)) {
    dlclose(handle);
    return -1;
  }
  find_decoders();
  library.locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  library.is_loaded = true;
  return 0;
}

/* ---- a walk ---- */

struct walk {
  const struct archive_visitor *visitor;
  size_t window;
  uint64_t input;    /* bytes of the outermost archive */
  uint64_t inflated; /* out of it so far */
  unsigned members;
  bool is_over; /* a limit was met, and told */
  struct buf path;
  size_t outermost; /* length of its path */
  struct buf held[ARCHIVE_DEPTH]; /* the piece at hand of a member, by depth */
};

/* An archive whose members are read, or a stream. */
struct opened {
  struct archive *handle;
  enum archive_kind kind;
  struct walk *walk;
  struct opened *below;  /* the stream that its bytes come from; NULL: from memory */
  const void *ahead; /* a block that was read to see what it is; NULL: none */
  size_t ahead_len;
};

enum progress { GOES_ON, AT_END, IS_BROKEN, IS_LOST /* with all that would follow */ };

static void walk_archive(struct walk *walk, str bytes, enum archive_kind kind, unsigned depth);

static bool must_end(const struct walk *walk) {
  const struct archive_visitor *visitor = walk->visitor;
  return walk->is_over || (visitor->stopped && visitor->stopped(visitor->data));
}

static void tell(struct walk *walk, enum archive_shortfall shortfall, size_t path_len) {
  if (!must_end(walk))
    walk->visitor->shortfall(walk->visitor->data, shortfall, str_head(buf_str(&walk->path), path_len));
}

static void meet_limit(struct walk *walk) {
  tell(walk, ARCHIVE_LIMITED, walk->outermost);
  walk->is_over = true;
}

static void spend(struct walk *walk, size_t bytes) {
  walk->inflated += bytes;
  bool is_out_of_proportion = walk->inflated > ARCHIVE_RATIO_FROM && walk->inflated / ARCHIVE_RATIO > walk->input;
  if (walk->inflated > ARCHIVE_BYTES || is_out_of_proportion)
    meet_limit(walk);
}

/* The path of a member; the caller cuts it off again. */
static void enter(struct walk *walk, str name) {
  buf_add(&walk->path, STR("!/"));
  buf_add(&walk->path, str_head(name, ARCHIVE_NAME));
}

/* ---- bytes of a member ---- */

/* A warning (a name in an odd encoding, a sum that does not fit) is no reason to stop. */
static enum progress progress_of(int answer) {
  if (answer == ARCHIVE_EOF)
    return AT_END;
  if (answer == ARCHIVE_OK || answer == ARCHIVE_WARN)
    return GOES_ON;
  return answer == ARCHIVE_FATAL ? IS_LOST : IS_BROKEN;
}

static enum progress next_block(struct opened *opened, str *block) {
  if (opened->ahead) {
    *block = (str){opened->ahead, opened->ahead_len};
    opened->ahead = NULL;
    return GOES_ON;
  }
  for (unsigned idle = 0; idle < IDLE_LIMIT && !must_end(opened->walk); idle++) {
    const void *data;
    size_t len = 0;
    la_int64_t offset; /* of holes in sparse files nothing is made */
    enum progress progress = progress_of(library.archive_read_data_block(opened->handle, &data, &len, &offset));
    if (progress != GOES_ON)
      return progress;
    if (!opened->below)
      spend(opened->walk, len);
    *block = (str){data, len};
    if (len)
      return GOES_ON;
  }
  return IS_LOST;
}

/* Until the window is full. */
static enum progress fill(struct opened *opened, struct buf *held, str *rest) {
  while (held->len < opened->walk->window) {
    enum progress progress = rest->len ? GOES_ON : next_block(opened, rest);
    if (progress != GOES_ON)
      return progress;
    str taken = str_head(*rest, opened->walk->window - held->len);
    buf_add(held, taken);
    *rest = str_tail(*rest, taken.len);
  }
  return GOES_ON;
}

/* The archive that a whole member is, if it is one and the depth allows. */
static void descend(struct walk *walk, const struct archive_piece *piece, unsigned depth) {
  enum archive_kind kind = piece->is_first ? archive_kind_of(piece->bytes) : ARCHIVE_NONE;
  if (kind == ARCHIVE_NONE)
    return;
  if (!piece->is_last || depth == ARCHIVE_DEPTH) {
    tell(walk, piece->is_last ? ARCHIVE_LIMITED : ARCHIVE_TOO_LARGE, walk->path.len);
    return;
  }
  walk_archive(walk, piece->bytes, kind, depth);
}

static size_t give_piece(struct walk *walk, struct archive_piece piece, unsigned depth) {
  if (piece.bytes.len == 0)
    return 0;
  descend(walk, &piece, depth);
  piece.path = buf_str(&walk->path);
  return walk->visitor->piece(walk->visitor->data, &piece);
}

/* `depth`: of the archive that it is a member of, from 1 on. */
static enum progress read_member(struct opened *opened, unsigned depth) {
  struct walk *walk = opened->walk;
  struct buf *held = &walk->held[depth - 1];
  str rest = STR_NONE;
  buf_clear(held);
  for (bool is_first = true;; is_first = false) {
    enum progress progress = fill(opened, held, &rest);
    struct archive_piece piece = {.bytes = buf_str(held), .is_first = is_first, .is_last = progress != GOES_ON};
    size_t again = give_piece(walk, piece, depth);
    if (piece.is_last || must_end(walk))
      return progress;
    again = again < held->len ? again : 0;
    memmove(held->data, held->data + held->len - again, again);
    held->len = again;
  }
}

/* ---- members of an archive ---- */

static struct archive *new_handle(enum archive_kind kind) {
  int (*const formats[ARCHIVE_KINDS])(struct archive *) = {
      [ARCHIVE_ZIP] = library.archive_read_support_format_zip,
      [ARCHIVE_TAR] = library.archive_read_support_format_tar,
      [ARCHIVE_CPIO] = library.archive_read_support_format_cpio,
      [ARCHIVE_AR] = library.archive_read_support_format_ar,
      [ARCHIVE_7Z] = library.archive_read_support_format_7zip,
      [ARCHIVE_RAR4] = library.archive_read_support_format_rar,
      [ARCHIVE_RAR5] = library.archive_read_support_format_rar5,
      [ARCHIVE_CAB] = library.archive_read_support_format_cab,
  };
  static const int filters[ARCHIVE_KINDS] = {
      [ARCHIVE_GZIP] = ARCHIVE_FILTER_GZIP, [ARCHIVE_BZIP2] = ARCHIVE_FILTER_BZIP2,
      [ARCHIVE_XZ] = ARCHIVE_FILTER_XZ,     [ARCHIVE_ZSTD] = ARCHIVE_FILTER_ZSTD,
      [ARCHIVE_LZ4] = ARCHIVE_FILTER_LZ4,   [ARCHIVE_LZIP] = ARCHIVE_FILTER_LZIP,
  };
  struct archive *handle = library.archive_read_new();
  if (!handle)
    return NULL;
  int answer = formats[kind] ? formats[kind](handle) : library.archive_read_support_format_raw(handle);
  if (archive_kind_is_stream(kind))
    library.archive_read_support_format_empty(handle);
  if (answer == ARCHIVE_OK && archive_kind_is_stream(kind))
    answer = library.decodes[kind] ? library.archive_read_append_filter(handle, filters[kind]) : ARCHIVE_FATAL;
  if (answer == ARCHIVE_OK)
    return handle;
  library.archive_read_free(handle);
  return NULL;
}

static str name_of(struct archive_entry *entry) {
  const char *name = library.archive_entry_pathname(entry);
  return str_from(name ? name : library.archive_entry_pathname_utf8(entry));
}

static enum progress take_entry(struct opened *opened, struct archive_entry *entry, unsigned depth) {
  struct walk *walk = opened->walk;
  size_t outer = walk->path.len;
  enum progress progress = GOES_ON;
  enter(walk, name_of(entry));
  if (library.archive_entry_is_encrypted(entry))
    tell(walk, ARCHIVE_ENCRYPTED, walk->path.len);
  else
    progress = read_member(opened, depth);
  if (progress == IS_BROKEN)
    tell(walk, ARCHIVE_DAMAGED, walk->path.len);
  walk->path.len = outer;
  return progress;
}

static bool is_rar(enum archive_kind kind) {
  return kind == ARCHIVE_RAR4 || kind == ARCHIVE_RAR5;
}

/* Even the names of its members. */
static bool has_encrypted_list(const struct opened *opened) {
  bool can_be = opened->kind == ARCHIVE_7Z || is_rar(opened->kind);
  return can_be && library.archive_read_has_encrypted_entries(opened->handle) > 0;
}

static void read_members(struct opened *opened, unsigned depth) {
  struct walk *walk = opened->walk;
  enum progress progress = GOES_ON;
  unsigned before = walk->members;
  bool is_damaged = false;
  while (progress != AT_END && progress != IS_LOST && !must_end(walk)) {
    struct archive_entry *entry = NULL;
    progress = progress_of(library.archive_read_next_header(opened->handle, &entry));
    is_damaged |= progress == IS_BROKEN;
    if (progress != AT_END && ++walk->members > ARCHIVE_MEMBERS)
      meet_limit(walk);
    else if (progress == GOES_ON && take_entry(opened, entry, depth) == IS_LOST)
      progress = IS_LOST;
  }
  is_damaged |= is_rar(opened->kind) && walk->members == before; /* what is no header ends it without a word */
  if (progress == IS_LOST || is_damaged)
    tell(walk, has_encrypted_list(opened) ? ARCHIVE_ENCRYPTED : ARCHIVE_DAMAGED, walk->path.len);
}

/* ---- streams ---- */

/* What libarchive asks for when an archive's bytes come from a stream. */
static la_ssize_t feed(struct archive *handle, void *data, const void **bytes) {
  struct opened *stream = ((struct opened *)data)->below;
  str block = STR_NONE;
  enum progress progress = next_block(stream, &block);
  (void)handle;
  *bytes = block.ptr;
  return progress == GOES_ON ? (la_ssize_t)block.len : progress == AT_END ? 0 : -1;
}

/* app.log.gz holds app.log. */
static str name_in_stream(str path) {
  static const str endings[] = {{".gz", 3}, {".bz2", 4}, {".xz", 3}, {".zst", 4}, {".lz4", 4}, {".lz", 3}};
  str name = str_basename(path);
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    if (str_ends(name, endings[i]) && name.len > endings[i].len)
      return str_head(name, name.len - endings[i].len);
  return STR("content");
}

/* A stream's only member. */
static void read_content(struct opened *stream, unsigned depth) {
  struct walk *walk = stream->walk;
  size_t outer = walk->path.len;
  struct buf name = {0};
  buf_add(&name, name_in_stream(buf_str(&walk->path)));
  enter(walk, buf_str(&name));
  buf_free(&name);
  enum progress progress = read_member(stream, depth);
  if (progress == IS_BROKEN || progress == IS_LOST)
    tell(walk, ARCHIVE_DAMAGED, outer);
  walk->path.len = outer;
}

/* Those that can be read from beginning to end. */
static bool is_row(enum archive_kind kind) {
  return kind == ARCHIVE_TAR || kind == ARCHIVE_CPIO || kind == ARCHIVE_AR;
}

/* A compressed tar is one archive for people: its members are the stream's. */
static void read_row(struct opened *stream, enum archive_kind kind, unsigned depth) {
  struct opened row = {.handle = new_handle(kind), .kind = kind, .walk = stream->walk, .below = stream};
  if (row.handle && library.archive_read_open(row.handle, &row, NULL, feed, NULL) == ARCHIVE_OK)
    read_members(&row, depth);
  else
    tell(stream->walk, ARCHIVE_DAMAGED, stream->walk->path.len);
  library.archive_read_free(row.handle);
}

static void read_stream(struct opened *stream, unsigned depth) {
  struct archive_entry *entry;
  str block;
  enum progress progress = progress_of(library.archive_read_next_header(stream->handle, &entry));
  if (progress == GOES_ON)
    progress = next_block(stream, &block);
  if (progress == GOES_ON) {
    enum archive_kind kind = archive_kind_of(block);
    stream->ahead = block.ptr;
    stream->ahead_len = block.len;
    if (is_row(kind))
      read_row(stream, kind, depth);
    else
      read_content(stream, depth);
  } else if (progress != AT_END) {
    tell(stream->walk, ARCHIVE_DAMAGED, stream->walk->path.len);
  }
}

/* ---- an archive ---- */

/* A stream that nothing comes out of passes for an empty one; that it is damaged is known now only. */
static bool open_archive(const struct opened *opened, str bytes) {
  return opened->handle && library.archive_read_open_memory(opened->handle, bytes.ptr, bytes.len) == ARCHIVE_OK &&
         !(archive_kind_is_stream(opened->kind) && library.archive_errno(opened->handle));
}

/* `depth`: how many archives it lies in. */
static void walk_archive(struct walk *walk, str bytes, enum archive_kind kind, unsigned depth) {
  struct opened opened = {.handle = new_handle(kind), .kind = kind, .walk = walk};
  if (!open_archive(&opened, bytes))
    tell(walk, ARCHIVE_DAMAGED, walk->path.len);
  else if (archive_kind_is_stream(kind))
    read_stream(&opened, depth + 1);
  else
    read_members(&opened, depth + 1);
  library.archive_read_free(opened.handle);
}

void archive_walk(str bytes, str path, size_t window, const struct archive_visitor *visitor) {
  struct walk walk = {.visitor = visitor, .window = window, .input = bytes.len, .outermost = path.len};
  locale_t before = library.locale ? uselocale(library.locale) : (locale_t)0;
  buf_add(&walk.path, path);
  walk_archive(&walk, bytes, archive_kind_of(bytes), 0);
  if (library.locale)
    uselocale(before);
  for (unsigned i = 0; i < ARCHIVE_DEPTH; i++)
    buf_free(&walk.held[i]);
  buf_free(&walk.path);
}
