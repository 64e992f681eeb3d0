"""Forms of minimum standards: a set, its criteria as a table, two sets to compare."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.declaration import RegisterForm
from saathi.agencies.register_kit.forms import RegisterImportForm
from saathi.infra.countries import Country
from saathi.people.forms import TextLineField
from saathi.protection.care.standards import rules
from saathi.protection.care.standards.models import StandardSet
from saathi.protection.care.standards.queries import full_title_text
from saathi.protection.care.standards.vocabulary import StandardStanding
from saathi.web.fields import FullDateField, LongTextField

BLANK_CHOICE = ("", "—")


class StandardSetForm(SealedTextsForm, RegisterForm):
    """A set of minimum standards without its criteria, which are a table."""

    shows_stored_texts = False  # open data: no text here is about a child

    name = TextLineField(required=True, label=_("Name"), max_length=160)
    edition = TextLineField(required=True, label=_("Edition"), max_length=40)
    country = forms.ChoiceField(
        required=False,
        choices=[("", _("Any country")), *Country.choices],
        label=_("Country"),
    )
    standing = forms.ChoiceField(
        choices=[BLANK_CHOICE, *StandardStanding.choices], label=_("Legal force")
    )
    in_force_from = FullDateField(required=False, label=_("In force from"))
    about = LongTextField(required=False, label=_("Summary"), max_length=2000)
    source = TextLineField(label=_("Source"), max_length=300)
    review_on = FullDateField(required=False, label=_("Review due"))

    def clean(self) -> dict[str, Any]:
        """Checks that the facts fit together, so that the preview of an import says it as well."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            reasons = rules.reasons_against_set(
                cleaned["standing"], cleaned["source"], cleaned["in_force_from"]
            )
            for reason in reasons:
                self.add_error(reason.code, gettext(reason.text))
        return cleaned

    def entry_values(self, actor: Staff) -> dict[str, Any]:  # noqa: ARG002 - of `RegisterForm`
        """The columns of the entry."""
        names = (
            "name", "edition", "country", "standing", "in_force_from", "about", "source",
            "review_on",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names}


class CriteriaImportForm(RegisterImportForm):
    """The criteria of a set as a table."""

    def more_options(self) -> dict[str, Any]:
        """What a copy of the form needs besides its data."""
        return {}


class StandardSetImportForm(CriteriaImportForm, StandardSetForm):
    """A new set with its criteria as a table."""

    def more_options(self) -> dict[str, Any]:
        """What a copy of the form needs besides its data."""
        return {"today": self.today}


class StandardCompareForm(forms.Form):
    """Two published sets."""

    left = forms.ChoiceField(label=_("First set"))
    right = forms.ChoiceField(label=_("Second set"))

    def __init__(self, *args: Any, sets: list[StandardSet], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(row.pk), full_title_text(row)) for row in sets]
        for name in ("left", "right"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [BLANK_CHOICE, *choices]
