#!/usr/bin/env python3
"""Measures the judge on a large labelled table that is made here, from a fixed seed.

    tests/judge/measure.py [--failures N] [--seed N] [--identifiers FILE]

Builds driver.c with $CC (cc), prints a row a class, and ends with 1 where a bound is not met.
No candidate stands whole in any file: prefixes and tails meet only in the pipe to the driver.
"""
import argparse
import os
import pathlib
import random
import string
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOURCES = ["tests/judge/driver.c", "scanner/engine/judge.c", "scanner/engine/surprise.c", "scanner/engine/words.c",
           "scanner/engine/dictionary.c", "scanner/engine/spelling.c",
           "scanner/model/key.c", "scanner/base/str.c", "scanner/base/buf.c", "scanner/base/memory.c",
           "scanner/base/err.c"]
SERVICE = "apso" + "_sk_"
PREFIXES = [SERVICE + scope for scope in ("live_", "live_", "svc_", "org_", "test_", "")] + ["apso" + "_live_"]

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
ALPHABETS = {
    "hex": DIGITS + "abcdef",
    "HEX": DIGITS + "ABCDEF",
    "base36": LOWER + DIGITS,
    "BASE36": UPPER + DIGITS,
    "base62": LOWER + UPPER + DIGITS,
    "base64url": LOWER + UPPER + DIGITS + "-_",
    "base32": UPPER + "234567",
    "base58": "".join(c for c in LOWER + UPPER + DIGITS if c not in "0OIl"),
    "lower": LOWER,
    "UPPER": UPPER,
    "letters": LOWER + UPPER,
    "digits": DIGITS,
}

WORDS = """access account action active add admin agent alert alias allow alpha amount analytics answer api app apply
archive area array asset assign async audit auth author auto avatar await back backend backup badge balance banner base
basic batch beta bill billing binary blank block blog body book boolean border bottom box branch brand bridge browser
bucket buffer build builder bundle button buyer cache calendar call callback cancel canvas card cart case catalog
category center chain change channel charge chart chat check checkout child choice city class clean clear click client
clone close cloud cluster code collect color column command comment commit company compare complete compute config
confirm connect console constant contact container content context control convert cookie copy core count country
coupon create credit cron currency current custom customer daily dashboard data database date day deal debug decode
default delay delete deliver demo deploy design detail develop device dialog digest direct disable discount display
document domain done download draft driver dynamic edge edit editor element email empty enable encode end engine enter
entity entry enum environment error event exact example except exchange exist expect expire explain export extend
external factory fail failure fake feature feed fetch field file filter final find finish first fixture flag flat flow
folder follow font footer force form format forward frame free front function gateway general generate get global
grand graph grid group guard guest guide handle handler hash header health hello help hidden history home hook host
hour icon identity ignore image import inbox include index info init inject inline input insert inspect install
instance integer integration internal invalid invite invoice issue item job join journal json keep kernel key kind
label lambda language large last latest launch layer layout lead leak ledger left legacy length level library license
light limit line link list listen live load local locale location lock log login logo long lookup loop machine mail
main manage manager manual map mark market mask master match media member memory menu merge message meta method
metric middle migrate minimum minute mirror missing mobile mock mode model module monitor month mount move name
native nested network never new next node none normal note notice number object offer offline old online open
operator option order organization origin outer output owner pack package page panel param parent parse part partner
pass password patch path pattern payment peer pending people permission person phone pick pipeline place placeholder
plan platform plugin point policy pool popup port portal position post prefix present press preview price primary
print private process product production profile program project prompt property provider proxy public publish
purchase push quantity query question queue quick quota random range rate raw read ready real reason receive record
redact redirect reduce refresh region register reject relation release reload remote remove render replace reply
report request require reset resource response restore result retry return reveal review revoke right role roll room
root rotate route rule run safe sale sample sandbox save scan schema scope score screen script search secret section
secure select send sender sensor sequence server service session set setting setup share shell shipping short show
side sign signal simple single size skip slice slot small socket some sort source space spec stack staff stage
staging start state static status step stop storage store stream string strong style submit subscription success
suffix super support switch symbol sync system table tag target task team template temp tenant term test text theme
third ticket time title today toggle token tool top topic total trace track trade traffic transfer transform trial
trigger true type unit unknown unlock unsafe update upgrade upload usage user utility valid validate value variable
vault vendor verify version video view visible visitor wallet warning watch web webhook week weight widget width
window wizard word work worker workspace wrap write wrong year yesterday yield your zone""".split()

