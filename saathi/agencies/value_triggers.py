"""Triggers that keep codes, dates, numbers, sizes and versions valid, whoever writes a row.

A page turns a stored code into a label, reads dates, and relies on versions that grow by one. An
injected statement in the request of a person who may change a row could store another code or an
endless date, which makes each page that shows the row fail, or the highest version, after which no
change is possible, or a value of a hundred megabytes. Policies say which rows a person may change;
these triggers say which values may be stored.

The cache of rate limits, which the web role writes without a context, is limited too: a row lasts
ten minutes at most.

Maintenance and the owner may load and restore older values, including those of an earlier version.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies import json_shapes, value_bounds
from saathi.agencies.actor_columns import actor_columns
from saathi.agencies.models import Scoped
from saathi.infra import json_cache
from saathi.infra.database_access import NOT_BY_MAINTENANCE

TRIGGER_NAMES = (
    *("values_known", "version_begins", "version_grows", "dates_readable", "expires_soon"),
    *("lists_flat", "recorder_kept", "columns_kept"),
    *("actor_named", "actor_kept", "json_shaped", "values_bounded", "numbers_follow"),
    "addresses_local",
)
# Python reads only the years 1 to 9999, in every time zone; PostgreSQL also stores other years and
# infinity, which would make each page that reads the row fail.
FIRST_DAY, LAST_DAY = "0100-01-01", "9900-01-01"
# Empty, or a path of this installation as a browser interprets it, which takes "\\" for "/" and
# ignores tabs and line breaks.
LOCAL_ADDRESS = r"^(/([^/\\[:cntrl:]][^\\[:cntrl:]]*)?)?$"
CLOCKS_DIFFER_SECONDS = 60  # the web process computes when a cache value expires
# The functions that transfer a case or settle a duplicate change these as their owner.
_NO_FUNCTION_WRITES = "current_user <> 'saathi_warden'"


def closed_vocabularies(model: type[models.Model]) -> dict[str, tuple[str, ...]]:
    """The columns of a model that contain codes of a closed vocabulary, each with its codes."""
    by_column: dict[str, tuple[str, ...]] = {}
    for field in model._meta.concrete_fields:
        holder = field.base_field if isinstance(field, ArrayField) else field
        codes = [str(code) for code, _label in holder.flatchoices]
        if field.name in (named := getattr(model, "codes_in_lists", {})):
            codes = list(named[field.name].values)
        if codes and field.blank and holder is field:
            codes.append("")
        if codes:
            by_column[str(field.column)] = tuple(dict.fromkeys(codes))
    return by_column


def is_versioned(model: type[models.Model]) -> bool:
    """Whether rows of a model have a version, starting at 1."""
    return any(f.name == "version" and f.default == 1 for f in model._meta.concrete_fields)


def immutable_columns(model: type[models.Model]) -> list[str]:
    """The columns that never change after the insert: key, file, time, others the model names.

    A changed key would make room for another row in its place, with values that need no proof.
    """
    kept = [str(field.column) for field in model._meta.pk_fields]
    if issubclass(model, Scoped) and not model.written_by_functions:
        names = ("file", "recorded_at", *model.kept_fields)
        kept += [str(model._meta.get_field(name).column) for name in names]  # type: ignore[union-attr]
        kept += value_bounds.order_number_columns(model) or ()
    elif not issubclass(model, Scoped):
        own = getattr(model, "kept_fields", ())
        kept += [str(model._meta.get_field(name).column) for name in own]  # type: ignore[union-attr]
    return list(dict.fromkeys(kept))


def saathi_models() -> list[type[models.Model]]:
    """The models of Saathi itself, without the audit tables, which have their own rules."""
    models_of_saathi = (m for m in apps.get_models() if m.__module__.startswith("saathi."))
    return [model for model in models_of_saathi if model._meta.managed]


def value_triggers_sql() -> Iterator[str]:
    """The statements that create the triggers, for the owner of `row_refuse`."""
    longest = json_cache.MAX_SECONDS + CLOCKS_DIFFER_SECONDS
    yield _trigger(
        *("expires_soon", "INSERT OR UPDATE OF expires", "web_cache"),
        f"NEW.expires > clock_timestamp() + interval '{longest} seconds'",
        "a value is kept too long",
    )
    # The job library ends at a time it cannot read, and begins again with the same job.
    yield _trigger(
        *("dates_readable", "INSERT OR UPDATE OF scheduled_at", "procrastinate_jobs"),
        f"(NEW.scheduled_at AT TIME ZONE 'UTC') NOT BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'",
        "a date cannot be read",
    )
    # Longer than anything the cache itself stores, which has fewer letters than this.
    yield _trigger(
        *("values_bounded", "INSERT OR UPDATE OF value", "web_cache"),
        f"length(NEW.value) > {json_cache.MAX_LETTERS}",
        "a value is out of bounds",
    )
    for model in saathi_models():
        yield from _value_triggers(model)
        yield from _bound_triggers(model)
        yield from _address_triggers(model)
        yield from _kept_triggers(model)


def _value_triggers(model: type[models.Model]) -> Iterator[str]:
    """Triggers on which values a model may hold."""
    table = model._meta.db_table
    if known := closed_vocabularies(model):
        arrays = {f.column for f in model._meta.fields if isinstance(f, ArrayField)}
        unknown = " OR ".join(
            _unknown(column, codes, is_array=column in arrays) for column, codes in known.items()
        )
        events = f"INSERT OR UPDATE OF {_listed(known)}"
        yield _trigger("values_known", events, table, f"({unknown})", "a code is not known")
    if days := _days(model):
        unreadable = " OR ".join(
            f"{day} NOT BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'" for day in days.values()
        )
        events = f"INSERT OR UPDATE OF {_listed(days)}"
        why = "a date cannot be read"
        yield _trigger("dates_readable", events, table, f"({unreadable})", why)
    if lists := [str(f.column) for f in model._meta.concrete_fields if isinstance(f, ArrayField)]:
        # A list of lists may have known codes only and still be unreadable for pages.
        nested = " OR ".join(
            f'array_ndims(NEW."{item}") > 1 OR array_position(NEW."{item}", NULL) IS NOT NULL'
            for item in lists
        )
        events = f"INSERT OR UPDATE OF {_listed(lists)}"
        yield _trigger("lists_flat", events, table, f"({nested})", "a list holds no values")


def _bound_triggers(model: type[models.Model]) -> Iterator[str]:
    """Triggers on how large the values of a model may be, and on the order of its numbers."""
    table = model._meta.db_table
    if bounds := list(value_bounds.out_of_bounds_conditions(model)):
        refused = " OR ".join(condition for _column, condition in bounds)
        events = f"INSERT OR UPDATE OF {_listed(dict(bounds))}"
        why = "a value is out of bounds"
        yield _trigger("values_bounded", events, table, f"({refused})", why)
    if order := value_bounds.order_number_columns(model):
        number, within = order
        yield (
            f"CREATE OR REPLACE TRIGGER numbers_follow BEFORE INSERT ON {table} FOR EACH ROW "
            f'WHEN (NEW."{number}" <> 1 AND {NOT_BY_MAINTENANCE}) '
            f"EXECUTE FUNCTION number_follows('{number}', '{within}')"
        )


def _address_triggers(model: type[models.Model]) -> Iterator[str]:
    """Triggers on addresses that a model stores: they must lead to pages of this installation."""
    names: tuple[str, ...] = getattr(model, "local_addresses", ())
    if names:
        elsewhere = " OR ".join(f"NEW.\"{name}\" !~ '{LOCAL_ADDRESS}'" for name in names)
        events = f"INSERT OR UPDATE OF {_listed(names)}"
        why = "an address leads elsewhere"
        yield _trigger("addresses_local", events, model._meta.db_table, f"({elsewhere})", why)


def _kept_triggers(model: type[models.Model]) -> Iterator[str]:
    """Triggers on what never changes in a row, who is named in it, and how its version grows."""
    table = model._meta.db_table
    if issubclass(model, Scoped) and not model.written_by_functions:
        changed = "NEW.recorded_by IS DISTINCT FROM OLD.recorded_by"
        yield _trigger(
            "recorder_kept", "UPDATE OF recorded_by", table, changed, "another recorded it"
        )
    if kept := immutable_columns(model):
        changed = " OR ".join(f'NEW."{item}" IS DISTINCT FROM OLD."{item}"' for item in kept)
        events = f"UPDATE OF {_listed(kept)}"
        refused = f"({changed}) AND {_NO_FUNCTION_WRITES}"
        yield _trigger("columns_kept", events, table, refused, "it stays as it was recorded")
    if columns := json_shapes.json_columns(model):
        refused = " OR ".join(json_shapes.invalid_json_conditions(model))
        events = f"INSERT OR UPDATE OF {_listed(columns)}"
        yield _trigger("json_shaped", events, table, f"({refused})", "it has another shape")
    if actors := actor_columns(model):
        yield from _actor_triggers(table, actors)
    if is_versioned(model):
        yield _trigger(
            "version_begins", "INSERT", table, "NEW.version <> 1", "a version begins with 1"
        )
        grown = "NEW.version::bigint - OLD.version"
        yield _trigger(
            *("version_grows", "UPDATE OF version", table),
            *(f"{grown} NOT IN (0, 1)", "a version grows by one"),
        )


def _actor_triggers(table: str, columns: list[str]) -> Iterator[str]:
    """Triggers that let the web role name only the person of the signed context as having acted."""
    why = "another person acted"
    named = [
        f'(NEW."{column}" IS NOT NULL AND NOT public.actor_is_self(NEW."{column}"))'
        for column in columns
    ]
    yield _trigger("actor_named", "INSERT", table, f"({' OR '.join(named)})", why)
    changed = [
        f'(NEW."{item}" IS DISTINCT FROM OLD."{item}" AND {other})'
        for item, other in zip(columns, named, strict=True)
    ]
    events = f"UPDATE OF {_listed(columns)}"
    yield _trigger("actor_kept", events, table, f"({' OR '.join(changed)})", why)


def _days(model: type[models.Model]) -> dict[str, str]:
    """A model's date and time columns, each with its day in SQL, the same in each time zone."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, models.DateField)]
    return {
        str(field.column): f"(NEW.\"{field.column}\" AT TIME ZONE 'UTC')"
        if isinstance(field, models.DateTimeField)
        else f'NEW."{field.column}"'
        for field in fields
    }


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _unknown(column: str, codes: tuple[str, ...], *, is_array: bool) -> str:
    listed = ", ".join("'{}'".format(code.replace("'", "''")) for code in codes)
    if is_array:
        return f'NOT NEW."{column}" <@ ARRAY[{listed}]::varchar[]'
    return f'NEW."{column}" NOT IN ({listed})'


def _trigger(name: str, events: str, table: str, refused: str, why: str) -> str:
    return (
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW "
        f"WHEN ({refused} AND {NOT_BY_MAINTENANCE}) EXECUTE FUNCTION row_refuse('{why}')"
    )
