/* test_exposure.c -- client or server, in small projects: by directive, by framework, by who imports. */
#include "unit.h"

#include "engine/exposure.h"
#include "sheet.h"

#define C EXPOSURE_CLIENT
#define S EXPOSURE_SERVER
#define U EXPOSURE_UNKNOWN

/* A package.json that depends on these. */
#define PACKAGE_IN(folder, dependencies) "# " folder "package.json\n{\"dependencies\": {" dependencies "}}\n"
#define PACKAGE(dependencies) PACKAGE_IN("", dependencies)
#define ON(name) "\"" name "\": \"1\""
#define KEY "const key = '@@';\n"
#define EXPORT "export const key = '@@';\n"

struct row {
  const char *sheet;
  enum exposure class;
  const char *evidence; /* "path:line why" of each, "; " between; NULL: not looked at */
};

static void add_evidence(struct buf *out, const struct exposed *exposed) {
  for (size_t i = 0; i < exposed->evidence_len; i++) {
    const struct evidence *evidence = &exposed->evidence[i];
    buf_printf(out, "%s%.*s:%u %.*s", i ? "; " : "", STR_ARG(evidence->path), evidence->line, STR_ARG(evidence->why));
  }
}

static bool agrees(const struct row *row, bool with_snapshot) {
  struct sheet sheet;
  struct arena kept = {NULL};
  struct buf evidence = {0};
  sheet_read(&sheet, row->sheet);
  struct exposer *exposer = exposer_new(with_snapshot ? &sheet.snapshot : NULL, true);
  struct exposed exposed = exposer_find(exposer, sheet.asked->path, sheet.asked->text, sheet.line, &kept);
  add_evidence(&evidence, &exposed);
  bool same = exposed.class == row->class && (!row->evidence || str_eq(buf_str(&evidence), str_from(row->evidence)));
  if (!same)
    print_error("%s\n  is %s: %.*s\n  not %s: %s\n", row->sheet, exposure_name(exposed.class), STR_ARG(buf_str(&evidence)),
                exposure_name(row->class), row->evidence ? row->evidence : "(any)");
  buf_free(&evidence);
  arena_free(&kept);
  exposer_free(exposer);
  return same;
}

static void check(const struct row *rows, size_t len) {
  size_t wrong = 0;
  for (size_t i = 0; i < len; i++)
    wrong += !agrees(&rows[i], true);
  assert_int_equal(wrong, 0);
}

static void directives(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"# a.tsx\n'use client'\n" KEY, C, "a.tsx:1 'use client' directive"},
      {"# a.tsx\n// note\n/* note */\n\"use client\";\n" KEY, C, "a.tsx:3 'use client' directive"},
      {"# a.tsx\n'use strict'\n'use client'\n" KEY, C, "a.tsx:2 'use client' directive"},
      {"# a.ts\n'use server'\n" KEY, S, "a.ts:1 'use server' directive"},
      {"# a.tsx\nimport x from 'y'\n'use client'\n" KEY, U, ""},
      {"# a.tsx\nconst a = 1\nconst b = 'use client'\n" KEY, U, ""},
      {"# a.tsx\n// 'use client'\n" KEY, U, ""},
      {"# a.tsx\nexport default function P() {\n  async function act() {\n    'use server'\n    f('@@')\n  }\n}\n", S,
       "a.tsx:3 'use server' directive of this function"},
      {"# a.tsx\nexport default function P() {\n  async function act() {\n    'use server'\n    f()\n  }\n  f('@@')\n}\n", U, ""},
      {"# a.tsx\n'use client'\nexport async function f() {\n  'use server'\n  g('@@')\n}\n", S, NULL},
      {"# a.ts\nimport 'server-only'\n" KEY, S, "a.ts:1 imports server-only"},
      {"# a.ts\nimport 'client-only'\n" KEY, C, "a.ts:1 imports client-only"},
      {"# a.tsx\n'use client'\n# b.ts\n" EXPORT, U, ""},
      {"# a.tsx\n'use client'\nimport {key} from './b'\n# b.ts\n" EXPORT, C, "a.tsx:2 imported by; a.tsx:1 'use client' directive"},
      {"# a.tsx\n'use client'\n\nimport {x} from './b'\n# b.ts\nimport './c'\n# c.ts\n" EXPORT, C,
       "b.ts:1 imported by; a.tsx:3 imported by; a.tsx:1 'use client' directive"},
      {"# a.tsx\n'use client'\nimport type {Key} from './b'\n# b.ts\n" EXPORT, U, ""},
      {"# a.ts\n'use server'\nimport {key} from './b'\n# b.ts\n" EXPORT, S, "a.ts:2 imported by; a.ts:1 'use server' directive"},
      {"# a.ts\n'use server'\nimport {key} from './c'\n# b.ts\n'use client'\nimport './c'\n# c.ts\n" EXPORT, C,
       "b.ts:2 imported by; b.ts:1 'use client' directive"},
      {"# a.ts\nimport './b'\n# b.ts\nimport './a'\n" EXPORT, U, ""},
      {"# a.ts\nimport './b'\n# b.ts\nimport './a'\nimport './c'\n" EXPORT "# c.ts\n'use client'\nimport './a'\n", C,
       "a.ts:1 imported by; c.ts:2 imported by; c.ts:1 'use client' directive"},
      {"# a.js\n'use client'\nconst k = require('./b')\n# b.js\n" KEY, C, "a.js:2 imported by; a.js:1 'use client' directive"},
      {"# a.js\n'use client'\nexport * from './b'\n# b.js\n" EXPORT, C, NULL},
      {"# a.js\n'use client'\nconst L = lazy(() => import('./b'))\n# b.js\n" EXPORT, C, NULL},
      {"# a.js\n'use client'\nnew Worker(new URL('./b.js', import.meta.url))\n# b.js\n" KEY, C, NULL},
      {"# a.js\n'use client'\nimport 'x'\n# node_modules/x/package.json\n{\"main\": \"a.js\"}\n# node_modules/x/a.js\n" KEY, C, "a.js:2 imported by; a.js:1 'use client' directive"},
      {"# a.js\n'use client'\nimport k from './k.json'\n# k.json\n{\"key\": \"@@\"}\n", C, "a.js:2 imported by; a.js:1 'use client' directive"},
  };
  check(rows, COUNT(rows));
}

