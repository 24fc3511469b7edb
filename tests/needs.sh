#!/bin/sh
# What the tests need beyond Python: a chromium, and a PostgreSQL server that they start themselves.
# Installed where root or sudo without a password allows it; otherwise said, and the run fails.
set -eu

has_chromium() {
    for name in chromium chromium-browser google-chrome; do
        # Ubuntu's chromium-browser is a stub that only points to a snap
        command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1 && return 0
    done
    .venv/bin/python - <<'PY'
import os, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not os.path.exists(playwright.chromium.executable_path))
PY
}

has_postgres() {
    command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

install() {
    as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

is_debian() { grep -qx 'ID=debian' /etc/os-release 2>/dev/null; }

if ! has_chromium; then
    echo "Installing chromium for the browser tests"
    if is_debian; then install chromium || true; else .venv/bin/playwright install --with-deps chromium || true; fi
    has_chromium || { echo "The browser tests need a chromium: as root, apt-get install chromium (Ubuntu: .venv/bin/playwright install --with-deps chromium)" >&2; exit 1; }
fi
if ! has_postgres; then
    echo "Installing a PostgreSQL server for the tests that start one"
    install postgresql || true
    has_postgres || { echo "The tests start a PostgreSQL server of their own: as root, apt-get install postgresql" >&2; exit 1; }
fi
