/* test_text.c -- lines, columns and frames: where a key stands, and that no cut shows any of it. */
#include "unit.h"

#include "base/utf8.h"
#include "engine/text.h"
#include "model/key.h"

#include "template.h"

static void located(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t position;
    uint32_t line, column;
  } rows[] = {
      {"abc", 0, 1, 1},       {"abc", 2, 1, 3},         {"a\nbc", 2, 2, 1},          {"a\r\nbc", 4, 2, 2},
      {"\n\n\nx", 3, 4, 1},   {"\xc3\xa9x", 2, 1, 2},   {"\xf0\x9f\x94\x91x", 4, 1, 2}, {"\xff\xfex", 2, 1, 3},
      {"a\xc3\xa9\nb\xc3\xa9" "c", 7, 2, 3}, {"a\rb", 2, 1, 3}, {"\tx", 1, 1, 2},        {"ab", 2, 1, 3},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct locator locator = text_locator(str_from(rows[i].text), 1, 1);
    text_locate(&locator, rows[i].position);
    assert_int_equal(locator.line, rows[i].line);
    assert_int_equal(locator.column, rows[i].column);
  }
  struct locator later = text_locator(STR("a\nb"), 100, 1);
  text_locate(&later, 2);
  assert_int_equal(later.line, 101);
}

static void located_in_steps(void **state) {
  (void)state;
  uint64_t seed = 1;
  for (int round = 0; round < 2000; round++) {
    char text[64];
    for (size_t i = 0; i < sizeof text; i++)
      text[i] = "ab\n\xc3\xa9\xff"[template_draw(&seed) % 6];
    struct locator steps = text_locator((str){text, sizeof text}, 1, 1);
    for (size_t at = 0; at <= sizeof text; at += template_draw(&seed) % 5) {
      /* Columns are those of whole characters: keys begin at one. */
      if (at > 0 && at < sizeof text && ((unsigned char)text[at] & 0xc0) == 0x80)
        continue;
      struct locator once = text_locator((str){text, sizeof text}, 1, 1);
      text_locate(&once, at);
      text_locate(&steps, at);
      assert_int_equal(steps.line, once.line);
      assert_int_equal(steps.column, once.column);
    }
  }
}

/* Frames of texts with one key, which stands for {{key}}; R is what is shown of it. */
static void frames(void **state) {
  (void)state;
  static const struct {
    const char *text;
    unsigned count, focus;
    const char *line[FRAME_LINES];
    uint32_t column;
  } rows[] = {
      {"{{key}}", 1, 0, {"R"}, 0},
      {"a={{key}};", 1, 0, {"a=R;"}, 2},
      {"{{key}}\n", 1, 0, {"R"}, 0},
      {"one\na={{key}}\nthree\nfour\n", 3, 1, {"one", "a=R", "three"}, 2},
      {"one\r\na={{key}}\r\nthree\r\n", 3, 1, {"one", "a=R", "three"}, 2},
      {"zero\none\n{{key}}", 2, 1, {"one", "R"}, 0},
      {"\n{{key}}\n\n", 3, 1, {"", "R", ""}, 0},
      {"\xc3\xa9 {{key}}", 1, 0, {"\xc3\xa9 R"}, 2},
  };
  struct arena kept = {0};
  uint64_t seed = 2;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct template_text made;
    assert_true(template_expand(str_from(rows[i].text), &seed, &kept, &made));
    str key = made.key[0], redacted = key_redact(&kept, key);
    size_t start = str_find(made.text, key, 0);
    struct text_spans masked = {0};
    vec_push(&masked, (struct text_span){start, start + key.len});
    struct locator locator = text_locator(made.text, 1, 1);
    text_locate(&locator, start);
    struct frame frame = text_frame(&locator, start + key.len, &masked, &kept);
    assert_int_equal(frame.count, rows[i].count);
    assert_int_equal(frame.focus, rows[i].focus);
    assert_int_equal(frame.first_line + frame.focus, locator.line);
    assert_int_equal(frame.mark_column, rows[i].column);
    assert_int_equal(frame.mark_width, redacted.len);
    for (unsigned k = 0; k < frame.count; k++) {
      const char *shown = rows[i].line[k], *mark = k == frame.focus ? strchr(shown, 'R') : NULL;
      str expected = mark ? arena_printf(&kept, "%.*s%.*s%s", (int)(mark - shown), shown, STR_ARG(redacted), mark + 1) : str_from(shown);
      assert_str(frame.line[k], expected);
    }
    vec_free(&masked);
  }
  arena_free(&kept);
}

enum { KEYS = 4 };

struct scene {
  struct arena kept;
  struct buf text;
  str key[KEYS];
  struct text_spans masked;
};

