"""keys.py -- random keys, made at run time so that no file of the project holds one, and placeholders of many makes.

Knows the key's shape (shared/domain); nothing of sheets or the program.
"""
import random
import string

PREFIX = "apso_" + "sk_"
BARE = "apso_" + "live_"
SCOPES = ("live", "svc", "org", "test", "prod")
LENGTHS = (32, 32, 32, 24, 40, 43, 28, 36)
LETTERS = string.ascii_letters + string.digits
TAIL = LETTERS + "_-"

# Ends that no key has. The first word of a sheet's slot is put in front of most of them.
_TAILS = (
    "xxxxxxxxxxxxxxxx", "your_key_here", "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX", "****************", "example",
    "1234567890abcdef", "abcdefghijklmnopqrstuvwxyz", "...", "changeme", "REPLACE_ME", "0000000000000000",
    "abcd1234abcd1234abcd1234", "placeholder", "dummy_key_for_tests", "insert-your-key-here",
    "0123456789abcdef0123456789",
    "aaaaaaaaaaaaaaaaaaaaaaaa", "your-service-key", "fake", "redacted", "xxxx-xxxx-xxxx-xxxx", "not_a_real_key", "todo",
    "secret", "test_key", "123456789012345678901234", "deadbeefdeadbeefdeadbeef", "FIXME", "sample_value",
    "key_goes_here",
)
_WHOLE = (
    "${APSO_API_KEY}", "{{ .Values.apso.apiKey }}", "$(APSO_API_KEY)", "%APSO_API_KEY%", "@apso-secret",
    "$APSO_API_KEY",
    "{{ apso_api_key }}", "${{ secrets.APSO_API_KEY }}", "your_key_here", "changeme", "xxxx", "****", "REDACTED",
    "op://vault/apso/credential", "vault:secret/data/apso#api_key", "#{apso.key}#", "__APSO_API_KEY__",
    "<%= apso_key %>",
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:apso", "TODO", "none", "env(APSO_API_KEY)", "{apso_api_key}",
)


class Keys:
    """The keys of one run: every name of every file gets its own."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def tail(self, length):
        letters = [LETTERS] + [TAIL if self._random.random() < 0.08 else LETTERS for _ in range(length - 2)] + [LETTERS]
        return "".join(map(self._random.choice, letters))

    def make(self, name):
        scope = name.rstrip(string.digits)
        tail = self.tail(self._random.choice(LENGTHS))
        return BARE + tail if scope == "bare" else f"{PREFIX}{scope}_{tail}"


def placeholder(name, number):
    """The number-th placeholder, in place of the key of that name: a masked, invented or templated value."""
    if number % 3 == 2:
        return _WHOLE[number // 3 % len(_WHOLE)]
    scope = name.rstrip(string.digits)
    return (BARE if scope == "bare" else f"{PREFIX}{scope}_") + _TAILS[(number - number // 3) % len(_TAILS)]
