"""Forms to request and decide an erasure: choices only, so that no text about a child is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.erasure.actions import ErasureRequestInput
from saathi.agencies.form_submission import RecordForm
from saathi.agencies.vocabulary import (
    ChildAwareness,
    ErasureBasis,
    ErasureOverrideReason,
    ErasureRefusal,
)
from saathi.desk.erasing.queries import DISAGREES
from saathi.infra.reasons import Reason
from saathi.people.child_codes import normalise_child_code
from saathi.vault.vocabulary import ErasureReason
from saathi.web.dynamic_choices import set_choices


@dataclass(frozen=True)
class ErasureFormFacts:
    """What the form needs to know about the file: its code, its reports, reasons to wait."""

    code: str
    reports: int
    warnings: Sequence[Reason]


class ErasureRequestForm(RecordForm):
    """Form for the reason, legal basis, what the child knows, and why now despite open matters."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=ErasureReason.choices, widget=forms.RadioSelect
    )
    basis = forms.ChoiceField(
        label=_("Legal basis"),
        choices=ErasureBasis.choices,
        widget=forms.RadioSelect,
    )
    child_knows = forms.ChoiceField(
        label=_("Child’s awareness and wishes"),
        choices=ChildAwareness.choices,
        widget=forms.RadioSelect,
    )
    with_reports = forms.BooleanField(required=False, initial=True)
    despite = forms.ChoiceField(
        label=_("Reason for erasing now, despite the reasons to wait"),
        required=False,
        widget=forms.RadioSelect,
    )
    code = forms.CharField(
        label=_("Case ID, to confirm"),
        max_length=20,
        help_text=_(
            "The case ID is at the top of this page. It confirms that this is the right child."
        ),
        widget=forms.TextInput({"autocomplete": "off", "class": "short"}),
    )

    def __init__(self, *args: Any, facts: ErasureFormFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = facts
        self.fields["with_reports"].label = _(
            "Also erase this agency’s reports about the child: %(count)d"
        ) % {"count": facts.reports}
        set_choices(self, "despite", ErasureOverrideReason.choices)
        if not facts.reports:
            del self.fields["with_reports"]

    def clean_code(self) -> str:
        """Requires the code of this file."""
        typed: str = self.cleaned_data["code"]
        if normalise_child_code(typed) != self.about.code:
            raise forms.ValidationError(_("Enter the case ID of this file."))
        return typed

    def clean(self) -> dict[str, Any]:
        """Requires a reason to proceed if there are reasons to wait."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.reasons_to_wait() and not cleaned.get("despite"):
            self.add_error(
                "despite", _("There are reasons to wait. Choose a reason for erasing now.")
            )
        return cleaned

    def reasons_to_wait(self) -> list[Reason]:
        """Open matters, and the child's own refusal if recorded."""
        if self.cleaned_data.get("child_knows") == ChildAwareness.DISAGREES:
            return [*self.about.warnings, DISAGREES]
        return list(self.about.warnings)

    def to_input(self) -> ErasureRequestInput:
        """The request."""
        data = self.cleaned_data
        return ErasureRequestInput(
            ErasureReason(data["reason"]),
            ErasureBasis(data["basis"]),
            ChildAwareness(data["child_knows"]),
            with_reports=bool(data.get("with_reports")),
            despite=ErasureOverrideReason(data["despite"]) if data["despite"] else None,
        )


class ErasureDecisionForm(RecordForm):
    """Form to approve a request, or to refuse it with a reason."""

    REFUSE = ("refuse", _("Refuse: the file is not changed"))

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("agree", _("Approve: permanently erase the child’s identifying data")), REFUSE],
        widget=forms.RadioSelect,
    )
    refusal = forms.ChoiceField(
        label=_("Reason for refusal"),
        required=False,
        choices=ErasureRefusal.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, only_refuse: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if only_refuse:
            set_choices(self, "decision", [self.REFUSE])
            self.fields["decision"].initial = "refuse"
            self.fields["refusal"].initial = ErasureRefusal.LAPSED

    def clean(self) -> dict[str, Any]:
        """Requires a reason for a refusal."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == "refuse" and not cleaned.get("refusal"):
            self.add_error("refusal", _("Choose a reason for the refusal."))
        return cleaned

    def chosen_refusal(self) -> ErasureRefusal | None:
        """The reason for refusal; None if approved."""
        data = self.cleaned_data
        return ErasureRefusal(data["refusal"]) if data["decision"] == "refuse" else None
