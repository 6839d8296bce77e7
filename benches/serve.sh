#!/usr/bin/env bash
# How `search serve` bears a load while its index changes.
# Usage: benches/serve.sh CORPUS [SECONDS [CONNECTIONS]]; needs wrk and a release build.
set -euo pipefail
cd "$(dirname "$0")/.."
corpus=$(realpath "${1:?a folder of recaps}")
seconds=${2:-30}
connections=${3:-64}
program=$PWD/target/release/search
scratch=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$scratch"' EXIT

cp -r "$corpus" "$scratch/corpus"
mkdir -p "$scratch/corpus/changing"
"$program" index "$scratch/corpus" --index "$scratch/index" --json 2>/dev/null
"$program" serve --index "$scratch/index" --addr 127.0.0.1:0 >"$scratch/out" 2>"$scratch/log" &
server=$!
until grep -q listening "$scratch/out"; do sleep 0.1; done
url=$(sed -n 's/^listening on //p' "$scratch/out")

# One recap changes, and the index with it, every second.
change() {
  for number in $(seq 1000000); do
    sed "s/^title: .*/title: 第 $number 次/" corpus/2021/changsha-2021-07-20.md \
      >"$scratch/corpus/changing/recap.md"
    "$program" index "$scratch/corpus" --index "$scratch/index" >/dev/null 2>&1
    sleep 1
  done
}

load() {
  printf '\n== %s\n' "$1"
  QUERIES=tests/judged.jsonl wrk --threads 2 --connections "$connections" \
    --duration "${seconds}s" --latency --script benches/serve.lua "$url" -- "$2"
}

load 'a fixed text' fixed
load 'mixed queries' mixed
change &
changing=$!
load 'mixed queries while the index changes every second' mixed
kill "$changing"

printf '\n== afterwards\n'
curl --silent "$url/metrics" | grep -E 'requests_total|generation |passages '
grep -cE ' (WARN|ERROR) ' "$scratch/log" || true
