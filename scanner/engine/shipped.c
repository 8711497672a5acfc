/* shipped.c -- what a path tells whatever the file says. */
#include "engine/shipped.h"

#include <stddef.h>
#include <stdint.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define C EXPOSURE_CLIENT
#define S EXPOSURE_SERVER

enum {
  OUTPUT_DEEP = 1,   /* in any folder, but for one inside of src/ */
  OUTPUT_NODE = 2,   /* see node_too */
  OUTPUT_SOURCE = 4, /* TypeScript and components too: all of it is served as it is */
};

static const struct {
  uint32_t frameworks; /* 0: any */
  unsigned flags;
  const char *pattern;
  enum exposure class;
  const char *why;
} outputs[] = {
    {0, OUTPUT_DEEP, ".next/static/**", C, "shipped output: .next/static"},
    {0, OUTPUT_DEEP, ".next/server/**", S, "Next.js keeps .next/server on the server"},
    {0, OUTPUT_DEEP, ".next/standalone/**", S, "Next.js keeps .next/standalone on the server"},
    {0, OUTPUT_DEEP, ".next/**", C, "shipped output: .next"},
    {0, OUTPUT_DEEP, ".nuxt/dist/server/**", S, "Nuxt keeps this on the server"},
    {0, OUTPUT_DEEP, ".nuxt/dist/client/**", C, "shipped output: .nuxt/dist/client"},
    {0, OUTPUT_DEEP, ".output/public/**", C, "shipped output: .output/public"},
    {0, OUTPUT_DEEP, ".output/server/**", S, "the server's output"},
    {0, OUTPUT_DEEP, ".svelte-kit/output/server/**", S, "the server's output"},
    {0, OUTPUT_DEEP, ".svelte-kit/output/client/**", C, "shipped output: .svelte-kit/output/client"},
    {0, OUTPUT_DEEP, ".vercel/output/static/**", C, "shipped output: .vercel/output/static"},
    {0, OUTPUT_DEEP, ".vercel/output/functions/**", S, "the server's output"},
    {0, OUTPUT_DEEP, "storybook-static/**", C, "shipped output: storybook-static"},
    {0, OUTPUT_DEEP, "_site/**", C, "shipped output: _site"},
    {0, OUTPUT_DEEP, ".vitepress/dist/**", C, "shipped output: .vitepress/dist"},
    {0, OUTPUT_DEEP, ".vuepress/dist/**", C, "shipped output: .vuepress/dist"},
    {FRAMEWORK_REMIX, 0, "build/client/**", C, "shipped output: build/client"},
    {FRAMEWORK_REMIX, 0, "public/build/**", C, "shipped output: public/build"},
    {FRAMEWORK_REMIX, 0, "build/**", S, "Remix keeps the server's build here"},
    {FRAMEWORK_SVELTEKIT, 0, "build/client/**", C, "shipped output: build/client"},
    {FRAMEWORK_SVELTEKIT, 0, "build/server/**", S, "the server's output"},
    {FRAMEWORK_ELECTRON, 0, "dist/main/**", S, "Electron's main process"},
    {FRAMEWORK_ELECTRON, 0, "out/main/**", S, "Electron's main process"},
    {0, OUTPUT_DEEP, "dist/server/**", S, "the server's output"},
    {0, OUTPUT_DEEP, "dist/client/**", C, "shipped output: dist/client"},
    {0, OUTPUT_DEEP, "build/static/**", C, "shipped output: build/static"},
    {0, OUTPUT_DEEP | OUTPUT_NODE, "dist/**", C, "shipped output: dist"},
    {0, OUTPUT_DEEP | OUTPUT_NODE, "build/**", C, "shipped output: build"},
    {0, OUTPUT_NODE, "out/**", C, "shipped output: out"},
    {0, OUTPUT_DEEP | OUTPUT_SOURCE, "public/**", C, "shipped as it is: public"},
    {0, OUTPUT_DEEP | OUTPUT_SOURCE, "www/**", C, "shipped as it is: www"},
    {0, OUTPUT_DEEP | OUTPUT_SOURCE, "public_html/**", C, "shipped as it is: public_html"},
    {0, OUTPUT_DEEP, "static/**", C, "shipped as it is: static"},
    {0, OUTPUT_DEEP, "wwwroot/**", C, "shipped as it is: wwwroot"},
    {0, OUTPUT_DEEP, "htdocs/**", C, "shipped as it is: htdocs"},
    {FRAMEWORK_ANGULAR, OUTPUT_SOURCE, "src/assets/**", C, "shipped as it is: src/assets"},
    {FRAMEWORK_NATIVE, 0, "app.json", C, "Expo puts its configuration into the app"},
    {FRAMEWORK_EXTENSION, 0, "manifest.json", C, "shipped with the browser extension"},
};

