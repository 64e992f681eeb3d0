"""Screens of records, declared with their address and permission: list, form, step, page.

A decorated function does the specific part: it lists the rows, saves the form, takes the step. The
kit does what no screen may omit: who may open it (404 for all others), the access log, one query
for the keys of all texts, forms that are saved once and never overwrite others' work, and error
reports without typed content. An ordinary view can be used beside these.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial, wraps
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access_log, idempotency, records
from saathi.agencies.domains import file_link_label
from saathi.agencies.form_submission import RecordForm, SealedTextsForm, posted_data, submit_form
from saathi.agencies.list_kit.declaration import ListDeclaration
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.offline.drafts import DraftTarget
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.forms import DerivedForm
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra.reasons import Refused
from saathi.people.form_pages import child_for_editing, render_child_form_page, require_write
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText, RowStep
from saathi.people.queries import child_of_file
from saathi.people.record_screens.file_screens import FileScreen, FileSubject, ScreenNotOfFile
from saathi.people.record_screens.page_content import (
    FormPart,
    PageContent,
    RecordFormText,
    fill_form,
    link,
)
from saathi.people.record_screens.printing import PRINT
from saathi.people.record_screens.record_queries import OwnedQuery, RecordQuery, limit_notes
from saathi.people.record_screens.rendering import render_filtered_list, render_page
from saathi.people.record_screens.saving import Save, saving_function
from saathi.web.components import ActionLink, Text
from saathi.web.page_names import CHILD_FILE
from saathi.web.paging import requested_page

CHILD = "child/<uuid:file_id>/"
PAGE_SIZE = 50

type Permissions = Permission | tuple[Permission, ...]  # several: one of them is enough
type View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class PageForm[SubjectT, FormT: SealedTextsForm]:
    """A form on a record's page, and the function that saves it, which may return an address."""

    form: Callable[..., FormT]
    save: Save[SubjectT, FormT]
    is_offered: Callable[[SubjectT], bool] | None = None  # for which records; None: for all


