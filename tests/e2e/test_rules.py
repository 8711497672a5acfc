"""test_rules.py -- what counts as a key and of which class; what is a placeholder."""
import random

import report
from case import Case
from keys import NAMED_PREFIX, PREFIX

SDK = "import { ApsoClient } from '@apso/sdk';\n"


class Classes(Case):
    """(file, text with § where the key goes, class)."""

    CASES = [
        ("client.ts", SDK + "export const c = new ApsoClient({ baseUrl: u, apiKey: '§' });\n", "sdk-literal"),
        ("client.js", SDK + 'const key = "§";\nnew ApsoClient({ baseUrl: u, apiKey: key });\n', "sdk-literal"),
        ("client.mjs", SDK + "new ApsoClient({ apiKey: `§` });\n", "sdk-literal"),
        ("client.cjs", "const { ApsoClient } = require('@apso/sdk');\nmodule.exports = new ApsoClient({ apiKey: '§' });\n", "sdk-literal"),
        ("client.tsx", SDK + "const C = () => { const c = new ApsoClient({ apiKey: '§' }); return <p>{c}</p>; };\n", "sdk-literal"),
        ("client.jsx", SDK + "const C = () => <P c={new ApsoClient({ apiKey: '§' })} />;\n", "sdk-literal"),
        ("factory.ts", "import { ApsoClientFactory as F } from '@apsoai/sdk';\nF.getClient({ baseURL, apiKey: '§' });\n", "sdk-literal"),
        ("create.mts", "import * as apso from '@apso/sdk';\napso.createClient({ baseURL, apiKey: '§' });\n", "sdk-literal"),
        ("adapter.cts", "import { apsoAdapter } from '@apso/better-auth-adapter';\napsoAdapter({ baseUrl, apiKey: '§' });\n", "sdk-literal"),
        ("plain.ts", "export const KEY = '§';\n", "literal"),
        ("comment.ts", SDK + "// new ApsoClient({ apiKey: '§' })\n", "literal"),
        ("fetch.ts", "fetch(u, { headers: { 'X-API-Key': '§' } });\n", "header-literal"),
        ("call.sh", "curl -H 'X-API-Key: §' https://api.example.com\n", "header-literal"),
        ("call.py", "requests.get(u, headers={'x-api-key': '§'})\n", "header-literal"),
        ("call.http", "GET https://api.example.com\nAuthorization: Bearer §\n", "header-literal"),
        (".env", "APSO_API_KEY=§\n", "config"),
        (".env.production", 'export APSO_API_KEY="§"\n', "config"),
        ("config.yaml", "apso:\n  apiKey: §\n", "config"),
        ("app.json", '{\n  "apiKey": "§"\n}\n', "config"),
        ("main.tf", 'variable "key" {\n  default = "§"\n}\n', "config"),
        ("Dockerfile", "FROM x\nENV APSO_API_KEY=§\n", "config"),
        ("README.md", "Use § as the key.\n", "literal"),
        ("Main.java", 'String key = "§";\n', "literal"),
        ("no extension", "§", "literal"),
        ("url.txt", "https://x.example.com/?key=§&n=1\n", "literal"),
    ]

    def test_table(self):
        for name, text, its_class in self.CASES:
            with self.subTest(name):
                self.assert_class(name, text, its_class, self.keys.new())

    def assert_class(self, name, text, its_class, key):
        before = text.split("§")[0]
        document = self.document("stdin", "--filename", name, data=text.replace("§", key).encode(), code=1)
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        self.assertEqual({found: [place[:3] for place in places] for found, places in report.places(document).items()}, {key: [(name, line, column)]})
        self.assertEqual(document["findings"][0]["class"], its_class)

    def test_sdk_in_history(self):
        """In a commit as in a file: place, class, commit and flow."""
        repo, key = self.create(), self.keys.new()
        commit = repo.commit("adds", {"src/api.ts": SDK + f"const key = '{key}';\nexport default new ApsoClient({{ baseUrl: '/', apiKey: key }});\n"})
        repo.commit("removes", remove=["src/api.ts"])
        occurrence = self.assert_audit(repo)["findings"][0]["occurrences"][0]
        self.assertEqual((occurrence["class"], occurrence["line"], occurrence["column"], occurrence["commit"]["id"]), ("sdk-literal", 2, 14, commit))
        self.assertGreaterEqual(len(occurrence["flow"]), 2)

    def test_assembled_key(self):
        """Nowhere whole in the text: placed at the first literal that contributes."""
        key = self.keys.new()
        text = SDK + f"const prefix = '{key[:20]}';\nnew ApsoClient({{ apiKey: prefix + '{key[20:]}' }});\n"
        document = self.document("stdin", "--filename", "a.ts", data=text.encode(), code=1)
        self.assertIn(key, report.places(document))
        self.assertEqual(document["findings"][0]["occurrences"][0]["line"], 2)

    def test_base64(self):
        key = self.keys.new()
        text = f"kind: Secret\ndata:\n  apiKey: {self.keys.base64(key)}\n"
        document = self.scan_all_ways("stdin", "--filename", "secret.yaml", data=text.encode(), code=1)
        self.assertEqual([place[1:3] for place in report.places(document)[key]], [(3, 11)])
        self.assertEqual(document["findings"][0]["class"], "encoded")

    def test_base64_in_history(self):
        repo, key = self.create(), self.keys.new()
        repo.commit("adds", {"secret.yaml": f"data:\n  apiKey: {self.keys.base64(key)}\n", "plain.txt": f"{key}\n"})
        repo.commit("removes", remove=["secret.yaml"])
        self.assert_audit(repo)

    def test_one_finding_with_the_best_class(self):
        repo, key = self.create(), self.keys.new()
        repo.commit("adds", {"a.md": f"{key}\n", ".env": f"APSO_API_KEY={key}\n", "c.ts": SDK + f"new ApsoClient({{ apiKey: '{key}' }});\n"})
        finding, = self.assert_audit(repo)["findings"]
        self.assertEqual(finding["class"], "sdk-literal")
        self.assertEqual({o["path"]: o["class"] for o in finding["occurrences"]}, {"a.md": "literal", ".env": "config", "c.ts": "sdk-literal"})

    def test_tracked_environment_file(self):
        repo, key = self.create(), self.keys.new()
        repo.commit("adds", {".env": f"OTHER=1\nAPSO_API_KEY={key}\n"})
        finding, = self.assert_audit(repo)["findings"]
        self.assertEqual((finding["class"], finding["variable"]), ("config", "APSO_API_KEY"))

    def test_other_shape_only_where_apso_is_named(self):
        key = self.keys.named()
        for text, found in ((f"APSO_API_KEY={key}", 1), (f"X-API-Key: {key}", 1), (f"release {key}", 0)):
            with self.subTest(text[:12]):
                self.assertEqual(len(self.document("stdin", "--filename", ".envrc" if found else "notes.txt", data=text.encode())["findings"]), found)


