"""Views of possible duplicates: the queue, two records side by side, undoing a merge."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi.agencies import access, access_log
from saathi.agencies.access_purposes import OWN_CASE
from saathi.agencies.form_submission import submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people.queries import log_child_section_view
from saathi.protection.identification.matches import actions, pages, queries, repeat_pages
from saathi.protection.identification.matches.forms import (
    MatchDecisionForm,
    MergeUndoForm,
    RepeatAnswerForm,
)
from saathi.protection.identification.matches.models import RepeatAllegation
from saathi.protection.identification.matches.vocabulary import MergeUndoReason, RepeatKind
from saathi.web.components import EmptyState


@require_safe
@staff_screen(Permission.REVIEW_MATCHES)
def list_pairs(request: StaffRequest) -> HttpResponse:
    """Lists the pairs waiting for this person, most urgent first."""
    queue = queries.list_waiting_pairs(
        request.staff, after=queries.MatchQueueKey.parse(request.GET.get("after", ""))
    )
    access_log.log_list_view(request.staff, [pair.pk for pair in queue.pairs], model="matches.pair")
    empty = EmptyState(
        _("No possible duplicates to review"),
        _(
            "Records that you can read are listed here in pairs when they may be about the "
            "same child."
        ),
        icon="link",
    )
    table = pages.match_queue_table(queue, request.staff) if queue.pairs else None
    context = {"table": table, "empty": empty, "after": queue.after}
    return render(request, "matches/list_pairs.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.REVIEW_MATCHES)
def show_pair(request: StaffRequest, pair_id: UUID) -> HttpResponse:
    """Shows two records, records a decision, and only then shows the machine's assessment."""
    pair = queries.get_pair(request.staff, pair_id)
    url = reverse("matches:show_pair", args=[pair.pk])

    def save(form: MatchDecisionForm) -> str:
        actions.decide_pair(pair=pair, data=form.to_input(), actor=request.staff)
        return url

    form = MatchDecisionForm(request.POST or None)
    if response := submit_form(request, form, save, newest_url=url):
        return response
    sides = queries.open_both_records(request.staff, pair)
    _record_looks(request, sides)
    page = pages.pair_page(request, pair, sides)
    return render(request, "matches/show_pair.html", {"page": page, "form": form})


@sensitive_post_parameters()
@staff_screen(Permission.REVIEW_MATCHES)
def undo_merge(request: StaffRequest, pair_id: UUID) -> HttpResponse:
    """Undoes a merge and opens an incident for each child."""
    pair = queries.get_pair(request.staff, pair_id)
    merge = queries.load_pair_decisions(request.staff, pair).merge
    if merge is None:
        raise access.NotAllowed
    back = reverse("matches:show_pair", args=[pair.pk])

    def save(form: MergeUndoForm) -> str:
        reason = MergeUndoReason(form.cleaned_data["reason"])
        actions.undo_merge(merge=merge, reason=reason, actor=request.staff)
        return back

    form = MergeUndoForm(request.POST or None)
    if response := submit_form(request, form, save, newest_url=back):
        return response
    sides = queries.open_both_records(request.staff, pair)
    _record_looks(request, sides)
    codes = [side.child.code for side in sides]
    context = {"form": form, "back": back, "codes": codes}
    return render(request, "matches/undo_merge.html", context)


@require_safe
@staff_screen(Permission.REVIEW_MATCHES)
def list_repeat_allegations(request: StaffRequest) -> HttpResponse:
    """Lists repeat allegations that the reader may read."""
    kind = request.GET.get("seen", "")
    queue = queries.find_open_repeats(request.staff, kind=kind, number=request.GET.get("page", ""))
    access_log.log_list_view(
        request.staff, [repeat.pk for repeat in queue.page.object_list], model="matches.repeat"
    )
    empty = EmptyState(
        _("No repeat allegations"),
        _(
            "Records are listed here when a person, place or telephone number in a file may "
            "also appear in another record."
        ),
        icon="eye",
    )
    context = {
        "table": repeat_pages.repeat_table(queue, request.staff),
        "empty": empty,
        "seen": kind,
        "kinds": RepeatKind.choices,
        **repeat_pages.repeat_pager(queue.page, kind),
    }
    return render(request, "matches/list_repeat_allegations.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.REVIEW_MATCHES)
def show_repeat(request: StaffRequest, repeat_id: UUID) -> HttpResponse:
    """Shows a repeat allegation in this child's own file, and records the answer."""
    repeat = access.get(request.staff, RepeatAllegation, repeat_id)
    url = reverse("matches:list_repeat_allegations")

    def save(form: RepeatAnswerForm) -> str:
        actions.answer_repeat(
            repeat=repeat, answer=form.to_input(), version=form.seen_version, actor=request.staff
        )
        return url

    may_answer = not repeat.answer and access.may_write(
        request.staff, repeat.file_id, Section.SITUATION
    )
    if request.method == "POST" and not may_answer:
        raise access.NotAllowed
    form = RepeatAnswerForm(request.POST or None, initial={"version": repeat.version})
    if response := submit_form(request, form, save, newest_url=url):
        return response
    page = repeat_pages.build_repeat_page(request.staff, repeat)
    context = {"page": page, "form": form if may_answer else None}
    return render(request, "matches/show_repeat.html", context)


def _record_looks(
    request: StaffRequest, sides: tuple[queries.MatchSide, queries.MatchSide]
) -> None:
    """Logs an access to each file like any other, so that the log does not reveal reviewers."""
    for side in sides:
        log_child_section_view(request.staff, side.child, Section.IDENTITY, purpose=OWN_CASE)
