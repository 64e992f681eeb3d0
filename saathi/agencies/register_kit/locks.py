"""The database side of a register: triggers and policies derived from its models.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from saathi.agencies.register_kit.models import (
    RegisterEntry,
    RegisterEntryTranslation,
    RegisterEntryVersion,
)
from saathi.agencies.rls_conditions import OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, NOT_BY_MAINTENANCE, RowPolicy

TRIGGER_NAME = "within_register"  # the name sorts it after those that check single values
HISTORY_TRIGGER_NAME = "register_old_kept"


def entry_models() -> list[type[RegisterEntry]]:
    """The model of each register."""
    return [model for model in apps.get_models() if issubclass(model, RegisterEntry)]


def version_model(model: type[RegisterEntry]) -> type[RegisterEntryVersion]:
    """The model of the earlier versions of a register's entries."""
    return next(
        versions
        for versions in apps.get_models()
        if issubclass(versions, RegisterEntryVersion)
        and versions._meta.get_field(entry_link(versions)).related_model is model
    )


def translation_models() -> list[type[RegisterEntryTranslation]]:
    """The translation model of each register that has translations."""
    return [model for model in apps.get_models() if issubclass(model, RegisterEntryTranslation)]


def entry_link(model: type[RegisterEntryVersion | RegisterEntryTranslation]) -> str:
    """The name of the foreign key by which earlier versions or translations name their entry."""
    return next(
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, RegisterEntry)
    )


def unchecked_columns(model: type[RegisterEntry]) -> list[str]:
    """The columns of a register that no second person has to see."""
    return [str(model._meta.get_field(name).column) for name in model.unchecked_fields]  # type: ignore[union-attr]


def triggers() -> Iterator[str]:
    """The triggers of registers: they check moves and translations, and keep the earlier content.

    The owner of their functions creates them.
    """
    for model in entry_models():
        versions = version_model(model)
        link = versions._meta.get_field(entry_link(versions)).column  # type: ignore[union-attr]
        columns = (versions._meta.db_table, link, *unchecked_columns(model))
        arguments = ", ".join(f"'{column}'" for column in columns)
        yield (
            f"CREATE OR REPLACE TRIGGER {TRIGGER_NAME} BEFORE INSERT OR UPDATE "
            f"ON {model._meta.db_table} FOR EACH ROW EXECUTE FUNCTION register_check_entry({arguments})"
        )
        yield _history_trigger(model)

    for translations in translation_models():
        yield (
            f"CREATE OR REPLACE TRIGGER {TRIGGER_NAME} BEFORE INSERT OR UPDATE "
            f"ON {translations._meta.db_table} FOR EACH ROW "
            "EXECUTE FUNCTION register_check_translation()"
        )


def _history_trigger(model: type[RegisterEntry]) -> str:
    """The trigger that keeps an entry's earlier content, except when maintenance restores it."""
    versions = version_model(model)
    link = versions._meta.get_field(entry_link(versions)).column  # type: ignore[union-attr]
    columns = [str(field.column) for field in model.history_fields()]
    arguments = ", ".join(f"'{item}'" for item in (versions._meta.db_table, link, *columns))
    return (
        f"CREATE OR REPLACE TRIGGER {HISTORY_TRIGGER_NAME} AFTER UPDATE ON {model._meta.db_table} "
        f"FOR EACH ROW WHEN (NEW.version <> OLD.version AND {NOT_BY_MAINTENANCE}) "
        f"EXECUTE FUNCTION register_keep_old({arguments})"
    )


def translation_policies(
    table: str, translations_table: str, link_column: str, permission: str
) -> Iterator[RowPolicy]:
    """The policies of translations: read with the entry, written by the maintainers of its agency."""
    of_entry = f"EXISTS (SELECT 1 FROM {table} e WHERE e.id = {link_column}"  # noqa: S608 - ours
    by_maintainer = (
        f"{of_entry} AND e.{OF_OWN_AGENCY}) AND '{permission}' = ANY {PERMISSIONS_OF_ACTOR}"
    )
    table = translations_table
    yield RowPolicy(table, "web_reads", "SELECT", APP, using=f"{of_entry})")
    yield RowPolicy(table, "web_adds", "INSERT", APP, check=by_maintainer)
    yield RowPolicy(table, "web_changes", "UPDATE", APP, using=by_maintainer, check=by_maintainer)


def entry_policies(
    table: str, versions_table: str, link_column: str, permission: str
) -> Iterator[RowPolicy]:
    """The policies of a register: all staff read what was published; its maintainers read the rest.

    The same applies to earlier content, which a trigger writes. Staff with the permission add and
    change the entries of their own agency.
    """
    ours = OF_OWN_AGENCY
    keeps = f"{ours} AND '{permission}' = ANY {PERMISSIONS_OF_ACTOR}"
    of_entry = f"EXISTS (SELECT 1 FROM {table} e WHERE e.id = {link_column}"  # noqa: S608 - ours
    seen = f"published_at IS NOT NULL OR ({keeps})"
    yield RowPolicy(table, "web_reads", "SELECT", APP, using=seen)
    yield RowPolicy(table, "web_adds", "INSERT", APP, check=keeps)
    yield RowPolicy(table, "web_changes", "UPDATE", APP, using=keeps, check=keeps)
    # The entry is looked up under its own policy. A version without a state predates the states.
    was_published = f"coalesce({versions_table}.body ->> 'state', 'published') = 'published'"
    seen_version = f"{of_entry} AND ({was_published} OR (e.{keeps})))"
    yield RowPolicy(versions_table, "web_reads", "SELECT", APP, using=seen_version)
