"""An earlier "yes" and a detail that was removed count against "no sign" until a second person confirmed."""

import datetime as dt
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.consent.models import Guardian
from saathi.people.around.models import Relation
from saathi.people.identity.models import IdentityDocument, Movement
from saathi.people.models import Child
from saathi.protection.returns.protection_screening.contact_gate import ask_gate, details_against
from saathi.protection.returns.protection_screening.explaining import NoSignExplanationRefused
from saathi.protection.returns.protection_screening.models import (
    NoSignExplanation,
    ProtectionScreening,
    RemovedDetail,
)
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from tests.attacks.proofs import update_proved
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, protection
from tests.protection.returns.protection_screening.test_contradictions import (
    confirm,
    explained,
    gate,
    record,
    relation,
)
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
DAY = protection.DAY
BEFORE = DAY - dt.timedelta(days=1)


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def screen(around: ChildFileCast, **found: Any) -> ProtectionScreening:
    with acting(around.worker):
        return protection.screened(around.case, around.worker, **found)


def unfinished(around: ChildFileCast, **found: Any) -> ProtectionScreening:
    usual = {"result": "unfinished", "continue_on": around.worker.office.today()}
    return screen(around, **usual | {"would_be_harmed": "yes"} | found)


def details(around: ChildFileCast, screening: ProtectionScreening) -> list[str]:
    with acting(around.worker):
        return [detail.value for detail in details_against(screening.pk)]


# What an earlier screening found, and what contradicts a later "no sign" then.
EARLIER: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["earlier"]),
    ({"training": "not_trained"}, ["earlier"]),
    ({"screened_on": BEFORE}, ["earlier"]),
    ({"would_be_harmed": "not_known"}, []),
    ({"would_be_harmed": "no", "traffickers_have_officials": "yes"}, ["earlier"]),
    ({"would_be_harmed": "no", "is_registered": "yes"}, ["earlier"]),
]


@pytest.mark.requirement("INT-001")
def test_an_earlier_yes_keeps_the_gate_shut(around: ChildFileCast) -> None:
    for number, (found, expected) in enumerate(EARLIER):
        mark = transaction.savepoint_create()
        unfinished(around, **found)
        screening = screen(around)
        assert details(around, screening) == expected, number
        shut = ContactGate.UNFINISHED if expected else ContactGate.OPEN
        assert gate(around) == shut, number
        transaction.savepoint_rollback(mark)


@pytest.mark.requirement("INT-001")
def test_a_yes_recorded_after_the_explanation_is_asked_again(around: ChildFileCast) -> None:
    unfinished(around)
    screening = screen(around)
    confirm(explained(around, screening, around.worker), around.supervisor)
    assert gate(around) == ContactGate.OPEN
    unfinished(around, training="not_trained")
    assert details(around, screening) == ["earlier"]
    assert gate(around) == ContactGate.UNFINISHED


@pytest.mark.requirement("INT-001")
def test_a_person_feared_later_is_not_answered_by_the_explanation_of_another(
    around: ChildFileCast,
) -> None:
    relation(around, kind="aunt_uncle", danger="feared")
    screening = screen(around)
    confirm(explained(around, screening, around.worker), around.supervisor)
    assert gate(around) == ContactGate.OPEN
    relation(around, kind="father", danger="feared")
    assert details(around, screening) == ["danger"]
    assert gate(around) == ContactGate.UNFINISHED


@pytest.mark.requirement("INT-001")
def test_a_guardian_moved_out_of_the_day_without_representative_still_counts(
    around: ChildFileCast,
) -> None:
    record(Guardian, around, kind="parent", starts_on=BEFORE)
    change(Guardian, around, around.worker, starts_on=DAY + dt.timedelta(days=1))
    assert details(around, screen(around, representative="none")) == ["guardian"]


@pytest.mark.requirement("INT-001")
def test_a_referral_that_ended_after_the_sign_answers_its_yes(around: ChildFileCast) -> None:
    with acting(around.worker):
        referral = protection.referred(protection.sign(around.case, around.worker), around.worker)
        writing.change(
            referral, actor=around.worker, outcome="no_claim", decided_on=DAY, appeal="none",
            outcome_by=around.worker.pk,
        )  # fmt: skip
    with acting(around.supervisor):
        protection.confirmed(referral, around.supervisor)
    second = agencies.staff("supervisor", around.worker.office)
    with acting(second):
        screening = protection.screened(around.case, second)
        assert details_against(screening.pk) == []
        assert ask_gate(around.case.file_id).gate == ContactGate.OPEN


def test_the_page_names_day_and_prompt(around: ChildFileCast) -> None:
    unfinished(around, fears_officials="yes")
    screen(around)
    page = signed_in(around.worker).get(f"{around.url}international-protection/").content.decode()
    assert (
        "“Yes” on 2 March 2026: Fears officials of the country of origin, Expects harm on return"
        in page
    )


# --- removed details ---------------------------------------------------------------------------------


