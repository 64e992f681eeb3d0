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
from saathi.agencies.compiled_queries import compiled_query, first_row
from saathi.agencies.models import Grant, Notice, Staff
from saathi.agencies.vocabulary import FileKind, NoticeKind
from saathi.infra.any_of import AnyOf
from saathi.matching import tracing
from saathi.matching.linking.explaining import FieldContribution
from saathi.matching.tracing import TracingProfile
from saathi.participation.models import Statement
from saathi.people import match_profiles as portraits_of
from saathi.people import names as hers
from saathi.people import tokens as people_tokens
from saathi.people.age_evidence import ReadableAgeStatement, read_age_statements
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.models import AgeStatement, Child
from saathi.people.vocabulary import Gender
from saathi.protection.intake import dispatch
from saathi.protection.intake.enquiry_payload import EnquiryPayload
from saathi.protection.intake.models import Enquiry, EnquiryMatch
from saathi.protection.intake.vocabulary import (
    TRACING_PURPOSES,
    EnquiryState,
    MatchUse,
    SearchPurpose,
)
from saathi.protection.matches import queries as matches
from saathi.vault import store as vault
from saathi.vault.tokens import COMPOSITE, TokenFacts, TokenKind

MAX_SHOWN = 20
MAX_RANKED = (
    100  # of those that tokens or names meet best, so many are weighed by all that is known
)
# So many files of one's own are opened and compared by name, in some thirty milliseconds. Who leads
# an office with more of them looks by blind tokens.
MAX_OPENED = 500


@dataclass(frozen=True, repr=False)
class ChildSearchQuery:
    """Who is looked for: what was asked with, on which day it was true, and as children are compared."""

    terms: EnquiryPayload
    valid_on: dt.date
    portrait: TracingProfile
    use: MatchUse


def query_of_enquiry(enquiry: Enquiry, asked: EnquiryPayload) -> ChildSearchQuery:
    """Who is looked for by a search."""
    on = enquiry.recorded_at.astimezone(dt.UTC).date()  # as the matcher, which reads no office
    traced = SearchPurpose(enquiry.purpose) in TRACING_PURPOSES
    return ChildSearchQuery(
        asked, on, asked.portrait(on), MatchUse.TRACING if traced else MatchUse.DUPLICATE
    )


def readable_file_of_code(staff: Staff, code: str) -> UUID | None:
    """The file of this code, where this person reads it."""
    found = access.visible(staff, Child).filter(code=code).values_list("file_id", flat=True)
    return found.first()


@dataclass(frozen=True)
class ChildCandidate:
    """One child who may be the one looked for, opened, with what speaks for and against it."""

    child: Child
    texts: dict[str, Any]
    ages: Sequence[ReadableAgeStatement]
    reasons: Sequence[FieldContribution] = ()


@dataclass(frozen=True)
class ChildCandidates:
    """Those who may be the one; `was_cut` where more facts would find more."""

    shown: list[ChildCandidate]
    was_cut: bool = False
    counts_as: dict[UUID, UUID] = field(default_factory=dict)  # for a record that is joined: which


def list_candidates(staff: Staff, query: ChildSearchQuery) -> ChildCandidates:
    """The children of this person's own files that the facts meet, the likeliest first."""
    asked, was_cut = query.terms, False
    if asked.names or asked.relatives:
        children, was_cut = _by_name(staff, asked, query.valid_on)
    else:
        children = list(_by_facts(staff, asked, query.valid_on))
    opened = vault.open_many(children)
    found = [child for child in children if child.pk in opened]
    portraits = [portraits_of.build_match_profile(child, opened[child.pk]) for child in found]
    # The size of the register only sets how sure a thing is, which is not shown; the order stays.
    ranked = tracing.rank_children(query.portrait, portraits, dispatch.model_for_use(query.use))[
        :MAX_SHOWN
    ]
    ages = _ages(staff, [found[one.position].pk for one in ranked])
    shown = []
    for one in ranked:
        child = found[one.position]
        shown.append(ChildCandidate(child, opened[child.pk], ages[child.pk], one.reasons))
    counts_as = matches.resolve_merged_files(staff, [one.child.file_id for one in shown])
    return ChildCandidates(shown, was_cut or len(found) > MAX_SHOWN, counts_as)


