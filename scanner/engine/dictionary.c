/* dictionary.c -- words that names are made of, and words that stand in for a key.  Knows nothing of keys. */
#include "engine/dictionary.h"

enum { SHORTEST = 2 };

/* In order, a space before and behind each; a '!' marks a stand-in. Made by tests/judge/dictionary.py. */
static const char listed[] =
    " abc! abcd! abi ability able abort aborted about above abs absolute abspath abstract accent accept"
    " acceptable accepted accepts access accessed accessible accessing accessor accessors according account"
    " accuracy acquire across action actions active actual actually acute adapted adapter add added adding"
    " addition additional addr address addresses adds adipiscing! adjust adjusted admin advance advanced affect"
    " affected affects after again against agent agreed agreement ahead aix alarm alert algor algorithm"
    " algorithms algs alias aliases align aligned alignment alive all alloc allocate allocated allocation allow"
    " allowed allowing allows almost alone along alpha already also alt alter altered alternate although always"
    " ambiguous amd amet! among amount ampersand amzn analysis anchor and android angle anonymous another ansi"
    " answer any anymore anyone anything anyway anywhere apache api apikey apostrophe app apparently appear"
    " appears append appended appending appends apple applicable applied applies apply applying approach apso"
    " aqui! arbitrary arborist arch archive are area aren arg args argument arguments argv arising arithmetic arm"
    " around array arrayref arrays artistic ascii ask asked asking asm asn assembly assert assertion assign"
    " assigned assignment associated assume assumed assumes assuming assumption asterisk async asyncio atime"
    " atomic attach attached attempt attempted attempting attempts attr attribute attributes attrs audit auth"
    " authn author authority authors authz auto autoflush autoload automatic available avain! avoid avoids await"
    " aware away aws baadfood! back backend background backslash backspace backward backwards bad bail bar! bare"
    " barrier base based basename basic basically basis baz! bearer because become becomes beef! been before"
    " begin beginning begins behave behaves behavior behaviour behind being beispiel! bell belong below benchmark"
    " benefit best beta better between beyond big bignum bin binary bind binding binmode bio bit bits bitwise"
    " black blah! blank bless blessed blksize block blocked blocking blocks blue body bogus bool boolean"
    " bootstrap both bother bottom bound boundaries boundary bounds bpo bracket brackets branch break breaking"
    " breaks brian brief broadcast broken browser bsd btn buf buffer buffered buffering buffers bufsize bug bugs"
    " build builder building builds built builtin builtins bullet bunch bundle bundled burke business busy but"
    " bypass byte bytearray bytes bzip cache cached caches caching cafe! cafebabe! calc calculate calculated call"
    " callable callback callbacks called caller callers calling calls came can cancel canceled cancelled"
    " candidate cannot canonical capital capture captured care careful carp carriage carry case cases cast catch"
    " catdir category catfile caught cause caused causes causing caution caveats cedilla ceil cert certain certs"
    " cfg cflags cgi chain chance change changed changeit! changeme! changes changethis! changing channel char"
    " character characters charmap chars charset chave! chdir check checked checker checking checks checksum"
    " chiave! child children chmod choice choices chomp choose chop chosen chown chr chunk chunks cipher circular"
    " circumflex claim clang class classes clause clave! cle! clean cleaned cleanup clear cleared cli client"
    " clients clock clone close closed closer closes closing closure cmd cmp code codec codecs codes coding"
    " collapse collect collected collection colon color colors column columns combine combined come comes comma"
    " command commands comment comments commercial commit common commonly comp compact comparable compare"
    " compared compares comparing comparison compat compatible compfunc compile compiled compiler compilers"
    " compiling complain complete completed completely completion complex compliance compliant component"
    " components compress compressed compute computed computing concat concept concrete concurrent cond condition"
    " conditions conf confess config configure configured conflict conflicts confused confusing conn connect"
    " connected connection consectetur! consider considered consistent consisting consists console const constant"
    " constants constraint construct constructs consume consumed consumes contact contain contained container"
    " containing contains content contents context contexts contiguous continue contract contribute control"
    " controlled controls convenient convention conversion convert converted converter converting converts cookie"
    " copied copies copy copyfunc copying copyright core correct correctly correspond cost could couldn count"
    " counter counting counts course cover coverage covered cpan cperl cplusplus cpp cpu crash crc creat create"
    " created creates creating creation cred creds critic critical crlf croak cross crud crypt crypto csrf css"
    " cstdint ctime ctrl ctx ctxt ctype cur curdir curl curly currency current currently curve custom cut cwd cxx"
    " cycle cycles cygwin damages darwin dash data database date david days db dbm dead! deadbeef! deal dealing"
    " dealings debug debugging dec decide decimal decl declare declared declares declaring decls decode decoded"
    " decoder decoding decorator decrypt deep def default defaults defer deferred define defined defines defining"
    " definitely definition deflate degree delay delete deleted deletes deleting delimited delimiter delimiters"
    " delta demand demo! denied dep depend dependency dependent depending depends deprecated deps depth derived"
    " desc describe described describes describing descriptor designed desired dest destroy destroyed destructor"
    " detach detached detail detailed details detect detected detection determine determined determines dev"
    " device diaeresis diag diagnostic dict dictionary did didn die diff differ difference different differs"
    " digest digit digits direct direction directive directives directly directory dirname dirs disable disabled"
    " discard discarded discussion disk dispatch display displayed distance distinct distribute distutils div"
    " divide division dll dns doc docker docs document documented documents does doesn doing dollar dolor! domain"
    " don done dont dot dots dotted double down downgrade download drain drive driver drop dropped dry dsa dst"
    " due dumb dummy! dump dumper dup duplicate duplicates duration during dynamic each earlier early easier"
    " easily easy ebcdic ecdsa echo ed edge edges edit edu effect effective effects efficient effort eight einval"
    " either eiusmod! ejemplo! eksempel! elem element elements elif eliminate ellipsis else elsewhere elsif email"
    " embed embedded emit emits emitted empty emulate enable enabled enables enc enclosing encode encoded encoder"
    " encoding encodings encrypt encrypted encryption end ended endian endif ending endpoint ends endswith"
    " enforce engine english enoent enough enquiry ensure ensures ensuring enter entire entirely entity entries"
    " entry enum enumerable enumerate env environ eof epoch equal equality equals equivalent err errno error"
    " errorf errors esc escape escaped escapes escaping esempio! esimerkki! eslint especially establish etc euro"
    " eval evaluate evaluated evaluates even event events eventually ever every everything evp exact exactly"
    " examine example! examples exceed exceeded exceeds except exception exceptions exclude excluded exclusive"
    " exe exec executable execute executed executes executing execution exempel! exemple! exemplo! exhausted"
    " exist existence existing exists exit exited exiting exits exodist exp expand expanded expansion expect"
    " expected expecting expects expensive expire expired! explain explicit explicitly exponent export exported"
    " exporter exports expose exposed expr express expressed expression extend extended extends extension"
    " extensions extern external extra extract extracted extremely facet fact factor factory fail failed failing"
    " fails failure failures fairly fake! fall fallback falling falls false family far fast faster fatal fatalf"
    " fault favor fcntl feature features feed feedback feedface! feel fetch fetching few field fields fifo figure"
    " file filehandle filename filenames fileno filepath files filespec filesystem fill filled filter filtered"
    " filtering filters final finalize finally find finding finds fine finish finished finite fips first fit"
    " fitness five fix fixed fixer fixes fixme! fixture! flag flags flat float floating flock floor flow flush"
    " flushing fmt fname folder follow followed following follows foo! foobar! force forced foreach forever"
    " forget fork form format formats formatted formatter formatters formatting formed former forms forward found"
    " foundation four fourth fprintf fraction fragment frame frames framework free freebsd freed freefunc friend"
    " from front frontend frozen fstat ftp full fullname fully func funcs function functional functions functools"
    " further future garbage gcc gcp geheim! gencodec general generally generate generated generates generating"
    " generation generator generic getattr getc getcwd getitem getline getopt getpid gets getsockopt getter"
    " getting getuid getvalue gid git github gitlab give given gives giving glob global globals gmail gmtime gnu"
    " goal goarch goes going golang good google goos goroutine got goto governed governing gpg gpl gpt grab"
    " grammar granted granum graph graphql grave greater greek green grep group groups grow grpc guarantee"
    " guaranteed guard guess gunzip gzip hack had half hand handle handled handler handlers handles handling"
    " handshake handy happen happened happens happy hard hardware harness has hasattr hash hashes hashref hasn"
    " have haven having hdp hdr head header headers heading heap held hello! helm help helper helpers helpful"
    " helps hemlig! hemmelig! hence here! hereby hex hidden hide hier! hierarchy high higher highest him himitsu!"
    " hint hints historical history hit hmac hold holders holding holds home hook hooks hope hopefully horizontal"
    " host hostname hosts hour how however href html http https hub huge human hyphen id idea ident identical"
    " identified identifier identify identity idle idp ids idx ieee ietf ifdef ifndef ignore ignored ignores"
    " ignoring illegal image img immediate immutable impl implement implements implicit implicitly implied"
    " implies import important imported importing importlib imports impossible inc include included includes"
    " including inclusion inclusive incoming incomplete incorrect increase increment increments indent index"
    " indexed indexes indicate indicated indicates indicating indicator indices indirect individual inet inf"
    " infinite infinity inflate info inherit inherited inherits init initial initialize initially inline inner"
    " input inputs insert! inserted inside inspect inst install installed installing instance instanceof"
    " instances instead int integer integers integral integrity intended interested interface interfaces internal"
    " internally internals internet interpret interrupt interval into introduced invalid! invalidate invariant"
    " inventory inverse invert inverted invocation invoke invoked invokes invoking involved ioctl iota ip ipc"
    " ipsum! ipv isdir isfile isinstance isn iso issubclass issue issued issuer issues istanbul item items iter"
    " iterable iterate iterating iteration iterator iterators itertools its itself java job jobs join jouw! jpg"
    " js json jump junk just jwks jwt kagi! keep keeping keeps kept kernel key keyboard keyed keys keyword"
    " keywords kill kind kinds klucz! klyuch! kms know known knows kubectl kwargs kwds label labels lambda lang"
    " language large larger largest last later latest latin latter law layer layout lazy ldap ldflags lead"
    " leading leaf leak least leave leaves leaving left legacy legal len length lengths less lesser let lets"
    " letter letters level levels lexical lhash lhs liability liable lib libc libctx libraries library libs"
    " license licensed life ligature light like likely likewise limit limitation limited limits line linear"
    " lineno lines link linked linker linking linkname links linux list listed listen listener listing lists"
    " literal literals little live llave! llm llvm lnk load loaded loader loading loads local locale localhost"
    " locally locals localtime locate located location locations lock locked locking locks log logf logger"
    " logging logic logical login long longer longest look looked looking looks lookup loop loops loose lorem!"
    " loss lost lot lots low lower lowercase lowest lru lstat lstrip lzma mac machine machines macro macron"
    " macros made magic mailto main mainly maintain maintained maintainer major make makefile maker makes making"
    " malformed malloc manage managed management manager mandatory manifest manipulate manner manual manually"
    " many map mapped mapping mappings maps mark marked marker marks marquess marshal mask masked! match matched"
    " matcher matches matching math matter matters maximum maxsize may maybe md mean meaning meaningful means"
    " meant mechanism medium mem member members memory memoryview mentioned merely merge merged message messages"
    " meta metadata meth method methods mgr michael micro microsoft middle might mime min minimal minimum"
    " minipass minor minus misc mismatch missing! mixed mixin mkdir mkpath mmap mock! mode model modern modified"
    " modifier modifies modify modifying module modules moment monotonic more most mostly move moved moving msg"
    " mtime much multi multibyte multiline multiple multiply must mutable mutex mutually my! mysql name named"
    " namedtuple namelen namely names namespace namespaces naming nan native nbytes near necessary need needed"
    " needs neg negative negligence neither nested nesting net netscape network never new! newer newline newlines"
    " newly next nginx nice nil nine node nodejs nodes noegle! none! nonzero noop nope! normal normalize"
    " normalized normally not! notation note notes nothing notice notify now npa npm npmcli ns nsec nul null!"
    " nullptr num number numbers numeric numerical nyckel! oauth obj object objects obsolete obtain obtained"
    " obvious occur occurred occurrence occurs ocsp oct octal octet octets odd off offset offsets often oidc okay"
    " old! older omit omitted once one ones only onto opaque opcode open openai openbsd opendir opened opening"
    " opens openssl operand operands operate operating operation operations operator operators opposed opposite"
    " opt optimize optimized option optional optionally options opts ord order ordered ordering ordinal ordinary"
    " org orig origin original originally ossl ostream other others otherwise our ourselves out outer output"
    " outputs outside over overall overflow overhead overlap overload overloaded overridden override overrides"
    " overriding overview overwrite own owned owner ownership pack package packages packed pad padded padding"
    " page pages pair pairs panic paragraph parallel param parameter parameters params parent parse parsed parser"
    " parsers parses parsing part partial partially particular partition parts party pass passed passes passing"
    " password past paste! patch patches path pathname paths pattern patterns paul pause payload peek peer pem"
    " pending people pep percent perf perform performed performing performs perhaps period perl perldoc perlfunc"
    " perls perm permission permit permitted persistent person peter pg phase phi php physical pick pickle pid"
    " piece pieces pilcrow pipe pipes pkce pkcs pkey pkg place placed placeholder! places plain plan platform"
    " platforms please plugin plus png pnum pobox point pointed pointer pointers pointing points policy poll pool"
    " pop popen populate populated port portable portion portions pos position positions positive posix possible"
    " possibly post postgres potential pound power ppc practice pragma precedence preceding precision predicate"
    " prefer preference preferred prefix prefixed prefixes prepare prepend presence present preserve preserved"
    " preserves preserving presumably pretty prev prevent prevents previous previously primarily primary prime"
    " primer! primitive print printable printed printf printing println prints prior priority priv private"
    " probably problem problems proc proceed process processed processes processing processor prod produce"
    " produced produces product profile profits program programs progress proj project promise promote prompt"
    " propagate proper properly properties property propq protect protected protection proto protocol protocols"
    " prototype prototypes provide provided providers provides providing proxy prueba! prune przyklad! pseudo psf"
    " ptr public publish published pull pure purpose purposes push pushed put! putting pwd py python qa qty"
    " qualified qualname quarter query question questions queue qui! quick quickly quiet quit quite quotation"
    " quote quoted quotes quoting quux! qux! qwerty! race raise raised raises rand randal random! range ranges"
    " rare rarely rather raw rbac rdonly rdwr reach reached reaches read readable readdir reader reading readline"
    " readlink readme readonly reads ready real really realpath reason reasonable reasons rebuild receive"
    " received receives recent recently recognize recognized record recorded records recover recurse recursion"
    " recursive recv redacted! redefine redirect redis redo reduce reduced redundant refer reference referenced"
    " references refers reflect refresh refs regard regardless regex regexp region register registered registers"
    " registry regular reject rejected related relative release released releases relevant reliable relies reload"
    " rely remain remainder remaining remains remember remote removal remove removed removes removing rename"
    " renamed render repeat repeated repeatedly replace! replaced replaces replacing repo report reported"
    " reporting reports repository repr represent represents reproduce req request requested requests require"
    " required requires requiring res reserve reserved reset resets resolution resolve resolved resolves"
    " resolving resource resources respect respective response responses rest restart restore restricted result"
    " resulting results resume ret retain retained retired retrieve retrieved retry return returned returning"
    " returns reuse reused reverse reversed revoked! rewrite rewritten rfc rhs rid right rights risk rmdir root"
    " round rounding routine routines rpc rsa rstrip rule rules run rune running runs runtime rxjs safe safely"
    " safety said same saml sample! sandbox sanity satisfies satisfy save saved saves saving say says sburke"
    " scalar scalars scale scan scanning scheme schluessel! schwern scope scoped script scripts sdk sean search"
    " searched searches searching sec second seconds secret section sections secure security see seed seek seem"
    " seems seen segment segments segredo! sekret! select selected selection selector self semantics semicolon"
    " semver send sendfile sending sends sense sensitive sent sentinel sep separate separated separately"
    " separator separators seq sequence sequences serial serialize serialized series serve server servers service"
    " services session setattr setdefault sets setsockopt setter setting settings setup seven several sha shall"
    " shallow share shared sharp shell shh shift short shortcut shorter should shouldn show shown shows shut"
    " shutdown side sig sigint sign signal signals signature signatures signed signer signing sigstore silent"
    " silently silly similar similarly simple simpler simplified simplify simply since single site situation"
    " situations six size sizeof sizes sk skip skipped skipping skips skm slash slashes sleep sleutel! slice"
    " slices slightly slot slots slow slower small smaller smallest smart smime smtp snake snapshot sock sockaddr"
    " socket socketpair sockets soft software solaris solidus solution some someone something sometimes somewhat"
    " somewhere soon sort sorted sorting sorts source sources space spaces spawn spdx spec special specific"
    " specified specifier specifies specify specifying specs speed splice split splitext splitlines splitting"
    " sprintf sql sqlite sqrt square src ssh ssize ssl sso stable stack stacklevel stage staging stale stamp"
    " standard star start started starting starts startswith startup stat state statement statements states"
    " static statistics stats status std stderr stdin stdio stdlib stdout step steps steve still stmt stop"
    " stopped stops storage store stored stores storing str straight strange strategy strconv stream streaming"
    " streams strict strictly string stringify strings strip stripe stripped stroke strong strongly struct"
    " structure structures stub! stuff style sua! subclass subclasses subject subprocess subroutine subscribe"
    " subsequent subset substitute substr substring subtest subtract subtype succeed succeeded succeeds success"
    " successful such sufficient suffix suggested suitable suite summary sun supabase super supplied supply"
    " support supported supporting supports supposed suppress sure svc svg swap switch switches symbol symbolic"
    " symbols symlink symlinks syms sync synopsis syntax syscall sysconfig sysread system systems syswrite tab"
    " table tables tabs tabulation tag tags tail take taken takes taking tar tarball target targets task tasks"
    " tbd! tbody tcp tell tells temp! tempfile template temporary term terminal terminate terminated terminator"
    " terms test! tested testenv testing! tests! text than thanks that the thead their them themselves then"
    " theory there therefore these they thing things think third this those though thread threading threads three"
    " threshold through throw thrown throws thus tick tie tied tilde time timed timeout timeouts timer times"
    " timespec timestamp timestamps timeval timing tiny title tls tmp! todo! together token tokenize tokens too"
    " tool toolchain tools top total totp trace traceback tracing track tracker tracking trailer trailing traits"
    " transfer transform transforms translate translated transport trap traverse treat treated tree trees trick"
    " tried tries trigger triggered trim triple trivial trouble true trunc truncate truncated trust trusted try"
    " trying ts tsx tty tua! tuple tuples turn turned turning turns tutaj! twice two twoj! txt typ type typed"
    " typedef typedefs typename typeof types typescript typical typically typing ugly ui uid uint uintptr umask"
    " unable unary unchanged uncompress undef undefined under underlying underscore understand unexpected unicode"
    " unified unimport union unique unit units universal unix unknown! unless unlike unlikely unlink unlock"
    " unpack unsafe unset! unshift unsigned until unused update updated updates updating upgrade upon upper"
    " uppercase uri url urllib usable usage use used useful user username users uses using usr usual usually utc"
    " utf util utilities utility utils utime uuid ux val valid validate validation validity value values var"
    " variable variables variant variants various vars vash! vector vendor verbatim verbose verbosity verified"
    " verifies verify versa version versions vertical very via view vim virtual visibility visible visit visual"
    " vite vnd void volume voorbeeld! votre! vpc vpn vulgar wait waiting walk wall want wantarray wanted wants"
    " warn warned warning warnings warranties warranty was wasm wasn way ways weak weakref web webhook weight"
    " weird welcome well were what whatever! when whence whenever where whereas whether which while white"
    " whitespace who whole whose why wide width wikipedia wildcard will win window windows wish with within"
    " without won word words work workaround worker working works workspace workspaces world worry worth would"
    " wouldn wrap wrapped wrapper wrappers wrapping wraps writable write writer writes writing written wrong"
    " wronly wrote wss www xab xac xae xaf xbb xbc xbd xbf xcb xcd xda xdc xdf xea xeb xee xef xfa xfb xfc xff"
    " xhr xml xor xsrf xss xxx xyz! yaml year yes yet yield yields yml you your! yours! yourself zdes! zero zeros"
    " zip zlib zone ";

