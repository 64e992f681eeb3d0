"""Migrations compare the codes of choices, not their labels.

Labels are screen text: they are translated, and an editor may improve them. The database stores
codes. See docs/decisions/labels-without-migrations.md.
"""

from typing import Any

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.models import Field


class CodeAutodetector(MigrationAutodetector):
    """Finds a changed code as Django does, and no change where only a label differs."""

    def deep_deconstruct(self, obj: Any) -> Any:
        """The parts of `obj` that are compared; of a field's choices, only the codes."""
        parts = super().deep_deconstruct(obj)
        if not isinstance(obj, Field):
            return parts
        path, args, kwargs = parts
        choices = kwargs.get("choices")
        if not choices or callable(choices):
            return parts
        return path, args, kwargs | {"choices": [code for code, _label in choices]}
