"""A reference belongs to one child; the legs of that child share it."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies import writing
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import Transfer
from tests.factories import transfers
from tests.factories.transfers import TransferCast, fill
from tests.roles import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def basis(first: Transfer) -> dict[str, Any]:
    """The agreement and focal points of a transfer."""
    names = ("agreement", "our_focal_point", "their_focal_point")
    return {name: getattr(first, name) for name in names}


@pytest.mark.parametrize("leg", [1, 2])
def test_reference_of_another_child_is_refused(around: TransferCast, leg: int) -> None:
    first = transfers.opened(around)
    other = replace(around, case=transfers.children.case(around.worker, "Maya"))
    with pytest.raises(TransferRefused, match="reference"):
        transfers.opened(other, reference=first.reference.lower(), leg=leg, **basis(first))
    with acting(around.worker):
        copied = fill(
            Transfer(**other.common),
            child=other.child, direction="outgoing", kind="return", from_country="NPL",
            to_country="IND", opened_on=around.today(), coordination="offices", leg=leg,
            reference=first.reference, chain=["NPL", "IND"], state="considered",
            state_since=around.today(), partner="Committee",
        )  # fmt: skip
        with (
            pytest.raises(DatabaseError, match="the reference belongs to another child"),
            transaction.atomic(),
        ):
            writing.add(copied, actor=around.worker)
    assert transfers.opened(other, **basis(first)).reference != first.reference


def test_legs_of_one_child_share_a_reference_in_both_countries(around: TransferCast) -> None:
    first = transfers.opened(around)
    second = transfers.opened(around, reference=first.reference, leg=2, **basis(first))
    assert second.reference == first.reference
    there = TransferCast(
        transfers.children.case(around.receiver), around.receiver, around.supervisor, around.worker
    )
    incoming = {"direction": "incoming", "from_country": "NPL", "to_country": "IND"}
    came = transfers.opened(there, reference=first.reference, agreement=None, **incoming)
    assert came.reference == first.reference
