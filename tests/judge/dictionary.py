#!/usr/bin/env python3
"""Writes the list of scanner/engine/dictionary.c from sources on this machine.

    tests/judge/dictionary.py [SIZE] > list

Words are the pieces of identifiers in JavaScript, TypeScript, Go, Python, Perl and C headers, counted once a file.
Taken are the SIZE (3,000) that a list spares most bits, against the triples of words.c. Stand-ins (with a '!') and
names of the trade are added by hand, in dictionary.txt. Make the triples first: they count the same identifiers.
"""
import collections
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
WORDS_C = HERE.parent.parent / "scanner/engine/words.c"
ROOTS = {"/usr/lib/node_modules": (".js", ".ts", ".mjs", ".cjs"), "/usr/local/go/src": (".go",),
         "/usr/lib/python3.11": (".py",), "/usr/share/perl": (".pm",), "/usr/include": (".h",)}
READ_LIMIT = 200_000
LONGEST, SHORTEST = 10, 3
LISTED_BITS, MOST_SPARED = 10, 8
LEAST_BITS = LEVEL_BITS = 0.8  # as in words.c
EDGE = 26
WIDTH = 108


def triples():
    rows = re.findall(r"0x([0-9a-f]{16}), 0x([0-9a-f]{11})", WORDS_C.read_text())
    return [int(high + low, 16) for low, high in rows]


def spelt(word, rows):
    before = last = EDGE
    bits = 0
    for letter in [*(ord(c) - ord("a") for c in word), EDGE]:
        bits += LEAST_BITS + LEVEL_BITS * (rows[27 * before + last] >> 4 * letter & 15)
        before, last = last, letter
    return bits


def pieces(text):
    for run in re.findall(r"(?<![A-Za-z0-9+/=])[A-Za-z_][A-Za-z0-9_]+", text):
        yield from (piece.lower() for piece in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", run))


def counts():
    count = collections.Counter()
    for root, suffixes in ROOTS.items():
        part = collections.Counter()
        files = [path for path in sorted(pathlib.Path(root).rglob("*")) if path.suffix in suffixes and path.is_file()]
        for path in files:
            part.update(set(pieces(path.read_bytes()[:READ_LIMIT].decode("utf-8", "ignore"))))
        for word, times in part.items():
            if times >= 3:
                count[word] += 1e4 * min(times / len(files), 0.05)
    return count


def chosen(size):
    rows = triples()
    def spared(item):
        word, times = item
        return times * min(MOST_SPARED, spelt(word, rows) - LISTED_BITS)
    fit = [item for item in counts().items() if SHORTEST <= len(item[0]) <= LONGEST and spared(item) > 0]
    return [word for word, _ in sorted(fit, key=spared, reverse=True)[:size]]


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    by_hand = (HERE / "dictionary.txt").read_text().split()
    known = {word.rstrip("!") for word in by_hand}
    words = sorted(by_hand + [word for word in chosen(size) if word not in known])
    line = ""
    for word in words:
        if len(line) + len(word) + 1 > WIDTH:
            print(f'    "{line}"')
            line = ""
        line += f" {word}"
    print(f'    "{line} ";')


if __name__ == "__main__":
    main()
