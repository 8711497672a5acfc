/* exposure.c -- does code at a place of a project run at its visitors, or on a server?
   What the path alone decides, then what the file says, then who imports it. */
#include "engine/exposure.h"

#include <ctype.h>
#include <stdlib.h>

#include "engine/importers.h"
#include "engine/shipped.h"

struct exposer {
  struct snapshot *snapshot;
  struct applications *applications;
  struct importers *importers; /* NULL: nobody's imports are followed */
  struct outline outline;
  struct { /* the line that was asked for last: the next one is mostly behind it */
    const char *text;
    uint32_t line;
    str at; /* the line … */
    str rest; /* … and what is behind it */
  } walk;
  struct { /* the file that was asked about last: it is read once for all its keys */
    bool is_opened;
    bool has_ways;
    struct role_file file; /* of the outline */
    struct ways ways;
  } reading;
};

/* What is asked for. */
struct question {
  struct exposer *exposer;
  str path;
  str text;
  uint32_t line;
  const struct application *application;
  str inside; /* the path in the application */
  struct arena *kept;
};

struct exposer *exposer_new(struct snapshot *snapshot, bool follows_imports) {
  struct exposer *exposer = memory_new_zeroed(1, sizeof *exposer);
  exposer->snapshot = snapshot;
  exposer->applications = applications_new(snapshot);
  exposer->importers = snapshot && follows_imports ? importers_new(snapshot, exposer->applications) : NULL;
  return exposer;
}

void exposer_free(struct exposer *exposer) {
  if (!exposer)
    return;
  importers_free(exposer->importers);
  applications_free(exposer->applications);
  outline_free(&exposer->outline);
  free(exposer);
}

void exposer_forget(struct exposer *exposer) {
  memset(&exposer->walk, 0, sizeof exposer->walk);
  memset(&exposer->reading, 0, sizeof exposer->reading);
}

/* ---- answers ---- */

static struct exposed unknown(void) {
  return (struct exposed){EXPOSURE_UNKNOWN, NULL, 0};
}

static struct exposed answer(const struct question *question, enum exposure class, uint32_t line, str why) {
  struct evidence *evidence = ARENA_NEW(question->kept, struct evidence);
  *evidence = (struct evidence){arena_copy(question->kept, question->path), line ? line : 1, arena_copy(question->kept,
     why)};
  return (struct exposed){class, evidence, 1};
}

/* Who imports the file, who imports that, and what the last of them is. */
static struct exposed answer_way(const struct question *question, const struct way *way) {
  size_t len = way->steps_len + 1;
  struct evidence *evidence = arena_alloc(question->kept, len * sizeof *evidence);
  for (size_t i = 0; i < way->steps_len; i++)
    evidence[i] = (struct evidence){arena_copy(question->kept, way->steps[i].path), way->steps[i].line,
                                    STR("imported by")};
  evidence[len - 1] = (struct evidence){arena_copy(question->kept, way->path), way->role.line ? way->role.line : 1,
                                        arena_copy(question->kept, way->role.why)};
  return (struct exposed){way->role.class, evidence, len};
}

static struct exposed answer_role(const struct question *question, const struct role *role) {
  return answer(question, role->class, role->line, role->why);
}

/* ---- places in the text ---- */

static str line_text(const struct question *question) {
  struct exposer *exposer = question->exposer;
  if (!exposer->walk.text || exposer->walk.text != question->text.ptr || exposer->walk.line > question->line) {
    exposer->walk.text = question->text.ptr;
    exposer->walk.line = 0;
    exposer->walk.at = STR_NONE;
    exposer->walk.rest = question->text;
  }
  for (; exposer->walk.line < question->line; exposer->walk.line++)
    if (!str_next_line(&exposer->walk.rest, &exposer->walk.at)) {
      memset(&exposer->walk, 0, sizeof exposer->walk);
      return STR_NONE;
    }
  return exposer->walk.at;
}

static size_t first_of(str line, const char *bytes, bool wanted) {
  for (size_t i = 0; i < line.len; i++)
    if (line.ptr[i] && !strchr(bytes, line.ptr[i]) != wanted)
      return i;
  return SIZE_MAX;
}

