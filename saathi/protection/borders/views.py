"""Screens of questions across a border: all of a child, a form for each step, the letter."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, looking, records
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.protocols import MayAsk, MayGo, Protocol
from saathi.agencies.sections import Section
from saathi.agencies.sending import posted, send
from saathi.infra.countries import Country
from saathi.infra.listing import listed
from saathi.people.queries import child_of_file, header
from saathi.people.rows import About, Part, Row
from saathi.people.screens import form_page, to_write
from saathi.protection.borders import actions, queries
from saathi.protection.borders.forms import AnswerForm, AskForm, CameForm, ReceiveForm
from saathi.protection.borders.models import AskedAbroad
from saathi.protection.borders.vocabulary import AskedState, Direction, Fear, HerView
from saathi.protection.cases.queries import current_case
from saathi.web.parts import Action, Pair

BACK = ("borders:list_asked", _("Across the border"))
ASK = About(
    _("Ask another country who the child is"),
    _("Only under an agreed protocol, with the child, and with no more than the question needs."),
    _("Keep the question"),
    *BACK,
)
RECEIVED = About(
    _("Another country asks about the child"),
    _("Write it down as it came. Nothing is answered by this."),
    _("Keep it"),
    *BACK,
)
ANSWER = About(
    _("Answer another country"),
    _("Only under an agreed protocol, with the child, and with no more than the question needs."),
    _("Keep the answer"),
    *BACK,
)
CAME = About(
    _("What came of it"),
    _(
        "An answer decides nothing. Where the child lives is decided for this child, and with her or him."
    ),
    _("Keep it"),
    *BACK,
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_asked(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The questions about a child, to other countries and from there, and the protocols that hold."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    found = queries.of_child(request.staff, child)
    opened = queries.opened(found)
    looking.record(
        request.staff,
        audit.Kind.LISTED,
        Section.LEGAL,
        file_id=file_id,
        objects=[one.pk for one in found],
    )
    may_write = access.may_write(request.staff, file_id, Section.LEGAL)
    context = {
        "child": header(child, staff=request.staff),
        "file_id": file_id,
        "parts": [
            Part(
                _("Asked and answered across the border"),
                lead=_("Nobody is sent anywhere by what stands here."),
                actions=_begin(file_id) if may_write else (),
                rows=[_row(one, opened.get(one.pk, {}), may_write=may_write) for one in found],
                empty=_("Nothing was asked yet."),
            ),
            Part(
                _("Protocols that hold today"),
                rows=[_protocol(one) for one in queries.protocols_at(request.staff.office)],
                empty=_("None. Without one nothing about a child goes to another country."),
            ),
        ],
    }
    return render(request, "borders/list_asked.html", context)


def _begin(file_id: UUID) -> list[Action]:
    return [
        Action(_("Ask another country"), reverse("borders:ask_abroad", args=[file_id])),
        Action(_("They asked us"), reverse("borders:receive_asked", args=[file_id])),
    ]


def _row(asked: AskedAbroad, words: Mapping[str, str], *, may_write: bool) -> Row:
    state = AskedState(asked.state)
    pairs = [
        Pair(_("To or from"), words.get("partner", "")),
        Pair(_("Asked on"), _day(asked.asked_on), note=_labels(MayAsk, asked.asks)),
        Pair(_("What goes"), _labels(MayGo, asked.facts), missing=_("nothing")),
    ]
    if asked.her_view:
        view = HerView(asked.her_view).label
        pairs.append(Pair(_("The child"), view, note=words.get("her_words", "")))
        pairs.append(Pair(_("Why this is good for this child"), words.get("best", "")))
    if state == AskedState.OPEN and asked.answer_by:
        pairs.append(Pair(_("Answer by"), _day(asked.answer_by)))
    if asked.answered_on:
        pairs.append(Pair(_("Answered on"), _day(asked.answered_on), note=words.get("answer", "")))
        told = _day(asked.told_on) if asked.told_on else ""
        note = words.get("she_says", "")
        pairs.append(Pair(_("Told to the child"), told, note, _("not told yet")))
    if not asked.protocol:
        pairs.append(Pair(_("Under which protocol"), missing=_("none: nothing may go")))
    return Row(
        title=f"{asked.get_direction_display()} · {Country(asked.country).label}",
        state=state.label,
        is_over=state != AskedState.OPEN,
        pairs=pairs,
        words=words.get("question", ""),
        actions=_steps(asked) if may_write else (),
    )


def _steps(asked: AskedAbroad) -> list[Action]:
    at = [asked.file_id, asked.pk]
    came = Action(_("What came of it"), reverse("borders:follow_asked", args=at))
    found = [] if asked.state == AskedState.TAKEN_BACK else [came]
    if asked.direction == Direction.THEY_ASK and asked.state == AskedState.OPEN:
        found.append(Action(_("Answer it"), reverse("borders:answer_asked", args=at)))
    if asked.facts and asked.state != AskedState.TAKEN_BACK:
        found.append(Action(_("The letter"), reverse("borders:print_asked", args=at)))
    return found


def _protocol(protocol: Protocol) -> Row:
    return Row(
        title=f"{Country(protocol.country).label} · {protocol.partner}",
        pairs=[
            Pair(_("Agreed on"), _day(protocol.agreed_on), note=f"{protocol.name}, {protocol.version}"),
            Pair(_("May be asked"), _labels(MayAsk, protocol.may_ask)),
            Pair(_("May go"), _labels(MayGo, protocol.may_go)),
        ],
    )  # fmt: skip


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def ask_abroad(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Asks another country who the child is."""
    child = to_write(request, file_id, Section.LEGAL)
    case = current_case(request.staff, child)

    def save(form: AskForm) -> str:
        question, going = form.question_told(), form.going()
        try:
            actions.ask(case=case, question=question, going=going, by=request.staff)
        except actions.NotSo as refusal:
            form.tell(refusal.reasons, {})
            return ""
        return _back(file_id)

    form = AskForm(
        posted(request),
        protocols=queries.protocols_at(request.staff.office),
        consents=queries.consents_for(request.staff, child),
        today=request.staff.office.today(),
    )
    return send(request, form, save) or form_page(request, child, form, ASK)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def receive_asked(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Keeps what another country asks about the child."""
    child = to_write(request, file_id, Section.LEGAL)
    case = current_case(request.staff, child)

    def save(form: ReceiveForm) -> str:
        actions.receive(case=case, question=form.question_told(), by=request.staff)
        return _back(file_id)

    protocols = queries.protocols_at(request.staff.office)
    form = ReceiveForm(posted(request), protocols=protocols, today=request.staff.office.today())
    return send(request, form, save) or form_page(request, child, form, RECEIVED)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def answer_asked(request: StaffRequest, file_id: UUID, asked_id: UUID) -> HttpResponse:
    """Answers what another country asked, with facts chosen one by one."""
    child = to_write(request, file_id, Section.LEGAL)
    asked = queries.one_of(request.staff, file_id, asked_id)
    if asked.direction != Direction.THEY_ASK or asked.state != AskedState.OPEN:
        raise access.NotAllowed
    case = current_case(request.staff, child)

    def save(form: AnswerForm) -> str:
        try:
            actions.answer(
                asked=asked,
                case=case,
                going=form.going(),
                version=form.seen,
                by=request.staff,
            )
        except actions.NotSo as refusal:
            form.tell(refusal.reasons, {})
            return ""
        return _back(file_id)

    form = AnswerForm(
        posted(request),
        initial={"version": asked.version, "fear": Fear.NOT_ASKED},
        consents=queries.consents_for(request.staff, child),
        today=request.staff.office.today(),
    )
    newest = _back(file_id)
    return send(request, form, save, newest=newest) or form_page(request, child, form, ANSWER)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def follow_asked(request: StaffRequest, file_id: UUID, asked_id: UUID) -> HttpResponse:
    """Keeps what came of a question, and that the child was told."""
    child = to_write(request, file_id, Section.LEGAL)
    asked = queries.one_of(request.staff, file_id, asked_id)
    if asked.state == AskedState.TAKEN_BACK:
        raise access.NotAllowed

    def save(form: CameForm) -> str:
        try:
            actions.follow(asked=asked, came=form.came(), version=form.seen, by=request.staff)
        except actions.NotSo as refusal:
            form.tell(refusal.reasons, {})
            return ""
        return _back(file_id)

    initial = {**vars(asked), **records.words_of(asked)}
    form = CameForm(posted(request), initial=initial, today=request.staff.office.today())
    return send(request, form, save) or form_page(request, child, form, CAME)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def print_asked(request: StaffRequest, file_id: UUID, asked_id: UUID) -> HttpResponse:
    """The letter to the other country: the facts that were let go, and nothing else."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    asked = queries.one_of(request.staff, file_id, asked_id)
    if not asked.facts or asked.state == AskedState.TAKEN_BACK:
        raise access.NotAllowed
    audit.record(
        audit.Kind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=file_id,
        objects=[asked.pk],
        purpose=request.staff.looks_for,
        detail={"screen": "borders:print_asked"},
    )
    letter = queries.letter(request.staff, child, asked)
    return render(request, "borders/print_asked.html", {"letter": letter, "back": _back(file_id)})


def _back(file_id: UUID) -> str:
    return reverse("borders:list_asked", args=[file_id])


def _day(day: object) -> str:
    return date_format(day, "j F Y")  # type: ignore[arg-type]


def _labels(words: type[MayAsk] | type[MayGo], codes: object) -> str:
    return listed([one.label for one in words if one in codes])  # type: ignore[operator]
