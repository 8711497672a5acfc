/* commonness.c -- prints the tables of scanner/engine/commonness.c: usage: commonness FILE…
   Each file weighs the same, so give one for each kind of text. */
#include <math.h>
#include <stdio.h>

#include "base/file.h"
#include "engine/commonness.h"

enum { BYTES = 256, ROW = 16, FILE_LIMIT = 1 << 30, UNIT = 65536, RAREST = 15 };

static double pairs[BYTES][BYTES];

static void count(str text, double weight) {
  for (size_t i = 0; i + 1 < text.len; i++)
    pairs[(uint8_t)text.ptr[i]][(uint8_t)text.ptr[i + 1]] += weight / (double)text.len;
}

static void print_bytes(void) {
  for (unsigned a = 0; a < BYTES; a++) {
    double sum = 0;
    for (unsigned b = 0; b < BYTES; b++)
      sum += pairs[a][b] * UNIT;
    printf("%s%.0f%s", a % ROW ? "" : "    ", sum < 1 ? 1 : sum, a % ROW < ROW - 1 ? ", " : ",\n");
  }
}

/* How many times rarer than always a byte of class b stands behind one of class a, as a power of two. */
static void print_pairs(void) {
  double by_class[COMMONNESS_CLASSES][COMMONNESS_CLASSES] = {0}, all[COMMONNESS_CLASSES] = {0};
  unsigned members[COMMONNESS_CLASSES] = {0};
  for (unsigned a = 0; a < BYTES; a++) {
    unsigned class = commonness_class((uint8_t)a);
    members[class]++;
    for (unsigned b = 0; b < BYTES; b++) {
      by_class[class][commonness_class((uint8_t)b)] += pairs[a][b];
      all[class] += pairs[a][b];
    }
  }
  for (unsigned a = 0; a < COMMONNESS_CLASSES; a++) {
    fputs("    \"", stdout);
    for (unsigned b = 0; b < COMMONNESS_CLASSES; b++) {
      double power = -log2(by_class[a][b] / all[a] / members[b] + 1e-9);
      putchar("0123456789abcdef"[power > RAREST ? RAREST : (int)(power + 0.5)]);
    }
    puts("\",");
  }
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    struct buf text = {0};
    struct err err;
    if (file_read(argv[i], FILE_LIMIT, &text, &err))
      return 2;
    count(buf_str(&text), 1.0 / (argc - 1));
    buf_free(&text);
  }
  print_bytes();
  print_pairs();
  return 0;
}
