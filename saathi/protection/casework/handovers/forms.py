"""Forms of a transfer: the offer, and the answer to it."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saathi.agencies.fields import OfficeChoiceField
from saathi.agencies.form_submission import RecordForm, SealedTextsForm
from saathi.agencies.models import Office, Staff
from saathi.agencies.staff_search import (
    StaffKind,
    StaffSearchField,
    set_staff_choices,
    staff_of_kind,
)
from saathi.consent.models import Consent
from saathi.participation.vocabulary import UnderstandingLevel
from saathi.protection.casework.cases.caseload import with_open_case_counts
from saathi.protection.casework.handovers import rules
from saathi.protection.casework.handovers.actions import HandoverInput, HandoverOfferInput
from saathi.protection.casework.handovers.vocabulary import (
    ChildViewOnHandover,
    HandoverDeclineReason,
    HandoverReason,
)
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField, LongTextField, ShortTextField

DEFAULT_ANSWER_DAYS = 14
DEFAULT_FORMER_ACCESS_DAYS = 14  # how long former staff read after the transfer


class ConsentBasisField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of legal bases, by kind and day."""

    def label_from_instance(self, obj: Consent) -> str:
        """The kind of basis and the day it was given."""
        return f"{obj.get_basis_display()}, {date_format(obj.given_on, 'j F Y')}"


class HandoverChildViewForm(SealedTextsForm):
    """The child's view of a transfer, and what the child was informed of."""

    child_view = forms.ChoiceField(
        choices=ChildViewOnHandover,
        required=False,
        widget=forms.RadioSelect,
        label=_("Child’s view"),
    )
    child_words = ShortTextField(required=False, label=_("In the child’s words"))
    child_informed = forms.ChoiceField(
        choices=UnderstandingLevel,
        required=False,
        widget=forms.RadioSelect,
        label=_("Child’s understanding of the transfer"),
    )
    information_given = ShortTextField(required=False, label=_("Information given to the child"))

    def clean(self) -> dict[str, Any]:
        """Requires the words of a child who is against it."""
        data = super().clean() or self.cleaned_data
        if "child_view" in data:
            view, informed = ChildViewOnHandover(data["child_view"]), data.get("child_informed", "")
            self.add_refusal_reasons(
                rules.reasons_against_child_view(view, informed, data.get("child_words", ""))
            )
        return data

    def to_handover_input(self) -> HandoverInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        names = ("handed", "child_words", "information_given", "beyond")
        texts = {name: data[name] for name in names if data.get(name)}
        return HandoverInput(
            HandoverReason(data["why"]),
            ChildViewOnHandover(data["child_view"]),
            UnderstandingLevel(data["child_informed"]),
            texts,
        )


class HandoverOfferForm(HandoverChildViewForm):
    """Form for an offer: receiving office, reason, legal basis, and how long we can still read."""

    fields_by_reason: ClassVar = {"waits": "to_office"}
    to_office = OfficeChoiceField(label=_("Recipient"))
    why = forms.ChoiceField(choices=[("", "—"), *HandoverReason.choices], label=_("Reason"))
    handed = LongTextField(
        label=_("Handover notes"),
        help_text=_(
            "Current measures, next due steps and people the child trusts. The receiving "
            "team reads this before responding: do not write names."
        ),
    )
    basis = ConsentBasisField(
        queryset=Consent.objects.none(),
        required=False,
        empty_label="—",
        label=_("Legal basis"),
        help_text=_(
            "Required for another agency: consent or another legal basis for the transfer."
        ),
    )
    answer_by = FullDateField(label=_("Response due by"))
    former_until = FullDateField(
        label=_("End of our access to the file after the transfer"),
        help_text=_("At most 90 days. The records you made stay in the file."),
    )

    def __init__(
        self, *args: Any, offices: QuerySet[Office], bases: QuerySet[Consent], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        set_choices(self, "to_office", offices)
        set_choices(self, "basis", bases)
        for name, days in (
            ("answer_by", DEFAULT_ANSWER_DAYS),
            ("former_until", DEFAULT_FORMER_ACCESS_DAYS),
        ):
            self.fields[name].initial = self.today + dt.timedelta(days=days)
        first = (
            "to_office",
            "why",
            "handed",
            "child_view",
            "child_words",
            "child_informed",
            "information_given",
        )
        self.order_fields([*first, "basis", "answer_by", "former_until"])

    def to_offer_input(self) -> HandoverOfferInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return HandoverOfferInput(
            data["to_office"],
            answer_by=data["answer_by"],
            former_access_until=data["former_until"],
            consent=data["basis"],
        )


class HandoverAnswerForm(RecordForm):
    """Form for the answer: accepted by which worker, or declined for which reason."""

    do = forms.ChoiceField(
        choices=[("accept", _("Accept the case")), ("decline", _("Decline the case"))],
        widget=forms.RadioSelect,
        label=_("Your response"),
    )
    staff = StaffSearchField(kind=StaffKind.CASE_WORKER, required=False, label=_("New case worker"))
    beyond = ShortTextField(
        required=False,
        label=_("Reason for exceeding the case limit"),
    )
    why_declined = forms.ChoiceField(
        choices=[("", "—"), *HandoverDeclineReason.choices],
        required=False,
        label=_("Reason for declining"),
    )
    answer = ShortTextField(required=False, label=_("Details"))

    def __init__(self, *args: Any, actor: Staff, **options: Any) -> None:
        super().__init__(*args, **options)
        workers = staff_of_kind(actor, StaffKind.CASE_WORKER)
        set_staff_choices(self, actor, with_open_case_counts(workers, actor.office.today()))

    def clean(self) -> dict[str, Any]:
        """Requires the worker if accepted, and the reason if declined."""
        data = super().clean() or self.cleaned_data
        if data.get("do") == "accept" and not data.get("staff"):
            self.add_error("staff", _("Choose the worker who takes on the case."))
        if data.get("do") == "decline":
            chosen = data.get("why_declined")
            for reason in rules.reasons_not_to_decline(
                HandoverDeclineReason(chosen) if chosen else None
            ):
                self.add_error(reason.code, _(reason.text))
        return data
