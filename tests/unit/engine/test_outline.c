/* test_outline.c -- imports, declarations, directives and signs, in whole files and in scripts of pages. */
#include "unit.h"

#include "base/buf.h"
#include "engine/lexer.h"
#include "engine/liveness.h"
#include "engine/nesting.h"
#include "engine/outline.h"

struct row {
  const char *text;
  const char *expected;
};

static const char *const kinds[] = {"import", "export", "require", "dynamic", "reference"};

static void add_imports(struct buf *out, const struct outline *outline) {
  for (size_t i = 0; i < outline->imports.len; i++) {
    const struct outline_import *import = &outline->imports.data[i];
    buf_printf(out, "%s%s%s %.*s:%u", i ? ", " : "", import->type_only ? "type " : "", kinds[import->kind],
               STR_ARG(import->specifier), import->line);
  }
}

static void add_declarations(struct buf *out, const struct outline *outline) {
  for (size_t i = 0; i < outline->declarations.len; i++) {
    const struct outline_declaration *declaration = &outline->declarations.data[i];
    buf_printf(out, "%s%.*s(%.*s) %u-%u", i ? ", " : "", STR_ARG(declaration->name), STR_ARG(declaration->exported),
               declaration->first_line, declaration->last_line);
  }
}

static void add_signs(struct buf *out, const struct outline *outline) {
  static const char *const names[] = {"client", "server", "#!", "browser", "node", "hook", "default"};
  for (size_t i = 0; i < SIGN_COUNT; i++)
    if (outline->lines[i])
      buf_printf(out, "%s%s:%u", out->len ? ", " : "", names[i], outline->lines[i]);
  for (size_t i = 0; i < outline->server_blocks.len; i++)
    buf_printf(out, "%sblock:%u", out->len ? ", " : "", outline->server_blocks.data[i].line);
}

typedef void adder(struct buf *out, const struct outline *outline);

static void check(const char *path, const struct row *rows, size_t len, adder *add) {
  struct outline outline = {0};
  size_t wrong = 0;
  for (size_t i = 0; i < len; i++) {
    struct buf out = {0};
    outline_read(&outline, str_from(path), str_from(rows[i].text));
    add(&out, &outline);
    if (!str_eq(buf_str(&out), str_from(rows[i].expected))) {
      print_error("%s\n  is %.*s\n not %s\n", rows[i].text, STR_ARG(buf_str(&out)), rows[i].expected);
      wrong++;
    }
    buf_free(&out);
  }
  outline_free(&outline);
  assert_int_equal(wrong, 0);
}

