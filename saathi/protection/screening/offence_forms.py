"""Forms for how others recorded a child, and for asking that she is moved to protection."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sending import WordsForm
from saathi.people.forms import Line
from saathi.protection.orders.rules import USUALLY_TOLD
from saathi.protection.orders.vocabulary import AuthorityKind
from saathi.protection.screening import rules
from saathi.protection.screening.actions.offences import RecordedTold
from saathi.protection.screening.vocabulary import Follows, Misread, Offence, RecordedBy
from saathi.web.fields import LongText, PastDayField

SAID = [(one.value, one.label) for one in Follows if one is not Follows.PRESUMED]


class RecordedAsForm(WordsForm):
    """That somebody recorded the child as one of those among whom children are missed."""

    sealed_fields = ("what", "unrelated")

    kind = forms.ChoiceField(
        choices=Misread, widget=forms.RadioSelect, label=_("How the child was recorded")
    )
    by_whom = forms.ChoiceField(choices=RecordedBy, label=_("By whom"))
    happened_on = PastDayField(label=_("On which day"))
    what = LongText(required=False, max_length=2000, label=_("What was written or said"))
    offence = forms.ChoiceField(
        required=False,
        choices=[("", "—"), *Offence.choices],
        label=_("Accused of what, if as an offender"),
        help_text=_("Each of these may follow from trafficking: a screening suggests itself."),
        label_suffix="",
    )
    follows = forms.ChoiceField(
        required=False,
        choices=SAID,
        initial=Follows.NOT_KNOWN,
        label=_("If as an offender: does it follow from what was done to the child?"),
        help_text=_(
            "If it does, a safeguard was broken: your leaders are told, and an authority is."
        ),
        label_suffix="",
    )
    unrelated = LongText(
        required=False, max_length=2000, label=_("If it does not follow from it: why not")
    )
    authority = forms.ChoiceField(
        required=False,
        choices=AuthorityKind,
        initial=USUALLY_TOLD,
        label=_("If it follows: which authority is to be told"),
    )
    body = Line(label=_("Its name, and the person there if known"), label_suffix="")

    def clean(self) -> dict[str, Any]:
        """That it does not follow needs its reason."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Misread.OFFENDER:
            said = Follows(cleaned.get("follows") or Follows.NOT_KNOWN)
            self.tell(rules.reasons_against_follows(said, cleaned.get("unrelated", "")), {})
        return cleaned

    def told(self) -> RecordedTold:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return RecordedTold(
            kind=Misread(data["kind"]),
            by_whom=RecordedBy(data["by_whom"]),
            happened_on=data["happened_on"],
            offence=Offence(data["offence"]) if data["offence"] else None,
            follows=Follows(data["follows"] or Follows.NOT_KNOWN),
            authority=AuthorityKind(data["authority"] or USUALLY_TOLD),
            body=data["body"],
            words=self.words(),
        )


class TransferForm(WordsForm):
    """Who is asked to move the child to protection, and why."""

    sealed_fields = ("what", "body")

    authority = forms.ChoiceField(
        choices=AuthorityKind,
        initial=AuthorityKind.JUVENILE_BOARD,
        label=_("Which authority is to be asked"),
    )
    body = Line(required=True, label=_("Its name, and the person there if known"))
    what = LongText(
        max_length=8000, label=_("Where the child is held or charged, and what shows trafficking")
    )
