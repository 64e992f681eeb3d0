"""The work with the child: case notes, follow-ups, tracing, services, the plan.

A follow-up becomes a case note, not a visit: Primero does not say whether the child was met, and a
visit that met no one would count as the last time someone saw the child.
"""

import datetime as dt
from typing import Final

from saathi.engines.sheets import problems
from saathi.protection.casework.care_plans.models import Goal, Plan, Step
from saathi.protection.casework.care_plans.vocabulary import PlanState, StepState
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import NoteKind
from saathi.protection.casework.services import rules as service_rules
from saathi.protection.casework.services.models import Referral
from saathi.protection.casework.services.vocabulary import ReferralState, ReferralUrgency
from saathi.protection.exchange.primero import codes
from saathi.protection.exchange.primero.case_reading import LONG_NOTE, CaseReading, PreparedRecord
from saathi.protection.exchange.primero.family import bounded_line, entries_of, warn_of_entry
from saathi.protection.exchange.primero.fields import PrimeroFields, label_of

NOTES: Final = "notes_section"
FOLLOW_UPS: Final = "followup_subform_section"
TRACING: Final = "tracing_actions_section"
SERVICES: Final = "services_section"
PLAN: Final = "cp_case_plan_subform_case_plan_interventions"
NOTE_LENGTH: Final = 20_000
RECEIVER_LENGTH: Final = 200


def read_notes(reading: CaseReading) -> None:
    """Adds each case note with its date, subject and author in Primero."""
    for number, entry in entries_of(reading, NOTES):
        note = Note(kind=NoteKind.NOTE, happened_on=entry.date("note_date"))
        words = (entry.text("note_subject"), entry.long_text("note_text"))
        note.text = reading.note(entry, f"{label_of(NOTES)} {number}", NOTE_LENGTH, *words)
        reading.add(PreparedRecord(note, NOTES))


def read_follow_ups(reading: CaseReading, *, is_open: bool) -> None:
    """Turns follow-ups that took place into notes; those needed from today on, into tasks."""
    today = reading.occasion.today
    for number, entry in entries_of(reading, FOLLOW_UPS):
        done_on = entry.date("followup_date")
        needed_by = entry.date("followup_needed_by_date", may_be_ahead=True)
        entry.also_keep("followup_needed_by_date")
        title = "Follow-up in Primero." if done_on else "Follow-up planned in Primero."
        label = f"{label_of(FOLLOW_UPS)} {number}"
        text = reading.note(entry, label, NOTE_LENGTH, title)
        if is_open and not done_on and needed_by and needed_by >= today:
            reading.add(*task(text, FOLLOW_UPS, until=needed_by))
            continue
        note = Note(kind=NoteKind.NOTE, happened_on=done_on)
        note.text = text
        reading.add(PreparedRecord(note, FOLLOW_UPS))


def read_tracing(reading: CaseReading) -> None:
    """Turns each step of the tracing of the family into a case note."""
    for number, entry in entries_of(reading, TRACING):
        note = Note(kind=NoteKind.NOTE, happened_on=entry.date("date_tracing"))
        label = f"{label_of(TRACING)} {number}"
        note.text = reading.note(entry, label, NOTE_LENGTH, "Family tracing in Primero.")
        reading.add(PreparedRecord(note, TRACING))


def task(text: str, subform: str, *, until: dt.date) -> tuple[PreparedRecord, PreparedRecord]:
    """A task of the case worker with its duty on My day."""
    due = Due(duty=Duty.TASK, due_on=until)
    note = Note(kind=NoteKind.TASK, until=until, due=due.pk)
    note.text = text
    return PreparedRecord(note, subform), PreparedRecord(due, subform)


