/* digest.h -- slow hash of a secret (home of libargon2). */
#ifndef APSO_BASE_DIGEST_H
#define APSO_BASE_DIGEST_H

#include "base/str.h"

enum { DIGEST_HEX_SIZE = 33 };

/* Argon2id (RFC 9106) of `secret`: one pass, 4 MiB, one lane, 16 bytes as hex, with a salt that is
   fixed and published here, so that the same secret has the same digest on every machine.
   About 2 ms. Any change of these makes every baseline worthless. */
void digest_secret(str secret, char hex[static DIGEST_HEX_SIZE]);
/* The same for what is no secret (a rule and a place): same length, other salt. */
void digest_identity(str identity, char hex[static DIGEST_HEX_SIZE]);

#endif