/* Where on its line the code is: at a key, else at the first literal, else at the first character. */
static size_t offset_of(const struct question *question) {
  str line = line_text(question);
  if (!line.ptr)
    return 0;
  size_t at = str_find(line, STR("apso_"), 0);
  at = at == SIZE_MAX ? first_of(line, "'\"`", true) : at;
  at = at == SIZE_MAX ? first_of(line, " \t\r", false) : at;
  return (size_t)(line.ptr - question->text.ptr) + (at == SIZE_MAX ? 0 : at);
}

/* ---- the path alone ---- */

static bool has_client_entry(const struct application *application) {
  for (size_t i = 0; i < application->entries.len; i++)
    if (application->entries.data[i].class == EXPOSURE_CLIENT)
      return true;
  return false;
}

/* Is there a page beside the file, or above it? */
static bool has_page(const struct question *question) {
  struct snapshot *snapshot = question->exposer->snapshot;
  for (size_t len = question->path.len; snapshot && len > question->application->folder.len; len--) {
    if (question->path.ptr[len - 1] != '/')
      continue;
    str page = arena_printf(question->kept, "%.*sindex.html", (int)len, question->path.ptr);
    if (snapshot->has(snapshot, page))
      return true;
  }
  return false;
}

/* What a build puts into dist/ of such a package is run by Node. */
static bool builds_for_node(const struct question *question) {
  const struct application *application = question->application;
  if (!application->known || (application->frameworks & FRAMEWORKS_BUNDLING) || has_client_entry(application))
    return false;
  bool is_server = application->frameworks & (FRAMEWORK_SERVER | FRAMEWORK_WORKER);
  return (is_server || application->runs_output) && !has_page(question);
}

/* Web servers have tables that end in ".map" too; a source map is JSON, maybe behind what keeps browsers from running it. */
static bool is_other_map(const struct question *question) {
  str text = str_trim(str_head(question->text, 64));
  return str_ends(question->inside, STR(".map")) && !str_starts(text, STR("{")) && !str_starts(text, STR(")]}"));
}

static struct exposed by_path(const struct question *question) {
  struct shipped shipped = shipped_find(question->application->frameworks, question->inside);
  if (shipped.class == EXPOSURE_UNKNOWN || is_other_map(question) || (shipped.node_too && builds_for_node(question)))
    return unknown();
  struct exposed exposed = answer(question, shipped.class, question->line, str_from(shipped.why));
  exposed.is_shipped = shipped.class == EXPOSURE_CLIENT;
  return exposed;
}

static struct exposed by_variable(const struct question *question) {
  const char *why = NULL;
  str variable = shipped_variable(question->application->frameworks, question->inside, line_text(question), &why);
  return variable.len ? answer(question, EXPOSURE_CLIENT, question->line, str_from(why)) : unknown();
}

/* ---- the file, and who imports it ---- */

/* Nothing is remembered of another file. */
static void turn_to(const struct question *question) {
  struct role_file *file = &question->exposer->reading.file;
  if (file->application && file->text.ptr == question->text.ptr && file->text.len == question->text.len &&
      str_eq(file->path, question->path))
    return;
  memset(&question->exposer->reading, 0, sizeof question->exposer->reading);
  *file = (struct role_file){.path = question->path, .text = question->text, .outline = &question->exposer->outline,
                             .application = question->application, .arena = question->kept};
}

static struct role_file *open_file(const struct question *question) {
  struct role_file *file = &question->exposer->reading.file;
  if (question->exposer->reading.is_opened)
    return file;
  outline_read(&question->exposer->outline, question->path, question->text);
  role_open(file);
  question->exposer->reading.is_opened = true;
  return file;
}

static struct role own_role(const struct question *question) {
  bool is_script = framework_is_script(question->path) || blocks_markup(question->path) != MARKUP_IS_NONE;
  struct role role = {EXPOSURE_UNKNOWN, false, 0, STR_NONE};
  if (!is_script) {
    if (str_starts(question->text, STR("#!")))
      role = (struct role){EXPOSURE_SERVER, false, 1, STR("a script that is run by its #! line")};
    return role;
  }
  struct role_file *file = open_file(question);
  str line = line_text(question);
  file->known_at = line.ptr ? (size_t)(line.ptr - question->text.ptr) : 0;
  file->known_line = line.ptr ? question->line : 1;
  return role_at(file, offset_of(question));
}

