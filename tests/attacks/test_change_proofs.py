"""A lasting change needs a proof that an injected statement cannot make."""

import re
import time
from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import pytest

from saathi.agencies import change_proofs
from tests.attacks.conftest import Connection, World

pytestmark = pytest.mark.real_transactions
CHECK = "SELECT access_check_change(%s, %s, %s, %s)"
ACTOR = UUID("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")


@pytest.fixture
def warden(sign_in: Callable[[str], Connection]) -> Connection:
    connection = sign_in("owner")
    connection.execute("SET ROLE saathi_warden")
    return connection


@pytest.mark.parametrize("actor", [ACTOR, None])
def test_proof_of_the_exact_change_is_accepted(
    world: World, warden: Connection, actor: UUID | None
) -> None:
    proof = change_proofs.prove_change("set_rule", '{"a": "é"}', actor=actor)
    warden.execute(CHECK, ["set_rule", actor, '{"a": "é"}', proof])


@pytest.mark.parametrize(
    ("action", "actor", "body"),
    [
        ("other", ACTOR, "body"),
        ("set_rule", uuid4(), "body"),
        ("set_rule", None, "body"),
        ("set_rule", ACTOR, "body "),
        ("set_rule", ACTOR, None),
        (None, ACTOR, "body"),
    ],
)
def test_proof_of_another_change_is_refused(
    world: World, warden: Connection, action: str | None, actor: UUID | None, body: str | None
) -> None:
    proof = change_proofs.prove_change("set_rule", "body", actor=ACTOR)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no valid proof"):
        warden.execute(CHECK, [action, actor, body, proof])


@pytest.mark.parametrize(
    "alter",
    [
        lambda proof: proof + "|",
        lambda proof: proof + "|x",
        lambda proof: proof + " ",
        lambda proof: proof + "\n",
        lambda proof: "0" + proof,
        lambda proof: proof.upper(),
        lambda proof: proof.replace("|", "||", 1),
        lambda proof: re.sub(r"\|\w{32}\|", "|" + "0" * 32 + "|", proof),
    ],
)
def test_proof_that_is_not_exactly_as_it_was_made_is_refused(
    world: World, warden: Connection, alter: Callable[[str], str]
) -> None:
    proof = change_proofs.prove_change("set_rule", "body", actor=ACTOR)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no valid proof"):
        warden.execute(CHECK, ["set_rule", ACTOR, "body", alter(proof)])


def test_proof_is_accepted_in_one_transaction_only(
    world: World, sign_in: Callable[[str], Connection], warden: Connection
) -> None:
    values = [
        "set_rule",
        ACTOR,
        "body",
        change_proofs.prove_change("set_rule", "body", actor=ACTOR),
    ]
    warden.execute(CHECK, values)
    warden.execute(CHECK, values)  # for another row of the same decision
    warden.commit()
    for other in (warden, sign_in("owner")):
        other.execute("SET ROLE saathi_warden")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="used before"):
            other.execute(CHECK, values)
        other.rollback()


def test_proof_of_a_change_that_was_rolled_back_may_be_shown_again(
    world: World, warden: Connection
) -> None:
    values = [
        "set_rule",
        ACTOR,
        "body",
        change_proofs.prove_change("set_rule", "body", actor=ACTOR),
    ]
    warden.execute(CHECK, values)
    warden.rollback()
    warden.execute("SET ROLE saathi_warden")
    warden.execute(CHECK, values)


def test_two_proofs_of_the_same_change_differ() -> None:
    proofs = {change_proofs.prove_change("set_rule", "body", actor=ACTOR, now=1) for _ in range(3)}
    assert len(proofs) == 3


@pytest.mark.parametrize("role", ["app", "worker", "maintenance"])
def test_no_role_removes_what_was_noted_of_used_proofs(
    sign_in: Callable[[str], Connection], role: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sign_in(role).execute("DELETE FROM access_used_proof")


@pytest.mark.parametrize("proof", [None, "", "|", "1|", "99999999999|" + "0" * 64, "x|y"])
def test_malformed_proof_is_refused(world: World, warden: Connection, proof: str | None) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        warden.execute(CHECK, ["set_rule", ACTOR, "body", proof])


@pytest.mark.parametrize("moved", [-change_proofs.LIFETIME_SECONDS - 1, 3600])
def test_expired_proof_and_proof_from_a_fast_clock_are_refused(
    world: World, warden: Connection, moved: int
) -> None:
    proof = change_proofs.prove_change("set_rule", "body", actor=ACTOR, now=time.time() + moved)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="expired"):
        warden.execute(CHECK, ["set_rule", ACTOR, "body", proof])


@pytest.mark.parametrize("role", ["app", "worker", "matcher", "analyst", "maintenance"])
@pytest.mark.parametrize("call", ["access_hmac('x')", "access_check_change('a', NULL, 'b', 'c')"])
def test_no_role_that_signs_in_can_make_or_test_a_proof(
    world: World, sign_in: Callable[[str], Connection], role: str, call: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
        sign_in(role).execute(f"SELECT {call}")