class Placeholders(Case):
    TAILS = [
        "xxxxx", "xxxxxxxxxxxxx", "XXXXXXXXXXXXXXXX", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "oldkey", "newkey", "your_key_here", "YOUR_API_KEY", "your-key-here",
        "abc123", "example", "EXAMPLE_KEY", "placeholder", "changeme", "replace_me", "insert_your_key_here", "test", "secret", "redacted", "dummy_key", "fake_key",
        "0000000000000000", "1234567890", "abcdefghijklmnop", "aaaaaaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabc", "foobar", "my_secret_key", "sample", "...", "****",
        "${KEY}", "<key>", "{{key}}", "%s", "$KEY", "",
    ]

    def test_tails(self):
        for scope in ("live", "svc", "org", "test"):
            text = "".join(f"key: {PREFIX}{scope}_{tail}\nX-API-Key: {PREFIX}{scope}_{tail}\n" for tail in self.TAILS)
            for name in ("README.md", ".env", "config.yaml", "a.ts"):
                with self.subTest(f"{scope} in {name}"):
                    self.assert_clean("stdin", "--filename", name, data=text.encode())

    def test_code_about_keys(self):
        lines = [f"if (key.startsWith('{PREFIX}live_')) return;", f"const prefix = '{PREFIX}';", f"/^{PREFIX}[a-z]+_[A-Za-z0-9]+$/.test(key)",
                 f"expect(key).toMatch(/{PREFIX}live_/);", "const key = process.env.APSO_API_KEY;", f"type Key = `{PREFIX}${{string}}`;",
                 f"const key = `{PREFIX}live_${{tail}}`;", f"{PREFIX.upper()}LIVE_PREFIX = 1", f"grep -r {PREFIX}live_ .", f"{NAMED_PREFIX}reload: true"]
        for name in ("a.ts", "a.js", "notes.md"):
            self.assert_clean("stdin", "--filename", name, data="\n".join(lines).encode())

    def test_in_a_repository(self):
        repo = self.create()
        repo.commit(f"docs: use {PREFIX}live_xxxxx", {"docs.md": "".join(f"{PREFIX}live_{tail}\n" for tail in self.TAILS)})
        repo.git("tag", "-a", "-m", f"{PREFIX}live_your_key_here", "v1")
        self.assert_clean("audit", repo.path)

    def test_real_key_among_placeholders(self):
        key = self.keys.new()
        document = self.document("stdin", data=f"{PREFIX}live_xxxxx {key} {PREFIX}live_your_key_here".encode(), code=1)
        self.assertEqual(set(report.places(document)), {key})

    def test_random_keys_are_never_placeholders(self):
        """Four hundred of them, of lengths that services use."""
        keys = [self.keys.new(random.Random(n).choice(["live", "svc", "org", "test"]), 20 + n % 45) for n in range(400)]
        document = self.document("stdin", data="\n".join(keys).encode(), code=1)
        self.assertEqual(set(keys) - set(report.places(document)), set())


