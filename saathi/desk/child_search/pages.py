"""The content of the search screens, ready to render: no decisions and no queries."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Notice
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.desk.child_search.match_reasons import MatchReason, describe_reasons
from saathi.desk.child_search.queries import ChildCandidate, ChildCandidates, ChildSearchQuery
from saathi.engines.matching import names
from saathi.infra import district_list
from saathi.people import detail_comparison
from saathi.people import names as child_names
from saathi.people.detail_comparison import AgeSpan
from saathi.people.formatting import format_age
from saathi.people.languages import language_name
from saathi.people.names import RELATIVE_NAME_KINDS, Name, names_in_payload
from saathi.people.vocabulary import Gender, NameKind, NameOwnership
from saathi.protection.identification.intake.models import Enquiry
from saathi.web.components import (
    ActionLink,
    AlertBox,
    ComparisonLine,
    RecordComparison,
    Similarity,
)
from saathi.web.unanswered_choices import label_if_known

SHOW_ALL = "all"  # the URL parameter that shows more than the first few children


@dataclass(frozen=True, slots=True)
class SearchedSide:
    """What found children are compared with: a search, its heading, a report's district."""

    asked_by: UUID  # the enquiry or report
    query: ChildSearchQuery
    label: str
    reported_district: str = ""


@dataclass(frozen=True)
class CandidateCard:
    """One child compared with the search, and the possible actions."""

    comparison: RecordComparison
    file: ActionLink | None
    link: str  # URL to link the report to this child; empty if the search is not for a report
    form_key: str
    reasons: list[MatchReason]
    facts: list[str]  # what distinguishes the children before details are opened

    @property
    def noted(self) -> list[ComparisonLine]:
        """The lines with a remark, such as a shared family name."""
        return [line for line in self.comparison.lines if line.note]


@dataclass(frozen=True)
class SearchResultPage:
    """The result of a search."""

    candidates: list[CandidateCard]
    was_cut: bool
    more: ActionLink | None  # link to the children after the first few
    contact: AlertBox | None
    open_file: ActionLink | None
    again: ActionLink


@dataclass(frozen=True)
class MissingChildComparisonPage:
    """The reader's own children compared with a missing child."""

    candidates: list[CandidateCard]
    was_cut: bool
    more: ActionLink | None


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

    searched = SearchedSide(enquiry.pk, query, gettext("Your search"))
    return SearchResultPage(
        candidates=candidate_cards(searched, candidates, link, request),
        was_cut=candidates.was_cut,
        more=_more(candidates),
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
        return reverse("desk:link_missing_report", args=[report_id, file_id]) if may_follow else ""

    searched = SearchedSide(report_id, query, gettext("This child"))
    shown = candidate_cards(searched, candidates, link, request)
    return MissingChildComparisonPage(shown, candidates.was_cut, _more(candidates))


def _more(candidates: ChildCandidates) -> ActionLink | None:
    if not candidates.held_back:
        return None
    text = ngettext("Show %(count)s more", "Show %(count)s more", candidates.held_back)
    return ActionLink(text % {"count": candidates.held_back}, f"?{SHOW_ALL}=1", "plus")


def candidate_cards(
    searched: SearchedSide,
    candidates: ChildCandidates,
    link: Callable[[UUID], str],
    request: StaffRequest,
) -> list[CandidateCard]:
    """Cards that compare candidates with the search; `link` returns the URL that chooses one."""
    doors = _doors(candidates, link)
    return [
        _shown(searched, candidate, door, request)
        for candidate, door in zip(candidates.shown, doors, strict=True)
    ]


def _contact(notice: Notice | None) -> AlertBox | None:
    if notice is None:
        return None
    text = _("You will be contacted about your enquiry.")
    return AlertBox(_("Contact is being made"), text, kind="attend", icon="message-circle")


@dataclass(frozen=True, slots=True)
class _Door:
    """The file that a found record leads to: its own, or the main record that it is linked to."""

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
    searched: SearchedSide,
    candidate: ChildCandidate,
    door: _Door,
    request: StaffRequest,
) -> CandidateCard:
    """The card of a candidate; a record linked to another leads to the main one."""
    label = _("Open the main record") if door.is_joined else _("Open the child’s file")
    file = ActionLink(label, reverse("desk:child_file", args=[door.file_id]))
    return CandidateCard(
        comparison=_beside(searched, candidate),
        file=file if Permission.WORK_ON_CASE in request.may else None,
        link=door.link,
        form_key=_key(searched.asked_by, door.file_id),
        reasons=describe_reasons(candidate.reasons),
        facts=_facts(candidate, searched.query),
    )


