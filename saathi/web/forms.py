"""The form renderer, and fields that are folded away.

Set `FORM_RENDERER = "saathi.web.forms.SaathiFormRenderer"`.
"""

from dataclasses import dataclass

from django.forms.renderers import TemplatesSetting

from saathi.web.components import Text


@dataclass(frozen=True)
class Fold:
    """Fields of a form that are seldom needed: `folds` of its class. They are where the first of them is."""

    title: Text
    names: tuple[str, ...]


class SaathiFormRenderer(TemplatesSetting):
    """Django's form renderer with our templates, so that `{{ form }}` is drawn correctly."""

    form_template_name = "web/forms/form.html"
    formset_template_name = "web/forms/formset.html"
    field_template_name = "web/forms/field.html"
