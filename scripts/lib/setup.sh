# Sets up what ePACK needs, and only what is missing. Sourced by start, test, check and epack; does nothing by itself.
#
# Each step leaves a stamp (a hash of what it was made from) inside the folder it made, so that a later run sees in
# milliseconds that nothing changed and touches no network.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
VENV="$ROOT/.venv"
PYTHON="$VENV/bin/python"
FRONTEND="$ROOT/frontend"
# What is written, with some to spare for what is unpacked on the way.
PYTHON_MB=1500
NODE_MB=1000

say() { printf '%s\n' "$*" >&2; }
step() { printf '==> %s\n' "$*" >&2; }
warn() { printf 'warning: %s\n' "$*" >&2; }
fail() {
    printf 'error: %s\n' "$1" >&2
    shift
    local line
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Hash of standard input; Linux and macOS name the program differently.
hash_of_input() {
    if have sha256sum; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

# Hash of the names and contents of the files whose names come in, NUL-separated.
hash_of_files() {
    if have sha256sum; then xargs -0 sha256sum --; else xargs -0 shasum -a 256 --; fi | hash_of_input
}

stamp_is() { [[ -f "$1" && "$(<"$1")" == "$2" ]]; }

# One set-up at a time in this folder: a second start or test waits until the first has finished or died.
take_setup_lock() {
    local lock="$ROOT/.setup.lock" owner told="" nameless=0 refused=0 why
    until why="$(mkdir "$lock" 2>&1)"; do
        if [[ ! -e "$lock" ]]; then
            # Not another set-up that is in the way, unless one ended just now.
            refused=$((refused + 1))
            sleep 0.1
            ((refused > 3)) || continue
            fail "Nothing can be set up in $ROOT: ${why##*: }." \
                "Run this as the user who owns the folder, and see that its disk is not full or read-only." \
                "Where everything is set up already, ./scripts/epack serve starts the server without it."
        fi
        owner="$(cat "$lock/pid" 2>/dev/null || true)"
        if [[ -z "$owner" ]]; then nameless=$((nameless + 1)); fi
        if ((nameless > 10)) || { [[ -n "$owner" ]] && ! kill -0 "$owner" 2>/dev/null; }; then
            rm -rf "$lock"
            nameless=0
            continue
        fi
        if [[ -z "$told" ]]; then
            say "Another set-up is at work here (process ${owner:-unknown}); waiting for it."
            told=yes
        fi
        sleep 1
    done
    echo "$$" >"$lock/pid"
    trap release_setup_lock EXIT
}

release_setup_lock() {
    rm -rf "$ROOT/.setup.lock"
    trap - EXIT
}

# ---- System packages ---------------------------------------------------------------------------------------------

# Prints how to become root for apt-get; returns 1 when there is no way.
root_prefix() {
    if [[ "$(id -u)" == 0 ]]; then
        echo "env"
    elif have sudo && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
        echo "sudo"
    else
        return 1
    fi
}

# apt_install WHY PACKAGE...: returns 1, having said what to do, when it cannot be done.
apt_install() {
    local why="$1" become
    shift
    if ! have apt-get; then
        warn "$why needs: $*. This system has no apt-get: please install them with its own package manager."
        return 1
    fi
    if ! become="$(root_prefix)"; then
        warn "$why needs system packages, and this user is neither root nor allowed to use sudo."
        warn "Ask an administrator to run: apt-get install $*"
        return 1
    fi
    step "Installing system packages: $*"
    if ! $become env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1; then
        # A fresh machine has no package lists yet, an old one has outdated ones.
        if ! $become apt-get update -qq ||
            ! $become env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; then
            warn "apt-get could not install: $*"
            return 1
        fi
    fi
}

library_present() {
    local known
    case "$(uname -s)" in
        Darwin) [[ -e "/opt/homebrew/lib/$1.dylib" || -e "/usr/local/lib/$1.dylib" ]] ;;
        *)
            # An ordinary user has no /sbin in the path.
            known="$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null || true)"
            [[ "$known" == *"$1.so"* ]]
            ;;
    esac
}

