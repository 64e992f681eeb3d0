"""The columns that an export leaves out because no section that includes them was chosen."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit.fields import declaration_of, sealed_texts_of
from saathi.agencies.sections import Section
from saathi.agencies.wording import SECTION_TEXTS
from saathi.protection.exchange.export_values import TEXT_PREFIX, column_of_field, column_of_text
from saathi.web.components import Text


@dataclass(frozen=True)
class ColumnLeftOut:
    """A column, its label (the name where it has none), and the sections of which one includes it."""

    name: str
    label: Text
    needs: Section

    @property
    def sections(self) -> str:
        """The names of these sections, of which one is enough."""
        return " / ".join(
            str(name) for section, name in SECTION_TEXTS.items() if section & self.needs
        )


def columns_left_out(model: type[Scoped], sections: Section) -> list[ColumnLeftOut]:
    """The columns of this type of record that these sections do not include."""
    texts = {text.key: text for text in sealed_texts_of(model).values()}
    found = [
        ColumnLeftOut(column_of_field(field), label_of_field(field) or field.name, needs)
        for field in model._meta.concrete_fields
        if (needs := model.sections_of_fields.get(field.name)) and not needs & sections
    ]
    for key, needs in model.sections_of_texts.items():
        if not needs & sections:
            column = column_of_text(key)
            label = str(texts[key].declaration.label) if key in texts else ""
            found.append(ColumnLeftOut(f"{TEXT_PREFIX}{column}", label or column, needs))
    return found


def label_of_field(field: "models.Field[Any, Any]") -> str:
    """The label of a field; empty if it declares none."""
    declaration = declaration_of(field)
    return str(declaration.label) if declaration else ""
