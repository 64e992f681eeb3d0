"""The demo's people by role, leaders of other offices, and cases that suit a text."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, context
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.synthetic.nation import DEMO_EMAIL_DOMAIN

AGE_TO_SPEAK: Final = 9  # of a child quoted in a text


class TooFewChildren(Exception):
    """The demo has too few children for this part of the work."""


@contextmanager
def acting_as(actor: Staff) -> Iterator[Staff]:
    """Runs the block in one transaction on behalf of a staff member."""
    with transaction.atomic():
        actor.acts_as = context.enter_staff_context(staff=actor.pk, agency=actor.agency_id)
        yield actor


def demo_person(role_kind: str) -> Staff:
    """The demo person with this role."""
    email = f"{role_kind.replace('_', '-')}{DEMO_EMAIL_DOMAIN}"
    return Staff.objects.select_related("office", "agency").get(email=email)


def staff_member_at(district: str, role_kind: str) -> Staff:
    """A person with this role at a district's main office who is not on the demo page."""
    staff = Staff.objects.select_related("office", "agency").exclude(
        email__endswith=DEMO_EMAIL_DOMAIN
    )
    of_role = staff.filter(role_kind=role_kind, office__district=district, office__level="district")
    person = of_role.order_by("office__agency__kind", "pk").first()
    assert person is not None
    return person


def open_cases(actor: Staff, *, worker: Staff | None = None) -> list[Case]:
    """The open cases that the actor may read, or those of one worker, oldest first."""
    cases = access.visible(actor, Case).filter(status__in=OPEN_STATUSES)
    if worker is not None:
        cases = cases.filter(worker=worker)
    return list(cases.select_related("child", "office").order_by("opened_on", "pk"))


def files_written_by(person: Staff, section: Section) -> set[UUID]:
    """The files of open cases in which this person may write this section."""
    with acting_as(person):
        files = [case.file_id for case in open_cases(person)]
        return {file for file in files if access.may_write(person, file, section)}


def first_or_fail[Item](found: Sequence[Item], count: int) -> Sequence[Item]:
    """The first `count` items; `TooFewChildren` if there are fewer."""
    if len(found) < count:
        raise TooFewChildren
    return found[:count]


def cases_of_quotable_children(cases: Iterable[Case], actor: Staff) -> list[Case]:
    """The cases whose child is old enough for a text to quote them."""
    year = actor.office.today().year
    return [
        case
        for case in cases
        if case.child.birth_year_high and year - case.child.birth_year_high >= AGE_TO_SPEAK
    ]


def colleague_above(role_kind: str) -> Staff:
    """The person with this role one office above the demo's: a second person for decisions."""
    office = demo_person(role_kind).office
    staff = Staff.objects.select_related("office", "agency")
    return staff.get(role_kind=role_kind, office=office.parent_id)
