"""Screens of records, declared with their address and permission: list, form, step, page.

A decorated function does what is particular: it lists the rows, saves the form, takes the step. The
kit does what no screen may forget: who may open it (404 for all others), the entry in the access
log, opening all texts with one query for keys, forms that are saved once and overwrite nobody's
work, and error reports without what was typed. An ordinary view can stand beside these.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, access_log, records
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
from saathi.agencies.sections import Section
from saathi.infra.reasons import Refused
from saathi.people.form_pages import render_child_form_page
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText, Panel
from saathi.people.queries import child_header, child_of_file
from saathi.people.record_screens.content import (
    FormPart,
    PageContent,
    RecordFormText,
    RecordQuery,
    link,
)
from saathi.web.components import ActionLink
from saathi.web.paging import requested_page

PAGE_SIZE = 50

type Permissions = Permission | tuple[Permission, ...]  # several: one of them is enough
type View = Callable[..., HttpResponse]


class FileSubject(Protocol):
    """What the form of a file is about: the child's case, or another row with its child."""

    child: Any


@dataclass(frozen=True)
class PageForm[SubjectT, FormT: SealedTextsForm]:
    """A form on the page of a record, and what saves it: it may return an address to go to."""

    form: Callable[..., FormT]
    save: Callable[[StaffRequest, SubjectT, FormT], object]
    is_offered: Callable[[SubjectT], bool] = bool  # for which records; a model's row is always true


