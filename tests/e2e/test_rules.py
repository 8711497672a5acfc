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
