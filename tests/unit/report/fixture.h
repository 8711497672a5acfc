/* fixture.h -- a result with everything in it that a report can meet, hostile names included.
   Keys are made at run time: no file of the project may hold one. */
#ifndef APSO_TESTS_REPORT_FIXTURE_H
#define APSO_TESTS_REPORT_FIXTURE_H

#include "report/report.h"

enum { FIXTURE_VERSIONS = 120 };

struct fixture {
  struct arena kept;
  struct result result;
  struct report_options options;
  struct str_list secrets; /* what no report may hold */
};

/* Five findings, one that is accepted, each kind of gap and notice, hostile names. */
struct fixture *fixture_new(void);
/* Nothing found, nothing left out. */
struct fixture *fixture_new_clean(void);
/* Nothing found, history cut off. */
struct fixture *fixture_new_shallow(void);
void fixture_free(struct fixture *fixture);

/* The report as a string, for the caller to free. */
char *fixture_write(const struct fixture *fixture, const char *format);
/* No eight characters in a row of any secret's tail. */
bool fixture_leaks(const struct fixture *fixture, const char *text);

#endif
