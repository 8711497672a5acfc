"""program.py -- runs apso-scan, and holds against every run what must always be true.

No crash, no sanitizer report, no planted key in anything it wrote, errors as one line.
"""
import dataclasses
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(ROOT, os.environ.get("APSO_SCAN", "build/apso-scan")).resolve()
TIMEOUT = 20
SANITIZED = 99
CLEAN, FINDINGS, UNABLE, INCOMPLETE = 0, 1, 2, 3


@dataclasses.dataclass
class Run:
    arguments: list
    code: int
    out: bytes
    err: bytes

    def __str__(self):
        words = " ".join(map(str, self.arguments))
        return f"apso-scan {words}\nexit {self.code}\n{self.out.decode(errors='replace')}{self.err.decode(errors='replace')}"


def environment(env):
    """The test's, with sanitizers told to be heard."""
    options = {"ASAN_OPTIONS": f"exitcode={SANITIZED}", "UBSAN_OPTIONS": f"halt_on_error=1:print_stacktrace=1:exitcode={SANITIZED}"}
    given = {name: f"{os.environ[name]}:{value}" if name in os.environ else value for name, value in options.items()}
    return {**env, **given}


def run(arguments, cwd, env, data=b"", program=PROGRAM, user=None):
    identity = {"user": user, "group": user, "extra_groups": []} if user is not None else {}
    try:
        done = subprocess.run([program, *arguments], cwd=cwd, env=environment(env), input=data, capture_output=True, timeout=TIMEOUT, **identity)
    except subprocess.TimeoutExpired as late:
        return Run(list(arguments), f"none: it was still running after {TIMEOUT} s", late.stdout or b"", late.stderr or b"")
    return Run(list(arguments), done.returncode, done.stdout, done.stderr)


def report_files(arguments):
    """The files that the arguments ask to be written."""
    for before, argument in zip(["", *arguments], arguments):
        if before == "--report":
            yield argument.split("=", 1)[-1]
        elif argument.startswith("--report="):
            yield argument.split("=", 2)[-1]


def texts_of(run, cwd):
    """Everything that the run wrote, by name."""
    texts = {"standard output": run.out, "standard error": run.err}
    for name in report_files(run.arguments):
        path = pathlib.Path(cwd, name)
        if path.is_file():
            texts[str(name)] = path.read_bytes()
    return texts


def leaks(texts, secrets):
    """Keys in them; control characters that would steer a terminal; an e-mail in a report for machines."""
    for name, text in texts.items():
        yield from (f"a key in {name}" for secret in secrets if secret in text)
        if any(byte < 0x20 and byte != 0x0A or byte == 0x7F for byte in text):
            yield f"control characters in {name}"
        if text.startswith(b"{") and b"@mail.invalid" in text:
            yield f"an e-mail address in {name}"


def faults(run, cwd, secrets):
    """What is wrong with a run whatever was asked, as sentences."""
    if run.code not in (CLEAN, FINDINGS, UNABLE, INCOMPLETE):
        yield f"ended with {run.code}"
    if b"Sanitizer" in run.err or b"runtime error:" in run.err:
        yield "a sanitizer spoke"
    if run.code == UNABLE and run.err.count(b"\n") != 1:
        yield "exit 2 without one line on standard error"
    if any(not line.startswith(b"apso-scan: ") for line in run.err.splitlines()):
        yield "a line on standard error that does not begin with 'apso-scan: '"
    yield from leaks(texts_of(run, cwd), [] if "--show-keys" in run.arguments else list(secrets))
