"""Ranks the reader's own children who may match a search, with reasons. A person decides.

No rows of other staff's cases are read here, so the response time reveals nothing about them. A job
handles the files of others (`protection.identification.intake.jobs`) after the response.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Case as Ranked
from django.db.models import F, Q, QuerySet, When

from saathi.agencies import access
from saathi.agencies.compiled_queries import compiled_query, first_row
from saathi.agencies.models import Grant, Notice, Staff
from saathi.agencies.vocabulary import FileKind
from saathi.engines.matching import names as name_matching
from saathi.engines.matching import tracing
from saathi.engines.matching.linking.explaining import FieldContribution
from saathi.engines.matching.names import NameAgreement
from saathi.engines.matching.tracing import TracingMatch, TracingProfile
from saathi.infra.any_of import AnyOf
from saathi.participation.models import Statement
from saathi.people import match_profiles
from saathi.people import names as child_names
from saathi.people import search_tokens as people_tokens
from saathi.people.age_evidence import ReadableAgeStatement, read_age_statements
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.models import AgeStatement, Child
from saathi.people.vocabulary import Gender
from saathi.protection.identification.intake import enquiry_dispatch
from saathi.protection.identification.intake.enquiry_payload import EnquiryPayload
from saathi.protection.identification.intake.models import Enquiry, EnquiryMatch
from saathi.protection.identification.intake.vocabulary import (
    CONTACT_MADE_NOTICE,
    TRACING_PURPOSES,
    EnquiryState,
    MatchUse,
    SearchPurpose,
    Urgency,
)
from saathi.protection.identification.matches import queries as matches
from saathi.vault import store as vault
from saathi.vault.tokens import COMPOSITE, TokenFacts, TokenKind

MAX_SHOWN = 20
AGE_FAR = "far"  # born four years apart or more (`engines.matching.tracing`)
MAX_AT_FIRST = 5  # shown unless more are requested
MAX_RANKED = 100  # the number of best matches by tokens or names that are compared by all facts
# Number of own files that are opened and compared by name, in about thirty milliseconds. For a
# reader with more files, such as an office lead, blind tokens are searched.
MAX_OPENED = 500


@dataclass(frozen=True, repr=False)
class ChildSearchQuery:
    """A search: its terms, the date on which they were valid, and the facts used for comparison."""

    terms: EnquiryPayload
    valid_on: dt.date
    portrait: TracingProfile
    use: MatchUse


def search_query_of_enquiry(enquiry: Enquiry, payload: EnquiryPayload) -> ChildSearchQuery:
    """The query of a stored search."""
    on = enquiry.recorded_at.astimezone(dt.UTC).date()  # as the matcher, which reads no office
    is_tracing = SearchPurpose(enquiry.purpose) in TRACING_PURPOSES
    return ChildSearchQuery(
        payload, on, payload.portrait(on), MatchUse.TRACING if is_tracing else MatchUse.DUPLICATE
    )


def find_readable_file_by_code(staff: Staff, code: str) -> UUID | None:
    """The file with this code, if the staff member may read it; otherwise None."""
    file_ids = access.visible(staff, Child).filter(code=code).values_list("file_id", flat=True)
    return file_ids.first()


@dataclass(frozen=True)
class ChildCandidate:
    """A child who may match, opened, with the reasons for and against."""

    child: Child
    texts: dict[str, Any]
    ages: Sequence[ReadableAgeStatement]
    reasons: Sequence[FieldContribution] = ()


@dataclass(frozen=True)
class ChildCandidates:
    """Possible matches; `was_cut` if some were left out and more facts would find better ones."""

    shown: list[ChildCandidate]
    was_cut: bool = False
    held_back: int = 0  # found, but not shown unless requested
    # for a record linked to another: the main record's file
    counts_as: dict[UUID, UUID] = field(default_factory=dict)

    @property
    def files(self) -> list[UUID]:
        """The files of the candidates shown."""
        return [candidate.child.file_id for candidate in self.shown]

    def without(self, file_id: UUID | None) -> "ChildCandidates":
        """The candidates without the file that is known to be of this child."""
        shown = [each for each in self.shown if each.child.file_id != file_id]
        return replace(self, shown=shown)

    def likeliest(self, *, show_all: bool) -> "ChildCandidates":
        """The first few candidates, or all with `show_all`."""
        if show_all:
            return self
        first = self.shown[:MAX_AT_FIRST]
        return replace(self, shown=first, held_back=len(self.shown) - len(first))


def list_candidates(staff: Staff, query: ChildSearchQuery) -> ChildCandidates:
    """The children in the reader's own files who match the facts, likeliest first."""
    terms, was_cut = query.terms, False
    if terms.names or terms.relatives:
        children, was_cut = _by_name(staff, terms, query.valid_on)
    else:
        by_facts = list(_by_facts(staff, terms, query.valid_on))
        children, was_cut = by_facts[:MAX_RANKED], len(by_facts) > MAX_RANKED
    opened = vault.open_many(children)
    openable = [child for child in children if child.pk in opened]
    portraits = [
        match_profiles.build_tracing_profile(child, opened[child.pk]) for child in openable
    ]
    # The register's size only affects the certainty, which is not shown; the order is the same.
    ranked = tracing.rank_children(
        query.portrait, portraits, enquiry_dispatch.model_for_use(query.use)
    )
    plausible = [match for match in ranked if _is_plausible(query, match, portraits)]
    ranked = plausible[:MAX_SHOWN]
    ages = _ages(staff, [openable[ranked_child.position].pk for ranked_child in ranked])
    shown = []
    for ranked_child in ranked:
        child = openable[ranked_child.position]
        shown.append(ChildCandidate(child, opened[child.pk], ages[child.pk], ranked_child.reasons))
    candidates = ChildCandidates(shown, was_cut or len(plausible) > MAX_SHOWN)
    return replace(candidates, counts_as=matches.resolve_merged_files(staff, candidates.files))


