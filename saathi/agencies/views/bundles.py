"""An agency's own bundles of permissions: versions, what each changed, who holds it, who agreed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saathi.agencies import bundles, once, queries, rules, wording
from saathi.agencies.actions import bundles as actions
from saathi.agencies.bundle_forms import BundleForm
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.models import BundleVersion, Staff
from saathi.agencies.permissions import BUNDLES, MAY_HOLD, Permission, needs_second
from saathi.agencies.sending import send
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.vocabulary import ChangeOutcome
from saathi.agencies.warden import NotPossible
from saathi.web.parts import Cell, Column, Table, Text

READERS = (Permission.MANAGE_OFFICES, Permission.MANAGE_STAFF, Permission.CONFIRM_STAFF)
MOST_HOLDERS = 50
NOT_NOW = _("This cannot be done now: another version waits, or somebody holds the role.")


@dataclass(frozen=True)
class Difference:
    """What a version gives and takes away, in words, and whether it needs a second person."""

    gains: Sequence[Text]
    loses: Sequence[Text]
    renamed: str
    needs_second: bool


def difference(
    kind: str, before: BundleVersion | None, after: Collection[Permission], name: str
) -> Difference:
    """What changes against the version before; against the role as shipped where there is none."""
    old = bundles.held(before) if before else BUNDLES[kind]
    gained, lost = rules.gained_and_lost(old, frozenset(after))
    return Difference(
        gains=wording.what_she_may(gained),
        loses=wording.what_she_may(lost),
        renamed=before.name if before and before.name != name else "",
        needs_second=needs_second(kind, frozenset(after)) or needs_second(kind, old),
    )


@staff_screen(*READERS)
def list_bundles(request: StaffRequest) -> HttpResponse:
    """The roles of the agency: its own bundles, and those that every agency has."""
    agency, today = request.staff.agency_id, request.staff.office.today()
    counts = bundles.counts(agency)
    now = bundles.in_force(agency, today)
    newest: dict[str, BundleVersion] = {}
    for version in bundles.versions(agency):
        newest.setdefault(version.code, version)
    own = [
        [
            Cell(found.name, reverse("agencies:show_bundle", args=[code])),
            Cell(wording.bundle_name(found.kind)),
            Cell(_standing(now.get(code), found)),
            Cell(str(counts.get((found.kind, code), 0))),
        ]
        for code, found in sorted(newest.items(), key=lambda item: item[1].name)
    ]
    shipped = [
        {
            "kind": kind,
            "name": name,
            "count": counts.get((kind, ""), 0),
            "may": wording.what_she_may(BUNDLES[kind]),
        }
        for kind, name in wording.BUNDLE_NAMES.items()
    ]
    columns = [
        Column(_("Role")),
        Column(_("Kind")),
        Column(_("State")),
        Column(_("People"), is_number=True),
    ]
    context = {
        "table": Table(_("Roles of this agency"), columns, own),
        "shipped": shipped,
        "may_change": Permission.MANAGE_OFFICES in request.may,
    }
    return render(request, "agencies/list_bundles.html", context)


def _standing(now: BundleVersion | None, newest: BundleVersion) -> Text:
    if newest.outcome == ChangeOutcome.WAITS:
        return _("A version waits for a second person")
    if now is None:
        return _("Not in force yet") if newest.outcome == ChangeOutcome.AGREED else _("Refused")
    return _("Ended") if now.is_end else _("In force")


@staff_screen(*READERS)
def show_bundle(request: StaffRequest, code: str) -> HttpResponse:
    """One bundle: what it allows now, who holds it, and every version of it."""
    found = _versions(request, code)
    now = bundles.in_force(request.staff.agency_id, request.staff.office.today()).get(code)
    names = queries.names_of([by for v in found for by in (v.asked_by, v.decided_by)])
    people = list(bundles.holders(request.staff.agency_id, found[0].kind, code)[: MOST_HOLDERS + 1])
    context = {
        "bundle": now or found[0],
        "now": now,
        "kind": wording.bundle_name(found[0].kind),
        "may": wording.what_she_may(bundles.held(now)) if now and not now.is_end else [],
        "holders": people[:MOST_HOLDERS],
        "has_more": len(people) > MOST_HOLDERS,
        "versions": _version_table(found, names),
        "waits": any(v.outcome == ChangeOutcome.WAITS for v in found),
        "may_change": Permission.MANAGE_OFFICES in request.may,
        "may_see_staff": Permission.MANAGE_STAFF in request.may,
    }
    return render(request, "agencies/show_bundle.html", context)


def _version_table(found: Sequence[BundleVersion], names: dict[UUID, str]) -> Table:
    columns = [
        Column(_("Version")),
        Column(_("In force from")),
        Column(_("State")),
        Column(_("Asked by")),
        Column(_("Decided by")),
    ]
    rows = [
        [
            Cell(str(v.version), reverse("agencies:show_bundle_version", args=[v.code, v.version])),
            Cell(date_format(v.valid_from, "SHORT_DATE_FORMAT")),
            Cell(v.get_outcome_display()),
            Cell(names.get(v.asked_by, "")),
            Cell(names.get(v.decided_by, "") if v.decided_by else ""),
        ]
        for v in found
    ]
    return Table(_("Versions"), columns, rows)


@recently_confirmed
@staff_screen(*READERS)
def show_bundle_version(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """One version against the one before it; a second person agrees to it here, or refuses."""
    found = _versions(request, code)
    version = next((each for each in found if each.version == number), None)
    if version is None:
        raise Http404
    may_decide = actions.may_decide(request.staff, version)
    if request.method == "POST":
        if not may_decide:
            raise Http404
        if earlier := once.begin(request):
            return earlier
        try:
            agree = request.POST.get("decision") == "agree"
            actions.decide(by=request.staff, version=version, agree=agree)
        except NotPossible:
            once.give_back(request)
        else:
            return once.finish(request, reverse("agencies:show_bundle", args=[code]))
    before = bundles.before(version, found)
    names = queries.names_of([version.asked_by, version.decided_by])
    is_newest = version is found[0]
    context = {
        "version": version,
        "kind": wording.bundle_name(version.kind),
        "may": wording.what_she_may(bundles.held(version)),
        "difference": difference(version.kind, before, bundles.held(version), version.name),
        "before": before,
        "asked_by": names.get(version.asked_by, ""),
        "decided_by": names.get(version.decided_by, "") if version.decided_by else "",
        "waits": version.outcome == ChangeOutcome.WAITS,
        "may_decide": may_decide,
        "is_too_old": actions.is_too_old(version),
        "may_go_back": Permission.MANAGE_OFFICES in request.may
        and not is_newest
        and version.outcome == ChangeOutcome.AGREED
        and not version.is_end,
        "form_key": once.new_key(),
    }
    return render(request, "agencies/show_bundle_version.html", context)


@recently_confirmed
@staff_screen(Permission.MANAGE_OFFICES)
def add_bundle(request: StaffRequest, kind: str) -> HttpResponse:
    """Makes a bundle of the agency's own, of one kind of role."""
    if kind not in MAY_HOLD:
        raise Http404
    return _edit(request, kind=kind, code="", start=None, newest=None)