static void add_filler(struct buf *out, uint64_t *seed) {
  static const char *const fillers[] = {" ", ".", "x", "_", "\n", "\r\n", "\xc3\xa9", "word ", "+", "apso_", "-"};
  size_t runs = template_draw(seed) % 4, length = template_draw(seed) % 3 == 0 ? 200 : 20;
  for (size_t run = 0; run < runs; run++) {
    const char *filler = fillers[template_draw(seed) % COUNT(fillers)];
    for (size_t i = template_draw(seed) % length; i > 0; i--)
      buf_add(out, str_from(filler));
  }
}

/* Some keys of the scene were found (they are masked), some look like one, some are in another encoding. */
static void make_scene(struct scene *scene, uint64_t *seed) {
  *scene = (struct scene){0};
  for (size_t i = 0; i < KEYS; i++) {
    add_filler(&scene->text, seed);
    scene->key[i] = template_key(seed, STR("live"), &scene->kept);
    size_t start = scene->text.len;
    bool encoded = i == 1;
    if (encoded)
      template_add_base64(&scene->text, scene->key[i], false);
    else
      buf_add(&scene->text, scene->key[i]);
    if (encoded || template_draw(seed) % 2)
      vec_push(&scene->masked, (struct text_span){start, scene->text.len});
  }
  add_filler(&scene->text, seed);
}

static void scene_free(struct scene *scene) {
  buf_free(&scene->text);
  vec_free(&scene->masked);
  arena_free(&scene->kept);
}

static void check_frame(struct scene *scene, const struct frame *frame) {
  struct buf encoded = {0};
  template_add_base64(&encoded, scene->key[1], false);
  for (unsigned i = 0; i < frame->count; i++) {
    for (size_t k = 0; k < KEYS; k++)
      if (template_leaks(frame->line[i], scene->key[k]))
        fail_msg("shows key %zu: %.*s", k, STR_ARG(frame->line[i]));
    for (size_t at = 20; at + 12 <= encoded.len; at++)
      if (str_find(frame->line[i], (str){encoded.data + at, 12}, 0) != SIZE_MAX)
        fail_msg("a frame shows an encoded key");
    assert_int_equal(str_find_byte(frame->line[i], '\n', 0), SIZE_MAX);
    assert_true(frame->line[i].len < 512);
  }
  buf_free(&encoded);
}

static void no_frame_shows_a_key(void **state) {
  (void)state;
  uint64_t seed = 3;
  for (int round = 0; round < 5000; round++) {
    struct scene scene;
    make_scene(&scene, &seed);
    for (size_t i = 0; i < scene.masked.len; i++) {
      struct text_span span = scene.masked.data[i];
      struct locator locator = text_locator(buf_str(&scene.text), 1, 1);
      text_locate(&locator, span.start);
      struct frame frame = text_frame(&locator, span.end, &scene.masked, &scene.kept);
      check_frame(&scene, &frame);
      str focus = frame.line[frame.focus];
      assert_true(frame.mark_column + frame.mark_width <= utf8_count(focus));
    }
    scene_free(&scene);
  }
}

/* A cut through a character would show as rubbish. */
static void cuts_keep_characters_whole(void **state) {
  (void)state;
  struct arena kept = {0};
  uint64_t seed = 4;
  for (size_t shift = 0; shift < 4; shift++) {
    struct buf text = {0};
    for (size_t i = 0; i < 100; i++)
      buf_add(&text, STR("\xe2\x82\xac"));
    buf_add(&text, str_head(STR("    "), shift));
    buf_add_byte(&text, ' ');
    size_t start = text.len;
    buf_add(&text, template_key(&seed, STR("live"), &kept));
    size_t end = text.len;
    buf_add(&text, str_head(STR("    "), shift));
    for (size_t i = 0; i < 100; i++)
      buf_add(&text, STR("\xe2\x82\xac"));
    struct text_spans masked = {0};
    vec_push(&masked, (struct text_span){start, end});
    struct locator locator = text_locator(buf_str(&text), 1, 1);
    text_locate(&locator, start);
    struct frame frame = text_frame(&locator, end, &masked, &kept);
    for (str rest = frame.line[0]; rest.len; rest = str_tail(rest, utf8_length(rest)))
      if (utf8_length(rest) == 0)
        fail_msg("shift %zu: ill-formed at %zu of %zu", shift, frame.line[0].len - rest.len, frame.line[0].len);
    vec_free(&masked);
    buf_free(&text);
  }
  arena_free(&kept);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(located), cmocka_unit_test(located_in_steps),   cmocka_unit_test(frames), cmocka_unit_test(no_frame_shows_a_key),
      cmocka_unit_test(cuts_keep_characters_whole),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
