#!/usr/bin/env bash
# Holds the running server against its own description (/openapi.json): the document is valid, and
# what requests made from it get back is what it says. Usage: tests/api/check.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${1:-target/debug/search}
scratch=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$scratch"' EXIT

python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --requirement tests/api/requirements.txt

"$program" index corpus/2021 --index "$scratch/index"
"$program" serve --index "$scratch/index" --addr 127.0.0.1:0 >"$scratch/out" 2>"$scratch/log" &
server=$!
for _ in $(seq 100); do
  grep -q listening "$scratch/out" && break
  sleep 0.1
done
url=$(sed -n 's/^listening on //p' "$scratch/out")
[ -n "$url" ] || { cat "$scratch/log" >&2; exit 1; }

curl --silent --fail "$url/openapi.json" >"$scratch/openapi.json"
"$scratch/venv/bin/openapi-spec-validator" "$scratch/openapi.json"
config=$PWD/tests/api/schemathesis.toml
# It keeps what it found in the folder it runs in.
(cd "$scratch" && venv/bin/schemathesis --config-file "$config" run "$url/openapi.json" --max-examples 100 --seed 1)
if grep -E ' (WARN|ERROR) ' "$scratch/log"; then
  echo 'the server complained' >&2
  exit 1
fi
