"""The first visit to a child who returned to the family without an approved return."""

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.care.placements import departure_rules
from saathi.protection.care.placements.actions.following import set_duty
from saathi.protection.care.placements.models import Placement
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.cases.vocabulary import Duty


def ask_first_visit(placement: Placement, actor: Staff) -> None:
    """Makes the first contact due, of a child who returned without approval and is not followed up.

    The duty ends when the follow-up after the return begins, which plans the contacts itself.
    """
    day = departure_rules.first_visit_day(
        placement.departure, placement.end_reason, placement.ended_on
    )
    is_open = access.visible(actor, Due).filter(
        file_id=placement.file_id, duty=Duty.RETURN_CONTACT, done_on=None
    )
    if day is not None and not is_open.exists():
        set_duty(placement, Duty.RETURN_CONTACT, day, actor)


def end_first_visit(placement: Placement, actor: Staff) -> None:
    """Ends the duty of a return that was recorded in error; contacts of a follow-up stay due."""
    day = departure_rules.first_visit_day(
        placement.departure, placement.end_reason, placement.ended_on
    )
    if day is None:
        return
    asked = access.visible(actor, Due).filter(
        file_id=placement.file_id, duty=Duty.RETURN_CONTACT, done_on=None, due_on=day
    )
    for due_id in list(asked.values_list("pk", flat=True)):
        duties.finish_standalone_duty(due_id=due_id, done_on=actor.office.today(), actor=actor)
