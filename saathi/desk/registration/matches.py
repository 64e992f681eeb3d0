"""The possible matches of a report, on its page and on the page of registration."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access_log, idempotency
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.desk.child_search import pages, queries
from saathi.desk.registration.prefill import search_terms_of_report
from saathi.infra.join_words import join_words
from saathi.protection.identification.intake import rules
from saathi.protection.identification.intake.enquiry_payload import EnquiryPayload
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.queries import find_bypassed
from saathi.protection.identification.intake.vocabulary import MatchUse, SearchFact, SearchPurpose
from saathi.vault import store as vault
from saathi.web.components import ActionLink
from saathi.web.discreet_view import NAMES_SHOWN, must_cover_texts

# Besides the name, what `search_terms_of_report` takes from a report.
_SEARCHED: Final = (SearchFact.AGE, SearchFact.GENDER, SearchFact.LANGUAGE)


@dataclass(frozen=True)
class ReportMatches:
    """The reader's own children who may be the child in a report."""

    candidates: list[pages.CandidateCard]
    has_more: bool
    was_searched: bool  # false if the report says too little
    missing: str  # search details that the report does not provide
    show_names: str  # URL that shows names; empty if they are shown
    search: ActionLink
    link_by_code: str  # URL to send a case ID to; empty for readers of no child's file
    form_key: str


def report_matches(request: StaffRequest, report: Report) -> ReportMatches | None:
    """The possible matches of a report without a child, for staff who may search and handle it.

    Only own children are compared, as in the search; what was shown is logged.
    """
    if report.child_file_id is not None or report.outcome or Permission.SEARCH not in request.may:
        return None
    if find_bypassed(report, [request.staff.pk]):
        return None
    terms = search_terms_of_report(report, vault.open(report))
    may_link = {Permission.OPEN_CASE, Permission.WORK_ON_CASE} <= request.may
    facts = terms.given_facts()
    was_searched = not rules.reasons_not_to_search(SearchPurpose.NEW_REPORT, facts)
    cards: list[pages.CandidateCard] = []
    has_more = False
    if was_searched and may_link:  # others read no child's file
        cards, has_more = _compare(request, report, terms)
    search = reverse("desk:find_from_report", args=[report.pk])
    return ReportMatches(
        candidates=cards,
        has_more=has_more,
        was_searched=was_searched,
        missing=join_words([str(fact.label) for fact in _SEARCHED if fact not in facts]),
        show_names=f"?{NAMES_SHOWN}=1#matches" if must_cover_texts(request) else "",
        search=ActionLink(_("Search with more details"), search, "search"),
        link_by_code=reverse("desk:link_report_by_code", args=[report.pk]) if may_link else "",
        form_key=idempotency.new_form_key(),
    )


def _compare(
    request: StaffRequest, report: Report, terms: EnquiryPayload
) -> tuple[list[pages.CandidateCard], bool]:
    valid_on = request.staff.office.date_of(report.received_at)
    query = queries.ChildSearchQuery(terms, valid_on, terms.portrait(valid_on), MatchUse.DUPLICATE)
    shown = queries.list_candidates(request.staff, query).likeliest(show_all=False)
    purpose, facts = SearchPurpose.NEW_REPORT, len(terms.given_facts())
    access_log.log_search(request.staff, shown.files, purpose=purpose, facts=facts)

    def link(file_id: UUID) -> str:
        return reverse("desk:link_report", args=[report.pk, file_id])

    searched = pages.SearchedSide(report.pk, query, gettext("This report"), report.district)
    cards = pages.candidate_cards(searched, shown, link, request)
    return cards, shown.was_cut or shown.held_back > 0
