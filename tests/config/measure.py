"""measure.py -- what the program said of a folder against the labels of its files.

Knows the JSON report and what counts as the same name; nothing of sheets.
"""
import collections
import json
import re
import subprocess

WEAK = {"value", "val", "default", "data", "content", "body", "text", "run", "script", "command", "cmd", "args",
        "string"}
INDEX = re.compile(r"\[(\d+|'[^']*'|\"[^\"]*\")\]")


class Report:
    """Findings of one scan, by path."""

    def __init__(self, program, folder):
        command = [program, "dir", str(folder), "--format", "json", "--show-keys"]
        done = subprocess.run(command, capture_output=True, check=False, timeout=600)
        self.exit, self.error = done.returncode, done.stderr.decode(errors="replace").strip()
        self.hits = collections.defaultdict(list)
        text = done.stdout.decode(errors="replace")
        for finding in json.loads(text)["findings"] if text.startswith("{") else []:
            self._add(finding, str(folder).rstrip("/") + "/")

    def _add(self, finding, root):
        for place in finding["occurrences"]:
            path = place["path"].removeprefix(root).removeprefix("./")
            self.hits[path].append({
                "key": finding.get("key", {}).get("value", ""), "class": place["class"], "rule": place["rule"],
                "place": (place["line"], place["column"]), "name": place.get("variable", finding.get("variable", "")),
                "all": finding})


def plain(name):
    """One notation for paths: /a/b, $.a[0]['b'] and a.0.b are the same."""
    name = name.strip()
    if name.startswith("/"):
        name = name[1:].replace("/", ".").replace("~1", "/").replace("~0", "~")
    name = INDEX.sub(lambda m: "." + m[1].strip("'\""), name.removeprefix("$"))
    return name.replace(" ", "").strip(".").casefold()


def same_name(said, names):
    """A labelled name, or an end of it that says something."""
    if "*" in names or not said:
        return "*" in names or "-" in names
    said = plain(said)
    last = said.rsplit(".", 1)[-1]
    for name in map(plain, names):
        weak = "." not in said and (said in WEAK or last.isdigit())
        if said == name or (name.endswith("." + said) and not weak):
            return True
    return False


def _at(label, place):
    return any(place[0] == line and abs(place[1] - column) <= label.slack for line, column in label.places)


class Tally:
    """Counts of what was expected, reported and right, for recall and precision."""

    ASPECTS = ("key", "place", "class", "name")

    def __init__(self):
        self.expected = self.reported = 0
        self.right = collections.Counter()

    def lines(self):
        for aspect in self.ASPECTS:
            recall, precision = (100 * self.right[aspect] / n if n else 100.0 for n in (self.expected, self.reported))
            yield f"{aspect:6} recall {recall:6.2f} of {self.expected}  precision {precision:6.2f} of {self.reported}"


def _faults(label, hit):
    """Aspect and what is wrong with it."""
    if not _at(label, hit["place"]):
        yield "place", f"at {hit['place']}, not {label.places}"
    if hit["class"] not in label.classes:
        yield "class", f"class {hit['class']}, not {'|'.join(sorted(label.classes))}"
    if not same_name(hit["name"], label.names):
        yield "name", f"name {hit['name']!r}, not {' | '.join(label.names)}"


def _notes(document, hits):
    """Of files with keys nothing: a key as an argument of a command may have a note besides."""
    if document.labels:
        return
    said = [hit["place"][0] for hit in hits if hit["class"] == "hygiene"]
    yield from (f"no note of the command in line {line}" for line in document.notes if line not in said)
    yield from (f"a note of line {line}" for line in sorted(set(said) - set(document.notes)))


def _pair(label, hits):
    """The hit that is this label's: the same key, at the right place if there are several; and takes it away."""
    mine = sorted((h for h in hits if h["key"] == label.key), key=lambda h: not _at(label, h["place"]))
    if mine:
        hits.remove(mine[0])
    return mine[0] if mine else None


def judge(document, hits, tally):
    """All that is wrong with what was said of one file; counts into the tally."""
    faults = list(_notes(document, hits))
    hits = [hit for hit in hits if hit["class"] != "hygiene"]
    tally.expected += len(document.labels)
    tally.reported += len(hits)
    for label in document.labels:
        hit = _pair(label, hits)
        wrong = dict(_faults(label, hit)) if hit else {}
        faults += wrong.values() if hit else [f"missed {label.key[:14]}… at {label.places[0]}"]
        tally.right.update(aspect for aspect in Tally.ASPECTS if hit and aspect not in wrong)
    return faults + [f"too much: {h['key'][:20]}… at {h['place']} {h['class']} {h['name']!r}" for h in hits]
