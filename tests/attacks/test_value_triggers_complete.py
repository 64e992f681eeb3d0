"""Every column that needs one has its trigger: vocabularies, versions, bounds, shapes."""

from collections.abc import Callable

import psycopg
import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from saathi.agencies import (
    actor_columns,
    json_shapes,
    value_bounds,
    value_triggers,
)
from saathi.agencies.models import Scoped
from tests.attacks.conftest import Connection

REFUSED = psycopg.errors.InsufficientPrivilege
HIGHEST = 2147483647
type SignIn = Callable[[str], Connection]


def _bound_triggers(model: type[models.Model], triggers: dict[tuple[str, str], str]) -> int:
    """How many triggers keep the bounds and the numbers of a model."""
    table = model._meta.db_table
    expected = 0
    if bounds := list(value_bounds.out_of_bounds_conditions(model)):
        assert all(column in triggers[table, "values_bounded"] for column, _condition in bounds)
        expected += 1
    for name, is_there in (
        ("numbers_follow", value_bounds.order_number_columns(model)),
        ("addresses_local", getattr(model, "local_addresses", ())),
    ):
        if is_there:
            assert (table, name) in triggers
            expected += 1
    return expected


@pytest.mark.django_db
def test_every_vocabulary_and_version_has_its_trigger() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
            "WHERE tgname = ANY (%s) AND tgenabled = 'O'",
            [list(value_triggers.TRIGGER_NAMES)],
        )
        triggers = {(table, name): definition for table, name, definition in cursor.fetchall()}
    expected = 0
    for model in value_triggers.saathi_models():
        table = model._meta.db_table
        if columns := value_triggers.closed_vocabularies(model):
            definition = triggers[table, "values_known"]
            assert all(f"'{code}'" in definition for codes in columns.values() for code in codes)
            expected += 1
        if any(isinstance(field, models.DateField) for field in model._meta.fields):
            assert (table, "dates_readable") in triggers
            expected += 1
        if value_triggers.is_versioned(model):
            assert (table, "version_begins") in triggers
            assert (table, "version_grows") in triggers
            expected += 2
        if any(isinstance(field, ArrayField) for field in model._meta.fields):
            assert (table, "lists_flat") in triggers
            expected += 1
        if issubclass(model, Scoped) and not model.written_by_functions:
            assert (table, "recorder_kept") in triggers
            kept = value_triggers.immutable_columns(model)
            assert {"id", "file_id", "recorded_at"} <= set(kept)
            expected += 1
        kept = value_triggers.immutable_columns(model)
        assert {str(field.column) for field in model._meta.pk_fields} <= set(kept)
        assert all(column in triggers[table, "columns_kept"] for column in kept)
        expected += 1
        expected += _bound_triggers(model, triggers)
        if json_shapes.json_columns(model):
            assert (table, "json_shaped") in triggers
            expected += 1
        if actor_columns.actor_columns(model):
            assert (table, "actor_named") in triggers
            assert (table, "actor_kept") in triggers
            expected += 2
    assert ("web_cache", "expires_soon") in triggers
    assert ("procrastinate_jobs", "dates_readable") in triggers
    assert ("web_cache", "values_bounded") in triggers
    assert expected + 3 == len(triggers) > 200


# Lists of free text, or of codes that pages show unchanged if unknown.
OPEN_LISTS = {
    ("agencies_bundleversion", "permissions"),
    ("agencies_erasurerequest", "warnings"),
    ("exchange_export", "chosen"),
    ("missing_missingchild", "languages"),
    ("people_child", "languages"),
    ("people_child", "nationalities"),
    ("placements_placement", "unmet"),  # codes of `rules.UNMET`
    ("prevalence_prevalenceestimate", "lists"),
    ("protection_screening_protectionscreening", "origins"),  # countries
    ("releases_family", "tables"),
    ("transfers_transfer", "chain"),
    ("screening_screening", "positive"),
    ("services_service", "languages"),
    ("sharing_sharing", "against"),
    ("sharing_sharingagreement", "by"),
    ("sharing_sharingagreement", "indicators"),
}


def test_lists_say_of_which_vocabulary_their_codes_are() -> None:
    unknown = {
        (model._meta.db_table, field.column)
        for model in value_triggers.saathi_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ArrayField)
        and isinstance(field.base_field, models.CharField)
        and field.column not in value_triggers.closed_vocabularies(model)
    }
    assert unknown == OPEN_LISTS
