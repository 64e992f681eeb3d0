"""A country of origin that is removed: it still counts, needs a reason, and the authoriser reads it."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from saathi.agencies import access, records, writing
from saathi.people.models import Child
from saathi.protection.returns.protection_screening import correcting
from saathi.protection.returns.protection_screening.models import (
    CorrectionReason,
    OriginCorrection,
)
from saathi.protection.returns.transfers import authorisation_rules, queries
from saathi.protection.returns.transfers.actions import deciding, preparing
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import Transfer
from tests.desk.cast import entries
from tests.factories import agencies, protection, transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.transfers.refused import refuse_request
from tests.reading import whole
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

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


def removed(around: TransferCast) -> list[tuple[str, str]]:
    with acting(around.worker):
        found = OriginCorrection.objects.order_by("source", "country")
        return list(found.values_list("source", "country"))


def explain(around: TransferCast, text: str = "A typing error, seen in the passport.") -> None:
    with acting(around.worker):
        for correction in OriginCorrection.objects.all():
            reason = CorrectionReason(file_id=around.case.file_id, correction=correction)
            reason.reason = text
            correcting.explain_correction(reason=reason, actor=around.worker)


def missing(around: TransferCast, transfer: Transfer) -> set[str]:
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        records.open_texts(found)
        facts = queries.load_facts(found, around.supervisor, on=around.today())
    reasons = authorisation_rules.missing_for_authorisation(facts, on=around.today())
    return {reason.code for reason in reasons}


@pytest.mark.requirement("XBR-004")
def test_a_nationality_named_after_the_screening_and_removed_opens_no_gate(
    around: TransferCast,
) -> None:
    edit(around, nationality_state="known", nationalities=["BGD"], home_country="BGD")
    found_sign(around)
    edit(around, nationalities=["BGD", "IND"])
    edit(around, nationalities=["BGD"])
    assert removed(around) == [("record", "IND")]
    refuse_request(around, transfers.opened(around, kind="relatives"))
    explain(around)  # the reason opens nothing
    with acting(around.supervisor):
        transfer = Transfer.objects.get()
    refuse_request(around, transfer)


def test_a_removed_first_country_of_the_way_still_counts(around: TransferCast) -> None:
    edit(around, nationality_state="known", nationalities=["BGD"], home_country="BGD")
    found_sign(around)
    transfer = transfers.opened(around, kind="relatives", chain=["IND", "NPL", "IND"])
    with acting(around.worker):
        records.open_texts(transfer)
        preparing.change_transfer(
            transfer=transfer,
            columns={"chain": ["NPL", "IND"]},
            version=transfer.version,
            actor=around.worker,
        )
    assert removed(around) == [("way", "IND")]
    refuse_request(around, transfers.fresh(transfer, around.worker))


def test_the_own_country_and_an_unchanged_record_are_no_correction(around: TransferCast) -> None:
    edit(around, nationality_state="known", nationalities=["NPL", "BGD"], home_country="BGD")
    before = removed(around)
    edit(around, nationalities=["BGD"], home_country="BGD")
    edit(around, nationalities=["BGD"], home_country="NPL")  # the nationality still names it
    assert removed(around) == before


@pytest.mark.requirement("XBR-005")
def test_a_correction_withdraws_the_authorisation_until_the_reason_is_read(
    around: TransferCast,
) -> None:
    edit(around, nationality_state="known", nationalities=["IND", "BGD"], home_country="IND")
    transfer = transfers.authorised(around)
    edit(around, nationalities=["IND"])
    assert transfers.stored(transfer).state == "accepted"
    assert transfers.stored(transfer).withdrawn_on == around.today()
    assert missing(around, transfer) == {"correction"}
    explain(around)
    assert missing(around, transfer) == set()
    page = reverse("transfers:show_transfer", args=[around.case.file_id, transfer.pk])
    shown = whole(signed_in(around.supervisor).get(page).content)
    assert "Countries of origin that were removed" in shown
    assert "A typing error, seen in the passport." in shown
    assert around.worker.name in shown


@pytest.mark.requirement("XBR-005")
def test_the_database_authorises_nothing_while_a_correction_has_no_reason(
    around: TransferCast,
) -> None:
    edit(around, nationality_state="known", nationalities=["IND", "BGD"], home_country="IND")
    transfer = transfers.submitted(around)
    version = transfers.stored(transfer).version
    edit(around, nationalities=["IND"])
    assert transfers.stored(transfer).version == version + 1
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(TransferRefused) as refused:
            deciding.authorise_transfer(
                transfer=found, version=found.version, actor=around.supervisor
            )
        assert {reason.code for reason in refused.value.reasons} == {"correction"}
        with (
            pytest.raises(IntegrityError, match="removed without a reason"),
            transaction.atomic(),
        ):
            writing.change(
                Transfer.objects.get(pk=transfer.pk),
                actor=around.supervisor,
                state="authorised",
                decided_by=around.supervisor.pk,
                decided_on=around.today(),
            )
    explain(around)
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        deciding.authorise_transfer(transfer=found, version=found.version, actor=around.supervisor)


def test_whoever_removed_the_country_does_not_authorise(around: TransferCast) -> None:
    edit(around, nationality_state="known", nationalities=["IND", "BGD"], home_country="IND")
    with acting(around.supervisor):
        child = Child.objects.get(pk=around.child.pk)
        writing.change(child, actor=around.supervisor, nationalities=["IND"])
    explain(around)
    transfer = transfers.submitted(around)
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(TransferRefused) as refused:
            deciding.authorise_transfer(
                transfer=found, version=found.version, actor=around.supervisor
            )
    assert {reason.code for reason in refused.value.reasons} == {"own"}


def test_the_reason_is_recorded_once_with_its_audit_entry(around: TransferCast) -> None:
    edit(around, nationality_state="known", nationalities=["IND", "BGD"], home_country="IND")
    edit(around, nationalities=["IND"])
    address = reverse("protection_screening:explain_correction", args=[around.case.file_id])
    listed = reverse("protection_screening:list_protection", args=[around.case.file_id])
    stranger = agencies.staff("case_worker")
    assert signed_in(stranger).get(address).status_code == 404
    client = signed_in(around.worker)
    assert "No reason recorded" in whole(client.get(listed).content)
    with acting(around.worker):
        correction = OriginCorrection.objects.get()
    blank = client.post(address, {"correction": correction.pk, "reason": " ", **key()})
    assert blank.status_code == 200
    sent = {"correction": str(correction.pk), "reason": "Wrong entry", **key()}
    assert client.post(address, sent).status_code == 302
    shown = whole(client.get(listed).content)
    assert "No reason recorded" not in shown
    assert "Wrong entry" in shown
    with role("maintenance"):
        reason = CorrectionReason.objects.get()
    logged = entries(kind="wrote", by=around.worker.id)
    assert any(reason.pk in entry.objects_seen for entry in logged)


def test_a_reason_of_another_file_is_refused_and_the_web_server_writes_no_correction(
    around: TransferCast,
) -> None:
    edit(around, nationality_state="known", nationalities=["IND", "BGD"], home_country="IND")
    edit(around, nationalities=["IND"])
    with acting(around.worker):
        correction = OriginCorrection.objects.get()
    other = transfers.cast()
    with acting(other.worker):
        reason = CorrectionReason(file_id=other.case.file_id, correction_id=correction.pk)
        reason.reason = "Not mine"
        with pytest.raises(access.NotAllowed):
            correcting.explain_correction(reason=reason, actor=other.worker)
    with (
        acting(around.worker),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE protection_screening_origincorrection SET country = 'XXX'")
