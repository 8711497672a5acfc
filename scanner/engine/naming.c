/* naming.c -- which texts are read alike, by their paths, and which of them are configuration.
   Knows files by name only: what they hold is their reader's. */
#include "engine/naming.h"

#include <stdint.h>

#include "engine/naming_formats.h"

enum {
  NAME_MAX_LEN = 255,  /* of what stands behind a path's last '/' */
  SUFFIXES_MAX = 3,    /* .yaml.gotmpl.bak */
};

enum class { PROGRAM, CONFIGURATION };

struct known {
  const char *globs; /* of names in lower case, with blanks between */
  enum naming_format format;
  enum class class;
};

/* The first that fits. */
static const struct known names[] = {
    /* what its ending says, whatever it begins like */
    {"*.env*.json env.json", NAMING_JSON, CONFIGURATION},
    {"*.env*.yaml *.env*.yml", NAMING_YAML, CONFIGURATION},
    {"*.env*.toml", NAMING_TOML, CONFIGURATION},
    {"*.env*.js *.env*.ts *.env*.tsx *.env*.mjs *.env*.cjs *.env*.py *.env*.rb *.env*.php *.env*.go *.env*.dart "
     "cmakelists.txt", NAMING_CODE, PROGRAM},
    {"*.env*.ps1", NAMING_POWERSHELL, CONFIGURATION},
    {"dockerfile*.md docker-compose*.md makefile*.md jenkinsfile*.md *.env*.md readme readme.md readme.txt "
     "readme.* changelog changelog.md contributing contributing.*", NAMING_MARKDOWN, PROGRAM},
    {"*.log *.log.* *.out *.err", NAMING_NONE, PROGRAM},
    {"*.txt *.text *.csv *.tsv", NAMING_NONE, PROGRAM},

    {".env* *.env *.env.* env.example env.sample env.template env.local env.production env.development env.staging "
     "env.test .flaskenv .dev.vars .dev.vars.* *.vars.local dotenv *.dotenv dot.env* dot-env*",
     NAMING_ENV, CONFIGURATION},
    {"*.sh *.bash *.zsh *.fish *.ksh *.csh *.tcsh *.ash *.dash *.bats *.command *.profile .bashrc .bash_* .zsh* "
     ".profile .kshrc .cshrc .tcshrc .login .xprofile .xinitrc .inputrc .aliases .exports .functions *.ebuild "
     "pkgbuild apkbuild", NAMING_ENV, CONFIGURATION},
    {"bashrc zshrc profile procfile procfile.* environment crontab *.crontab *.cron justfile .justfile *.just "
     ".htaccess caddyfile *.caddyfile", NAMING_ENV, CONFIGURATION},
    {"makefile makefile.* *.makefile gnumakefile bsdmakefile *.mk *.mak *.make kbuild", NAMING_ENV, CONFIGURATION},
    {"dockerfile dockerfile.* dockerfile-* dockerfile_* *.dockerfile *-dockerfile containerfile containerfile.* "
     "*.containerfile earthfile", NAMING_DOCKER, CONFIGURATION},
    {"jenkinsfile jenkinsfile.* jenkinsfile-* *.jenkinsfile *.groovy *.gradle *.gradle.kts *.gvy *.nf "
     "nextflow.config", NAMING_GROOVY, CONFIGURATION},
    {"*.tf *.tfvars *.tfbackend *.tofu *.hcl *.nomad *.pkr.hcl *.pkrvars.hcl *.tftest *.sentinel .terraformrc "
     "terraform.rc", NAMING_HCL, CONFIGURATION},

    {"*.ipynb", NAMING_JSON, PROGRAM},
    {"*.bicep *.bicepparam *.strings *.jsonnet *.libsonnet", NAMING_CODE, CONFIGURATION},
    {"*.js.map *.mjs.map *.cjs.map *.css.map *.ts.map", NAMING_JSON, PROGRAM},
    {"pipfile cargo.lock poetry.lock uv.lock pdm.lock gopkg.lock *.toml", NAMING_TOML, CONFIGURATION},
    {"pipfile.lock composer.lock package-lock.json flake.lock deno.lock bun.lock", NAMING_JSON, CONFIGURATION},
    {"yarn.lock pnpm-lock.yaml pubspec.lock podfile.lock conda-lock.yml", NAMING_YAML, CONFIGURATION},
    {".babelrc .eslintrc .prettierrc .stylelintrc .swcrc .jshintrc .jscsrc .bowerrc .nycrc .mocharc .releaserc "
     ".renovaterc .htmlhintrc .firebaserc .watchmanconfig .lintstagedrc .commitlintrc .huskyrc .markdownlintrc "
     ".arcconfig .vercelrc", NAMING_JSON, CONFIGURATION},
    {"*.json *.jsonc *.json5 *.jsonl *.ndjson *.geojson *.jsonld *.har *.webmanifest *.topojson *.hjson *.avsc "
     "*.tfstate *.tfstate.backup *.code-workspace *.code-snippets *.sublime-project *.sublime-settings "
     "*.postman_collection *.postman_environment *.insomnia *.arb *.cast *.gltf *.importmap *.xcstrings",
     NAMING_JSON, CONFIGURATION},
    {"*.yaml *.yml *.cff *.sls *.eyaml *.raml *.ksy *.clang-format .clang-format .clang-tidy .gemrc .yamllint "
     ".condarc kubeconfig *.kubeconfig", NAMING_YAML, CONFIGURATION},

    {"*.properties .jvmopts", NAMING_PROPERTIES, CONFIGURATION},
    {"*.ini *.cfg *.conf *.cnf *.inf *.reg *.cf .npmrc npmrc .yarnrc .pypirc .netrc _netrc .pgpass .my.cnf "
     ".editorconfig .gitconfig gitconfig .gitmodules .hgrc .curlrc .wgetrc .s3cfg .boto .pylintrc .flake8 "
     ".coveragerc .mypy.ini *.desktop", NAMING_INI, CONFIGURATION},
    {"*.service *.socket *.timer *.mount *.target *.path *.slice *.network *.netdev *.container *.pod *.kube "
     "*.nspawn", NAMING_INI, CONFIGURATION},
    {"*.config *.csproj *.vbproj *.fsproj *.vcxproj *.sqlproj *.wixproj *.proj *.props *.targets *.resx *.xml "
     "*.plist *.entitlements *.storyboard *.xib *.nuspec *.pubxml *.pubxml.user *.csproj.user *.settings *.xaml "
     "*.axaml *.iml *.ipr *.iws *.xsd *.xsl *.xslt *.wsdl *.pom *.jnlp *.jmx *.dtsx *.rdl *.mobileconfig "
     "*.xcscheme *.xcconfig.xml *.ruleset *.runsettings *.manifest *.appxmanifest *.nlog *.launch *.classpath "
     "*.tld *.jspx *.ivy *.dita *.rss *.atom *.opml", NAMING_XML, CONFIGURATION},
    {"*.xcconfig *.kv *.vars *.pri *.pro", NAMING_INI, CONFIGURATION},
    {"*.ps1 *.psm1 *.psd1 *.ps1xml", NAMING_POWERSHELL, CONFIGURATION},
    {"*.bat *.cmd *.nt", NAMING_BATCH, CONFIGURATION},
    {"*.http *.rest *.hurl *.bru _headers", NAMING_HTTP, CONFIGURATION},

    {"*.sql *.psql *.pgsql *.mysql *.ddl *.dml *.plsql *.hql *.cql *.dump", NAMING_SQL, PROGRAM},
    {"*.md *.markdown *.mdx *.mdown *.mkd *.mkdn *.rst *.adoc *.asciidoc *.rmd *.qmd *.mdc *.org",
     NAMING_MARKDOWN, PROGRAM},
    {"*.js *.mjs *.cjs *.jsx *.ts *.mts *.cts *.tsx *.vue *.svelte *.astro *.marko *.es6 *.html *.htm *.xhtml "
     "*.ejs *.hbs *.njk *.liquid *.pug *.jade *.twig *.coffee *.gs *.user.js *.css *.scss *.sass *.less",
     NAMING_CODE, PROGRAM},
    {"*.py *.pyw *.pyi *.pyx *.go *.dart *.rb *.rake gemfile rakefile vagrantfile podfile fastfile appfile "
     "matchfile brewfile dangerfile capfile guardfile berksfile *.gemspec *.podspec *.ru *.php *.phtml *.php3 "
     "*.php5 *.inc", NAMING_CODE, PROGRAM},
    {"*.java *.jsp *.kt *.kts *.swift *.m *.mm *.cs *.csx *.cshtml *.razor *.vb *.fs *.fsx *.rs *.c *.h *.cc *.cpp "
     "*.cxx *.c++ *.hh *.hpp *.hxx *.ino *.scala *.sc *.sbt *.lua *.pl *.pm *.t *.r *.ex *.exs *.eex *.heex *.erl "
     "*.hrl *.hs *.clj *.cljs *.cljc *.edn *.ml *.mli *.nim *.zig *.v *.d *.jl *.cr *.elm *.gleam *.raku *.tcl "
     "*.pas *.sol *.f90 *.proto *.graphql *.gql *.thrift *.nix *.bzl *.bazel build workspace tiltfile snakefile "
     "sconstruct *.star *.cmake *.gd *.hx *.ahk *.au3 *.applescript *.awk *.sed *.vim .vimrc *.el *.lisp *.rkt "
     "*.scm *.vbs *.bas *.cls *.trigger *.apex *.abap *.cob *.cue *.dhall *.rego *.pp *.robot *.feature *.kql",
     NAMING_CODE, PROGRAM},
};

