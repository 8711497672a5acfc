# fresh.sh -- is the release build still good? One find, so that a second ./run starts at once.
# Sourced by run and scripts/release.

# release_is_fresh ROOT: the program was built here, and no source is newer than the moment its build began.
release_is_fresh() {
    [ -x "$1/build/apso-scan" ] && [ -f "$1/build/.built" ] || return 1
    built_in=
    read -r built_in <"$1/build/.built" || :
    [ "$built_in" = "$1" ] || return 1
    # Directories count too, so that a removed file is noticed.
    newer=$(cd -- "$1" && find scanner rules grammars cmake scripts CMakeLists.txt CMakePresets.json \
        -name node_modules -prune -o -newer build/.built -print -quit 2>/dev/null) || :
    [ -z "$newer" ]
}
