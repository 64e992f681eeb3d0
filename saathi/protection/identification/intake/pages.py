"""The content of the intake screens, ready for display; checks no permissions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest
from saathi.agencies.staff_search import list_team
from saathi.infra import district_list
from saathi.infra.join_words import join_words
from saathi.people.formatting import format_age
from saathi.people.languages import language_name
from saathi.people.models import Child
from saathi.people.vocabulary import Gender, YesNo
from saathi.protection.identification.intake import rules
from saathi.protection.identification.intake.contact_back import (
    contact_back_alerts,
    contact_details_pair,
)
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.outcome_wording import case_danger_text
from saathi.protection.identification.intake.outcomes import (
    awaits_confirmation,
    list_outcomes,
    outcome_pairs,
    outcome_pairs_of_history,
)
from saathi.protection.identification.intake.queue.queries import (
    current_report_holder,
    is_child_in_danger,
    is_outcome_confirmed,
)
from saathi.protection.identification.intake.queue.vocabulary import ReportNoteKind
from saathi.protection.identification.intake.report_danger import unsafe_text
from saathi.protection.identification.intake.report_notes import (
    VISIT_NOTES,
    ReportAddition,
    is_seen_safe,
    latest_text,
    list_added_texts,
    visit_facts,
)
from saathi.protection.identification.intake.unsafe_wording import as_sentence
from saathi.protection.identification.intake.vocabulary import (
    CASE_OUTCOMES,
    CommunicationNeed,
    Concern,
    ContactBackPreference,
    HarmTiming,
    InformationSource,
    ReportChannel,
    ReportingPersonKind,
    ReportOutcome,
    Urgency,
)
from saathi.vault import store as vault
from saathi.web.components import (
    ActionLink,
    AlertBox,
    LabelledValue,
    join_facts,
)
from saathi.web.page_names import (
    CHILD_FILE,
    OPEN_CASE_FROM_REPORT,
    SEARCH_FROM_REPORT,
)

_URGENCY_KINDS = {Urgency.NOW: "danger", Urgency.TODAY: "attend"}


@dataclass(frozen=True)
class ReportDetails:
    """One report, as shown to its reader."""

    title: str
    urgency: str
    urgency_kind: str
    alerts: list[AlertBox]
    what: str
    additions: list[LabelledValue]  # the time, the text and its author
    alleged_perpetrator: str  # the alleged perpetrator as reported: never a fact
    facts: list[LabelledValue]
    child: list[LabelledValue]
    outcome: list[LabelledValue]
    outcomes: list[tuple[dt.datetime, LabelledValue]]  # each with its time, for the history
    assignment: list[LabelledValue]  # who works on it, and each handover with its note
    actions: list[ActionLink]


def format_moment(at: dt.datetime, staff: Staff) -> str:
    """A time in the time zone of the reader's office."""
    local = at.astimezone(ZoneInfo(staff.office.time_zone))
    return formats.date_format(local, "SHORT_DATE_FORMAT") + " " + local.strftime("%H:%M")


def _received(report: Report, staff: Staff) -> str:
    """When the report was received; its day alone, if no time was entered."""
    if not report.is_time_unknown:
        return format_moment(report.received_at, staff)
    return formats.date_format(staff.office.local(report.received_at), "SHORT_DATE_FORMAT")


def _concerns(report: Report) -> list[str]:
    return [str(Concern(c).label) if c in Concern.values else c for c in report.concerns]


def _needs(report: Report) -> list[str]:
    return [str(CommunicationNeed(n).label) for n in report.needs if n in CommunicationNeed.values]


def _where(report: Report) -> LabelledValue:
    """The district with its country; the country alone is not called a district."""
    if report.district or not report.country:
        name = district_list.district_name(report.district)
        return LabelledValue(_("District"), name, missing=_("not recorded"))
    countries = dict(district_list.country_choices())
    return LabelledValue(_("Country"), countries.get(report.country, report.country))


