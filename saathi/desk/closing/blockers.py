"""What prevents closing a case, with links to resolve it.

Shown to the worker before the request and to the supervisor before the decision. The rule is in
`protection.casework.cases.closing_rules`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, domains
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.desk import actions, wording
from saathi.infra.reasons import Reason
from saathi.protection.casework.cases import closing_rules, closings
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.vocabulary import ClosingReason, Duty, EvaluationState
from saathi.web.components import ActionLink, Text

OLD_ENOUGH = 8  # years from which "too young" for an evaluation is questioned [derived]
CLOSING_FORM_URL = "desk:request_closing"


@dataclass(frozen=True)
class ClosingBlocker:
    """One obstacle to closing; `action` links to where it is resolved."""

    code: str
    text: str
    note: str = ""
    action: ActionLink | None = None


# Where each reason is resolved: the page, the sections written there, the text of the link.
_WAYS: dict[str, tuple[str, Section, Text]] = {
    "no_assessment": ("cases:record_assessment", Section.NEEDS, _("Record an assessment")),
    "assessment_old": ("cases:record_assessment", Section.NEEDS, _("Record an assessment")),
    "risk_not_low": ("cases:record_assessment", Section.NEEDS, _("Record an assessment")),
    "need_urgent": ("cases:record_assessment", Section.NEEDS, _("Record an assessment")),
    "attempts_missing": ("cases:record_visit", Section.VISITS, _("Record a contact attempt")),
    "danger_reported": ("cases:record_visit", Section.VISITS, _("Record a visit")),
    "contact_prevented": ("cases:record_visit", Section.VISITS, _("Record a visit")),
    "seen_unsafe": ("cases:record_visit", Section.VISITS, _("Record a visit")),
    "waiting_approval": ("care_plans:show_newest_plan", Section.PLAN, _("Open the case plan")),
    "open_goals": ("care_plans:show_newest_plan", Section.PLAN, _("Open the case plan")),
    "open_care": ("urgent_care:list_urgent_care", Section.NEEDS, _("Open time-critical care")),
    "unsent_referrals": ("support:show_support", Section.SUPPORT, _("Open the referrals")),
    "unanswered_referrals": ("support:show_support", Section.SUPPORT, _("Open the referrals")),
    "open_tasks": ("notes:list_notes", Section.VISITS, _("Open notes and tasks")),
    "open_decisions": (
        "conferences:list_conferences",
        Section.DECISIONS,
        _("Open the case conferences"),
    ),
    "return_early": (
        "reintegration:list_evaluations",
        Section.DECISIONS,
        _("Record the reason in the final evaluation"),
    ),
    "return_unheard": (
        "reintegration:list_evaluations",
        Section.DECISIONS,
        _("Record the final evaluation"),
    ),
    "transfer_unfollowed": (
        "reintegration:list_evaluations",
        Section.DECISIONS,
        _("Record the final evaluation"),
    ),
    "transfer_open": ("transfers:show_transfers", Section.LEGAL, _("Open the transfers")),
    "transfer_under_way": ("transfers:show_transfers", Section.LEGAL, _("Open the transfers")),
    "transfer_unvisited": ("transfers:show_transfers", Section.LEGAL, _("Open the transfers")),
    "return_sign": ("reintegration:list_signs", Section.SITUATION, _("Open the signs")),
    "placement_open": ("placements:list_placements", Section.VISITS, _("Open the placements")),
    "placement_waiting": ("placements:list_placements", Section.VISITS, _("Open the placements")),
    "summary_missing": (CLOSING_FORM_URL, Section.DECISIONS, _("Revise the request")),
    "evaluation_missing": (
        CLOSING_FORM_URL,
        Section.DECISIONS,
        _("Record the child’s statement"),
    ),
    "evaluation_contradicts": (
        CLOSING_FORM_URL,
        Section.DECISIONS,
        _("Revise the request"),
    ),
    "not_informed": (CLOSING_FORM_URL, Section.DECISIONS, _("Revise the request")),
    "death_not_confirmed": (CLOSING_FORM_URL, Section.DECISIONS, _("Revise the request")),
    "other_case_missing": (CLOSING_FORM_URL, Section.DECISIONS, _("Revise the request")),
}


def list_blockers(case: Case, staff: Staff, writes: Section) -> list[ClosingBlocker]:
    """Everything that would block closing today, for any reason for closure."""
    matters = actions.list_open_matters(case)
    reasons = [closing_rules.EVALUATION_MISSING, *closings.reasons_outcome_missing(case, staff)]
    notes = dict.fromkeys(
        (reason.code for reason in reasons[1:]),
        gettext("Relevant only if the case is closed because the child has recovered or is safe."),
    )
    return _shown([*reasons, *matters], case, staff, writes, notes)


def list_blockers_of_request(
    case: Case, staff: Staff, facts: closing_rules.ClosingFacts
) -> list[ClosingBlocker]:
    """The obstacles to closing the case with the requested reason and evaluation."""
    today = case.office.today()
    procedure = office_procedure(case.office, on=today)
    reasons = closing_rules.reasons_not_to_close(
        facts,
        open_matters=actions.list_open_matters(case),
        procedure=procedure,
        today=today,
    )
    writes = access.sections_of_file(staff, case.file_id)[1] if reasons else Section(0)
    days = {day for day in facts.contact_attempts if day <= today}
    counted = gettext("Recorded: %(done)d of %(needed)d days.")
    notes = {
        "attempts_missing": counted % {"done": len(days), "needed": procedure.contact_attempts}
    }
    return _shown(_in_detail(reasons, case, staff), case, staff, writes, notes)


def list_blockers_of_form(
    case: Case, staff: Staff, form_data: Mapping[str, Any]
) -> list[ClosingBlocker]:
    """The blockers of a request that is still being written; `form_data` is its form's content."""
    facts = closings.closing_facts_of_case(
        case, staff, reason=ClosingReason(form_data["reason"]), stated=form_data
    )
    blockers_of_request = list_blockers_of_request(case, staff, facts)
    age = minimum_age(case)
    if form_data["evaluation"] == EvaluationState.TOO_YOUNG and age >= OLD_ENOUGH:
        text = gettext(
            "According to the age on record, the child is at least %(age)d years old. Ask "
            "for the child’s view, or choose another reason why there is no evaluation."
        )
        blockers_of_request.append(ClosingBlocker("evaluation_too_young", text % {"age": age}))
    return blockers_of_request


