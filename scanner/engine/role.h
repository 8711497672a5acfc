/* role.h -- what a file says of itself, and what its place in the application says of it, without its importers.
   One function a kind of evidence, the strongest first. */
#ifndef APSO_ENGINE_ROLE_H
#define APSO_ENGINE_ROLE_H

#include "engine/application.h"
#include "engine/liveness.h"
#include "engine/outline.h"

struct role {
  enum exposure class; /* EXPOSURE_UNKNOWN: nothing told */
  bool firm;           /* no importer can say otherwise */
  uint32_t line;       /* of what told, 1-based; 0: the path did */
  str why;
};

/* One file that is looked at; what it points to is the caller's. */
struct role_file {
  str path;
  str text;
  const struct outline *outline;
  const struct application *application;
  struct arena *arena; /* of texts in roles */
  size_t known_at; /* an offset whose line is known, before what is asked for; 0: the first one */
  uint32_t known_line;
  /* found out by role_open: */
  uint32_t frameworks;
  bool anywhere; /* the root of the application is a guess */
  struct convention convention;
  struct liveness liveness; /* unless convention.taken is NULL */
  struct role module;       /* of the module as a whole, as whoever imports it sees it */
  size_t module_known;      /* so many kinds of evidence were asked for it */
};

void role_open(struct role_file *file);
/* Of the code at an offset. */
struct role role_at(const struct role_file *file, size_t offset);
/* Of what is imported, as far as this importer tells: `import` is the place in the outline's list. */
struct role role_of_import(const struct role_file *file, size_t import);

#endif
