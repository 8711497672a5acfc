/* test_doors.c -- which calls are doors: imports, aliases, shadowing, call shapes. */
#include "fixture.h"

static const struct value_case imports[] = {
    JS("import { ApsoClient } from '@apso/sdk'; new ApsoClient({ apiKey: 'a' });", "a"),
    JS("import { ApsoClient } from \"@apsoai/sdk\"\nnew ApsoClient({ baseUrl: 'x', apiKey: 'a' })", "a"),
    JS("import { ApsoClient as C } from '@apso/sdk'; new C({ apiKey: 'a' });", "a"),
    JS("import { 'ApsoClient' as C } from '@apso/sdk'; new C({ apiKey: 'a' });", "a"),
    JS("import * as sdk from '@apso/sdk'; new sdk.ApsoClient({ apiKey: 'a' });", "a"),
    JS("import * as sdk from '@apso/sdk'; new sdk['ApsoClient']({ apiKey: 'a' });", "a"),
    JS("import sdk from '@apso/sdk'; new sdk.ApsoClient({ apiKey: 'a' });", "a"),
    JS("import ApsoClient from '@apso/sdk'; new ApsoClient({ apiKey: 'a' });", "a"),
    JS("import Client from '@apso/sdk'; new Client({ apiKey: 'a' });", ""),
    JS("import sdk, { ApsoClient } from '@apso/sdk'; new ApsoClient({ apiKey: 'a' });\n"
       "sdk.createClient({ apiKey: 'b' })",
       "a|b"),
    JS("const { ApsoClient } = require('@apso/sdk'); new ApsoClient({ apiKey: 'a' });", "a"),
    JS("const { ApsoClient: C } = require('@apso/sdk'); new C({ apiKey: 'a' });", "a"),
    JS("const sdk = require('@apso/sdk'); new sdk.ApsoClient({ apiKey: 'a' });", "a"),
    JS("const C = require('@apso/sdk').ApsoClient; new C({ apiKey: 'a' });", "a"),
    JS("new (require('@apso/sdk').ApsoClient)({ apiKey: 'a' });", "a"),
    JS("require('@apso/sdk').createClient({ apiKey: 'a' });", "a"),
    JS("var sdk = require('@apso/sdk'), C = sdk.ApsoClient; new C({ apiKey: 'a' });", "a"),
    JS("let sdk; sdk = require('@apso/sdk'); new sdk.ApsoClient({ apiKey: 'a' });", "a"),
    JS("async function f() { const { ApsoClient } = await import('@apso/sdk'); new ApsoClient({ apiKey: 'a' }) }", "a"),
    JS("const sdk = await import('@apso/sdk'); new sdk.ApsoClient({ apiKey: 'a' })", "a"),
    JS("new (await import('@apso/sdk')).ApsoClient({ apiKey: 'a' })", "a"),
    JS("import { createRequire } from 'module'; const require = createRequire(import.meta.url);\n"
       "const { ApsoClient } = require('@apso/sdk'); new ApsoClient({ apiKey: 'a' });", "a"),
    TS("import sdk = require('@apso/sdk'); new sdk.ApsoClient({ apiKey: 'a' });", "a"),
    TS("import { type Config, ApsoClient } from '@apso/sdk'; new ApsoClient({ apiKey: 'a' });", "a"),
    TS("import { type ApsoClient } from '@apso/sdk'; new ApsoClient({ apiKey: 'a' });", ""),
    TS("import type { ApsoClient } from '@apso/sdk'; new ApsoClient({ apiKey: 'a' });", ""),
    TS("import type * as sdk from '@apso/sdk'; new sdk.ApsoClient({ apiKey: 'a' });", ""),
    JS("import { apsoAdapter } from '@apso/better-auth-adapter'; apsoAdapter({ apiKey: 'a' })", "a"),
    JS("import { apsoAdapter } from '@apso/sdk'; apsoAdapter({ apiKey: 'a' })", ""),
    JS("import { ApsoClient } from 'other'; new ApsoClient({ apiKey: 'a' }); // @apso/sdk", ""),
    JS("new ApsoClient({ apiKey: 'a' }); // @apso/sdk", ""),
    JS("export { ApsoClient } from '@apso/sdk'; new ApsoClient({ apiKey: 'a' });", ""),
    JS("const sdk_1 = require('@apso/sdk'); (0, sdk_1.createClient)({ apiKey: 'a' })", "a"),
    JS("const sdk = __importStar(require('@apso/sdk')); new sdk.ApsoClient({ apiKey: 'a' })", "a"),
    JS("var sdk_1 = __importDefault(require('@apso/sdk')); new sdk_1.default.ApsoClient({ apiKey: 'a' })", "a"),
};

