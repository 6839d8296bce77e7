#!/usr/bin/env python3
"""Prints all that is public in the library, out of what `cargo doc --no-deps --lib` wrote.

    python3 tests/public_api.py [target/doc/recap_search] > tests/public_api.txt

A change of that file is a change for everybody who builds on the library: read it as one.
"""
import html
import re
import sys
from pathlib import Path

ITEM = re.compile(r"(struct|enum|trait|fn|type|constant)\.(\w+)\.html")


def plain(code):
    code = re.sub(r'<summary class="hideme">.*?</summary>', "", code, flags=re.S)
    code = re.sub(r'<div class="code-attribute">(.*?)</div>', r"\1\n", code)
    # The sign of a tooltip comes and goes with what else was documented.
    code = html.unescape(re.sub(r"<[^>]+>", "", code)).replace(" ⓘ", "")
    return code.rstrip()


def one_line(code):
    return " ".join(plain(code).split())


def described(page):
    """The declaration of a page's item, its own functions, and the traits written for it."""
    declared = re.search(r'item-decl"><code>(.*?)</code></pre>', page, re.S)
    # Behind these stand traits that the compiler and other crates give to every type.
    page = page.partition('id="synthetic-implementations"')[0]
    own, _, theirs = page.partition('id="trait-implementations"')
    header = re.compile(r'<h([34]) class="code-header">(.*?)</h\1>', re.S)
    functions = [one_line(code) for level, code in header.findall(own) if level == "4"]
    traits = [one_line(code) for level, code in header.findall(theirs) if level == "3"]
    named = sorted(re.sub(r"^impl(<[^>]*>)? | for .*", "", trait) for trait in traits)
    named = [name for name in named if name != "StructuralPartialEq"]
    lines = plain(declared[1]).split("\n") + [f"    {function}" for function in functions]
    return lines + [f"    is {', '.join(named)}"] * bool(named)


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else "target/doc/recap_search")
    if not (root / "all.html").is_file():
        sys.exit(f"no documentation in `{root}`; run `cargo doc --no-deps --lib`")
    # What an earlier run left there is linked from nowhere any more.
    linked = re.findall(r'<li><a href="([^"]+)"', (root / "all.html").read_text())
    shown = None
    for path in sorted(linked):
        if not ITEM.fullmatch(Path(path).name):
            continue
        room = "::".join(["recap_search", *Path(path).parts[:-1]])
        if room != shown:
            print(shown := room)
        print("  " + "\n  ".join(described((root / path).read_text())))


main()
