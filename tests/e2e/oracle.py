"""oracle.py -- where planted keys stand in a repository, found out with git and os.walk alone.

Says what a right report holds: for each key its places (path, line, column, where, blob, commit) and its
provenance, with the words of PRODUCT.md. A commit brings in what it has at a path and none of its parents has.
"""
import collections
import os

from keys import redact
from objects import GITLINK, Objects
from repo import Repo

BEST_FIRST = ("history", "note", "stash", "reflog", "unreachable")
LEFT_OUT = {b"objects", b"refs", b"packed-refs", b"index", b"modules", b"worktrees", b"logs", b"reftable"}
KINDS = {"branches": "refs/heads/", "tags": "refs/tags/", "remotes": "refs/remotes/"}


def shown(path):
    """A path as a report writes it: no key, U+FFFD for bytes that are no UTF-8."""
    return redact(path.decode("utf-8", "replace")) if path else None


def decoded(data):
    """UTF-16 with a mark, as UTF-8; other bytes as they are."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").encode()
    return data


def positions(data, needle):
    """(line, column) of each needle, columns in code points; a byte order mark is none."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    at = data.find(needle)
    while at >= 0:
        start = data.rfind(b"\n", 0, at) + 1
        yield data.count(b"\n", 0, at) + 1, len(data[start:at].decode("utf-8", "replace")) + 1
        at = data.find(needle, at + 1)


def content_of(path):
    """What git would keep of a file: a link's target, a file's bytes; nothing of one that may not be read."""
    if os.path.islink(path):
        return os.readlink(path)
    try:
        with open(path, "rb") as file:
            return file.read()
    except PermissionError:
        return b""


def files_under(top, left_out=frozenset()):
    """Paths of all files and links under a folder; names of `left_out` only at its top."""
    for folder, folders, files in os.walk(top):
        inside = os.path.relpath(folder, top)
        at_top = inside == b"."
        folders[:] = [name for name in folders if not (at_top and name in left_out)]
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        for name in files + links:
            if not (at_top and name in left_out):
                yield name if at_top else os.path.join(inside, name)


