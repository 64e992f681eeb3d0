"""No edit of the child's record makes a country of origin one that can be asked."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.people.models import Child
from saathi.protection.returns.transfers.models import Transfer
from tests.factories import protection, transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.transfers.refused import refuse_request
from tests.roles import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def edit(around: TransferCast, **columns: Any) -> None:
    with acting(around.worker):
        child = Child.objects.get(pk=around.child.pk)
        writing.change(child, actor=around.worker, **columns)


def found_sign(around: TransferCast) -> None:
    with acting(around.worker):
        protection.sign(around.case, around.worker, screened_on=around.today())


def to_relatives(around: TransferCast) -> Transfer:
    """A move to relatives in India: by its kind alone it does not lead to the country of origin."""
    return transfers.opened(around, kind="relatives")


@pytest.mark.requirement("XBR-004")
def test_a_nationality_of_the_screening_counts_after_it_is_removed(around: TransferCast) -> None:
    edit(around, nationality_state="known", nationalities=["IND"], home_country="IND")
    found_sign(around)
    edit(around, nationality_state="known", nationalities=["NPL"], home_country="NPL")
    refuse_request(around, to_relatives(around))


@pytest.mark.requirement("XBR-004")
@pytest.mark.parametrize("home", ["", "NPL"])
def test_an_unknown_origin_may_be_every_other_country(around: TransferCast, home: str) -> None:
    found_sign(around)
    edit(around, nationality_state="unknown", nationalities=[], home_country=home)
    refuse_request(around, to_relatives(around))


def test_another_known_origin_leaves_the_country_open(around: TransferCast) -> None:
    edit(around, nationality_state="known", nationalities=["BGD"], home_country="BGD")
    found_sign(around)
    transfer = to_relatives(around)
    transfers.requested(around, transfer)
    assert transfers.stored(transfer).state == "requested"


def test_a_screening_leaves_out_no_country_of_the_child(around: TransferCast) -> None:
    edit(around, nationality_state="known", nationalities=["IND"])
    with acting(around.worker):
        record = protection.new_screening(around.case, screened_on=around.today())
        record.prompts_version = "0.1"
        with pytest.raises(IntegrityError, match="left out"), transaction.atomic():
            writing.add(record, actor=around.worker)
