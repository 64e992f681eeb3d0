"""The form for a missing child, filled in from a report of a concern; notifies no one."""

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.people.vocabulary import AgeBasis
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.vocabulary import (
    Concern,
    ReportingPersonKind,
    Seeker,
)
from saathi.web.components import ActionLink, AlertBox

# The reporting person states who they are; the form asks whether they miss the child.
_SEEKERS: Final[Mapping[str, Seeker]] = {
    ReportingPersonKind.RELATIVE: Seeker.RELATIVE,
    ReportingPersonKind.COMMUNITY: Seeker.NEIGHBOUR,
    ReportingPersonKind.TEACHER: Seeker.TEACHER,
    ReportingPersonKind.POLICE: Seeker.POLICE,
    ReportingPersonKind.ORGANISATION: Seeker.ORGANISATION,
    ReportingPersonKind.EMPLOYER: Seeker.EMPLOYER,
}


def offer_registration(_request: StaffRequest, report: Report) -> AlertBox | None:
    """The offer to register an open report's child as missing; does nothing automatically."""
    if Concern.MISSING not in report.concerns or report.outcome:
        return None
    url = reverse("missing:report_missing_from_report", args=[report.pk])
    text = _(
        "The form is filled in from this report. Family and police are informed only if "
        "you decide to inform them."
    )
    action = ActionLink(_("Register as missing child"), url, "user")
    return AlertBox(_("The child may be missing"), text, action, "attend", "user")


def disappearance_from_report(report: Report, texts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of the disappearance in a report; `texts` are its opened texts.

    The name of a confidential reporting person stays in the report. Who may be informed is not
    filled in.
    """
    initial: dict[str, Any] = {
        "told": texts.get("what", ""),
        "where": texts.get("place", ""),
        "country": report.country,
        "district": report.district,
        "urgency": report.urgency,
        "channel": report.channel,
        "relation": _SEEKERS.get(report.reporter_kind, Seeker.NOT_SAID),
        "contact_back": report.contact_back,
    }
    if report.reporter_is_confidential is False:  # None: not recorded
        initial["teller_name"] = texts.get("reporter_name", "")
        initial["teller_contact"] = texts.get("reporter_contact", "")
    return initial


def missing_child_from_report(report: Report, texts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts about the child in the report."""
    initial: dict[str, Any] = {
        "name_0": texts.get("child_names", ""),
        "gender": report.child_gender,
        "age_low": report.child_age_low,
        "age_high": report.child_age_high,
        "languages": [report.language] if report.language else [],
    }
    if report.child_age_low is not None:
        initial["age_basis"] = AgeBasis.REPORTED
    return initial
