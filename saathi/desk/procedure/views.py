"""The page of the procedure: its targets in words, the current version, all versions."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from saathi.agencies import queries
from saathi.agencies.models import Configuration, Office
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.agencies.vocabulary import ConfigurationKind
from saathi.desk.wording import describe_limit
from saathi.infra.join_words import join_words
from saathi.people.panels import Panel, PanelRow
from saathi.protection.casework.cases.procedures import parse_procedure
from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.casework.cases.vocabulary import RiskLevel
from saathi.protection.casework.urgent_care.queries import steps_for
from saathi.protection.casework.urgent_care.rules import CareStep
from saathi.protection.casework.urgent_care.steps import step_text
from saathi.protection.casework.urgent_care.vocabulary import CareReason
from saathi.protection.casework.urgent_care.wording import describe_step_limit
from saathi.protection.decisions.orders.queries import list_office_time_limits
from saathi.protection.decisions.orders.rules import TimeLimit, filter_time_limits
from saathi.protection.decisions.orders.vocabulary import LimitCode, LimitTrigger
from saathi.protection.identification.intake.queue.rules import emergency_steps, response_targets
from saathi.protection.identification.intake.queue.vocabulary import EMERGENCY_STEPS
from saathi.protection.identification.intake.vocabulary import Urgency
from saathi.web.components import LabelledValue


@require_safe
@staff_screen(Permission.WORK_ON_CASE, Permission.APPROVE, Permission.MANAGE_OFFICES)
def show_procedure(request: StaffRequest) -> HttpResponse:
    """The page of the procedure in force today at the reader's office."""
    office, today = request.staff.office, request.staff.office.today()
    versions = [
        version
        for version in queries.list_configuration_versions(office.country)
        if version.kind == ConfigurationKind.PROCEDURE
    ]
    holds = version_in_force(versions, today)
    procedure = parse_procedure(holds.body) if holds else Procedure()
    context = {
        "title": _title(holds),
        "parts": [
            Panel(
                _("Time targets by risk level"),
                rows=[_risk(procedure, level) for level in RiskLevel],
            ),
            Panel(_("Other target times"), pairs=_others(procedure)),
            _reports(holds.body if holds else {}),
            Panel(
                _("Legal time limits"),
                lead=_("Each time limit is counted from the event that starts it."),
                rows=[_limit(limit) for limit in _limits(office)],
            ),
            *[
                Panel(
                    _("Time-critical care: %(reason)s") % {"reason": reason.label},
                    rows=[_care_step(step) for step in steps_for(office, reason)],
                )
                for reason in CareReason
            ],
            _versions_panel(versions, holds, today),
        ],
    }
    return render(request, "desk/show_procedure.html", context)


def _versions_panel(
    versions: Sequence[Configuration], holds: Configuration | None, today: dt.date
) -> Panel:
    return Panel(
        _("All versions"),
        lead=_("Versions are added and never changed. The latest version in force applies."),
        rows=[_version(version, holds, today) for version in versions],
        empty=_(
            "No procedure is published for your country. Common practice applies and is unverified."
        ),
    )


def version_in_force(versions: Sequence[Configuration], today: dt.date) -> Configuration | None:
    """The version in force on a day: the latest that has taken effect; None if there is none."""
    begun = [version for version in versions if version.valid_from <= today]
    return max(
        begun,
        key=lambda configuration: (configuration.valid_from, configuration.version),
        default=None,
    )


def _title(holds: Configuration | None) -> str:
    if holds is None:
        return _("Common practice")
    words = _("Version %(number)d, since %(day)s")
    day = date_format(holds.valid_from, "j F Y")
    return words % {"number": holds.version, "day": day}


def _risk(procedure: Procedure, level: RiskLevel) -> PanelRow:
    times = procedure.by_risk[level]
    return PanelRow(
        title=level.label,
        pairs=[
            LabelledValue(_("Meaning"), procedure.meaning_of(level)),
            LabelledValue(_("Assessment"), describe_limit(times.assessment_hours)),
            LabelledValue(_("Visit"), _every(times.visit_days)),
            LabelledValue(_("Next attempt, if not met"), _days(times.retry_days)),
            LabelledValue(_("Review of the plan"), _every(times.review_days)),
        ],
    )


def _every(count: int) -> str:
    words = ngettext("every %(count)d day", "every %(count)d days", count)
    return words % {"count": count}


