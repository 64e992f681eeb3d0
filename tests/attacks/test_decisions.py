"""Approvals by plain UPDATE: a statement injected into the second person's request approves nothing (F10)."""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from saathi.agencies import decision_proofs, guarded_columns, row_proofs
from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.casework.cases.models import Approval, Case
from saathi.protection.casework.handovers.models import Handover
from tests.evidence.prevalence import test_screens as estimates
from tests.evidence.research import test_screens as research
from tests.evidence.sharing import test_screens as sharing
from tests.factories import agencies, children, plans, releases
from tests.protection.justice.public_texts import test_screens as texts
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
NOW = clock.now()  # when what is decided here is decided
PROVED = [model for model in apps.get_models() if decision_proofs.proved_states(model)]


class Refusal(StrEnum):
    """Words of the database for why it refuses."""

    NO_PROOF = "no valid proof of this change"  # none, or one made for another person
    OTHER_PROOF = "no valid proof of this decision"  # of another row or state
    OTHER_PERSON = "another person acted"
    KEPT = "it stays as it was recorded"


def refused_by_database(refusal: Refusal) -> Any:
    """The refusal that the database itself raises, and no other."""
    return pytest.raises((ProgrammingError, IntegrityError), match=refusal)


@pytest.fixture
def by() -> Staff:
    return agencies.staff("rapporteur")


@pytest.fixture
def second(by: Staff) -> Staff:
    return agencies.staff("oversight", by.office)


def update(row: models.Model, state: str, actor: Staff) -> int:
    """The number of rows that one statement, in a request of this person, changes to a state."""
    column, _states = decision_proofs.proved_states(type(row)) or ("", ())
    decided = ", ".join(
        f"{field.column} = %({'by' if field.name == 'decided_by' else 'at'})s"
        for field in row._meta.concrete_fields
        if field.name in {"decided_by", "decided_at"}
    )
    sets = f"{column} = %(state)s" + (f", {decided}" if decided else "")
    statement = f"UPDATE {row._meta.db_table} SET {sets} WHERE id = %(id)s"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, {"state": state, "by": actor.pk, "at": NOW, "id": row.pk})
        return cursor.rowcount


def refuses(
    row: models.Model, state: str, actor: Staff, refusal: Refusal = Refusal.NO_PROOF
) -> bool:
    with refused_by_database(refusal):
        update(row, state, actor)
    return True


def prove(row: models.Model, state: str, actor: Staff) -> None:
    """The proof of what `update` does, as the application makes it."""
    column, _states = decision_proofs.proved_states(type(row)) or ("", ())
    names = {field.name for field in row._meta.concrete_fields}
    fields = {column: state} | ({"decided_at": NOW} if "decided_at" in names else {})
    row_proofs.prove_changes(type(row), [(row.pk, fields)], by=actor.pk)


def prove_columns(row: models.Model, fields: dict[str, Any], actor: Staff) -> None:
    """The proof of the columns that change, and not of the decision that their row contains."""
    values = guarded_columns.changed_guarded_values(type(row), fields)
    row_proofs._prove([[row._meta.db_table, str(row.pk), values]], actor.pk)


@pytest.mark.parametrize("state", ["approved", "refused"])
@pytest.mark.parametrize(
    "make",
    [
        lambda by, second: research.make_request(releases.published(by, second), by),
        lambda by, second: sharing.make_agreement(releases.published(by, second), by),
        lambda by, _second: estimates.make_estimate(by),
    ],
    ids=["research_request", "sharing_agreement", "estimate"],
)
def test_request_agreement_and_estimate_are_decided_with_a_proof_alone(
    by: Staff, second: Staff, make: Callable[[Staff, Staff], models.Model], state: str
) -> None:
    row = make(by, second)
    with acting(second):
        assert refuses(row, state, second)
        prove(row, state, second)
        assert update(row, state, second) == 1


