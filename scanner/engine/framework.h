/* framework.h -- which frameworks a project is made with, and what each runs where: tables.
   Knows names and patterns only; nothing of files' texts or of imports between them. */
#ifndef APSO_ENGINE_FRAMEWORK_H
#define APSO_ENGINE_FRAMEWORK_H

#include <stdbool.h>
#include <stdint.h>

#include "model/finding.h"

enum framework {
  FRAMEWORK_NEXT = 1 << 0,
  FRAMEWORK_REMIX = 1 << 1, /* and React Router's framework mode */
  FRAMEWORK_SVELTEKIT = 1 << 2,
  FRAMEWORK_NUXT = 1 << 3,
  FRAMEWORK_ASTRO = 1 << 4,
  FRAMEWORK_GATSBY = 1 << 5,
  FRAMEWORK_NATIVE = 1 << 6, /* React Native, Expo */
  FRAMEWORK_ANGULAR = 1 << 7,
  FRAMEWORK_ELECTRON = 1 << 8,
  FRAMEWORK_VITE = 1 << 9,
  FRAMEWORK_CRA = 1 << 10,
  FRAMEWORK_VUE_CLI = 1 << 11,
  FRAMEWORK_WEBPACK = 1 << 12,
  FRAMEWORK_PARCEL = 1 << 13,
  FRAMEWORK_EXTENSION = 1 << 14, /* of a browser: WXT, Plasmo, or a manifest.json */
  FRAMEWORK_SOLID = 1 << 15,     /* SolidStart */
  FRAMEWORK_TANSTACK = 1 << 16,  /* TanStack Start */
  FRAMEWORK_QWIK = 1 << 17,
  FRAMEWORK_REDWOOD = 1 << 18,
  FRAMEWORK_METEOR = 1 << 19,
  FRAMEWORK_EMBER = 1 << 20,
  FRAMEWORK_DOCUSAURUS = 1 << 21,
  FRAMEWORK_QUASAR = 1 << 22,
  FRAMEWORK_SERVER = 1 << 23, /* express and its kin */
  FRAMEWORK_WORKER = 1 << 24, /* Cloudflare's */
  /* Whose build makes files for a browser. */
  FRAMEWORKS_BUNDLING = (1 << 23) - 1,
};

/* What the name of a dependency in package.json, a file in the project's folder, or an import tells; 0: nothing. */
uint32_t framework_of_dependency(str name);
uint32_t framework_of_config(str name);
uint32_t framework_of_import(str specifier);
/* What the path alone tells, of folders that no other framework has. */
uint32_t framework_of_shape(str path);

/* What runs a file. */
struct convention {
  enum exposure class;
  bool firm;         /* no importer says otherwise */
  const char *why;   /* NULL: there is no such convention */
  const char *taken; /* exports that stay on the server: " a b " */
  bool page;         /* without a default export it is all server */
};

/* Of a script whose path in its project is `path`. `anywhere`: the project's root is not known, any folder may be it.
   */
struct convention framework_convention(uint32_t frameworks, str path, bool anywhere);
/* By the names of objects and calls that enclose a place, outermost first, in a configuration or around some calls. */
struct convention framework_enclosure(uint32_t frameworks, str path, const str *names, size_t names_len);
/* Is it asked for at all? */
bool framework_has_enclosures(uint32_t frameworks, str path);

/* Exports that Next.js takes out of what it ships, wherever they stand. */
extern const char framework_next_taken[];

/* The path without the extension of a script or component, if it has one. */
str framework_stem(str path);
bool framework_is_script(str path);

#endif