/* By folder, where the name does not say. */
static const struct known paths[] = {
    {".aws/* **/.aws/* .git/config **/.git/config .ssh/config **/.ssh/config **/.config/pip/pip.conf",
     NAMING_INI, CONFIGURATION},
    {".docker/config **/.docker/config .kube/config **/.kube/config", NAMING_YAML, CONFIGURATION},
    {".husky/* **/.husky/* .githooks/* **/.githooks/* **/hooks/pre-* **/hooks/post-* **/init.d/* **/profile.d/*",
     NAMING_ENV, CONFIGURATION},
    {"templates/*.tpl **/templates/*.tpl **/templates/notes.txt", NAMING_YAML, CONFIGURATION},
};

/* What is put behind the name of a file that is a copy of it, or becomes it. */
static const char suffixes[] =
    "*.example *.sample *.template *.tmpl *.tpl *.gotmpl *.j2 *.jinja *.jinja2 *.erb *.mustache *.dist *.default "
    "*.bak *.backup *.old *.orig *.save *.swp *.copy *.new *.tmp *.in *.dec *.decrypted *.enc *.disabled *.off "
    "*.local *.prod *.production *.dev *.development *.staging *.stage *.test *.ci *.user *.rej *.rpmsave "
    "*.rpmnew *.dpkg-old *.dpkg-dist *~";

