/* test_resolve.c -- which file of a snapshot an import means: paths, sites, habits, and what is kept. */
#include "unit.h"

#include "engine/script/resolve.h"

#include "base/buf.h"
#include "resolve_rows.h"

static void relative_paths(void **state) {
  (void)state;
  static const struct resolve_table tables[] = {
      {"exact files and extensions",
       {{"src/a.ts", ""}, {"src/b.js", ""}, {"src/b.ts", ""}, {"src/c.d.ts", ""}, {"src/d.vue", ""},
        {"src/e.config.js", ""}, {"src/f.css", ""}, {"src/g.json", ""}, {"src/h.svelte", ""}, {"src/i.astro", ""},
        {"src/deep/j.mjs", ""}, {"src/k.cjs", ""}, {"top.js", ""}, {"src/l.jsx", ""}, {"src/m.mts", ""},
        {"src/n.d.mts", ""}, {"src/n.mjs", ""}, {"src/o.d.ts", ""}, {"src/o.js", ""}},
       {{"src/x.ts", "./a", "src/a.ts"},
        {"src/x.ts", "./a.ts", "src/a.ts"},
        {"src/x.ts", "./b", "src/b.ts"},
        {"src/x.ts", "./b.js", "src/b.js"},
        {"src/x.ts", "./c", NULL},
        {"src/x.ts", "./c.d.ts", NULL},
        {"src/x.ts", "./c.d", NULL},
        {"src/x.ts", "./d", "src/d.vue"},
        {"src/x.ts", "./e.config", "src/e.config.js"},
        {"src/x.ts", "./f.css", "src/f.css"},
        {"src/x.ts", "./f", NULL},
        {"src/x.ts", "./g", "src/g.json"},
        {"src/x.ts", "./h", "src/h.svelte"},
        {"src/x.ts", "./i", "src/i.astro"},
        {"src/x.ts", "./deep/j", "src/deep/j.mjs"},
        {"src/deep/x.ts", "../k", "src/k.cjs"},
        {"src/deep/x.ts", "../../top", "top.js"},
        {"src/deep/x.ts", ".././deep//./j", "src/deep/j.mjs"},
        {"src/x.ts", "./l", "src/l.jsx"},
        {"src/x.ts", "./m", "src/m.mts"},
        {"src/x.ts", "./n", "src/n.mjs"},
        {"src/x.ts", "./o", "src/o.js"},
        {"src/x.ts", "./A", NULL},
        {"src/x.ts", "./missing", NULL}}},
      {"what TypeScript compiles",
       {{"a.ts", ""}, {"b.tsx", ""}, {"c.mts", ""}, {"d.cts", ""}, {"e.tsx", ""}, {"f.ts", ""}, {"f.tsx", ""},
        {"g.js.ts", ""}},
       {{"x.ts", "./a.js", "a.ts"},
        {"x.ts", "./b.js", "b.tsx"},
        {"x.ts", "./c.mjs", "c.mts"},
        {"x.ts", "./d.cjs", "d.cts"},
        {"x.ts", "./e.jsx", "e.tsx"},
        {"x.ts", "./f.js", "f.ts"},
        {"x.ts", "./a.mjs", NULL},
        {"x.ts", "./a.jsx", NULL},
        {"x.ts", "./g.js", "g.js.ts"}}},
      {"folders",
       {{"lib/index.ts", ""}, {"lib/a.ts", ""}, {"both.ts", ""}, {"both/index.js", ""}, {"index.js", ""},
        {"main/package.json", "{\"main\": \"code/start\"}"},
        {"main/code/start.js", ""}, {"main/index.js", ""},
        {"module/package.json", "{\"main\": \"a.js\", \"module\": \"./b.mjs\"}"},
        {"module/a.js", ""}, {"module/b.mjs", ""}, {"broken/package.json", "{\"main\": "}, {"broken/index.js", ""},
        {"gone/package.json", "{\"main\": \"gone.js\"}"}, {"gone/index.tsx", ""},
        {"exports/package.json", "{\"exports\": \"./e.js\"}"},
        {"exports/e.js", ""}, {"self/package.json", "{\"main\": \".\"}"}, {"self/index.js", ""},
        {"dir/package.json", "{\"main\": \"./sub/\"}"},
        {"dir/sub/index.js", ""}},
       {{"x.ts", "./lib", "lib/index.ts"},
        {"x.ts", "./lib/", "lib/index.ts"},
        {"lib/a.ts", ".", "lib/index.ts"},
        {"lib/a.ts", "./", "lib/index.ts"},
        {"lib/a.ts", "..", "index.js"},
        {"lib/a.ts", "../", "index.js"},
        {"lib/a.ts", "../lib/.", "lib/index.ts"},
        {"x.ts", ".", "index.js"},
        {"x.ts", "./both", "both.ts"},
        {"x.ts", "./both/", "both/index.js"},
        {"x.ts", "./main", "main/code/start.js"},
        {"x.ts", "./module", "module/b.mjs"},
        {"x.ts", "./broken", "broken/index.js"},
        {"x.ts", "./gone", "gone/index.tsx"},
        {"x.ts", "./exports", "exports/e.js"},
        {"x.ts", "./self", "self/index.js"},
        {"x.ts", "./dir", "dir/sub/index.js"}}},
      {"nothing above the root",
       {{"a.js", ""}, {"index.js", ""}, {"deep/b.js", ""}},
       {{"a.js", "../a", NULL},
        {"a.js", "../../../../a.js", NULL},
        {"deep/b.js", "../a", "a.js"},
        {"deep/b.js", "../../a", NULL},
        {"deep/b.js", "../..", NULL},
        {"deep/b.js", "../deep/../deep/../a", "a.js"},
        {"a.js", "", NULL},
        {"a.js", "...", NULL},
        {"a.js", "..a", NULL}}},
      {"what stands behind a path, and before it",
       {{"a.js", ""}, {"b.ts", ""}, {"w.worker.ts", ""}, {"c.svg", ""}},
       {{"x.js", "./a?raw", "a.js"},
        {"x.js", "./a.js#y", "a.js"},
        {"x.js", "./b.js?v=1#z", "b.ts"},
        {"x.js", "./w.worker?worker&inline", "w.worker.ts"},
        {"x.js", "./c.svg?react", "c.svg"},
        {"x.js", "raw-loader!./a", "a.js"},
        {"x.js", "!!style-loader!css-loader?modules!./a.js", "a.js"},
        {"x.js", "?raw", NULL},
        {"x.js", "./?x", NULL}}},
      {"platforms of React Native",
       {{"Button.native.tsx", ""}, {"Button.web.tsx", ""}, {"Card.ios.js", ""}, {"Card.android.js", ""},
        {"Plain.js", ""},
        {"Plain.ios.js", ""}, {"lib/index.android.ts", ""}, {"Only.web.jsx", ""}},
       {{"App.tsx", "./Button", "Button.native.tsx"},
        {"App.tsx", "./Card", "Card.ios.js"},
        {"App.tsx", "./Plain", "Plain.js"},
        {"App.tsx", "./lib", "lib/index.android.ts"},
        {"App.tsx", "./lib/", "lib/index.android.ts"},
        {"App.tsx", "./Only", "Only.web.jsx"}}},
  };
  resolve_check(tables, COUNT(tables));
}

