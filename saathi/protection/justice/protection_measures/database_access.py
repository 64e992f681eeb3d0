"""What the threats to a child contribute to the functions of other domains.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.justice.protection_measures import threat_rules

ACCESS = DatabaseAccess(
    function_parts={
        # see `transfers/functions/evidence.sql`
        "threats_to_child": "SELECT coalesce(m.changed_at, m.recorded_at), m.accused_staff "
        "FROM public.protection_measures_threat m "
        "WHERE m.file_id = t.file_id AND m.child_id = t.child_id",
        # see `functions/threat_checks.sql`
        "threat_check_contact": ", ".join(
            f"'{source.value}'" for source in threat_rules.CONTACT_SOURCES
        ),
        "threat_check_days_if_safe": str(threat_rules.CHECK_DAYS_IF_SAFE),
        "threat_check_days_if_not_safe": str(threat_rules.CHECK_DAYS_IF_NOT_SAFE),
    },
)
