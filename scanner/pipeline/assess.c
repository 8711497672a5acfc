/* assess.c -- how bad a finding is, and what to do about it now. */
#include "pipeline/assess.h"

#include "model/key.h"

enum { LINES_LIMIT = 8 };

struct lines {
  str line[LINES_LIMIT];
  size_t len;
  struct arena *kept;
};

static void add(struct lines *lines, str line) {
  if (lines->len < LINES_LIMIT)
    lines->line[lines->len++] = line;
}

static str *keep(const struct lines *lines) {
  str *copy = arena_alloc(lines->kept, lines->len * sizeof *copy + 1);
  memcpy(copy, lines->line, lines->len * sizeof *copy);
  return copy;
}

/* ---- severity ---- */

static bool is_one_of(str word, const char *const *words) {
  for (; *words; words++)
    if (str_eq(word, str_from(*words)))
      return true;
  return false;
}

static bool only_at(const struct finding *finding, enum where where) {
  for (size_t i = 0; i < finding->occurrences_len; i++)
    if (finding->occurrences[i].where != where)
      return false;
  return true;
}

static void raise_to(struct finding *finding, enum severity severity) {
  if (finding->severity < severity)
    finding->severity = severity;
}

static void lower_to(struct finding *finding, enum severity severity) {
  if (finding->severity > severity)
    finding->severity = severity;
}

/* Does git track an environment file with the key in it? */
static bool is_in_tracked_env(const struct finding *finding) {
  for (size_t i = 0; i < finding->occurrences_len; i++) {
    enum where where = finding->occurrences[i].where;
    str name = str_basename(finding->occurrences[i].path);
    if (str_starts(name, STR(".env")) && (where == WHERE_INDEX || (where == WHERE_HISTORY && finding->in_head)))
      return true;
  }
  return false;
}

static void assess_severity(struct finding *finding, struct lines *reasons) {
  static const char *const trials[] = {"test", "dev", "development", "staging", "sandbox", "local", NULL};
  finding->severity = finding->rule->severity;
  if (finding->rule->class == CLASS_HYGIENE) {
    add(reasons, STR("a habit, which leaks nothing by itself"));
    return;
  }
  if (is_in_tracked_env(finding))
    add(reasons, STR("git tracks the environment file: every clone has it"));
  if (is_one_of(finding->scope, trials)) {
    lower_to(finding, SEVERITY_MEDIUM);
    add(reasons, STR("its scope is that of a trial environment"));
  }
  if (only_at(finding, WHERE_IGNORED)) {
    lower_to(finding, SEVERITY_MEDIUM);
    add(reasons, STR("git ignores the file and no commit holds the key"));
  }
  if (finding->exposure == EXPOSURE_CLIENT) {
    raise_to(finding, SEVERITY_CRITICAL);
    add(reasons, STR("it reaches client code, which every visitor can read"));
  }
  if (str_eq(finding->scope, STR("org"))) {
    bool calls_one = finding->rule->class == CLASS_SDK_LITERAL || finding->rule->class == CLASS_HEADER_LITERAL;
    raise_to(finding, SEVERITY_CRITICAL);
    add(reasons, calls_one ? STR("an organisation key opens all services, and here one is called: a service key would do")
                           : STR("an organisation key opens all services"));
  }
  if (finding->pushed) {
    raise_to(finding, is_one_of(finding->scope, trials) ? SEVERITY_HIGH : SEVERITY_CRITICAL);
    add(reasons, STR("it was pushed: everyone who can fetch has it"));
  }
  if (reasons->len == 0)
    add(reasons, STR("the rule's own severity"));
}

/* ---- advice ---- */

/* For a shell, or empty if the text is not fit to be typed: control bytes, or a key in it. */
static str quoted(struct arena *kept, str text) {
  struct buf out = {0};
  buf_add_byte(&out, '\'');
  for (size_t i = 0; i < text.len; i++) {
    if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7f || str_starts(str_tail(text, i), STR("apso_"))) {
      buf_free(&out);
      return STR_NONE;
    }
    if (text.ptr[i] == '\'')
      buf_add(&out, STR("'\\''"));
    else
      buf_add_byte(&out, text.ptr[i]);
  }
  buf_add_byte(&out, '\'');
  str copy = arena_copy(kept, buf_str(&out));
  buf_free(&out);
  return copy;
}

static const struct occurrence *first_at(const struct finding *finding, enum where where) {
  for (size_t i = 0; i < finding->occurrences_len; i++)
    if (finding->occurrences[i].where == where)
      return &finding->occurrences[i];
  return NULL;
}

