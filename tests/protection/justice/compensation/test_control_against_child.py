"""Control of money against the child is confirmed with reasons, under pressure only with a safeguard."""

import pytest
from django.db import connection

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
