"""An agency's forms: upload, classification, request, and publication by a second person.

The database functions check the same rules again.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, models, transaction

from saathi import audit
from saathi.agencies import access, definer_functions, notices
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.engines.xlsform.data_classes import data_class_problem
from saathi.engines.xlsform.definition import XlsformDefinition, with_settings
from saathi.protection.casework.supplements import queries
from saathi.protection.casework.supplements.models import FormDraft, FormVersion
from saathi.protection.casework.supplements.models.versions import ONE_DRAFT_FOR_EACH_ID
from saathi.protection.casework.supplements.vocabulary import (
    FORM_WAITS_NOTICE,
    SECTION_LABELS,
)


class FormDraftChanged(Exception):
    """Another user has classified, replaced or submitted this draft in the meantime."""


class FormIdTaken(Exception):
    """Another draft of the agency has this form ID."""


class FormHasNoQuestions(Exception):
    """The form has no question that can be answered, so no version of it is published."""


@dataclass(frozen=True)
class DraftSeen:
    """The draft, at the version shown, that a person agreed to replace."""

    id: UUID
    version: int


@dataclass(frozen=True)
class FormDraftInput:
    """What an agency decides about a form; the title is in its first language."""

    title: str
    code: str
    language_codes: Mapping[str, str]
    section: Section
    classes: Mapping[str, str]


@contextmanager
def _refuse_taken_id() -> Iterator[None]:
    """`FormIdTaken` if another person has saved a draft with this ID at the same moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if ONE_DRAFT_FOR_EACH_ID in str(error):
            raise FormIdTaken from None
        raise


@transaction.atomic
def save_uploaded_draft(
    *, form: XlsformDefinition, actor: Staff, replaces: DraftSeen | None = None
) -> FormDraft:
    """Saves the draft of a form that was read without errors.

    `FormIdTaken` if the agency has a draft with this ID, unless it is the draft that `replaces` asks
    to replace, unchanged since. The section and the classification of the last version are proposed,
    the latter for questions of the same name and kind, unless the rules no longer allow it.
    """
    access.require(actor, Permission.MANAGE_OFFICES)
    with_this_id = FormDraft.objects.filter(agency=actor.agency_id, code=form.code)
    earlier = with_this_id.select_for_update().first()
    if earlier is not None:
        if replaces != DraftSeen(earlier.pk, earlier.version):
            raise FormIdTaken
        discard_form_draft(draft=earlier, actor=actor)

    last = queries.version_to_continue(actor.agency_id, form.code)
    draft = FormDraft(
        agency_id=actor.agency_id,
        code=form.code,
        section=last.section if last else 0,
        body=form.with_classes(_proposed_classes(form, last)).to_json(),
        recorded_by=actor.id,
    )
    with _refuse_taken_id():
        draft.save(force_insert=True)

    _log_version(actor, draft, "form_uploaded")
    return draft


def _proposed_classes(form: XlsformDefinition, last: FormVersion | None) -> dict[str, str]:
    """The class of each question: its own, or else that of the same question in the last version."""
    known = {}
    before = queries.form_definition(last).questions_by_name if last is not None else {}
    for question in form.questions:
        same = before.get(question.name)
        if same is None or same.kind != question.kind:
            continue
        if not data_class_problem(form, question, same.data_class):
            known[question.name] = same.data_class
    return {
        question.name: question.data_class or known.get(question.name, "")
        for question in form.questions
    }


@transaction.atomic
def make_next_version(*, draft: FormDraft, code: str, version_seen: int, actor: Staff) -> FormDraft:
    """Gives a draft the ID of a form in use, with its section and the classification of its questions.

    `ChangeNotPossible` if no such form is in use; `FormIdTaken` if another draft has its ID.
    """
    access.require(actor, Permission.MANAGE_OFFICES)
    last = queries.latest_published_version(actor.agency_id, code)
    if last is None:
        raise ChangeNotPossible

    definition = queries.form_definition(draft)
    new = FormDraftInput(
        title=definition.title.get(next(iter(definition.languages)), ""),
        code=code,
        language_codes={},
        section=Section(last.section),
        classes=_proposed_classes(definition, last),
    )
    return classify_draft(draft=draft, new=new, version_seen=version_seen, actor=actor)


