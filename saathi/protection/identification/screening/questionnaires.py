"""Questionnaires as data: shipped ones, and those in a country's configuration.

Each has an owner, a version and the role it is made for. A screening records which one was used.
"""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.protection.identification.screening.rules import ScreeningIndicator
from saathi.protection.identification.screening.vocabulary import (
    DelphiDimension,
    IndicatorWeight,
    QuestionnaireRole,
)
from saathi.protection.identification.screening.wording import QUESTIONS, TITLES

DATA = Path(__file__).parent / "data"
# What a configuration line says about the questionnaire; its form fields besides the questions.
RESERVED_CODES = frozenset(
    {"title", "owner", "role", "source", "act", "purpose", "by", "note", "language"}
    | {"screened_on", "version", "form_key"}
)


@dataclass(frozen=True, slots=True)
class ScreeningQuestion:
    """One question as shown, and the indicator it belongs to."""

    indicator: ScreeningIndicator
    text: str | Promise
    source: str = ""  # in the original wording of the list

    @property
    def code(self) -> str:
        """The code under which the answer is stored."""
        return self.indicator.code


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of a questionnaire."""

    code: str
    version: int
    title: str | Promise
    role: QuestionnaireRole
    owner: str | Promise
    source: str | Promise
    questions: tuple[ScreeningQuestion, ...]
    is_verified: bool = False

    @property
    def indicators(self) -> list[ScreeningIndicator]:
        """The input of the rules."""
        return [question.indicator for question in self.questions]


_DELPHI = _(
    "Based on the Delphi indicators of the ILO and the European Commission (2009), "
    "from a secondary source. Not yet verified against WCMS_105023."
)


@cache
def delphi_questions() -> dict[str, ScreeningQuestion]:
    """The Delphi list for child labour, by code; none of it is verified."""
    with (DATA / "delphi_child_labour_VERIFY.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {
        row["code"]: ScreeningQuestion(
            ScreeningIndicator(
                row["code"], DelphiDimension(row["dimension"]), IndicatorWeight(row["weight"])
            ),
            QUESTIONS[row["code"]],
            row["indicator"],
        )
        for row in rows
    }


@cache
def all_shipped_versions() -> dict[tuple[str, int], Questionnaire]:
    """Every version shipped so far: answers stay readable with their original questions."""
    questions = delphi_questions()
    with (DATA / "questionnaires.toml").open("rb") as file:
        content = tomllib.load(file)
    return {
        (code, about["version"]): Questionnaire(
            code=code,
            version=about["version"],
            title=TITLES[code],
            role=QuestionnaireRole(about["role"]),
            owner=about["owner"],
            source=_DELPHI,
            questions=tuple(
                questions[question_code] for question_code in (about["questions"] or questions)
            ),
        )
        for code, versions in content.items()
        for about in versions
    }


@cache
def shipped_questionnaires() -> dict[str, Questionnaire]:
    """The newest version of each shipped questionnaire, by code."""
    return {
        code: questionnaire
        for (code, _version), questionnaire in sorted(all_shipped_versions().items())
    }


def parse_country_questionnaire(
    name: str, version: int, body: Mapping[str, Any]
) -> Questionnaire | None:
    """A questionnaire from a country's configuration; None if it has no question.

    Each line is a code and `dimension, weight, question`. Invalid lines are skipped: a mistake in
    the configuration must not block the other questions.
    """
    questions = []
    for code, line in body.items():
        parts = [part.strip() for part in str(line).split(",", 2)]
        is_whole = (
            len(parts) == 3
            and parts[0] in DelphiDimension.values
            and parts[1] in IndicatorWeight.values
        )
        if code not in RESERVED_CODES and is_whole:
            indicator = ScreeningIndicator(
                code, DelphiDimension(parts[0]), IndicatorWeight(parts[1])
            )
            questions.append(ScreeningQuestion(indicator, parts[2]))
    if not questions:
        return None
    role = body.get("role")
    return Questionnaire(
        code=name,
        version=version,
        title=str(body.get("title", name)),
        role=QuestionnaireRole(role)
        if role in QuestionnaireRole.values
        else QuestionnaireRole.OTHER,
        owner=str(body.get("owner", "")),
        source=str(body.get("source", "")),
        questions=tuple(questions),
        is_verified=True,
    )
