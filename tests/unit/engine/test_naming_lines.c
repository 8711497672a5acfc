/* test_naming_lines.c -- names in environment files, shells, Makefiles, Dockerfiles, PowerShell and batch files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "naming_rows.h"

static void environment_files(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"APSO_API_KEY=@@\n", "APSO_API_KEY", false},
      {"A=1\r\nAPSO_API_KEY=@@\r\nB=2\r\n", "APSO_API_KEY", false},
      {"export APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"APSO_API_KEY = @@", "APSO_API_KEY", false},
      {"APSO_API_KEY =@@", "APSO_API_KEY", false},
      {"APSO_API_KEY= @@", "APSO_API_KEY", false},
      {"APSO_API_KEY=\"@@\"", "APSO_API_KEY", false},
      {"APSO_API_KEY='@@'", "APSO_API_KEY", false},
      {"APSO_API_KEY=`@@`", "APSO_API_KEY", false},
      {"APSO_API_KEY = \"@@\"", "APSO_API_KEY", false},
      {"APSO_API_KEY: @@", "APSO_API_KEY", false},
      {"APSO_API_KEY: \"@@\"", "APSO_API_KEY", false},
      {"# APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"#APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"#export APSO_API_KEY='@@'", "APSO_API_KEY", false},
      {"# don't use APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"# users' APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"A=1 # was APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"# rotate @@ soon", "", false},
      {"apso.api.key=@@", "apso.api.key", false},
      {"AUTH=Bearer @@", "AUTH", false},
      {"AUTH=\"Bearer @@\"", "AUTH", false},
      {"URL=https://x.example/?a=1&api_key=@@", "URL", false},
      {"URL=https://user:@@@x.example/", "URL", false},
      {"CONFIG={\"apiKey\":\"@@\"}", "CONFIG", false},
      {"CONFIG='{\"apiKey\": \"@@\"}'", "CONFIG", false},
      {"KEYS=a,@@,b", "KEYS", false},
      {"KEYS=\"\none\n@@\n\"", "KEYS", false},
      {"A=1\nKEYS='one\ntwo\n@@'\nB=2", "KEYS", false},
      {"CONFIG='{\n  \"apiKey\": \"@@\"\n}'", "CONFIG", false},
      {"KEYS='a'\n@@", "", false},
      {"APSO_API_KEY=\\\n@@", "APSO_API_KEY", false},
      {"NEW=${APSO_API_KEY:-@@}", "APSO_API_KEY", false},
      {"@@", "", false},
  };
  NAMING_ROWS(naming_env, rows);
}

static void shells(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"set -x APSO_API_KEY @@", "APSO_API_KEY", false},
      {"set -gx APSO_API_KEY '@@'", "APSO_API_KEY", false},
      {"setenv APSO_API_KEY @@", "APSO_API_KEY", false},
      {"declare -x APSO_API_KEY=\"@@\"", "APSO_API_KEY", false},
      {"readonly APSO_API_KEY='@@'", "APSO_API_KEY", false},
      {"  local key=@@", "key", false},
      {"typeset -x APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"PATH+=@@", "PATH", false},
      {"APSO_API_KEY=@@ node index.js", "APSO_API_KEY", false},
      {"A=1 APSO_API_KEY=@@ node index.js", "APSO_API_KEY", false},
      {"env APSO_API_KEY=@@ node index.js", "APSO_API_KEY", false},
      {"node index.js --api-key @@", "api-key", false},
      {"node index.js --api-key=@@", "api-key", false},
      {"node index.js --api-key \"@@\" --x", "api-key", false},
      {"cli \\\n  --api-key \\\n  @@", "api-key", false},
      {"docker run -e APSO_API_KEY=@@ x", "APSO_API_KEY", false},
      {"docker run --env=APSO_API_KEY=@@ x", "APSO_API_KEY", false},
      {"docker build --build-arg APSO_API_KEY=@@ .", "APSO_API_KEY", false},
      {"java -Dapso.api.key=@@ -jar x.jar", "apso.api.key", false},
      {"kubectl create secret generic x --from-literal=api-key=@@", "api-key", false},
      {"helm install x --set apso.apiKey=@@", "apso.apiKey", false},
      {"curl -H \"X-API-Key: @@\" https://x", "X-API-Key", true},
      {"curl -H 'X-API-Key:@@' https://x", "X-API-Key", true},
      {"curl --header=\"X-API-Key: @@\"", "X-API-Key", true},
      {"curl -H \"apikey: @@\" https://x", "apikey", true},
      {"curl -H \"Authorization: Bearer @@\" \\\n https://x", "Authorization", true},
      {"curl https://x \\\n  -H 'X-API-Key: @@'", "X-API-Key", true},
      {"http GET x X-API-Key:@@", "X-API-Key", true},
      {"curl \"https://x/v1?api_key=@@\"", "api_key", false},
      {"curl 'https://x/v1?a=b&api_key=@@&c=d'", "api_key", false},
      {"curl -d '{\"apiKey\": \"@@\"}' https://x", "apiKey", false},
      {"curl -d \"{\\\"apiKey\\\": \\\"@@\\\"}\" https://x", "apiKey", false},
      {"curl -u user:@@ https://x", "", false},
      {"sh -c 'APSO_API_KEY=@@ node x'", "APSO_API_KEY", false},
      {"ssh host \"curl -H 'X-API-Key: @@' x\"", "X-API-Key", true},
      {"alias x='curl -H \"X-API-Key: @@\"'", "X-API-Key", true},
  };
  NAMING_ROWS(naming_env, rows);
}

static void shells_beyond_words(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"echo \"APSO_API_KEY=@@\" >> .env", "APSO_API_KEY", false},
      {"echo @@ | base64", "", false},
      {"apso api-key revoke @@", "", false},
      {"apso api-key revoke --force @@", "", false},
      {"KEY=$(echo @@ | base64 -d)", "KEY", false},
      {"KEY=\"$(echo '@@' | base64 -d)\"", "KEY", false},
      {"export KEY=`echo @@ | base64 -d`", "KEY", false},
      {": ${APSO_API_KEY:=@@}", "APSO_API_KEY", false},
      {"x ${APSO_API_KEY-@@}", "APSO_API_KEY", false},
      {"KEYS=(a @@ b)", "KEYS", false},
      {"KEYS=(\n  a\n  @@\n)", "KEYS", false},
      {"declare -A h=([key]=@@)", "h", false},
      {"KEYS[1]=@@", "KEYS", false},
      {"cat <<EOF > .env\nA=1\nAPSO_API_KEY=@@\nEOF", "APSO_API_KEY", false},
      {"KEY=$(cat <<EOF\n@@\nEOF\n)", "KEY", false},
      {"cat <<EOF\n@@\nEOF", "", false},
      {"gh secret set APSO_API_KEY --body \"@@\"", "APSO_API_KEY", true},
      {"aws ssm put-parameter --name /apso/key --value @@", "/apso/key", true},
      {"aws ssm put-parameter --value @@ --name /apso/key", "/apso/key", true},
      {"npm config set //host/:_authToken @@", "//host/:_authToken", false},
      {"heroku config:set APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"netlify env:set APSO_API_KEY @@", "APSO_API_KEY", false},
      {"if x; then export APSO_API_KEY=@@; fi", "APSO_API_KEY", false},
      {"a && export APSO_API_KEY=@@ && b", "APSO_API_KEY", false},
      {"export A=1; cli @@", "", false},
      {"f() { export APSO_API_KEY=@@; }", "APSO_API_KEY", false},
      {"$ export APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"gcloud run deploy x --set-env-vars \"A=1,APSO_API_KEY=@@\"", "APSO_API_KEY", false},
      {"gcloud run deploy x --set-env-vars=A=1,APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"echo \"##vso[task.setvariable variable=APSO_API_KEY;issecret=true]@@\"", "APSO_API_KEY", false},
      {"[ \"$x\" = \"y\" ] || KEY=@@", "KEY", false},
  };
  NAMING_ROWS(naming_env, rows);
}

static void makefiles_and_procfiles(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"APSO_API_KEY := @@", "APSO_API_KEY", false},
      {"APSO_API_KEY ?= @@", "APSO_API_KEY", false},
      {"APSO_API_KEY ::= @@", "APSO_API_KEY", false},
      {"APSO_API_KEY:=@@", "APSO_API_KEY", false},
      {"APSO_API_KEY += @@", "APSO_API_KEY", false},
      {"export APSO_API_KEY := @@", "APSO_API_KEY", false},
      {"deploy: APSO_API_KEY = @@", "APSO_API_KEY", false},
      {"deploy: APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"deploy: export APSO_API_KEY := @@", "APSO_API_KEY", false},
      {"define APSO_API_KEY\n@@\nendef", "APSO_API_KEY", false},
      {"define A\nx\nendef\n@@", "", false},
      {"deploy:\n\tAPSO_API_KEY=@@ ./deploy", "APSO_API_KEY", false},
      {"deploy:\n\t@curl -H 'X-API-Key: @@' x", "X-API-Key", true},
      {"web: APSO_API_KEY=@@ node x", "APSO_API_KEY", false},
  };
  NAMING_ROWS(naming_env, rows);
}

static void dockerfiles(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"FROM x\nENV APSO_API_KEY=@@\n", "APSO_API_KEY", false},
      {"ENV APSO_API_KEY @@", "APSO_API_KEY", false},
      {"ENV APSO_API_KEY some text @@", "APSO_API_KEY", false},
      {"env APSO_API_KEY=\"@@\"", "APSO_API_KEY", false},
      {"ENV A=1 APSO_API_KEY=@@ B=2", "APSO_API_KEY", false},
      {"ENV A=1 \\\n    APSO_API_KEY=@@ \\\n    B=2", "APSO_API_KEY", false},
      {"ENV APSO_API_KEY \\\n    # a comment\n    @@", "APSO_API_KEY", false},
      {"ARG APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"ARG APSO_API_KEY='@@'", "APSO_API_KEY", false},
      {"LABEL com.example.key=\"@@\"", "com.example.key", false},
      {"RUN APSO_API_KEY=@@ npm ci", "APSO_API_KEY", false},
      {"RUN export APSO_API_KEY=@@ && npm ci", "APSO_API_KEY", false},
      {"RUN curl -H \"X-API-Key: @@\" x", "X-API-Key", true},
      {"RUN <<EOF\nexport APSO_API_KEY=@@\nEOF", "APSO_API_KEY", false},
      {"COPY <<EOF /app/.env\nAPSO_API_KEY=@@\nEOF", "APSO_API_KEY", false},
      {"HEALTHCHECK CMD curl -H 'X-API-Key: @@' x", "X-API-Key", true},
      {"CMD [\"cli\", \"--api-key\", \"@@\"]", "api-key", false},
      {"CMD [\"cli\", \"--api-key=@@\"]", "api-key", false},
      {"ENTRYPOINT [\"sh\", \"-c\", \"APSO_API_KEY=@@ node x\"]", "APSO_API_KEY", false},
      {"# ENV APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"RUN cli @@", "", false},
  };
  NAMING_ROWS(naming_docker, rows);
}

static void powershell(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"$env:APSO_API_KEY = '@@'", "APSO_API_KEY", false},
      {"$env:APSO_API_KEY=\"@@\"", "APSO_API_KEY", false},
      {"${env:APSO_API_KEY} = '@@'", "APSO_API_KEY", false},
      {"$ApiKey = \"@@\"", "ApiKey", false},
      {"[string]$ApiKey = '@@',", "ApiKey", false},
      {"$global:ApiKey = '@@'", "ApiKey", false},
      {"Set-Item Env:APSO_API_KEY '@@'", "APSO_API_KEY", false},
      {"Set-Item -Path Env:APSO_API_KEY -Value '@@'", "APSO_API_KEY", true},
      {"[Environment]::SetEnvironmentVariable('APSO_API_KEY', '@@', 'User')", "APSO_API_KEY", false},
      {"[System.Environment]::SetEnvironmentVariable(\"APSO_API_KEY\",\"@@\")", "APSO_API_KEY", false},
      {"$h = @{ 'X-API-Key' = '@@' }", "X-API-Key", true},
      {"$h = @{\n  \"X-API-Key\" = \"@@\"\n}", "X-API-Key", true},
      {"$p = @{ ApiKey = '@@' }", "ApiKey", false},
      {"Connect-Apso -ApiKey @@", "ApiKey", false},
      {"Connect-Apso -ApiKey '@@'", "ApiKey", false},
      {"Connect-Apso `\n  -ApiKey '@@'", "ApiKey", false},
      {"$s = ConvertTo-SecureString '@@' -AsPlainText -Force", "s", false},
      {"curl.exe -H \"X-API-Key: @@\" https://x", "X-API-Key", true},
      {"Write-Host '@@'", "", false},
      {"$headers.Add('X-API-Key', '@@')", "X-API-Key", true},
      {"New-Item -Path Env: -Name APSO_API_KEY -Value '@@'", "APSO_API_KEY", true},
      {"setx APSO_API_KEY @@", "APSO_API_KEY", false},
      {"# $env:APSO_API_KEY = '@@'", "APSO_API_KEY", false},
      {"$text = @\"\none\n@@\n\"@", "text", false},
  };
  NAMING_ROWS(naming_powershell, rows);
}

static void batch(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"@echo off\r\nset APSO_API_KEY=@@\r\n", "APSO_API_KEY", false},
      {"set \"APSO_API_KEY=@@\"", "APSO_API_KEY", false},
      {"SET APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"@set APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"set /p APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"setx APSO_API_KEY @@", "APSO_API_KEY", false},
      {"setx APSO_API_KEY \"@@\" /M", "APSO_API_KEY", false},
      {"setx /M APSO_API_KEY \"@@\"", "APSO_API_KEY", false},
      {"set TEXT=some words @@", "TEXT", false},
      {"rem set APSO_API_KEY=@@", "APSO_API_KEY", false},
      {":: set APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"if \"%1\"==\"x\" set APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"set A=1&& set APSO_API_KEY=@@&& node x", "APSO_API_KEY", false},
      {"curl -H \"X-API-Key: @@\" ^\r\n  https://x", "X-API-Key", true},
      {"cli --api-key @@", "api-key", false},
      {"echo @@", "", false},
  };
  NAMING_ROWS(naming_batch, rows);
}

static void assigned(void **state) {
  (void)state;
  static const struct {
    const char *before, *name;
  } rows[] = {
      {"NAME=", "NAME"},       {"NAME: ", "NAME"},          {"\"NAME\": \"", "NAME"}, {"NAME => '", "NAME"},
      {"export NAME=\"", "NAME"}, {"cmd --api-key ", "api-key"}, {"cmd --api-key=", "api-key"},
      {"-H 'X-API-Key: ", "X-API-Key"}, {"Authorization: Bearer ", "Authorization"}, {"https://x?api_key=", "api_key"},
      {"https://", ""},        {"https://user:", ""},       {"", ""},                 {"the key is ", ""},
      {"a == ", ""},           {"key: the key is: ", ""},   {"NAME", ""},             {"=", ""},
      {"{\\\"NAME\\\":\\\"", "NAME"}, {"postgres://x;Password=", "Password"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    str before = str_from(rows[i].before), name = naming_assigned(before, before.len);
    if (!str_eq(name, str_from(rows[i].name)))
      fail_msg("%s: %.*s", rows[i].before, STR_ARG(name));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(environment_files),
      cmocka_unit_test(shells),
      cmocka_unit_test(shells_beyond_words),
      cmocka_unit_test(makefiles_and_procfiles),
      cmocka_unit_test(dockerfiles),
      cmocka_unit_test(powershell),
      cmocka_unit_test(batch),
      cmocka_unit_test(assigned),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