static void sites(void **state) {
  (void)state;
  static const struct resolve_table tables[] = {
      {"a Vite project below the root",
       {{"apps/web/package.json", "{}"}, {"apps/web/src/main.ts", ""}, {"apps/web/index.html", ""},
        {"apps/web/public/sw.js", ""},
        {"apps/web/public/js/a.js", ""}, {"apps/web/static/t.js", ""}, {"src/main.ts", ""}, {"root.js", ""}},
       {{"apps/web/index.html", "/src/main.ts", "apps/web/src/main.ts"},
        {"apps/web/src/main.ts", "/sw.js", "apps/web/public/sw.js"},
        {"apps/web/src/main.ts", "/t.js", "apps/web/static/t.js"},
        {"apps/web/public/js/b.js", "/js/a.js", "apps/web/public/js/a.js"},
        {"apps/web/src/main.ts", "/root.js", "root.js"},
        {"apps/web/src/main.ts", "/../../root.js", NULL},
        {"apps/web/src/main.ts", "/nowhere.js", NULL}}},
      {"plain pages",
       {{"site/index.html", ""}, {"site/js/app.js", ""}, {"site/sub/page.html", ""}, {"public/p.js", ""}},
       {{"site/index.html", "/js/app.js", "site/js/app.js"},
        {"site/sub/page.html", "/js/app.js", "site/js/app.js"},
        {"site/sub/page.html", "./js/app.js", NULL},
        {"site/index.html", "/p.js", "public/p.js"},
        {"site/index.html", "//js/app.js", NULL},
        {"index.html", "/site/js/app", "site/js/app.js"}}},
  };
  resolve_check(tables, COUNT(tables));
}

