# say.sh -- how the set-up scripts speak: plain words, all on standard error.
# Sourced by the others; expects $root, the project's directory.

say() {
    printf 'apso-scan: %s\n' "$*" >&2
}

# A failed set-up is exit 2, as for every error of the program itself.
stop() {
    say "$*"
    exit 2
}

# quietly NAME COMMAND...: the output goes to build/logs/NAME.log and is shown only on failure.
quietly() {
    log=${root:?}/build/logs/$1.log
    shift
    mkdir -p "$root/build/logs"
    "$@" >"$log" 2>&1 </dev/null || {
        status=$?
        tail -n 60 "$log" >&2
        say "that failed (exit $status); its whole output is in $log"
        return "$status"
    }
}
