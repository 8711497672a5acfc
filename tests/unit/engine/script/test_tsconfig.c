/* test_tsconfig.c -- what tsconfig.json and jsconfig.json say about imports. */
#include "unit.h"

#include "engine/script/resolve.h"

#include "base/buf.h"
#include "resolve_rows.h"

#define PATHS(paths) "{\"compilerOptions\": {\"paths\": {" paths "}}}"

static void paths(void **state) {
  (void)state;
  static const struct resolve_table tables[] = {
      {"names and patterns",
       {{"tsconfig.json", "// settings\n{\"compilerOptions\": { /* where */ \"baseUrl\": \".\", \"paths\": {\n"
         "\"@app/*\": [\"client/*\", \"shared/*\",],\n"
         "\"@app/deep/*\": [\"deep/*\"], \"config\": [\"./settings/main.ts\"],"
         "\"*.gen\": [\"gen/*\"], \"types\": [\"t.d.ts\", \"t.ts\"],"
         "\"folder\": [\"lib\"], \"none\": [], \"odd\": \"client/a\", \"#x/*\": [\"client/*\"],},}}"},
        {"client/a.ts", ""}, {"shared/b.ts", ""}, {"deep/c.ts", ""}, {"client/deep/c.ts", ""},
        {"settings/main.ts", ""}, {"gen/g.ts", ""}, {"t.d.ts", ""},
        {"t.ts", ""}, {"lib/index.ts", ""}, {"none.ts", ""}, {"src/e.ts", ""}, {"@app/f.ts", ""}},
       {{"src/x.ts", "@app/a", "client/a.ts"},
        {"src/x.ts", "@app/a.js", "client/a.ts"},
        {"src/x.ts", "@app/b", "shared/b.ts"},
        {"src/x.ts", "@app/deep/c", "deep/c.ts"},
        {"src/x.ts", "config", "settings/main.ts"},
        {"src/x.ts", "g.gen", "gen/g.ts"},
        {"src/x.ts", "types", "t.ts"},
        {"src/x.ts", "folder", "lib/index.ts"},
        {"src/x.ts", "odd", "client/a.ts"},
        {"src/x.ts", "#x/a", "client/a.ts"},
        {"src/x.ts", "src/e", "src/e.ts"},
        {"src/x.ts", "lib", "lib/index.ts"},
        {"src/x.ts", "@app/z", NULL},
        {"src/x.ts", "@app/f", "@app/f.ts"},
        {"src/x.ts", "@app/../../x", NULL},
        {"src/x.ts", "react", NULL}}},
      {"no baseUrl: as seen from the file",
       {{"web/tsconfig.json", PATHS("\"@/*\": [\"./src/*\"], \"~\": [\"../shared/index.ts\"]")},
        {"web/src/a.ts", ""}, {"src/a.ts", ""}, {"shared/index.ts", ""}, {"web/b.ts", ""}},
       {{"web/src/x.ts", "@/a", "web/src/a.ts"}, {"web/src/x.ts", "~", "shared/index.ts"},
        {"web/src/x.ts", "b", NULL}, {"x.ts", "@/a", "src/a.ts"}}},
      {"baseUrl alone",
       {{"jsconfig.json", "{\"compilerOptions\": {\"baseUrl\": \"./src\"}}"}, {"src/utils/k.js", ""},
        {"src/config/index.js", ""}, {"utils/k.js", ""}},
       {{"src/x.js", "utils/k", "src/utils/k.js"}, {"src/x.js", "config", "src/config/index.js"},
        {"src/x.js", "src/utils/k", NULL}}},
      {"the nearest one",
       {{"tsconfig.json", PATHS("\"@/*\": [\"./outer/*\"]")}, {"outer/a.ts", ""},
        {"in/tsconfig.json", PATHS("\"@/*\": [\"./inner/*\"]")}, {"in/inner/a.ts", ""}, {"in/b/jsconfig.json", "{}"},
        {"in/b/c.ts", ""}, {"two/tsconfig.json", "{}"}, {"two/jsconfig.json", PATHS("\"x\": [\"./y.ts\"]")},
        {"two/y.ts", ""}},
       {{"x.ts", "@/a", "outer/a.ts"}, {"in/deep/er/x.ts", "@/a", "in/inner/a.ts"}, {"in/b/c.ts", "@/a", NULL},
        {"two/y.ts", "x", NULL}}},
      {"the base of a workspace of Nx",
       {{"tsconfig.base.json", PATHS("\"@org/lib\": [\"libs/lib/src/index.ts\"]")}, {"libs/lib/src/index.ts", ""}},
       {{"apps/a/x.ts", "@org/lib", "libs/lib/src/index.ts"}}},
      {"files of a project that refer to each other",
       {{"tsconfig.json",
         "{\"files\": [], \"references\": [{\"path\": \"./tsconfig.node.json\"}, {\"path\": \"./tsconfig.app.json\"},"
         "{\"path\": \"./other/tsconfig.json\"}]}"},
        {"tsconfig.node.json", "{}"}, {"tsconfig.app.json", PATHS("\"lib/*\": [\"./code/*\"]")},
        {"other/tsconfig.json", PATHS("\"lib/*\": [\"./*\"]")}, {"code/a.ts", ""}, {"other/b.ts", ""}},
       {{"code/x.ts", "lib/a", "code/a.ts"}, {"code/x.ts", "lib/b", NULL}}},
  };
  resolve_check(tables, COUNT(tables));
}

