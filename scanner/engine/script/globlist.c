/* globlist.c -- which folders belong to a workspace, as patterns. */
#include "engine/script/globlist.h"

#include <stdint.h>

#include "engine/script/filepath.h"

/* "./packages/", and what is quoted. */
static str bare(str glob) {
  glob = str_trim(glob);
  if (glob.len > 1 && (glob.ptr[0] == '"' || glob.ptr[0] == '\'') && glob.ptr[glob.len - 1] == glob.ptr[0])
    glob = (str){glob.ptr + 1, glob.len - 2};
  while (str_starts(glob, STR("./")))
    glob = str_tail(glob, 2);
  while (str_ends(glob, STR("/")))
    glob.len--;
  return glob;
}

static void add(struct project *project, struct globlist *globs, str glob) {
  glob = bare(glob);
  if (glob.len && glob.len <= GLOBLIST_GLOB_MAX && globs->len < GLOBLIST_MAX)
    globs->data[globs->len++] = arena_copy(&project->scratch, glob);
}

/* A comment of YAML begins behind a space. */
static str without_comment(str line) {
  size_t at = str_starts(str_trim(line), STR("#")) ? 0 : str_find(line, STR(" #"), 0);
  return str_head(line, at);
}

/* A list in brackets, of what may be quoted. */
static void add_flow(struct project *project, struct globlist *globs, str list) {
  list = str_head(str_tail(list, 1), str_find_byte(list, ']', 0) - 1);
  while (list.len) {
    size_t end = str_find_byte(list, ',', 0);
    add(project, globs, str_head(list, end));
    list = end == SIZE_MAX ? STR_NONE : str_tail(list, end + 1);
  }
}

/* Of pnpm-workspace.yaml only "packages" is read, in its two plain forms. */
static void read_lines(struct project *project, struct globlist *globs, str text) {
  bool inside = false;
  for (str line; str_next_line(&text, &line);) {
    line = without_comment(line);
    str words = str_trim(line);
    if (str_starts(line, STR("packages:"))) {
      str list = str_trim(str_tail(line, STR("packages:").len));
      if (str_starts(list, STR("[")))
        add_flow(project, globs, list);
      inside = true;
    } else if (str_starts(words, STR("- ")) && inside) {
      add(project, globs, str_tail(words, 2));
    } else if (words.len && line.ptr[0] != ' ') {
      inside = false;
    }
  }
}

static void read_pnpm(struct project *project, str folder, struct globlist *globs) {
  struct buf text = {0};
  str path;
  if (filepath_join(&project->scratch, folder, STR("pnpm-workspace.yaml"), &path) &&
      project_has(project, path) && project_text(project, path, &text))
    read_lines(project, globs, buf_str(&text));
  buf_free(&text);
}

static void read_lerna(struct project *project, str folder, struct globlist *globs) {
  str path;
  if (!filepath_join(&project->scratch, folder, STR("lerna.json"), &path) || !project_has(project, path))
    return;
  const struct json_value *json = project_json(project, path), *list = json_member(json, STR("packages"));
  for (size_t i = 0; json_kind(list) == JSON_ARRAY_VALUE && i < json_size(list) && i < GLOBLIST_MAX; i++)
    add(project, globs, json_text_of(json_element(list, i)));
  json_free(json);
}

void globlist_read(struct project *project, str folder, struct globlist *globs) {
  const struct package *package = package_at(project, folder);
  globs->len = 0;
  for (size_t i = 0; package && i < package->globs_len; i++)
    add(project, globs, package->globs[i]);
  read_pnpm(project, folder, globs);
  read_lerna(project, folder, globs);
}

static bool excludes(str glob) {
  return str_starts(glob, STR("!"));
}

/* "**" that is not a whole name would be tried at each byte: it is taken for none. */
static bool is_costly(str glob) {
  size_t at = str_find(glob, STR("**"), 0);
  return at != SIZE_MAX && at + 2 < glob.len && glob.ptr[at + 2] != '/';
}

static bool matches(struct project *project, str path, str glob) {
  if (str_find_byte(glob, '*', 0) == SIZE_MAX)
    return str_eq(path, glob);
  return !is_costly(glob) && project_work(project, path.len * glob.len) && str_matches_glob(path, glob);
}

bool globlist_has(struct project *project, const struct globlist *globs, str path) {
  bool has = false;
  for (size_t i = 0; i < globs->len; i++) {
    str glob = globs->data[i];
    if (excludes(glob) && has)
      has = !matches(project, path, bare(str_tail(glob, 1)));
    else if (!excludes(glob) && !has)
      has = matches(project, path, glob);
  }
  return has;
}

/* `path` with as many names as it has in common with what stands in `glob` before its first star. */
static bool may_lead(str path, str glob) {
  size_t plain = str_find_byte(glob, '*', 0);
  str fixed = plain == SIZE_MAX ? glob : filepath_folder(str_head(glob, plain));
  size_t shorter = path.len < fixed.len ? path.len : fixed.len;
  if (!str_eq(str_head(path, shorter), str_head(fixed, shorter)))
    return false;
  bool deep = str_find(glob, STR("**"), 0) != SIZE_MAX;
  return deep || filepath_levels(path) < filepath_levels(glob);
}

bool globlist_reaches(const struct globlist *globs, str path) {
  for (size_t i = 0; i < globs->len; i++)
    if (!excludes(globs->data[i]) && may_lead(path, globs->data[i]))
      return true;
  return false;
}
