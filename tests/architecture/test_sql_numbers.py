"""Sections and advisory locks have a number in one place each; SQL uses their names."""

import re
from pathlib import Path

import pytest

from saathi.agencies.sections import ALL_SECTIONS, TEAM_MEMBER_SECTIONS
from saathi.infra.locks import AdvisoryLock

ROOT = Path(__file__).resolve().parents[2]
NAMED_HERE = {
    ROOT / "saathi" / "infra" / "locks.py",
    ROOT / "saathi" / "agencies" / "sections.py",
}
# Tests write numbers by hand, so that they do not repeat a mistake; migrations are history.
FILES = sorted(
    path
    for folder in ("saathi", "bench", "tools")
    for kind in ("*.sql", "*.py")
    for path in (ROOT / folder).rglob(kind)
    if "migrations" not in path.parts and path not in NAMED_HERE
)
SECTION_BITS = re.compile(
    r"\b(reads|writes|sections?)\b[^,;\n]{0,80}?(&\s*~?|(IN \(|<>|=)\s*)[1-9]"
)
ADVISORY_LOCK = re.compile(r"advisory\w*\(\s*\d")
SETS_OF_SECTIONS = re.compile(rf"\b({int(ALL_SECTIONS)}|{int(TEAM_MEMBER_SECTIONS)})\b")


def raw_numbers(text: str) -> list[str]:
    """The lines that contain a section's bit or the number of a lock instead of its name."""
    locks = {int(lock) for lock in AdvisoryLock}
    return [
        line.strip()
        for line in text.splitlines()
        if SECTION_BITS.search(line)
        or ADVISORY_LOCK.search(line)
        or SETS_OF_SECTIONS.search(line)
        or any(int(number) in locks for number in re.findall(r"\b\d{7}\b", line.replace("_", "")))
    ]


@pytest.mark.parametrize(
    "line",
    [
        "IF mine.reads & 128 = 0 THEN",
        "IF mine.reads & mine.writes & 130 <> 130 THEN",
        "WHERE (g.reads & 1) <> 0",
        "SET reads = g.reads & ~256",
        "(SELECT s.writes FROM access_sections(f) s) & 128 <> 0",
        "OR draft.section NOT IN (1, 4)",
        "VALUES (8191, 7935)",
        "SELECT pg_advisory_xact_lock(7305013, hashtext(of_file::text))",
        "SELECT pg_try_advisory_lock(1)",
        "ONE_AT_A_TIME = 7_305_010",
    ],
)
def test_raw_numbers_are_found(line: str) -> None:
    assert raw_numbers(line) == [line]


def test_files_are_found() -> None:
    assert len([path for path in FILES if path.suffix == ".sql"]) > 40


def test_no_sql_has_the_number_of_a_section_or_lock() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in FILES
        if (lines := raw_numbers(path.read_text(encoding="utf-8")))
    }
    assert found == {}
