"""Views of episodes and legs, with a right of their own, one tap from the child's file."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access_log, records
from saathi.agencies.form_submission import submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import child_for_editing
from saathi.people.models import Child
from saathi.people.queries import child_of_file
from saathi.protection.identification.trafficking import actions, queries
from saathi.protection.identification.trafficking.episode_page import EpisodePage
from saathi.protection.identification.trafficking.forms import EpisodeForm
from saathi.protection.identification.trafficking.leg_forms import (
    ChangeLegForm,
    LegForm,
    RemoveLegForm,
)
from saathi.protection.identification.trafficking.models import Leg


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_account_of_events(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Shows episodes, routes and legal readings."""
    child = child_of_file(request.staff, file_id, Section.SITUATION)
    episodes = queries.list_episodes(request.staff, child)
    access_log.log_file_list(
        request.staff, Section.SITUATION, file_id, [episode.id for episode in episodes]
    )
    return render_child_page(
        request,
        child,
        "trafficking/show_account_of_events.html",
        episodes=episodes,
        is_sale_only_alleged=queries.is_sale_only_alleged(request.staff, child, episodes),
        may_write=Permission.OPEN_CASE in request.may,
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_episode(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records an episode with the first legs of its route, in steps."""
    child = child_for_editing(request, file_id, Section.SITUATION)
    page = EpisodePage(request, child)

    def save(form: EpisodeForm) -> str:
        actions.record_episode(
            child=child,
            data=form.to_input(),
            texts=form.to_texts(),
            legs=page.filled_legs(),
            actor=request.staff,
        )
        return reverse("trafficking:show_account_of_events", args=[file_id])

    return page.response(save)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_episode(request: StaffRequest, file_id: UUID, episode_id: UUID) -> HttpResponse:
    """Changes an episode and adds legs; the earlier account is kept, sealed."""
    child = child_for_editing(request, file_id, Section.SITUATION)
    episode = queries.get_episode(request.staff, file_id, episode_id)
    page = EpisodePage(request, child, episode)

    def save(form: EpisodeForm) -> str:
        actions.change_episode(
            episode=episode,
            data=form.to_input(),
            texts=form.to_texts(),
            version=form.seen_version,
            actor=request.staff,
        )
        for leg in page.filled_legs():
            actions.record_leg(episode=episode, data=leg, actor=request.staff)
        return reverse("trafficking:show_account_of_events", args=[file_id])

    return page.response(save)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_leg(request: StaffRequest, file_id: UUID, episode_id: UUID) -> HttpResponse:
    """Adds a leg at the end of the route of an episode."""
    child = child_for_editing(request, file_id, Section.SITUATION)
    episode = queries.get_episode(request.staff, file_id, episode_id)

    def save(form: LegForm) -> str:
        actions.record_leg(episode=episode, data=form.to_input(), actor=request.staff)
        return reverse("trafficking:show_account_of_events", args=[file_id])

    form = LegForm(request.POST or None)
    form.today = request.staff.office.today()
    return submit_form(request, form, save) or _leg(request, child, form)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_leg(
    request: StaffRequest, file_id: UUID, episode_id: UUID, leg_id: UUID
) -> HttpResponse:
    """Changes a leg; the earlier version is kept, sealed."""
    child = child_for_editing(request, file_id, Section.SITUATION)
    leg = queries.get_leg(request.staff, file_id, episode_id, leg_id)

    def save(form: ChangeLegForm) -> str:
        actions.change_leg(
            leg=leg, data=form.to_input(), version=form.seen_version, actor=request.staff
        )
        return reverse("trafficking:show_account_of_events", args=[file_id])

    initial = ChangeLegForm.initial_data(leg, records.open_texts(leg))
    form = ChangeLegForm(request.POST or None, initial=initial)
    form.today = request.staff.office.today()
    return submit_form(request, form, save) or _leg(request, child, form, leg)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def remove_leg(
    request: StaffRequest, file_id: UUID, episode_id: UUID, leg_id: UUID
) -> HttpResponse:
    """Removes a leg after confirmation; it is kept, sealed, as an old value."""
    child = child_for_editing(request, file_id, Section.SITUATION)
    leg = queries.get_leg(request.staff, file_id, episode_id, leg_id)
    situation = reverse("trafficking:show_account_of_events", args=[file_id])

    def save(form: RemoveLegForm) -> str:
        reason = form.cleaned_data["why"]
        actions.remove_leg(leg=leg, reason=reason, version=form.seen_version, actor=request.staff)
        return situation

    form = RemoveLegForm(request.POST or None, initial={"version": leg.version})
    if response := submit_form(request, form, save, newest_url=situation):
        return response
    return render_child_page(
        request,
        child,
        "trafficking/remove_leg.html",
        form=form,
        leg=queries.leg_row(leg, records.open_texts(leg)),
    )


def _leg(
    request: StaffRequest, child: Child, form: LegForm, leg: Leg | None = None
) -> HttpResponse:
    return render_child_page(request, child, "trafficking/add_leg.html", form=form, leg=leg)
