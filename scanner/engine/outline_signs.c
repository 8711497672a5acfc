/* outline_signs.c -- words that tell a browser from a server. */
#include "engine/outline_reader.h"

void outline_note(struct outline_reader *reader, enum outline_sign sign, str word) {
  if (reader->outline->lines[sign])
    return;
  reader->outline->lines[sign] = outline_offset(reader, word.ptr) + 1; /* an offset until lines are counted */
  reader->outline->words[sign] = word;
}

enum { FOLLOWED_BY_DOT, FOLLOWED_BY_CALL, FOLLOWED_BY_ANYTHING };

/* Sorted by nothing: their first letters are few enough. `member`: one of these must follow the dot. */
static const struct {
  str word;
  enum outline_sign sign;
  int followed;
  const char *members;
} signs[] = {
    {{"window", 6}, SIGN_BROWSER, FOLLOWED_BY_DOT, NULL},
    {{"document", 8}, SIGN_BROWSER, FOLLOWED_BY_DOT,
     " getElementById querySelector querySelectorAll createElement addEventListener body head cookie title "
     "documentElement location write getElementsByClassName getElementsByTagName currentScript forms "},
    {{"localStorage", 12}, SIGN_BROWSER, FOLLOWED_BY_DOT, NULL},
    {{"sessionStorage", 14}, SIGN_BROWSER, FOLLOWED_BY_DOT, NULL},
    {{"navigator", 9}, SIGN_BROWSER, FOLLOWED_BY_DOT, NULL},
    {{"customElements", 14}, SIGN_BROWSER, FOLLOWED_BY_DOT, NULL},
    {{"chrome", 6}, SIGN_BROWSER, FOLLOWED_BY_DOT, " runtime tabs storage action scripting contextMenus "},
    {{"browser", 7}, SIGN_BROWSER, FOLLOWED_BY_DOT, " runtime tabs storage action "},
    {{"importScripts", 13}, SIGN_BROWSER, FOLLOWED_BY_CALL, NULL},
    {{"XMLHttpRequest", 14}, SIGN_BROWSER, FOLLOWED_BY_CALL, NULL},
    {{"self", 4}, SIGN_BROWSER, FOLLOWED_BY_DOT, " skipWaiting clients registration caches addEventListener "},
    {{"process", 7}, SIGN_SERVER, FOLLOWED_BY_DOT,
     " argv exit exitCode stdin stdout stderr cwd on hrtime memoryUsage "},
    {{"__dirname", 9}, SIGN_SERVER, FOLLOWED_BY_ANYTHING, NULL},
    {{"__filename", 10}, SIGN_SERVER, FOLLOWED_BY_ANYTHING, NULL},
    {{"Deno", 4}, SIGN_SERVER, FOLLOWED_BY_DOT, NULL},
    {{"Bun", 3}, SIGN_SERVER, FOLLOWED_BY_DOT, NULL},
    {{"useState", 8}, SIGN_HOOK, FOLLOWED_BY_CALL, NULL},
    {{"useEffect", 9}, SIGN_HOOK, FOLLOWED_BY_CALL, NULL},
    {{"useReducer", 10}, SIGN_HOOK, FOLLOWED_BY_CALL, NULL},
    {{"useRef", 6}, SIGN_HOOK, FOLLOWED_BY_CALL, NULL},
    {{"useLayoutEffect", 15}, SIGN_HOOK, FOLLOWED_BY_CALL, NULL},
    {{"useContext", 10}, SIGN_HOOK, FOLLOWED_BY_CALL, NULL},
};

/* Is the word in a list that has a space before and behind each? */
bool outline_lists(const char *list, str word) {
  enum { ROOM = 64 };
  char padded[ROOM];
  if (word.len + 3 > sizeof padded)
    return false;
  padded[0] = ' ';
  memcpy(padded + 1, word.ptr, word.len);
  padded[word.len + 1] = ' ';
  padded[word.len + 2] = '\0';
  return strstr(list, padded);
}

static bool is_followed(const struct outline_reader *reader, int followed, const char *members) {
  struct lexer ahead = reader->lexer;
  struct lexeme next = reader->now;
  if (followed == FOLLOWED_BY_ANYTHING)
    return true;
  lexer_next(&ahead, &next);
  if (followed == FOLLOWED_BY_CALL)
    return lexeme_is_mark(&next, '(') || lexeme_is_mark(&next, '<');
  if (lexeme_is_mark(&next, '?'))
    lexer_next(&ahead, &next);
  if (!lexeme_is_mark(&next, '.'))
    return false;
  return !members || (lexer_next(&ahead, &next) && next.kind == LEXEME_WORD && outline_lists(members,
                                                                                             lexeme_text(&next)));
}

void outline_read_sign(struct outline_reader *reader) {
  str word = lexeme_text(&reader->now);
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (str_eq(word, signs[i].word) && !reader->outline->lines[signs[i].sign] &&
        is_followed(reader, signs[i].followed, signs[i].members))
      outline_note(reader, signs[i].sign, word);
}
