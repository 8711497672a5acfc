/* manifests.c -- the files that a project's configuration names as entries. */
#include "engine/manifests.h"

#include "engine/lexer.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* ---- from what is written to a file of the snapshot ---- */

static bool has(struct manifests *manifests, str path) {
  return manifests->snapshot->has(manifests->snapshot, path);
}

/* The file that `stem` with one of the usual endings is, or STR_NONE. */
static str find_ending(struct manifests *manifests, str stem) {
  static const char *const endings[] = {"", ".js", ".ts", ".tsx", ".jsx", ".mjs", ".cjs", ".mts", "/index.js",
                                        "/index.ts"};
  for (size_t i = 0; i < COUNT_OF(endings); i++) {
    str path = arena_printf(manifests->arena, "%.*s%s", STR_ARG(stem), endings[i]);
    if (has(manifests, path))
      return path;
  }
  return STR_NONE;
}

static str in_project(struct manifests *manifests, str name) {
  str folder = manifests->application->folder;
  return folder.len ? arena_printf(manifests->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name))
                    : arena_copy(manifests->arena, name);
}

/* dist/index.js that is not there is built from src/index.ts. */
static str find_source(struct manifests *manifests, str name) {
  static const str outputs[] = {{"dist/", 5}, {"build/", 6}, {"lib/", 4}, {"out/", 4}, {".output/", 8}};
  for (size_t i = 0; i < COUNT_OF(outputs); i++) {
    if (!str_starts(name, outputs[i]))
      continue;
    str rest = framework_stem(str_tail(name, outputs[i].len));
    rest = str_starts(rest, STR("src/")) ? str_tail(rest, strlen("src/")) : rest;
    return find_ending(manifests, in_project(manifests, arena_printf(manifests->arena, "src/%.*s", STR_ARG(rest))));
  }
  return STR_NONE;
}

static void push(struct manifests *manifests, str path, enum exposure class, const char *why) {
  if (path.len && manifests->application->entries.len < ENTRIES_MAX)
    vec_push(&manifests->application->entries, (struct application_entry){path, class, why});
}

static void note_output(struct manifests *manifests, str name, enum exposure class) {
  static const str outputs[] = {{"dist/", 5}, {"build/", 6}, {"out/", 4}};
  for (size_t i = 0; i < COUNT_OF(outputs) && class == EXPOSURE_SERVER; i++)
    if (str_starts(name, outputs[i]))
      manifests->application->runs_output = true;
}

static void add(struct manifests *manifests, str name, enum exposure class, const char *why) {
  enum { NAME_MAX_SIZE = 1024 };
  while (str_starts(name, STR("./")))
    name = str_tail(name, 2);
  if (name.len == 0 || name.len > NAME_MAX_SIZE || name.ptr[0] == '/' || str_find(name, STR(".."), 0) != SIZE_MAX)
    return;
  note_output(manifests, name, class);
  push(manifests, find_ending(manifests, in_project(manifests, name)), class, why);
  push(manifests, find_source(manifests, name), class, why);
}

/* ---- package.json ---- */

struct adding {
  struct manifests *manifests;
  enum exposure class;
  const char *why;
};

static bool add_member(void *data, str name, const struct json_value *value) {
  struct adding *adding = data;
  (void)name;
  add(adding->manifests, json_text_of(value), adding->class, adding->why);
  return true;
}

static void add_member_or_members(struct manifests *manifests, const struct json_value *value, enum exposure class,
                                  const char *why) {
  struct adding adding = {manifests, class, why};
  if (json_kind(value) == JSON_OBJECT_VALUE)
    json_each(value, add_member, &adding);
  else
    add(manifests, json_text_of(value), class, why);
}

static void add_main(struct manifests *manifests, str name) {
  uint32_t frameworks = manifests->application->frameworks;
  if (frameworks & FRAMEWORK_ELECTRON)
    add(manifests, name, EXPOSURE_SERVER, "Electron's main process, main in package.json");
  else if (frameworks & FRAMEWORK_NATIVE)
    add(manifests, name, EXPOSURE_CLIENT, "the entry of the app's bundle, main in package.json");
  else if (!(frameworks & FRAMEWORKS_BUNDLING))
    note_output(manifests, str_starts(name, STR("./")) ? str_tail(name, 2) : name, EXPOSURE_SERVER);
  if ((frameworks & (FRAMEWORK_SERVER | FRAMEWORK_WORKER)) && !(frameworks & FRAMEWORKS_BUNDLING))
    add(manifests, name, EXPOSURE_SERVER, "main of a server's package.json");
}

