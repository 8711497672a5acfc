/* words.c -- how likely letters are in words.  Knows nothing of keys. */
#include "engine/words.h"

#include <stdint.h>

enum { SHORTEST_LISTED = 2 };

/* By first letter. A '!' marks a stand-in. */
static const char *const listed[26] = {
    /* a */ "abc! abcd! admin amzn api app apikey apso args async auth authn authz aws",
    /* b */ "baadfood! beef! bar! baz! bearer blah! btn",
    /* c */ "cafe! cafebabe! cert cfg changeit! changeme! changethis! cli client cmd config const conf "
              "cookie creds cred crud csrf css ctx curl",
    /* d */ "db dead! deadbeef! default demo! dev debug dns docs docker dummy! dont",
    /* e */ "ecdsa edit ed elsewhere email encrypted endpoint env err error example! expired! expect",
    /* f */ "fake! feedface! fixme! fixture! foo! foobar! func",
    /* g */ "gcp generate github gitlab goes grpc gpg gpt graphql",
    /* h */ "hash helm here! hello! hex hmac html http https",
    /* i */ "id ids idp img impl insert! int invalid! ip",
    /* j */ "json js jwt jwks jpg",
    /* k */ "key keys kms kwargs kubectl",
    /* l */ "ldap lhs live llm lnk local localhost long lorem! ipsum!",
    /* m */ "masked! mgr missing! mock! msg my! mysql md",
    /* n */ "nan new! nginx nodejs none! nope! not! npm null! num ns",
    /* o */ "oauth obj oidc old! only openai org",
    /* p */ "param pass password paste! pg php pkce pkg placeholder! png postgres "
              "prefix prod proj ptr public put! pwd py",
    /* q */ "qa qty qux! qwerty! quux!",
    /* r */ "random! rbac real redacted! redis replace! repo req res revoked! rhs rpc rsa rxjs",
    /* s */ "saml sample! sandbox sdk secret sha shh sk smtp snake sql "
              "sqlite src ssh sso ssl stage staging stripe str stub! supabase svc svg sync",
    /* t */ "tbd! tbody temp! test! testing! tests! thead tls tmp! todo! token totp ts tsx txt typescript",
    /* u */ "ui uid unit unknown! unset! update uri url user usr utf uuid ux",
    /* v */ "val value var vnd vpc vpn vite",
    /* w */ "webhook whatever! with wss www",
    /* x */ "xhr xml xss xyz! xsrf",
    /* y */ "yaml yml your! yours!",
    /* z */ "zip",
};

/* For each two letters before (27 * the first + the second), two bits for each letter that may follow:
   how unlikely it is, as an index of `bits_of`. Counted by tests/judge/triples.py. */