static const struct value_case shapes[] = {
    JS("import { createClient } from '@apso/sdk'; createClient({ apiKey: 'a' });", "a"),
    JS("import { createClient } from '@apso/sdk'; createClient?.({ apiKey: 'a' });", "a"),
    JS("import { createClient } from '@apso/sdk'; new createClient({ apiKey: 'a' });", ""),
    JS("import { ApsoClient } from '@apso/sdk'; ApsoClient({ apiKey: 'a' });", ""),
    JS("import { ApsoClient } from '@apso/sdk'; new ApsoClient; new ApsoClient(); new ApsoClient(x);", ""),
    JS("import { ApsoClientFactory } from '@apso/sdk'; ApsoClientFactory.getClient({ apiKey: 'a' });", "a"),
    JS("import { ApsoClientFactory as F } from '@apso/sdk'; F['getClient']({ apiKey: 'a' });", "a"),
    JS("import { ApsoClientFactory } from '@apso/sdk'; ApsoClientFactory.other({ apiKey: 'a' });", ""),
    JS("import { ApsoClientFactory } from '@apso/sdk'; ApsoClientFactory({ apiKey: 'a' });", ""),
    JS("import * as s from '@apso/sdk'; s.ApsoClientFactory.getClient({ apiKey: 'a' });", "a"),
    JS("import { ApsoClientFactory } from '@apso/sdk'; const { getClient } = ApsoClientFactory;\n"
       "getClient({ apiKey: 'a' });", "a"),
    JS("import { ApsoClientFactory } from '@apso/sdk'; const get = ApsoClientFactory.getClient; get({ apiKey: 'a' });",
       "a"),
    JS("import { ApsoClient } from '@apso/sdk'; const C = ApsoClient; const D = C; new D({ apiKey: 'a' });", "a"),
    JS("import { ApsoClient } from '@apso/sdk'; const o = { C: ApsoClient }; new o.C({ apiKey: 'a' });", "a"),
    JS("import { ApsoClient } from '@apso/sdk'; const o = { ApsoClient }; new o.ApsoClient({ apiKey: 'a' });", "a"),
    JS("import { connect } from '@apso/sdk'; connect('url', 'a'); connect('url'); connect(...x, 'b');", "a"),
    JS("import { connect } from '@apso/sdk'; connect('url', /* the key */ 'a', 'b');", "a"),
    JS("import { Nested } from '@apso/sdk'; new Nested({ auth: { apiKey: 'a' }, apiKey: 'b' });", "a"),
    JS("useKey('a')", "a"),
    JS("function f(useKey) { useKey('a') }", ""),
    TS("import { ApsoClient } from '@apso/sdk'; new ApsoClient<Schema>({ apiKey: 'a' });", "a"),
    TS("import { ApsoClient } from '@apso/sdk'; new ApsoClient({ apiKey: 'a' } as Config);", "a"),
    TS("import { ApsoClient } from '@apso/sdk'; new ApsoClient({ apiKey: 'a' } satisfies Config);", "a"),
    TS("import { ApsoClient } from '@apso/sdk'; new ApsoClient(<Config>{ apiKey: 'a' });", "a"),
    TS("import { ApsoClient } from '@apso/sdk'; new (ApsoClient as any)({ apiKey: 'a' });", "a"),
    TS("import { createClient } from '@apso/sdk'; createClient!({ apiKey: 'a' }); createClient<S>({ apiKey: 'b' });",
       "a|b"),
    TS("import * as s from '@apso/sdk'; export default (new s.ApsoClient(({ apiKey: 'a' })))!;", "a"),
    TSX("import { ApsoClient } from '@apso/sdk';\n"
        "export const A = () => <B c={new ApsoClient({ apiKey: 'a' })}>{new ApsoClient({ apiKey: 'b' })}</B>;", "a|b"),
    JS("import { ApsoClient } from '@apso/sdk'; const a = <B c={new ApsoClient({ apiKey: 'a' })} />;", "a"),
    JS("import { ApsoClient } from '@apso/sdk'; const t = `${new ApsoClient({ apiKey: 'a' })}`;", "a"),
    JS("import { ApsoClient } from '@apso/sdk'; class X { c = new ApsoClient({ apiKey: 'a' });\n"
       "static d = new ApsoClient({ apiKey: 'b' }); m(p = new ApsoClient({ apiKey: 'c' })) {} }", "a|b|c"),
};

