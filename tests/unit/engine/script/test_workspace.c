/* test_workspace.c -- packages that are developed together, and import each other by name. */
#include "unit.h"

#include "engine/script/resolve.h"

#include "base/buf.h"
#include "resolve_rows.h"

#define NAMED(name) "{\"name\": \"" name "\"}"

static void declarations(void **state) {
  (void)state;
  static const struct resolve_table tables[] = {
      {"a list in package.json",
       {{"package.json",
         "{\"name\": \"root\", \"workspaces\": [\"packages/*\", \"./tools/one/\", \"!packages/old\"]}"},
        {"packages/a/package.json", NAMED("@acme/a")}, {"packages/a/index.ts", ""},
        {"packages/b/package.json", NAMED("b")}, {"packages/b/index.ts", ""},
        {"packages/b/deep/package.json", NAMED("deep")}, {"packages/b/deep/index.ts", ""},
        {"packages/old/package.json", NAMED("old")}, {"packages/old/index.ts", ""},
        {"tools/one/package.json", NAMED("one")}, {"tools/one/index.ts", ""},
        {"tools/two/package.json", NAMED("two")}, {"tools/two/index.ts", ""},
        {"packages/nameless/package.json", "{}"}, {"packages/nameless/index.ts", ""}, {"index.ts", ""}},
       {{"packages/b/src/x.ts", "@acme/a", "packages/a/index.ts"},
        {"packages/a/x.ts", "b", "packages/b/index.ts"},
        {"x.ts", "b", "packages/b/index.ts"},
        {"x.ts", "deep", NULL},
        {"x.ts", "old", NULL},
        {"x.ts", "one", "tools/one/index.ts"},
        {"x.ts", "two", NULL},
        {"packages/a/x.ts", "root", "index.ts"},
        {"x.ts", "nameless", NULL},
        {"x.ts", "", NULL}}},
      {"an object, and two stars",
       {{"package.json", "{\"workspaces\": {\"packages\": [\"apps/**\"], \"nohoist\": [\"x\"]}}"},
        {"apps/a/package.json", NAMED("a")}, {"apps/a/index.js", ""},
        {"apps/group/b/package.json", NAMED("b")}, {"apps/group/b/index.js", ""},
        {"apps/a/node_modules/c/package.json", NAMED("c")}, {"apps/a/node_modules/c/index.js", ""},
        {"apps/.hidden/package.json", NAMED("hidden")}, {"apps/.hidden/index.js", ""},
        {"other/package.json", NAMED("other")}, {"other/index.js", ""}},
       {{"x.js", "a", "apps/a/index.js"}, {"x.js", "b", "apps/group/b/index.js"}, {"x.js", "c", NULL},
        {"x.js", "hidden", NULL}, {"x.js", "other", NULL}}},
      {"pnpm",
       {{"pnpm-workspace.yaml",
         "# all\r\ncatalog:\n  - \"no/*\"\npackages:\n  # ours\n  - 'apps/*'   # sites\n- \"libs/*/src\"\n"
         "  - plain\n\n  - '!apps/out'\nother:\n  - no/*\n"},
        {"apps/a/package.json", NAMED("a")}, {"apps/a/index.js", ""}, {"libs/b/src/package.json", NAMED("b")},
        {"libs/b/src/index.js", ""},
        {"plain/package.json", NAMED("plain")}, {"plain/index.js", ""}, {"no/n/package.json", NAMED("n")},
        {"no/n/index.js", ""},
        {"apps/out/package.json", NAMED("out")}, {"apps/out/index.js", ""}, {"package.json", "{}"}},
       {{"apps/a/x.js", "b", "libs/b/src/index.js"}, {"x.js", "a", "apps/a/index.js"},
        {"x.js", "plain", "plain/index.js"}, {"x.js", "n", NULL}, {"x.js", "out", NULL}}},
      {"pnpm, in brackets",
       {{"pnpm-workspace.yaml", "packages: [\"apps/*\", 'libs/*']\n"}, {"apps/a/package.json", NAMED("a")},
        {"apps/a/index.js", ""}, {"libs/b/package.json", NAMED("b")}, {"libs/b/index.js", ""}},
       {{"x.js", "a", "apps/a/index.js"}, {"x.js", "b", "libs/b/index.js"}}},
      {"lerna",
       {{"lerna.json", "{\"packages\": [\"modules/*\"], \"version\": \"0\"}"},
        {"modules/a/package.json", NAMED("a")}, {"modules/a/index.js", ""}},
       {{"modules/b/x.js", "a", "modules/a/index.js"}, {"x.js", "modules/a", NULL}}},
      {"a declaration below the root",
       {{"js/package.json", "{\"workspaces\": [\"packages/*\"]}"}, {"js/packages/a/package.json", NAMED("a")},
        {"js/packages/a/index.js", ""},
        {"package.json", "{\"workspaces\": [\"js\"]}"}},
       {{"js/packages/b/x.js", "a", "js/packages/a/index.js"}, {"x.js", "a", NULL}}},
      {"any name in the middle",
       {{"package.json", "{\"workspaces\": [\"*/pkg\", \"x/*/y/*\"]}"}, {"a/pkg/package.json", NAMED("a")},
        {"a/pkg/index.js", ""}, {"x/1/y/2/package.json", NAMED("y")}, {"x/1/y/2/index.js", ""},
        {"x/1/z/2/package.json", NAMED("z")}, {"x/1/z/2/index.js", ""}},
       {{"x.js", "a", "a/pkg/index.js"}, {"x.js", "y", "x/1/y/2/index.js"}, {"x.js", "z", NULL}}},
      {"a star that is no whole name",
       {{"package.json", "{\"workspaces\": [\"p**q\", \"w*\"]}"}, {"pq/package.json", NAMED("p")}, {"pq/index.js", ""},
        {"wx/package.json", NAMED("w")}, {"wx/index.js", ""}},
       {{"x.js", "w", "wx/index.js"}, {"x.js", "p", NULL}}},
      {"two with one name",
       {{"package.json", "{\"workspaces\": [\"p/*\"]}"}, {"p/b/package.json", NAMED("same")}, {"p/b/index.js", ""},
        {"p/a/package.json", NAMED("same")}, {"p/a/index.js", ""}},
       {{"x.js", "same", "p/a/index.js"}}},
      {"settings that are none",
       {{"package.json", "{\"workspaces\": 1}"}, {"lerna.json", "[]"},
        {"pnpm-workspace.yaml", "packages\n  - a\n"}, {"a/package.json", NAMED("a")}, {"a/index.js", ""}},
       {{"x.js", "a", NULL}}},
  };
  resolve_check(tables, COUNT(tables));
}

