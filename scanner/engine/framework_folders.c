/* framework_folders.c -- which of a project's files, and which parts of its configuration, each framework runs where.
   The first row that fits decides. */
#include "engine/framework.h"

#include <stddef.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

const char framework_next_taken[] = " getServerSideProps getStaticProps getStaticPaths ";
static const char remix_taken[] = " loader action headers middleware unstable_middleware ";
static const char gatsby_taken[] = " getServerData config ";

enum {
  ROW_WEAK = 1,     /* an importer may say otherwise */
  ROW_UNDER_SRC = 2, /* or in src/ */
  ROW_UNDER_APP = 4, /* or in app/ */
  ROW_PAGE = 8,
};

#define C EXPOSURE_CLIENT
#define S EXPOSURE_SERVER

struct row {
  uint32_t frameworks; /* any of these; 0: whatever the project is */
  unsigned flags;
  const char *pattern; /* of the path in the project without its extension */
  enum exposure class;
  const char *why;
  const char *taken;
};

static const struct row rows[] = {
    /* Next.js */
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "pages/api/**", S, "a Next.js API route", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "pages/_document", S, "Next.js renders the document on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "pages/**/_middleware", S, "Next.js middleware", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "pages/**", C, "Next.js pages router ships this component", framework_next_taken},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/route", S, "a Next.js route handler", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "middleware", S, "Next.js middleware", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "proxy", S, "Next.js middleware", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "instrumentation", S, "Next.js runs this when the server starts", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "instrumentation-client", C, "Next.js runs this in the browser", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/error", C, "Next.js ships error boundaries", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/global-error", C, "Next.js ships error boundaries", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/page", S, "Next.js app router renders this on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/layout", S, "Next.js app router renders this on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/template", S, "Next.js app router renders this on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/loading", S, "Next.js app router renders this on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/default", S, "Next.js app router renders this on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/not-found", S, "Next.js app router renders this on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/forbidden", S, "Next.js app router renders this on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/unauthorized", S, "Next.js app router renders this on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/head", S, "Next.js app router renders this on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/sitemap", S, "Next.js makes this file on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/robots", S, "Next.js makes this file on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/manifest", S, "Next.js makes this file on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/opengraph-image", S, "Next.js makes this image on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/twitter-image", S, "Next.js makes this image on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/icon", S, "Next.js makes this image on the server", NULL},
    {FRAMEWORK_NEXT, ROW_UNDER_SRC, "app/**/apple-icon", S, "Next.js makes this image on the server", NULL},
    /* SvelteKit; names with '+' are its own */
    {0, 0, "**/+page.server", S, "SvelteKit runs this load function on the server", NULL},
    {0, 0, "**/+layout.server", S, "SvelteKit runs this load function on the server", NULL},
    {0, 0, "**/+server", S, "a SvelteKit endpoint", NULL},
    {0, 0, "**/+page*", C, "SvelteKit ships this page", NULL},
    {0, 0, "**/+layout*", C, "SvelteKit ships this layout", NULL},
    {0, 0, "**/+error", C, "SvelteKit ships this page", NULL},
    {FRAMEWORK_SVELTEKIT, 0, "src/hooks.client", C, "SvelteKit's hooks of the client", NULL},
    {FRAMEWORK_SVELTEKIT, 0, "src/hooks.server", S, "SvelteKit's hooks of the server", NULL},
    {FRAMEWORK_SVELTEKIT, 0, "src/hooks.server/**", S, "SvelteKit's hooks of the server", NULL},
    {FRAMEWORK_SVELTEKIT, 0, "src/hooks", C, "SvelteKit ships universal hooks", NULL},
    {FRAMEWORK_SVELTEKIT, 0, "src/lib/server/**", S, "SvelteKit keeps $lib/server from the client", NULL},
    {FRAMEWORK_SVELTEKIT, 0, "**/*.server", S, "SvelteKit keeps *.server modules from the client", NULL},
    {FRAMEWORK_SVELTEKIT, 0, "**/*.remote", S, "SvelteKit runs remote functions on the server", NULL},
    {FRAMEWORK_SVELTEKIT, 0, "src/service-worker", C, "a service worker", NULL},
    {FRAMEWORK_SVELTEKIT, 0, "src/service-worker/**", C, "a service worker", NULL},
    /* Remix */
    {FRAMEWORK_REMIX, 0, "app/entry.client", C, "the entry of the client", NULL},
    {FRAMEWORK_REMIX, 0, "app/entry.server", S, "the entry of the server", NULL},
    {FRAMEWORK_REMIX, 0, "**/*.server", S, "a *.server module stays on the server", NULL},
    {FRAMEWORK_REMIX, 0, "**/.server/**", S, "a .server folder stays on the server", NULL},
    {FRAMEWORK_REMIX, 0, "**/*.client", C, "a *.client module", NULL},
    {FRAMEWORK_REMIX, 0, "**/.client/**", C, "a .client folder", NULL},
    {FRAMEWORK_REMIX, 0, "app/root", C, "Remix ships the root's component", remix_taken},
    {FRAMEWORK_REMIX, ROW_PAGE, "app/routes/**", C, "Remix ships this route's component", remix_taken},
    {FRAMEWORK_REMIX, 0, "app/routes", S, "a table of routes, read by the build", NULL},
    {FRAMEWORK_REMIX, 0, "server", S, "the server", NULL},
    {FRAMEWORK_REMIX, 0, "server/**", S, "the server's folder", NULL},
    /* Nuxt */
    {FRAMEWORK_NUXT, ROW_UNDER_SRC, "server/**", S, "Nuxt's server folder", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC, "api/**", S, "Nuxt's server middleware", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC, "serverMiddleware/**", S, "Nuxt's server middleware", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC, "server-middleware/**", S, "Nuxt's server middleware", NULL},
    {FRAMEWORK_NUXT, 0, "modules/**", S, "a Nuxt module, run by the build", NULL},
    {FRAMEWORK_NUXT, 0, "**/*.server", S, "Nuxt runs *.server on the server only", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC | ROW_UNDER_APP, "pages/**", C, "Nuxt ships this page", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC | ROW_UNDER_APP, "components/**", C, "Nuxt ships this component", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC | ROW_UNDER_APP, "layouts/**", C, "Nuxt ships this layout", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC | ROW_UNDER_APP, "composables/**", C, "Nuxt ships composables", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC | ROW_UNDER_APP, "plugins/**", C, "Nuxt runs plugins in the browser too", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC | ROW_UNDER_APP, "middleware/**", C,
     "Nuxt runs route middleware in the browser too", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC | ROW_UNDER_APP, "utils/**", C, "Nuxt ships utils that are used", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC | ROW_UNDER_APP, "store/**", C, "Nuxt ships stores", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC | ROW_UNDER_APP, "stores/**", C, "Nuxt ships stores", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC | ROW_UNDER_APP, "mixins/**", C, "Nuxt ships mixins", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC | ROW_UNDER_APP, "app.config", C, "Nuxt ships app.config", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC | ROW_UNDER_APP, "app", C, "Nuxt ships the root component", NULL},
    {FRAMEWORK_NUXT, ROW_UNDER_SRC | ROW_UNDER_APP, "error", C, "Nuxt ships the error page", NULL},
    {FRAMEWORK_NUXT, ROW_WEAK, "shared/**", C, "Nuxt shares this folder with the browser", NULL},
    /* Astro: components are told by their own parts */
    {FRAMEWORK_ASTRO, 0, "src/pages/**", S, "an Astro endpoint", NULL},
    {FRAMEWORK_ASTRO, 0, "src/middleware", S, "Astro's middleware", NULL},
    {FRAMEWORK_ASTRO, 0, "src/middleware/**", S, "Astro's middleware", NULL},
    {FRAMEWORK_ASTRO, 0, "src/actions/**", S, "Astro's actions run on the server", NULL},
    {FRAMEWORK_ASTRO, 0, "src/content.config", S, "Astro's build reads this", NULL},
    {FRAMEWORK_ASTRO, 0, "src/content/config", S, "Astro's build reads this", NULL},
    /* Gatsby */
    {FRAMEWORK_GATSBY, 0, "gatsby-browser", C, "Gatsby ships gatsby-browser", NULL},
    {FRAMEWORK_GATSBY, 0, "gatsby-node", S, "Gatsby's build runs gatsby-node", NULL},
    {FRAMEWORK_GATSBY, 0, "gatsby-ssr", S, "Gatsby renders with gatsby-ssr on the server", NULL},
    {FRAMEWORK_GATSBY, 0, "gatsby-config", S, "Gatsby's build reads gatsby-config", NULL},
    {FRAMEWORK_GATSBY, 0, "src/api/**", S, "a Gatsby function", NULL},
    {FRAMEWORK_GATSBY, 0, "src/pages/**", C, "Gatsby ships this page", gatsby_taken},
    {FRAMEWORK_GATSBY, 0, "src/templates/**", C, "Gatsby ships this template", gatsby_taken},
    {FRAMEWORK_GATSBY, ROW_WEAK, "src/components/**", C, "Gatsby ships components", NULL},
    {FRAMEWORK_GATSBY, ROW_WEAK, "src/layouts/**", C, "Gatsby ships layouts", NULL},
    /* Expo, React Native: the bundle goes to every device */
    {FRAMEWORK_NATIVE, ROW_UNDER_SRC, "app/**/*+api", S, "an Expo API route", NULL},
    {FRAMEWORK_NATIVE, 0, "app.config", C, "Expo puts its configuration into the app", NULL},
    {FRAMEWORK_NATIVE, ROW_UNDER_SRC, "App", C, "the root of the app's bundle", NULL},
    {FRAMEWORK_NATIVE, ROW_UNDER_SRC, "App.*", C, "the root of the app's bundle", NULL},
    {FRAMEWORK_NATIVE, ROW_UNDER_SRC, "index", C, "the entry of the app's bundle", NULL},
    {FRAMEWORK_NATIVE, ROW_UNDER_SRC, "index.*", C, "the entry of the app's bundle", NULL},
    {FRAMEWORK_NATIVE, ROW_UNDER_SRC, "app/**", C, "Expo Router ships this route", NULL},
    {FRAMEWORK_NATIVE, ROW_WEAK | ROW_UNDER_SRC | ROW_UNDER_APP, "components/**", C, "part of the app's bundle", NULL},
    {FRAMEWORK_NATIVE, ROW_WEAK | ROW_UNDER_SRC | ROW_UNDER_APP, "screens/**", C, "part of the app's bundle", NULL},
    {FRAMEWORK_NATIVE, ROW_WEAK | ROW_UNDER_SRC | ROW_UNDER_APP, "hooks/**", C, "part of the app's bundle", NULL},
    {FRAMEWORK_NATIVE, ROW_WEAK | ROW_UNDER_SRC | ROW_UNDER_APP, "navigation/**", C, "part of the app's bundle", NULL},
    /* Angular */
    {FRAMEWORK_ANGULAR, 0, "**/*.server", S, "Angular renders with *.server on the server", NULL},
    {FRAMEWORK_ANGULAR, 0, "server", S, "the server", NULL},
    {FRAMEWORK_ANGULAR, 0, "src/server", S, "the server", NULL},
    {FRAMEWORK_ANGULAR, 0, "src/main", C, "Angular's entry", NULL},
    {FRAMEWORK_ANGULAR, 0, "src/polyfills", C, "Angular's entry", NULL},
    {FRAMEWORK_ANGULAR, 0, "**/src/environments/**", C, "Angular builds this environment into the bundle", NULL},
    {FRAMEWORK_ANGULAR, ROW_WEAK, "src/app/**", C, "part of the Angular application", NULL},
    {FRAMEWORK_ANGULAR, 0, "projects/*/src/main", C, "Angular's entry", NULL},
    {FRAMEWORK_ANGULAR, ROW_WEAK, "projects/*/src/app/**", C, "part of the Angular application", NULL},
    /* Electron */
    {FRAMEWORK_ELECTRON, 0, "src/main/**", S, "Electron's main process", NULL},
    {FRAMEWORK_ELECTRON, 0, "src/preload/**", C, "Electron loads preload scripts into the page", NULL},
    {FRAMEWORK_ELECTRON, 0, "**/preload", C, "Electron loads preload scripts into the page", NULL},
    {FRAMEWORK_ELECTRON, 0, "src/renderer/**", C, "Electron's renderer", NULL},
    {FRAMEWORK_ELECTRON, 0, "renderer/**", C, "Electron's renderer", NULL},
    {FRAMEWORK_ELECTRON, 0, "**/renderer", C, "Electron's renderer", NULL},
    {FRAMEWORK_ELECTRON, 0, "electron/**", S, "Electron's main process", NULL},
    {FRAMEWORK_ELECTRON, 0, "main", S, "Electron's main process", NULL},
    {FRAMEWORK_ELECTRON, 0, "main/**", S, "Electron's main process", NULL},
    /* Create React App, Vue, Vite */
    {FRAMEWORK_CRA, 0, "src/index", C, "the entry of Create React App", NULL},
    {FRAMEWORK_CRA, 0, "src/setupProxy", S, "Create React App's development server", NULL},
    {FRAMEWORK_VUE_CLI, 0, "src/main", C, "Vue's entry", NULL},
    {FRAMEWORK_QUASAR, 0, "src/boot/**", C, "Quasar ships boot files", NULL},
    {FRAMEWORK_QUASAR, 0, "src/App", C, "Quasar's root component", NULL},
    {FRAMEWORK_QUASAR, 0, "src/router/**", C, "Quasar ships the router", NULL},
    {FRAMEWORK_QUASAR, 0, "src-ssr/**", S, "Quasar's server", NULL},
    {FRAMEWORK_VITE | FRAMEWORK_SOLID, 0, "src/entry-client", C, "the entry of the client", NULL},
    {FRAMEWORK_VITE | FRAMEWORK_SOLID, 0, "src/entry-server", S, "the entry of the server", NULL},
    {FRAMEWORK_SOLID, 0, "src/routes/api/**", S, "a SolidStart API route", NULL},
    {FRAMEWORK_SOLID, 0, "src/routes/**", C, "SolidStart ships this route", NULL},
    {FRAMEWORK_SOLID, 0, "src/app", C, "SolidStart ships the root component", NULL},
    {FRAMEWORK_SOLID, 0, "src/middleware/**", S, "SolidStart's middleware", NULL},
    {FRAMEWORK_TANSTACK, ROW_UNDER_SRC, "routes/api/**", S, "a TanStack Start API route", NULL},
    {FRAMEWORK_TANSTACK, ROW_UNDER_SRC | ROW_UNDER_APP, "routes/**", C, "TanStack Start ships this route", NULL},
    {FRAMEWORK_TANSTACK, ROW_UNDER_SRC | ROW_UNDER_APP, "client", C, "the entry of the client", NULL},
    {FRAMEWORK_TANSTACK, ROW_UNDER_SRC | ROW_UNDER_APP, "router", C, "TanStack Start ships the router", NULL},
    {FRAMEWORK_TANSTACK, ROW_UNDER_SRC | ROW_UNDER_APP, "server", S, "the entry of the server", NULL},
    {FRAMEWORK_TANSTACK, ROW_UNDER_SRC | ROW_UNDER_APP, "ssr", S, "the entry of the server", NULL},
    {FRAMEWORK_QWIK, 0, "src/entry.*", S, "Qwik's entry of the server", NULL},
    {FRAMEWORK_QWIK, 0, "src/routes/**", C, "Qwik ships this route", NULL},
    {FRAMEWORK_QWIK, 0, "src/root", C, "Qwik ships the root component", NULL},
    {FRAMEWORK_VITE, ROW_WEAK, "src/main", C, "Vite's usual entry", NULL},
    {FRAMEWORK_WEBPACK, ROW_WEAK, "src/index", C, "webpack's usual entry", NULL},
    /* others */
    {FRAMEWORK_REDWOOD, 0, "**/api/src/**", S, "Redwood's API side", NULL},
    {FRAMEWORK_REDWOOD, 0, "**/web/src/**", C, "Redwood's web side", NULL},
    {FRAMEWORK_METEOR, 0, "server/**", S, "Meteor runs this folder on the server", NULL},
    {FRAMEWORK_METEOR, 0, "client/**", C, "Meteor ships this folder", NULL},
    {FRAMEWORK_METEOR, 0, "imports/ui/**", C, "Meteor's user interface", NULL},
    {FRAMEWORK_EMBER, 0, "app/**", C, "Ember ships this folder", NULL},
    {FRAMEWORK_EMBER, 0, "config/environment", C, "Ember puts its environment into the page", NULL},
    {FRAMEWORK_DOCUSAURUS, 0, "src/pages/**", C, "Docusaurus ships this page", NULL},
    {FRAMEWORK_DOCUSAURUS, 0, "src/theme/**", C, "Docusaurus ships the theme", NULL},
    {FRAMEWORK_DOCUSAURUS, ROW_WEAK, "src/components/**", C, "Docusaurus ships components", NULL},
    {FRAMEWORK_EXTENSION, ROW_UNDER_SRC, "entrypoints/**", C, "part of the browser extension", NULL},
    {FRAMEWORK_EXTENSION, ROW_UNDER_SRC, "popup*", C, "part of the browser extension", NULL},
    {FRAMEWORK_EXTENSION, ROW_UNDER_SRC, "popup/**", C, "part of the browser extension", NULL},
    {FRAMEWORK_EXTENSION, ROW_UNDER_SRC, "options*", C, "part of the browser extension", NULL},
    {FRAMEWORK_EXTENSION, ROW_UNDER_SRC, "options/**", C, "part of the browser extension", NULL},
    {FRAMEWORK_EXTENSION, ROW_UNDER_SRC, "background*", C, "part of the browser extension", NULL},
    {FRAMEWORK_EXTENSION, ROW_UNDER_SRC, "background/**", C, "part of the browser extension", NULL},
    {FRAMEWORK_EXTENSION, ROW_UNDER_SRC, "content*", C, "part of the browser extension", NULL},
    {FRAMEWORK_EXTENSION, ROW_UNDER_SRC, "contents/**", C, "part of the browser extension", NULL},
    {FRAMEWORK_EXTENSION, ROW_UNDER_SRC, "newtab*", C, "part of the browser extension", NULL},
    {FRAMEWORK_EXTENSION, ROW_UNDER_SRC, "sidepanel*", C, "part of the browser extension", NULL},
    /* whatever the project is */
    {0, 0, "netlify/functions/**", S, "a Netlify function", NULL},
    {0, 0, "netlify/edge-functions/**", S, "a Netlify edge function", NULL},
    {0, 0, "supabase/functions/**", S, "a Supabase function", NULL},
    {0, 0, "convex/**", S, "Convex runs this folder on its servers", NULL},
    {0, ROW_UNDER_SRC, "service-worker", C, "a service worker", NULL},
    {0, ROW_UNDER_SRC, "serviceWorker", C, "a service worker", NULL},
    {0, ROW_UNDER_SRC, "sw", C, "a service worker", NULL},
    {0, 0, "**/firebase-messaging-sw", C, "a service worker", NULL},
    {0, ROW_WEAK, "**/*.server", S, "a *.server module", NULL},
    {0, ROW_WEAK, "*.config", S, "configuration of a tool, run by Node", NULL},
    {0, ROW_WEAK, "**/webpack.*", S, "configuration of a tool, run by Node", NULL},
    {0, ROW_WEAK | ROW_UNDER_SRC, "server", S, "the server", NULL},
    {0, ROW_WEAK, "**/server/**", S, "the server's folder", NULL},
    {0, ROW_WEAK, "**/backend/**", S, "the server's folder", NULL},
    {0, ROW_WEAK, "api/**", S, "the API's folder", NULL},
    {0, ROW_WEAK, "functions/**", S, "a folder of functions for the cloud", NULL},
    {0, ROW_WEAK | ROW_UNDER_SRC, "lambda/**", S, "a folder of functions for the cloud", NULL},
    {0, ROW_WEAK | ROW_UNDER_SRC, "lambdas/**", S, "a folder of functions for the cloud", NULL},
    {0, ROW_WEAK, "scripts/**", S, "a folder of scripts that people run", NULL},
    {0, ROW_WEAK, "bin/**", S, "a command of the package", NULL},
    {0, ROW_WEAK | ROW_UNDER_SRC, "cli", S, "a command line program", NULL},
    {0, ROW_WEAK | ROW_UNDER_SRC, "cli/**", S, "a command line program", NULL},
    {0, ROW_WEAK, "tools/**", S, "a folder of scripts that people run", NULL},
    {0, ROW_WEAK, "cron/**", S, "a folder of jobs", NULL},
    {0, ROW_WEAK | ROW_UNDER_SRC, "jobs/**", S, "a folder of jobs", NULL},
    {0, ROW_WEAK, "prisma/**", S, "a folder of scripts for the database", NULL},
    {0, ROW_WEAK, "**/migrations/**", S, "a folder of scripts for the database", NULL},
    {0, ROW_WEAK, "apps/api/**", S, "the API's folder", NULL},
    {0, ROW_WEAK, "apps/server/**", S, "the server's folder", NULL},
    {0, ROW_WEAK | ROW_UNDER_SRC, "client/**", C, "the client's folder", NULL},
    {0, ROW_WEAK | ROW_UNDER_SRC, "frontend/**", C, "the client's folder", NULL},
};

