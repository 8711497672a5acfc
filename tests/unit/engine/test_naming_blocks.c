/* test_naming_blocks.c -- names in formats of sections, elements, blocks and statements. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "naming_rows.h"

static void ini(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"[apso]\napi_key = @@\n", "apso.api_key", false},
      {"[apso]\r\napi_key=@@\r\n", "apso.api_key", false},
      {"[a]\nx=1\n[apso]\n; c\napi_key: @@", "apso.api_key", false},
      {"[apso]\napi_key = \"@@\"", "apso.api_key", false},
      {"api_key = @@", "api_key", false},
      {"[remote \"origin\"]\n\turl = https://x:@@@host/", "remote.origin.url", false},
      {"[http]\n\textraHeader = X-API-Key: @@", "http.extraHeader", false},
      {"[apso]\nkeys =\n  one\n  @@", "apso.keys", false},
      {"[apso]\nkeys = one\n  @@", "apso.keys", false},
      {"[testenv]\nsetenv =\n  A = 1\n  APSO_API_KEY = @@", "APSO_API_KEY", false},
      {"[testenv]\nsetenv = APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"[Service]\nEnvironment=APSO_API_KEY=@@", "APSO_API_KEY", false},
      {"[Service]\nEnvironment=\"APSO_API_KEY=@@\"", "APSO_API_KEY", false},
      {"[Service]\nEnvironment=\"A=1\" \"APSO_API_KEY=@@\"", "APSO_API_KEY", false},
      {"[program:x]\nenvironment=A=\"1\",APSO_API_KEY=\"@@\"", "APSO_API_KEY", false},
      {"[Service]\nExecStart=/bin/x --api-key @@", "api-key", false},
      {"[Service]\nExecStart=/bin/x @@", "Service.ExecStart", false},
      {"//registry.npmjs.org/:_authToken=@@", "//registry.npmjs.org/:_authToken", false},
      {"machine api.example.com login x password @@", "password", false},
      {"machine a.example\n  login x\n  password @@", "password", false},
      {"default login x password @@", "password", false},
      {"[pypi]\nusername = x\npassword = @@", "pypi.password", false},
      {"[apso]\n; api_key = @@", "apso.api_key", false},
      {"location / {\n  proxy_set_header X-API-Key \"@@\";\n}", "X-API-Key", true},
      {"SetEnv APSO_API_KEY @@", "APSO_API_KEY", false},
      {"requirepass @@", "requirepass", false},
      {"env APSO_API_KEY=@@;", "APSO_API_KEY", false},
      {"[apso]\n@@", "", false},
  };
  NAMING_ROWS(naming_ini, rows);
}

static void toml(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"[apso]\napi_key = \"@@\"", "apso.api_key", false},
      {"[a.b]\nc = '@@'\r\n", "a.b.c", false},
      {"[a.\"b.c\"]\nd = \"@@\"", "a.b.c.d", false},
      {"a.b = \"@@\"", "a.b", false},
      {"\"a\" = \"@@\"", "a", false},
      {"[[a]]\nx = 1\n[[a]]\nname = \"@@\"", "a[1].name", false},
      {"[[a]]\n[[a.b]]\n[[a]]\n[[a.b]]\nk = \"@@\"", "a[1].b[0].k", false},
      {"[[a]]\n[a.b]\nk = \"@@\"", "a[0].b.k", false},
      {"a = { y = 1, x = \"@@\" }", "a.x", false},
      {"[t]\na = { b = { c = \"@@\" } }", "t.a.b.c", false},
      {"name = [\"a\", \"b\", \"@@\"]", "name[2]", false},
      {"name = [\n  \"a\", # x, y\n  \"@@\",\n]", "name[1]", false},
      {"a = [{x = 1}, {x = \"@@\"}]", "a[1].x", false},
      {"text = \"\"\"\none\n@@\n\"\"\"", "text", false},
      {"text = '''\nAPSO_API_KEY=@@\n'''", "APSO_API_KEY", false},
      {"x = \"\"\"a\"\"\"\n[t]\ny = \"@@\"", "t.y", false},
      {"[t]\n# api_key = \"@@\"", "t.api_key", false},
      {"[t]\nx = 1 # @@", "", false},
      {"# [t]\n# api_key = \"@@\"", "t.api_key", false},
      {"a = [ \"x\"\n[b]\nk = \"@@\"", "b.k", false},
      {"args = [\"--api-key=@@\"]", "api-key", false},
      {"a = \"\\\"\"\nb = \"@@\"", "b", false},
      {"[context.production.environment]\n  APSO_API_KEY = \"@@\"", "context.production.environment.APSO_API_KEY",
      false},
  };
  NAMING_ROWS(naming_toml, rows);
}

static void properties(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"apso.api.key=@@", "apso.api.key", false},
      {"apso.api.key = @@\r\n", "apso.api.key", false},
      {"apso.api.key: @@", "apso.api.key", false},
      {"apso.api.key @@", "apso.api.key", false},
      {"apso\\:api\\ key=@@", "apso:api key", false},
      {"key=a,\\\n  b,\\\n  @@", "key", false},
      {"key=\\\r\n  @@", "key", false},
      {"key=a\\\\\nother=@@", "other", false},
      {"# apso.api.key=@@", "apso.api.key", false},
      {"!apso.api.key=@@", "apso.api.key", false},
      {"@@", "", false},
      {"url=https://x?api_key=@@", "url", false},
  };
  NAMING_ROWS(naming_properties, rows);
}

static void xml(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"<appSettings><add key=\"ApsoApiKey\" value=\"@@\"/></appSettings>", "ApsoApiKey", true},
      {"<add value=\"@@\" key=\"ApsoApiKey\" />", "ApsoApiKey", true},
      {"<add name=\"x\" connectionString=\"Key=@@;\" />", "x", true},
      {"<property name=\"x\">@@</property>", "x", true},
      {"<property name=\"x\" value='@@'/>", "x", true},
      {"<property name=\"x\"><value>@@</value></property>", "x", true},
      {"<resources>\n  <string name=\"apso_key\">@@</string>\n</resources>", "apso_key", true},
      {"<entry key=\"x\">@@</entry>", "x", true},
      {"<property><name>x</name><value>@@</value></property>", "x", true},
      {"<property><value>@@</value><name>x</name></property>", "x", true},
      {"<meta-data android:name=\"x\" android:value=\"@@\"/>", "x", true},
      {"<env name='A' value='1'/><env name='B' value='@@'/>", "B", true},
      {"<config><apso><apiKey>@@</apiKey></apso></config>", "config.apso.apiKey", false},
      {"<?xml version=\"1.0\"?>\n<!DOCTYPE x>\n<a>\n <b x='>'/>\n <c>\n@@\n</c></a>", "a.c", false},
      {"<client apiKey=\"@@\">", "client@apiKey", false},
      {"<a><br><b>@@</b></a>", "a.br.b", false},
      {"<a><br></a><b>@@</b>", "b", false},
      {"<!-- <add key=\"x\" value=\"@@\"/> -->", "x", true},
      {"<a><!-- <b> --><c>@@</c></a>", "a.c", false},
      {"<a><![CDATA[ @@ ]]></a>", "a", false},
      {"<a><![CDATA[ <b> ]]><c>@@</c></a>", "a.c", false},
      {"<arg value=\"--api-key=@@\"/>", "api-key", false},
      {"<!ENTITY apiKey \"@@\">", "apiKey", false},
      {"<plist><dict><key>NAME</key><string>@@</string></dict></plist>", "NAME", false},
      {"<plist><dict><key>API</key><dict><key>A</key><string>x</string><key>NAME</key>\n"
       "<string>@@</string></dict></dict>",
       "API.NAME", false},
      {"<dict><key>L</key><array><string>a</string><string>@@</string></array></dict>", "L[1]", false},
      {"<dict><key>L</key><array><dict><key>A</key><string>@@</string></dict></array></dict>", "L[0].A", false},
      {"@@", "", false},
  };
  NAMING_ROWS(naming_xml, rows);
}

static void hcl(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"variable \"x\" {\n  type = string\n  default = \"@@\"\n}", "x", false},
      {"variable \"x\" {\n  default = {\n    a = \"@@\"\n  }\n}", "x.a", false},
      {"locals {\n  x = \"@@\"\n}", "local.x", false},
      {"resource \"t\" \"n\" {\n  a {\n    b = \"@@\"\n  }\n}", "t.n.a.b", false},
      {"resource \"t\" \"n\" {\n  a = { b = 1, c = \"@@\" }\n}", "t.n.a.c", false},
      {"resource \"t\" \"n\" {\n  a = [\"x\", \"@@\"]\n}", "t.n.a[1]", false},
      {"resource \"t\" \"n\" {\n  name = \"x\"\n  value = \"@@\"\n}", "t.n.value", false},
      {"resource \"t\" \"n\" {}\nprovider \"p\" {\n  k = \"@@\"\n}", "p.k", false},
      {"module \"m\" {\n  k = \"@@\"\n}", "module.m.k", false},
      {"data \"t\" \"n\" {\n  k = \"@@\"\n}", "data.t.n.k", false},
      {"output \"o\" {\n  value = \"@@\"\n}", "output.o", false},
      {"apso_api_key = \"@@\"\n", "apso_api_key", false},
      {"env = {\n  \"NAME\" : \"@@\"\n}", "env.NAME", false},
      {"env = {\n  A = \"${var.a}\"\n  NAME = \"@@\",\n}", "env.NAME", false},
      {"keys = [\n  \"a\",\n  \"@@\",\n]", "keys[1]", false},
      {"resource \"helm_release\" \"x\" {\n  set {\n    name = \"a.b\"\n    value = \"@@\"\n  }\n}", "a.b", true},
      {"resource \"helm_release\" \"x\" {\n  set {\n    value = \"@@\"\n    name  = \"a.b\"\n  }\n}", "a.b", true},
      {"environment = [\n  { name = \"NAME\", value = \"@@\" }\n]", "NAME", true},
      {"resource \"t\" \"n\" {\n"
       "  c = jsonencode([{\n    environment = [{ name = \"NAME\", value = \"@@\" }]\n  }])\n}", "NAME", true},
      {"resource \"t\" \"n\" {\n  k = base64decode(\"@@\")\n}", "t.n.k", false},
      {"resource \"t\" \"n\" {\n  u = <<EOF\nexport APSO_API_KEY=@@\nEOF\n}", "APSO_API_KEY", false},
      {"resource \"t\" \"n\" {\n  u = <<-EOF\n  text\n  @@\n  EOF\n}", "t.n.u", false},
      {"x = <<EOF\n}\nEOF\ny = \"@@\"", "y", false},
      {"a = \"x ${f(\"}\")} y\"\nb = \"@@\"", "b", false},
      {"# c {\n/* d { */\n// \"\nb = \"@@\"", "b", false},
      {"# apso_api_key = \"@@\"", "apso_api_key", false},
      {"# variable \"x\" {\n#   default = \"@@\"\n# }", "x", false},
      {"resource \"t\" \"n\" {\n  provisioner \"local-exec\" {\n    command = \"curl -H 'X-API-Key: @@' x\"\n  }\n}",
      "X-API-Key",
       true},
      {"resource \"t\" \"n\" {\n  environment {\n    variables = {\n      NAME = \"@@\"\n    }\n  }\n}",
       "t.n.environment.variables.NAME", false},
      {"x = var.a ? \"@@\" : \"\"", "x", false},
      {"locals {\n  env = merge({ A = 1 }, { NAME = \"@@\" })\n}", "local.env.NAME", false},
  };
  NAMING_ROWS(naming_hcl, rows);
}

