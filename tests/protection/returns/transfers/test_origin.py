"""While protection is needed or claimed, no transfer leads to a country of origin, whatever names it as such."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies import records, writing
from saathi.agencies.models import Scoped
from saathi.people.models import Child
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.protection.returns.protection_screening.models import ContactPermission, OriginContact
from saathi.protection.returns.transfers import authorisation_rules, queries
from saathi.protection.returns.transfers.actions import files
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.verifications.models import OriginVerification
from tests.factories import agencies, protection, transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.transfers.refused import refuse_request
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    """A child of another country than the two: the record alone does not name India."""
    around = transfers.cast()
    with acting(around.worker):
        child = Child.objects.get(pk=around.child.pk)
        known = {"nationality_state": "known", "nationalities": ["BGD"]}
        writing.change(child, actor=around.worker, **known)
    return around


def to_relatives(around: TransferCast, **values: Any) -> Transfer:
    """A move to relatives: by its kind alone it does not lead to the country of origin."""
    return transfers.opened(around, kind="relatives", **values)


def found_sign(around: TransferCast) -> None:
    with acting(around.worker):
        protection.sign(around.case, around.worker, screened_on=around.today())


def kept(around: TransferCast, model: type[Scoped], **columns: Any) -> Any:
    """A record of the child's file as if it had been loaded."""
    usual = {"child_id": around.child.pk, "recorded_by": around.worker.pk, "sealed": b""}
    if model is Leg:
        del usual["child_id"]
    with role("maintenance"):
        return model._default_manager.create(**around.common, **(usual | columns))


def contact(around: TransferCast) -> None:
    with acting(around.worker):
        protection.others_contact(around.case, around.worker)


def permission(around: TransferCast) -> None:
    kept(
        around, ContactPermission, asked_on=around.today(-9), child_answer="agrees", country="IND",
        body="consulate", through="agency", ends_on=around.today(9), state="ended",
        consent=transfers.consent(around),
    )  # fmt: skip


def verification(around: TransferCast) -> None:
    kept(
        around, OriginVerification, subjects=["nationality"], country="IND", answer="waiting",
        asked_on=around.today(-9), route="agency", next_on=around.today(9),
        contact=kept(
            around, OriginContact, made_by="home", made_on=around.today(-9), body="consulate",
            channel="call", safeguard="met", country="",
        ),
    )  # fmt: skip


def recruitment(around: TransferCast) -> None:
    kept(around, Episode, number=1, recruited_country="IND")


def route(around: TransferCast) -> None:
    episode = kept(around, Episode, number=1)
    kept(around, Leg, episode=episode, number=1, from_country="IND", to_country="NPL")


ORIGINS: dict[str, Callable[[TransferCast], None]] = {
    "contact": contact,
    "permission": permission,
    "verification": verification,
    "recruitment": recruitment,
    "route": route,
}


@pytest.mark.requirement("XBR-004")
@pytest.mark.parametrize("name", ORIGINS)
def test_a_country_that_the_file_names_as_origin_is_not_asked(
    around: TransferCast, name: str
) -> None:
    found_sign(around)
    transfer = to_relatives(around)
    ORIGINS[name](around)
    refuse_request(around, transfer)


def test_a_way_that_begins_there_counts_too(around: TransferCast) -> None:
    found_sign(around)
    refuse_request(around, to_relatives(around, chain=["IND", "NPL", "IND"]))


def test_a_country_that_nothing_names_as_origin_can_be_asked(around: TransferCast) -> None:
    """The same move, so that the other tests refuse for the origin alone."""
    found_sign(around)
    transfer = to_relatives(around)
    episode = kept(around, Episode, number=1, recruited_country="NPL")
    kept(around, Leg, episode=episode, number=1, from_country="NPL", to_country="IND")
    transfers.requested(around, transfer)
    assert transfers.stored(transfer).state == "requested"


@pytest.mark.requirement("XBR-005")
def test_a_need_found_later_stops_file_and_authorisation(around: TransferCast) -> None:
    transfer = transfers.prepared(around, kind="relatives")
    contact(around)
    found_sign(around)
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        records.open_texts(found)
        with pytest.raises(TransferRefused) as refused:
            files.export_transfer(
                transfer=found, contact="Desk", passphrase="x" * 20, actor=around.supervisor
            )
        assert {reason.code for reason in refused.value.reasons} == {"screening"}
    for reader in (around.worker, around.supervisor):
        with acting(reader):
            found = Transfer.objects.get(pk=transfer.pk)
            records.open_texts(found)
            facts = queries.load_facts(found, reader, on=around.today())
        missing = authorisation_rules.missing_for_authorisation(facts, on=around.today())
        assert "screening" in {reason.code for reason in missing}


def test_only_readers_of_legal_records_ask_where_a_transfer_leads(around: TransferCast) -> None:
    transfer = transfers.accepted(around)
    for reader in (around.receiver, agencies.staff("case_worker")):
        with (
            acting(reader),
            pytest.raises(ProgrammingError, match="no such transfer"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT transfers_leads_to_origin(%s)", [transfer.pk])
