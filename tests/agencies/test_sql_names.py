"""Names of sections and locks in SQL files become their numbers; an unknown name is an error."""

import pytest

from saathi.agencies import sql_names
from saathi.agencies.sql_names import UnknownSqlName, replace_names


@pytest.mark.parametrize(
    ("named", "sql"),
    [
        ("mine.reads & {section.CASE} = 0", "mine.reads & 128 = 0"),
        ("mine.writes & {section.CASE|LEGAL} = 0", "mine.writes & 1152 = 0"),
        (
            "({section.ALL}, {section.TEAM_MEMBER}, {section.EMERGENCY})",
            "(8191, 7935, 149)",
        ),
        ("pg_advisory_xact_lock({lock.REVIEWS})", "pg_advisory_xact_lock(7305019)"),
    ],
)
def test_names_become_numbers(named: str, sql: str) -> None:
    assert replace_names(named) == sql


@pytest.mark.parametrize("sql", ["'{}'::uuid[]", "'^[a-z][a-z0-9_.:-]{0,39}$'", "'{' || a || '}'"])
def test_other_braces_stay(sql: str) -> None:
    assert replace_names(sql) == sql


@pytest.mark.parametrize(
    "name",
    [
        "{section.CASES}",
        "{section.CASE|}",
        "{section.}",
        "{section.case}",
        "{lock.CASE}",
        "{lock.REVIEWS|IMPORT}",
        "{table.CASE}",
    ],
)
def test_unknown_name_is_an_error(name: str) -> None:
    with pytest.raises(UnknownSqlName) as raised:
        replace_names(f"SELECT {name}")
    assert name in str(raised.value)


def test_parts_of_several_apps_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = {"open": ["SELECT 1", "SELECT 2"], "one": ["SELECT 3"]}
    monkeypatch.setattr(sql_names, "function_parts", declared.get)
    joined = replace_names("({rows.open}), ({rows.one}), ARRAY[{values.open}]")
    assert " ".join(joined.split()) == (
        "(SELECT 1 UNION ALL SELECT 2), (SELECT 3), ARRAY[SELECT 1, SELECT 2]"
    )


@pytest.mark.parametrize("name", ["{rows.no_such}", "{values.no_such}"])
def test_part_that_no_app_declares_is_an_error(name: str) -> None:
    with pytest.raises(UnknownSqlName, match="no_such"):
        replace_names(name)
