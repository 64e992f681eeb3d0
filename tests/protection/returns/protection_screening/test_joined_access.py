"""Access from abroad, and letters, as far as another file of the child allows them."""

from typing import Any

import pytest

from saathi.agencies import definer_functions
from saathi.agencies.access_checks import reasons_against_access
from saathi.agencies.models import Grant
from saathi.agencies.vocabulary import GrantKind
from saathi.infra import clock
from saathi.protection.returns.protection_screening.access_rules import (
    LACKS_ACCESS_ABROAD,
    LACKS_LETTER_ABROAD,
)
from saathi.protection.returns.protection_screening.contact_gate import reasons_against_letter
from tests.factories import merges, transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.protection_screening.test_joined_files import screen, sign
from tests.protection.returns.test_access_abroad import give, running
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


@pytest.fixture
def other(around: TransferCast) -> TransferCast:
    return merges.second_file(around)


def codes_of(texts: dict[str, str], found: Any) -> list[str]:
    return [code for code, text in texts.items() if text in {reason.text for reason in found}]


def lacks(around: TransferCast) -> list[str]:
    with acting(around.supervisor):
        found = reasons_against_access(around.case.file_id, around.receiver, GrantKind.SHARE)
    return codes_of(dict(LACKS_ACCESS_ABROAD), found)


def letter_lacks(around: TransferCast) -> list[str]:
    with acting(around.supervisor):
        found = reasons_against_letter(around.case.file_id, "IND")
    return codes_of(dict(LACKS_LETTER_ABROAD), found)


@pytest.mark.requirement("INT-001")
def test_no_access_and_no_letter_abroad_while_another_file_has_a_sign(
    around: TransferCast, other: TransferCast
) -> None:
    screen(around)
    transfers.permitted(around, "IND", transfers.consent(around))
    sign(other)
    assert (lacks(around), letter_lacks(around)) == ([], [])
    merge = merges.join(around, other)
    assert (lacks(around), letter_lacks(around)) == (["other_file"], ["other_file"])
    with pytest.raises(definer_functions.ChangeNotPossible):
        give(around, around.receiver)
    merges.parted(merge)
    assert (lacks(around), letter_lacks(around)) == ([], [])
    give(around, around.receiver)


@pytest.mark.requirement("INT-001")
@pytest.mark.parametrize("how", ["sign", "merge", "parted"])
def test_access_from_abroad_ends_when_another_file_closes_the_gate(
    around: TransferCast, other: TransferCast, how: str
) -> None:
    screen(around)
    transfers.permitted(around, "IND", transfers.consent(around))
    merge = None if how == "merge" else merges.join(around, other)
    give(around, around.receiver)
    assert running(around, around.receiver) == 1
    if how == "merge":
        sign(other)
        with acting(around.supervisor):
            merges.join(around, other)
    elif merge and how == "parted":
        with acting(around.supervisor):
            merges.parted(merge)
        assert running(around, around.receiver) == 1  # nothing closed it
        sign(other)
        assert running(around, around.receiver) == 1  # another child now
        return
    else:
        sign(other)
    assert running(around, around.receiver) == 0
    with role("maintenance"):
        ended = Grant.objects.get(file=around.case.file_id, principal=around.receiver.pk)
    assert ended.ends_at is not None
    assert ended.ends_at <= clock.now()


@pytest.mark.requirement("INT-002")
def test_a_country_that_only_another_file_names_is_one_of_origin(
    around: TransferCast, other: TransferCast
) -> None:
    """No permission is needed for a third country; whoever asks does not learn why one is."""
    of_nationality(around, "LKA")
    of_nationality(other, "IND")
    screen(around)
    assert lacks(around) == []
    merge = merges.join(around, other)
    assert (lacks(around), letter_lacks(around)) == (["other_file"], ["other_file"])
    with pytest.raises(definer_functions.ChangeNotPossible):
        give(around, around.receiver)
    merges.parted(merge)
    assert lacks(around) == []


def of_nationality(cast: TransferCast, country: str) -> None:
    with role("maintenance"):
        type(cast.child).objects.filter(pk=cast.child.pk).update(nationalities=[country])