ACME = """extends: builtin
rules:
  - id: acme-key
    title: ACME key in text
    class: literal
    severity: medium
    keywords: [acme_live_]
    pattern: 'acme_live_[A-Za-z0-9]{32}(?![A-Za-z0-9])'
    not-paths: ['**/testdata/**']
    allow: ['^acme_live_0000']
    why: Who can read this can call ACME.
    advice: Revoke it in the console of ACME.
    examples: ['token: acme_live_{{tail 32}}']
    counter-examples: ['token: acme_live_{{tail 20}}']
  - id: acme-secret
    title: ACME secret beside its name
    class: config
    severity: high
    keywords: [ACME_SECRET, acme_secret]
    pattern: '(?i:acme_secret)["'']?[ ]*[=:][ ]*["'']?([0-9a-f]{40})(?![0-9a-f])'
    group: 1
    paths: ['*.env', '*.yaml']
    why: Who can read this can call ACME.
    advice: Revoke it in the console of ACME.
    examples: ['ACME_SECRET={{hex 40}}', 'acme_secret: "{{hex 40}}"']
    counter-examples: ['ACME_SECRET={{hex 39}}']
"""


class OwnRules(Case):
    def write(self, text, name="acme.yaml"):
        path = self.dir / name
        path.write_text(text)
        return path

    def acme(self):
        return self.keys._plant("acme_live_" + self.keys.tail(32))

    def found(self, *arguments, text, name="a.txt", code=None):
        document = self.document("stdin", "--filename", name, *arguments, data=text.encode(), code=code)
        return {finding["key"]["value"]: finding["rule"] for finding in document["findings"]}