static void imports(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"import './a'", "import ./a:1"},
      {"import a from \"./a\"", "import ./a:1"},
      {"import a, { b as c } from './a'", "import ./a:1"},
      {"import * as a from './a'", "import ./a:1"},
      {"import {\n a,\n b,\n} from './a'", "import ./a:4"},
      {"import{a}from'./a'", "import ./a:1"},
      {"import a from './a';import b from './b'", "import ./a:1, import ./b:1"},
      {"import type { A } from './a'", "type import ./a:1"},
      {"import type A from './a'", "type import ./a:1"},
      {"import type from './a'", "import ./a:1"},
      {"import type, { b } from './a'", "import ./a:1"},
      {"import { type A, type B } from './a'", "type import ./a:1"},
      {"import { type A, b } from './a'", "import ./a:1"},
      {"import {} from './a'", "import ./a:1"},
      {"import from from './a'", "import ./a:1"},
      {"import { default as from } from './a'", "import ./a:1"},
      {"import a = require('./a')", "require ./a:1"},
      {"import a from './a.json' with { type: 'json' }\nimport './b'", "import ./a.json:1, import ./b:2"},
      {"export * from './a'", "export ./a:1"},
      {"export * as a from './a'", "export ./a:1"},
      {"export { a, b as c } from './a'", "export ./a:1"},
      {"export type { A } from './a'", "type export ./a:1"},
      {"export { a, b }\nimport './c'", "import ./c:2"},
      {"const a = require('./a')", "require ./a:1"},
      {"const a = require(`./a`)", "require ./a:1"},
      {"const a = require(`./${a}`)", ""},
      {"const a = require(name)", ""},
      {"x.require('./a')", ""},
      {"const a = import('./a')", "dynamic ./a:1"},
      {"lazy(() => import(/* webpackChunkName: 'a' */ './a'))", "dynamic ./a:1"},
      {"import.meta.url", ""},
      {"import(name)", ""},
      {"x.import('./a')", ""},
      {"new Worker('./a.js')", "reference ./a.js:1"},
      {"new URL('./a.js', import.meta.url)", "reference ./a.js:1"},
      {"new URL('/x', base)", ""},
      {"navigator.serviceWorker.register('/sw.js')", "reference /sw.js:1"},
      {"// import './a'", ""},
      {"/* import './a' */ import './b'", "import ./b:1"},
      {"'import \"./a\"'", ""},
      {"`import './a'`", ""},
      {"`${import('./a')}`", "dynamic ./a:1"},
      {"`a ${`b ${require('./a')} c`} d`; import './b'", "require ./a:1, import ./b:1"},
      {"`${ {a: {b: 1}} }`; import './b'", "import ./b:1"},
      {"const r = /import '.\\/a'/; import './b'", "import ./b:1"},
      {"const r = /[/'\"`]/g; import './b'", "import ./b:1"},
      {"if (a) return /'/.test(b)\nimport './b'", "import ./b:2"},
      {"const q = a / b / c; import './b'", "import ./b:1"},
      {"const q = a++ / 2; import './b'; // '", "import ./b:1"},
      {"const e = <p>Don't</p>\nimport './b'", "import ./b:2"},
      {"const e = <p>it's {require('./a')} isn't</p>", "require ./a:1"},
      {"const e = <a>https://x.y {require('./a')}</a>", "require ./a:1"},
      {"const e = <br/>; import './b'", "import ./b:1"},
      {"'unterminated\nimport './b'", "import ./b:2"},
      {"'a\\\nb'; import './b'", "import ./b:2"},
      {"/unterminated\nimport './b'", "import ./b:2"},
      {"import { a, b\nimport './c'", ""},
      {"\xef\xbb\xbfimport './a'", "import ./a:1"},
      {"#!/usr/bin/env node\nimport './a'", "import ./a:2"},
  };
  check("a.tsx", rows, COUNT(rows), add_imports);
}

static void declarations(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"function a() {\n}\n", "a() 1-2"},
      {"async function a() {\n}\n", "a() 1-2"},
      {"function* a() {}", "a() 1-1"},
      {"export function a() {\n}", "a(a) 1-2"},
      {"export async function a() {\n}", "a(a) 1-2"},
      {"export default function a() {}", "a(default) 1-1"},
      {"export default async function a() {}", "a(default) 1-1"},
      {"export default function () {}", "(default) 1-1"},
      {"export default () => {\n}\nfoo()", "(default) 1-2"},
      {"export default class A {\n}", "A(default) 1-2"},
      {"const a = 1\nconst b = 2", "a() 1-1, b() 2-2"},
      {"const a = 1; let b = 2; var c", "a() 1-1, b() 1-1, c() 1-1"},
      {"export const a = async () => {\n  const b = 1\n}\n\nfoo()", "a(a) 1-3"},
      {"export const a = () =>\n  foo()\nexport const b = 1", "a(a) 1-2, b(b) 3-3"},
      {"export const a = wrap(async () => {\n  return 1\n})\nfoo()", "a(a) 1-3"},
      {"const a = {\n  b: 1,\n}", "a() 1-3"},
      {"const { a, b } = c", "a() 1-1"},
      {"class A extends B {\n m() {}\n}", "A() 1-3"},
      {"class A\n  extends B {\n}", "A() 1-3"},
      {"function a() {}function b() {}", "a() 1-1, b() 1-1"},
      {"function a() { function b() {} }", "a() 1-1"},
      {"function a() {}\nexport { a }", "a(a) 1-1"},
      {"function a() {}\nexport { a as GET, b }", "a(GET) 1-1"},
      {"exports.handler = async () => {\n}", "handler(handler) 1-2"},
      {"module.exports.handler = function () {\n}", "handler(handler) 1-2"},
      {"module.exports = {}", ""},
      {"type A = { a: 1 }\ninterface B {\n}\nconst c = 1", "c() 4-4"},
      {"const a = `x\ny`\nconst b = 1", "a() 1-2, b() 3-3"},
      {"const a = b\n  .c()\n  .d()\ne()", "a() 1-3"},
      {"const a = /* } */ 1 // {\nconst b = 2", "a() 1-1, b() 2-2"},
      {"}\n)\nconst a = 1", "a() 3-3"},
  };
  check("a.ts", rows, COUNT(rows), add_declarations);
}

