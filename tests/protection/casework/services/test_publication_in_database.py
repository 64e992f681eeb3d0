"""What the database refuses of the states of an entry, whoever asks."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.agencies.row_proofs import prove_rows
from saathi.infra import clock
from saathi.protection.casework.services.models import Service
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


ATTEMPTS: dict[str, dict[str, Any]] = {
    "published by the writer": {"state": "published", "published_by": "me"},
    "published in another's name": {"state": "published", "published_by": "other"},
    "published by nobody": {"state": "published"},
    "archived without a day": {"state": "archived"},
    "confirmed before it is published": {"confirmed_by": "me", "confirmed_at": "now"},
    "another day of publication": {"published_at": "now"},
    "changed in another's name": {"phone": "041", "changed_by": "other", "changed_at": "now"},
    "proposed in another's name": {"proposed_by": "other"},
    "given to another agency": {"agency_id": "other"},
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("is_proved", [True, False], ids=["with a proof", "injected"])
def test_the_database_refuses_a_move_that_the_rules_refuse(
    keeper: Staff, second: Staff, submitted: Service, attempt: str, is_proved: bool
) -> None:
    values = {
        name: {"me": keeper.pk, "other": second.pk, "now": clock.now()}.get(value, value)
        for name, value in ATTEMPTS[attempt].items()
    }
    if values.get("state") == "published":
        values["published_at"] = clock.now()
    with acting(keeper), pytest.raises(DatabaseError):
        write(keeper, submitted, values, is_proved=is_proved)


def write(
    actor: Staff, service: Service, values: dict[str, Any], *, is_proved: bool = True
) -> None:
    """Changes a row past the actions, with the proof that an injected statement lacks or without."""
    with transaction.atomic():
        if is_proved:
            prove_rows([(service, values)], by=actor.pk)
        row = Service.objects.filter(pk=service.pk)
        assert row.update(**values, version=F("version") + 1) == 1


def test_a_change_names_who_made_it(second: Staff, submitted: Service) -> None:
    with acting(second), pytest.raises(DatabaseError, match="names who made it"):
        write(second, submitted, {"phone": "041"})


def test_the_second_person_publishes_only_with_a_proof(second: Staff, submitted: Service) -> None:
    values = {
        "state": EntryState.PUBLISHED, "published_by": second.pk, "published_at": clock.now()
    }  # fmt: skip
    with acting(second), pytest.raises(DatabaseError, match="proof"):
        write(second, submitted, values, is_proved=False)
    with acting(second):
        write(second, submitted, values)


def test_the_second_person_publishes_nothing_else_than_what_was_submitted(
    second: Staff, submitted: Service
) -> None:
    values = {
        "state": EntryState.PUBLISHED, "published_by": second.pk, "published_at": clock.now(),
        "phone": "041", "changed_by": second.pk, "changed_at": clock.now(),
    }  # fmt: skip
    with acting(second), pytest.raises(DatabaseError, match="second person"):
        write(second, submitted, values)


@pytest.mark.parametrize("state", ["published", "archived"])
def test_no_entry_begins_as_published(keeper: Staff, state: str) -> None:
    now, today = clock.now(), dt.date(2026, 3, 2)
    service = Service(
        agency_id=keeper.agency_id, name="X", organisation="Y", kinds=["legal"], country="NPL",
        recorded_by=keeper.pk, changed_by=keeper.pk, state=state, published_at=now,
        withdrawn_on=today if state == "archived" else None,
    )  # fmt: skip
    with acting(keeper):
        prove_rows([(service, {})], by=keeper.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            service.save(force_insert=True)


def test_the_checks_of_the_table_hold_for_everybody(second: Staff, submitted: Service) -> None:
    """Also for maintenance, which no trigger stops."""
    for wrong in (
        "state = 'published', published_at = NULL",
        f"published_by = '{submitted.proposed_by}'",
        "state = 'proposed', proposed_by = NULL",
        "state = 'draft', withdrawn_on = '2026-03-02'",
    ):
        with (
            role("maintenance"),
            pytest.raises(DatabaseError, match="services_service"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE services_service SET {wrong}")