static const struct value_case shadowing[] = {
    JS("import { ApsoClient } from '@apso/sdk'; { class ApsoClient {} new ApsoClient({ apiKey: 'a' }) }\n"
       "new ApsoClient({ apiKey: 'b' })", "b"),
    JS("import { ApsoClient } from '@apso/sdk'; function f(ApsoClient) { new ApsoClient({ apiKey: 'a' }) }", ""),
    JS("import { ApsoClient } from '@apso/sdk'; const f = ApsoClient => new ApsoClient({ apiKey: 'a' })", ""),
    JS("import { ApsoClient } from '@apso/sdk'; const f = ({ x: [ApsoClient] }) => new ApsoClient({ apiKey: 'a' })",
       ""),
    JS("import { ApsoClient } from '@apso/sdk'; try {} catch (ApsoClient) { new ApsoClient({ apiKey: 'a' }) }", ""),
    JS("import { ApsoClient } from '@apso/sdk'; for (const ApsoClient of x) new ApsoClient({ apiKey: 'a' })", ""),
    JS("import { ApsoClient } from '@apso/sdk'; for (let ApsoClient = 0;;) new ApsoClient({ apiKey: 'a' })", ""),
    JS("import { ApsoClient } from '@apso/sdk'; const f = function ApsoClient() { new ApsoClient({ apiKey: 'a' }) }",
       ""),
    JS("import { ApsoClient } from '@apso/sdk'; function f() { new ApsoClient({ apiKey: 'a' }); var ApsoClient = g; }",
       ""),
    JS("import { ApsoClient } from '@apso/sdk'; function f() { { var ApsoClient = g }\n"
       "new ApsoClient({ apiKey: 'a' }) }",
       ""),
    JS("import { ApsoClient } from '@apso/sdk'; function f() { { let ApsoClient = g }\n"
       "new ApsoClient({ apiKey: 'a' }) }",
       "a"),
    JS("import { ApsoClient } from '@apso/sdk'; switch (x) { case 1: let ApsoClient; new ApsoClient({ apiKey: 'a' }) }",
       ""),
    JS("const sdk = '@apso/sdk'; class ApsoClient {} new ApsoClient({ apiKey: 'a' })", ""),
    JS("let { ApsoClient } = require('@apso/sdk'); ApsoClient = Other; new ApsoClient({ apiKey: 'a' })", ""),
    JS("function require(x) {} const { ApsoClient } = require('@apso/sdk'); new ApsoClient({ apiKey: 'a' })", ""),
    JS("import { ApsoClient } from '@apso/sdk'; const key = 'a'; { const key = 'b'; new ApsoClient({ apiKey: key }) }\n"
       "new ApsoClient({ apiKey: key })", "b|a"),
    JS("import { ApsoClient } from '@apso/sdk'; const key = 'a'; const f = (key) => new ApsoClient({ apiKey: key })",
       ""),
    JS("import { ApsoClient } from '@apso/sdk'; const f = () => new ApsoClient({ apiKey: key }); const key = 'a'", "a"),
    JS("const a = b, b = a; const { ApsoClient } = a; new ApsoClient({ apiKey: 'a' }) // @apso/sdk", ""),
    TS("import { ApsoClient } from '@apso/sdk'; enum ApsoClient { A } new ApsoClient({ apiKey: 'a' })", ""),
    TS("import { ApsoClient } from '@apso/sdk'; namespace N { class ApsoClient {} new ApsoClient({ apiKey: 'a' }) }",
       ""),
};

