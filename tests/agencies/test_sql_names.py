"""Names of sections and locks in SQL files become their numbers; an unknown name is an error."""

import pytest

from saathi.agencies.sql_names import UnknownSqlName, replace_names


@pytest.mark.parametrize(
    ("named", "sql"),
    [
        ("mine.reads & {section.CASE} = 0", "mine.reads & 128 = 0"),
        ("mine.writes & {section.CASE|LEGAL} = 0", "mine.writes & 1152 = 0"),
        (
            "({section.ALL}, {section.TEAM_MEMBER}, {section.EMERGENCY})",
            "(4095, 3839, 149)",
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
