/* test_around.c -- the items of each source know the files around them, and which of those they are. */
#include "unit.h"

#include <unistd.h>

#include "source/files.h"
#include "source/provenance.h"
#include "source/range.h"
#include "source/staged.h"

#include "index_bytes.h"
#include "worktree.h"

enum { OLD = 1, NEW, LIB, OLD_TREE = 10, NEW_TREE, LIB_TREE, FIRST = 20, SECOND, LIMIT = 1 << 20 };

/* Wants what holds "key"; notes each item as "path snapshot_path", and "!" if the snapshot has something else there. */
struct capture {
  struct sink sink;
  struct coverage coverage;
  struct buf text;
};

static struct worktree worktree;
static struct capture capture;

static bool wants(struct sink *sink, str bytes) {
  (void)sink;
  return str_find(bytes, STR("key"), 0) != SIZE_MAX;
}

static void note(struct sink *sink, const char *kind, const struct item *item) {
  struct capture *c = (struct capture *)(void *)sink;
  struct buf bytes = {0};
  oid id;
  if (!wants(sink, item->bytes))
    return;
  buf_printf(&c->text, "%s %.*s", kind, STR_ARG(item->path));
  if (item->snapshot) {
    bool is_there = item->snapshot->read(item->snapshot, item->snapshot_path, LIMIT, &bytes, &id) == SNAPSHOT_READ;
    bool is_same = is_there && str_eq(buf_str(&bytes), item->bytes);
    bool has_lib = item->snapshot->has(item->snapshot, STR("lib/b.js"));
    buf_printf(&c->text, " %.*s%s%s", STR_ARG(item->snapshot_path), is_same ? "" : "!", has_lib ? " lib" : "");
  }
  buf_printf(&c->text, ";");
  buf_free(&bytes);
}

static void take_item(struct sink *sink, const struct item *item) {
  note(sink, "now", item);
}

static void take_before(struct sink *sink, const struct item *item) {
  note(sink, "before", item);
}

static void take_absent(struct sink *sink, oid id) {
  (void)sink;
  (void)id;
  fail_msg("an object is absent");
}

static int set_up(void **state) {
  (void)state;
  capture = (struct capture){.sink = {.wants = wants, .item = take_item, .before = take_before, .absent = take_absent}};
  capture.sink.coverage = &capture.coverage;
  worktree_make(&worktree);
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  worktree_remove(&worktree);
  buf_free(&capture.text);
  return 0;
}

static void run(struct source source) {
  struct err err;
  void *worker = source.open(&source, &err);
  if (!worker)
    fail_msg("%s", err.text);
  for (size_t part = 0; part < source.parts; part++)
    source.run(&source, worker, part, &capture.sink);
  source.close(worker);
}

/* ---- files ---- */

static void put_files(void) {
  worktree_put(&worktree, "a.js", STR("key a"));
  worktree_put(&worktree, "lib/b.js", STR("key b"));
  worktree_put(&worktree, "lib/none.js", STR("nothing"));
  worktree_put(&worktree, "lib/mod/.git", STR("gitdir: elsewhere"));
  worktree_put(&worktree, "lib/mod/c/d.js", STR("key d"));
  worktree_put(&worktree, "lib/mod/c/in/.git", STR("gitdir: elsewhere"));
  worktree_put(&worktree, "lib/mod/c/in/e.js", STR("key e"));
  assert_int_equal(symlink("key", worktree_path(&worktree, "link")), 0);
}

static void run_files(const char *root, const char *prefix, bool is_project) {
  struct files files = {.prefix = str_from(prefix), .where = WHERE_FILE, .is_project = is_project};
  struct files_filter filter = {.skip_git = true};
  files_walk(root, &filter, &files, &capture.coverage);
  run(files_source(&files));
  files_free(&files);
}

static void check_has(const char *part) {
  if (str_find(buf_str(&capture.text), str_from(part), 0) == SIZE_MAX)
    fail_msg("\"%s\" is not in \"%.*s\"", part, STR_ARG(buf_str(&capture.text)));
}

/* Folders have no order. */
static void files_of_a_folder(void **state) {
  static const char *const items[] = {"now p/a.js a.js lib;", "now p/lib/b.js lib/b.js lib;", "now p/link;",
                                      "now p/lib/mod/c/d.js c/d.js;", "now p/lib/mod/c/in/e.js e.js;"};
  size_t len = 0;
  (void)state;
  put_files();
  run_files(worktree.folder, "p", true);
  for (size_t i = 0; i < COUNT(items); i++) {
    check_has(items[i]);
    len += strlen(items[i]);
  }
  assert_int_equal(capture.text.len, len);
  assert_true(coverage_is_complete(&capture.coverage));
}

static void files_of_no_project(void **state) {
  (void)state;
  put_files();
  run_files(worktree.folder, "p", false);
  check_has("now p/a.js;");
  check_has("now p/lib/mod/c/d.js;");
}

static void a_file_named_alone(void **state) {
  (void)state;
  put_files();
  run_files(worktree_path(&worktree, "a.js"), "x", true);
  assert_text(buf_str(&capture.text), "now x a.js lib;");
  buf_clear(&capture.text);
  assert_int_equal(chdir(worktree.folder), 0);
  run_files("a.js", "a.js", true);
  run_files("./lib/b.js", "lib/b.js", true);
  assert_int_equal(chdir("/"), 0);
  assert_text(buf_str(&capture.text), "now a.js a.js lib;now lib/b.js b.js;");
}

/* ---- commits and the index ---- */

