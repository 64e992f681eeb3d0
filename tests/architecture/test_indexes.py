"""No index of ours is the beginning of another one: it would be written, and never be read."""

from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

OURS = [model for model in apps.get_models() if model.__module__.startswith("saathi.")]


def _columns(model: type[models.Model]) -> list[tuple[str, ...]]:
    """The columns of each index and rule of uniqueness that holds every row."""
    held = [i.fields for i in model._meta.indexes if i.condition is None]
    held += [
        c.fields
        for c in model._meta.constraints
        if isinstance(c, models.UniqueConstraint) and c.condition is None
    ]
    return [tuple(name.lstrip("-") for name in fields) for fields in held if fields]


def test_no_index_is_the_beginning_of_another() -> None:
    spare = {model._meta.label_lower: _spare_indexes(model) for model in OURS}
    assert {name: found for name, found in spare.items() if found} == {}


def _spare_indexes(model: type[models.Model]) -> set[object]:
    held = _columns(model)
    # A model that inherits the file column inherits its index.
    own = [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.db_index and field.name != "file"
    ]
    spare: set[object] = {name for name in own if any(columns[0] == name for columns in held)}
    spare |= {
        columns
        for columns in held
        if any(columns != other and other[: len(columns)] == columns for other in held)
    }
    return spare


def test_no_migration_puts_a_foreign_key_of_a_filled_table_on_again() -> None:
    """PostgreSQL would look, as the owner, for rows that row security hides from it."""
    loader = MigrationLoader(None)
    anew = [
        f"{app}.{name}: {operation.model_name}.{operation.name}"
        for (app, name), migration in loader.disk_migrations.items()
        if type(migration).__module__.startswith("saathi.")
        for operation in migration.operations
        if type(operation) is migrations.AlterField
        and isinstance(operation.field, models.ForeignKey)
    ]
    assert not anew
