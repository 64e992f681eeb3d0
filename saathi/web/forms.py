"""The form renderer. Set `FORM_RENDERER = "saathi.web.forms.SaathiFormRenderer"`."""

from django.forms.renderers import TemplatesSetting


class SaathiFormRenderer(TemplatesSetting):
    """Django's form renderer with our templates, so that `{{ form }}` is drawn correctly."""

    form_template_name = "web/forms/form.html"
    formset_template_name = "web/forms/formset.html"
    field_template_name = "web/forms/field.html"
