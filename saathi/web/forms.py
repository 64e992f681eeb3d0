"""The form renderer, and fields that are folded away.

Set `FORM_RENDERER = "saathi.web.forms.SaathiFormRenderer"`.
"""

from dataclasses import dataclass

from django.forms.renderers import TemplatesSetting

from saathi.web.components import Text


@dataclass(frozen=True)
class Fold:
    """Seldom needed fields of a form (its class's `folds`), at the place of the first one."""

    title: Text
    names: tuple[str, ...]


class SaathiFormRenderer(TemplatesSetting):
    """Django's form renderer with our templates, so that `{{ form }}` is drawn correctly."""

    form_template_name = "web/forms/form.html"
    formset_template_name = "web/forms/formset.html"
    field_template_name = "web/forms/field.html"
