/* application.h -- the packages of a snapshot: which frameworks each is made with, and which files it names as entries.
   Reads package.json and other configuration once; nothing of sources. */
#ifndef APSO_ENGINE_APPLICATION_H
#define APSO_ENGINE_APPLICATION_H

#include "engine/framework.h"
#include "model/snapshot.h"

/* A file that configuration names: run by a server, or shipped. */
struct application_entry {
  str path; /* in the snapshot */
  enum exposure class;
  const char *why;
};

struct application {
  str folder;          /* in the snapshot; "" is its root */
  uint32_t frameworks; /* see framework.h */
  bool known;          /* there is a package.json, or a framework's configuration */
  bool has_package;    /* it is a package.json */
  bool runs_output;    /* package.json has Node run, or names as main, what lies in dist, build or out */
  VEC(struct application_entry) entries;
};

/* What it knows of one snapshot. */
struct applications;

/* `snapshot` may be NULL: then nothing is known. It must outlive this. */
struct applications *applications_new(struct snapshot *snapshot);
void applications_free(struct applications *applications);
/* The nearest at or above the folder of `path`; never NULL. */
const struct application *applications_find(struct applications *applications, str path);
/* What the project says of the file itself, or NULL. */
const struct application_entry *application_entry(const struct application *application, str path);
/* Is the file a test of its project, a fixture, an example or a story? */
bool application_is_test(const struct application *application, str path);
/* The path inside of the project's folder. */
str application_path(const struct application *application, str path);

#endif
