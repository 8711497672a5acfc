/* digest.c -- slow hash of a secret (home of libargon2). */
#include "base/digest.h"

#include <argon2.h>
#include <stdint.h>
#include <stdlib.h>

enum { PASSES = 1, MEMORY_KIB = 4096, LANES = 1, DIGEST_SIZE = (DIGEST_HEX_SIZE - 1) / 2 };

static void digest_with(str salt, str input, char hex[static DIGEST_HEX_SIZE]) {
  static const char digits[] = "0123456789abcdef";
  uint8_t raw[DIGEST_SIZE];
  if (argon2id_hash_raw(PASSES, MEMORY_KIB, LANES, input.ptr, input.len, salt.ptr, salt.len, raw, sizeof raw) != ARGON2_OK)
    abort(); /* only without memory: an id that is wrong must never be published */
  for (size_t i = 0; i < sizeof raw; i++) {
    hex[2 * i] = digits[raw[i] >> 4];
    hex[2 * i + 1] = digits[raw[i] & 15];
  }
  hex[2 * sizeof raw] = '\0';
}

void digest_secret(str secret, char hex[static DIGEST_HEX_SIZE]) {
  digest_with(STR("apso-scan/key-id/1"), secret, hex);
}

void digest_identity(str identity, char hex[static DIGEST_HEX_SIZE]) {
  digest_with(STR("apso-scan/place-id/1"), identity, hex);
}