class RecordScreens:
    """The screens of a domain; `urls` are their addresses, named as their functions."""

    def __init__(self, app_name: str) -> None:
        self.app_name = app_name
        self.urls: list[URLPattern] = []

    def child_list(
        self,
        address: str,
        permission: Permissions,
        section: Section,
        *queries: RecordQuery,
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
                page = PageContent(child.code, back, parts=panels(request, child, *lists))
                return _render(request, page, child)

            return self._add(address, permission, panels, view, is_read_only=True)

        return decorate

    def child_form[FormT: DerivedForm[Any]](
        self,
        address: str,
        permission: Permissions,
        form: type[FormT],
        text: ChildFormPageText,
        *,
        load: Callable[[Staff, UUID, Section], Child | FileSubject] = child_of_file,
    ) -> Callable[[Callable[[StaffRequest, Any, FormT], object]], View]:
        """A form for a new record of a child: the function saves it, and may return an address.

        It gets the request, what `load` returns (the child, or a row with its child) and the form.
        `Refused` becomes errors of the form's fields.
        """

        def decorate(save: Callable[[StaffRequest, Any, FormT], object]) -> View:
            def view(request: StaffRequest, file_id: UUID) -> HttpResponse:
                section = form.section()
                subject = load(request.staff, file_id, section)
                _require_write(request, file_id, section)
                filled = form(posted_data(request), staff=request.staff)
                back = reverse(text.back, args=[file_id])
                saving = _saving(request, subject, save, back)
                return submit_form(request, filled, saving) or render_child_form_page(
                    request, _child_of(subject), filled, text
                )

            return self._add(address, permission, save, view)

        return decorate

    def child_edit[RecordT: Scoped, FormT: DerivedForm[Any]](
        self,
        address: str,
        permission: Permissions,
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

            return self._add(address, permission, save, view)

        return decorate

    def step[RecordT: Scoped](
        self, address: str, permission: Permissions, model: type[RecordT], back: str
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

            return self._add(address, permission, take, view)

        return decorate

    def listing[RowT: models.Model](
        self,
        address: str,
        permission: Permissions,
        query: Callable[[Staff], Sequence[RowT] | models.QuerySet[RowT]],
        *,
        is_logged: bool = True,
    ) -> Callable[[Callable[[StaffRequest, Sequence[RowT]], PageContent]], View]:
        """A list that is not of one child, fifty to a page: the function gets the rows of this page.

        Texts are opened and the view is logged; `is_logged=False` is for rows without data of children.
        """

        def decorate(content: Callable[[StaffRequest, Sequence[RowT]], PageContent]) -> View:
            def view(request: StaffRequest) -> HttpResponse:
                page = requested_page(request, query(request.staff), PAGE_SIZE)
                listed = list(page.object_list)
                if is_logged:
                    scoped = [row for row in listed if isinstance(row, Scoped)]
                    records.open_texts_of_each(scoped)
                    self.log_list(request, content.__name__, scoped)
                more = f"?page={page.number + 1}" if page.has_next() else ""
                return _render(request, replace(content(request, listed), earlier=more))

            return self._add(address, permission, content, view, is_read_only=True)

        return decorate

    def form[SubjectT, FormT: SealedTextsForm](
        self,
        address: str,
        permission: Permissions,
        load: Callable[..., SubjectT],
        form: Callable[..., FormT],
        text: RecordFormText,
    ) -> Callable[[Callable[[StaffRequest, SubjectT, FormT], object]], View]:
        """A form with a page of its own, not of a child's file: the function saves it.

        A form of the fields of the record that `load` gives changes it, and shows its present values.
        """

        def decorate(save: Callable[[StaffRequest, SubjectT, FormT], object]) -> View:
            def view(request: StaffRequest, **ids: UUID) -> HttpResponse:
                subject = load(request.staff, *ids.values())
                filled = _fill(request, form, subject)
                back = link(text.back_label, text.back, *ids.values())
                saving = _saving(request, subject, save, back.url)
                content = PageContent(
                    text.title or text.heading,
                    back,
                    heading=text.heading,
                    parts=[FormPart(filled, text.button)],
                    is_narrow=True,
                )
                return submit_form(request, filled, saving, newest_url=back.url) or _render(
                    request, content
                )

            return self._add(address, permission, save, view)

        return decorate

    def page[SubjectT, FormT: SealedTextsForm](
        self,
        address: str,
        permission: Permissions,
        load: Callable[..., SubjectT],
        form: PageForm[SubjectT, FormT] | None = None,
    ) -> Callable[[Callable[[StaffRequest, SubjectT, Any], PageContent]], View]:
        """The page of one record, with a form or without; the function gets record and form.

        `load` gets the staff member and the ids of the address; it checks the right and logs the
        view, as `access.get` does.
        """

        def decorate(content: Callable[[StaffRequest, SubjectT, Any], PageContent]) -> View:
            def view(request: StaffRequest, **ids: UUID) -> HttpResponse:
                subject = load(request.staff, *ids.values())
                filled = None
                if form is not None and form.is_offered(subject):
                    filled = form.form(posted_data(request), staff=request.staff)
                    saving = _saving(request, subject, form.save, request.path)
                    if answer := submit_form(request, filled, saving):
                        return answer
                return _render(request, content(request, subject, filled))

            return self._add(address, permission, content, view, is_read_only=form is None)

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
        permission: Permissions,
        function: Callable[..., object],
        view: View,
        *,
        is_read_only: bool = False,
    ) -> View:
        """The view under the name of its function, and its address."""
        named = wraps(function)(view)
        needed = (permission,) if isinstance(permission, Permission) else permission
        screen: View = sensitive_post_parameters()(staff_screen(*needed)(named))
        screen = require_safe(screen) if is_read_only else screen
        self.urls.append(path(address, screen, name=function.__name__))
        return screen


def _fill[FormT](request: StaffRequest, form: Callable[..., FormT], record: object) -> FormT:
    """The form, empty or as sent; with the present values of the record, if it is a form of these."""
    if not isinstance(record, Scoped) or getattr(form, "model", None) is not type(record):
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


def _render(request: StaffRequest, page: PageContent, child: Child | None = None) -> HttpResponse:
    header = child_header(child, staff=request.staff) if child else None
    return render(request, "people/record_page.html", {"page": page, "child": header})
