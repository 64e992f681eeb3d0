"""Looks for what is personal in the logs of a site: what walks typed, and what the demo's files hold.

`python -m tests.browser.personal`, run in the home of the site, prints what its files hold as JSON.
"""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote_plus

from anyascii import anyascii

ROOT = Path(__file__).resolve().parents[2]
TYPED: set[str] = set()  # by any walk, as long as the site runs
SHORTEST = 4  # letters of a word, for a shorter one is part of other words
DIGITS = 6
RUN = 3  # words of a sentence that stand together nowhere else
# The database's own sentence: a child too "is ready to".
OF_DATABASE = "database system is ready to accept connections"
OURS = frozenset({"demo", "invented"})  # in names of the invented nation and in our own messages


def is_personal(value: object) -> bool:
    """Whether it may be: a code of our own, a day or a number of two digits is not."""
    text = str(value)
    has_letters = re.search(r"[^\x00-\x7f]|[A-Z]| ", text) and re.search(r"[^\W\d_]", text)
    return bool(has_letters) or len(re.sub(r"\D", "", text)) >= DIGITS


# Vowel signs of Arabic, Thaana and the Indian scripts are no letters to Python, but parts of words.
WORD = re.compile(r"[\w\u0300-\u036f\u0610-\u06ed\u0780-\u07bf\u0900-\u0dff]+")


ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _folded(text: str) -> str:
    return " ".join(WORD.findall(unicodedata.normalize("NFC", text).casefold()))


def _marks(value: str) -> Iterator[str]:
    """Parts that reveal the value: its words if it is a name, sequences of words, all of its digits.

    An opaque id of ours gives nothing away: logs name people and files by it.
    """
    if ID.fullmatch(value):
        return
    for text in {_folded(value), _folded(anyascii(value))}:
        words = text.split()
        if len(words) < RUN:
            yield from (
                word
                for word in words
                if len(word) >= SHORTEST and not word.isdigit() and word not in OURS
            )
        yield from (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    digits = re.sub(r"\D", "", anyascii(value))
    if len(digits) >= DIGITS:
        yield digits


def _readings(line: str) -> str:
    """A line unchanged, as JSON and as an address would be read; as words and as digits."""
    line = ID.sub(" ", line)  # four letters in a row of an opaque id are no name
    said = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), line)
    all_of_it = f"{line} {said} {unquote_plus(line)}"
    return f" {_folded(all_of_it)} {re.sub(r'[ +-]', '', all_of_it)} "


# The second and a random part; its digits are those of a date of birth now and then.
SNAPSHOT_ID = re.compile(r"\b20\d{12}-[0-9a-f]{8}\b")
# When a line was written, or what it tells of happened: to the second, unlike a date of birth. Without
# this, a walk that types tomorrow's date before midnight is found in every line written after it.
TIMESTAMP = re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?")


def traces(lines: Iterable[str], values: Iterable[str]) -> list[str]:
    """The lines that hold one of the values, in any script or romanisation, each with what it holds."""
    marks = {mark for value in values for mark in _marks(value)}
    words = {mark for mark in marks if not mark.isdigit()}
    numbers = marks - words
    found = []
    for line in lines:
        reading = _readings(TIMESTAMP.sub("", SNAPSHOT_ID.sub("", line)))
        parts = reading.split()
        runs = {" ".join(parts[at : at + n]) for n in (1, RUN) for at in range(len(parts))}
        held = (words & runs) | {number for number in numbers if number in reading}
        if held:
            found.append(f"{min(held)}: {line.strip()[:300]}")
    return found


def log_lines(home: Path) -> dict[str, list[str]]:
    """Every line that the processes of a home wrote, the database's among them, by file."""
    return {
        str(file.relative_to(home)): [
            line.replace(OF_DATABASE, "")
            for line in file.read_text("utf-8", errors="replace").splitlines()
        ]
        for file in sorted(home.rglob("*.log"))
    }


def held_by(home: Path, environment: Mapping[str, str]) -> set[str]:
    """The sealed values of the files of this home."""
    command = [sys.executable, "-m", "tests.browser.personal"]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, timeout=120
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def assert_none_in_logs(home: Path, environment: Mapping[str, str]) -> None:
    """Fails where a line of the home's logs holds what the demo's children are or a walk typed."""
    values = held_by(home, environment)
    assert len(values) > 100, "the demo's files were not read"
    logs = log_lines(home)
    of_database = [name for name in logs if "postgresql" in name]
    assert "demo.log" in logs, logs.keys()
    assert of_database, logs.keys()
    found = {name: traces(lines, values | TYPED) for name, lines in logs.items()}
    assert not any(found.values()), found


def _strings(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _strings(value)
    elif isinstance(content, list):
        for value in content:
            yield from _strings(value)


def print_what_is_held() -> None:
    """All that is sealed in this home, and may be personal, as one line of JSON."""
    from django.apps import apps

    from saathi.vault import store as vault

    found: set[str] = set()
    for model in apps.get_models():
        if hasattr(model, "SEALED_FIELD_ID"):
            records = list(model._default_manager.exclude(sealed=None))
            for opened in vault.open_many(records).values():
                found.update(text for text in _strings(opened) if is_personal(text))
    print(json.dumps(sorted(found)))


if __name__ == "__main__":
    from saathi.config import start

    with start.process("maintenance"):
        print_what_is_held()
