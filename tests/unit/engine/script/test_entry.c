/* test_entry.c -- which file of a package an import by its name means: its own, of a workspace, or committed. */
#include "unit.h"

#include "resolve_rows.h"

static void exports(void **state) {
  (void)state;
  static const struct resolve_table tables[] = {
      {"own name, conditions and patterns",
       {{"package.json",
         "{\"name\": \"@acme/app\", \"exports\": {"
         "\".\": {\"types\": \"./index.d.ts\", \"require\": \"./index.cjs\", \"import\": \"./index.mjs\"},"
         "\"./config\": {\"browser\": \"./browser.js\","
         "\"node\": {\"import\": \"./gone.mjs\", \"require\": \"./server.cjs\"}},"
         "\"./only\": [\"./gone.js\", {\"worker\": \"./worker.js\"}],"
         "\"./typed\": {\"types\": \"./declared/real.ts\", \"default\": \"./nowhere/typed.js\"},"
         "\"./features/*\": \"./src/features/*.ts\","
         "\"./features/private/*\": null,"
         "\"./hidden\": null,"
         "\"./assets/*.json\": \"./data/*.json\","
         "\"./old/\": \"./src/old/\","
         "\"./twice/*\": \"./src/*/*.ts\"}}"},
        {"index.cjs", ""}, {"index.mjs", ""}, {"index.d.ts", ""}, {"browser.js", ""}, {"server.cjs", ""},
        {"worker.js", ""},
        {"declared/real.ts", ""}, {"src/features/a.ts", ""}, {"src/features/deep/b.ts", ""},
        {"src/features/private/c.ts", ""},
        {"hidden.js", ""}, {"data/k.json", ""}, {"src/old/o.js", ""}, {"src/x/x.ts", ""}, {"lib/i.js", ""}},
       {{"lib/i.js", "@acme/app", "index.mjs"},
        {"lib/i.js", "@acme/app/config", "browser.js"},
        {"lib/i.js", "@acme/app/only", "worker.js"},
        {"lib/i.js", "@acme/app/typed", "declared/real.ts"},
        {"lib/i.js", "@acme/app/features/a", "src/features/a.ts"},
        {"lib/i.js", "@acme/app/features/deep/b", "src/features/deep/b.ts"},
        {"lib/i.js", "@acme/app/features/private/c", NULL},
        {"lib/i.js", "@acme/app/hidden", NULL},
        {"lib/i.js", "@acme/app/assets/k.json", "data/k.json"},
        {"lib/i.js", "@acme/app/assets/k", NULL},
        {"lib/i.js", "@acme/app/old/o.js", "src/old/o.js"},
        {"lib/i.js", "@acme/app/twice/x", "src/x/x.ts"},
        {"lib/i.js", "@acme/app/browser.js", NULL},
        {"lib/i.js", "@acme/ap", NULL},
        {"lib/i.js", "@acme", NULL},
        {"lib/i.js", "@acme/", NULL}}},
      {"a text alone", {{"package.json", "{\"name\": \"app\", \"exports\": \"./m.js\"}"}, {"m.js", ""}, {"n.js", ""}},
       {{"x.js", "app", "m.js"}, {"x.js", "app/n.js", NULL}, {"x.js", "app/", "m.js"}}},
      {"conditions alone", {{"package.json",
      "{\"name\": \"app\", \"exports\": {\"default\": \"./d.js\", \"bun\": \"./b.js\"}}"}, {"d.js", ""},
      {"b.js", ""}},
       {{"x.js", "app", "d.js"}}},
      {"a list alone", {{"package.json", "{\"name\": \"app\", \"exports\": [\"./gone.js\", \"./d.js\"]}"},
      {"d.js", ""}},
       {{"x.js", "app", "d.js"}}},
      {"nothing let out", {{"package.json", "{\"name\": \"app\", \"main\": \"m.js\", \"exports\": null}"},
      {"m.js", ""}, {"index.js", ""}},
       {{"x.js", "app", NULL}}},
      {"out of the snapshot", {{"package.json",
      "{\"name\": \"app\", \"exports\": {\".\": \"../../x.js\", \"./y\": \"./a/../../y.js\"}}"}, {"x.js", ""},
      {"y.js", ""}},
       {{"x.js", "app", NULL}, {"x.js", "app/z", NULL}}},
      {"no exports",
       {{"package.json", "{\"name\": \"app\", \"main\": \"lib\", \"browser\": {\"./a.js\": false}}"},
        {"lib/index.js", ""}, {"a.js", ""}, {"deep/index.ts", ""}},
       {{"x.js", "app", "lib/index.js"}, {"x.js", "app/a", "a.js"}, {"x.js", "app/deep", "deep/index.ts"},
        {"x.js", "app/no", NULL},
        {"x.js", "app/../../x", NULL}}},
  };
  resolve_check(tables, COUNT(tables));
}