@recently_confirmed
@staff_screen(Permission.MANAGE_OFFICES)
def change_bundle(request: StaffRequest, code: str) -> HttpResponse:
    """Makes a new version of a bundle; `from` names the version it begins as, to go back to it."""
    found = _versions(request, code)
    agreed = [each for each in found if each.outcome == ChangeOutcome.AGREED]
    newest = agreed[0] if agreed else None
    wished = request.GET.get("from", "")
    start = next((each for each in agreed if str(each.version) == wished), newest or found[0])
    return _edit(request, kind=found[0].kind, code=code, start=start, newest=newest)


def _edit(
    request: StaffRequest,
    *,
    kind: str,
    code: str,
    start: BundleVersion | None,
    newest: BundleVersion | None,
) -> HttpResponse:
    """First what would change is shown, then it is saved."""
    today = request.staff.office.today()
    first = {
        "name": start.name if start else "",
        "permissions": sorted(bundles.held(start) if start else BUNDLES[kind]),
        "valid_from": today,
    }

    def save(form: BundleForm) -> str:
        wanted = form.wanted(code or form.new_code(bundles.codes(request.staff.agency_id)))
        try:
            actions.ask(by=request.staff, wanted=wanted)
        except NotPossible:
            form.add_error(None, NOT_NOW)
            return ""
        return reverse("agencies:show_bundle", args=[wanted.code])

    form = BundleForm(request.POST or None, initial=first, kind=kind, today=today)
    answer = send(request, form, save) if "save" in request.POST else None
    return answer or _edit_page(request, kind, newest, form)


def _edit_page(
    request: StaffRequest, kind: str, newest: BundleVersion | None, form: BundleForm
) -> HttpResponse:
    changes, people = None, 0
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        changes = difference(kind, newest, data["permissions"], data["name"])
        if newest:
            people = bundles.holders(request.staff.agency_id, kind, newest.code).count()
    context = {
        "form": form,
        "kind": wording.bundle_name(kind),
        "newest": newest,
        "difference": changes,
        "people": people,
    }
    return render(request, "agencies/edit_bundle.html", context)


@recently_confirmed
@staff_screen(Permission.MANAGE_OFFICES)
def end_bundle(request: StaffRequest, code: str) -> HttpResponse:
    """Ends a bundle that nobody holds: as a version of its own, so that it can come back."""
    found = _versions(request, code)
    agreed = [each for each in found if each.outcome == ChangeOutcome.AGREED]
    if not agreed or agreed[0].is_end:
        raise Http404
    people: list[Staff] = list(
        bundles.holders(request.staff.agency_id, agreed[0].kind, code)[:MOST_HOLDERS]
    )
    context = {"bundle": agreed[0], "holders": people, "trouble": ""}
    if request.method == "POST":
        if earlier := once.begin(request):
            return earlier
        last = agreed[0]
        wanted = actions.Wanted(
            code=code,
            kind=last.kind,
            name=last.name,
            permissions=bundles.held(last),
            valid_from=request.staff.office.today(),
            is_end=True,
        )
        try:
            actions.ask(by=request.staff, wanted=wanted)
        except NotPossible:
            once.give_back(request)
            context["trouble"] = NOT_NOW
        else:
            return once.finish(request, reverse("agencies:show_bundle", args=[code]))
    return render(request, "agencies/end_bundle.html", context | {"form_key": once.new_key()})


def _versions(request: StaffRequest, code: str) -> list[BundleVersion]:
    found = bundles.versions(request.staff.agency_id, code)
    if not found:
        raise Http404
    return found
