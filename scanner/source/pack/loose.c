/* loose.c -- loose objects, read with every length checked. */
#include "source/pack/loose.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

enum {
  HEAD_LIMIT = 32,      /* inflated bytes of a head */
  FIRST_READ = 512,     /* packed bytes in which a head ends, whatever its compression */
  STREAM_INPUT = 256 * 1024,
  PAD = 64,             /* bytes behind the input that the inflater may look at */
};

/* ---- heads ---- */

static enum object_type type_named(str name) {
  static const struct {
    str name;
    enum object_type type;
  } types[] = {{{"commit", 6}, OBJECT_COMMIT}, {{"tree", 4}, OBJECT_TREE}, {{"blob", 4}, OBJECT_BLOB}, {{"tag", 3}, OBJECT_TAG}};
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    if (str_eq(name, types[i].name))
      return types[i].type;
  return OBJECT_NONE;
}

/* "blob 123\0" */
static int parse_head(str bytes, struct loose_head *head) {
  size_t space = str_find_byte(bytes, ' ', 0), end = str_find_byte(bytes, '\0', 0);
  if (space == SIZE_MAX || end == SIZE_MAX || space >= end)
    return -1;
  *head = (struct loose_head){.type = type_named(str_head(bytes, space)), .len = end + 1};
  for (size_t i = space + 1; i < end; i++) {
    if (bytes.ptr[i] < '0' || bytes.ptr[i] > '9' || head->size > UINT64_MAX / 16)
      return -1;
    head->size = head->size * 10 + (uint64_t)(bytes.ptr[i] - '0');
  }
  return head->type == OBJECT_NONE ? -1 : 0;
}

static int inflate_head(str packed, struct loose_head *head) {
  char bytes[HEAD_LIMIT];
  return parse_head((str){bytes, inflate_start(packed, (uint8_t *)bytes, sizeof bytes)}, head);
}

/* ---- files ---- */

static enum read_outcome open_object(const char *path, int *descriptor, size_t *size) {
  struct stat status;
  *descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (*descriptor < 0)
    return errno == ENOENT || errno == ENOTDIR ? READ_MISSING : READ_CORRUPT;
  if (fstat(*descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
    *size = (size_t)status.st_size;
    return READ_DONE;
  }
  close(*descriptor);
  return READ_CORRUPT;
}

static size_t read_up_to(int descriptor, char *bytes, size_t len) {
  size_t done = 0;
  while (done < len) {
    ssize_t got = read(descriptor, bytes + done, len - done);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      break;
    done += (size_t)got;
  }
  return done;
}

static enum read_outcome head_of(int descriptor, struct loose_head *head) {
  char first[FIRST_READ];
  size_t got = read_up_to(descriptor, first, sizeof first);
  return inflate_head((str){first, got}, head) ? READ_CORRUPT : READ_DONE;
}

enum read_outcome loose_read_head(const char *path, struct loose_head *head) {
  int descriptor;
  size_t size;
  enum read_outcome outcome = open_object(path, &descriptor, &size);
  if (outcome != READ_DONE)
    return outcome;
  outcome = head_of(descriptor, head);
  close(descriptor);
  return outcome;
}

/* Head and content are one stream: both are inflated, then the head goes. */
static enum read_outcome unpack(struct inflater *inflater, str packed, uint64_t limit, enum object_type *type, struct buf *out) {
  struct loose_head head;
  if (inflate_head(packed, &head))
    return READ_CORRUPT;
  *type = head.type;
  if (head.size > limit)
    return READ_TOO_LARGE;
  if (head.size / INFLATE_RATIO_LIMIT > packed.len)
    return READ_CORRUPT;
  size_t whole = head.len + (size_t)head.size, used;
  out->len = 0;
  buf_reserve(out, whole + INFLATE_SLACK);
  if (inflate_exact(inflater, packed, (uint8_t *)out->data, whole, &used) || used != packed.len)
    return READ_CORRUPT;
  memmove(out->data, out->data + head.len, (size_t)head.size);
  out->len = (size_t)head.size;
  return READ_DONE;
}

enum read_outcome loose_read(struct inflater *inflater, const char *path, uint64_t limit, enum object_type *type, struct buf *out) {
  int descriptor;
  size_t size;
  enum read_outcome outcome = open_object(path, &descriptor, &size);
  if (outcome != READ_DONE)
    return outcome;
  struct buf packed = {0};
  if (size > limit + STREAM_INPUT) {
    struct loose_head head = {0};
    outcome = head_of(descriptor, &head) == READ_DONE && head.size > limit ? READ_TOO_LARGE : READ_CORRUPT;
    *type = head.type;
  } else {
    buf_reserve(&packed, size + PAD);
    packed.len = read_up_to(descriptor, packed.data, size);
    outcome = unpack(inflater, buf_str(&packed), limit, type, out);
  }
  buf_free(&packed);
  close(descriptor);
  return outcome;
}

/* ---- piece by piece ---- */

struct stream {
  int descriptor;
  struct buf input;
  size_t to_drop; /* bytes of the head not yet left behind */
  void (*take)(void *data, str bytes, size_t *again);
  void *data;
};

static bool feed_stream(void *data, str *in) {
  struct stream *s = data;
  s->input.len = read_up_to(s->descriptor, s->input.data, STREAM_INPUT);
  *in = buf_str(&s->input);
  return in->len > 0;
}

static void take_window(void *data, str bytes, size_t *again) {
  struct stream *s = data;
  size_t dropped = s->to_drop < bytes.len ? s->to_drop : bytes.len;
  s->to_drop -= dropped;
  s->take(s->data, (str){bytes.ptr + dropped, bytes.len - dropped}, again);
}

enum read_outcome loose_read_windows(const char *path, size_t window, void (*take)(void *, str, size_t *), void *data) {
  struct stream s = {.take = take, .data = data};
  struct loose_head head;
  size_t size;
  enum read_outcome outcome = open_object(path, &s.descriptor, &size);
  if (outcome != READ_DONE)
    return outcome;
  outcome = head_of(s.descriptor, &head);
  if (outcome == READ_DONE && lseek(s.descriptor, 0, SEEK_SET) == 0) {
    s.to_drop = head.len;
    buf_reserve(&s.input, STREAM_INPUT);
    uint64_t used;
    bool is_whole = inflate_windows(feed_stream, take_window, &s, head.len + head.size, window, &used) == 0 && used == size;
    outcome = is_whole ? READ_DONE : READ_CORRUPT;
  }
  buf_free(&s.input);
  close(s.descriptor);
  return outcome;
}
