/* role.c -- what a file says of itself, and what its place in the application says of it. */
#include "engine/role.h"

#include "engine/modules.h"
#include "engine/nesting.h"

/* The whole module is asked for, not a place in it. */
#define NOWHERE SIZE_MAX

/* Larger files are not looked through once for each import. */
enum { PLACED_SIZE_MAX = 64 << 10 };

static struct role no_role(void) {
  return (struct role){EXPOSURE_UNKNOWN, false, 0, STR_NONE};
}

static struct role role(enum exposure class, bool firm, uint32_t line, str why) {
  return (struct role){class, firm, line, why};
}

static uint32_t line_of(const struct role_file *file, size_t offset) {
  bool is_before = file->known_line && file->known_at <= offset;
  uint32_t line = is_before ? file->known_line : 1;
  for (size_t at = is_before ? file->known_at : 0, found; (found = str_find_byte(file->text, '\n', at)) < offset; at = found + 1)
    line++;
  return line;
}

/* ---- firm: one function a kind of evidence ---- */

static struct role by_server_block(const struct role_file *file, size_t offset) {
  for (size_t i = 0; i < file->outline->server_blocks.len && offset != NOWHERE; i++) {
    const struct outline_range *block = &file->outline->server_blocks.data[i];
    if (block->begin <= offset && offset < block->end)
      return role(EXPOSURE_SERVER, true, block->line, STR("'use server' directive of this function"));
  }
  return no_role();
}

static struct role by_directive(const struct role_file *file, size_t offset) {
  const uint32_t *lines = file->outline->lines;
  (void)offset;
  if (lines[SIGN_USE_CLIENT])
    return role(EXPOSURE_CLIENT, true, lines[SIGN_USE_CLIENT], STR("'use client' directive"));
  if (lines[SIGN_USE_SERVER])
    return role(EXPOSURE_SERVER, true, lines[SIGN_USE_SERVER], STR("'use server' directive"));
  return no_role();
}

static struct role by_modules(const struct role_file *file, bool firm, enum exposure class) {
  for (size_t i = 0; i < file->outline->imports.len; i++) {
    const struct outline_import *import = &file->outline->imports.data[i];
    struct module_sign sign = import->type_only ? (struct module_sign){0} : module_tells(import->specifier);
    if (sign.class == EXPOSURE_UNKNOWN || sign.firm != firm || sign.class != class)
      continue;
    return role(class, firm, import->line, arena_printf(file->arena, "imports %.*s", STR_ARG(import->specifier)));
  }
  return no_role();
}

static struct role by_firm_import(const struct role_file *file, size_t offset) {
  (void)offset;
  struct role found = by_modules(file, true, EXPOSURE_CLIENT);
  return found.class ? found : by_modules(file, true, EXPOSURE_SERVER);
}

static struct role by_enclosure(const struct role_file *file, size_t offset) {
  str path = application_path(file->application, file->path);
  if (offset == NOWHERE || !framework_has_enclosures(file->frameworks, path))
    return no_role();
  str names[NESTING_MAX];
  size_t len = nesting_names(file->text, offset, names);
  struct convention found = framework_enclosure(file->frameworks, path, names, len);
  return found.why ? role(found.class, true, line_of(file, offset), str_from(found.why)) : no_role();
}

static struct role by_entry(const struct role_file *file, size_t offset) {
  const struct application_entry *entry = application_entry(file->application, file->path);
  (void)offset;
  return entry ? role(entry->class, true, 0, str_from(entry->why)) : no_role();
}

/* A declaration that stays on the server, or that only those use. */
static struct role by_taken(const struct role_file *file, size_t offset, const char *taken) {
  size_t index = offset == NOWHERE ? SIZE_MAX : outline_declaration_at(file->outline, offset);
  if (index == SIZE_MAX)
    return no_role();
  const struct outline_declaration *declaration = &file->outline->declarations.data[index];
  if (liveness_takes(taken, declaration->exported))
    return role(EXPOSURE_SERVER, true, declaration->first_line,
                arena_printf(file->arena, "%.*s runs on the server", STR_ARG(declaration->exported)));
  if (file->convention.taken && !file->liveness.declarations[index])
    return role(EXPOSURE_SERVER, true, declaration->first_line, STR("used only by exports that stay on the server"));
  return no_role();
}

