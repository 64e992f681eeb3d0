"""What a keeper of a register could store by SQL past the rules of its entries, translations and history.

The times of an entry are those of the database, text that no second person saw is not read by others, and
the history is written by the database.
"""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.row_proofs import prove_rows
from saathi.protection.casework.services.models import (
    Service,
    ServiceTranslation,
    ServiceVersion,
)
from tests.attacks.register_entries import (
    FAR,
    LONG_AGO,
    STEP,
    change,
    current,
    execute,
    is_recent,
    move,
)
from tests.factories import agencies
from tests.roles import acting

pytestmark = pytest.mark.django_db


# --- times ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", [FAR, LONG_AGO])
def test_change_has_the_time_of_the_database(
    keeper: Staff, second: Staff, submitted: Service, moment: dt.datetime
) -> None:
    statement = "UPDATE services_service SET about = 'a', changed_at = %s, proposed_at = %s" + STEP
    assert execute(keeper, statement, [moment, moment, submitted.pk]) == 1
    now = current(submitted)
    assert is_recent(now.changed_at)
    assert is_recent(now.proposed_at)
    change(submitted, keeper, about="b")
    move(submitted, EntryMove.PUBLISH, second)
    assert current(submitted).state == "published"


@pytest.mark.parametrize("column", ["changed_at", "proposed_at", "recorded_at"])
def test_time_alone_does_not_change(keeper: Staff, submitted: Service, column: str) -> None:
    for moment in (FAR, LONG_AGO):
        with pytest.raises(DatabaseError):
            execute(
                keeper, f"UPDATE services_service SET {column} = %s{STEP}", [moment, submitted.pk]
            )


@pytest.mark.parametrize("state", ["draft", "proposed"])
def test_new_entry_has_the_time_of_the_database(keeper: Staff, state: str) -> None:
    proposal = {"proposed_by": keeper.pk, "proposed_at": FAR} if state == "proposed" else {}
    service = Service(
        agency_id=keeper.agency_id, name="X", organisation="Y", kinds=["legal"], country="NPL",
        recorded_by=keeper.pk, changed_by=keeper.pk, changed_at=FAR, recorded_at=FAR, state=state,
        **proposal,
    )  # fmt: skip
    with acting(keeper):
        service.save(force_insert=True)
    now = current(service)
    assert is_recent(now.changed_at)
    assert is_recent(now.recorded_at)
    assert is_recent(now.proposed_at) == (state == "proposed")


def test_new_entry_is_not_confirmed(keeper: Staff) -> None:
    service = Service(
        agency_id=keeper.agency_id, name="X", organisation="Y", kinds=["legal"], country="NPL",
        recorded_by=keeper.pk, changed_by=keeper.pk, confirmed_by=keeper.pk, confirmed_at=FAR,
    )  # fmt: skip
    with acting(keeper), pytest.raises(DatabaseError, match="begins as"), transaction.atomic():
        service.save(force_insert=True)


@pytest.mark.parametrize("moment", [FAR, LONG_AGO])
def test_publication_and_confirmation_have_the_time_of_the_database(
    keeper: Staff, second: Staff, submitted: Service, moment: dt.datetime
) -> None:
    published = {"state": "published", "published_by": second.pk, "published_at": moment}
    for values in (published, {"confirmed_by": second.pk, "confirmed_at": moment}):
        with acting(second), transaction.atomic():
            prove_rows([(current(submitted), values)], by=second.pk)
            rows = Service.objects.filter(pk=submitted.pk)
            assert rows.update(**values, version=F("version") + 1) == 1
    now = current(submitted)
    assert is_recent(now.published_at)
    assert is_recent(now.confirmed_at)
    change(submitted, keeper, about="a correction")
    assert current(submitted).is_changed_since_publication


@pytest.mark.parametrize("moment", [FAR, LONG_AGO])
def test_translation_has_the_time_of_the_database(
    keeper: Staff, second: Staff, submitted: Service, moment: dt.datetime
) -> None:
    translation = ServiceTranslation(
        service=submitted, language="ne", texts={}, translated_by=keeper.pk, translated_at=moment
    )
    with acting(keeper):
        translation.save(force_insert=True)
    with acting(second), transaction.atomic():
        values = {"checked_by": second.pk, "checked_at": moment}
        prove_rows([(translation, values)], by=second.pk)
        ServiceTranslation.objects.update(**values, version=F("version") + 1)
    with acting(keeper):
        translation.refresh_from_db()
    assert is_recent(translation.translated_at)
    assert is_recent(translation.checked_at)


# --- text that no second person saw -----------------------------------------------------------------


@pytest.fixture
def restored(keeper: Staff, second: Staff, submitted: Service) -> Service:
    """An entry that was published, withdrawn and submitted again."""
    move(submitted, EntryMove.PUBLISH, second)
    move(submitted, EntryMove.ARCHIVE, keeper, "Moved")
    move(submitted, EntryMove.RESTORE, keeper)
    return submitted


def seen_by_others(service: Service) -> str:
    """What a worker of another agency reads of an entry and its history."""
    with acting(agencies.staff("case_worker")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT about FROM services_service WHERE id = %s), '-') || "
            "(SELECT coalesce(string_agg(body::text, ''), '') FROM services_serviceversion)",
            [service.pk],
        )
        return str(cursor.fetchone()[0])