static void next_app_router(void **state) {
  (void)state;
#define NEXT PACKAGE(ON("next"))
  static const struct row rows[] = {
      {NEXT "# app/page.tsx\n" KEY "export default () => null\n", S, "app/page.tsx:1 Next.js app router renders this on the server"},
      {NEXT "# src/app/(shop)/[id]/page.tsx\n" KEY, S, NULL},
      {NEXT "# app/layout.js\n" KEY, S, NULL},
      {NEXT "# app/page.tsx\n'use client'\n" KEY, C, "app/page.tsx:1 'use client' directive"},
      {NEXT "# app/error.tsx\n'use client'\n" KEY, C, NULL},
      {NEXT "# app/api/keys/route.ts\n" KEY "export async function GET() {}\n", S, "app/api/keys/route.ts:1 a Next.js route handler"},
      {NEXT "# middleware.ts\n" KEY, S, "middleware.ts:1 Next.js middleware"},
      {NEXT "# src/middleware.ts\n" KEY, S, NULL},
      {NEXT "# instrumentation-client.ts\n" KEY, C, NULL},
      {NEXT "# app/page.tsx\nimport {key} from '../lib/apso'\n# lib/apso.ts\n" EXPORT, S,
       "app/page.tsx:1 imported by; app/page.tsx:1 Next.js app router renders this on the server"},
      {NEXT "# app/page.tsx\nimport {key} from '@/lib/apso'\n# tsconfig.json\n{\"compilerOptions\":{\"paths\":{\"@/*\":[\"./*\"]}}}\n# lib/apso.ts\n" EXPORT, S, NULL},
      {NEXT "# app/page.tsx\nimport W from '../components/w'\n# components/w.tsx\n'use client'\nimport {key} from '../lib/apso'\n# lib/apso.ts\n" EXPORT, C,
       "components/w.tsx:2 imported by; components/w.tsx:1 'use client' directive"},
      {NEXT "# app/page.tsx\nimport W from '../components/w'\n# components/w.tsx\n'use client'\nimport V from './v'\n# components/v.tsx\n" KEY "export default () => null\n", C,
       NULL},
      {NEXT "# app/page.tsx\nimport W from '../components/w'\n# components/w.tsx\n" KEY "export default () => null\n", S, NULL},
      {NEXT "# app/actions.ts\n'use server'\n" KEY, S, NULL},
      {NEXT "# app/c.tsx\n'use client'\nimport {act} from './actions'\n# app/actions.ts\n'use server'\n" KEY, S, NULL},
      {NEXT "# app/c.tsx\n'use client'\nimport {act} from './actions'\n# app/actions.ts\n'use server'\nimport {key} from './key'\n# app/key.ts\n" EXPORT, S, NULL},
      {NEXT "# app/api/a/route.ts\nimport {key} from '../../../lib/k'\n# lib/k.ts\n" EXPORT, S, NULL},
      {NEXT "# lib/k.ts\n" EXPORT, U, ""},
      {NEXT "# lib/k.ts\nimport { cookies } from 'next/headers'\n" EXPORT, S, "lib/k.ts:1 imports next/headers"},
      {NEXT "# lib/auth.ts\nimport { betterAuth } from 'better-auth'\nimport { apsoAdapter } from '@apso/better-auth-adapter'\n" KEY, S, NULL},
      {NEXT "# hooks/use.ts\nimport { useState } from 'react'\nexport function useX() {\n  useState(0)\n  return '@@'\n}\n", C, "hooks/use.ts:3 uses useState"},
      {NEXT "# next.config.js\nmodule.exports = {\n  env: {\n    KEY: '@@',\n  },\n}\n", C, "next.config.js:3 Next.js builds env into the bundle"},
      {NEXT "# next.config.js\nmodule.exports = {\n  serverRuntimeConfig: {\n    KEY: '@@',\n  },\n}\n", S, NULL},
      {NEXT "# next.config.mjs\nexport default {\n  publicRuntimeConfig: { key: '@@' },\n}\n", C, NULL},
      {NEXT "# next.config.js\nconst key = '@@'\n", S, NULL},
      {"# next.config.js\nmodule.exports = {}\n# app/page.tsx\n" KEY, S, NULL},
      {"# app/shop/page.tsx\n" KEY, S, NULL},
      {"# web/app/api/x/route.ts\n" KEY, S, NULL},
      {PACKAGE(ON("express")) "# web/next.config.js\n\n# web/app/page.tsx\n" KEY, S, NULL},
      {PACKAGE(ON("express")) PACKAGE_IN("apps/web/", ON("next")) "# apps/web/pages/index.tsx\n" KEY, C,
       "apps/web/pages/index.tsx:1 Next.js pages router ships this component"},
      {NEXT "# app/page.tsx\nimport { Chat } from '../chat'\nexport default () => (\n  <Chat\n    apiKey=\"@@\" />\n)\n# chat.tsx\n\"use client\"\n", C,
       "app/page.tsx:4 given to a client component, which is sent to the browser; chat.tsx:1 'use client' directive"},
      {NEXT "# app/page.tsx\nimport { Chat } from '../chat'\nexport default () => (\n  <Chat apiKey=\"@@\" />\n)\n# chat.tsx\nexport const Chat = 1\n", S, NULL},
      {NEXT "# app/page.tsx\nimport { Chat } from '../chat'\nconst key = '@@'\nexport default () => <Chat />\n# chat.tsx\n'use client'\n", S, NULL},
      {NEXT "# app/demo/page.tsx\n'use client'\n" KEY, C, NULL},
  };
  check(rows, COUNT(rows));
}

