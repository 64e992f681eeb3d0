"""The content of the missing children screens, ready for display; checks no permissions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import domains
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.join_words import join_words
from saathi.people.formatting import format_age, sex_label
from saathi.people.models import Child
from saathi.protection.identification.intake.contact_back import (
    contact_back_alerts,
    contact_details_pair,
)
from saathi.protection.identification.intake.pages import format_moment
from saathi.protection.identification.intake.time_paging import RecordListPage, RecordPage
from saathi.protection.identification.intake.vocabulary import (
    ContactBackPreference,
    Seeker,
    Urgency,
)
from saathi.protection.identification.missing import danger, descriptions, queries, rules
from saathi.protection.identification.missing.closing_pages import danger_text, outcome_pairs
from saathi.protection.identification.missing.models import (
    MissingReport,
    PublicNotice,
    Search,
    Sighting,
)
from saathi.protection.identification.missing.queries import (
    MissingListFilter,
    MissingReportDetails,
    OpenedMissingRecord,
)
from saathi.protection.identification.missing.vocabulary import (
    Circumstance,
    MayBeInformed,
    MissingReportState,
    NoticeState,
    SearchMethod,
    SearchPerformer,
    SearchResult,
    SightingSource,
    SightingState,
)
from saathi.web import page_names
from saathi.web.components import (
    ActionLink,
    AlertBox,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    EmptyState,
    LabelledValue,
)


@dataclass(frozen=True)
class SightingRow:
    """A sighting of the child, with whether it was confirmed."""

    title: str
    state: str
    is_confirmed: bool
    pairs: Sequence[LabelledValue]
    settle_url: str


@dataclass(frozen=True)
class MissingReportPage:
    """One report, as shown to its reader."""

    title: str
    alerts: Sequence[AlertBox]
    description: str
    child: Sequence[LabelledValue]
    photo_note: str
    facts: Sequence[LabelledValue]
    reporting_person: Sequence[LabelledValue]
    outcome: Sequence[LabelledValue]
    searches: DisplayTable | None
    sightings: Sequence[SightingRow]
    notices: DisplayTable | None
    actions: Sequence[ActionLink]


def missing_report_list_page(
    page: RecordPage[MissingReport], filters: MissingListFilter, staff: Staff
) -> RecordListPage:
    """A page of the list."""
    if page.rows:
        return RecordListPage(_table(page, staff), None, page.pager)
    if filters.state or filters.district:
        text = _("Show all, or change the filters.")
        action = ActionLink(_("Show all"), reverse("missing:list_missing"), "inbox")
        return RecordListPage(
            None, EmptyState(_("No reports match the filter"), text, action, "filter"), page.pager
        )
    start = ActionLink(_("Report a missing child"), reverse("missing:report_missing"), "plus")
    text = _("Anyone can report a missing child. No proof and no waiting period is required.")
    return RecordListPage(
        None, EmptyState(_("No missing children reported"), text, start), page.pager
    )


def _table(page: RecordPage[MissingReport], staff: Staff) -> DisplayTable:
    columns = [
        DisplayTableColumn(_("Reported on")),
        DisplayTableColumn(_("Current status")),
        DisplayTableColumn(_("Missing")),
        DisplayTableColumn(_("Last seen")),
        DisplayTableColumn(_("Age")),
        DisplayTableColumn(_("Gender")),
    ]
    rows = [
        [
            DisplayTableCell(
                format_moment(report.reported_at, staff),
                reverse("missing:show_missing", args=[report.pk]),
            ),
            _state_cell(report),
            DisplayTableCell(descriptions.missing_since_text(report) or gettext("not known")),
            DisplayTableCell(
                descriptions.format_district(report.country, report.district)
                or gettext("not known")
            ),
            DisplayTableCell(
                format_age(report.child.age_low, report.child.age_high) or gettext("not known")
            ),
            DisplayTableCell(sex_label(report.child.gender)),
        ]
        for report in page.rows
    ]
    return DisplayTable(_("Missing children"), columns, rows)


def _state_cell(report: MissingReport) -> DisplayTableCell:
    state = MissingReportState(report.state)
    is_urgent = report.urgency == Urgency.NOW and state in rules.SEARCHED_STATES
    if is_urgent:
        return DisplayTableCell(state.label, tag="danger")
    return DisplayTableCell(
        state.label, tag="attend" if state in rules.SEARCHED_STATES else "quiet"
    )


def missing_report_page(details: MissingReportDetails, request: StaffRequest) -> MissingReportPage:
    """The page of one decrypted report; the caller has checked access and logged it."""
    report = details.report
    when = format_moment(report.reported_at, request.staff)
    return MissingReportPage(
        title=gettext("Missing child, reported %(when)s") % {"when": when},
        alerts=_alerts(details),
        description=details.report_texts.get("told", ""),
        child=descriptions.missing_child_pairs(details.child, details.child_texts),
        photo_note=_photo_note(report),
        facts=_facts(details),
        reporting_person=_reporting_person_pairs(details, when),
        outcome=outcome_pairs(details),
        searches=_searches_table(details),
        sightings=[_sighting_row(sighting) for sighting in details.sightings],
        notices=_notices_table(details.notices, report, request.staff),
        actions=_available_actions(details, request),
    )


def _alerts(details: MissingReportDetails) -> list[AlertBox]:
    alerts = []
    report = details.report
    if details.known is not None:
        alerts.append(_known_box(details.known))
    if danger.is_child_in_danger(report):
        alerts += _police_boxes(details)
        alerts.append(AlertBox(_("The child may be in danger now"), danger_text(report)))
    if details.contact_notice is not None:
        text = _("You will be contacted. Do not tell the family anything before that.")
        alerts.append(
            AlertBox(_("Contact is being made"), text, kind="attend", icon="message-circle")
        )
    return alerts + contact_back_alerts(ContactBackPreference(report.contact_back))


def _police_boxes(details: MissingReportDetails) -> list[AlertBox]:
    """The first step of a search in immediate danger, until a search by the police is recorded."""
    report = details.report
    is_searched = MissingReportState(report.state) in rules.SEARCHED_STATES
    has_police = any(each.record.by_whom == SearchPerformer.POLICE for each in details.searches)
    if not is_searched or has_police:
        return []
    text = gettext(
        "No search by the police is recorded. Inform them, then add a search by the police, with the date "
        "and the reference number. If this could put the child at risk, ask your supervisor first."
    )
    url = reverse("missing:add_search", args=[report.pk])
    return [
        AlertBox(_("Inform the police now"), text, ActionLink(_("Add a search"), url, "map-pin"))
    ]


def _known_box(child: Child) -> AlertBox:
    """Which of the reader's files is this child's, with the way back to it."""
    url = reverse(page_names.CHILD_FILE, args=[child.file_id])
    text = gettext("Child of case %(code)s") % {"code": child.code}
    return AlertBox(text, "", ActionLink(_("Open the file"), url, "user"), "calm", "user")


def _photo_note(report: MissingReport) -> str:
    """Where the photo of a child without a file is kept."""
    if (
        report.child_file_id is not None
        or MissingReportState(report.state) not in rules.SEARCHED_STATES
    ):
        return ""
    return gettext(
        "A photo that the family gives for the search is kept with this report. If the "
        "child has a file, link the report to it: then the photo and consent in the file "
        "apply."
    )


def _labels(codes: Sequence[str], vocabulary: type[Circumstance] | type[MayBeInformed]) -> str:
    return join_words(str(vocabulary(code).label) for code in codes if code in vocabulary.values)


def _facts(details: MissingReportDetails) -> list[LabelledValue]:
    report = details.report
    return [
        LabelledValue(_("Current status"), MissingReportState(report.state).label),
        LabelledValue(_("Missing"), descriptions.missing_since_text(report)),
        LabelledValue(
            _("Last seen"), descriptions.format_district(report.country, report.district)
        ),
        LabelledValue(_("Place and companions"), details.report_texts.get("where", "")),
        LabelledValue(_("Possible circumstances"), _labels(report.circumstances, Circumstance)),
        LabelledValue(_("Urgency of the search"), Urgency(report.urgency).label),
    ]


def _reporting_person_pairs(details: MissingReportDetails, when: str) -> list[LabelledValue]:
    report, texts = details.report, details.report_texts
    back = ContactBackPreference(report.contact_back)
    return [
        LabelledValue(_("Reported on"), when),
        LabelledValue(_("Channel"), report.get_channel_display()),
        LabelledValue(_("Reporting person"), Seeker(report.relation).label),
        LabelledValue(_("Name"), texts.get("teller_name", ""), missing=_("not recorded")),
        LabelledValue(_("Permission to call or visit the person again"), back.label),
        contact_details_pair(texts.get("teller_contact", ""), back),
        LabelledValue(
            _("People who may be informed"),
            _labels(report.may_tell, MayBeInformed),
            missing=_("no one else"),
        ),
        LabelledValue(_("Information that may and may not be shared"), texts.get("tell_note", "")),
    ]


def _searches_table(details: MissingReportDetails) -> DisplayTable | None:
    if not details.searches:
        return None
    columns = [
        DisplayTableColumn(_("Day")),
        DisplayTableColumn(_("Searched by")),
        DisplayTableColumn(_("Method")),
        DisplayTableColumn(_("Place")),
        DisplayTableColumn(_("Outcome")),
        DisplayTableColumn(_("Details")),
    ]
    rows = [_search_cells(search) for search in details.searches]
    return DisplayTable(_("Searches"), columns, rows)


def _search_cells(search: OpenedMissingRecord[Search]) -> list[DisplayTableCell]:
    record, texts = search.record, search.texts
    performer = SearchPerformer(record.by_whom).label
    place = descriptions.format_district(record.country, record.district)
    return [
        DisplayTableCell(descriptions.format_day(record.searched_on)),
        DisplayTableCell(_label_and_text(performer, texts.get("who", ""))),
        DisplayTableCell(SearchMethod(record.way).label),
        DisplayTableCell(_label_and_text(place, texts.get("where", ""))),
        DisplayTableCell(SearchResult(record.result).label),
        DisplayTableCell(texts.get("words", "")),
    ]


def _label_and_text(label: object, text: str) -> str:
    return ", ".join(part for part in (str(label), text) if part)


def _sighting_row(record: OpenedMissingRecord[Sighting]) -> SightingRow:
    sighting, texts = record.record, record.texts
    state = SightingState(sighting.state)
    return SightingRow(
        title=str(SightingSource(sighting.heard_from).label),
        state=str(state.label),
        is_confirmed=state == SightingState.CONFIRMED,
        pairs=[
            LabelledValue(_("Information received"), texts.get("words", "")),
            LabelledValue(_("Reported on"), descriptions.format_day(sighting.reported_on)),
            LabelledValue(
                _("Date of the reported sighting"), descriptions.format_day(sighting.seen_on)
            ),
            LabelledValue(
                _("Place"), descriptions.format_district(sighting.country, sighting.district)
            ),
            LabelledValue(_("Reporting person"), texts.get("teller", ""), missing=_("not named")),
            LabelledValue(_("Verification"), texts.get("note", ""), missing=_("not yet")),
        ],
        settle_url=reverse("missing:verify_sighting", args=[sighting.report_id, sighting.pk]),
    )


def _notices_table(
    notices: Sequence[PublicNotice], report: MissingReport, staff: Staff
) -> DisplayTable | None:
    if not notices:
        return None
    columns = [
        DisplayTableColumn(_("Requested")),
        DisplayTableColumn(_("Current status")),
        DisplayTableColumn(_("Shown until")),
    ]
    rows = [
        [
            DisplayTableCell(
                format_moment(notice.recorded_at, staff),
                reverse("missing:show_public_notice", args=[report.pk, notice.pk]),
            ),
            DisplayTableCell(NoticeState(notice.state).label),
            DisplayTableCell(descriptions.format_day(notice.until)),
        ]
        for notice in notices
    ]
    return DisplayTable(_("Public notices"), columns, rows)


def _available_actions(details: MissingReportDetails, request: StaffRequest) -> list[ActionLink]:
    """The steps of the report; of a known child comparing comes last, as no one waits for it."""
    report = details.report
    comparing = list[ActionLink]()
    if (
        Permission.SEARCH in request.may
        and MissingReportState(report.state) in rules.SEARCHED_STATES
    ):
        comparing = domains.links_on("missing:show_missing", report.pk)
    steps = _report_steps(report, request)
    return [*comparing, *steps] if details.known is None else [*steps, *comparing]


def _report_steps(report: MissingReport, request: StaffRequest) -> list[ActionLink]:
    state = MissingReportState(report.state)

    def report_link(label: object, name: str, icon: str) -> ActionLink:
        return ActionLink(str(label), reverse(name, args=[report.pk]), icon)

    links = []
    if queries.photo_for_search(request.staff, report) is not None:
        links.append(report_link(_("Show photo"), "missing:show_photo", "eye"))
        links += domains.links_on("missing:show_photo", report.pk)
    is_for_photos = report.child_file_id is None and state in rules.SEARCHED_STATES
    if is_for_photos or queries.has_search_photo(request.staff, report):
        links.append(report_link(_("Photos for the search"), "missing:list_search_photos", "photo"))
    if MissingReportState.FOUND in rules.REPORT_TRANSITIONS[state]:
        links.append(report_link(_("Child found"), "missing:record_child_found", "check"))
    links += [
        report_link(_("Add a search"), "missing:add_search", "map-pin"),
        report_link(_("Add a sighting or information"), "missing:add_sighting", "message-circle"),
        report_link(_("Edit the child’s details"), "missing:change_missing_child", "pencil"),
        report_link(_("Edit the report"), "missing:change_disappearance", "edit"),
    ]
    if state in rules.SEARCHED_STATES:
        links.append(
            report_link(_("Request a public notice"), "missing:request_public_notice", "flag")
        )
    if rules.REPORT_TRANSITIONS[state] & rules.SEARCHED_STATES:
        links.append(
            report_link(_("Update search status"), "missing:change_report_state", "refresh")
        )
    if MissingReportState.CLOSED in rules.REPORT_TRANSITIONS[state]:
        links.append(report_link(_("Close report"), "missing:close_missing_report", "archive"))
    elif danger.is_child_in_danger(report):
        links.append(
            report_link(_("Confirm the closing"), "missing:close_missing_report", "archive")
        )
    return links
