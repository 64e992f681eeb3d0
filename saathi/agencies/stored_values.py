"""Triggers that keep closed vocabularies and versions whole, whoever writes a row.

A page turns a stored code into a label and counts on versions that grow by one. An injected statement
in the request of a person who may change a row could store another code, on which each page that shows
the row fails, or the highest version, after which no change is possible. Policy says which rows a
person may change; these triggers say which values may be stored.

The same for the cache of rate limits, which the web role writes without a context: a row lasts ten
minutes at most.

Maintenance and the owner load and restore what was stored before, also by an earlier version.
"""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.infra import plain_cache

NAMES = ("values_known", "version_begins", "version_grows", "expires_soon")
CLOCKS_DIFFER_SECONDS = 60  # the web process reckons when a value of the cache expires
_OTHERS_WRITE = "current_user NOT IN ('saathi_maintenance', 'saathi_owner')"


def vocabularies(model: type[models.Model]) -> dict[str, tuple[str, ...]]:
    """The columns of a model that hold codes of a closed vocabulary, each with its codes."""
    found: dict[str, tuple[str, ...]] = {}
    for field in model._meta.concrete_fields:
        holder = field.base_field if isinstance(field, ArrayField) else field
        codes = [str(code) for code, _label in holder.flatchoices]
        if codes and field.blank and holder is field:
            codes.append("")
        if codes:
            found[str(field.column)] = tuple(dict.fromkeys(codes))
    return found


def is_versioned(model: type[models.Model]) -> bool:
    """Whether rows of a model count their changes, from 1 on."""
    return any(f.name == "version" and f.default == 1 for f in model._meta.concrete_fields)


def own_models() -> list[type[models.Model]]:
    """The models of Saathi itself."""
    return [model for model in apps.get_models() if model.__module__.startswith("saathi.")]


def triggers() -> Iterator[str]:
    """The statements that make them, for the owner of `row_refuse`."""
    longest = plain_cache.MOST_SECONDS + CLOCKS_DIFFER_SECONDS
    yield _trigger(
        *("expires_soon", "INSERT OR UPDATE OF expires", "web_cache"),
        f"NEW.expires > clock_timestamp() + interval '{longest} seconds'",
        "a value is kept too long",
    )
    for model in own_models():
        table = model._meta.db_table
        if known := vocabularies(model):
            arrays = {f.column for f in model._meta.fields if isinstance(f, ArrayField)}
            unknown = " OR ".join(
                _unknown(column, codes, is_array=column in arrays)
                for column, codes in known.items()
            )
            events = f"INSERT OR UPDATE OF {', '.join(known)}"
            yield _trigger("values_known", events, table, f"({unknown})", "a code is not known")
        if is_versioned(model):
            yield _trigger(
                "version_begins", "INSERT", table, "NEW.version <> 1", "a version begins with 1"
            )
            grown = "NEW.version::bigint - OLD.version"
            yield _trigger(
                *("version_grows", "UPDATE OF version", table),
                *(f"{grown} NOT IN (0, 1)", "a version grows by one"),
            )


def _unknown(column: str, codes: tuple[str, ...], *, is_array: bool) -> str:
    listed = ", ".join("'{}'".format(code.replace("'", "''")) for code in codes)
    if is_array:
        return f"NOT NEW.{column} <@ ARRAY[{listed}]::varchar[]"
    return f"NEW.{column} NOT IN ({listed})"


def _trigger(name: str, events: str, table: str, refused: str, why: str) -> str:
    return (
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW "
        f"WHEN ({refused} AND {_OTHERS_WRITE}) EXECUTE FUNCTION row_refuse('{why}')"
    )