STAND_INS = """your my some any this the old new test fake dummy mock sample example demo changeme replace insert here
key apikey token secret value placeholder redacted invalid expired revoked not real only do use""".split()

FOREIGN = """clave secreta llave prueba ejemplo usuario contrasena servicio schluessel geheim beispiel benutzer passwort
dienst platzhalter cle secrete exemple utilisateur motdepasse chave segredo senha exemplo usuario servico chiave segreta
esempio utente sleutel voorbeeld gebruiker wachtwoord nyckel hemlig exempel anvandare losenord klucz tajny przyklad
haslo klyuch sekret primer parol avain salainen esimerkki noegle hemmelig eksempel""".split()

ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", LOWER, LOWER, DIGITS * 3, LOWER + DIGITS,
        "1234567890" + LOWER]


def draw(rng, alphabet, length):
    return "".join(rng.choice(alphabet) for _ in range(length))


def uuid(rng, upper=False):
    digits = draw(rng, ALPHABETS["HEX" if upper else "hex"], 32)
    return "-".join((digits[:8], digits[8:12], "4" + digits[13:16], "8" + digits[17:20], digits[20:]))


def key_classes(rng):
    each = 3000
    for name, alphabet in ALPHABETS.items():
        bound = 99.9
        yield f"{name} 16-64", bound, [draw(rng, alphabet, rng.randint(16, 64)) for _ in range(each)]
        yield f"{name} 16", bound, [draw(rng, alphabet, 16) for _ in range(each)]
    mixed = [name for name in ALPHABETS if name != "digits"]
    for low, high, bound in ((12, 15, 99.8), (8, 11, 96)):
        for name in mixed:
            yield (f"{name} {low}-{high}", None,
                   [draw(rng, ALPHABETS[name], rng.randint(low, high)) for _ in range(each)])
        yield (f"all alphabets {low}-{high}", bound,
               [draw(rng, ALPHABETS[rng.choice(mixed)], rng.randint(low, high)) for _ in range(4 * each)])
    yield "uuid", 99.5, [uuid(rng, i % 2) for i in range(each)]
    yield "uuid without dashes", 99.5, [uuid(rng).replace("-", "") for i in range(each)]
    yield "word and random 20-24", 99.5, [beside_words(rng, rng.randint(20, 24)) for _ in range(each)]
    yield "words and random 16", 99.0, [beside_words(rng, 16) for _ in range(each)]
    yield ("random 16-32 and junk", 99.5,
           [draw(rng, ALPHABETS["base62"], rng.randint(16, 32)) + rng.choice(["-", "_", "--", "_-", "__"])
            for _ in range(each)])
    yield "groups of 4 or 5, as licences", 99.0, [groups(rng) for _ in range(each)]


def groups(rng):
    return "-".join(draw(rng, ALPHABETS["BASE36"], rng.choice((4, 5))) for _ in range(rng.randint(4, 6)))


def beside_words(rng, length):
    name = rng.choice(["hex", "base36", "base62", "base64url", "base32", "base58"])
    words = "_".join(rng.choice(WORDS + STAND_INS) for _ in range(rng.randint(1, 2)))
    random_part = draw(rng, ALPHABETS[name], length)
    return f"{words}_{random_part}" if rng.random() < 0.6 else f"{random_part}_{words}"


