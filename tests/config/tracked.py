"""tracked.py -- a repository with .env files: one that git tracks says so, one that git ignores is told apart.

Builds the repository with the git program; knows nothing of sheets.
"""
import json
import os
import re
import subprocess

TELLS = re.compile(r"\btrack|\bcommitted\b|\bgit rm\b", re.I)
APART = re.compile(r"ignored|not committed|not tracked|untracked", re.I)
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
         **{f"GIT_{who}_{what}": "a@x.test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}}

# Path, tracked by git or not.
FILES = ((".env", True), (".env.local", False), ("apps/web/.env.production", True),
         ("apps/web/.env.development.local", False))


def _git(root, *words):
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True, env={**os.environ, **QUIET})


def _build(root, keys):
    root.mkdir(parents=True, exist_ok=True)
    _git(root, "init", "-q", "-b", "main")
    (root / ".gitignore").write_text("node_modules\n.env.local\n.env*.local\n")
    planted = {}
    for path, _ in FILES:
        planted[path] = keys.make("live")
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"NODE_ENV=production\nAPSO_API_KEY={planted[path]}\n")
    _git(root, "add", ".")
    _git(root, "commit", "-q", "-m", "settings")
    return planted


def _faults(finding, path, is_tracked):
    if not finding:
        return ["missed"]
    faults = [] if finding.get("variable") == "APSO_API_KEY" else [f"name {finding.get('variable')!r}"]
    place = finding["occurrences"][0]
    said = " ".join(finding["severityReasons"] + finding["advice"])
    if (place["path"], place["line"], place["column"]) != (path, 2, 14):
        faults.append(f"at {place['path']}:{place['line']}:{place['column']}")
    if is_tracked and not TELLS.search(said):
        faults.append("does not say that git tracks the file")
    if is_tracked == (place["where"] == "ignored"):
        faults.append(f"where is {place['where']}")
    if not is_tracked and place["where"] != "ignored" and not APART.search(said):
        faults.append("does not say that git ignores the file")
    return faults


def check(program, root, keys):
    """Title and faults of one test for each file."""
    planted = _build(root, keys)
    command = [program, "audit", str(root), "--format", "json", "--show-keys"]
    done = subprocess.run(command, capture_output=True, check=False)
    findings = {f["key"]["value"]: f for f in json.loads(done.stdout or b"{}").get("findings", [])}
    for path, is_tracked in FILES:
        yield f"tracked:{path}", _faults(findings.get(planted[path]), path, is_tracked)
