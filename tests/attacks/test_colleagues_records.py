"""No statement changes what a colleague recorded: facts of a note, flags, decisions, plans, what is due."""

import datetime as dt
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from saathi.agencies import writing
from saathi.agencies.models import Hidden, Scoped, Staff
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.cases.models import (
    Assessment,
    Case,
    Closing,
    Due,
    Review,
    Visit,
)
from saathi.protection.casework.concerns import actions as concerns
from saathi.protection.casework.concerns.models import ProtectionConcern
from saathi.protection.casework.conferences import actions as conferences
from saathi.protection.casework.conferences.models import Conference, ConferenceDecision
from saathi.protection.casework.notes import actions as notes
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import NoteKind
from saathi.protection.casework.safety_plans import actions as safety
from saathi.protection.casework.safety_plans.models import SafetyPlan
from saathi.protection.casework.urgent_care import actions as care
from saathi.protection.casework.urgent_care.models import UrgentCareStep
from saathi.protection.casework.urgent_care.vocabulary import CareReason
from saathi.protection.identification.intake.vocabulary import Concern
from tests.attacks.proofs import insert_proved, update_proved
from tests.attacks.test_guarded_columns import KEPT, NO_PROOF, child, refuses, supervisor, worker
from tests.factories import agencies, people
from tests.protection.identification.intake import contact_forms
from tests.protection.identification.intake.queue.world import QueueWorld
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
__all__ = ("child", "supervisor", "worker")  # fixtures


@pytest.fixture
def recorded(child: Child, worker: Staff) -> Child:
    """The child, with one record of each kind by the worker."""
    today = worker.office.today()
    with acting(worker):
        of = {"file_id": child.file_id, "case": Case.objects.get(child=child)}
        notes.add_note(
            note=with_texts(Note(**of, happened_on=today, contact="visit")), actor=worker
        )
        notes.add_note(note=with_texts(Note(**of, kind=NoteKind.FLAG)), actor=worker)
        conference = with_texts(Conference(**of, held_on=today, attended=[worker.pk]))
        conferences.add_conference(conference=conference, actor=worker)
        decision = ConferenceDecision(
            file_id=child.file_id, conference=conference, to=worker, until=today
        )
        conferences.add_decision(decision=with_texts(decision), actor=worker)
        plan = SafetyPlan(**of, made_on=today, review_on=today + dt.timedelta(days=30))
        safety.make_plan(plan=with_texts(plan), seen="", actor=worker)
        concern = ProtectionConcern(
            file_id=child.file_id, child=child, concern="neglect", since=today, status="reported"
        )
        concerns.add_concern(concern=concern, actor=worker)
        begun = care.begin_urgent_care(
            child=child,
            reason=CareReason.SEXUAL_VIOLENCE,
            event=care.CareEvent(clock.now(), is_hour_known=True),
            actor=worker,
        )
        step = UrgentCareStep(
            file_id=child.file_id, care=begun, code="safety", state="done", taken_on=today
        )
        care.record_step(step=step, actor=worker)
    return child


def with_texts[RecordT: Scoped](record: RecordT) -> RecordT:
    for name in ("text", "purpose", "discussed", "child_does"):
        if hasattr(type(record), name):
            setattr(record, name, "As agreed.")
    return record


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("notes_note SET happened_on = happened_on - 1", NO_PROOF),
        ("notes_note SET contact = 'office'", NO_PROOF),
        ("notes_note SET present = '{child}'", NO_PROOF),
        ("notes_note SET corrected_at = now()", NO_PROOF),
        ("notes_note SET state = 'done', ended_on = current_date WHERE kind = 'flag'", NO_PROOF),
        ("notes_note SET until = current_date - 1 WHERE kind = 'flag'", KEPT),
        ("notes_note SET kind = 'note' WHERE kind = 'flag'", KEPT),
        ("conferences_conference SET attended = '{}'", NO_PROOF),
        ("conferences_conference SET child_part = 'whole'", NO_PROOF),
        ("conferences_conferencedecision SET to_id = NULL", KEPT),
        ("conferences_conferencedecision SET until = NULL", KEPT),
        (
            "conferences_conferencedecision SET state = 'done', ended_on = current_date",
            NO_PROOF,
        ),
        ("safety_plans_safetyplan SET reviewed_on = current_date", NO_PROOF),
        ("safety_plans_safetyplan SET review_on = review_on + 900", NO_PROOF),
        ("safety_plans_safetyplan SET state = 'superseded'", NO_PROOF),
        ("concerns_protectionconcern SET status = 'ended'", NO_PROOF),
        ("urgent_care_urgentcare SET ended_on = current_date", NO_PROOF),
        ("urgent_care_urgentcare SET happened_at = now()", NO_PROOF),
        ("urgent_care_urgentcarestep SET state = 'declined'", KEPT),
        ("cases_case SET awaits_assignment = true", NO_PROOF),
        ("cases_case SET opened_on = opened_on - 30", KEPT),
    ],
)
def test_what_a_colleague_recorded_stays(
    recorded: Child, supervisor: Staff, change: str, refusal: str
) -> None:
    assert refuses(supervisor, f"UPDATE {change}", refusal)


