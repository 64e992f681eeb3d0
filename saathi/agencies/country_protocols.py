"""A protocol agreed with another country: partner, dates, allowed questions, shareable facts.

A version is typed as lines, like every other rule of a country; this module parses them. Pure
functions.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.infra.countries import Country

ANSWER_DAYS = 30  # default if the protocol gives no time
MAX_DAYS = 365


class ProtocolQuestion(TextChoices):
    """What one country may ask the other about a child."""

    WHO = "who", _("Whether the child’s identity is known in the other country")
    NATIONALITY = "nationality", _("Whether the child is recognised as a national")
    ADDRESS = "address", _("Whether the address is correct")
    FAMILY = "family", _("Whether the family is looking for the child")
    SAFETY = "safety", _("Whether the child would be safe in the other country")


class ProtocolShareableFact(TextChoices):
    """A fact about a child that may be shared with the other country, each listed separately."""

    GENDER = "gender", _("Gender")
    AGE = "age", _("Age")
    LANGUAGES = "languages", _("Languages")
    NATIONALITY = "nationality", _("Nationality, as stated")
    HOME = "home", _("Country and district of home")
    NAMES = "names", _("Names")
    CLUES = "clues", _("Details of home that the child remembers")


@dataclass(frozen=True, slots=True)
class CountryProtocol:
    """One version of a protocol, as agreed."""

    name: str
    version: int
    country: str  # the other country
    partner: str  # the contact there
    agreed_on: dt.date
    ends_on: dt.date | None
    may_ask: frozenset[ProtocolQuestion]
    may_go: frozenset[ProtocolShareableFact]
    answer_days: int = ANSWER_DAYS

    def is_in_force_on(self, day: dt.date) -> bool:
        """Whether the protocol is in force on a day; its last day counts."""
        return self.agreed_on <= day and (self.ends_on is None or day <= self.ends_on)


REQUIRED_LINES = ("with", "partner", "agreed_on", "may_ask", "may_go")
ALLOWED_LINES = frozenset({*REQUIRED_LINES, "ends_on", "answer_days"})


def find_line_problem(code: str, meaning: str) -> str | Promise:
    """What is wrong with one line of a protocol; empty if it can be parsed."""
    if code not in ALLOWED_LINES:
        return _("This line is not allowed in a protocol.")
    if code == "with" and meaning not in Country.values:
        return _("Enter the three-letter country code, for example IND.")
    if code in {"agreed_on", "ends_on"} and _day(meaning) is None:
        return _("Enter the date as year-month-day, for example 2026-03-01.")
    if code == "answer_days" and not (meaning.isdecimal() and 1 <= int(meaning) <= MAX_DAYS):
        return _("Enter a whole number from %(least)d to %(most)d.") % {
            "least": 1,
            "most": MAX_DAYS,
        }
    vocabulary = {"may_ask": ProtocolQuestion, "may_go": ProtocolShareableFact}.get(code)
    if vocabulary is not None and not (
        _codes(meaning) and _codes(meaning) <= set(vocabulary.values)
    ):
        return _("Enter one or more of these codes, separated by commas: %(codes)s.") % {
            "codes": ", ".join(vocabulary.values)
        }
    return ""


def missing_lines(body: Mapping[str, Any]) -> Iterator[str]:
    """The required lines that are missing from a protocol."""
    return (code for code in REQUIRED_LINES if code not in body)


def parse_protocol(name: str, version: int, body: Mapping[str, Any]) -> CountryProtocol | None:
    """The protocol that a version describes; None if it is incomplete."""
    lines = {code: str(meaning) for code, meaning in body.items()}
    if any(missing_lines(lines)) or any(
        find_line_problem(code, text) for code, text in lines.items()
    ):
        return None
    agreed_on = _day(lines["agreed_on"])
    assert agreed_on is not None
    return CountryProtocol(
        name=name,
        version=version,
        country=lines["with"],
        partner=lines["partner"],
        agreed_on=agreed_on,
        ends_on=_day(lines.get("ends_on", "")),
        may_ask=frozenset(ProtocolQuestion(code) for code in _codes(lines["may_ask"])),
        may_go=frozenset(ProtocolShareableFact(code) for code in _codes(lines["may_go"])),
        answer_days=int(lines.get("answer_days", ANSWER_DAYS)),
    )


def _codes(meaning: str) -> set[str]:
    return {word for word in re.split(r"[\s,]+", meaning) if word}


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
