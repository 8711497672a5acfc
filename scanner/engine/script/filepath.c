/* filepath.c -- arithmetic of paths in a snapshot. */
#include "engine/script/filepath.h"

#include <stdint.h>

str filepath_folder(str path) {
  str name = str_basename(path);
  return str_head(path, path.len > name.len ? path.len - name.len - 1 : 0);
}

bool filepath_up(str *folder) {
  if (folder->len == 0)
    return false;
  *folder = filepath_folder(*folder);
  return true;
}

size_t filepath_levels(str path) {
  size_t levels = path.len > 0;
  for (size_t i = 0; i < path.len; i++)
    levels += path.ptr[i] == '/';
  return levels;
}

/* Cuts the first name off `rest`; false when nothing is left. */
static bool next_name(str *rest, str *name) {
  if (rest->len == 0)
    return false;
  size_t end = str_find_byte(*rest, '/', 0);
  *name = str_head(*rest, end);
  *rest = end == SIZE_MAX ? STR_NONE : str_tail(*rest, end + 1);
  return true;
}

/* `text` has room for one name more. */
static bool add_name(char *text, size_t *len, str name) {
  if (name.len == 0 || str_eq(name, STR(".")))
    return true;
  if (str_eq(name, STR(".."))) {
    str folder = {text, *len};
    bool inside = filepath_up(&folder);
    *len = folder.len;
    return inside;
  }
  if (*len)
    text[(*len)++] = '/';
  memcpy(text + *len, name.ptr, name.len);
  *len += name.len;
  return true;
}

bool filepath_join(struct arena *arena, str folder, str relative, str *joined) {
  if (folder.len + relative.len >= FILEPATH_MAX)
    return false;
  char *text = arena_alloc(arena, folder.len + relative.len + 2);
  size_t len = folder.len;
  if (len)
    memcpy(text, folder.ptr, len);
  for (str name; next_name(&relative, &name);)
    if (!add_name(text, &len, name))
      return false;
  *joined = (str){text, len};
  return true;
}
