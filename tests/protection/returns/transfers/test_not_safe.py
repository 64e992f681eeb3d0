"""After “not safe”: by when the next step is due, what it is, and who is notified."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies.models import Notice
from saathi.infra.reasons import Reason
from saathi.protection.returns.transfers import safety_wording, unsafe_alerts
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferGroup,
    TransferReceipt,
    TransferReport,
    TransferSafetyAssessment,
)
from saathi.protection.returns.transfers.views import next_matters
from saathi.protection.returns.transfers.vocabulary import SafetySubject, TransferState
from tests.factories import transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.transfers.test_after import report
from tests.protection.returns.transfers.test_receiver_calendar import due, in_list
from tests.reading import day, whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def page_of(around: TransferCast, transfer: Transfer) -> str:
    path = reverse("transfers:show_transfer", args=[around.case.file_id, transfer.pk])
    return whole(signed_in(around.worker).get(path).content)


@pytest.mark.requirement("XBR-014")
@pytest.mark.parametrize("situation", ["not_safe", "missing", "exploited"])
def test_after_a_report_of_danger_the_receiver_acts_within_three_days(
    around: TransferCast, situation: str
) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    transfers.reported(around, transfer, "first_visit")
    usual = in_list(around)
    assert usual is not None
    assert usual > around.today(20)  # after a month
    report(around, transfer, around.receiver, situation=situation)
    assert in_list(around) == around.today(3)
    assert due(around) == [("Protect the child, then report again", around.today(3))]
    shown = page_of(around, transfers.fresh(transfer, around.worker))
    assert "Protect the child, then report again" in shown
    # A danger of earlier days is overdue, and a nearer day of the usual step stays.
    with role("maintenance"):
        TransferReport.objects.filter(situation=situation).update(seen_on=around.today(-9))
    assert in_list(around) == around.today(-6)
    assert [day_ for _text, day_ in due(around)] == [around.today(-6)]
    with role("maintenance"):
        TransferReport.objects.filter(situation=situation).update(seen_on=around.today())
        earlier = around.today(-40)
        TransferReceipt.objects.filter(transfer=transfer).update(received_on=earlier)
    found = in_list(around)
    assert found is not None
    assert found < around.today()
    assert [day_ for _text, day_ in due(around)] == [found]


def alerts(around: TransferCast) -> list[str]:
    with acting(around.worker):
        own = TransferSafetyAssessment.objects.filter(file_id=around.case.file_id)
        return sorted(each.subject for each in unsafe_alerts.unsafe_assessments(own))


@pytest.mark.requirement("XBR-004")
def test_a_destination_that_is_not_safe_makes_another_solution_due_at_once(
    around: TransferCast,
) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    shown = page_of(around, transfer)
    assert "Choose another solution" not in shown
    transfers.assessed(around, transfer, "destination", result="not_safe")
    assert alerts(around) == ["destination"]
    shown = page_of(around, transfer)
    assert "The destination was assessed as not safe. Choose another solution." in shown
    path = reverse("transfers:show_transfer", args=[around.case.file_id, transfer.pk])
    link = reverse("best_interests:list_best_interests", args=[around.case.file_id])
    assert f'href="{link}"' in signed_in(around.worker).get(path).content.decode()
    for person in (around.worker, around.supervisor):
        home = whole(signed_in(person).get("/").content)
        assert "transfer abroad not safe (place of destination" in home
    with role("maintenance"):
        notices = Notice.objects.filter(kind="transfer_saf", record=around.case.file_id)
        notified = set(notices.values_list("staff_id", flat=True))
    assert around.supervisor.pk in notified
    assert around.receiver.pk not in notified
    assert around.worker.pk not in notified  # who recorded it
    # The same person does not make it safe; the transfer ends, and with it the alert.
    transfers.assessed(around, transfer, "destination", result="safe")
    assert alerts(around) == ["destination"]
    with role("maintenance"):
        Transfer.objects.filter(pk=transfer.pk).update(
            state="stopped", stopped_by="worker", ended_on=around.today()
        )
    assert "transfer abroad not safe" not in whole(signed_in(around.worker).get("/").content)


@pytest.mark.requirement("XBR-004")
def test_another_person_on_a_later_day_ends_it(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.assessed(around, transfer, "destination", result="not_safe")
    with role("maintenance"):
        TransferSafetyAssessment.objects.filter(result="not_safe").update(
            assessed_on=around.today(-3),
            recorded_by=around.supervisor.pk,
            recorded_at=dt.datetime.now(dt.UTC) - dt.timedelta(days=3),
        )
    assert alerts(around) == ["destination"]
    transfers.assessed(around, transfer, "movement", result="safe")
    assert alerts(around) == ["destination"]
    transfers.assessed(around, transfer, "destination", result="safe")
    assert alerts(around) == []
    assert "Choose another solution" not in page_of(around, transfer)


def test_who_does_not_read_the_file_has_no_such_alert(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.assessed(around, transfer, "destination", result="not_safe")
    with role("maintenance"):
        [unsafe] = TransferSafetyAssessment.objects.values_list("pk", flat=True)
    for person, expected in ((around.worker, True), (around.receiver, False)):
        with acting(person), connection.cursor() as cursor:
            cursor.execute("SELECT transfers_unsafe_goes_on(%s)", [unsafe])
            assert cursor.fetchone()[0] is expected


@pytest.mark.parametrize("subject", list(SafetySubject))
@pytest.mark.parametrize("state", ["considered", "accepted", "authorised"])
def test_what_is_not_safe_comes_before_the_usual_step(subject: SafetySubject, state: str) -> None:
    code = f"safety_{subject.value}"
    text = safety_wording.SAFETY_TEXTS[subject][-1]
    missing = [Reason("papers", "-"), Reason(code, text)]
    found = next_matters.first_missing(TransferState(state), missing)
    assert found is not None
    assert found.code == code
    screening = [*missing, Reason("screening", "-")]
    found = next_matters.first_missing(TransferState(state), screening)
    assert found is not None
    assert found.code == "screening"


# --- the day of a group ------------------------------------------------------------------------------


def send(around: TransferCast, path: str, **values: Any) -> Any:
    return signed_in(around.worker).post(path, values)


@pytest.mark.requirement("XBR-006")
def test_the_day_of_a_group_has_a_hint_and_is_not_past(around: TransferCast) -> None:
    path = reverse("transfers:add_group")
    hint = "Day, month and year in numbers, such as 27 3 2027."
    assert hint in whole(signed_in(around.worker).get(path).content)
    entered = {
        "name": "Group of March",
        "from_country": "NPL",
        "to_country": "IND",
        "expected": "7",
    }
    answer = send(around, path, **entered, **day("planned_on", around.today(-1)))
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "The journey cannot be planned for a day before today." in whole(answer.content)
    yesterday = around.today(-1)
    for value in ("Group of March", str(yesterday.year), str(yesterday.day), "7"):
        assert f'value="{value}"' in shown, value
    with role("maintenance"):
        assert not TransferGroup.objects.exists()
    assert send(around, path, **entered, **day("planned_on", around.today())).status_code == 302
    with role("maintenance"):
        [group] = TransferGroup.objects.all()
        TransferGroup.objects.update(planned_on=around.today(-2))
    edit = reverse("transfers:change_group", args=[group.pk])
    assert hint in whole(signed_in(around.worker).get(edit).content)
    changed = {"name": "Group of May", "version": "1"}
    answer = send(around, edit, **changed, **day("planned_on", around.today(-1)))
    assert answer.status_code == 200
    assert "before today" in whole(answer.content)
    # The day on record stays: the journey of the group took place.
    answer = send(around, edit, **changed, **day("planned_on", around.today(-2)))
    assert answer.status_code == 302