def _is_plausible(
    query: ChildSearchQuery, match: TracingMatch, portraits: Sequence[TracingProfile]
) -> bool:
    """False for a child of a very different age, unless the names agree: an age may be wrong."""
    if not any(reason.field == "born" and reason.level == AGE_FAR for reason in match.reasons):
        return True
    agreement = name_matching.compare_names(query.portrait.names, portraits[match.position].names)
    return agreement == NameAgreement.AGREE


def _by_name(staff: Staff, terms: EnquiryPayload, on: dt.date) -> tuple[list[Child], bool]:
    facts = terms.token_facts(on)
    own = _own_files(staff)
    if len(own) <= MAX_OPENED:
        matching = _compared(staff, own, facts)
        return matching[:MAX_RANKED], len(matching) > MAX_RANKED
    kinds = COMPOSITE if facts.bands or facts.districts else (TokenKind.NAME,)
    token_hits = people_tokens.find_files(facts, kinds)
    best = list(token_hits.hits)[:MAX_RANKED]
    return _children(staff, best) if best else [], token_hits.was_truncated or len(
        token_hits.hits
    ) > MAX_RANKED


def _own_files(staff: Staff) -> list[UUID]:
    """The children's files whose identity the reader may read; at most one more than are opened."""
    return list(dict.fromkeys(_held(staff)))


@compiled_query
def _held(staff: Staff) -> QuerySet[Grant, UUID]:
    grants = access.current_grants(staff).annotate(held=F("reads").bitand(int(Child.section)))
    files = grants.filter(held__gt=0, file__kind=FileKind.CHILD).values_list("file_id", flat=True)
    return files[: MAX_OPENED + 1]


@compiled_query
def _children(staff: Staff, files: list[UUID]) -> QuerySet[Child]:
    return access.visible(staff, Child).filter(AnyOf("file", files))


