/* story.c -- the facts of a finding as phrases. */
#include "report/story.h"

#include "report/moment.h"
#include "report/place.h"
#include "report/safe.h"

enum { NAMES_SHOWN = 5 };

const char *story_exposure(enum exposure exposure) {
  static const char *const phrases[] = {
      [EXPOSURE_CLIENT] = "client: reaches browsers or apps, where anyone can read it",
      [EXPOSURE_SERVER] = "server: not shipped to clients",
  };
  return exposure == EXPOSURE_UNKNOWN ? NULL : phrases[exposure];
}

const char *story_status(enum status status) {
  static const char *const phrases[] = {
      [STATUS_UNCHECKED] = "not checked with the service",
      [STATUS_LIVE] = "live: the service accepts it",
      [STATUS_DEAD] = "dead: the service refuses it",
      [STATUS_UNKNOWN] = "the service gave no clear answer",
  };
  return phrases[status];
}

void story_add_introduced(struct buf *out, const struct finding *finding) {
  const struct commit_info *commit = finding->introduced;
  str author = safe_author(commit->author);
  if (author.len) {
    buf_add(out, STR("by "));
    safe_add(out, author, finding);
    buf_add_byte(out, ' ');
  }
  buf_add(out, STR("in "));
  place_add_id(out, commit->id);
  buf_add(out, STR(" on "));
  moment_add_day(out, commit);
  if (commit->subject.len == 0)
    return;
  buf_add(out, STR(", \""));
  safe_add(out, commit->subject, finding);
  buf_add_byte(out, '"');
}

static void add_names(struct buf *out, const struct str_list *names, const struct finding *finding) {
  size_t shown = names->len < NAMES_SHOWN ? names->len : NAMES_SHOWN;
  for (size_t i = 0; i < shown; i++) {
    buf_add(out, i ? STR(", ") : STR(""));
    safe_add(out, names->data[i], finding);
  }
  if (shown < names->len)
    buf_printf(out, " and %zu more", names->len - shown);
}

static void add_group(struct buf *out, const char *one, const char *many, const struct str_list *names,
                      const struct finding *finding) {
  if (names->len == 0)
    return;
  buf_printf(out, "; %s ", names->len == 1 ? one : many);
  add_names(out, names, finding);
}

void story_add_holders(struct buf *out, const struct finding *finding) {
  buf_add(out, finding->in_head ? STR("HEAD") : STR("history only, no longer in HEAD"));
  add_group(out, "branch", "branches", &finding->branches, finding);
  add_group(out, "tag", "tags", &finding->tags, finding);
}

void story_add_pushed(struct buf *out, const struct finding *finding) {
  if (!finding->pushed) {
    buf_add(out, STR("never, as far as this clone knows"));
    return;
  }
  buf_add(out, finding->remotes.len ? STR("to ") : STR("yes"));
  add_names(out, &finding->remotes, finding);
}
