"""The end of a follow-up after a return: who ends it while something is urgent, and what stays possible."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import records, writing
from saathi.agencies.record_kit.fields import payload_of
from saathi.protection.casework.reintegration.models import Reintegration
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.protection.casework.reintegration.test_monitoring import end
from tests.reading import whole
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def act_now(around: ChildFileCast) -> str:
    return whole(signed_in(around.worker).get("/").content)


def quiet(around: ChildFileCast) -> Reintegration:
    """A follow-up of a year in which the child was reached today."""
    reintegration = steps.begin(around, days_ago=400)
    steps.contact(around, reintegration)
    return reintegration


def missed(around: ChildFileCast) -> None:
    steps.begin(around, days_ago=400)


def hard(around: ChildFileCast) -> None:
    steps.answer(around, quiet(around), faces={"safe": "very_hard"})


def unsafe(around: ChildFileCast) -> None:
    steps.contact(around, quiet(around), finding="unsafe", risks="The uncle is back")


def sign(around: ChildFileCast) -> None:
    quiet(around)
    steps.sign(around, kind="recruiter")


def early(around: ChildFileCast) -> None:
    steps.contact(around, steps.begin(around, days_ago=300))


@pytest.mark.requirement("REI-003")
@pytest.mark.parametrize("prepare", [missed, hard, unsafe, sign, early])
def test_second_person_ends_a_follow_up_while_something_is_urgent_or_early(
    around: ChildFileCast, prepare: Callable[[ChildFileCast], object]
) -> None:
    prepare(around)
    second = "Another person has to end the follow-up"
    assert second in end(around, "handed_on", by=around.worker)
    assert "Explain why no more contact is needed" in end(around, "handed_on", note="ok")
    with acting(around.worker), connection.cursor() as cursor:
        cursor.execute(
            "SELECT reintegration_end_needs_second(id, current_date) FROM reintegration_reintegration"
        )
        assert cursor.fetchone() == (True,)
    with acting(around.worker):  # past the rule of the action
        found = Reintegration.objects.get()
        records.open_texts(found)
        ended: dict[str, Any] = {"state": "ended", "end_reason": "handed_on", "next_on": None}
        ended["ended_on"] = steps.today(around)
        with pytest.raises(DatabaseError, match="second person"), transaction.atomic():
            writing.change(
                found,
                actor=around.worker,
                version=found.version,
                payload=payload_of(found),
                **ended,
            )
    assert end(around, "handed_on") == f"{around.url}reintegration/"


def test_worker_ends_a_quiet_follow_up_after_a_year_and_records_a_death_at_any_time(
    around: ChildFileCast,
) -> None:
    quiet(around)
    assert end(around, "completed", "As agreed", by=around.worker) == f"{around.url}reintegration/"
    steps.begin(around, days_ago=10)
    client = signed_in(around.worker)
    with acting(around.worker):
        active = Reintegration.objects.get(state="active")
    path = f"{around.url}reintegration/{active.pk}/end/"
    sent = filled.form(client.get(path).content.decode(), end_reason="died", end_note="In hospital")
    assert client.post(path, sent).status_code == 302


@pytest.mark.requirement("REI-003")
def test_contact_is_recorded_after_the_end_and_answers_the_alarm(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=20)
    steps.answer(
        around, reintegration, faces={"afraid": "very_hard"}, answered_on=steps.today(around, -1)
    )
    end(around, "child_asked")
    client = signed_in(around.worker)
    danger = "the child answered “very hard” about safety"
    assert danger in act_now(around)
    assert (
        f"{around.url}reintegration/contact/"
        in client.get(f"{around.url}reintegration/").content.decode()
    )
    assert client.get(f"{around.url}reintegration/contact/").status_code == 200
    with acting(around.worker):
        ended = Reintegration.objects.get()
    steps.contact(around, ended, way="home", next_in=3)
    assert danger not in act_now(around)
    assert steps.planned(around) == []
    assert steps.duties(around, "return_contact") == [steps.today(around, 3)]
