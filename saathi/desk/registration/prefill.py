"""The initial values of the registration form, from a report or the terms of a search."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from saathi.infra import district_list
from saathi.people.vocabulary import AgeBasis, Gender, NameKind
from saathi.protection.casework.concerns.rules import order_concerns
from saathi.protection.identification.intake.enquiry_payload import EnquiryPayload
from saathi.protection.identification.intake.models import Report

# The fields prefilled in a search from a report (`search_terms_of_report`).
SEARCHED_FIELDS = ("name_0", "age_low", "age_high", "gender", "spoken_0")


@dataclass(frozen=True, repr=False)
class Prefill:
    """The initial values of the form, by field; `reported` are fields that a report provided."""

    values: Mapping[str, Any] = field(default_factory=dict)
    reported: frozenset[str] = frozenset()


def prefill_from_report(report: Report, texts: Mapping[str, Any], day: dt.date) -> Prefill:
    """The form's values from a report received on `day`; `texts` are its opened texts."""
    places = (texts.get("place", ""), district_list.district_name(report.district))
    values = {
        "name_0": texts.get("child_names", ""),
        "gender": "" if report.child_gender == Gender.NOT_SAID else report.child_gender,
        "age_low": report.child_age_low,
        "age_high": report.child_age_high,
        "basis": "" if report.child_age_low is None else AgeBasis.REPORTED,
        "as_of": None if report.child_age_low is None else day,
        "spoken_0": report.language,
        "concerns": [concern.value for concern in order_concerns(report.concerns)],
        "urgency": report.urgency,
        "alleged": texts.get("suspect", ""),
        "location": ", ".join(place for place in places if place and place != "—"),
    }
    given = {name: value for name, value in values.items() if value not in ("", None, [])}
    return Prefill(given | {"kind_0": NameKind.GIVEN}, frozenset(given))


def prefill_from_search(terms: EnquiryPayload) -> Prefill:
    """The form's values from the terms of a search."""
    values: dict[str, Any] = {
        "gender": "" if terms.gender == Gender.NOT_SAID else terms.gender,
        "age_low": terms.age_low,
        "age_high": terms.age_high,
        "home_district": terms.district,
        "spoken_0": terms.language,
    }
    names = [(NameKind.GIVEN, name) for name in terms.names]
    names += [(NameKind.FATHER, terms.father)] if terms.father else []
    names += [(NameKind.MOTHER, terms.mother)] if terms.mother else []
    for row, (kind, text) in enumerate(names):
        values |= {f"name_{row}": text, f"kind_{row}": kind}
    return Prefill({name: value for name, value in values.items() if value not in ("", None)})


def merge_search(of_report: Prefill, searched: Prefill) -> Prefill:
    """The values of a report, as corrected in a search from it; corrected ones are not `reported`.

    A value that the report provided and the search lacks was cleared there, and stays empty.
    """
    stated = {name: searched.values.get(name) for name in SEARCHED_FIELDS} | dict(searched.values)
    changed = {name: value for name, value in stated.items() if value != of_report.values.get(name)}
    together = {**of_report.values, **changed}
    values = {name: value for name, value in together.items() if value is not None}
    if changed.keys() & {"age_low", "age_high"}:  # the age differs from the report's
        values = {name: value for name, value in values.items() if name not in {"basis", "as_of"}}
    return Prefill(values, of_report.reported & values.keys() - changed.keys())


def search_terms_of_report(report: Report, texts: Mapping[str, Any]) -> EnquiryPayload:
    """The terms of a search for the child in a report."""
    name = texts.get("child_names", "")
    return EnquiryPayload(
        names=(name,) if name else (),
        age_low=report.child_age_low,
        age_high=report.child_age_high,
        gender=report.child_gender,
        language=report.language,
        report=str(report.pk),
    )
