"""Bulk actions on cases: first shows what will happen to each, then changes them one by one.

A case that cannot be changed is left unchanged, with the reason; the others are changed.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import files_with_access_blocked
from saathi.agencies.sections import Section
from saathi.agencies.writing import ChangedMeanwhile
from saathi.desk.case_list.bulk_forms import (
    AssignCasesForm,
    BulkForm,
    CoverCasesForm,
    FlagCasesForm,
    TransferCasesForm,
)
from saathi.desk.case_list.rows import CaseRow
from saathi.desk.team.actions import arrange_cover, assign_new_case, hand_over_case
from saathi.desk.team.wording import (
    describe_covered_cases,
    describe_last_day,
    describe_name_until,
)
from saathi.infra.any_of import AnyOf
from saathi.infra.district_list import short_district_name
from saathi.infra.join_words import isolate_direction
from saathi.infra.reasons import Refused
from saathi.protection.casework.cases import caseload, cover_rules, covers
from saathi.protection.casework.cases.models import Case, Seat
from saathi.protection.casework.cases.rules import is_caseload_full
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, CaseStatus
from saathi.protection.casework.handovers.actions import offer_handover
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.casework.handovers.vocabulary import HandoverState
from saathi.protection.casework.notes.actions import add_note
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import NoteKind


@dataclass(frozen=True)
class BulkLine:
    """One case of a bulk action: what happens to it, or why nothing does; `caution`: what to check."""

    row: CaseRow
    effect: str = ""
    problem: str = ""
    caution: str = ""


@dataclass(frozen=True)
class BulkAction[FormT: BulkForm]:
    """An action on several cases: who may do it, its form, its plan and its execution.

    `plan` returns the effect or the problem for each case; `change` changes one case.
    """

    permission: Permission
    section: Section  # section of the records that are written
    form: type[FormT]
    plan: Callable[[Sequence[CaseRow], FormT, Staff], list[BulkLine]]
    change: Callable[[Case, FormT, Staff], object]


def plan_bulk[FormT: BulkForm](
    action: BulkAction[FormT], rows: Sequence[CaseRow], form: FormT, actor: Staff
) -> list[BulkLine]:
    """What would happen to each case, in the order of the rows."""
    writable = access.writable_sections(actor, [row.case.file_id for row in rows])
    lines = {line.row.pk: line for line in action.plan(rows, form, actor)}
    return [
        lines[row.pk]
        if action.section in writable.get(row.case.file_id, Section(0))
        else BulkLine(row, problem=_("You cannot change this case."))
        for row in rows
    ]


def carry_out[FormT: BulkForm](
    action: BulkAction[FormT], lines: Sequence[BulkLine], form: FormT, actor: Staff
) -> list[BulkLine]:
    """Makes the possible changes; returns the lines, with the reason for any that was refused."""
    access.require(actor, action.permission)
    return [line if line.problem else _change(action, line, form, actor) for line in lines]


def _change[FormT: BulkForm](
    action: BulkAction[FormT], line: BulkLine, form: FormT, actor: Staff
) -> BulkLine:
    try:
        with transaction.atomic():
            action.change(line.row.case, form, actor)
    except Refused as refusal:
        return BulkLine(line.row, problem=" ".join(_(reason.text) for reason in refusal.reasons))
    except (ChangedMeanwhile, ChangeNotPossible):
        return BulkLine(
            line.row, problem=_("This case was changed in the meantime. Open it and try again.")
        )
    except access.NotAllowed:
        return BulkLine(line.row, problem=_("You cannot change this case."))
    return line


def _closed(row: CaseRow) -> str:
    if row.case.status in OPEN_STATUSES:
        return ""
    return _("The case is %(status)s.") % {"status": CaseStatus(row.case.status).label.lower()}


def _with_load(form: BulkForm, open_cases: int, actor: Staff) -> str:
    """The worker's name with office, open cases, cases covered for colleagues, and whether on leave."""
    person, today = form.cleaned_data["staff"], actor.office.today()
    facts = [
        _place(person.office),
        ngettext("%(count)d open case", "%(count)d open cases", open_cases) % {"count": open_cases},
    ]
    seats = access.visible(actor, Seat).filter(staff=person, until_on__gte=today, ended_on=None)
    if covering := seats.count():
        facts.append(describe_covered_cases(covering))
    if until_on := form.on_leave_until:
        facts.append(_("on leave until %(day)s") % {"day": describe_last_day(until_on)})
    return isolate_direction(f"{person.name} ({', '.join(facts)})")


