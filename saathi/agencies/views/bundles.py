"""An agency's own bundles of permissions: versions, their changes, their staff, their approval."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saathi.agencies import bundles, configuration_rules, idempotency, queries, wording
from saathi.agencies.actions import bundles as actions
from saathi.agencies.bundle_forms import BundleForm
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.form_submission import submit_form
from saathi.agencies.models import BundleVersion, Staff
from saathi.agencies.permissions import (
    MAX_PERMISSIONS,
    SHIPPED_ROLES,
    Permission,
    needs_second_person,
)
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.agencies.vocabulary import ChangeOutcome
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn, Text

READER_PERMISSIONS = (Permission.MANAGE_OFFICES, Permission.MANAGE_STAFF, Permission.CONFIRM_STAFF)
MAX_HOLDERS = 50
CHANGE_NOT_POSSIBLE_TEXT = _(
    "This is not possible now: another version is awaiting approval, or some people "
    "still have this role."
)


@dataclass(frozen=True)
class BundleVersionDifference:
    """What a version adds and removes, in words, and whether it needs a second person."""

    gains: Sequence[Text]
    loses: Sequence[Text]
    renamed: str
    needs_second: bool


def compare_versions(
    kind: str, before: BundleVersion | None, after: Collection[Permission], name: str
) -> BundleVersionDifference:
    """The changes compared with the previous version, or with the shipped role if there is none."""
    old = bundles.permissions_of_version(before) if before else SHIPPED_ROLES[kind]
    gained, lost = configuration_rules.permission_changes(old, frozenset(after))
    return BundleVersionDifference(
        gains=wording.permission_sentences(gained),
        loses=wording.permission_sentences(lost),
        renamed=before.name if before and before.name != name else "",
        needs_second=needs_second_person(kind, frozenset(after)) or needs_second_person(kind, old),
    )


@staff_screen(*READER_PERMISSIONS)
def list_bundles(request: StaffRequest) -> HttpResponse:
    """The roles of the agency: its own bundles, and the shipped ones."""
    agency, today = request.staff.agency_id, request.staff.office.today()
    counts = bundles.count_role_holders(agency)
    now = bundles.bundles_in_force(agency, today)
    newest: dict[str, BundleVersion] = {}
    for version in bundles.list_bundle_versions(agency):
        newest.setdefault(version.code, version)
    own = [
        [
            DisplayTableCell(version.name, reverse("agencies:show_bundle", args=[code])),
            DisplayTableCell(wording.role_kind_name(version.kind)),
            DisplayTableCell(_state_text(now.get(code), version)),
            DisplayTableCell(str(counts.get((version.kind, code), 0))),
        ]
        for code, version in sorted(newest.items(), key=lambda item: item[1].name)
    ]
    shipped = [
        {
            "kind": kind,
            "name": name,
            "count": counts.get((kind, ""), 0),
            "may": wording.permission_sentences(SHIPPED_ROLES[kind]),
        }
        for kind, name in wording.ROLE_KIND_NAMES.items()
    ]
    columns = [
        DisplayTableColumn(_("Role")),
        DisplayTableColumn(_("Type")),
        DisplayTableColumn(_("Status")),
        DisplayTableColumn(_("People"), is_number=True),
    ]
    context = {
        "table": DisplayTable(_("Roles of this agency"), columns, own),
        "shipped": shipped,
        "may_change": Permission.MANAGE_OFFICES in request.may,
    }
    return render(request, "agencies/list_bundles.html", context)


def _state_text(now: BundleVersion | None, newest: BundleVersion) -> Text:
    if newest.outcome == ChangeOutcome.WAITS:
        return _("A version is awaiting approval by a second person")
    if now is None:
        return _("Not in force yet") if newest.outcome == ChangeOutcome.AGREED else _("Rejected")
    return _("Ended") if now.is_end else _("In force")


@staff_screen(*READER_PERMISSIONS)
def show_bundle(request: StaffRequest, code: str) -> HttpResponse:
    """One bundle: its current permissions, its staff, and every version of it."""
    versions = _versions(request, code)
    now = bundles.bundles_in_force(request.staff.agency_id, request.staff.office.today()).get(code)
    names = queries.names_of([by for v in versions for by in (v.asked_by, v.decided_by)])
    people = list(
        bundles.role_holders(request.staff.agency_id, versions[0].kind, code)[: MAX_HOLDERS + 1]
    )
    context = {
        "bundle": now or versions[0],
        "now": now,
        "kind": wording.role_kind_name(versions[0].kind),
        "may": wording.permission_sentences(bundles.permissions_of_version(now))
        if now and not now.is_end
        else [],
        "holders": people[:MAX_HOLDERS],
        "has_more": len(people) > MAX_HOLDERS,
        "versions": _version_table(versions, names),
        "waits": any(v.outcome == ChangeOutcome.WAITS for v in versions),
        "may_change": Permission.MANAGE_OFFICES in request.may,
        "may_see_staff": Permission.MANAGE_STAFF in request.may,
    }
    return render(request, "agencies/show_bundle.html", context)


def _version_table(versions: Sequence[BundleVersion], names: dict[UUID, str]) -> DisplayTable:
    columns = [
        DisplayTableColumn(_("Version")),
        DisplayTableColumn(_("In force from")),
        DisplayTableColumn(_("Status")),
        DisplayTableColumn(_("Requested by")),
        DisplayTableColumn(_("Decided by")),
    ]
    rows = [
        [
            DisplayTableCell(
                str(v.version), reverse("agencies:show_bundle_version", args=[v.code, v.version])
            ),
            DisplayTableCell(date_format(v.valid_from, "SHORT_DATE_FORMAT")),
            DisplayTableCell(v.get_outcome_display()),
            DisplayTableCell(names.get(v.asked_by, "")),
            DisplayTableCell(names.get(v.decided_by, "") if v.decided_by else ""),
        ]
        for v in versions
    ]
    return DisplayTable(_("Versions"), columns, rows)


@recently_confirmed
@staff_screen(*READER_PERMISSIONS)
def show_bundle_version(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """One version compared to the previous one; a second person approves or refuses it here."""
    versions = _versions(request, code)
    version = next((candidate for candidate in versions if candidate.version == number), None)
    if version is None:
        raise Http404
    may_decide = actions.may_decide(request.staff, version)
    if request.method == "POST":
        if not may_decide:
            raise Http404
        if earlier := idempotency.claim_key(request):
            return earlier
        try:
            agree = request.POST.get("decision") == "agree"
            actions.decide_version(actor=request.staff, version=version, agree=agree)
        except ChangeNotPossible:
            idempotency.free_form_key(request)
        else:
            return idempotency.finish_submission(
                request, reverse("agencies:show_bundle", args=[code])
            )
    context = _version_context(request, version, versions)
    context["may_decide"] = may_decide
    return render(request, "agencies/show_bundle_version.html", context)


def _version_context(
    request: StaffRequest, version: BundleVersion, versions: Sequence[BundleVersion]
) -> dict[str, object]:
    before = bundles.previous_agreed_version(version, versions)
    names = queries.names_of([version.asked_by, version.decided_by])
    is_newest = version is versions[0]
    return {
        "version": version,
        "kind": wording.role_kind_name(version.kind),
        "may": wording.permission_sentences(bundles.permissions_of_version(version)),
        "difference": compare_versions(
            version.kind, before, bundles.permissions_of_version(version), version.name
        ),
        "before": before,
        "asked_by": names.get(version.asked_by, ""),
        "decided_by": names.get(version.decided_by, "") if version.decided_by else "",
        "waits": version.outcome == ChangeOutcome.WAITS,
        "is_too_old": actions.is_too_old(version),
        "may_go_back": Permission.MANAGE_OFFICES in request.may
        and not is_newest
        and version.outcome == ChangeOutcome.AGREED
        and not version.is_end,
        "form_key": idempotency.new_form_key(),
    }


@recently_confirmed
@staff_screen(Permission.MANAGE_OFFICES)
def add_bundle(request: StaffRequest, kind: str) -> HttpResponse:
    """Creates an agency's own bundle for one kind of role."""
    if kind not in MAX_PERMISSIONS:
        raise Http404
    return _edit(request, kind=kind, code="", start=None, newest=None)


