"""Nobody opens alone what bad news closes: denials, screenings, permissions, used decisions, names of homes."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from saathi.agencies import records, writing
from saathi.protection.returns.protection_screening import actions as screening_actions
from saathi.protection.returns.protection_screening.models import (
    ContactPermission,
    ProtectionScreening,
)
from saathi.protection.returns.transfers import (
    decision_queries,
    leg_rules,
    origin_queries,
    origin_rules,
)
from saathi.protection.returns.transfers.actions import deciding
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.authorisation_rules import OriginFinding
from saathi.protection.returns.transfers.models import Transfer, TransferRequest
from saathi.protection.returns.transfers.shelter_names import names_here
from saathi.protection.returns.verifications import actions as verifying
from saathi.protection.returns.verifications.models import OriginVerification
from tests.factories import agencies, facilities, protection, transfers
from tests.factories.transfers import TransferCast, fill
from tests.roles import acting, role
from tests.signing import signed_in

UTC, DAY = ZoneInfo("UTC"), dt.date(2026, 3, 2)
ONE, OTHER = uuid4(), uuid4()


class Said:
    """An answer of the other country, asked and answered on days counted from one day."""

    def __init__(self, answer: str, asked: int, answered: int, by: UUID = ONE) -> None:
        self.answer, self.recorded_by = answer, by
        self.answered_on = DAY + dt.timedelta(days=answered)
        noon = dt.datetime.combine(DAY, dt.time(12), UTC)
        self.recorded_at = noon + dt.timedelta(days=asked)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([], OriginFinding.NOT_VERIFIED),
        ([Said("confirmed", 0, 5)], OriginFinding.VERIFIED),
        ([Said("confirmed", 0, 5), Said("denied", 0, 3)], OriginFinding.DENIED),
        (
            [Said("denied", 0, 5), Said("confirmed", 0, 9, OTHER)],
            OriginFinding.DENIED,
        ),  # asked then
        ([Said("denied", 0, 5), Said("confirmed", 6, 9)], OriginFinding.DENIED),  # one person
        ([Said("denied", 0, 5), Said("confirmed", 6, 5, OTHER)], OriginFinding.DENIED),  # one day
        ([Said("refused", 0, 5), Said("confirmed", 6, 9, OTHER)], OriginFinding.VERIFIED),
    ],
)
def test_a_denial_counts_until_another_person_asks_later(
    said: list[Said], found: OriginFinding
) -> None:
    assert origin_rules.counting_origin(said, UTC) == found


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def denied(around: TransferCast) -> OriginVerification:
    transfers.screened(around)
    transfers.verified(around, answer="denied")
    with acting(around.worker):
        return OriginVerification.objects.get()


def found_in_both(around: TransferCast, transfer: Transfer) -> str | None:
    """What the application and the database find, which must be the same."""
    with acting(around.worker):
        found = origin_queries.origin_findings([transfer], around.worker)[transfer.pk]
    with role("warden"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT transfers_origin_found(t) FROM transfers_transfer t WHERE t.id = %s",
            [transfer.pk],
        )
        said: str | None = cursor.fetchone()[0]
    expected = {OriginFinding.DENIED: "denied", OriginFinding.VERIFIED: "confirmed"}
    assert expected.get(found) == said
    return said


@pytest.mark.django_db
@pytest.mark.requirement("INT-003")
def test_a_denial_is_not_edited_into_a_confirmation(around: TransferCast) -> None:
    verification = denied(around)
    columns: dict[str, Any] = {"answer": "confirmed", "answered_on": around.today()}
    with acting(around.worker):
        records.open_texts(verification)
        with pytest.raises(verifying.VerificationRefused) as refused:
            verifying.change_verification(
                verification=verification, columns=columns, case=around.case,
                version=verification.version, actor=around.worker,
            )  # fmt: skip
        assert "answer" in {reason.code for reason in refused.value.reasons}
        found = OriginVerification.objects.get()
        with pytest.raises(IntegrityError, match="stays on record"), transaction.atomic():
            writing.change(found, actor=around.worker, answer="confirmed")


@pytest.mark.django_db
@pytest.mark.requirement("INT-003")
def test_a_new_confirmation_of_the_same_day_replaces_no_denial(around: TransferCast) -> None:
    transfer = transfers.opened(around)
    first = denied(around)
    transfers.verified(around, "IND")
    assert found_in_both(around, transfer) == "denied"
    with role("maintenance"):
        OriginVerification.objects.filter(pk=first.pk).update(
            answered_on=around.today(-1), recorded_at=around.at(-3, 9),
            recorded_by=around.supervisor.pk,
        )  # fmt: skip
    assert found_in_both(around, transfer) == "confirmed"


# --- whoever screened -----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.requirement("INT-002")
def test_whoever_screened_does_not_permit_the_contact(around: TransferCast) -> None:
    with acting(around.supervisor):
        protection.screened(around.case, around.supervisor)
    with acting(around.worker):
        asked = protection.asked(around.case, around.worker)
    with acting(around.supervisor):
        found = ContactPermission.objects.get(pk=asked.pk)
        with pytest.raises(screening_actions.OriginContactRefused) as refused:
            protection.permit(asked, around.supervisor)
        assert "You screened this child" in " ".join(str(r.text) for r in refused.value.reasons)
        decided = {"decided_by": around.supervisor.pk, "decided_on": around.today()}
        with pytest.raises(ProgrammingError, match="second person"), transaction.atomic():
            writing.change(found, actor=around.supervisor, state="open", **decided)
    assert around.sender is not None
    with acting(around.sender):
        assert protection.permit(asked, around.sender).state == "open"


@pytest.mark.django_db
@pytest.mark.requirement("XBR-005")
def test_whoever_screened_does_not_authorise_the_transfer(around: TransferCast) -> None:
    transfer = transfers.submitted(around, transfers.prepared(around))
    with role("maintenance"):
        ProtectionScreening.objects.filter(file=around.case.file_id).update(
            recorded_by=around.supervisor.pk
        )
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(TransferRefused) as refused:
            deciding.authorise_transfer(
                transfer=found, version=found.version, actor=around.supervisor
            )
        assert {reason.code for reason in refused.value.reasons} == {"own"}
        columns = {"decided_by": around.supervisor.pk, "decided_on": around.today()}
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(IntegrityError, match="second person"), transaction.atomic():
            writing.change(found, actor=around.supervisor, state="authorised", **columns)


# --- a request is no wider than the permission ------------------------------------------------------


def refused_request(
    around: TransferCast, transfer: Transfer, consent: Any, facts: list[str]
) -> None:
    with pytest.raises(TransferRefused) as refused:
        transfers.requested(around, transfer, is_ready=False, consent=consent, facts=facts)
    assert {reason.code for reason in refused.value.reasons} == {"facts"}
    record = fill(
        TransferRequest(transfer=transfer, **around.common), sent_on=around.today(),
        channel="focal_point", answer_by=around.today(14), consent=consent, facts=facts,
    )  # fmt: skip
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="narrow"),
        transaction.atomic(),
    ):
        writing.add(record, actor=around.worker)


@pytest.mark.django_db
@pytest.mark.requirement("INT-002")
@pytest.mark.parametrize(
    "asks", [{"body": "consulate"}, {"facts": ["gender"], "child_answer": "in_part"}]
)
def test_a_request_is_no_wider_than_the_permission(
    around: TransferCast, asks: dict[str, Any]
) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.asked(around, transfer)
    consent = transfers.consent(around)
    transfers.permitted(around, "IND", consent, **asks)
    refused_request(around, transfer, consent, ["names", "home"])
    transfers.permitted(around, "IND", consent)
    transfers.requested(around, transfer, is_ready=False, consent=consent, facts=["gender"])
    assert transfers.stored(transfer).state == "requested"


@pytest.mark.django_db
def test_the_page_of_a_decision_shows_what_is_decided(around: TransferCast) -> None:
    transfers.screened(around)
    with acting(around.worker):
        asked = protection.asked(
            around.case, around.worker, child_answer="in_part", facts=["gender"]
        )
    path = reverse("protection_screening:decide_permission", args=[around.case.file_id, asked.pk])
    page = signed_in(around.supervisor).get(path).content.decode()
    for text in ("Embassy or consulate", "Consul (invented)", "Agrees to the parts selected here",
                 "The child wants a travel document.", "Latest screening",
                 "The officer there knows my boss."):  # fmt: skip
        assert text in page


# --- a decision is used once, and the names of homes ---------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "leg", "starts", "is_used"),
    [
        ("AAAA", 2, "IND", False),  # onward from where the former leg ended
        ("AAAA", 2, "NPL", True),  # the same way again
        ("AAAA", 1, "IND", True),
        ("BBBB", 2, "IND", True),
    ],
)
def test_only_an_onward_leg_uses_a_decision_again(
    reference: str, leg: int, starts: str, *, is_used: bool
) -> None:
    left = leg_rules.DepartedLeg(ONE, OTHER, leg_rules.TransferLeg("AAAA", 1), "IND")
    assert leg_rules.uses_up(left, leg_rules.TransferLeg(reference, leg), starts) is is_used


def is_determined(around: TransferCast, transfer: Transfer) -> bool:
    """Whether a determination counts, for the application and the database alike."""
    with acting(around.worker):
        found = decision_queries.find_basis(transfer, around.worker, around.today())
        with role("warden"), connection.cursor() as cursor:
            cursor.execute(
                "SELECT transfers_is_determined(t, %s) FROM transfers_transfer t WHERE t.id = %s",
                [around.today(), transfer.pk],
            )
            said: bool = cursor.fetchone()[0]
    assert said is (found.determination is not None)
    return said


@pytest.mark.django_db
@pytest.mark.requirement("XBR-005")
def test_the_same_way_again_needs_another_decision(around: TransferCast) -> None:
    first = transfers.submitted(around, transfers.prepared(around))
    assert is_determined(around, first)
    with role("maintenance"):
        Transfer.objects.filter(pk=first.pk).update(
            state="ended", departed_at=dt.datetime.now(dt.UTC), ended_on=around.today()
        )
    names = ("agreement", "our_focal_point", "their_focal_point")
    same = {name: getattr(first, name) for name in names}
    leg = transfers.opened(around, reference=first.reference, leg=2, **same)
    assert not is_determined(around, leg)
    with role("maintenance"):
        ended_here = {"from_country": "IND", "to_country": "NPL"}
        Transfer.objects.filter(pk=first.pk).update(**ended_here)
    assert is_determined(around, leg)


@pytest.mark.django_db
@pytest.mark.requirement("XBR-004")
def test_names_of_facilities_go_in_no_text_abroad(around: TransferCast) -> None:
    facilities.facility(agencies.staff("supervisor"), name="Namuna Bal Griha", country="NPL")
    with acting(around.worker):
        assert "Namuna Bal Griha" in names_here(around.worker)
    transfers.screened(around)
    transfer = transfers.opened(around)
    with pytest.raises(TransferRefused) as refused:
        transfers.requested(around, transfer, needs="She lives in Namuna Bal Griha.")
    assert {reason.code for reason in refused.value.reasons} == {"needs"}
