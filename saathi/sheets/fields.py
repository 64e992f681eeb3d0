"""What a column of a caseload can stand for, and the words that other systems use for it."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

WORDS_FILE = Path(__file__).parent / "data" / "words.toml"


class CaseloadField(StrEnum):
    """What Saathi takes from a table. Everything else is kept beside the record, unread."""

    SOURCE_ID = "source_id"  # the number of the record in the other system
    NAME = "name"
    GIVEN_NAME = "given_name"
    MIDDLE_NAME = "middle_name"
    FAMILY_NAME = "family_name"
    PET_NAME = "pet_name"
    ALIAS = "alias"
    FATHER = "father"
    MOTHER = "mother"
    GENDER = "gender"
    BIRTH = "birth"
    AGE = "age"
    NATIONALITY = "nationality"
    DISTRICT = "district"
    LANGUAGE = "language"
    ADDRESS = "address"
    PHONE = "phone"
    REGISTERED = "registered"  # the day the case was opened there
    CONCERNS = "concerns"
    WHAT = "what"  # what was told, in words
    RISK = "risk"
    STATUS = "status"
    CLOSED_ON = "closed_on"
    CLOSING_REASON = "closing_reason"
    WORKER = "worker"  # the address of who works on the case


# Fields whose words are translated into ours, and those of them of which a cell may hold several.
CODED_FIELDS: Final = frozenset(
    {
        CaseloadField.GENDER,
        CaseloadField.NATIONALITY,
        CaseloadField.DISTRICT,
        CaseloadField.LANGUAGE,
        CaseloadField.CONCERNS,
        CaseloadField.RISK,
        CaseloadField.STATUS,
        CaseloadField.CLOSING_REASON,
    }
)
MULTIPLE_VALUE_FIELDS: Final = frozenset(
    {CaseloadField.NATIONALITY, CaseloadField.LANGUAGE, CaseloadField.CONCERNS}
)
DATE_FIELDS: Final = frozenset(
    {CaseloadField.BIRTH, CaseloadField.REGISTERED, CaseloadField.CLOSED_ON}
)
NAME_FIELDS: Final = (
    CaseloadField.NAME,
    CaseloadField.GIVEN_NAME,
    CaseloadField.MIDDLE_NAME,
    CaseloadField.FAMILY_NAME,
    CaseloadField.PET_NAME,
    CaseloadField.ALIAS,
)
# Between several words in one cell, in the signs of every script of the region.
SEPARATORS = re.compile(r"[;,|\n،؛।、]+")


@cache
def _words() -> dict[str, Any]:
    with WORDS_FILE.open("rb") as file:
        return tomllib.load(file)


def fold_text(text: str) -> str:
    """A heading or a word without case, marks and signs between, so that two ways to write it meet."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum() or unicodedata.category(sign) == "Mc")


def guess_columns(columns: Sequence[str]) -> dict[str, CaseloadField]:
    """Which column may stand for what, by its name; each field at most once, the best name first."""
    found: dict[str, CaseloadField] = {}
    taken: set[CaseloadField] = set()
    heads = {column: fold_text(column) for column in columns}
    for is_whole in (True, False):
        for field in CaseloadField:
            for word in _words()["columns"].get(field.value, ()):
                wanted = fold_text(word)
                for column, head in heads.items():
                    # A part of a heading says little: only whole words of some length count.
                    fits = head == wanted if is_whole else len(wanted) > 5 and wanted in head
                    if fits and column not in found and field not in taken:
                        found[column] = field
                        taken.add(field)
    return found


def guess_values(
    field: CaseloadField, values: Sequence[str], labels_by_code: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Our code for each of their words, where it is plain; `known` are codes with their labels."""
    by_word: dict[str, str] = {}
    for code, labels in labels_by_code.items():
        for word in (code, *labels, *_words()["values"].get(field.value, {}).get(code, ())):
            by_word.setdefault(fold_text(word), code)
    return {value: by_word[fold_text(value)] for value in values if fold_text(value) in by_word}


def split_values(field: CaseloadField, cell: str) -> list[str]:
    """The words of a cell: several where the field may have several."""
    if field not in MULTIPLE_VALUE_FIELDS:
        return [cell.strip()] if cell.strip() else []
    return [part.strip() for part in SEPARATORS.split(cell) if part.strip()]