static void imports(void **state) {
  (void)state;
  static const struct resolve_table tables[] = {
      {"files and packages",
       {{"package.json",
         "{\"name\": \"app\", \"workspaces\": [\"packages/*\"], \"imports\": {\"#config\": \"./src/config.js\","
         "\"#lib/*\": {\"node\": \"./src/lib/*.js\", \"default\": \"./browser/*.js\"}, \"#db\": \"@acme/db\","
         "\"#db/*\": \"@acme/db/*\", \"#fs\": \"node:fs\", \"#no\": null, \"#loop\": \"#loop\","
         "\"#self\": \"app/src/config.js\", \"#dist\": \"./dist/made.js\"}}"},
        {"src/config.ts", ""}, {"src/lib/a.js", ""}, {"browser/b.js", ""},
        {"packages/db/package.json", "{\"name\": \"@acme/db\", \"main\": \"m.js\"}"},
        {"packages/db/m.js", ""}, {"packages/db/t.js", ""}, {"src/made.ts", ""},
        {"src/deep/package.json", "{\"type\": \"module\"}"}},
       {{"src/x.js", "#config", "src/config.ts"},
        {"src/x.js", "#lib/a", "src/lib/a.js"},
        {"src/x.js", "#lib/b", "browser/b.js"},
        {"src/x.js", "#lib/c", NULL},
        {"src/x.js", "#db", "packages/db/m.js"},
        {"src/x.js", "#db/t", "packages/db/t.js"},
        {"src/x.js", "#fs", NULL},
        {"src/x.js", "#no", NULL},
        {"src/x.js", "#loop", NULL},
        {"src/x.js", "#self", "src/config.ts"},
        {"src/x.js", "#dist", "src/made.ts"},
        {"src/x.js", "#config#y", "src/config.ts"},
        {"src/deep/x.js", "#config", NULL},
        {"packages/db/m.js", "#config", NULL}}},
  };
  resolve_check(tables, COUNT(tables));
}

static void sources_of_builds(void **state) {
  (void)state;
  static const struct resolve_table tables[] = {
      {"exports of what is not built",
       {{"package.json", "{\"workspaces\": [\"packages/*\"]}"},
        {"packages/a/package.json",
         "{\"name\": \"a\", \"exports\": {\".\": {\"types\": \"./dist/index.d.ts\","
         "\"import\": \"./dist/esm/index.mjs\"},"
         "\"./client\": \"./dist/client.js\", \"./*\": \"./dist/*.js\", \"./x\": \"./lib/deep/x.cjs.js\"}}"},
        {"packages/a/src/index.ts", ""}, {"packages/a/src/client.tsx", ""}, {"packages/a/src/hooks/index.ts", ""},
        {"packages/a/src/deep/x.ts", ""},
        {"packages/b/package.json",
         "{\"name\": \"b\", \"main\": \"dist/b.cjs.js\", \"module\": \"dist/b.esm.js\"}"},
        {"packages/b/src/index.tsx", ""},
        {"packages/c/package.json", "{\"name\": \"c\", \"main\": \"./lib/index.js\"}"},
        {"packages/c/index.ts", ""}, {"packages/c/helpers.ts", ""},
        {"packages/d/package.json", "{\"name\": \"d\"}"}, {"packages/d/src/index.js", ""},
        {"packages/d/src/k.ts", ""},
        {"packages/e/package.json", "{\"name\": \"e\", \"main\": \"dist/main.js\"}"},
        {"packages/e/src/main.ts", ""}, {"packages/e/src/index.ts", ""},
        {"packages/f/package.json", "{\"name\": \"f\", \"main\": \"dist/index.js\"}"},
        {"packages/f/dist/index.js", ""}, {"packages/f/src/index.ts", ""},
        {"packages/g/package.json", "{\"name\": \"g\", \"main\": \"build/src/index.js\"}"},
        {"packages/g/src/index.ts", ""}},
       {{"x.ts", "a", "packages/a/src/index.ts"},
        {"x.ts", "a/client", "packages/a/src/client.tsx"},
        {"x.ts", "a/hooks", "packages/a/src/hooks/index.ts"},
        {"x.ts", "a/x", "packages/a/src/deep/x.ts"},
        {"x.ts", "a/none", NULL},
        {"x.ts", "b", "packages/b/src/index.tsx"},
        {"x.ts", "c", "packages/c/index.ts"},
        {"x.ts", "c/helpers", "packages/c/helpers.ts"},
        {"x.ts", "c/dist/helpers.js", "packages/c/helpers.ts"},
        {"x.ts", "d", "packages/d/src/index.js"},
        {"x.ts", "d/k", "packages/d/src/k.ts"},
        {"x.ts", "d/z", NULL},
        {"x.ts", "e", "packages/e/src/main.ts"},
        {"x.ts", "f", "packages/f/dist/index.js"},
        {"x.ts", "g", "packages/g/src/index.ts"}}},
  };
  resolve_check(tables, COUNT(tables));
}

