"""Numbers out of reach and values of hundreds of megabytes, which stop pages and jobs."""

from collections.abc import Callable

import psycopg
import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from saathi.agencies import json_shapes, value_bounds, value_triggers
from saathi.evidence.prevalence.models import SHOWN_PATH
from saathi.protection.casework.care_plans.vocabulary import GoalDecidedBy
from saathi.protection.casework.cases.vocabulary import Facet
from tests.attacks.conftest import Connection, World, enter

type SignIn = Callable[[str], Connection]

OUT = psycopg.errors.CheckViolation
FOUND = (
    '{"seen": 5, "sizes": [], "both": [], "found": {"estimate": 1, "low": 1, "high": 2, "close": 1, '
    '"models": 1, "pairs": PAIRS}}'
)
# One plan with a goal and a step, an episode with a leg: each with its number.
NEW = "gen_random_uuid(), file_id"
WRITTEN = "now(), access_staff(), 1"


def _add_plan(attacker: Connection, number: int) -> None:
    attacker.execute(
        "INSERT INTO care_plans_plan (id, file_id, case_id, recorded_at, recorded_by, version, number, "
        f"state, made_on, contribution, agreement) SELECT {NEW}, id, {WRITTEN}, %s, 'draft', "
        "current_date, '', 'not_asked' FROM cases_case",
        [number],
    )


def _add_goal(attacker: Connection, number: int) -> None:
    attacker.execute(
        "INSERT INTO care_plans_goal (id, file_id, plan_id, recorded_at, recorded_by, version, number, "
        f"facet, decided_by, state, is_long_term, sealed) SELECT {NEW}, id, {WRITTEN}, %s, '{Facet.values[0]}', "
        f"'{GoalDecidedBy.values[0]}', 'open', false, '' FROM care_plans_plan",
        [number],
    )


@pytest.mark.real_transactions
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE people_child SET birth_year_low = -18",
        "UPDATE people_child SET birth_year_low = 99",
        "UPDATE people_child SET birth_year_high = 9901",
        "UPDATE people_child SET found_age_low = 151",
        "UPDATE people_child SET languages = array_fill('eng'::varchar, ARRAY[1001])",
        "INSERT INTO web_cache VALUES ('x', repeat('1', 5001), now())",
    ],
)
def test_value_out_of_bounds_is_refused(world: World, sign_in: SignIn, change: str) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    with pytest.raises(OUT, match="out of bounds"):
        attacker.execute(change)


@pytest.mark.real_transactions
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE people_child SET birth_year_low = 100, birth_year_high = 9900",
        "UPDATE people_child SET found_age_low = 0, found_age_high = 150",
        "UPDATE people_child SET languages = array_fill('eng'::varchar, ARRAY[1000])",
        "INSERT INTO web_cache VALUES ('x', repeat('1', 5000), now())",
    ],
)
def test_value_within_its_bounds_is_stored(world: World, sign_in: SignIn, change: str) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    assert attacker.execute(change).rowcount == 1


@pytest.mark.real_transactions
def test_number_follows_the_one_before(world: World, sign_in: SignIn) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    for number in (0, 2, 32767):
        with pytest.raises(OUT, match="follows"), attacker.transaction():
            _add_plan(attacker, number)
    _add_plan(attacker, 1)
    with pytest.raises(OUT, match="follows"), attacker.transaction():
        _add_goal(attacker, 32767)
    _add_goal(attacker, 1)
    _add_goal(attacker, 2)
    with pytest.raises(OUT, match="stays as it was recorded"), attacker.transaction():
        attacker.execute("UPDATE care_plans_goal SET number = 32767 WHERE number = 2")
    _add_plan(attacker, 2)


@pytest.mark.real_transactions
@pytest.mark.parametrize(
    "facets",
    [
        pytest.param('{"a": ' * 40 + "1" + "}" * 40, id="nested"),
        pytest.param('{"a": [1' + "0" * 5000 + "]}", id="digits"),
    ],
)
def test_json_that_python_cannot_read_is_refused(
    world: World, sign_in: SignIn, facets: str
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    with pytest.raises(OUT, match="another shape"):
        attacker.execute(
            "INSERT INTO supplements_supportanswers (id, file_id, recorded_at, recorded_by, version, "
            f"child_id, form_id, form_code, form_version, filled_on, language, counted, sealed) "
            f"SELECT {NEW}, {WRITTEN}, child_id, gen_random_uuid(), 'x', 1, current_date, '', "
            "%s::jsonb, '' FROM cases_case",
            [facets],
        )


@pytest.mark.django_db
def test_every_integer_has_a_range_and_every_open_column_a_size() -> None:
    """Whoever adds a column of a type without a bound sees it here."""
    for model in value_triggers.own_models():
        bounded = {column for column, _condition in value_bounds.out_of_bounds(model)}
        for field in model._meta.concrete_fields:
            if isinstance(
                field, models.ForeignKey | models.BooleanField | models.UUIDField | models.DateField
            ):
                continue
            is_counted = field.name == "version" and value_triggers.is_versioned(model)
            has_length = isinstance(field, models.CharField) and field.max_length
            assert field.column in bounded or is_counted or has_length or field.primary_key, field
            if isinstance(field, ArrayField):
                entry = field.base_field
                assert getattr(entry, "max_length", None) or isinstance(
                    entry, models.UUIDField | models.IntegerField
                ), field


@pytest.mark.django_db
def test_every_number_that_counts_within_a_record_follows() -> None:
    """Those with a constraint that each number occurs once, and those without."""
    counted = {
        model._meta.db_table
        for model in value_triggers.own_models()
        if value_bounds.number_order(model)
    }
    numbered = {
        model._meta.db_table
        for model in value_triggers.own_models()
        if any(
            f.name == "number" and isinstance(f, models.IntegerField) for f in model._meta.fields
        )
    }
    assert numbered - counted == {"releases_edition"}  # written by functions, from a release


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "value", "holds"),
    [
        (json_shapes.ONLY_NUMBERS, '{"a": 1}', True),
        (json_shapes.ONLY_NUMBERS, "{}", True),
        (json_shapes.ONLY_NUMBERS, '{"a": "1"}', False),
        (json_shapes.ONLY_NUMBERS, "[1]", False),
        (json_shapes.ONLY_TEXTS, '{"a": "1"}', True),
        (json_shapes.ONLY_TEXTS, '{"a": null}', False),
        (SHOWN_PATH, '{"seen": null, "sizes": [5, null], "both": [], "found": null}', True),
        (SHOWN_PATH, FOUND.replace("PAIRS", "[[1, 2]]"), True),
        (SHOWN_PATH, FOUND.replace("PAIRS", "[1]"), False),
        (SHOWN_PATH, FOUND.replace("PAIRS", '[["1"]]'), False),
        (SHOWN_PATH, "{}", False),
        (SHOWN_PATH, '{"seen": 1, "sizes": [], "both": [], "found": null, "more": 1}', False),
        (SHOWN_PATH, '{"seen": 1, "sizes": ["5"], "both": [], "found": null}', False),
        (SHOWN_PATH, '{"seen": 1, "sizes": [], "both": [], "found": {"estimate": 1}}', False),
    ],
)
def test_path_describes_what_a_page_reads(path: str, value: str, *, holds: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT jsonb_path_exists(%s::jsonb, 'strict $ ? ({path})')", [value])
        assert cursor.fetchone() == (holds,)