def read_services(reading: CaseReading, *, is_open: bool) -> None:
    """Turns each service with a kind and a date into a referral; keeps all others as text."""
    for number, entry in entries_of(reading, SERVICES):
        label = f"{label_of(SERVICES)} {number}"
        kind = entry.code("service_type", codes.SERVICES)
        offered_on = entry.date("service_response_day_time")
        if not kind or offered_on is None:
            entry.was_read.clear()
            reading.keep_entry(SERVICES, label, entry)
            if kind:
                reading.problems.warn(problems.NO_PLACE, SERVICES)
            else:
                warn_of_entry(reading, entry, "service_type")
            continue
        entry.also_keep("service_type")  # its exact word is kept
        referral = Referral(
            kind=kind,
            offered_on=offered_on,
            urgency=entry.code("service_response_timeframe", codes.TIMEFRAMES),
            shared=[],
        )
        entry.also_keep("service_response_timeframe")
        _read_outcome(reading, entry, referral)
        payload = _service_texts(reading, entry, label)
        records = [PreparedRecord(referral, SERVICES, payload)]
        if is_open and referral.state == ReferralState.OFFERED:
            due = Due(duty=Duty.REFERRAL, due_on=referral.answer_by)
            referral.due = due.pk
            records.append(PreparedRecord(due, SERVICES))
        reading.add(*records)


def _read_outcome(reading: CaseReading, entry: PrimeroFields, referral: Referral) -> None:
    """Ends the referral of an implemented service; any other awaits an answer, from today."""
    asked_on = reading.occasion.today
    if entry.values.get("service_implemented") == "implemented":
        referral.state, asked_on = ReferralState.ENDED, referral.offered_on
        ended_on = entry.date("service_implemented_day_time")
        if ended_on is not None and ended_on >= referral.offered_on:
            referral.ended_on = ended_on
        else:
            entry.was_read.discard("service_implemented_day_time")
    referral.answer_by = service_rules.answer_deadline(
        ReferralUrgency(referral.urgency) if referral.urgency else None,
        offered_on=asked_on,
        planned_days=reading.occasion.referral_days,
    )


def _service_texts(reading: CaseReading, entry: PrimeroFields, label: str) -> dict[str, str]:
    """The texts of a referral: recipient, need, and the service's answer."""
    named = "service_implementing_agency", "service_provider"
    receiver = next((name for name in named if entry.has(name)), "")
    texts = {
        "to_whom": bounded_line(reading, entry, receiver, RECEIVER_LENGTH, label),
        "answer": entry.long_text("note_on_referral_from_provider"),
    }
    if len(texts["answer"]) > LONG_NOTE:
        reading.keep(f"{label}: {label_of('note_on_referral_from_provider')}", texts["answer"])
        texts["answer"] = texts["answer"][:LONG_NOTE]
    texts["need"] = reading.note(entry, label, LONG_NOTE)
    return {name: text for name, text in texts.items() if text}


def read_plan(reading: CaseReading) -> bool:
    """Drafts a plan from the interventions: goals with a step each; whether there are any."""
    goals: list[PreparedRecord] = []
    plan = Plan(number=1, state=PlanState.DRAFT, made_on=reading.occasion.today)
    for number, entry in entries_of(reading, PLAN):
        service = entry.text("intervention_service_to_be_provided")
        aim = entry.long_text("intervention_service_goal")
        if not service and not aim:
            reading.keep_entry(PLAN, f"{label_of(PLAN)} {number}", entry)
            reading.problems.warn(problems.NO_PLACE, PLAN)
            continue
        due_on = entry.date("case_plan_timeframe", may_be_ahead=True)
        goal = Goal(plan=plan, number=len(goals) // 2 + 1, due_on=due_on)
        step = Step(goal=goal, number=1, due_on=due_on)
        if entry.is_ticked("intervention_service_success"):
            step.state = StepState.DONE
        text = reading.note(entry, f"{label_of(PLAN)} {number}", LONG_NOTE, service or aim)
        content = {"text": aim or service, "child_words": "", "why": ""}
        pair = (
            PreparedRecord(goal, PLAN, content, rank=1),
            PreparedRecord(step, PLAN, {"text": text}, rank=2),
        )
        goals += pair
        reading.count(PLAN).imported += 1
    if not goals:
        return False
    plan.made_on = reading.fields.date("date_case_plan") or plan.made_on
    about = {"contribution_note": reading.occasion.mark}
    reading.records += [PreparedRecord(plan, PLAN, about), *goals]
    reading.problems.warn(problems.PLAN_DRAFT, PLAN)
    return True
