/* test_snapshot.c -- the same files as a folder, an index, a tree: what is there, what is not, what cannot be had. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "source/index.h"
#include "source/pack/budget.h"
#include "source/snapshot.h"

#include "index_bytes.h"
#include "worktree.h"

enum { TREE = 10, A = 11, SRC = 12, DEEP = 13, COMMIT = 20, MODULE = 90, MIB = 1 << 20, MANY = 10000 };

struct fixture {
  struct worktree worktree;
  struct repo *repo;
  struct snapshots *snapshots;
  struct index index;
  struct buf out;
  struct buf text;
};

static struct fixture f;

static const struct file {
  const char *path;
  uint32_t number;
  uint32_t mode;
  const char *content;
} files[] = {{"README", 1, MODE_FILE, "read me"},      {"a-b", 2, MODE_FILE, ""},
             {"a.js", 3, MODE_FILE, "let a"},          {"a/x.js", 6, MODE_FILE, "let x"},
             {"link", 4, MODE_LINK, "a.js"},           {"mod", MODULE, MODE_MODULE, NULL},
             {"run.sh", 5, 0100755, "run"},            {"src/deep/x.ts", 7, MODE_FILE, "deep"}};

/* ---- what is made ---- */

static void make_objects(void) {
  static const struct worktree_entry top[] = {
      {"100644", "README", 1}, {"100644", "a-b", 2},      {"100644", "a.js", 3},   {"40000", "a", A},
      {"120000", "link", 4},   {"160000", "mod", MODULE}, {"100755", "run.sh", 5}, {"40000", "src", SRC}};
  static const struct worktree_entry a[] = {{"100644", "x.js", 6}}, src[] = {{"40000", "deep", DEEP}};
  static const struct worktree_entry deep[] = {{"100644", "x.ts", 7}};
  for (size_t i = 0; i < COUNT(files); i++)
    if (files[i].content)
      worktree_blob(&f.worktree, files[i].number, files[i].content);
  worktree_tree(&f.worktree, TREE, top, COUNT(top));
  worktree_tree(&f.worktree, A, a, 1);
  worktree_tree(&f.worktree, SRC, src, 1);
  worktree_tree(&f.worktree, DEEP, deep, 1);
  worktree_commit(&f.worktree, COMMIT, TREE, 0);
}

/* On disk there are links that lead out, too. */
static void make_files(void) {
  for (size_t i = 0; i < COUNT(files); i++)
    if (files[i].mode != MODE_LINK && files[i].content)
      worktree_put(&f.worktree, files[i].path, str_from(files[i].content));
  worktree_put(&f.worktree, "mod/.git", STR("gitdir: elsewhere"));
  worktree_put(&f.worktree, "mod/y.js", STR("let y"));
  assert_int_equal(symlink("a.js", worktree_path(&f.worktree, "link")), 0);
  assert_int_equal(symlink("/usr", worktree_path(&f.worktree, "out")), 0);
  assert_int_equal(symlink("src", worktree_path(&f.worktree, "in")), 0);
  assert_int_equal(mkfifo(worktree_path(&f.worktree, "pipe"), 0600), 0);
}

static void add_file(struct buf *index, const char *path, uint32_t number, struct wanted wanted) {
  size_t start = index->len;
  oid id = worktree_id(number);
  wanted.path = path;
  add_entry(index, 2, OID_SHA1, &wanted, 'x', 0, 0);
  memcpy(index->data + start + STAT_SIZE, id.bytes, OID_SHA1);
}

static void end_and_read(struct buf *index, struct index *out) {
  end_index(index, OID_SHA1, 'c');
  assert_int_equal(parse_index(buf_str(index), OID_SHA1, out), INDEX_READ);
  worktree_put(&f.worktree, ".git/index", buf_str(index));
  buf_free(index);
}

static void make_index_of_files(void) {
  struct buf index = begin_index(2, COUNT(files));
  for (size_t i = 0; i < COUNT(files); i++)
    add_file(&index, files[i].path, files[i].number, (struct wanted){.mode = files[i].mode});
  end_and_read(&index, &f.index);
}

