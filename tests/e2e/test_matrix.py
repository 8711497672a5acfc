"""test_matrix.py -- every state of matrix.py in every form: verdict, exit code, gaps by name, places and provenance as
the oracle has them, the same with 1 and N threads and with both readers.
"""
import os

# Their import fills matrix.CELLS.
import cells_contents  # noqa: F401
import cells_elsewhere  # noqa: F401
import cells_gaps  # noqa: F401
import cells_gone  # noqa: F401
import cells_history  # noqa: F401
import cells_refs  # noqa: F401
import cells_storage  # noqa: F401

import matrix
import report
from case import Case
from matrix import KEYLESS, PACKED, SHA256
from oracle import Oracle
from program import CLEAN, FINDINGS, INCOMPLETE

CODES = {"clean": CLEAN, "findings": FINDINGS, "incomplete": INCOMPLETE}
EXAMPLES = 5


def renames(document):
    occurrences = [o for finding in document["findings"] for o in finding["occurrences"]]
    return {o["path"]: o["renamedFrom"] for o in occurrences if "renamedFrom" in o}


def joined(parts):
    """Places of all oracles together."""
    places = {}
    for part in parts:
        for key, its in part.items():
            places[key] = sorted(places.get(key, []) + its, key=repr)
    return places


class Matrix(Case):
    # ---- what cells ask for ----

    def secret(self, length=32):
        if self.form != KEYLESS:
            return self.keys.new("live", length)
        self.words = getattr(self, "words", 0) + 1
        return f"none{self.words}"

    def edited(self, secret, end):
        """The same with another end."""
        changed = secret[:-len(end)] + end if end else secret
        if self.form != KEYLESS:
            self.keys.needles[changed] = [changed.encode()]
        return changed

    def forget_unless_in(self, path):
        """Of the keys planted so far, those that are not where the audit can come."""
        kept = path.read_text()
        for key in [key for key in self.keys.needles if key not in kept]:
            del self.keys.needles[key]

    # ---- one cell ----

    def check(self, cell, form):
        self.form = form
        if form == SHA256:
            self.env["GIT_DEFAULT_HASH"] = "sha256"
        state = cell.make(self)
        if form == PACKED:
            state.repo.git("repack", "-q", "-a", "-d", "-k", "-f")
        arguments = ["audit", state.repo.path, *state.arguments]
        document = self.scan_all_ways(*arguments, code=CODES[cell.verdict(form)], **state.run)
        self.check_readers(cell, document, arguments, state)
        self.check_coverage(cell, document, state, cell.verdict(form))
        self.check_findings(document, state)
        with self.subTest("renames"):
            self.assertEqual(renames(document), state.renamed if form != KEYLESS else {})
        state.after(document)

    def check_readers(self, cell, document, arguments, state):
        if cell.both_readers and self.form != SHA256:
            plain = self.document(*arguments, "--reader", "libgit2", code=CODES[document["verdict"]], **state.run)
            self.assertEqual(plain, document, "readers: -libgit2 +packs")

    def check_coverage(self, cell, document, state, verdict):
        coverage = document["coverage"]
        self.assertEqual(set(state.gaps), set(cell.gaps), "the cell keeps its word")
        self.assertEqual(report.gaps(document), {why: len(names) for why, names in state.gaps.items()}, coverage["skipped"])
        for gap in coverage["skipped"]:
            self.assertEqual(gap["examples"], sorted(state.gaps[gap["why"]])[:EXAMPLES])
        self.assertEqual(tuple(gap["why"] for gap in coverage["degraded"]), cell.degraded)
        self.assertEqual((document["verdict"], coverage["complete"]), (verdict, not cell.gaps))

    def check_findings(self, document, state):
        inside = [os.fsencode(path) for _, path in state.inner]
        outer = Oracle(state.repo, self.keys, inside=inside)
        oracles = [outer, *(Oracle(sub, self.keys, os.fsencode(path)) for sub, path in state.inner)]
        expected = joined(oracle.expected() for oracle in oracles)
        self.assertEqual(set(expected), set(self.keys.needles), "the oracle sees every planted key")
        self.assert_places(document, expected)
        if not state.inner:
            self.assertEqual(report.ways(document), {key: outer.provenance(key) for key in expected}, "provenance: -program +oracle")
            counts = {name: document["coverage"][name] for name in ("objects", "blobs", "commits")}
            self.assertEqual(counts, outer.objects.counts(), "counts: -program +oracle")


def _class_of(group):
    tests = {}
    for cell in (cell for cell in matrix.CELLS if cell.group == group):
        for form in cell.forms:
            tests[f"test_{cell.name}_{form}"] = lambda self, cell=cell, form=form: self.check(cell, form)
    return type(group, (Matrix,), {"__module__": __name__, "__doc__": f"Cells of the group {group}.", **tests})


for _group in dict.fromkeys(cell.group for cell in matrix.CELLS):
    globals()[_group] = _class_of(_group)
