"""Screens of texts for the public: the list, one text with what was found in it, its steps."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access, looking, records
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import RecordForm, posted, send
from saathi.agencies.steps import Act, StepForm, WhyForm, confirm, is_open, named
from saathi.people.queries import child_of_file, header
from saathi.people.rows import About
from saathi.people.screens import form_page, to_write
from saathi.protection.public_texts import actions, queries
from saathi.protection.public_texts.forms import TextForm
from saathi.protection.public_texts.models import PublicText
from saathi.web.parts import Text


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_texts(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Every text about proceedings of this child that is to go, or went, public."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    texts = queries.texts_of(request.staff, child)
    looking.record(
        request.staff,
        audit.Kind.LISTED,
        Section.LEGAL,
        file_id=file_id,
        objects=[one.pk for one in texts],
    )
    context = {
        "child": header(child, staff=request.staff),
        "rows": queries.rows(texts),
        "may_write": access.may_write(request.staff, file_id, Section.LEGAL),
        "file_id": file_id,
    }
    return render(request, "public_texts/list_texts.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def write_text(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """A new text; the next page shows what it tells."""
    child = to_write(request, file_id, Section.LEGAL)
    form = TextForm(posted(request))

    def save(sent: TextForm) -> str:
        text = actions.write(child=child, told=sent.told(), by=request.staff)
        return reverse("public_texts:show_text", args=[file_id, text.pk])

    return send(request, form, save) or form_page(request, child, form, WRITE)


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_text(request: StaffRequest, file_id: UUID, text_id: UUID) -> HttpResponse:
    """One text, with everything found in it."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    text = queries.text_of(request.staff, file_id, text_id)
    check = queries.checked(request.staff, child, records.words_of(text))
    context = {
        "child": header(child, staff=request.staff),
        "page": queries.page(request.staff, text, check),
        "file_id": file_id,
    }
    return render(request, "public_texts/show_text.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_text(request: StaffRequest, file_id: UUID, text_id: UUID) -> HttpResponse:
    """The text anew, or which words found in it are no trace; it has to be approved anew."""
    child = to_write(request, file_id, Section.LEGAL)
    text = queries.text_of(request.staff, file_id, text_id)
    back = reverse("public_texts:show_text", args=[file_id, text_id])
    check = queries.checked(request.staff, child, records.words_of(text))
    if not is_open(request, queries.steps(request.staff, text, check)):
        return redirect(back)
    initial = {**vars(text), **check.words}
    form = TextForm(posted(request), initial=initial, found=check.found)

    def save(sent: TextForm) -> str:
        actions.rewrite(text=text, told=sent.told(), version=sent.seen, by=request.staff)
        return back

    return send(request, form, save, newest=back) or form_page(request, child, form, WRITE, back)


def _about(title: Text, lead: Text, button: Text) -> About:
    """What stands round a form about a text."""
    return About(title, lead, button, "public_texts:list_texts", _("Texts for the public"))


WRITE = _about(
    _("A text for the public"),
    _(
        "Nobody gives it out before a second person approved it, and nothing in it tells who the child is."
    ),
    _("Keep it and look through it"),
)


def _if_it_may(
    do: Callable[[StaffRequest, PublicText, RecordForm], object],
) -> Callable[[StaffRequest, PublicText, RecordForm], None]:
    """The step; or its form says why it cannot be taken."""

    def done(request: StaffRequest, text: PublicText, sent: RecordForm) -> None:
        try:
            do(request, text, sent)
        except actions.NotNow as refused:
            for reason in refused.reasons:
                sent.add_error(None, gettext(reason.text))

    return done


@_if_it_may
def _approve(request: StaffRequest, text: PublicText, sent: RecordForm) -> object:
    return actions.decide(
        text=text, is_approved=True, reason="", version=sent.seen, by=request.staff
    )


@_if_it_may
def _send_back(request: StaffRequest, text: PublicText, sent: RecordForm) -> object:
    why = sent.cleaned_data["why"]
    return actions.decide(
        text=text, is_approved=False, reason=why, version=sent.seen, by=request.staff
    )


@_if_it_may
def _publish(request: StaffRequest, text: PublicText, sent: RecordForm) -> object:
    return actions.publish(text=text, version=sent.seen, by=request.staff)


@_if_it_may
def _withdraw(request: StaffRequest, text: PublicText, sent: RecordForm) -> object:
    return actions.withdraw(text=text, version=sent.seen, by=request.staff)


ACTS: dict[str, Act[PublicText]] = {
    "approve": Act(
        StepForm,
        _("Approve the text"),
        _("You read it as a neighbour of the child would: does anything tell who it is?"),
        _("Approve it"),
        _approve,
    ),
    "send_back": Act(
        WhyForm,
        _("Send the text back"),
        _("Say what tells who the child is, or what else is wrong."),
        _("Send it back"),
        _send_back,
    ),
    "publish": Act(
        StepForm,
        _("The text goes public"),
        _("It is looked through once more. From now on it does not change; it can be withdrawn."),
        _("It goes public now"),
        _publish,
    ),
    "withdraw": Act(
        StepForm,
        _("Withdraw the text"),
        _("It stays on record. Ask those who hold it to take it down."),
        _("Withdraw it"),
        _withdraw,
    ),
}


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def act(request: StaffRequest, file_id: UUID, text_id: UUID, action: str) -> HttpResponse:
    """One step of a text, confirmed by who may take it."""
    found = named(ACTS, action)
    child = to_write(request, file_id, Section.LEGAL)
    text = queries.text_of(request.staff, file_id, text_id)
    back = reverse("public_texts:show_text", args=[file_id, text_id])
    check = queries.checked(request.staff, child, records.words_of(text))
    if not is_open(request, queries.steps(request.staff, text, check)):
        return redirect(back)

    about = _about(found.title, found.lead, found.button)
    return confirm(
        request, found, text, back, lambda form: form_page(request, child, form, about, back)
    )
