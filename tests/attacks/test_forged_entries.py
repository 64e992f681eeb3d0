"""A log entry is written in the acting person's name and in no other (finding F9)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from saathi.audit.database_rights import WRITERS
from tests.attacks.conftest import Connection, World, enter

type SignIn = Callable[[str], Connection]

pytestmark = pytest.mark.real_transactions
REFUSED = psycopg.errors.InsufficientPrivilege
INSERT = (
    'INSERT INTO audit_entry (id, kind, "by", agency, file_id) '
    "VALUES (gen_random_uuid(), %s, %s, %s, %s)"
)


def write(
    connection: Connection, kind: str, by: UUID | None, agency: UUID | None, file: Any = None
) -> None:
    connection.execute(INSERT, [kind, by, agency, file])


def test_web_role_writes_in_its_own_name_and_agency(world: World, sign_in: SignIn) -> None:
    connection = sign_in("app")
    enter(connection, world.stranger)
    write(connection, "looked", world.stranger.id, world.stranger.agency_id)


@pytest.mark.parametrize("with_context", [True, False])
@pytest.mark.parametrize(
    "whose", ["colleague", "own name, other agency", "nobody", "nobody, a file"]
)
def test_forged_entry_of_the_web_role_is_refused(
    world: World, sign_in: SignIn, whose: str, *, with_context: bool
) -> None:
    connection = sign_in("app")
    if with_context:
        enter(connection, world.stranger)
    file = world.case.file_id
    entry = {
        "colleague": ("exported", world.worker.id, world.worker.agency_id, file),
        "own name, other agency": ("looked", world.stranger.id, world.worker.agency_id, file),
        "nobody": ("looked", None, None),
        "nobody, a file": ("sign_in_failed", None, None, file),
    }[whose]
    with pytest.raises(REFUSED, match=r"policy|context"):
        write(connection, *entry)


def test_without_a_context_only_a_failed_sign_in_is_written(world: World, sign_in: SignIn) -> None:
    connection = sign_in("app")
    write(connection, "sign_in_failed", None, world.worker.agency_id)
    with pytest.raises(REFUSED):
        write(connection, "signed_in", world.worker.id, world.worker.agency_id)


@pytest.mark.parametrize("role", [r.removeprefix("saathi_") for r in WRITERS if r != "saathi_app"])
def test_other_roles_write_in_no_one_s_name(world: World, sign_in: SignIn, role: str) -> None:
    connection = sign_in(role)
    write(connection, "compared", None, None)
    with pytest.raises(REFUSED, match="policy"):
        write(connection, "compared", world.worker.id, world.worker.agency_id)


def test_entry_about_a_hidden_file_answers_as_one_about_none(world: World, sign_in: SignIn) -> None:
    """Both are written, in the name of their writer: that reveals nothing and hides nothing."""
    connection = sign_in("app")
    for file in (world.case.file_id, uuid4()):
        enter(connection, world.stranger)
        write(connection, "looked", world.stranger.id, world.stranger.agency_id, file)
        connection.rollback()


def test_eraser_writes_no_entry_of_an_erasure_that_no_one_agreed_to(
    world: World, sign_in: SignIn
) -> None:
    with pytest.raises(REFUSED, match="no one agreed"):
        sign_in("eraser").execute("SELECT erasure_log(%s, %s)", [uuid4(), world.case.file_id])
