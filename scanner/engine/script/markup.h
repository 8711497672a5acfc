/* markup.h -- the scripts inside HTML, Vue, Svelte and Astro files.
   Knows nothing of what the scripts mean. */
#ifndef APSO_ENGINE_SCRIPT_MARKUP_H
#define APSO_ENGINE_SCRIPT_MARKUP_H

#include "base/buf.h"
#include "engine/script/script.h"

enum markup_kind { MARKUP_NONE, MARKUP_HTML, MARKUP_VUE, MARKUP_SVELTE, MARKUP_ASTRO };

/* By the extension of the path, in any case. */
enum markup_kind markup_kind_of(str path);
/* Writes to `out` the file with all that is no script blanked: as many bytes, the same line ends, so that every place
   in it is the same place in the file. Behind a script, where its end tag begins, stand U+2028 and ';' (four bytes;
   behind Astro's frontmatter ';' alone): a line comment or an expression at its end does not go on in the next script.
   Scripts with `src`, in comments and in <template> are none. The language is that of the scripts, TypeScript if any
   is; SCRIPT_NONE if there are none. Linear in the bytes. */
enum script_language markup_scripts(str text, enum markup_kind kind, struct buf *out);

#endif
