"""What browsers keep while offline is sealed with the owner's own key and no other."""

import json
from collections.abc import Callable

import psycopg
import pytest

from saathi.agencies import offline_keys
from tests.attacks.conftest import Connection, World, enter
from tests.attacks.proofs import change

pytestmark = pytest.mark.real_transactions
REFUSED = psycopg.errors.InsufficientPrivilege


@pytest.mark.parametrize("column", ["unsent_public", "unsent_private"])
def test_injected_statement_changes_no_key_of_its_own_persons_row(
    world: World, sign_in: Callable[[str], Connection], column: str
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    with pytest.raises(REFUSED, match="permission denied"):
        attacker.execute(f"UPDATE agencies_staff SET {column} = 'x' WHERE id = access_staff()")


@pytest.mark.parametrize("proof", [None, "", "1|0"])
def test_injected_statement_sets_no_pair_by_the_function(
    world: World, sign_in: Callable[[str], Connection], proof: str | None
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    with pytest.raises(REFUSED, match="permission denied"):
        attacker.execute("SELECT unsent_set_pair('x', 'y')")
    attacker.rollback()
    enter(attacker, world.worker)
    with pytest.raises(REFUSED, match="no valid proof"):
        attacker.execute(
            "SELECT change_make('unsent_set_pair', %s, %s)", [json.dumps(["x", "y"]), proof]
        )


def test_application_sets_the_pair_of_the_acting_person_alone(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    web = sign_in("app")
    enter(web, world.worker)
    change(web, world.worker, "unsent_set_pair", "public", "sealed")
    rows = web.execute("SELECT id FROM agencies_staff WHERE unsent_public = 'public'").fetchall()
    web.rollback()
    assert rows == [(world.worker.id,)]


def test_key_that_sql_put_there_seals_nothing(world: World) -> None:
    """Even if the database owner writes the row: the private half is sealed outside."""
    worker, stranger = world.worker, world.stranger
    worker.unsent_public, worker.unsent_private = offline_keys.make_key_pair(worker)
    own = worker.unsent_public
    assert offline_keys.get_public_key(worker) == own

    worker.unsent_public = offline_keys.make_key_pair(stranger)[0]
    assert offline_keys.get_public_key(worker) == ""
    worker.unsent_public, worker.unsent_private = offline_keys.make_key_pair(stranger)
    assert offline_keys.get_public_key(worker) == ""
    assert offline_keys.get_private_key(worker) == b""
    worker.unsent_private = "not sealed"
    assert offline_keys.get_public_key(worker) == ""
