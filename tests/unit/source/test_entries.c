/* test_entries.c -- entries of random trees and of random deltas between them, held against the trees read whole. */
#include "unit.h"

#include "entries_check.h"
#include "packwriter.h"
#include "template.h"

enum { TREE_ENTRIES = 12, ROUNDS = 20000 };

/* ---- trees ---- */

struct names {
  struct buf tree;
  VEC(size_t) start; /* of each entry, and the end */
};

static uint32_t below(uint64_t *seed, uint32_t limit) {
  return template_draw(seed) % limit;
}

/* An id is as random as ids are, or full of what looks like the beginning of entries. */
static void add_id(struct buf *out, size_t oid_size, uint64_t *seed) {
  static const char odd[] = "100644 a\0b 40000\0 \0\0";
  uint32_t kind = below(seed, 3);
  for (size_t i = 0; i < oid_size; i++)
    buf_add_byte(out, kind == 0 ? (char)template_draw(seed) : kind == 1 ? odd[(i + below(seed, 2)) % (sizeof odd - 1)] : (char)below(seed, 3));
}

static void add_entry(struct buf *out, size_t oid_size, uint64_t *seed) {
  static const char *const modes[] = {"100644", "40000", "160000", "100755", "040000", ""};
  buf_add(out, str_from(modes[below(seed, COUNT(modes))]));
  buf_add_byte(out, ' ');
  for (uint32_t i = 0, len = 1 + below(seed, 12); i < len; i++)
    buf_add_byte(out, "ab 1046"[below(seed, 7)]);
  buf_add_byte(out, '\0');
  add_id(out, oid_size, seed);
}

static void find_starts(struct names *t, size_t oid_size) {
  struct tree_entry entry;
  size_t at = 0;
  t->start.len = 0;
  vec_push(&t->start, at);
  while (tree_entry_at(str_tail(buf_str(&t->tree), at), oid_size, &entry)) {
    at += entry.size;
    vec_push(&t->start, at);
  }
  assert_int_equal(at, t->tree.len);
}

static str entry_of(const struct names *t, size_t index) {
  return str_range(t->tree.data + t->start.data[index], t->tree.data + t->start.data[index + 1]);
}

static void make_tree(struct names *t, size_t oid_size, uint64_t *seed) {
  for (uint32_t i = below(seed, TREE_ENTRIES); i > 0; i--)
    add_entry(&t->tree, oid_size, seed);
  find_starts(t, oid_size);
}

static void free_names(struct names *t) {
  buf_free(&t->tree);
  vec_free(&t->start);
}

/* As commits change trees: entries come, go, get another id or name, and rarely another place. */
static void change_tree(const struct names *base, struct buf *out, size_t oid_size, uint64_t *seed) {
  uint32_t often = 1 + below(seed, 12);
  bool moves = below(seed, 4) == 0;
  for (size_t i = 0; i + 1 < base->start.len; i++) {
    str entry = entry_of(base, moves && below(seed, often) == 0 ? below(seed, (uint32_t)base->start.len - 1) : i);
    uint32_t what = below(seed, often) ? 9 : below(seed, 4);
    if (what == 1)
      add_entry(out, oid_size, seed);
    if (what == 2) {
      buf_add(out, str_head(entry, entry.len - oid_size));
      add_id(out, oid_size, seed);
    } else if (what == 3) {
      add_entry(out, oid_size, seed);
      memcpy(out->data + out->len - oid_size, entry.ptr + entry.len - oid_size, oid_size);
    } else if (what != 0) {
      buf_add(out, entry);
    }
  }
  if (below(seed, often) == 0)
    add_entry(out, oid_size, seed);
}

/* ---- deltas ---- */

static size_t match(str a, str b) {
  size_t len = 0;
  while (len < a.len && len < b.len && a.ptr[len] == b.ptr[len])
    len++;
  return len;
}

/* The longest match, or at times any, cut at any place: in names, in ids, at borders. */
static void delta_by_bytes(str base, str target, struct buf *out, uint64_t *seed) {
  size_t least = (size_t)1 << below(seed, 7);
  uint32_t cuts = 1 + below(seed, 8);
  packwriter_add_sizes(out, base.len, target.len);
  while (target.len) {
    size_t best = 0, from = 0;
    for (size_t at = 0; at < base.len; at++) {
      size_t len = match(str_tail(base, at), target);
      if (len > best || (len && len == best && below(seed, 2))) {
        best = len;
        from = at;
      }
    }
    if (best && below(seed, cuts) == 0)
      best = 1 + below(seed, (uint32_t)best);
    if (best >= least)
      packwriter_add_copy(out, (uint32_t)from, (uint32_t)best);
    else
      packwriter_add_new(out, str_head(target, best = 1 + below(seed, 5)));
    target = str_tail(target, best);
  }
}