def _by_name(staff: Staff, asked: EnquiryPayload, on: dt.date) -> tuple[list[Child], bool]:
    facts = asked.token_facts(on)
    own = _own_files(staff)
    if len(own) <= MAX_OPENED:
        met = _compared(staff, own, facts)
        return met[:MAX_RANKED], len(met) > MAX_RANKED
    kinds = COMPOSITE if facts.bands or facts.districts else (TokenKind.NAME,)
    found = people_tokens.find_files(facts, kinds)
    best = list(found.hits)[:MAX_RANKED]
    return _children(staff, best) if best else [], found.was_truncated or len(
        found.hits
    ) > MAX_RANKED


def _own_files(staff: Staff) -> list[UUID]:
    """The children's files whose identity she reads; one more than are opened, where there are more."""
    return list(dict.fromkeys(_held(staff)))


@compiled_query
def _held(staff: Staff) -> QuerySet[Grant, UUID]:
    held = access.running_grants(staff).annotate(held=F("reads").bitand(int(Child.section)))
    files = held.filter(held__gt=0, file__kind=FileKind.CHILD).values_list("file_id", flat=True)
    return files[: MAX_OPENED + 1]


@compiled_query
def _children(staff: Staff, files: list[UUID]) -> QuerySet[Child]:
    return access.visible(staff, Child).filter(AnyOf("file", files))


def _compared(staff: Staff, own: Sequence[UUID], facts: TokenFacts) -> list[Child]:
    """The children of her files whose names meet, the more names and facts the earlier."""
    children = _children(staff, list(own)) if own else []
    opened = vault.open_many(children)
    wanted = set(facts.names)
    met: list[tuple[int, Child]] = []
    for child in children:
        called = hers.searchable_names(hers.names_in_payload(opened.get(child.pk, {})))
        agree = len(wanted & people_tokens.name_keys(called))
        if agree:  # few do: what stands beside the names is worked out for them alone
            known = people_tokens.search_facts(child, called)
            same_bands = {*facts.bands}.intersection(known.bands)
            same_districts = {*facts.districts}.intersection(known.districts)
            met.append((agree * (1 + len(same_bands) + len(same_districts)), child))
    return [child for _agreement, child in sorted(met, key=lambda one: -one[0])]


def _by_facts(staff: Staff, asked: EnquiryPayload, on: dt.date) -> Collection[Child]:
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
    return access.visible(staff, Child).filter(fits).order_by("-recorded_at")[:MAX_SHOWN]


def _ages(staff: Staff, children: Sequence[UUID]) -> dict[UUID, list[ReadableAgeStatement]]:
    found: dict[UUID, list[ReadableAgeStatement]] = defaultdict(list)
    if children:
        for told in read_age_statements(_age_statements(staff, list(children))):
            found[told.statement.child_id].append(told)
    return found


@compiled_query
def _age_statements(staff: Staff, children: list[UUID]) -> QuerySet[AgeStatement]:
    seen = access.visible(staff, AgeStatement, by_row=True)
    return seen.filter(AnyOf("child", children)).order_by("-as_of")


def get_contact_notice(staff: Staff, enquiry: UUID) -> Notice | None:
    """The notice that a holder makes contact on this enquiry, if one decided so."""
    return first_row(_contact_made(staff, enquiry))


@compiled_query
def _contact_made(staff: Staff, enquiry: UUID) -> QuerySet[Notice]:
    notices = Notice.objects.filter(staff=staff.id, record=enquiry, kind=NoticeKind.CONTACT_MADE)
    return notices.order_by("-given_at")[:1]


def list_waiting_enquiries(staff: Staff, *, most: int) -> list[EnquiryMatch]:
    """The enquiries that wait for a decision of this person's office, longest waiting first."""
    found = access.visible(staff, EnquiryMatch).filter(state=EnquiryState.WAITING)
    return list(found.order_by("asked_at", "pk")[:most])


def staff_who_asked(matches: Collection[EnquiryMatch]) -> dict[UUID, Staff]:
    """Who asks, with office and agency, in one query."""
    people = Staff.objects.select_related("agency").filter(pk__in={m.asker for m in matches})
    return {person.pk: person for person in people}


def list_child_statements(staff: Staff, file_id: UUID) -> list[Statement]:
    """What the child said about family and other things, as far as this person may read it."""
    said = access.visible(staff, Statement).filter(child__file=file_id)
    return list(said.order_by("-said_on")[:MAX_SHOWN])


def has_alleged_perpetrator(staff: Staff, file_id: UUID) -> bool:
    """Whether somebody is said to have harmed her, as far as this person may read it."""
    return access.visible(staff, AllegedPerpetrator).filter(file=file_id).exists()
