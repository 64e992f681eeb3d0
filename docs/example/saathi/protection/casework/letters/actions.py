"""Write actions for letters: add, give to the child."""

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Refused
from saathi.protection.casework.letters import rules
from saathi.protection.casework.letters.models import Letter


class LetterGivingRefused(Refused):
    """A letter that cannot be recorded as given; `reasons` give the codes."""


@transaction.atomic
def add_letter(*, letter: Letter, actor: Staff) -> Letter:
    """Records a letter that came for the child."""
    access.require(actor, Permission.WORK_ON_CASE, letter)
    return writing.add(letter, actor=actor)


@transaction.atomic
def give_letter(*, letter: Letter, version: int, actor: Staff) -> Letter:
    """Records that the child has the letter; `LetterGivingRefused` with reasons."""
    access.require(actor, Permission.WORK_ON_CASE, letter)
    if reasons := rules.reasons_against_giving(letter.given_on):
        raise LetterGivingRefused(reasons)
    return writing.change(letter, actor=actor, version=version, given_on=actor.office.today())