static const uint64_t triples[27 * 27] = {
    0x0aba52b15aea59, 0x1efddbdb3cfde5, 0x1afe2adf893cdd, 0x0ef6979975ac28, 0x0dbb53a16a9aa9, 0x1efd579b5de0a9,
    0x0efd9795bd9cfd, 0x0eed77da6dedb8, 0x1faa57a12eebaa, 0x0fe85b8a69ac68, 0x0aed5b9a9d6cec, 0x0efd5b9a2c99a9,
    0x0fee9b59bdf8b5, 0x09fa5f97a9991d, 0x0ee997a66eaaa6, 0x0ffe571a7c7dad, 0x0fe85aabbdeea9, 0x0dfe57a69dd858,
    0x09fe0f9a9d7cdd, 0x1efd6bdbac78dd, 0x1a6b07b63ada6a, 0x1eba97d7aceca8, 0x0efedb929cad68, 0x0fa95f5a7ce9a9,
    0x0ef98b9a6de9a5, 0x09d9abd6acac7c, 0x3a955655595555,
    0x1aee43b6699a46, 0x1afda39a78fca8, 0x1f7d778e2e7d6d, 0x1efee79bbcf8b4, 0x0a6a53a629595a, 0x1efca78a7ce56d,
    0x0bfda7565c6ccd, 0x1eeda789bdfcac, 0x1efb17922b9959, 0x0ff59f5aaef85d, 0x0eed9b5aad68a9, 0x29feffcbacfcbd,
    0x0dfdef4ebcfcb8, 0x1ef55fcba9d86c, 0x1a7953862a9a69, 0x1efd62877dbddc, 0x0aa89aaa6aaaa9, 0x1efdaf8becbcbc,
    0x09ed2f5e6d7c9d, 0x1dfe935d7cbce8, 0x1efa17b66dc25a, 0x1efea78aace8a8, 0x1efe9796ac68a8, 0x0eae0b69ada999,
    0x0bfb2f567deded, 0x19eaab9668a4a4, 0x3a955655595555,
    0x1ef917552eef5b, 0x0dfd975a78e998, 0x1ffcabcead78ad, 0x0ffe97afbc38bc, 0x0ffb87766db96a, 0x0efd97593cd5bd,
    0x0efd53966caca9, 0x0eeda79abcfcbc, 0x1ffe57456af168, 0x1bd99b5a9ca8a8, 0x0eed5a967da8a9, 0x1ef8afcbbcecfc,
    0x0ffddf1ebdbc78, 0x0ef517dbadd95c, 0x1ff9a7607fea7e, 0x1cfc575f5dbdec, 0x0aa8a6aa6aa9aa, 0x1cfeafcabcfcfd,
    0x0efa2f5fedbdae, 0x0ebddbdf7cfdfd, 0x1afe13657efeaa, 0x0efa1759bdf4e9, 0x0afe9796ac6868, 0x0d3e6b6aada999,
    0x0ffea56abddade, 0x19eeabd6adaca4, 0x3a955655595555,
    0x0dea17756aae66, 0x0dfc579679ed99, 0x06fe6b8e5d79ec, 0x0ffe939e7cb8fd, 0x0fb743656ae655, 0x0efda78a7ce56d,
    0x0efea75abd6cdd, 0x0efd675abcfcfc, 0x1bb64391afd599, 0x1ef85b5aadf8ac, 0x0eed9799ada4a8, 0x1dfeafce7cf8ad,
    0x1ffedf5abcfcb8, 0x0df95fcbe8d96c, 0x0f9957a4aee985, 0x0ded638b6dbdec, 0x0aa89aaa6aaaa9, 0x0afdab8ebcfcec,
    0x0aee6e9bed7d6d, 0x0dfda75fb93ced, 0x1bbf57352aed89, 0x0fffeb9abcfcec, 0x1efee787bc79ac, 0x0ebe5b6aada959,
    0x0bfe9b627aeae9, 0x19d9ab96a8a8a8, 0x3a955655595555,
    0x1afa13755fea1b, 0x0db8979b6db994, 0x1ef9278a5d7dad, 0x0ffdebebbdedba, 0x0bbf57715eea1a, 0x0ffd5bda7ce4ad,
    0x0ef9a7997ca8bc, 0x1efd77ca6dbc68, 0x1b7717526f995a, 0x0ff98b9a6dfcac, 0x0fe95bd96dfd6d, 0x0dfa5f9a28a46d,
    0x0ffd9f0abdf894, 0x0afa1bebad9919, 0x0fe853656e929a, 0x0ffd138e3db8ac, 0x0fecdffbbebffb, 0x0ee657a5ada9a9,
    0x0efe0f5badbdde, 0x0ad9579aad6899, 0x1bab43757dd866, 0x0ffeab9bace8ac, 0x0efed75b7d78ec, 0x0ffe2f3ffdb8dd,
    0x0fda57597de995, 0x05e97e96acaca9, 0x3a955655595555,
    0x1bf856b518ae4b, 0x0ee9979a68a8a9, 0x0efe67865d3dad, 0x0ffedb97bcbc79, 0x1fae53a67a6955, 0x0ffe9bda7cf8ba,
    0x0efda796b96cec, 0x0eed679aacfca8, 0x1f7b67a32fd88a, 0x1aa99a9aa9a8a8, 0x0eed5b9a6ca8a8, 0x1efdafcfbcecbc,
    0x1efd6f5abdfca4, 0x0efa5bd5add91c, 0x0fb9e3967eedaf, 0x0efc539f6d9c9c, 0x0aa89aa66aaa69, 0x1efeafcefcfcfc,
    0x0df91b6abdb8de, 0x0dda979ebd6ced, 0x27ff57a22aedaa, 0x1ebeab5aace8a8, 0x0efe9356ac6968, 0x0aaa1b19ada999,
    0x0ffeab6abcfeed, 0x15a9aa96a8a8a8, 0x3a955655595555,
    0x0aea13a17dae56, 0x0efc979a79e8a8, 0x1ffe57c52e7ded, 0x0de9ab9abcacb4, 0x0fbb13a27faa6a, 0x1efd975a7ce5ac,
    0x1efde7db7cacfd, 0x0eed2b9e7dfde9, 0x1ba60bd26fe959, 0x1aa99a9999a8a8, 0x0eed9b9aad78a8, 0x1cb9afcfbcfcfc,
    0x1ffe6f5ebdfcb8, 0x0ffc9fcdfceca8, 0x0ae513956de9a9, 0x0efc639f6d5dac, 0x1aa8aaaa69aaaa, 0x2ffdaf8bfdecfc,
    0x0efd6fafadbdee, 0x0dfd97dfbd3ced, 0x1aff539578eca8, 0x0efeab96ace8a8, 0x0efe9796ac68a8, 0x0aaa1b19aca959,
    0x07ee97566dade9, 0x09ea97966ca898, 0x3a955655595555,
    0x1ae6537159ee66, 0x1ee9978a69a9a8, 0x1efd678e5d7dac, 0x0efaa39abcacb9, 0x1a6a53a57dfd19, 0x0efc579a7ce5a9,
    0x0ae997966d68a9, 0x0eed678aad7cac, 0x1bf656616bd555, 0x1aa99a8aa9a8a8, 0x0eed9b8a6da8a8, 0x0dfd6fdf7cec78,
    0x0ffddf4ebcecb8, 0x0efa5f9bacd95c, 0x1bd943556de96e, 0x0efd674e5dadac, 0x0aa89aaa6aaaa9, 0x1efaab8afcfcad,
    0x0dfd6f6fadbced, 0x0dee5bda7dbcfd, 0x1fea576169d5a4, 0x1ebeab9aace8a8, 0x1efe5796ad6858, 0x0aaa1a19a9a999,
    0x0ffe9b2abefee5, 0x09a9aa96a9a8a8, 0x3a955655595555,
    0x0bfa17a12edea7, 0x0ebc975a38d999, 0x0afe57de9d7cfc, 0x0fbe5b97bdd86c, 0x0b5643b26fea5f, 0x1cfe6bdb7cf5ad,
    0x0ff956a2ad1da9, 0x0ef967ca7dbc7c, 0x0bfa575169da59, 0x1be59f869dd86c, 0x0eed5bda9dbcb8, 0x1dfe5eda2ca869,
    0x1efdef1dbcecb4, 0x1ffa1fab99855d, 0x1fe9a7b2bfffaf, 0x0fb9175a6d79a9, 0x1fecaaebbefea9, 0x0eee5699a9a89d,
    0x1eed1b5a9d799d, 0x08ed5bda7c78ed, 0x1fbf467079e9aa, 0x1ffeef9aecfcfc, 0x1dfde747bc7dac, 0x0efd6b5d7dfca9,
    0x0aee9b4abdeda8, 0x17fbfbdabdacec, 0x3a955655595555,
    0x0aa257715ead96, 0x19a9979a29a898, 0x0a79678a5d79a8, 0x0ef99b9a9caca9, 0x07ab57b65baa4a, 0x0eed578a6ce5a9,
    0x0ae997966d68a9, 0x0eed678aacb8a8, 0x07fb17915b9a95, 0x1aa99a4aa9a8a8, 0x0eed5b9a6da899, 0x0df95f866ce8a4,
    0x1efdab19adfca4, 0x0dfa5b9aa89959, 0x1ae993a2a86da2, 0x1efd675a6da8ac, 0x0aa89aaa6aaaa9, 0x0de95799ade868,
    0x0efe1b8f9d7dde, 0x0ded539abc78ad, 0x1aaa46b16ae965, 0x0ebeab99ace8a8, 0x19fe9796ac68a8, 0x0aaa1a19a9a999,
    0x0aea5b5569e9a9, 0x19a9aa96a8a8a8, 0x3a955655595555,
    0x05ea53616d9956, 0x1db9978a79a8a8, 0x1efd678e553cad, 0x0dfa679abcaca8, 0x08aa53b66eb96a, 0x1efda78a3ce56d,
    0x0efd93966d6c59, 0x1ee967cabcfcbc, 0x0eab57616aa56a, 0x1aa99a8aa9a8a8, 0x0eed9b9aacb8bc, 0x1dfdafcbb8fcbc,
    0x0efe9f5abdfc94, 0x1ef95fcbadd96c, 0x1ad557606aa95a, 0x0edd674e6dada8, 0x1aa8aaaa6aaaaa, 0x1df9abdaacecac,
    0x0aed6f6f7d79e9, 0x0deca3cfbcb8fd, 0x0aeb57216ae9a5, 0x1ebdab95ace8a8, 0x1efed796ac68ac, 0x0aaa1b19ada999,
    0x0bee5755a9e9a9, 0x09a9aa96a8a8a8, 0x3a955655595555,
    0x19a91771ad9e96, 0x1dfda78a79f9a8, 0x1ffc578b5d3dec, 0x0fee9696bcb899, 0x0aba57a5ae9a59, 0x0efd57cf7ce56d,
    0x0ffd57c7b9a8bc, 0x0efda7cabdfc7c, 0x17fb5aa19bd945, 0x1be89b9aade8ac, 0x0eed9bdaacbcbc, 0x0cfe9b8afdecf5,
    0x0efddf5ebdfcb8, 0x1df95bdbad586c, 0x19c95656ee9e85, 0x0efd5796bd38e8, 0x0aa4aaaa69aaa9, 0x0af95b49ace8a9,
    0x0efe6b5fadb8ad, 0x0dfed79abc7ced, 0x1bbf47a59ddc59, 0x1fffeb99fcfcfc, 0x1efe5756ac69a8, 0x0aaa1b19ada899,
    0x0bfeaf7aedeeee, 0x1aeaab94acaca8, 0x3a955655595555,
    0x1a7e1772599e5a, 0x1ffdd7cb7cfcbd, 0x1afd274d693dec, 0x0fedebd76ddcb9, 0x0aeb57a16eee69, 0x0dfd97593ce56d,
    0x0efd97956d68a9, 0x0eed679aacfca8, 0x16be07a16fdd5a, 0x1aa99a4aa9a8a8, 0x1eed5996adb479, 0x0dfa9f5f7cf99d,
    0x1efdaf9efcfcb8, 0x0efa5fdbadd869, 0x17e557a2aaaa1a, 0x0efd538b3db9ad, 0x1aa89aaa6aaa69, 0x1ef95b8aace898,
    0x0afe6e6fed9dad, 0x0dad975bbc75dc, 0x1abb17a52aedaa, 0x0edeab9aace8a8, 0x1efe9796ad68a8, 0x0aaa1b19ada999,
    0x0ffe4b59adf5d9, 0x19a9aa96a8a8a8, 0x3a955655595555,
    0x0bf617642e9e96, 0x1dfc978a38fca8, 0x1dfe678f7d7cb9, 0x0eee979e7cb8e9, 0x0a5a43a66ad959, 0x0ffda7cf7cf9be,
    0x0fed9bef6dadfd, 0x0efdabcebdf4fc, 0x07ba1aa19ee559, 0x1ff99f9aadfc6c, 0x0efe4bd7bdbcec, 0x1cfeafcfbcfdad,
    0x1efeef5eedf8f8, 0x1efd6bcffdecad, 0x0fd51361aee95a, 0x1efc639f6d9dec, 0x1aa8aaaa69aaaa, 0x1dea5bcaadecad,
    0x0fed2f5a6cb5ed, 0x0efed79f7cb8fd, 0x1f6f5b546ee9a9, 0x0bfbfb8efcf8fc, 0x1efed196bc68ac, 0x0aaa1b29ada959,
    0x0bd65b59bdf9dc, 0x1aedafdaacaca8, 0x3a955655595555,
    0x1ead13b65eae1b, 0x1ee947db71fdf4, 0x0bfd5b9a8d7d98, 0x0dfcdb9bacfca9, 0x157743a15a976a, 0x0ffe5bdb7cf1b9,
    0x0de993d77d99b9, 0x0eed67d254bcbc, 0x1beb57a2afee19, 0x0fe99b5aadfca9, 0x0eed979aadbcf9, 0x0ef59fda29ec69,
    0x0efeeb18bdfca5, 0x0ef74fd6bdd569, 0x1bee17750fdb6b, 0x0dfd165abdbc99, 0x0aa8aa9a6aa9aa, 0x0dee17a99ddd59,
    0x0ebe1faaacb8de, 0x0efe5b8bbc78ac, 0x1beb13726ede66, 0x1eeeeadbbcf8ec, 0x0efe8be36db8ed, 0x0cbe5f6abcf99e,
    0x0ffd9b59bdfc6c, 0x19ed9fd598aca8, 0x3a955655595555,
    0x1aea12a65d9f4b, 0x1dfc979978e8a8, 0x0efa574b646da5, 0x0ffee79fbcfcb4, 0x0fbf93a27ee94d, 0x0afca7967ce5a5,
    0x0ffea35a7dad95, 0x0df997cefcfcfc, 0x0f7a57626eec5d, 0x1aa99a9aa9a8a8, 0x1efe6b966c9cdd, 0x1dfdbfdfbcfcfc,
    0x0ffdab4eadfca8, 0x0ef95fdbadc95c, 0x1bda43566dae6b, 0x1efaa3cb2db8ad, 0x0aa89aaa6aaaaa, 0x1bfebfcffcfcfd,
    0x0ffd6bab9d7ced, 0x0dfd97dbac7ced, 0x1ebe17a66eeea2, 0x0efe97969df4ac, 0x1efd9796ac6868, 0x0aaa1b19ada599,
    0x0ff9576a7da659, 0x19a9aa96a8a8a8, 0x3a955655595555,
    0x15aa16656d5a56, 0x19a8979a29a998, 0x1af9678a5d7998, 0x0ee99796a8a8a9, 0x0a6a52a56eaa59, 0x0eed578a6ce5a9,
    0x0ae997966d68a9, 0x0eed678aacb8a8, 0x1ab657516ad559, 0x1aa99a4aa9a8a8, 0x0ae9569a6da8a8, 0x0df98f9a6ce9a9,
    0x1eed9b59acf8a4, 0x0efa1b9aa99958, 0x1a9553516aaa56, 0x1ef9535a6d68a8, 0x0aa89aaa6aaaa9, 0x0de95795ade869,
    0x0eed5b5aad78dd, 0x0ded579abc68ad, 0x2ebfab9abcfcf8, 0x1ebaab9aace8a8, 0x0afe9796ac68a8, 0x0aaa1a19a9a999,
    0x0aea5b5569e9a9, 0x15a9aa96a8a8a8, 0x3a955655595555,
    0x19db1771699a57, 0x1dfd978f78bcec, 0x1eb9ab9b6d38ad, 0x0fed8bdabcfcf9, 0x0fe649656ad559, 0x0db966ce2cf96c,
    0x0af49b9abdbce9, 0x1eed6bcabcfcfc, 0x16b75b51abd555, 0x1ae99b8aa9a8a8, 0x0efd4ba66cb4b9, 0x0cfe9f9f7cf86c,
    0x0fea9f9bbcfda8, 0x0efe9fdebcacac, 0x1a955765669656, 0x0ffa638ead7dcd, 0x0aa8aaaa69aaa9, 0x0dfdaf86fcfcac,
    0x0efe6e9be87ced, 0x0dfd97dabc7ce9, 0x1bff4b71599986, 0x1fffffdafcfcf8, 0x1efee39b7cb8ec, 0x0aaa1b19aca999,
    0x0beb9f2aadffaa, 0x19edafd6acaca8, 0x3a955655595555,
    0x0da657a56a9696, 0x0df9579a38a968, 0x1ff9a3cb7d3dec, 0x0ffed7db5cf4b8, 0x0fba11756fd95a, 0x1dec9bcf7cb4b9,
    0x0ffe979a7cacd9, 0x0ffdbbceacf8e8, 0x17b65b816fc955, 0x1aa99a8aa9a8a8, 0x0afe569fbcbcf8, 0x1df97bcbbcfcec,
    0x0ffe9f5efcfce8, 0x0efd5f5bfcd96c, 0x1fe9a3a12ee68a, 0x1efeb7cb69bca8, 0x1fe8aaab3efdaa, 0x0ef9ab5a6dec8c,
    0x0bedaf9e6cb8ed, 0x0efdd39abde8bc, 0x1fff97356de591, 0x0efeab5abcd88c, 0x1abed74bbcad68, 0x0ebe6b62ada959,
    0x1fff8ba0bfeee9, 0x09ed7f966dbca8, 0x3a955655595555,
    0x0eaa17b15dda52, 0x1dfc978a39e9a8, 0x1eee6b9aae2aad, 0x0ffeebce7cfc55, 0x0f6a93b56eea1a, 0x0efd9bcb7cf97a,
    0x0ffda3d97caced, 0x0aed97c9bdfcad, 0x1bf66b816fe599, 0x0aa99a99a9a8a8, 0x0edd9b8aacb8bc, 0x0cfedfdfacfcf8,
    0x1ffddf1abdfce8, 0x1efa5fdbfdd8ac, 0x0fe953559e9a9a, 0x0fdc639aad99dd, 0x0aa89aaa6aa9a9, 0x1dfdaf9bbcf8ac,
    0x0fee7f5bedfdee, 0x1dfde39f7cbcfc, 0x1fea53756aa965, 0x1eeaab8abcf4a4, 0x1effd7cbbc9c9c, 0x0ebe6b5abdb899,
    0x0efeab3a7ffbee, 0x0aed5b966caca8, 0x3a955655595555,
    0x1efa13b22e9f5b, 0x1ee9475525e959, 0x1bfe2b9a9d38c9, 0x0ff99a5aac98b9, 0x0af943a16eaa6a, 0x0ffe9b9e7de1ad,
    0x0afd97da7d15fd, 0x0ded679a9cbcac, 0x1bf713a62fed1a, 0x1fe99b9aace86c, 0x0fec5799a97cac, 0x0efd2b9b2de86c,
    0x0fed9b65bdf8f5, 0x1aee16665c9909, 0x0fe427656aeaaa, 0x0eee571b3dd96d, 0x0aa899aa69aaa9, 0x0ef957966dd898,
    0x0efd1b6f6d6ce9, 0x0aed5b4a7c68a9, 0x1bbf57645ce965, 0x0eeda79abdf8dc, 0x0efed796ac68ac, 0x0eb65b5abdf99d,
    0x0aed9b55add9a8, 0x10fdafd5bc9ca5, 0x3a955655595555,
    0x1bbe13a62dad5a, 0x1de8979a38a9a8, 0x0efd674e5d7ced, 0x0ef99b59bcaca9, 0x0abf93f67eff5e, 0x1ded97557ce5ad,
    0x0efd57966d6ca9, 0x0eed678aadbca8, 0x1bfb47927fe90d, 0x1aa99a4aa9a8a8, 0x0eed5b9aaca8a9, 0x1df99f9f74e8a8,
    0x1ede5f597dec54, 0x0ef55f9bacd85c, 0x0eed53a618ed9a, 0x0efd635b6db89d, 0x0aa89aaa6aaaa9, 0x1eba5b99aca46c,
    0x05dd1f575dadde, 0x0dee979abc789c, 0x0baf57552de955, 0x1ebeab9aace8a4, 0x0abe9756ac69a8, 0x0aaa1b1a6da999,
    0x06ee5725aea995, 0x09a9aa96a8a868, 0x3a955655595555,
    0x19eb53765daaa6, 0x1ae8979a28a9a8, 0x0afe578a5d3dac, 0x06f99b9abda4a8, 0x1fab93a679dd25, 0x0efd97867ce5a9,
    0x0ee997566d68a9, 0x1dfebbcffcfcfc, 0x1aff17a26be91e, 0x1aa99a4aa9a8a8, 0x0eed5b9a6da8a8, 0x1dfeaf8f7ce8bc,
    0x0efdab58adf8a4, 0x0eea5fdb7dd8ad, 0x1feda3a66eebab, 0x1efd534d6dacac, 0x0aa89aaa6aa9a9, 0x1efeabdafcedac,
    0x0abe6f6fad6ddd, 0x0ded579abc78ad, 0x1bbf536169e955, 0x1aaaab9aace8a8, 0x0afe96966c68a8, 0x09aa1b19ada959,
    0x0bed875555ea95, 0x1969aa96a898a8, 0x3a955655595555,
    0x1ef956a46eda46, 0x1ae8979a29a8a8, 0x1ffebb8f2e7ced, 0x0ef9a39abc9ca5, 0x1ebb87b56fea0a, 0x1efd678a7ce4ad,
    0x0ae997966d68a9, 0x0eed678aacfca8, 0x1bfa0b907ee955, 0x1aa99a4aa9a8a8, 0x0ee85a9a6da8a8, 0x1df96f8a6ce4a8,
    0x1efdaf5a3dfca4, 0x0efa5b9aad885d, 0x0fe953616ee69a, 0x1ffea38e3df8fc, 0x0aa89aaa6aaaa9, 0x0eaa5799ade8a8,
    0x0efd1f6f2d7c6d, 0x0eed93aabdbcae, 0x1bbb17216de995, 0x0ebaab9aace8a8, 0x1afe97866c68a8, 0x0e7e2b6a6da998,
    0x06ee5b65addaa9, 0x19a9aa96a89868, 0x3a955655595555,
    0x06ea57615e6e66, 0x1efc978679e8a8, 0x1bfe6bcf193de9, 0x0af99b8abcac65, 0x167b52a26eaa1d, 0x1efca78a7ce5ad,
    0x0edd97867d5ced, 0x0ded679965bca4, 0x1bfb5ba16fa95a, 0x1aa98a99a9a8a8, 0x0ded579a5da8a9, 0x1df5aecf6cbc7d,
    0x0ffa5f5d7dade1, 0x1ebe2f9f7ed98c, 0x1ae852615ae9a6, 0x1ffe279fbd7cf9, 0x1aa89aaa6aaaa9, 0x1efa979aacd8ac,
    0x09ea2aaa6db99e, 0x1dfa67daad3cfd, 0x0bf617655e9955, 0x1efe6b9aace8a8, 0x1efed786ad29ac, 0x0aaa1b19ada959,
    0x08ea5b656de9a9, 0x06eaab96adaca4, 0x3a955655595555,
    0x0aea17755aaf56, 0x1de8979a79a8a9, 0x1af9678a5d78a8, 0x0df99796b8aca8, 0x0aba53a669ee2a, 0x0eed578a6ce5a9,
    0x0ee993966d68a9, 0x0eed678aadfcac, 0x1bf75b016bd999, 0x1aa99a8aa9a8a8, 0x0ded579a6da8a8, 0x1df9af8a6ce8a8,
    0x1efdaf5abcfca4, 0x1dfa5fdbacd96c, 0x0ae592516ea9a6, 0x1ef9535a6d68a8, 0x0aa89aaa6aaaa9, 0x0de95785ade868,
    0x06ed1b5a9d789d, 0x0eed579abc78ad, 0x1bff526155d5a5, 0x1dbda79aace8a8, 0x0dfe9796ac68a8, 0x0aaa1b19ada999,
    0x0bde5b659aee99, 0x19eaab966caca8, 0x3a955655595555,
    0x1ae552752e9656, 0x19e8979a78a858, 0x1efda78e7d69a8, 0x1eeda78ebcbce8, 0x1f3656a16ae659, 0x1fed934a7ce9ac,
    0x1afda3966dbc99, 0x1de9ab8ebcfcbc, 0x1baa57516a9559, 0x1ff89b4abdf8bc, 0x1ee9a7c6797cbc, 0x1af9abcbbcb8a8,
    0x1efdab8aecfca8, 0x1ee9ab8ebde8a8, 0x1fd553256ea656, 0x1efda38a6d7da8, 0x1fecafabbeeeed, 0x1ffdaf9ebdf8b9,
    0x19e82a5a6c7cdd, 0x1deda38eac2ca8, 0x1bfa47716dea56, 0x1efe979a6ce8a8, 0x1dfee78abc2cac, 0x1aae57596da558,
    0x1dbdab49adbcac, 0x1ee9bb856c68a8, 0x3a955655595555,
};

int words_bits(unsigned before, unsigned last, unsigned next) {
  static const unsigned char bits_of[4] = {20, 45, 70, 100};
  return bits_of[triples[27 * before + last] >> (2 * next) & 3];
}

/* How many of a list's letters at `word`, to its end, `letters` begin with; 0 when not all. */
static size_t length_if_begun(const unsigned char *letters, size_t len, const char *word) {
  size_t i = 0;
  while (i < len && word[i] - 'a' == letters[i])
    i++;
  return word[i] == ' ' || word[i] == '!' || word[i] == '\0' ? i : 0;
}

struct words_entry words_listed(const unsigned char *letters, size_t len) {
  struct words_entry longest = {0};
  if (len < SHORTEST_LISTED)
    return longest;
  for (const char *at = listed[letters[0]]; *at; at += *at == ' ') {
    size_t word_len = length_if_begun(letters, len, at);
    while (*at >= 'a')
      at++;
    bool is_stand_in = *at == '!';
    at += is_stand_in;
    if (word_len > longest.len)
      longest = (struct words_entry){word_len, is_stand_in};
  }
  return longest;
}
