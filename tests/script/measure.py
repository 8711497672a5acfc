"""measure.py -- what the program says of a case, held against what is expected.

Knows the JSON report (docs/report.schema.json); nothing of how cases are written down.
"""
import dataclasses
import json
import pathlib
import shutil
import subprocess
import tempfile

import program

RULES = program.ROOT / "rules"
ANY = "*"   # a variable whose name is left to the program


@dataclasses.dataclass
class Said:
    """One occurrence of the report, with what its finding says."""
    subject: str
    path: str
    line: int
    kind: str
    exposure: str
    flow: list

    def __str__(self):
        steps = " -> ".join(f"{path}:{line} {what}" for path, line, what in self.flow)
        return f"{self.subject} {self.path}:{self.line} {self.kind} {self.exposure}  [{steps}]"


@dataclasses.dataclass
class Outcome:
    """What came of a case: faults as sentences, and the counts that recall and precision are made of."""
    case: object
    faults: list
    expected: int = 0
    met: int = 0
    reported: int = 0

    @property
    def passed(self):
        return not self.faults


def write(case, folder):
    for path, text in case.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_bytes(path, text))


def _bytes(path, text):
    """As the path says: *.utf16.* in UTF-16 with a mark of its order, *.crlf.* with carriage returns."""
    if ".utf16." in path:
        return text.encode("utf-16")
    return text.replace("\n", "\r\n" if ".crlf." in path else "\n").encode()


def judge(case):
    run, faults = _run(case)
    try:
        document = json.loads(run.out)
    except ValueError:
        return Outcome(case, [*faults, f"no report\n{run}"], len(case.expected))
    return compare(case, said(document), document, faults)


def report(case):
    """The occurrences that the program tells of a case; none if it tells nothing."""
    try:
        return said(json.loads(_run(case)[0].out))
    except ValueError:
        return []


def _run(case):
    """The program's run over the case's files, and what is wrong with it whatever was asked."""
    with tempfile.TemporaryDirectory(prefix="apso-case-") as name:
        folder = pathlib.Path(name).resolve()
        (folder / "tree").mkdir()
        write(case, folder / "tree")
        run = program.run(_arguments(case, folder), folder / "tree", {"PATH": "/usr/bin:/bin", "HOME": name})
        return run, list(program.faults(run, folder, []))


def _arguments(case, folder):
    command, at = case.options.get("command", "dir"), folder / "tree"
    arguments = [command, ".", "--format", "json", "--show-keys"]
    if "rules" in case.options:
        shutil.copytree(RULES, folder / "rules")
        shutil.move(at / case.options["rules"], folder / "rules/zz-case.yaml")
        arguments += ["--rules", str(folder / "rules")]
    if command == "audit":
        _commit(at)
    return arguments


def _commit(at):
    """A repository of the folder, all of it committed."""
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@mail.invalid", "-c", "core.hooksPath=/dev/null"]
    for words in (["init", "-q"], ["add", "-A", "-f"], ["commit", "-q", "-m", "all"]):
        subprocess.run([*git, *words], cwd=at, check=True, capture_output=True)


def said(document):
    """The report's occurrences, in order of place; notes (hygiene) left out."""
    found = [_said(finding, occurrence) for finding in document["findings"] for occurrence in finding["occurrences"]
             if finding["class"] != "hygiene"]
    return sorted(found, key=lambda one: (one.path, one.line, one.subject, one.kind))


def _said(finding, occurrence):
    flow = [(step["path"], step["line"], step["what"]) for step in occurrence["flow"]]
    subject = finding.get("key", {}).get("value") or finding.get("variable", "")
    return Said(subject, occurrence.get("path", ""), occurrence["line"], occurrence["class"],
                finding["exposure"]["class"], flow)


def compare(case, occurrences, document, faults=()):
    """Each expectation takes the occurrence that meets it; what is left over is too much."""
    left, faults, met = list(occurrences), list(faults), 0
    for expectation in case.expected:
        subject = case.keys.get(expectation.subject, expectation.subject)
        place = [one for one in left if subject in (one.subject, ANY) and one.path == expectation.path
                 and one.line in expectation.lines]
        place.sort(key=lambda one: one.kind not in expectation.classes)
        wrong = list(_wrong(expectation, place[0])) if place else ["not found"]
        if place:
            left.remove(place[0])
        met += not wrong
        faults += [f"{expectation}: {reason}" for reason in wrong]
    faults += [f"not expected: {one}" for one in left]
    if "degraded" in case.claims and not document["coverage"]["degraded"]:
        faults.append("nothing is told as degraded")
    return Outcome(case, [named(case, fault) for fault in faults], len(case.expected), met, len(occurrences))


def _wrong(expectation, one):
    if one.kind not in expectation.classes:
        yield f"class {one.kind}"
    if expectation.exposure and one.exposure != expectation.exposure:
        yield f"exposure {one.exposure}"
    words = " ".join(f"{path} {what}" for path, _, what in one.flow).lower()
    yield from (f"flow without '{word}': {one}" for word in expectation.flow if word.lower() not in words)


def named(case, text):
    for name, key in case.keys.items():
        text = text.replace(key, name)
    return text