static void habits(void **state) {
  (void)state;
  static const struct resolve_table tables[] = {
      {"at and tilde",
       {{"package.json", "{\"dependencies\": {\"@config/keys\": \"1\"}}"}, {"src/a.ts", ""}, {"b.ts", ""},
        {"app/c.ts", ""},
        {"src/both.ts", ""}, {"both.ts", ""}, {"src/config/keys.ts", ""}, {"src/components/Button.tsx", ""},
        {"src/components/index.ts", ""}, {"src/utils.ts", ""}},
       {{"src/pages/x.ts", "@/a", "src/a.ts"},
        {"src/pages/x.ts", "~/a", "src/a.ts"},
        {"src/pages/x.ts", "@/b", "b.ts"},
        {"src/pages/x.ts", "~/c", "app/c.ts"},
        {"src/pages/x.ts", "@/both", "src/both.ts"},
        {"src/pages/x.ts", "~~/both", "both.ts"},
        {"src/pages/x.ts", "@@/b", "b.ts"},
        {"src/pages/x.ts", "~~/a", NULL},
        {"src/pages/x.ts", "@/a?raw", "src/a.ts"},
        {"src/pages/x.ts", "@/missing", NULL},
        {"src/pages/x.ts", "@/../../a", NULL},
        {"src/pages/x.ts", "@config/keys", NULL},
        {"src/pages/x.ts", "@components/Button", "src/components/Button.tsx"},
        {"src/pages/x.ts", "@components", "src/components/index.ts"},
        {"src/pages/x.ts", "~components/Button", "src/components/Button.tsx"},
        {"src/pages/x.ts", "src/a", NULL},
        {"src/pages/x.ts", "utils", NULL},
        {"src/pages/x.ts", "b", NULL}}},
      {"no package.json",
       {{"src/a.ts", ""}, {"src/apso/sdk.ts", ""}},
       {{"src/deep/x.ts", "@/a", "src/a.ts"}, {"x.ts", "~/a.js", "src/a.ts"}, {"x.ts", "@apso/sdk", NULL}}},
      {"the nearest package first",
       {{"package.json", "{}"}, {"src/a.ts", ""}, {"src/only.ts", ""}, {"apps/web/package.json", "{}"},
        {"apps/web/src/a.ts", ""},
        {"apps/web/src/esm/package.json", "{\"type\": \"module\"}"}, {"apps/web/src/b.ts", ""}},
       {{"apps/web/src/x.ts", "@/a", "apps/web/src/a.ts"},
        {"apps/web/src/x.ts", "@/only", "src/only.ts"},
        {"apps/web/src/esm/x.ts", "@/b", "apps/web/src/b.ts"},
        {"src/x.ts", "@/a", "src/a.ts"}}},
      {"SvelteKit and Nuxt",
       {{"package.json", "{}"}, {"src/lib/index.js", ""}, {"src/lib/config.ts", ""}, {"src/lib/server/db.ts", ""},
        {"shared/types.ts", ""},
        {"server/utils/key.ts", ""}, {"app/composables/useKey.ts", ""}},
       {{"src/routes/+page.svelte", "$lib", "src/lib/index.js"},
        {"src/routes/+page.svelte", "$lib/config", "src/lib/config.ts"},
        {"src/routes/+page.svelte", "$lib/server/db.js", "src/lib/server/db.ts"},
        {"src/routes/+page.svelte", "$env/static/private", NULL},
        {"src/routes/+page.svelte", "$app/environment", NULL},
        {"server/api/x.ts", "#shared/types", "shared/types.ts"},
        {"server/api/x.ts", "~~/server/utils/key", "server/utils/key.ts"},
        {"app/pages/x.vue", "~/composables/useKey", "app/composables/useKey.ts"},
        {"app/pages/x.vue", "#imports", NULL}}},
  };
  resolve_check(tables, COUNT(tables));
}

