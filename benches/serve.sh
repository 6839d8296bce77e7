#!/usr/bin/env bash
# How `search serve` bears a load while its index changes, and whether all it answers is right.
# Usage: benches/serve.sh CORPUS [SECONDS [CONNECTIONS]]; needs curl, jq, wrk and a release build.
set -euo pipefail
cd "$(dirname "$0")/.."
corpus=$(realpath "${1:?a folder of recaps}")
seconds=${2:-30}
connections=${3:-64}
program=${SEARCH_BIN:-$PWD/target/release/search}
scratch=$(mktemp -d)
server=
changing=
trap 'kill $server $changing 2>/dev/null || true; rm -rf "$scratch"' EXIT

# The text changes; what the queries match does not.
change() {
  sed "s/^title: .*/title: 第 $1 次/" corpus/2021/changsha-2021-07-20.md >"$scratch/corpus/changing.md"
  "$program" index "$scratch/corpus" --index "$scratch/index" "${@:2}" 2>/dev/null
}

cp -r "$corpus" "$scratch/corpus"
change 0 --json
"$program" serve --index "$scratch/index" --addr 127.0.0.1:0 >"$scratch/out" 2>"$scratch/log" &
server=$!
until grep -q listening "$scratch/out"; do sleep 0.1; done
url=$(sed -n 's/^listening on //p' "$scratch/out")

# Judged queries: as words, with counts, filtered, in groups, and the completions of their beginnings.
jq -r '(.q | @uri) as $q | "/api/search?q=\($q)", "/api/search?q=\($q)&facets=true",
  "/api/search?q=\($q)&since=2020&sort=newest", "/api/search?q=\($q)&group=event&limit=20",
  "/api/suggest?prefix=\(.q[:2] | @uri)"' tests/judged.jsonl >"$scratch/paths"
while read -r path; do
  printf '%s\t' "$path"
  curl --silent --fail "$url$path" |
    sed -E 's/^\{"query":"(.*)","total":([0-9]+),"took_ms".*/\1\t\2/; s/^\{"prefix".*/\t/'
  echo
done <"$scratch/paths" >"$scratch/mixed"
printf '/healthz\t\t\n' >"$scratch/fixed"

load() {
  printf '\n== %s\n' "$1"
  wrk --threads 1 --connections "$connections" --duration "${seconds}s" --latency \
    --script benches/serve.lua "$url" -- "$scratch/$2"
}

load 'a fixed text' fixed
load 'mixed queries' mixed
for number in $(seq 1000000); do
  sleep 1 &
  change "$number" >/dev/null || echo "commit $number failed" >&2
  wait
done &
changing=$!
load 'mixed queries while the index changes every second' mixed

printf '\n== afterwards\n'
curl --silent "$url/metrics" | grep -E 'requests_total|generation |passages '
grep -E ' (WARN|ERROR) ' "$scratch/log" || echo 'no warnings'