@recently_confirmed
@staff_screen(Permission.MANAGE_OFFICES)
def change_bundle(request: StaffRequest, code: str) -> HttpResponse:
    """Makes a new version of a bundle; `from` names the version to start from, to restore it."""
    versions = _versions(request, code)
    agreed = [version for version in versions if version.outcome == ChangeOutcome.AGREED]
    newest = agreed[0] if agreed else None
    requested = request.GET.get("from", "")
    start = next(
        (version for version in agreed if str(version.version) == requested), newest or versions[0]
    )
    return _edit(request, kind=versions[0].kind, code=code, start=start, newest=newest)


def _edit(
    request: StaffRequest,
    *,
    kind: str,
    code: str,
    start: BundleVersion | None,
    newest: BundleVersion | None,
) -> HttpResponse:
    """The form of a bundle: a preview of the changes, then saving."""
    today = request.staff.office.today()
    first = {
        "name": start.name if start else "",
        "permissions": sorted(
            bundles.permissions_of_version(start) if start else SHIPPED_ROLES[kind]
        ),
        "valid_from": today,
    }

    def save(form: BundleForm) -> str:
        version = form.to_input(code or form.new_code(bundles.taken_codes(request.staff.agency_id)))
        try:
            actions.request_version(actor=request.staff, new=version)
        except ChangeNotPossible:
            form.add_error(None, CHANGE_NOT_POSSIBLE_TEXT)
            return ""
        return reverse("agencies:show_bundle", args=[version.code])

    form = BundleForm(request.POST or None, initial=first, kind=kind, today=today)
    answer = submit_form(request, form, save) if "save" in request.POST else None
    return answer or _edit_page(request, kind, newest, form)


