"""Screens of a register: list, detail, forms, moves, export. The views of a register call them.

Each view is written in its domain, with its own permission
(`agencies.staff_requests.staff_screen`).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from saathi import audit
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.list_kit.exporting import WRITERS
from saathi.agencies.list_kit.screens import list_response
from saathi.agencies.record_actions import AvailableAction
from saathi.agencies.register_kit import actions, history, queries, tables
from saathi.agencies.register_kit.declaration import Register
from saathi.agencies.register_kit.forms import (
    EntriesPublishForm,
    EntryArchiveForm,
    EntryMoveForm,
    EntryReturnForm,
)
from saathi.agencies.register_kit.models import RegisterEntry
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.register_kit.translations import list_translations
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.join_words import join_words
from saathi.infra.reasons import Reason, Refused
from saathi.web import downloads
from saathi.web.components import Text

MOVE_FORMS: Final[Mapping[EntryMove, type[RecordForm]]] = {
    EntryMove.RETURN: EntryReturnForm,
    EntryMove.ARCHIVE: EntryArchiveForm,
}
AS_DRAFT = "as_draft"  # the button that saves without requesting publication


def show_list(
    request: StaffRequest,
    register: Register[Any, Any],
    template: str = "register_kit/list_entries.html",
    **context: Any,
) -> HttpResponse:
    """The list of a register."""
    may_keep = register.table.permission in request.may
    about = {
        "register": register,
        "may_keep": may_keep,
        "waiting": queries.count_waiting_entries(register.table, request.staff) if may_keep else 0,
        "list_url": register.addresses.of_list("list"),
    }
    return list_response(
        request,
        register.make_list(request.staff),
        template,
        about | _list_links(register) | context,
    )


def _list_links(register: Register[Any, Any]) -> dict[str, str]:
    addresses = register.addresses
    links = {verb: addresses.of_list(verb) for verb in ("import", "download", "publish")}
    return {f"{verb}_url": url for verb, url in links.items()} | {"add_url": addresses.of_new()}


def show_entry(
    request: StaffRequest,
    register: Register[Any, Any],
    entry_id: UUID,
    template: str = "register_kit/show_entry.html",
) -> HttpResponse:
    """One entry: its content, its state, what this person can do, and its earlier content."""
    entry = queries.get_entry(register.table, entry_id)
    may_keep = queries.may_maintain(register.table, entry, request.staff)
    shown_translations = list_translations(register, entry)
    page_language = get_language()
    translated = [each for each in shown_translations if each.code == page_language]
    context = {
        "register": register,
        "entry": entry,
        "title": register.title_of(entry),
        "translated_title": next((each.title for each in translated if each.title), ""),
        "pairs": register.pairs(entry),
        "facts": queries.state_pairs(entry, request.staff.office),
        "tag": EntryState(entry.state).label if entry.state != EntryState.PUBLISHED else "",
        "is_changed": may_keep and entry.is_changed_since_publication,
        "waits": queries.waiting_text(entry) if may_keep else "",
        "history": history.list_entry_changes(
            register, entry, request.staff.office, is_maintainer=may_keep
        ),
        "may_keep": may_keep,
        "moves": _moves(request, register, entry) if may_keep else [],
        "change_url": register.addresses.of_entry("change", entry.pk),
        "list_url": register.addresses.of_list("list"),
        "page_language": page_language,
        "translations": shown_translations,
        "translate_url": register.addresses.of_entry("translate", entry.pk)
        if register.table.translations
        else "",
    }
    return render(request, template, context | dict(register.more_on_entry(request, entry)))


def _moves(
    request: StaffRequest, register: Register[Any, Any], entry: RegisterEntry
) -> list[AvailableAction]:
    main = {EntryMove.PROPOSE, EntryMove.PUBLISH, EntryMove.CONFIRM}
    return [
        AvailableAction(
            str(register.words.moves[move].button),
            register.addresses.of_entry("act_on", entry.pk, move.value),
            move in main,
        )
        for move in queries.possible_moves(entry, request.staff)
        if move in register.words.moves
    ]


def new_entry_page(request: StaffRequest, register: Register[Any, Any]) -> HttpResponse:
    """The form for a new entry, which becomes a draft or is submitted for publication."""
    form = register.make_form(posted_data(request), None, request.staff)

    def save(sent: Any) -> str:
        try:
            entry = register.add(sent, AS_DRAFT not in request.POST, request.staff)
        except actions.EntryAlreadyListed:
            sent.add_error(register.table.key_fields[0], str(register.words.taken))
            return ""
        except Refused as refused:
            _add_reasons(sent, refused.reasons)
            return ""
        _say_what_follows(request, entry)
        return register.addresses.of_entry("show", entry.pk)

    back = register.addresses.of_list("list")
    context = {"can_be_draft": True}
    return submit_form(request, form, save) or _form_page(request, register, form, back, context)


def entry_form_page(
    request: StaffRequest, register: Register[Any, Any], entry_id: UUID
) -> HttpResponse:
    """The form of an entry of the staff member's own agency; the earlier content is kept."""
    entry = queries.get_own_entry(register.table, entry_id, request.staff)
    back = register.addresses.of_entry("show", entry.pk)
    form = register.make_form(posted_data(request), entry, request.staff)
    is_draft = entry.state == EntryState.DRAFT

    def save(sent: Any) -> str:
        try:
            register.change(entry, sent, is_draft and AS_DRAFT not in request.POST, request.staff)
        except actions.EntryAlreadyListed:
            sent.add_error(register.table.key_fields[0], str(register.words.taken))
            return ""
        except Refused as refused:
            _add_reasons(sent, refused.reasons)
            return ""
        entry.refresh_from_db()
        _say_what_follows(request, entry)
        return back

    context = {
        "can_be_draft": is_draft,
        "is_published": entry.state == EntryState.PUBLISHED,
        "title": register.words.edit,
        "back_label": register.title_of(entry),
    }
    return submit_form(request, form, save, newest_url=back) or _form_page(
        request, register, form, back, context
    )


