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


class NotNow(Refused):
    """A step that cannot be taken; `reasons` tell why."""


@dataclass(frozen=True)
class TextTold:
    """A text, where it is to appear, and which words found in it are no trace of the child."""

    kind: TextKind
    title: str
    text: str
    where: str
    passed: Sequence[str] = field(default=())
    passed_why: str = ""

    def payload(self) -> dict[str, object]:
        """What its envelope holds."""
        held = {"title": self.title, "text": self.text, "where": self.where}
        return held | {"passed": list(self.passed), "passed_why": self.passed_why}


@transaction.atomic
def write(*, child: Child, told: TextTold, by: Staff) -> PublicText:
    """A text, which goes nowhere before a second person approved it; what it tells is shown to her.

    Who may approve it is told once it tells no more who the child is.
    """
    text = PublicText(file_id=child.file_id, child=child, kind=told.kind, written_by=by.id)
    access.require(by, Permission.WORK_ON_CASE, text)

    writing.add(text, by=by, payload=told.payload())
    if rules.waits_for_another(_standing(text, by), by.id):
        _ask_the_second(text, by=by)
    return text


@transaction.atomic
def rewrite(*, text: PublicText, told: TextTold, version: int, by: Staff) -> PublicText:
    """The text anew, to be approved anew; what stood before is kept. `NotNow` once it is public."""
    access.require(by, Permission.WORK_ON_CASE, text)
    before = _standing(text, by)
    _refuse_unless(rules.reasons_against(before, TextState.WAITS))

    writing.change(
        text,
        by=by,
        version=version,
        payload=told.payload(),
        kind=told.kind,
        state=TextState.WAITS,
        written_by=by.id,
        decided_by=None,
        decided_at=None,
    )
    waited = rules.waits_for_another(before, by.id)
    if not waited and rules.waits_for_another(_standing(text, by), by.id):
        _ask_the_second(text, by=by)
    return text


@transaction.atomic
def decide(
    *, text: PublicText, is_approved: bool, reason: str, version: int, by: Staff
) -> PublicText:
    """Approved, or sent back with why, by somebody who did not write it as it is.

    `NotNow` for an approval while the text still tells, or may tell, who the child is.
    """
    access.require(by, Permission.APPROVE, text)
    to = TextState.APPROVED if is_approved else TextState.SENT_BACK
    _refuse_unless(rules.reasons_not_to_decide(_standing(text, by), to, by.id))

    writing.change(
        text,
        by=by,
        version=version,
        payload=records.words_of(text) | {"reason": reason},
        state=to,
        decided_by=by.id,
        decided_at=clock.now(),
    )
    notices.tell(text.written_by, kind=NoticeKind.TEXT_DECIDED, record=text.file_id, by=by)
    return text


@transaction.atomic
def publish(*, text: PublicText, version: int, by: Staff) -> PublicText:
    """That the approved text goes public now. It is looked through once more: a name may be newer."""
    access.require(by, Permission.WORK_ON_CASE, text)
    _refuse_unless(rules.reasons_against(_standing(text, by), TextState.PUBLISHED))

    return writing.change(
        text,
        by=by,
        version=version,
        state=TextState.PUBLISHED,
        published_by=by.id,
        published_at=clock.now(),
    )


@transaction.atomic
def withdraw(*, text: PublicText, version: int, by: Staff) -> PublicText:
    """The text taken back, at any time and without a reason; it stays on record."""
    access.require(by, Permission.WORK_ON_CASE, text)
    _refuse_unless(rules.reasons_against(_standing(text, by), TextState.WITHDRAWN))

    today = by.office.today()
    return writing.change(
        text, by=by, version=version, state=TextState.WITHDRAWN, withdrawn_on=today
    )


def _ask_the_second(text: PublicText, *, by: Staff) -> None:
    kind = NoticeKind.TEXT_WAITS
    notices.tell_leaders(of_file=text.file_id, kind=kind, record=text.file_id, by=by)


def _standing(text: PublicText, by: Staff) -> rules.Standing:
    check = queries.checked(by, text.child, records.words_of(text))
    return queries.standing(text, check)


def _refuse_unless(reasons: Sequence[Reason]) -> None:
    if reasons:
        raise NotNow(reasons)