def report_details(
    report: Report, request: StaffRequest, *, may_handle: bool, is_safe: bool = False
) -> ReportDetails:
    """One report, decrypted: the reader's right was checked and the access logged.

    `may_handle`: the report does not bypass the reader, who may record its outcome. A reader that
    it bypasses is shown what they wrote themselves. `is_safe`: the people who handle it found the child
    safe, which the reader's own texts do not say.
    """
    texts = vault.open(report)
    added = list_added_texts(report, texts, request.staff, may_handle=may_handle)
    may_add = access.may_write(request.staff, report.file_id, Report.section)
    reads_child = may_handle and _reads_child(report, request.staff)
    outcomes = list_outcomes(report, texts, request.staff) if may_handle else []
    danger = _danger_alerts(report, added, request.staff, may_add=may_add, reads_child=reads_child)
    return ReportDetails(
        title=gettext("Report of %(when)s") % {"when": _received(report, request.staff)},
        urgency=str(Urgency(report.urgency).label),
        urgency_kind=_URGENCY_KINDS.get(Urgency(report.urgency), "quiet"),
        alerts=[
            *([] if may_handle else _received_alerts(report, request.staff)),
            *([] if is_safe else danger),
            *_other_alerts(report),
        ],
        what=texts.get("what", ""),
        additions=_addition_pairs(added, request.staff),
        alleged_perpetrator=texts.get("suspect", ""),
        facts=_facts(report, texts, request.staff),
        child=_child_pairs(report, texts),
        outcome=(
            outcome_pairs(outcomes, request.staff, reads_child=reads_child)
            + _request_pairs(report, added, request.staff)
        )
        if may_handle
        else [],
        outcomes=outcome_pairs_of_history(outcomes, request.staff, reads_child=reads_child),
        assignment=_assignment_pairs(report, added, request.staff) if may_handle else [],
        actions=_available_actions(
            report, request, may_add=may_add, may_handle=may_handle, reads_child=reads_child
        ),
    )


def _received_alerts(report: Report, staff: Staff) -> list[AlertBox]:
    """Who handles a report that the reader sent past colleagues, by role."""
    who = current_report_holder(staff, report)
    return [AlertBox(who, kind="calm", icon="send")] if who else []


def _reads_child(report: Report, staff: Staff) -> bool:
    """Whether this person reads the file of the child that the report is linked to."""
    if report.child_file_id is None:
        return False
    reads, _writes = access.sections_of_file(staff, report.child_file_id)
    return Child.section in reads


def _addition_pairs(added: Sequence[ReportAddition], staff: Staff) -> list[LabelledValue]:
    return [
        LabelledValue(
            format_moment(each.at, staff),
            each.text,
            note=join_facts(
                [*visit_facts(each), gettext("recorded by %(name)s") % {"name": each.by}]
            ),
        )
        for each in added
        if each.kind in {ReportNoteKind.INFORMATION, *VISIT_NOTES}
    ]


def _danger_alerts(
    report: Report,
    added: Sequence[ReportAddition],
    staff: Staff,
    *,
    may_add: bool,
    reads_child: bool,
) -> list[AlertBox]:
    """The alert until someone who may handle the report records who went to the child.

    Before the outcome it ends once the child is recorded as safe, with a case once the child was met, and
    after another outcome once a supervisor recorded it too.
    """
    if report.urgency != Urgency.NOW:
        return []
    met = [each for each in added if each.kind == ReportNoteKind.VISIT and each.counts]
    is_confirmed = bool(report.outcome) and is_outcome_confirmed(report)
    is_safe = not is_child_in_danger(report)
    if not rules.needs_visit(
        report.outcome, is_met=bool(met), is_safe=is_safe, is_confirmed=is_confirmed
    ):
        return []
    outcome = ReportOutcome(report.outcome) if report.outcome else None
    was_unsafe = any(each.child_safe == YesNo.NO for each in met)
    unsafe = unsafe_text(report, staff.office) if was_unsafe else ""
    title = as_sentence(unsafe) if unsafe else _("The child may be in danger now")
    text = _danger_text(outcome, met, reads_child=reads_child)
    if unsafe:
        now = gettext("The child may be in danger now. Someone must make the child safe now.")
        text = now if outcome is None else f"{now} {text}"
    url = reverse("intake:record_visit", args=[report.pk])
    record = ActionLink(_("Record a visit to the child"), url, "home") if may_add else None
    return [AlertBox(title, text, action=record)]