@transaction.atomic
def classify_draft(
    *, draft: FormDraft, new: FormDraftInput, version_seen: int, actor: Staff
) -> FormDraft:
    """Sets the draft's title, ID, language codes, section of the file and classes of questions.

    With the ID of another form the draft becomes its next version: it gets the section of that form,
    and for questions without a class those of its last version are proposed.
    """
    access.require(actor, Permission.MANAGE_OFFICES)
    if new.section not in SECTION_LABELS:
        raise ChangeNotPossible
    others = FormDraft.objects.filter(agency=actor.agency_id, code=new.code)
    if others.exclude(pk=draft.pk).exists():
        raise FormIdTaken

    definition = with_settings(
        queries.form_definition(draft),
        code=new.code,
        title=new.title,
        language_codes=new.language_codes,
    )
    definition, section = definition.with_classes(new.classes), int(new.section)
    last = queries.version_to_continue(actor.agency_id, new.code)
    if last is not None and new.code != draft.code:
        definition = definition.with_classes(_proposed_classes(definition, last))
        section = last.section
    body = definition.to_json()
    as_seen = FormDraft.objects.filter(agency=actor.agency_id, pk=draft.pk, version=version_seen)
    with _refuse_taken_id():
        changed = as_seen.update(
            code=new.code, section=section, body=body, version=models.F("version") + 1
        )
    if not changed:
        raise FormDraftChanged
    draft.refresh_from_db()

    _log_version(actor, draft, "form_classified")
    return draft


@transaction.atomic
def discard_form_draft(*, draft: FormDraft, actor: Staff) -> None:
    """Deletes a draft from which no version was made."""
    access.require(actor, Permission.MANAGE_OFFICES)

    _log_version(actor, draft, "form_discarded")
    FormDraft.objects.filter(agency=actor.agency_id, pk=draft.pk).delete()


@transaction.atomic
def request_publication(*, draft: FormDraft, actor: Staff) -> FormVersion:
    """Requests publication by a second person.

    `FormHasNoQuestions` if no question can be answered, ChangeNotPossible while one is unclassified.
    """
    access.require(actor, Permission.MANAGE_OFFICES)
    if not queries.form_definition(draft).answerable_questions:
        raise FormHasNoQuestions

    version_id = definer_functions.make_change("form_ask", [draft.pk, draft.version], by=actor.id)
    version = FormVersion.objects.get(pk=version_id)

    _log_version(actor, version, "form_asked")
    _notify_deciders(version, actor)
    return version


@transaction.atomic
def request_form_end(*, code: str, actor: Staff) -> FormVersion:
    """Requests the end of a form, which a second person approves; the answers stay."""
    access.require(actor, Permission.MANAGE_OFFICES)

    version_id = definer_functions.make_change("form_ask_end", [code], by=actor.id)
    version = FormVersion.objects.get(pk=version_id)

    _log_version(actor, version, "form_end_asked")
    _notify_deciders(version, actor)
    return version


def _notify_deciders(version: FormVersion, actor: Staff) -> None:
    """Notifies everyone who may decide, as the second person, on a version."""
    for person in queries.deciders_of(version):
        notices.notify_staff(person.id, kind=FORM_WAITS_NOTICE, record=version.pk, actor=actor)


@transaction.atomic
def decide_form_version(*, version: FormVersion, agree: bool, actor: Staff) -> FormVersion:
    """Records the decision of a second person, who did not make the request.

    `FormHasNoQuestions` if the form would be published and has no question that can be answered.
    """
    access.require(actor, Permission.CONFIRM_STAFF)
    if not may_decide_form_version(actor, version):
        raise access.NotAllowed
    publishes = agree and not version.is_end
    if publishes and not queries.form_definition(version).answerable_questions:
        raise FormHasNoQuestions

    if not definer_functions.make_change("form_decide", [version.pk, agree], by=actor.id):
        raise ChangeNotPossible
    version.refresh_from_db()

    _log_version(actor, version, "form_ended" if version.is_end else "form_decided")
    return version


def may_decide_form_version(staff: Staff, version: FormVersion) -> bool:
    """Whether this person may decide, as the second person, on a version of their agency."""
    return (
        access.has_permission(staff, Permission.CONFIRM_STAFF)
        and version.agency_id == staff.agency_id
        and version.asked_by != staff.id
    )


def _log_version(actor: Staff, draft_or_version: FormDraft | FormVersion, what: str) -> None:
    detail: dict[str, object] = {"action": what, "version": draft_or_version.version}
    if isinstance(draft_or_version, FormVersion):
        detail |= {"outcome": str(draft_or_version.outcome)}
    audit.record(
        audit.AuditKind.RULES_CHANGED,
        by=actor.id,
        agency=actor.agency_id,
        objects=[draft_or_version.pk],
        detail=detail,
    )