/* ---- names ---- */

/* One of them does. */
static bool fits(str name, const char *globs) {
  str rest = str_from(globs);
  while (rest.len) {
    size_t end = str_find_byte(rest, ' ', 0);
    if (str_matches_glob(name, str_head(rest, end)))
      return true;
    rest = end == SIZE_MAX ? STR_NONE : str_tail(rest, end + 1);
  }
  return false;
}

static const struct known *find(str name, const struct known *table, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (fits(name, table[i].globs))
      return &table[i];
  return NULL;
}

/* Without what the last dot begins. */
static str without_suffix(str name) {
  if (name.len && name.ptr[name.len - 1] == '~')
    return str_head(name, name.len - 1);
  while (name.len && name.ptr[name.len - 1] != '.')
    name.len--;
  return str_head(name, name.len ? name.len - 1 : 0);
}

static const struct known *find_named(str name) {
  for (int i = 0; i < SUFFIXES_MAX; i++) {
    const struct known *known = find(name, names, sizeof names / sizeof *names);
    if (known || !fits(name, suffixes))
      return known;
    name = without_suffix(name);
  }
  return NULL;
}

/* The last `room` bytes in lower case. */
static str lowered(str s, char *room, size_t size) {
  s = str_tail(s, s.len > size ? s.len - size : 0);
  for (size_t i = 0; i < s.len; i++)
    room[i] = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? (char)(s.ptr[i] - 'A' + 'a') : s.ptr[i];
  return (str){room, s.len};
}

static const struct known *known_of(str path) {
  enum { PATH_ROOM = 1024 };
  char room[PATH_ROOM];
  str low = lowered(path, room, sizeof room), name = str_basename(low);
  name = str_tail(name, name.len > NAME_MAX_LEN ? name.len - NAME_MAX_LEN : 0);
  if (name.len == 0)
    return NULL;
  const struct known *known = find_named(name);
  if (known && known->format != NAMING_NONE)
    return known;
  const struct known *by_folder = find(low, paths, sizeof paths / sizeof *paths);
  return by_folder ? by_folder : known;
}

enum naming_format naming_format_of(str path) {
  const struct known *known = known_of(path);
  return known ? known->format : NAMING_NONE;
}

bool naming_is_configuration(str path) {
  const struct known *known = known_of(path);
  return known && known->class == CONFIGURATION;
}

/* ---- readers ---- */

struct naming naming_find(enum naming_format format, str bytes, size_t start, size_t end, struct arena *kept) {
  static naming_reader *const readers[NAMING_FORMAT_COUNT] = {
      [NAMING_YAML] = naming_yaml,       [NAMING_JSON] = naming_json,
      [NAMING_ENV] = naming_env,         [NAMING_DOCKER] = naming_docker,
      [NAMING_INI] = naming_ini,         [NAMING_TOML] = naming_toml,
      [NAMING_PROPERTIES] = naming_properties, [NAMING_XML] = naming_xml,
      [NAMING_HCL] = naming_hcl,         [NAMING_POWERSHELL] = naming_powershell,
      [NAMING_BATCH] = naming_batch,     [NAMING_HTTP] = naming_http,
      [NAMING_GROOVY] = naming_groovy,   [NAMING_SQL] = naming_sql,
      [NAMING_MARKDOWN] = naming_markdown, [NAMING_CODE] = naming_code,
  };
  bool is_span = start <= end && end <= bytes.len;
  if (format >= NAMING_FORMAT_COUNT || !readers[format] || !is_span)
    return (struct naming){0};
  return readers[format](bytes, start, end, kept);
}