def _danger_text(
    outcome: ReportOutcome | None, met: Sequence[ReportAddition], *, reads_child: bool
) -> str:
    if outcome in CASE_OUTCOMES:
        return str(case_danger_text(outcome, reads_child=reads_child))
    if outcome == ReportOutcome.CHILD_NOT_FOUND:
        return gettext(
            "The child is not yet located. Keep looking, and record who went to the child."
        )
    if outcome is not None:
        return gettext(
            "The report was closed, but no visit records that the child is safe. A "
            "supervisor must confirm the outcome, or someone must go to the child."
        )
    if is_seen_safe(met):
        return gettext(
            "A visit found the child safe, but not surely after the alert began: the alert has not ended."
        )
    if met:
        return gettext("The child was met, but not recorded as safe.")
    return gettext("Someone must see the child now.")


def _other_alerts(report: Report) -> list[AlertBox]:
    alerts = contact_back_alerts(ContactBackPreference(report.contact_back))
    concerns = [Concern(c) for c in report.concerns if c in Concern.values]
    prompts = rules.screening_prompts(concerns)
    return alerts + [AlertBox(gettext(p.text), kind="calm", icon="info-circle") for p in prompts]


def _naming(report: Report) -> str:
    """Whether the reporting person may be named, as far as that is recorded."""
    if report.reporter_is_confidential is None:
        return gettext("confidentiality not recorded: identity kept confidential")
    return gettext("identity kept confidential") if report.reporter_is_confidential else ""


def _facts(report: Report, texts: dict[str, str], staff: Staff) -> list[LabelledValue]:
    unnamed = _naming(report)
    paper = gettext("from paper") if report.is_from_paper else ""
    back = ContactBackPreference(report.contact_back)
    return [
        LabelledValue(_("Reported on"), _received(report, staff)),
        LabelledValue(_("Recorded on"), format_moment(report.recorded_at, staff), note=paper),
        LabelledValue(_("Channel"), ReportChannel(report.channel).label),
        LabelledValue(_("Urgency"), Urgency(report.urgency).label),
        LabelledValue(_("Timing of the harm"), HarmTiming(report.timing).label),
        LabelledValue(
            _("Protection concerns"), join_words(_concerns(report)), missing=_("not recorded")
        ),
        LabelledValue(
            _("Reporting person"), ReportingPersonKind(report.reporter_kind).label, note=unnamed
        ),
        LabelledValue(_("Source of information"), InformationSource(report.known_from).label),
        LabelledValue(
            _("Communication needs"), join_words(_needs(report)), missing=_("not recorded")
        ),
        LabelledValue(_("Name"), texts.get("reporter_name", ""), missing=_("not recorded")),
        LabelledValue(_("Permission to call or visit the person again"), back.label),
        contact_details_pair(texts.get("reporter_contact", ""), back),
    ]


def _child_pairs(report: Report, texts: dict[str, str]) -> list[LabelledValue]:
    return [
        LabelledValue(_("Names, as reported"), texts.get("child_names", "")),
        LabelledValue(
            _("Age, as reported"), format_age(report.child_age_low, report.child_age_high)
        ),
        LabelledValue(_("Gender"), Gender(report.child_gender).label),
        LabelledValue(_("Language"), language_name(report.language)),
        _where(report),
        LabelledValue(_("Where the child can be found"), texts.get("place", "")),
    ]


