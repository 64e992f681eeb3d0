"""The people around a child with proceedings, and the second person who confirms control of money."""

from saathi.agencies import records
from saathi.protection.justice.compensation.actions import claims
from saathi.protection.justice.compensation.models import MoneyControl
from saathi.protection.justice.compensation.vocabulary import MoneyControlState
from tests.protection.justice.proceedings.conftest import CourtCast, court
from tests.roles import acting

__all__ = ["confirm", "court"]


def confirm(court: CourtCast) -> None:
    """The supervisor confirms who controls the money."""
    leader = court.around.supervisor
    with acting(leader):
        control = MoneyControl.objects.get(ended_on=None)
        records.open_texts(control)
        control.answer = "The court agreed to the uncle, and the bank confirms it."
        claims.decide_control(
            control=control, decision=MoneyControlState.CONFIRMED, version=control.version, actor=leader
        )  # fmt: skip
