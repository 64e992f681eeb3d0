"""An escort whom the child refused is planned again after the child was asked again, by two people."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.escort_rules import (
    EscortRefusal,
    LaterView,
    is_same_escort,
    reasons_against_escort,
)
from saathi.protection.returns.transfers.models import Transfer, TransferJourney
from saathi.protection.returns.transfers.vocabulary import EscortChoice, TransferWish
from tests.attacks.proofs import insert_proved, update_proved
from tests.factories import transfers
from tests.factories.transfers import TransferCast
from tests.protection.justice.compensation.test_measures import refused as refused_by_database
from tests.roles import acting

TABLE = "transfers_transferjourney"
WORDS = "I want to go with Ms Rai now"
WORKER, SECOND = uuid4(), uuid4()
NOW = dt.datetime(2026, 12, 3, 10, 0, 30, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=5)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Ms Rai, our agency, woman", "rai (our agency)", True),
        ("Rishi Bhusal, district board", "ऋषि भुसाल", True),
        ("Ms Rai, our agency, woman", "Ms Gurung, our agency, woman", False),
    ],
)
def test_escort_is_recognised_by_name(one: str, other: str, is_same: bool) -> None:
    assert is_same_escort(one, other) is is_same


@pytest.mark.parametrize(
    ("choice", "view", "by", "is_refused"),
    [
        ("refused", {}, WORKER, False),
        ("chosen", {}, WORKER, True),
        ("not_asked", {}, SECOND, True),
        ("chosen", {"recorded_by": WORKER}, WORKER, True),
        ("chosen", {"recorded_by": SECOND}, WORKER, False),
        ("accepted", {"recorded_by": WORKER}, SECOND, False),
        ("accepted", {"recorded_by": SECOND, "words": "Yes"}, SECOND, True),
        ("accepted", {"recorded_by": SECOND, "wish": TransferWish.HAS_DOUBTS}, SECOND, True),
        (
            "accepted",
            {"recorded_by": SECOND, "asked_at": NOW - dt.timedelta(hours=1)},
            SECOND,
            True,
        ),
    ],
)
def test_refused_escort_needs_a_newer_view_and_a_second_person(
    choice: str, view: dict[str, Any], by: UUID, is_refused: bool
) -> None:
    usual: dict[str, Any] = {
        "wish": TransferWish.GOES, "words": WORDS, "asked_at": LATER, "recorded_at": LATER,
    }  # fmt: skip
    views = [LaterView(**usual | view)] if view else []
    refusal = EscortRefusal(NOW, WORKER)
    assert bool(reasons_against_escort(EscortChoice(choice), refusal, views, by=by)) is is_refused
    assert not reasons_against_escort(EscortChoice(choice), None, views, by=by)


def planned_by_second(around: TransferCast, transfer: Transfer, **values: Any) -> TransferJourney:
    lead = around.supervisor
    cast = TransferCast(around.case, lead, lead, around.receiver)
    return transfers.planned(cast, transfer, **values)


@pytest.mark.django_db
def test_escort_refused_by_the_child_is_not_planned_again_by_one_person() -> None:
    around = transfers.cast()
    transfer = transfers.opened(around)
    refused = transfers.planned(around, transfer, escort_choice="refused")
    transfers.planned(around, transfer, escort="Ms Gurung, our agency, woman")
    for choice in ("chosen", "accepted", "not_asked"):
        with pytest.raises(TransferRefused, match="escort_choice"):
            transfers.planned(around, transfer, escort="RAI, woman", escort_choice=choice)
    transfers.planned(around, transfer, escort_choice="refused")  # other times, still refused
    with acting(around.worker), refused_by_database("refused this escort"):
        update_proved(
            connection.connection, around.worker, TABLE, {"escort_choice": "'chosen'"},
            f"id = '{refused.pk}'",
        )  # fmt: skip

    asked_at = dt.datetime.now(dt.UTC)
    transfers.asked(around, transfer, words=WORDS, asked_at=asked_at)
    with pytest.raises(TransferRefused, match="escort_choice"):
        transfers.planned(around, transfer)
    with acting(around.worker), refused_by_database("refused this escort"):
        insert_proved(
            connection.connection, around.worker, TABLE,
            f"SELECT * FROM {TABLE} WHERE id = '{refused.pk}'",
            escort_choice="chosen", refused_in=str(refused.pk),
        )  # fmt: skip
    planned_by_second(around, transfer)
    transfers.planned(around, transfer, escort_choice="accepted")  # the refusal is over
    with acting(around.worker):
        newest = TransferJourney.objects.order_by("-recorded_at").values_list("escort_choice")
        assert [choice for (choice,) in newest[:3]] == ["accepted", "chosen", "refused"]