static void next_pages_router(void **state) {
  (void)state;
  static const struct row rows[] = {
      {NEXT "# pages/index.tsx\n" KEY "export default function P() { return key }\n", C, "pages/index.tsx:1 Next.js pages router ships this component"},
      {NEXT "# src/pages/a/b.jsx\nexport default function P() {\n  return '@@'\n}\n", C, NULL},
      {NEXT "# pages/_app.tsx\n" KEY, C, NULL},
      {NEXT "# pages/_document.tsx\n" KEY, S, NULL},
      {NEXT "# pages/api/a.ts\n" KEY, S, "pages/api/a.ts:1 a Next.js API route"},
      {NEXT "# pages/a.tsx\nexport async function getServerSideProps() {\n  return f('@@')\n}\nexport default function P() {}\n", S,
       "pages/a.tsx:1 getServerSideProps runs on the server"},
      {NEXT "# pages/a.tsx\nexport const getStaticProps = async () => {\n  return f('@@')\n}\nexport default function P() {}\n", S, NULL},
      {NEXT "# pages/a.tsx\nexport const getStaticProps: GetStaticProps = async () =>\n  f('@@')\n\nexport default function P() {}\n", S, NULL},
      {NEXT "# pages/a.tsx\nexport const getServerSideProps = withAuth(async () => {\n  return f('@@')\n})\nexport default function P() {}\n", S, NULL},
      {NEXT "# pages/a.tsx\nasync function getServerSideProps() {\n  return f('@@')\n}\nexport { getServerSideProps }\nexport default P\n", S, NULL},
      {NEXT "# pages/a.tsx\nexport async function getServerSideProps() {}\nexport default function P() {\n  return f('@@')\n}\n", C, NULL},
      {NEXT "# pages/a.tsx\nfunction P() { return 1 }\nP.getInitialProps = async () => {\n  return f('@@')\n}\nexport default P\n", C, NULL},
      {NEXT "# pages/a.tsx\n" KEY "export async function getServerSideProps() { return f(key) }\nexport default function P() { return 1 }\n", S,
       "pages/a.tsx:1 used only by exports that stay on the server"},
      {NEXT "# pages/a.tsx\n" KEY "export async function getServerSideProps() { return f(key) }\nexport default function P() { return key }\n", C, NULL},
      {NEXT "# pages/a.tsx\nconst unused = '@@'\nexport async function getServerSideProps() {}\nexport default function P() {}\n", C, NULL},
      {NEXT "# pages/a.tsx\nfunction load() {\n  return f('@@')\n}\nfunction more() { return load() }\nexport async function getStaticProps() { return more() }\n"
            "export default function P() {}\n", S, NULL},
      {NEXT "# pages/a.tsx\nimport {key} from '../k'\nexport async function getServerSideProps() { return f(key) }\nexport default function P() {}\n# k.ts\n" EXPORT, S,
       "pages/a.tsx:1 imported by; pages/a.tsx:1 used only by exports that stay on the server"},
      {NEXT "# pages/a.tsx\nimport {key} from '../k'\nexport default function P() { return key }\n# k.ts\n" EXPORT, C,
       "pages/a.tsx:1 imported by; pages/a.tsx:1 Next.js pages router ships this component"},
      {NEXT "# pages/a.tsx\nimport * as k from '../k'\nexport async function getStaticProps() { return k.key }\nexport default () => <p>{k.key}</p>\n# k.ts\n" EXPORT, C, NULL},
      {NEXT "# pages/a.tsx\nexport async function getServerSideProps() {\n  const k = await import('../k')\n}\nexport default P\n# k.ts\n" EXPORT, S, NULL},
      {NEXT "# pages/a.tsx\nexport { getServerSideProps } from '../k'\nexport default function P() {}\n# k.ts\nexport const getServerSideProps = () => '@@'\n", S, NULL},
      {NEXT "# pages/api/a.ts\nimport {key} from '../../k'\n# pages/b.tsx\nimport {key} from '../k'\nexport default () => key\n# k.ts\n" EXPORT, C,
       "pages/b.tsx:1 imported by; pages/b.tsx:1 Next.js pages router ships this component"},
      {NEXT "# pages/api/a.ts\nimport {key} from '../../k'\n# k.ts\n" EXPORT, S, NULL},
      {NEXT "# pages/a.tsx\nimport B from '../components/b'\nexport default () => <B/>\n# components/b.tsx\n" KEY, C, NULL},
      {"# pages/api/a.ts\n" KEY, S, NULL},
      {"# pages/a.tsx\nimport Head from 'next/head'\n" KEY, C, NULL},
      {"# x/view.tsx\nexport async function getServerSideProps() {\n  return '@@'\n}\n", S, NULL},
      {NEXT "# pages/a.test.tsx\n" KEY, U, "pages/a.test.tsx:1 test file"},
  };
  check(rows, COUNT(rows));
}