static struct role by_convention(const struct role_file *file, size_t offset) {
  const struct convention *convention = &file->convention;
  if (!convention->why || !convention->firm)
    return no_role();
  struct role taken = convention->taken ? by_taken(file, offset, convention->taken) : no_role();
  if (taken.class)
    return taken;
  if (convention->page && !file->outline->lines[SIGN_DEFAULT])
    return role(EXPOSURE_SERVER, true, 0, STR("a route without a component"));
  return role(convention->class, true, 0, str_from(convention->why));
}

/* getServerSideProps and its kin where no folder tells. */
static struct role by_next_export(const struct role_file *file, size_t offset) {
  return file->convention.why && file->convention.firm ? no_role() : by_taken(file, offset, framework_next_taken);
}

static const struct block *block_at(const struct role_file *file, size_t offset) {
  for (size_t i = 0; i < file->outline->blocks.len; i++)
    if (file->outline->blocks.data[i].begin <= offset && offset < file->outline->blocks.data[i].end)
      return &file->outline->blocks.data[i];
  return NULL;
}

static struct role by_markup(const struct role_file *file, size_t offset) {
  enum markup markup = blocks_markup(file->path);
  if (markup == MARKUP_IS_HTML)
    return role(EXPOSURE_CLIENT, true, offset == NOWHERE ? 0 : line_of(file, offset), STR("a page that browsers load"));
  if ((markup != MARKUP_IS_ASTRO && markup != MARKUP_IS_TEMPLATE) || offset == NOWHERE)
    return no_role();
  const struct block *block = block_at(file, offset);
  if (markup == MARKUP_IS_TEMPLATE)
    return block ? role(EXPOSURE_CLIENT, true, line_of(file, offset), STR("a script in a page's template")) : no_role();
  if (block && block->frontmatter)
    return role(EXPOSURE_SERVER, true, 1, STR("Astro runs the frontmatter on the server"));
  return role(EXPOSURE_CLIENT, true, line_of(file, offset), block ? STR("Astro ships this script")
              : STR("Astro writes this into the page"));
}

static struct role by_hashbang(const struct role_file *file, size_t offset) {
  (void)offset;
  if (!str_starts(file->text, STR("#!")))
    return no_role();
  return role(EXPOSURE_SERVER, true, 1, STR("a script that is run by its #! line"));
}

/* ---- weak ---- */

/* The module "electron" is there in both processes; what is taken from it tells which. */
static void note_electron(void *data, str name, str local) {
  static const str renderer[] = {{"ipcRenderer", 11}, {"contextBridge", 13}, {"webFrame", 8}};
  static const str main_process[] = {{"app", 3}, {"BrowserWindow", 13}, {"ipcMain", 7}, {"Menu", 4}, {"Tray", 4}};
  enum exposure *class = data;
  str original = str_eq(name, STR("*")) || str_eq(name, STR("default")) ? local : name;
  for (size_t i = 0; i < sizeof renderer / sizeof *renderer; i++)
    if (str_eq(original, renderer[i]))
      *class = EXPOSURE_CLIENT;
  for (size_t i = 0; i < sizeof main_process / sizeof *main_process && !*class; i++)
    if (str_eq(original, main_process[i]))
      *class = EXPOSURE_SERVER;
}

static struct role by_electron(const struct role_file *file, size_t offset) {
  (void)offset;
  for (size_t i = 0; i < file->outline->imports.len; i++) {
    const struct outline_import *import = &file->outline->imports.data[i];
    enum exposure class = EXPOSURE_UNKNOWN;
    if (str_eq(import->specifier, STR("electron")))
      outline_names(import, note_electron, &class);
    if (class)
      return role(class, false, import->line,
                  class == EXPOSURE_CLIENT ? STR("imports what Electron gives to pages")
                      : STR("imports what Electron gives to its main process"));
  }
  return no_role();
}

static struct role by_server_import(const struct role_file *file, size_t offset) {
  (void)offset;
  return by_modules(file, false, EXPOSURE_SERVER);
}

static struct role by_client_import(const struct role_file *file, size_t offset) {
  (void)offset;
  return by_modules(file, false, EXPOSURE_CLIENT);
}

