"""Registers a missing child, and changes what is known of the child and the disappearance."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from saathi.agencies import access, job_orders, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import OFFICE_LEADER_KINDS, Permission
from saathi.agencies.vocabulary import FileKind
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.people import names as child_names
from saathi.people import search_tokens
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.people.vocabulary import Gender
from saathi.protection.identification.intake.vocabulary import (
    ContactBackPreference,
    Seeker,
    Urgency,
)
from saathi.protection.identification.missing import jobs, rules
from saathi.protection.identification.missing.models import MissingChild, MissingReport
from saathi.protection.identification.missing.search_profile import known_place_names
from saathi.protection.identification.missing.vocabulary import MissingReportState
from saathi.vault import store as vault


class DisappearanceRefused(Refused):
    """A change of a disappearance that the rules refuse; `reasons` say why."""


@dataclass(frozen=True)
class DisappearanceInput:
    """The facts of a disappearance and the reporting person; any of them may be unknown."""

    channel: str = ""
    relation: str = Seeker.NOT_RECORDED
    contact_back: str = ContactBackPreference.NOT_RECORDED
    may_tell: Sequence[str] = ()
    urgency: str = Urgency.NOT_KNOWN
    circumstances: Sequence[str] = ()
    missing_from: dt.date | None = None
    missing_to: dt.date | None = None
    country: str = ""
    district: str = ""
    # told, where, teller_name, teller_contact, tell_note
    texts: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """The unsealed columns."""
        values = {name: value for name, value in vars(self).items() if name != "texts"}
        return values | {
            "may_tell": list(self.may_tell),
            "circumstances": list(self.circumstances),
        }


@dataclass(frozen=True)
class MissingChildInput:
    """The description of the child by those who miss them; any part may be unknown."""

    names: Sequence[Name] = ()
    siblings: Sequence[str] = ()
    gender: str = Gender.NOT_RECORDED
    age_low: int | None = None  # at the time of the disappearance
    age_high: int | None = None
    age_basis: str = ""
    age_note: str = ""
    nationality: str = ""
    home_country: str = ""
    home_district: str = ""
    languages: Sequence[str] = ()
    clues: Sequence[Mapping[str, str]] = ()  # keys: kind, words
    places: Sequence[Mapping[str, Any]] = ()  # keys: text, also

    def columns(self, year: int) -> dict[str, Any]:
        """The unsealed columns, for an age that was correct in `year`."""
        low, high = self.age_low, self.age_high
        first, last = rules.birth_years(low, high, year)
        return {
            "gender": self.gender,
            "age_low": low,
            "age_high": high,
            "age_basis": self.age_basis,
            "birth_year_low": first,
            "birth_year_high": last,
            "nationality": self.nationality,
            "home_country": self.home_country,
            "home_district": self.home_district,
            "languages": list(self.languages),
            "clues": sorted({clue["kind"] for clue in self.clues}),
        }

    def payload(self) -> dict[str, Any]:
        """The content to seal."""
        return {
            "names": [name.to_payload() for name in self.names],
            "siblings": list(self.siblings),
            "clues": [dict(clue) for clue in self.clues],
            "places": [dict(place) for place in self.places],
            "age_note": self.age_note,
        }


@transaction.atomic
def report_missing(
    *,
    disappearance: DisappearanceInput,
    child_data: MissingChildInput,
    actor: Staff,
    known: Child | None = None,
) -> MissingReport:
    """Saves the report in a file of its own; queues its comparison with children on record.

    Nothing is required to report a disappearance, and no circumstance is a reason to refuse it. `known`
    is the child of a file that the actor may read: the report is linked to it, and no one is looked for
    in this file. That is no match: the search goes on.
    """
    access.require(actor, Permission.RECORD_REPORT)
    if known is not None and not access.rights(actor, known.file_id).may_read(Child.section):
        raise access.NotAllowed

    file = writing.create_file(kind=FileKind.MISSING, office=actor.office, actor=actor)
    report = MissingReport(file=file, reported_at=clock.now(), **disappearance.columns())
    report.child_file_id = known.file_id if known is not None else None
    writing.add(report, actor=actor, payload=disappearance.texts)
    columns = child_data.columns(_year_of_age(report, actor))
    child = MissingChild(file=file, report=report, **columns)
    writing.add(child, actor=actor, payload=child_data.payload())
    search_tokens.add_tokens(
        child,
        child_names.searchable_names(child_data.names),
        known_place_names(child_data.payload()),
    )
    job_orders.queue_job(jobs.compare_report_job, actor=actor, report=str(report.pk))
    return report


def _year_of_age(report: MissingReport, actor: Staff) -> int:
    reported_on = actor.office.date_of(report.reported_at)
    return rules.age_reference_day(report.missing_from, report.missing_to, reported_on).year


@transaction.atomic
def change_missing_child(
    *,
    report: MissingReport,
    child: MissingChild,
    data: MissingChildInput,
    version: int,
    actor: Staff,
) -> MissingChild:
    """Updates the description of the child, keeps the earlier one, and queues a new comparison."""
    access.require(actor, Permission.RECORD_REPORT, child)

    columns = data.columns(_year_of_age(report, actor))
    writing.change(child, actor=actor, version=version, payload=data.payload(), **columns)
    search_tokens.replace_tokens(
        child,
        child_names.searchable_names(data.names),
        known_place_names(data.payload()),
        by=actor.pk,
    )
    if MissingReportState(report.state) in rules.SEARCHED_STATES:
        job_orders.queue_job(jobs.compare_report_job, actor=actor, report=str(report.pk))
    return child


@transaction.atomic
def change_disappearance(
    *, report: MissingReport, data: DisappearanceInput, version: int, actor: Staff
) -> MissingReport:
    """Updates what is known of the disappearance; earlier content is kept.

    Raises `DisappearanceRefused` if someone who leads no office would end an alert by a lower urgency.
    """
    access.require(actor, Permission.RECORD_REPORT, report)
    leads_office = actor.role_kind in OFFICE_LEADER_KINDS
    if reasons := rules.reasons_against_urgency(
        report.urgency, data.urgency, report.found_life, leads_office=leads_office
    ):
        raise DisappearanceRefused(reasons)

    texts = vault.open(report) | dict(data.texts)
    return writing.change(report, actor=actor, version=version, payload=texts, **data.columns())
