"""stagehand.py -- runs a program of the tables under Node, with stubs at its doors, and tells which keys arrived.

Knows Node and stage/; nothing of apso-scan.
"""
import json
import os
import pathlib
import shlex
import subprocess
import tempfile

import measure

STAGE = pathlib.Path(__file__).resolve().parent / "stage"
SECONDS = 20


def arrivals(case):
    """Texts that reached doors, and what went wrong, as sentences."""
    with tempfile.TemporaryDirectory(prefix="apso-node-") as name:
        folder = pathlib.Path(name).resolve()
        measure.write(case, folder)
        return run(folder, case.options["runs"], case.options.get("env", ""))


def run(folder, entry, env=""):
    out = folder / ".arrived"
    out.touch()
    given = dict(pair.split("=", 1) for pair in shlex.split(env))
    command = ["node", "--no-warnings", "--import", (STAGE / "register.mjs").as_uri(), entry]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS, text=True,
                              env={"PATH": os.environ["PATH"], "APSO_ARRIVED": str(out), **given})
    except subprocess.TimeoutExpired:
        return set(), [f"still running after {SECONDS} s"]
    told = [json.loads(line) for line in out.read_text().splitlines()]
    faults = [one["value"] for one in told if one["door"] == "error"]
    if done.returncode and not faults:
        faults = [done.stderr[-800:]]
    return {one["value"] for one in told if one["door"] != "error"}, faults
