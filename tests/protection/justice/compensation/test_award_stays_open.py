"""Money that was awarded stays in the list until it is paid: no one sets it to "withdrawn"."""

import pytest
from django.db import connection
from django.urls import reverse

from saathi.protection.justice.compensation.models import LegalMeasure
from tests.attacks.proofs import update_proved
from tests.factories import remedies as made
from tests.protection.justice.compensation.test_measures import TABLE, page_of, refused, send
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in


def state_of(court: CourtCast) -> str:
    with acting(court.around.worker):
        return LegalMeasure.objects.get().state


@pytest.mark.requirement("JUS-005")
def test_award_that_is_not_paid_stays_open_until_a_decision_changes_it(court: CourtCast) -> None:
    around, worker = court.around, court.around.worker
    with acting(worker):
        measure = made.measure(around.case, worker)
        made.decision(measure, worker)
    edit = page_of(court, measure, "edit/")
    gone = {
        "note": "The child does not want it.",
        "next_on_0": "",
        "next_on_1": "",
        "next_on_2": "",
    }
    for state in ("withdrawn", "not_available"):
        assert "An award is recorded" in send(worker, edit, state=state, **gone)
        with acting(worker), refused("an award is on record"):
            columns = {"state": f"'{state}'", "next_on": "NULL::date"}
            update_proved(connection.connection, worker, TABLE, columns)
    assert state_of(court) == "awarded"
    for person in (worker, around.supervisor):
        page = words(signed_in(person).get(reverse("legal_measures:list_remedies")).content)
        assert around.case.child.code in page
    with acting(worker):
        made.decision(
            measure, worker, decided_on=worker.office.today(), outcome="set_aside", payer="",
            awarded=None, currency="",
        )  # fmt: skip
    assert state_of(court) == "claimed"
    send(worker, edit, state="withdrawn", **gone)
    assert state_of(court) == "withdrawn"