# zbar is the last reader of the cascade. Without it a few very poor labels stay unread; everything else works.
ensure_zbar() {
    library_present libzbar && return 0
    if [[ "$(uname -s)" == Darwin ]]; then
        if have brew && brew install --quiet zbar; then return 0; fi
    elif apt_install "reading very poor labels (zbar)" libzbar0; then
        return 0
    fi
    warn "Going on without zbar; install it later and start again."
}

# ---- Python ------------------------------------------------------------------------------------------------------

python_fits() {
    "$1" -c 'import struct, sys; sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 12) and struct.calcsize("P") == 8))' \
        >/dev/null 2>&1
}

find_python() {
    local name
    for name in "${BASE_PYTHON:-}" python3.11 python3.12 python3 python; do
        if [[ -n "$name" ]] && have "$name" && python_fits "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

no_python() {
    fail "ePACK needs 64-bit Python 3.11 or 3.12, and none was found (python3 is $(python3 --version 2>/dev/null || echo missing))." \
        "Debian 12:    apt-get install python3 python3-venv" \
        "Ubuntu 24.04: apt-get install python3 python3-venv" \
        "macOS:        brew install python@3.11" \
        "Elsewhere install Python 3.11, or name one: BASE_PYTHON=/path/to/python3.11 ./scripts/start" \
        "(3.13 and later do not fit yet: the hand detector has no build for them.)"
}

make_venv() {
    local base version
    base="$(find_python)" || no_python
    version="$("$base" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
    if ! "$base" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        apt_install "creating the Python environment" "python$version-venv" ||
            fail "Python $version has no venv module." "Install the package python$version-venv and start again."
    fi
    step "Creating the Python $version environment"
    rm -rf "$VENV"
    "$base" -m venv "$VENV" || fail "The Python environment could not be created in $VENV."
}

# install_python LOCK: uv is some ten times faster than pip; pip is the way where uv is not to be had.
install_python() {
    local lock="$1"
    if [[ ! -x "$VENV/bin/uv" ]]; then
        "$PYTHON" -m pip install --quiet --disable-pip-version-check -r "$ROOT/scripts/lock.d/uv.txt" >&2 ||
            warn "uv could not be installed; using pip, which takes some minutes longer."
    fi
    # --no-deps: the lock is complete, and it leaves out on purpose what mediapipe declares and never uses.
    if [[ -x "$VENV/bin/uv" ]] && "$VENV/bin/uv" pip install --quiet --python "$PYTHON" --no-deps -r "$lock" >&2; then
        return 0
    fi
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --no-deps -r "$lock" >&2 ||
        fail "The Python packages of $(basename "$lock") could not be installed." \
            "Check the network connection (or the proxy settings) and start again."
}

# Whether the environment was made to its end: one that was broken off has a python and no pip yet, and what looks like one
# without pyvenv.cfg is the system's own Python, which packages must not be put into.
venv_is_whole() {
    [[ -f "$VENV/pyvenv.cfg" ]] && python_fits "$PYTHON" && "$PYTHON" -c 'import pip' >/dev/null 2>&1
}

# ensure_room MEGABYTES WHAT: before something large is fetched, so that a full disk is not taken for a broken network.
ensure_room() {
    local free
    free="$(df -Pk "$ROOT" 2>/dev/null | awk 'NR == 2 { print int($4 / 1024) }')"
    if [[ -n "$free" ]] && ((free < $1)); then
        fail "The disk of $ROOT has $free MB free; $2 need about $1 MB." "Free some space and start again."
    fi
}

# ensure_python run|dev: the environment holds exactly the versions of the lock.
ensure_python() {
    local lock="$ROOT/requirements.txt" stamp="$VENV/.epack-run" wanted
    if [[ "$1" == dev ]]; then
        lock="$ROOT/requirements-dev.txt"
        stamp="$VENV/.epack-dev"
    fi
    wanted="$(hash_of_input <"$lock")"
    if python_fits "$PYTHON" && stamp_is "$stamp" "$wanted"; then return 0; fi
    ensure_room "$PYTHON_MB" "the Python packages"
    venv_is_whole || make_venv
    step "Installing the Python packages"
    install_python "$lock"
    echo "$wanted" >"$stamp"
    # The tests' lock holds everything of the plain one.
    if [[ "$1" == dev ]]; then hash_of_input <"$ROOT/requirements.txt" >"$VENV/.epack-run"; fi
}


# ---- Node and the dashboard --------------------------------------------------------------------------------------

node_fits() {
    have node && have npm && [[ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20' 2>/dev/null)" == true ]]
}

ensure_node() {
    node_fits && return 0
    # Debian 12 carries Node 18. The Python package of Node brings a fitting one into the environment.
    if [[ -x "$VENV/bin/node" ]]; then
        PATH="$VENV/bin:$PATH"
        hash -r
        node_fits && return 0
    fi
    step "No Node 20 or newer found; putting one into the Python environment"
    "$PYTHON" -m pip install --quiet --disable-pip-version-check -r "$ROOT/scripts/lock.d/node.txt" >&2 || true
    PATH="$VENV/bin:$PATH"
    hash -r
    node_fits || fail "Node 20 or newer is needed to build the dashboard (found: $(node --version 2>/dev/null || echo none))." \
        "Install Node 20 LTS with npm, for example from your system's packages or with a version manager, and start again."
}

ensure_node_modules() {
    local stamp="$FRONTEND/node_modules/.epack-lock" wanted
    wanted="$(hash_of_input <"$FRONTEND/package-lock.json")"
    if stamp_is "$stamp" "$wanted"; then return 0; fi
    ensure_node
    ensure_room "$NODE_MB" "the dashboard's packages"
    step "Installing the dashboard's packages"
    (cd "$FRONTEND" && npm ci --no-audit --no-fund --loglevel=error >&2) ||
        fail "The dashboard's packages could not be installed (npm ci)." "Check the network connection and start again."
    echo "$wanted" >"$stamp"
}

# Hash over everything the dashboard is built from; what tests and builds write is left out.
dashboard_sources_hash() {
    (
        cd "$FRONTEND"
        find . -type d \( -name node_modules -o -name .next -o -name out -o -name coverage -o -name test-results \) -prune \
            -o -type f ! -name '*.test.ts' ! -name '*.test.tsx' ! -name '*.tsbuildinfo' ! -name next-env.d.ts -print0 |
            LC_ALL=C sort -z | hash_of_files
    )
}

ensure_dashboard() {
    local stamp="$FRONTEND/out/.epack-sources" wanted
    if [[ ! -f "$FRONTEND/package.json" ]]; then
        warn "This copy has no frontend folder; the server starts without the dashboard."
        return 0
    fi
    wanted="$(dashboard_sources_hash)"
    if [[ -f "$FRONTEND/out/index.html" ]] && stamp_is "$stamp" "$wanted"; then return 0; fi
    ensure_node
    ensure_node_modules
    step "Building the dashboard"
    (cd "$FRONTEND" && NEXT_TELEMETRY_DISABLED=1 npm run --silent build >"$FRONTEND/.build.log" 2>&1) || {
        tail -n 40 "$FRONTEND/.build.log" >&2
        fail "The dashboard could not be built. The whole output is in frontend/.build.log."
    }
    rm -f "$FRONTEND/.build.log"
    echo "$wanted" >"$stamp"
}

# ---- What only the tests need ------------------------------------------------------------------------------------

find_chromium() {
    local name
    for name in "${CHROMIUM_BIN:-}" chromium google-chrome-stable google-chrome; do
        if [[ -n "$name" ]] && have "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

ensure_test_packages() {
    local missing=()
    [[ "$(uname -s)" == Linux ]] || return 0
    library_present libatomic || missing+=(libatomic1)
    [[ -f /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ]] || missing+=(fonts-dejavu-core)
    if ((${#missing[@]})); then
        apt_install "the tests" "${missing[@]}" || fail "The tests cannot run without: ${missing[*]}"
    fi
}

# Debian's Chromium; Ubuntu has it as a snap only, which cannot be driven, so there the test driver's own is taken.
ensure_chromium() {
    find_chromium >/dev/null && return 0
    if grep -qs '^ID=debian' /etc/os-release && apt_install "the browser tests" chromium; then return 0; fi
    step "Fetching a browser for the browser tests"
    "$PYTHON" -m playwright install --with-deps chromium >&2 ||
        fail "The browser tests need Chromium." "Install it, or name one: CHROMIUM_BIN=/path/to/chromium ./scripts/test"
}