static void other_frameworks(void **state) {
  (void)state;
#define REMIX PACKAGE(ON("@remix-run/react"))
#define KIT PACKAGE(ON("@sveltejs/kit"))
#define NUXT PACKAGE(ON("nuxt"))
#define ASTRO PACKAGE(ON("astro"))
#define GATSBY PACKAGE(ON("gatsby"))
#define EXPO PACKAGE(ON("expo") "," ON("react-native"))
#define ANGULAR PACKAGE(ON("@angular/core"))
#define ELECTRON PACKAGE(ON("electron"))
  static const struct row rows[] = {
      {REMIX "# app/routes/a.tsx\nexport async function loader() {\n  return f('@@')\n}\nexport default function R() {}\n", S, "app/routes/a.tsx:1 loader runs on the server"},
      {REMIX "# app/routes/a.tsx\nexport const action = async () => {\n  return f('@@')\n}\nexport default function R() {}\n", S, NULL},
      {REMIX "# app/routes/a.tsx\nexport async function loader() {}\nexport default function R() {\n  return f('@@')\n}\n", C, NULL},
      {REMIX "# app/routes/a.tsx\nexport const clientLoader = () => {\n  return f('@@')\n}\nexport default function R() {}\n", C, NULL},
      {REMIX "# app/routes/a.ts\n" KEY "export const loader = () => key\n", S, NULL},
      {REMIX "# app/routes/a.tsx\nimport {key} from '../k'\nexport const loader = () => key\nexport default () => useLoaderData<typeof loader>()\n# app/k.ts\n" EXPORT, S, NULL},
      {REMIX "# app/pages/home.tsx\nexport async function loader() {\n  return f('@@')\n}\nexport default function H() {}\n", S, NULL},
      {REMIX "# app/pages/home.tsx\nexport async function loader() {}\nexport default function H() {\n  return f('@@')\n}\n", C, NULL},
      {REMIX "# app/root.tsx\n" KEY "export default () => key\n", C, NULL},
      {REMIX "# app/entry.client.tsx\n" KEY, C, NULL},
      {REMIX "# app/entry.server.tsx\n" KEY, S, NULL},
      {REMIX "# app/apso.server.ts\n" KEY, S, NULL},
      {REMIX "# app/routes/a.tsx\nimport {key} from '../apso.server'\nexport default () => key\n# app/apso.server.ts\n" EXPORT, S, NULL},
      {REMIX "# app/x.client.ts\n" KEY, C, NULL},
      {REMIX "# app/.server/db.ts\n" KEY, S, NULL},
      {KIT "# src/routes/+page.svelte\n<script>\n" KEY "</script>\n", C, "src/routes/+page.svelte:1 SvelteKit ships this page"},
      {KIT "# src/routes/+page.ts\n" KEY, C, NULL},
      {KIT "# src/routes/+layout.js\n" KEY, C, NULL},
      {KIT "# src/routes/a/+page.server.ts\n" KEY, S, NULL},
      {KIT "# src/routes/api/+server.ts\n" KEY, S, "src/routes/api/+server.ts:1 a SvelteKit endpoint"},
      {KIT "# src/hooks.server.ts\n" KEY, S, NULL},
      {KIT "# src/hooks.client.ts\n" KEY, C, NULL},
      {KIT "# src/lib/server/apso.ts\n" KEY, S, NULL},
      {KIT "# src/routes/+page.svelte\n<script>\nimport {key} from '$lib/apso'\n</script>\n# src/lib/apso.ts\n" EXPORT, C,
       "src/routes/+page.svelte:2 imported by; src/routes/+page.svelte:1 SvelteKit ships this page"},
      {KIT "# src/routes/+page.server.ts\nimport {key} from '$lib/apso'\n# src/lib/apso.ts\n" EXPORT, S, NULL},
      {KIT "# src/lib/apso.ts\nimport { APSO } from '$env/static/private'\n" KEY, S, NULL},
      {KIT "# static/config.js\n" KEY, C, NULL},
      {"# web/src/routes/+page.svelte\n<script>\n" KEY "</script>\n", C, NULL},
      {"# web/src/routes/+page.server.js\n" KEY, S, NULL},
      {NUXT "# pages/index.vue\n<script setup>\n" KEY "</script>\n", C, "pages/index.vue:1 Nuxt ships this page"},
      {NUXT "# app/composables/apso.ts\n" KEY, C, NULL},
      {NUXT "# plugins/apso.ts\n" KEY, C, NULL},
      {NUXT "# plugins/apso.server.ts\n" KEY, S, NULL},
      {NUXT "# plugins/apso.client.ts\n" KEY, C, NULL},
      {NUXT "# server/api/a.ts\n" KEY, S, "server/api/a.ts:1 Nuxt's server folder"},
      {NUXT "# components/A.server.vue\n<script setup>\n" KEY "</script>\n", S, NULL},
      {NUXT "# nuxt.config.ts\nexport default defineNuxtConfig({\n  runtimeConfig: {\n    apso: '@@',\n    public: { a: 1 },\n  },\n})\n", S,
       "nuxt.config.ts:3 runtimeConfig outside of public stays on the server"},
      {NUXT "# nuxt.config.ts\nexport default defineNuxtConfig({\n  runtimeConfig: {\n    public: {\n      apso: '@@',\n    },\n  },\n})\n", C, NULL},
      {NUXT "# nuxt.config.js\nexport default {\n  publicRuntimeConfig: {\n    apso: '@@',\n  },\n}\n", C, NULL},
      {NUXT "# nuxt.config.js\nexport default {\n  privateRuntimeConfig: {\n    apso: '@@',\n  },\n}\n", S, NULL},
      {ASTRO "# src/pages/index.astro\n---\n" KEY "---\n<p>hi</p>\n", S, "src/pages/index.astro:1 Astro runs the frontmatter on the server"},
      {ASTRO "# src/pages/index.astro\n---\nconst a = 1\n---\n<script>\n" KEY "</script>\n", C, "src/pages/index.astro:5 Astro ships this script"},
      {ASTRO "# src/pages/index.astro\n---\nimport W from '../W.tsx'\n---\n<W client:load />\n# src/W.tsx\n" KEY, C,
       "src/pages/index.astro:2 imported by; src/pages/index.astro:2 Astro ships this component: client directive"},
      {ASTRO "# src/pages/index.astro\n---\nimport W from '../W.tsx'\n---\n<W />\n# src/W.tsx\n" KEY, S, NULL},
      {ASTRO "# src/pages/index.astro\n---\n---\n<script>\nimport {key} from '../k'\n</script>\n# src/k.ts\n" EXPORT, C, NULL},
      {ASTRO "# src/pages/api.ts\n" KEY, S, NULL},
      {ASTRO "# src/middleware.ts\n" KEY, S, NULL},
      {ASTRO "# src/components/A.astro\n---\n---\n<Chat client:only=\"react\" apiKey=\"@@\" />\n", C, NULL},
      {GATSBY "# src/pages/index.js\n" KEY "export default () => key\n", C, NULL},
      {GATSBY "# src/pages/index.js\nexport async function getServerData() {\n  return '@@'\n}\nexport default () => 1\n", S, NULL},
      {GATSBY "# gatsby-node.js\n" KEY, S, NULL},
      {GATSBY "# gatsby-browser.js\n" KEY, C, NULL},
      {GATSBY "# gatsby-ssr.js\n" KEY, S, NULL},
      {GATSBY "# src/api/a.js\n" KEY, S, NULL},
      {EXPO "# App.tsx\n" KEY, C, NULL},
      {EXPO "# app/index.tsx\n" KEY, C, NULL},
      {EXPO "# app/hello+api.ts\n" KEY, S, "app/hello+api.ts:1 an Expo API route"},
      {EXPO "# App.tsx\nimport './src/net'\n# src/net.ts\n" KEY, C, NULL},
      {EXPO "# app.json\n{\"expo\": {\"extra\": {\"key\": \"@@\"}}}\n", C, NULL},
      {EXPO "# app.config.js\nexport default { extra: { key: '@@' } }\n", C, NULL},
      {EXPO "# index.js\nAppRegistry.registerComponent('a', () => App)\nimport './k'\n# k.js\n" KEY, C, NULL},
      {EXPO "# metro.config.js\n" KEY, S, NULL},
      {EXPO "# src/screens/Home.tsx\nimport { View } from 'react-native'\n" KEY, C, NULL},
      {ANGULAR "# src/main.ts\nimport './app/app'\n# src/app/app.ts\n" KEY, C, NULL},
      {ANGULAR "# src/environments/environment.prod.ts\nexport const environment = {\n  key: '@@',\n}\n", C,
       "src/environments/environment.prod.ts:1 Angular builds this environment into the bundle"},
      {ANGULAR "# src/app/apso.service.ts\n" KEY, C, NULL},
      {ANGULAR "# src/app/app.config.server.ts\n" KEY, S, NULL},
      {ANGULAR "# server.ts\n" KEY, S, NULL},
      {ELECTRON "# src/renderer/app.ts\n" KEY, C, NULL},
      {ELECTRON "# src/main/index.ts\n" KEY, S, "src/main/index.ts:1 Electron's main process"},
      {ELECTRON "# src/preload/index.ts\n" KEY, C, NULL},
      {ELECTRON "# index.html\n<script src=\"renderer.js\"></script>\n# renderer.js\n" KEY, C, NULL},
      {"# package.json\n{\"main\": \"start.js\", \"devDependencies\": {\"electron\": \"1\"}}\n# start.js\n" KEY, S,
       "start.js:1 Electron's main process, main in package.json"},
      {"# a.js\nconst { app, BrowserWindow } = require('electron')\n" KEY, S, NULL},
      {"# a.js\nconst { contextBridge } = require('electron')\n" KEY, C, NULL},
      {PACKAGE(ON("@solidjs/start")) "# src/routes/a.tsx\n" KEY, C, NULL},
      {PACKAGE(ON("@solidjs/start")) "# src/routes/a.tsx\nconst f = query(async () => {\n  'use server'\n  return g('@@')\n}, 'x')\n", S, NULL},
      {PACKAGE(ON("@tanstack/react-start")) "# src/routes/a.tsx\nconst f = createServerFn().handler(async () => {\n  return g('@@')\n})\n", S, NULL},
      {PACKAGE(ON("@builder.io/qwik")) "# src/routes/index.tsx\nexport const useX = routeLoader$(async () => {\n  return g('@@')\n})\n", S, NULL},
      {PACKAGE(ON("@builder.io/qwik")) "# src/routes/index.tsx\n" KEY, C, NULL},
      {"# redwood.toml\n\n# api/src/functions/a.ts\n" KEY, S, NULL},
      {"# redwood.toml\n\n# web/src/a.ts\n" KEY, C, NULL},
      {PACKAGE(ON("@docusaurus/core")) "# docusaurus.config.js\nmodule.exports = {\n  customFields: {\n    key: '@@',\n  },\n}\n", C, NULL},
  };
  check(rows, COUNT(rows));
}