static void extends(void **state) {
  (void)state;
  static const struct resolve_table tables[] = {
      {"one after the other",
       {{"apps/a/tsconfig.json", "{\"extends\": \"../../config/base\"}"},
        {"config/base.json",
         "{\"extends\": \"./root.json\", \"compilerOptions\": {\"paths\": {\"m/*\": [\"../mods/*\"]}}}"},
        {"config/root.json", "{\"compilerOptions\": {\"paths\": {\"m/*\": [\"./no/*\"], \"r\": [\"./r.ts\"]}}}"},
        {"mods/k.ts", ""}, {"config/r.ts", ""}, {"config/no/k.ts", ""}},
       {{"apps/a/x.ts", "m/k", "mods/k.ts"}, {"apps/a/x.ts", "r", NULL}}},
      {"baseUrl of one, paths of another",
       {{"a/tsconfig.json", "{\"extends\": \"../base.json\", \"compilerOptions\": {\"baseUrl\": \"src\"}}"},
        {"base.json", "{\"compilerOptions\": {\"baseUrl\": \"lib\", \"paths\": {\"k/*\": [\"keys/*\"]}}}"},
        {"a/src/keys/1.ts", ""}, {"lib/keys/2.ts", ""}, {"b/tsconfig.json", "{\"extends\": \"../base.json\"}"}},
       {{"a/x.ts", "k/1", "a/src/keys/1.ts"}, {"a/x.ts", "k/2", NULL}, {"b/x.ts", "k/2", "lib/keys/2.ts"},
        {"b/x.ts", "keys/2", "lib/keys/2.ts"}}},
      {"a list: the last goes first",
       {{"tsconfig.json", "{\"extends\": [\"./one.json\", \"./two.json\", \"./gone.json\"]}"},
        {"one.json", "{\"compilerOptions\": {\"baseUrl\": \"one\", \"paths\": {\"k\": [\"k1\"]}}}"},
        {"two.json", PATHS("\"k\": [\"k2\"]")}, {"one/k1.ts", ""}, {"one/k2.ts", ""}},
       {{"x.ts", "k", "one/k2.ts"}}},
      {"the folder of the file that was asked for",
       {{"a/tsconfig.json", "{\"extends\": \"../shared/base.json\"}"},
        {"shared/base.json", PATHS("\"@/*\": [\"${configDir}/code/*\"], \"own\": [\"./own.ts\"]")},
        {"a/code/k.ts", ""}, {"shared/own.ts", ""}},
       {{"a/x.ts", "@/k", "a/code/k.ts"}, {"a/x.ts", "own", "shared/own.ts"}}},
      {"of a package",
       {{"package.json", "{\"workspaces\": [\"p/*\"]}"}, {"p/conf/package.json", "{\"name\": \"@acme/conf\"}"},
        {"p/conf/base.json", PATHS("\"@/*\": [\"${configDir}/code/*\"]")},
        {"p/conf/tsconfig.json", PATHS("\"only\": [\"./only.ts\"]")},
        {"p/conf/only.ts", ""}, {"p/a/tsconfig.json", "{\"extends\": \"@acme/conf/base\"}"}, {"p/a/code/k.ts", ""},
        {"p/b/tsconfig.json", "{\"extends\": \"@acme/conf\"}"},
        {"p/c/tsconfig.json", "{\"extends\": \"@tsconfig/node18/tsconfig.json\"}"}, {"p/c/k.ts", ""}},
       {{"p/a/x.ts", "@/k", "p/a/code/k.ts"}, {"p/b/x.ts", "only", "p/conf/only.ts"}, {"p/c/x.ts", "@/k", NULL}}},
      {"in circles, out of the tree, or nothing",
       {{"a/tsconfig.json", "{\"extends\": \"./tsconfig.json\"}"},
        {"b/tsconfig.json", "{\"extends\": [\"./1.json\", \"./2.json\"]}"},
        {"b/1.json", "{\"extends\": [\"./2.json\", \"./1.json\"]}"},
        {"b/2.json", "{\"extends\": [\"./1.json\", \"./2.json\"]}"},
        {"c/tsconfig.json",
         "{\"extends\": \"../../../x.json\", \"compilerOptions\": {\"baseUrl\": \"../../..\"}}"},
        {"d/tsconfig.json", "{\"extends\": \"/etc/x.json\"}"}, {"e/tsconfig.json", "[1"},
        {"f/tsconfig.json", "{\"extends\": 1, \"compilerOptions\": {\"paths\": [], \"baseUrl\": {}}}"},
        {"a/k.ts", ""}, {"b/k.ts", ""}, {"c/k.ts", ""}, {"d/k.ts", ""}, {"e/k.ts", ""}, {"f/k.ts", ""}},
       {{"a/x.ts", "k", NULL}, {"b/x.ts", "k", NULL}, {"c/x.ts", "k", NULL}, {"d/x.ts", "k", NULL},
        {"e/x.ts", "k", NULL}, {"f/x.ts", "k", NULL}, {"f/x.ts", "./k", "f/k.ts"}}},
  };
  resolve_check(tables, COUNT(tables));
}

