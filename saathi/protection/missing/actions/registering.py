"""Takes down that a child is missing, and changes what is known of the child and the disappearance."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from saathi.agencies import access, job_orders, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import FileKind
from saathi.infra import clock
from saathi.people import names as hers
from saathi.people import tokens
from saathi.people.names import Name
from saathi.people.vocabulary import AgeBasis, Gender
from saathi.protection.intake.vocabulary import Channel, ContactBack, Seeker, Urgency
from saathi.protection.missing import jobs, rules
from saathi.protection.missing.knowing import places_of
from saathi.protection.missing.models import MissingChild, MissingReport
from saathi.protection.missing.vocabulary import ReportState
from saathi.vault import store as vault


@dataclass(frozen=True)
class Disappearance:
    """What is told of a disappearance and of the one who tells it; everything may be open."""

    channel: str = Channel.IN_PERSON
    relation: str = Seeker.NOT_SAID
    contact_back: str = ContactBack.NOT_ASKED
    may_tell: Sequence[str] = ()
    urgency: str = Urgency.NOT_KNOWN
    circumstances: Sequence[str] = ()
    missing_from: dt.date | None = None
    missing_to: dt.date | None = None
    country: str = ""
    district: str = ""
    # told, where, teller_name, teller_contact, tell_note
    words: Mapping[str, str] = field(default_factory=dict)

    def coded(self) -> dict[str, Any]:
        """What stands in clear."""
        found = {name: value for name, value in vars(self).items() if name != "words"}
        return found | {
            "may_tell": list(self.may_tell),
            "circumstances": list(self.circumstances),
        }


@dataclass(frozen=True)
class Known:
    """The child as those who miss her know her; everything may be open."""

    names: Sequence[Name] = ()
    siblings: Sequence[str] = ()
    gender: str = Gender.NOT_SAID
    age_low: int | None = None  # when she disappeared
    age_high: int | None = None
    age_basis: str = AgeBasis.STATED
    age_note: str = ""
    nationality: str = ""
    home_country: str = ""
    home_district: str = ""
    languages: Sequence[str] = ()
    clues: Sequence[Mapping[str, str]] = ()  # kind, words
    places: Sequence[Mapping[str, Any]] = ()  # text, also

    def coded(self, year: int) -> dict[str, Any]:
        """What stands in clear, if the age was true in that year."""
        low, high = self.age_low, self.age_high
        return {
            "gender": self.gender,
            "age_low": low,
            "age_high": high,
            "age_basis": self.age_basis,
            "birth_year_low": None if high is None else year - high - 1,
            "birth_year_high": None if low is None else year - low,
            "nationality": self.nationality,
            "home_country": self.home_country,
            "home_district": self.home_district,
            "languages": list(self.languages),
            "clues": sorted({clue["kind"] for clue in self.clues}),
        }

    def sealed(self) -> dict[str, Any]:
        """What the envelope holds."""
        return {
            "names": [name.kept() for name in self.names],
            "siblings": list(self.siblings),
            "clues": [dict(clue) for clue in self.clues],
            "places": [dict(place) for place in self.places],
            "age_note": self.age_note,
        }


@transaction.atomic
def report_missing(*, told: Disappearance, known: Known, by: Staff) -> MissingReport:
    """The report in a file of its own; that the child is compared with those on record is a job.

    Nothing is asked of a disappearance to be taken down, and no circumstance refuses it.
    """
    access.require(by, Permission.RECORD_REPORT)

    file = writing.new_file(kind=FileKind.MISSING, office=by.office, by=by)
    report = MissingReport(file=file, told_at=clock.now(), **told.coded())
    writing.add(report, by=by, payload=told.words)
    year = (told.missing_to or told.missing_from or by.office.today()).year
    child = MissingChild(file=file, report=report, **known.coded(year))
    writing.add(child, by=by, payload=known.sealed())
    tokens.give(child, hers.to_find(known.names), places_of(known.sealed()))
    job_orders.order(jobs.compare_report_job, by=by, report=str(report.pk))
    return report


@transaction.atomic
def change_child(
    *, report: MissingReport, child: MissingChild, to: Known, version: int, by: Staff
) -> MissingChild:
    """The child as she is known now; what was sealed before is kept, and she is compared anew."""
    access.require(by, Permission.RECORD_REPORT, child)

    year = (report.missing_to or report.missing_from or report.told_at.date()).year
    writing.change(child, by=by, version=version, payload=to.sealed(), **to.coded(year))
    tokens.replace(child, hers.to_find(to.names), places_of(to.sealed()), by=by.pk)
    if ReportState(report.state) in rules.LOOKED_FOR:
        job_orders.order(jobs.compare_report_job, by=by, report=str(report.pk))
    return child


@transaction.atomic
def change_told(
    *, report: MissingReport, to: Disappearance, version: int, by: Staff
) -> MissingReport:
    """The report with what is known of the disappearance now; what was written before is kept."""
    access.require(by, Permission.RECORD_REPORT, report)

    words = vault.open(report) | dict(to.words)
    return writing.change(report, by=by, version=version, payload=words, **to.coded())