def test_approval_and_plan_are_decided_with_proofs_alone() -> None:
    worker = agencies.staff()
    supervisor = agencies.staff("supervisor", worker.office)
    plan, approval = plans.asked(children.case(worker), worker)
    with acting(supervisor):
        assert refuses(approval, "approved", supervisor)
        assert refuses(plan, "approved", supervisor)
        prove(approval, "approved", supervisor)
        assert update(approval, "approved", supervisor) == 1
        assert refuses(plan, "approved", supervisor)
        prove_columns(plan, {"state": "approved"}, supervisor)
        assert refuses(plan, "approved", supervisor, Refusal.OTHER_PROOF)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"subject": "closing"}, Refusal.KEPT),
        ({"subject_id": UUID(int=1)}, Refusal.KEPT),
        ({"subject_version": 7}, Refusal.KEPT),
        ({"decided_at": MOMENT}, Refusal.OTHER_PROOF),
        ({"asked_at": MOMENT}, Refusal.KEPT),
        ({"recorded_at": MOMENT}, Refusal.KEPT),
        ({"decision": "waiting", "decided_by": None, "decided_at": None}, Refusal.OTHER_PROOF),
        ({"decision": "sent_back"}, Refusal.OTHER_PROOF),
        ({"decision": "withdrawn"}, Refusal.OTHER_PROOF),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value.name,
)
def test_approval_that_was_given_changes_with_a_proof_alone(
    change: dict[str, Any], refusal: Refusal
) -> None:
    worker = agencies.staff()
    supervisor = agencies.staff("supervisor", worker.office)
    _plan, approval = plans.asked(children.case(worker), worker)
    with acting(supervisor):
        prove(approval, "approved", supervisor)
        update(approval, "approved", supervisor)
        approvals = Approval.objects.filter(pk=approval.pk)
        bare = Refusal.NO_PROOF if refusal == Refusal.OTHER_PROOF else refusal
        with refused_by_database(bare), transaction.atomic():
            approvals.update(**change)
        prove_columns(approval, change, supervisor)
        with refused_by_database(refusal), transaction.atomic():
            approvals.update(**change)
        assert approvals.update(version=models.F("version") + 1) == 1  # a count says nothing


@pytest.mark.parametrize("state", ["sent_back", "withdrawn"])
def test_approval_that_waits_ends_with_a_proof_alone(state: str) -> None:
    worker = agencies.staff()
    supervisor = agencies.staff("supervisor", worker.office)
    _plan, approval = plans.asked(children.case(worker), worker)
    with acting(supervisor):
        assert refuses(approval, state, supervisor)
        prove(approval, state, supervisor)
        assert update(approval, state, supervisor) == 1


def test_plan_and_case_leave_no_state_without_a_proof() -> None:
    worker = agencies.staff()
    case = children.case(worker)
    plan, _approval = plans.asked(case, worker)
    with acting(worker):
        assert refuses(plan, "replaced", worker)
        prove_columns(plan, {"state": "replaced"}, worker)
        assert refuses(plan, "replaced", worker, Refusal.OTHER_PROOF)
        prove(plan, "approved", worker)
        assert update(plan, "approved", worker) == 1
        assert refuses(plan, "draft", worker)
        prove_columns(plan, {"state": "draft"}, worker)
        assert refuses(plan, "draft", worker, Refusal.OTHER_PROOF)
        closed = {"status": "closed", "closed_on": case.opened_on, "closing_reason": "recovery"}
        cases = Case.objects.filter(pk=case.pk)
        with refused_by_database(Refusal.NO_PROOF), transaction.atomic():
            cases.update(**closed)
        prove_columns(case, closed, worker)
        with refused_by_database(Refusal.OTHER_PROOF), transaction.atomic():
            cases.update(**closed)


def test_public_text_is_approved_with_a_proof_alone() -> None:
    worker = agencies.staff()
    supervisor = agencies.staff("supervisor", worker.office)
    row = texts.create_text(worker, children.child(worker))
    with acting(supervisor):
        assert refuses(row, "approved", supervisor)
        assert refuses(row, "published", supervisor)
        prove(row, "approved", supervisor)
        assert update(row, "approved", supervisor) == 1


def test_proof_of_a_decision_serves_no_other_row_state_or_person(by: Staff, second: Staff) -> None:
    material = releases.published(by, second)
    first, other = (research.make_request(material, by, title=title) for title in ("One", "Other"))
    with acting(second):
        prove(first, "approved", second)
        assert refuses(other, "approved", second, Refusal.OTHER_PROOF)
        assert refuses(first, "refused", second, Refusal.OTHER_PROOF)
        prove(first, "approved", by)
        assert refuses(first, "approved", second)
        prove(other, "approved", second)
        assert refuses(first, "approved", second, Refusal.OTHER_PROOF)
    with role("maintenance"):
        assert set(type(first).objects.values_list("state", flat=True)) == {"asked"}


