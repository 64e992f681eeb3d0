"""Writes of screenings and of the prompts to do one. None of them opens or shuts any help."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.people.models import Child
from saathi.protection.screening import prompts, rules
from saathi.protection.screening.models import Reply, Screening
from saathi.protection.screening.questionnaires import Questionnaire
from saathi.protection.screening.vocabulary import Answer, Misread, PromptReply, Role


@dataclass(frozen=True)
class Screened:
    """What was answered, by whom it was asked, and on which day."""

    questionnaire: Questionnaire
    screened_on: dt.date
    role: Role
    language: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    by: str = ""  # the name of who asked, where it was not the one who writes it down
    note: str = ""

    def columns(self) -> dict[str, object]:
        """The columns of the record, with what the rules read in the answers."""
        codes = (rules.ACT, rules.PURPOSE, *(one.code for one in self.questionnaire.questions))
        given = [self.answers.get(code, Answer.NOT_ASKED) for code in codes]
        result = rules.read(self.answers, self.questionnaire.indicators)
        answered = sum(answer in {Answer.YES, Answer.NO} for answer in given)
        not_asked = given.count(Answer.NOT_ASKED)
        return {
            "questionnaire": self.questionnaire.code,
            "questionnaire_version": self.questionnaire.version,
            "role": self.role,
            "screened_on": self.screened_on,
            "language": self.language,
            "reading": result.reading,
            "positive": sorted(result.positive),
            "answered": answered,
            "withheld": len(given) - answered - not_asked,
            "not_asked": not_asked,
        }

    def payload(self) -> dict[str, object]:
        """What the envelope holds: every answer by its code, also those that are no yes and no no."""
        kept = {code: str(answer) for code, answer in self.answers.items()}
        words = {"by": self.by, "note": self.note}
        return {"answers": kept} | {name: text for name, text in words.items() if text}


@transaction.atomic
def screen(*, file_id: UUID, child: Child | None, told: Screened, by: Staff) -> Screening:
    """The screening of a child, or of whom a report is about; open prompts are answered by it."""
    screening = Screening(file_id=file_id, child=child, **told.columns())
    access.require(by, _needed(child), screening)

    writing.add(screening, by=by, payload=told.payload())
    if child is not None:
        for kind in prompts.open_kinds(by, file_id):
            _reply(
                child=child,
                reply=Reply(kind=kind, reply=PromptReply.SCREENED, screening=screening),
                on=told.screened_on,
                by=by,
            )
    return screening


def _needed(child: Child | None) -> Permission:
    return Permission.RECORD_REPORT if child is None else Permission.WORK_ON_CASE


@transaction.atomic
def change_answers(*, screening: Screening, told: Screened, version: int, by: Staff) -> Screening:
    """The screening with more answers, or other ones; what stood before is kept."""
    access.require(by, _needed(screening.child), screening)

    return writing.change(
        screening, by=by, version=version, payload=told.payload(), **told.columns()
    )


class NoReason(Exception):
    """The reply needs words; `reasons` say so."""

    def __init__(self, reply: PromptReply, why: str) -> None:
        super().__init__("The reply needs its reason.")
        self.reasons = rules.reasons_against_reply(reply, why)


@transaction.atomic
def reply(
    *, child: Child, kinds: Collection[Misread], answer: PromptReply, why: str, by: Staff
) -> list[Reply]:
    """How the prompts were answered without a screening; "not now" brings them back."""
    access.require(by, Permission.WORK_ON_CASE, Reply(file_id=child.file_id))
    if rules.reasons_against_reply(answer, why):
        raise NoReason(answer, why)

    today = by.office.today()
    return [
        _reply(child=child, reply=Reply(kind=kind, reply=answer), on=today, by=by, why=why)
        for kind in kinds
    ]


def _reply(*, child: Child, reply: Reply, on: dt.date, by: Staff, why: str = "") -> Reply:
    reply.file_id, reply.child, reply.replied_on = child.file_id, child, on
    reply.asked = prompts.asked(by, child) or by.id
    return writing.add(reply, by=by, payload={"why": why} if why else None)