/* By the end of the name; what is made for a browser alone. */
static const struct {
  str ending;
  const char *why;
} endings[] = {
    {{".min.js", 7}, "shipped output: a minified script"},   {{".min.mjs", 8}, "shipped output: a minified script"},
    {{".bundle.js", 10}, "shipped output: a bundle"},        {{".chunk.js", 9}, "shipped output: a bundle's chunk"},
    {{".umd.js", 7}, "shipped output: a script for browsers"}, {{".iife.js", 8},
                                                                "shipped output: a script for browsers"},
    {{".js.map", 7}, "shipped output: a source map"},        {{".mjs.map", 8}, "shipped output: a source map"},
    {{".cjs.map", 8}, "shipped output: a source map"},       {{".css.map", 8}, "shipped output: a source map"},
    {{".map", 4}, "shipped output: a source map"},
};

static bool ends_in_one_of(str path, const str *endings_wanted, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (str_ends(path, endings_wanted[i]))
      return true;
  return false;
}

/* What a web server runs instead of sending it. */
static bool runs_on_server(str path) {
  static const str kinds[] = {{".php", 4}, {".py", 3}, {".rb", 3}, {".pl", 3}, {".cgi", 4}, {".htaccess", 9},
                              {".jsp", 4}};
  return ends_in_one_of(path, kinds, COUNT_OF(kinds));
}

static bool is_source(str path) {
  static const str kinds[] = {{".ts", 3}, {".tsx", 4}, {".mts", 4}, {".cts", 4}, {".jsx", 4}, {".vue", 4},
                              {".svelte", 7}, {".astro", 6}};
  return ends_in_one_of(path, kinds, COUNT_OF(kinds));
}

static bool matches_output(str path, const char *pattern, unsigned flags) {
  if (str_matches_glob(path, str_from(pattern)))
    return true;
  for (size_t slash = str_find_byte(path, '/', 0); (flags & OUTPUT_DEEP) && slash != SIZE_MAX;
       slash = str_find_byte(path, '/', slash + 1)) {
    bool inside = str_starts(path, STR("src/")) || str_find(str_head(path, slash + 1), STR("/src/"), 0) != SIZE_MAX;
    if (inside && !(flags & OUTPUT_SOURCE))
      return false;
    if (str_matches_glob(str_tail(path, slash + 1), str_from(pattern)))
      return true;
  }
  return false;
}

static struct shipped find_ending(str path) {
  for (size_t i = 0; i < COUNT_OF(endings); i++)
    if (str_ends(path, endings[i].ending))
      return (struct shipped){C, endings[i].why, false};
  return (struct shipped){EXPOSURE_UNKNOWN, NULL, false};
}

struct shipped shipped_find(uint32_t frameworks, str path) {
  struct shipped ending = find_ending(path);
  for (size_t i = 0; i < COUNT_OF(outputs); i++) {
    if (outputs[i].frameworks && !(outputs[i].frameworks & frameworks))
      continue;
    if ((is_source(path) && !(outputs[i].flags & OUTPUT_SOURCE)) || runs_on_server(path))
      continue;
    if (matches_output(path, outputs[i].pattern, outputs[i].flags))
      return (struct shipped){outputs[i].class, ending.why && outputs[i].class == C ? ending.why : outputs[i].why,
                              outputs[i].flags & OUTPUT_NODE};
  }
  return ending;
}

/* ---- tests ---- */

static bool is_one_of(str name, const str *names, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (str_eq(name, names[i]))
      return true;
  return false;
}

/* A folder that holds nothing else, wherever it is. */
static bool is_test_folder(str name) {
  static const str names[] = {{"__tests__", 9}, {"__test__", 8}, {"e2e", 3}, {"cypress", 7}, {"__fixtures__", 12},
                              {"__mocks__", 9}, {"playwright", 10}, {".storybook", 10}, {"testdata", 8},
                              {"__stories__", 11}, {"__snapshots__", 13}, {"test-utils", 10}};
  return is_one_of(name, names, COUNT_OF(names));
}

/* The same, but a website may have a page of that name. */
static bool is_test_folder_unless_routed(str name) {
  static const str names[] = {{"test", 4}, {"tests", 5}, {"spec", 4}, {"specs", 5}, {"fixtures", 8}, {"fixture", 7},
                              {"mocks", 5}, {"mock", 4}, {"testing", 7}};
  return is_one_of(name, names, COUNT_OF(names));
}

static bool is_example_folder(str name) {
  static const str names[] = {{"examples", 8}, {"example", 7}, {"stories", 7}, {"demo", 4}, {"demos", 5},
                              {"samples", 7}, {"sample", 6}};
  return is_one_of(name, names, COUNT_OF(names));
}

static bool holds_routes(str name) {
  static const str names[] = {{"app", 3}, {"pages", 5}, {"routes", 6}, {"public", 6}};
  return is_one_of(name, names, COUNT_OF(names));
}

