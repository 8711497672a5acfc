/* framework.c -- which frameworks a project is made with, and which folders of each run where. */
#include "engine/framework.h"

#include <stddef.h>

struct name_row {
  str name; /* ending in '*': what begins so */
  uint32_t frameworks;
};

#define ROW(literal, frameworks) {{literal, sizeof literal - 1}, frameworks}
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const struct name_row dependencies[] = {
    ROW("next", FRAMEWORK_NEXT),
    ROW("blitz", FRAMEWORK_NEXT),
    ROW("@remix-run/*", FRAMEWORK_REMIX),
    ROW("@react-router/dev", FRAMEWORK_REMIX),
    ROW("@sveltejs/kit", FRAMEWORK_SVELTEKIT),
    ROW("nuxt", FRAMEWORK_NUXT),
    ROW("nuxt3", FRAMEWORK_NUXT),
    ROW("nuxt-edge", FRAMEWORK_NUXT),
    ROW("astro", FRAMEWORK_ASTRO),
    ROW("gatsby", FRAMEWORK_GATSBY),
    ROW("expo", FRAMEWORK_NATIVE),
    ROW("react-native", FRAMEWORK_NATIVE),
    ROW("@angular/core", FRAMEWORK_ANGULAR),
    ROW("electron", FRAMEWORK_ELECTRON),
    ROW("vite", FRAMEWORK_VITE),
    ROW("electron-vite", FRAMEWORK_ELECTRON | FRAMEWORK_VITE),
    ROW("react-scripts", FRAMEWORK_CRA),
    ROW("react-app-rewired", FRAMEWORK_CRA),
    ROW("@craco/craco", FRAMEWORK_CRA),
    ROW("preact-cli", FRAMEWORK_CRA),
    ROW("@vue/cli-service", FRAMEWORK_VUE_CLI),
    ROW("webpack", FRAMEWORK_WEBPACK),
    ROW("@rspack/core", FRAMEWORK_WEBPACK),
    ROW("@rsbuild/core", FRAMEWORK_WEBPACK),
    ROW("parcel", FRAMEWORK_PARCEL),
    ROW("parcel-bundler", FRAMEWORK_PARCEL),
    ROW("wxt", FRAMEWORK_EXTENSION),
    ROW("plasmo", FRAMEWORK_EXTENSION),
    ROW("@solidjs/start", FRAMEWORK_SOLID),
    ROW("solid-start", FRAMEWORK_SOLID),
    ROW("@tanstack/react-start", FRAMEWORK_TANSTACK),
    ROW("@tanstack/solid-start", FRAMEWORK_TANSTACK),
    ROW("@tanstack/start", FRAMEWORK_TANSTACK),
    ROW("@builder.io/qwik*", FRAMEWORK_QWIK),
    ROW("@qwik.dev/*", FRAMEWORK_QWIK),
    ROW("@redwoodjs/core", FRAMEWORK_REDWOOD),
    ROW("meteor-node-stubs", FRAMEWORK_METEOR),
    ROW("ember-source", FRAMEWORK_EMBER),
    ROW("@docusaurus/core", FRAMEWORK_DOCUSAURUS),
    ROW("quasar", FRAMEWORK_QUASAR),
    ROW("express", FRAMEWORK_SERVER),
    ROW("fastify", FRAMEWORK_SERVER),
    ROW("koa", FRAMEWORK_SERVER),
    ROW("@hapi/hapi", FRAMEWORK_SERVER),
    ROW("@nestjs/core", FRAMEWORK_SERVER),
    ROW("@hono/node-server", FRAMEWORK_SERVER),
    ROW("hono", FRAMEWORK_SERVER),
    ROW("@apollo/server", FRAMEWORK_SERVER),
    ROW("apollo-server*", FRAMEWORK_SERVER),
    ROW("restify", FRAMEWORK_SERVER),
    ROW("polka", FRAMEWORK_SERVER),
    ROW("elysia", FRAMEWORK_SERVER),
    ROW("@adonisjs/core", FRAMEWORK_SERVER),
    ROW("firebase-functions", FRAMEWORK_SERVER),
    ROW("aws-lambda", FRAMEWORK_SERVER),
    ROW("@types/aws-lambda", FRAMEWORK_SERVER),
    ROW("serverless", FRAMEWORK_SERVER),
    ROW("wrangler", FRAMEWORK_WORKER),
    ROW("@cloudflare/workers-types", FRAMEWORK_WORKER),
};

