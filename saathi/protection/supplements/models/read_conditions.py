"""Who reads a form that was filled in besides what its section says: the rule in both locks.

A service that a child was referred to reads what was agreed to be shared. What an agency asks
besides, in forms of its own, is not: she reads the forms that she filled in herself.
"""

from django.db.models import Exists, F, OuterRef, Q

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind


def read_condition_sql(table: str, section: Section) -> str:
    """The condition in SQL. `agencies_grant` shows the web role its own rights alone."""
    return (
        "recorded_by = (SELECT access_staff()) OR EXISTS (SELECT 1 FROM agencies_grant o "
        f"WHERE o.file_id = {table}.file_id AND o.kind <> 'referral' "
        f"AND (o.reads & {int(section)}) <> 0 AND o.starts_at <= now() "
        "AND (o.ends_at IS NULL OR o.ends_at > now()) OFFSET 0)"
    )


def read_condition(staff: Staff, section: Section) -> Q:
    """That this person reads the section by another right than a referral, or wrote the record."""
    held = (
        access.running_grants(staff)
        .exclude(kind=GrantKind.REFERRAL)
        .annotate(held=F("reads").bitand(int(section)))
        .filter(file=OuterRef("file"), held__gt=0)
    )
    return Q(recorded_by=staff.id) | Q(Exists(held))
