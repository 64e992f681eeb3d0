"""Forms of the child's decision on testimony, comprehension, summonses and requests to present the child."""

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.people.languages import Language
from saathi.protection.justice.proceedings.models import (
    ChildTestimonyDecision,
    ComprehensionFinding,
    PresentationRequest,
    Summons,
)
from saathi.protection.justice.proceedings.vocabulary import PresentationState


class TestimonyDecisionForm(DerivedForm[ChildTestimonyDecision]):
    """What the child decided. `about` is the proceeding."""

    model = ChildTestimonyDecision
    names = (
        "decided_on explained_by explained_how language understanding answer conditions fears "
        "pressure child_words note"
    )
    language = forms.ChoiceField(
        choices=[("", "—"), *Language.choices],
        required=False,
        label=_("Language of the explanation"),
    )


class WithdrawalForm(DerivedForm[ChildTestimonyDecision]):
    """The child withdraws a decision; no reason is needed."""

    model = ChildTestimonyDecision
    names = "withdrawn_on withdrawal_words"
    withdrawn_on = derive_field(ChildTestimonyDecision, "withdrawn_on", required=True)


class ComprehensionForm(DerivedForm[ComprehensionFinding]):
    """A finding of comprehension. `about` is the proceeding."""

    model = ComprehensionFinding
    names = "found_on found_by finder understood coherent grounds needs"


class SummonsForm(DerivedForm[Summons]):
    """A summons of the child. `about` is the proceeding."""

    model = Summons
    names = "source subject served_on served_to appear_on note"


class PresentationForm(DerivedForm[PresentationRequest]):
    """A request to present the child. `about` is the proceeding."""

    model = PresentationRequest
    names = "occasion planned_on reason_code why"


class PresentationDecisionForm(DerivedForm[PresentationRequest]):
    """The decision of a supervisor on a request."""

    model = PresentationRequest
    names = "state answer"
    state = forms.ChoiceField(
        choices=[
            (PresentationState.APPROVED.value, _("Approve")),
            (PresentationState.REFUSED.value, _("Do not approve")),
        ],
        widget=forms.RadioSelect,
        label=_("Decision"),
    )

    def prepare(self) -> None:
        """Suggests no decision."""
        self.initial.pop("state", None)
