"""Forms of possible matches: one's decision, and parting what was joined."""

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sending import RecordForm
from saathi.protection.matches.actions import Told
from saathi.protection.matches.vocabulary import Decision, Ground, RepeatAnswer, UndoReason
from saathi.web.fields import LongText


class DecideForm(RecordForm):
    """What one person says of two records."""

    shows_words = True  # it stands beside what is sealed in both

    decision = forms.ChoiceField(
        choices=Decision, widget=forms.RadioSelect, label=_("What do you say?")
    )
    ground = forms.ChoiceField(choices=Ground, label=_("On what does it rest most?"))
    words = LongText(
        label=_("Why"),
        help_text=_(
            "Who was asked, what settled it. Nobody who decides after you reads this before."
        ),
    )

    def told(self) -> Told:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return Told(Decision(data["decision"]), Ground(data["ground"]), data["words"])


class AnswerForm(RecordForm):
    """What came of a word that something may have been seen before."""

    answer = forms.ChoiceField(
        choices=RepeatAnswer, widget=forms.RadioSelect, label=_("What do you make of it?")
    )

    def told(self) -> RepeatAnswer:
        """The valid form as the action takes it."""
        return RepeatAnswer(self.cleaned_data["answer"])


class PartForm(RecordForm):
    """Why two records are parted again."""

    reason = forms.ChoiceField(
        choices=UndoReason, widget=forms.RadioSelect, label=_("Why are they parted?")
    )
