/* installed.c -- packages in node_modules, where that is part of the snapshot. */
#include "engine/script/installed.h"

#include "engine/script/filepath.h"

static const bool yes = true, no = false;

static void ignore(void *data, str name, bool is_folder) {
  (void)data, (void)name, (void)is_folder;
}

/* Most folders have none: that is found out once, and not for each name. */
static bool has_modules(struct project *project, str folder, str modules) {
  const bool *known = known_find(&project->installed, folder);
  if (!known) {
    known = project->snapshot->list(project->snapshot, modules, ignore, NULL) ? &yes : &no;
    project_keep(project, &project->installed, folder, known);
  }
  return *known;
}

static const struct package *installed_at(struct project *project, str folder, str name) {
  str modules, path;
  if (!filepath_join(&project->scratch, folder, STR("node_modules"), &modules) ||
      !has_modules(project, folder, modules) || !filepath_join(&project->scratch, modules, name, &path))
    return NULL;
  return package_at(project, path);
}

const struct package *installed_find(struct project *project, str folder, str name) {
  for (unsigned level = 0; level < FILEPATH_LEVELS_MAX; level++) {
    const struct package *package = installed_at(project, folder, name);
    if (package || !filepath_up(&folder))
      return package;
  }
  return NULL;
}