def _add_reasons(form: RecordForm, reasons: Iterable[Reason]) -> None:
    """Adds each reason to the field of its code, or to the form as a whole."""
    for reason in reasons:
        form.add_error(reason.code if reason.code in form.fields else None, gettext(reason.text))


SAVED_MESSAGES: Final[Mapping[str, Text]] = {
    EntryState.DRAFT: _("Draft saved. Only staff who manage this register can see it."),
    EntryState.PROPOSED: _(
        "Submitted for publication. The other staff who manage this register have been notified."
    ),
}
CORRECTION_MESSAGE: Final = _(
    "Saved. The changes are visible now; a second person has been asked to confirm them."
)


def _say_what_follows(request: StaffRequest, entry: RegisterEntry) -> None:
    """Leaves the message that an entry was saved, and what happens next."""
    if entry.is_changed_since_publication:
        messages.success(request, str(CORRECTION_MESSAGE))
    elif entry.state in SAVED_MESSAGES:
        messages.success(request, str(SAVED_MESSAGES[entry.state]))


def _form_page(
    request: StaffRequest,
    register: Register[Any, Any],
    form: RecordForm,
    back: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    about = {"form": form, "about": register.words.form, "back": back}
    return render(request, "register_kit/edit_entry.html", about | dict(context))


def act_on_entry(
    request: StaffRequest, register: Register[Any, Any], entry_id: UUID, action: str
) -> HttpResponse:
    """Confirms a move of an entry, such as its publication."""
    entry = queries.get_own_entry(register.table, entry_id, request.staff)
    if action not in register.words.moves:
        raise Http404
    move = EntryMove(action)
    # By the time a form is sent, the move may have become impossible: the form then says why.
    if request.method != "POST" and move not in queries.possible_moves(entry, request.staff):
        raise Http404
    back = register.addresses.of_entry("show", entry.pk)
    form = MOVE_FORMS.get(move, EntryMoveForm)(
        posted_data(request), initial={"version": entry.version}
    )

    def save(sent: RecordForm) -> str:
        step = actions.EntryStep(move, sent.cleaned_data.get("why", ""))
        return back if try_to_move(request, register, entry, step, sent) else ""

    context = {
        "form": form,
        "about": register.words.moves[move],
        "back": back,
        "title": register.title_of(entry),
        "pairs": register.content_pairs(entry),
        **_seconding_context(request, register, entry, move),
    }
    return submit_form(request, form, save, newest_url=back) or render(
        request, "register_kit/act_on_entry.html", context
    )


def _seconding_context(
    request: StaffRequest, register: Register[Any, Any], entry: RegisterEntry, move: EntryMove
) -> dict[str, Any]:
    """What a second person sees besides the content: who submitted it, and what changed."""
    if move not in {EntryMove.PUBLISH, EntryMove.CONFIRM}:
        return {}
    changes = history.unseen_changes(register, entry)
    return {
        "changes": changes,
        "is_unchanged": not changes and not entry.has_unseen_content,
        "facts": queries.state_pairs(entry, request.staff.office),
    }


def try_to_move(
    request: StaffRequest,
    register: Register[Any, Any],
    entry: RegisterEntry,
    step: actions.EntryStep,
    sent: RecordForm,
) -> bool:
    """Whether the entry was moved; else the form says why not."""
    seen = actions.SeenEntry(entry, sent.seen_version)
    try:
        actions.move_entry(register.table, seen, step, actor=request.staff)
    except actions.EntryMoveRefused as refused:
        for reason in refused.reasons:
            sent.add_error(None, gettext(reason.text))
    except actions.EntryAlreadyListed:
        sent.add_error(None, str(register.words.taken))
    return not sent.errors


def bulk_publish_page(request: StaffRequest, register: Register[Any, Any]) -> HttpResponse:
    """The page for publishing or confirming several entries together."""
    waiting = queries.list_waiting_entries(register.table, request.staff)
    form = EntriesPublishForm(
        posted_data(request), choices=[(entry, register.title_of(entry)) for entry in waiting]
    )

    def save(sent: EntriesPublishForm) -> str:
        return back if _were_published(request, register, sent) else ""

    back = register.addresses.of_list("list")
    context = {
        "form": form,
        "back": back,
        "register": register,
        "entries": [
            (
                register.title_of(entry),
                register.addresses.of_entry("show", entry.pk),
                register.content_pairs(entry),
                queries.waiting_since(entry, request.staff.office),
                history.unseen_changes(register, entry),
            )
            for entry in waiting
        ],
    }
    return submit_form(request, form, save) or render(
        request, "register_kit/publish_entries.html", context
    )


def _were_published(
    request: StaffRequest, register: Register[Any, Any], sent: EntriesPublishForm
) -> bool:
    """Whether the chosen entries were published; if not, the form says which changed, or why."""
    try:
        actions.publish_entries(
            register.table, seen_versions=sent.seen_versions(), actor=request.staff
        )
    except actions.EntriesChanged as changed:
        titles = join_words([register.title_of(entry) for entry in changed.entries])
        text = gettext(
            "%(entries)s changed after you opened this page. Nothing was published: check again."
        )
        sent.add_error("entries", text % {"entries": titles})
    except actions.EntryMoveRefused as refused:
        for reason in refused.reasons:
            sent.add_error("entries", gettext(reason.text))
    except actions.EntryAlreadyListed:
        sent.add_error("entries", str(register.words.taken))
    return not sent.errors


def download_entries(request: StaffRequest, register: Register[Any, Any]) -> HttpResponse:
    """The agency's entries that are not archived, as a table that can be changed and imported again."""
    kind = request.GET.get("as", "csv")
    if kind not in WRITERS:
        raise Http404
    entries = queries.list_own_entries(register.table, request.staff)
    audit.record(
        audit.AuditKind.EXPORTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        detail={
            "screen": f"{register.addresses.namespace}:download_{register.addresses.plural}",
            "count": len(entries),
        },
    )
    write, media_type = WRITERS[kind]
    body = write(tables.export_table_of_register(entries, register))
    return downloads.attachment_response(body, f"{register.addresses.plural}.{kind}", media_type)
