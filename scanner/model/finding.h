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

/* What a comment on a key's line says: that keys there are accepted. */
enum allow_kind {
  ALLOW_KEY,       /* apso-scan:allow ID: this key */
  ALLOW_LINE,      /* apso-scan:allow: any key on the line */
  ALLOW_GITLEAKS,  /* gitleaks:allow: likewise */
  ALLOW_MALFORMED, /* apso-scan:allow with something else behind it: nothing */
};

struct allow {
  enum allow_kind kind;
  bool is_new; /* the change at hand brings the comment itself: told, and not honoured */
  str id;      /* hex digits, 8 to 32 of them */
  str reason;  /* may hold anything; no key that was found beside it */
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
  struct str_list decoded; /* encodings that made the key of what stands there, outermost first */
  struct step *flow;
  size_t flow_len;
  struct frame frame;
  str other_path;   /* where it stands, if that is another file than the item: an import led there */
  oid other_object;
  enum exposure exposure; /* of the code that uses it */
  struct evidence *evidence;
  size_t evidence_len;
  const struct allow *allows; /* comments on the lines that it spans */
  size_t allows_len;
};

enum status { STATUS_UNCHECKED, STATUS_LIVE, STATUS_DEAD, STATUS_UNKNOWN };
enum verdict { VERDICT_CLEAN, VERDICT_FINDINGS, VERDICT_INCOMPLETE };

const char *status_name(enum status status);
const char *exposure_name(enum exposure exposure);
const char *verdict_name(enum verdict verdict);

enum { ROOT_SEVERAL = UINT16_MAX };

struct occurrence {
  struct hit hit;
  enum where where;
  str path;   /* may hold a key (a path or ref name): redact before printing */
  oid blob;   /* zero: not a git object */
  const struct commit_info *commit;
  const struct reach *reach;
  unsigned root; /* in which of the roots of pipeline/guard it was found; ROOT_SEVERAL: in more than one */
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
  bool reach_known; /* who holds it was looked up: not in a range, which is scanned without the history around it */
  bool in_head;
  bool pushed; /* a remote-tracking branch holds it */
  struct str_list branches, tags, remotes;
  str *advice; /* what to do now, in order */
  size_t advice_len;
};

/* Occurrences of one key that somebody accepts in one way. */
struct suppressed {
  struct finding finding; /* with these occurrences only */
  enum accepted_by { ACCEPTED_BY_COMMENT, ACCEPTED_BY_POLICY, ACCEPTED_BY_BASELINE } accepted_by;
  str by; /* "inline src/a.ts:3", ".apso-scan.yaml:7", "baseline known.txt" */
  str reason, owner, expires; /* each may be empty */
  size_t paths;  /* in how many files */
  bool is_whole; /* no place of the key is left that nobody accepts */
};

enum notice_kind {
  NOTICE_EXPIRED,      /* an entry whose day is over */
  NOTICE_UNUSED,       /* an entry or id that accepts nothing */
  NOTICE_NO_REASON,    /* a comment */
  NOTICE_NO_ID,        /* a comment that accepts any key on its line */
  NOTICE_OTHER_KEY,    /* a comment beside a key whose id it does not name */
  NOTICE_MALFORMED,    /* a comment that cannot be read */
  NOTICE_NOT_HONOURED, /* a comment that the change itself brings */
  NOTICE_CHANGE,       /* what the change alters in policy */
  NOTICE_BROKEN,       /* a policy or baseline that cannot be read, and so accepts nothing */
};

/* "not-honoured" */
const char *notice_name(enum notice_kind kind);

/* Something about what is accepted that people should know. */
struct notice {
  enum notice_kind kind;
  str text;
  str path;      /* of the file it is about; may hold a key */
  uint32_t line; /* 0: none */
  str key;       /* beside which a comment stands: may stand in the path; see redacted of a finding */
  str redacted;
};

struct result {
  struct arena kept; /* everything below lives here */
  struct finding *findings;
  size_t findings_len;
  struct coverage coverage;
  enum verdict verdict;
  struct suppressed *suppressed; /* sorted by id, then by `by` */
  size_t suppressed_len;
  struct notice *notices; /* sorted */
  size_t notices_len;
  bool other_rules; /* those in force look for no APSO key */
  str target;      /* what was scanned, for the text report */
};

#endif
