"""Whether an author of a register's entry can publish or confirm it alone after another person changed one word."""

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from saathi.agencies.models import Staff
from saathi.agencies.register_kit import queries
from saathi.agencies.register_kit.actions import EntryMoveRefused
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.row_proofs import prove_rows
from saathi.protection.casework.services.actions import directory
from saathi.protection.casework.services.models import Service
from tests.attacks.register_entries import FAR, change, current, move
from tests.factories import agencies
from tests.roles import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def third(keeper: Staff) -> Staff:
    return agencies.staff("supervisor", keeper.office)


def by_sql(service: Service, step: EntryMove, actor: Staff) -> int:
    """Publishes or confirms as the web role, with a proof, past the rule of the action."""
    values = {"confirmed_by": actor.pk, "confirmed_at": FAR}
    if step == EntryMove.PUBLISH:
        values = {"state": "published", "published_by": actor.pk, "published_at": FAR}
    with acting(actor), transaction.atomic():
        prove_rows([(current(service), values)], by=actor.pk)
        return Service.objects.filter(pk=service.pk).update(**values, version=F("version") + 1)


def assert_waits_for(
    service: Service, step: EntryMove, *, barred: list[Staff], third: Staff
) -> None:
    for actor in barred:
        with pytest.raises(EntryMoveRefused, match="own_work"):
            move(service, step, actor)
        with pytest.raises(DatabaseError, match="a second person"):
            by_sql(service, step, actor)
        with acting(actor):
            assert queries.list_waiting_entries(directory.SERVICES, actor) == []
    with acting(third):
        assert [row.pk for row in queries.list_waiting_entries(directory.SERVICES, third)] == [
            service.pk
        ]
    assert by_sql(service, step, third) == 1


def test_who_added_an_entry_does_not_publish_it_after_another_changed_it(
    keeper: Staff, second: Staff, third: Staff, submitted: Service
) -> None:
    change(submitted, second, about="One word")
    assert_waits_for(submitted, EntryMove.PUBLISH, barred=[keeper, second], third=third)


def test_who_corrected_an_entry_does_not_confirm_it_after_another_changed_it(
    keeper: Staff, second: Staff, third: Staff, submitted: Service
) -> None:
    move(submitted, EntryMove.PUBLISH, second)
    change(submitted, keeper, about="A correction")
    change(submitted, second, about="One word more")
    assert_waits_for(submitted, EntryMove.CONFIRM, barred=[keeper, second], third=third)
    change(submitted, keeper, about="Later")
    move(submitted, EntryMove.CONFIRM, second)  # what was confirmed does not count again


def test_who_changed_a_withdrawn_entry_does_not_publish_it_after_another_changed_it(
    keeper: Staff, second: Staff, third: Staff, submitted: Service
) -> None:
    move(submitted, EntryMove.PUBLISH, second)
    move(submitted, EntryMove.ARCHIVE, keeper, "Moved")
    move(submitted, EntryMove.RESTORE, keeper)
    change(submitted, keeper, about="Not seen")
    change(submitted, second, about="One word more")
    assert_waits_for(submitted, EntryMove.PUBLISH, barred=[keeper, second], third=third)


def test_who_only_returned_or_submitted_an_entry_publishes_it(
    keeper: Staff, second: Staff, submitted: Service
) -> None:
    move(submitted, EntryMove.RETURN, second, "Wrong")
    change(submitted, keeper, about="Right")
    move(submitted, EntryMove.PROPOSE, second)
    assert by_sql(submitted, EntryMove.PUBLISH, second) == 1
