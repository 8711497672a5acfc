/* finding.h -- hits, occurrences, findings, results: what a scan comes to. Plain data. */
#ifndef APSO_MODEL_FINDING_H
#define APSO_MODEL_FINDING_H

#include "base/digest.h"
#include "base/memory.h"
#include "model/coverage.h"
#include "model/item.h"
#include "model/provenance.h"
#include "model/rule.h"

/* One step from a literal to a sink. */
struct step {
  str path;
  uint32_t line;
  str what; /* "const KEY", "new ApsoClient": never a key */
};

enum exposure { EXPOSURE_UNKNOWN, EXPOSURE_CLIENT, EXPOSURE_SERVER };

struct evidence {
  str path;
  uint32_t line;
  str why;
};

enum { FRAME_LINES = 3 };

/* The source around a key, with every key in it masked. */
struct frame {
  str line[FRAME_LINES]; /* the line of the key is line[focus]; cut around the key if long */
  uint32_t first_line;   /* number of line[0] */
  unsigned count;
  unsigned focus;
  uint32_t mark_column; /* 0-based, in code points of line[focus] as it stands here */
  uint32_t mark_width;
};

/* A key in an item, as a detector saw it. Memory: the arena given to the engine. */
struct hit {
  const struct rule *rule;
  str key;          /* whole: never to be printed; empty when there is none */
  size_t start;     /* byte span in the item: of the key, the encoded run, or the first literal */
  size_t end;
  uint32_t line;    /* 1-based */
  uint32_t column;  /* 1-based, code points */
  uint32_t end_line;
  str variable;     /* name of what holds it, where the place has one */
  struct step *flow;
  size_t flow_len;
  struct frame frame;
  str other_path;   /* where it stands, if that is another file than the item: an import led there */
  oid other_object;
  enum exposure exposure; /* of the code that uses it */
  struct evidence *evidence;
  size_t evidence_len;
};

enum status { STATUS_UNCHECKED, STATUS_LIVE, STATUS_DEAD, STATUS_UNKNOWN };
enum verdict { VERDICT_CLEAN, VERDICT_FINDINGS, VERDICT_INCOMPLETE };

const char *status_name(enum status status);
const char *exposure_name(enum exposure exposure);
const char *verdict_name(enum verdict verdict);

struct occurrence {
  struct hit hit;
  enum where where;
  str path;   /* may hold a key (a path or ref name): redact before printing */
  oid blob;   /* zero: not a git object */
  const struct commit_info *commit;
  const struct reach *reach;
  /* Where its commit took the key away, in which object: then that commit renamed a file. Empty: it did not. */
  str former_path;
  oid former_blob;
};

struct finding {
  char id[DIGEST_HEX_SIZE];
  const struct rule *rule;
  enum severity severity;
  str *severity_reasons;
  size_t severity_reasons_len;
  str key;      /* whole: never to be printed without --show-keys */
  str redacted; /* prefix, and the last 4 of a tail of 16 or more */
  str scope;    /* live, svc, org, test, …; empty: none */
  str variable;
  enum exposure exposure;
  struct evidence *exposure_evidence;
  size_t exposure_evidence_len;
  enum status status;
  struct occurrence *occurrences; /* sorted: best first, see pipeline/collect */
  size_t occurrences_len;
  const struct commit_info *introduced; /* the earliest; NULL: no commit holds it */
  bool in_head;
  bool pushed; /* a remote-tracking branch holds it */
  struct str_list branches, tags, remotes;
  str *advice; /* what to do now, in order */
  size_t advice_len;
};

struct result {
  struct arena kept; /* everything below lives here */
  struct finding *findings;
  size_t findings_len;
  struct coverage coverage;
  enum verdict verdict;
  str target;      /* what was scanned, for the text report */
};

#endif
