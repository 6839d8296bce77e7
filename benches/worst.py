#!/usr/bin/env python3
"""The worst of many random questions, by every face: what it took and how much memory it needed.

    python3 benches/worst.py CORPUS INDEX [--bin target/release/search] [--questions 5000] [--seed 1]

CORPUS is a folder of Markdown files, INDEX an index of it that `search` has built. Questions have 1 to
1,000 characters of all scripts and all operators: strings of the corpus, fragments of words, single
letters and digits, Han characters, signs, phrases, prefixes, fields, alternatives, negations,
parentheses, and each of these many times over. They are asked with all flags, of `search query
--batch`, of `/api/search` and `/api/facets` of `search serve`, and of the tools of `search mcp`; each
is asked twice, the quicker counts. Times are those of the processor, all threads added up, so that the
machine's other work does not count. Memory is the peak of the process beyond what it held after its
first question, without the pages of the index. Needs Python 3.9 and nothing else.
"""
import argparse, http.client, json, os, pathlib, random, re, subprocess, sys, unicodedata, urllib.parse

LONGEST = 1000
SCRIPTS = ["abcdefghijklmnopqrstuvwxyz", "0123456789", "的是在数据库了有人我社区", "éжλß", "かなハン글", ",.-+#:/@()*\"“”（）～、。"]
FIELDS = ["title", "speaker", "org", "city", "label", "tag"]


def texts(corpus, rng):
    files = sorted(corpus.rglob("*.md"))
    return [path.read_text(encoding="utf-8", errors="replace") for path in rng.sample(files, min(300, len(files)))]


def piece(rng, texts):
    """A part of a question."""
    kind = rng.randrange(9)
    if kind == 0:
        text = rng.choice(texts)
        at = rng.randrange(max(1, len(text)))
        return " ".join(text[at:at + rng.choice([2, 5, 20, 80, 400])].split())
    if kind == 1:
        return rng.choice(rng.choice(SCRIPTS))
    if kind == 2:
        return "".join(rng.choice(rng.choice(SCRIPTS)) for _ in range(rng.randint(1, 12)))
    if kind == 3:
        words = re.findall(r"[A-Za-z0-9]+", rng.choice(texts)) or ["a"]
        word = rng.choice(words)
        at = rng.randrange(len(word))
        return word[at:at + rng.randint(1, 4)]
    if kind == 4:
        return chr(rng.randint(0x4E00, 0x9FA5)) * rng.randint(1, 3)
    inner = piece(rng, texts)[:60].replace('"', "")
    if kind == 5:
        return f'"{inner} {rng.choice(SCRIPTS[0])}"' + rng.choice(["", "~1", "~5", "~99"])
    if kind == 6:
        return f"{inner[:3] or 'a'}*"
    if kind == 7:
        return f"{rng.choice(FIELDS)}:{inner.split(' ')[0] or 'a'}"
    return f"({inner} {rng.choice(['OR', '', '-', 'NOT'])} {inner[::-1]})"


def question(rng, texts):
    length = int(round(LONGEST ** rng.random())) if rng.random() < 0.7 else LONGEST
    if rng.random() < 0.3:
        part, by = piece(rng, texts), rng.choice(["", " ", " OR ", " -"])
        text = by.join([part or "a"] * LONGEST)
    else:
        by = rng.choice(["", " ", " ", " OR ", " -", None])
        parts = []
        while sum(map(len, parts)) < length:
            parts += [piece(rng, texts) or "a", rng.choice([" ", " OR ", " -", ""]) if by is None else by]
        text = "".join(parts)
    text = re.sub(r"[\r\n\0]", " ", text[:length]).encode("utf-8", "replace").decode()
    # They are counted as they are compared: `…` is three.
    while len(unicodedata.normalize("NFKC", text).casefold()) > LONGEST:
        text = text[:-10]
    return text


