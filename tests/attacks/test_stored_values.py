"""Codes and versions that a statement could store so that pages or later changes fail."""

import json
from collections.abc import Callable
from uuid import uuid4

import psycopg
import pytest
from allauth.account import app_settings as account
from allauth.core.internal import ratelimit
from allauth.mfa import app_settings as mfa
from django.db import DataError, connection, transaction
from psycopg import sql

from saathi.agencies import (
    definer_functions,
    value_triggers,
)
from saathi.agencies.views.joining import RATE_LIMITS
from saathi.infra import json_cache
from saathi.protection.casework.cases.vocabulary import Facet, NeedState
from tests.attacks.conftest import Connection, World, enter
from tests.attacks.proofs import change, insert_proved, update_proved
from tests.factories import agencies
from tests.roles import role
from tests.signing import signed_in

REFUSED = psycopg.errors.InsufficientPrivilege
HIGHEST = 2147483647
DUE = (
    "SELECT file_id, id AS case_id, worker_id, 'visit' AS duty, current_date AS due_on, "
    "now() AS recorded_at, access_staff() AS recorded_by FROM cases_case"
)
type SignIn = Callable[[str], Connection]


@pytest.mark.real_transactions
def test_web_does_not_write_the_version_of_an_account(world: World, sign_in: SignIn) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    with pytest.raises(REFUSED):
        attacker.execute(
            "UPDATE agencies_staff SET version = %s WHERE id = access_staff()", [HIGHEST]
        )


@pytest.mark.real_transactions
def test_account_with_the_highest_version_can_be_ended(world: World, sign_in: SignIn) -> None:
    """As stored through an earlier release."""
    keeper = sign_in("maintenance")
    keeper.execute(
        "UPDATE agencies_staff SET version = %s WHERE id = %s", [HIGHEST, world.stranger.id]
    )
    keeper.execute("SELECT staff_deactivate_by_operator(%s)", [world.stranger.id])
    [(is_active, version)] = keeper.execute(
        "SELECT is_active, version FROM agencies_staff WHERE id = %s", [world.stranger.id]
    ).fetchall()
    keeper.rollback()
    assert (is_active, version) == (False, HIGHEST)


@pytest.mark.django_db
def test_number_that_no_column_holds_is_a_fault_and_no_refusal() -> None:
    """So that `saathi deactivate` does not say that the account was ended before."""
    with pytest.raises(DataError), transaction.atomic():
        definer_functions.call_function("SELECT 2147483647 + %s::integer", [1])
    with (
        pytest.raises(definer_functions.ChangeNotPossible),
        role("maintenance"),
        transaction.atomic(),
    ):
        definer_functions.call_function("SELECT staff_deactivate_by_operator(%s)", [uuid4()])


