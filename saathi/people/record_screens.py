"""Screens of records, declared with their address and permission: list, form, step, page.

A decorated function does what is particular: it lists the rows, saves the form, takes the step. The
kit does what no screen may forget: who may open it (404 for all others), the entry in the access
log, opening all texts with one query for keys, forms that are saved once and overwrite nobody's
work, and error reports without what was typed. An ordinary view can stand beside these.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, access_log, idempotency, records
from saathi.agencies.form_submission import (
    RecordForm,
    SealedTextsForm,
    posted_data,
    submit_form,
)
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.forms import DerivedForm
from saathi.agencies.record_kit.rows import format_field, labelled_values
from saathi.agencies.sections import Section
from saathi.infra.reasons import Refused
from saathi.people.form_pages import render_child_form_page
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText, Panel, PanelRow, RowStep
from saathi.people.queries import child_header, child_of_file
from saathi.web.components import ActionLink, LabelledValue, Text

type View = Callable[..., HttpResponse]
type RecordQuery = Callable[[Staff, UUID], Sequence[Scoped]]


class FileSubject(Protocol):
    """What the form of a file is about: the child's case, or another row with its child."""

    child: Any


@dataclass(frozen=True)
class FormPart:
    """A form as one part of a page."""

    form: RecordForm
    button: Text
    title: Text = ""
    lead: Text = ""
    template: str = "people/_form_part.html"


@dataclass(frozen=True)
class PageForm[SubjectT, FormT: SealedTextsForm]:
    """A form on the page of a record, and what saves it.

    `save` may return an address to go to; else the address named `back`, with the ids of the page,
    or this page again. With `is_edit` the form changes the record, and opens its texts.
    """

    form: Callable[..., FormT]
    save: Callable[[StaffRequest, SubjectT, FormT], object]
    back: str = ""
    is_edit: bool = False


@dataclass(frozen=True)
class RecordPage:
    """What a page shows, from top to bottom; a child's page has the child's header as its heading."""

    title: Text
    back: ActionLink | None = None
    heading: Text = ""  # if it differs from the title
    facts: Text = ""
    lead: Text = ""
    buttons: Sequence[ActionLink] = ()
    parts: Sequence[Panel | FormPart] = ()
    earlier: str = ""  # address of the next page of a list
    beside: ActionLink | None = None
    is_narrow: bool = False


def record_row(
    record: Scoped, fields: str | Iterable[str | LabelledValue], *, state: str = "", **row: Any
) -> PanelRow:
    """One record as a row: its fields with their labels, and the name of the field with its state.

    `row` gives the other values of `PanelRow`, such as its title. Texts must have been opened.
    """
    label = format_field(record, state) if state else ""
    return PanelRow(state=label, pairs=labelled_values(record, fields), **row)


def records_of_child(
    model: type[Scoped], *order: str, related: Sequence[str] = (), limit: int = 50
) -> RecordQuery:
    """A query for the records of this kind in a file that the reader may read, in this order."""

    def query(staff: Staff, file_id: UUID) -> Sequence[Scoped]:
        found = access.rights(staff, file_id).records(model)
        if related:
            found = found.select_related(*related)
        return list(found.order_by(*order)[:limit])

    return query


def steps_of(view: str, label: Text, record: Scoped) -> list[RowStep]:
    """The button of a step in the row of a record; `view` is the name of its address."""
    address = reverse(view, args=[record.file_id, record.pk])
    return [RowStep(label, address, record.version, idempotency.new_form_key())]


def link_if_writable(
    request: StaffRequest, child: Child, permission: Permission, link: ActionLink, section: Section
) -> list[ActionLink]:
    """The link to a form of the child's file, for those who may write the section; empty for others."""
    may = access.has_permission(request.staff, permission)
    return [link] if may and access.may_write(request.staff, child.file_id, section) else []


