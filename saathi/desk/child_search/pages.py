"""What the search screens show, ready to draw: no decisions and no queries."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Notice
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.desk.child_search.match_reasons import MatchReason, describe_reasons
from saathi.desk.child_search.queries import ChildCandidate, ChildCandidates, ChildSearchQuery
from saathi.engines.matching import names
from saathi.infra import district_list
from saathi.infra.join_words import join_words
from saathi.people.formatting import format_age, format_age_statement, format_name_comparison
from saathi.people.languages import language_name
from saathi.people.names import RELATIVE_NAME_KINDS, names_in_payload
from saathi.people.vocabulary import Gender, NameKind, NameOwnership
from saathi.protection.identification.intake.models import Enquiry
from saathi.web.components import ActionLink, AlertBox, ComparisonLine, RecordComparison
from saathi.web.unanswered import label_if_known


@dataclass(frozen=True)
class CandidateCard:
    """One child compared with the search, and the possible actions."""

    comparison: RecordComparison
    file: ActionLink | None
    link: str  # where the report is joined to this child; empty without a report behind the search
    form_key: str
    reasons: list[MatchReason]


@dataclass(frozen=True)
class SearchResultPage:
    """The result of a search."""

    candidates: list[CandidateCard]
    was_cut: bool
    contact: AlertBox | None
    open_file: ActionLink | None
    again: ActionLink


@dataclass(frozen=True)
class MissingChildComparisonPage:
    """The reader's own children compared with a missing child."""

    candidates: list[CandidateCard]
    was_cut: bool


def search_result_page(
    enquiry: Enquiry,
    query: ChildSearchQuery,
    candidates: ChildCandidates,
    contact: Notice | None,
    request: StaffRequest,
) -> SearchResultPage:
    """The result of a search, for the person who searched."""
    terms = query.terms
    search_address = reverse("desk:find_child")
    if terms.report:
        search_address = reverse("desk:find_from_report", args=[terms.report])
    new = ActionLink(
        _("No match: register a new child") if candidates.shown else _("Register a new child"),
        reverse("desk:open_file_from_search", args=[enquiry.pk]),
        "file-plus",
    )
    may_open = Permission.OPEN_CASE in request.may
    may_join = bool(terms.report) and may_open

    def link(file_id: UUID) -> str:
        return reverse("desk:link_report", args=[terms.report, file_id]) if may_join else ""

    return SearchResultPage(
        candidates=candidate_cards(enquiry.pk, query, candidates, link, request),
        was_cut=candidates.was_cut,
        contact=_contact(contact),
        open_file=new if may_open else None,
        again=ActionLink(_("Search again with other details"), search_address, "search"),
    )


def missing_comparison_page(
    report_id: UUID, query: ChildSearchQuery, candidates: ChildCandidates, request: StaffRequest
) -> MissingChildComparisonPage:
    """The reader's own children who may be the missing child."""
    may_follow = Permission.RECORD_REPORT in request.may

    def link(file_id: UUID) -> str:
        return (
            reverse("desk:follow_missing_child_match", args=[report_id, file_id])
            if may_follow
            else ""
        )

    shown = candidate_cards(report_id, query, candidates, link, request)
    return MissingChildComparisonPage(shown, candidates.was_cut)


def candidate_cards(
    asked_by: UUID,
    query: ChildSearchQuery,
    candidates: ChildCandidates,
    link: Callable[[UUID], str],
    request: StaffRequest,
) -> list[CandidateCard]:
    """The candidates compared with what is searched for; `link` gives where one is chosen."""
    doors = _doors(candidates, link)
    return [
        _shown(asked_by, query, candidate, door, request)
        for candidate, door in zip(candidates.shown, doors, strict=True)
    ]


def _contact(notice: Notice | None) -> AlertBox | None:
    if notice is None:
        return None
    text = _("You will be contacted about your enquiry.")
    return AlertBox(_("Contact is being made"), text, kind="attend", icon="message-circle")


@dataclass(frozen=True, slots=True)
class _Door:
    """The file a found record leads to: its own, or the one it is joined with."""

    file_id: UUID
    link: str
    is_joined: bool


