"""What keeps a case from closing, each with the way to it. The rule is in `protection.cases.rules`.

For the worker before she asks, for the supervisor before she answers: nothing comes as a surprise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.desk import actions, links, wording
from saathi.infra.reasons import Reason
from saathi.protection.cases import closings, rules
from saathi.protection.cases.models import Case, Due
from saathi.protection.cases.queries import procedure_of
from saathi.protection.cases.vocabulary import ClosingReason, Duty
from saathi.web.parts import Action, Text

ASK = "desk:ask_closing"


@dataclass(frozen=True)
class Hindrance:
    """One thing that stands against closing; `action` leads to where it is put right."""

    code: str
    text: str
    note: str = ""
    action: Action | None = None


# Where each reason is put right: the page, the sections one writes there, what the link says.
_WAYS: dict[str, tuple[str, Section, Text]] = {
    "no_assessment": (links.RECORD_ASSESSMENT, Section.NEEDS, _("Record an assessment")),
    "assessment_old": (links.RECORD_ASSESSMENT, Section.NEEDS, _("Record an assessment")),
    "risk_not_low": (links.RECORD_ASSESSMENT, Section.NEEDS, _("Record an assessment")),
    "need_urgent": (links.RECORD_ASSESSMENT, Section.NEEDS, _("Record an assessment")),
    "attempts_missing": (links.RECORD_VISIT, Section.VISITS, _("Record an attempt")),
    "waiting_approval": (links.PLAN, Section.PLAN, _("Open the plan")),
    "open_goals": (links.PLAN, Section.PLAN, _("Open the plan")),
    "evaluation_missing": (ASK, Section.DECISIONS, _("Write down what the child says")),
    "evaluation_contradicts": (ASK, Section.DECISIONS, _("Ask again with other words")),
    "not_informed": (ASK, Section.DECISIONS, _("Ask again with other words")),
    "other_case_missing": (ASK, Section.DECISIONS, _("Ask again with other words")),
}


def before_asking(case: Case, staff: Staff, writes: Section) -> list[Hindrance]:
    """All that would stand against it today, for whichever reason the case may come to close."""
    matters = actions.open_matters(case)
    reasons = [rules.EVALUATION_MISSING, *closings.without_outcome(case, staff)]
    notes = dict.fromkeys(
        (reason.code for reason in reasons[1:]),
        gettext("for a case that closes because the child has recovered or is safe"),
    )
    return _shown([*reasons, *matters], case, staff, writes, notes)


def against(case: Case, staff: Staff, asked: rules.ClosingFacts) -> list[Hindrance]:
    """What stands against closing the case for the reason and with the evaluation that are asked."""
    today = case.office.today()
    reasons = rules.reasons_not_to_close(
        asked,
        open_matters=actions.open_matters(case),
        procedure=procedure_of(case.office, on=today),
        today=today,
    )
    writes = access.sections(staff, case.file_id)[1] if reasons else Section(0)
    return _shown(_in_detail(reasons, case, staff), case, staff, writes, {})


def against_form(case: Case, staff: Staff, given: Mapping[str, Any]) -> list[Hindrance]:
    """The same for a request that is still being written; `given` is what its form holds."""
    asked = closings.facts_of(case, staff, reason=ClosingReason(given["reason"]), said=given)
    return against(case, staff, asked)


def _in_detail(reasons: Iterable[Reason], case: Case, staff: Staff) -> list[Reason]:
    """The reasons, with what is lacking in the last assessment in place of that something is."""
    found: list[Reason] = []
    for reason in reasons:
        if reason.code == rules.OUTCOME_MISSING:
            found += closings.without_outcome(case, staff) or [reason]
        else:
            found.append(reason)
    return found


def _shown(
    reasons: Sequence[Reason], case: Case, staff: Staff, writes: Section, notes: Mapping[str, str]
) -> list[Hindrance]:
    shown: list[Hindrance] = []
    for reason in reasons:
        if reason.code == rules.LATE_DUES:
            shown += _late(case, staff, writes) or [Hindrance(reason.code, gettext(reason.text))]
            continue
        way, needed, label = _WAYS.get(reason.code, ("", Section(0), ""))
        may = way and needed & writes == needed
        action = Action(label, reverse(way, args=[case.file_id])) if may else None
        shown.append(
            Hindrance(reason.code, gettext(reason.text), notes.get(reason.code, ""), action)
        )
    return shown


def _late(case: Case, staff: Staff, writes: Section) -> list[Hindrance]:
    """Each duty that is late, as far as this reader sees them."""
    today = case.office.today()
    late = access.visible(staff, Due).filter(case=case, done_on=None, due_on__lt=today)
    return [
        Hindrance(
            rules.LATE_DUES,
            f"{Duty(due.duty).label}: {wording.due(due.due_on, today)}",
            action=Action(_("Do it now"), links.for_duty(due.duty, case.file_id))
            if writes & Section.CASE
            else None,
        )
        for due in late.order_by("due_on", "pk")
    ]
