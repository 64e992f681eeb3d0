"""The content of the intake screens, ready for display; checks no permissions."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra import district_list
from saathi.infra.join_words import join_words
from saathi.people.formatting import format_age
from saathi.people.languages import language_name
from saathi.people.vocabulary import Gender
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queries import list_report_workers
from saathi.protection.identification.intake.rules import may_contact_back, screening_prompts
from saathi.protection.identification.intake.vocabulary import (
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
)
from saathi.web.page_names import CHILD_FILE, SEARCH_FROM_REPORT


@dataclass(frozen=True)
class ReportDetails:
    """One report, as shown to its reader."""

    title: str
    alerts: list[AlertBox]
    what: str
    alleged_perpetrator: str  # the alleged perpetrator as reported: never a fact
    facts: list[LabelledValue]
    child: list[LabelledValue]
    outcome: list[LabelledValue]
    assignment: list[LabelledValue]  # who works on it, and each handover with its note
    actions: list[ActionLink]


def format_moment(at: dt.datetime, staff: Staff) -> str:
    """A moment in the time zone of the reader's office."""
    local = at.astimezone(ZoneInfo(staff.office.time_zone))
    return formats.date_format(local, "SHORT_DATE_FORMAT") + " " + local.strftime("%H:%M")


def _concerns(report: Report) -> list[str]:
    return [str(Concern(c).label) if c in Concern.values else c for c in report.concerns]


def _needs(report: Report) -> list[str]:
    return [str(CommunicationNeed(n).label) for n in report.needs if n in CommunicationNeed.values]


def _where(report: Report) -> str:
    if report.district:
        return district_list.district_name(report.district)
    return dict(district_list.country_choices()).get(report.country, report.country).strip("—")


def report_details(report: Report, request: StaffRequest) -> ReportDetails:
    """One report, decrypted: the reader's right was checked and the access logged."""
    texts = vault.open(report)
    return ReportDetails(
        title=gettext("Report of %(when)s")
        % {"when": format_moment(report.received_at, request.staff)},
        alerts=_alerts(report),
        what=texts.get("what", ""),
        alleged_perpetrator=texts.get("suspect", ""),
        facts=_facts(report, texts, request.staff),
        child=_child_pairs(report, texts),
        outcome=_outcome_pairs(report, texts, request.staff),
        assignment=_assignment_pairs(report, texts),
        actions=_available_actions(report, request),
    )


def _alerts(report: Report) -> list[AlertBox]:
    alerts = []
    if report.urgency == Urgency.NOW and not report.outcome:
        alerts.append(AlertBox(_("The child may be in danger now"), _("Somebody must go today.")))
    if not may_contact_back(ContactBackPreference(report.contact_back)):
        text = _("A phone or a house may belong to whom the person fears. Wait until she comes.")
        title = _("Do not call or visit the person who told it")
        alerts.append(AlertBox(title, text, kind="attend", icon="hand-stop"))
    concerns = [Concern(c) for c in report.concerns if c in Concern.values]
    prompts = screening_prompts(concerns)
    return alerts + [AlertBox(gettext(p.text), kind="calm", icon="info-circle") for p in prompts]


def _facts(report: Report, texts: dict[str, str], staff: Staff) -> list[LabelledValue]:
    unnamed = gettext("stays unnamed to others") if report.reporter_is_confidential else ""
    paper = gettext("from paper") if report.is_from_paper else ""
    back = ContactBackPreference(report.contact_back)
    return [
        LabelledValue(_("Told"), format_moment(report.received_at, staff)),
        LabelledValue(_("Written"), format_moment(report.recorded_at, staff), note=paper),
        LabelledValue(_("How it came"), ReportChannel(report.channel).label),
        LabelledValue(_("How soon"), Urgency(report.urgency).label),
        LabelledValue(_("Has it happened?"), HarmTiming(report.timing).label),
        LabelledValue(_("Worry"), join_words(_concerns(report)), missing=_("not said")),
        LabelledValue(
            _("Who told it"), ReportingPersonKind(report.reporter_kind).label, note=unnamed
        ),
        LabelledValue(_("How the person knows it"), InformationSource(report.known_from).label),
        LabelledValue(
            _("Needs, to tell it"), join_words(_needs(report)), missing=_("nothing noted")
        ),
        LabelledValue(_("Name"), texts.get("reporter_name", ""), missing=_("chose not to say")),
        LabelledValue(_("Called or visited again?"), back.label),
        # An unsafe number is not shown, but it is kept.
        LabelledValue(
            _("How to reach the person"),
            texts.get("reporter_contact", "") if may_contact_back(back) else "",
            missing=_("not shown: it is not safe") if not may_contact_back(back) else "",
        ),
    ]


def _child_pairs(report: Report, texts: dict[str, str]) -> list[LabelledValue]:
    return [
        LabelledValue(_("Names, as said"), texts.get("child_names", "")),
        LabelledValue(_("Age, as said"), format_age(report.child_age_low, report.child_age_high)),
        LabelledValue(_("Girl, boy or other"), Gender(report.child_gender).label),
        LabelledValue(_("Language"), language_name(report.language)),
        LabelledValue(_("District"), _where(report)),
        LabelledValue(_("Where the child can be found"), texts.get("place", "")),
    ]


def _outcome_pairs(report: Report, texts: dict[str, str], staff: Staff) -> list[LabelledValue]:
    if not report.outcome or report.outcome_at is None:
        return []
    at = report.outcome_at.astimezone(ZoneInfo(staff.office.time_zone))
    when = formats.date_format(at, "SHORT_DATE_FORMAT")
    return [
        LabelledValue(_("What became of it"), ReportOutcome(report.outcome).label, note=when),
        LabelledValue(_("In words"), texts.get("outcome_note", ""), missing=_("nothing written")),
    ]


def _assignment_pairs(report: Report, texts: dict[str, Any]) -> list[LabelledValue]:
    names = join_words(person.name for person in list_report_workers(report))
    pairs = [
        LabelledValue(_("Who works on it"), names, missing=_("nobody; those who lead the office"))
    ]
    for handover in texts.get("handed_over", []):
        day = formats.date_format(dt.date.fromisoformat(handover["on"]), "SHORT_DATE_FORMAT")
        words = gettext("%(day)s: from %(giver)s to %(taker)s") % {
            "day": day,
            "giver": handover["by"],
            "taker": handover["to"],
        }
        pairs.append(LabelledValue(_("Handed over"), words, note=handover["note"]))
    return pairs


def _available_actions(report: Report, request: StaffRequest) -> list[ActionLink]:
    if report.about_id is not None:
        if Permission.WORK_ON_CASE not in request.may:
            return []
        file_url = reverse(CHILD_FILE, args=[report.about_id])
        return [ActionLink(_("Open the child’s file"), file_url, "file-text")]
    links = []
    if Permission.SEARCH in request.may:
        search_url = reverse(SEARCH_FROM_REPORT, args=[report.pk])
        links.append(ActionLink(_("Is this child known?"), search_url, "search"))
    screening_url = reverse("screening:show_screenings", args=[report.file_id])
    links.append(ActionLink(_("Look for signs of trafficking"), screening_url, "list-check"))
    outcome_url = reverse("intake:record_report_outcome", args=[report.pk])
    links.append(ActionLink(_("Record what became of it"), outcome_url, "check"))
    referral_url = reverse("services:refer_from_report", args=[report.pk])
    links.append(ActionLink(_("Offer the family help to live"), referral_url, "heart"))
    return links