def _request_pairs(
    report: Report, added: Sequence[ReportAddition], staff: Staff
) -> list[LabelledValue]:
    if report.case_requested_at is None or report.case_requested_by is None:
        return []
    if not rules.is_case_requested(report.case_requested_at, report.outcome_at):
        return []
    who = names_of({report.case_requested_by}).get(report.case_requested_by, "")
    when = format_moment(report.case_requested_at, staff)
    return [
        LabelledValue(_("Case requested"), when, note=who),
        LabelledValue(_("Reason for the request"), latest_text(added, ReportNoteKind.CASE_REQUEST)),
    ]


def _assignment_pairs(
    report: Report, added: Sequence[ReportAddition], staff: Staff
) -> list[LabelledValue]:
    names = join_words(person.name for person in list_team(report.file_id))
    pairs = [
        LabelledValue(
            _("Colleagues"),
            names,
            missing=_("only supervisors of the office"),
        )
    ]
    zone = ZoneInfo(staff.office.time_zone)
    for handover in added:
        if handover.kind != ReportNoteKind.HANDOVER:
            continue
        words = gettext("%(day)s: from %(giver)s to %(taker)s") % {
            "day": formats.date_format(handover.at.astimezone(zone), "SHORT_DATE_FORMAT"),
            "giver": handover.by,
            "taker": handover.to,
        }
        pairs.append(LabelledValue(_("Reassigned"), words, note=handover.text))
    return pairs


def _available_actions(
    report: Report, request: StaffRequest, *, may_add: bool, may_handle: bool, reads_child: bool
) -> list[ActionLink]:
    add_url = reverse("intake:add_information", args=[report.pk])
    add = [ActionLink(_("Add information"), add_url, "plus")] if may_add else []
    if report.child_file_id is not None:
        if not reads_child or Permission.WORK_ON_CASE not in request.may:
            return add
        file_url = reverse(CHILD_FILE, args=[report.child_file_id])
        return [ActionLink(_("Open the child’s file"), file_url, "file-text"), *add]
    links = _case_links(report, request, may_handle=may_handle)
    if may_handle:
        links.append(_outcome_link(report, request.staff))
    screening_url = reverse("screening:show_screenings", args=[report.file_id])
    links.append(ActionLink(_("Screen for trafficking indicators"), screening_url, "list-check"))
    referral_url = reverse("services:refer_from_report", args=[report.pk])
    referral = ActionLink(_("Refer the family for livelihood support"), referral_url, "heart")
    if report.urgency == Urgency.NOW:  # the child first
        return [*links, *add, referral]
    return [*links, referral, *add]


def _case_links(report: Report, request: StaffRequest, *, may_handle: bool) -> list[ActionLink]:
    """Links from the report to a case or an end without one; handlers get at least one.

    Also after it was closed without a case.
    """
    links = []
    if may_handle and Permission.OPEN_CASE in request.may:
        url = reverse(OPEN_CASE_FROM_REPORT, args=[report.pk])
        links.append(ActionLink(_("Open case"), url, "file-plus"))
    if may_handle and Permission.SEARCH in request.may:
        url = reverse(SEARCH_FROM_REPORT, args=[report.pk])
        links.append(ActionLink(_("Link to existing case"), url, "search"))
    # Whoever works on cases opens one; others may leave the decision to a supervisor.
    waits = rules.is_case_requested(report.case_requested_at, report.outcome_at)
    if may_handle and not waits and Permission.WORK_ON_CASE not in request.may:
        url = reverse("intake:request_case", args=[report.pk])
        links.append(ActionLink(_("Request a case"), url, "send"))
    return links


def _outcome_link(report: Report, staff: Staff) -> ActionLink:
    confirms = awaits_confirmation(report, staff)
    label = _("Confirm the outcome") if confirms else _("Record outcome")
    return ActionLink(label, reverse("intake:record_report_outcome", args=[report.pk]), "check")