def in_case(rng, words):
    case = rng.randrange(7)
    if case == 0:
        return "_".join(words)
    if case == 1:
        return "-".join(words)
    if case == 2:
        return words[0] + "".join(w.capitalize() for w in words[1:])
    if case == 3:
        return "".join(w.capitalize() for w in words)
    if case == 4:
        return "_".join(words).upper()
    if case == 5:
        return "-".join(words).upper()
    return "".join(words)


def identifier(rng, vocabulary, most=5):
    return in_case(rng, [rng.choice(vocabulary) for _ in range(rng.randint(1, most))])


def with_number(rng, vocabulary):
    number = rng.choice([str(rng.randint(0, 9)), str(rng.randint(10, 99)), str(rng.randint(100, 999)),
                         str(rng.randint(1990, 2035)), "123", "1234", "12345", "123456", "001", "01", "v1", "v2"])
    return identifier(rng, vocabulary, 3) + rng.choice(["", "_", "-"]) + number


def mask(rng):
    char = rng.choice("xxxxXX0")
    run = char * rng.randint(3, 48)
    if rng.random() < 0.3:
        run = "-".join(char * rng.randint(3, 8) for _ in range(rng.randint(2, 5)))
    return run


def partial_mask(rng):
    shown = draw(rng, rng.choice([ALPHABETS["base62"], ALPHABETS["hex"], ALPHABETS["base36"]]), rng.randint(1, 4))
    hidden = rng.choice("xxxX0_") * rng.randint(8, 28)
    if hidden[0] == "_":
        shown = shown[:3]
    return rng.choice([shown + hidden, hidden + shown, shown + "_" + hidden, hidden + "_" + shown])


def mixed_mask(rng):
    return draw(rng, rng.choice(["xX", "xX0", "x0", "01", "Xx-", "xy"]), rng.randint(8, 32))


def repeated(rng):
    block = draw(rng, rng.choice([LOWER, DIGITS, ALPHABETS["base36"], ALPHABETS["base62"]]), rng.randint(1, 4))
    return block * rng.randint(3, 8)


def sequence(rng):
    row = rng.choice(ROWS)
    if rng.random() < 0.2:
        row = row[::-1]
    length = rng.randint(min(5, len(row)), len(row))
    begin = rng.randint(0, len(row) - length)
    text = row[begin:begin + length] * rng.choice([1, 1, 1, 2])
    return text.upper() if rng.random() < 0.2 else text


def interleaved(rng):
    first, second, count = rng.randrange(12), rng.randrange(3), rng.randint(3, 8)
    text = "".join(LOWER[first + i] + DIGITS[(second + i) % 10] for i in range(count))
    if rng.random() < 0.3:
        text = "".join(DIGITS[(second + i) % 10] + LOWER[first + i] for i in range(count))
    return text.upper() if rng.random() < 0.2 else text


def chunks(rng):
    """abc123def456, aaaa1111bbbb2222"""
    size, count = rng.choice((2, 3, 3, 4)), rng.randint(1, 4)
    if rng.random() < 0.3:
        text = "".join(LOWER[i] * size + str(i + 1) * size for i in range(count))
    else:
        letters, digits = LOWER, "1234567890" * 3
        text = "".join(letters[i * size:(i + 1) * size] + digits[i * size:(i + 1) * size] for i in range(count))
    return text.upper() if rng.random() < 0.2 else text


def word_and_sequence(rng):
    return identifier(rng, WORDS + STAND_INS, 2) + rng.choice("_-") + rng.choice([sequence, interleaved, chunks])(rng)


def short(rng):
    return draw(rng, ALPHABETS[rng.choice(["base36", "base62", "hex", "digits"])], rng.randint(0, 5))


def leet(rng):
    swap = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5"}
    words = ["secret", "password", "token", "master", "test", "access", "private"]
    text = "_".join(rng.choice(words) for _ in range(rng.randint(1, 2)))
    return "".join(swap[c] if c in swap and rng.random() < 0.7 else c for c in text)