def _edit_page(
    request: StaffRequest, kind: str, newest: BundleVersion | None, form: BundleForm
) -> HttpResponse:
    changes, people = None, 0
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        changes = compare_versions(kind, newest, data["permissions"], data["name"])
        if newest:
            people = bundles.role_holders(request.staff.agency_id, kind, newest.code).count()
    context = {
        "form": form,
        "kind": wording.role_kind_name(kind),
        "newest": newest,
        "difference": changes,
        "people": people,
    }
    return render(request, "agencies/edit_bundle.html", context)


@recently_confirmed
@staff_screen(Permission.MANAGE_OFFICES)
def end_bundle(request: StaffRequest, code: str) -> HttpResponse:
    """Ends an unused bundle, as a new version, so that it can be restored."""
    versions = _versions(request, code)
    agreed = [version for version in versions if version.outcome == ChangeOutcome.AGREED]
    if not agreed or agreed[0].is_end:
        raise Http404
    people: list[Staff] = list(
        bundles.role_holders(request.staff.agency_id, agreed[0].kind, code)[:MAX_HOLDERS]
    )
    context = {"bundle": agreed[0], "holders": people, "trouble": ""}
    if request.method == "POST":
        if earlier := idempotency.claim_key(request):
            return earlier
        last = agreed[0]
        ending = actions.BundleVersionInput(
            code=code,
            kind=last.kind,
            name=last.name,
            permissions=bundles.permissions_of_version(last),
            valid_from=request.staff.office.today(),
            is_end=True,
        )
        try:
            actions.request_version(actor=request.staff, new=ending)
        except ChangeNotPossible:
            idempotency.free_form_key(request)
            context["trouble"] = CHANGE_NOT_POSSIBLE_TEXT
        else:
            return idempotency.finish_submission(
                request, reverse("agencies:show_bundle", args=[code])
            )
    return render(
        request, "agencies/end_bundle.html", context | {"form_key": idempotency.new_form_key()}
    )


def _versions(request: StaffRequest, code: str) -> list[BundleVersion]:
    versions = bundles.list_bundle_versions(request.staff.agency_id, code)
    if not versions:
        raise Http404
    return versions