static bool has_test_name(str name) {
  static const char *const patterns[] = {"*.test.*", "*.spec.*", "*.stories.*", "*.story.*", "*.cy.*", "*.e2e.*",
                                         "*.e2e-spec.*",
                                         "*-test.*", "*_test.*", "*.fixture.*", "*.mock.*", "test.*", "setupTests.*",
                                         "jest.setup.*", "vitest.setup.*"};
  for (size_t i = 0; i < COUNT_OF(patterns); i++)
    if (str_matches_glob(name, str_from(patterns[i])))
      return true;
  return false;
}

/* Is one of the folders of a path, which all end in '/', made for tests? */
static bool has_test_folder(str path, bool examples_too) {
  bool routed = false;
  for (size_t at = 0, slash; (slash = str_find_byte(path, '/', at)) != SIZE_MAX; at = slash + 1) {
    str folder = str_head(str_tail(path, at), slash - at);
    bool named = is_test_folder_unless_routed(folder) || (examples_too && is_example_folder(folder));
    if (is_test_folder(folder) || (named && !routed))
      return true;
    routed = routed || holds_routes(folder);
  }
  return false;
}

bool shipped_is_test(str path) {
  return has_test_folder(path, true) || has_test_name(str_basename(path));
}

bool shipped_is_test_package(str folder) {
  str name = str_basename(folder);
  return has_test_folder(folder, false) || is_test_folder(name) || is_test_folder_unless_routed(name);
}

/* ---- public variables ---- */

static const struct {
  str prefix;
  uint32_t frameworks; /* 0: any, the prefix is its own */
  const char *why;
} prefixes[] = {
    {{"NEXT_PUBLIC_", 12}, 0, "Next.js builds NEXT_PUBLIC_ variables into the bundle"},
    {{"VITE_", 5}, 0, "Vite builds VITE_ variables into the bundle"},
    {{"REACT_APP_", 10}, 0, "Create React App builds REACT_APP_ variables into the bundle"},
    {{"EXPO_PUBLIC_", 12}, 0, "Expo builds EXPO_PUBLIC_ variables into the app"},
    {{"GATSBY_", 7}, 0, "Gatsby builds GATSBY_ variables into the bundle"},
    {{"NUXT_PUBLIC_", 12}, 0, "Nuxt sends NUXT_PUBLIC_ variables to the browser"},
    {{"NUXT_ENV_", 9}, 0, "Nuxt builds NUXT_ENV_ variables into the bundle"},
    {{"VUE_APP_", 8}, 0, "Vue CLI builds VUE_APP_ variables into the bundle"},
    {{"NG_APP_", 7}, 0, "Angular builds NG_APP_ variables into the bundle"},
    {{"STORYBOOK_", 10}, 0, "Storybook builds STORYBOOK_ variables into the bundle"},
    {{"PLASMO_PUBLIC_", 14}, 0, "Plasmo builds PLASMO_PUBLIC_ variables into the extension"},
    {{"WXT_", 4}, FRAMEWORK_EXTENSION, "WXT builds WXT_ variables into the extension"},
    {{"PUBLIC_", 7}, FRAMEWORK_SVELTEKIT | FRAMEWORK_ASTRO | FRAMEWORK_QWIK | FRAMEWORK_WEBPACK,
     "the bundler builds PUBLIC_ variables into the bundle"},
};

static bool is_word(char byte) {
  return byte == '_' || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* The name in `line` that begins with `prefix` and is given a value: NAME=…, NAME: …, "NAME": … */
static str variable_of(str line, str prefix) {
  size_t at = str_find(line, prefix, 0), end = at;
  if (at == SIZE_MAX || (at > 0 && is_word(line.ptr[at - 1])))
    return STR_NONE;
  while (end < line.len && is_word(line.ptr[end]))
    end++;
  str rest = str_tail(line, end);
  while (rest.len && strchr("\"' ", rest.ptr[0]))
    rest = str_tail(rest, 1);
  bool is_set = rest.len && (rest.ptr[0] == '=' || rest.ptr[0] == ':');
  return is_set ? str_head(str_tail(line, at), end - at) : STR_NONE;
}

str shipped_variable(uint32_t frameworks, str path, str line, const char **why) {
  str trimmed = str_trim(line);
  if (framework_is_script(path) || str_starts(trimmed, STR("#")))
    return STR_NONE;
  for (size_t i = 0; i < COUNT_OF(prefixes); i++) {
    str variable = variable_of(trimmed, prefixes[i].prefix);
    if (!variable.len || (prefixes[i].frameworks && !(prefixes[i].frameworks & frameworks)))
      continue;
    *why = prefixes[i].why;
    return variable;
  }
  return STR_NONE;
}
