"""Screens of releases on their way: families, drafts, designs, the attack, approval, publication."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access
from saathi.agencies.form_pages import About, form_page
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sending import posted, send
from saathi.evidence.indicators import catalogue
from saathi.evidence.releases import actions, queries, rules
from saathi.evidence.releases.cut_form import CutForm
from saathi.evidence.releases.cutting import cut
from saathi.evidence.releases.forms import (
    ActForm,
    ChooseForm,
    DraftForm,
    FamilyForm,
    IndicatorChoice,
    PublishForm,
    WhyForm,
)
from saathi.evidence.releases.models import Release
from saathi.web import downloads
from saathi.web.paging import page_asked, words_asked

PREPARES, APPROVES = Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE
RELEASE = _("The release")
LATEST_INITIAL = {
    "method": "round",
    "zeros": "protected",
    "sensitivity": "ordinary",
    "licence": "CC-BY-4.0",
}


@require_safe
@staff_screen(PREPARES, APPROVES)
def list_releases(request: StaffRequest) -> HttpResponse:
    """The families of the agency with their releases, by page."""
    asked = words_asked(request)
    page = page_asked(request, queries.families(request.staff, asked), queries.A_PAGE)
    context = {
        "page": page,
        "families": [queries.family_row(row) for row in page.object_list],
        "asked": asked,
        "prepares": access.may(request.staff, PREPARES),
    }
    return render(request, "releases/list_releases.html", context)


@staff_screen(PREPARES)
def add_family(request: StaffRequest) -> HttpResponse:
    """Founds a family: first its indicator is chosen, then what it fixes."""
    back = reverse("releases:list_releases")
    indicator = catalogue.named(request.GET.get("indicator", ""))
    if indicator is None:
        return render(request, "releases/choose_indicator.html", {"form": IndicatorChoice()})
    initial = LATEST_INITIAL | {"title": indicator.title, "slug": indicator.name.replace("_", "-")}
    form = FamilyForm(posted(request), initial=initial, indicator=indicator)

    def save(sent: FamilyForm) -> str:
        told = sent.told()
        if queries.is_taken(told.slug):
            sent.add_error("slug", _("This address is taken by another family."))
            return ""
        family = actions.found_family(told=told, by=request.staff)
        return reverse("releases:draft_release", args=[family.pk])

    about = About(
        _("A family of releases"),
        _("What is fixed here holds for all its releases, so that they can be held against each other. "
          "It cannot be changed later."),
        _("Found the family"),
        _("Releases"),
    )  # fmt: skip
    return send(request, form, save) or form_page(request, form, about, back)


@staff_screen(PREPARES)
def draft_release(request: StaffRequest, family_id: UUID) -> HttpResponse:
    """Drafts the next release of a family."""
    family = queries.family(request.staff, family_id)
    today = request.staff.office.today()
    initial = {"first_year": today.year - 5, "last_year": today.year - 1}
    published = queries.published(family)
    form = DraftForm(posted(request), initial=initial, published=published, today=today)

    def save(sent: DraftForm) -> str:
        made = actions.draft(family=family, told=sent.told(), by=request.staff)
        return reverse("releases:show_release", args=[made.pk])

    about = About(
        family.title,
        _("Which years are released. Numbers come from a snapshot of the warehouse that is cited."),
        _("Draft the release"),
        _("Releases"),
    )
    back = reverse("releases:list_releases")
    return send(request, form, save) or form_page(request, form, about, back)


@require_safe
@staff_screen(PREPARES, APPROVES)
def show_release(request: StaffRequest, release_id: UUID) -> HttpResponse:
    """How far a release is, what the attack found, and what can be done now."""
    row = queries.release(request.staff, release_id)
    context = {"page": queries.page(row, request.staff), "again": request.path}
    return render(request, "releases/show_release.html", context)


@staff_screen(PREPARES)
def choose(request: StaffRequest, release_id: UUID) -> HttpResponse:
    """Chooses the design of each table; a job then protects and attacks them together."""
    row, back = _found(request, release_id)
    if row.state not in rules.MAY["choose"] or not row.designs:
        return redirect(back)
    tables = queries.choices(row)
    form = ChooseForm(posted(request), initial={"version": row.version}, tables=tables)

    def save(sent: ChooseForm) -> str:
        chosen = sent.chosen()
        actions.choose(release=row, chosen=chosen, version=sent.seen, by=request.staff)
        return back

    about = About(
        _("Choose the designs"),
        _("Each line is the most detailed table of its dimensions that loses at most a fifth of its "
          "cells. All chosen tables are protected together."),
        _("Protect and attack them"),
        RELEASE,
    )  # fmt: skip
    return send(request, form, save, newest=back) or form_page(request, form, about, back)


@dataclass(frozen=True)
class Act:
    """A step that a person confirms: who may, what is said, what is done."""

    needs: frozenset[Permission]
    form: type[ActForm]
    about: About
    do: Callable[[StaffRequest, Release, ActForm], object]


def _approve(request: StaffRequest, row: Release, sent: ActForm) -> None:
    actions.approve(release=row, seen_hash=sent.cleaned_data["seen_hash"], by=request.staff)


def _send_back(request: StaffRequest, row: Release, sent: ActForm) -> None:
    actions.send_back(release=row, why=sent.cleaned_data["why"], by=request.staff)


def _publish(request: StaffRequest, row: Release, sent: ActForm) -> None:
    today = request.staff.office.today()
    urgent = sent.cleaned_data["why"]
    actions.publish(release=row, urgent=urgent, today=today, by=request.staff)


def _withdraw(request: StaffRequest, row: Release, sent: ActForm) -> None:
    actions.withdraw(release=row, why=sent.cleaned_data["why"], by=request.staff)


ACTS: dict[str, Act] = {
    "design": Act(
        frozenset({PREPARES}),
        ActForm,
        About(
            _("Search designs"),
            _("For each table the most detailed forms are searched that lose little. It may take minutes."),
            _("Search them"),
            RELEASE,
        ),
        lambda request, row, sent: actions.design(
            release=row, version=sent.seen, by=request.staff
        ),
    ),
    "start_again": Act(
        frozenset({PREPARES}),
        ActForm,
        About(
            _("Start the work again"),
            _("Nothing was heard of it for a while. Doing it twice does no harm."),
            _("Start it again"),
            RELEASE,
        ),
        lambda request, row, sent: actions.start_again(
            release=row, version=sent.seen, by=request.staff
        ),
    ),
    "approve": Act(
        frozenset({APPROVES}),
        ActForm,
        About(
            _("Approve the release"),
            _("You looked at every table and at what the attack found. Then it can be published for good."),
            _("Approve it"),
            RELEASE,
        ),
        _approve,
    ),
    "send_back": Act(
        frozenset({APPROVES}),
        WhyForm,
        About(
            _("Send the release back"),
            _("Say what is to be done otherwise. Who prepared it reads it."),
            _("Send it back"),
            RELEASE,
        ),
        _send_back,
    ),
    "publish": Act(
        frozenset({PREPARES}),
        PublishForm,
        About(
            _("Publish the release"),
            _("From now on everybody reads it, and it never changes again."),
            _("Publish it"),
            RELEASE,
        ),
        _publish,
    ),
    "withdraw": Act(
        frozenset({PREPARES, APPROVES}),
        WhyForm,
        About(
            _("Withdraw the release"),
            _("Its address stays and says why; its numbers are no longer given out. What others have "
              "taken already cannot be taken back."),
            _("Withdraw it"),
            RELEASE,
        ),
        _withdraw,
    ),
    "drop": Act(
        frozenset({PREPARES}),
        ActForm,
        About(
            _("Give the release up"),
            _("It stays on record as given up."),
            _("Give it up"),
            RELEASE,
        ),
        lambda request, row, sent: actions.drop(release=row, version=sent.seen, by=request.staff),
    ),
}  # fmt: skip


@staff_screen(PREPARES, APPROVES)
def act(request: StaffRequest, release_id: UUID, action: str) -> HttpResponse:
    """One step of a release, confirmed by who may take it."""
    found = ACTS.get(action)
    if found is None or not found.needs & request.may:
        raise Http404
    row, back = _found(request, release_id)
    if action not in {
        step.url.rstrip("/").rpartition("/")[2] for step in queries.steps(row, request.staff)
    }:
        return redirect(back)
    initial = {"version": row.version, "seen_hash": row.tables_hash}
    form = found.form(posted(request), initial=initial)

    def save(sent: ActForm) -> str:
        if action == "publish":
            against = rules.reasons_not_to_publish(
                is_correction=row.corrects_id is not None,
                urgent=sent.cleaned_data["why"],
                months=row.family.months,
                today=request.staff.office.today(),
            )
            for reason in against:
                sent.add_error("why", _(reason.text))
            if against:
                return ""
        found.do(request, row, sent)
        return back

    return send(request, form, save, newest=back) or form_page(request, form, found.about, back)


@require_safe
@staff_screen(PREPARES, APPROVES)
def look(request: StaffRequest, release_id: UUID, name: str) -> HttpResponse:
    """A protected table as the public would read it, before it does."""
    row, back = _found(request, release_id)
    part, source = queries.look(row, name)
    form = CutForm(request.GET, source=source)
    context = {
        "title": part.about["title"],
        "cut": cut(source, form.asked()),
        "form": form,
        "back": back,
        "release": row,
    }
    return render(request, "releases/look.html", context)


@require_safe
@staff_screen(PREPARES, APPROVES)
def look_file(request: StaffRequest, release_id: UUID, name: str) -> HttpResponse:
    """A file of a release before it is published, for those who look at it."""
    row, _back = _found(request, release_id)
    part = queries.file(row, name)
    audit.record(
        audit.Kind.EXPORTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        objects=[row.pk],
        detail={"screen": "releases:look_file", "release": row.pk},
    )
    return downloads.to_save(bytes(part.body), part.name, part.media)


def _found(request: StaffRequest, release_id: UUID) -> tuple[Release, str]:
    row = queries.release(request.staff, release_id)
    return row, reverse("releases:show_release", args=[row.pk])