/* What the first word of a command does with the scripts that it is given. */
static const struct {
  str command;
  enum exposure class;
} commands[] = {
    {{"node", 4}, EXPOSURE_SERVER},        {{"nodemon", 7}, EXPOSURE_SERVER},    {{"ts-node", 7}, EXPOSURE_SERVER},
    {{"ts-node-dev", 11}, EXPOSURE_SERVER}, {{"tsnd", 4}, EXPOSURE_SERVER},      {{"tsx", 3}, EXPOSURE_SERVER},
    {{"deno", 4}, EXPOSURE_SERVER},        {{"bun", 3}, EXPOSURE_SERVER},        {{"pm2", 3}, EXPOSURE_SERVER},
    {{"pm2-runtime", 11}, EXPOSURE_SERVER}, {{"vite-node", 9}, EXPOSURE_SERVER}, {{"babel-node", 10}, EXPOSURE_SERVER},
    {{"esno", 4}, EXPOSURE_SERVER},        {{"jiti", 4}, EXPOSURE_SERVER},       {{"wrangler", 8}, EXPOSURE_SERVER},
    {{"esbuild", 7}, EXPOSURE_CLIENT},     {{"browserify", 10}, EXPOSURE_CLIENT}, {{"watchify", 8}, EXPOSURE_CLIENT},
    {{"parcel", 6}, EXPOSURE_CLIENT},      {{"webpack", 7}, EXPOSURE_CLIENT},
};

static bool is_for_node(str command) {
  static const str signs[] = {{"platform=node", 13}, {"platform node", 13}, {"target=node", 11}, {"target node", 11},
                              {"--node", 6}};
  for (size_t i = 0; i < COUNT_OF(signs); i++)
    if (str_find(command, signs[i], 0) != SIZE_MAX)
      return true;
  return false;
}

static str next_word(str *rest) {
  *rest = str_trim(*rest);
  size_t len = 0;
  while (len < rest->len && rest->ptr[len] != ' ' && rest->ptr[len] != '\t')
    len++;
  str word = str_head(*rest, len);
  *rest = str_tail(*rest, len);
  while (word.len && strchr("'\"", word.ptr[0]))
    word = str_tail(word, 1);
  while (word.len && strchr("'\"", word.ptr[word.len - 1]))
    word.len--;
  return word;
}

static bool is_file_name(str word) {
  return framework_is_script(word) && word.len && word.ptr[0] != '-' && str_find_byte(word, '*', 0) == SIZE_MAX &&
         str_find_byte(word, '=', 0) == SIZE_MAX;
}

/* One command of a line: "cross-env A=b node -r x src/index.js". */
static void add_command(struct manifests *manifests, str command) {
  enum exposure class = EXPOSURE_UNKNOWN;
  for (str rest = command, word; (word = next_word(&rest)).len;) {
    for (size_t i = 0; i < COUNT_OF(commands) && !class; i++)
      if (str_eq(word, commands[i].command))
        class = commands[i].class == EXPOSURE_CLIENT && is_for_node(command) ? EXPOSURE_SERVER : commands[i].class;
    if (class && is_file_name(word))
      add(manifests, word, class,
          class == EXPOSURE_SERVER ? "a script of package.json runs this with Node"
              : "a script of package.json bundles this");
  }
}

static bool add_script(void *data, str name, const struct json_value *value) {
  struct manifests *manifests = data;
  str rest = json_text_of(value);
  (void)name;
  while (rest.len) {
    size_t end = 0;
    while (end < rest.len && !strchr("&;|", rest.ptr[end]))
      end++;
    add_command(manifests, str_head(rest, end));
    rest = str_tail(rest, end + 1);
  }
  return true;
}

void manifests_package(struct manifests *manifests, const struct json_value *package) {
  add_member_or_members(manifests, json_member(package, STR("browser")), EXPOSURE_CLIENT, "browser in package.json");
  add_member_or_members(manifests, json_member(package, STR("bin")), EXPOSURE_SERVER, "a command, bin in package.json");
  add_main(manifests, json_text_of(json_member(package, STR("main"))));
  json_each(json_member(package, STR("scripts")), add_script, manifests);
}

/* ---- other files ---- */

