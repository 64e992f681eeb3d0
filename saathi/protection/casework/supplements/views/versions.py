"""Screens of the versions of an agency's forms: publish or refuse as second person; end."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, idempotency
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.models import Office
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.engines.xlsform.definition import (
    XlsformDefinition,
)
from saathi.engines.xlsform.survey_builder import NOTHING_ASKED
from saathi.infra.join_words import isolate_direction, join_words
from saathi.protection.casework.supplements import queries
from saathi.protection.casework.supplements.actions import versions as actions
from saathi.protection.casework.supplements.models import FormVersion
from saathi.protection.casework.supplements.views.previews import (
    READERS,
    preview_context,
    preview_language,
)
from saathi.protection.casework.supplements.vocabulary import (
    SECTION_LABELS,
    FormOutcome,
)
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn, Text

MOST_NAMED = 4  # persons who may decide
VERSION_NOT_CHANGEABLE = _(
    "This is not possible now: another version is awaiting approval, or a decision "
    "was already made."
)


@staff_screen(*READERS)
def list_forms(request: StaffRequest) -> HttpResponse:
    """The forms of the agency: in use, waiting, and drafts."""
    agency, language = request.staff.agency_id, get_language() or "en"
    newest: dict[str, FormVersion] = {}
    for version in queries.list_form_versions(agency):
        newest.setdefault(version.code, version)
    rows = [
        [
            DisplayTableCell(
                _title(version, language), reverse("supplements:show_form", args=[version.code])
            ),
            DisplayTableCell(SECTION_LABELS[Section(version.section)]),
            DisplayTableCell(str(version.version)),
            DisplayTableCell(_version_status(version)),
        ]
        for version in newest.values()
    ]
    columns = [
        DisplayTableColumn(_("Form")),
        DisplayTableColumn(_("Section of the file")),
        DisplayTableColumn(_("Newest version"), is_number=True),
        DisplayTableColumn(_("Status")),
    ]
    may_change = Permission.MANAGE_OFFICES in request.may
    context = {
        "table": DisplayTable(_("Forms of this agency"), columns, rows),
        "drafts": [(draft, _title(draft, language)) for draft in queries.list_form_drafts(agency)]
        if may_change
        else [],
        "may_change": may_change,
        "may_see_agency": not request.may.isdisjoint(
            {Permission.MANAGE_OFFICES, Permission.MANAGE_STAFF}
        ),
    }
    return render(request, "supplements/list_forms.html", context)


def _title(stored: Any, language: str) -> str:
    return queries.title_in_language(stored.titles, stored.spoken, language)


def _version_status(version: FormVersion) -> Text:
    if version.outcome == FormOutcome.AGREED and version.is_end:
        return _("Ended")
    label: Text = FormOutcome(version.outcome).label
    return label


@staff_screen(*READERS)
def show_form(request: StaffRequest, code: str) -> HttpResponse:
    """One form with all its versions, who requested each and who decided."""
    versions = queries.list_form_versions(request.staff.agency_id, code)
    if not versions:
        raise access.NotAllowed
    latest_published = next(
        (version for version in versions if version.outcome == FormOutcome.AGREED), None
    )
    has_waiting = any(version.outcome == FormOutcome.WAITS for version in versions)
    context = {
        "title": _title(versions[0], get_language() or "en"),
        "code": code,
        "section": SECTION_LABELS[Section(versions[0].section)],
        "table": _versions_table(request.staff.office, code, versions),
        "may_change": Permission.MANAGE_OFFICES in request.may,
        "may_end": latest_published is not None and not latest_published.is_end and not has_waiting,
        "may_export": Permission.EXPORT in request.may and latest_published is not None,
    }
    return render(request, "supplements/show_form.html", context)


def _versions_table(office: Office, code: str, versions: Sequence[FormVersion]) -> DisplayTable:
    names = names_of(
        [staff_id for version in versions for staff_id in (version.asked_by, version.decided_by)]
    )
    columns = [
        DisplayTableColumn(_("Version")),
        DisplayTableColumn(_("Status")),
        DisplayTableColumn(_("Requested by")),
        DisplayTableColumn(_("Decided by")),
    ]
    route_name = "supplements:show_form_version"
    rows = [
        [
            DisplayTableCell(
                str(version.version), reverse(route_name, args=[code, version.version])
            ),
            DisplayTableCell(_version_status(version)),
            DisplayTableCell(
                _name_and_day(office, names.get(version.asked_by, ""), version.asked_at)
            ),
            DisplayTableCell(
                _name_and_day(office, names.get(version.decided_by, ""), version.decided_at)
                if version.decided_by
                else ""
            ),
        ]
        for version in versions
    ]
    return DisplayTable(_("Versions"), columns, rows)


def _name_and_day(office: Office, name: str, moment: dt.datetime | None) -> str:
    day = date_format(office.local(moment), "SHORT_DATE_FORMAT") if moment else ""
    return isolate_direction(f"{name}, {day}")


@recently_confirmed
@staff_screen(*READERS)
def show_form_version(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """One version with the class of each question; the second person decides here."""
    version = queries.get_form_version(request.staff.agency_id, code, number)
    may_decide = actions.may_decide_form_version(request.staff, version)
    waits = version.outcome == FormOutcome.WAITS
    problem: Text = ""
    if request.method == "POST":
        if not may_decide:
            raise Http404
        if earlier := idempotency.claim_key(request):
            return earlier
        try:
            agree = request.POST.get("decision") == "agree"
            actions.decide_form_version(version=version, agree=agree, actor=request.staff)
        except (actions.FormHasNoQuestions, ChangeNotPossible) as refusal:
            idempotency.free_form_key(request)
            asks_nothing = isinstance(refusal, actions.FormHasNoQuestions)
            problem = gettext(NOTHING_ASKED) if asks_nothing else VERSION_NOT_CHANGEABLE
        else:
            return idempotency.finish_submission(
                request, reverse("supplements:show_form", args=[code])
            )
    definition = queries.form_definition(version)
    language = preview_language(request, definition)
    names = names_of([version.asked_by, version.decided_by])
    context = preview_context(request, definition, language) | {
        "version": version,
        "standing": _version_status(version),
        "section": SECTION_LABELS[Section(version.section)],
        "changes": _changes(queries.previous_published_version(version), definition),
        "asked_by": names.get(version.asked_by, ""),
        "decided_by": names.get(version.decided_by, "") if version.decided_by else "",
        "waits": waits,
        "may_decide": may_decide and waits,
        "who_decides": _who_decides(version) if waits and not may_decide else "",
        "trouble": problem,
        "form_key": idempotency.new_form_key(),
    }
    return render(request, "supplements/show_form_version.html", context)


def _who_decides(version: FormVersion) -> str:
    """Who may decide on a version that waits, by name; of many, the first by name."""
    names = [person.name for person in queries.deciders_of(version)]
    if not names:
        return gettext(
            "No one else of your agency may decide this. The administrator can give a second person "
            "the right to approve requests."
        )
    if len(names) > MOST_NAMED:
        text = gettext(
            "%(names)s or another person of your agency with this right must decide this."
        )
        return text % {"names": isolate_direction(join_words(names[:MOST_NAMED]))}
    *first, last = names
    listed = gettext(" or ").join([join_words(first), last] if first else [last])
    text = gettext("%(names)s of your agency must decide this.")
    return text % {"names": isolate_direction(listed)}


@dataclass(frozen=True)
class FormVersionChanges:
    """The questions added, removed and changed since the previous version."""

    added: Sequence[str]
    removed: Sequence[str]
    changed: Sequence[str]
    before: int


def _changes(
    before: FormVersion | None, definition: XlsformDefinition
) -> FormVersionChanges | None:
    if before is None:
        return None
    old, new = queries.form_definition(before).questions_by_name, definition.questions_by_name
    return FormVersionChanges(
        added=[name for name in new if name not in old],
        removed=[name for name in old if name not in new],
        changed=[name for name in new if name in old and new[name] != old[name]],
        before=before.version,
    )


@recently_confirmed
@staff_screen(Permission.MANAGE_OFFICES)
def end_form(request: StaffRequest, code: str) -> HttpResponse:
    """Requests the end of a form; the answers stay with their versions."""
    form = queries.latest_published_version(request.staff.agency_id, code)
    if form is None:
        raise access.NotAllowed
    problem: Text = ""
    if request.method == "POST":
        if earlier := idempotency.claim_key(request):
            return earlier
        try:
            version = actions.request_form_end(code=code, actor=request.staff)
        except ChangeNotPossible:
            idempotency.free_form_key(request)
            problem = VERSION_NOT_CHANGEABLE
        else:
            url = reverse("supplements:show_form_version", args=[code, version.version])
            return idempotency.finish_submission(request, url)
    definition = queries.form_definition(form)
    title = definition.text_in_language(definition.title, get_language() or "en")
    context = {
        "title": title,
        "code": code,
        "trouble": problem,
        "form_key": idempotency.new_form_key(),
    }
    return render(request, "supplements/end_form.html", context)
