#!/bin/sh
# ./run: help, wrong use, and what it does when packages are missing. dpkg-query, apt-get, sudo, id and
# cmake are stand-ins that write down how they were called; nothing is installed or built.
#   run_sh.sh PROGRAM SOURCE
set -eu
unset NO_INSTALL
source=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/bin"
cp "$source/run" "$source/packages.txt" "$dir"
cd "$dir"

stand_in() {
    printf '#!/bin/sh\n%s\n' "$2" >"bin/$1"
    chmod +x "bin/$1"
}
fail() {
    echo "run_sh: $*"
    exit 1
}
run() {
    PATH="$dir/bin:$PATH" DIR="$dir" sh ./run "$@" >out 2>&1
}

# ca-certificates is not there, everything else is.
stand_in dpkg-query 'for last; do :; done; [ "$last" = ca-certificates ] && exit 1; printf installed'
stand_in apt-get 'echo "apt-get $*" >>"$DIR/calls"'
stand_in sudo 'echo "sudo $*" >>"$DIR/calls"; exec "$@"'
stand_in cmake 'echo "cmake $*" >>"$DIR/calls"'
stand_in id 'echo 0'

run || fail "no verb: help, status 0"
grep -q '用法' out && grep -q 'Usage' out || fail "help in two languages"
if run nonsense; then fail "an unknown verb is accepted"; fi
grep -q 'nonsense' out || fail "the unknown verb is not named"

: >calls
if NO_INSTALL=1 run build; then fail "NO_INSTALL=1 goes on without the packages"; fi
grep -q 'missing packages: ca-certificates *$' out || fail "what is missing is not said"
[ ! -s calls ] || fail "NO_INSTALL=1 called something: $(cat calls)"

run build || fail "build as root: $(cat out)"
cat >want <<'END'
apt-get update -q
apt-get install -q -y --no-install-recommends ca-certificates
cmake --preset release --log-level=WARNING
cmake --build --preset release
END
diff want calls || fail "as root"

: >calls
stand_in id 'echo 1000'
run build || fail "build with sudo: $(cat out)"
grep -q '^sudo apt-get update' calls || fail "sudo is not asked"
if grep '^sudo' calls | grep -v apt-get; then fail "more than apt-get ran as root"; fi

: >calls
stand_in dpkg-query 'printf installed'
NO_INSTALL=1 run build || fail "nothing is missing, and yet: $(cat out)"
if grep -q apt-get calls; then fail "nothing is missing, and yet apt-get ran"; fi