static void http(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"GET https://x\nX-API-Key: @@\n", "X-API-Key", true},
      {"GET https://x\r\napikey:@@\r\n", "apikey", true},
      {"Authorization: Bearer @@", "Authorization", true},
      {"@apiKey = @@", "apiKey", false},
      {"@apiKey=@@", "apiKey", false},
      {"GET https://x/v1?a=b&api_key=@@", "api_key", false},
      {"GET https://x/v1\n  ?a=b\n  &api_key=@@", "api_key", false},
      {"POST https://x\n\n{\n  \"apiKey\": \"@@\"\n}", "apiKey", false},
      {"POST x\n\napi_key=@@&b=c", "api_key", false},
      {"# X-API-Key: @@", "X-API-Key", true},
      {"> {% client.global.set(\"apiKey\", \"@@\"); %}", "apiKey", true},
      {"POST x\n\n<apiKey>@@</apiKey>", "apiKey", false},
      {"GET https://x/@@", "", false},
  };
  NAMING_ROWS(naming_http, rows);
}

static void groovy(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"environment {\n  APSO_API_KEY = '@@'\n}", "APSO_API_KEY", false},
      {"def apiKey = '@@'", "apiKey", false},
      {"withEnv([\"APSO_API_KEY=@@\"]) {", "APSO_API_KEY", false},
      {"withEnv(['A=1', 'APSO_API_KEY=@@']) {", "APSO_API_KEY", false},
      {"ext.apsoKey = \"@@\"", "apsoKey", false},
      {"ext {\n  apsoKey = \"@@\"\n}", "apsoKey", false},
      {"buildConfigField \"String\", \"APSO_KEY\", \"\\\"@@\\\"\"", "APSO_KEY", false},
      {"buildConfigField 'String', 'APSO_KEY', '\"@@\"'", "APSO_KEY", false},
      {"        buildConfigField(\"String\", \"APSO_KEY\", \"\\\"@@\\\"\")", "APSO_KEY", false},
      {"resValue \"string\", \"apso_key\", \"@@\"", "apso_key", false},
      {"manifestPlaceholders = [apsoKey: \"@@\"]", "apsoKey", false},
      {"string(name: 'APSO_KEY', defaultValue: '@@')", "APSO_KEY", true},
      {"sh \"APSO_API_KEY=@@ make\"", "APSO_API_KEY", false},
      {"sh 'curl -H \"X-API-Key: @@\" x'", "X-API-Key", true},
      {"sh '''\n  export APSO_API_KEY=@@\n'''", "APSO_API_KEY", false},
      {"  password \"@@\"", "password", false},
      {"systemProperty 'apso.key', '@@'", "apso.key", false},
      {"environment \"APSO_API_KEY\", \"@@\"", "APSO_API_KEY", false},
      {"echo '@@'", "", false},
      {"foo('@@')", "", false},
  };
  NAMING_ROWS(naming_groovy, rows);
}

