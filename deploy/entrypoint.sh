#!/bin/sh
# A task has no files of its own: its config comes as a variable and becomes a file that nobody else reads.
set -eu
if [ -n "${AURORASCOPE_CONFIG_TOML:-}" ]; then
    umask 077
    printf '%s\n' "$AURORASCOPE_CONFIG_TOML" > "${TMPDIR:-/tmp}/config.toml"
    export AURORASCOPE_CONFIG="${TMPDIR:-/tmp}/config.toml"
    unset AURORASCOPE_CONFIG_TOML
fi
exec aurorascope "$@"
