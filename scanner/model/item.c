/* item.c -- names of places. */
#include "model/item.h"

static const char *const where_names[WHERE_COUNT] = {
    [WHERE_HISTORY] = "history",   [WHERE_STASH] = "stash",       [WHERE_REFLOG] = "reflog",
    [WHERE_UNREACHABLE] = "unreachable", [WHERE_INDEX] = "index", [WHERE_WORKTREE] = "worktree",
    [WHERE_IGNORED] = "ignored",   [WHERE_MESSAGE] = "message",   [WHERE_TAG_MESSAGE] = "tag-message",
    [WHERE_NOTE] = "note",         [WHERE_REF] = "ref",           [WHERE_PATH] = "path",
    [WHERE_CONFIG] = "config",     [WHERE_SUBMODULE] = "submodule", [WHERE_FILE] = "file",
    [WHERE_STDIN] = "stdin",
};

const char *where_name(enum where where) {
  return where_names[where];
}