def memory(pid):
    """Peak resident MB of a process, without the pages of the files that it maps."""
    fields = dict(re.findall(r"(\w+):\s+(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text()))
    return (int(fields["VmHWM"]) - int(fields["RssFile"])) / 1024


def processor(pid):
    """Milliseconds that the threads of a process have run."""
    total = 0
    for thread in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            total += int((thread / "schedstat").read_text().split()[0])
        except (FileNotFoundError, ProcessLookupError):
            pass  # it has ended
    return total / 1e6


class Worst:
    def __init__(self, face):
        self.face, self.times, self.memory, self.slowest = face, [], 0.0, ("", [])

    def took(self, ms, text, flags):
        if not self.times or ms > max(self.times):
            self.slowest = (text, flags)
        self.times.append(ms)

    def row(self):
        times = sorted(self.times)
        at = lambda share: times[int((len(times) - 1) * share)]
        return (f"| {self.face} | {len(times)} | {at(0.5):.1f} | {at(0.99):.1f} | {times[-1]:.1f} | {self.memory:.0f} | "
                f"{len(self.slowest[0])} characters {' '.join(self.slowest[1])} |")


def query(binary, index, asked):
    flags = [[], ["--facets"], ["--group", "event", "--facets"], ["--group", "recap", "--explain", "--limit", "50"],
             ["--explain", "--limit", "100", "--facets"], ["--literal", "--facets"], ["--sort", "newest", "--facets"]]
    worst = Worst("query")
    for number, one in enumerate(flags):
        process = subprocess.Popen([binary, "query", "--index", index, "--batch", "-"] + one,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        def answer(text):
            started = processor(process.pid)
            process.stdin.write(text.encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
            if not line:
                sys.exit(f"no answer to {text!r} with {one}")
            return processor(process.pid) - started
        answer("数据库")
        base = memory(process.pid)
        for text in asked[number::len(flags)]:
            worst.took(min(answer(text) for _ in range(2)), text, one)
        worst.memory = max(worst.memory, memory(process.pid) - base)
        process.stdin.close()
        process.wait()
    return worst


def serve(binary, index, asked):
    process = subprocess.Popen([binary, "serve", "--addr", "127.0.0.1:0", "--index", index],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    address = None
    while address is None:
        found = re.search(r"http://([\w.:]+)", process.stdout.readline())
        address = found and found.group(1)
    shapes = ["/api/search?facets=true&q=", "/api/search?explain=true&limit=100&group=event&q=", "/api/facets?q=",
              "/api/search?literal=true&facets=true&q=", "/api/suggest?prefix="]
    faces = {"/api/facets?q=": Worst("facets"), "": Worst("serve")}
    client = http.client.HTTPConnection(address, timeout=60)
    def answer(path):
        started = processor(process.pid)
        client.request("GET", path)
        response = client.getresponse()
        response.read()
        if response.status not in (200, 400, 414, 431):
            sys.exit(f"{response.status} to {path}")
        return processor(process.pid) - started
    answer("/api/suggest?prefix=a")
    answer("/api/search?q=" + urllib.parse.quote("数据库"))
    base = memory(process.pid)
    for number, text in enumerate(asked):
        shape = shapes[number % len(shapes)]
        path = shape + urllib.parse.quote(text)
        faces.get(shape, faces[""]).took(min(answer(path) for _ in range(2)), text, [shape])
    for worst in faces.values():
        worst.memory = memory(process.pid) - base
    process.terminate()
    process.wait()
    return list(faces.values())


def mcp(binary, index, asked):
    process = subprocess.Popen([binary, "mcp", "--index", index], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    def send(message):
        process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
        process.stdin.flush()
    send({"id": 0, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {},
                                                      "clientInfo": {"name": "worst", "version": "1"}}})
    process.stdout.readline()
    send({"method": "notifications/initialized"})
    def answer(number, tool, arguments):
        started = processor(process.pid)
        send({"id": number + 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}})
        if not process.stdout.readline():
            sys.exit(f"no answer to {arguments!r}")
        return processor(process.pid) - started
    answer(0, "search_talks", {"query": "数据库"})
    base, worst = memory(process.pid), Worst("mcp")
    for number, text in enumerate(asked):
        tool = ["search_talks", "list_facets"][number % 2]
        arguments = {"query": text, **({"limit": 50, "group": "event"} if number % 4 == 0 else {})}
        worst.took(min(answer(number, tool, arguments) for _ in range(2)), text, [tool])
    worst.memory = memory(process.pid) - base
    process.stdin.close()
    process.wait()
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("index")
    parser.add_argument("--bin", default=str(pathlib.Path(__file__).resolve().parent.parent / "target/release/search"))
    parser.add_argument("--questions", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print the slowest question of each face")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    known = texts(options.corpus, rng)
    asked = [question(rng, known) for _ in range(options.questions)]
    rows = [query(options.bin, options.index, asked), *serve(options.bin, options.index, asked),
            mcp(options.bin, options.index, asked)]
    print("| face | questions | p50, ms | p99, ms | worst, ms | memory, MB | the slowest |\n|---|---|---|---|---|---|---|")
    for worst in rows:
        print(worst.row())
        if options.show:
            print(repr(worst.slowest[0]), file=sys.stderr)


if __name__ == "__main__":
    main()
