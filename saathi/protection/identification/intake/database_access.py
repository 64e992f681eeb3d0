"""What the database lets each role do with reports and enquiries.

The matcher dispatches enquiries: it reads the facts that people search with, and names through a
function. Its keys open only enquiries and reports of missing children. Of children on record it
gets, from a function that counts and refuses (`matcher_candidates`), those it is about to compare
with one question. It reads who may see a file and whether the child is protected, and writes
matches into the holders' files.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import APP, MATCHER, WORKER, DatabaseAccess, RowPolicy
from saathi.protection.identification.intake.vocabulary import (
    ALERT_ENDED_NOTICE,
    CASE_REQUESTED_NOTICE,
    ENQUIRY_WAITS_NOTICE,
    VISIT_NOT_SAFE_NOTICE,
)

_NOTICES_TO_LEADERS = (
    ENQUIRY_WAITS_NOTICE,
    CASE_REQUESTED_NOTICE,
    VISIT_NOT_SAFE_NOTICE,
    ALERT_ENDED_NOTICE,
)

_ASKED = "id, file_id, purpose, recorded_at, recorded_by, sealed"
_UNDECIDED = "state = 'waiting' AND sealed IS NULL"
# An erasure also erases reports about the child, see `agencies/functions/erasures.sql`.
_REPORTS_OF_CHILD = """\
SELECT r.file_id FROM public.intake_report r
          JOIN public.agencies_file f ON f.id = r.file_id AND f.agency_id = the_agency
         WHERE r.child_file_id = of_file"""
# A report is handed over to no one who may not handle it, see `agencies/functions/rights.sql`.
_CLOSED_REPORT_OF_FILE = """\
SELECT 1 FROM public.intake_report r
         WHERE r.file_id = of_file AND public.report_is_closed_to(r.id, to_staff)"""

# If a report bypasses the person who recorded it, they read no log of it but their own, see the
# same file.
_REPORT_BYPASSING_CALLER = """\
SELECT 1 FROM public.intake_report r
         WHERE r.file_id = of_file AND public.report_is_closed_to(r.id, public.access_staff())"""

# A report of the child that names a person, for a caller who handles it, see the same file.
_REPORT_NAMING_LEADER = """\
SELECT 1 FROM public.intake_report r JOIN public.intake_reportresponse q ON q.report_id = r.id
         WHERE r.child_file_id = of_file AND from_principal = ANY (q.named_staff)
           AND public.report_is_open_to(r.id, me)"""

# A shift names staff and a telephone number: for colleagues of the agency.
_SHIFTS_OF_OWN_AGENCY = (
    "office_id IN (SELECT o.id FROM agencies_office o WHERE o.agency_id = (SELECT access_agency()))"
)

ACCESS = DatabaseAccess(
    web_functions=(
        "enquiry_contact_lacks(uuid, text)",
        "report_closed_among(uuid, uuid[])",
        "report_response_is_shown(uuid)",
        "report_passed_on(uuid)",
        "danger_is_ended(timestamptz, boolean, timestamptz, boolean, uuid)",
        "danger_began(timestamptz, boolean, timestamptz, uuid)",
    ),
    # They decide who reads a report; `functions/queue_access.sql`, `functions/roster.sql`.
    proved_functions=(
        "report_accept(uuid)",
        "report_reassign(uuid, uuid, boolean)",
        "report_name(uuid, uuid[], uuid)",
        "report_tell_closed(uuid)",
        "duty_add(uuid, uuid, uuid, timestamptz, timestamptz, text)",
        "duty_end(uuid, uuid)",
    ),
    functions_of_other_roles={
        "report_escalate(timestamptz, integer)": WORKER,
        "report_tell_shifts(timestamptz, integer)": WORKER,
        "access_notify_of_enquiry(uuid)": MATCHER,
        "matcher_candidates(uuid, uuid[], double precision[], text, integer, integer, text)": MATCHER,
        "matcher_found_child(uuid)": MATCHER,
    },
    grants=(
        f"GRANT SELECT ({_ASKED}) ON intake_enquiry TO {MATCHER}",
        f"GRANT SELECT (enquiry, file_id), INSERT ON intake_enquirymatch TO {MATCHER}",
        f"GRANT SELECT ON intake_dutyshift TO {APP}",
    ),
    policies=(
        RowPolicy("intake_dutyshift", "web_reads", "SELECT", APP, using=_SHIFTS_OF_OWN_AGENCY),
        RowPolicy("intake_enquiry", "matcher_reads", "SELECT", MATCHER, using="true"),
        RowPolicy("intake_enquirymatch", "matcher_reads", "SELECT", MATCHER, using="true"),
        RowPolicy("intake_enquirymatch", "matcher_adds", "INSERT", MATCHER, check=_UNDECIDED),
    ),
    unreachable_tables=frozenset({"intake_opening", "intake_bypassedplace"}),
    function_parts={
        "reports_of_child": _REPORTS_OF_CHILD,
        "closed_report_of_file": _CLOSED_REPORT_OF_FILE,
        "report_bypassing_caller": _REPORT_BYPASSING_CALLER,
        "report_naming_leader_of_file": _REPORT_NAMING_LEADER,
        "notices_to_leaders": ", ".join(f"'{kind.code}'" for kind in _NOTICES_TO_LEADERS),
        "notices_to_approvers": f"'{CASE_REQUESTED_NOTICE.code}'",
    },
)