@pytest.fixture
def planned(child: Child, worker: Staff) -> Case:
    """The case, in which a visit, an assessment, a review and a closing are recorded, as by a colleague."""
    now, today = clock.now(), worker.office.today()
    with acting(worker):
        case = Case.objects.get(child=child)
    of = {"file_id": child.file_id, "case": case, "recorded_by": worker.pk}
    with role("maintenance"):
        Visit.objects.create(**of, happened_at=now, kind="home", outcome="not_met")
        Assessment.objects.create(**of, assessed_on=today, risk="high", language="ne")
        Review.objects.create(
            **of,
            reviewed_on=today,
            capacities="able",
            child_participation="took_part",
            result="continue",
            sealed=b"",
        )
        Closing.objects.create(**of, reason="recovery", asked_on=today, evaluation="given")
    with acting(worker):
        people.person(child, worker, is_carer="yes")
    return case


@pytest.mark.parametrize(
    "change",
    [
        "cases_visit SET outcome = 'met_alone'",
        "cases_visit SET happened_at = happened_at - interval '90 days'",
        "cases_assessment SET risk = 'low'",
        "cases_closing SET asked_on = asked_on - 30",
        "cases_closing SET reason = 'lost_contact'",
        "cases_review SET reviewed_on = reviewed_on - 30",
        "cases_due SET duty = 'review'",
        "cases_due SET attempts = 9",
        "cases_due SET due_on = due_on + 900",
        "cases_due SET done_on = current_date",
        "cases_case SET risk = 'low'",
        "cases_case SET stage = 'closing'",
        "around_relation SET is_carer = 'no'",
    ],
)
def test_fact_that_a_colleague_recorded_stays(
    planned: Case, worker: Staff, supervisor: Staff, change: str
) -> None:
    for actor in (supervisor, worker):
        assert refuses(actor, f"UPDATE {change}")


def test_no_statement_adds_a_visit(planned: Case, worker: Staff, supervisor: Staff) -> None:
    """An earlier one that was not made, by which a duty would seem to be done."""
    earlier = planted("cases_visit", "'happened_at', now() - interval '90 days'")
    for actor in (supervisor, worker):
        assert refuses(actor, earlier)
        assert refuses(actor, planted("cases_visit", "'outcome', 'met_alone'"))


@pytest.mark.parametrize(
    "change",
    [
        "intake_report SET reporter_is_confidential = false",
        "intake_report SET concerns = '{}'",
        "intake_contact SET happened_at = happened_at - interval '90 days'",
        "intake_contact SET report_id = NULL",
    ],
)
def test_report_and_contact_of_a_colleague_stay(change: str) -> None:
    world = QueueWorld()
    report = world.report(reporter_is_confidential=True, concerns=Concern.values[:1])
    contact = contact_forms.contact(world.officer)
    with role("maintenance"):
        type(contact).objects.filter(pk=contact.pk).update(report=report)
    for actor in (world.officer, world.leaders[world.district]):
        assert refuses(actor, f"UPDATE {change}")


@pytest.mark.parametrize("is_of_agency", [True, False])
def test_what_is_due_is_given_to_no_one_who_may_not_read_it(
    recorded: Child, worker: Staff, supervisor: Staff, *, is_of_agency: bool
) -> None:
    other = agencies.staff("case_worker", worker.office if is_of_agency else None)
    for actor in (supervisor, worker):
        assert refuses(actor, f"UPDATE cases_due SET worker_id = '{other.pk}'", NO_PROOF)
        assert refuses(actor, planted("cases_due", f"'worker_id', '{other.pk}'"), NO_PROOF)
        with acting(actor), for_reader_alone(), transaction.atomic():
            give_due(actor, other)
        with acting(actor), for_reader_alone(), transaction.atomic():
            insert_proved(
                *(connection.connection, actor, "cases_due", "SELECT * FROM cases_due LIMIT 1"),
                worker_id=other.pk,
                recorded_by=actor.pk,
            )


def for_reader_alone() -> Any:
    """The refusal of what has its proof."""
    return pytest.raises(psycopg.Error, match="only given to a person who may read it")


def give_due(actor: Staff, to: Staff) -> int:
    """All that is due, given to this person, with the proof that the application makes."""
    values = {"worker_id": f"'{to.pk}'"}
    return update_proved(connection.connection, actor, "cases_due", values)


def planted(table: str, values: str) -> str:
    """A statement that adds a copy of a record with other values."""
    return (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(r, jsonb_build_object('id', "
        f"gen_random_uuid(), 'recorded_by', access_staff(), 'version', 1, {values}))).* "
        f"FROM {table} r LIMIT 1"
    )


def test_what_is_due_is_not_given_to_a_leader_the_file_is_hidden_from(
    recorded: Child, worker: Staff, supervisor: Staff
) -> None:
    with acting(worker):
        given = Due.objects.order_by("id").first()
        assert given is not None
        writing.change(given, actor=worker, worker=supervisor)
    with role("maintenance"):
        Hidden.objects.create(
            file_id=recorded.file_id, principal=supervisor.pk, hidden_by=worker.pk
        )
        Due.objects.update(worker=worker)
    # `given` has a proof of the same change from above, in this transaction.
    others = f"UPDATE cases_due SET worker_id = '{supervisor.pk}' WHERE id <> '{given.pk}'"
    assert refuses(worker, others, NO_PROOF)
    with acting(worker), for_reader_alone(), transaction.atomic():
        give_due(worker, supervisor)