class RecordScreens:
    """The screens of a domain; `urls` are their addresses, named as their functions."""

    def __init__(self, app_name: str) -> None:
        self.app_name = app_name
        self.urls: list[URLPattern] = []

    def child_list(
        self,
        address: str,
        *permissions: Permission,
        section: Section,
        queries: Sequence[RecordQuery],
    ) -> Callable[[Callable[..., Sequence[Panel]]], View]:
        """A page with records of a child: the function gets request, child, and the result of each query."""

        def decorate(panels: Callable[..., Sequence[Panel]]) -> View:
            def view(request: StaffRequest, file_id: UUID) -> HttpResponse:
                child = child_of_file(request.staff, file_id, section)
                lists = [query(request.staff, file_id) for query in queries]
                shown = [record for listed in lists for record in listed]
                records.open_texts_of_each(shown)
                access_log.log_file_view(
                    request.staff,
                    audit.AuditKind.LISTED,
                    section,
                    file_id=file_id,
                    objects=[record.pk for record in shown],
                )
                back = ActionLink(_("The child’s file"), reverse("desk:child_file", args=[file_id]))
                page = RecordPage(child.code, back, parts=panels(request, child, *lists))
                return _render(request, page, child)

            return self._add(address, permissions, panels, view, is_read_only=True)

        return decorate

    def child_form[FormT: SealedTextsForm](
        self,
        address: str,
        *permissions: Permission,
        section: Section,
        form: Callable[..., FormT],
        text: ChildFormPageText,
        load: Callable[[Staff, UUID, Section], Child | FileSubject] = child_of_file,
    ) -> Callable[[Callable[[StaffRequest, Any, FormT], object]], View]:
        """A form for a new record of a child: the function saves it, and may return an address.

        It gets the request, what `load` returns (the child, or a row with its child) and the form.
        `Refused` becomes errors of the form's fields.
        """

        def decorate(save: Callable[[StaffRequest, Any, FormT], object]) -> View:
            def view(request: StaffRequest, file_id: UUID) -> HttpResponse:
                subject = load(request.staff, file_id, section)
                _require_write(request, file_id, section)
                filled = form(posted_data(request), staff=request.staff)
                back = reverse(text.back, args=[file_id])
                saving = _saving(request, subject, save, back)
                return submit_form(request, filled, saving) or render_child_form_page(
                    request, _child_of(subject), filled, text
                )

            return self._add(address, permissions, save, view)

        return decorate

    def child_edit[RecordT: Scoped, FormT: DerivedForm[Any]](
        self,
        address: str,
        *permissions: Permission,
        model: type[RecordT],
        form: type[FormT],
        text: ChildFormPageText,
    ) -> Callable[[Callable[[StaffRequest, RecordT, FormT], object]], View]:
        """A form that changes a record of a child: the function gets the opened record and the form."""

        def decorate(save: Callable[[StaffRequest, RecordT, FormT], object]) -> View:
            def view(request: StaffRequest, file_id: UUID, **ids: UUID) -> HttpResponse:
                child = child_of_file(request.staff, file_id, model.section)
                _require_write(request, file_id, model.section)
                record = records.get_record_of_file(request.staff, model, file_id, *ids.values())
                filled = _fill(request, form, record)
                back = reverse(text.back, args=[file_id])
                saving = _saving(request, record, save, back)
                return submit_form(
                    request, filled, saving, newest_url=request.path
                ) or render_child_form_page(request, child, filled, text)

            return self._add(address, permissions, save, view)

        return decorate

    def step[RecordT: Scoped](
        self, address: str, *permissions: Permission, model: type[RecordT], back: str
    ) -> Callable[[Callable[[StaffRequest, RecordT, int], object]], View]:
        """A button of a record, such as end: the function gets the record and the version that was seen."""

        def decorate(take: Callable[[StaffRequest, RecordT, int], object]) -> View:
            def view(request: StaffRequest, file_id: UUID, **ids: UUID) -> HttpResponse:
                record = records.get_record_of_file(request.staff, model, file_id, *ids.values())
                list_url = reverse(back, args=[file_id])

                def save(form: RecordForm) -> str:
                    take(request, record, form.seen_version)
                    return list_url

                answer = submit_form(request, RecordForm(request.POST), save, newest_url=list_url)
                return answer or redirect(list_url)

            return self._add(address, permissions, take, view)

        return decorate

    def listing[RecordT: Scoped](
        self, address: str, *permissions: Permission, query: Callable[[Staff], Sequence[RecordT]]
    ) -> Callable[[Callable[[StaffRequest, Sequence[RecordT]], RecordPage]], View]:
        """A page with records of several files: the function gets them opened; the view is logged."""

        def decorate(page: Callable[[StaffRequest, Sequence[RecordT]], RecordPage]) -> View:
            def view(request: StaffRequest) -> HttpResponse:
                listed = query(request.staff)
                records.open_texts_of_each(listed)
                self.log_list(request, page.__name__, listed)
                return _render(request, page(request, listed))

            return self._add(address, permissions, page, view, is_read_only=True)

        return decorate

    def page[SubjectT, FormT: SealedTextsForm](
        self,
        address: str,
        *permissions: Permission,
        load: Callable[..., SubjectT],
        form: PageForm[SubjectT, FormT] | None = None,
    ) -> Callable[[Callable[[StaffRequest, SubjectT, Any], RecordPage]], View]:
        """The page of one record, with a form or without; the function gets record and form.

        `load` gets the staff member and the ids of the address; it checks the right and logs the
        view, as `access.get` does.
        """

        def decorate(page: Callable[[StaffRequest, SubjectT, Any], RecordPage]) -> View:
            def view(request: StaffRequest, **ids: UUID) -> HttpResponse:
                subject = load(request.staff, *ids.values())
                filled = None
                if form is not None:
                    filled = _fill(request, form.form, subject if form.is_edit else None)
                    shown = reverse(form.back, kwargs=ids) if form.back else request.path
                    saving = _saving(request, subject, form.save, shown)
                    if answer := submit_form(request, filled, saving, newest_url=shown):
                        return answer
                return _render(request, page(request, subject, filled))

            return self._add(address, permissions, page, view, is_read_only=form is None)

        return decorate

    def log_list(self, request: StaffRequest, view: str, listed: Sequence[Scoped]) -> None:
        """One entry in the access log for a list of records, with the screen and their number."""
        access_log.log_list_view(
            request.staff,
            [record.pk for record in listed],
            screen=f"{self.app_name}:{view}",
            count=len(listed),
        )

    def _add(
        self,
        address: str,
        permissions: Sequence[Permission],
        function: Callable[..., object],
        view: View,
        *,
        is_read_only: bool = False,
    ) -> View:
        """The view under the name of its function, and its address."""
        named = wraps(function)(view)
        screen: View = sensitive_post_parameters()(staff_screen(*permissions)(named))
        screen = require_safe(screen) if is_read_only else screen
        self.urls.append(path(address, screen, name=function.__name__))
        return screen


