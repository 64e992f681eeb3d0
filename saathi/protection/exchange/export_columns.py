"""The columns that an export leaves out because no section that includes them was chosen."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit.fields import declaration_of, sealed_texts_of
from saathi.agencies.sections import Section
from saathi.agencies.wording import SECTION_TEXTS
from saathi.protection.exchange.export_values import TEXT_PREFIX, column_of_field, column_of_text
from saathi.web.components import Text

# Columns whose records declare no label.
_LABELS: Final[dict[str, Text]] = {
    "own_words": _("Child’s own words"),
    "own_words_in_reply": _("Child’s own words in reply"),
    "own_view": _("Child’s own view"),
    "own_reply": _("Child’s own reply"),
    "child_view": _("Child’s view"),
    "child_answer": _("Child’s answer"),
    "wishes": _("Child’s wishes"),
    "wish": _("Child’s wish"),
    "words": _("Words of the child or family"),
    "why": _("Reason"),
    "suspect": _("Alleged perpetrator"),
    "risk": _("Risk level"),
    "urgency": _("Urgency"),
    "danger_reported_at": _("Reported in immediate danger on"),
    "not_met_because": _("Reason for not meeting the child"),
    "child_safe": _("Is the child safe now?"),
}


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
            capfirst(str(name)) for section, name in SECTION_TEXTS.items() if section & self.needs
        )


def columns_left_out(model: type[Scoped], sections: Section) -> list[ColumnLeftOut]:
    """The columns of this type of record that these sections do not include."""
    texts = {text.key: text for text in sealed_texts_of(model).values()}
    column_left_outs = [
        ColumnLeftOut(column_of_field(field), _label(field), needs)
        for field in model._meta.concrete_fields
        if (needs := model.sections_of_fields.get(field.name)) and not needs & sections
    ]
    for key, needs in model.sections_of_texts.items():
        if not needs & sections:
            column = column_of_text(key)
            declared = str(texts[key].declaration.label) if key in texts else ""
            label = declared or label_of_column(column) or column
            column_left_outs.append(ColumnLeftOut(f"{TEXT_PREFIX}{column}", label, needs))
    return column_left_outs


def _label(field: "models.Field[Any, Any]") -> Text:
    return label_of_field(field) or label_of_column(field.name) or field.name


def label_of_column(name: str) -> str:
    """The label of a column whose record declares none; empty if it is not known here either."""
    return str(_LABELS.get(name, ""))


def label_of_field(field: "models.Field[Any, Any]") -> str:
    """The label of a field; empty if it declares none."""
    declaration = declaration_of(field)
    return str(declaration.label) if declaration else ""
