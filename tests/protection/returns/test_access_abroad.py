"""Access to a file from another country asks the gate, and ends when a later screening closes it."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from saathi.agencies import definer_functions, records
from saathi.agencies.access import NotAllowed
from saathi.agencies.access_checks import reasons_against_access
from saathi.agencies.models import Grant, Notice, Staff
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind, TeamRole
from saathi.audit.models import AuditEntry
from saathi.desk.team.actions import SeatRefused, add_seat, end_seat
from saathi.infra import clock
from saathi.protection.casework.cases.models import Seat
from saathi.protection.returns.protection_screening.access_rules import (
    LACKS_ACCESS_ABROAD,
)
from saathi.protection.returns.protection_screening.models import (
    AccessAbroadEnd,
    ProtectionScreening,
)
from saathi.protection.returns.transfers.actions import renewing
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import Transfer
from tests.factories import agencies, protection, transfers
from tests.factories.transfers import TransferCast
from tests.reading import read, words
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def give(around: TransferCast, to: Staff, kind: str = "share") -> Any:
    """Access by the function of the database, without an action."""
    bits = int(Section.CASE)
    until = None if kind == "team" else around.at(30, 1)
    values = [around.case.file_id, to.pk, kind, bits, 0, until]
    with acting(around.supervisor), transaction.atomic():
        return definer_functions.make_change("access_give", values, by=around.supervisor.pk)


def reasons(around: TransferCast, to: Staff, kind: GrantKind = GrantKind.SHARE) -> list[str]:
    with acting(around.supervisor):
        found = reasons_against_access(around.case.file_id, to, kind)
    return [code for code, text in LACKS_ACCESS_ABROAD.items() if text in {r.text for r in found}]


def screen(around: TransferCast, **found: Any) -> None:
    with acting(around.worker):
        protection.screened(around.case, around.worker, **found)


def sign(around: TransferCast) -> None:
    with acting(around.worker):
        protection.sign(around.case, around.worker)


def running(around: TransferCast, to: Staff) -> int:
    with role("maintenance"):
        rights = Grant.objects.filter(file=around.case.file_id, principal=to.pk)
        return rights.exclude(ends_at__lte=clock.now()).count()


@pytest.mark.requirement("INT-002")
def test_no_access_is_given_abroad_before_the_screening(around: TransferCast) -> None:
    assert reasons(around, around.receiver) == ["screening"]
    with pytest.raises(definer_functions.ChangeNotPossible):
        give(around, around.receiver)
    assert running(around, around.receiver) == 0


@pytest.mark.requirement("INT-002")
def test_access_from_the_country_of_origin_needs_a_permission(around: TransferCast) -> None:
    screen(around)
    assert reasons(around, around.receiver) == ["permission"]
    with pytest.raises(definer_functions.ChangeNotPossible):
        give(around, around.receiver)
    transfers.permitted(around, "IND", transfers.consent(around))
    assert reasons(around, around.receiver) == []
    give(around, around.receiver)
    assert running(around, around.receiver) == 1


@pytest.mark.requirement("INT-002")
def test_a_seat_abroad_asks_as_much_as_a_transfer_of_the_case(around: TransferCast) -> None:
    """A colleague of the same agency in another country would read the whole case."""
    office = agencies.office(around.worker.agency, country="IND")
    colleague = agencies.staff("case_worker", office)
    with acting(around.supervisor), pytest.raises(SeatRefused) as refused:
        add_seat(
            case=around.case, role=TeamRole.COUNSELLOR, colleague=colleague, actor=around.supervisor
        )
    assert refused.value.reasons[0].text == LACKS_ACCESS_ABROAD["screening"]
    with pytest.raises(definer_functions.ChangeNotPossible):
        give(around, colleague, "team")
    here = agencies.staff("counsellor", around.worker.office)
    assert reasons(around, here, GrantKind.TEAM) == []
    give(around, here, "team")


def test_strangers_do_not_ask_who_may_have_access(around: TransferCast) -> None:
    for stranger in (agencies.staff("supervisor"), around.worker, around.receiver):
        with acting(stranger), pytest.raises(DatabaseError), transaction.atomic():
            reasons_against_access(around.case.file_id, around.receiver, GrantKind.SHARE)


@pytest.mark.requirement("INT-002")
def test_a_later_sign_ends_the_access_and_alerts(around: TransferCast) -> None:
    transfer = transfers.accepted(around)
    given = transfers.stored(transfer).access
    assert running(around, around.receiver) == 1
    sign(around)
    assert running(around, around.receiver) == 0
    with acting(around.receiver):
        assert not Transfer.objects.exists()
    with role("maintenance"):
        [ended] = AccessAbroadEnd.objects.all()
        assert (ended.access, ended.holder, ended.country) == (given, around.receiver.pk, "IND")
        told = Notice.objects.filter(kind="access_ended").values_list("staff_id", flat=True)
        assert around.worker.pk in told
        assert around.receiver.pk not in told
        assert Notice.objects.filter(kind="transfer_hld", staff=around.receiver).exists()
        logged = AuditEntry.objects.filter(kind="grant_ended", file_id=around.case.file_id)
        assert logged.filter(detail__staff=str(around.receiver.pk)).exists()
    page = read(around.worker, f"/child/{around.case.file_id}/international-protection/")
    assert "Access from other countries that ended" in page
    assert around.receiver.name in page
    assert "does not allow access from this country now" in page


@pytest.mark.requirement("INT-002")
def test_an_unfinished_screening_ends_it_too_and_a_finished_one_lets_it_be_given_again(
    around: TransferCast,
) -> None:
    transfer = transfers.accepted(around)
    screen(around, result="unfinished", continue_on=around.today(2))
    assert running(around, around.receiver) == 0
    with pytest.raises(TransferRefused) as refused:
        again(around, transfer, around.supervisor)
    assert [reason.code for reason in refused.value.reasons] == ["abroad"]
    with pytest.raises(NotAllowed):
        again(around, transfer, around.worker)
    screen(around)
    renewed = again(around, transfer, around.supervisor)
    assert running(around, around.receiver) == 1
    with acting(around.receiver):
        assert Transfer.objects.get().pk == renewed.pk
    with pytest.raises(TransferRefused) as refused:
        again(around, transfer, around.supervisor)
    assert [reason.code for reason in refused.value.reasons] == ["state"]


def again(around: TransferCast, transfer: Transfer, actor: Staff) -> Transfer:
    found = transfers.fresh(transfer, actor)
    with acting(actor):
        return renewing.give_access_again(transfer=found, version=found.version, actor=actor)


@pytest.mark.requirement("INT-002")
def test_a_referral_for_protection_ends_it(around: TransferCast) -> None:
    transfers.accepted(around)
    with acting(around.worker):
        screening = ProtectionScreening.objects.get()
        protection.referred(screening, around.worker)
    assert running(around, around.receiver) == 0


def test_a_receiver_who_has_the_child_can_still_report_danger(around: TransferCast) -> None:
    transfer = transfers.handed_over(around)
    sign(around)
    assert running(around, around.receiver) == 1
    assert transfers.stored(transfer).state == "handed_over"


def test_a_sign_keeps_access_from_a_third_country(around: TransferCast) -> None:
    """Resettlement begins with such a sign: only the country of origin is closed."""
    screen(around)
    there = agencies.office(agencies.agency(country="BTN"))
    third = agencies.staff("case_worker", there)
    with role("maintenance"):
        child = around.child
        type(child).objects.filter(pk=child.pk).update(nationalities=["IND"])
    give(around, third)
    sign(around)
    assert running(around, third) == 1


def test_a_seat_can_be_ended_after_the_gate_closed(around: TransferCast) -> None:
    screen(around)
    office = agencies.office(around.worker.agency, country="IND")
    colleague = agencies.staff("case_worker", office)
    with role("maintenance"):
        seats = [
            Seat.objects.create(
                file_id=around.case.file_id, case=around.case, role=kind, staff=colleague,
                recorded_by=around.supervisor.pk,
            )
            for kind in (TeamRole.COUNSELLOR, TeamRole.LEGAL_REPRESENTATIVE)
        ]  # fmt: skip
    sign(around)
    with acting(around.supervisor):
        found = records.get_record_of_file(
            around.supervisor, Seat, around.case.file_id, seats[0].pk
        )
        end_seat(seat=found, actor=around.supervisor)
    assert running(around, colleague) == 0


def test_what_ended_is_kept_as_it_was(around: TransferCast) -> None:
    transfers.accepted(around)
    sign(around)
    with (
        acting(around.worker),
        pytest.raises((IntegrityError, DatabaseError)),
        transaction.atomic(),
    ):
        AccessAbroadEnd.objects.update(country="NPL")


# --- in an emergency ---------------------------------------------------------------------------------


FROM_ABROAD = (
    "From another country, a file opens only if the screening for international protection and the "
    "permission to contact that country allow it."
)


def in_an_emergency(around: TransferCast, colleague: Staff) -> bool:
    answer = signed_in(colleague).post(
        "/emergency/", {"code": around.child.code, "reason": "danger", "hours": "2"} | key()
    )
    is_opened = answer.status_code == 302
    assert is_opened or FROM_ABROAD in words(answer.content)  # for every code that does not open
    return is_opened


@pytest.mark.requirement("INT-002")
def test_no_emergency_opens_the_file_to_the_country_of_origin(around: TransferCast) -> None:
    """The case ID is on a letter; the answer is the one for a code that does not exist."""
    with role("maintenance"):
        type(around.child).objects.filter(pk=around.child.pk).update(nationalities=["IND"])
    here = agencies.staff("case_worker")
    assert not in_an_emergency(around, around.receiver)
    sign(around)
    assert not in_an_emergency(around, around.receiver)
    assert running(around, around.receiver) == 0
    assert in_an_emergency(around, here)
    with (
        role("warden"),
        pytest.raises(IntegrityError, match="not to this country"),
        transaction.atomic(),
    ):
        insert_emergency_right(around)


def insert_emergency_right(around: TransferCast) -> None:
    """As any function of the database could."""
    statement = (
        "INSERT INTO agencies_grant (id, file_id, principal, kind, reads, writes, starts_at, ends_at, "
        "given_by) VALUES (gen_random_uuid(), %(file)s, %(to)s, 'glass', 1, 0, now(), "
        "now() + interval '1 hour', %(to)s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"file": around.case.file_id, "to": around.receiver.pk})


@pytest.mark.requirement("INT-002")
def test_emergency_access_from_abroad_ends_when_the_gate_closes(around: TransferCast) -> None:
    screen(around)
    transfers.permitted(around, "IND", transfers.consent(around))
    assert in_an_emergency(around, around.receiver)
    with role("maintenance"):
        rights = Grant.objects.filter(kind="glass", principal=around.receiver.pk)
        rights.update(starts_at=clock.now() - dt.timedelta(minutes=1))
    sign(around)
    assert running(around, around.receiver) == 0
    with role("maintenance"):
        told = Notice.objects.filter(kind="access_ended").values_list("staff_id", flat=True)
        assert around.receiver.pk not in told
        assert around.worker.pk in told
