/* test_markup.c -- which bytes of markup are scripts, in which language, and that all others are blanks. */
#include "unit.h"

#include <time.h>

#include "engine/script/markup.h"

/* What is left of a file: its scripts, each trimmed of blanks, with '|' for what separates them. */
static void add_left(struct buf *left, str out) {
  bool blank = true;
  for (size_t i = 0; i < out.len; i++) {
    char c = out.ptr[i];
    bool separates = str_starts(str_tail(out, i), STR("\xe2\x80\xa8;"));
    i += separates ? 3 : 0;
    c = separates ? '|' : c;
    if (c != ' ' && c != '\n' && c != '\r') {
      if (blank && left->len && c != '|' && left->data[left->len - 1] != '|')
        buf_add_byte(left, ' ');
      buf_add_byte(left, c);
    }
    blank = c == ' ' || c == '\n' || c == '\r';
  }
}

static void check(enum markup_kind kind, const char *text, enum script_language language, const char *expected) {
  struct buf out = {0}, left = {0};
  buf_add(&out, STR("what was there before"));
  assert_int_equal(markup_scripts(str_from(text), kind, &out), language);
  assert_int_equal(out.len, strlen(text));
  for (size_t i = 0; i < out.len; i++)
    if (text[i] == '\n' || text[i] == '\r')
      assert_int_equal(out.data[i], text[i]);
    else
      assert_true(out.data[i] == text[i] || out.data[i] == ' ' || text[i] == '<' || strchr("/sScC-", text[i]));
  add_left(&left, buf_str(&out));
  assert_text(buf_str(&left), expected);
  buf_free(&out);
  buf_free(&left);
}

