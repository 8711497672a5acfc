/* naming_formats.h -- how each format names a place; see naming.h. */
#ifndef APSO_ENGINE_NAMING_FORMATS_H
#define APSO_ENGINE_NAMING_FORMATS_H

#include "engine/naming.h"

typedef struct naming naming_reader(str bytes, size_t start, size_t end, struct arena *kept);

/* a.b[2].c; env lists and assignments in strings give the variable's own name */
naming_reader naming_yaml;
/* /a/b/2/c (RFC 6901); pairs give their own name */
naming_reader naming_json;
naming_reader naming_env, naming_docker, naming_powershell, naming_batch;
/* section.name */
naming_reader naming_ini, naming_toml, naming_properties;
naming_reader naming_xml, naming_hcl, naming_http, naming_groovy, naming_sql, naming_markdown, naming_code;

/* An assignment that the text just before `start` ends with (NAME=, NAME: , "NAME": ", NAME => '): STR_NONE if none. */
str naming_assigned(str bytes, size_t start);

#endif