def test_restored_entry_is_read_by_others_until_its_content_changes(
    keeper: Staff, second: Staff, restored: Service
) -> None:
    with acting(agencies.staff("case_worker")):
        assert Service.objects.filter(pk=restored.pk).exists()
    change(restored, keeper, about="Not seen")
    assert seen_by_others(restored) == "-"
    move(restored, EntryMove.RETURN, second, "Wrong")
    change(restored, keeper, about="Not seen either")
    assert seen_by_others(restored) == "-"
    move(restored, EntryMove.PROPOSE, keeper)
    move(restored, EntryMove.PUBLISH, second)
    seen = seen_by_others(restored)
    assert seen.startswith("Not seen either")
    assert "Not seen either" not in seen.removeprefix("Not seen either")
    assert '"Not seen"' not in seen


@pytest.mark.parametrize("state", ["proposed", "draft", "archived"])
def test_changed_content_does_not_stay_published(
    keeper: Staff, second: Staff, restored: Service, state: str
) -> None:
    if state == "draft":
        move(restored, EntryMove.RETURN, second, "Wrong")
    elif state == "archived":
        move(restored, EntryMove.ARCHIVE, keeper, "Moved")
    statement = (
        "UPDATE services_service SET about = 'Not seen', changed_by = %s, changed_at = now()"
    )
    if state == "proposed":
        statement += ", proposed_at = now()"
    with pytest.raises(DatabaseError, match="no second person saw"):
        execute(keeper, statement + STEP, [keeper.pk, restored.pk])


def test_content_does_not_change_with_a_withdrawal(
    keeper: Staff, second: Staff, submitted: Service
) -> None:
    move(submitted, EntryMove.PUBLISH, second)
    values: dict[str, Any] = {
        "state": "archived", "withdrawn_on": dt.date(2026, 3, 2), "about": "Not seen",
        "changed_by": keeper.pk, "changed_at": FAR,
    }  # fmt: skip
    now = current(submitted)
    with acting(keeper), transaction.atomic():
        prove_rows([(now, values)], by=keeper.pk)
        with pytest.raises(DatabaseError, match="no second person"), transaction.atomic():
            Service.objects.filter(pk=now.pk).update(**values, version=F("version") + 1)


def test_keepers_read_the_whole_history(keeper: Staff, second: Staff, restored: Service) -> None:
    change(restored, keeper, about="Not seen")
    with acting(second):
        versions = ServiceVersion.objects.filter(service=restored)
        states = [version.body["state"] for version in versions.order_by("version")]
    assert states == ["proposed", "published", "archived", "proposed"]


# --- the second person ----------------------------------------------------------------------------


def publish_by_sql(service: Service, actor: Staff) -> int:
    values = {"state": "published", "published_by": actor.pk, "published_at": FAR}
    with acting(actor), transaction.atomic():
        prove_rows([(current(service), values)], by=actor.pk)
        return Service.objects.filter(pk=service.pk).update(**values, version=F("version") + 1)


def test_last_writer_does_not_publish_what_another_submitted(
    keeper: Staff, second: Staff, submitted: Service
) -> None:
    move(submitted, EntryMove.RETURN, second, "Wrong")
    change(submitted, keeper, about="By the keeper")
    move(submitted, EntryMove.PROPOSE, second)
    with pytest.raises(DatabaseError, match="a second person publishes"):
        publish_by_sql(submitted, keeper)
    assert publish_by_sql(submitted, second) == 1


def test_who_offers_an_entry_again_does_not_publish_it(
    keeper: Staff, second: Staff, restored: Service
) -> None:
    """The keeper wrote it and offers it again; the second person published it before."""
    with pytest.raises(DatabaseError, match="a second person publishes"):
        publish_by_sql(restored, keeper)
    assert publish_by_sql(restored, second) == 1
    move(restored, EntryMove.ARCHIVE, keeper, "Moved")
    move(restored, EntryMove.RESTORE, second)
    with pytest.raises(DatabaseError, match="a second person publishes"):
        publish_by_sql(restored, second)
    assert publish_by_sql(restored, keeper) == 1  # the content was seen by both


def test_correction_that_was_withdrawn_waits_for_another_than_its_writer(
    keeper: Staff, second: Staff, submitted: Service
) -> None:
    move(submitted, EntryMove.PUBLISH, second)
    change(submitted, second, about="Seen by no one else")
    move(submitted, EntryMove.ARCHIVE, keeper, "Moved")
    move(submitted, EntryMove.RESTORE, keeper)
    with pytest.raises(DatabaseError, match="a second person publishes"):
        publish_by_sql(submitted, second)
    assert publish_by_sql(submitted, keeper) == 1


@pytest.mark.parametrize(
    "change_by_statement",
    [
        "why_returned = 'Read this'",
        "why_withdrawn = 'Read this'",
        "review_on = '2090-01-01'",
        "verified_on = '1990-01-01'",
    ],
)
def test_reasons_and_days_of_checks_change_by_proof_alone(
    keeper: Staff, submitted: Service, change_by_statement: str
) -> None:
    with pytest.raises(DatabaseError, match="no valid proof"):
        execute(keeper, f"UPDATE services_service SET {change_by_statement}{STEP}", [submitted.pk])


def test_proof_of_a_check_confirms_no_correction(
    keeper: Staff, second: Staff, submitted: Service
) -> None:
    """Within the request of a second person who only records that the details were checked."""
    move(submitted, EntryMove.PUBLISH, second)
    change(submitted, keeper, about="A first correction")
    move(submitted, EntryMove.CONFIRM, second)
    change(submitted, keeper, about="A second correction")
    now = current(submitted)
    checked = {"verified_on": dt.date(2026, 3, 9), "verified_by": second.pk, "state": now.state}
    with acting(second), transaction.atomic(), connection.cursor() as cursor:
        prove_rows([(now, checked)], by=second.pk)
        with pytest.raises(DatabaseError, match="no valid proof"), transaction.atomic():
            cursor.execute(f"UPDATE services_service SET confirmed_at = now(){STEP}", [now.pk])
    assert current(submitted).is_changed_since_publication
