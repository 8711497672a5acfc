#!/usr/bin/env python3
"""Writes the table `triples` of scanner/engine/words.c from texts on this machine.

    tests/judge/triples.py > table

English words come from documentation, manual pages, headers and Python's library, weighed by the logarithm of how
often they stand there; words of other languages, at two thirds of the weight, from translated programs, written
without accents. Which packages are installed changes the table a little: measure (measure.py) before taking a
new one.
"""
import collections
import gzip
import math
import pathlib
import re
import unicodedata

import dictionary

ENGLISH = ["/usr/share/doc", "/usr/share/man/man1", "/usr/share/man/man3", "/usr/share/man/man7", "/usr/include",
           "/usr/lib/python3.11"]
LANGUAGES = "de fr es it pt nl pt_BR sv pl fi cs da nb hu tr ro ca id hr".split()
ASCII_FOR = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l", "ø": "oe", "æ": "ae", "ı": "i", "đ": "d"}
LETTERS = "abcdefghijklmnopqrstuvwxyz{"  # the last is the edge of a word
LEVELS, LEAST_BITS, LEVEL_BITS = 16, 0.8, 0.8  # as in words.c
EDGE = LETTERS[-1]
READ_LIMIT = 400_000


def text_of(path):
    try:
        data = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    except OSError:
        return ""
    return data[:READ_LIMIT].decode("utf-8", "ignore")


def count_words(counts, text):
    for run in re.findall(r"[A-Za-z]+", text):
        for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", run):
            if 2 <= len(word) <= 16:
                counts[word.lower()] += 1


def english():
    counts = collections.Counter()
    for root in ENGLISH:
        for path in sorted(pathlib.Path(root).rglob("*")):
            if path.is_file() and "changelog" not in path.name.lower() and path.suffix not in (".pyc", ".so"):
                count_words(counts, text_of(path))
    return counts


def without_accents(text):
    for letter, ascii_letters in ASCII_FOR.items():
        text = text.replace(letter, ascii_letters)
    return unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()


def foreign():
    counts = collections.Counter()
    for language in LANGUAGES:
        for path in sorted(pathlib.Path("/usr/share/locale", language, "LC_MESSAGES").glob("*.mo")):
            count_words(counts, without_accents(text_of(path)))
    return counts


def names():
    """Pieces of identifiers, abbreviations among them: see dictionary.py."""
    return {word: times for word, times in dictionary.counts().items() if 2 <= len(word) <= 14}


def is_word(word, count, least):
    return 3 <= len(word) <= 14 and count >= least and set(word) & set("aeiouy")


def weights():
    weight = collections.Counter()
    for word, count in english().items():
        if is_word(word, count, 40) or (len(word) == 2 and count >= 8000):
            weight[word] = max(1, math.log2(count) - 4)
    for word, count in foreign().items():
        if is_word(word, count, 25):
            weight[word] += 0.6 * (math.log2(count) - 3)
    for word, times in names().items():
        weight[word] += 0.5 * math.log2(1 + times)
    return weight


def bits_of_triples(weight):
    """Bits of a letter behind two others; where few words have those two, behind the last one."""
    pairs, triples = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    for word, times in weight.items():
        text = EDGE + EDGE + word + EDGE
        for i in range(2, len(text)):
            pairs[text[i - 1]][text[i]] += times
            triples[text[i - 2:i]][text[i]] += times

    def bits(before, letter):
        counts = pairs[before[1]]
        total, least = sum(counts.values()), 8 + 0.0008 * sum(counts.values())
        by_pair = (counts[letter] + least) / (total + 27 * least)
        counts = triples[before]
        found = -math.log2((counts[letter] + 60 * by_pair) / (sum(counts.values()) + 60))
        is_lone_letter = before[0] == EDGE != before[1] and letter == EDGE
        return min(found, 4.5) if is_lone_letter else found
    return bits


def packed(bits, before):
    """Four bits for each letter, sixteen letters a number."""
    value = 0
    for i, letter in enumerate(LETTERS):
        level = round((bits(before, letter) - LEAST_BITS) / LEVEL_BITS)
        value |= min(max(level, 0), LEVELS - 1) << 4 * i
    return f"{{0x{value & (1 << 64) - 1:016x}, 0x{value >> 64:011x}}},"


def main():
    bits = bits_of_triples(weights())
    for first in LETTERS:
        row = [packed(bits, first + second) for second in LETTERS]
        for begin in range(0, len(row), 3):
            print("   ", " ".join(row[begin:begin + 3]))


if __name__ == "__main__":
    main()