bool manifests_is_extension(str text) {
  return str_find(text, STR("\"manifest_version\""), 0) != SIZE_MAX;
}

/* Every string that names a script or a page. */
static void add_strings(struct manifests *manifests, str text, const char *why) {
  struct lexer lexer = lexer_begin(text);
  struct lexeme now = {0};
  while (lexer_next(&lexer, &now)) {
    if (now.kind != LEXEME_STRING)
      continue;
    str name = lexeme_quoted(&now);
    if (framework_is_script(name) || str_ends(name, STR(".html")))
      add(manifests, str_starts(name, STR("/")) ? str_tail(name, 1) : name, EXPOSURE_CLIENT, why);
  }
}

/* entry: './src/x.js', entry: { a: './a.js' }: strings behind the word until its value ends. */
static void add_webpack_entries(struct manifests *manifests, str text) {
  struct lexer lexer = lexer_begin(text);
  struct lexeme now = {0}, last = {0};
  int depth = -1; /* inside of an entry's value: brackets open in it */
  for (; lexer_next(&lexer, &now); last = now) {
    if (depth < 0) {
      bool is_entry = last.kind == LEXEME_WORD && str_eq(lexeme_text(&last), STR("entry")) && lexeme_is_mark(&now, ':');
      depth = is_entry ? 0 : -1;
    } else if (now.kind == LEXEME_STRING && !lexeme_is_mark(&last, '{')) {
      add(manifests, lexeme_quoted(&now), EXPOSURE_CLIENT, "an entry of webpack's configuration");
    } else if (now.kind == LEXEME_MARK) {
      depth += strchr("{([", now.mark) ? 1 : strchr("})]", now.mark) ? -1 : 0;
      if (depth == 0 && now.mark == ',')
        depth = -1;
    }
  }
}

static bool is_webpack_for_node(str text) {
  static const str signs[] = {{"target: 'node", 13}, {"target: \"node", 13}, {"target:'node", 12},
                              {"target:\"node", 12}, {"nodeExternals", 13}};
  for (size_t i = 0; i < COUNT_OF(signs); i++)
    if (str_find(text, signs[i], 0) != SIZE_MAX)
      return true;
  return false;
}

/* Lines such as: main = "src/index.ts", handler: src/users.create */
static void add_lines(struct manifests *manifests, str text, str key, bool cut_function, const char *why) {
  for (str line; str_next_line(&text, &line);) {
    line = str_trim(line);
    if (!str_starts(line, key))
      continue;
    str value = str_trim(str_tail(line, key.len));
    if (value.len < 2 || (value.ptr[0] != '=' && value.ptr[0] != ':'))
      continue;
    value = str_tail(value, 1);
    str name = next_word(&value);
    size_t dot = name.len;
    while (cut_function && dot > 0 && name.ptr[dot - 1] != '.')
      dot--;
    add(manifests, cut_function && dot > 1 ? str_head(name, dot - 1) : name, EXPOSURE_SERVER, why);
  }
}

static void add_wrangler_json(struct manifests *manifests, str text) {
  const struct json_value *root = json_parse_relaxed(text);
  add(manifests, json_text_of(json_member(root, STR("main"))), EXPOSURE_SERVER,
      "a Cloudflare worker, main in wrangler.json");
  json_free(root);
}

static void add_of(struct manifests *manifests, str name, str text) {
  if (str_eq(name, STR("wrangler.toml")))
    add_lines(manifests, text, STR("main"), false, "a Cloudflare worker, main in wrangler.toml");
  else if (str_starts(name, STR("wrangler.json")))
    add_wrangler_json(manifests, text);
  else if (str_starts(name, STR("serverless.")))
    add_lines(manifests, text, STR("handler"), true, "a function of serverless.yml");
  else if (str_starts(name, STR("webpack.")) && !is_webpack_for_node(text))
    add_webpack_entries(manifests, text);
  else if (str_eq(name, STR("manifest.json")) && manifests_is_extension(text))
    add_strings(manifests, text, "named in the browser extension's manifest.json");
}

void manifests_file(struct manifests *manifests, str name) {
  struct buf text = {0};
  oid id;
  str path = in_project(manifests, name);
  if (manifests->snapshot->read(manifests->snapshot, path, MANIFEST_SIZE_MAX, &text, &id) == SNAPSHOT_READ)
    add_of(manifests, name, buf_str(&text));
  buf_free(&text);
}
