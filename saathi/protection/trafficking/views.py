"""Screens of what happened: one tap away from the child's file, and a right of their own."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import looking, records
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import send
from saathi.agencies.vocabulary import DraftKind
from saathi.agencies.weak_lines.drafts import Drafting
from saathi.participation import queries as voice
from saathi.participation.vocabulary import Topic
from saathi.people.models import Child
from saathi.people.queries import child_of_file, header
from saathi.people.screens import to_write
from saathi.protection.trafficking import actions, queries
from saathi.protection.trafficking.forms import (
    LEGS,
    ChangeLegForm,
    EpisodeForm,
    LegForm,
    RemoveLegForm,
)
from saathi.protection.trafficking.models import Leg


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_situation(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """What happened to the child: episodes, routes, and how the facts read in law."""
    child = child_of_file(request.staff, file_id, Section.SITUATION)
    episodes = queries.episodes_of(request.staff, child)
    looking.record(
        request.staff,
        audit.Kind.LISTED,
        Section.SITUATION,
        file_id=file_id,
        objects=[episode.id for episode in episodes],
    )
    context = {
        "child": header(child, staff=request.staff),
        "episodes": episodes,
        "may_write": Permission.OPEN_CASE in request.may,
        "file_id": file_id,
    }
    return render(request, "trafficking/show_situation.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_episode(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records an episode with the first legs of its route."""
    child = to_write(request, file_id, Section.SITUATION)
    legs = [LegForm(request.POST or None, prefix=f"leg{number}") for number in range(1, LEGS + 1)]

    def save(form: EpisodeForm) -> str:
        actions.record_episode(
            child=child,
            told=form.told(),
            account=form.words(),
            legs=[leg.told() for leg in legs if leg.is_filled],
            by=request.staff,
        )
        return reverse("trafficking:show_situation", args=[file_id])

    form = EpisodeForm(request.POST or None)
    form.draft = Drafting(DraftKind.EPISODE, file_id)
    return send(request, form, save, beside=legs) or _episode(request, child, form, legs)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_episode(request: StaffRequest, file_id: UUID, episode_id: UUID) -> HttpResponse:
    """Changes what is known of an episode; the earlier account is kept, sealed."""
    child = to_write(request, file_id, Section.SITUATION)
    episode = queries.episode_of(request.staff, file_id, episode_id)

    def save(form: EpisodeForm) -> str:
        actions.change_episode(
            episode=episode,
            told=form.told(),
            account=form.words(),
            version=form.seen,
            by=request.staff,
        )
        return reverse("trafficking:show_situation", args=[file_id])

    initial = EpisodeForm.initial_of(episode, records.words_of(episode))
    form = EpisodeForm(request.POST or None, initial=initial)
    form.draft = Drafting(DraftKind.EPISODE, file_id)
    return send(request, form, save) or _episode(request, child, form)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_leg(request: StaffRequest, file_id: UUID, episode_id: UUID) -> HttpResponse:
    """Adds a leg at the end of the route of an episode."""
    child = to_write(request, file_id, Section.SITUATION)
    episode = queries.episode_of(request.staff, file_id, episode_id)

    def save(form: LegForm) -> str:
        actions.record_leg(episode=episode, leg=form.told(), by=request.staff)
        return reverse("trafficking:show_situation", args=[file_id])

    form = LegForm(request.POST or None)
    return send(request, form, save) or _leg(request, child, form)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_leg(
    request: StaffRequest, file_id: UUID, episode_id: UUID, leg_id: UUID
) -> HttpResponse:
    """Changes what is known of a leg; what it said before is kept, sealed."""
    child = to_write(request, file_id, Section.SITUATION)
    leg = queries.leg_of(request.staff, file_id, episode_id, leg_id)

    def save(form: ChangeLegForm) -> str:
        actions.change_leg(leg=leg, told=form.told(), version=form.seen, by=request.staff)
        return reverse("trafficking:show_situation", args=[file_id])

    initial = ChangeLegForm.initial_of(leg, records.words_of(leg))
    form = ChangeLegForm(request.POST or None, initial=initial)
    return send(request, form, save) or _leg(request, child, form, leg)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def remove_leg(
    request: StaffRequest, file_id: UUID, episode_id: UUID, leg_id: UUID
) -> HttpResponse:
    """Asks once more, and takes a leg out of the route; it is kept, sealed, as an old value."""
    child = to_write(request, file_id, Section.SITUATION)
    leg = queries.leg_of(request.staff, file_id, episode_id, leg_id)
    situation = reverse("trafficking:show_situation", args=[file_id])

    def save(form: RemoveLegForm) -> str:
        why = form.cleaned_data["why"]
        actions.remove_leg(leg=leg, why=why, version=form.seen, by=request.staff)
        return situation

    form = RemoveLegForm(request.POST or None, initial={"version": leg.version})
    if answer := send(request, form, save, newest=situation):
        return answer
    context = {
        "child": header(child, staff=request.staff),
        "form": form,
        "leg": queries.leg_row(leg, records.words_of(leg)),
        "file_id": file_id,
    }
    return render(request, "trafficking/remove_leg.html", context)


def _episode(
    request: StaffRequest, child: Child, form: EpisodeForm, legs: Sequence[LegForm] = ()
) -> HttpResponse:
    context = {
        "child": header(child, staff=request.staff),
        "form": form,
        "legs": legs,
        "not_to_ask": voice.not_to_ask(child, request.staff, [Topic.WHAT_HAPPENED]) if legs else [],
        "file_id": child.file_id,
    }
    return render(request, "trafficking/record_episode.html", context)


def _leg(
    request: StaffRequest, child: Child, form: LegForm, leg: Leg | None = None
) -> HttpResponse:
    context = {
        "child": header(child, staff=request.staff),
        "form": form,
        "leg": leg,
        "file_id": child.file_id,
    }
    return render(request, "trafficking/add_leg.html", context)
