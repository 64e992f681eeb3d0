"""Choosing a colleague by search instead of from a full list: the fields, and which staff they find.

Both work without a script: the typed text is searched when the form is sent, and if several
colleagues match, the form offers these to choose from. A script suggests matches while typing
(`web/staff.js`, `agencies:suggest_staff`).
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import BooleanField, CharField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.forms.widgets import ChoiceWidget
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from saathi.agencies import bundles, domains
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.web.paging import storable_text

MAX_SUGGESTED = 10
MAX_TEXT = 120


class StaffKind(StrEnum):
    """Which colleagues a field finds."""

    CASE_WORKER = "case_worker"  # who may be given a case
    COLLEAGUE = "colleague"  # who does case work
    ANYBODY = "anybody"  # all active staff of the agency


_PERMISSIONS: dict[StaffKind, tuple[Permission, ...]] = {
    StaffKind.CASE_WORKER: (Permission.WORK_ON_CASE, Permission.OPEN_CASE),
    StaffKind.COLLEAGUE: (Permission.WORK_ON_CASE,),
    StaffKind.ANYBODY: (),
}


def staff_of_kind(actor: Staff, kind: StaffKind) -> QuerySet[Staff]:
    """The active colleagues of this kind in the actor's agency, with their offices."""
    staff_with_permissions = bundles.staff_with_permissions(actor.agency_id, *_PERMISSIONS[kind])
    return staff_with_permissions.select_related("office")


def staff_label(person: Staff) -> str:
    """Name and office, because two colleagues may share a name."""
    return f"{person.name}, {person.office.name}"


def staff_notes(actor: Staff, kind: StaffKind, people: Sequence[Staff]) -> dict[UUID, str]:
    """Notes that help the actor to choose among case workers, such as their open cases."""
    if kind != StaffKind.CASE_WORKER:
        return {}
    return domains.colleague_notes(actor, [person.pk for person in people])


def list_team(file_id: UUID) -> list[Staff]:
    """The staff who work on a file now, by name; the office that holds it does not count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_team(%s)", [file_id])
        ids = [staff_id for (staff_id,) in cursor.fetchall()]
    return list(Staff.objects.filter(pk__in=ids).select_related("office").order_by("name"))


def find_staff(staff: QuerySet[Staff], text: str, *, near: Staff | None) -> list[Staff]:
    """The staff whose name and office contain every word of the text, `near`'s office first.

    At most one more than is offered.
    """
    labelled = staff.annotate(
        label=Concat(F("name"), Value(", "), F("office__name"), output_field=CharField())
    )
    words = Q()
    for word in storable_text(text).replace(",", " ").split():
        words &= Q(label__icontains=word)
    is_far = ~Q(office_id=near.office_id) if near else Q(pk__isnull=True)
    order = (ExpressionWrapper(is_far, BooleanField()), "name", "pk")
    results: list[Staff] = [*labelled.filter(words).order_by(*order)[: MAX_SUGGESTED + 1]]
    exact = [person for person in results if staff_label(person).casefold() == text.casefold()]
    return exact if len(exact) == 1 else results


class _StaffWidget(forms.MultiWidget):
    """A search box, and the colleagues found; one is chosen."""

    template_name = "web/forms/staff_search.html"
    use_fieldset = True

    def __init__(self, chooser: type[ChoiceWidget], kind: StaffKind) -> None:
        self.kind = kind
        search = forms.TextInput(
            attrs={
                "autocomplete": "off",
                "maxlength": MAX_TEXT,
                "dir": "auto",
                "data-staff-search": reverse_lazy("agencies:suggest_staff"),
                "data-staff-kind": kind.value,
            }
        )
        super().__init__({"search": search, "chosen": chooser()})

    def offer(self, people: Sequence[tuple[str, str]]) -> None:
        """Makes these the colleagues to choose from."""
        chooser = self.widgets[1]
        assert isinstance(chooser, ChoiceWidget)
        chooser.choices = people

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The parts of the widget, and whether there is anyone to choose from."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        chooser = self.widgets[1]
        assert isinstance(chooser, ChoiceWidget)
        has_choices = bool(list(chooser.choices))
        context["widget"]["has_choices"] = has_choices
        context["widget"]["is_many"] = isinstance(chooser, forms.CheckboxSelectMultiple)
        search, *others = context["widget"]["subwidgets"]
        for part in (search, *others) if has_choices else others:
            part["attrs"].pop("required", None)  # the text or a choice is enough: the server checks
        return context


class StaffSearchWidget(_StaffWidget):
    """For one colleague; with the text for which colleagues are listed, as `NAME_searched`."""

    def __init__(self, kind: StaffKind) -> None:
        super().__init__(forms.Select, kind)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """The text, the id, and the text that was searched (None: colleagues were not listed).

        A link may name the colleague by the field's own name.
        """
        text, key = super().value_from_datadict(data, files, name)
        return [text, key or data.get(name, ""), data.get(f"{name}_searched")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The parts of the widget, with the text for which colleagues are listed."""
        context = super().get_context(name, value, attrs)
        context["widget"]["searched"] = context["widget"]["subwidgets"][0]["value"] or ""
        return context

    def decompress(self, value: Any) -> list[Any]:
        """The text and the id of the colleague chosen before."""
        if isinstance(value, Staff):
            return [staff_label(value), ""]
        return [value or "", ""]