def _place(office: Office) -> str:
    """The office with its district, if that is not its name."""
    district = short_district_name(office.district)
    return office.name if district in office.name else f"{office.name}, {district}"


def _caution_of_office(row: CaseRow, worker: Staff) -> str:
    """That the worker is of another office than the case; empty if of the same."""
    if row.case.office_id == worker.office_id:
        return ""
    text = _("Check: the case belongs to another office (%(office)s).")
    return text % {"office": _place(row.case.office)}


def warn_of_leave(form: BulkForm, lines: Sequence[BulkLine], *, tells_danger: bool) -> str:
    """What to confirm before these cases go to a worker on leave; empty if none does.

    `tells_danger` includes how many of the children may be in danger.
    """
    possible = [line for line in lines if not line.problem]
    if not possible or (until_on := form.on_leave_until) is None:
        return ""
    name = isolate_direction(form.cleaned_data["staff"].name)
    named = {"name": name, "day": describe_last_day(until_on)}
    warning = _("%(name)s is on leave until %(day)s.") % named
    count = sum(line.row.is_in_danger for line in possible)
    if not (tells_danger and count):
        return warning
    danger = ngettext(
        "%(count)d child in these cases may be in danger.",
        "%(count)d children in these cases may be in danger.",
        count,
    )
    return f"{warning} {danger % {'count': count}}"


def _plan_assign(rows: Sequence[CaseRow], form: AssignCasesForm, actor: Staff) -> list[BulkLine]:
    worker: Staff = form.cleaned_data["staff"]
    open_cases, procedure = caseload.open_cases_and_procedure(worker, actor.office.today())
    named = _with_load(form, open_cases, actor)
    hidden = files_with_access_blocked(worker, [row.case.file_id for row in rows])
    lines = []
    for row in rows:
        problem = _closed(row)
        if row.case.worker_id == worker.pk:
            problem = _("Already assigned to %(name)s.") % {"name": worker.name}
        elif row.case.file_id in hidden:
            problem = _("You cannot assign this case to %(name)s.") % {"name": worker.name}
        is_beyond = is_caseload_full(open_cases, procedure.cases_per_worker)
        if not problem and is_beyond and not form.cleaned_data["over_limit_because"]:
            text = _(
                "%(name)s would have more than %(limit)d open cases. Give a reason, or "
                "choose another worker."
            )
            problem = text % {"name": worker.name, "limit": procedure.cases_per_worker}
        is_first = row.case.awaits_assignment
        if not problem and not is_first and not form.cleaned_data["why"]:
            problem = _("Choose a reason for the change of case worker.")
        if problem:
            lines.append(BulkLine(row, problem=problem))
            continue
        open_cases += 1
        text = _("From %(old)s to %(new)s, with the worker’s open tasks")
        if is_first:
            text = _("First case worker: %(new)s")
        before = row.case.worker
        old = isolate_direction(f"{before.name} ({_place(before.office)})")
        effect = text % {"old": old, "new": named}
        lines.append(BulkLine(row, effect, caution=_caution_of_office(row, worker)))
    return lines


def _assign(case: Case, form: AssignCasesForm, actor: Staff) -> object:
    worker: Staff = form.cleaned_data["staff"]
    for kept in ("open_cases", "time_targets"):  # counted again for each case
        vars(worker).pop(kept, None)
    if case.awaits_assignment:
        because = form.cleaned_data["over_limit_because"]
        return assign_new_case(case=case, to=worker, over_limit_because=because, actor=actor)
    return hand_over_case(case=case, to=worker, handover=form.handover(), actor=actor)


def _plan_transfer(
    rows: Sequence[CaseRow], form: TransferCasesForm, actor: Staff
) -> list[BulkLine]:
    office: Office = form.cleaned_data["to_office"]
    offered = _offered(actor, [row.pk for row in rows])
    lines = []
    for row in rows:
        problem = _closed(row)
        if row.case.office_id == office.pk:
            problem = _("The case is in this office.")
        elif row.pk in offered:
            problem = _("A transfer of this case has already been requested.")
        effect = _("Transfer request to %(office)s; the case stays until it is accepted")
        lines.append(BulkLine(row, "" if problem else effect % {"office": office.name}, problem))
    return lines


