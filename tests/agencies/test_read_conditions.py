"""Read conditions refuse anything that the two locks would interpret differently."""

import pytest
from django.db.models import Q, TextChoices

from saathi.agencies.models import Staff
from saathi.agencies.read_conditions import (
    DoesNotListActor,
    HasCode,
    HasOtherCode,
    IsActor,
    ListsActor,
    ReadCondition,
    ReadsParent,
)
from saathi.participation.models import Statement
from saathi.protection.oversight.complaints.models import Complaint


class Quoted(TextChoices):
    ONE = "it's", "One"


@pytest.mark.parametrize(
    "condition",
    [
        DoesNotListActor("handler"),  # may be NULL
        ListsActor("handler"),  # may be NULL
        ReadsParent("handler"),  # of no file
        ReadsParent("child"),  # of another section
    ],
    ids=repr,
)
def test_what_the_locks_would_take_differently_is_refused(condition: ReadCondition) -> None:
    with pytest.raises(TypeError):
        condition.sql(Complaint)


def test_a_reverse_relation_is_no_column() -> None:
    with pytest.raises(TypeError, match="no column"):
        IsActor("readers").sql(Statement)


def test_another_code_is_the_opposite_in_both_locks() -> None:
    condition = HasOtherCode("readers", Quoted.ONE)
    assert condition.sql(Complaint) == "NOT (complaints_complaint.readers = 'it''s')"
    assert condition.query(Complaint, Staff()) == ~Q(readers=Quoted.ONE)


def test_a_code_is_quoted() -> None:
    assert HasCode("readers", Quoted.ONE).sql(Complaint) == "complaints_complaint.readers = 'it''s'"
