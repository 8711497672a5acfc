/* test_archive.c -- kinds of archives by their content; members, limits and shortfalls of archives made here: tars,
   zips without compression, gzip. Formats that only libarchive's writer makes are in tests/e2e. */
#include "unit.h"

#include <stdbool.h>
#include <zlib.h>

#include "base/buf.h"
#include "engine/archive.h"

/* ---- archives ---- */

enum { TAR_BLOCK = 512, TAR_SUM = 148 };

static void add_padding(struct buf *out, size_t to) {
  while (out->len % to)
    buf_add_byte(out, '\0');
}

static void tar_member(struct buf *out, const char *name, str content) {
  char header[TAR_BLOCK] = {0};
  unsigned sum = 0;
  snprintf(header, 100, "%s", name);
  snprintf(header + 100, 8, "%07o", 0644);
  snprintf(header + 124, 12, "%011zo", content.len);
  memset(header + TAR_SUM, ' ', 8);
  header[156] = '0';
  memcpy(header + 257, "ustar\0" "00", 8);
  for (size_t i = 0; i < TAR_BLOCK; i++)
    sum += (uint8_t)header[i];
  snprintf(header + TAR_SUM, 8, "%06o", sum);
  buf_add(out, (str){header, TAR_BLOCK});
  buf_add(out, content);
  add_padding(out, TAR_BLOCK);
}

static void tar_end(struct buf *out) {
  for (int i = 0; i < 2 * TAR_BLOCK; i++)
    buf_add_byte(out, '\0');
}

static void add_number(struct buf *out, uint64_t number, size_t size) {
  for (size_t i = 0; i < size; i++, number >>= 8)
    buf_add_byte(out, (char)(number & 0xff));
}

/* What a local header and the directory have in common, from "version needed" on. */
static void zip_facts(struct buf *out, str name, str content, unsigned flags) {
  add_number(out, 20, 2);
  add_number(out, flags, 2);
  add_number(out, 0, 2 + 4);
  add_number(out, crc32(0, (const Bytef *)content.ptr, (uInt)content.len), 4);
  add_number(out, content.len, 4);
  add_number(out, content.len, 4);
  add_number(out, name.len, 2);
  add_number(out, 0, 2);
}

/* A zip of one member, stored. */
static void zip(struct buf *out, const char *path, str content, unsigned flags) {
  str name = str_from(path);
  buf_add(out, STR("PK\3\4"));
  zip_facts(out, name, content, flags);
  buf_add(out, name);
  buf_add(out, content);
  size_t directory = out->len;
  buf_add(out, STR("PK\1\2"));
  add_number(out, 20, 2);
  zip_facts(out, name, content, flags);
  add_number(out, 0, 2 + 2 + 2 + 4 + 4);
  buf_add(out, name);
  size_t len = out->len - directory;
  buf_add(out, STR("PK\5\6"));
  add_number(out, 0, 4);
  add_number(out, 1, 2);
  add_number(out, 1, 2);
  add_number(out, len, 4);
  add_number(out, directory, 4);
  add_number(out, 0, 2);
}

static void gzip(struct buf *out, str content) {
  enum { WINDOW_BITS = 15 + 16, SLACK = 64 };
  z_stream stream = {.next_in = (Bytef *)(uintptr_t)content.ptr, .avail_in = (uInt)content.len};
  assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, WINDOW_BITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
  size_t bound = deflateBound(&stream, content.len) + SLACK;
  buf_reserve(out, bound);
  stream.next_out = (Bytef *)out->data + out->len;
  stream.avail_out = (uInt)bound;
  assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out->len += stream.total_out;
  deflateEnd(&stream);
}

/* ---- a visitor that writes down what it is told ---- */

struct log {
  struct buf text;
  size_t again;
  unsigned stop_after; /* pieces; 0: never */
  unsigned pieces;
};

static size_t log_piece(void *data, const struct archive_piece *piece) {
  struct log *log = data;
  log->pieces++;
  str shown = str_head(piece->bytes, 12);
  buf_printf(&log->text, "%.*s=%s%.*s%s|", STR_ARG(piece->path), piece->is_first ? "" : "..", STR_ARG(shown),
             piece->is_last ? "" : "..");
  return log->again;
}