static struct role by_sign(const struct role_file *file, size_t offset) {
  static const struct {
    enum outline_sign sign;
    enum exposure class;
  } rows[] = {{SIGN_SERVER, EXPOSURE_SERVER}, {SIGN_BROWSER, EXPOSURE_CLIENT}, {SIGN_HOOK, EXPOSURE_CLIENT}};
  (void)offset;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (file->outline->lines[rows[i].sign])
      return role(rows[i].class, false, file->outline->lines[rows[i].sign],
                  arena_printf(file->arena, "uses %.*s", STR_ARG(file->outline->words[rows[i].sign])));
  return no_role();
}

static struct role by_component(const struct role_file *file, size_t offset) {
  (void)offset;
  switch (blocks_markup(file->path)) {
  case MARKUP_IS_VUE: return role(EXPOSURE_CLIENT, false, 0, STR("a Vue component"));
  case MARKUP_IS_SVELTE: return role(EXPOSURE_CLIENT, false, 0, STR("a Svelte component"));
  default: return no_role();
  }
}

/* Frameworks that render components on a server unless they are told otherwise. */
enum { SERVER_RENDERED = FRAMEWORK_NEXT | FRAMEWORK_REMIX | FRAMEWORK_ASTRO | FRAMEWORK_GATSBY };

static struct role by_react(const struct role_file *file, size_t offset) {
  (void)offset;
  bool has_elements = str_ends(file->path, STR(".jsx")) || str_ends(file->path, STR(".tsx"));
  for (size_t i = 0; i < file->outline->imports.len && !(file->frameworks & SERVER_RENDERED); i++) {
    const struct outline_import *import = &file->outline->imports.data[i];
    if (!import->type_only && has_elements && str_eq(import->specifier, STR("react")))
      return role(EXPOSURE_CLIENT, false, import->line, STR("a React component"));
  }
  if (has_elements && (file->frameworks & (FRAMEWORK_VITE | FRAMEWORK_CRA)) && !(file->frameworks & SERVER_RENDERED))
    return role(EXPOSURE_CLIENT, false, 0, STR("a component of an application that is bundled for browsers"));
  return no_role();
}

/* exports.handler of a cloud function, GET and POST of a route. */
static struct role by_handler(const struct role_file *file, size_t offset) {
  (void)offset;
  for (size_t i = 0; i < file->outline->declarations.len; i++) {
    const struct outline_declaration *declaration = &file->outline->declarations.data[i];
    if (liveness_takes(" handler GET POST PUT PATCH DELETE onRequest onRequestGet onRequestPost ",
                       declaration->exported))
      return role(EXPOSURE_SERVER, false, declaration->first_line,
                  arena_printf(file->arena, "exports the handler %.*s", STR_ARG(declaration->exported)));
  }
  return no_role();
}

static struct role by_weak_convention(const struct role_file *file, size_t offset) {
  (void)offset;
  const struct convention *convention = &file->convention;
  return convention->why && !convention->firm ? role(convention->class, false, 0, str_from(convention->why))
      : no_role();
}

/* ---- together ---- */

static const struct {
  struct role (*find)(const struct role_file *file, size_t offset);
  bool is_placed; /* it tells different things of different places of a file */
} kinds[] = {
    {by_server_block, true}, {by_directive, false},     {by_firm_import, false},   {by_enclosure, true},
    {by_entry, false},       {by_convention, true},     {by_next_export, true},    {by_markup, true},
    {by_hashbang, false},    {by_electron, false},      {by_server_import, false}, {by_client_import, false},
    {by_sign, false},        {by_component, false},     {by_react, false},         {by_handler, false},
    {by_weak_convention, false},
};

/* The frameworks that the file's imports and path tell, where no package.json does. */
static uint32_t guess_frameworks(const struct role_file *file) {
  uint32_t found = framework_of_shape(file->path);
  for (size_t i = 0; i < file->outline->imports.len; i++)
    found |= framework_of_import(file->outline->imports.data[i].specifier);
  return found;
}

/* The module as a whole: what the first kind says that says anything; none before it does, whatever the place. */
static void find_module(struct role_file *file) {
  file->module = no_role();
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !file->module.class; i++) {
    file->module = kinds[i].find(file, NOWHERE);
    file->module_known = i + 1;
  }
}

struct role role_at(const struct role_file *file, size_t offset) {
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    bool is_known = i < file->module_known && !kinds[i].is_placed;
    struct role found = !is_known                    ? kinds[i].find(file, offset)
                        : i + 1 == file->module_known ? file->module
                                                      : no_role();
    if (found.class)
      return found;
  }
  return no_role();
}