static void signs(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"'use client'", "client:1"},
      {"\n// x\n\"use client\";\nimport a from 'a'", "client:3"},
      {"'use strict'; 'use client'", "client:1"},
      {"a()\n'use client'", ""},
      {"`use client`", ""},
      {"'use server'", "server:1"},
      {"function a() { 'use server' }", "block:1"},
      {"f(async () => {\n  'use server'\n})", "block:2"},
      {"f({ 'use server': 1 }, 'use server')", "block:1"},
      {"#!/usr/bin/env node\na()", "#!:1"},
      {"window.x = 1", "browser:1"},
      {"a\nwindow?.x", "browser:2"},
      {"typeof window", ""},
      {"x.window.y", ""},
      {"document.body", "browser:1"},
      {"document.save()", ""},
      {"'window.x'", ""},
      {"process.exit(1)", "node:1"},
      {"process.env.A", ""},
      {"__dirname + '/x'", "node:1"},
      {"const [a] = useState<string>(1)", "hook:1"},
      {"const useState = 1", ""},
      {"export default 1", "default:1"},
      {"export { a as default }", "default:1"},
  };
  check("a.ts", rows, COUNT(rows), add_signs);
}

static void pages(void **state) {
  (void)state;
  static const struct row html[] = {
      {"<script src=\"a.js\"></script>", "reference a.js:1"},
      {"<p>\n<SCRIPT type=module src='a.js'></SCRIPT>", "reference a.js:2"},
      {"<script src=a.js defer></script>", "reference a.js:1"},
      {"<script data-src=\"b.js\" src=\"a.js\"></script>", "reference a.js:1"},
      {"<script type=\"module\">\nimport './a.js'\n</script>", "import ./a.js:2"},
      {"<script type=\"application/json\">import './a.js'</script>", ""},
      {"<!-- <script src=\"a.js\"></script> --><script src=\"b.js\"></script>", "reference b.js:1"},
      {"<p>import './a.js'</p>", ""},
      {"<script>import './a.js'", "import ./a.js:1"},
      {"<script", ""},
      {"<script>`</script><script>import './b.js'</script>", "import ./b.js:1"},
  };
  static const struct row vue[] = {
      {"<template>import './x'</template>\n<script setup lang=\"ts\">\nimport A from './A.vue'\n</script>",
       "import ./A.vue:3"},
  };
  static const struct row astro[] = {
      {"---\nimport A from './A'\n---\n<A/>\n<script>\nimport './b'\n</script>", "import ./A:2, import ./b:6"},
      {"<p>---</p>\n<script>import './b'</script>", "import ./b:2"},
      {"---\nimport './a'", ""},
  };
  check("a.html", html, COUNT(html), add_imports);
  check("a.vue", vue, COUNT(vue), add_imports);
  check("a.astro", astro, COUNT(astro), add_imports);
}

static void add_name(void *data, str name, str local) {
  buf_printf(data, "%.*s>%.*s ", STR_ARG(name), STR_ARG(local));
}

static void names(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"import a from 'x'", "default>a "},
      {"import a, { b, c as d } from 'x'", "default>a b>b c>d "},
      {"import * as a from 'x'", "*>a "},
      {"import { type A, b } from 'x'", "A>A b>b "},
      {"import 'x'", ""},
      {"export { a as b } from 'x'", "a>b "},
      {"const { a, b: c } = require('x')", "a>a b>c "},
      {"const a = require('x')", "*>a "},
  };
  struct outline outline = {0};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct buf out = {0};
    outline_read(&outline, STR("a.ts"), str_from(rows[i].text));
    assert_int_equal(outline.imports.len, 1);
    outline_names(&outline.imports.data[0], add_name, &out);
    assert_text(buf_str(&out), rows[i].expected);
    buf_free(&out);
  }
  outline_free(&outline);
}