/* The first commit has a.js and no lib, the second one both. */
static void make_history(void) {
  static const struct worktree_entry old[] = {{"100644", "a.js", OLD}}, lib[] = {{"100644", "b.js", LIB}};
  static const struct worktree_entry new[] = {{"100644", "a.js", NEW}, {"40000", "lib", LIB_TREE}};
  char hex[OID_HEX_SIZE];
  worktree_blob(&worktree, OLD, "old key");
  worktree_blob(&worktree, NEW, "new key");
  worktree_blob(&worktree, LIB, "nothing");
  worktree_tree(&worktree, OLD_TREE, old, COUNT(old));
  worktree_tree(&worktree, NEW_TREE, new, COUNT(new));
  worktree_tree(&worktree, LIB_TREE, lib, COUNT(lib));
  worktree_commit(&worktree, FIRST, OLD_TREE, 0);
  worktree_commit(&worktree, SECOND, NEW_TREE, FIRST);
  oid_to_hex(worktree_id(SECOND), OID_SHA1, hex);
  worktree_put(&worktree, ".git/refs/heads/main", str_from(hex));
}

static void add_file(struct buf *index, const char *path, uint32_t number) {
  size_t start = index->len;
  oid id = worktree_id(number);
  struct wanted wanted = {.path = path, .mode = MODE_FILE};
  add_entry(index, 2, OID_SHA1, &wanted, 'x', 0, 0);
  memcpy(index->data + start + STAT_SIZE, id.bytes, OID_SHA1);
}

/* a.js as it was first, and lib. */
static void make_index_file(void) {
  struct buf index = begin_index(2, 2);
  add_file(&index, "a.js", OLD);
  add_file(&index, "lib/b.js", LIB);
  end_index(&index, OID_SHA1, 'c');
  worktree_put(&worktree, ".git/index", buf_str(&index));
  buf_free(&index);
}

static struct repo *open_repo(void) {
  struct repo *repo = NULL;
  struct err err;
  if (repo_open(worktree.folder, false, &repo, &err))
    fail_msg("%s", err.text);
  return repo;
}

static void staged_files(void **state) {
  struct staged staged = {0};
  struct err err;
  (void)state;
  make_history();
  make_index_file();
  struct repo *repo = open_repo();
  if (staged_list(repo, &staged, &capture.coverage, &err))
    fail_msg("%s", err.text);
  run(staged_source(&staged));
  assert_text(buf_str(&capture.text), "before a.js a.js lib;now a.js a.js lib;");
  staged_free(&staged);
  repo_free(repo);
}

/* Nothing stood there before the first commit. */
static void the_first_staged_file(void **state) {
  struct staged staged = {0};
  struct err err;
  (void)state;
  make_history();
  make_index_file();
  assert_int_equal(remove(worktree_path(&worktree, ".git/refs/heads/main")), 0);
  struct repo *repo = open_repo();
  if (staged_list(repo, &staged, &capture.coverage, &err))
    fail_msg("%s", err.text);
  run(staged_source(&staged));
  assert_text(buf_str(&capture.text), "now a.js a.js lib;");
  staged_free(&staged);
  repo_free(repo);
}

static void commits_of_a_range(void **state) {
  struct range range = {0};
  struct err err;
  (void)state;
  make_history();
  struct repo *repo = open_repo();
  if (range_list(repo, "HEAD~1..HEAD", &range, &capture.coverage, &err))
    fail_msg("%s", err.text);
  run(range_source(&range));
  assert_text(buf_str(&capture.text), "before a.js a.js;now a.js a.js lib;");
  range_free(&range);
  repo_free(repo);
}

static void places_in_history(void **state) {
  const struct commit_info first = {.id = worktree_id(FIRST)}, second = {.id = worktree_id(SECOND)};
  struct place all[] = {{.object = worktree_id(OLD), .where = WHERE_HISTORY, .path = STR("a.js"), .commit = &first},
                        {.object = worktree_id(NEW), .where = WHERE_STASH, .path = STR("a.js"), .commit = &second},
                        {.object = worktree_id(OLD), .where = WHERE_INDEX, .path = STR("a.js")},
                        {.object = worktree_id(OLD), .where = WHERE_HISTORY, .path = STR("tree.js")},
                        {.object = worktree_id(OLD), .where = WHERE_NOTE, .path = STR("note"), .commit = &first},
                        {.object = worktree_id(OLD), .where = WHERE_UNREACHABLE}};
  (void)state;
  make_history();
  make_index_file();
  struct repo *repo = open_repo();
  struct places places = {all, COUNT(all), COUNT(all)};
  struct places_source data = {repo, &places, STR_NONE, WHERE_COUNT};
  run(places_source(&data));
  assert_text(buf_str(&capture.text), "now a.js a.js;now a.js a.js lib;now a.js a.js lib;now tree.js;now note;now ;");
  buf_clear(&capture.text);
  places.len = 1;
  data.path_prefix = STR("sub");
  data.where = WHERE_SUBMODULE;
  run(places_source(&data));
  assert_text(buf_str(&capture.text), "now sub/a.js a.js;");
  repo_free(repo);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(files_of_a_folder, set_up, tear_down),
      cmocka_unit_test_setup_teardown(files_of_no_project, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_file_named_alone, set_up, tear_down),
      cmocka_unit_test_setup_teardown(staged_files, set_up, tear_down),
      cmocka_unit_test_setup_teardown(the_first_staged_file, set_up, tear_down),
      cmocka_unit_test_setup_teardown(commits_of_a_range, set_up, tear_down),
      cmocka_unit_test_setup_teardown(places_in_history, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
