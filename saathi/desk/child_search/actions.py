"""Opens a child's file after a search, and joins a report to its child."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.people import actions as people
from saathi.people.models import Child
from saathi.protection.casework.cases import actions as cases
from saathi.protection.identification.intake import actions as intake
from saathi.protection.identification.intake.vocabulary import ReportOutcome


@dataclass(frozen=True)
class OpenedChildFile:
    """The new file, and whether the report could be joined to it."""

    child: Child
    joined: bool


@transaction.atomic
def open_child(
    *, new: people.NewChild, report_id: str, today: dt.date, actor: Staff
) -> OpenedChildFile:
    """A new child's file with a case, and the report it comes from joined to it.

    Requires no document, no nationality and no classification: everyone who needs help gets a case.
    A report that another person joined to a child in the meantime stays unchanged.
    """
    access.require(actor, Permission.OPEN_CASE)

    child = people.open_file(new=new, office=actor.office, actor=actor)
    cases.open_case(child=child, opened_on=today, actor=actor)
    joined = bool(report_id) and assign_report_to_child(
        report_id=UUID(report_id), child=child, outcome=ReportOutcome.CASE_OPENED, actor=actor
    )
    return OpenedChildFile(child, joined)


@transaction.atomic
def assign_report_to_child(
    *, report_id: UUID, child: Child, outcome: ReportOutcome, actor: Staff
) -> bool:
    """Whether the report now belongs to this child; False if it belonged to a child already."""
    access.require(actor, Permission.OPEN_CASE)

    return intake.link_report_to_child(
        report_id=report_id, child=child, outcome=outcome, actor=actor
    )