def _after_return(procedure: Procedure) -> list[LabelledValue]:
    return [
        LabelledValue(_("First contact after a return"), _days(procedure.return_first_days)),
        LabelledValue(_("Second contact after a return"), _days(procedure.return_second_days)),
        LabelledValue(
            _("Monthly contacts after a return until"), _months(procedure.return_monthly_until)
        ),
        LabelledValue(
            _("Quarterly contacts after a return until"), _months(procedure.return_quarterly_until)
        ),
        LabelledValue(
            _("Half-yearly contacts after a return until"),
            _months(procedure.return_half_yearly_until),
        ),
        LabelledValue(
            _("Missed contact after a return: the supervisor is notified after"),
            _days(procedure.return_missed_days),
        ),
        LabelledValue(
            _("Transfer abroad without confirmed arrival: alarm after"),
            describe_limit(procedure.transfer_arrival_hours),
        ),
    ]


def _months(count: int) -> str:
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}


def _others(procedure: Procedure) -> list[LabelledValue]:
    required = join_words([str(domain.label) for domain in procedure.required_domains])
    return [
        LabelledValue(_("Required domains of an assessment"), required),
        LabelledValue(
            _("First visit after a report “Immediate danger” or “Today”"), _("the same day")
        ),
        LabelledValue(
            _("First visit after a report “Within a few days”"), _days(procedure.report_visit_days)
        ),
        LabelledValue(_("Plan after the assessment"), _days(procedure.plan_days)),
        LabelledValue(_("Service response"), _days(procedure.referral_days)),
        *_after_return(procedure),
        LabelledValue(
            _("Consecutive visits without meeting the child before the supervisor is alerted"),
            str(procedure.alert_attempts),
        ),
        LabelledValue(
            _("Attempts before contact is recorded as lost"), str(procedure.contact_attempts)
        ),
        LabelledValue(_("Maximum open cases per worker"), str(procedure.cases_per_worker)),
    ]


def _reports(body: dict[str, Any]) -> Panel:
    """The panel of response times by urgency of reports, and the emergency steps."""
    targets, steps = response_targets(body), emergency_steps(body)
    lead = _(
        "A report that is not accepted within this time is escalated to the next level. An "
        "agency can set these times and the emergency steps in the procedure of its "
        "country."
    )
    pairs = [
        LabelledValue(urgency.label, describe_limit(targets.hours(urgency)))
        for urgency in (Urgency.NOW, Urgency.TODAY, Urgency.SOON, Urgency.LATER, Urgency.NOT_KNOWN)
    ]
    decision = LabelledValue(
        _("Outcome after a report is accepted"), describe_limit(targets.decision)
    )
    numbered = enumerate(steps or [str(step) for step in EMERGENCY_STEPS], 1)
    emergency = [
        LabelledValue(_("Emergency step %(number)d") % {"number": number}, step)
        for number, step in numbered
    ]
    return Panel(_("Reports"), lead=lead, pairs=[*pairs, decision, *emergency])


def _limits(office: Office) -> list[TimeLimit]:
    """The time limits of an office's country, by what starts them."""
    limits = list_office_time_limits(office, office.country)
    return [
        limit
        for starts in LimitTrigger.values
        for limit in filter_time_limits(limits, country=office.country, happening=starts)
    ]


def _limit(limit: TimeLimit) -> PanelRow:
    """A row for a time limit in its country's words, or in the unverified ones of Saathi."""
    return PanelRow(
        title=limit.text or LimitCode(limit.code).label,
        state="" if limit.is_verified else _("Unverified"),
        pairs=[
            LabelledValue(LimitTrigger(limit.happening).label, describe_limit(limit.hours)),
            LabelledValue(_("Law"), limit.law),
        ],
    )


def _care_step(step: CareStep) -> PanelRow:
    """A row for a step of time-critical care, with its time and source."""
    return PanelRow(
        title=step_text(step),
        state="" if step.is_verified else _("Unverified"),
        pairs=[
            LabelledValue(_("Time limit"), describe_step_limit(step)),
            LabelledValue(_("Source"), step.source),
        ],
    )


def _days(count: int) -> str:
    words = ngettext("within %(count)d day", "within %(count)d days", count)
    return words % {"count": count}


def _version(version: Configuration, holds: Configuration | None, today: dt.date) -> PanelRow:
    state = _("in force") if version is holds else ""
    if version.valid_from > today:
        state = _("upcoming")
    return PanelRow(
        title=_("%(name)s, version %(number)d") % {"name": version.name, "number": version.version},
        state=state,
        is_over=version is not holds,
        pairs=[LabelledValue(_("Valid from"), date_format(version.valid_from, "j F Y"))],
    )
