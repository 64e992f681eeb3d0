"""What the database lets staff do with groups of transfers, and who gets which notice.

A group names no child and belongs to its agency; only roles that read transfers see it.
Policy: changes here are reviewed by those responsible for access.
"""

from saathi.agencies.permissions import TEAM_READS
from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY
from saathi.agencies.sections import Section
from saathi.infra.countries import Country
from saathi.infra.database_access import APP, WORKER, DatabaseAccess, RowPolicy
from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.returns.tracing import reunification_rules
from saathi.protection.returns.transfers import (
    authorisation_rules,
    journey_rules,
    order_rules,
    paper_rules,
    request_rules,
    safety_rules,
)
from saathi.protection.returns.transfers.notice_kinds import (
    TRANSFER_ANSWERED_NOTICE,
    TRANSFER_DANGER_NOTICE,
    TRANSFER_DECIDED_NOTICE,
    TRANSFER_LATE_FIRST_VISIT_NOTICE,
    TRANSFER_REPORTED_NOTICE,
    TRANSFER_SUBMITTED_NOTICE,
    TRANSFER_UNSAFE_NOTICE,
    TRANSFER_UNSEEN_NOTICE,
    TRANSFER_WITHDRAWN_NOTICE,
)
from saathi.protection.returns.transfers.vocabulary import REQUIRED_PAPERS

_GROUPS = "transfers_transfergroup"
_CHANGED = "name, planned_on, expected, agreement_id, version"
# The roles whose teams read transfers, as `group_facts.reads_transfers`.
_ROLES = ", ".join(f"'{role}'" for role, reads in TEAM_READS.items() if Section.TRANSFER in reads)
_OF_READERS = (
    f"{OF_OWN_AGENCY} AND EXISTS (SELECT 1 FROM agencies_staff s "
    f"WHERE s.id = {ACTOR} AND s.bundle IN ({_ROLES}))"
)
_FRESH = f"{_OF_READERS} AND recorded_by = {ACTOR}"

# A child who is expected, on the way or not visited yet: see `functions/closing.sql`.
_OPEN = ",\n        ".join(
    f"CASE WHEN '{code}' = ANY (public.transfers_open_matters(the_file)) THEN '{code}' END"
    for code in ("transfer_open", "transfer_under_way", "transfer_unvisited")
)

ACCESS = DatabaseAccess(
    web_functions=(
        "transfers_days_of_receiver(date, date)",
        "transfers_due_to_receiver(uuid)",
        "transfers_has_other_child(uuid, text, integer)",
        "transfers_lacks_permission(uuid)",
        "transfers_latest_threat(uuid)",
        "transfers_open_courts(uuid)",
        "transfers_is_on_hold(uuid)",
        "transfers_next_report(uuid)",
        "transfers_not_arrived(uuid)",
        "transfers_not_by_other_file(uuid, boolean)",
        "transfers_leads_to_origin(uuid)",
        "transfers_reports_danger(uuid)",
        "transfers_request_lacks(uuid, uuid, text[])",
        "transfers_to_led_offices(integer)",
        "transfers_unsafe_goes_on(uuid)",
        "transfers_waiting_at_led_offices()",
    ),
    grants=(
        f"GRANT SELECT, INSERT ON {_GROUPS} TO {APP}",
        f"GRANT UPDATE ({_CHANGED}) ON {_GROUPS} TO {APP}",
    ),
    policies=(
        RowPolicy(_GROUPS, "web_reads", "SELECT", APP, using=_OF_READERS),
        RowPolicy(_GROUPS, "web_adds", "INSERT", APP, check=_FRESH),
        RowPolicy(_GROUPS, "web_changes", "UPDATE", APP, using=_OF_READERS, check=_OF_READERS),
    ),
    functions_of_other_roles={
        "transfers_alarm_arrivals(timestamptz, integer)": WORKER,
        "transfers_escalate_reports(timestamptz, integer, integer)": WORKER,
    },
    function_parts={
        "open_matters": _OPEN,  # see `cases/functions/open_matters.sql`
        # see `cases/functions/calendar_feed.sql`
        "calendar_days": "SELECT t.id, t.on_day FROM public.transfers_days_of(reader, from_day, to_day) t",
        # see `protection_screening/functions/young.sql`
        "answers_of_child": "SELECT 1 FROM public.transfers_transferview v WHERE v.file_id = of_file "
        "AND v.wish NOT IN ('too_young', 'not_asked')",
        # see `protection_screening/functions/access_abroad.sql`
        "access_that_stays": "SELECT t.access FROM public.transfers_transfer t WHERE t.file_id = of_file "
        "AND t.access IS NOT NULL AND t.state IN ('travelling', 'handed_over', 'received', 'followed_up')",
        # see `functions/authorisation.sql`
        "transfer_papers": ", ".join(f"'{paper.value}'" for paper in REQUIRED_PAPERS),
        "transfer_dated_papers": ", ".join(
            f"'{paper.value}'" for paper in paper_rules.DATED_PAPERS
        ),
        "transfer_occasions": ", ".join(
            f"'{each.value}'" for each in order_rules.TRANSFER_OCCASIONS
        ),
        "transfer_bodies": ", ".join(f"'{body.value}'" for body in request_rules.RECEIVING_BODIES),
        "transfer_dangers": ", ".join(f"'{danger.value}'" for danger in journey_rules.DANGERS),
        "transfer_arrival_hours": str(Procedure().transfer_arrival_hours),
        "transfer_danger_days": str(journey_rules.DANGER_DAYS),
        "transfer_late_visit_days": str(journey_rules.LATE_VISIT_DAYS),
        "transfer_safe_after": ", ".join(f"'{safe.value}'" for safe in journey_rules.SAFE_AFTER),
        "transfer_unseen": ", ".join(f"'{each.value}'" for each in journey_rules.UNSEEN_AFTER),
        "transfer_visits": ", ".join(f"'{kind.value}'" for kind in journey_rules.VISITS),
        "transfer_region": ", ".join(f"'{country.value}'" for country in Country),
        "transfer_view_days": str(reunification_rules.VIEW_DAYS),
        "transfer_safety_days": str(safety_rules.SAFETY_DAYS),
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
            f"'{TRANSFER_DANGER_NOTICE.code}', '{TRANSFER_UNSEEN_NOTICE.code}', "
            f"'{TRANSFER_UNSAFE_NOTICE.code}', '{TRANSFER_LATE_FIRST_VISIT_NOTICE.code}'"
        ),
    },
)
