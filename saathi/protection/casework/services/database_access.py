"""What the database lets the web role do with the directory of services and with courses.

The directory is open to all; an agency changes its own entries, by those who manage them. Courses
are visible only to their agency: which group meets where on Thursdays concerns no others.

Policy: changes here are reviewed by those who answer for access.
"""

from collections.abc import Iterator

from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_KEPT = "services_service, services_course, services_coursesession, services_shaping"
_KEEPS = f"{OF_OWN_AGENCY} AND 'keep_services' = ANY {PERMISSIONS_OF_ACTOR}"
_WORKS = f"{OF_OWN_AGENCY} AND 'work_on_case' = ANY {PERMISSIONS_OF_ACTOR}"
# The content before the change that was just made; else a later change would find its place taken.
_JUST_CHANGED = (
    f"changed_by = {ACTOR} AND EXISTS (SELECT 1 FROM services_service s "
    "WHERE s.id = service_id AND s.version = services_serviceversion.version + 1 "
    f"AND s.{_KEEPS})"
)


def _policies() -> Iterator[RowPolicy]:
    service, version = "services_service", "services_serviceversion"
    yield RowPolicy(service, "web_reads", "SELECT", APP, using="true")
    yield RowPolicy(service, "web_adds", "INSERT", APP, check=_KEEPS)
    yield RowPolicy(service, "web_changes", "UPDATE", APP, using=_KEEPS, check=_KEEPS)
    yield RowPolicy(version, "web_reads", "SELECT", APP, using="true")
    yield RowPolicy(version, "web_adds", "INSERT", APP, check=_JUST_CHANGED)
    ours = OF_OWN_AGENCY
    for table in ("services_course", "services_coursesession", "services_shaping"):
        yield RowPolicy(table, "web_reads", "SELECT", APP, using=ours)
        yield RowPolicy(table, "web_adds", "INSERT", APP, check=_WORKS)
        yield RowPolicy(table, "web_changes", "UPDATE", APP, using=_WORKS, check=_WORKS)


ACCESS = DatabaseAccess(
    web_functions=("referral_answered(uuid)", "service_found(uuid)"),
    grants=(
        f"GRANT SELECT, INSERT, UPDATE ON {_KEPT} TO {APP}",
        f"GRANT SELECT, INSERT ON services_serviceversion TO {APP}",
    ),
    policies=tuple(_policies()),
)
