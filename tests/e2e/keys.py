"""keys.py -- random keys, made at run time so that no file of the project holds one.

Knows the key's shape (shared/domain) and how reports may show it; nothing of git or the program.
"""
import base64
import random
import re
import string

PREFIX = "apso_" + "sk_"
NAMED_PREFIX = "apso_" + "live_"
ALPHABET = string.ascii_letters + string.digits
SHOWN_FROM, SHOWN = 16, 4

_SHAPE = re.compile(r"((?:%s(?:[a-z]{2,12}_)?|%s))([A-Za-z0-9_-]+)" % (PREFIX, NAMED_PREFIX))


def redact(text):
    """The text with every key in it as a report may show it."""
    return _SHAPE.sub(lambda m: m[1] + "****" + (m[2][-SHOWN:] if len(m[2]) >= SHOWN_FROM else ""), text)


class Keys:
    """The keys planted in one test, and the byte strings by which an oracle knows each."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.needles = {}

    def tail(self, length=32):
        return "".join(self.random.choice(ALPHABET) for _ in range(length))

    def new(self, scope="live", length=32):
        return self._plant(f"{PREFIX}{scope}_{self.tail(length)}")

    def named(self, length=24):
        """The other documented shape: a key only where a name or header says so."""
        return self._plant(NAMED_PREFIX + self.tail(length))

    def base64(self, key):
        """The key in base64: another needle for the same key."""
        run = base64.b64encode(key.encode())
        self.needles[key].append(run)
        return run.decode()

    def _plant(self, key):
        self.needles[key] = [key.encode()]
        return key

    def secrets(self):
        """What no output may hold: each key, its tail but for the end that may be shown, its encoded forms."""
        for key, needles in self.needles.items():
            yield _SHAPE.fullmatch(key)[2][:-SHOWN].encode()
            yield from (needle[:-8] for needle in needles[1:])