def _ages(candidate: ChildCandidate, query: ChildSearchQuery) -> str:
    """The age statements without their remarks, which may reveal more than a search needs."""
    return detail_comparison.describe_ages(
        [replace(age, note="") for age in candidate.ages], query.valid_on
    )


def _facts(candidate: ChildCandidate, query: ChildSearchQuery) -> list[str]:
    """Name, age on the day of the search and district."""
    name = child_names.display_name(names_in_payload(candidate.texts)).primary
    spans = detail_comparison.age_spans(candidate.child, candidate.ages[:1], query.valid_on)
    ages = [format_age(span.youngest, span.oldest) for span in spans]
    district = district_list.district_name(candidate.child.home_district)
    return [text for text in (name, *ages, str(district)) if text]


def _key(enquiry: UUID, file_id: UUID) -> str:
    """A button's one-use key, so that linking the same two records twice has one effect."""
    return str(UUID(int=enquiry.int ^ file_id.int))


def _beside(searched: SearchedSide, candidate: ChildCandidate) -> RecordComparison:
    query = searched.query
    terms, child = query.terms, candidate.child
    searched_ages = (
        [AgeSpan(terms.age_low, terms.age_high)]
        if terms.age_low is not None and terms.age_high is not None
        else []
    )
    ages = detail_comparison.age_spans(child, candidate.ages, query.valid_on)
    genders = label_if_known(Gender(terms.gender)), label_if_known(Gender(child.gender))
    lines = [
        _names(_("Names, as written"), terms.names, _written(candidate, terms.names)),
        _relative(_("Father’s name"), terms.father, candidate, NameKind.FATHER),
        _relative(_("Mother’s name"), terms.mother, candidate, NameKind.MOTHER),
        detail_comparison.compare_ages(searched_ages, ages).line(
            _("Age (based on evidence)"),
            format_age(terms.age_low, terms.age_high),
            _ages(candidate, query),
        ),
        detail_comparison.compare_values(*genders).line(_("Gender"), *genders),
        _home_district(terms.district, child.home_district, searched.reported_district),
        detail_comparison.compare_several(
            _("Language"),
            [terms.language] if terms.language else [],
            child.languages,
            language_name,
        ),
    ]
    return RecordComparison(child.code, searched.label, gettext("This file"), lines)


def _home_district(home: str, home_in_file: str, reported: str) -> ComparisonLine:
    """The line on home districts; a report's district, if that is all there is, may not be home."""
    left, right = (district_list.district_name(code) for code in (home or reported, home_in_file))
    if home or not reported or not right:
        return detail_comparison.compare_values(left, right).line(_("Home district"), left, right)
    likeness = Similarity.SIMILAR if reported == home_in_file else Similarity.NOT_COMPARED
    note = _("The report says where the child was, not where home is")
    return ComparisonLine(gettext("Home district"), left, right, likeness, note)


def _written(candidate: ChildCandidate, terms: tuple[str, ...]) -> list[Name]:
    """The child's own names. Names given against their will are included only if searched for."""
    other = {None, names.NameAgreement.DIFFER}
    return [
        name
        for name in names_in_payload(candidate.texts)
        if name.kind not in RELATIVE_NAME_KINDS
        and name.whose != NameOwnership.NOT_THE_CHILD
        and (name.kind != NameKind.IMPOSED or names.compare_names(terms, [name.text]) not in other)
    ]


def _names(label: object, terms: tuple[str, ...], written: list[Name]) -> ComparisonLine:
    searched = [Name("", term) for term in terms]
    left, right = (" · ".join(name.text for name in side) for side in (searched, written))
    return detail_comparison.compare_person_names(searched, written).line(label, left, right)


def _relative(
    label: object, term: str, candidate: ChildCandidate, kind: NameKind
) -> ComparisonLine:
    relatives = [name for name in names_in_payload(candidate.texts) if name.kind == kind]
    written = [name for name in relatives if name.whose != NameOwnership.NOT_THE_CHILD]
    return _names(label, (term,) if term else (), written)
