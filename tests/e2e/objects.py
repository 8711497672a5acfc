"""objects.py -- an object store as git itself tells it: `git cat-file --batch-all-objects`, decoded.

Knows nothing of keys. Parents and trees are read from the objects, so that replace refs and grafts change nothing.
"""
import functools
import hashlib
import subprocess

AS_STORED = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": "/dev/null", "GIT_NO_LAZY_FETCH": "1"}
FOLDER, GITLINK = b"40000", b"160000"


class Objects:
    """All objects of a repository that can be read: id to (type, bytes)."""

    def __init__(self, repo):
        self.repo = repo
        self.hash = self.git("rev-parse", "--show-object-format").decode().strip()
        self.id_size = hashlib.new(self.hash).digest_size
        self.all = dict(object for stream in self._streams() for object in self._decoded(stream))

    def git(self, *arguments, data=None):
        """Bytes that git printed; as the objects are stored, and never running what the repository configures."""
        command = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", *arguments]
        done = subprocess.run(command, cwd=self.repo.path, env={**self.repo.env, **AS_STORED}, input=data, capture_output=True)
        if done.returncode not in (0, 1):
            raise AssertionError(f"oracle: {command}: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def _streams(self):
        """In one go; where git gives up, object by object."""
        try:
            return [self.git("cat-file", "--batch-all-objects", "--unordered", "--batch")]
        except AssertionError:
            ids = self.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)").splitlines(keepends=True)
            return map(self._one, ids)

    def _one(self, line):
        """Nothing if it cannot be read."""
        try:
            return self.git("cat-file", "--batch", data=line)
        except AssertionError:
            return b""

    @staticmethod
    def _decoded(stream):
        at = 0
        while at < len(stream):
            end = stream.index(b"\n", at)
            oid, kind, *size = stream[at:end].decode().split()
            if not size:  # "<id> missing"
                at = end + 1
                continue
            at = end + 1 + int(size[0])
            yield oid, (kind, stream[end + 1:at])
            at += 1

    def id_of(self, content):
        """Of a blob."""
        return hashlib.new(self.hash, b"blob %d\0" % len(content) + content).hexdigest()

    def counts(self):
        """As a report's coverage has them."""
        return {"objects": len(self.all), "blobs": len(self.of_type("blob")), "commits": len(self.of_type("commit"))}

    def of_type(self, kind):
        return {oid: data for oid, (its_kind, data) in self.all.items() if its_kind == kind}

    def header(self, oid):
        """The header lines of a commit or tag, as (name, value)."""
        lines = self.all[oid][1].split(b"\n\n", 1)[0].decode("utf-8", "replace").split("\n")
        return [tuple(line.split(" ", 1)) for line in lines if " " in line]

    @functools.cache
    def parents(self, commit):
        """Those that are there."""
        return [value for name, value in self.header(commit) if name == "parent" and value in self.all]

    @functools.cache
    def date(self, commit):
        """The committer's."""
        return next(int(value.rsplit(" ", 2)[1]) for name, value in self.header(commit) if name == "committer")

    def tree_of(self, commit):
        return next(value for name, value in self.header(commit) if name == "tree")

    def target(self, tag):
        return next(value for name, value in self.header(tag) if name == "object")

    def entries(self, tree):
        """(mode, name, id) of one tree; none of a tree that is not there."""
        data = self.all.get(tree, ("tree", b""))[1]
        while data:
            head, data = data.split(b"\0", 1)
            yield *head.split(b" ", 1), data[:self.id_size].hex()
            data = data[self.id_size:]

    @functools.cache
    def below(self, tree):
        """Every path under a tree, folders included, as (path, id)."""
        found = set()
        for mode, name, oid in self.entries(tree):
            found.add((name, oid))
            if mode == FOLDER:
                found.update((name + b"/" + path, inner) for path, inner in self.below(oid))
        return frozenset(found)

    def history(self, tips):
        """The commits given and all their ancestors."""
        seen, waiting = set(), [tip for tip in tips if tip in self.all]
        while waiting:
            commit = waiting.pop()
            if commit not in seen:
                seen.add(commit)
                waiting += self.parents(commit)
        return seen

    def peel(self, oid):
        """A tag, what it stands for, and so on."""
        yield oid
        while self.all.get(oid, ("",))[0] == "tag":
            oid = self.target(oid)
            yield oid

    def first(self, commits):
        """An ancestor before its descendants, else the earlier one."""
        heads = [c for c in commits if not any(other != c and other in self.history([c]) for other in commits)]
        return min(heads, key=lambda commit: (self.date(commit), commit))