def _offered(actor: Staff, cases: Sequence[UUID]) -> set[UUID]:
    offers = access.visible(actor, Handover, by_row=True).filter(
        AnyOf("case_id", cases), state=HandoverState.OFFERED
    )
    return set(offers.values_list("case_id", flat=True))


def _transfer(case: Case, form: TransferCasesForm, actor: Staff) -> object:
    return offer_handover(case=case, offer=form.offer(), data=form.handover(), actor=actor)


def _plan_cover(rows: Sequence[CaseRow], form: CoverCasesForm, actor: Staff) -> list[BulkLine]:
    colleague: Staff = form.cleaned_data["staff"]
    until_on: dt.date = form.cleaned_data["until_on"]
    days = {row.pk: row.case.office.today() for row in rows}  # as `arrange_cover` counts them
    covered = _current_covers(rows)
    hidden = files_with_access_blocked(colleague, [row.case.file_id for row in rows])
    open_cases, _procedure = caseload.open_cases_and_procedure(colleague, actor.office.today())
    with_load = _with_load(form, open_cases, actor)
    lines = []
    for row in rows:
        facts = cover_rules.CoverFacts(
            is_open=row.case.status in OPEN_STATUSES,
            is_own_worker=row.case.worker_id == colleague.pk,
            is_hidden=row.case.file_id in hidden,
            is_covered=row.pk in covered,
        )
        reasons = cover_rules.reasons_against_cover(facts, until_on=until_on, today=days[row.pk])
        problem = _closed(row) or (_(reasons[0].text) if reasons else "")
        if reasons and reasons[0].code == "covered":
            problem = _already_covered(covered[row.pk])
        effect = _("%(colleague)s covers for %(worker)s until %(day)s") % {
            "colleague": with_load,
            "worker": isolate_direction(row.case.worker.name),
            "day": describe_last_day(until_on),
        }
        caution = "" if problem else _caution_of_office(row, colleague)
        lines.append(BulkLine(row, "" if problem else effect, problem, caution))
    return lines


def list_cases_to_cover(rows: Sequence[CaseRow]) -> list[BulkLine]:
    """A worker's cases before choosing a colleague: which lack cover, who covers the others."""
    covered = _current_covers(rows)
    return [
        BulkLine(row, problem=_already_covered(covered[row.pk]))
        if row.pk in covered
        else BulkLine(row, _("Not covered yet"))
        for row in rows
    ]


def _current_covers(rows: Sequence[CaseRow]) -> dict[UUID, Seat]:
    """Who covers these cases today at the office of each case, as `arrange_cover` counts."""
    days = {row.pk: row.case.office.today() for row in rows}
    results: dict[UUID, Seat] = {}
    for today in set(days.values()):
        results |= covers.current_covers([pk for pk in days if days[pk] == today], today)
    return results


def _already_covered(seat: Seat) -> str:
    assert seat.staff is not None
    assert seat.until_on is not None
    who = describe_name_until(seat.staff.name, seat.until_on)
    return _("Already covered by %(who)s.") % {"who": who}


def _cover(case: Case, form: CoverCasesForm, actor: Staff) -> object:
    data = form.cleaned_data
    return arrange_cover(case=case, colleague=data["staff"], until_on=data["until_on"], actor=actor)


def _plan_flag(rows: Sequence[CaseRow], form: FlagCasesForm, actor: Staff) -> list[BulkLine]:  # noqa: ARG001 - as `BulkAction.plan`
    effect = _("Flag, visible to the team")
    return [BulkLine(row, "" if (problem := _closed(row)) else effect, problem) for row in rows]


def _flag(case: Case, form: FlagCasesForm, actor: Staff) -> object:
    data = form.cleaned_data
    note = Note(file_id=case.file_id, case=case, kind=NoteKind.FLAG, until=data["until"])
    note.text = data["text"]
    return add_note(note=note, actor=actor)


BULK_ACTIONS: Mapping[str, BulkAction[Any]] = {
    "assign": BulkAction(Permission.ASSIGN, Section.CASE, AssignCasesForm, _plan_assign, _assign),
    "transfer": BulkAction(
        Permission.ASSIGN, Section.CASE, TransferCasesForm, _plan_transfer, _transfer
    ),
    "cover": BulkAction(Permission.ASSIGN, Section.CASE, CoverCasesForm, _plan_cover, _cover),
    "flag": BulkAction(Permission.WORK_ON_CASE, Section.VISITS, FlagCasesForm, _plan_flag, _flag),
}