def _fill[FormT](request: StaffRequest, form: Callable[..., FormT], record: object) -> FormT:
    """The form, empty or as sent; with the present values of the record that it changes."""
    if not isinstance(record, Scoped):
        return form(posted_data(request), staff=request.staff)
    records.open_texts(record)
    return form(posted_data(request), staff=request.staff, record=record)


def _saving[SubjectT, FormT: SealedTextsForm](
    request: StaffRequest,
    subject: SubjectT,
    save: Callable[[StaffRequest, SubjectT, FormT], object],
    back: str,
) -> Callable[[FormT], str]:
    def saving(form: FormT) -> str:
        try:
            address = save(request, subject, form)
        except Refused as refusal:
            form.add_refusal_reasons(refusal.reasons, {})
            return ""
        if form.errors:
            return ""
        return address if isinstance(address, str) else back

    return saving


def _require_write(request: StaffRequest, file_id: UUID, section: Section) -> None:
    if not access.may_write(request.staff, file_id, section):
        raise access.NotAllowed


def _child_of(subject: Child | FileSubject) -> Child:
    child: Child = subject if isinstance(subject, Child) else subject.child
    return child


def _render(request: StaffRequest, page: RecordPage, child: Child | None = None) -> HttpResponse:
    header = child_header(child, staff=request.staff) if child else None
    return render(request, "people/record_page.html", {"page": page, "child": header})