def change(model: type, around: ChildFileCast, actor: Staff, **columns: object) -> None:
    with acting(actor):
        row = model.objects.get(file_id=around.file_id)  # type: ignore[attr-defined]
        writing.change(row, actor=actor, **columns)


REMOVED: list[tuple[type, dict[str, object], dict[str, object], list[str]]] = [
    (Relation, {"kind": "father", "danger": "keep_away"}, {"danger": "none"}, ["danger"]),
    (Relation, {"kind": "father", "danger": "feared"}, {"danger": ""}, ["danger"]),
    (Relation, {"kind": "father", "danger": "feared"}, {"ended_on": DAY}, ["danger"]),
    (Relation, {"kind": "father", "danger": "feared"}, {"kind": "neighbour"}, ["danger"]),
    (Relation, {"kind": "father", "danger": "not_known"}, {"danger": "none"}, []),
    (Relation, {"kind": "neighbour", "danger": "feared"}, {"danger": "none"}, []),
    (IdentityDocument, {"kind": "refugee"}, {"kind": "passport"}, ["card"]),
    (Movement, {"kind": "conflict"}, {"kind": "work"}, ["fled"]),
    (
        Guardian,
        {"kind": "parent", "starts_on": BEFORE, "may_be_involved": "yes"},
        {"may_be_involved": "no"},
        ["involved"],
    ),
    # A period that is moved away from the day of the screening, and one that is only closed.
    (
        Guardian,
        {"kind": "parent", "starts_on": BEFORE, "may_be_involved": "yes"},
        {"starts_on": DAY + dt.timedelta(days=1)},
        ["involved"],
    ),
    (
        Guardian,
        {"kind": "parent", "starts_on": BEFORE, "has_conflict": "yes"},
        {"ends_on": BEFORE},
        ["involved"],
    ),
    (
        Guardian,
        {"kind": "parent", "starts_on": BEFORE, "may_be_involved": "no"},
        {"ends_on": BEFORE},
        [],
    ),
]


@pytest.mark.requirement("INT-001")
def test_a_detail_that_one_person_removed_still_counts(around: ChildFileCast) -> None:
    for number, (model, before, after, expected) in enumerate(REMOVED):
        mark = transaction.savepoint_create()
        record(model, around, **before)
        change(model, around, around.worker, **after)
        assert details(around, screen(around)) == expected, number
        assert (gate(around) == ContactGate.UNFINISHED) == bool(expected), number
        transaction.savepoint_rollback(mark)


@pytest.mark.requirement("INT-001")
@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"nationality_state": "stateless"}, {"nationality_state": "known"}, ["nationality"]),
        ({"nationality_state": "unknown"}, {"nationality_state": "known"}, []),
        ({"residence_status": "asylum"}, {"residence_status": ""}, ["residence"]),
    ],
)
def test_a_detail_of_the_child_that_was_removed_still_counts(
    around: ChildFileCast, before: dict[str, object], after: dict[str, object], expected: list[str]
) -> None:
    change(Child, around, around.worker, **before)
    change(Child, around, around.worker, **after)
    assert details(around, screen(around)) == expected


@pytest.mark.requirement("INT-001")
def test_another_person_than_whoever_lowered_the_danger_confirms(around: ChildFileCast) -> None:
    relation(around, kind="father", danger="keep_away")
    change(Relation, around, around.supervisor, danger="none")
    screening = screen(around)
    explanation = explained(around, screening, around.worker)
    with pytest.raises(NoSignExplanationRefused, match="confirmed_by"):
        confirm(explanation, around.supervisor)
    confirms = {"confirmed_by": f"'{around.supervisor.pk}'", "confirmed_on": "current_date"}
    with (
        acting(around.supervisor),
        pytest.raises((DatabaseError, psycopg.Error), match="second person"),
        transaction.atomic(),
    ):
        update_proved(
            connection.connection,
            around.supervisor,
            "protection_screening_nosignexplanation",
            confirms,
        )
    page = signed_in(around.supervisor).get(f"{around.url}international-protection/")
    assert "A family member may be a danger to the child" in page.content.decode()
    second = agencies.staff("supervisor", around.worker.office)
    assert confirm(explanation, second).confirmed_by == second.pk
    assert gate(around) == ContactGate.OPEN


def test_a_danger_that_was_explained_before_it_was_lowered_is_not_asked_again(
    around: ChildFileCast,
) -> None:
    relation(around, kind="father", danger="feared")
    confirm(explained(around, screen(around), around.worker), around.supervisor)
    change(Relation, around, around.worker, danger="none")
    assert gate(around) == ContactGate.OPEN


def test_the_record_of_a_removal_is_not_changed(around: ChildFileCast) -> None:
    relation(around, kind="father", danger="feared")
    change(Relation, around, around.worker, danger="none")
    with acting(around.worker):
        removed = RemovedDetail.objects.get()
        assert (removed.detail, removed.recorded_by) == ("danger", around.worker.pk)
        assert not NoSignExplanation.objects.exists()
        for statement in ("SET detail = 'card'", "SET removed_on = '2030-01-01'"):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"UPDATE protection_screening_removeddetail {statement}")
