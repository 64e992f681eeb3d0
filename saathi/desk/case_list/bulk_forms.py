"""The forms of bulk actions on cases: assign, transfer, arrange cover, flag."""

import datetime as dt
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.fields import OfficeChoiceField
from saathi.agencies.form_submission import RecordForm
from saathi.agencies.models import Office, Staff
from saathi.agencies.staff_search import StaffKind, StaffSearchField, set_staff_choices
from saathi.desk.registration.worker_choice import over_limit_field
from saathi.participation.vocabulary import UnderstandingLevel
from saathi.protection.casework.cases import caseload
from saathi.protection.casework.cases.cover_rules import last_cover_day
from saathi.protection.casework.cases.vocabulary import OverLimitReason
from saathi.protection.casework.handovers.actions import HandoverInput, HandoverOfferInput
from saathi.protection.casework.handovers.forms import (
    DEFAULT_ANSWER_DAYS,
    DEFAULT_FORMER_ACCESS_DAYS,
)
from saathi.protection.casework.handovers.rules import reasons_against_offer_days
from saathi.protection.casework.handovers.vocabulary import ChildViewOnHandover, HandoverReason
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField, LongTextField


class BulkForm(RecordForm):
    """A form for several cases at once; `checked` is the digest of what the user has confirmed."""

    shows_stored_texts = False

    def __init__(self, data: Any, *, actor: Staff) -> None:
        super().__init__(data)
        self.actor = actor
        self.today = actor.office.today()

    @cached_property
    def on_leave_until(self) -> dt.date | None:
        """The last day of the chosen colleague's leave; None if no one on leave was chosen."""
        person: Staff | None = self.cleaned_data.get("staff")
        load = caseload.staff_loads([person.pk]).get(person.pk) if person else None
        return load.covered_until if load else None


class _HandoverForm(BulkForm):
    why = forms.ChoiceField(choices=[("", "—"), *HandoverReason.choices], label=_("Reason"))
    handed = LongTextField(
        required=False,
        label=_("Handover notes"),
        help_text=_("The same text is saved in each case. Do not name any child."),
    )

    def handover(self) -> HandoverInput:
        """The handover, the same for each case; no child has been asked yet, as the page says."""
        data = self.cleaned_data
        texts = {"handed": data["handed"]} if data.get("handed") else {}
        if because := data.get("over_limit_because"):
            texts["beyond"] = str(OverLimitReason(because).label)
        return HandoverInput(
            HandoverReason(data["why"]),
            ChildViewOnHandover.NOT_ASKED,
            UnderstandingLevel.NOT_YET,
            texts,
        )


class LeaveWarningForm(forms.Form):
    """The confirmation required before cases go to a worker on leave."""

    despite_leave = forms.BooleanField(
        label=_("I have checked who is responsible for the children until then"),
        error_messages={"required": _("Confirm the leave, or choose another colleague.")},
    )

    def __init__(self, data: Any, *, warning: str) -> None:
        super().__init__(data, use_required_attribute=False)
        self.warning = warning


class AssignCasesForm(_HandoverForm):
    """The case worker who gets the cases; the reasons to reassign and to exceed the limit."""

    staff = StaffSearchField(kind=StaffKind.CASE_WORKER, label=_("Case worker"))
    over_limit_because = over_limit_field()

    field_order = ("staff", "why", "handed", "over_limit_because")

    def __init__(self, data: Any, *, actor: Staff) -> None:
        super().__init__(data, actor=actor)
        set_staff_choices(self, actor)
        self.fields["why"].required = False
        self.fields["why"].help_text = _("Not needed for a case that has no case worker yet.")
        self.fields["over_limit_because"].help_text = _(
            "Required if the case worker would have more open cases than the procedure allows."
        )


class TransferCasesForm(_HandoverForm):
    """The office of the same agency to which the cases are offered."""

    to_office = OfficeChoiceField(label=_("Office"))
    answer_by = FullDateField(label=_("Answer needed by"))
    former_until = FullDateField(
        label=_("Your office can read the file until"), help_text=_("At most 90 days.")
    )

    field_order = ("to_office", "why", "handed", "answer_by", "former_until")

    def __init__(self, data: Any, *, actor: Staff) -> None:
        super().__init__(data, actor=actor)
        offices = Office.objects.filter(agency=actor.agency_id, is_active=True)
        set_choices(self, "to_office", offices.order_by("name"))
        self.fields["to_office"].own_agency = actor.agency_id  # type: ignore[attr-defined]
        for name, days in (
            ("answer_by", DEFAULT_ANSWER_DAYS),
            ("former_until", DEFAULT_FORMER_ACCESS_DAYS),
        ):
            self.fields[name].initial = self.today + dt.timedelta(days=days)

    def clean(self) -> dict[str, Any]:
        """Days that no offer may have are an error here, before any case is listed."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if {"answer_by", "former_until"} <= data.keys():
            days = (data["answer_by"], data["former_until"])
            for reason in reasons_against_offer_days(*days, today=self.today):
                self.add_error(reason.code, str(reason.text))
        return data

    def offer(self) -> HandoverOfferInput:
        """The offer, the same for each case."""
        data = self.cleaned_data
        return HandoverOfferInput(data["to_office"], data["answer_by"], data["former_until"])


class CoverCasesForm(BulkForm):
    """The colleague who covers for the case workers, and the last day."""

    staff = StaffSearchField(kind=StaffKind.CASE_WORKER, label=_("Colleague"))
    until_on = FullDateField(
        label=_("Last day of cover"),
        help_text=_("Cover starts now and ends after this day. At most 92 days."),
    )

    def __init__(self, data: Any, *, actor: Staff) -> None:
        super().__init__(data, actor=actor)
        set_staff_choices(self, actor)

    def clean_until_on(self) -> dt.date:
        """The last day of cover; an error if beyond the longest cover."""
        until_on: dt.date = self.cleaned_data["until_on"]
        if not self.today <= until_on <= last_cover_day(self.today):
            raise forms.ValidationError(_("Choose a day within the next 92 days."))
        return until_on


class FlagCasesForm(BulkForm):
    """The flag that each case gets."""

    text = LongTextField(
        label=_("Reason for the flag"),
        help_text=_("The same text is saved in each case. Do not name any child."),
    )
    until = FullDateField(
        required=False,
        label=_("Flag expires on"),
        help_text=_("Without a date the flag is shown until a colleague removes it."),
    )

    def clean_until(self) -> dt.date | None:
        """The last day of the flag, not in the past, or None."""
        until: dt.date | None = self.cleaned_data["until"]
        if until is not None and until < self.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        return until
