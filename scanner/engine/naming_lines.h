/* naming_lines.h -- what the readers of naming_formats.h share: lines, names, the words of a command.
   Names that come from here are slices of the text that was given, unless they say `kept`. */
#ifndef APSO_ENGINE_NAMING_LINES_H
#define APSO_ENGINE_NAMING_LINES_H

#include "base/buf.h"
#include "engine/naming.h"

enum {
  NAMING_WINDOW = 1 << 16, /* bytes before a key, and behind it, that a reader of lines looks at */
  NAMING_LINES_MAX = 400,  /* lines that one looks back over */
  NAMING_NAME_MAX = 256,
};

#define NAMING_NONE_FOUND ((struct naming){STR_NONE, false})
#define NAMING_COUNT(array) (sizeof(array) / sizeof *(array))

/* A key in its text. */
struct naming_place {
  str text;
  size_t start, end;
};

/* The same place in a part of its text that is not large. */
struct naming_place naming_window(str bytes, size_t start, size_t end);
/* The part from `from` to `to`, which hold the place. */
struct naming_place naming_part(struct naming_place place, size_t from, size_t to);
struct naming naming_kept(struct naming found, struct arena *kept);

bool naming_is_blank(char c);  /* space, tab, carriage return */
bool naming_is_letter(char c); /* whatever is not ASCII too */
bool naming_is_word(char c);   /* letters, digits, _ */
bool naming_is_quote(char c);  /* " ' ` */
str naming_slice(str text, size_t from, size_t to);
size_t naming_back_blanks(str text, size_t at);
size_t naming_back_space(str text, size_t at); /* over ends of lines too */
size_t naming_back_word(str text, size_t at);
size_t naming_skip_blanks(str text, size_t at);
size_t naming_line_from(str text, size_t at);
size_t naming_line_to(str text, size_t at); /* where its newline is, or the text ends */
str naming_trim_quotes(str s);
bool naming_is_one_of(str word, const char *const *table, size_t len); /* in any letter case */
/* Where the lines begin that are, down to that of `at`, comments all with this mark; SIZE_MAX: that line is none. */
size_t naming_comment_run(str text, size_t at, const char *const *marks, size_t len);
/* Length of the mark that the line at `at` begins with, behind its blanks; 0: none. */
size_t naming_comment_mark(str line, const char *const *marks, size_t len);
/* The name of a field of HTTP's head, as far as one can tell. */
bool naming_is_header(str name);
/* Writes the name so that it can stand between dots. */
void naming_add_step(struct buf *out, str name);

/* The assignment that `text`, all of what stands before a value, ends with; also --name and ${NAME:- */
struct naming naming_assignment(str text);
/* The same in a program: types are no names, dots are paths, ends of lines are blanks. `at`: where the value begins. */
struct naming naming_in_code(str text, size_t at);
/* What `--name` is called, if it may be an option that has a value. */
str naming_option(str word);
/* Before quotes that end at `at`, escaped ones too, and letters that say of which kind they are. */
size_t naming_back_quotes(str text, size_t at);
/* Behind "Bearer " and quotes, where the value begins. */
size_t naming_back_scheme(str text, size_t at);

/* Of a Dockerfile: no end of a line ends an instruction that a comment interrupts. */
enum naming_shell { NAMING_SHELL, NAMING_SHELL_DOCKER, NAMING_SHELL_POWER, NAMING_SHELL_BATCH };
/* What the key is to the command, or line of settings, that `place` is. */
struct naming naming_of_command(struct naming_place place, enum naming_shell shell);
/* What is said of it inside of a string of a program or configuration: an assignment, a field, an option. */
struct naming naming_in_string(struct naming_place string);
/* The line of the key, in such a string. */
struct naming naming_in_line(struct naming_place place);

#endif