static void none_of_ours(void **state) {
  (void)state;
  static const struct resolve_table tables[] = {
      {"builtins, addresses, packages from elsewhere",
       {{"fs.js", ""}, {"react.js", ""}, {"node/fs.js", ""}, {"package.json", "{\"name\": \"x\"}"}},
       {{"a.js", "fs", NULL},
        {"a.js", "node:fs", NULL},
        {"a.js", "react", NULL},
        {"a.js", "@apso/sdk", NULL},
        {"a.js", "https://esm.sh/react", NULL},
        {"a.js", "npm:react@18", NULL},
        {"a.js", "data:text/javascript,1", NULL},
        {"a.js", "virtual:pwa", NULL},
        {"a.js", "#x", NULL},
        {"a.js", "#", NULL},
        {"a.js", "@", NULL},
        {"a.js", "/", NULL},
        {"a.js", "!", NULL}}},
  };
  resolve_check(tables, COUNT(tables));
}

static void nearest_package(void **state) {
  (void)state;
  static const struct file_case cases[] = {
      {"a/package.json", "{}"}, {"a/b/c.js", ""}, {"a/broken/package.json", "{"}, {"x.js", ""}, {NULL, NULL}};
  static const struct {
    const char *path, *folder;
  } rows[] = {
      {"a/b/c.js", "a"}, {"a/x.js", "a"}, {"a/broken/x.js", "a/broken"}, {"a/broken/deep/er/x.js", "a/broken"},
      {"x.js", NULL},    {"ab/x.js", NULL},
  };
  struct files files;
  files_open(&files, cases, COUNT(cases));
  struct resolver *resolver = resolver_open(&files.snapshot);
  for (size_t i = 0; i < COUNT(rows); i++) {
    str folder;
    assert_int_equal(resolver_package(resolver, str_from(rows[i].path), &folder), rows[i].folder != NULL);
    if (rows[i].folder)
      assert_text(folder, rows[i].folder);
  }
  resolver_close(resolver);
  resolver_close(NULL);
}

/* One answer for a folder, whoever asks in it; other folders ask anew, but read no settings again. */
static void answers_are_kept(void **state) {
  (void)state;
  static const struct file_case cases[] = {{"package.json", "{}"}, {"lib/k.ts", ""}, {"lib/l.ts", ""}, {NULL, NULL}};
  struct files files;
  files_open(&files, cases, COUNT(cases));
  struct resolver *resolver = resolver_open(&files.snapshot);
  str first, second;
  assert_true(resolver_find(resolver, STR("lib/l.ts"), STR("./k"), &first));
  assert_false(resolver_find(resolver, STR("lib/l.ts"), STR("react"), &second));
  size_t asked = files.asked;
  assert_true(resolver_find(resolver, STR("lib/other.ts"), STR("./k?raw"), &second));
  assert_false(resolver_find(resolver, STR("lib/other.ts"), STR("react"), &second));
  assert_int_equal(files.asked, asked);
  assert_text(first, "lib/k.ts");
  resolver_close(resolver);
}

