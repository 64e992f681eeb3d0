"""Formats the HTML templates: block-level tags on lines of their own, at most 140 characters a line.

`python tools/templates.py` formats; `--check` changes nothing and fails if a template is not formatted.
djangofmt indents and wraps, and adds no white space that a browser would show. Where a Django tag touches a
block-level element a browser shows none, which djangofmt does not know: this program first puts such tags
on lines of their own. A block tag of our own that writes block-level HTML is named in `WRITES_BLOCK`.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("saathi", "tests")
WIDTH = 140
ROUNDS = 10
DJANGOFMT = Path(sys.executable).parent / "djangofmt"

# A browser shows no space beside these: they start a line, or stand in a table, a list of options
# or a drawing. The stylesheet makes none of them inline.
BLOCK = re.compile(
    "address|article|aside|blockquote|body|button|caption|circle|col|colgroup|dd|defs|details|dialog|div|dl"
    "|dt|fieldset|figcaption|figure|footer|form|g|h[1-6]|head|header|hr|html|legend|li|line|link|main|marker"
    "|mask|meta|nav|ol|optgroup|option|p|path|pattern|polygon|polyline|pre|rect|script|section|style|summary"
    "|table|tbody|td|text|tfoot|th|thead|title|tr|ul|use"
)
# Django tags that write block-level elements, and those that write nothing themselves.
WRITES_BLOCK = {"csrf_token", "error_summary", "field", "pager", "post_form"}
KINDS = dict.fromkeys(WRITES_BLOCK, "empty") | {"panel": "open", "endpanel": "close"}
CONTROL = re.compile(
    "(else|elif|empty|comment|load|extends|(end)?(if|for|with|block|ifchanged|autoescape|partialdef))"
)
VOID = frozenset({"col", "hr", "input", "link", "meta"})
# What is left unchanged: comments, texts to translate, and what HTML does not take apart.
WHOLE = (
    r"{#.*?#}"
    r"|{%-?\s*comment\b.*?{%\s*endcomment\s*%}"
    r"|{%\s*verbatim\b.*?{%\s*endverbatim\s*%}"
    r"|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|<!--.*?-->"
    r"|<(?P<raw>pre|textarea|script|style)\b.*?</(?P=raw)>"
)
DJANGO = r"{%.*?%}|{{.*?}}"
TAG = rf"</?[a-zA-Z](?:{DJANGO}|\"(?:{DJANGO}|[^\"])*\"|'(?:{DJANGO}|[^'])*'|[^>\"'])*>"
TOKEN = re.compile(rf"(?P<whole>{WHOLE})|(?P<tag>{TAG})|(?P<django>{DJANGO})", re.DOTALL)


@dataclass(frozen=True)
class Token:
    """A tag or the text between two tags, and the white space in front of it."""

    space: str
    text: str
    kind: str  # open, close or empty: a block-level tag; control: a Django tag; inline: all else

    @property
    def is_block(self) -> bool:
        """Whether no space shows beside this token."""
        return self.kind in {"open", "close", "empty"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("templates/**/*.html")]
    paths.sort()
    faults = unformatted(paths) if options.check else format_files(paths)
    faults += wide_lines(paths)
    print("".join(f"{fault}\n" for fault in faults), end="")
    return 1 if faults else 0


def format_files(paths: list[Path]) -> list[str]:
    """Formats until nothing changes: a line that is wrapped can make room for a further new line."""
    before: list[str] = []
    for _ in range(ROUNDS):
        texts = [path.read_text(encoding="utf-8") for path in paths]
        if texts == before:
            return []
        for path, text in zip(paths, texts, strict=True):
            path.write_text(split_lines(text), encoding="utf-8")
        failure = run_djangofmt(paths)
        if failure:
            return failure
        before = texts
    return [f"Not settled after {ROUNDS} rounds: tools/templates.py and djangofmt disagree"]


def unformatted(paths: list[Path]) -> list[str]:
    """The templates that formatting would change."""
    results = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if split_lines(text) != text:
            results.append(f"{path.relative_to(ROOT)}: not formatted")
    return results + run_djangofmt(paths, "--check")


def run_djangofmt(paths: list[Path], *options: str) -> list[str]:
    """What djangofmt complains of; its settings are in pyproject.toml."""
    command = [str(DJANGOFMT), *options, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    return (done.stdout + done.stderr).splitlines() if done.returncode else []


def wide_lines(paths: list[Path]) -> list[str]:
    """A sentence for each line that is too long and that only a person can break."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {len(line)} characters; blocktranslate trimmed holds long texts"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > WIDTH
    ]