static bool fits_under(const struct row *row, str stem, unsigned flag, str folder) {
  return (row->flags & flag) && str_starts(stem, folder) &&
         str_matches_glob(str_tail(stem, folder.len), str_from(row->pattern));
}

static bool fits(const struct row *row, uint32_t frameworks, str stem) {
  if (row->frameworks && !(row->frameworks & frameworks))
    return false;
  return str_matches_glob(stem, str_from(row->pattern)) || fits_under(row, stem, ROW_UNDER_SRC, STR("src/")) ||
         fits_under(row, stem, ROW_UNDER_APP, STR("app/"));
}

static bool fits_anywhere(const struct row *row, uint32_t frameworks, str stem) {
  enum { FOLDERS_MAX = 64 };
  for (int i = 0; i < FOLDERS_MAX; i++) {
    if (fits(row, frameworks, stem))
      return true;
    size_t slash = str_find_byte(stem, '/', 0);
    if (slash == SIZE_MAX)
      return false;
    stem = str_tail(stem, slash + 1);
  }
  return false;
}

struct convention framework_convention(uint32_t frameworks, str path, bool anywhere) {
  str stem = framework_stem(path);
  bool is_astro = str_ends(path, STR(".astro"));
  if (stem.len == path.len)
    return (struct convention){.why = NULL};
  for (size_t i = 0; i < COUNT_OF(rows); i++) {
    const struct row *row = &rows[i];
    if (is_astro && row->frameworks)
      continue;
    bool deep = anywhere && row->frameworks;
    if (deep ? fits_anywhere(row, frameworks, stem) : fits(row, frameworks, stem))
      return (struct convention){row->class, !(row->flags & ROW_WEAK), row->why, row->taken, row->flags & ROW_PAGE};
  }
  return (struct convention){.why = NULL};
}