class Oracle:
    """One repository. `prefix`: of a submodule, whose places are told under its path; `inside`: the prefixes of those
    that have an oracle of their own."""

    def __init__(self, repo, keys, prefix=b"", inside=()):
        self.repo, self.keys, self.prefix, self.inside = repo, keys, prefix, tuple(inside)
        self.objects = Objects(repo)
        self.places = collections.defaultdict(set)
        self.origins = collections.defaultdict(dict)  # key to {commit: the best way to it}
        self.units = collections.defaultdict(set)     # key to ids of blobs, commits, tags that hold it
        self.refs = dict(line.split(" ")[::-1] for line in self._lines("for-each-ref", "--format=%(objectname) %(refname)"))
        self.common = os.fsencode(self._line("rev-parse", "--path-format=absolute", "--git-common-dir"))
        self.work_trees = self._work_trees()
        self.ways = self._ways()
        self._look()

    # ---- git's answers ----

    def _lines(self, *arguments):
        return self.objects.git(*arguments).decode("utf-8", "surrogateescape").splitlines()

    def _line(self, *arguments):
        return "".join(self._lines(*arguments))

    def _work_trees(self):
        """All work trees that are there, our own among them."""
        listed = [line.split(" ", 1)[1] for line in self._lines("worktree", "list", "--porcelain") if line.startswith("worktree ")]
        own = [] if self._is_bare() else self._lines("rev-parse", "--show-toplevel")
        folders = dict.fromkeys(os.path.realpath(folder) for folder in own + listed)
        trees = [Repo(folder, self.repo.env) for folder in folders if os.path.exists(os.path.join(folder, ".git"))]
        return trees

    def _is_bare(self):
        return self._line("rev-parse", "--is-inside-work-tree") != "true"

    def _logged(self, stash):
        """Ids in reflogs, old ones too; git itself is asked where they are no files."""
        if os.path.isdir(os.path.join(self.common, b"reftable")):
            for ref in ["refs/stash"] * ("refs/stash" in self.refs) if stash else ["HEAD", *self.refs]:
                yield from self._lines("log", "-g", "--format=%H", ref, "--") if stash or ref != "refs/stash" else []
        for name in files_under(self.common):
            is_log = name.startswith(b"logs/") or b"/logs/" in name
            if is_log and name.endswith(b"refs/stash") == stash:
                for line in content_of(os.path.join(self.common, name)).decode("utf-8", "replace").splitlines():
                    yield from line.split(" ")[:2]

    def _ways(self):
        """Way to the commits that it reaches."""
        tips = collections.defaultdict(list)
        for ref, oid in self.refs.items():
            way = "stash" if ref == "refs/stash" else "note" if ref.startswith("refs/notes/") else "history"
            tips[way] += self.objects.peel(oid)
        for tree in [self.repo, *self.work_trees]:
            tips["history"] += Objects.git(_At(tree), "rev-parse", "-q", "--verify", "HEAD").decode().split()
        tips["stash"] += self._logged(stash=True)
        tips["reflog"] += self._logged(stash=False)
        commits = self.objects.of_type("commit")
        return {way: self.objects.history(tip for tip in tips[way] if tip in commits) for way in BEST_FIRST}

    def way_to(self, commit):
        return next((way for way in BEST_FIRST if commit in self.ways[way]), "unreachable")

    # ---- looking ----

    def hits(self, data):
        """(key, line, column) of all planted keys in the bytes."""
        text = decoded(data)
        for key, needles in self.keys.needles.items():
            for needle in needles:
                for line, column in positions(text, needle):
                    yield key, line, column

    def add(self, data, path, where, blob=None, commit=None):
        for key, line, column in self.hits(data):
            self.places[key].add((shown(path), line, column, where, blob, commit))

    def _look(self):
        self._look_in_commits()
        self._look_in_messages()
        self._look_at_ref_names()
        self._look_in_work_trees()
        self._look_at_homeless_blobs()
        self._look_in_git_folders()

    def _brought_in(self, wanted):
        """(path, id) to the commits that bring it in, of those that `wanted` says."""
        brought = collections.defaultdict(list)
        for commit in self.objects.of_type("commit"):
            below = self.objects.below(self.objects.tree_of(commit))
            before = [self.objects.below(self.objects.tree_of(parent)) for parent in self.objects.parents(commit)]
            for entry in filter(wanted, below.difference(*before)):
                brought[entry].append(commit)
        return brought

    def _best(self, commits):
        """The first of those that are reached in the most public way."""
        way = min((self.way_to(commit) for commit in commits), key=BEST_FIRST.index)
        return way, self.objects.first([commit for commit in commits if self.way_to(commit) == way])

    def _look_in_commits(self):
        blobs = self.objects.of_type("blob")
        self.holding = {oid for oid, data in blobs.items() if any(self.hits(data))}
        for oid in self.holding:
            for key, *_ in self.hits(blobs[oid]):
                self.units[key].add(oid)
        self.committed = self._brought_in(lambda entry: entry[1] in self.holding)
        for (path, oid), commits in self.committed.items():
            way, commit = self._best(commits)
            self.add(blobs[oid], self.prefix + path, self._where(path, oid, way), oid, commit)
            self._note_origin(blobs[oid], commits)
        self._look_at_path_names()

    def _where(self, path, oid, way):
        """In a submodule files come first: all else of it is told as the submodule's."""
        if not self.prefix:
            return way
        return "worktree" if any(self._is_file(tree, path, oid) for tree in self.work_trees) else "submodule"

    def _is_file(self, tree, path, oid):
        file = os.path.join(os.fsencode(tree.path), path)
        return os.path.lexists(file) and self.objects.id_of(content_of(file)) == oid

    def _look_at_path_names(self):
        """A name's first commit: it has the path and none of its parents has, whatever stands there."""
        brought = {}
        for commit in self.objects.of_type("commit"):
            paths = {path for path, _ in self.objects.below(self.objects.tree_of(commit))}
            before = {path for parent in self.objects.parents(commit) for path, _ in self.objects.below(self.objects.tree_of(parent))}
            for path in paths - before:
                if any(self.hits(os.path.basename(path))):
                    brought.setdefault(path, []).append(commit)
        for path, commits in brought.items():
            self.add(self.prefix + path, self.prefix + path, "path", None, self._best(commits)[1])
            self._note_origin(path, commits)
            for key, *_ in self.hits(path):
                self.units[key].add(path)
        self.named = {place[0] for places in self.places.values() for place in places if place[3] == "path"}

    def _note_origin(self, data, commits):
        for key, *_ in self.hits(data):
            self.origins[key].update((commit, self.way_to(commit)) for commit in commits)

    def _look_in_messages(self):
        for kind, where in (("commit", "message"), ("tag", "tag-message")):
            for oid, data in self.objects.of_type(kind).items():
                for part in data.split(b"\n\n", 1):
                    self.add(part, None, where, None, oid if kind == "commit" else None)
                for key, *_ in self.hits(data):
                    self.units[key].add(oid)
                if kind == "commit":
                    self._note_origin(data, [oid])

    def _look_at_ref_names(self):
        for ref in self.refs:
            self.add(os.fsencode(ref), os.fsencode(ref), "ref")

    def _stood_for(self, tip):
        """A ref's object, what is behind its tags, and all below if that is a tree."""
        chain = list(self.objects.peel(tip))
        return chain + [oid for _, oid in self.objects.below(chain[-1])] if self._type(chain[-1]) == "tree" else chain

    def _type(self, oid):
        return self.objects.all.get(oid, ("",))[0]

    def _look_in_tagged_trees(self):
        """What a ref's tree holds is at its path in it, if no commit has it there."""
        self.tagged = set()
        for tip in self.refs.values():
            last = list(self.objects.peel(tip))[-1]
            below = self.objects.below(last) if self._type(last) == "tree" else []
            for path, oid in below:
                if oid in self.holding and (path, oid) not in self.committed:
                    self.tagged.add(oid)
                    self.add(self.objects.all[oid][1], self.prefix + path, "history", oid)

    def _look_at_homeless_blobs(self):
        self._look_in_tagged_trees()
        housed = {oid for _, oid in self.committed} | self.staged | self.tagged
        tagged = {oid for tip in self.refs.values() for oid in self._stood_for(tip)}
        for oid in self.holding - housed:
            self.add(self.objects.all[oid][1], None, "history" if oid in tagged else "unreachable", oid)

    # ---- index and files ----

    def _look_in_work_trees(self):
        self.staged = set()
        for tree in self.work_trees or [self.repo]:
            staged = self._staged(tree)
            self._look_in_index(staged)
            if tree in self.work_trees:
                self._look_in_files(tree, staged)

    def _staged(self, tree):
        """(path, blob) of an index."""
        lines = Objects.git(_At(tree), "ls-files", "-s", "-z").split(b"\0")
        entries = [(line.split(b"\t", 1)[1], *line.split(b"\t")[0].split(b" ")) for line in lines if line]
        return {(path, oid.decode()) for path, mode, oid, _ in entries if mode != GITLINK}

    def _look_in_index(self, staged):
        for path, oid in staged:
            self._add_name(path)
            if oid in self.holding and (path, oid) not in self.committed:
                self.add(self.objects.all[oid][1], self.prefix + path, self._where(path, oid, "index"), oid)
            self.staged.add(oid)

    def _add_name(self, path):
        if shown(path) not in self.named:
            self.add(path, path, "path")

    def _look_in_files(self, tree, staged):
        tracked = {path for path, _ in staged}
        for path in files_under(os.fsencode(tree.path)):
            if b".git" in path.split(b"/") or path.startswith(self.inside):
                continue
            self._add_name(path)
            data = content_of(os.path.join(os.fsencode(tree.path), path))
            file = (path, self.objects.id_of(data)) if any(self.hits(data)) else None
            if file and file not in self.committed and file not in staged:
                where = "ignored" if path not in tracked and self._is_ignored(tree, path) else "worktree"
                self.add(data, self.prefix + path, where, file[1])

    def _is_ignored(self, tree, path):
        return bool(Objects.git(_At(tree), "check-ignore", "-z", "--stdin", data=path + b"\0"))

    def _look_in_git_folders(self):
        inside = self.prefix + b".git/"
        folders = {inside: self.common}
        worktrees = os.path.join(self.common, b"worktrees")
        for name in os.listdir(worktrees) if os.path.isdir(worktrees) else []:
            folders[inside + b"worktrees/" + name + b"/"] = os.path.join(worktrees, name)
        for path, folder in folders.items():
            self._look_in_folder(folder, path, "config", LEFT_OUT)
            self._look_in_folder(os.path.join(folder, b"logs"), path + b"logs/", "reflog")

    def _look_in_folder(self, folder, inside, where, left_out=frozenset()):
        for name in files_under(folder, left_out):
            self._add_name(inside + name)
            self.add(content_of(os.path.join(folder, name)), inside + name, where)

    # ---- provenance ----

    def _held(self, key, commit):
        """Does the commit itself hold the key: in a blob of its tree, a name, its message?"""
        if commit in self.units[key]:
            return True
        return any(oid in self.units[key] or path in self.units[key] for path, oid in self.objects.below(self.objects.tree_of(commit)))

    def _names(self, key, prefix):
        for ref, tip in self.refs.items():
            if not ref.startswith(prefix):
                continue
            chain = self._stood_for(tip)
            commits = self.objects.history(oid for oid in chain if self._type(oid) == "commit")
            if any(oid in self.units[key] for oid in chain) or any(self._held(key, commit) for commit in commits):
                yield redact(ref[len(prefix):])

    def provenance(self, key):
        """As the report has it, the introducing commit by its id."""
        head = self._line("rev-parse", "-q", "--verify", "HEAD")
        origins = self.origins[key]
        way = {name: sorted(self._names(key, prefix)) for name, prefix in KINDS.items()}
        way["introduced"] = self._best(origins)[1] if origins else None
        way["inHead"] = bool(head in self.objects.all and self._held(key, head))
        way["pushed"] = bool(way["remotes"])
        return way

    def expected(self):
        return {key: sorted(places, key=repr) for key, places in self.places.items()}


class _At:
    """Lets Objects.git ask in another work tree."""

    def __init__(self, repo):
        self.repo = repo