static void committed_packages(void **state) {
  (void)state;
  static const struct resolve_table tables[] = {
      {"the nearest, and only what is there",
       {{"node_modules/dep/package.json", "{\"name\": \"dep\", \"main\": \"m.js\"}"},
        {"node_modules/dep/m.js", ""}, {"node_modules/dep/sub/s.js", ""},
        {"app/node_modules/dep/package.json", "{\"exports\": {\".\": \"./near.js\"}}"},
        {"app/node_modules/dep/near.js", ""},
        {"node_modules/@s/p/package.json", "{}"}, {"node_modules/@s/p/index.js", ""},
        {"node_modules/empty/package.json", "{\"main\": \"gone.js\"}"},
        {"node_modules/dep/node_modules/own/package.json", "{}"}, {"node_modules/dep/node_modules/own/index.js", ""}},
       {{"x.js", "dep", "node_modules/dep/m.js"},
        {"deep/er/x.js", "dep/sub/s", "node_modules/dep/sub/s.js"},
        {"app/x.js", "dep", "app/node_modules/dep/near.js"},
        {"app/x.js", "dep/sub/s", NULL},
        {"x.js", "@s/p", "node_modules/@s/p/index.js"},
        {"x.js", "@s", NULL},
        {"x.js", "empty", NULL},
        {"x.js", "own", NULL},
        {"node_modules/dep/m.js", "own", "node_modules/dep/node_modules/own/index.js"}}},
      {"a place instead of a version",
       {{"app/package.json",
         "{\"dependencies\": {\"shared\": \"file:../shared\", \"away\": \"file:../../away\", \"v\": \"^1.0.0\"},"
         "\"devDependencies\": {\"linked\": \"link:../linked\", \"w\": \"workspace:*\","
         "\"near\": \"workspace:./near\"}}"},
        {"shared/package.json", "{\"main\": \"s.js\"}"}, {"shared/s.js", ""}, {"linked/package.json", "{}"},
        {"linked/index.ts", ""},
        {"app/near/package.json", "{}"}, {"app/near/index.ts", ""}, {"v.js", ""}},
       {{"app/src/x.js", "shared", "shared/s.js"},
        {"app/src/x.js", "linked", "linked/index.ts"},
        {"app/src/x.js", "near", "app/near/index.ts"},
        {"app/src/x.js", "away", NULL},
        {"app/src/x.js", "v", NULL},
        {"app/src/x.js", "w", NULL},
        {"x.js", "shared", NULL}}},
  };
  resolve_check(tables, COUNT(tables));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(exports),
      cmocka_unit_test(imports),
      cmocka_unit_test(sources_of_builds),
      cmocka_unit_test(committed_packages),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