def placeholder_classes(rng):
    def many(make, count):
        return [make(rng) for _ in range(count)]
    yield "identifiers, 1-5 words", many(lambda r: identifier(r, WORDS), 8000)
    yield "identifiers of stand-ins", many(lambda r: identifier(r, STAND_INS), 3000)
    yield "identifiers of both", many(lambda r: identifier(r, WORDS + 8 * STAND_INS), 3000)
    yield "foreign identifiers", many(lambda r: identifier(r, FOREIGN, 3), 1500)
    yield "words and a number", many(lambda r: with_number(r, WORDS + 8 * STAND_INS), 3000)
    yield "masks", many(mask, 500) + many(mixed_mask, 500)
    yield "masks with a part shown", many(partial_mask, 1000)
    yield "repeated blocks", many(repeated, 1000)
    yield "sequences and keyboard rows", many(sequence, 1000)
    yield "interleaved sequences", many(interleaved, 500) + many(chunks, 500)
    yield "word and sequence", many(word_and_sequence, 1000)
    yield "shorter than 6", many(short, 1000)
    yield "leet words", many(leet, 300)
    lines = (HERE / "placeholders.txt").read_text().splitlines()
    yield "written by hand", [line for line in lines if not line.startswith("#")] * 3


def build(directory):
    driver = os.path.join(directory, "driver")
    command = [os.environ.get("CC", "cc"), "-std=gnu11", "-D_GNU_SOURCE", "-O2", "-g", "-Iscanner",
               *os.environ.get("CFLAGS", "").split(), "-o", driver, *SOURCES]
    subprocess.run(command, cwd=ROOT, check=True)
    return driver


def judge(driver, keys):
    done = subprocess.run([driver], input="\n".join(keys) + "\n", capture_output=True, text=True, check=True)
    verdicts = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    assert len(verdicts) == len(keys)
    return verdicts


def measure(driver, rng, tails, is_key, failures):
    keys = [rng.choice(PREFIXES) + tail for tail in tails]
    verdicts = judge(driver, keys)
    wrong = [(tail, score) for tail, (says_key, score) in zip(tails, verdicts) if bool(says_key) != is_key]
    if failures:
        for tail, score in sorted(set(wrong), key=lambda w: (-abs(w[1]), w[0]))[:failures]:
            print(f"      {score:5}  {tail}")
    return len(wrong), 100 * (1 - len(wrong) / len(tails))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--failures", type=int, default=0, metavar="N", help="print the tails of N failures a class")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--identifiers", metavar="FILE", help="one more class of placeholders: a tail a line")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as directory:
        return report(build(directory), rng, options)


def report(driver, rng, options):
    failed = []
    print("Keys                             count  recall")
    timed = []
    for name, bound, tails in key_classes(rng):
        timed += tails[:50]
        _, right = measure(driver, rng, tails, True, options.failures)
        below = bound is not None and right < bound
        failed += [name] if below else []
        print(f"{name:30} {len(tails):7}  {right:6.2f}{f'  below {bound}' if below else ''}")
    print("\nPlaceholders                     count   right")
    total = wrong_total = 0
    classes = list(placeholder_classes(rng))
    if options.identifiers:
        classes.append((options.identifiers, pathlib.Path(options.identifiers).read_text().split()))
    for name, tails in classes:
        timed += tails[:50]
        wrong, right = measure(driver, rng, tails, False, options.failures)
        total, wrong_total = total + len(tails), wrong_total + wrong
        print(f"{name:30} {len(tails):7}  {right:6.2f}")
    accused = 100 * wrong_total / total
    print(f"{'falsely accused, of all':30} {total:7}  {accused:6.2f}")
    failed += ["falsely accused"] if accused > 0.3 else []
    keys = "\n".join(PREFIXES[0] + tail for tail in timed) + "\n"
    timing = subprocess.run([driver, "200"], input=keys, capture_output=True, text=True, check=True)
    print(f"{'nanoseconds for one candidate':30} {int(timing.stdout):7}")
    for name in failed:
        print(f"bound not met: {name}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
