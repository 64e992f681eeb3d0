"""Who among one's own children may be the one that is looked for: ranked, with reasons. A person decides.

Nothing here reads a row of others: how long an answer takes tells nothing of them. What is done about
the files of others is done by a job (`protection.intake.jobs`), after the answer.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from saathi.agencies import access
from saathi.agencies.assembled import assembled, first
from saathi.agencies.models import Grant, Notice, Staff
from saathi.agencies.vocabulary import FileKind, NoticeKind
from saathi.infra.one_of import OneOf
from saathi.matching import tracing
from saathi.matching.linking.explaining import Contribution
from saathi.matching.tracing import Portrait
from saathi.participation.models import Statement
from saathi.people import names as hers
from saathi.people import portraits as portraits_of
from saathi.people import tokens as people_tokens
from saathi.people.around.models import Alleged
from saathi.people.evidence import Told, told_in
from saathi.people.models import AgeStatement, Child
from saathi.people.vocabulary import Gender
from saathi.protection.intake import passing
from saathi.protection.intake.asked import Asked
from saathi.protection.intake.models import Enquiry, EnquiryMatch
from saathi.protection.intake.vocabulary import (
    TRACED_FOR,
    EnquiryState,
    MatchUse,
    SearchPurpose,
)
from saathi.protection.matches import queries as matches
from saathi.vault import store as vault
from saathi.vault.tokens import COMPOSITE, Facts, Kind

MOST_SHOWN = 20
MOST_RANKED = (
    100  # of those that tokens or names meet best, so many are weighed by all that is known
)
# So many files of one's own are opened and compared by name, in some thirty milliseconds. Who leads
# an office with more of them looks by blind tokens.
MOST_OPENED = 500


@dataclass(frozen=True, repr=False)
class Wanted:
    """Who is looked for: what was asked with, on which day it was true, and as children are compared."""

    asked: Asked
    on: dt.date
    portrait: Portrait
    use: MatchUse


def wanted_by(enquiry: Enquiry, asked: Asked) -> Wanted:
    """Who is looked for by a search."""
    on = enquiry.recorded_at.date()
    traced = SearchPurpose(enquiry.purpose) in TRACED_FOR
    return Wanted(asked, on, asked.portrait(on), MatchUse.TRACING if traced else MatchUse.DUPLICATE)


@dataclass(frozen=True)
class Candidate:
    """One child who may be the one looked for, opened, with what speaks for and against it."""

    child: Child
    opened: dict[str, Any]
    ages: Sequence[Told]
    reasons: Sequence[Contribution] = ()


@dataclass(frozen=True)
class Candidates:
    """Those who may be the one; `was_cut` where more facts would find more."""

    shown: list[Candidate]
    was_cut: bool = False
    counts_as: dict[UUID, UUID] = field(default_factory=dict)  # for a record that is joined: which


def candidates(staff: Staff, wanted: Wanted) -> Candidates:
    """The children of this person's own files that the facts meet, the likeliest first."""
    asked, was_cut = wanted.asked, False
    if asked.names or asked.relatives:
        children, was_cut = _by_name(staff, asked, wanted.on)
    else:
        children = list(_by_facts(staff, asked, wanted.on))
    opened = vault.open_many(children)
    found = [child for child in children if child.pk in opened]
    portraits = [portraits_of.portrait(child, opened[child.pk]) for child in found]
    # The size of the register only sets how sure a thing is, which is not shown; the order stays.
    ranked = tracing.rank(wanted.portrait, portraits, passing.model_of(wanted.use))[:MOST_SHOWN]
    ages = _ages(staff, [found[one.place].pk for one in ranked])
    shown = []
    for one in ranked:
        child = found[one.place]
        shown.append(Candidate(child, opened[child.pk], ages[child.pk], one.reasons))
    counts_as = matches.counts_as(staff, [one.child.file_id for one in shown])
    return Candidates(shown, was_cut or len(found) > MOST_SHOWN, counts_as)


def _by_name(staff: Staff, asked: Asked, on: dt.date) -> tuple[list[Child], bool]:
    facts = asked.token_facts(on)
    own = _own_files(staff)
    if len(own) <= MOST_OPENED:
        met = _compared(staff, own, facts)
        return met[:MOST_RANKED], len(met) > MOST_RANKED
    kinds = COMPOSITE if facts.bands or facts.districts else (Kind.NAME,)
    found = people_tokens.find(facts, kinds)
    best = list(found.hits)[:MOST_RANKED]
    return _children(staff, best) if best else [], found.was_cut or len(found.hits) > MOST_RANKED


def _own_files(staff: Staff) -> list[UUID]:
    """The children's files whose identity she reads; one more than are opened, where there are more."""
    return list(dict.fromkeys(_held(staff)))


@assembled
def _held(staff: Staff) -> QuerySet[Grant, UUID]:
    held = access.running_grants(staff).annotate(held=F("reads").bitand(int(Child.section)))
    files = held.filter(held__gt=0, file__kind=FileKind.CHILD).values_list("file_id", flat=True)
    return files[: MOST_OPENED + 1]


@assembled
def _children(staff: Staff, files: list[UUID]) -> QuerySet[Child]:
    return access.visible(staff, Child).filter(OneOf("file", files))


def _compared(staff: Staff, own: Sequence[UUID], facts: Facts) -> list[Child]:
    """The children of her files whose names meet, the more names and facts the earlier."""
    children = _children(staff, list(own)) if own else []
    opened = vault.open_many(children)
    wanted = set(facts.names)
    met: list[tuple[int, Child]] = []
    for child in children:
        called = hers.to_find(hers.in_envelope(opened.get(child.pk, {})))
        agree = len(wanted & people_tokens.keys_of(called))
        if agree:  # few do: what stands beside the names is worked out for them alone
            known = people_tokens.facts_of(child, called)
            same_bands = {*facts.bands}.intersection(known.bands)
            same_districts = {*facts.districts}.intersection(known.districts)
            met.append((agree * (1 + len(same_bands) + len(same_districts)), child))
    return [child for _agreement, child in sorted(met, key=lambda one: -one[0])]


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


def _ages(staff: Staff, children: Sequence[UUID]) -> dict[UUID, list[Told]]:
    found: dict[UUID, list[Told]] = defaultdict(list)
    if children:
        for told in told_in(_age_statements(staff, list(children))):
            found[told.statement.child_id].append(told)
    return found


@assembled
def _age_statements(staff: Staff, children: list[UUID]) -> QuerySet[AgeStatement]:
    seen = access.visible(staff, AgeStatement, by_row=True)
    return seen.filter(OneOf("child", children)).order_by("-as_of")


def contact_made(staff: Staff, enquiry: UUID) -> Notice | None:
    """The notice that a holder makes contact on this enquiry, if one decided so."""
    return first(_contact_made(staff, enquiry))


@assembled
def _contact_made(staff: Staff, enquiry: UUID) -> QuerySet[Notice]:
    notices = Notice.objects.filter(staff=staff.id, record=enquiry, kind=NoticeKind.CONTACT_MADE)
    return notices.order_by("-given_at")[:1]


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


def are_accused(staff: Staff, file_id: UUID) -> bool:
    """Whether somebody is said to have harmed her, as far as this person may read it."""
    return access.visible(staff, Alleged).filter(file=file_id).exists()