static void log_shortfall(void *data, enum archive_shortfall shortfall, str path) {
  static const char *const names[] = {[ARCHIVE_DAMAGED] = "damaged", [ARCHIVE_ENCRYPTED] = "encrypted",
                                      [ARCHIVE_LIMITED] = "limited", [ARCHIVE_TOO_LARGE] = "large"};
  buf_printf(&((struct log *)data)->text, "%.*s %s|", STR_ARG(path), names[shortfall]);
}

static bool log_stopped(void *data) {
  const struct log *log = data;
  return log->stop_after && log->pieces >= log->stop_after;
}

static void walk(struct log *log, str bytes, size_t window) {
  struct archive_visitor visitor = {log_piece, log_shortfall, log_stopped, log};
  archive_walk(bytes, STR("o"), window, &visitor);
}

enum { WINDOW = 1 << 16 };

static void check(str bytes, const char *expected) {
  struct log log = {0};
  walk(&log, bytes, WINDOW);
  assert_text(buf_str(&log.text), expected);
  buf_free(&log.text);
}

static int load(void **state) {
  struct err err;
  (void)state;
  return archive_load(&err) || archive_load(&err); /* again is nothing */
}

/* ---- kinds ---- */

static void kinds(void **state) {
  static const struct {
    str bytes;
    enum archive_kind kind;
  } rows[] = {
      {{"PK\3\4", 4}, ARCHIVE_ZIP},
      {{"PK\3", 3}, ARCHIVE_NONE},
      {{"PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22}, ARCHIVE_ZIP},
      {{"PK\5\6 and text", 13}, ARCHIVE_NONE},
      {{"!<arch>\nx", 9}, ARCHIVE_AR},
      {{"7z\xbc\xaf\x27\x1c", 6}, ARCHIVE_7Z},
      {{"Rar!\x1a\x07\0", 7}, ARCHIVE_RAR4},
      {{"Rar!\x1a\x07\1\0", 8}, ARCHIVE_RAR5},
      {{"Rar! it says", 12}, ARCHIVE_NONE},
      {{"MSCF\0\0\0\0", 8}, ARCHIVE_CAB},
      {{"\x1f\x8b\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0\0\0\0", 20}, ARCHIVE_GZIP},
      {{"\x1f\x8b\x08\xe0\0\0\0\0\0\3\3\0\0\0\0\0\0\0\0\0", 20}, ARCHIVE_NONE},
      {{"\x1f\x8b\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0", 17}, ARCHIVE_NONE},
      {{"BZh9\x31\x41\x59\x26\x53\x59\0\0\0\0", 14}, ARCHIVE_BZIP2},
      {{"BZh9\x17\x72\x45\x38\x50\x90\0\0\0\0", 14}, ARCHIVE_BZIP2},
      {{"BZh0\x31\x41\x59\x26\x53\x59\0\0\0\0", 14}, ARCHIVE_NONE},
      {{"BZh9 is a prefix", 16}, ARCHIVE_NONE},
      {{"\xfd" "7zXZ\0", 6}, ARCHIVE_XZ},
      {{"\x28\xb5\x2f\xfd", 4}, ARCHIVE_ZSTD},
      {{"\x04\x22\x4d\x18", 4}, ARCHIVE_LZ4},
      {{"LZIP\1", 5}, ARCHIVE_LZIP},
      {{"LZIP", 4}, ARCHIVE_NONE},
      {{"070707 is where it begins and it goes on for as many bytes as a header would be here", 84}, ARCHIVE_NONE},
      {{"0707070000000000000000000000000000000000000000000000000000000000000000000000", 76}, ARCHIVE_CPIO},
      {{"070707000000000000000000000000000000000000000000000000000000000000000000000", 75}, ARCHIVE_NONE},
      {{"0707070000000000000000000000000000000000000000000000000000000000000000000009", 76}, ARCHIVE_NONE},
      {{"", 0}, ARCHIVE_NONE},
      {{"text", 4}, ARCHIVE_NONE},
  };
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++)
    if (archive_kind_of(rows[i].bytes) != rows[i].kind)
      fail_msg("row %zu is taken for %d", i, archive_kind_of(rows[i].bytes));
}

static void tars_have_a_sum(void **state) {
  struct buf tar = {0};
  (void)state;
  tar_member(&tar, "a.txt", STR("x"));
  assert_int_equal(archive_kind_of(buf_str(&tar)), ARCHIVE_TAR);
  assert_int_equal(archive_kind_of(str_head(buf_str(&tar), TAR_BLOCK - 1)), ARCHIVE_NONE);
  tar.data[3] ^= 1;
  assert_int_equal(archive_kind_of(buf_str(&tar)), ARCHIVE_NONE);
  buf_free(&tar);
}

/* ---- members ---- */

static void members(void **state) {
  struct buf tar = {0}, gz = {0}, inner = {0};
  (void)state;
  tar_member(&tar, "a.txt", STR("alpha"));
  tar_member(&tar, "empty", STR(""));
  tar_member(&tar, "../b\x01.txt", STR("beta"));
  tar_end(&tar);
  check(buf_str(&tar), "o!/a.txt=alpha|o!/../b\x01.txt=beta|");
  gzip(&gz, buf_str(&tar)); /* one archive for people */
  check(buf_str(&gz), "o!/a.txt=alpha|o!/../b\x01.txt=beta|");
  zip(&inner, "c.tgz", buf_str(&gz), 0);
  struct log log = {0};
  walk(&log, buf_str(&inner), WINDOW);
  str text = buf_str(&log.text);
  /* its own bytes come last */
  assert_true(str_starts(text, STR("o!/c.tgz!/a.txt=alpha|o!/c.tgz!/../b\x01.txt=beta|o!/c.tgz=\x1f\x8b")));
  buf_free(&log.text);
  buf_free(&tar);
  buf_free(&gz);
  buf_free(&inner);
}

static void streams_name_their_content(void **state) {
  static const char *const rows[][2] = {
      {"d/app.log.gz", "d/app.log.gz!/app.log"}, {"x.bz2", "x.bz2!/x"},         {".gz", ".gz!/content"},
      {"a", "a!/content"},                       {"a.gz/", "a.gz/!/content"},
  };
  struct buf gz = {0};
  (void)state;
  gzip(&gz, STR("text"));
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct log log = {0};
    struct archive_visitor visitor = {log_piece, log_shortfall, NULL, &log};
    archive_walk(buf_str(&gz), str_from(rows[i][0]), WINDOW, &visitor);
    assert_true(str_starts(buf_str(&log.text), str_from(rows[i][1])) && log.text.data[strlen(rows[i][1])] == '=');
    buf_free(&log.text);
  }
  buf_free(&gz);
}