def minimum_age(case: Case) -> int:
    """The child's minimum age by the recorded evidence; 0 if unknown."""
    born = case.child.birth_year_high
    return max(0, case.office.today().year - born - 1) if born is not None else 0


def _in_detail(reasons: Iterable[Reason], case: Case, staff: Staff) -> list[Reason]:
    """The reasons, with the general one on outcomes replaced by what the last assessment lacks."""
    detailed: list[Reason] = []
    for reason in reasons:
        if reason.code == closing_rules.OUTCOME_MISSING:
            detailed += closings.reasons_outcome_missing(case, staff) or [reason]
        else:
            detailed.append(reason)
    return detailed


def _shown(
    reasons: Sequence[Reason], case: Case, staff: Staff, writes: Section, notes: Mapping[str, str]
) -> list[ClosingBlocker]:
    shown: list[ClosingBlocker] = []
    for reason in reasons:
        if reason.code == closing_rules.LATE_DUES:
            shown += _late(case, staff, writes) or [
                ClosingBlocker(reason.code, gettext(reason.text))
            ]
            continue
        way, needed, label = _WAYS.get(reason.code, ("", Section(0), ""))
        may = way and needed & writes == needed
        action = ActionLink(label, reverse(way, args=[case.file_id])) if may else None
        shown.append(
            ClosingBlocker(reason.code, gettext(reason.text), notes.get(reason.code, ""), action)
        )
    return shown


def _late(case: Case, staff: Staff, writes: Section) -> list[ClosingBlocker]:
    """A blocker for each overdue task that the reader may see."""
    today = case.office.today()
    late = access.visible(staff, Due).filter(case=case, done_on=None, due_on__lt=today)
    return [
        ClosingBlocker(
            closing_rules.LATE_DUES,
            f"{Duty(due.duty).label}: {wording.describe_due(due.due_on, today)}",
            action=ActionLink(_("Do it now"), domains.duty_url(due.duty, case.file_id))
            if writes & Section.CASE
            else None,
        )
        for due in late.order_by("due_on", "pk")
    ]