def _doors(candidates: ChildCandidates, link: Callable[[UUID], str]) -> list[_Door]:
    doors = []
    for candidate in candidates.shown:
        itself = candidate.child.file_id
        counts = candidates.counts_as.get(itself, itself)
        doors.append(_Door(counts, link(counts), counts != itself))
    return doors


def _shown(
    asked_by: UUID,
    query: ChildSearchQuery,
    candidate: ChildCandidate,
    door: _Door,
    request: StaffRequest,
) -> CandidateCard:
    """A record that is joined with another one leads to the one that counts."""
    label = _("Open the main record") if door.is_joined else _("Open the child’s file")
    file = ActionLink(label, reverse("desk:child_file", args=[door.file_id]))
    return CandidateCard(
        comparison=_beside(query, candidate),
        file=file if Permission.WORK_ON_CASE in request.may else None,
        link=door.link,
        form_key=_key(asked_by, door.file_id),
        reasons=describe_reasons(candidate.reasons),
    )


def _key(enquiry: UUID, file_id: UUID) -> str:
    """The one-use key of a button: joining the same two twice has one effect, on whichever page."""
    return str(UUID(int=enquiry.int ^ file_id.int))


def _beside(query: ChildSearchQuery, candidate: ChildCandidate) -> RecordComparison:
    terms, child = query.terms, candidate.child
    lines = [
        _names(_("Names, as written"), terms.names, _written(candidate, terms.names)),
        _relative(_("Father’s name"), terms.father, candidate, NameKind.FATHER),
        _relative(_("Mother’s name"), terms.mother, candidate, NameKind.MOTHER),
        ComparisonLine(
            _("Age (based on evidence)"),
            format_age(terms.age_low, terms.age_high),
            "; ".join(format_age_statement(statement) for statement in candidate.ages),
            _years_meet(query, candidate),
        ),
        _same(_("Gender"), _gender(terms.gender), _gender(child.gender)),
        _same(
            _("Home district"),
            district_list.district_name(terms.district),
            district_list.district_name(child.home_district),
        ),
        ComparisonLine(
            _("Language"),
            language_name(terms.language),
            join_words(language_name(code) for code in child.languages),
            terms.language in child.languages if terms.language and child.languages else None,
        ),
    ]
    return RecordComparison(child.code, gettext("Your search"), gettext("This file"), lines)


def _written(candidate: ChildCandidate, terms: tuple[str, ...]) -> list[str]:
    """The child's own names. A name given against their will is shown only if it was searched for."""
    other = {None, names.NameAgreement.DIFFER}
    return [
        name.text
        for name in names_in_payload(candidate.texts)
        if name.kind not in RELATIVE_NAME_KINDS
        and name.whose != NameOwnership.NOT_HERS
        and (name.kind != NameKind.IMPOSED or names.compare_names(terms, [name.text]) not in other)
    ]


def _names(label: object, terms: tuple[str, ...], written: list[str]) -> ComparisonLine:
    left, right = " · ".join(terms), " · ".join(written)
    return format_name_comparison(label, terms, written, left=left, right=right)


def _relative(
    label: object, term: str, candidate: ChildCandidate, kind: NameKind
) -> ComparisonLine:
    relatives = [name for name in names_in_payload(candidate.texts) if name.kind == kind]
    written = [name.text for name in relatives if name.whose != NameOwnership.NOT_HERS]
    return _names(label, (term,) if term else (), written)


def _same(label: object, left: str, right: str) -> ComparisonLine:
    return ComparisonLine(str(label), left, right, left == right if left and right else None)


def _gender(code: str) -> str:
    return label_if_known(Gender(code))


def _years_meet(query: ChildSearchQuery, candidate: ChildCandidate) -> bool | None:
    years = query.terms.birth_years(query.valid_on)
    low, high = candidate.child.birth_year_low, candidate.child.birth_year_high
    if years is None or low is None or high is None:
        return None
    return low <= years[1] and years[0] <= high