/* Copies of whole entries and pieces, from anywhere; new entries and junk. */
static void delta_of_pieces(const struct names *base, size_t oid_size, struct buf *out, uint64_t *seed) {
  struct buf code = {0}, fresh = {0};
  size_t size = 0, count = base->start.len - 1;
  uint32_t junk = 2 + below(seed, 20);
  for (uint32_t i = below(seed, 8); i > 0; i--) {
    size_t first = count ? below(seed, (uint32_t)count) : 0, last = count ? first + below(seed, (uint32_t)(count - first)) : 0;
    size_t from = base->start.data[first], end = count ? base->start.data[last + 1] : 0;
    if (below(seed, junk) == 0 && end > from)
      end -= below(seed, (uint32_t)(end - from));
    if (below(seed, junk) == 0 && end > from)
      from += below(seed, (uint32_t)(end - from));
    if (end > from && below(seed, 4)) {
      packwriter_add_copy(&code, (uint32_t)from, (uint32_t)(end - from));
      size += end - from;
      continue;
    }
    fresh.len = 0;
    add_entry(&fresh, oid_size, seed);
    str bytes = str_head(buf_str(&fresh), below(seed, junk) ? fresh.len : 1 + below(seed, (uint32_t)fresh.len));
    packwriter_add_new(&code, bytes);
    size += bytes.len;
  }
  packwriter_add_sizes(out, base->tree.len + (below(seed, 40) == 0), size + (below(seed, 40) == 0));
  buf_add(out, buf_str(&code));
  buf_free(&code);
  buf_free(&fresh);
}

static void damage(struct buf *payload, uint64_t *seed) {
  for (uint32_t i = 1 + below(seed, 3); i > 0 && payload->len; i--)
    payload->data[below(seed, (uint32_t)payload->len)] = (char)template_draw(seed);
  if (payload->len && below(seed, 3) == 0)
    payload->len = below(seed, (uint32_t)payload->len);
}

/* ---- the tests ---- */

enum kind { BY_BYTES, OF_PIECES, DAMAGED, KINDS };

static enum entry_outcome check(uint64_t round, enum kind kind, size_t oid_size) {
  uint64_t seed = round * 77 + (uint64_t)kind + oid_size * 1000003;
  struct names base = {0};
  struct buf target = {0}, payload = {0};
  enum entry_outcome outcome;
  make_tree(&base, oid_size, &seed);
  if (kind == OF_PIECES) {
    delta_of_pieces(&base, oid_size, &payload, &seed);
  } else {
    change_tree(&base, &target, oid_size, &seed);
    delta_by_bytes(buf_str(&base.tree), buf_str(&target), &payload, &seed);
  }
  if (kind == DAMAGED)
    damage(&payload, &seed);
  const char *wrong = entries_check(buf_str(&base.tree), buf_str(&payload), oid_size, &outcome);
  if (wrong)
    fail_msg("round %lu, kind %d: %s", (unsigned long)round, (int)kind, wrong);
  free_names(&base);
  buf_free(&target);
  buf_free(&payload);
  return outcome;
}

/* Each kind must end in each way now and then, or it tests nothing. */
static void run(enum kind kind, size_t least_done, size_t least_mixed, size_t least_damaged) {
  size_t ends[3] = {0};
  for (uint64_t round = 0; round < ROUNDS; round++)
    ends[check(round, kind, round % 4 ? OID_SHA1 : OID_SHA256)]++;
  assert_true(ends[ENTRIES_DONE] >= least_done && ends[ENTRIES_MIXED] >= least_mixed && ends[ENTRIES_DAMAGED] >= least_damaged);
}

static void changed_trees(void **state) {
  (void)state;
  run(BY_BYTES, ROUNDS / 2, ROUNDS / 50, 0);
}

static void pieces(void **state) {
  (void)state;
  run(OF_PIECES, ROUNDS / 10, ROUNDS / 10, ROUNDS / 10);
}

static void damaged_deltas(void **state) {
  (void)state;
  run(DAMAGED, 1, 1, ROUNDS / 4);
}

/* ---- by hand ---- */

#define ID_A "aaaaaaaaaaaaaaaaaaaa"
#define ID_B "bbbbbbbbbbbbbbbbbbbb"
#define ENTRY_SIZE 29

static const char base_bytes[] = "100644 a\0" ID_A "100644 b\0" ID_B "100644 c\0" ID_A;

