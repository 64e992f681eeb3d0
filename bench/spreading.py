"""Copies the records of simulated files to other files, until there are as many as a nation would have.

The copies cannot be read, since their texts are sealed for another file; only lists and counts read them.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the bench has a server

import time
from collections.abc import Mapping, Sequence
from typing import Any

TARGETS = """
CREATE TEMPORARY TABLE spread ON COMMIT DROP AS
WITH source AS (
    SELECT file_id, row_number() OVER (ORDER BY file_id) AS n, count(*) OVER () AS all_of_them FROM ({any_table}) s
    WHERE EXISTS (SELECT 1 FROM cases_case c WHERE c.file_id = s.file_id)
), target AS (
    SELECT c.file_id, c.child_id, c.id AS case_id, o.country,
           row_number() OVER (ORDER BY {first}, md5(c.id::text)) AS n
    FROM cases_case c JOIN agencies_office o ON o.id = c.office_id WHERE c.file_id NOT IN ({any_table})
    AND EXISTS (SELECT 1 FROM vault_key v WHERE v.file_id = c.file_id)
)
SELECT s.file_id AS source, t.file_id AS target, t.child_id, t.case_id, t.country
FROM target t JOIN source s ON s.n = 1 + t.n %% s.all_of_them WHERE t.n <= %(number)s
"""
ANY_CASE = "true"
OPEN_CASES_FIRST = "c.status <> 'open'"


def spread(
    maintenance: Any,
    numbers: Mapping[str, int],
    *,
    first: str = ANY_CASE,
    changed: Mapping[str, str] | None = None,
) -> None:
    """Copies the records of each domain, file by file, to as many other files as were asked for.

    Domains named together, with a space between them, get the same files, so that links between their
    records stay. `first` says which cases come first; `changed` is the SQL of a column by its name,
    where `r` is the copied row and `m` what `TARGETS` says of the new file.
    """
    start = time.perf_counter()
    for apps, number in numbers.items():
        models = _models_of_files(apps.split())
        tables = [model._meta.db_table for model in models]
        any_table = " UNION ".join(f"SELECT file_id FROM {table}" for table in tables)
        [(there,)] = maintenance.execute(f"SELECT count(*) FROM ({any_table}) s").fetchall()
        if there >= number:
            continue
        with maintenance.transaction():
            targets = TARGETS.format(any_table=any_table, first=first)
            maintenance.execute(targets, {"number": number - there})
            for model in models:
                values = _of_new_file(model, tables) | dict(changed or {})
                copy_rows(maintenance, model, values, "JOIN spread m ON m.source = r.file_id")
            maintenance.execute("DROP TABLE spread")
        print(f"{apps}: {time.perf_counter() - start:.0f} s", flush=True)
    maintenance.execute("ANALYZE")


def copy_rows(maintenance: Any, model: Any, changed: Mapping[str, str], joined: str) -> None:
    """Copies rows `r` of a model, once for each row of `joined`; columns not in `changed` stay as they are."""
    columns = [each.column for each in model._meta.concrete_fields]
    listed = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(changed.get(name, f'r."{name}"') for name in columns)
    table = model._meta.db_table
    maintenance.execute(f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table} r {joined}")


def _models_of_files(labels: Sequence[str]) -> list[Any]:
    from django.apps import apps

    return [
        model
        for label in labels
        for model in apps.get_app_config(label).get_models()
        if any(each.name == "file" for each in model._meta.fields)
    ]


def _of_new_file(model: Any, tables: Sequence[str]) -> dict[str, str]:
    """The columns that differ: ids made of the original and the new file, the new file's child and case."""
    values = {"id": "md5(r.id::text || m.target)::uuid", "file_id": "m.target"}
    for each in model._meta.concrete_fields:
        name = each.column
        if name in values:
            continue
        if name in {"child_id", "case_id"}:
            values[name] = f"m.{name}"
        elif each.is_relation and each.related_model._meta.db_table in tables:
            values[name] = f"md5(r.{name}::text || m.target)::uuid"
        elif name == "group_id":
            values[name] = "NULL"
        elif name == "reference":
            values[name] = "substr(md5(r.reference || m.target), 1, 14)"
    return values