static void bundlers(void **state) {
  (void)state;
#define VITE PACKAGE(ON("vite") "," ON("react"))
#define CRA PACKAGE(ON("react-scripts") "," ON("react"))
  static const struct row rows[] = {
      {VITE "# index.html\n<div id=root></div>\n<script type=\"module\" src=\"/src/start.tsx\"></script>\n# src/start.tsx\nimport './app'\n# src/app.tsx\n" KEY, C,
       "src/start.tsx:1 imported by; index.html:2 imported by; index.html:1 a page that browsers load"},
      {VITE "# src/lib/unused.ts\n" KEY, U, ""},
      {VITE "# src/lone.tsx\n" KEY, C, "src/lone.tsx:1 a component of an application that is bundled for browsers"},
      {"# src/lone.jsx\nimport React from 'react'\n" KEY, C, "src/lone.jsx:1 a React component"},
      {NEXT "# lone.jsx\nimport React from 'react'\n" KEY, U, ""},
      {"# views/a.ejs\n<p><%= x %></p>\n<script>\n" KEY "</script>\n", C, "views/a.ejs:3 a script in a page's template"},
      {"# views/a.ejs\n<p>@@</p>\n", U, ""},
      {"# views/a.ejs\n<script src=\"/js/app.js\"></script>\n# js/app.js\n" KEY, C, NULL},
      {"# Dockerfile\nENV NEXT_PUBLIC_KEY=@@\n", C, NULL},
      {"# vercel.json\n{\"env\": {\n\"NEXT_PUBLIC_KEY\": \"@@\"}}\n", C, NULL},
      {"# README.md\nset NEXT_PUBLIC_KEY to @@\n", U, ""},
      {"# .env\n#VITE_KEY=@@\n", U, ""},
      {"# static/app.js\n" KEY, C, NULL},
      {VITE "# vite.config.ts\nexport default defineConfig({\n  define: {\n    __KEY__: JSON.stringify('@@'),\n  },\n})\n", C,
       "vite.config.ts:3 a constant that the bundler writes into the bundle"},
      {VITE "# vite.config.ts\n" KEY, S, NULL},
      {CRA "# src/index.js\nimport App from './App'\n# src/App.js\n" KEY, C, "src/index.js:1 imported by; src/index.js:1 the entry of Create React App"},
      {CRA "# src/setupProxy.js\n" KEY, S, NULL},
      {CRA "# src/App.test.js\nimport './k'\n# src/k.js\n" EXPORT, U, ""},
      {PACKAGE(ON("@vue/cli-service")) "# src/main.js\nimport App from './App.vue'\n# src/App.vue\n<script>\n" KEY "</script>\n", C, NULL},
      {PACKAGE(ON("vue")) "# src/A.vue\n<template><p/></template>\n<script>\n" KEY "</script>\n", C, "src/A.vue:1 a Vue component"},
      {PACKAGE(ON("svelte")) "# src/A.svelte\n<script>\n" KEY "</script>\n", C, NULL},
      {PACKAGE(ON("webpack")) "# webpack.config.js\nmodule.exports = {\n  entry: './client/boot.js',\n  output: {},\n}\n# client/boot.js\n" KEY, C,
       "client/boot.js:1 an entry of webpack's configuration"},
      {PACKAGE(ON("webpack")) "# webpack.config.js\nmodule.exports = {\n  target: 'node', entry: './a/boot.js' }\n# a/boot.js\n" KEY, U, ""},
      {PACKAGE(ON("webpack")) "# webpack.config.js\nmodule.exports = {\n  plugins: [new webpack.DefinePlugin({\n    K: '@@' })] }\n", C, NULL},
      {"# index.html\n<script src=\"js/app.js\"></script>\n# js/app.js\n" KEY, C, "index.html:1 imported by; index.html:1 a page that browsers load"},
      {"# index.html\n<!-- <script src=\"js/app.js\"></script> -->\n# js/app.js\n" KEY, U, ""},
      {"# index.html\n<p>\n<script>\n" KEY "</script>\n", C, "index.html:3 a page that browsers load"},
      {"# index.html\n<script type=\"module\">\nimport {key} from './k.js'\n</script>\n# k.js\n" EXPORT, C, NULL},
      {"# index.html\n<script src=\"https://x.y/js/app.js\"></script>\n# js/app.js\n" KEY, U, ""},
      {"# a.js\ndocument.getElementById('x').onclick = () => f('@@')\n", C, "a.js:1 uses document"},
      {"# a.js\nif (typeof window === 'undefined') f('@@')\n", U, ""},
      {"# a.js\nnavigator.serviceWorker.register('/b.js')\n# b.js\n" KEY, C, NULL},
      {"# src/service-worker.js\n" KEY, C, NULL},
      {"# package.json\n{\"name\": \"x\", \"browser\": \"./web.js\"}\n# web.js\n" KEY, C, "web.js:1 browser in package.json"},
      {"# package.json\n{\"name\": \"x\", \"browser\": {\"./node.js\": \"./web.js\"}}\n# web.js\n" KEY, C, NULL},
      {"# package.json\n{\"scripts\": {\"build\": \"esbuild src/app.js --bundle --outfile=public/app.js\"}}\n# src/app.js\n" KEY, C,
       "src/app.js:1 a script of package.json bundles this"},
      {"# package.json\n{\"scripts\": {\"build\": \"esbuild src/app.js --bundle --platform=node\"}}\n# src/app.js\n" KEY, S, NULL},
      {"# manifest.json\n{\"manifest_version\": 3, \"background\": {\"service_worker\": \"bg.js\"}}\n# bg.js\n" KEY, C,
       "bg.js:1 named in the browser extension's manifest.json"},
      {"# manifest.json\n{\"manifest_version\": 3, \"content_scripts\": [{\"js\": [\"c.js\"]}]}\n# c.js\nimport './d.js'\n# d.js\n" KEY, C, NULL},
      {PACKAGE(ON("vite")) "# public/manifest.json\n{\"manifest_version\": 3}\n# src/background.ts\n" KEY, C,
       "src/background.ts:1 part of the browser extension"},
      {"# manifest.json\n{\"name\": \"pwa\", \"icons\": [\"bg.js\"]}\n# bg.js\n" KEY, U, ""},
      {"# .env\nNEXT_PUBLIC_APSO_API_KEY=@@\n", C, ".env:1 Next.js builds NEXT_PUBLIC_ variables into the bundle"},
      {"# .env.local\nA=1\nexport VITE_APSO=\"@@\"\n", C, NULL},
      {"# .env\nAPSO_API_KEY=@@\n", U, ""},
      {"# .env\nMY_VITE_KEY=@@\n", U, ""},
      {KIT "# .env\nPUBLIC_KEY=@@\n", C, NULL},
      {"# .env\nPUBLIC_KEY=@@\n", U, ""},
  };
  check(rows, COUNT(rows));
}