def _compared(staff: Staff, own: Sequence[UUID], facts: TokenFacts) -> list[Child]:
    """The children of the reader's files with a matching name, the most matching facts first."""
    children = _children(staff, list(own)) if own else []
    opened = vault.open_many(children)
    names = set(facts.names)
    matching: list[tuple[int, Child]] = []
    for child in children:
        names_of_child = child_names.searchable_names(
            child_names.names_in_payload(opened.get(child.pk, {}))
        )
        agree = len(names & people_tokens.name_keys(names_of_child))
        if agree:  # few names match, so only these children are compared by the remaining facts
            child_facts = people_tokens.search_facts(child, names_of_child)
            same_bands = {*facts.bands}.intersection(child_facts.bands)
            same_districts = {*facts.districts}.intersection(child_facts.districts)
            matching.append((agree * (1 + len(same_bands) + len(same_districts)), child))
    return [child for _agreement, child in sorted(matching, key=lambda pair: -pair[0])]


def _by_facts(staff: Staff, terms: EnquiryPayload, on: dt.date) -> Collection[Child]:
    """Children for a search without a name: every fact must match, or be unknown for the child.

    The most recently recorded ones, at most one more than are ranked.
    """
    fits = Q()
    if years := terms.birth_years(on):
        unknown = Q(birth_year_low=None)
        fits &= unknown | Q(birth_year_low__lte=years[1], birth_year_high__gte=years[0])
    if terms.gender not in {Gender.NOT_RECORDED, Gender.NOT_SAID}:
        fits &= Q(gender__in=[terms.gender, Gender.NOT_SAID, Gender.NOT_RECORDED])
    if terms.district:
        fits &= Q(home_district__in=[terms.district, ""])
    if terms.language:
        fits &= Q(languages__contains=[terms.language]) | Q(languages=[])
    return access.visible(staff, Child).filter(fits).order_by("-recorded_at")[: MAX_RANKED + 1]


def _ages(staff: Staff, children: Sequence[UUID]) -> dict[UUID, list[ReadableAgeStatement]]:
    statements: dict[UUID, list[ReadableAgeStatement]] = defaultdict(list)
    if children:
        for statement in read_age_statements(_age_statements(staff, list(children))):
            statements[statement.statement.child_id].append(statement)
    return statements


@compiled_query
def _age_statements(staff: Staff, children: list[UUID]) -> QuerySet[AgeStatement]:
    seen = access.visible(staff, AgeStatement, by_row=True)
    return seen.filter(AnyOf("child", children)).order_by("-as_of")


def get_contact_notice(staff: Staff, enquiry: UUID) -> Notice | None:
    """The latest notice that an office makes contact on this enquiry, or None."""
    return first_row(_contact_made(staff, enquiry))


@compiled_query
def _contact_made(staff: Staff, enquiry: UUID) -> QuerySet[Notice]:
    notices = Notice.objects.filter(staff=staff.id, record=enquiry, kind=CONTACT_MADE_NOTICE.code)
    return notices.order_by("-given_at")[:1]


def list_waiting_enquiries(staff: Staff, *, most: int) -> list[EnquiryMatch]:
    """The enquiries that wait for a decision of this person's office, the most urgent first."""
    waiting = access.visible(staff, EnquiryMatch).filter(state=EnquiryState.WAITING)
    levels = (Urgency.NOW, Urgency.TODAY, Urgency.NOT_KNOWN)  # then those of days
    rank = Ranked(*(When(urgency=level, then=n) for n, level in enumerate(levels)), default=9)
    return list(waiting.order_by(rank, "asked_at", "pk")[:most])


def staff_who_asked(matches: Collection[EnquiryMatch]) -> dict[UUID, Staff]:
    """The staff who made the enquiries, by id, with office and agency, in one query."""
    people = Staff.objects.select_related("agency").filter(pk__in={m.asker for m in matches})
    return {person.pk: person for person in people}


def list_child_statements(staff: Staff, file_id: UUID) -> list[Statement]:
    """The child's statements about family and other matters, as far as the reader may see them."""
    statements = access.visible(staff, Statement).filter(child__file=file_id)
    return list(statements.order_by("-said_on")[:MAX_SHOWN])


def has_alleged_perpetrator(staff: Staff, file_id: UUID) -> bool:
    """Whether an alleged perpetrator is recorded, as far as the reader may see it."""
    return access.visible(staff, AllegedPerpetrator).filter(file=file_id).exists()
