/* finding.c -- names of states. */
#include "model/finding.h"

const char *status_name(enum status status) {
  static const char *const names[] = {"unchecked", "live", "dead", "unknown"};
  return names[status];
}

const char *exposure_name(enum exposure exposure) {
  static const char *const names[] = {"unknown", "client", "server"};
  return names[exposure];
}

const char *notice_name(enum notice_kind kind) {
  static const char *const names[] = {"expired",   "unused",       "no-reason", "no-id", "other-key",
                                      "malformed", "not-honoured", "change",    "broken"};
  return names[kind];
}

const char *verdict_name(enum verdict verdict) {
  static const char *const names[] = {"clean", "findings", "incomplete"};
  return names[verdict];
}
