#!/usr/bin/env python3
"""Prints the identifiers of 8 to 64 characters in the sources of git repositories, for measure.py --identifiers.

    tests/judge/identifiers.py GITDIR... > file

Each stands at least twice in its repository, at no edge of base64. Left out is what holds seven hexadecimal
characters on end with a digit among them: hashes, which are as random as keys.
"""
import collections
import re
import subprocess
import sys

SUFFIXES = (".c", ".h", ".ts", ".tsx", ".js", ".mjs", ".cjs", ".vue", ".py", ".sh", ".perl", ".pm", ".tcl", ".css", ".rs", ".lua")
IDENTIFIER = re.compile(r"(?<![A-Za-z0-9_+/=-])[A-Za-z_][A-Za-z0-9_-]{7,63}(?![A-Za-z0-9_+/=-])")


def is_hash(text):
    return any(len(run) >= 7 and re.search("[0-9]", run) for run in re.findall("[0-9a-fA-F]+", text))


def git(folder, *arguments, data=None):
    return subprocess.run(["git", f"--git-dir={folder}", *arguments], input=data, capture_output=True, check=True).stdout


def identifiers(folder):
    listed = git(folder, "ls-tree", "-r", "-z", "--name-only", "HEAD").decode("utf-8", "surrogateescape").split("\0")
    names = [name for name in listed if name.endswith(SUFFIXES) and "\n" not in name]
    text = git(folder, "cat-file", "--batch", data="".join(f"HEAD:{name}\n" for name in names).encode())
    counts = collections.Counter(IDENTIFIER.findall(text.decode("latin1")))
    return {word for word, times in counts.items() if times >= 2 and not is_hash(word) and not re.search("--|[-_]$", word)}


def main():
    print("\n".join(sorted(set().union(*map(identifiers, sys.argv[1:])))))


if __name__ == "__main__":
    main()
