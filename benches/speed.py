#!/usr/bin/env python3
"""Whole processes side by side: `search` and the stock recipe of tantivy-jieba, in one run.

    python3 benches/speed.py CORPUS [--times 10] [--work DIR] [--runs 5]

CORPUS is a folder of Markdown files. The same corpus is made `--times` times over, its sentences
shuffled under new names, so that growth shows. Builds what it runs (`cargo bench --no-run`).
Prints one table of ratios; needs Python 3.9 and nothing else.
"""
import argparse, json, os, pathlib, random, re, shutil, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
QUERY = "全密态"


def build():
    """Builds the binary and the bench programs; returns their paths by name."""
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    command = ["cargo", "bench", "--no-run", "--bench", "stock", "--bench", "warm", "--message-format=json"]
    out = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    made = [json.loads(line) for line in out.splitlines()]
    programs = {m["target"]["name"]: m["executable"] for m in made if m.get("executable")}
    target = json.loads(subprocess.run(["cargo", "metadata", "--format-version=1", "--no-deps"], cwd=ROOT,
                                       check=True, stdout=subprocess.PIPE).stdout)["target_directory"]
    return {**programs, "search": f"{target}/release/search"}


def run(*command):
    """Runs a whole process: seconds, peak resident MB, exit status."""
    started = time.perf_counter()
    child = subprocess.Popen([str(c) for c in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{command} failed with {child.returncode}")
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def pages(corpus):
    """The recaps of a corpus."""
    return sorted(path for path in corpus.rglob("*.md") if path.is_file())


def grow(corpus, into, times):
    """Writes the corpus `times` times over with the sentences of each body shuffled."""
    rng = random.Random(7)
    for path in pages(corpus):
        text = path.read_text(encoding="utf-8", errors="replace")
        head = re.match(r"---\n.*?\n---\n", text, re.S)
        head = head.group() if head else ""
        lines = text[len(head):].split("\n")
        for number in range(times):
            rng.shuffle(lines)
            target = into / str(number) / path.relative_to(corpus)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(head + "\n".join(lines), encoding="utf-8")


def strings(corpus, count):
    """What people type: strings of two to eight characters that stand in the texts."""
    rng, found = random.Random(11), []
    files = pages(corpus)
    while len(found) < count:
        text = rng.choice(files).read_text(encoding="utf-8", errors="replace")
        runs = re.findall(r"[\u4e00-\u9fff]{2,}", text)
        if runs:
            run_ = rng.choice(runs)
            length = rng.randint(2, min(8, len(run_)))
            at = rng.randint(0, len(run_) - length)
            found.append(run_[at:at + length])
    return found


def classes(corpus, count=50):
    """Questions of each kind: by name, a list of them."""
    rng = random.Random(13)
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in pages(corpus)]
    han = lambda least, most: next(run[:most] for text in iter(lambda: rng.choice(texts), None)
                                   for run in [rng.choice(re.findall(r"[\u4e00-\u9fff]+", text) or [""])] if len(run) >= least)
    latin = "abcdefghijklmnopqrstuvwxyz0123456789"
    return {
        "one letter": list(latin),
        "two letters": [rng.choice(latin) + rng.choice(latin) for _ in range(count)],
        "one Han character": [han(1, 1) for _ in range(count)],
        "five words": [" ".join(han(2, 2) for _ in range(5)) for _ in range(count)],
        "question": [han(4, 8) + "的" + han(4, 8) + "是什么？" for _ in range(count)],
        "phrase": [f'"{han(4, 8)}"' for _ in range(count)],
        "OR of fifty": [" OR ".join(han(2, 2) for _ in range(50)) for _ in range(count // 5)],
    }


def size(folder):
    return sum(f.stat().st_size for f in pathlib.Path(folder).rglob("*") if f.is_file())


def measure(name, corpus, programs, work, runs, rows):
    text = sum(f.stat().st_size for f in corpus.rglob("*.md"))
    ours, stock = work / f"{name}-search", work / f"{name}-stock"
    search = programs["search"]
    times = {"search": [], "stock": []}
    # In turn, so that both see the same machine.
    for _ in range(max(1, runs // 2)):
        for index in (ours, stock):
            shutil.rmtree(index, ignore_errors=True)
        times["stock"].append(run(programs["stock"], "index", corpus, stock))
        times["search"].append(run(search, "index", corpus, "--index", ours))
    best = {k: min(t[0] for t in v) for k, v in times.items()}
    memory = {k: max(t[1] for t in v) for k, v in times.items()}
    work_done = {k: min(t[2] for t in v) for k, v in times.items()}
    mb = text / 1e6
    rows.append((f"indexing, MB/s ({mb:.0f} MB)", mb / best["search"], mb / best["stock"], "ratio 0.7 or more"))
    rows.append((f"indexing, processor seconds, {name}", work_done["search"], work_done["stock"], ""))
    rows.append((f"peak memory of indexing, MB, {name}", memory["search"], memory["stock"], "400 or less"))
    rows.append((f"index / text, {name}", size(ours) / text, size(stock) / text, "2.0 or less"))
    cold = {"search": [], "stock": []}
    for _ in range(runs * 4):
        cold["search"].append(run(search, "query", QUERY, "--index", ours))
        cold["stock"].append(run(programs["stock"], "query", stock, QUERY))
    median = {k: statistics.median(t[0] for t in v) * 1e3 for k, v in cold.items()}
    rows.append((f"cold query, ms, {name}", median["search"], median["stock"], "10 or less, ratio 0.1 or less"))
    rows.append((f"memory of a query, MB, {name}", max(t[1] for t in cold["search"]),
                 max(t[1] for t in cold["stock"]), "40 or less"))
    queries = work / "queries.txt"
    queries.write_text("\n".join(strings(corpus, 500)), encoding="utf-8")
    kinds = []
    for number, (kind, asked) in enumerate(classes(corpus).items()):
        (work / f"class-{number}.txt").write_text("\n".join(asked), encoding="utf-8")
        kinds.append(f"{kind}={work / f'class-{number}.txt'}")
    out = subprocess.run([programs["warm"], ours, stock, queries, *kinds], check=True, stdout=subprocess.PIPE).stdout
    warm = json.loads(out)
    for kind, (mine, theirs) in warm.pop("classes").items():
        for at, label in enumerate(["p50", "p99"]):
            rows.append((f"warm {kind}, µs, {label}, {name}", mine[at], theirs[at], ""))
    for mine, theirs, limit in [("ranked", "stock ranked", "ratio 2 or less"),
                                ("literal", "stock phrase", "ratio 1 or less")]:
        for at, label in enumerate(["p50", "p99"]):
            rows.append((f"warm {mine}, µs, {label}, {name}", warm[mine][at], warm[theirs][at], limit))
    rows.append((f"strings found literally, {name}", warm["literal"][2], warm["stock phrase"][2], "1"))
    return ours, {k: v[0] for k, v in warm.items()}


def updates(corpus, index, programs, work, runs, rows):
    """Nothing changed, and one file changed, on a copy whose time stamps can be trusted."""
    search = programs["search"]
    copy = work / "updated"
    shutil.copytree(corpus, copy)
    shutil.rmtree(index)
    time.sleep(2.5)  # what is younger than two seconds is read again, to be sure
    run(search, "index", copy, "--index", index)
    same = [run(search, "index", copy, "--index", index)[0] * 1e3 for _ in range(runs * 2)]
    rows.append(("update, nothing changed, ms", statistics.median(same), None, "60 or less"))
    path = sorted(copy.rglob("*.md"))[7]
    changed = []
    for number in range(runs):
        path.write_text(path.read_text(encoding="utf-8") + f"\n第{number}次修改。\n", encoding="utf-8")
        changed.append(run(search, "index", copy, "--index", index)[0] * 1e3)
    rows.append(("update, one file changed, ms", statistics.median(changed), None, "200 or less"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--times", type=int, default=10, help="size of the grown corpus (0: leave it out)")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", type=pathlib.Path, help="folder for corpora and indexes (default: a temporary one)")
    options = parser.parse_args()
    programs = build()
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or pathlib.Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        index, once = measure("×1", options.corpus, programs, work, options.runs, rows)
        updates(options.corpus, index, programs, work, options.runs, rows)
        if options.times:
            grown = work / "grown"
            if not grown.exists():
                grow(options.corpus, grown, options.times)
            name = f"×{options.times}"
            _, many = measure(name, grown, programs, work, 4, rows)
            rows.append((f"growth of warm p50, ×1 to {name}, ranked", many["ranked"] / once["ranked"],
                         many["stock ranked"] / once["stock ranked"], "2.5 or less"))
    print("| figure | search | stock | search / stock | aim |\n|---|---|---|---|---|")
    for name, mine, theirs, aim in rows:
        ratio = f"{mine / theirs:.2f} | " if theirs else "| "
        shown = f"{theirs:.4g}" if theirs is not None else ""
        print(f"| {name} | {mine:.4g} | {shown} | {ratio}{aim} |")


if __name__ == "__main__":
    main()
