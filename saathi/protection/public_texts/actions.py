"""Every write to texts for the public: write, change, approve or send back, publish, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from saathi.agencies import access, notices, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import NoticeKind
from saathi.infra import clock
from saathi.infra.reasons import Reason, Refused
from saathi.people.models import Child
from saathi.protection.public_texts import queries, rules
from saathi.protection.public_texts.models import PublicText
from saathi.protection.public_texts.vocabulary import TextKind, TextState


class PublicTextStepRefused(Refused):
    """A step that cannot be taken; `reasons` tell why."""


@dataclass(frozen=True)
class PublicTextInput:
    """A text, where it is to appear, and which words found in it are no trace of the child."""

    kind: TextKind
    title: str
    text: str
    where: str
    cleared_words: Sequence[str] = field(default=())
    cleared_reason: str = ""

    def payload(self) -> dict[str, object]:
        """What its envelope holds."""
        held = {"title": self.title, "text": self.text, "where": self.where}
        return held | {"passed": list(self.cleared_words), "passed_why": self.cleared_reason}


@transaction.atomic
def create_text(*, child: Child, data: PublicTextInput, actor: Staff) -> PublicText:
    """A text, which goes nowhere before a second person approved it; what it tells is shown to her.

    Who may approve it is told once it tells no more who the child is.
    """
    text = PublicText(file_id=child.file_id, child=child, kind=data.kind, written_by=actor.id)
    access.require(actor, Permission.WORK_ON_CASE, text)

    writing.add(text, actor=actor, payload=data.payload())
    if rules.needs_only_approval(_text_facts(text, actor), actor.id):
        _notify_approvers(text, actor=actor)
    return text


@transaction.atomic
def revise_text(
    *, text: PublicText, data: PublicTextInput, version: int, actor: Staff
) -> PublicText:
    """The text anew, to be approved anew; what stood before is kept. `NotNow` once it is public."""
    access.require(actor, Permission.WORK_ON_CASE, text)
    before = _text_facts(text, actor)
    _refuse_if_any(rules.reasons_against_transition(before, TextState.WAITS))

    writing.change(
        text,
        actor=actor,
        version=version,
        payload=data.payload(),
        kind=data.kind,
        state=TextState.WAITS,
        written_by=actor.id,
        decided_by=None,
        decided_at=None,
    )
    waited = rules.needs_only_approval(before, actor.id)
    if not waited and rules.needs_only_approval(_text_facts(text, actor), actor.id):
        _notify_approvers(text, actor=actor)
    return text


@transaction.atomic
def decide_on_text(
    *, text: PublicText, is_approved: bool, reason: str, version: int, actor: Staff
) -> PublicText:
    """Approved, or sent back with why, by somebody who did not write it as it is.

    `NotNow` for an approval while the text still tells, or may tell, who the child is.
    """
    access.require(actor, Permission.APPROVE, text)
    to = TextState.APPROVED if is_approved else TextState.SENT_BACK
    _refuse_if_any(rules.reasons_not_to_decide(_text_facts(text, actor), to, actor.id))

    writing.change(
        text,
        actor=actor,
        version=version,
        payload=records.open_texts(text) | {"reason": reason},
        state=to,
        decided_by=actor.id,
        decided_at=clock.now(),
    )
    notices.notify_staff(
        text.written_by, kind=NoticeKind.TEXT_DECIDED, record=text.file_id, actor=actor
    )
    return text


@transaction.atomic
def publish_text(*, text: PublicText, version: int, actor: Staff) -> PublicText:
    """That the approved text goes public now. It is looked through once more: a name may be newer."""
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
    """The text taken back, at any time and without a reason; it stays on record."""
    access.require(actor, Permission.WORK_ON_CASE, text)
    _refuse_if_any(rules.reasons_against_transition(_text_facts(text, actor), TextState.WITHDRAWN))

    today = actor.office.today()
    return writing.change(
        text, actor=actor, version=version, state=TextState.WITHDRAWN, withdrawn_on=today
    )


def _notify_approvers(text: PublicText, *, actor: Staff) -> None:
    kind = NoticeKind.TEXT_WAITS
    notices.notify_supervisors(file_id=text.file_id, kind=kind, record=text.file_id, actor=actor)


def _text_facts(text: PublicText, actor: Staff) -> rules.PublicTextFacts:
    check = queries.check_text(actor, text.child, records.open_texts(text))
    return queries.text_facts(text, check)


def _refuse_if_any(reasons: Sequence[Reason]) -> None:
    if reasons:
        raise PublicTextStepRefused(reasons)
