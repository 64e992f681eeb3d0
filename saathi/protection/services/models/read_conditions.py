"""Who reads a record of support besides what her section says: the rule in both locks.

Somebody to whom a child was referred reads the referral to her and what she wrote down herself. The
help of others, such as that a girl sees a counsellor, is no business of a sewing centre.
"""

from django.db.models import Exists, F, OuterRef, Q

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind

# `agencies_grant` shows the web role its own rights alone, so no principal is named here.
READ_BY_OTHER_RIGHT_SQL = (
    "EXISTS (SELECT 1 FROM agencies_grant o WHERE o.file_id = {table}.file_id "
    f"AND o.kind <> 'referral' AND (o.reads & {int(Section.SUPPORT)}) <> 0 "
    "AND o.starts_at <= now() AND (o.ends_at IS NULL OR o.ends_at > now()) OFFSET 0)"
)


def read_condition_sql(table: str, also: str = "") -> str:
    """The condition in SQL; `also` lets somebody else read."""
    mine = "recorded_by = (SELECT access_staff())"
    return f"{mine} OR {READ_BY_OTHER_RIGHT_SQL.format(table=table)}" + (
        f" OR {also}" if also else ""
    )


def read_condition(staff: Staff) -> Q:
    """That this person reads support by another right than a referral, or wrote the record."""
    held = (
        access.running_grants(staff)
        .exclude(kind=GrantKind.REFERRAL)
        .annotate(held=F("reads").bitand(int(Section.SUPPORT)))
        .filter(file=OuterRef("file"), held__gt=0)
    )
    return Q(recorded_by=staff.id) | Q(Exists(held))
