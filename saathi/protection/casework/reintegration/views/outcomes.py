"""The outcome scale: answers over time, the form in conversation, and the locked child view."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi.agencies import access
from saathi.agencies.form_submission import submit_form
from saathi.agencies.sections import Section
from saathi.agencies.sign_in import screen_lock
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.people.panels import RowStep
from saathi.protection.casework.reintegration import (
    outcome_charts,
    outcome_rules,
    queries,
    recording_queries,
)
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.actions import outcomes as actions
from saathi.protection.casework.reintegration.actions.monitoring import ReintegrationRefused
from saathi.protection.casework.reintegration.child_questions import VOICES, ChildViewLanguage
from saathi.protection.casework.reintegration.forms import outcomes as forms
from saathi.protection.casework.reintegration.models import OutcomeAnswer, Reintegration
from saathi.protection.casework.reintegration.views.recordings import PLAYING_POLICY
from saathi.protection.casework.reintegration.views.screens import (
    OUTCOMES,
    WORK,
    form_text,
    screens,
)
from saathi.web import media_responses
from saathi.web.components import ActionLink, Text
from saathi.web.template_context import font_sheet

_DONE: Final = "reintegration/child_view_done.html"


@dataclass(frozen=True)
class ChartsPanel:
    """The part of the page with the drawings."""

    title: Text
    people: list[outcome_charts.RespondentCharts]
    template: str = "reintegration/_outcome_charts.html"


@screens.child_list("outcomes/", WORK, kit.RecordQuery(OutcomeAnswer, "-answered_on"))
def list_outcomes(
    request: StaffRequest, child: Child, answers: list[OutcomeAnswer]
) -> kit.PageContent:
    """The answers over time, apart for child, caregiver and worker; no total."""
    start = screens.links(request, child.file_id, "start_child_view", _("Start the child view"))
    add = [
        *(start if screen_lock.has_pin(request) else [_pin_link(request)] if start else []),
        *screens.links(request, child.file_id, "record_answers", _("Record answers")),
    ]
    has_return = queries.find_reintegration(request.staff, child.file_id) is not None
    known = [
        (codes.OutcomeRespondent(each.respondent), codes.OutcomeWave(each.wave), each.faces)
        for each in answers
    ]
    charts: Any = ChartsPanel(_("Change over time"), outcome_charts.charts_of(known))
    panel = kit.Panel(
        _("Answers"),
        lead=_("The child answers first and alone. The answers decide on no service."),
        actions=add if has_return else [],
        rows=[_answer_row(request, each) for each in answers],
        empty=_("No answers yet."),
    )
    return kit.PageContent(parts=[panel, *([charts] if known else [])])


def _pin_link(request: StaffRequest) -> ActionLink:
    """Where the PIN is chosen without which the child view cannot be locked; it leads back here."""
    text = _("Choose a PIN for the child view")
    return ActionLink(text, screen_lock.pin_address(request.path))


def _answer_row(request: StaffRequest, answer: OutcomeAnswer) -> kit.PanelRow:
    hard = outcome_rules.very_hard_domains(answer.faces)
    is_child = answer.respondent == codes.OutcomeRespondent.CHILD
    pairs = [
        kit.LabelledValue(domain.label, _face(answer, domain)) for domain in codes.OutcomeDomain
    ]
    steps: list[RowStep] = []
    if hard:
        steps = screens.steps(request, answer, "record_support", _("Support was given today"))
    return kit.PanelRow(
        f"{answer.get_wave_display()} · {answer.get_respondent_display()}",
        state=kit.format_day(answer.answered_on),
        needs_attention=bool(hard),
        pairs=[
            *pairs,
            *([] if is_child or not answer.words else kit.labelled_values(answer, "words")),
        ],
        words=answer.words if is_child else "",
        steps=steps,
    )


def _face(answer: OutcomeAnswer, domain: codes.OutcomeDomain) -> Text:
    face = answer.faces.get(domain.value)
    return codes.OutcomeFace(face).label if face else ""


@screens.child_form(
    "outcomes/new/",
    WORK,
    forms.OutcomeForm,
    form_text(
        _("Record answers to the outcome scale"),
        _("Ask the child first and alone. Caregiver and worker answer afterwards, each apart."),
        back=OUTCOMES,
    ),
    load=queries.latest_reintegration_of_file,
)
def record_answers(
    request: StaffRequest, reintegration: Reintegration, form: forms.OutcomeForm
) -> None:
    """Records the answers of one person, given in conversation or observed."""
    answer = form.to_record(
        file_id=reintegration.file_id, reintegration=reintegration, faces=form.faces()
    )
    actions.record_answer(answer=answer, actor=request.staff)
    _warn(request, answer)


def _warn(request: StaffRequest, answer: OutcomeAnswer) -> None:
    hard = outcome_rules.very_hard_domains(answer.faces)
    if hard:
        text = gettext("“Very hard” was answered. Support the child today: %(domains)s.")
        names = ", ".join(str(domain.label) for domain in hard)
        messages.warning(request, text % {"domains": names})


@screens.child_step(
    "outcomes/<uuid:outcome_answer_id>/support/", WORK, OutcomeAnswer, "list_outcomes"
)
def record_support(request: StaffRequest, answer: OutcomeAnswer, _version: int) -> None:
    """Records that the child was supported after a very hard answer."""
    actions.record_support_given(answer=answer, actor=request.staff)


@screens.child_form(
    "outcomes/child/",
    WORK,
    forms.ChildViewStartForm,
    form_text(
        _("Start the child view"),
        _(
            "The device is locked to the questions until you enter your PIN. Sit nearby, and offer "
            "headphones. The child can stop at any time."
        ),
        button=_("Start and lock"),
        back=OUTCOMES,
        is_step=True,
    ),
    load=queries.latest_reintegration_of_file,
)
def start_child_view(
    request: StaffRequest, reintegration: Reintegration, form: forms.ChildViewStartForm
) -> str:
    """Locks the device to the child view; without a PIN, leads to where one is chosen and back."""
    wave, language = form.cleaned_data["wave"], form.cleaned_data["language"]
    reasons = actions.reasons_against_child_view(
        reintegration, codes.OutcomeWave(wave), request.staff
    )
    if reasons:
        raise ReintegrationRefused(reasons)
    page = reverse("reintegration:answer_alone", args=[reintegration.file_id, wave, language])
    if not screen_lock.lock_to_page(request, page, reverse(OUTCOMES, args=[reintegration.file_id])):
        messages.warning(
            request, gettext("Choose a PIN first. Without it the device cannot be locked.")
        )
        start = reverse("reintegration:start_child_view", args=[reintegration.file_id])
        return screen_lock.pin_address(start)
    return page


@screens.ordinary(f"{kit.CHILD}outcomes/child/<slug:wave>/<slug:language>/")
@sensitive_post_parameters()
@csp_override(PLAYING_POLICY)
@staff_screen(WORK)
def answer_alone(request: StaffRequest, file_id: UUID, wave: str, language: str) -> HttpResponse:
    """The child view: questions with faces, on a device that is locked to this page."""
    if (
        not screen_lock.is_locked_to(request, request.path)
        or wave not in codes.OutcomeWave.values
        or language not in ChildViewLanguage.values
    ):
        return redirect(OUTCOMES, file_id)
    reintegration = queries.latest_reintegration_of_file(request.staff, file_id, Section.NEEDS)
    sounds = {
        question: f"{request.path}{screen_lock.SOUND_PART}{question}/"
        for question in recording_queries.played_recordings(request.staff, language)
    }
    form = forms.ChildViewForm(request.POST or None, language=language, sounds=sounds)
    context: dict[str, Any] = {
        "form": form,
        "language": language,
        "voice": VOICES[language],
        "fonts": font_sheet(language),
    }
    has_answered = partial(
        actions.has_answered, reintegration, codes.OutcomeWave(wave), request.staff
    )
    if has_answered():
        return render(request, _DONE, context)

    def save(filled: forms.ChildViewForm) -> str:
        answer = _answer_alone(reintegration, wave, filled.faces())
        answer.answered_on = request.staff.office.today()
        actions.record_answer(answer=answer, actor=request.staff)
        return request.path

    answered = submit_form(request, form, save) if request.method == "POST" else None
    if not access.may_write(request.staff, file_id, Section.NEEDS):
        raise access.NotAllowed
    # The same answers may have been sent twice at the same moment.
    page = _DONE if form.is_bound and has_answered() else "reintegration/child_view.html"
    return answered or render(request, page, context)


def _answer_alone(reintegration: Reintegration, wave: str, faces: dict[str, str]) -> OutcomeAnswer:
    """The answers of a child who answered alone."""
    return OutcomeAnswer(
        file_id=reintegration.file_id,
        reintegration=reintegration,
        wave=wave,
        respondent=codes.OutcomeRespondent.CHILD,
        method=codes.OutcomeMethod.CHILD_VIEW,
        faces=faces,
    )


@screens.ordinary(f"{kit.CHILD}outcomes/child/<slug:wave>/<slug:language>/sound/<slug:question>/")
@require_safe
@staff_screen(WORK)
def play_alone(
    request: StaffRequest, file_id: UUID, wave: str, language: str, question: str
) -> HttpResponse:
    """The recording of a question, on a device that is locked to the child view. It names no child."""
    page = reverse("reintegration:answer_alone", args=[file_id, wave, language])
    played = recording_queries.played_recordings(request.staff, language)
    if not screen_lock.is_locked_to(request, page) or question not in played:
        raise access.NotAllowed
    asked = request.headers.get("Range", "")
    row = played[question]
    return media_responses.media_response(bytes(row.sound), row.media_type, asked)