class Custom(OwnRules):
    """Rules of the user's."""

    def test_beside_the_built_in_ones(self):
        rules, ours, theirs = self.write(ACME), self.keys.new(), self.acme()
        text = f"{ours} {theirs}\n"
        self.assertEqual(self.found(text=text), {ours: "apso-key"})
        self.assertEqual(self.found("--rules", rules, text=text, code=1), {ours: "apso-key", theirs: "acme-key"})

    def test_alone_and_with_the_word(self):
        rules, ours, theirs = self.write(ACME.replace("extends: builtin\n", "")), self.keys.new(), self.acme()
        text = f"{ours} {theirs}\n"
        self.assertEqual(self.found("--rules", rules, text=text), {theirs: "acme-key"})
        self.assertEqual(self.found("--rules", rules, "--rules", "builtin", text=text), {ours: "apso-key", theirs: "acme-key"})
        self.assertEqual(self.found("--rules", "builtin", text=text), {ours: "apso-key"})

    def test_a_rule_in_place_of_a_built_in_one(self):
        key = self.keys.new()
        rule = ACME.split("  - id: acme-secret")[0].replace("acme-key", "apso-key").replace("acme_live_", "apso_" + "sk_live_")
        document = self.document("stdin", "--rules", self.write(rule), data=f"{key}\n".encode(), code=1)
        self.assertEqual([(f["rule"], f["severity"]) for f in document["findings"]], [("apso-key", "medium")])

    def test_conditions(self):
        rules, key = self.write(ACME), self.acme()
        allowed = "acme_live_0000" + self.keys.tail(28)
        self.assertEqual(self.found("--rules", rules, text=allowed, code=0), {})
        self.assertEqual(self.found("--rules", rules, name="src/testdata/a.txt", text=key, code=0), {})
        self.assertEqual(self.found("--rules", rules, name="src/data/a.txt", text=key, code=1), {key: "acme-key"})
        self.assertEqual(self.found("--rules", rules, text=f"{key}x", code=0), {})
        self.assertEqual(self.found("--rules", rules, text="acme_live_your_key_here_your_key_here_12", code=0), {})

    def test_a_keyword_beside_the_key(self):
        rules = self.write(ACME)
        key = self.keys._plant("".join(self.keys.random.choice("0123456789abcdef") for _ in range(40)))
        for text in (f"ACME_SECRET={key}\n", f"x: 1\nacme_secret: '{key}'\n"):
            self.assertEqual(self.found("--rules", rules, name="a.env", text=text, code=1), {key: "acme-secret"})
        self.assertEqual(self.found("--rules", rules, name="a.env", text=f"OTHER_SECRET={key}\n", code=0), {})

    def test_advice_is_the_rules_own(self):
        document = self.document("stdin", "--rules", self.write(ACME), data=self.acme().encode(), code=1)
        self.assertEqual(document["findings"][0]["advice"], ["Revoke it in the console of ACME."])

    def test_in_history(self):
        rules, repo, key = self.write(ACME), self.create(), self.acme()
        commit = repo.commit("adds", {"a.txt": f"{key}\n"})
        repo.commit("removes", remove=["a.txt"])
        finding, = self.document("audit", repo.path, "--rules", rules, code=1)["findings"]
        self.assertEqual((finding["rule"], finding["provenance"]["introduced"]["id"]), ("acme-key", commit))
        self.assertEqual(self.document("audit", repo.path, code=0)["findings"], [])

    def test_alone_they_do_not_say_that_there_is_no_apso_key(self):
        rules = self.write(ACME.replace("extends: builtin\n", ""))
        text = self.scan("stdin", "--rules", rules, data=self.keys.new().encode(), code=0).out.decode()
        self.assertNotIn("No APSO key", text)
        self.assertIn("look for no APSO key", " ".join(text.split()))
        self.assertIn("No APSO key", self.scan("stdin", "--rules", rules, "--rules", "builtin", data=b"x\n", code=0).out.decode())

    def test_never_from_the_tree(self):
        """Files in the scanned tree change no rule, whatever they are called."""
        repo, key = self.create(), self.keys.new()
        files = {name: "rules: []\n" for name in ("rules/keys.yaml", "rules.yaml", "acme.yaml", ".apso-scan/rules.yaml", "builtin")}
        repo.commit("adds", {**files, "a.txt": f"{key}\n"})
        self.assertEqual(len(self.document("audit", ".", cwd=repo.path, code=1)["findings"]), 1)
        self.assertEqual(len(self.document("audit", ".", "--rules", "builtin", cwd=repo.path, code=1)["findings"]), 1)

    def test_folders(self):
        (self.dir / "mine").mkdir()
        self.write(ACME, "mine/a.yaml")
        self.write("rules: []\n", "mine/b.yml")
        key = self.acme()
        self.assertEqual(self.found("--rules", self.dir / "mine", text=key), {key: "acme-key"})

    def test_errors(self):
        """(text, what is said of it)"""
        pattern = "pattern: 'acme_live_[A-Za-z0-9]{32}(?![A-Za-z0-9])'"
        cases = [
            (ACME.replace("severity: medium", "severity: middle"), "acme.yaml:6:15: unknown severity 'middle'; known: note, low, medium, high, critical"),
            (ACME.replace("    keywords: [acme_live_]", "    keyword: [acme_live_]"), "acme.yaml:7:5: unknown field 'keyword'; did you mean 'keywords'?"),
            (ACME.replace("[acme_live_]", "[acm]"), "acme.yaml:7:16: rule 'acme-key': keyword of less than 4 bytes"),
            (ACME.replace(pattern, "pattern: 'acme_live_[A-Z'"), "acme.yaml:8:29: rule 'acme-key': pattern, at its byte 14: missing terminating ]"),
            (ACME.replace("group: 1", "group: 2"), "acme.yaml:21:12: rule 'acme-secret': 'group' is 2, the pattern has 1"),
            (ACME.replace("acme-secret", "acme-key"), "acme.yaml:15:5: rule 'acme-key': the id stands twice; the first is 'acme-key' at acme.yaml:3:5"),
            (ACME.replace("extends: builtin", "extends: built-in"), "acme.yaml:1:10: unknown set of rules 'built-in'; did you mean 'builtin'?"),
            (ACME.replace("'*.env'", "'*.{env,ini}'"), "acme.yaml:22:13: rule 'acme-secret': a glob knows *, ** and ? only"),
            ("", "acme.yaml:1:1: empty"),
        ]
        for text, said in cases:
            with self.subTest(said):
                self.write(text)
                for command in (["stdin"], ["rules", "list"], ["rules", "test"]):
                    run = self.scan(*command, "--rules", "acme.yaml", code=2)
                    self.assertTrue(run.err.decode().startswith(f"apso-scan: {said}"), run.err)


