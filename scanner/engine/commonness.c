/* commonness.c -- how often bytes, and bytes behind others, stand in source text. */
#include "engine/commonness.h"

enum { HALF = 16, UNIT = 65536 };

/* Classes of bytes other than lower-case letters, '_', '-', '.', '/' and space, which are one each. */
enum class {
  CLASS_UNDERSCORE = 26,
  CLASS_DASH,
  CLASS_DOT,
  CLASS_SLASH,
  CLASS_SPACE,
  CLASS_CAPITAL,
  CLASS_DIGIT,
  CLASS_BLANK,
  CLASS_SIGN,
  CLASS_OTHER
};

/* In 65,536 bytes; rows by the upper half. Made by build/commonness of TypeScript, C, JSON, YAML, Markdown, minified
   JavaScript, Python, a program and base64. */
static const uint16_t bytes_in_unit[HALF][HALF] = {
    {955, 90, 38, 26, 37, 33, 13, 13, 62, 805, 1281, 13, 14, 13, 58, 150},
    {54, 13, 10, 7, 14, 13, 8, 8, 37, 6, 5, 5, 8, 6, 8, 37},
    {8983, 69, 1258, 100, 173, 26, 106, 292, 582, 567, 254, 170, 868, 269, 881, 536},
    {428, 373, 284, 227, 225, 214, 209, 194, 222, 210, 752, 258, 45, 407, 75, 64},
    {62, 433, 219, 294, 286, 358, 217, 242, 502, 342, 125, 137, 358, 220, 252, 241},
    {279, 133, 313, 306, 368, 185, 168, 146, 160, 139, 115, 197, 108, 200, 33, 504},
    {132, 2092, 483, 1212, 1269, 4002, 855, 607, 808, 2087, 190, 278, 1347, 875, 2206, 2021},
    {1151, 170, 2106, 2039, 3008, 1089, 410, 306, 372, 555, 160, 283, 126, 282, 9, 7},
    {27, 13, 6, 77, 63, 95, 9, 8, 13, 196, 5, 137, 11, 70, 7, 8},
    {16, 4, 4, 4, 13, 8, 5, 3, 7, 5, 4, 4, 6, 3, 3, 8},
    {9, 4, 3, 4, 5, 4, 5, 4, 8, 5, 4, 6, 5, 3, 3, 5},
    {8, 3, 3, 4, 6, 3, 10, 5, 13, 7, 18, 15, 8, 5, 18, 10},
    {75, 18, 13, 32, 18, 18, 15, 28, 10, 11, 6, 4, 4, 5, 5, 4},
    {13, 5, 15, 5, 4, 5, 5, 5, 10, 6, 6, 9, 4, 5, 8, 18},
    {14, 21, 17, 5, 7, 5, 8, 11, 111, 59, 10, 21, 13, 13, 13, 23},
    {18, 7, 10, 9, 6, 7, 20, 13, 16, 8, 10, 10, 10, 14, 22, 230},
};

/* pairs[a][b]: one certain byte of class b stands behind one of class a once in 2 to the power of the digit (hex). */
static const char pairs[COMMONNESS_CLASSES][COMMONNESS_CLASSES + 1] = {
    "9545985a577344a6a343577769a9776a9baf",
    "466737885473884885674888589857887baf",
    "487838936955892894735999798a87698baf",
    "4886288a49877958a56849977a686938888f",
    "5854757a8ab56486733497757b785849a88f",
    "38875599399597499566499979895939899d",
    "68882865399575679555588986686648878f",
    "39992999299888499574599989787859998f",
    "6754556aaa945235963397a7a6a8888aadaf",
    "67772777677777577737676777ac878779ae",
    "56772677477776767757777777676657799e",
    "4895259939948948a944478a6a787759a88f",
    "35862999479758449858699989786549999f",
    "494447496a779757a94357aa8a786849a98f",
    "7654957a58754264a365566999898a59abbf",
    "399729985994683594535999798989799baf",
    "777777777777777777672767778b877778ae",
    "4966276a3a776538a555579a6a786849a99f",
    "5a5939955a889855a8536a9a79774539a88f",
    "4a7939933bb79a46b4565b9a4b675749a88f",
    "65563679599343859344999899ba99899abd",
    "288828884888884888878888889a88787aaf",
    "37774774387775578557787777697737799e",
    "68585788688878728883888778666857698d",
    "68887888788655628756887988675738878f",
    "577737765776775777676667666987977b9d",
    "564555774a86556585447678ab4eac87abbe",
    "565665776785556595456678a8b4a639679e",
    "67455567679555559554777a7a5e4459659e",
    "67467757678747648555677888b74458858e",
    "676766886ba87767a665877aab88a819ac8f",
    "577757766777765776766777676a976679ab",
    "66666677777777777777777677864767578c",
    "bc9988bb8cebbbb9eaa89bcbdfa9e829a39b",
    "786666976a888677a665779aab997639856d",
    "aaa9a7aabaa9a999aa977aa9aaa9a9879598",
};

unsigned commonness_class(uint8_t byte) {
  if (byte >= 'a' && byte <= 'z')
    return byte - 'a';
  if (byte >= 'A' && byte <= 'Z')
    return CLASS_CAPITAL;
  if (byte >= '0' && byte <= '9')
    return CLASS_DIGIT;
  switch (byte) {
  case '_': return CLASS_UNDERSCORE;
  case '-': return CLASS_DASH;
  case '.': return CLASS_DOT;
  case '/': return CLASS_SLASH;
  case ' ': return CLASS_SPACE;
  case '\n': case '\t': case 0: return CLASS_BLANK;
  default: return byte > ' ' && byte < 127 ? CLASS_SIGN : CLASS_OTHER;
  }
}

float commonness_of_byte(uint8_t byte) {
  return (float)bytes_in_unit[byte / HALF][byte % HALF] / UNIT;
}

float commonness_of_run(const uint8_t *bytes, size_t len) {
  float share = len ? commonness_of_byte(bytes[0]) : 1;
  for (size_t i = 1; i < len; i++) {
    char digit = pairs[commonness_class(bytes[i - 1])][commonness_class(bytes[i])];
    share /= (float)(1 << (digit <= '9' ? digit - '0' : digit - 'a' + 10));
  }
  return share;
}