static void servers(void **state) {
  (void)state;
#define EXPRESS PACKAGE(ON("express"))
  static const struct row rows[] = {
      {"# a.js\nconst express = require('express')\n" KEY, S, "a.js:1 imports express"},
      {"# a.js\nimport { readFile } from 'node:fs/promises'\n" KEY, S, "a.js:1 imports node:fs/promises"},
      {"# a.js\nconst fs = require('fs')\n" KEY, S, NULL},
      {"# a.ts\nimport type { Server } from 'http'\n" KEY, U, ""},
      {"# a.js\nconst http = require('http')\nconst k = require('./k')\n# k.js\nmodule.exports = '@@'\n", S, "a.js:2 imported by; a.js:1 imports http"},
      {"# a.mjs\n#!/usr/bin/env node\n" KEY, S, "a.mjs:1 a script that is run by its #! line"},
      {"# a.sh\n#!/bin/sh\ncurl '@@'\n", S, NULL},
      {"# a.js\nexports.handler = async event => {\n  return f('@@')\n}\n", S, "a.js:1 exports the handler handler"},
      {"# a.ts\nexport async function POST(request) {\n  return f('@@')\n}\n", S, NULL},
      {"# a.ts\nDeno.serve(() => f('@@'))\n", S, "a.ts:1 uses Deno"},
      {"# a.js\nconst x = process.argv[2]\n" KEY, S, NULL},
      {"# a.js\nconst x = process.env.KEY || '@@'\n", U, ""},
      {"# package.json\n{\"bin\": {\"x\": \"./run.js\"}}\n# run.js\n" KEY, S, "run.js:1 a command, bin in package.json"},
      {"# package.json\n{\"scripts\": {\"start\": \"NODE_ENV=production node -r dotenv/config ./boot.js\"}}\n# boot.js\n" KEY, S,
       "boot.js:1 a script of package.json runs this with Node"},
      {"# package.json\n{\"scripts\": {\"dev\": \"tsc && nodemon --exec ts-node src/boot.ts\"}}\n# src/boot.ts\nimport './k'\n# src/k.ts\n" KEY, S, NULL},
      {"# package.json\n{\"scripts\": {\"start\": \"node dist/boot.js\"}}\n# src/boot.ts\n" KEY, S, NULL},
      {"# package.json\n{\"main\": \"app.js\", \"dependencies\": {\"express\": \"1\"}}\n# app.js\n" KEY, S, "app.js:1 main of a server's package.json"},
      {"# package.json\n{\"name\": \"lib\", \"main\": \"index.js\"}\n# index.js\n" KEY, U, ""},
      {"# wrangler.toml\nname = \"x\"\nmain = \"src/w.ts\"\n# src/w.ts\n" KEY, S, "src/w.ts:1 a Cloudflare worker, main in wrangler.toml"},
      {"# wrangler.jsonc\n{\n  // note\n  \"main\": \"./src/w.ts\",\n}\n# src/w.ts\n" KEY, S, NULL},
      {"# package.json\n{\"name\": \"x\"}\n# serverless.yml\nfunctions:\n  a:\n    handler: src/users.create\n# src/users.js\n" KEY, S, NULL},
      {"# netlify/functions/a.js\n" KEY, S, "netlify/functions/a.js:1 a Netlify function"},
      {"# supabase/functions/a/index.ts\n" KEY, S, NULL},
      {"# functions/index.js\nconst functions = require('firebase-functions')\n" KEY, S, NULL},
      {"# api/a.js\n" KEY, S, "api/a.js:1 the API's folder"},
      {"# server/k.js\n" KEY, S, NULL},
      {"# scripts/seed.ts\n" KEY, S, NULL},
      {"# server/k.js\n" EXPORT "# index.html\n<script type=module src=server/k.js></script>\n", C, NULL},
      {VITE "# src/api/apso.ts\n" EXPORT "# src/main.tsx\nimport './api/apso'\n", C, NULL},
      {EXPRESS "# index.js\nconst app = require('express')()\nrequire('./routes/a')(app)\n# routes/a.js\nconst {key} = require('../config')\n# config.js\nexports.key = '@@'\n", S,
       "routes/a.js:1 imported by; index.js:2 imported by; index.js:1 imports express"},
      {EXPRESS "# config.js\n" KEY, U, ""},
      {"# a.ts\nimport { Controller } from '@nestjs/common'\n" KEY, S, NULL},
      {"# a.ts\nimport { Hono } from 'hono'\n" KEY, S, NULL},
      {"# a.tsx\nimport fs from 'fs'\nimport { useState } from 'react'\nuseState(1)\n" KEY, S, NULL},
      {"# c.tsx\n'use client'\nimport './a'\n# a.ts\nimport fs from 'fs'\n" KEY, C, NULL},
  };
  check(rows, COUNT(rows));
}

