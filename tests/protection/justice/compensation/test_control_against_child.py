"""Control of money against the child is confirmed with reasons, under pressure only with a safeguard."""

from uuid import uuid4

import pytest
from django.db import connection

from saathi.agencies import records
from saathi.protection.justice.compensation.actions import claims
from saathi.protection.justice.compensation.models import MoneyControl
from saathi.protection.justice.compensation.vocabulary import ChildMoneyView
from tests.attacks.proofs import update_proved
from tests.protection.justice.compensation.test_control_decision import (
    RISKY,
    TABLE,
    WHY,
    current,
    decide_path,
    paid,
)
from tests.protection.justice.compensation.test_measures import page_of, refused, send
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in


@pytest.mark.requirement("JUS-005")
def test_control_against_the_child_needs_reasons_and_under_pressure_a_safeguard(
    court: CourtCast,
) -> None:
    around = court.around
    measure = paid(court, **(RISKY | {"risks": ["family"], "child_view": "disagrees"}))
    path = decide_path(court, current(court)[1])
    page = send(around.supervisor, path, state="confirmed")
    assert "The family presses for the money and nothing protects it." in page
    assert "Enter why you confirm it all the same" in page
    page = send(around.supervisor, path, state="confirmed", answer=WHY)
    assert "The family presses for the money" in page
    leader = around.supervisor
    by_leader = {"state": "'confirmed'", "decided_on": "current_date"}
    by_leader["decided_by"] = f"'{leader.pk}'::uuid"
    with acting(leader), refused("nothing protects it"):
        update_proved(connection.connection, leader, TABLE, by_leader)
    change = f"{around.url}laws/control/{current(court)[1].pk}/"
    send(around.worker, change, safeguards=["locked"])
    assert "Enter why you confirm it" in send(leader, path, state="confirmed", answer=".")
    assert current(court)[1].state == "proposed"
    send(leader, path, state="confirmed", answer=WHY)
    assert current(court)[1].state == "confirmed"
    assert WHY in words(signed_in(around.worker).get(page_of(court, measure)).content)


@pytest.mark.requirement("JUS-005")
def test_a_second_record_does_not_hide_that_the_child_does_not_agree(court: CourtCast) -> None:
    around = court.around
    paid(court, child_view="disagrees", safeguards=["locked"])
    first = current(court)[1]
    with acting(around.worker):
        again = MoneyControl.objects.get(pk=first.pk)
        records.open_texts(again)
        again.pk, again.child_view = uuid4(), "agrees"
        again._state.adding = True
        claims.add_control(control=again, actor=around.worker)
        second = MoneyControl.objects.get(ended_on=None)
    path = decide_path(court, second)
    said = str(ChildMoneyView.DISAGREES.label)
    assert said in words(signed_in(around.supervisor).get(path).content)
    assert "Enter why you confirm it" in send(around.supervisor, path, state="confirmed")
    send(around.supervisor, path, state="confirmed", answer=WHY)
    with acting(around.worker):
        assert MoneyControl.objects.get(pk=second.pk).state == "confirmed"