static enum entry_outcome check_code(size_t size, str code) {
  struct buf payload = {0};
  enum entry_outcome outcome;
  packwriter_add_sizes(&payload, 3 * ENTRY_SIZE, size);
  buf_add(&payload, code);
  const char *wrong = entries_check((str){base_bytes, 3 * ENTRY_SIZE}, buf_str(&payload), OID_SHA1, &outcome);
  buf_free(&payload);
  if (wrong)
    fail_msg("%s", wrong);
  return outcome;
}

static void copies_at_borders(void **state) {
  (void)state;
  static const struct {
    uint32_t first, entries; /* copied first, then what is second */
    uint32_t second, more;
    enum entry_outcome outcome;
  } cases[] = {
      {0, 3, 0, 0, ENTRIES_DONE}, {0, 1, 2, 1, ENTRIES_DONE}, {1, 2, 0, 0, ENTRIES_DONE},  {2, 1, 0, 0, ENTRIES_DONE},
      {1, 1, 0, 1, ENTRIES_MIXED}, {0, 2, 1, 2, ENTRIES_MIXED}, {0, 1, 0, 1, ENTRIES_MIXED}, {2, 1, 2, 1, ENTRIES_MIXED},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct buf code = {0};
    packwriter_add_copy(&code, cases[i].first * ENTRY_SIZE, cases[i].entries * ENTRY_SIZE);
    if (cases[i].more)
      packwriter_add_copy(&code, cases[i].second * ENTRY_SIZE, cases[i].more * ENTRY_SIZE);
    assert_int_equal(check_code((cases[i].entries + cases[i].more) * ENTRY_SIZE, buf_str(&code)), cases[i].outcome);
    buf_free(&code);
  }
}

/* Two copies that meet at every byte of the tree. */
static void copies_that_meet_anywhere(void **state) {
  (void)state;
  for (uint32_t at = 1; at < 3 * ENTRY_SIZE; at++) {
    struct buf code = {0};
    packwriter_add_copy(&code, 0, at);
    packwriter_add_copy(&code, at, 3 * ENTRY_SIZE - at);
    assert_int_equal(check_code(3 * ENTRY_SIZE, buf_str(&code)), ENTRIES_DONE);
    buf_free(&code);
  }
}

/* Copies that leave the base, before and in the middle of an entry. */
static void copies_out_of_range(void **state) {
  (void)state;
  for (uint32_t at = 0; at < 3 * ENTRY_SIZE; at += 5) {
    struct buf code = {0};
    if (at)
      packwriter_add_copy(&code, 0, at);
    packwriter_add_copy(&code, 3 * ENTRY_SIZE - 1, 2);
    assert_int_equal(check_code(at + 2, buf_str(&code)), ENTRIES_DAMAGED);
    buf_free(&code);
  }
}

/* The same, cut off: no instruction may be missed. */
static void cut_anywhere(void **state) {
  (void)state;
  struct buf code = {0};
  packwriter_add_copy(&code, 0, ENTRY_SIZE + 9);
  packwriter_add_new(&code, STR(ID_A "100644 d\0" ID_B));
  packwriter_add_copy(&code, 2 * ENTRY_SIZE, ENTRY_SIZE);
  for (size_t len = 0; len <= code.len; len++)
    assert_int_equal(check_code(4 * ENTRY_SIZE, str_head(buf_str(&code), len)), len == code.len ? ENTRIES_DONE : ENTRIES_DAMAGED);
  buf_free(&code);
}

static void no_trees(void **state) {
  (void)state;
  static const struct {
    str bytes;
    bool is_tree;
  } cases[] = {{{"", 0}, true}, {{"x", 1}, false}, {{"100644 a\0" ID_A, 29}, true}, {{"100644 a\0" ID_A, 28}, false},
               {{"100644a\0" ID_A, 28}, false}, {{" \0" ID_A, 22}, true}, {{"\0" ID_A, 21}, false}, {{"\0a " ID_A, 23}, false},
               {{"100644 a\0" ID_A "\0", 30}, false}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    enum entry_outcome outcome;
    const char *wrong = entries_check(cases[i].bytes, (str){"\0\0", 2}, OID_SHA1, &outcome);
    if (wrong)
      fail_msg("case %zu: %s", i, wrong);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(copies_at_borders), cmocka_unit_test(copies_that_meet_anywhere), cmocka_unit_test(cut_anywhere),
      cmocka_unit_test(no_trees),          cmocka_unit_test(changed_trees),             cmocka_unit_test(pieces),
      cmocka_unit_test(copies_out_of_range), cmocka_unit_test(damaged_deltas),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
