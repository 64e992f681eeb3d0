"""What the database lets the web role do with incidents against facilities.

An incident is read by the authority of the facility, by who recorded it, and by those who work on
cases and read the record of a child whom it concerns; never by staff of the agency that operates the
facility, nor by the people it is about. It never changes; steps are added, and the state follows.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_INCIDENTS = "facility_incidents_facilityincident"
_STEPS = "facility_incidents_facilityincidentstep"
_CHILDREN = "facility_incidents_facilityincidentchild"
# The children's records are looked up under their own policy, which asks a function. A data officer reads
# these too, and no incident: only who works on cases reads one through its child.
_READS = (
    f"NOT facility_incident_is_closed(facility_id, not_for, {ACTOR}) "
    f"AND (recorded_by = {ACTOR} OR facility_incident_may_decide(facility_id, not_for || recorded_by) "
    f"OR 'work_on_case' = ANY {PERMISSIONS_OF_ACTOR} "
    f"AND EXISTS (SELECT 1 FROM {_CHILDREN} c WHERE c.incident_id = {_INCIDENTS}.id))"
)
_RECORDS = (
    f"{OF_OWN_AGENCY} AND recorded_by = {ACTOR} "
    f"AND ARRAY['work_on_case', 'keep_facilities', 'inspect'] && {PERMISSIONS_OF_ACTOR} "
    "AND EXISTS (SELECT 1 FROM facilities_facility e WHERE e.id = facility_id)"
)
_OF_INCIDENT = f"EXISTS (SELECT 1 FROM {_INCIDENTS} i WHERE i.id = incident_id)"


def _policies() -> Iterator[RowPolicy]:
    yield RowPolicy(_INCIDENTS, "web_reads", "SELECT", APP, using=_READS)
    yield RowPolicy(_INCIDENTS, "web_adds", "INSERT", APP, check=_RECORDS)
    yield RowPolicy(_STEPS, "web_reads", "SELECT", APP, using=_OF_INCIDENT)
    yield RowPolicy(
        _STEPS, "web_adds", "INSERT", APP, check=f"{_OF_INCIDENT} AND recorded_by = {ACTOR}"
    )


ACCESS = DatabaseAccess(
    web_functions=(
        "facility_incident_is_closed(uuid, uuid[], uuid)",
        "facility_incident_is_shown(uuid)",
        "facility_is_of_others(uuid)",
        "facility_incident_may_decide(uuid, uuid[])",
        "facility_incident_readers(uuid, uuid[])",
        "facility_incidents_without_reader()",
        "facility_incidents_open(uuid)",
        "facility_incidents_open_each()",
        "facility_incidents_may_be_named(uuid)",
        "facility_quality(date, integer)",
        "facility_quality_day()",
        "facility_quality_criteria(date, integer)",
    ),
    grants=(
        f"GRANT SELECT, INSERT ON {_INCIDENTS} TO {APP}",
        f"GRANT SELECT, INSERT ON {_STEPS} TO {APP}",
    ),
    policies=tuple(_policies()),
)