static void windows(void **state) {
  struct buf tar = {0};
  struct log log = {.again = 2};
  (void)state;
  tar_member(&tar, "a", STR("0123456789"));
  tar_member(&tar, "b", STR("xyz"));
  tar_end(&tar);
  walk(&log, buf_str(&tar), 4);
  assert_text(buf_str(&log.text), "o!/a=0123..|o!/a=..2345..|o!/a=..4567..|o!/a=..6789..|o!/a=..89|o!/b=xyz|");
  buf_free(&log.text);
  buf_free(&tar);
}

static void stops_when_told(void **state) {
  struct buf tar = {0};
  struct log log = {.stop_after = 2};
  (void)state;
  for (int i = 0; i < 5; i++)
    tar_member(&tar, "a", STR("x"));
  walk(&log, str_head(buf_str(&tar), tar.len - 1), WINDOW);
  assert_text(buf_str(&log.text), "o!/a=x|o!/a=x|");
  buf_free(&log.text);
  buf_free(&tar);
}

/* ---- what falls short ---- */

static void damage(void **state) {
  struct buf tar = {0}, gz = {0};
  (void)state;
  tar_member(&tar, "a", STR("alpha"));
  tar_member(&tar, "b", STR("beta"));
  check(str_head(buf_str(&tar), tar.len - 300), "o!/a=alpha|o!/b=beta|o damaged|"); /* only padding is missing */
  check(str_head(buf_str(&tar), 2 * TAR_BLOCK + 100), "o!/a=alpha|o damaged|");
  check(STR("PK\3\4 and nothing of a zip behind it"), "o damaged|");
  check(STR("\x1f\x8b\x08\0and nothing of deflate"), "o damaged|");
  check((str){"\xfd" "7zXZ\0 and nothing", 18}, "o damaged|");
  check((str){"Rar!\x1a\x07\1\0 and nothing of a rar behind it", 40}, "o damaged|");
  gzip(&gz, buf_str(&tar));
  check(str_head(buf_str(&gz), gz.len / 2), "o damaged|");
  buf_free(&tar);
  buf_free(&gz);
}