static void sql(void **state) {
  (void)state;
  static const struct naming_row rows[] = {
      {"INSERT INTO t (a, b) VALUES (1, '@@');", "t.b", false},
      {"insert into `t` (`a`,`b`) values ('x, y','@@')", "t.b", false},
      {"INSERT INTO public.t (a, b)\nVALUES\n  (1, 'it''s'),\n  (2, '@@');", "t.b", false},
      {"INSERT INTO t (a, b) VALUES (f(1, 2), '@@');", "t.b", false},
      {"INSERT INTO t (a, b) VALUES ('x\\'),(', '@@');", "t.b", false},
      {"CREATE TABLE `t` (\n  `a` int(11) NOT NULL,\n  `b` varchar(255),\n  PRIMARY KEY (`a`)\n);\n"
       "INSERT INTO `t` VALUES (1,'x'),(2,'@@');",
       "t.b", false},
      {"INSERT INTO t VALUES (1, '@@');", "t", false},
      {"INSERT INTO t (a, b) SELECT 1, '@@' FROM x", "t.b", false},
      {"INSERT INTO t SET a = 1, b = '@@'", "t.b", false},
      {"INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = '@@'", "t.b", false},
      {"INSERT OR REPLACE INTO \"t\" (\"a\",\"b\") VALUES (1,'{\"k\":\"@@\"}');", "t.b", false},
      {"REPLACE INTO t (a) VALUES ('@@');", "t.a", false},
      {"INSERT INTO x (a) VALUES (1); INSERT INTO t (b) VALUES ('@@');", "t.b", false},
      {"INSERT INTO [dbo].[t] ([a], [b]) VALUES (1, N'@@')", "t.b", false},
      {"UPDATE t SET a = '@@' WHERE id = 1;", "t.a", false},
      {"UPDATE `t` SET x = 1,\n  `a` = '@@'", "t.a", false},
      {"COPY public.t (a, b, c) FROM stdin;\n1\tx\ty\n2\t@@\tz\n\\.\n", "t.b", false},
      {"-- INSERT INTO t (a) VALUES ('@@');", "t.a", false},
      {"SET @api_key = '@@';", "api_key", false},
      {"DECLARE @k NVARCHAR(50) = '@@'", "k", false},
      {"SELECT * FROM t WHERE api_key = '@@'", "api_key", false},
      {"SELECT set_config('app.api_key', '@@', false)", "app.api_key", false},
      {"SELECT '@@'", "", false},
  };
  NAMING_ROWS(naming_sql, rows);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ini), cmocka_unit_test(toml), cmocka_unit_test(properties), cmocka_unit_test(xml),
      cmocka_unit_test(hcl), cmocka_unit_test(http), cmocka_unit_test(groovy),     cmocka_unit_test(sql),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