/* Files in the project's folder. */
static const struct name_row configs[] = {
    ROW("next.config.*", FRAMEWORK_NEXT),
    ROW("remix.config.*", FRAMEWORK_REMIX),
    ROW("react-router.config.*", FRAMEWORK_REMIX),
    ROW("nuxt.config.*", FRAMEWORK_NUXT),
    ROW("astro.config.*", FRAMEWORK_ASTRO),
    ROW("gatsby-config.*", FRAMEWORK_GATSBY),
    ROW("gatsby-node.*", FRAMEWORK_GATSBY),
    ROW("metro.config.*", FRAMEWORK_NATIVE),
    ROW("angular.json", FRAMEWORK_ANGULAR),
    ROW("vite.config.*", FRAMEWORK_VITE),
    ROW("electron.vite.config.*", FRAMEWORK_ELECTRON | FRAMEWORK_VITE),
    ROW("vue.config.*", FRAMEWORK_VUE_CLI),
    ROW("webpack.config.*", FRAMEWORK_WEBPACK),
    ROW("craco.config.*", FRAMEWORK_CRA),
    ROW("wxt.config.*", FRAMEWORK_EXTENSION),
    ROW("docusaurus.config.*", FRAMEWORK_DOCUSAURUS),
    ROW("quasar.config.*", FRAMEWORK_QUASAR),
    ROW("quasar.conf.js", FRAMEWORK_QUASAR),
    ROW("redwood.toml", FRAMEWORK_REDWOOD),
    ROW("ember-cli-build.js", FRAMEWORK_EMBER),
    ROW("wrangler.toml", FRAMEWORK_WORKER),
    ROW("wrangler.json*", FRAMEWORK_WORKER),
    ROW("nest-cli.json", FRAMEWORK_SERVER),
};

/* Modules that only files of the framework import. */
static const struct name_row imports[] = {
    ROW("next/*", FRAMEWORK_NEXT),
    ROW("next", FRAMEWORK_NEXT),
    ROW("@remix-run/*", FRAMEWORK_REMIX),
    ROW("$app/*", FRAMEWORK_SVELTEKIT),
    ROW("$lib/*", FRAMEWORK_SVELTEKIT),
    ROW("$env/*", FRAMEWORK_SVELTEKIT),
    ROW("@sveltejs/kit", FRAMEWORK_SVELTEKIT),
    ROW("#app", FRAMEWORK_NUXT),
    ROW("#imports", FRAMEWORK_NUXT),
    ROW("astro:*", FRAMEWORK_ASTRO),
    ROW("gatsby", FRAMEWORK_GATSBY),
    ROW("react-native", FRAMEWORK_NATIVE),
    ROW("expo*", FRAMEWORK_NATIVE),
    ROW("@angular/*", FRAMEWORK_ANGULAR),
    ROW("electron", FRAMEWORK_ELECTRON),
    ROW("@tanstack/react-start", FRAMEWORK_TANSTACK),
    ROW("@solidjs/start", FRAMEWORK_SOLID),
    ROW("@builder.io/qwik*", FRAMEWORK_QWIK),
    ROW("meteor/*", FRAMEWORK_METEOR),
};

static uint32_t look_up(const struct name_row *rows, size_t len, str name) {
  uint32_t found = 0;
  for (size_t i = 0; i < len; i++) {
    str row = rows[i].name;
    bool begins = row.len && row.ptr[row.len - 1] == '*';
    if (begins ? str_starts(name, str_head(row, row.len - 1)) : str_eq(name, row))
      found |= rows[i].frameworks;
  }
  return found;
}

uint32_t framework_of_dependency(str name) {
  return look_up(dependencies, COUNT_OF(dependencies), name);
}

uint32_t framework_of_config(str name) {
  return look_up(configs, COUNT_OF(configs), name);
}

uint32_t framework_of_import(str specifier) {
  return look_up(imports, COUNT_OF(imports), specifier);
}

static const str extensions[] = {{".tsx", 4}, {".ts", 3}, {".jsx", 4}, {".js", 3}, {".mjs", 4}, {".cjs", 4},
                                 {".mts", 4}, {".cts", 4}, {".vue", 4}, {".svelte", 7}, {".astro", 6}, {".es6", 4}};

str framework_stem(str path) {
  for (size_t i = 0; i < COUNT_OF(extensions); i++)
    if (str_ends(path, extensions[i]))
      return str_head(path, path.len - extensions[i].len);
  return path;
}

bool framework_is_script(str path) {
  return framework_stem(path).len < path.len;
}

uint32_t framework_of_shape(str path) {
  static const struct {
    const char *pattern;
    uint32_t framework;
  } rows[] = {
      {"**/app/**/page", FRAMEWORK_NEXT},    {"**/app/**/route", FRAMEWORK_NEXT},     {"**/app/layout", FRAMEWORK_NEXT},
      {"**/pages/_app", FRAMEWORK_NEXT},     {"**/pages/_document", FRAMEWORK_NEXT},  {"**/pages/api/**",
                                                                                       FRAMEWORK_NEXT},
      {"**/entry.client", FRAMEWORK_REMIX},  {"**/entry.server", FRAMEWORK_REMIX},    {"**/+page*",
                                                                                       FRAMEWORK_SVELTEKIT},
      {"**/+layout*", FRAMEWORK_SVELTEKIT},  {"**/+server", FRAMEWORK_SVELTEKIT},     {"**/hooks.server",
                                                                                       FRAMEWORK_SVELTEKIT},
      {"**/hooks.client", FRAMEWORK_SVELTEKIT}, {"**/nuxt.config", FRAMEWORK_NUXT},   {"**/next.config",
                                                                                       FRAMEWORK_NEXT},
      {"**/gatsby-*", FRAMEWORK_GATSBY},     {"**/src/environments/environment*", FRAMEWORK_ANGULAR},
      {"**/lib/server/**", FRAMEWORK_SVELTEKIT},
  };
  uint32_t found = 0;
  for (size_t i = 0; i < COUNT_OF(rows); i++)
    if (str_matches_glob(framework_stem(path), str_from(rows[i].pattern)))
      found |= rows[i].framework;
  return found;
}