/* A tree of folders without end: each has two, and a package only where nobody may come. */
static enum snapshot_outcome endless_read(struct snapshot *snapshot, str path, size_t limit, struct buf *out, oid *id) {
  (void)snapshot, (void)limit;
  *id = (oid){{0}};
  if (!str_eq(path, STR("package.json")))
    return SNAPSHOT_ABSENT;
  buf_add(out, STR("{\"workspaces\": [\"**\"]}"));
  return SNAPSHOT_READ;
}

static bool endless_has(struct snapshot *snapshot, str path) {
  (void)snapshot;
  return str_eq(path, STR("package.json"));
}

static size_t folders_listed;

static bool endless_list(struct snapshot *snapshot, str folder, snapshot_visitor *visit, void *data) {
  (void)snapshot, (void)folder;
  folders_listed++;
  for (unsigned i = 0; i < 8; i++) {
    char name = (char)('a' + i);
    visit(data, (str){&name, 1}, true);
  }
  return true;
}

static void bounds(void **state) {
  (void)state;
  struct snapshot endless = {endless_read, endless_has, endless_list, 1};
  struct resolver *resolver = resolver_open(&endless);
  str path;
  assert_false(resolver_find(resolver, STR("x.js"), STR("p"), &path));
  assert_int_equal(folders_listed, 2000 + 1); /* and node_modules */
  assert_false(resolver_find(resolver, STR("x.js"), STR("q"), &path));
  assert_int_equal(folders_listed, 2000 + 1);
  resolver_close(resolver);
}

/* Globs that would be tried at each byte of each path: an end comes soon, and nothing is found. */
static void costly_globs(void **state) {
  (void)state;
  enum { GLOBS = 200, DEPTH = 7 };
  struct buf settings = {0}, folder = {0};
  buf_add(&settings, STR("{\"workspaces\": ["));
  for (unsigned i = 0; i < GLOBS; i++)
    buf_printf(&settings, "\"**/*a*a*a*a*a*a*a*a*a*b%u\",\"a**a**a**b\",", i);
  buf_add(&settings, STR("\"p/*\"]}"));
  buf_add_byte(&settings, '\0');
  for (unsigned i = 0; i < DEPTH; i++)
    buf_printf(&folder, "%0*d/", 200, 0);
  for (size_t i = 0; i < folder.len; i++)
    folder.data[i] = folder.data[i] == '/' ? '/' : 'a';
  buf_add(&folder, STR("x.js"));
  buf_add_byte(&folder, '\0');
  const struct file_case cases[] = {
      {"package.json", settings.data}, {folder.data, ""}, {"p/q/package.json", NAMED("q")}, {NULL, NULL}};
  struct files files;
  str path;
  files_open(&files, cases, COUNT(cases));
  struct resolver *resolver = resolver_open(&files.snapshot);
  assert_false(resolver_find(resolver, STR("x.js"), STR("b"), &path));
  resolver_close(resolver);
  buf_free(&settings);
  buf_free(&folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(declarations), cmocka_unit_test(bounds),
                                     cmocka_unit_test(costly_globs)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