static void shipped(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"# dist/app.js\n" KEY, C, "dist/app.js:1 shipped output: dist"},
      {"# web/dist/assets/index-1.js\n" KEY, C, NULL},
      {VITE "# dist/assets/index-1.js\n" KEY, C, NULL},
      {NEXT "# .next/static/chunks/a.js\n" KEY, C, ".next/static/chunks/a.js:1 shipped output: .next/static"},
      {NEXT "# .next/server/app/page.js\n" KEY, S, NULL},
      {CRA "# build/static/js/main.js\n" KEY, C, NULL},
      {NEXT "# out/index.html\n<script>'@@'</script>\n", C, NULL},
      {"# public/config.json\n{\"k\": \"@@\"}\n", C, "public/config.json:1 shipped as it is: public"},
      {"# public/index.php\n<?php '@@'\n", U, NULL},
      {"# src/vendor/a.min.js\n" KEY, C, "src/vendor/a.min.js:1 shipped output: a minified script"},
      {"# lib/app.js.map\n{\"x\":\"@@\"}\n", C, "lib/app.js.map:1 shipped output: a source map"},
      {NUXT "# .output/server/index.mjs\n" KEY, S, NULL},
      {NUXT "# .output/public/_nuxt/a.js\n" KEY, C, NULL},
      {REMIX "# build/server/index.js\n" KEY, S, NULL},
      {REMIX "# build/client/assets/a.js\n" KEY, C, NULL},
      {"# storybook-static/a.js\n" KEY, C, NULL},
      {"# dist/server/entry.mjs\n" KEY, S, NULL},
      {"# src/build/tool.ts\n" KEY, U, ""},
      {"# build/tool.ts\n" KEY, U, ""},
      {"# package.json\n{\"main\": \"dist/index.js\", \"scripts\": {\"start\": \"node dist/index.js\"}}\n# dist/index.js\n" KEY, S, NULL},
      {"# package.json\n{\"main\": \"dist/index.js\", \"dependencies\": {\"express\": \"1\"}}\n# dist/other.js\n" KEY, U, ""},
      {"# package.json\n{\"main\": \"dist/index.js\", \"dependencies\": {\"express\": \"1\"}}\n# dist/index.html\n\n# dist/other.js\n" KEY, C, NULL},
      {"# package.json\n{\"main\": \"dist/index.js\", \"devDependencies\": {\"vite\": \"1\"}}\n# dist/index.js\n" KEY, C, NULL},
      {KIT "# .svelte-kit/output/server/a.js\n" KEY, S, NULL},
  };
  check(rows, COUNT(rows));
}

static void tests_and_examples(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"# src/a.test.ts\n" KEY, U, "src/a.test.ts:1 test file"},
      {"# __tests__/a.ts\nconst fs = require('fs')\n" KEY, U, "__tests__/a.ts:2 test file"},
      {"# src/A.stories.tsx\n'use client'\n" KEY, U, NULL},
      {"# examples/a.js\n" KEY, U, "examples/a.js:1 test file"},
      {"# tests/fixtures/dist/a.js\n" KEY, U, NULL},
      {CRA "# src/index.js\nimport './fixtures/k'\n# src/fixtures/k.js\n" EXPORT, C, "src/index.js:1 imported by; src/index.js:1 the entry of Create React App"},
      {CRA "# test/a.js\nimport fs from 'fs'\nimport '../src/k'\n# src/k.js\n" EXPORT, U, ""},
      {PACKAGE_IN("test/shop/", ON("next")) "# test/shop/pages/index.js\n" KEY, U, "test/shop/pages/index.js:1 test file"},
      {PACKAGE_IN("examples/shop/", ON("next")) "# examples/shop/pages/index.js\n" KEY, C, NULL},
      {PACKAGE(ON("react")) "# e2e/vite.config.ts\n\n# e2e/a.js\n'use client'\n" KEY, U, "e2e/a.js:2 test file"},
      {"# README.md\nuse @@\n", U, ""},
      {"# main.py\nkey = '@@'\n", U, ""},
  };
  check(rows, COUNT(rows));
}

static void without_a_snapshot(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"# a.tsx\n'use client'\n" KEY, C, NULL},
      {"# dist/a.js\n" KEY, C, NULL},
      {"# app/api/x/route.ts\n" KEY, S, NULL},
      {"# web/pages/index.tsx\nimport Link from 'next/link'\n" KEY, C, NULL},
      {"# pages/index.tsx\n" KEY, U, ""},
      {"# src/routes/+page.server.ts\n" KEY, S, NULL},
      {"# a.ts\nimport fs from 'fs'\n" KEY, S, NULL},
      {"# a.ts\n" KEY, U, ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    assert_true(agrees(&rows[i], false));
}

