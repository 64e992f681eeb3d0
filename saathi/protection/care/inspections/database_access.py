"""What the database lets the web role do with inspections, findings and notices to facilities.

Inspections and findings are read and written by inspectors of the agency that inspects, alone.
Notices are read by all who see the facility; they say what is wrong with it, and no child's words.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.rls_conditions import OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_INSPECTIONS, _FINDINGS = "inspections_inspection", "inspections_inspectionfinding"
_NOTICES = "inspections_facilitynotice"
_INSPECTS = f"{OF_OWN_AGENCY} AND 'inspect' = ANY {PERMISSIONS_OF_ACTOR}"
_OF_INSPECTION = f"EXISTS (SELECT 1 FROM {_INSPECTIONS} i WHERE i.id = inspection_id)"
_OF_FACILITY = "EXISTS (SELECT 1 FROM facilities_facility e WHERE e.id = facility_id)"


def _policies() -> Iterator[RowPolicy]:
    yield RowPolicy(_INSPECTIONS, "web_reads", "SELECT", APP, using=_INSPECTS)
    # The inspection and the facility are looked up under their own policies.
    yield RowPolicy(_FINDINGS, "web_reads", "SELECT", APP, using=_OF_INSPECTION)
    yield RowPolicy(
        _FINDINGS, "web_changes", "UPDATE", APP, using=_OF_INSPECTION, check=_OF_INSPECTION
    )
    yield RowPolicy(_NOTICES, "web_reads", "SELECT", APP, using=_OF_FACILITY)
    for table in (_INSPECTIONS, _NOTICES):
        check = f"{_INSPECTS} AND {_OF_FACILITY}"
        yield RowPolicy(table, "web_adds", "INSERT", APP, check=check)
        yield RowPolicy(table, "web_changes", "UPDATE", APP, using=_INSPECTS, check=check)


ACCESS = DatabaseAccess(
    web_functions=("facility_inspection(uuid)", "inspection_result(uuid)"),
    grants=(
        f"GRANT SELECT, INSERT, UPDATE ON {_INSPECTIONS} TO {APP}",
        f"GRANT SELECT ON {_FINDINGS} TO {APP}",
        f"GRANT UPDATE (result, evidence, recorded_by, recorded_at, version) ON {_FINDINGS} TO {APP}",
        f"GRANT SELECT, INSERT ON {_NOTICES} TO {APP}",
        f"GRANT UPDATE (state, checked_on, proof, decided_by, decided_at) ON {_NOTICES} TO {APP}",
    ),
    policies=tuple(_policies()),
)
