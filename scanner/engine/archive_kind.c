/* archive_kind.c -- what kind of archive some bytes begin. */
#include "engine/archive_kind.h"

#include <stdint.h>

/* Header of a tar member (POSIX.1-1988, "ustar interchange format"). */
enum { TAR_HEADER = 512, TAR_SUM = 148, TAR_SUM_LEN = 8, TAR_MAGIC = 257 };
/* Fields of cpio in ASCII (POSIX.1-1988, "cpio interchange format"; the new one of SVR4 is in hexadecimal). */
enum { CPIO_OLD = 76, CPIO_NEW = 110, CPIO_MAGIC = 6 };
enum { GZIP_LEAST = 18, BZIP2_LEAST = 14, BZIP2_HEAD = 4 };

struct magic {
  enum archive_kind kind;
  str bytes;
  bool (*agrees)(str bytes); /* what a few bytes do not decide; NULL: they do */
};

/* Eight octal digits, blanks and NULs among them; UINT32_MAX if there is something else. */
static uint32_t octal(str field) {
  uint32_t value = 0;
  for (size_t i = 0; i < field.len; i++) {
    char byte = field.ptr[i];
    if (byte >= '0' && byte <= '7')
      value = value * 8 + (uint32_t)(byte - '0');
    else if (byte != ' ' && byte != '\0')
      return UINT32_MAX;
  }
  return value;
}

/* The sum of all bytes, its own field taken as blanks. */
static bool is_tar(str bytes) {
  uint32_t sum = TAR_SUM_LEN * ' ';
  if (bytes.len < TAR_HEADER || !str_starts(str_tail(bytes, TAR_MAGIC), STR("ustar")))
    return false;
  for (size_t i = 0; i < TAR_HEADER; i++)
    if (i < TAR_SUM || i >= TAR_SUM + TAR_SUM_LEN)
      sum += (uint8_t)bytes.ptr[i];
  return sum == octal((str){bytes.ptr + TAR_SUM, TAR_SUM_LEN});
}

static bool has_digits(str bytes, size_t len, const char *digits) {
  if (bytes.len < len)
    return false;
  for (size_t i = CPIO_MAGIC; i < len; i++)
    if (!bytes.ptr[i] || !strchr(digits, bytes.ptr[i]))
      return false;
  return true;
}

static bool is_old_cpio(str bytes) {
  return has_digits(bytes, CPIO_OLD, "01234567");
}

static bool is_new_cpio(str bytes) {
  return has_digits(bytes, CPIO_NEW, "0123456789abcdefABCDEF");
}

/* RFC 1952: method 8, no reserved flag, and room for a header and a trailer. */
static bool is_gzip(str bytes) {
  return bytes.len >= GZIP_LEAST && (uint8_t)bytes.ptr[3] < 0x20;
}

/* A block, or the end at once. */
static bool is_bzip2(str bytes) {
  static const str marks[] = {{"\x31\x41\x59\x26\x53\x59", 6}, {"\x17\x72\x45\x38\x50\x90", 6}};
  str mark = str_head(str_tail(bytes, BZIP2_HEAD), marks[0].len);
  bool is_level = bytes.len >= BZIP2_LEAST && bytes.ptr[BZIP2_HEAD - 1] >= '1' && bytes.ptr[BZIP2_HEAD - 1] <= '9';
  return is_level && (str_eq(mark, marks[0]) || str_eq(mark, marks[1]));
}

static const struct magic magics[] = {
    {ARCHIVE_ZIP, {"PK\3\4", 4}, NULL},
    {ARCHIVE_ZIP, {"PK\5\6\0\0\0\0\0\0\0\0", 12}, NULL}, /* one without members */
    {ARCHIVE_CPIO, {"070707", 6}, is_old_cpio},
    {ARCHIVE_CPIO, {"070701", 6}, is_new_cpio},
    {ARCHIVE_CPIO, {"070702", 6}, is_new_cpio},
    {ARCHIVE_AR, {"!<arch>\n", 8}, NULL},
    {ARCHIVE_7Z, {"7z\xbc\xaf\x27\x1c", 6}, NULL},
    {ARCHIVE_RAR4, {"Rar!\x1a\x07\0", 7}, NULL},
    {ARCHIVE_RAR5, {"Rar!\x1a\x07\1\0", 8}, NULL},
    {ARCHIVE_CAB, {"MSCF\0\0\0\0", 8}, NULL},
    {ARCHIVE_GZIP, {"\x1f\x8b\x08", 3}, is_gzip},
    {ARCHIVE_BZIP2, {"BZh", 3}, is_bzip2},
    {ARCHIVE_XZ, {"\xfd" "7zXZ\0", 6}, NULL},
    {ARCHIVE_ZSTD, {"\x28\xb5\x2f\xfd", 4}, NULL},
    {ARCHIVE_LZ4, {"\x04\x22\x4d\x18", 4}, NULL},
    {ARCHIVE_LZIP, {"LZIP\1", 5}, NULL},
};

/* Asked of every object: most are told by their first byte. */
static bool fits(const struct magic *magic, str bytes) {
  return *magic->bytes.ptr == *bytes.ptr && str_starts(bytes, magic->bytes) && (!magic->agrees || magic->agrees(bytes));
}

enum archive_kind archive_kind_of(str bytes) {
  for (size_t i = 0; bytes.len && i < sizeof magics / sizeof *magics; i++)
    if (fits(&magics[i], bytes))
      return magics[i].kind;
  return is_tar(bytes) ? ARCHIVE_TAR : ARCHIVE_NONE;
}
