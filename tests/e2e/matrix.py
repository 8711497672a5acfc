"""matrix.py -- states that a repository can be in: what one is, what an audit of it must say, and the table of them.

A cell is a function that makes the state; what stands beside its name is the expectation. Each group of cells has its
cells_*.py, whose import puts them into the table. `w.secret()` is a key, or a word in the form of the cell that has no
key. Knows nothing of the program: test_matrix.py runs it, and has an oracle say where the keys are.
"""
import dataclasses
import typing

from repo import Repo

AS_MADE, KEYLESS, PACKED, SHA256 = "with_keys", "without_keys", "packed", "sha256"
ANY_FORM = (AS_MADE, KEYLESS, PACKED, SHA256)
NOT_PACKED = (AS_MADE, KEYLESS, SHA256)
SHA1_ONLY = (AS_MADE, KEYLESS)
LINES = "".join(f"line {number}\n" for number in range(40))


@dataclasses.dataclass(frozen=True)
class Cell:
    """What is expected of a state: gaps make an audit incomplete, keys make findings."""
    group: str
    name: str
    make: typing.Callable
    forms: tuple
    gaps: tuple = ()
    degraded: tuple = ()
    both_readers: bool = True

    def verdict(self, form):
        if form != KEYLESS:
            return "findings"
        return "incomplete" if self.gaps else "clean"


@dataclasses.dataclass
class State:
    """What a cell made, and what only its maker knows."""
    repo: Repo
    gaps: dict = dataclasses.field(default_factory=dict)     # why to what must be named: ids or paths
    renamed: dict = dataclasses.field(default_factory=dict)  # new path to the old one
    inner: tuple = ()                                        # (repo, path) of submodules
    after: typing.Callable = lambda document: None           # what else must hold of the report
    run: dict = dataclasses.field(default_factory=dict)      # how the program is run
    arguments: tuple = ()                                    # more of them


CELLS = []


def cell(group, forms=ANY_FORM, **expected):
    def register(make):
        CELLS.append(Cell(group, make.__name__, make, forms, **expected))
        return make
    return register


def base(w, name="repo", *arguments):
    repo = w.create(name, *arguments)
    repo.commit("first", {"a.txt": "one\ntwo\nthree\n", "d/b.txt": "b\n"})
    return repo
