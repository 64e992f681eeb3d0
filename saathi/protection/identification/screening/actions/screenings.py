"""Write actions for screenings and prompts. None of them affects access to help."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.people.models import Child
from saathi.protection.identification.screening import prompts, rules
from saathi.protection.identification.screening.models import Screening, ScreeningPromptReply
from saathi.protection.identification.screening.questionnaires import Questionnaire
from saathi.protection.identification.screening.vocabulary import (
    MisidentificationKind,
    PromptReply,
    QuestionnaireRole,
    ScreeningAnswer,
)


@dataclass(frozen=True)
class ScreeningInput:
    """The answers of a screening, who asked, and the day."""

    questionnaire: Questionnaire
    screened_on: dt.date
    role: QuestionnaireRole
    language: str = ""
    answers: Mapping[str, ScreeningAnswer] = field(default_factory=dict)
    asked_by: str = ""  # name of the person who asked, if not the staff member who records it
    note: str = ""

    def columns(self) -> dict[str, object]:
        """The columns of the record, including the result of the rules."""
        codes = (
            rules.ACT,
            rules.PURPOSE,
            *(question.code for question in self.questionnaire.questions),
        )
        answers_in_order = [self.answers.get(code, ScreeningAnswer.NOT_ASKED) for code in codes]
        result = rules.evaluate_answers(self.answers, self.questionnaire.indicators)
        answered = sum(
            answer in {ScreeningAnswer.YES, ScreeningAnswer.NO} for answer in answers_in_order
        )
        not_asked = answers_in_order.count(ScreeningAnswer.NOT_ASKED)
        return {
            "questionnaire": self.questionnaire.code,
            "questionnaire_version": self.questionnaire.version,
            "role": self.role,
            "screened_on": self.screened_on,
            "language": self.language,
            "reading": result.reading,
            "positive": sorted(result.positive),
            "answered": answered,
            "withheld": len(answers_in_order) - answered - not_asked,
            "not_asked": not_asked,
        }

    def payload(self) -> dict[str, object]:
        """The content of the envelope: every answer by its code, not only yes and no."""
        answers = {code: str(answer) for code, answer in self.answers.items()}
        texts = {"by": self.asked_by, "note": self.note}
        return {"answers": answers} | {name: text for name, text in texts.items() if text}


@transaction.atomic
def save_screening(
    *, file_id: UUID, child: Child | None, data: ScreeningInput, actor: Staff
) -> Screening:
    """Saves a screening of a child or of a report's subject; it answers open prompts."""
    screening = Screening(file_id=file_id, child=child, **data.columns())
    access.require(actor, _needed(child), screening)

    writing.add(screening, actor=actor, payload=data.payload())
    if child is not None:
        for kind in prompts.list_open_prompts_of_file(actor, file_id):
            _reply(
                child=child,
                reply=ScreeningPromptReply(
                    kind=kind, reply=PromptReply.SCREENED, screening=screening
                ),
                on=data.screened_on,
                actor=actor,
            )
    return screening


def _needed(child: Child | None) -> Permission:
    return Permission.RECORD_REPORT if child is None else Permission.WORK_ON_CASE


@transaction.atomic
def change_answers(
    *, screening: Screening, data: ScreeningInput, version: int, actor: Staff
) -> Screening:
    """Changes the answers of a screening; the earlier version is kept."""
    access.require(actor, _needed(screening.child), screening)

    return writing.change(
        screening, actor=actor, version=version, payload=data.payload(), **data.columns()
    )


class PromptReplyRefused(Exception):
    """A reply without the required text; `reasons` give the codes."""

    def __init__(self, reply: PromptReply, why: str) -> None:
        super().__init__("The reply needs its reason.")
        self.reasons = rules.reasons_against_reply(reply, why)


@transaction.atomic
def save_prompt_replies(
    *,
    child: Child,
    kinds: Collection[MisidentificationKind],
    answer: PromptReply,
    why: str,
    actor: Staff,
) -> list[ScreeningPromptReply]:
    """Records replies to prompts without a screening; prompts return after "not now"."""
    access.require(actor, Permission.WORK_ON_CASE, ScreeningPromptReply(file_id=child.file_id))
    if rules.reasons_against_reply(answer, why):
        raise PromptReplyRefused(answer, why)

    today = actor.office.today()
    return [
        _reply(
            child=child,
            reply=ScreeningPromptReply(kind=kind, reply=answer),
            on=today,
            actor=actor,
            reason=why,
        )
        for kind in kinds
    ]


def _reply(
    *, child: Child, reply: ScreeningPromptReply, on: dt.date, actor: Staff, reason: str = ""
) -> ScreeningPromptReply:
    reply.file_id, reply.child, reply.replied_on = child.file_id, child, on
    reply.prompted_staff = prompts.get_prompted_staff_id(actor, child) or actor.id
    return writing.add(reply, actor=actor, payload={"why": reason} if reason else None)
