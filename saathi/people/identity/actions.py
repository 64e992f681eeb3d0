"""Write actions for documents, functioning, grounds of discrimination, culture, movements, background."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.people.identity import rules
from saathi.people.identity.models import (
    Background,
    Culture,
    DiscriminationGrounds,
    Functioning,
)
from saathi.people.identity.vocabulary import (
    AnsweredBy,
    FactorAnswer,
    GroundsReaders,
    HouseholdBefore,
    HouseholdLivelihood,
    RiskFactor,
    Schooling,
)
from saathi.people.models import Child
from saathi.people.vocabulary import YesNo

type Texts = Mapping[str, str]


@transaction.atomic
def record_functioning(*, functioning: Functioning, actor: Staff) -> Functioning:
    """Records the child's functioning in addition to earlier answers."""
    answers = [getattr(functioning, name) for name in rules.FUNCTIONS]
    functioning.disability = rules.disability_status(answers)
    access.require(actor, Permission.WORK_ON_CASE, functioning)

    return writing.add(functioning, actor=actor)


@dataclass(frozen=True)
class DiscriminationGroundsInput:
    """Grounds of discrimination as the child reported them, and who may read them."""

    stated_on: dt.date
    readers: GroundsReaders
    grounds: Sequence[str]
    texts: Texts  # {"words", "done"}

    def payload(self) -> dict[str, object]:
        """The content of the envelope.

        Everything is sealed: clear columns show neither a ground nor whether there is one.
        """
        return filled_texts(self.texts) | {"grounds": [str(ground) for ground in self.grounds]}


@transaction.atomic
def record_grounds(
    *, child: Child, data: DiscriminationGroundsInput, actor: Staff
) -> DiscriminationGrounds:
    """Records the discrimination that the child reported voluntarily."""
    record = DiscriminationGrounds(
        file_id=child.file_id, child=child, stated_on=data.stated_on, readers=data.readers
    )
    access.require(actor, Permission.WORK_ON_CASE, record)

    return writing.add(record, actor=actor, payload=data.payload())


@transaction.atomic
def change_grounds(
    *, grounds: DiscriminationGrounds, data: DiscriminationGroundsInput, version: int, actor: Staff
) -> DiscriminationGrounds:
    """Changes the reported grounds or their readers."""
    access.require(actor, Permission.WORK_ON_CASE, grounds)

    return writing.change(
        grounds,
        actor=actor,
        version=version,
        payload=data.payload(),
        stated_on=data.stated_on,
        readers=data.readers,
    )


@dataclass(frozen=True)
class CultureInput:
    """Language, religion and how they are maintained.

    Keys of `texts`: religion, practice, plan, who, wishes.
    """

    mother_tongue: str
    has_speakers: YesNo
    review_on: dt.date | None
    texts: Texts

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        return {
            "mother_tongue": self.mother_tongue,
            "has_speakers": self.has_speakers,
            "has_plan": bool(self.texts.get("plan", "").strip()),
            "review_on": self.review_on,
        }


@transaction.atomic
def record_culture(
    *, child: Child, data: CultureInput, earlier: Culture | None, version: int, actor: Staff
) -> Culture:
    """Records cultural identity and the plan for it; the earlier version (`earlier`) is kept."""
    record = earlier or Culture(file_id=child.file_id, child=child, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, record)

    if earlier is None:
        return writing.add(record, actor=actor, payload=filled_texts(data.texts))
    return writing.change(
        record, actor=actor, version=version, payload=filled_texts(data.texts), **data.columns()
    )


def prepare_religion(religion: str, source: str) -> tuple[Culture, dict[str, str]]:
    """An unsaved record of a child's religion from another system, and the content of its envelope.

    Nothing else is known: neither a plan nor what the child wishes.
    """
    return Culture(has_plan=False), {"religion": religion, "practice": source}


@dataclass(frozen=True)
class BackgroundInput:
    """The child's background. `answers` by factor, without those not asked; `texts` holds the account."""

    stated_on: dt.date
    answered_by: AnsweredBy
    lived_with: HouseholdBefore | None
    schooling: Schooling | None
    lived_from: HouseholdLivelihood | None
    answers: Mapping[RiskFactor, FactorAnswer]
    texts: Texts

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        return {
            "stated_on": self.stated_on,
            "answered_by": self.answered_by,
            "lived_with": self.lived_with or "",
            "schooling": self.schooling or "",
            "lived_from": self.lived_from or "",
            "present": self._factors_answered(FactorAnswer.YES),
            "absent": self._factors_answered(FactorAnswer.NO),
            "not_known": self._factors_answered(FactorAnswer.NOT_KNOWN),
            "withheld": self._factors_answered(FactorAnswer.CHOSE_NOT),
        }

    def _factors_answered(self, answer: FactorAnswer) -> list[str]:
        return [factor.value for factor in RiskFactor if self.answers.get(factor) == answer]


@transaction.atomic
def record_background(
    *, child: Child, data: BackgroundInput, earlier: Background | None, version: int, actor: Staff
) -> Background:
    """Records the child's background and risk factors; the earlier version (`earlier`) is kept."""
    record = earlier or Background(file_id=child.file_id, child=child, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, record)

    if earlier is None:
        return writing.add(record, actor=actor, payload=filled_texts(data.texts))
    return writing.change(
        record, actor=actor, version=version, payload=filled_texts(data.texts), **data.columns()
    )


def filled_texts(texts: Texts) -> dict[str, str]:
    """The texts that are not blank."""
    return {name: text.strip() for name, text in texts.items() if text.strip()}