/* Routes may lie anywhere when a table of routes names them. */
static bool exports_a_route(const struct outline *outline) {
  for (size_t i = 0; i < outline->declarations.len && outline->lines[SIGN_DEFAULT]; i++)
    if (liveness_takes(" loader action clientLoader clientAction ", outline->declarations.data[i].exported))
      return true;
  return false;
}

void role_open(struct role_file *file) {
  file->frameworks = file->application->frameworks;
  file->anywhere = !(file->frameworks & FRAMEWORKS_BUNDLING);
  if (file->anywhere)
    file->frameworks |= guess_frameworks(file);
  str path = application_path(file->application, file->path);
  file->convention = framework_convention(file->frameworks, path, file->anywhere);
  if ((file->frameworks & FRAMEWORK_REMIX) && !file->convention.why && exports_a_route(file->outline))
    file->convention = framework_convention(FRAMEWORK_REMIX, STR("app/routes/named.tsx"), false);
  if (file->convention.taken)
    file->liveness = liveness_find(file->outline, file->text, file->convention.taken, file->arena);
  find_module(file);
}

/* <Name client:load …>: the component is shipped. */
static bool is_client_component(str text, str name) {
  str opening = name;
  for (size_t at = str_find(text, opening, 0); at != SIZE_MAX && name.len; at = str_find(text, opening,
                                                                                         at + name.len)) {
    if (at == 0 || text.ptr[at - 1] != '<')
      continue;
    str tag = str_tail(text, at);
    tag = str_head(tag, str_find_byte(tag, '>', 0));
    if (str_find(tag, STR("client:"), 0) != SIZE_MAX)
      return true;
  }
  return false;
}

struct astro_names {
  str text;
  bool shipped;
};

static void note_astro(void *data, str name, str local) {
  struct astro_names *names = data;
  (void)name;
  names->shipped = names->shipped || is_client_component(names->text, local);
}

static struct role of_astro_import(const struct role_file *file, const struct outline_import *import) {
  struct astro_names names = {file->text, false};
  outline_names(import, note_astro, &names);
  if (names.shipped)
    return role(EXPOSURE_CLIENT, true, import->line, STR("Astro ships this component: client directive"));
  return role_at(file, import->at);
}

struct taken_names {
  const char *taken;
  bool others;
};

static void note_name(void *data, str name, str local) {
  struct taken_names *names = data;
  (void)name;
  names->others = names->others || !liveness_takes(names->taken, local);
}

/* Is it needed only by exports that stay on the server, or given on as one of them? */
static bool is_taken_import(const struct role_file *file, size_t index) {
  const struct outline_import *import = &file->outline->imports.data[index];
  struct taken_names names = {file->convention.taken, false};
  if (!file->convention.taken)
    return false;
  if (import->kind != IMPORT_EXPORT)
    return !file->liveness.imports[index];
  outline_names(import, note_name, &names);
  return !names.others;
}

/* What the place of an import tells: it may stand in a function that stays on the server. */
static struct role of_place(const struct role_file *file, size_t offset) {
  struct role found = by_server_block(file, offset);
  if (!found.class && file->text.len <= PLACED_SIZE_MAX)
    found = by_enclosure(file, offset);
  if (!found.class)
    found = by_taken(file, offset, file->convention.taken ? file->convention.taken : framework_next_taken);
  return found;
}

struct role role_of_import(const struct role_file *file, size_t import) {
  const struct outline_import *row = &file->outline->imports.data[import];
  if (blocks_markup(file->path) == MARKUP_IS_ASTRO && file->text.len <= PLACED_SIZE_MAX)
    return of_astro_import(file, row);
  if (blocks_markup(file->path) == MARKUP_IS_TEMPLATE)
    return role(EXPOSURE_CLIENT, true, row->line, STR("a script in a page's template"));
  if (is_taken_import(file, import))
    return role(EXPOSURE_SERVER, true, row->line, STR("used only by exports that stay on the server"));
  struct role placed = row->kind == IMPORT_STATIC || row->kind == IMPORT_EXPORT ? no_role() : of_place(file, row->at);
  if (placed.class)
    return placed;
  return file->module;
}
