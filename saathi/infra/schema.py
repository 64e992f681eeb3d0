"""Schema changes that, made in Django's way, would fail on a filled database with row security."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class DropForeignKeyIndex(migrations.AlterField):
    """Drops the index of a foreign key, and changes nothing else.

    Django would drop the key and create it again. PostgreSQL then checks each row as the owner of
    the tables, from which row security hides them all: it finds none of the referenced rows.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,  # noqa: ARG002 - Django gives it
    ) -> None:
        """Drops the index."""
        model, field, editor = self._of(app_label, from_state, schema_editor)
        kept_indexes = {index.name for index in model._meta.indexes}
        for name in editor._constraint_names(
            model, [field.column], index=True, type_=models.Index.suffix, exclude=kept_indexes
        ):
            editor.execute(editor._delete_index_sql(model, name))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 - Django gives it
        to_state: ProjectState,
    ) -> None:
        """Creates the index again."""
        model, field, editor = self._of(app_label, to_state, schema_editor)
        for statement in editor._field_indexes_sql(model, field):
            editor.execute(statement)

    def _of(
        self, app_label: str, state: ProjectState, schema_editor: Any
    ) -> tuple[type[models.Model], "models.ForeignKey[Any, Any]", Any]:
        model = state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.name)
        assert isinstance(field, models.ForeignKey)
        return model, field, schema_editor