static int set_up(void **state) {
  struct err err;
  (void)state;
  f = (struct fixture){0};
  worktree_make(&f.worktree);
  make_objects();
  make_files();
  make_index_of_files();
  if (repo_open(f.worktree.folder, false, &f.repo, &err))
    fail_msg("%s", err.text);
  f.snapshots = snapshots_new(f.repo);
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  snapshots_free(f.snapshots);
  repo_free(f.repo);
  index_free(&f.index);
  buf_free(&f.out);
  buf_free(&f.text);
  worktree_remove(&f.worktree);
  budget_set(0, 2);
  return 0;
}

/* ---- all kinds ---- */

enum kind { OF_TREE, OF_COMMIT, OF_INDEX, OF_OWN_INDEX, OF_FOLDER, KINDS };
static const char *const kinds[] = {"tree", "commit", "index", "own index", "folder"};

static struct snapshot *make(enum kind kind) {
  switch (kind) {
    case OF_TREE: return snapshots_tree(f.snapshots, worktree_id(TREE));
    case OF_COMMIT: return snapshots_tree(f.snapshots, worktree_id(COMMIT));
    case OF_INDEX: return snapshots_index(f.snapshots, &f.index);
    case OF_OWN_INDEX: return snapshots_index(f.snapshots, NULL);
    default: return snapshots_folder(f.snapshots, str_from(f.worktree.folder));
  }
}

/* Only one index goes with one worker. */
static struct snapshot *make_anew(enum kind kind) {
  snapshots_free(f.snapshots);
  f.snapshots = snapshots_new(f.repo);
  return make(kind);
}

static enum snapshot_outcome read_within(struct snapshot *s, str path, size_t limit, oid *id) {
  buf_clear(&f.out);
  buf_add(&f.out, STR("before "));
  return s->read(s, path, limit, &f.out, id);
}

static void check_file(struct snapshot *s, enum kind kind, const struct file *file) {
  oid id;
  str path = str_from(file->path);
  size_t len = strlen(file->content);
  assert_true(s->has(s, path));
  assert_int_equal(read_within(s, path, len, &id), SNAPSHOT_READ);
  assert_text(str_tail(buf_str(&f.out), STR("before ").len), file->content);
  assert_true(oid_eq(id, kind == OF_FOLDER ? (oid){{0}} : worktree_id(file->number)));
  if (len == 0)
    return;
  assert_int_equal(read_within(s, path, len - 1, &id), SNAPSHOT_UNREADABLE);
  assert_text(buf_str(&f.out), "before ");
}

static void files_are_read(void **state) {
  (void)state;
  for (enum kind kind = 0; kind < KINDS; kind++) {
    struct snapshot *s = make_anew(kind);
    for (size_t round = 0; round < 2; round++)
      for (size_t i = 0; i < COUNT(files); i++)
        if (files[i].mode == MODE_FILE || files[i].mode == 0100755)
          check_file(s, kind, &files[i]);
  }
}

static void check_absent(struct snapshot *s, enum kind kind, str path) {
  oid id;
  enum snapshot_outcome outcome = read_within(s, path, MIB, &id);
  if (s->has(s, path) || outcome != SNAPSHOT_ABSENT || f.out.len != STR("before ").len || !oid_is_zero(id))
    fail_msg("%s: '%.*s' is not absent: %d", kinds[kind], STR_ARG(path), (int)outcome);
}