/* Files that are too large, and tables that are too long. */
static void bounds(void **state) {
  (void)state;
  struct buf large = {0}, many = {0};
  buf_add(&large, STR(PATHS("\"k\": [\"./k.ts\"]")));
  while (large.len <= 1 << 20)
    buf_add(&large, STR("                                "));
  buf_add_byte(&large, '\0');
  buf_add(&many, STR("{\"compilerOptions\": {\"paths\": {"));
  for (unsigned i = 0; i <= 1024; i++)
    buf_printf(&many, "%s\"k%u\": [\"./k.ts\"]", i ? "," : "", i);
  buf_add(&many, STR("}}}"));
  buf_add_byte(&many, '\0');
  const struct file_case cases[] = {{"a/tsconfig.json", large.data}, {"a/k.ts", ""},
  {"b/tsconfig.json", many.data}, {"b/k.ts", ""}, {NULL, NULL}};
  struct files files;
  files_open(&files, cases, COUNT(cases));
  struct resolver *resolver = resolver_open(&files.snapshot);
  str path;
  assert_false(resolver_find(resolver, STR("a/x.ts"), STR("k"), &path));
  assert_true(resolver_find(resolver, STR("b/x.ts"), STR("k0"), &path));
  assert_true(resolver_find(resolver, STR("b/x.ts"), STR("k1023"), &path));
  assert_false(resolver_find(resolver, STR("b/x.ts"), STR("k1024"), &path));
  resolver_close(resolver);
  buf_free(&large);
  buf_free(&many);
}

/* The last of `count` files that extend each other says where "k" is. */
static bool is_found_at_the_end(unsigned count) {
  enum { MOST = 20 };
  char names[MOST][32], texts[MOST][64];
  struct file_case cases[MOST + 2] = {{"k.ts", ""}};
  for (unsigned i = 0; i < count; i++) {
    snprintf(names[i], sizeof names[i], "%u.json", i);
    snprintf(texts[i], sizeof texts[i], "%s", PATHS("\"k\": [\"./k.ts\"]"));
    if (i + 1 < count)
      snprintf(texts[i], sizeof texts[i], "{\"extends\": \"./%u.json\"}", i + 1);
    cases[i + 1] = (struct file_case){i ? names[i] : "tsconfig.json", texts[i]};
  }
  struct files files;
  str path;
  files_open(&files, cases, COUNT(cases));
  struct resolver *resolver = resolver_open(&files.snapshot);
  bool found = resolver_find(resolver, STR("x.ts"), STR("k"), &path);
  resolver_close(resolver);
  return found;
}

static void chains(void **state) {
  (void)state;
  assert_true(is_found_at_the_end(1));
  assert_true(is_found_at_the_end(16));
  assert_false(is_found_at_the_end(17));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(paths), cmocka_unit_test(extends), cmocka_unit_test(chains),
                                     cmocka_unit_test(bounds)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
