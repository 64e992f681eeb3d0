"""Who among one's own children may be the one that is looked for. A person decides, no score."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from saathi.agencies import access
from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import NoticeKind
from saathi.participation.models import Statement
from saathi.people import tokens as people_tokens
from saathi.people.models import AgeStatement, Child
from saathi.people.vocabulary import Gender
from saathi.protection.intake.asked import Asked
from saathi.protection.intake.models import EnquiryMatch
from saathi.protection.intake.vocabulary import EnquiryState
from saathi.vault import store as vault
from saathi.vault.tokens import Kind

MOST_SHOWN = 20
# 254 slots a word in one question: most words of a province, without a second one.
LEVELS_AT_ONCE = 7


@dataclass(frozen=True)
class Candidate:
    """One child who may be the one looked for, opened."""

    child: Child
    opened: dict[str, Any]
    ages: Sequence[AgeStatement]


def candidates(staff: Staff, asked: Asked, *, on: dt.date) -> list[Candidate]:
    """The children of this person's own files that the facts meet; those who meet most come first."""
    if asked.names or asked.relatives:
        found = people_tokens.find(asked.token_facts(on), tuple(Kind), first_levels=LEVELS_AT_ONCE)
        best = list(found.hits)[:MOST_SHOWN]
        rows = access.visible(staff, Child).filter(file__in=best) if best else ()
        children = sorted(rows, key=lambda child: best.index(child.file_id))
    else:
        children = list(_by_facts(staff, asked, on))
    opened = vault.open_many(children)
    ages = _ages(staff, [child.pk for child in children])
    return [
        Candidate(child, opened[child.pk], ages[child.pk])
        for child in children
        if child.pk in opened
    ]


def _by_facts(staff: Staff, asked: Asked, on: dt.date) -> Collection[Child]:
    """Children without a name to ask by: every fact must fit, or be unknown of the child."""
    fits = Q()
    if years := asked.birth_years(on):
        unknown = Q(birth_year_low=None)
        fits &= unknown | Q(birth_year_low__lte=years[1], birth_year_high__gte=years[0])
    if asked.gender != Gender.NOT_SAID:
        fits &= Q(gender__in=[asked.gender, Gender.NOT_SAID])
    if asked.district:
        fits &= Q(home_district=asked.district)
    if asked.language:
        fits &= Q(languages__contains=[asked.language]) | Q(languages=[])
    return access.visible(staff, Child).filter(fits).order_by("-recorded_at")[:MOST_SHOWN]


def _ages(staff: Staff, children: Sequence[UUID]) -> dict[UUID, list[AgeStatement]]:
    found: dict[UUID, list[AgeStatement]] = defaultdict(list)
    if children:
        rows = access.visible(staff, AgeStatement).filter(child__in=children).defer("sealed")
        for statement in rows.order_by("-as_of"):
            found[statement.child_id].append(statement)
    return found


def contact_made(staff: Staff, enquiry: UUID) -> Notice | None:
    """The notice that a holder makes contact on this enquiry, if one decided so."""
    notices = Notice.objects.filter(staff=staff, record=enquiry, kind=NoticeKind.CONTACT_MADE)
    return notices.order_by("-given_at").first()


def waiting(staff: Staff, *, most: int) -> list[EnquiryMatch]:
    """The enquiries that wait for a decision of this person's office, longest waiting first."""
    found = access.visible(staff, EnquiryMatch).filter(state=EnquiryState.WAITING)
    return list(found.order_by("asked_at", "pk")[:most])


def askers(matches: Collection[EnquiryMatch]) -> dict[UUID, Staff]:
    """Who asks, with office and agency, in one query."""
    people = Staff.objects.select_related("agency").filter(pk__in={m.asker for m in matches})
    return {person.pk: person for person in people}


def wishes(staff: Staff, file_id: UUID) -> list[Statement]:
    """What the child said about family and other things, as far as this person may read it."""
    said = access.visible(staff, Statement).filter(child__file=file_id)
    return list(said.order_by("-said_on")[:MOST_SHOWN])
