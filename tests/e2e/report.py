"""report.py -- the JSON report: checked against its schema, and as the places it names."""
import json
import re

from program import ROOT

SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text())
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
LIMITS = {
    "enum": lambda value, words: value in words,
    "const": lambda value, word: value == word,
    "pattern": lambda value, pattern: re.search(pattern, value),
    "minLength": lambda value, least: len(value) >= least,
    "minItems": lambda value, least: len(value) >= least,
    "minimum": lambda value, least: value >= least,
}


def violations(value, schema, place="report"):
    """Where the value breaks the schema: as much of JSON Schema as ours uses."""
    if "$ref" in schema:
        yield from violations(value, SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[-1]], place)
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (kind == "integer" and isinstance(value, bool))):
        yield f"{place}: not of type {kind}"
        return
    yield from (f"{place}: breaks {name} {schema[name]}" for name, holds in LIMITS.items() if name in schema and not holds(value, schema[name]))
    yield from _violations_inside(value, schema, place)
    if "if" in schema:
        branch = "else" if any(violations(value, schema["if"], place)) else "then"
        yield from violations(value, schema.get(branch, {}), place)


def _violations_inside(value, schema, place):
    if isinstance(value, dict):
        yield from (f"{place}: lacks {name}" for name in schema.get("required", []) if name not in value)
        for name, inner in schema.get("properties", {}).items():
            if name in value and inner is not True:
                yield from violations(value[name], inner, f"{place}.{name}")
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            yield from violations(item, schema["items"], f"{place}[{number}]")


def parse(text):
    """The document; a broken schema is an AssertionError."""
    document = json.loads(text)
    broken = list(violations(document, SCHEMA))
    if broken:
        raise AssertionError("report against its schema:\n" + "\n".join(broken))
    return document


def place_of(occurrence):
    """The facts of an occurrence that an oracle can know."""
    commit = occurrence.get("commit")
    return (occurrence.get("path"), occurrence["line"], occurrence["column"], occurrence["where"], occurrence.get("blob"), commit and commit["id"])


def places(document):
    """Key to its places, of a report with --show-keys."""
    return {finding["key"]["value"]: sorted(map(place_of, finding["occurrences"]), key=repr) for finding in document["findings"]}


def ways(document):
    """Key to its provenance."""
    found = {}
    for finding in document["findings"]:
        way = dict(finding["provenance"])
        assert way.pop("reachKnown"), "an audit looks up who holds a key"
        way["introduced"] = way["introduced"]["id"] if "introduced" in way else None
        found[finding["key"]["value"]] = way
    return found


def gaps(document):
    """Reason to count, of what was not searched."""
    return {gap["why"]: gap["count"] for gap in document["coverage"]["skipped"]}
