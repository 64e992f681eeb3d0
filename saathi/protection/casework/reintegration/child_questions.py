"""The words of the child view of the outcome scale, in five languages; drafts to be verified."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from django.db.models import TextChoices

from saathi.protection.casework.reintegration.vocabulary import FACES, OutcomeFace

FILE: Final = Path(__file__).parent / "data" / "outcome_questions_VERIFY.csv"


class ChildViewLanguage(TextChoices):
    """The languages of the child view, each by its own name."""

    EN = "en", "English"
    UR = "ur", "اردو"
    NE = "ne", "नेपाली"
    HI = "hi", "हिन्दी"
    BN = "bn", "বাংলা"


# The voice that a browser is asked for.
VOICES: Final[Mapping[str, str]] = {
    "en": "en-IN", "ur": "ur-PK", "ne": "ne-NP", "hi": "hi-IN", "bn": "bn-BD",
}  # fmt: skip


@cache
def child_words(language: str) -> dict[str, str]:
    """The words of a language by their codes; KeyError for a language that the file lacks."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["code"]: row[language] for row in rows}


def answer_words(language: str, question: str, face: str) -> str:
    """What a face means for a question: in words of its own, or as for all questions."""
    words = child_words(language)
    return words.get(f"{question}_{face}", words[face])


def spoken_words(language: str, question: str) -> str:
    """What a recording of a question says: the question and its answers, as the child hears them."""
    faces = (*FACES, OutcomeFace.DECLINED)
    answers = [answer_words(language, question, face.value) for face in faces]
    return ". ".join([child_words(language)[question], *answers])
