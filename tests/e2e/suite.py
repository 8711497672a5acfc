"""suite.py -- runs test classes in two processes, tells failures whole, writes JUnit XML."""
import concurrent.futures
import pathlib
import sys
import time
import unittest
import xml.etree.ElementTree as xml

HERE = pathlib.Path(__file__).resolve().parent
PROCESSES = 2
MODULES = "test_*.py"


class Recorder(unittest.TestResult):
    """Outcomes as plain tuples: (class, method, seconds, kind, detail)."""

    def __init__(self):
        super().__init__()
        self.outcomes = []

    def startTest(self, test):
        super().startTest(test)
        self.began, self.failed = time.monotonic(), []

    def stopTest(self, test):
        super().stopTest(test)
        seconds = time.monotonic() - self.began
        kind, detail = ("failure", "\n".join(self.failed)) if self.failed else getattr(self, "other", None) or ("passed", "")
        self.other = None
        self.outcomes.append((type(test).__module__ + "." + type(test).__name__, test._testMethodName, seconds, kind, detail))

    def addFailure(self, test, err):
        self.failed.append(self._exc_info_to_string(err, test))

    addError = addFailure

    def addSubTest(self, test, subtest, err):
        if err:
            self.failed.append(f"{subtest._subDescription()}\n{self._exc_info_to_string(err, test)}")

    def addSkip(self, test, reason):
        self.other = ("skipped", reason)


def classes(pattern):
    """Names of test classes, with the tests in each whose full name holds the pattern."""
    found = {}
    for test in _flat(unittest.defaultTestLoader.discover(str(HERE), MODULES, str(HERE))):
        if pattern in test.id():
            found.setdefault(test.id().rsplit(".", 1)[0], []).append(test.id())
    return found


def _flat(suite):
    for part in suite:
        if isinstance(part, unittest.TestSuite):
            yield from _flat(part)
        else:
            yield part


def run_tests(names):
    recorder = Recorder()
    unittest.defaultTestLoader.loadTestsFromNames(names).run(recorder)
    return recorder.outcomes


def write_junit(path, outcomes, seconds):
    count = {kind: sum(outcome[3] == kind for outcome in outcomes) for kind in ("failure", "skipped")}
    suite = xml.Element("testsuite", name="e2e", tests=str(len(outcomes)), failures=str(count["failure"]), errors="0",
                        skipped=str(count["skipped"]), time=f"{seconds:.3f}")
    for name, method, took, kind, detail in outcomes:
        case = xml.SubElement(suite, "testcase", classname=name, name=method, time=f"{took:.3f}")
        if kind != "passed":
            xml.SubElement(case, kind, message=detail.strip().split("\n")[-1][:200]).text = _printable(detail)
    path.parent.mkdir(parents=True, exist_ok=True)
    xml.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)


def _printable(text):
    return "".join(c if c in "\n\t" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe" else "?" for c in text)


def tell(outcomes, out):
    for name, method, _, kind, detail in outcomes:
        if kind == "failure":
            print(f"FAIL {name}.{method}\n{_printable(detail)}", file=out)
        if kind == "skipped":
            print(f"skipped {name}.{method}: {detail}", file=out)


def main(pattern, junit):
    began = time.monotonic()
    batches = classes(pattern)
    with concurrent.futures.ProcessPoolExecutor(PROCESSES) as pool:
        outcomes = sorted(outcome for batch in pool.map(run_tests, batches.values()) for outcome in batch)
    write_junit(junit, outcomes, time.monotonic() - began)
    tell(outcomes, sys.stdout)
    failed = sum(outcome[3] == "failure" for outcome in outcomes)
    passed = sum(outcome[3] == "passed" for outcome in outcomes)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0