static void encryption(void **state) {
  struct buf bytes = {0};
  (void)state;
  zip(&bytes, "a", STR("0123456789abcdef"), 1);
  check(buf_str(&bytes), "o!/a encrypted|");
  buf_free(&bytes);
}

static void depth(void **state) {
  struct buf archive = {0};
  (void)state;
  buf_add(&archive, STR("text"));
  for (int i = 0; i <= ARCHIVE_DEPTH; i++) {
    struct buf outer = {0};
    zip(&outer, "z", buf_str(&archive), 0);
    buf_free(&archive);
    archive = outer;
  }
  struct log log = {0};
  walk(&log, buf_str(&archive), WINDOW);
  assert_true(str_starts(buf_str(&log.text), STR("o!/z!/z!/z!/z limited|o!/z!/z!/z!/z=PK\3\4")));
  buf_free(&log.text);
  buf_free(&archive);
}

static void inner_archive_larger_than_a_window(void **state) {
  struct buf inner = {0}, outer = {0};
  struct log log = {0};
  (void)state;
  zip(&inner, "a", STR("0123456789"), 0);
  tar_member(&outer, "z", buf_str(&inner));
  tar_end(&outer);
  walk(&log, buf_str(&outer), inner.len - 1);
  assert_true(str_starts(buf_str(&log.text), STR("o!/z large|o!/z=PK\3\4")));
  buf_free(&log.text);
  buf_free(&inner);
  buf_free(&outer);
}

/* Once for the whole archive, and what came before is given. */
static void bombs(void **state) {
  enum { SIZE = 4 * ARCHIVE_RATIO_FROM };
  struct buf zeros = {0}, gz = {0}, tar = {0};
  struct log log = {.again = 0};
  (void)state;
  buf_reserve(&zeros, SIZE);
  memset(zeros.data, 'a', SIZE);
  zeros.len = SIZE;
  gzip(&gz, buf_str(&zeros));
  tar_member(&tar, "first", STR("alpha"));
  tar_member(&tar, "bomb.gz", buf_str(&gz));
  tar_member(&tar, "last", STR("omega"));
  tar_end(&tar);
  struct buf bomb = {0};
  gzip(&bomb, buf_str(&tar));
  walk(&log, buf_str(&bomb), ARCHIVE_RATIO_FROM);
  str text = buf_str(&log.text);
  size_t limited = str_find(text, STR("o limited|"), 0);
  assert_true(str_starts(text, STR("o!/first=alpha|")));
  assert_true(limited != SIZE_MAX && str_find(text, STR("limited"), limited + 10) == SIZE_MAX);
  assert_true(str_find(text, STR("omega"), 0) == SIZE_MAX && str_find(text, STR("damaged"), 0) == SIZE_MAX);
  buf_free(&log.text);
  buf_free(&zeros);
  buf_free(&gz);
  buf_free(&tar);
  buf_free(&bomb);
}

static void many_members(void **state) {
  struct buf tar = {0};
  struct log log = {0};
  (void)state;
  for (unsigned i = 0; i <= ARCHIVE_MEMBERS; i++)
    tar_member(&tar, "m", STR(""));
  tar_end(&tar);
  walk(&log, buf_str(&tar), WINDOW);
  assert_text(buf_str(&log.text), "o limited|");
  buf_clear(&log.text);
  walk(&log, str_tail(buf_str(&tar), TAR_BLOCK), WINDOW); /* one less is no more than allowed */
  assert_text(buf_str(&log.text), "");
  buf_free(&log.text);
  buf_free(&tar);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(kinds),           cmocka_unit_test(tars_have_a_sum),
      cmocka_unit_test(members),         cmocka_unit_test(streams_name_their_content),
      cmocka_unit_test(windows),         cmocka_unit_test(stops_when_told),
      cmocka_unit_test(damage),          cmocka_unit_test(encryption),
      cmocka_unit_test(depth),           cmocka_unit_test(inner_archive_larger_than_a_window),
      cmocka_unit_test(bombs),           cmocka_unit_test(many_members),
  };
  return cmocka_run_group_tests(tests, load, NULL);
}
