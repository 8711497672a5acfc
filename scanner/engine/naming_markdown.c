/* naming_markdown.c -- names in documents: in a fenced block by its language, else what the text itself assigns. */
#include <stdint.h>

#include "engine/naming_formats.h"
#include "engine/naming_lines.h"

struct fence {
  bool is_open;
  char sign;
  size_t signs;   /* of the fence that opened it */
  size_t body;    /* where its text begins */
  str language;
};

static const struct {
  const char *language;
  naming_reader *reader;
} readers[] = {
    {"env", naming_env},         {"dotenv", naming_env},      {"sh", naming_env},         {"bash", naming_env},
    {"shell", naming_env},       {"zsh", naming_env},         {"fish", naming_env},       {"console", naming_env},
    {"shell-session", naming_env}, {"sh-session", naming_env}, {"make", naming_env},      {"makefile", naming_env},
    {"text", naming_env},        {"txt", naming_env},         {"plaintext", naming_env},  {"", naming_env},
    {"terminal", naming_env},    {"curl", naming_env},        {"diff", naming_env},       {"dockerfile", naming_docker},
    {"docker", naming_docker},   {"yaml", naming_yaml},       {"yml", naming_yaml},       {"helm", naming_yaml},
    {"json", naming_json},       {"jsonc", naming_json},      {"json5", naming_json},     {"har", naming_json},
    {"ini", naming_ini},         {"cfg", naming_ini},         {"conf", naming_ini},       {"nginx", naming_ini},
    {"apache", naming_ini},      {"npmrc", naming_ini},       {"systemd", naming_ini},    {"toml", naming_toml},
    {"properties", naming_properties}, {"xml", naming_xml},   {"plist", naming_xml},      {"hcl", naming_hcl},
    {"terraform", naming_hcl},   {"tf", naming_hcl},          {"tfvars", naming_hcl},     {"powershell",
    naming_powershell},
    {"ps1", naming_powershell},  {"pwsh", naming_powershell}, {"bat", naming_batch},      {"batch", naming_batch},
    {"cmd", naming_batch},       {"http", naming_http},       {"rest", naming_http},      {"groovy", naming_groovy},
    {"gradle", naming_groovy},   {"jenkinsfile", naming_groovy}, {"sql", naming_sql},     {"psql", naming_sql},
    {"mysql", naming_sql},       {"postgresql", naming_sql},
};

/* A program, if it is nothing else. */
static naming_reader *reader_of(str language) {
  for (size_t i = 0; i < NAMING_COUNT(readers); i++)
    if (str_eq_nocase(language, str_from(readers[i].language)))
      return readers[i].reader;
  return naming_code;
}

/* The first word of what stands behind a fence: bash, {.python}, js title="x", env:.env */
static str language_of(str info) {
  info = str_trim(info);
  while (info.len && strchr("{. ", info.ptr[0]))
    info = str_tail(info, 1);
  size_t to = 0;
  while (to < info.len && (naming_is_word(info.ptr[to]) || strchr("+#-", info.ptr[to])))
    to++;
  return str_head(info, to);
}

/* Behind blanks, and the signs of quotations and lists. */
static size_t skip_leaders(str line) {
  size_t at = 0;
  while (at < line.len && (naming_is_blank(line.ptr[at]) || line.ptr[at] == '>'))
    at++;
  bool is_item = at + 1 < line.len && strchr("-*+", line.ptr[at]) && line.ptr[at + 1] == ' ';
  return is_item ? naming_skip_blanks(line, at + 1) : at;
}

static size_t fence_signs(str line, size_t at) {
  size_t to = at;
  while (to < line.len && line.ptr[to] == line.ptr[at])
    to++;
  bool is_fence = at < line.len && (line.ptr[at] == '`' || line.ptr[at] == '~');
  return is_fence && to - at >= 3 ? to - at : 0;
}

static void read_line(struct fence *fence, str line, size_t next) {
  size_t at = skip_leaders(line), signs = fence_signs(line, at);
  if (signs == 0)
    return;
  str info = str_tail(line, at + signs);
  if (fence->is_open) {
    if (line.ptr[at] == fence->sign && signs >= fence->signs && str_trim(info).len == 0)
      fence->is_open = false;
  } else if (str_find_byte(info, '`', 0) == SIZE_MAX) {
    *fence = (struct fence){true, line.ptr[at], signs, next, language_of(info)};
  }
}

/* The fence that is open at the beginning of the key's line. */
static struct fence fence_at(str text, size_t key) {
  struct fence fence = {0};
  size_t line = naming_line_from(text, key);
  for (size_t at = 0; at < line;) {
    size_t to = naming_line_to(text, at);
    read_line(&fence, naming_slice(text, at, to), to + 1);
    at = to + 1;
  }
  return fence;
}

static size_t fence_end(str text, struct fence fence, size_t end) {
  for (size_t at = naming_line_to(text, end); at < text.len;) {
    size_t next = naming_line_to(text, at + 1);
    read_line(&fence, naming_slice(text, at + 1, next), 0);
    if (!fence.is_open)
      return at + 1;
    at = next;
  }
  return text.len;
}

/* ---- YAML at the beginning ---- */

static size_t front_matter_end(str text) {
  if (!str_starts(text, STR("---\n")) && !str_starts(text, STR("---\r\n")))
    return 0;
  size_t end = str_find(text, STR("\n---"), 3);
  return end == SIZE_MAX ? 0 : end;
}

/* ---- text ---- */

/* The code that the key is in, between signs of its line; else the line. */
static struct naming_place code_span(struct naming_place place) {
  size_t from = naming_line_from(place.text, place.start), to = naming_line_to(place.text, place.end);
  const char *open = place.start > from ? memrchr(place.text.ptr + from, '`', place.start - from) : NULL;
  size_t close = str_find_byte(str_head(place.text, to), '`', place.end);
  if (open == NULL || close == SIZE_MAX)
    return naming_part(place, from, to);
  return naming_part(place, (size_t)(open - place.text.ptr) + 1, close);
}

static struct naming in_text(struct naming_place place) {
  size_t line = naming_line_from(place.text, place.start);
  struct naming_place span = code_span(place);
  bool is_code = span.text.ptr > place.text.ptr + line;
  struct naming found = naming_assignment(str_head(span.text, span.start));
  if (found.name.len == 0 && is_code && span.start > 0)
    found = naming_of_command(span, NAMING_SHELL);
  if (found.name.len == 0 && is_code)
    found = naming_assignment(naming_slice(place.text, line, place.start));
  bool is_indented = line < place.text.len && (place.text.ptr[line] == '\t' ||
      str_starts(str_tail(place.text, line), STR("    ")));
  if (found.name.len == 0 && is_indented)
    found = naming_in_line(place);
  return found;
}

struct naming naming_markdown(str bytes, size_t start, size_t end, struct arena *kept) {
  size_t front = front_matter_end(bytes);
  if (start < front)
    return naming_yaml(str_head(bytes, front), start, end, kept);
  struct fence fence = fence_at(bytes, start);
  if (!fence.is_open)
    return naming_kept(in_text(naming_window(bytes, start, end)), kept);
  size_t to = fence_end(bytes, fence, end);
  return reader_of(fence.language)(naming_slice(bytes, fence.body, to), start - fence.body, end - fence.body, kept);
}
