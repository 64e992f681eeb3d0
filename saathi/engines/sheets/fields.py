"""The fields that a caseload column can contain, and the terms that other systems use for them."""

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
    """A field that Saathi imports from a table. Other columns are kept unread beside the record."""

    SOURCE_ID = "source_id"  # the record number in the other system
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
    REGISTERED = "registered"  # the date on which the other system opened the case
    CONCERNS = "concerns"
    WHAT = "what"  # the description in words
    RISK = "risk"
    STATUS = "status"
    CLOSED_ON = "closed_on"
    CLOSING_REASON = "closing_reason"
    WORKER = "worker"  # the e-mail address of the case worker


# Fields whose values are mapped to our codes, and those that may have several values in one cell.
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
# Separators between values in one cell, in every script of the region.
SEPARATORS = re.compile(r"[;,|\n،؛।、]+")


@cache
def _load_terms() -> dict[str, Any]:
    with WORDS_FILE.open("rb") as file:
        return tomllib.load(file)


def fold_text(text: str) -> str:
    """A heading or value without case, diacritics and punctuation, so that spelling variants match."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum() or unicodedata.category(sign) == "Mc")


def guess_columns(columns: Sequence[str]) -> dict[str, CaseloadField]:
    """The likely field of each column by its heading; each field at most once, the best heading first."""
    guesses: dict[str, CaseloadField] = {}
    used_fields: set[CaseloadField] = set()
    heads = {column: fold_text(column) for column in columns}
    for is_whole in (True, False):
        for field in CaseloadField:
            for word in _load_terms()["columns"].get(field.value, ()):
                folded_word = fold_text(word)
                for column, head in heads.items():
                    # A substring of a heading is weak evidence: only whole words of some length
                    # count.
                    fits = (
                        head == folded_word
                        if is_whole
                        else len(folded_word) > 5 and folded_word in head
                    )
                    if fits and column not in guesses and field not in used_fields:
                        guesses[column] = field
                        used_fields.add(field)
    return guesses


def guess_value_codes(
    field: CaseloadField, values: Sequence[str], labels_by_code: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Our code for each value where the match is clear; `labels_by_code` gives the labels."""
    by_word: dict[str, str] = {}
    for code, labels in labels_by_code.items():
        for word in (code, *labels, *_load_terms()["values"].get(field.value, {}).get(code, ())):
            by_word.setdefault(fold_text(word), code)
    return {value: by_word[fold_text(value)] for value in values if fold_text(value) in by_word}


def split_values(field: CaseloadField, cell: str) -> list[str]:
    """The values of a cell: several where the field allows several."""
    if field not in MULTIPLE_VALUE_FIELDS:
        return [cell.strip()] if cell.strip() else []
    return [part.strip() for part in SEPARATORS.split(cell) if part.strip()]
