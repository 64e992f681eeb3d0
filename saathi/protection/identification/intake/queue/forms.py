"""Forms of the queue: name colleagues in a report, and the duty roster."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.agencies.models import Office, Staff
from saathi.agencies.staff_search import staff_label
from saathi.infra.digits import to_ascii_digits
from saathi.protection.identification.intake.queue.actions import ShiftInput
from saathi.protection.identification.intake.queue.rules import MAX_REPEATS, Shift
from saathi.web.components import isolate_direction
from saathi.web.fields import FullDateField
from saathi.web.time_field import TimeField

MAX_NAMED = 5
MAX_NAME_LENGTH = 120
_MAX_SHOWN = 8
_PHONE = re.compile(r"[0-9+() /-]{3,24}")


class StaffNameField(forms.CharField):
    """A colleague by full name, as Staff or None; an error lists names containing the text."""

    def __init__(self, **options: Any) -> None:
        self.colleagues: QuerySet[Staff] = Staff.objects.none()
        widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
        super().__init__(max_length=MAX_NAME_LENGTH, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        """The one colleague whose full name this is."""
        text = super().clean(value)
        return find_colleague(self.colleagues, text) if text else None


def find_colleague(colleagues: QuerySet[Staff], text: str) -> Staff:
    """The one colleague with this full name, or name and office; ValidationError otherwise.

    A part of a name is never enough, even if only one colleague matches: what follows from being
    named cannot be undone. The error lists those who match.
    """
    name, _comma, office = (" ".join(part.split()) for part in text.partition(","))
    near = colleagues.filter(name__icontains=name) if name else colleagues.none()
    if office:
        near = near.filter(office__name__icontains=office)
    same = near.filter(name__iexact=name)
    if office:
        same = same.filter(office__name__iexact=office)
    labelled = list(_labelled(same))
    if len(labelled) == 1:
        return labelled[0]
    if labelled and len({person.office_id for person in labelled}) == 1:
        raise ValidationError(gettext("Several colleagues in this office have this name."))
    if labelled:
        raise _unclear(
            gettext("Several colleagues have this name: %(names)s. Copy one of these."), labelled
        )
    if not (similar := list(_labelled(near))):
        raise ValidationError(
            gettext("No colleague is called “%(name)s”.") % {"name": isolate_direction(text)}
        )
    raise _unclear(gettext("Enter the full name. Copy one of these: %(names)s."), similar)


def _labelled(staff: QuerySet[Staff]) -> QuerySet[Staff]:
    return staff.select_related("office").order_by("name", "office__name", "pk")[: _MAX_SHOWN + 1]


def _unclear(text: str, people: list[Staff]) -> ValidationError:
    names = [isolate_direction(staff_label(person)) for person in people[:_MAX_SHOWN]]
    more = [gettext("others")] if len(people) > _MAX_SHOWN else []
    return ValidationError(text % {"names": "; ".join([*names, *more])})


@dataclass(frozen=True)
class NamedInReport:
    """The colleagues and the office that a report names."""

    staff: tuple[Staff, ...] = ()
    office: Office | None = None

    def __bool__(self) -> bool:
        return bool(self.staff) or self.office is not None


class NamedInReportField(forms.CharField):
    """Colleagues and an office by name, one on each line; the value is a `NamedInReport`."""

    def __init__(self, **options: Any) -> None:
        self.agency_id: UUID | None = None
        widget = forms.Textarea(attrs={"rows": 2, "dir": "auto", "autocomplete": "off"})
        super().__init__(max_length=MAX_NAMED * MAX_NAME_LENGTH, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        """Who is named; ValidationError for a line that names no one or several."""
        typed = super().clean(value).splitlines()
        lines = [name for line in typed if (name := " ".join(line.split()))]
        if len(lines) > MAX_NAMED:
            raise ValidationError(gettext("At most %(most)d names.") % {"most": MAX_NAMED})
        colleagues = Staff.objects.filter(agency=self.agency_id)
        offices = [office for line in lines if (office := self._office(line))]
        if len({office.pk for office in offices}) > 1:
            raise ValidationError(gettext("Name one office only."))
        names = {office.name.casefold() for office in offices}
        staff = [find_colleague(colleagues, line) for line in lines if line.casefold() not in names]
        return NamedInReport(tuple(staff), offices[0] if offices else None)

    def _office(self, line: str) -> Office | None:
        return Office.objects.filter(agency=self.agency_id, name__iexact=line).first()


class NamedInReportForm(RecordForm):
    """The agency's staff named in a report."""

    shows_stored_texts = False
    named = NamedInReportField(
        label=_("Names of colleagues, or of an office or facility"),
        help_text=_("One full name per line, as your agency writes it."),
    )

    def __init__(self, *args: Any, agency_id: UUID, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["named"]
        if isinstance(field, NamedInReportField):
            field.agency_id = agency_id


class ShiftForm(RecordForm):
    """One shift of the duty roster."""

    staff = StaffNameField(
        label=_("Person on duty"),
        help_text=_("Full name; add the office if several colleagues have this name."),
    )
    phone = forms.CharField(
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr", "autocomplete": "off"}),
        label=_("Telephone during the shift"),
        help_text=_("Shown to colleagues in your agency."),
    )
    cover = StaffNameField(
        required=False,
        label=_("Backup"),
        help_text=_("Notified as well, and takes over if the person on duty cannot be reached."),
    )
    starts_on = FullDateField(label=_("Start date"))
    starts_time = TimeField(required=True, label=_("Start time"), help_text=_("For example 18:00."))
    ends_on = FullDateField(label=_("End date"))
    ends_time = TimeField(required=True, label=_("End time"), help_text=_("For example 08:00."))
    weeks = forms.TypedChoiceField(
        coerce=int,
        choices=[(number, str(number)) for number in range(1, MAX_REPEATS + 1)],
        initial=1,
        label=_("Number of weeks"),
        help_text=_("The shift is repeated each week at the same time."),
    )

    def __init__(
        self, *args: Any, colleagues: QuerySet[Staff], time_zone: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.zone = ZoneInfo(time_zone)
        for name in ("staff", "cover"):
            field = self.fields[name]
            if isinstance(field, StaffNameField):
                field.colleagues = colleagues
        for name in ("starts_time", "ends_time"):
            self.fields[name].widget.attrs |= {
                "inputmode": "numeric",
                "dir": "ltr",
                "class": "short",
            }

    def clean_phone(self) -> str:
        """The number in European digits."""
        text = to_ascii_digits(self.cleaned_data["phone"]).strip()
        if text and not _PHONE.fullmatch(text):
            raise ValidationError(_("Use digits, spaces, hyphens and + only."))
        return text

    def to_input(self) -> ShiftInput:
        """The input of the action."""
        data = self.cleaned_data
        shift = Shift(
            dt.datetime.combine(data["starts_on"], data["starts_time"], self.zone),
            dt.datetime.combine(data["ends_on"], data["ends_time"], self.zone),
        )
        return ShiftInput(data["staff"], data["cover"], shift, data["phone"], data["weeks"])