static void kinds(void **state) {
  (void)state;
  static const struct {
    const char *path;
    enum markup_kind kind;
  } rows[] = {
      {"a/index.html", MARKUP_HTML}, {"INDEX.HTM", MARKUP_HTML}, {"a.xhtml", MARKUP_HTML},   {"App.vue", MARKUP_VUE},
      {"a.svelte", MARKUP_SVELTE},   {"p.astro", MARKUP_ASTRO},  {"a.html.js", MARKUP_NONE}, {"html", MARKUP_NONE},
      {"vue", MARKUP_NONE},          {"", MARKUP_NONE},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    assert_int_equal(markup_kind_of(str_from(rows[i].path)), rows[i].kind);
}

static void places_stay(void **state) {
  (void)state;
  static const char text[] = "<p>\xc3\xa9</p>\r\n<script>\r\n  let a = '\xc3\xa9';\n</script>x<script>b</script>\n";
  static const char expected[] = "         \r\n        \r\n  let a = '\xc3\xa9';\n"
                                 "\xe2\x80\xa8;              b\xe2\x80\xa8;     \n";
  struct buf out = {0};
  assert_int_equal(markup_scripts(str_from(text), MARKUP_HTML, &out), SCRIPT_JAVASCRIPT);
  assert_text(buf_str(&out), expected);
  buf_free(&out);
}

static void html(void **state) {
  (void)state;
  static const struct {
    const char *text;
    const char *left;
  } rows[] = {
      {"", ""},
      {"<", ""},
      {"<p>no script</p>", ""},
      {"<script>a</script>", "a|"},
      {"<SCRIPT>a</Script >b", "a|"},
      {"<script>a</script>b<script>c</script>", "a|c|"},
      {"<script\n defer\n>a</script\n>", "a|"},
      {"<script>a", "a"},
      {"<script", ""},
      {"<script>a</scrip", "a</scrip"},
      {"<script>a</script", "a</script"},
      {"<script>a</script/>b", "a|"},
      {"<script>'</scripts>'</script>", "'</scripts>'|"},
      {"<script>if (a</b/.exec(c)) d</script>", "if (a</b/.exec(c)) d|"},
      {"<scripts>a</scripts>", ""},
      {"< script>a</script>", ""},
      {"<a title='<script>no</script>'><script>b</script>", "b|"},
      {"<a title=\"<script>no</script>\"><script>b</script>", "b|"},
      {"<a title = <script>b</script>", ""},
      {"<a =<script>b</script>", ""},
      {"</a title='<script>no</script>'><script>b</script>", "b|"},
      {"<script data-x='>'>a</script>", "a|"},
      {"<script data-x=a/>a</script>", "a|"},
      {"<script/>a</script>", "a|"},
      /* comments */
      {"<!-- <script>no</script> --><script>a</script>", "a|"},
      {"<!--><script>a</script>", "a|"},
      {"<!---><script>a</script>", "a|"},
      {"<!----><script>a</script>", "a|"},
      {"<!-- --!><script>a</script>", "a|"},
      {"<!--!><script>no</script>--><script>a</script>", "a|"},
      {"<!-- > <script>no</script>", ""},
      {"<!doctype html><script>a</script>", "a|"},
      {"<?php '<script>' ?><script>a</script>", "a|"},
      {"</><script>a</script>", "a|"},
      {"</ x<script>no</script>", ""},
      /* raw text */
      {"<style>a > '<script>no</script>'</style><script>b</script>", "b|"},
      {"<title><script>no</script></title><script>b</script>", "b|"},
      {"<TEXTAREA rows=2><script>no</script></textarea><script>b</script>", "b|"},
      {"<textarea></textareas><script>no</script></textarea><script>b</script>", "b|"},
      {"<noscript><script>no</script></noscript><script>b</script>", "b|"},
      {"<template><script>no</script><template></template><script>no</script></template><script>b</script>", "b|"},
      {"</template><script>b</script>", "b|"},
      /* scripts that speak of scripts */
      {"<script>a='<!--';b='<script>';c='</script>';d='-->'</script><script>e</script>",
       "a='<!--';b='<script>';c='</script>';d='-->'|e|"},
      {"<script>a='<!--';b='</script><script>c</script>", "a='<!--';b='|c|"},
      {"<script>a='<!-->';b='<script>'</script>c", "a='<!-->';b='<script>'|"},
      {"<script>a='<!--';b='<script ';c='</script>';d='</script>e", "a='<!--';b='<script ';c='</script>';d='|"},
      {"<script>a='<script>'</script>b", "a='<script>'|"},
      {"<script>a='<!--';b-/script/-c</script>d", "a='<!--';b-/script/-c|"},
      /* what hides scripts from others */
      {"<script><!--\na\n//--></script>", "a //|"},
      {"<script> <!-- hidden\na\n--> </script>", "a|"},
      {"<script><![CDATA[a]]></script>", "a|"},
      {"<script>//<![CDATA[\na\n//]]></script>", "//<![CDATA[ a //|"},
      {"<script>/*<![CDATA[*/a/*]]>*/</script>", "/*<![CDATA[*/a/*]]>*/|"},
      {"<script><!-- a</script>", "|"},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    check(MARKUP_HTML, rows[i].text, rows[i].left[0] ? SCRIPT_JAVASCRIPT : SCRIPT_NONE, rows[i].left);
}

static void types(void **state) {
  (void)state;
  static const struct {
    const char *attributes;
    enum script_language language;
  } rows[] = {
      {"type=module", SCRIPT_JAVASCRIPT},
      {"type=\"\"", SCRIPT_JAVASCRIPT},
      {"type", SCRIPT_JAVASCRIPT},
      {"TYPE=' Text/JavaScript '", SCRIPT_JAVASCRIPT},
      {"type=\"text/javascript; charset=utf-8\"", SCRIPT_JAVASCRIPT},
      {"type=application/x-javascript", SCRIPT_JAVASCRIPT},
      {"type=text/babel", SCRIPT_JAVASCRIPT},
      {"type=text/babel data-presets='react,typescript'", SCRIPT_TSX},
      {"type=text/typescript", SCRIPT_TYPESCRIPT},
      {"type='0f3c9-text/javascript'", SCRIPT_JAVASCRIPT},
      {"type=module type=text/html", SCRIPT_JAVASCRIPT},
      {"type=text/html type=module", SCRIPT_NONE},
      {"type=application/json", SCRIPT_NONE},
      {"type=application/ld+json", SCRIPT_NONE},
      {"type=importmap", SCRIPT_NONE},
      {"type=speculationrules", SCRIPT_NONE},
      {"type=text/template", SCRIPT_NONE},
      {"type=text/x-template", SCRIPT_NONE},
      {"type=x-template", SCRIPT_NONE},
      {"type=text/html", SCRIPT_NONE},
      {"type=text/javascripts", SCRIPT_NONE},
      {"lang=ts", SCRIPT_TYPESCRIPT},
      {"lang='tsx' setup", SCRIPT_TSX},
      {"lang=TypeScript", SCRIPT_TYPESCRIPT},
      {"lang=js", SCRIPT_JAVASCRIPT},
      {"lang=coffee", SCRIPT_NONE},
      {"lang=ts type=application/json", SCRIPT_NONE},
      {"language=JavaScript1.2", SCRIPT_JAVASCRIPT},
      {"language=VBScript", SCRIPT_NONE},
      {"language=VBScript type=text/javascript", SCRIPT_JAVASCRIPT},
      {"src=a.js", SCRIPT_NONE},
      {"data-src=a.js", SCRIPT_JAVASCRIPT},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    char text[200];
    snprintf(text, sizeof text, "<script %s>a</script><p>", rows[i].attributes);
    check(MARKUP_HTML, text, rows[i].language, rows[i].language == SCRIPT_NONE ? "" : "a|");
  }
}

static void components(void **state) {
  (void)state;
  static const struct {
    enum markup_kind kind;
    const char *text;
    enum script_language language;
    const char *left;
  } rows[] = {
      {MARKUP_NONE, "<script>a</script>", SCRIPT_NONE, ""},
      {MARKUP_VUE, "<template><a :b='c>d'/><script>no</script></template>\n<script setup lang=\"ts\">a</script>",
       SCRIPT_TYPESCRIPT, "a|"},
      {MARKUP_VUE, "<script>a</script><script setup>b</script>", SCRIPT_JAVASCRIPT, "a|b|"},
      {MARKUP_VUE, "<script>a</script><script lang='tsx'>b</script>", SCRIPT_TSX, "a|b|"},
      {MARKUP_VUE, "<script setup lang=ts generic=\"T extends A<B>\">a</script>", SCRIPT_TYPESCRIPT, "a|"},
      {MARKUP_VUE, "<docs>\n<script>no</script>\n</docs><script>b</script>", SCRIPT_JAVASCRIPT, "b|"},
      {MARKUP_VUE, "<template lang=pug>\np a < b\n<template>\n</template><script>b</script>", SCRIPT_JAVASCRIPT, "b|"},
      {MARKUP_VUE, "<template><p>{{ a<b }}</p><template #c><i/></template></template><script>d</script>",
       SCRIPT_JAVASCRIPT, "d|"},
      {MARKUP_VUE, "<script src='./a.ts' lang=ts /><style>a</style><script>b</script>", SCRIPT_JAVASCRIPT, "b|"},
      {MARKUP_VUE, "<script>a='<!--<script>'</script><script>b</script>", SCRIPT_JAVASCRIPT, "a='<!--<script>'|b|"},
      {MARKUP_VUE, "<template><a x={ /></template><script>b}</script>", SCRIPT_JAVASCRIPT, "b}|"},
      {MARKUP_SVELTE, "<script context=module>a</script><script lang='ts'>b</script>{#if a<b}<p>",
       SCRIPT_TYPESCRIPT, "a|b|"},
      {MARKUP_SVELTE, "{#if a<b}<script module>c</script>", SCRIPT_JAVASCRIPT, "c|"},
      {MARKUP_SVELTE, "<button on:click={() => a('<script>')}>x</button><script>b</script>", SCRIPT_JAVASCRIPT, "b|"},
      {MARKUP_SVELTE, "<a b={'}'} {...c}>x</a><script>d</script>", SCRIPT_JAVASCRIPT, "d|"},
      {MARKUP_SVELTE, "<a b={ ><script>d</script>", SCRIPT_JAVASCRIPT, "d|"},
      {MARKUP_SVELTE, "<a b={ c=/><a b={ ><script>d</script>", SCRIPT_JAVASCRIPT, "d|"},
      {MARKUP_SVELTE, "<a b={it's\n}><script>d</script>", SCRIPT_JAVASCRIPT, "d|"},
      {MARKUP_SVELTE, "<svelte:head><title>a</title><script>b</script></svelte:head>", SCRIPT_JAVASCRIPT, "b|"},
      {MARKUP_ASTRO, "---\nconst a = 1;\n---\n<p>{a}</p><script>b</script>", SCRIPT_TYPESCRIPT, "const a = 1; ; b|"},
      {MARKUP_ASTRO, "\xef\xbb\xbf\n---\r\na--- b\r\n  ---\r\n<p>", SCRIPT_TYPESCRIPT, "a--- b ;"},
      {MARKUP_ASTRO, "--- a --- <p>", SCRIPT_TYPESCRIPT, "a ;"},
      {MARKUP_ASTRO, "---\na", SCRIPT_TYPESCRIPT, "a"},
      {MARKUP_ASTRO, "------\n<script>a</script>", SCRIPT_TYPESCRIPT, "; a|"},
      {MARKUP_ASTRO, "<p>\n---\na\n---\n", SCRIPT_NONE, ""},
      {MARKUP_ASTRO, "<script define:vars={{ a: b => '}' }} is:inline>c</script>", SCRIPT_TYPESCRIPT, "c|"},
      {MARKUP_ASTRO, "<script src='a' /><script type='application/ld+json' set:html={b(a)} /><script>b</script>",
       SCRIPT_TYPESCRIPT, "b|"},
      {MARKUP_HTML, "---\na\n---\n", SCRIPT_NONE, ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    check(rows[i].kind, rows[i].text, rows[i].language, rows[i].left);
}

/* Repetitions for which a loop that begins again and again takes minutes, and ours a tenth of a second. */
static void hostile_repetitions_are_linear(void **state) {
  (void)state;
  enum { SIZE = 1 << 20, SECONDS = 5 };
  static const char *const units[] = {"<", "<a", "<a ", "<!--", "<!--<script", "<script><!--",
                                      "</script", "<a b={", "<a b={'", "<a b={\"\"", "---", "--- \n", "<title>",
                                      "<x>", "<template>", "</", "<a b='", "<?", "<![CDATA["};
  for (size_t i = 0; i < COUNT(units); i++)
    for (enum markup_kind kind = MARKUP_HTML; kind <= MARKUP_ASTRO; kind++) {
      struct buf text = {0}, out = {0};
      while (text.len < SIZE)
        buf_add(&text, str_from(units[i]));
      clock_t start = clock();
      markup_scripts(buf_str(&text), kind, &out);
      assert_true(clock() - start < SECONDS * CLOCKS_PER_SEC);
      assert_int_equal(out.len, text.len);
      buf_free(&text);
      buf_free(&out);
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(kinds), cmocka_unit_test(places_stay), cmocka_unit_test(html),
      cmocka_unit_test(types), cmocka_unit_test(components),  cmocka_unit_test(hostile_repetitions_are_linear),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