static void workspaces(void **state) {
  (void)state;
#define ROOT "# package.json\n{\"name\": \"root\", \"workspaces\": [\"packages/*\", \"apps/*\"]}\n"
#define CORE "# packages/core/package.json\n{\"name\": \"@x/core\", \"main\": \"src/index.ts\"}\n# packages/core/src/index.ts\n" EXPORT
  static const struct row rows[] = {
      {ROOT CORE PACKAGE_IN("apps/web/", ON("next")) "# apps/web/pages/index.tsx\nimport {key} from '@x/core'\nexport default () => key\n", C,
       "apps/web/pages/index.tsx:1 imported by; apps/web/pages/index.tsx:1 Next.js pages router ships this component"},
      {ROOT CORE PACKAGE_IN("apps/api/", ON("express")) "# apps/api/index.ts\nimport express from 'express'\nimport {key} from '@x/core'\n", S,
       "apps/api/index.ts:2 imported by; apps/api/index.ts:1 imports express"},
      {ROOT CORE, U, ""},
  };
  check(rows, COUNT(rows));
}

static void shipped_files_say_so(void **state) {
  (void)state;
  static const struct {
    const char *sheet;
    bool is_shipped;
  } rows[] = {{"# dist/a.js\n" KEY, true}, {"# public/a.js\n" KEY, true}, {"# a.js.map\n{\"@@\": 1}\n", true},
              {"# nginx/a.map\n@@ 1;\n", false},
              {"# a.js\n'use client'\n" KEY, false}, {NEXT "# .next/server/a.js\n" KEY, false}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct sheet sheet;
    struct arena kept = {NULL};
    sheet_read(&sheet, rows[i].sheet);
    struct exposer *exposer = exposer_new(&sheet.snapshot, false);
    struct exposed exposed = exposer_find(exposer, sheet.asked->path, sheet.asked->text, sheet.line, &kept);
    assert_int_equal(exposed.is_shipped, rows[i].is_shipped);
    exposer_free(exposer);
    arena_free(&kept);
  }
}

/* Nearest first, in the order of paths; none if imports are not followed. */
static void importers(void **state) {
  (void)state;
  static const struct {
    bool follows;
    size_t max;
    const char *expected;
  } rows[] = {{true, 8, "b.js d.js a.js c.js "}, {true, 3, "b.js d.js a.js "}, {true, 1, "b.js "}, {true, 0, ""}, {false, 8, ""}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct sheet sheet;
    struct buf out = {0};
    str paths[8];
    sheet_read(&sheet, "# k.js\n" KEY "# a.js\nimport './b'\n# b.js\nimport './k'\n# c.js\nimport './d'\n"
                       "# d.js\n'use client'\nimport './k'\nimport './a'\n# e.js\nimport './x'\n");
    struct exposer *exposer = exposer_new(&sheet.snapshot, rows[i].follows);
    size_t len = exposer_importers(exposer, STR("k.js"), paths, rows[i].max);
    for (size_t j = 0; j < len; j++)
      buf_printf(&out, "%.*s ", STR_ARG(paths[j]));
    assert_text(buf_str(&out), rows[i].expected);
    exposer_free(exposer);
    buf_free(&out);
  }
}

/* Lines are asked for as keys stand on them: rising, but nobody promises that. */
static void lines_in_any_order(void **state) {
  (void)state;
  enum { LINES = 200000, PUBLIC = 3 };
  static const uint32_t asked[] = {5, PUBLIC, 1, PUBLIC, PUBLIC, LINES + 9, PUBLIC, 4};
  struct arena kept = {NULL};
  struct buf text = {0};
  for (uint32_t i = 1; i <= LINES; i++)
    buf_add(&text, i == PUBLIC ? STR("NEXT_PUBLIC_APSO_API_KEY=x\n") : STR("A=x\n"));
  struct exposer *exposer = exposer_new(NULL, false);
  for (size_t i = 0; i < COUNT(asked); i++)
    assert_int_equal(exposer_find(exposer, STR(".env"), buf_str(&text), asked[i], &kept).class == C, asked[i] == PUBLIC);
  for (uint32_t line = 1; line <= LINES; line++) /* does not end if each is counted from the first */
    assert_int_equal(exposer_find(exposer, STR(".env"), buf_str(&text), line, &kept).class == C, line == PUBLIC);
  exposer_forget(exposer);
  text.data[0] = '\n'; /* one line more */
  assert_int_equal(exposer_find(exposer, STR(".env"), buf_str(&text), PUBLIC + 1, &kept).class, C);
  exposer_free(exposer);
  buf_free(&text);
  arena_free(&kept);
}

/* Each is repeated to half a megabyte: what would be quadratic does not end within the test's time. */
static void hostile_texts_end(void **state) {
  (void)state;
  enum { SIZE = 512 << 10 };
  static const char *const pieces[] = {"const a=require('electron'),", "import a from 'electron';", "import('a');", "import('./k');", "import k from './k';", "<A a='",
                                       "export const loader=1;", "{'use server';", "import A from 'a';\n<A client:load/>",
                                       "routeLoader$(()=>import('a'),", "const a=1,b=a;", "'apso_"};
  static const char *const paths[] = {"pages/a.tsx", "a.astro", "app/routes/a.tsx", "nuxt.config.ts", "a.js"};
  for (size_t i = 0; i < COUNT(pieces) * COUNT(paths); i++) {
    struct sheet sheet;
    struct arena kept = {NULL};
    struct buf text = {0};
    sheet_read(&sheet, PACKAGE(ON("next") "," ON("@remix-run/react") "," ON("@builder.io/qwik") "," ON("electron"))
                           "# k.js\n@@\n");
    while (text.len < SIZE)
      buf_add(&text, str_from(pieces[i / COUNT(paths)]));
    sheet.files[sheet.len++] = (struct sheet_file){str_from(paths[i % COUNT(paths)]), buf_str(&text)};
    struct exposer *exposer = exposer_new(&sheet.snapshot, true);
    exposer_find(exposer, str_from(paths[i % COUNT(paths)]), buf_str(&text), 1, &kept);
    exposer_find(exposer, STR("k.js"), sheet.asked->text, 1, &kept);
    exposer_free(exposer);
    buf_free(&text);
    arena_free(&kept);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(directives),   cmocka_unit_test(next_app_router),    cmocka_unit_test(next_pages_router),
      cmocka_unit_test(other_frameworks), cmocka_unit_test(bundlers),       cmocka_unit_test(servers),
      cmocka_unit_test(shipped),      cmocka_unit_test(tests_and_examples), cmocka_unit_test(without_a_snapshot),
      cmocka_unit_test(workspaces),   cmocka_unit_test(shipped_files_say_so), cmocka_unit_test(importers),
      cmocka_unit_test(lines_in_any_order), cmocka_unit_test(hostile_texts_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
