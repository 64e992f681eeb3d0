"""Converts stored age statements to the input of the rules, opening the sealed parts that still exist."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from saathi.agencies import records
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate
from saathi.people.models import AgeStatement
from saathi.people.vocabulary import AgeBasis, Calendar, DatePrecision


@dataclass(frozen=True)
class ReadableAgeStatement:
    """One statement of age and what it says, opened for a reader."""

    statement: AgeStatement
    evidence: AgeEvidence
    note: str = ""


def read_age_statements(statements: Collection[AgeStatement]) -> list[ReadableAgeStatement]:
    """The opened statements in their order; the caller has checked the reader's right to identity.

    After erasure of the child's key only the age stored unencrypted is left.
    """
    opened = records.open_texts_of_each(statements)
    return [
        ReadableAgeStatement(statement, _age_evidence(statement, texts), str(texts.get("note", "")))
        for statement in statements
        for texts in [opened.get(statement.pk, {})]
    ]


def age_payload(evidence: AgeEvidence, note: str) -> dict[str, Any]:
    """The sealed part of a statement: its note and birth date, if any."""
    payload: dict[str, Any] = {"note": note} if note else {}
    if evidence.running:
        payload["running"] = True  # stated as the running year; the columns hold completed years
    born = evidence.born
    if born is not None and born.earliest and born.latest:
        payload["born"] = {
            "calendar": str(born.calendar),
            "told": born.original,
            "precision": str(born.precision),
            "earliest": born.earliest.isoformat(),
            "latest": born.latest.isoformat(),
        }
    return payload


def _age_evidence(statement: AgeStatement, texts: Mapping[str, Any]) -> AgeEvidence:
    as_of = PartialDate.on(statement.as_of)
    basis = AgeBasis(statement.basis)
    if born := texts.get("born"):
        date = PartialDate(
            DatePrecision(born["precision"]),
            dt.date.fromisoformat(born["earliest"]),
            dt.date.fromisoformat(born["latest"]),
            Calendar(born["calendar"]),
            born["told"],
        )
        evidence = AgeEvidence(basis, born=date, as_of=as_of)
    else:
        running_year = 1 if texts.get("running") else 0
        years = AgeRange(statement.low + running_year, statement.high + running_year)
        evidence = AgeEvidence(basis, years=years, as_of=as_of, running=bool(running_year))
    return replace(
        evidence,
        method=statement.method,
        confidence=statement.confidence,
        ends_presumption=statement.ends_presumption,
    )
