"""The form of an export request."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.agencies.sections import Section
from saathi.desk.exporting import wording
from saathi.protection.exchange.actions.exporting import MAX_DAYS, ExportRequest
from saathi.protection.exchange.rules import reasons_against_format
from saathi.protection.exchange.vocabulary import STANDARDS, ExportFormat, ExportPurpose
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField, LongTextField


class CaseExportForm(RecordForm):
    """Purpose, reason, sections, format and expiry; and which cases, unless for one file."""

    shows_stored_texts = False

    purpose = forms.ChoiceField(
        label=_("Purpose of the export"),
        choices=ExportPurpose,
        widget=forms.RadioSelect,
    )
    reason = LongTextField(
        label=_("Recipient and reason"),
        max_length=1000,
        help_text=_("Do not name a child here."),
    )
    cases = forms.MultipleChoiceField(
        label=_("Cases to include"),
        choices=[("open", _("Open")), ("closed", _("Closed"))],
        initial=["open"],
        widget=forms.CheckboxSelectMultiple,
    )
    opened_from = FullDateField(label=_("Opened from"), required=False)
    opened_until = FullDateField(label=_("Opened until"), required=False)
    sections = forms.MultipleChoiceField(
        label=_("Sections to include, besides personal details"),
        choices=[(str(int(section)), label) for section, label in wording.SECTION_TEXTS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Choose only what the recipient needs. You can export only what you are allowed "
            "to read."
        ),
    )
    format = forms.ChoiceField(
        label=_("Format"),
        choices=ExportFormat,
        initial=ExportFormat.BOOK,
        widget=forms.RadioSelect,
    )
    days = forms.TypedChoiceField(
        label=_("Available for"),
        coerce=int,
        choices=[
            (1, _("one day")),
            (3, _("three days")),
            (7, _("a week")),
            (MAX_DAYS, _("two weeks")),
        ],
        initial=3,
    )

    basis = LongTextField(
        required=False,
        max_length=1000,
        label=_("Basis for sharing records of children without a recorded basis"),
        help_text=_(
            "Name the law, order or decision, in at least 20 letters. It is kept with the export "
            "and recorded in the log of each child’s file, and your supervisors are notified. "
            "Leave this blank to exclude these children."
        ),
    )
    checked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, file_id: UUID | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.file_id = file_id
        if file_id is not None:
            for name in ("cases", "opened_from", "opened_until"):
                del self.fields[name]
            set_choices(
                self,
                "format",
                [choice for choice in ExportFormat.choices if choice[0] not in STANDARDS],
            )
            no_names = ExportPurpose.STATISTICS
            set_choices(
                self,
                "purpose",
                [choice for choice in ExportPurpose.choices if choice[0] != no_names],
            )

    def clean(self) -> dict[str, Any]:
        """Checks that the period does not end before it begins, and that the format fits."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("opened_from"), cleaned.get("opened_until")
        if first and last and first > last:
            self.add_error("opened_until", _("Enter a date on or after the first date."))
        if "format" in cleaned and "sections" in cleaned:
            against = reasons_against_format(
                purpose=cleaned.get("purpose", ""),
                form=cleaned["format"],
                sections=_together(cleaned["sections"]),
                is_one_file=self.file_id is not None,
            )
            for reason in against:
                self.add_error(reason.code, gettext(reason.text))
        return cleaned

    def to_input(self) -> ExportRequest:
        """The request."""
        data = self.cleaned_data
        return ExportRequest(
            purpose=data["purpose"],
            reason=data["reason"],
            format=data["format"],
            sections=_together(data["sections"]),
            days=data["days"],
            of_file=self.file_id,
            chosen=data.get("cases", ()),
            opened_from=data.get("opened_from"),
            opened_until=data.get("opened_until"),
            basis=data.get("basis", ""),
        )

    def show_checked(self, mark: str) -> None:
        """Shows the submitted form again, with the mark of what its page says of the selection."""
        data = cast("QueryDict", self.data).copy()
        data[self.add_prefix("checked")] = mark
        self.data = data


def _together(chosen: Iterable[str]) -> Section:
    return Section(sum(int(value) for value in chosen))