@pytest.mark.real_transactions
@pytest.mark.parametrize(
    ("step", "is_kept"),
    [
        ("version + 1", True),
        ("version", True),
        ("version + 2", False),
        ("version - 1", False),
        (str(HIGHEST), False),
    ],
)
def test_version_of_a_record_stays_or_grows_by_one(
    world: World, sign_in: SignIn, step: str, *, is_kept: bool
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    statement = sql.SQL("UPDATE cases_case SET version = {} WHERE id = %s").format(sql.SQL(step))
    if is_kept:
        assert attacker.execute(statement, [world.case.id]).rowcount == 1
    else:
        with pytest.raises(psycopg.errors.CheckViolation, match="grows by one"):
            attacker.execute(statement, [world.case.id])


@pytest.mark.real_transactions
def test_no_record_is_added_with_a_high_version(world: World, sign_in: SignIn) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    with pytest.raises(psycopg.errors.CheckViolation, match="begins with 1"):
        insert_proved(attacker, world.worker, "cases_due", DUE, version=HIGHEST)


@pytest.mark.real_transactions
def test_statement_gives_no_one_a_notice(world: World, sign_in: SignIn) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    statement = (
        "INSERT INTO agencies_notice (id, staff_id, kind, record, given_at, given_by) "
        "VALUES (gen_random_uuid(), %s, 'sent_back', gen_random_uuid(), now(), access_staff())"
    )
    with pytest.raises(REFUSED, match="permission denied"):
        attacker.execute(statement, [world.stranger.id])
    attacker.rollback()
    enter(attacker, world.worker)
    with pytest.raises(REFUSED, match="permission denied"):
        attacker.execute(
            "SELECT notice_give(%s, 'sent_back', gen_random_uuid(), NULL)", [world.stranger.id]
        )


@pytest.mark.real_transactions
def test_notice_of_an_unknown_kind_is_refused_with_a_proof_as_well(
    world: World, sign_in: SignIn
) -> None:
    web = sign_in("app")
    enter(web, world.worker)
    change(web, world.worker, "notice_give", world.stranger.id, "sent_back", uuid4(), None)
    with pytest.raises(psycopg.errors.CheckViolation, match="not known"):
        change(web, world.worker, "notice_give", world.stranger.id, "nonsense", uuid4(), None)


@pytest.mark.real_transactions
@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("cases_case", {"stage": "'nonsense'"}),
        ("cases_case", {"stage": "''"}),
        ("people_child", {"communicates": "'{nonsense}'"}),
    ],
)
def test_code_outside_its_vocabulary_is_refused(
    world: World, sign_in: SignIn, table: str, values: dict[str, str]
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    with pytest.raises(psycopg.errors.CheckViolation, match="a code is not known"):
        update_proved(attacker, world.worker, table, values)


@pytest.mark.real_transactions
def test_code_outside_the_vocabulary_of_a_register_is_refused(
    world: World, sign_in: SignIn
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    with pytest.raises(psycopg.errors.CheckViolation, match="a code is not known"):
        attacker.execute(
            "INSERT INTO services_service (id, kinds) VALUES (gen_random_uuid(), '{nonsense}')"
        )


@pytest.mark.real_transactions
@pytest.mark.parametrize(
    "value", ["ARRAY[['eng', 'eng']]", "ARRAY[NULL]", "ARRAY['eng', NULL]", "ARRAY[[NULL]]"]
)
def test_list_of_lists_or_of_nothing_is_refused(world: World, sign_in: SignIn, value: str) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    values = {"languages": f"{value}::varchar[]"}
    with pytest.raises(psycopg.errors.CheckViolation, match="a list holds no values"):
        update_proved(attacker, world.worker, "people_child", values)


@pytest.mark.real_transactions
@pytest.mark.parametrize(
    ("facets", "is_kept"),
    [
        ("{}", True),
        (json.dumps({Facet.values[0]: NeedState.values[0]}), True),
        ("[]", False),
        ("null", False),
        ('"words"', False),
        (json.dumps({"nonsense": NeedState.values[0]}), False),
        (json.dumps({Facet.values[0]: "nonsense"}), False),
        (json.dumps({Facet.values[0]: None}), False),
        (json.dumps({Facet.values[0]: [NeedState.values[0]]}), False),
    ],
)
def test_json_that_no_page_can_read_is_refused(
    world: World, sign_in: SignIn, facets: str, *, is_kept: bool
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    me, table = world.worker, "cases_assessment"
    source = (
        "SELECT id AS case_id, file_id, now() AS recorded_at, access_staff() AS recorded_by, "
        "current_date AS assessed_on, 'low' AS risk, '' AS language, %s::jsonb AS facets FROM cases_case"
    )
    assert insert_proved(attacker, me, table, source, ["{}"]) == 1
    if is_kept:
        assert insert_proved(attacker, me, table, source, [facets]) == 1
        return
    with (
        pytest.raises(psycopg.errors.CheckViolation, match="another shape"),
        attacker.transaction(),
    ):
        update_proved(attacker, me, table, {"facets": f"'{facets}'::jsonb"})
    if facets != "null":  # which a record as JSON does not tell from no value
        with pytest.raises(psycopg.errors.CheckViolation, match="another shape"):
            insert_proved(attacker, me, table, source, [facets])


@pytest.mark.real_transactions
def test_record_is_written_in_the_own_name_alone(world: World, sign_in: SignIn) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    with (
        pytest.raises(psycopg.errors.CheckViolation, match="another recorded it"),
        attacker.transaction(),
    ):
        attacker.execute("UPDATE cases_case SET recorded_by = %s", [world.stranger.id])
    with pytest.raises(REFUSED, match="row-level security"), attacker.transaction():
        insert_proved(attacker, world.worker, "cases_due", DUE, recorded_by=world.stranger.id)
    assert insert_proved(attacker, world.worker, "cases_due", DUE) == 1


@pytest.mark.real_transactions
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cases_case SET office_id = (SELECT id FROM agencies_office WHERE id <> office_id LIMIT 1)",
        "UPDATE cases_case SET recorded_at = recorded_at - interval '1 day'",
        "UPDATE cases_due SET file_id = gen_random_uuid()",
        *(
            f"UPDATE cases_approval SET {column} = {value}"
            for column, value in (
                ("office_id", "gen_random_uuid()"),
                ("case_id", "gen_random_uuid()"),
                ("subject", "'closing'"),
                ("subject_id", "gen_random_uuid()"),
                ("subject_version", "subject_version + 1"),
                ("asked_at", "now() + interval '1 year'"),
            )
        ),
    ],
)
def test_what_a_record_is_about_and_where_it_waits_stays(
    world: World, sign_in: SignIn, change: str
) -> None:
    """Else a case or a waiting approval could drop off the list of the supervisor."""
    attacker = sign_in("app")
    enter(attacker, world.worker)
    insert_proved(attacker, world.worker, "cases_due", DUE)
    insert_proved(
        *(attacker, world.worker, "cases_approval"),
        "SELECT *, id AS case_id, id AS subject_id, now() AS asked_at FROM cases_case",
        subject="plan",
        subject_version=1,
        decision="waiting",
    )
    with pytest.raises(psycopg.errors.CheckViolation, match="stays as it was recorded"):
        attacker.execute(change)


@pytest.mark.real_transactions
@pytest.mark.parametrize(
    ("day", "is_kept"),
    [
        ("0100-01-01", True),
        ("0099-12-31", False),
        ("9900-01-01", True),
        ("9900-01-02", False),
        ("infinity", False),
        ("-infinity", False),
        ("0044-03-15 BC", False),
    ],
)
def test_date_that_no_page_can_read_is_refused(
    world: World, sign_in: SignIn, day: str, *, is_kept: bool
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    due = "cases_due", {"due_on": f"'{day}'"}, f"case_id = '{world.case.id}'"
    if is_kept:
        assert update_proved(attacker, world.worker, *due) >= 1
    else:
        with pytest.raises(psycopg.errors.CheckViolation, match="cannot be read"):
            update_proved(attacker, world.worker, *due)
    attacker.rollback()
    enter(attacker, world.worker)
    with pytest.raises(psycopg.errors.CheckViolation, match="cannot be read"):
        insert_proved(attacker, world.worker, "cases_due", DUE, recorded_at="infinity")


@pytest.mark.real_transactions
@pytest.mark.parametrize(("seconds", "is_kept"), [(655, True), (665, False)])
def test_planted_limit_lasts_ten_minutes_at_most(
    sign_in: SignIn, seconds: int, *, is_kept: bool
) -> None:
    """As a statement of the web role without a context would plant it."""
    attacker = sign_in("app")
    statement = (
        "INSERT INTO web_cache VALUES (%s, '[]', clock_timestamp() + make_interval(secs => %s))"
    )
    assert json_cache.MAX_SECONDS + value_triggers.CLOCKS_DIFFER_SECONDS == 660
    if is_kept:
        attacker.execute(statement, [uuid4().hex, seconds])
    else:
        with pytest.raises(psycopg.errors.CheckViolation, match="kept too long"):
            attacker.execute(statement, [uuid4().hex, seconds])


def test_no_window_of_a_rate_limit_is_longer_than_its_row() -> None:
    rates = {**account.RATE_LIMITS, **mfa.RATE_LIMITS, **RATE_LIMITS}
    windows = {rate.duration for limits in rates.values() for rate in ratelimit.parse_rates(limits)}
    assert 2 * max(windows) <= json_cache.MAX_SECONDS


@pytest.mark.django_db
def test_my_day_leaves_out_a_notice_of_an_unknown_kind() -> None:
    """As maintenance may restore it from another version."""
    staff = agencies.staff("supervisor")
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO agencies_notice (id, staff_id, kind, given_at) "
            "VALUES (gen_random_uuid(), %s, 'nonsense', now())",
            [staff.pk],
        )
    assert signed_in(staff).get("/").status_code == 200
