"""Reads the settings files of systemd units (`EnvironmentFile=`) by systemd's rules.

A shell treats quotes, dollar signs and backslashes in such a file differently. Imports no other
Saathi module: `saathi-as` runs this before anything else.
"""

from collections.abc import Iterator
from pathlib import Path

_IN_DOUBLE_QUOTES = '"\\`$'  # characters that a backslash escapes in double quotes
_BLANK = " \t"


def read(file: Path) -> dict[str, str]:
    """The settings of a file; the last value of a name counts."""
    return parse(file.read_text(encoding="utf-8"))


def parse(text: str) -> dict[str, str]:
    """The settings of a text. Lines without a name are ignored, as systemd ignores them."""
    settings = {}
    for line in _lines(text):
        name, equals, value = line.partition("=")
        name = name.strip()
        if equals and name.isascii() and name.isidentifier():
            settings[name] = _value(value)
    return settings


def _lines(text: str) -> Iterator[str]:
    """The lines without comments, joined where a backslash or an open quote continues them."""
    whole, quote = "", ""
    for line in text.splitlines():
        if not whole and line.lstrip().startswith(("#", ";")):
            continue
        whole += line
        quote = _open_quote(whole)
        if quote:
            whole += "\n"
        elif _ends_in_backslash(line):
            whole = whole[:-1]
        else:
            yield whole
            whole = ""
    if whole and not quote:
        yield whole


def _open_quote(line: str) -> str:
    """The quote that this line leaves open, or an empty text."""
    quote, place = "", line.find("=") + 1
    while place < len(line):
        letter = line[place]
        if letter == "\\" and quote != "'":
            place += 1
        elif letter == quote:
            quote = ""
        elif not quote and letter in "'\"":
            quote = letter
        place += 1
    return quote


def _ends_in_backslash(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _value(text: str) -> str:
    """The value without its quotes; blanks around it do not count, those in quotes do."""
    value, quote, place, end = "", "", 0, 0
    text = text.lstrip(_BLANK)
    while place < len(text):
        letter = text[place]
        if letter == "\\" and quote != "'" and place + 1 < len(text):
            place += 1
            following = text[place]
            value += following if not quote or following in _IN_DOUBLE_QUOTES else f"\\{following}"
            end = len(value)
        elif letter == quote:
            quote = ""
            end = len(value)
        elif not quote and letter in "'\"":
            quote = letter
        else:
            value += letter
            if quote:
                end = len(value)
        place += 1
    return value[:end] + value[end:].rstrip(_BLANK)
