/* inside.c -- where a path lies in a work tree. */
#include "source/inside.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"

static str absolute(const char *path, struct arena *kept) {
  char folder[PATH_MAX];
  if (path[0] == '/' || !getcwd(folder, sizeof folder))
    return arena_copy(kept, str_from(path));
  return arena_printf(kept, "%s/%s", folder, path);
}

/* What of the real folder lies under the work tree; false: it is elsewhere. */
static bool is_under(str folder, str work_tree, str *below) {
  bool is_it = str_starts(folder, work_tree) && (folder.len == work_tree.len || folder.ptr[work_tree.len] == '/');
  if (is_it)
    *below = str_tail(folder, work_tree.len + 1);
  return is_it;
}

/* Without "." and ".."; empty if it leads out. */
static str plain(str path, struct arena *kept) {
  struct buf out = {0};
  str kept_path = STR_NONE;
  while (path.len) {
    str name = str_head(path, str_find_byte(path, '/', 0));
    path = str_tail(path, name.len + 1);
    if (name.len == 0 || str_eq(name, STR(".")))
      continue;
    if (!str_eq(name, STR(".."))) {
      buf_printf(&out, "%s%.*s", out.len ? "/" : "", STR_ARG(name));
      continue;
    }
    if (out.len == 0) {
      buf_free(&out);
      return STR_NONE;
    }
    str last = str_basename(buf_str(&out));
    out.len -= last.len + (out.len > last.len);
  }
  kept_path = arena_copy(kept, buf_str(&out));
  buf_free(&out);
  return kept_path;
}

static str real_work_tree(str work_tree, struct arena *kept) {
  char *real = realpath(arena_copy(kept, work_tree).ptr, NULL);
  str copy = arena_copy(kept, real ? str_from(real) : work_tree);
  free(real);
  return copy;
}

str inside_work_tree(const char *path, str work_tree, struct arena *kept) {
  str whole = absolute(path, kept), below = STR_NONE;
  if (work_tree.len == 0)
    return STR_NONE;
  work_tree = real_work_tree(work_tree, kept);
  for (size_t at = str_find_byte(whole, '/', 1); at != SIZE_MAX; at = str_find_byte(whole, '/', at + 1)) {
    char *real = realpath(arena_copy(kept, str_head(whole, at)).ptr, NULL);
    bool is_inside = real && is_under(str_from(real), work_tree, &below);
    str rest = is_inside ? arena_printf(kept, "%.*s/%.*s", STR_ARG(below), STR_ARG(str_tail(whole, at + 1))) : STR_NONE;
    free(real);
    rest = plain(rest, kept);
    if (rest.len) /* else it leads out again, maybe to come back */
      return rest;
  }
  return STR_NONE;
}