/* Of each declaration, then of each import: is it left when `taken` goes? */
static void what_is_left(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"export function taken() {}", "-"},
      {"export function other() {}", "+"},
      {"const a = 1\nexport function taken() { return a }", "--"},
      {"const a = 1\nexport function taken() { return a }\nexport default () => a", "+-+"},
      {"const a = 1\nexport function taken() {}", "+-"},
      {"const a = 1\nconst b = a\nexport function taken() { return b }", "---"},
      {"function a() { return b() }\nfunction b() { return a() }\nexport function taken() { return a() }", "---"},
      {"const a = 1, b = 2\nexport function taken() { return a }\nexport default () => b", "+-+"},
      {"const { a: { b } } = x\nexport function taken() {}\nexport default () => b", "+-+"},
      {"const a: string = ''\nconst c: string = ''\nexport function taken() { return a }\nexport default () => c",
       "-+-+"},
      {"import a from 'a'\nexport function taken() { return a }", "--"},
      {"import a from 'a'\nexport function taken() { return a }\na()", "-+"},
      {"import a from 'a'\nexport function taken() { return x.a }\n", "-+"},
      {"import a from 'a'\nexport function taken() { return [...a] }", "--"},
      {"import 'a'\nexport function taken() {}", "-+"},
      {"import { a } from 'a'\nexport function taken() { return a }\nexport default () => use<typeof taken>()", "-+-"},
      {"const a = require('a')\nexport function taken() { return a }\n", "---"},
  };
  struct outline outline = {0};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena arena = {NULL};
    struct buf out = {0};
    str text = str_from(rows[i].text);
    outline_read(&outline, STR("a.ts"), text);
    struct liveness liveness = liveness_find(&outline, text, " taken ", &arena);
    for (size_t j = 0; j < outline.declarations.len; j++)
      buf_add_byte(&out, liveness.declarations[j] ? '+' : '-');
    for (size_t j = 0; j < outline.imports.len; j++)
      buf_add_byte(&out, liveness.imports[j] ? '+' : '-');
    if (!str_eq(buf_str(&out), str_from(rows[i].expected)))
      print_error("%s\n", rows[i].text);
    assert_text(buf_str(&out), rows[i].expected);
    buf_free(&out);
    arena_free(&arena);
  }
  outline_free(&outline);
}

static void nesting(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"f({ a: { b: '@' } })", "f a"},
      {"a = { 'b-c': ['@'] }", "a b-c"},
      {"f({ a: { x: 1 }, b: { y: '@' } })", "f b"},
      {"f({ a: {} }); '@'", ""},
      {"x.handler(async () => {\n  '@' })", "handler"},
      {"}}) f('@')", "f"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    str text = str_from(rows[i].text), found[NESTING_MAX];
    size_t len = nesting_names(text, str_find_byte(text, '@', 0), found);
    struct buf out = {0};
    for (size_t j = 0; j < len; j++)
      buf_printf(&out, "%s%.*s", j ? " " : "", STR_ARG(found[j]));
    assert_text(buf_str(&out), rows[i].expected);
    buf_free(&out);
  }
}

/* Each is repeated to a megabyte: what would be quadratic does not end within the test's time. */
static void hostile_texts_end(void **state) {
  (void)state;
  enum { SIZE = 1 << 20 };
  static const char *const pieces[] = {
      "`${", "{", "}", "(", "'\\'", "\\'", "\"\\\"", "/", "/[", "/*", "/**/", "//", "export{", "export{a,",
          "export * ", "import ", "import{",
      "import{a,", "import type ", "function ", "const a=", "a\n", "export const a=1;", "export{a};", "'use server';",
          "{'use server';",
      "require('a');", "import 'a';", "<script>", "<script ", "<!--", "window.", "new URL('a',", "exports.a=",
          "async ", "\xff\xfe", "=>\n",
  };
  static const char *const paths[] = {"a.tsx", "a.html", "a.astro"};
  struct outline outline = {0};
  for (size_t i = 0; i < COUNT(pieces) * COUNT(paths); i++) {
    const char *piece = pieces[i / COUNT(paths)];
    struct buf text = {0};
    struct arena arena = {NULL};
    while (text.len < SIZE)
      buf_add(&text, str_from(piece));
    outline_read(&outline, str_from(paths[i % COUNT(paths)]), buf_str(&text));
    liveness_find(&outline, buf_str(&text), " a ", &arena);
    assert_true(outline.imports.len <= 4096 + 4096 && outline.declarations.len <= 8192);
    buf_free(&text);
    arena_free(&arena);
  }
  outline_free(&outline);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(imports), cmocka_unit_test(declarations), cmocka_unit_test(signs),   cmocka_unit_test(pages),
      cmocka_unit_test(names),   cmocka_unit_test(what_is_left), cmocka_unit_test(nesting),
          cmocka_unit_test(hostile_texts_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
