/* help.c -- help, from the tables of commands and options. */
#include "cli/help.h"

#include "cli/command.h"

enum { WIDTH = 88, INDENT = 26 };

/* Words of `text` in lines, the later ones indented. */
static void add_wrapped(struct buf *out, str text, size_t column, size_t indent) {
  size_t at = column;
  while (text.len) {
    size_t space = str_find_byte(text, ' ', 0);
    str word = str_head(text, space == SIZE_MAX ? text.len : space);
    if (at + word.len > WIDTH && at > indent) {
      out->len--; /* the blank behind the last word */
      buf_printf(out, "\n%*s", (int)indent, "");
      at = indent;
    }
    buf_add(out, word);
    at += word.len + 1;
    text = space == SIZE_MAX ? STR_NONE : str_tail(text, space + 1);
    if (text.len)
      buf_add_byte(out, ' ');
  }
  buf_add_byte(out, '\n');
}

static void add_row(struct buf *out, const char *left, const char *right, const char *what) {
  struct buf head = {0};
  buf_printf(&head, "  %s%s%s", left, right ? " " : "", right ? right : "");
  buf_add(out, buf_str(&head));
  if (head.len + 2 > INDENT)
    buf_printf(out, "\n%*s", INDENT, "");
  else
    buf_printf(out, "%*s", (int)(INDENT - head.len), "");
  add_wrapped(out, str_from(what), INDENT, INDENT);
  buf_free(&head);
}

static void add_options(struct buf *out, const struct option *table) {
  for (; table->name; table++) {
    struct buf name = {0};
    buf_printf(&name, "--%s", table->name);
    buf_add_byte(&name, '\0');
    add_row(out, name.data, table->value, table->what);
    buf_free(&name);
  }
}

static int print(struct buf *out) {
  struct err err;
  int code = command_print(buf_str(out), &err) ? command_fail(&err) : EXIT_CLEAN;
  buf_free(out);
  return code;
}

int help_print_version(void) {
  struct buf out = {0};
  buf_printf(&out, "apso-scan %s\n", APSO_VERSION);
  return print(&out);
}

int help_print_all(void) {
  struct buf out = {0};
  buf_add(&out, STR("apso-scan finds leaked APSO API keys.\n\n"
                    "Usage: apso-scan COMMAND [OPTION…] [ARGUMENT…]\n"
                    "       apso-scan PATH    audit a repository, or scan files; - is standard input\n\n"
                    "Commands:\n"));
  for (size_t i = 0; commands[i]; i++)
    add_row(&out, commands[i]->name, commands[i]->arguments, commands[i]->what);
  buf_add(&out, STR("\nOptions of all scans:\n"));
  add_options(&out, scan_options);
  add_options(&out, reading_options);
  add_options(&out, rules_options);
  buf_add(&out, STR("\nExit codes:\n"
                    "  0  nothing at or above --fail-on, and everything was searched\n"
                    "  1  a finding at or above --fail-on\n"
                    "  2  nothing was scanned: wrong option, no such path or revision, bad rules or policy\n"
                    "  3  nothing found, but not everything could be searched\n\n"
                    "apso-scan COMMAND --help tells more. Keys are never printed whole.\n"));
  return print(&out);
}

int help_print_command(const struct command *command) {
  struct buf out = {0};
  buf_printf(&out, "Usage: apso-scan %s%s%s\n\n", command->name, command->arguments ? " " : "", command->arguments ? command->arguments : "");
  add_wrapped(&out, str_from(command->what), 0, 0);
  if (command->more)
    buf_printf(&out, "\n%s\n", command->more);
  buf_add(&out, STR("\nOptions:\n"));
  for (const struct option *const *table = command->options; *table; table++)
    add_options(&out, *table);
  return print(&out);
}