class Tested(OwnRules):
    """rules test, list, show."""

    def run_test(self, text, *arguments, code):
        self.write(text)
        return self.scan("rules", "test", "--rules", "acme.yaml", *arguments, code=code).out.decode().splitlines()

    def test_built_in_ones(self):
        last = self.scan("rules", "test", code=0).out.decode().splitlines()[-1]
        self.assertRegex(last, r"^\d+ rules, \d+ doors, \d+ examples, \d+ counter-examples: all as they should be$")

    def test_right(self):
        self.assertEqual(self.run_test(ACME, "acme-key", "acme-secret", code=0),
                         ["2 rules, 0 doors, 3 examples, 2 counter-examples: all as they should be"])

    def test_wrong(self):
        cases = [
            ("token: acme_live_{{tail 32}}", "token: acme_live_{{tail 31}}",
             "acme.yaml:13: acme-key: example 1 is not found at docs/notes.txt, for the pattern does not match: token: acme_live_{{tail 31}}"),
            ("acme_live_{{tail 20}}", "acme_live_{{tail 32}}",
             "acme.yaml:14: acme-key: counter-example 1 is found at docs/notes.txt: token: acme_live_{{tail 32}}"),
            ("acme_live_{{tail 20}}", "acme_live_{{tails 32}}", "acme.yaml:14: acme-key: counter-example 1: no form is '{{tails 32}}'"),
        ]
        for right, wrong, said in cases:
            with self.subTest(said):
                lines = self.run_test(ACME.replace(right, wrong), "acme-key", code=1)
                self.assertTrue(lines[0].startswith(said), lines)
                self.assertRegex(lines[-1], r": \d failures?$")

    def test_a_pattern_that_explodes(self):
        lines = self.run_test(ACME.replace("pattern: 'acme_live_", "pattern: 'acme_live_(?:(?:=+)+!)?"), "acme-key", code=0)
        self.assertIn("acme.yaml:3: acme-key: warning: the pattern may hit its match limit", lines[0])

    def test_unknown(self):
        self.write(ACME)
        run = self.scan("rules", "test", "--rules", "acme.yaml", "acme-kee", code=2)
        self.assertEqual(run.err, b"apso-scan: no rule 'acme-kee'; did you mean 'acme-key'?\n")

    def test_list_and_show(self):
        self.write(ACME)
        lines = self.scan("rules", "list", "--rules", "acme.yaml", code=0).out.decode().splitlines()
        self.assertEqual(len({line.index(" " + line.split()[1] + " ") for line in lines}), 1, "columns are aligned")
        shown = self.scan("rules", "show", "acme-key", "--rules", "acme.yaml", code=0).out.decode()
        for line in ("not-paths:\n  **/testdata/**\n", "allow:\n  ^acme_live_0000\n", "written in: acme.yaml, line 3\n"):
            self.assertIn(line, shown)
        self.assertIn("(built in)", self.scan("rules", "show", "apso-key", code=0).out.decode())
        self.assertIn("Revoke it in the console", self.scan("explain", "acme-key", "--rules", "acme.yaml", code=0).out.decode())
