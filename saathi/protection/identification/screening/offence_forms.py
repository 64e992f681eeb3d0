"""Forms for misidentification and for the request to move a child to protection."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.people.forms import TextLineField
from saathi.protection.decisions.orders.vocabulary import (
    NATIONAL_AUTHORITY_CHOICES,
    AuthorityKind,
)
from saathi.protection.identification.screening import rules
from saathi.protection.identification.screening.actions.offences import MisidentificationInput
from saathi.protection.identification.screening.vocabulary import (
    FollowsFromTrafficking,
    MisidentificationKind,
    Offence,
    RecordedBy,
)
from saathi.web.fields import LongTextField, PastDateField

FOLLOWS_CHOICES = [
    (choice.value, choice.label)
    for choice in FollowsFromTrafficking
    if choice is not FollowsFromTrafficking.PRESUMED
]


class MisidentificationForm(SealedTextsForm):
    """Form for an authority's record of the child as a migrant or an offender."""

    sealed_fields = ("what", "unrelated")

    kind = forms.ChoiceField(
        choices=MisidentificationKind,
        widget=forms.RadioSelect,
        label=_("Recorded status of the child"),
    )
    by_whom = forms.ChoiceField(choices=RecordedBy, label=_("Recorded by"))
    happened_on = PastDateField(label=_("Date"))
    what = LongTextField(
        required=False, max_length=2000, label=_("Wording of the record or statement")
    )
    offence = forms.ChoiceField(
        required=False,
        choices=[("", "—"), *Offence.choices],
        label=_("Alleged offence (if recorded as in conflict with the law)"),
        help_text=_(
            "Any of these offences may be a result of trafficking: a screening is recommended."
        ),
        label_suffix="",
    )
    follows = forms.ChoiceField(
        required=False,
        choices=FOLLOWS_CHOICES,
        label=_(
            "If recorded as in conflict with the law: is the alleged offence a result of what was "
            "done to the child?"
        ),
        help_text=_(
            "If yes, this is a safeguarding violation: your managers are notified, and an "
            "authority must be notified."
        ),
        label_suffix="",
    )
    unrelated = LongTextField(required=False, max_length=2000, label=_("If no: reason"))
    authority = forms.ChoiceField(
        required=False,
        choices=NATIONAL_AUTHORITY_CHOICES,
        label=_("If yes: authority to notify"),
    )
    body = TextLineField(
        label=_("Name of the authority, and contact person if known"), label_suffix=""
    )

    def clean(self) -> dict[str, Any]:
        """Requires a reason if the offence is said not to follow from trafficking."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == MisidentificationKind.OFFENDER:
            follows = FollowsFromTrafficking(cleaned.get("follows", ""))
            self.add_refusal_reasons(
                rules.reasons_against_follows_answer(follows, cleaned.get("unrelated", ""))
            )
        return cleaned

    def to_input(self) -> MisidentificationInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return MisidentificationInput(
            kind=MisidentificationKind(data["kind"]),
            by_whom=RecordedBy(data["by_whom"]),
            happened_on=data["happened_on"],
            offence=Offence(data["offence"]) if data["offence"] else None,
            follows=FollowsFromTrafficking(data["follows"]),
            authority=AuthorityKind(data["authority"]) if data["authority"] else None,
            body=data["body"],
            texts=self.texts(),
        )


class ProtectionTransferForm(SealedTextsForm):
    """Form for the request to an authority to move the child to protection."""

    sealed_fields = ("what", "body")

    authority = forms.ChoiceField(
        choices=NATIONAL_AUTHORITY_CHOICES,
        label=_("Authority that receives the request"),
    )
    body = TextLineField(
        required=True, label=_("Name of the authority, and contact person if known")
    )
    what = LongTextField(
        max_length=8000,
        label=_("Where the child is detained or charged, and evidence of trafficking"),
    )
