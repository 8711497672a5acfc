/* test_naming_code.c -- what programs in many languages call a literal, and what they do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "naming_rows.h"

static void assignments(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"const API_KEY = \"@@\";", "API_KEY", false},
      {"let apiKey='@@'", "apiKey", false},
      {"var x = `@@`;", "x", false},
      {"val apiKey: String = \"@@\"", "apiKey", false},
      {"private static final String API_KEY = \"@@\";", "API_KEY", false},
      {"  public string ApiKey { get; set; } = \"@@\";", "ApiKey", false},
      {"apiKey := \"@@\"", "apiKey", false},
      {"var apiKey string = \"@@\"", "apiKey", false},
      {"const apiKey string = `@@`", "apiKey", false},
      {"const API_KEY: &str = \"@@\";", "API_KEY", false},
      {"static API_KEY: &'static str = \"@@\";", "API_KEY", false},
      {"api_key: str = \"@@\"", "api_key", false},
      {"api_key: Optional[str] = '@@'", "api_key", false},
      {"export const apiKey: string | undefined = '@@';", "apiKey", false},
      {"  private apiKey?: string = '@@';", "apiKey", false},
      {"static const char API_KEY[] = \"@@\";", "API_KEY", false},
      {"static const char *const api_key = \"@@\";", "api_key", false},
      {"char key_of[64] = \"@@\";", "key_of", false},
      {"#define APSO_KEY \"@@\"", "APSO_KEY", false},
      {"NSString *const kApiKey = @\"@@\";", "kApiKey", false},
      {"$apiKey = '@@';", "apiKey", false},
      {"    public string $apiKey = '@@';", "apiKey", false},
      {"$this->apiKey = \"@@\";", "apiKey", false},
      {"self.api_key = '@@'", "api_key", false},
      {"config.apso.apiKey = '@@'", "apiKey", false},
      {"this.#key = '@@'", "key", false},
      {"@api_key = '@@'", "api_key", false},
      {"API_KEY ||= '@@'", "API_KEY", false},
      {"@api_key \"@@\"", "api_key", false},
      {"(def api-key \"@@\")", "", false},
      {"{:api_key \"@@\"}", "api_key", false},
      {"local key = '@@'", "key", false},
      {"t[\"X-API-Key\"] = \"@@\"", "X-API-Key", true},
      {"$ENV{APSO_KEY} = '@@';", "APSO_KEY", false},
      {"key <- \"@@\"", "key", false},
      {"process.env.APSO_KEY = '@@'", "APSO_KEY", false},
      {"os.environ[\"APSO_KEY\"] = \"@@\"", "APSO_KEY", false},
      {"const key =\n  '@@';", "key", false},
      {"KEY = (\n    \"@@\"\n)", "KEY", false},
      {"KEY = (\n    \"abc\"\n    \"@@\"\n)", "KEY", false},
      {"const KEY = \"abc\" +\n  \"@@\";", "KEY", false},
      {"$key = 'a' . '@@';", "key", false},
      {"key = b\"@@\"", "key", false},
      {"key = f'Bearer @@'", "key", false},
      {"let key = r#\"@@\"#;", "key", false},
  };
  NAMING_ROWS(naming_code, rows);
}

static void assignments_elsewhere(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"if (key == \"@@\") {", "", false},
      {"if (key === '@@')", "", false},
      {"return \"@@\";", "", false},
      {"constexpr auto kKey = \"@@\"sv;", "kKey", false},
      {"<Client apiKey=\"@@\" />", "apiKey", false},
      {"<Client apiKey={\"@@\"} />", "apiKey", false},
      {"<client :api-key=\"'@@'\">", "api-key", false},
      {"const a = 1, apiKey = '@@'", "apiKey", false},
      {"x=1;y.apiKey=\"@@\",z()", "apiKey", false},
      {"const KEYS = ['a', '@@'];", "KEYS", false},
      {"keys := []string{\"a\", \"@@\"}", "keys", false},
      {"String[] keys = new String[] {\"@@\"};", "keys", false},
      {"let keys = vec![\"@@\"];", "keys", false},
  };
  NAMING_ROWS(naming_code, rows);
}

static void members_and_arguments(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"new ApsoClient({ baseUrl, apiKey: '@@' })", "apiKey", false},
      {"{ \"apiKey\": \"@@\" }", "apiKey", false},
      {"{ 'X-API-Key': '@@' }", "X-API-Key", true},
      {"headers = {\"Authorization\": \"Bearer @@\"}", "Authorization", true},
      {"headers: { Authorization: `Bearer @@` }", "Authorization", true},
      {"'api_key' => '@@',", "api_key", false},
      {":api_key => '@@'", "api_key", false},
      {"{api_key: \"@@\"}", "api_key", false},
      {"Client(api_key=\"@@\")", "api_key", false},
      {"Client(a, api_key = '@@')", "api_key", false},
      {"Client(apiKey: '@@')", "apiKey", false},
      {"@{ @\"apiKey\": @\"@@\" }", "apiKey", false},
      {"headers[\"X-API-Key\"] = \"@@\"", "X-API-Key", true},
      {"headers: { [HEADER]: '@@' }", "HEADER", false},
      {"new ApsoClient('@@')", "", false},
      {"client = ApsoClient(\"@@\")", "", false},
      {"foo(bar, \"@@\")", "", false},
      {"foo(\"bar\", \"@@\")", "", false},
      {"config :app, api_key: \"@@\"", "api_key", false},
      {"{ name: 'APSO_KEY', value: '@@' }", "APSO_KEY", true},
      {"{ value: '@@', name: 'APSO_KEY' }", "APSO_KEY", true},
      {"Config{ApiKey: \"@@\"}", "ApiKey", false},
      {"\"X-API-Key\" to \"@@\"", "X-API-Key", true},
      {"cond ? \"a\" : \"@@\"", "", false},
      {"const k = cond ? \"a\" : \"@@\";", "k", false},
      {"const k = cond ? \"@@\" : '';", "k", false},
      {"k = '@@' if x else ''", "k", false},
      {"k = 'a' if x else '@@'", "k", false},
  };
  NAMING_ROWS(naming_code, rows);
}

static void calls(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"define('APSO_KEY', '@@');", "APSO_KEY", false},
      {"os.Setenv(\"APSO_KEY\", \"@@\")", "APSO_KEY", false},
      {"setenv(\"APSO_KEY\", \"@@\", 1);", "APSO_KEY", false},
      {"putenv(\"APSO_KEY=@@\");", "APSO_KEY", false},
      {"System.put_env(\"APSO_KEY\", \"@@\")", "APSO_KEY", false},
      {"Environment.SetEnvironmentVariable(\"APSO_KEY\", \"@@\");", "APSO_KEY", false},
      {".header(\"X-API-Key\", \"@@\")", "X-API-Key", true},
      {"req.Header.Set(\"X-API-Key\", \"@@\")", "X-API-Key", true},
      {"xhr.setRequestHeader('X-API-Key', '@@')", "X-API-Key", true},
      {"xhr.setRequestHeader('Authorization', 'Bearer ' + '@@')", "Authorization", true},
      {"request.addValue(\"@@\", forHTTPHeaderField: \"X-API-Key\")", "X-API-Key", true},
      {"request.setValue(\"Bearer @@\", forHTTPHeaderField: \"Authorization\")", "Authorization", true},
      {"headers: [(\"X-API-Key\", \"@@\")]", "X-API-Key", true},
      {"curl_setopt($c, CURLOPT_HTTPHEADER, ['X-API-Key: @@']);", "X-API-Key", true},
      {"curl_slist_append(h, \"X-API-Key: @@\");", "X-API-Key", true},
      {"fetch('https://api.example.com/v1?api_key=@@')", "api_key", false},
  };
  NAMING_ROWS(naming_code, rows);
}

static void defaults_and_decoders(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"k = os.environ.get(\"APSO_KEY\", \"@@\")", "APSO_KEY", false},
      {"k = os.getenv('APSO_KEY', '@@')", "APSO_KEY", false},
      {"k = os.getenv('APSO_KEY') or '@@'", "APSO_KEY", false},
      {"const k = process.env.APSO_KEY || '@@';", "APSO_KEY", false},
      {"const k = process.env.APSO_KEY ?? '@@';", "APSO_KEY", false},
      {"const k = process.env['APSO_KEY'] ?? '@@';", "APSO_KEY", false},
      {"apiKey: process.env.APSO_KEY || '@@',", "APSO_KEY", false},
      {"const k = import.meta.env.VITE_KEY || \"@@\"", "VITE_KEY", false},
      {"$k = getenv('APSO_KEY') ?: '@@';", "APSO_KEY", false},
      {"$k = $_ENV['APSO_KEY'] ?? '@@';", "APSO_KEY", false},
      {"'key' => env('APSO_KEY', '@@'),", "APSO_KEY", false},
      {"k = ENV.fetch('APSO_KEY', '@@')", "APSO_KEY", false},
      {"k = ENV['APSO_KEY'] || '@@'", "APSO_KEY", false},
      {"val k = System.getenv(\"APSO_KEY\") ?: \"@@\"", "APSO_KEY", false},
      {"System.getenv().getOrDefault(\"APSO_KEY\", \"@@\")", "APSO_KEY", false},
      {"let k = std::env::var(\"APSO_KEY\").unwrap_or(\"@@\".to_string());", "APSO_KEY", false},
      {"let k = env::var(\"APSO_KEY\").unwrap_or_else(|_| \"@@\".into());", "APSO_KEY", false},
      {"my $k = $ENV{APSO_KEY} // '@@';", "APSO_KEY", false},
      {"const key = opts.apiKey || '@@';", "key", false},
      {"string.fromEnvironment('APSO_KEY', defaultValue: '@@')", "APSO_KEY", false},
      {"@Value(\"${apso.api.key:@@}\")", "apso.api.key", false},
      {"const k = atob('@@');", "k", false},
      {"k = base64.b64decode(\"@@\").decode()", "k", false},
      {"const k = Buffer.from('@@', 'base64').toString();", "k", false},
      {"api_key: Some(\"@@\".to_string()),", "api_key", false},
      {"API_KEY = str(\"@@\")", "API_KEY", false},
      {"key, err := base64.StdEncoding.DecodeString(\"@@\")", "key", false},
      {"String key = new String(Base64.getDecoder().decode(\"@@\"));", "key", false},
      {"std::string api_key(\"@@\");", "api_key", false},
      {"key: str = Field(default=\"@@\")", "key", false},
      {"viper.SetDefault(\"apso.key\", \"@@\")", "apso.key", false},
      {"localStorage.setItem('apsoKey', '@@')", "apsoKey", true},
      {"Map.of(\"a\", \"1\", \"X-API-Key\", \"@@\")", "X-API-Key", true},
  };
  NAMING_ROWS(naming_code, rows);
}

static void comments_and_long_literals(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"// API_KEY = '@@'", "API_KEY", false},
      {"// don't: API_KEY=@@", "API_KEY", false},
      {"/* apiKey: @@ */", "apiKey", false},
      {"# the old one was @@", "", false},
      {"# the old key is: @@", "", false},
      {"# TODO rotate @@", "", false},
      {" * @param key @@", "", false},
      {"ENV = \"\"\"\nA=1\nAPSO_KEY=@@\n\"\"\"", "APSO_KEY", false},
      {"text = \"\"\"\nabc\n@@\n\"\"\"", "text", false},
      {"const s = `\n  one\n  @@\n`;", "s", false},
      {"const s = `a`;\nfoo(\n@@\n", "", false},
      {"$text = <<<EOT\none\n@@\nEOT;", "text", false},
      {"text = <<~EOS\n  @@\nEOS", "text", false},
      {"sh \"\"\"\n  curl -H 'X-API-Key: @@' https://x\n\"\"\"", "X-API-Key", true},
      {"exec(\"curl -H 'X-API-Key: @@' https://x\")", "X-API-Key", true},
      {"exec('APSO_KEY=@@ node x.js')", "APSO_KEY", false},
      {"run(\"cli --api-key @@ list\")", "api-key", false},
      {"run([\"cli\", \"--api-key\", \"@@\"])", "", false},
      {"body = '{\"apiKey\":\"@@\"}'", "apiKey", false},
      {"body = \"{\\\"apiKey\\\": \\\"@@\\\"}\"", "apiKey", false},
      {"dsn = \"Server=x;ApiKey=@@;\"", "ApiKey", false},
      {"url = \"https://user:@@@host/x\"", "url", false},
      {"console.log('key is @@')", "", false},
      {"@@", "", false},
      {"\"@@\"", "", false},
  };
  NAMING_ROWS(naming_code, rows);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(assignments),
      cmocka_unit_test(assignments_elsewhere),
      cmocka_unit_test(members_and_arguments),
      cmocka_unit_test(calls),
      cmocka_unit_test(defaults_and_decoders),
      cmocka_unit_test(comments_and_long_literals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
