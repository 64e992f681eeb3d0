"""How a report of a missing child ended, and what its closing does while the child may be in danger."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.protection.identification.intake.queue.queries import find_leaders
from saathi.protection.identification.missing import descriptions
from saathi.protection.identification.missing.models import MissingReport
from saathi.protection.identification.missing.queries import MissingReportDetails
from saathi.protection.identification.missing.vocabulary import (
    FoundCondition,
    FoundMethod,
    MissingCloseReason,
    MissingOutcome,
    MissingReportState,
)
from saathi.web.components import AlertBox, LabelledValue, join_facts


def danger_text(report: MissingReport) -> str:
    """Why the child of this report may still be in danger."""
    state = MissingReportState(report.state)
    if state == MissingReportState.FOUND:
        return gettext("The child was found, but is not recorded as alive.")
    if state == MissingReportState.CLOSED:
        return gettext(
            "The report was closed, but neither a confirmed death nor a supervisor’s closing is recorded. "
            "A supervisor must confirm the closing."
        )
    return gettext("The search must start today.")


def closing_alerts(reader: Staff) -> list[AlertBox]:
    """What closing a report of immediate danger does, for the form."""
    if find_leaders([reader.pk]):
        text = gettext("Closing the report ends the alert. Other supervisors are notified.")
    else:
        text = gettext(
            "The supervisors are notified. The alert goes on until a supervisor closes the report, or "
            "the death is confirmed by a death certificate, a hospital, the police or a court."
        )
    return [AlertBox(_("The child may be in danger now"), text)]


def found_alerts() -> list[AlertBox]:
    """What it does to record that a child in immediate danger was found, for the form."""
    text = gettext(
        "“Alive” ends the alert, and needs details: who saw the child, and when. The supervisors are "
        "notified."
    )
    return [AlertBox(_("The child may be in danger now"), text)]


def outcome_pairs(details: MissingReportDetails) -> list[LabelledValue]:
    """How the child was found, and each closing with its reason."""
    report, pairs = details.report, list[LabelledValue]()
    if report.found_on is not None:
        how = FoundMethod(report.found_how).label
        pairs += [
            LabelledValue(_("Found"), descriptions.format_day(report.found_on), note=str(how)),
            LabelledValue(_("Condition when found"), FoundCondition(report.found_life).label),
            LabelledValue(_("Nature of the disappearance"), MissingOutcome(report.outcome).label),
            LabelledValue(_("Days until found"), _days(report.missing_from, report.found_on)),
            LabelledValue(
                _("Details"),
                details.report_texts.get("found_note", ""),
                missing=_("not recorded"),
            ),
        ]
    pairs += _earlier_closing_pairs(details.report_texts)
    if report.closed_on is not None:
        why = str(MissingCloseReason(report.why_closed).label)
        pairs += [
            LabelledValue(_("Closed"), descriptions.format_day(report.closed_on), note=why),
            *_death_pairs(report),
            LabelledValue(
                _("Details"),
                details.report_texts.get("closing_note", ""),
                missing=_("not recorded"),
            ),
        ]
    return pairs


def _death_pairs(report: MissingReport) -> list[LabelledValue]:
    if not report.death_source:
        return []
    term = _("Source of the information about the death")
    return [LabelledValue(term, report.get_death_source_display())]


def _earlier_closing_pairs(texts: Mapping[str, Any]) -> list[LabelledValue]:
    """Closings before the latest, with their reason and details."""
    return [
        LabelledValue(
            _("Closed before"),
            each["note"],
            note=join_facts(
                [
                    descriptions.format_day(dt.date.fromisoformat(each["on"])),
                    str(MissingCloseReason(each["why"]).label),
                ]
            ),
            missing=_("not recorded"),
        )
        for each in texts.get("earlier_closings", [])
    ]


def _days(first: dt.date | None, last: dt.date | None) -> str:
    return str((last - first).days) if first and last else ""
