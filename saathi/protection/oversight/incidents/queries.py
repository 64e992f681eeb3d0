"""Queries of incidents: those that the reader may see, with the codes of the children."""

from django.db.models import OuterRef, QuerySet, Subquery

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.oversight.incidents.models import Incident


def incidents_with_codes(staff: Staff) -> QuerySet[Incident]:
    """The incidents that the reader may see, each with `child_code`: None if the child is not visible."""
    children = access.visible(staff, Child).filter(file_id=OuterRef("file_id"))
    code = Subquery(children.values("code")[:1])
    return access.visible(staff, Incident).annotate(child_code=code)