/* ---- parts of a configuration ---- */

static const struct enclosure {
  uint32_t frameworks;
  const char *pattern; /* of the path's stem */
  const char *names[2]; /* in this order among those that enclose */
  enum exposure class;
  const char *why;
} enclosures[] = {
    {FRAMEWORK_NUXT, "**/nuxt.config", {"runtimeConfig", "public"}, C, "runtimeConfig.public is sent to the browser"},
    {FRAMEWORK_NUXT, "**/nuxt.config", {"publicRuntimeConfig"}, C, "publicRuntimeConfig is sent to the browser"},
    {FRAMEWORK_NUXT, "**/nuxt.config", {"runtimeConfig"}, S, "runtimeConfig outside of public stays on the server"},
    {FRAMEWORK_NUXT, "**/nuxt.config", {"privateRuntimeConfig"}, S, "privateRuntimeConfig stays on the server"},
    {FRAMEWORK_NUXT, "**/nuxt.config", {"env"}, C, "Nuxt builds env into the bundle"},
    {FRAMEWORK_NUXT, "**/nuxt.config", {"appConfig"}, C, "Nuxt ships appConfig"},
    {FRAMEWORK_NUXT, "**/nuxt.config", {"head"}, C, "Nuxt writes this into the page"},
    {FRAMEWORK_NEXT, "**/next.config", {"publicRuntimeConfig"}, C, "publicRuntimeConfig is sent to the browser"},
    {FRAMEWORK_NEXT, "**/next.config", {"serverRuntimeConfig"}, S, "serverRuntimeConfig stays on the server"},
    {FRAMEWORK_NEXT, "**/next.config", {"env"}, C, "Next.js builds env into the bundle"},
    {FRAMEWORK_DOCUSAURUS, "**/docusaurus.config", {"customFields"}, C, "Docusaurus ships customFields"},
    {FRAMEWORK_DOCUSAURUS, "**/docusaurus.config", {"themeConfig"}, C, "Docusaurus ships themeConfig"},
    {FRAMEWORK_QUASAR, "**/quasar.conf*", {"env"}, C, "Quasar builds env into the bundle"},
    {0, "**/*.config", {"define"}, C, "a constant that the bundler writes into the bundle"},
    {0, "**/*.config", {"DefinePlugin"}, C, "a constant that the bundler writes into the bundle"},
    {0, "**/*.config", {"EnvironmentPlugin"}, C, "a constant that the bundler writes into the bundle"},
    {0, "**/webpack.*", {"DefinePlugin"}, C, "a constant that the bundler writes into the bundle"},
    {0, "**/webpack.*", {"EnvironmentPlugin"}, C, "a constant that the bundler writes into the bundle"},
    {0, "**/config-overrides", {"DefinePlugin"}, C, "a constant that the bundler writes into the bundle"},
    {FRAMEWORK_QWIK, "**", {"routeLoader$"}, S, "Qwik runs route loaders on the server"},
    {FRAMEWORK_QWIK, "**", {"routeAction$"}, S, "Qwik runs route actions on the server"},
    {FRAMEWORK_QWIK, "**", {"globalAction$"}, S, "Qwik runs actions on the server"},
    {FRAMEWORK_QWIK, "**", {"server$"}, S, "Qwik runs server$ on the server"},
    {FRAMEWORK_TANSTACK, "**", {"handler"}, S, "a server function"},
    {FRAMEWORK_TANSTACK, "**", {"createServerFn"}, S, "a server function"},
    {FRAMEWORK_SOLID, "**", {"server$"}, S, "a server function"},
};

static bool encloses(const struct enclosure *row, const str *names, size_t len) {
  size_t wanted = 0;
  for (size_t i = 0; i < len && wanted < COUNT_OF(row->names) && row->names[wanted]; i++)
    wanted += str_eq(names[i], str_from(row->names[wanted]));
  return wanted == COUNT_OF(row->names) || !row->names[wanted];
}

static bool applies(const struct enclosure *row, uint32_t frameworks, str stem) {
  return (!row->frameworks || (row->frameworks & frameworks)) && str_matches_glob(stem, str_from(row->pattern));
}

bool framework_has_enclosures(uint32_t frameworks, str path) {
  for (size_t i = 0; i < COUNT_OF(enclosures); i++)
    if (applies(&enclosures[i], frameworks, framework_stem(path)))
      return true;
  return false;
}

struct convention framework_enclosure(uint32_t frameworks, str path, const str *names, size_t names_len) {
  str stem = framework_stem(path);
  for (size_t i = 0; i < COUNT_OF(enclosures); i++)
    if (applies(&enclosures[i], frameworks, stem) && encloses(&enclosures[i], names, names_len))
      return (struct convention){enclosures[i].class, true, enclosures[i].why, NULL, false};
  return (struct convention){.why = NULL};
}
