"""The gate before contact with a country of origin: by action, and by plain SQL of the web role."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies.models import Notice
from saathi.agencies.vocabulary import TeamRole
from saathi.consent.actions import withdraw_consent
from saathi.consent.models import Consent
from saathi.protection.casework.cases.models import Due, Seat
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.returns.borders.actions import CrossBorderEnquiryRefused
from saathi.protection.returns.protection_screening import actions, contact_gate
from saathi.protection.returns.protection_screening.actions import (
    OriginContactRefused,
    ProtectionScreeningRefused,
)
from saathi.protection.returns.protection_screening.models import (
    ContactPermission,
    OriginContact,
    ProtectionReferral,
    ProtectionScreening,
)
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from tests.attacks.proofs import insert_proved, update_proved
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, borders, protection, rights, teams
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
DAY = protection.DAY
LATER = DAY + dt.timedelta(days=1)
SCREENINGS = "protection_screening_protectionscreening"
PERMISSIONS = "protection_screening_contactpermission"
CONTACTS = "protection_screening_origincontact"


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@contextmanager
def refused(match: str) -> Iterator[None]:
    """The database refuses a statement of the web role."""
    errors = (DatabaseError, psycopg.Error)
    with pytest.raises(errors, match=match), transaction.atomic():
        yield


def permitted(around: ChildFileCast, **asks: object) -> ContactPermission:
    with acting(around.worker):
        asked = protection.asked(around.case, around.worker, **asks)
    with acting(around.supervisor):
        return protection.permit(asked, around.supervisor)


# Each is done by the worker; the gate says this afterwards.
STATES: list[tuple[str, Callable[[ChildFileCast], object], ContactGate]] = [
    ("nothing", lambda _around: None, ContactGate.NOT_SCREENED),
    (
        "untrained",
        lambda a: protection.screened(a.case, a.worker, training="not_trained"),
        ContactGate.NOT_SCREENED,
    ),
    (
        "unfinished",
        lambda a: protection.screened(
            a.case, a.worker, result="unfinished", continue_on=a.worker.office.today()
        ),
        ContactGate.UNFINISHED,
    ),
    (
        "untrained sign",
        lambda a: protection.sign(a.case, a.worker, training="not_trained"),
        ContactGate.CLOSED,
    ),
    ("claim", lambda a: protection.sign(a.case, a.worker, result="claim"), ContactGate.CLOSED),
    (
        "refugee",
        lambda a: protection.sign(a.case, a.worker, result="refugee", is_registered="yes"),
        ContactGate.CLOSED,
    ),
    (
        "stateless",
        lambda a: protection.sign(a.case, a.worker, result="stateless", lacks_nationality="yes"),
        ContactGate.STATELESS,
    ),
    ("no sign", lambda a: protection.screened(a.case, a.worker), ContactGate.OPEN),
    (
        "sign, then stateless",
        lambda a: (
            protection.sign(a.case, a.worker),
            protection.sign(
                a.case, a.worker, result="stateless", lacks_nationality="yes", screened_on=LATER
            ),
        ),
        ContactGate.CLOSED,
    ),
    (
        "sign recorded late",
        lambda a: (
            protection.screened(a.case, a.worker, screened_on=LATER),
            protection.sign(a.case, a.worker),
        ),
        ContactGate.CLOSED,
    ),
    (
        "referral without its screening",
        lambda a: (
            protection.screened(a.case, a.worker),
            protection.actions.add_referral(
                referral=ProtectionReferral(
                    file_id=a.case.file_id, body="asylum", referred_on=LATER
                ),
                actor=a.worker,
            ),
        ),
        ContactGate.CLOSED,
    ),
    (
        "referral after no sign",
        lambda a: protection.referred(protection.screened(a.case, a.worker), a.worker),
        ContactGate.CLOSED,
    ),
]


@pytest.mark.requirement("INT-001")
def test_screenings_and_referrals_decide_whether_an_enquiry_may_go(around: ChildFileCast) -> None:
    borders.protocol(around.worker)
    worker = around.worker
    with acting(worker):
        disclosure = borders.going(around.case, worker)  # with a screening, which is taken back
    with role("maintenance"):
        ProtectionScreening.objects.all().delete()
    for name, made, gate in STATES:
        with acting(worker):
            mark = transaction.savepoint_create()
            made(around)
            assert contact_gate.ask_gate(around.case.file_id).gate == gate, name
            send = borders.actions.send_enquiry
            told = {
                "case": around.case,
                "question": borders.question(worker),
                "disclosure": disclosure,
                "actor": worker,
            }
            if gate == ContactGate.OPEN:
                assert send(**told).facts == ["age", "languages"]
            else:
                with pytest.raises(CrossBorderEnquiryRefused) as refusal:
                    send(**told)
                assert [reason.code for reason in refusal.value.reasons] == ["fear"], name
            transaction.savepoint_rollback(mark)


@pytest.mark.requirement("INT-001")
def test_no_one_writes_to_the_consulate_while_a_child_fears_officials(
    around: ChildFileCast,
) -> None:
    """Story 1: not by action, not by the supervisor, not by SQL; the referral stays."""
    worker, supervisor = around.worker, around.supervisor
    borders.protocol(worker)
    with acting(worker):
        protection.screened(around.case, worker)
        enquiry = borders.asked(around.case, worker)
        before = protection.asked(around.case, worker)
        screening = protection.sign(around.case, worker, screened_on=DAY + dt.timedelta(days=1))
        protection.referred(screening, worker)
    with acting(supervisor), pytest.raises(OriginContactRefused, match="state"):
        protection.permit(before, supervisor)
    sql = connection.connection
    with acting(supervisor), refused("may not be contacted"):
        update_proved(
            sql, supervisor, PERMISSIONS,
            {"state": "'open'", "decided_by": f"'{supervisor.pk}'", "decided_on": "current_date"},
        )  # fmt: skip
    source = "SELECT * FROM borders_askedabroad WHERE id = %s"
    with acting(worker):
        with refused("may not be contacted"):
            insert_proved(sql, worker, "borders_askedabroad", source, [enquiry.pk])
        with refused("may not be contacted"):
            update_proved(sql, worker, "borders_askedabroad", {"facts": "'{names}'"})
        assert ProtectionReferral.objects.get().outcome == "waiting"


@pytest.mark.requirement("INT-001")
def test_no_later_screening_turns_an_open_claim_into_no_sign(around: ChildFileCast) -> None:
    worker, later = around.worker, LATER
    sql, source = connection.connection, f"SELECT * FROM {SCREENINGS} WHERE id = %s"
    with acting(worker):
        clear = protection.screened(around.case, worker, screened_on=DAY - dt.timedelta(days=1))
        screening = protection.sign(around.case, worker, result="claim")
        with pytest.raises(ProtectionScreeningRefused):
            protection.screened(around.case, worker, screened_on=later)
        with refused("not possible now"):
            insert_proved(sql, worker, SCREENINGS, source, [clear.pk], screened_on=later)
        with refused("screening_no_sign_fits_answers|contradict"):
            insert_proved(
                sql, worker, SCREENINGS, source, [clear.pk], fears_family="yes",
                screened_on=DAY - dt.timedelta(days=2),
            )  # fmt: skip
        for change in ({"result": "'no_sign'"}, {"screened_on": "'2026-01-01'"}):
            with refused("it stays as it was recorded"):
                update_proved(sql, worker, SCREENINGS, change, f"id = '{screening.pk}'")
        ended = {"appeal": "none", "decided_on": later, "filed_on": DAY}
        other = protection.referred(screening, worker, body="statelessness")
        referral = protection.referred(screening, worker)
        for entry, outcome in ((other, "no_claim"), (referral, "refused")):
            with pytest.raises(ProtectionScreeningRefused):  # another body ends no sign
                protection.screened(around.case, worker, screened_on=later)
            actions.change_referral(
                referral=entry,
                columns=ended | {"outcome": outcome},
                version=entry.version,
                actor=worker,
            )
            assert contact_gate.ask_gate(around.case.file_id).gate == ContactGate.CLOSED
    with acting(around.supervisor):
        for protection_referral in ProtectionReferral.objects.all():
            protection.confirmed(protection_referral, around.supervisor)
    with acting(worker), pytest.raises(ProtectionScreeningRefused):  # the one who recorded it
        protection.screened(around.case, worker, screened_on=later)
    second = agencies.staff("supervisor", worker.office)
    with acting(second):
        protection.screened(around.case, second, screened_on=later)
        assert contact_gate.ask_gate(around.case.file_id).gate == ContactGate.OPEN


def test_granted_protection_is_not_turned_into_a_refusal(around: ChildFileCast) -> None:
    worker = around.worker
    granted = {"outcome": "recognised", "appeal": "", "decided_on": DAY, "filed_on": DAY}
    with acting(worker):
        referral = protection.referred(protection.sign(around.case, worker), worker)
        actions.change_referral(
            referral=referral, columns=granted, version=referral.version, actor=worker
        )
        with pytest.raises(ProtectionScreeningRefused, match="outcome"):
            actions.change_referral(
                referral=referral,
                columns=granted | {"outcome": "refused"},
                version=referral.version,
                actor=worker,
            )
        with refused("protection was granted"):
            update_proved(
                connection.connection, worker, "protection_screening_protectionreferral",
                {"outcome": "'refused'"},
            )  # fmt: skip


@pytest.mark.requirement("INT-002")
def test_a_contact_is_opened_by_another_supervisor_with_permission_of_the_child(
    around: ChildFileCast,
) -> None:
    worker, supervisor = around.worker, around.supervisor
    sql = connection.connection
    with acting(worker):
        protection.screened(around.case, worker)
        asked = protection.asked(around.case, worker)
        with pytest.raises(OriginContactRefused, match="said"):
            protection.our_contact(asked, worker)
        for decided_by in (worker.pk, supervisor.pk):  # not the author, not in another's name
            with refused("second person|another person|violates|proof"):
                update_proved(
                    sql, worker, PERMISSIONS,
                    {"state": "'open'", "decided_by": f"'{decided_by}'", "decided_on": "current_date"},
                )  # fmt: skip
    with acting(supervisor):
        own = protection.asked(around.case, supervisor)
        with pytest.raises(OriginContactRefused, match="state"):
            protection.permit(own, supervisor)
        refusing = protection.asked(around.case, supervisor, child_answer="refuses", country="BGD")
        without = protection.asked(around.case, supervisor, consent=None)
    second = agencies.staff("supervisor", worker.office)
    with acting(second):
        for asked_without in (refusing, without):
            with pytest.raises(OriginContactRefused, match="state"):
                protection.permit(asked_without, second)
            with refused("violates|may not be contacted"):
                update_proved(
                    sql, second, PERMISSIONS,
                    {"state": "'open'", "decided_by": f"'{second.pk}'", "decided_on": "current_date"},
                    f"id = '{asked_without.pk}'",
                )  # fmt: skip
    with acting(supervisor):
        open_ = protection.permit(asked, supervisor)
    with acting(worker):
        contact = protection.our_contact(open_, worker)
        assert (contact.safeguard, contact.broken) == ("met", None)
        with pytest.raises(OriginContactRefused, match="facts"):
            protection.our_contact(open_, worker, facts=["names"])
        source = f"SELECT * FROM {CONTACTS} WHERE id = %s"
        for change in ({"facts": ["names"]}, {"permission_id": str(own.pk)}):
            with refused("may not be contacted"):
                insert_proved(sql, worker, CONTACTS, source, [contact.pk], **change)
        protection.sign(around.case, worker, screened_on=worker.office.today())
        with pytest.raises(OriginContactRefused, match="said"):
            protection.our_contact(open_, worker)
        with refused("may not be contacted"):
            insert_proved(sql, worker, CONTACTS, source, [contact.pk])
    with role("maintenance"):
        kinds = set(Notice.objects.filter(record=around.file_id).values_list("staff", "kind"))
    assert {(supervisor.pk, "contact_asked"), (worker.pk, "contact_decided")} <= kinds


@pytest.mark.requirement("INT-002")
def test_a_stateless_child_is_contacted_for_only_through_the_representative(
    around: ChildFileCast,
) -> None:
    worker = around.worker
    borders.protocol(worker)
    with acting(worker):
        protection.sign(around.case, worker, result="stateless", lacks_nationality="yes")
        by_agency = protection.asked(around.case, worker)
        with pytest.raises(CrossBorderEnquiryRefused):
            borders.asked(around.case, worker)
    with acting(around.supervisor), pytest.raises(OriginContactRefused, match="state"):
        protection.permit(by_agency, around.supervisor)
    open_ = permitted(around, through="representative")
    with acting(worker):
        assert borders.asked(around.case, worker).facts
        assert protection.our_contact(open_, worker).safeguard == "met"
        actions.end_permission(permission=open_, actor=worker)
        with pytest.raises(CrossBorderEnquiryRefused):
            borders.asked(around.case, worker)


@pytest.mark.requirement("INT-002")
def test_a_call_by_the_home_is_kept_as_a_violation_and_cannot_be_redated(
    around: ChildFileCast,
) -> None:
    """Story 3: the fact is recorded; later screenings do not change it; it alerts."""
    worker, today = around.worker, around.worker.office.today()
    lawyer = teams.join(
        around.case.file_id, agencies.staff("counsellor", worker.office), TeamRole.LEGAL_REPRESENTATIVE
    )  # fmt: skip
    with role("maintenance"):
        Seat.objects.create(
            file_id=around.file_id, case=around.case, role=TeamRole.LEGAL_REPRESENTATIVE,
            staff=lawyer, recorded_by=worker.pk,
        )  # fmt: skip
    with acting(worker):
        contact = protection.others_contact(around.case, worker)
        assert contact.safeguard == "not_screened"
        [broken] = BrokenSafeguard.objects.all()
        assert (broken.safeguard, contact.broken_id) == ("contacted_origin", broken.pk)
        assert Due.objects.get(pk=broken.due).due_on == around.case.office.today()
        protection.screened(around.case, worker, screened_on=today - dt.timedelta(days=3))
        sql = connection.connection
        for change in ({"safeguard": "'met'"}, {"made_on": "'2030-01-01'"}, {"broken_id": "NULL"}):
            with refused("it stays as it was recorded"):
                update_proved(sql, worker, CONTACTS, change)
        with refused("not as stated"):
            source = f"SELECT * FROM {CONTACTS} WHERE id = %s"
            insert_proved(sql, worker, CONTACTS, source, [contact.pk], safeguard="met")
        assert OriginContact.objects.get().safeguard == "not_screened"
        later = protection.others_contact(around.case, worker, made_by="court")
        assert later.safeguard == "not_met"
    permitted(around)
    cases: list[tuple[dict[str, object], str]] = [
        ({"made_by": "police", "facts": ["age"]}, "met"),
        ({"made_by": "police", "facts": ["names"]}, "not_met"),
        ({"made_by": "police", "body": "police"}, "not_met"),
        ({"made_by": "police", "country": ""}, "not_met"),
        ({"made_by": "staff", "facts": ["age"]}, "not_met"),
    ]
    with acting(worker):
        for made, safeguard in cases:
            found = protection.others_contact(around.case, worker, **made)
            assert found.safeguard == safeguard, made
    with role("maintenance"):
        told = set(Notice.objects.values_list("staff", "kind"))
    assert {(lawyer.pk, "origin_contacted"), (around.supervisor.pk, "safeguard")} <= told


def test_a_permission_ends_with_its_consent(around: ChildFileCast) -> None:
    worker = around.worker
    with acting(worker):
        protection.screened(around.case, worker)
        given = rights.consent(around.case.child, worker, scopes=("origin",))
    open_ = permitted(around, consent=given)
    with acting(worker):
        source = f"SELECT * FROM {CONTACTS} WHERE id = %s"
        made = protection.our_contact(open_, worker)
        with role("maintenance"):
            Consent.objects.filter(pk=given.pk).update(ends_on=DAY)
        with refused("may not be contacted"):
            insert_proved(connection.connection, worker, CONTACTS, source, [made.pk])
        withdraw_consent(consent=given, version=given.version, actor=worker)
        assert ContactPermission.objects.get(pk=open_.pk).state == "ended"
