"""A threat that is recorded or changed after a safety assessment makes it out of date."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from saathi.agencies import records
from saathi.protection.justice.protection_measures.actions import threats
from saathi.protection.justice.protection_measures.models import Threat
from saathi.protection.returns.transfers import evidence_rules
from tests.factories import transfers, witnesses
from tests.factories.transfers import TransferCast
from tests.protection.returns.transfers.test_evidence import refused_by_database, refused_codes
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in

SAFETY = {"safety_origin", "safety_movement", "safety_destination"}
SUBJECTS = ("origin", "movement", "destination")


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def assess(around: TransferCast, transfer: object) -> None:
    for subject in SUBJECTS:
        transfers.assessed(around, transfer, subject, assessed_on=around.today())  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.requirement("XBR-004")
def test_a_threat_after_the_safety_assessments_asks_for_new_ones(around: TransferCast) -> None:
    with acting(around.worker):
        threat = witnesses.threat(around.case, around.worker)
        threat = witnesses.ended_threat(threat, around.worker, around.supervisor)
    transfer = transfers.submitted(around)  # the assessments know of it
    with acting(around.worker):
        witnesses.threat(around.case, around.worker)
    assert refused_codes(around, transfer) == SAFETY
    refused_by_database(around, transfer, "safety")
    page = signed_in(around.supervisor).get(transfer_page(around, transfer))
    shown = words(page.content)
    assert "A threat was recorded or changed after the safety assessment of the journey." in shown
    assert "after this assessment. Assess it again." in shown
    assess(around, transfer)
    assert transfers.authorised(around, transfer).state == "authorised"


@pytest.mark.django_db
def test_a_change_of_a_threat_counts_its_answer_and_end_do_not(around: TransferCast) -> None:
    with acting(around.worker):
        witnesses.threat(around.case, around.worker)
    transfer = transfers.submitted(around)
    with acting(around.worker):
        threat = Threat.objects.get()
        threat = witnesses.ended_threat(threat, around.worker, around.supervisor)
        threat = Threat.objects.get()
        assert threat.changed_at is None
        records.open_texts(threat)
        threats.change_threat(
            threat=threat,
            columns={"urgency": "immediate", "alleged": None},
            version=threat.version,
            actor=around.worker,
        )
        assert Threat.objects.get().changed_at is not None
    assert refused_codes(around, transfer) == SAFETY
    refused_by_database(around, transfer, "safety")


@pytest.mark.django_db
@pytest.mark.requirement("JUS-013")
def test_an_accused_member_of_staff_does_not_learn_of_the_threat(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    with acting(around.worker):
        witnesses.threat(around.case, around.worker)
    with role("maintenance"):
        Threat.objects.update(accused_staff=around.supervisor.pk)
    assert refused_codes(around, transfer) == SAFETY
    shown = words(signed_in(around.supervisor).get(transfer_page(around, transfer)).content)
    assert "The safety assessment of the journey is out of date." in shown
    assert "threat was recorded" not in shown


def transfer_page(around: TransferCast, transfer: object) -> str:
    args = [around.case.file_id, transfer.pk]  # type: ignore[attr-defined]
    return reverse("transfers:show_transfer", args=args)


@pytest.mark.parametrize(
    ("assessed_on", "recorded", "is_outdated"),
    [
        (dt.date(2026, 3, 2), 10, True),
        (dt.date(2026, 3, 2), 13, False),
        (dt.date(2026, 3, 1), 13, True),  # recorded after the threat, of a day before it
    ],
)
def test_which_assessment_knows_of_a_threat(
    assessed_on: dt.date, recorded: int, is_outdated: bool
) -> None:
    class Assessed:
        recorded_at = dt.datetime(2026, 3, 2, recorded, tzinfo=dt.UTC)

    assessed = Assessed()
    assessed.assessed_on = assessed_on  # type: ignore[attr-defined]
    at = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    zone = ZoneInfo("Asia/Kathmandu")
    found = evidence_rules.is_outdated(assessed, evidence_rules.ThreatFacts(at), zone)  # type: ignore[arg-type]
    assert found is is_outdated
    assert not evidence_rules.is_outdated(assessed, None, zone)  # type: ignore[arg-type]
