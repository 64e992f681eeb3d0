"""What the database knows of earlier decisions of our agency for a child: exceptions and short stays."""

from django.db import connection

from saathi.protection.care.placements.models import Placement


def had_exception(placement: Placement) -> bool:
    """Whether an exception was approved for the child and this facility or family before.

    Places known in words alone cannot be distinguished: for all of them there is one exception.
    """
    place = placement.facility_id or placement.assessment_id  # or another one of the same family
    with connection.cursor() as cursor:
        cursor.execute("SELECT placement_had_exception(%s, %s)", [placement.child_id, place])
        return bool(cursor.fetchone()[0])


def had_short_stay(placement: Placement) -> bool:
    """Whether our agency placed the child in emergency shelter or transit care not long before.

    Also if that placement was then marked as an error; `agreement_rules.SHORT_AGAIN_DAYS` says how long.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT placement_had_short_stay(%s, %s)", (placement.child_id, placement.started_on)
        )
        return bool(cursor.fetchone()[0])