def split_lines(source: str) -> str:
    """The template with a new line wherever a block-level tag touches what is not its own content."""
    tokens = list(read_tokens(source))
    breaks = set(gaps_of_branches(tokens))
    parts = [tokens[0].text]
    for at, (before, token) in enumerate(pairwise(tokens), 1):
        gap = token.space
        if "\n" not in gap and (
            at in breaks or splits_tags(before, token) or splits_controls(tokens, at)
        ):
            gap = "\n"
        parts.append(gap + token.text)
    return tokens[0].space + "".join(parts)


def read_tokens(source: str) -> Iterator[Token]:
    """The tags of a template and the texts between them, in order; the last may be empty."""
    at = 0
    space = ""
    for match in TOKEN.finditer(source):
        text = source[at : match.start()]
        if text.strip():
            yield Token(space + text[: len(text) - len(text.lstrip())], text.strip(), "inline")
            space = text[len(text.rstrip()) :]
        else:
            space += text
        yield Token(space, match[0], kind_of(match))
        space, at = "", match.end()
    text = source[at:]
    yield Token(space + text[: len(text) - len(text.lstrip())], text.lstrip(), "inline")


def kind_of(match: re.Match[str]) -> str:
    """What a tag is for the layout, by its name."""
    text = match[0]
    if match["tag"] or match["raw"]:
        name = re.match(r"</?([a-zA-Z0-9-]+)", text)[1].lower()
        if not BLOCK.fullmatch(name) and not text.startswith('<input type="hidden"'):
            return "inline"
        if text.startswith("</"):
            return "close"
        return "empty" if match["raw"] or text.endswith("/>") or name in VOID else "open"
    if text.startswith("{#"):
        return "control"
    name = text.strip("{%-} ").split(" ", 1)[0]
    if name in KINDS:
        return KINDS[name]
    return "control" if text.startswith("{%") and CONTROL.fullmatch(name) else "inline"


def splits_tags(before: Token, token: Token) -> bool:
    """Whether one of two neighbours is a block-level tag, and the other neither its text nor its end."""
    if before.kind == "open" or token.kind == "close":
        return before.is_block and token.is_block and (before.kind, token.kind) != ("open", "close")
    return before.is_block or token.is_block


def splits_controls(tokens: list[Token], at: int) -> bool:
    """Whether this is a gap of a run of Django tags that ends before or begins after an element."""
    first, last = at - 1, at
    if tokens[first].text.startswith("{% extends"):
        return True
    while first >= 0 and tokens[first].kind == "control":
        first -= 1
    while last < len(tokens) and tokens[last].kind == "control":
        last += 1
    if "inline" in {tokens[at - 1].kind, tokens[at].kind}:
        return False
    opens = last < len(tokens) and tokens[last].kind in {"open", "empty"}
    closes = first >= 0 and tokens[first].kind in {"close", "empty"}
    return opens or closes


def gaps_of_branches(tokens: list[Token]) -> Iterator[int]:
    """The gaps beside the tags of an `if` or `for` of several lines, where white space does not show.

    That is so where white space is already: before and after an `if`, or at the start of each branch and
    after the end.
    """
    opened: list[list[int]] = []
    for at, token in enumerate(tokens):
        name = token.text.strip("{%- }").split(" ", 1)[0] if token.kind == "control" else ""
        if name in {"if", "for"}:
            opened.append([at])
        elif name in {"elif", "else", "empty"} and opened:
            opened[-1].append(at)
        elif name in {"endif", "endfor"} and opened:
            *places, last = *opened.pop(), at
            if not ends_lines(tokens, places[0], last):
                continue
            if all("\n" in tokens[place + 1].space for place in places):
                yield from (*places, last)
            elif name == "endif" and "\n" in tokens[places[0]].space:
                yield from (place + 1 for place in places)
                yield from (*places, last)


def ends_lines(tokens: list[Token], first: int, last: int) -> bool:
    """Whether this run of tokens ends a line, and has several lines or too little room on one."""
    source = "".join(token.space + token.text for token in tokens[first : last + 1]).lstrip("\n")
    return "\n" in tokens[last + 1].space and ("\n" in source or len(source) > WIDTH)


if __name__ == "__main__":
    sys.exit(main())
