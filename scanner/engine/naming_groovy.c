/* naming_groovy.c -- names in Jenkinsfiles and Gradle's files: a program, in which a line `name "value"` sets too. */
#include <stdint.h>

#include "engine/naming_formats.h"
#include "engine/naming_lines.h"

/* `name "value"` alone on its line. */
static str of_setting(struct naming_place place) {
  size_t quote = naming_back_quotes(place.text, place.start), to = naming_back_blanks(place.text, quote);
  size_t from = naming_back_word(place.text, to), line = naming_line_from(place.text, place.start);
  bool is_alone = from > line && naming_skip_blanks(place.text, line) == from;
  bool is_shut = place.end < place.text.len && naming_is_quote(place.text.ptr[place.end]) &&
                 str_trim(naming_slice(place.text, place.end + 1, naming_line_to(place.text, place.end))).len == 0;
  static const char *const commands[] = {"sh", "bat", "echo", "print", "println", "return", "powershell", "error",
      "throw", "assert"};
  str name = naming_slice(place.text, from, to);
  bool is_set = is_shut && quote < place.start && to < quote && (is_alone || from == line);
  return is_set && !naming_is_one_of(name, commands, NAMING_COUNT(commands)) ? name : STR_NONE;
}

struct naming naming_groovy(str bytes, size_t start, size_t end, struct arena *kept) {
  struct naming found = naming_code(bytes, start, end, kept);
  if (found.name.len == 0)
    found = naming_kept((struct naming){of_setting(naming_window(bytes, start, end)), false}, kept);
  return found;
}
