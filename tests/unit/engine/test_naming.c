/* test_naming.c -- which reader and which class a path has. */
#include "engine/naming.h"
#include "unit.h"

struct row {
  enum naming_format format;
  bool is_configuration;
  const char *paths; /* with blanks between */
};

static const struct row rows[] = {
    {NAMING_ENV, true, ".env .env.local a/.env.example .envrc .flaskenv .dev.vars prod.env "
                       "x.env.bak .ENV .env~ env.sample"},
    {NAMING_ENV, true, "a.sh a.BASH a.zsh a.fish a.ksh .profile .bashrc .zshrc .bash_profile "
                       "Procfile .husky/pre-commit"},
    {NAMING_ENV, true, "Makefile a/GNUmakefile a.mk makefile.local Justfile run.sh.tmpl"},
    {NAMING_DOCKER, true, "Dockerfile Dockerfile.prod prod.Dockerfile a/dockerfile Containerfile Dockerfile-x"},
    {NAMING_YAML, true, "docker-compose.yml compose.override.yaml k8s/secret.yaml values.yaml templates/x.yaml "
                        ".github/workflows/ci.yml .gitlab-ci.yml .circleci/config.yml bitbucket-pipelines.yml "
                        "azure-pipelines.yml serverless.yml playbook.YML chart/templates/_helpers.tpl a.yaml.j2 "
                        "a.yml.gotmpl.bak openapi.yaml chart/templates/NOTES.txt .kube/config .env.yml"},
    {NAMING_GROOVY, true, "Jenkinsfile ci/Jenkinsfile.release a.jenkinsfile "
                          "vars/x.groovy build.gradle build.gradle.kts"},
    {NAMING_HCL, true, "main.tf prod.tfvars a.auto.tfvars terragrunt.hcl job.nomad x.pkrvars.hcl"},
    {NAMING_JSON, true, "package.json tsconfig.jsonc a.json5 .babelrc .eslintrc a.webmanifest x.har vercel.json "
                        "x.postman_collection.json package-lock.json a.tf.json rows.jsonl .env.json config.json.dist"},
    {NAMING_JSON, false, "a.ipynb x/A.IPYNB dist/a.js.map"},
    {NAMING_TOML, true, "netlify.toml Pipfile Cargo.lock pyproject.toml wrangler.toml"},
    {NAMING_INI, true, "a.ini setup.cfg a.conf my.cnf .npmrc .yarnrc .pypirc .netrc .editorconfig .gitconfig "
                       ".git/config a.service a.desktop .aws/credentials nginx/conf.d/a.conf"},
    {NAMING_PROPERTIES, true, "application.properties gradle.properties"},
    {NAMING_XML, true, "a.xml Info.plist web.config a.csproj Directory.Build.props a.targets a.resx Main.storyboard"},
    {NAMING_POWERSHELL, true, "a.ps1 a.psm1 a.psd1"},
    {NAMING_BATCH, true, "a.bat a.CMD"},
    {NAMING_HTTP, true, "a.http a.rest"},
    {NAMING_SQL, false, "dump.sql a.psql"},
    {NAMING_MARKDOWN, false, "README.md README a.markdown a.mdx a.rst Dockerfile.md .env.md"},
    {NAMING_CODE, false, "a.py a.go a.dart a.rb a.php A.java a.kt a.kts a.swift a.cs a.rs a.c a.h a.cpp "
                         "a.scala a.lua a.pl a.R a.ex a.js a.mjs a.cjs a.ts a.tsx a.jsx a.vue a.svelte Gemfile "
                         ".env.ts config.env.js "
                         "src/hooks/pre-render.ts settings.py.bak index.html env.d.ts"},
    {NAMING_NONE, false, "a.log app.log.1 a.txt a.csv a.png LICENSE id_rsa a/ .gitignore requirements.txt"},
};

static void check_path(const struct row *row, str path) {
  bool is_right = naming_format_of(path) == row->format && naming_is_configuration(path) == row->is_configuration;
  if (!is_right)
    print_error("%.*s: format %d, configuration %d\n", STR_ARG(path), naming_format_of(path),
                naming_is_configuration(path));
  assert_true(is_right);
}

static void test_paths(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    str rest = str_from(rows[i].paths);
    while (rest.len) {
      size_t end = str_find_byte(rest, ' ', 0);
      check_path(&rows[i], str_head(rest, end));
      rest = end == SIZE_MAX ? STR_NONE : str_tail(rest, end + 1);
    }
  }
}

static void test_odd_paths(void **state) {
  (void)state;
  enum { LONG = 5000 };
  char path[LONG];
  memset(path, 'a', sizeof path);
  memcpy(path + sizeof path - 5, ".yaml", 5);
  assert_int_equal(naming_format_of((str){path, sizeof path}), NAMING_YAML);
  assert_int_equal(naming_format_of(STR_NONE), NAMING_NONE);
  assert_false(naming_is_configuration(STR_NONE));
}

/* Each format has its reader; what is no span has no name. */
static void test_find(void **state) {
  (void)state;
  struct arena arena = {0};
  str text = STR("a: {b: value}");
  struct naming found = naming_find(NAMING_YAML, text, 7, 12, &arena);
  assert_text(found.name, "a.b");
  assert_false(found.is_pair);
  assert_text(naming_find(NAMING_JSON, STR("{\"a\": \"value\"}"), 7, 12, &arena).name, "/a");
  assert_int_equal(naming_find(NAMING_NONE, text, 7, 12, &arena).name.len, 0);
  assert_int_equal(naming_find(NAMING_YAML, text, 12, 7, &arena).name.len, 0);
  assert_int_equal(naming_find(NAMING_YAML, text, 7, 99, &arena).name.len, 0);
  assert_int_equal(naming_find(NAMING_FORMAT_COUNT, text, 7, 12, &arena).name.len, 0);
  arena_free(&arena);
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_paths),
      cmocka_unit_test(test_odd_paths),
      cmocka_unit_test(test_find),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