static void what_is_not_there(void **state) {
  static const str paths[] = {
      {"", 0},         {"src", 3},       {"src/", 4},         {"none", 4},
      {"none/a", 6},   {"a.js/x", 6},    {"a.js/", 5},        {"/a.js", 5},
      {"./a.js", 6},   {"../a.js", 7},   {"src/../a.js", 11}, {"src//deep/x.ts", 14},
      {"link", 4},     {"mod", 3},       {"mod/y.js", 8},     {"mod/.git", 8},
      {".git", 4},     {".git/HEAD", 9}, {"out", 3},          {"out/bin/env", 11},
      {"in/deep/x.ts", 12}, {"pipe", 4}, {"A.JS", 4},         {"a.js\0", 5},
      {"a\0b", 3},     {"a", 1},         {"README.md", 9},    {"x.js", 4}};
  struct buf deep = {0}, wide = {0};
  (void)state;
  for (size_t i = 0; i < 5000; i++) {
    buf_add(&deep, STR("src/"));
    buf_add_byte(&wide, 'w');
  }
  for (enum kind kind = 0; kind < KINDS; kind++) {
    struct snapshot *s = make_anew(kind);
    for (size_t i = 0; i < COUNT(paths); i++)
      check_absent(s, kind, paths[i]);
    check_absent(s, kind, buf_str(&deep));
    check_absent(s, kind, buf_str(&wide));
    check_absent(s, kind, str_head(buf_str(&deep), 1023));
  }
  buf_free(&deep);
  buf_free(&wide);
}

static void note(void *data, str name, bool is_folder) {
  struct buf *text = data;
  buf_printf(text, "%s%.*s%s", text->len ? " " : "", STR_ARG(name), is_folder ? "/" : "");
}

static str list(struct snapshot *s, const char *folder) {
  buf_clear(&f.text);
  if (!s->list(s, str_from(folder), note, &f.text))
    buf_add(&f.text, STR("no folder"));
  return buf_str(&f.text);
}

static void folders_are_listed(void **state) {
  static const struct {
    const char *folder, *list;
  } cases[] = {{"", "README a/ a-b a.js run.sh src/"}, {"a", "x.js"}, {"src", "deep/"}, {"src/deep", "x.ts"}};
  static const char *const none[] = {"a.js", "none", "link", "mod", ".git", "out", "in", "..", "src/..", "/"};
  (void)state;
  for (enum kind kind = 0; kind < KINDS; kind++) {
    struct snapshot *s = make_anew(kind);
    for (size_t i = 0; i < COUNT(cases); i++)
      assert_text(list(s, cases[i].folder), cases[i].list);
    for (size_t i = 0; i < COUNT(none); i++)
      assert_text(list(s, none[i]), "no folder");
  }
}

static void numbers_tell_them_apart(void **state) {
  (void)state;
  uint64_t seen[KINDS];
  for (enum kind kind = 0; kind < KINDS; kind++) {
    struct snapshot *s = make_anew(kind);
    assert_true(s->number != 0);
    assert_ptr_equal(make(OF_TREE) == s, kind == OF_TREE);
    assert_ptr_equal(make(kind), s);
    for (enum kind other = 0; other < kind; other++)
      assert_true(seen[other] != s->number);
    seen[kind] = s->number;
  }
  struct snapshot *root = make(OF_FOLDER);
  struct snapshot *a = snapshots_folder(f.snapshots, str_from(worktree_path(&f.worktree, "a")));
  assert_true(root->number != a->number);
  assert_ptr_equal(make(OF_FOLDER), root);
  assert_text(list(a, ""), "x.js");
  assert_text(list(root, "a"), "x.js");
  assert_null(snapshots_tree(f.snapshots, (oid){{0}}));
}

/* ---- trees ---- */

enum { BROKEN = 30, CUT, NO_TREE, OTHER, BAD };