static void advise_revoke(struct lines *advice, const char *when) {
  add(advice, arena_printf(advice->kept, "%s: dashboard, Settings > API Keys > Revoke, or: apso api-key revoke KEY", when));
}

static void advise_replace(struct lines *advice, const struct finding *finding) {
  bool in_code = finding->rule->class == CLASS_SDK_LITERAL || finding->rule->class == CLASS_SHIPPED;
  if (finding->rule->class == CLASS_PUBLIC_VARIABLE) {
    add(advice, STR("Read a variable without the public prefix on a server, and call the API from there"));
    return;
  }
  if (finding->rule->class == CLASS_HEADER_LITERAL) {
    add(advice, STR("Send the request from a server, with a key that is read from its environment: APSO_API_KEY"));
    return;
  }
  add(advice, in_code ? STR("Read the key on a server from its environment instead: process.env.APSO_API_KEY")
                      : STR("Put the key into a secret store or the environment, and a reference to it here"));
}

static void advise_staged(struct lines *advice, const struct occurrence *staged) {
  str path = quoted(advice->kept, staged->path);
  if (path.len)
    add(advice, arena_printf(advice->kept, "Take it out of the next commit: git restore --staged -- %.*s", STR_ARG(path)));
}

static void advise_unpushed(struct lines *advice, const struct finding *finding) {
  char hex[OID_HEX_SIZE];
  add(advice, finding->reach_known ? STR("No remote-tracking branch holds it: mend the commits before you push")
                                   : STR("If any of the commits was pushed, revoke the key; if none was, mend them"));
  if (!finding->introduced)
    return;
  oid_to_hex(finding->introduced->id, oid_size_of(finding->introduced->id), hex);
  add(advice, arena_printf(advice->kept, "git rebase -i %.12s^ (the last commit: git commit --amend; the first: git rebase -i --root)", hex));
  add(advice, STR("Drop what is left of it: git reflog expire --expire=now --all && git gc --prune=now"));
}

static void advise_pushed(struct lines *advice) {
  advise_revoke(advice, "Revoke it now, rewriting history does not help against copies");
  add(advice, STR("Create a new one with the least permissions: apso api-key create --name NAME --permissions read --expires 90d"));
}

static bool is_committed(const struct finding *finding) {
  return finding->introduced != NULL || finding->branches.len || finding->tags.len;
}

/* Another vendor's key, of a rule of the user's: how to revoke it only that rule can say. */
static bool is_of_other_vendor(const struct finding *finding) {
  return finding->key.len && key_parse(finding->key).prefix.len == 0;
}

static void advise_other_vendor(struct finding *finding, struct lines *advice) {
  if (finding->pushed)
    add(advice, STR("It was pushed: rewriting history does not help against copies, so revoke it first"));
  add(advice, finding->rule->advice);
}

static void advise(struct finding *finding, struct lines *advice) {
  const struct occurrence *staged = first_at(finding, WHERE_INDEX);
  if (finding->rule->class == CLASS_HYGIENE) {
    add(advice, finding->rule->advice);
    return;
  }
  bool is_other = is_of_other_vendor(finding);
  if (finding->pushed && !is_other)
    advise_pushed(advice);
  else if (!finding->pushed && is_committed(finding))
    advise_unpushed(advice, finding);
  if (staged)
    advise_staged(advice, staged);
  if (is_other) {
    advise_other_vendor(finding, advice);
    return;
  }
  if (only_at(finding, WHERE_IGNORED))
    add(advice, STR("Keep the file ignored; give it to nobody, and set an expiry for the key"));
  else
    advise_replace(advice, finding);
  if (finding->rule->class == CLASS_PUBLIC_VARIABLE)
    advise_revoke(advice, "Revoke the key that the variable holds, if anything was built with it");
  else if (!finding->pushed && !only_at(finding, WHERE_IGNORED))
    advise_revoke(advice, "If anyone else could read it, revoke it");
}

void assess(struct finding *finding, struct arena *kept) {
  struct lines reasons = {.kept = kept}, advice = {.kept = kept};
  assess_severity(finding, &reasons);
  advise(finding, &advice);
  finding->severity_reasons = keep(&reasons);
  finding->severity_reasons_len = reasons.len;
  finding->advice = keep(&advice);
  finding->advice_len = advice.len;
}

enum verdict assess_verdict(const struct result *result, enum severity fail_on) {
  for (size_t i = 0; i < result->findings_len; i++)
    if (result->findings[i].severity >= fail_on)
      return VERDICT_FINDINGS;
  return coverage_is_complete(&result->coverage) ? VERDICT_CLEAN : VERDICT_INCOMPLETE;
}