class StaffSearchField(forms.Field):
    """One colleague, found by name and office, as `Staff`. The form must call `prepare`."""

    widget: type[Any] | Any

    def __init__(self, *, kind: StaffKind, **options: Any) -> None:
        self.kind = kind
        self._staff: QuerySet[Staff] = Staff.objects.none()
        self._actor: Staff | None = None
        super().__init__(widget=StaffSearchWidget(kind), **options)

    def prepare(self, actor: Staff, among: QuerySet[Staff] | None = None) -> None:
        """Sets which staff the field finds: colleagues of its kind, or these."""
        self._actor = actor
        self._staff = staff_of_kind(actor, self.kind) if among is None else among

    def clean(self, value: Any) -> Staff | None:
        """The colleague; if the text matches several, an error that lists them."""
        text, key, searched = value or ["", "", None]
        text, key = str(text or "").strip(), str(key or "").strip()
        if (person := self._chosen(key)) and _agrees(text, searched, person):
            self._offer([person], {})  # so that a page that shows the form again keeps the choice
            return person
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        found = find_staff(self._staff, text[:MAX_TEXT], near=self._actor)
        if len(found) == 1:
            return found[0]
        raise self._unclear(found)

    def _chosen(self, key: str) -> Staff | None:
        try:
            return self._staff.filter(pk=UUID(key)).first()
        except ValueError:
            return None

    def _unclear(self, found: Sequence[Staff]) -> ValidationError:
        if not found:
            return ValidationError(
                _("No colleague with this name can be chosen here. Check the spelling."),
                code="nobody",
            )
        shown, actor = found[:MAX_SUGGESTED], self._actor
        notes = staff_notes(actor, self.kind, shown) if actor else {}
        self._offer(shown, notes)
        if len(found) > MAX_SUGGESTED:
            text = _("Many colleagues match. Choose one below, or type more of the name or office.")
            return ValidationError(text, code="many")
        return ValidationError(_("Several colleagues match. Choose one below."), code="several")

    def _offer(self, people: Sequence[Staff], notes: Mapping[UUID, str]) -> None:
        choices = [(str(person.pk), _noted_label(person, notes)) for person in people]
        self.widget.offer([("", "—"), *choices])


def _agrees(text: str, searched: str | None, person: Staff) -> bool:
    """Whether the text leaves the choice as it is: a text changed since is another search."""
    if not text:
        return True
    if searched is not None:
        return text.casefold() == searched.strip().casefold()
    return text.casefold() in staff_label(person).casefold()


def _noted_label(person: Staff, notes: Mapping[UUID, str]) -> str:
    note = notes.get(person.pk)
    return f"{staff_label(person)} · {note}" if note else staff_label(person)


def set_staff_choices(
    form: forms.BaseForm, actor: Staff, among: QuerySet[Staff] | None = None, *, name: str = "staff"
) -> None:
    """Sets which staff a `StaffSearchField` of a form finds; TypeError for another field."""
    field = form.fields[name]
    if not isinstance(field, StaffSearchField):
        raise TypeError(f"{name} does not search staff.")
    field.prepare(actor, among)


class SeveralStaffWidget(_StaffWidget):
    """Several colleagues: boxes for those offered and chosen, and a search box to find others."""

    def __init__(self, kind: StaffKind) -> None:
        super().__init__(forms.CheckboxSelectMultiple, kind)

    def decompress(self, value: Any) -> list[Any]:
        """The ids chosen before."""
        return ["", [str(key) for key in value or []]]


class SeveralStaffField(forms.Field):
    """Several colleagues: some offered first, such as the child's team, others found by search.

    Returns their ids. A single search match is chosen at once; several are offered as boxes to
    tick.
    """

    widget: type[Any] | Any

    def __init__(self, *, kind: StaffKind, **options: Any) -> None:
        self.kind = kind
        self._staff: QuerySet[Staff] = Staff.objects.none()
        self._actor: Staff | None = None
        self._first: list[Staff] = []
        super().__init__(widget=SeveralStaffWidget(kind), **options)

    def prepare(self, actor: Staff, first: Sequence[Staff] = ()) -> None:
        """Sets which staff the field finds, and who is offered without a search."""
        self._actor = actor
        self._staff = staff_of_kind(actor, self.kind)
        self._first = list(first)
        self._offer([])

    def clean(self, value: Any) -> list[UUID]:
        """The ids of the ticked colleagues; an error if the search matches no one or several."""
        text, keys = value or ["", []]
        text = (text or "").strip()[:MAX_TEXT]
        chosen = self._staff.filter(pk__in=[key for key in map(_key, keys or []) if key])
        people = list(chosen)
        result = find_staff(self._staff, text, near=self._actor) if text else []
        self._offer([*people, *result[:MAX_SUGGESTED]])
        if text:
            self._ask_again(result, people)
        if len(result) == 1 and result[0] not in people:
            people += result
        if self.required and not people:
            raise ValidationError(self.error_messages["required"], code="required")
        return [person.pk for person in people]

    def _ask_again(self, found: Sequence[Staff], people: Sequence[Staff]) -> None:
        if not found:
            raise ValidationError(
                _("No colleague with this name can be chosen here. Check the spelling."),
                code="nobody",
            )
        if len(found) > 1 and not {person.pk for person in found} & {
            person.pk for person in people
        }:
            text = _("Several colleagues match. Select them below, or clear the search.")
            raise ValidationError(text, code="several")

    def _offer(self, more: Sequence[Staff]) -> None:
        people = {person.pk: person for person in (*self._first, *more)}
        self.widget.offer([(str(key), staff_label(person)) for key, person in people.items()])

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other colleagues are ticked."""
        before = {str(key) for key in initial or []}
        return before != set((data or ["", []])[1] or [])


def _key(text: str) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
