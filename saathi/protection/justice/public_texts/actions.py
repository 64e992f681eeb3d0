"""Write actions for public texts: create, revise, approve or return, publish, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, notices, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra import clock
from saathi.infra.reasons import Reason, Refused
from saathi.people.models import Child
from saathi.protection.justice.proceedings.models import Proceeding
from saathi.protection.justice.public_texts import queries, rules
from saathi.protection.justice.public_texts.models import PublicText
from saathi.protection.justice.public_texts.vocabulary import (
    TEXT_DECIDED_NOTICE,
    TEXT_WAITS_NOTICE,
    TextKind,
    TextState,
)


class PublicTextStepRefused(Refused):
    """A step is not allowed; `reasons` give the codes."""


@dataclass(frozen=True)
class PublicTextInput:
    """A text, where it will appear, and matched words that do not identify the child."""

    kind: TextKind
    title: str
    text: str
    where: str
    cleared_words: Sequence[str] = field(default=())
    cleared_reason: str = ""
    proceeding: UUID | None = None  # required if the file has one

    def payload(self) -> dict[str, object]:
        """The content of the envelope."""
        held = {"title": self.title, "text": self.text, "where": self.where}
        return held | {"passed": list(self.cleared_words), "passed_why": self.cleared_reason}


@transaction.atomic
def create_text(*, child: Child, data: PublicTextInput, actor: Staff) -> PublicText:
    """Creates a text, which needs another person's approval; the author sees all matches.

    Approvers are notified once the text has no unresolved matches.
    """
    text = PublicText(file_id=child.file_id, child=child, kind=data.kind, written_by=actor.id)
    access.require(actor, Permission.WORK_ON_CASE, text)
    text.proceeding = _proceeding(child.file_id, data, actor)

    writing.add(text, actor=actor, payload=data.payload())
    if rules.needs_only_approval(_text_facts(text, actor), actor.id):
        _notify_approvers(text, actor=actor)
    return text


@transaction.atomic
def revise_text(
    *, text: PublicText, data: PublicTextInput, version: int, actor: Staff
) -> PublicText:
    """Revises a text for new approval and keeps the old version; refused after publication."""
    access.require(actor, Permission.WORK_ON_CASE, text)
    facts_before = _text_facts(text, actor)
    _refuse_if_any(rules.reasons_against_transition(facts_before, TextState.WAITS))
    proceeding = _proceeding(text.file_id, data, actor)

    writing.change(
        text,
        actor=actor,
        version=version,
        payload=data.payload(),
        kind=data.kind,
        proceeding=proceeding,
        state=TextState.WAITS,
        written_by=actor.id,
        decided_by=None,
        decided_at=None,
    )
    waited = rules.needs_only_approval(facts_before, actor.id)
    if not waited and rules.needs_only_approval(_text_facts(text, actor), actor.id):
        _notify_approvers(text, actor=actor)
    return text


@transaction.atomic
def decide_on_text(
    *, text: PublicText, is_approved: bool, reason: str, version: int, actor: Staff
) -> PublicText:
    """Approves a text, or returns it with a reason; the current version's author cannot.

    `PublicTextStepRefused` for an approval while the text has unresolved matches.
    """
    access.require(actor, Permission.APPROVE, text)
    new_state = TextState.APPROVED if is_approved else TextState.SENT_BACK
    _refuse_if_any(rules.reasons_not_to_decide(_text_facts(text, actor), new_state, actor.id))

    writing.change(
        text,
        actor=actor,
        version=version,
        payload=records.open_texts(text) | {"reason": reason},
        state=new_state,
        decided_by=actor.id,
        decided_at=clock.now(),
    )
    notices.notify_staff(
        text.written_by, kind=TEXT_DECIDED_NOTICE, record=text.file_id, actor=actor
    )
    return text


@transaction.atomic
def publish_text(*, text: PublicText, version: int, actor: Staff) -> PublicText:
    """Publishes an approved text. It is checked once more, because names may have been added."""
    access.require(actor, Permission.WORK_ON_CASE, text)
    _refuse_if_any(rules.reasons_against_transition(_text_facts(text, actor), TextState.PUBLISHED))

    return writing.change(
        text,
        actor=actor,
        version=version,
        state=TextState.PUBLISHED,
        published_by=actor.id,
        published_at=clock.now(),
    )


@transaction.atomic
def withdraw_text(*, text: PublicText, version: int, actor: Staff) -> PublicText:
    """Withdraws a text at any time without a reason; it stays on record."""
    access.require(actor, Permission.WORK_ON_CASE, text)
    _refuse_if_any(rules.reasons_against_transition(_text_facts(text, actor), TextState.WITHDRAWN))

    today = actor.office.today()
    return writing.change(
        text, actor=actor, version=version, state=TextState.WITHDRAWN, withdrawn_on=today
    )


def _notify_approvers(text: PublicText, *, actor: Staff) -> None:
    kind = TEXT_WAITS_NOTICE
    notices.notify_supervisors(file_id=text.file_id, kind=kind, record=text.file_id, actor=actor)


def _text_facts(text: PublicText, actor: Staff) -> rules.PublicTextFacts:
    check = queries.check_text(actor, text.child, records.open_texts(text))
    return queries.text_facts(actor, text, check)


def _proceeding(file_id: UUID, data: PublicTextInput, actor: Staff) -> Proceeding | None:
    """The proceeding of the file that the text is about; refused if none is named and the file has one."""
    found = queries.proceedings_of(actor, file_id)
    chosen = next((each for each in found if each.pk == data.proceeding), None)
    if rules.needs_proceeding(chosen, found):
        raise PublicTextStepRefused([Reason("proceeding", rules.CHOOSE_PROCEEDING)])
    return chosen


def _refuse_if_any(reasons: Sequence[Reason]) -> None:
    if reasons:
        raise PublicTextStepRefused(reasons)
