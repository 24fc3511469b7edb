#!/bin/sh
# What the tests need beyond Python: a chromium (and what Playwright's driver links to), and a PostgreSQL
# server that they start themselves; the proofs also a Java for Spark (`needs.sh java`). Installed where root or
# sudo without a password allows it; otherwise the run fails and says what to install.
set -eu

has_chromium() {
    # Ubuntu's chromium-browser may be a stub that only points to a snap: ask for its version
    for name in chromium chromium-browser google-chrome; do
        "$name" --version >/dev/null 2>&1 && return 0
    done
    ls "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium*/INSTALLATION_COMPLETE >/dev/null 2>&1
}

has_driver() { .venv/bin/playwright --version >/dev/null 2>&1; }

has_postgres() { command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

packages() {
    echo "Installing $* for the tests"
    as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

chromium() {
    # Ubuntu has no chromium package that works without snap
    if grep -qx 'ID=ubuntu' /etc/os-release; then
        .venv/bin/playwright install --with-deps chromium
    else
        packages chromium
    fi
}

has_java() { "${JAVA_HOME:+$JAVA_HOME/bin/}java" -version >/dev/null 2>&1; }

need() {
    "$1" && return
    $2 || true
    "$1" || { echo "The tests need $3" >&2; exit 1; }
}

if [ "${1:-}" = java ]; then
    need has_java "packages default-jre-headless" "a Java 17 or newer for Spark: as root, apt-get install default-jre-headless"
    exit 0
fi
need has_driver "packages libatomic1" "libatomic for Playwright's driver: as root, apt-get install libatomic1"
need has_chromium chromium "a chromium: as root, apt-get install chromium (on Ubuntu .venv/bin/playwright install --with-deps chromium)"
need has_postgres "packages postgresql" "a PostgreSQL server to start: as root, apt-get install postgresql"
