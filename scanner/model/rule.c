/* rule.c -- names of classes and severities. */
#include "model/rule.h"

static const char *const class_names[CLASS_COUNT] = {
    [CLASS_SHIPPED] = "shipped", [CLASS_SDK_LITERAL] = "sdk-literal", [CLASS_HEADER_LITERAL] = "header-literal",
    [CLASS_ENCODED] = "encoded", [CLASS_CONFIG] = "config",           [CLASS_LITERAL] = "literal",
    [CLASS_PUBLIC_VARIABLE] = "public-variable", [CLASS_HYGIENE] = "hygiene",
};

static const char *const severity_names[SEVERITY_COUNT] = {
    [SEVERITY_NOTE] = "note", [SEVERITY_LOW] = "low",           [SEVERITY_MEDIUM] = "medium",
    [SEVERITY_HIGH] = "high", [SEVERITY_CRITICAL] = "critical",
};

static int find_name(const char *const *names, int count, str name) {
  for (int i = 0; i < count; i++)
    if (str_eq(str_from(names[i]), name))
      return i;
  return -1;
}

const char *class_name(enum finding_class class) {
  return class_names[class];
}

int class_from_name(str name) {
  return find_name(class_names, CLASS_COUNT, name);
}

const char *severity_name(enum severity severity) {
  return severity_names[severity];
}

int severity_from_name(str name) {
  return find_name(severity_names, SEVERITY_COUNT, name);
}