static const struct value_case broken[] = {
    JS("import { ApsoClient } from '@apso/sdk';\nconst x = ;;\nnew ApsoClient({ apiKey: 'a' });\n)(", "a"),
    JS("import { ApsoClient } from '@apso/sdk';\n<<<<<<< HEAD\nconst k = 'a';\n=======\n>>>>>>> x\n"
       "new ApsoClient({ apiKey: k });\n", "a"),
    JS("import { ApsoClient } from '@apso/sdk';\nnew ApsoClient({ apiKey: 'a' });\nfunction f( {", "a"),
    JS("import { ApsoClient } from '@apso/sdk';\ntype X = { a: string };\nnew ApsoClient({ apiKey: 'a' });\n", "a"),
    JS("// @flow\nimport { ApsoClient } from '@apso/sdk';\nconst f = (a: string): ?number => 1;\n"
       "new ApsoClient({ apiKey: 'a' });\n", "a"),
    JS("import { ApsoClient } from '@apso/sdk'; new ApsoClient({ apiKey: 'a", ""),
    JS("", ""),
    JS("@apso/sdk", ""),
    JS("#!/usr/bin/env node\nrequire('@apso/sdk').createClient({ apiKey: 'a' })", "a"),
    JS("\xef\xbb\xbfimport { ApsoClient } from '@apso/sdk'; new ApsoClient({ apiKey: 'a' });", "a"),
    JS("import { ApsoClient } from '@apso/sdk'; \xff\xfe new ApsoClient({ apiKey: 'a' });", "a"),
};

#define TABLE(name)                               \
  static void test_##name(void **state) {         \
    (void)state;                                  \
    fixture_check(name, COUNT(name));             \
  }

TABLE(imports)
TABLE(shapes)
TABLE(shadowing)
TABLE(broken)

static void test_language_of(void **state) {
  (void)state;
  static const struct {
    const char *path;
    enum script_language language;
  } paths[] = {
      {"a/b.js", SCRIPT_JAVASCRIPT}, {"b.mjs", SCRIPT_JAVASCRIPT}, {"b.cjs", SCRIPT_JAVASCRIPT},
      {"b.jsx", SCRIPT_JAVASCRIPT},  {"b.ts", SCRIPT_TYPESCRIPT},  {"b.mts", SCRIPT_TYPESCRIPT},
      {"b.cts", SCRIPT_TYPESCRIPT},  {"b.d.ts", SCRIPT_TYPESCRIPT}, {"b.tsx", SCRIPT_TSX},
      {"b.json", SCRIPT_NONE},       {"js", SCRIPT_NONE},          {"b.js.map", SCRIPT_NONE}, {"", SCRIPT_NONE},
  };
  for (size_t i = 0; i < COUNT(paths); i++)
    assert_int_equal(script_language_of(str_from(paths[i].path)), paths[i].language);
}

static void test_lazy(void **state) {
  (void)state;
  struct arena scratch = {NULL};
  struct script *script = script_new(&fixture_headers);
  assert_int_equal(script_find(script, fixture_doors, fixture_doors_len, true, &scratch).len, 0);
  assert_int_equal(script_syntax_at(script, 0), SYNTAX_CODE);
  script_free(script);
  script_free(NULL);
  arena_free(&scratch);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_imports), cmocka_unit_test(test_shapes),      cmocka_unit_test(test_shadowing),
      cmocka_unit_test(test_broken),  cmocka_unit_test(test_language_of), cmocka_unit_test(test_lazy),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