static void damaged_objects(void **state) {
  static const struct worktree_entry broken[] = {
      {"40000", "cut", CUT},   {"100644", "gone.js", 91}, {"40000", "gone", 92},    {"40000", "blob", 1},
      {"100644", "tree.js", A}, {"40000", "bad", BAD},     {"100644", "good.js", 3}};
  static const char *const unreadable[] = {"cut/x", "gone.js", "gone/x", "gone/y/z", "blob/x", "tree.js", "bad/x"};
  oid id;
  (void)state;
  worktree_tree(&f.worktree, BROKEN, broken, COUNT(broken));
  worktree_object(&f.worktree, CUT, "tree", STR("100644 x\0abc"));
  worktree_object(&f.worktree, BAD, "tree", STR("nothing"));
  worktree_object(&f.worktree, NO_TREE, "commit", STR("parent 12"));
  struct snapshot *s = snapshots_tree(f.snapshots, worktree_id(BROKEN));
  for (size_t i = 0; i < COUNT(unreadable); i++)
    if (read_within(s, str_from(unreadable[i]), MIB, &id) != SNAPSHOT_UNREADABLE)
      fail_msg("%s", unreadable[i]);
  assert_true(s->has(s, STR("good.js")));
  assert_false(s->has(s, STR("cut/x")));
  assert_text(list(s, "cut"), "no folder");
  assert_text(list(s, ""), "bad/ blob/ cut/ gone/ gone.js good.js tree.js");
  static const uint32_t tops[] = {93, NO_TREE, 1};
  for (size_t i = 0; i < COUNT(tops); i++) {
    s = snapshots_tree(f.snapshots, worktree_id(tops[i]));
    assert_int_equal(read_within(s, STR("a.js"), MIB, &id), SNAPSHOT_UNREADABLE);
    assert_text(list(s, ""), "no folder");
  }
}

/* Names that git would not write, and names that are there twice. */
static void hostile_names(void **state) {
  static const struct worktree_entry entries[] = {
      {"100644", "..", 1},     {"40000", "..", TREE}, {"40000", ".", TREE},     {"40000", ".git", TREE},
      {"100644", "a/x.js", 1}, {"40000", "", TREE},   {"40000", "twice", TREE}, {"100644", "twice", 1},
      {"100644", "twice", 1},  {"40000", "round", OTHER}};
  (void)state;
  worktree_tree(&f.worktree, OTHER, entries, COUNT(entries));
  struct snapshot *s = snapshots_tree(f.snapshots, worktree_id(OTHER));
  assert_text(list(s, ""), "round/ twice");
  assert_true(s->has(s, STR("twice")));
  assert_true(s->has(s, STR("round/round/round/twice")));
  struct buf deep = {0};
  for (size_t i = 0; i < 200; i++)
    buf_add(&deep, STR("round/"));
  buf_add(&deep, STR("twice"));
  assert_false(s->has(s, buf_str(&deep)));
  buf_free(&deep);
}

static void large_blobs(void **state) {
  enum { LARGE = 40, SMALL };
  static const struct worktree_entry entries[] = {{"100644", "large.js", LARGE}, {"100644", "small.js", SMALL}};
  struct buf bytes = {0};
  oid id;
  (void)state;
  for (size_t i = 0; i < MIB; i++)
    buf_add_byte(&bytes, 'x');
  worktree_object(&f.worktree, LARGE, "blob", buf_str(&bytes));
  worktree_object(&f.worktree, SMALL, "blob", str_head(buf_str(&bytes), MIB / 4));
  worktree_tree(&f.worktree, OTHER, entries, COUNT(entries));
  budget_set(2 * MIB, 1);
  struct snapshot *s = snapshots_tree(f.snapshots, worktree_id(OTHER));
  assert_int_equal(read_within(s, STR("large.js"), 2 * MIB, &id), SNAPSHOT_UNREADABLE);
  assert_int_equal(read_within(s, STR("small.js"), 2 * MIB, &id), SNAPSHOT_READ);
  assert_int_equal(f.out.len, STR("before ").len + MIB / 4);
  budget_set(0, 2);
  assert_int_equal(read_within(s, STR("large.js"), 2 * MIB, &id), SNAPSHOT_READ);
  assert_int_equal(read_within(s, STR("large.js"), MIB - 1, &id), SNAPSHOT_UNREADABLE);
  buf_free(&bytes);
}

/* ---- forgetting ---- */

struct visit {
  struct snapshot *snapshot;
  size_t count;
  size_t wrong;
};

static void count_and_ask(void *data, str name, bool is_folder) {
  struct visit *visit = data;
  char wanted[32];
  snprintf(wanted, sizeof wanted, "n%05zu", visit->count++);
  visit->wrong += is_folder || !str_eq(name, str_from(wanted));
  if (visit->count % 1000 == 0) {
    visit->wrong += !visit->snapshot->has(visit->snapshot, STR("left/n00001"));
    visit->wrong += !visit->snapshot->has(visit->snapshot, STR("right/n09999"));
    visit->wrong += visit->snapshot->has(visit->snapshot, STR("right/n10000"));
  }
}