def test_row_is_not_inserted_in_an_approved_state() -> None:
    worker = agencies.staff()
    _plan, approval = plans.asked(children.case(worker), worker)
    with acting(worker):
        row = Approval.objects.get(pk=approval.pk)
        row.pk, row._state.adding, row.decision = None, True, "approved"
        row.id = approval.file_id
        with refused_by_database(Refusal.NO_PROOF), transaction.atomic():
            row.save(force_insert=True)
        values = guarded_columns.first_guarded_values(row)  # of its columns, not of its state
        row_proofs._prove([[row._meta.db_table, str(row.pk), values]], worker.pk)
        with refused_by_database(Refusal.OTHER_PROOF):
            row.save(force_insert=True)


@pytest.mark.parametrize("decision", ["waiting", "sent_back", "withdrawn"])
def test_row_is_not_inserted_as_decided_by_someone(decision: str) -> None:
    worker = agencies.staff()
    supervisor = agencies.staff("supervisor", worker.office)
    _plan, approval = plans.asked(children.case(worker), worker)
    with acting(worker):
        row = Approval.objects.get(pk=approval.pk)
        row.pk, row._state.adding, row.decision = None, True, decision
        row.id, row.decided_by, row.decided_at = approval.file_id, supervisor.pk, MOMENT
        with refused_by_database(Refusal.OTHER_PERSON):
            row.save(force_insert=True)


def test_the_decider_is_not_named_or_removed_without_a_proof() -> None:
    worker = agencies.staff()
    supervisor = agencies.staff("supervisor", worker.office)
    row = texts.create_text(worker, children.child(worker))
    rows = type(row).objects.filter(pk=row.pk)
    with acting(worker):
        for change in (
            {"decided_by": supervisor.pk, "decided_at": MOMENT},
            {"published_by": supervisor.pk, "published_at": MOMENT},
        ):
            with refused_by_database(Refusal.OTHER_PERSON), transaction.atomic():
                rows.update(**change)
    with acting(supervisor):
        prove(row, "sent_back", supervisor)
        assert update(row, "sent_back", supervisor) == 1
    with acting(worker), refused_by_database(Refusal.NO_PROOF), transaction.atomic():
        rows.update(decided_at=MOMENT)


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_answer_to_an_offered_case_is_not_written_in_another_s_name(state: str) -> None:
    worker, other = agencies.staff(), agencies.staff("supervisor")
    case = children.case(worker)
    with acting(worker):
        row = Handover(file_id=case.file_id, case=case, kind="agency", state=state)
        row.recorded_by, row.from_worker, row.from_office = worker.pk, worker, case.office
        row.to_office, row.offered_on = other.office, case.opened_on
        row.answered_at, row.answered_by = MOMENT, other.pk
        row.why = str(Handover._meta.get_field("why").choices[0][0])
        with refused_by_database(Refusal.OTHER_PERSON):
            row.save(force_insert=True)


@pytest.mark.parametrize("model", PROVED, ids=lambda model: model._meta.label)
def test_model_with_proved_states_has_its_triggers(model: Any) -> None:
    column, states = decision_proofs.proved_states(model) or ("", ())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = ANY (%s) "
            "AND tgrelid = %s::regclass AND tgenabled = 'O'",
            [list(decision_proofs.NAMES), model._meta.db_table],
        )
        definitions = [definition for (definition,) in cursor.fetchall()]
    assert len(definitions) == len(decision_proofs.NAMES)
    for definition in definitions:
        assert f"decision_require_proof('{column}')" in definition
        assert all(f"'{state}'" in definition for state in states)
    field = model._meta.get_field(column)
    assert set(states) <= {value for value, _label in field.choices}


def test_every_model_that_a_second_person_approves_has_proved_states() -> None:
    """Models with rows that the web role updates and a person decides on; functions write the others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'decided_by' "
            "AND table_schema = 'public' AND data_type = 'uuid' "
            "AND has_any_column_privilege('saathi_app', table_name, 'UPDATE')"
        )
        tables = {table for (table,) in cursor.fetchall()}
    assert tables
    assert tables <= {model._meta.db_table for model in PROVED}
