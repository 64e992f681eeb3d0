"""Statements of age as the rules take them: what is sealed in them opened, where it is still there."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from saathi.agencies import records
from saathi.people.models import AgeStatement
from saathi.people.rules import AgeEvidence, AgeRange, PartialDate
from saathi.people.vocabulary import AgeBasis, Calendar, DatePrecision


@dataclass(frozen=True)
class ReadableAgeStatement:
    """One statement of age that may be read, and what it says."""

    statement: AgeStatement
    evidence: AgeEvidence
    note: str = ""


def read_age_statements(statements: Collection[AgeStatement]) -> list[ReadableAgeStatement]:
    """What each statement says, in their order, for a reader whose right to identity was asked.

    Of a child whose key is gone only the age in clear is left.
    """
    opened = records.open_texts_of_each(statements)
    return [
        ReadableAgeStatement(one, _age_evidence(one, kept), str(kept.get("note", "")))
        for one in statements
        for kept in [opened.get(one.pk, {})]
    ]


def age_payload(evidence: AgeEvidence, note: str) -> dict[str, Any]:
    """What is sealed of a statement: its note and its birth date, where there are any."""
    held: dict[str, Any] = {"note": note} if note else {}
    if evidence.running:
        held["running"] = True  # told as the year she is in; the columns hold completed years
    born = evidence.born
    if born is not None and born.earliest and born.latest:
        held["born"] = {
            "calendar": str(born.calendar),
            "told": born.original,
            "precision": str(born.precision),
            "earliest": born.earliest.isoformat(),
            "latest": born.latest.isoformat(),
        }
    return held


def _age_evidence(statement: AgeStatement, kept: Mapping[str, Any]) -> AgeEvidence:
    as_of = PartialDate.on(statement.as_of)
    basis = AgeBasis(statement.basis)
    if born := kept.get("born"):
        date = PartialDate(
            DatePrecision(born["precision"]),
            dt.date.fromisoformat(born["earliest"]),
            dt.date.fromisoformat(born["latest"]),
            Calendar(born["calendar"]),
            born["told"],
        )
        evidence = AgeEvidence(basis, born=date, as_of=as_of)
    else:
        more = 1 if kept.get("running") else 0
        years = AgeRange(statement.low + more, statement.high + more)
        evidence = AgeEvidence(basis, years=years, as_of=as_of, running=bool(more))
    return replace(
        evidence,
        method=statement.method,
        confidence=statement.confidence,
        ends_presumption=statement.ends_presumption,
    )
