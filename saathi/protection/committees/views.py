"""Screens of follow-ups: for those who work with the child, and for the one who was asked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, looking, once, records
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import RecordForm, posted, send
from saathi.infra.listing import listed
from saathi.people.queries import child_of_file, header
from saathi.people.rows import About, Part, Row
from saathi.people.screens import form_page
from saathi.protection.cases.queries import case_of_file
from saathi.protection.committees import actions, queries
from saathi.protection.committees.forms import AskForm, TellForm
from saathi.protection.committees.models import FollowUp, Told
from saathi.protection.committees.vocabulary import FollowUpState, HowItIs, LookAt
from saathi.web.parts import Action, Pair

ASK = About(
    _("Ask a local committee to look after the child"),
    _("The committee reads what you write here, and nothing of the file. Ask the child first."),
    _("Ask it"),
    "committees:list_follow_ups",
    _("Local committee"),
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_follow_ups(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """What committees were asked for this child, and what they told."""
    child = child_of_file(request.staff, file_id, Section.CASE)
    asked = queries.of_file(request.staff, file_id)
    told = queries.told_of(request.staff, file_id)
    opened = queries.opened([*asked, *told])
    looking.record(
        request.staff,
        audit.Kind.LISTED,
        Section.CASE,
        file_id=file_id,
        objects=[one.pk for one in (*asked, *told)],
    )
    context = {
        "child": header(child, staff=request.staff),
        "asked": [(one, _asked(one, opened.get(one.pk, {}))) for one in asked],
        "part": Part(
            _("What the committee told"),
            rows=[_told(one, opened.get(one.pk, {})) for one in told],
            empty=_("Nothing was told yet."),
        ),
        "form_key": once.new_key(),
        "may_ask": access.may(request.staff, Permission.ASSIGN)
        and access.may_write(request.staff, file_id, Section.CASE),
        "file_id": file_id,
    }
    return render(request, "committees/list_follow_ups.html", context)


def _asked(one: FollowUp, words: Mapping[str, Any]) -> Row:
    looks = [str(LookAt(code).label) for code in one.look_at]
    return Row(
        title=f"{one.asked_of.agency.name}, {one.asked_of.name}",
        state=FollowUpState(one.state).label,
        is_over=one.state == FollowUpState.ENDED,
        pairs=[
            Pair(_("What to look at"), listed(looks)),
            Pair(_("Told to the committee"), words.get("called", ""), words.get("where", "")),
            Pair(_("Until"), date_format(one.ended_on or one.until, "j F Y")),
        ],
    )


def _told(one: Told, words: Mapping[str, Any]) -> Row:
    how = HowItIs(one.how)
    return Row(
        title=f"{date_format(one.seen_on, 'j F Y')} · {one.get_seen_display()}",
        state=how.label,
        attend=how in {HowItIs.DANGER, HowItIs.WORRY},
        words=words.get("her_words", ""),
        pairs=[Pair(_("What was seen"), words.get("words", ""), missing=_("not written"))],
    )


@sensitive_post_parameters()
@staff_screen(Permission.ASSIGN)
def ask_committee(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Asks somebody of a committee to look after the child."""
    case = case_of_file(request.staff, file_id, Section.CASE)
    if not access.may_write(request.staff, file_id, Section.CASE):
        raise access.NotAllowed

    def save(form: AskForm) -> str:
        try:
            actions.ask(case=case, asked=form.asked(), by=request.staff)
        except actions.NotSo as refusal:
            form.tell(refusal.reasons, {})
            return ""
        return reverse("committees:list_follow_ups", args=[file_id])

    people = queries.people_to_ask(request.staff)
    form = AskForm(posted(request), people=people, today=request.staff.office.today())
    return send(request, form, save) or form_page(request, case.child, form, ASK)


@staff_screen(Permission.ASSIGN)
def end_follow_up(request: StaffRequest, file_id: UUID, follow_up_id: UUID) -> HttpResponse:
    """Ends a follow-up before its day."""
    follow_up = records.one_of(request.staff, FollowUp, file_id, follow_up_id)
    back = reverse("committees:list_follow_ups", args=[file_id])

    def save(form: RecordForm) -> str:
        if follow_up.state == FollowUpState.ASKED:
            actions.end(follow_up=follow_up, version=form.seen, by=request.staff)
        return back

    return send(request, RecordForm(request.POST), save, newest=back) or redirect(back)


@require_safe
@staff_screen(Permission.RECORD_REPORT)
def list_asked(request: StaffRequest) -> HttpResponse:
    """The children this person is asked to look after."""
    found = queries.asked_of(request.staff)
    opened = queries.opened(found)
    looking.listed(
        request.staff, [one.pk for one in found], screen="committees:list_asked", count=len(found)
    )
    rows = [
        Row(
            title=opened.get(one.pk, {}).get("called", ""),
            pairs=[Pair(_("Until"), date_format(one.until, "j F Y"))],
            actions=[Action(_("Open"), reverse("committees:show_follow_up", args=[one.pk]))],
        )
        for one in found
    ]
    part = Part(_("Asked of you"), rows=rows, empty=_("Nobody asked you to look after a child."))
    return render(request, "committees/list_asked.html", {"part": part})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def show_follow_up(request: StaffRequest, follow_up_id: UUID) -> HttpResponse:
    """What was asked of this person, what she told so far, and the form to tell more."""
    follow_up = queries.follow_up_of(request.staff, follow_up_id)

    def save(form: TellForm) -> str:
        actions.tell(follow_up=follow_up, looked=form.looked(), by=request.staff)
        return request.path

    is_open = follow_up.state == FollowUpState.ASKED
    form = TellForm(posted(request), today=request.staff.office.today()) if is_open else None
    if form is not None and (answer := send(request, form, save)):
        return answer
    told = queries.told_in(request.staff, follow_up)
    opened = queries.opened([follow_up, *told])
    words = opened.get(follow_up.pk, {})
    looks = [str(LookAt(code).label) for code in follow_up.look_at]
    context = {
        "called": words.get("called", ""),
        "pairs": [
            Pair(_("Where the child is found"), words.get("where", ""), missing=_("not written")),
            Pair(_("What to look at"), listed(looks)),
            Pair(_("What to keep in mind"), words.get("keep_in_mind", ""), missing=_("nothing")),
            Pair(_("Until"), date_format(follow_up.until, "j F Y")),
        ],
        "form": form,
        "part": Part(
            _("What you told"),
            rows=[_told(one, opened.get(one.pk, {})) for one in told],
            empty=_("Nothing yet."),
        ),
    }
    return render(request, "committees/show_follow_up.html", context)
