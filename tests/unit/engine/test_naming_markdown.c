/* test_naming_markdown.c -- names in documents: by a fence's language, or in the text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "naming_rows.h"

static void markdown(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"# A\n\n```env\nAPSO_API_KEY=@@\n```\n", "APSO_API_KEY", false},
      {"```bash\ncurl -H \"X-API-Key: @@\" \\\n  https://x\n```", "X-API-Key", true},
      {"```sh title=\"x\"\nexport APSO_API_KEY=@@\n```", "APSO_API_KEY", false},
      {"~~~ toml\n[a]\nb = \"@@\"\n~~~", "a.b", false},
      {"```toml\n[a]\n```\n```toml\nb = \"@@\"\n```", "b", false},
      {"````\n```toml\n[a]\n```\nb = @@\n````", "b", false},
      {"- x\n\n  ```js\n  const apiKey = '@@';\n  ```", "apiKey", false},
      {"> ```ts\n> const apiKey = '@@';\n> ```", "apiKey", false},
      {"```{.python}\nk = os.getenv('X', '@@')\n```", "X", false},
      {"```dockerfile\nENV APSO_API_KEY @@\n```", "APSO_API_KEY", false},
      {"```ini\n[a]\nb = @@\n```", "a.b", false},
      {"```\nAPSO_API_KEY=@@\n```", "APSO_API_KEY", false},
      {"Set `APSO_API_KEY=@@` first.", "APSO_API_KEY", false},
      {"Run `cli --api-key @@`.", "api-key", false},
      {"Use `@@` as the key.", "", false},
      {"Your key: `@@`", "", false},
      {"- `X-API-Key`: `@@`", "X-API-Key", true},
      {"| name | value |\n|---|---|\n| APSO_API_KEY | @@ |", "", false},
      {"    export APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"The key is @@.", "", false},
      {"**APSO_API_KEY**: `@@`", "APSO_API_KEY", false},
  };
  NAMING_ROWS(naming_markdown, rows);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(markdown)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
