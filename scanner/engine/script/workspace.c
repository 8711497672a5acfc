/* workspace.c -- packages that are developed together, and import each other by name. */
#include "engine/script/workspace.h"

#include <stdlib.h>

#include "engine/script/filepath.h"
#include "engine/script/globlist.h"

enum { LISTING = 4096 }; /* steps of work that a folder counts for */

struct workspace {
  struct known packages; /* by name */
};

/* What stands for a folder that declares none. */
static const struct workspace none;

/* A walk through the folders of a declaration, level by level. */
struct walk {
  struct project *project;
  struct globlist globs;
  struct workspace *workspace;
  str root;
  str folder;       /* that is being listed */
  VEC(str) folders; /* seen, of scratch */
};

static void see(void *data, str name, bool is_folder) {
  struct walk *walk = data;
  str path;
  if (!is_folder || walk->folders.len == WORKSPACE_SEEN_MAX || str_starts(name, STR(".")) ||
      str_eq(name, STR("node_modules")) ||
      !filepath_join(&walk->project->scratch, walk->folder, name, &path))
    return;
  vec_push(&walk->folders, path);
}

/* `folder` as seen from the root of the walk. */
static str relative(const struct walk *walk, str folder) {
  return str_tail(folder, walk->root.len ? walk->root.len + 1 : 0);
}

/* The first of two with the same name is meant. */
static void add_package(struct walk *walk, str folder) {
  const struct package *package = package_at(walk->project, folder);
  if (!package || package->name.len == 0 || known_find(&walk->workspace->packages, package->name))
    return;
  project_keep(walk->project, &walk->workspace->packages, package->name, package);
}

static void walk_on(struct walk *walk, str folder) {
  str path = relative(walk, folder);
  if (path.len == 0 || globlist_has(walk->project, &walk->globs, path))
    add_package(walk, folder);
  if (filepath_levels(path) >= WORKSPACE_DEPTH_MAX || !globlist_reaches(&walk->globs, path) ||
      !project_work(walk->project, LISTING))
    return;
  walk->folder = folder;
  walk->project->snapshot->list(walk->project->snapshot, folder, see, walk);
}

static const struct workspace *read_workspace(struct project *project, str folder) {
  struct walk *walk = ARENA_NEW(&project->scratch, struct walk);
  walk->project = project;
  walk->root = folder;
  globlist_read(project, folder, &walk->globs);
  if (walk->globs.len == 0)
    return &none;
  walk->workspace = ARENA_NEW(&project->kept, struct workspace);
  vec_push(&walk->folders, folder);
  for (size_t i = 0; i < walk->folders.len && i < WORKSPACE_FOLDERS_MAX; i++)
    walk_on(walk, walk->folders.data[i]);
  vec_free(&walk->folders);
  return walk->workspace;
}

static const struct workspace *workspace_at(struct project *project, str folder) {
  const struct workspace *workspace = known_find(&project->workspaces, folder);
  if (workspace)
    return workspace;
  workspace = read_workspace(project, folder);
  project_keep(project, &project->workspaces, folder, workspace);
  return workspace;
}

const struct package *workspace_find(struct project *project, str folder, str name) {
  for (unsigned level = 0; level < FILEPATH_LEVELS_MAX; level++) {
    const struct package *package = known_find(&workspace_at(project, folder)->packages, name);
    if (package || !filepath_up(&folder))
      return package;
  }
  return NULL;
}
