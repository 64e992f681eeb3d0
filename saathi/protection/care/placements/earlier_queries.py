"""What the database knows of earlier decisions for a child: exceptions, short stays and refusals.

Those in another file that a merge found to be of the same child count as well.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, F, Func, TextField, Value

from saathi.consent.vocabulary import ConsentScope
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


def refused_in_other_file() -> Func:
    """The condition on consents to a placement: the child refused later, in another of their files."""
    scopes = Value([ConsentScope.SHELTER.value], ArrayField(TextField()))
    return Func(
        F("pk"), scopes, function="consent_refused_in_other_file", output_field=BooleanField()
    )
