#!/bin/sh
# Packs this checkout for a Spark of AWS's and puts it where `aurorascope spark submit --code` looks:
#
#     deploy/spark/pack.sh emr-serverless s3://BUCKET/PREFIX    needs uv and the AWS CLI, on Linux
#     deploy/spark/pack.sh glue s3://BUCKET/PREFIX              needs Python with venv and the AWS CLI
#
# EMR Serverless gets a whole Python with everything in it, at the locked versions: run this on the processor
# that the application has (x86-64 or ARM). Glue has a Python of its own and gets our wheel alone.
set -eu

usage() { echo "usage: deploy/spark/pack.sh emr-serverless|glue s3://BUCKET/PREFIX" >&2; exit 2; }

[ $# -eq 2 ] || usage
case $2 in s3://?*) ;; *) usage ;; esac
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

case $1 in
emr-serverless)
    # a Python that runs wherever it is unpacked: a venv would point to one that executors do not have
    uv python install --install-dir "$work" 3.11
    python=$(ls -d "$work"/cpython-3.11*/ | head -n 1)
    "${python}bin/python3.11" -m pip install --quiet --break-system-packages --require-hashes -r requirements.lock
    "${python}bin/python3.11" -m pip install --quiet --break-system-packages --no-build-isolation --no-deps --no-index .
    packed=aurorascope-environment.tar.gz
    tar -C "$python" -czf "$work/$packed" .
    ;;
glue)
    python3 -m venv "$work/venv"
    "$work/venv/bin/python" -m pip install --quiet --require-hashes -r requirements.lock
    "$work/venv/bin/python" -m pip wheel --quiet --no-build-isolation --no-deps --no-index --wheel-dir "$work" .
    packed=$(basename "$work"/aurorascope-*.whl)
    ;;
*) usage ;;
esac
aws s3 cp --only-show-errors "$work/$packed" "${2%/}/$packed"
echo "${2%/}/$packed"