static void make_large_tree(uint32_t number, size_t len) {
  struct buf tree = {0};
  for (size_t i = 0; i < len; i++) {
    buf_printf(&tree, "100644 n%05zu", i);
    buf_add_byte(&tree, '\0');
    buf_add(&tree, (str){(const char *)worktree_id(1).bytes, OID_SHA1});
  }
  worktree_object(&f.worktree, number, "tree", buf_str(&tree));
  buf_free(&tree);
}

/* Both folders do not fit at once, and one is more than fits. */
static void more_than_fits(void **state) {
  enum { LEFT = 50, RIGHT, HUGE };
  static const struct worktree_entry entries[] = {
      {"40000", "left", LEFT}, {"40000", "right", RIGHT}, {"40000", "huge", HUGE}};
  oid id;
  (void)state;
  make_large_tree(LEFT, MANY);
  make_large_tree(RIGHT, MANY);
  make_large_tree(HUGE, 2 * MANY);
  worktree_tree(&f.worktree, OTHER, entries, COUNT(entries));
  snapshots_free(f.snapshots);
  budget_set(2 * MIB, 1);
  f.snapshots = snapshots_new(f.repo);
  budget_set(0, 1);
  struct snapshot *s = snapshots_tree(f.snapshots, worktree_id(OTHER));
  struct visit visit = {s, 0, 0};
  assert_true(s->list(s, STR("left"), count_and_ask, &visit));
  assert_int_equal(visit.count, MANY);
  assert_int_equal(visit.wrong, 0);
  assert_int_equal(read_within(s, STR("huge/n00001"), MIB, &id), SNAPSHOT_UNREADABLE);
  assert_int_equal(read_within(s, STR("left/n00001"), MIB, &id), SNAPSHOT_READ);
  assert_text(list(s, ""), "huge/ left/ right/");
}

/* ---- indexes ---- */

static void entries_that_are_no_files(void **state) {
  struct buf bytes = begin_index(2, 8);
  struct index index;
  (void)state;
  add_file(&bytes, "both.js", 1, (struct wanted){.mode = MODE_FILE, .stage = 1});
  add_file(&bytes, "both.js", 1, (struct wanted){.mode = MODE_FILE, .stage = 2});
  add_file(&bytes, "dir/both.js", 1, (struct wanted){.mode = MODE_FILE, .stage = 3});
  add_file(&bytes, "dir/real.js", 3, (struct wanted){.mode = MODE_FILE});
  add_file(&bytes, "dir.js", 1, (struct wanted){.mode = MODE_FILE});
  add_file(&bytes, "new.js", 1, (struct wanted){.mode = MODE_FILE, .more = MORE_INTENT});
  add_file(&bytes, "sparse/a/", A, (struct wanted){.mode = MODE_FOLDER, .more = MORE_SKIP});
  add_file(&bytes, "sparse/gone/", 94, (struct wanted){.mode = MODE_FOLDER, .more = MORE_SKIP});
  memcpy(bytes.data + 4, "\0\0\0\3", 4);
  add_extension(&bytes, "sdir", STR_NONE);
  end_and_read(&bytes, &index);
  struct snapshot *s = snapshots_index(f.snapshots, &index);
  assert_text(list(s, ""), "dir/ dir.js sparse/");
  assert_text(list(s, "dir"), "real.js");
  assert_text(list(s, "sparse"), "a/ gone/");
  assert_text(list(s, "sparse/a"), "x.js");
  check_file(s, OF_INDEX, &(struct file){"sparse/a/x.js", 6, MODE_FILE, "let x"});
  assert_text(list(s, "sparse/gone"), "no folder");
  oid id;
  assert_int_equal(read_within(s, STR("sparse/gone/x"), MIB, &id), SNAPSHOT_UNREADABLE);
  assert_int_equal(read_within(s, STR("both.js"), MIB, &id), SNAPSHOT_ABSENT);
  snapshots_free(f.snapshots);
  f.snapshots = NULL;
  index_free(&index);
}