static size_t word_begin(size_t at) {
  while (listed[at - 1] != ' ')
    at--;
  return at;
}

static size_t word_end(size_t at) {
  while (listed[at] >= 'a')
    at++;
  return at;
}

static bool is_before(size_t at, const unsigned char *letters) {
  int first = listed[at] - 'a' - letters[0];
  return first ? first < 0 : listed[at + 1] - 'a' < letters[1];
}

/* The first word that begins with the two letters, or what would stand behind it. */
static size_t find_two(const unsigned char *letters) {
  size_t low = 1, high = sizeof listed - 1;
  while (low < high) {
    size_t at = word_begin(low + (high - low) / 2);
    if (is_before(at, letters))
      low = word_end(at) + (listed[word_end(at)] == '!') + 1;
    else
      high = at;
  }
  return low;
}

static bool begin_with(const unsigned char *letters, size_t len, size_t at, size_t word_len) {
  if (word_len > len)
    return false;
  for (size_t i = 0; i < word_len; i++)
    if (listed[at + i] - 'a' != letters[i])
      return false;
  return true;
}

size_t dictionary_match(const unsigned char *letters, size_t len, struct dictionary_word found[DICTIONARY_MATCHES]) {
  size_t count = 0;
  if (len < SHORTEST)
    return 0;
  for (size_t at = find_two(letters), end; listed[at] && count < DICTIONARY_MATCHES; at = end + 1) {
    end = word_end(at);
    if (!begin_with(letters, SHORTEST, at, SHORTEST))
      break;
    bool is_stand_in = listed[end] == '!';
    if (begin_with(letters, len, at, end - at))
      found[count++] = (struct dictionary_word){end - at, is_stand_in};
    end += is_stand_in;
  }
  return count;
}
