"""Every function that bypasses row security: what it may change, for which callers, and its limits.

A function of the warden that the web role may call is either read-only (STABLE: PostgreSQL lets it
write nothing), or reached with a proof of the exact change (`BY_PROOF`), or checks a proof of its
own (`WITH_OWN_PROOF`), or is listed here with its reason.
"""

from collections.abc import Callable

import pytest

from saathi.infra.database_access import (
    functions_of_all_roles,
    functions_of_other_roles,
    proved_functions,
)
from tests.attacks.conftest import Connection, World

type SignIn = Callable[[str], Connection]

pytestmark = pytest.mark.real_transactions

# Functions that the web role may call without a proof although they write. None of them gives
# access.
WRITES_WITHOUT_PROOF = {
    "access_enter": "makes the context itself, of what the web process signed",
    "change_make": "asks for the proof, and then calls one of BY_PROOF",
    "referral_answered": "marks as done, once, what the caller's own answer to a referral did",
    "calendar_feed": "when the secret address of a calendar was last read, for any caller who knows it",
    "exchange_clear": "deletes what has expired, for any caller, and nothing else",
    "lock_file_key": "a lock on a file of the caller, until the end of the transaction",
    "lock_case_plans": "a lock on a case of the caller, until the end of the transaction",
    "lock_import": "a lock until the end of the transaction, of the caller's own agency",
    "session_delete": "one session, by its key of 190 random bits",
}

# Sign-in details and sessions: the proof covers more than the arguments of a staff member's change.
WITH_OWN_PROOF = {
    "attempt_factor",
    "attempt_pin",
    "attempt_sign_in",
    "columns_proved",
    "credential_factor_proved",
    "credential_of",
    "credential_write",
    "decision_proved",
    "session_end",
    "session_save",
    "session_note",
    "sign_on_link",
    "staff_accept",
    "staff_end_sessions",
}

DEFINERS = """
    SELECT p.proname, p.oid::regprocedure::text, p.provolatile IN ('s', 'i'), p.proconfig,
           has_function_privilege('saathi_app', p.oid, 'EXECUTE'),
           ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE r.rolname LIKE 'saathi\\_%%'
                  AND r.rolcanlogin AND NOT r.rolsuper AND r.rolname NOT IN ('saathi_owner', 'saathi_tester')
                  AND has_function_privilege(r.oid, p.oid, 'EXECUTE'))
      FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
"""


def _names(signatures: object) -> set[str]:
    return {signature.split("(")[0] for signature in signatures}  # type: ignore[attr-defined]


def test_what_the_web_role_may_write_by_functions_is_on_the_list(
    world: World, sign_in: SignIn
) -> None:
    rows = sign_in("owner").execute(DEFINERS).fetchall()
    assert len(rows) > 80
    writes = {
        name for name, _signature, reads, _config, of_web, _who in rows if of_web and not reads
    }
    assert writes == set(WRITES_WITHOUT_PROOF) | WITH_OWN_PROOF
    assert not writes & _names(proved_functions())


def test_functions_with_a_proof_of_their_own_check_it_first(world: World, sign_in: SignIn) -> None:
    query = "SELECT prosrc FROM pg_proc WHERE proname = %s"
    for name in WITH_OWN_PROOF:
        [(source,)] = sign_in("owner").execute(query, [name]).fetchall()
        first = source.split("BEGIN", 1)[1].split()[1]
        assert first.startswith("public.access_check_change("), name


def test_changes_by_proof_are_callable_by_no_role_that_signs_in(
    world: World, sign_in: SignIn
) -> None:
    rows = sign_in("owner").execute(DEFINERS).fetchall()
    open_to = {name: grantees for name, _s, _r, _c, _w, grantees in rows}
    for name in _names(proved_functions()):
        assert open_to[name] == [], name


def test_functions_of_other_roles_are_open_to_those_alone(world: World, sign_in: SignIn) -> None:
    rows = sign_in("owner").execute(DEFINERS).fetchall()
    expected = {**dict.fromkeys(_names(functions_of_all_roles()), "all")}
    expected |= {
        signature.split("(")[0]: grantees
        for signature, grantees in functions_of_other_roles().items()
    }
    own = {
        "",
        "saathi_owner",
        "saathi_app",
    }  # the web role's are `CALLABLE`, the owner is no target
    for name, _signature, _reads, _config, _of_web, grantees in rows:
        others = set(grantees) - {"saathi_app"}
        if expected.get(name) == "all" or name.startswith(
            "audit_"
        ):  # the log keeps its own, tests/audit
            continue
        assert others == set(expected.get(name, "").split(", ")) - own, name


def test_every_function_past_row_security_has_its_search_path(
    world: World, sign_in: SignIn
) -> None:
    for name, _s, _r, config, _w, _who in sign_in("owner").execute(DEFINERS).fetchall():
        paths = [
            setting for setting in config or [] if setting.startswith("search_path=pg_catalog")
        ]
        assert paths, name
        assert paths[0].endswith("pg_temp"), name
