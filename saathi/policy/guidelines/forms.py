"""The form of a guideline."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.declaration import RegisterForm
from saathi.infra.countries import Country
from saathi.people import languages
from saathi.people.forms import TextLineField
from saathi.policy.guidelines import queries, rules
from saathi.policy.guidelines.models import Guideline
from saathi.policy.guidelines.rules import GuidelineFacts
from saathi.policy.guidelines.vocabulary import GuidelineKind, GuidelineSubject
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField, LongTextField, ShortTextField

BLANK_CHOICE = ("", "—")


class EditionChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic in Django
    """A choice of a published guideline, by title and edition."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"queryset": Guideline.objects.none(), "empty_label": "—"} | options)

    def label_from_instance(self, obj: Guideline) -> str:
        """Its title and edition."""
        return queries.title_text(obj)


class GuidelineForm(SealedTextsForm, RegisterForm):
    """One edition of a guideline: text or web address, and who must read it."""

    shows_stored_texts = False  # open data: no text here is about a child

    title = TextLineField(required=True, label=_("Title"), max_length=200)
    edition = TextLineField(
        required=True,
        label=_("Edition"),
        help_text=_("For example “2026” or “2.1”."),
        max_length=40,
    )
    kind = forms.ChoiceField(
        choices=[BLANK_CHOICE, *GuidelineKind.choices], label=_("Type of document")
    )
    subject = forms.ChoiceField(
        choices=[BLANK_CHOICE, *GuidelineSubject.choices], label=_("Subject")
    )
    country = forms.ChoiceField(
        required=False, choices=[("", _("Every country")), *Country.choices], label=_("Country")
    )
    language = forms.ChoiceField(choices=languages.language_choices, label=_("Language"))
    issuer = TextLineField(required=True, label=_("Issued by"), max_length=200)
    issued_on = FullDateField(required=False, label=_("Issued on"))
    summary = ShortTextField(required=False, rows=3, label=_("Summary"), max_length=1000)
    text = LongTextField(
        required=False,
        label=_("Text"),
        help_text=_(
            "The text itself, or the steps of a protocol. Leave blank if you enter a link."
        ),
        max_length=30_000,
    )
    link = forms.URLField(
        required=False,
        assume_scheme="https",
        label=_("Web address of the document"),
        max_length=300,
    )
    must_read = forms.BooleanField(
        required=False, label=_("Staff acknowledge that they have read it")
    )
    read_by = FullDateField(required=False, label=_("To be read by"))
    replaces = EditionChoiceField(
        required=False,
        label=_("Replaces the edition"),
        help_text=_("Staff are asked to read the new edition as soon as it is published."),
    )
    review_on = FullDateField(required=False, label=_("Review due"))

    def __init__(self, data: Any = None, *, staff: Staff, entry: Guideline | None = None) -> None:
        initial = {} if entry is None else vars(entry) | {"replaces": entry.replaces_id}
        super().__init__(data, initial=initial, today=staff.office.today())
        rows = queries.replaceable_guidelines(staff)
        set_choices(self, "replaces", rows.exclude(pk=entry.pk) if entry else rows)

    def clean(self) -> dict[str, Any]:
        """Adds errors to what is missing or does not fit together."""
        data = super().clean() or self.cleaned_data
        facts = GuidelineFacts(
            data.get("text") or "",
            data.get("link") or "",
            bool(data.get("must_read")),
            data.get("read_by"),
        )
        if not {"text", "link", "read_by"}.intersection(self.errors):
            self.add_refusal_reasons(rules.reasons_against_guideline(facts))
        return data

    def entry_values(self, actor: Staff) -> dict[str, Any]:  # noqa: ARG002 - of `RegisterForm`
        """The columns of the entry."""
        names = (
            "title", "edition", "kind", "subject", "country", "language", "issuer", "issued_on",
            "summary", "text", "link", "must_read", "read_by", "replaces", "review_on",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names}
