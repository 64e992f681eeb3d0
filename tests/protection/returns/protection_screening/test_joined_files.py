"""One gate over all files of a child: what another file says closes it, and nothing there opens it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from saathi.people.around.models import Relation
from saathi.people.models import Child
from saathi.protection.returns.borders.actions import CrossBorderEnquiryRefused
from saathi.protection.returns.protection_screening import explaining, rules
from saathi.protection.returns.protection_screening.actions import OriginContactRefused
from saathi.protection.returns.protection_screening.contact_gate import (
    ask_gate,
)
from saathi.protection.returns.protection_screening.models import (
    NoSignExplanation,
    OriginContact,
    ProtectionScreening,
)
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from tests.attacks.proofs import insert_proved, update_proved
from tests.factories import agencies, borders, children, merges, protection, rights, transfers
from tests.factories.transfers import TransferCast
from tests.roles import acting, role, slip_in
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
PERMISSIONS = "protection_screening_contactpermission"
CONTACTS = "protection_screening_origincontact"
PAGE = "/child/{}/international-protection/"


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


@pytest.fixture
def other(around: TransferCast) -> TransferCast:
    return merges.second_file(around)


def screen(cast: TransferCast, **found: Any) -> None:
    with acting(cast.worker):
        protection.screened(cast.case, cast.worker, **found)


def sign(cast: TransferCast, **found: Any) -> None:
    with acting(cast.worker):
        protection.sign(cast.case, cast.worker, **found)


def gate(cast: TransferCast) -> ContactGate:
    with acting(cast.worker):
        return ask_gate(cast.case.file_id).gate


@contextmanager
def refused(match: str) -> Iterator[None]:
    """The database refuses a statement of the web role."""
    with pytest.raises((DatabaseError, psycopg.Error), match=match), transaction.atomic():
        yield


def files_of(file_id: UUID) -> set[UUID]:
    with role("warden"), connection.cursor() as cursor:
        cursor.execute("SELECT unnest(files_of_child(%s))", [file_id])
        return {found for (found,) in cursor.fetchall()}


@pytest.mark.requirement("INT-001")
def test_a_yes_of_a_person_without_training_closes_the_joined_file(
    around: TransferCast, other: TransferCast
) -> None:
    screen(around)
    screen(
        other, result="unfinished", training="not_trained", fears_family="yes",
        continue_on=other.worker.office.today(),
    )  # fmt: skip
    merges.join(around, other)
    assert gate(around) == ContactGate.OTHER_FILE


def feared(cast: TransferCast) -> None:
    with role("maintenance"):
        Relation.objects.create(
            file_id=cast.case.file_id, child=cast.child, recorded_by=cast.worker.pk,
            kind="father", danger="feared", sealed=b"",
        )  # fmt: skip


@pytest.mark.requirement("INT-001")
def test_a_detail_of_a_joined_file_closes_until_that_file_is_screened_and_explained(
    around: TransferCast, other: TransferCast
) -> None:
    screen(around)
    feared(other)
    merge = merges.join(around, other)
    assert gate(around) == ContactGate.OTHER_FILE
    merges.parted(merge)
    assert gate(around) == ContactGate.OPEN
    merges.join_again(merge)
    screen(other)
    assert gate(around) == ContactGate.OTHER_FILE  # "no sign" there needs an explanation
    with acting(other.worker):
        entry = NoSignExplanation(
            file_id=other.case.file_id,
            screening=ProtectionScreening.objects.get(file_id=other.case.file_id),
        )
        entry.reason = "The father died; the police confirmed it."
        explaining.explain_no_sign(explanation=entry, actor=other.worker)
    with acting(other.supervisor):
        found = NoSignExplanation.objects.get(pk=entry.pk)
        explaining.confirm_no_sign(explanation=found, version=found.version, actor=other.supervisor)
    assert gate(around) == ContactGate.OPEN


@pytest.mark.requirement("INT-001")
@pytest.mark.parametrize(
    ("result", "expected"),
    [("no_sign", ContactGate.OTHER_FILE), ("stateless", ContactGate.STATELESS)],
)
def test_a_nationality_that_is_not_known_in_a_joined_file_is_news_unless_the_screening_says_so(
    around: TransferCast, other: TransferCast, result: str, expected: ContactGate
) -> None:
    screen(around) if result == "no_sign" else STATELESS(around)
    with role("maintenance"):
        Child.objects.filter(file_id=other.case.file_id).update(nationality_state="unknown")
    merges.join(around, other)
    assert gate(around) == expected


# --- which files are of one child --------------------------------------------------------------------


def test_files_of_one_child_are_found_from_each_of_them_until_a_merge_is_undone(
    around: TransferCast, other: TransferCast
) -> None:
    third = children.case(other.worker, "Asha Tamang")
    alone = children.case(other.worker, "Maya Rai")
    merge = merges.join(around, other)
    last = merges.joined(third.file_id, other.case.file_id)
    everyone = {around.case.file_id, other.case.file_id, third.file_id}
    for file_id in everyone:
        assert files_of(file_id) == everyone
    assert files_of(alone.file_id) == {alone.file_id}
    merges.parted(merge)
    assert files_of(around.case.file_id) == {around.case.file_id}
    assert files_of(third.file_id) == {third.file_id, other.case.file_id}
    merges.parted(last)
    assert files_of(third.file_id) == {third.file_id}


@pytest.mark.parametrize(
    "call",
    ["files_of_child", "other_files_of_child", "lock_files_of_child", "origin_state_of_file"],
)
def test_the_web_role_does_not_ask_which_files_are_of_one_child(
    around: TransferCast, other: TransferCast, call: str
) -> None:
    merges.join(around, other)
    values = f"'{around.case.file_id}'" + (", 'infinity'" if "state" in call else "")
    slip_in(around.worker, f"SELECT {call}({values})", "permission denied")


# --- the gate ----------------------------------------------------------------------------------------

type Step = Callable[[TransferCast], object]
CLEAR: Step = screen
UNFINISHED: Step = lambda cast: screen(cast, result="unfinished", continue_on=cast.today())  # noqa: E731
STATELESS: Step = lambda cast: sign(cast, result="stateless", lacks_nationality="yes")  # noqa: E731
NOTHING: Step = lambda _cast: None  # noqa: E731


def refer(cast: TransferCast) -> None:
    with acting(cast.worker):
        protection.referred(protection.screened(cast.case, cast.worker), cast.worker)


# What is done in the file in hand, what in the other file, and the gate of the file in hand then.
STATES: list[tuple[str, Step, Step, ContactGate]] = [
    ("both clear", CLEAR, CLEAR, ContactGate.OPEN),
    ("the other not screened", CLEAR, NOTHING, ContactGate.OPEN),
    ("clear only there", NOTHING, CLEAR, ContactGate.NOT_SCREENED),
    ("a sign there", CLEAR, sign, ContactGate.OTHER_FILE),
    ("a claim there", CLEAR, lambda cast: sign(cast, result="claim"), ContactGate.OTHER_FILE),
    (
        "a refugee there",
        CLEAR,
        lambda cast: sign(cast, result="refugee", is_registered="yes"),
        ContactGate.OTHER_FILE,
    ),
    ("a referral there", CLEAR, refer, ContactGate.OTHER_FILE),
    ("unfinished there", CLEAR, UNFINISHED, ContactGate.OTHER_FILE),
    ("stateless there", CLEAR, STATELESS, ContactGate.OTHER_FILE),
    ("stateless in both", STATELESS, STATELESS, ContactGate.STATELESS),
    ("stateless, and a sign there", STATELESS, sign, ContactGate.OTHER_FILE),
    ("a sign here", sign, CLEAR, ContactGate.CLOSED),
    ("a sign here, unfinished there", sign, UNFINISHED, ContactGate.OTHER_FILE),
    ("unfinished here, a sign there", UNFINISHED, sign, ContactGate.UNFINISHED),
]


@pytest.mark.requirement("INT-001")
def test_another_file_of_the_child_closes_the_gate_until_the_merge_is_undone(
    around: TransferCast, other: TransferCast
) -> None:
    for name, here, there, expected in STATES:
        mark = transaction.savepoint_create()
        here(around)
        alone = gate(around)
        there(other)
        assert gate(around) == alone, name
        merge = merges.join(around, other)
        assert gate(around) == expected, name
        merges.parted(merge)
        assert gate(around) == alone, name
        transaction.savepoint_rollback(mark)


@pytest.mark.requirement("INT-001")
@pytest.mark.parametrize("is_main", [False, True])
def test_no_contact_is_opened_or_made_in_the_second_file_of_a_child_with_a_sign(
    around: TransferCast, other: TransferCast, *, is_main: bool
) -> None:
    """By action and by plain SQL; whichever of the two files is the main record."""
    worker, supervisor, sql = around.worker, around.supervisor, connection.connection
    borders.protocol(worker)
    screen(around)
    sign(other)
    with acting(worker):
        asked = protection.asked(around.case, worker)
        going = borders.going(around.case, worker)
    merge = merges.join(other, around) if is_main else merges.join(around, other)
    opens = {"state": "'open'", "decided_by": f"'{supervisor.pk}'", "decided_on": "current_date"}
    with acting(supervisor):
        with pytest.raises(OriginContactRefused) as refusal:
            protection.permit(asked, supervisor)
        assert [reason.text for reason in refusal.value.reasons] == [rules.OTHER_FILE]
        with refused("may not be contacted"):
            update_proved(sql, supervisor, PERMISSIONS, opens)
    told = {"case": around.case, "question": borders.question(worker), "disclosure": going}
    with acting(worker), pytest.raises(CrossBorderEnquiryRefused) as enquiry:
        borders.actions.send_enquiry(**told, actor=worker)
    assert [reason.text for reason in enquiry.value.reasons] == [rules.OTHER_FILE]

    merges.parted(merge)
    with acting(supervisor):
        open_ = protection.permit(asked, supervisor)
    with acting(worker):
        contact = protection.our_contact(open_, worker)
    merges.join_again(merge)
    source = f"SELECT * FROM {CONTACTS} WHERE id = %s"
    with acting(worker):
        with pytest.raises(OriginContactRefused) as refusal:
            protection.our_contact(open_, worker)
        assert [reason.text for reason in refusal.value.reasons] == [rules.OTHER_FILE]
        with refused("may not be contacted"):
            insert_proved(sql, worker, CONTACTS, source, [contact.pk])


def test_what_others_did_is_recorded_whatever_another_file_says(
    around: TransferCast, other: TransferCast
) -> None:
    screen(around)
    sign(other)
    merges.join(around, other)
    with acting(around.worker):
        contact = protection.others_contact(around.case, around.worker)
        assert OriginContact.objects.get(pk=contact.pk).safeguard == "not_met"
        protection.screened(around.case, around.worker, screened_on=around.today())


@pytest.mark.requirement("INT-001")
def test_the_page_says_only_that_another_file_does_not_allow_it(
    around: TransferCast, other: TransferCast
) -> None:
    screen(around)
    sign(other)
    merge = merges.join(around, other)
    address = PAGE.format(around.case.file_id)
    assert signed_in(other.worker).get(address).status_code == 404
    page = signed_in(around.supervisor).get(address).content.decode()
    assert str(ContactGate.OTHER_FILE.label) in page
    assert str(ContactGate.CLOSED.label) not in page
    assert str(other.case.file_id) not in page
    merges.parted(merge)
    page = signed_in(around.supervisor).get(address).content.decode()
    assert str(ContactGate.OTHER_FILE.label) not in page
    assert str(ContactGate.OPEN.label) in page


@pytest.mark.requirement("INT-002")
def test_whoever_screened_the_child_in_another_file_does_not_open_a_contact(
    around: TransferCast,
) -> None:
    """The supervisor has two files of the child, and screened in one of them."""
    screen(around)
    second = children.case(around.worker, "Sunita M.")
    with acting(around.supervisor):
        protection.screened(second, around.supervisor)
    merge = merges.joined(second.file_id, around.case.file_id)
    with acting(around.worker):
        asked = protection.asked(around.case, around.worker)
    opens = {
        "state": "'open'",
        "decided_by": f"'{around.supervisor.pk}'",
        "decided_on": "current_date",
    }
    with acting(around.supervisor):
        with pytest.raises(OriginContactRefused, match="state"):
            protection.permit(asked, around.supervisor)
        with refused("opened by a second person"):
            update_proved(connection.connection, around.supervisor, PERMISSIONS, opens)
    merges.parted(merge)
    with acting(around.supervisor):
        assert protection.permit(asked, around.supervisor).state == "open"


@pytest.mark.requirement("INT-002")
def test_a_merge_that_one_person_undid_still_closes_and_they_do_not_open_the_contact(
    around: TransferCast, other: TransferCast
) -> None:
    screen(around)
    sign(other)
    with acting(around.worker):
        asked = protection.asked(around.case, around.worker)
    merge = merges.join(around, other)
    merges.parted(merge, is_confirmed=False, by=around.supervisor.pk)
    assert gate(around) == ContactGate.OTHER_FILE
    opens = {
        "state": "'open'",
        "decided_by": f"'{around.supervisor.pk}'",
        "decided_on": "current_date",
    }
    merges.parted(merge, by=around.supervisor.pk)
    assert gate(around) == ContactGate.OPEN
    with acting(around.supervisor):
        with pytest.raises(OriginContactRefused, match="state"):
            protection.permit(asked, around.supervisor)
        with refused("opened by a second person"):
            update_proved(connection.connection, around.supervisor, PERMISSIONS, opens)
    second = agencies.staff("supervisor", around.worker.office)
    with acting(second):
        assert protection.permit(asked, second).state == "open"


@pytest.mark.requirement("INT-002")
def test_a_later_no_in_another_file_ends_the_consent_to_contact(
    around: TransferCast, other: TransferCast
) -> None:
    screen(around)
    merge = merges.join(around, other)
    with acting(around.worker):
        asked = protection.asked(around.case, around.worker)
    with acting(other.worker):
        rights.consent(
            other.child, other.worker, scopes=("origin",), answer="no", basis="refused",
            given_on=other.today(),
        )  # fmt: skip
    opens = {
        "state": "'open'",
        "decided_by": f"'{around.supervisor.pk}'",
        "decided_on": "current_date",
    }
    with acting(around.supervisor):
        with pytest.raises(OriginContactRefused) as refusal:
            protection.permit(asked, around.supervisor)
        assert [reason.text for reason in refusal.value.reasons] == [rules.OTHER_FILE]
        with refused("may not be contacted"):
            update_proved(connection.connection, around.supervisor, PERMISSIONS, opens)
    merges.parted(merge)
    with acting(around.supervisor):
        assert protection.permit(asked, around.supervisor).state == "open"
