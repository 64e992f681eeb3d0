"""What the database lets staff do with groups of transfers, and who gets which notice.

A group names no child and belongs to its agency. Policy: changes here are reviewed by those
responsible for access.
"""

from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY
from saathi.infra.countries import Country
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy
from saathi.protection.returns.transfers import authorisation_rules, journey_rules
from saathi.protection.returns.transfers.notice_kinds import (
    TRANSFER_ANSWERED_NOTICE,
    TRANSFER_DANGER_NOTICE,
    TRANSFER_DECIDED_NOTICE,
    TRANSFER_REPORTED_NOTICE,
    TRANSFER_SUBMITTED_NOTICE,
    TRANSFER_WITHDRAWN_NOTICE,
)
from saathi.protection.returns.transfers.vocabulary import REQUIRED_PAPERS

_GROUPS = "transfers_transfergroup"
_CHANGED = "name, planned_on, expected, agreement_id, version"
_FRESH = f"{OF_OWN_AGENCY} AND recorded_by = {ACTOR}"

ACCESS = DatabaseAccess(
    web_functions=("transfers_leads_to_origin(uuid)", "transfers_request_lacks(uuid, uuid)"),
    grants=(
        f"GRANT SELECT, INSERT ON {_GROUPS} TO {APP}",
        f"GRANT UPDATE ({_CHANGED}) ON {_GROUPS} TO {APP}",
    ),
    policies=(
        RowPolicy(_GROUPS, "web_reads", "SELECT", APP, using=OF_OWN_AGENCY),
        RowPolicy(_GROUPS, "web_adds", "INSERT", APP, check=_FRESH),
        RowPolicy(_GROUPS, "web_changes", "UPDATE", APP, using=OF_OWN_AGENCY, check=OF_OWN_AGENCY),
    ),
    function_parts={
        # see `functions/authorisation.sql`
        "transfer_papers": ", ".join(f"'{paper.value}'" for paper in REQUIRED_PAPERS),
        "transfer_dangers": ", ".join(f"'{danger.value}'" for danger in journey_rules.DANGERS),
        "transfer_safe_after": ", ".join(f"'{safe.value}'" for safe in journey_rules.SAFE_AFTER),
        "transfer_region": ", ".join(f"'{country.value}'" for country in Country),
        "transfer_view_days": str(authorisation_rules.VIEW_DAYS),
        "transfer_safety_days": str(authorisation_rules.SAFETY_DAYS),
        "transfer_first_visit_days": str(authorisation_rules.FIRST_VISIT_DAYS),
        "transfer_assessed_days": str(authorisation_rules.ASSESSED_DAYS),
        "transfer_last_view_hours": str(journey_rules.LAST_VIEW_HOURS),
        "transfer_near_plan_hours": str(journey_rules.NEAR_PLAN_HOURS),
        # see `agencies/functions/notices.sql`
        "notices_to_leaders": f"'{TRANSFER_SUBMITTED_NOTICE.code}'",
        "notices_to_approvers": f"'{TRANSFER_SUBMITTED_NOTICE.code}'",
        # see `cases/functions/cover_notices.sql`
        "notices_to_workers": (
            f"'{TRANSFER_ANSWERED_NOTICE.code}', '{TRANSFER_DECIDED_NOTICE.code}', "
            f"'{TRANSFER_REPORTED_NOTICE.code}', '{TRANSFER_WITHDRAWN_NOTICE.code}', "
            f"'{TRANSFER_DANGER_NOTICE.code}'"
        ),
    },
)
