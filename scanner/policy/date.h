/* date.h -- calendar days as people write them: 2027-01-31 (ISO 8601). Their byte order is that of time. */
#ifndef APSO_POLICY_DATE_H
#define APSO_POLICY_DATE_H

#include <time.h>

#include "base/memory.h"

/* A day that the calendar has, in just this form. */
bool date_is_valid(str text);
/* The day of a moment, in UTC. */
str date_of(time_t moment, struct arena *kept);

#endif
