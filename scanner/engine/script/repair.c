/* repair.c -- broken sources made such that the parser can read what is not broken in them. */
#include "engine/script/repair.h"

#include <stdint.h>

/* Words that begin a statement of a module, at the beginning of a line. */
static const str beginnings[] = {
    {"import ", 7}, {"export ", 7}, {"const ", 6}, {"let ", 4},   {"var ", 4},   {"function ", 9}, {"class ", 6},
    {"async ", 6},  {"new ", 4},    {"await ", 6}, {"enum ", 5},  {"type ", 5},  {"interface ", 10},
};

static const str merge_marks[] = {{"<<<<<<< ", 8}, {"=======", 7}, {">>>>>>> ", 8}, {"||||||| ", 8}};

static bool starts_with_one(str line, const str *words, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (str_starts(line, words[i]))
      return true;
  return false;
}

static void blank(struct buf *text, size_t from, size_t to) {
  for (size_t i = from; i < to; i++)
    if (text->data[i] != '\n' && text->data[i] != '\r')
      text->data[i] = ' ';
}

static bool is_merge(str text) {
  return (str_starts(text, merge_marks[0]) || str_find(text, STR("\n<<<<<<< "), 0) != SIZE_MAX) &&
         str_find(text, STR("\n>>>>>>> "), 0) != SIZE_MAX;
}

bool repair_merge(str text, struct buf *out) {
  if (!is_merge(text))
    return false;
  buf_clear(out);
  buf_add(out, text);
  str rest = text, line;
  for (size_t at = 0; str_next_line(&rest, &line); at = text.len - rest.len)
    if (starts_with_one(line, merge_marks, sizeof merge_marks / sizeof *merge_marks))
      blank(out, at, at + line.len);
  return true;
}

bool repair_lines(struct buf *text, size_t broken) {
  str all = buf_str(text);
  size_t from = broken < all.len ? broken : all.len;
  while (from > 0 && all.ptr[from - 1] != '\n')
    from--;
  for (size_t at = from;;) {
    at = str_find_byte(all, '\n', at);
    if (at == SIZE_MAX)
      return false;
    if (starts_with_one(str_tail(all, ++at), beginnings, sizeof beginnings / sizeof *beginnings)) {
      blank(text, from, at);
      return true;
    }
  }
}