static void an_index_that_is_none(void **state) {
  (void)state;
  worktree_put(&f.worktree, ".git/index", STR("nothing"));
  assert_text(list(make(OF_OWN_INDEX), ""), "");
  snapshots_free(f.snapshots);
  f.snapshots = snapshots_new(NULL);
  assert_text(list(make(OF_OWN_INDEX), ""), "");
  oid id;
  struct snapshot *tree = make(OF_TREE);
  assert_int_equal(read_within(tree, STR("a.js"), MIB, &id), SNAPSHOT_UNREADABLE);
}

/* ---- folders ---- */

static void a_link_put_in_the_way(void **state) {
  oid id;
  (void)state;
  struct snapshot *s = make(OF_FOLDER);
  assert_true(s->has(s, STR("a/x.js")));
  assert_true(s->has(s, STR("a.js")));
  char moved[128];
  snprintf(moved, sizeof moved, "%s/b", f.worktree.folder);
  assert_int_equal(rename(worktree_path(&f.worktree, "a"), moved), 0);
  assert_int_equal(symlink("b", worktree_path(&f.worktree, "a")), 0);
  assert_int_equal(remove(worktree_path(&f.worktree, "a.js")), 0);
  assert_int_equal(symlink("README", worktree_path(&f.worktree, "a.js")), 0);
  assert_int_equal(read_within(s, STR("a/x.js"), MIB, &id), SNAPSHOT_ABSENT);
  assert_int_equal(read_within(s, STR("a.js"), MIB, &id), SNAPSHOT_ABSENT);
}

static void roots(void **state) {
  (void)state;
  struct snapshot *link = snapshots_folder(f.snapshots, str_from(worktree_path(&f.worktree, "in")));
  assert_text(list(link, "deep"), "x.ts");
  struct snapshot *module = snapshots_folder(f.snapshots, str_from(worktree_path(&f.worktree, "mod")));
  assert_text(list(module, ""), "y.js");
  struct snapshot *none = snapshots_folder(f.snapshots, str_from(worktree_path(&f.worktree, "none")));
  assert_text(list(none, ""), "no folder");
  assert_false(none->has(none, STR("a.js")));
  struct snapshot *file = snapshots_folder(f.snapshots, str_from(worktree_path(&f.worktree, "a.js")));
  assert_text(list(file, ""), "no folder");
}

static void no_permission(void **state) {
  oid id;
  (void)state;
  if (geteuid() == 0)
    skip();
  chmod(worktree_path(&f.worktree, "a.js"), 0);
  chmod(worktree_path(&f.worktree, "a"), 0);
  struct snapshot *s = make(OF_FOLDER);
  assert_int_equal(read_within(s, STR("a.js"), MIB, &id), SNAPSHOT_UNREADABLE);
  assert_int_equal(read_within(s, STR("a/x.js"), MIB, &id), SNAPSHOT_UNREADABLE);
  chmod(worktree_path(&f.worktree, "a"), 0700);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(files_are_read, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_is_not_there, set_up, tear_down),
      cmocka_unit_test_setup_teardown(folders_are_listed, set_up, tear_down),
      cmocka_unit_test_setup_teardown(numbers_tell_them_apart, set_up, tear_down),
      cmocka_unit_test_setup_teardown(damaged_objects, set_up, tear_down),
      cmocka_unit_test_setup_teardown(hostile_names, set_up, tear_down),
      cmocka_unit_test_setup_teardown(large_blobs, set_up, tear_down),
      cmocka_unit_test_setup_teardown(more_than_fits, set_up, tear_down),
      cmocka_unit_test_setup_teardown(entries_that_are_no_files, set_up, tear_down),
      cmocka_unit_test_setup_teardown(an_index_that_is_none, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_link_put_in_the_way, set_up, tear_down),
      cmocka_unit_test_setup_teardown(roots, set_up, tear_down),
      cmocka_unit_test_setup_teardown(no_permission, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