static struct ways ways_of(const struct question *question) {
  struct exposer *exposer = question->exposer;
  if (exposer->importers && !exposer->reading.has_ways)
    exposer->reading.ways = importers_find(exposer->importers, question->path, question->kept);
  exposer->reading.has_ways = true;
  return exposer->reading.ways;
}

/* ---- props ---- */

/* The component whose tag an offset is in, as <Chat apiKey="…" />; STR_NONE if it is in none. */
static str component_at(str text, size_t offset) {
  enum { TAG_SIZE_MAX = 2000 };
  for (size_t at = offset; at > 0 && offset - at < TAG_SIZE_MAX; at--) {
    const char *byte = text.ptr + at - 1;
    if ((*byte == '>' && at > 1 && byte[-1] != '=') || *byte == ';')
      return STR_NONE;
    size_t end = at;
    while (*byte == '<' && end < offset && isalnum((unsigned char)text.ptr[end]))
      end++;
    if (end > at)
      return isupper((unsigned char)text.ptr[at]) ? str_head(str_tail(text, at), end - at) : STR_NONE;
  }
  return STR_NONE;
}

struct binding_search {
  str name;
  bool found;
};

static void note_binding(void *data, str name, str local) {
  struct binding_search *search = data;
  (void)name;
  search->found = search->found || str_eq(local, search->name);
}

/* The import that binds a name, or NULL. */
static const struct outline_import *import_of(const struct outline *outline, str name) {
  for (size_t i = 0; i < outline->imports.len && name.len; i++) {
    struct binding_search search = {name, false};
    outline_names(&outline->imports.data[i], note_binding, &search);
    if (search.found)
      return &outline->imports.data[i];
  }
  return NULL;
}

/* What a server component gives to a client component is sent along. */
static struct exposed of_props(const struct question *question) {
  struct importers_step where;
  if (!question->exposer->importers || !framework_is_script(question->path))
    return unknown(); /* the outline is of a script only */
  str component = component_at(question->text, offset_of(question));
  const struct outline_import *import = import_of(&question->exposer->outline, component);
  if (!import || !importers_is_client(question->exposer->importers, question->path, import->specifier, &where))
    return unknown();
  struct exposed exposed = {EXPOSURE_CLIENT, arena_alloc(question->kept, 2 * sizeof *exposed.evidence), 2};
  exposed.evidence[0] = (struct evidence){arena_copy(question->kept, question->path), question->line,
                                          STR("given to a client component, which is sent to the browser")};
  exposed.evidence[1] = (struct evidence){arena_copy(question->kept, where.path), where.line,
                                          STR("'use client' directive")};
  return exposed;
}

/* ---- together ---- */

/* A test counts only if something that is run imports it. */
static struct exposed of_test(const struct question *question) {
  struct ways ways = ways_of(question);
  if (ways.client.role.class)
    return answer_way(question, &ways.client);
  if (ways.server.role.class)
    return answer_way(question, &ways.server);
  return answer(question, EXPOSURE_UNKNOWN, question->line, STR("test file"));
}

static struct exposed of_source(const struct question *question) {
  struct role own = own_role(question);
  struct exposed props = own.class == EXPOSURE_SERVER ? of_props(question) : unknown();
  if (props.class)
    return props;
  if (own.firm)
    return answer_role(question, &own);
  struct ways ways = ways_of(question);
  if (ways.client.role.class)
    return answer_way(question, &ways.client);
  if (ways.server.role.class)
    return answer_way(question, &ways.server);
  if (own.class)
    return answer_role(question, &own);
  if (ways.weak_client.role.class)
    return answer_way(question, &ways.weak_client);
  return ways.weak_server.role.class ? answer_way(question, &ways.weak_server) : unknown();
}

struct exposed exposer_find(struct exposer *exposer, str path, str text, uint32_t line, struct arena *kept) {
  struct question question = {exposer, path, text, line, NULL, path, kept};
  question.application = applications_find(exposer->applications, path);
  question.inside = application_path(question.application, path);
  turn_to(&question);
  struct exposed variable = by_variable(&question);
  if (variable.class)
    return variable;
  if (application_is_test(question.application, path))
    return of_test(&question);
  struct exposed shipped = by_path(&question);
  return shipped.class ? shipped : of_source(&question);
}

size_t exposer_importers(struct exposer *exposer, str path, str *paths, size_t max) {
  return exposer->importers ? importers_list(exposer->importers, path, paths, max) : 0;
}
