"""Forms of the follow-up after a return and its contacts."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from saathi.people import record_screens as kit
from saathi.protection.casework.cases.vocabulary import NotMetReason
from saathi.protection.casework.reintegration import queries, rules
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.models import MonitoringContact, Reintegration
from saathi.web.fields import FullDateField
from saathi.web.forms import Fold


def _confirm_field() -> forms.BooleanField:
    return forms.BooleanField(
        required=False,
        label=_("The explanation and the safe contact on the file are for different places"),
        help_text=_("Only if they differ. Name the place in both. Otherwise use the same one."),
    )


class BeginFollowUpForm(kit.DerivedForm[Reintegration]):
    """The beginning of the follow-up. `about` is the case."""

    model = Reintegration
    names = "returned_on lives_with cover_agreement cover cover_confirmed keep_in_mind"
    cover_confirmed = _confirm_field()
    saved_message = _("Saved. The contacts of the procedure are planned.")

    def prepare(self) -> None:
        """Offers the day that family tracing or a transfer recorded."""
        known = queries.last_return_day(self.about.file_id, self.staff)
        if known is not None:
            self.initial.setdefault("returned_on", known)


class FollowUpChangeForm(kit.DerivedForm[Reintegration]):
    """Changes what was agreed about contacts."""

    model = Reintegration
    names = "lives_with cover_agreement cover cover_confirmed keep_in_mind"
    cover_confirmed = _confirm_field()


class EndFollowUpForm(kit.DerivedForm[Reintegration]):
    """The end of the follow-up, with its reason."""

    model = Reintegration
    names = "end_reason end_note"
    end_reason = kit.derive_field(Reintegration, "end_reason", required=True)

    def prepare(self) -> None:
        """Offers each reason; none is chosen beforehand."""
        known = [reason for reason in codes.MonitoringEnd if reason]
        self.offer_codes("end_reason", known)


class ReturnContactForm(kit.DerivedForm[MonitoringContact]):
    """A contact on one page: five answers, the others folded. `about` is the follow-up.

    The day of the next contact is folded: it is filled in from the schedule, unless the child is not
    safe.
    """

    model = MonitoringContact
    names = (
        "made_by way result finding contact_on who_acts act_until next_on not_held_because replaced "
        "child_words caregiver_words risks lives_with school work"
    )
    made_by = kit.derive_field(MonitoringContact, "made_by", required=True)
    way = kit.derive_field(MonitoringContact, "way", required=True)
    result = kit.derive_field(MonitoringContact, "result", required=True)
    next_on = FullDateField(label=_("Next contact"), required=False)
    folds = (
        Fold(_("The child is not safe: who acts, until when"), ("who_acts", "act_until")),
        Fold(_("Next contact"), ("next_on",)),
        Fold(_("Child not reached, or visit replaced"), ("not_held_because", "replaced")),
        Fold(_("What was said, and risks"), ("child_words", "caregiver_words", "risks")),
        Fold(_("Living situation, school and work"), ("lives_with", "school", "work")),
    )

    def prepare(self) -> None:
        """Offers the day that the schedule names after this contact."""
        self.offer_codes("made_by", [code for code in codes.ReturnContactMaker if code])
        self.offer_codes("result", [code for code in codes.ContactResult if code])
        self.offer_codes("finding", [code for code in codes.ContactFinding if code])
        planned = [each.planned_on for each in queries.planned_contacts(self.about, self.staff)]
        plan = rules.fill_plan(planned, self.today)
        later = planned[0 if plan.filled is None else plan.filled + 1 :]
        if later:
            self.initial.setdefault("next_on", later[0])

    def clean(self) -> dict[str, Any]:
        """Shows why a contact cannot be saved beside its fields."""
        data = super().clean() or self.cleaned_data
        if data.get("result") == codes.ContactResult.NOT_REACHED:
            # a mentor who was kept from the child may know that the child is not safe
            if data.get("finding") == codes.ContactFinding.FINE:
                data["finding"] = codes.ContactFinding.NOT_RECORDED
        else:
            data["not_held_because"] = NotMetReason.NOT_RECORDED
        if data.get("finding") != codes.ContactFinding.UNSAFE:
            data["act_until"], data["who_acts"] = None, ""
        elif data.get("next_on") == self.initial.get("next_on"):
            self._empty_next_on()  # the day of the schedule is no answer for a child who is not safe
        return data

    def _empty_next_on(self) -> None:
        latest = self.today + dt.timedelta(days=rules.UNSAFE_NEXT_DAYS)
        if self.cleaned_data.get("next_on") is None or self.cleaned_data["next_on"] <= latest:
            return
        self.cleaned_data["next_on"] = None
        data = cast("QueryDict", self.data).copy()
        for part in range(3):
            data[f"next_on_{part}"] = ""
        self.data = data


class MissedReasonForm(kit.DerivedForm[MonitoringContact]):
    """Why a missed contact did not take place."""

    model = MonitoringContact
    names = "not_held_because risks"
    not_held_because = kit.derive_field(MonitoringContact, "not_held_because", required=True)
    risks = kit.derive_field(MonitoringContact, "risks", label=_("Explanation"))

    def prepare(self) -> None:
        """Offers each reason; none is chosen beforehand."""
        known = [reason for reason in NotMetReason if reason]
        self.offer_codes("not_held_because", known)
