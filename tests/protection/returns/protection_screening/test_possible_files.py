"""A sign in a file that may be of the same child closes the gate until two people decided."""

import pytest
from django.db import connection, transaction

from saathi.protection.casework.cases.models import Case
from saathi.protection.identification.matches.vocabulary import PairState
from saathi.protection.returns.protection_screening import rules
from saathi.protection.returns.protection_screening.actions import OriginContactRefused
from saathi.protection.returns.protection_screening.contact_gate import ask_gate
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from tests.attacks.proofs import update_proved
from tests.factories import merges, protection, transfers
from tests.factories.transfers import TransferCast
from tests.protection.identification.matches.world import World, world
from tests.protection.returns.protection_screening.test_joined_files import (
    CLEAR,
    NOTHING,
    PAGE,
    PERMISSIONS,
    STATELESS,
    UNFINISHED,
    Step,
    gate,
    refer,
    refused,
    screen,
    sign,
)
from tests.roles import acting, role, slip_in
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


@pytest.fixture
def other(around: TransferCast) -> TransferCast:
    return merges.second_file(around)


def answered_yes(cast: TransferCast) -> None:
    screen(cast, result="unfinished", continue_on=cast.today(), would_be_harmed="yes")


# What is done in the file in hand, what in the other file, and the gate of the file in hand then.
STATES: list[tuple[str, Step, Step, ContactGate]] = [
    ("both clear", CLEAR, CLEAR, ContactGate.OPEN),
    ("the other not screened", CLEAR, NOTHING, ContactGate.OPEN),
    ("a sign there", CLEAR, sign, ContactGate.OTHER_FILE),
    ("a referral there", CLEAR, refer, ContactGate.OTHER_FILE),
    ("stateless there", CLEAR, STATELESS, ContactGate.OTHER_FILE),
    ("unfinished there", CLEAR, UNFINISHED, ContactGate.OPEN),
    ("a yes there", CLEAR, answered_yes, ContactGate.OTHER_FILE),
    ("a sign here", sign, CLEAR, ContactGate.CLOSED),
    ("not screened here", NOTHING, sign, ContactGate.NOT_SCREENED),
]


@pytest.mark.requirement("INT-001")
def test_a_sign_in_a_possible_file_of_the_child_closes_the_gate(
    around: TransferCast, other: TransferCast
) -> None:
    merges.waiting(around, other)
    for name, here, there, expected in STATES:
        mark = transaction.savepoint_create()
        here(around)
        there(other)
        assert gate(around) == expected, name
        transaction.savepoint_rollback(mark)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (PairState.UNSURE, ContactGate.OTHER_FILE),
        (PairState.LAPSED, ContactGate.OPEN),
    ],
)
def test_doubt_closes_and_a_pair_that_is_no_longer_similar_does_not(
    around: TransferCast, other: TransferCast, state: PairState, expected: ContactGate
) -> None:
    screen(around)
    sign(other)
    merges.waiting(around, other, state=state)
    assert gate(around) == expected


@pytest.mark.requirement("INT-001")
def test_the_supervisors_permission_is_refused_and_says_what_to_decide_first(
    around: TransferCast, other: TransferCast
) -> None:
    screen(around)
    sign(other)
    merges.waiting(around, other)
    with acting(around.worker):
        asked = protection.asked(around.case, around.worker)
    supervisor = around.supervisor
    opens = {"state": "'open'", "decided_by": f"'{supervisor.pk}'", "decided_on": "current_date"}
    with acting(supervisor):
        with pytest.raises(OriginContactRefused) as refusal:
            protection.permit(asked, supervisor)
        assert [reason.text for reason in refusal.value.reasons] == [rules.OTHER_FILE]
        assert "decide first whether they are the same child" in rules.OTHER_FILE
        with refused("may not be contacted"):
            update_proved(connection.connection, supervisor, PERMISSIONS, opens)
    page = signed_in(supervisor).get(PAGE.format(around.case.file_id)).content.decode()
    assert str(ContactGate.OTHER_FILE.label) in page
    assert str(other.case.file_id) not in page
    slip_in(
        around.worker, f"SELECT origin_shows_sign('{other.case.file_id}', 'infinity')", "denied"
    )
    possible = f"SELECT possible_files_of_child('{around.case.file_id}', 'infinity')"
    slip_in(around.worker, possible, "permission denied")


# --- who decides that they are two children ----------------------------------------------------------


def case_of(pair_world: World, child: object) -> Case:
    with acting(pair_world.worker):
        return Case.objects.select_related("child").get(child=child)


def gate_of(case: Case, pair_world: World) -> ContactGate:
    with acting(pair_world.worker):
        return ask_gate(case.file_id).gate


@pytest.mark.requirement("INT-001")
def test_one_person_alone_does_not_settle_a_pair_with_a_sign() -> None:
    pair_world = world()
    one, two = case_of(pair_world, pair_world.one), case_of(pair_world, pair_world.other)
    with acting(pair_world.worker):
        protection.sign(one, pair_world.worker)
        protection.screened(two, pair_world.worker)
    assert pair_world.decide(pair_world.first, "not_same") == 302
    assert pair_world.state() == "waiting"
    assert gate_of(two, pair_world) == ContactGate.OTHER_FILE
    pair_world.decide(pair_world.first, "not_same")
    assert pair_world.state() == "waiting", "the same person does not confirm it"
    assert pair_world.decide(pair_world.second, "not_same") == 302
    assert pair_world.state() == "not_same"
    assert gate_of(two, pair_world) == ContactGate.OPEN


@pytest.mark.requirement("INT-001")
def test_a_pair_that_one_person_settled_waits_again_when_a_sign_is_recorded() -> None:
    pair_world = world()
    one, two = case_of(pair_world, pair_world.one), case_of(pair_world, pair_world.other)
    with acting(pair_world.worker):
        protection.screened(two, pair_world.worker)
    assert pair_world.decide(pair_world.first, "not_same") == 302
    assert pair_world.state() == "not_same"
    with acting(pair_world.worker):
        protection.sign(one, pair_world.worker)
    assert pair_world.state() == "waiting"
    assert gate_of(two, pair_world) == ContactGate.OTHER_FILE
    assert pair_world.decide(pair_world.second, "not_same") == 302
    assert pair_world.state() == "not_same", "the first answer counts as one of two"
    with acting(pair_world.worker):
        protection.sign(one, pair_world.worker)
    assert pair_world.state() == "not_same", "two people settled it"


@pytest.mark.parametrize("is_sign", [True, False])
def test_a_changed_name_does_not_end_a_pair_with_a_sign(*, is_sign: bool) -> None:
    pair_world = world()
    with acting(pair_world.worker):
        found = protection.sign if is_sign else protection.screened
        found(case_of(pair_world, pair_world.one), pair_world.worker)
    with role("warden"), connection.cursor() as cursor:
        cursor.execute("SELECT matches_lapse(gen_random_uuid(), NULL)")
    assert pair_world.state() == ("waiting" if is_sign else "lapsed")