/* A specifier that is too long, or holds a NUL, and a path that would be: nothing, and no harm. */
static void lengths(void **state) {
  (void)state;
  static const struct file_case cases[] = {{"a.js", ""}, {NULL, NULL}};
  struct files files;
  files_open(&files, cases, COUNT(cases));
  struct resolver *resolver = resolver_open(&files.snapshot);
  struct buf text = {0};
  str path;
  while (text.len < 1020)
    buf_add(&text, STR("./"));
  buf_add(&text, STR("a.js"));
  assert_true(resolver_find(resolver, STR("x.js"), buf_str(&text), &path));
  buf_add(&text, STR("?"));
  assert_false(resolver_find(resolver, STR("x.js"), buf_str(&text), &path));
  buf_clear(&text);
  while (text.len < 1 << 20)
    buf_add(&text, STR("deep/"));
  assert_false(resolver_find(resolver, buf_str(&text), STR("./a.js"), &path));
  assert_false(resolver_find(resolver, str_head(buf_str(&text), 4095), STR("./a.js"), &path));
  assert_false(resolver_find(resolver, str_head(buf_str(&text), 4095), STR("a"), &path));
  assert_false(resolver_package(resolver, buf_str(&text), &path));
  assert_false(resolver_find(resolver, STR("x.js"), (str){"./a.js\0", 7}, &path));
  buf_free(&text);
  resolver_close(resolver);
}

/* Answers take memory, whatever they are. When it is used up, old ones hold, and new ones are nothing. */
static void room(void **state) {
  (void)state;
  static const struct file_case cases[] = {{"a.js", ""}, {"b.js", ""}, {NULL, NULL}};
  enum { LONG = 1000, ENOUGH = (128 << 20) / LONG };
  struct files files;
  struct buf text = {0};
  str path, first;
  files_open(&files, cases, COUNT(cases));
  struct resolver *resolver = resolver_open(&files.snapshot);
  assert_true(resolver_find(resolver, STR("x.js"), STR("./a"), &first));
  for (unsigned i = 0; i < ENOUGH; i++) {
    buf_clear(&text);
    buf_printf(&text, "#%0*u", (int)LONG, i);
    assert_false(resolver_find(resolver, STR("x.js"), buf_str(&text), &path));
  }
  assert_false(resolver_find(resolver, STR("x.js"), STR("./b"), &path));
  assert_false(resolver_package(resolver, STR("x.js"), &path));
  assert_true(resolver_find(resolver, STR("x.js"), STR("./a"), &path));
  assert_text(path, "a.js");
  assert_ptr_equal(path.ptr, first.ptr);
  buf_free(&text);
  resolver_close(resolver);
}

/* Many names for one thing: only so many files are looked for. */
static void tries(void **state) {
  (void)state;
  struct buf settings = {0};
  buf_add(&settings, STR("{\"compilerOptions\": {\"paths\": {\"*\": ["));
  for (unsigned i = 0; i < 16; i++)
    buf_printf(&settings, "%s\"./d%u/*\"", i ? "," : "", i);
  buf_add(&settings, STR("]}}}"));
  buf_add_byte(&settings, '\0');
  struct buf named = {0};
  buf_add(&named, STR("{\"exports\": ["));
  for (unsigned i = 0; i < 16; i++)
    buf_printf(&named, "%s\"./e%u\"", i ? "," : "", i);
  buf_add(&named, STR("]}"));
  buf_add_byte(&named, '\0');
  struct file_case cases[19] = {{"tsconfig.json", settings.data}};
  char paths[16][32];
  for (unsigned i = 0; i < COUNT(paths); i++) {
    snprintf(paths[i], sizeof paths[i], "d%u/k/package.json", i);
    cases[i + 1] = (struct file_case){paths[i], named.data};
  }
  struct files files;
  str path;
  files_open(&files, cases, COUNT(cases));
  struct resolver *resolver = resolver_open(&files.snapshot);
  assert_false(resolver_find(resolver, STR("x.js"), STR("k"), &path));
  assert_in_range(files.asked, 2000, 2200);
  resolver_close(resolver);
  buf_free(&settings);
  buf_free(&named);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(relative_paths),  cmocka_unit_test(sites),            cmocka_unit_test(habits),
      cmocka_unit_test(none_of_ours),    cmocka_unit_test(nearest_package),  cmocka_unit_test(answers_are_kept),
      cmocka_unit_test(lengths),         cmocka_unit_test(room),             cmocka_unit_test(tries),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