class RecordScreens:
    """The screens of a domain; `urlpatterns` are their URLs, named after the decorated functions.

    `config.urls` finds the object `screens` in the module that `Domain.urls` names.

    URLs of `child_…` methods are below that of the child's file. URL names belong to this domain,
    unless they name another.
    """

    def __init__(self, app_name: str) -> None:
        self.app_name = app_name
        self.urlpatterns: list[URLPattern] = []
        self._file_screens: dict[str, FileScreen] = {}

    def child_list(
        self, address: str, permission: Permissions, *queries: RecordQuery, prints: str = ""
    ) -> Callable[[Callable[..., PageContent]], View]:
        """A page with records of a child: the function gets request, child, and the rows of each query.

        All are of one section, because the access log names the section that was shown. `prints`:
        the name of a second address, which shows the same on paper.
        """
        [section] = {query.model.section for query in queries}

        def show(
            content: Callable[..., PageContent], request: StaffRequest, file_id: UUID
        ) -> HttpResponse:
            child = child_of_file(request.staff, file_id, section)
            lists = [query.list_records(request.staff, file_id) for query in queries]
            shown = [record for listed in lists for record in listed.records]
            records.open_texts_of_each(shown)
            objects = [record.pk for record in shown]
            kind = audit.AuditKind.LISTED
            access_log.log_file_view(request.staff, kind, section, file_id=file_id, objects=objects)
            back = link(_("The child’s file"), CHILD_FILE, file_id)
            page = content(request, child, *(listed.records for listed in lists))
            title = page.title or file_link_label(f"{self.app_name}:{content.__name__}")
            page = replace(page, title=title, back=back, notes=limit_notes(lists))
            return render_page(request, page, child, shown, prints=prints)

        return self._screen(
            CHILD + address, permission, show, section=section, is_read_only=True, prints=prints
        )

    def child_form[FormT: DerivedForm[Any]](
        self,
        address: str,
        permission: Permissions,
        form: type[FormT],
        text: ChildFormPageText,
        load: Callable[[Staff, UUID, Section], Child | FileSubject] = child_of_file,
    ) -> Callable[[Save[Any, FormT]], View]:
        """A form for a new record of a child: the function saves it, and may return an address.

        It gets the request, what `load` returns (the child, or a row with its child) and the form.
        `Refused` becomes errors of the form's fields. With `text.draft` it may be saved unfinished.
        """

        def show(save: Save[Any, FormT], request: StaffRequest, file_id: UUID) -> HttpResponse:
            subject = load(request.staff, file_id, form.section())
            require_write(request, file_id, form.section())
            initial = form.initial_of(request.GET)
            filled = form(posted_data(request), staff=request.staff, about=subject, initial=initial)
            filled.draft = DraftTarget(text.draft, file_id) if text.draft else None
            saving = saving_function(request, subject, save, reverse(text.back, args=[file_id]))
            child = subject if isinstance(subject, Child) else subject.child
            return submit_form(request, filled, saving) or render_child_form_page(
                request, child, filled, text, **text.beside(request, child, None)
            )

        return self._screen(CHILD + address, permission, show, section=form.section())

    def child_edit[RecordT: Scoped, FormT: DerivedForm[Any]](
        self,
        address: str,
        permission: Permissions,
        model: type[RecordT],
        form: type[FormT],
        text: ChildFormPageText,
    ) -> Callable[[Save[RecordT, FormT]], View]:
        """A form that changes a record of a child: the function gets the opened record and the form."""

        def show(
            save: Save[RecordT, FormT], request: StaffRequest, file_id: UUID, **ids: UUID
        ) -> HttpResponse:
            child = child_for_editing(request, file_id, model.section)
            record = records.get_record_of_file(request.staff, model, file_id, *ids.values())
            filled = fill_form(request, form, record)
            back = reverse(text.back, args=[file_id])
            saving = saving_function(request, record, save, back)
            answer = submit_form(request, filled, saving, newest_url=back)
            return answer or render_child_form_page(
                request, child, filled, text, **text.beside(request, child, record)
            )

        return self._screen(CHILD + address, permission, show, section=model.section)

    def child_step[RecordT: Scoped](
        self,
        address: str,
        permission: Permissions,
        model: type[RecordT],
        back: str,
        *,
        names_record: bool = False,
    ) -> Callable[[Callable[[StaffRequest, RecordT, int], object]], View]:
        """A button of a record, such as end: the function gets the record and the version that was seen.

        If it raises `Refused`, the page it leads back to shows the reasons. `names_record`: that
        page is the record's own, below the child's file. It may return another address.
        """

        def show(
            take: Callable[[StaffRequest, RecordT, int], object],
            request: StaffRequest,
            file_id: UUID,
            **ids: UUID,
        ) -> HttpResponse:
            require_write(request, file_id, model.section)
            record = records.get_record_of_file(request.staff, model, file_id, *ids.values())
            page = reverse(self._full_name(back), args=[file_id, record.pk][: 1 + names_record])

            def save(form: RecordForm) -> str:
                try:
                    address = take(request, record, form.seen_version)
                    return address if isinstance(address, str) else page
                except Refused as refusal:
                    for reason in refusal.reasons:
                        messages.error(request, gettext(reason.text))
                return page

            answer = submit_form(request, RecordForm(request.POST), save, newest_url=page)
            return answer or redirect(page)

        return self._screen(CHILD + address, permission, show, section=model.section)

    def listing[RowT: models.Model](
        self,
        address: str,
        permission: Permissions,
        query: Callable[[Staff], Sequence[RowT] | models.QuerySet[RowT]],
        *,
        is_logged: bool = True,
    ) -> Callable[[Callable[[StaffRequest, Sequence[RowT]], PageContent]], View]:
        """A list not about one child, fifty rows to a page: the function gets these rows.

        Texts are opened and the view is logged; `is_logged=False` is for rows without data of
        children.
        """

        def show(
            content: Callable[[StaffRequest, Sequence[RowT]], PageContent], request: StaffRequest
        ) -> HttpResponse:
            page = requested_page(request, query(request.staff), PAGE_SIZE)
            listed = list(page.object_list)
            if is_logged:
                scoped = [row for row in listed if isinstance(row, Scoped)]
                records.open_texts_of_each(scoped)
                self.log_list(request, content.__name__, scoped)
            more = f"?page={page.number + 1}" if page.has_next() else ""
            return render_page(request, replace(content(request, listed), next_url=more))

        return self._screen(address, permission, show, is_read_only=True)

    def filtered_list(  # noqa: PLR0913 - the address, its texts, and what is around the list
        self,
        address: str,
        permission: Permissions,
        heading: Text,
        title: Text,
        *,
        links: Callable[[StaffRequest], Sequence[ActionLink]] = lambda _request: (),
        instead: Callable[[StaffRequest], str] = lambda _request: "",
    ) -> Callable[[Callable[[StaffRequest], ListDeclaration[Any]]], View]:
        """A list with filters, order and saved views: declared by the function.

        The records of the page are logged. Their texts are not opened. `links` are shown above it.
        `instead`: the address of another list, for readers whose records are there; else empty.
        """

        def show(
            declare: Callable[[StaffRequest], ListDeclaration[Any]], request: StaffRequest
        ) -> HttpResponse:
            if address_of_other := instead(request):
                return redirect(address_of_other)
            context = {"title": title, "heading": heading, "links": links(request)}
            return render_filtered_list(request, declare(request), context)

        return self._screen(address, permission, show)

    def form[SubjectT, FormT: SealedTextsForm](
        self,
        address: str,
        permission: Permissions,
        load: Callable[..., SubjectT],
        form: Callable[..., FormT],
        text: RecordFormText,
    ) -> Callable[[Save[SubjectT, FormT]], View]:
        """A form on its own page, not in a child's file: the function saves it.

        A form of the fields of the record that `load` gives changes it, and shows its current
        values.
        """

        def show(save: Save[SubjectT, FormT], request: StaffRequest, **ids: UUID) -> HttpResponse:
            subject = load(request.staff, *ids.values())
            filled = fill_form(request, form, subject)
            back = link(text.back_label, self._full_name(text.back), *ids.values())
            content = PageContent(
                text.title or text.heading,
                back,
                heading=text.heading,
                parts=[FormPart(filled, text.button, cancel_url=back.url * text.has_cancel)],
                is_narrow=True,
            )
            saving = saving_function(request, subject, save, back.url)
            answer = submit_form(request, filled, saving, newest_url=back.url)
            return answer or render_page(request, content)

        return self._screen(address, permission, show)

    def page[SubjectT, FormT: SealedTextsForm](  # noqa: PLR0913 - what a page can have
        self,
        address: str,
        permission: Permissions,
        load: Callable[..., SubjectT],
        form: PageForm[SubjectT, FormT] | None = None,
        owned: Sequence[OwnedQuery] = (),
        *,
        prints: str = "",
    ) -> Callable[[Callable[..., PageContent]], View]:
        """The page of one record: the function gets record, form and rows.

        `load` gets the staff member and the ids of the address; it checks the right and logs the
        view, as `access.get` does. The form is None if none is offered. `prints` as in `child_list`,
        for a page without a form.
        """

        def show(
            content: Callable[..., PageContent], request: StaffRequest, **ids: UUID
        ) -> HttpResponse:
            subject = load(request.staff, *ids.values())
            filled = None
            if form is not None and (form.is_offered is None or form.is_offered(subject)):
                filled = form.form(posted_data(request), staff=request.staff, about=subject)
                saving = saving_function(request, subject, form.save, request.path)
                if answer := submit_form(request, filled, saving):
                    return answer
            if isinstance(subject, Scoped):
                records.open_texts_of_each([subject])
            owner = cast("models.Model", subject)
            lists = [query.list_opened(request.staff, owner) for query in owned]
            page = content(request, subject, filled, *(listed.records for listed in lists))
            shown = [record for listed in lists for record in listed.records]
            own = [subject] if isinstance(subject, Scoped) else []
            page = replace(page, notes=limit_notes(lists))
            return render_page(request, page, None, [*own, *shown], prints=prints)

        return self._screen(address, permission, show, is_read_only=form is None, prints=prints)

    def ordinary(self, address: str) -> Callable[[View], View]:
        """Adds the address of an ordinary view, which does all of this itself."""

        def decorate(view: View) -> View:
            self.urlpatterns.append(path(address, view, name=view.__name__))
            return view

        return decorate

    def links(
        self, request: StaffRequest, subject: UUID | Scoped, name: str, label: Text, icon: str = ""
    ) -> list[ActionLink]:
        """The link to a list or form of a file, or of a record in it, for those who may open it; else empty.

        `ScreenNotOfFile` for any other screen.
        """
        ids = [subject.file_id, subject.pk] if isinstance(subject, Scoped) else [subject]
        is_open = self.file_screen(name).is_open_to(request, ids[0])
        return [link(label, self._full_name(name), *ids, icon=icon)] if is_open else []

    def steps(self, request: StaffRequest, record: Scoped, name: str, label: Text) -> list[RowStep]:
        """The button of a step in the row of a record, for those who may take it; else empty."""
        screen = self.file_screen(name)
        address = reverse(self._full_name(name), args=[record.file_id, record.pk])
        if not screen.is_open_to(request, record.file_id):
            return []
        return [RowStep(label, address, record.version, idempotency.new_form_key())]

    def file_screen(self, name: str) -> FileScreen:
        """What a screen of a child's file needs, by its name; `ScreenNotOfFile` for any other."""
        if name not in self._file_screens:
            raise ScreenNotOfFile(self._full_name(name))
        return self._file_screens[name]

    def log_list(self, request: StaffRequest, name: str, listed: Sequence[Scoped]) -> None:
        """Logs one entry in the access log for a list of records, with the screen and their number."""
        ids = [record.pk for record in listed]
        access_log.log_list_view(request.staff, ids, screen=self._full_name(name), count=len(ids))

    def _full_name(self, name: str) -> str:
        return name if ":" in name else f"{self.app_name}:{name}"

    def _screen[FunctionT: Callable[..., Any]](  # noqa: PLR0913 - what a screen can have
        self,
        address: str,
        permission: Permissions,
        show: Callable[..., HttpResponse],
        *,
        section: Section | None = None,
        is_read_only: bool = False,
        prints: str = "",
    ) -> Callable[[FunctionT], View]:
        """A decorator that makes a function a view; `section`: of the child's file, if shown."""
        needed = (permission,) if isinstance(permission, Permission) else permission

        def decorate(function: FunctionT) -> View:
            view = wraps(function)(partial(show, function))
            guarded: View = sensitive_post_parameters()(staff_screen(*needed)(view))
            screen = require_safe(guarded) if is_read_only else guarded
            if section is not None:
                self._file_screens[function.__name__] = FileScreen(needed, section, is_read_only)
            self.urlpatterns.append(path(address, screen, name=function.__name__))
            if prints:
                self.urlpatterns.append(path(f"{address}{PRINT}", screen, name=prints))
            return screen

        return decorate
