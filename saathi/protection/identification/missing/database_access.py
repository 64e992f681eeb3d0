"""What the database lets the matcher do with reports of missing children.

It reads the facts with which enquiries are made; see `identification/intake/database_access.py`.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import MATCHER, WORKER, DatabaseAccess, RowPolicy
from saathi.protection.identification.missing.vocabulary import (
    MISSING_CLOSED_NOTICE,
    MISSING_FOUND_NOTICE,
    NOTICE_ASKED,
)

_LOOKED_FOR = "id, file_id, reported_at, recorded_by, recorded_at, relation, urgency, state"
_KNOWN = (
    "id, file_id, report_id, gender, birth_year_low, birth_year_high, home_district, languages, "
    "sealed"
)
# The matcher opens enquiries and reports of missing children, and no other file.
_OF_QUESTION = (
    "EXISTS (SELECT 1 FROM agencies_file f "
    "WHERE f.id = vault_key.file_id AND f.kind IN ('enquiry', 'missing'))"
)
# Who enquires with a report of a missing child: see `intake/functions/candidates.sql`.
_QUESTIONS = """\
SELECT m.recorded_by FROM public.missing_missingreport m
             WHERE m.id = of_subject AND m.state IN ('open', 'followed')"""
# The child's own file, where the report was begun from it or is linked to it: it is no match.
_OWN_FILE = "(SELECT m.child_file_id FROM public.missing_missingreport m WHERE m.id = of_subject)"

ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT ({_LOOKED_FOR}) ON missing_missingreport TO {MATCHER}",
        f"GRANT SELECT ({_KNOWN}) ON missing_missingchild TO {MATCHER}",
    ),
    functions_of_other_roles={"search_photos_expire(timestamptz, integer)": WORKER},
    policies=(
        RowPolicy("missing_missingreport", "matcher_reads", "SELECT", MATCHER, using="true"),
        RowPolicy("missing_missingchild", "matcher_reads", "SELECT", MATCHER, using="true"),
        RowPolicy("vault_key", "matcher_reads", "SELECT", MATCHER, using=_OF_QUESTION),
    ),
    function_parts={
        "matcher_questions": _QUESTIONS,
        "matcher_own_file": _OWN_FILE,
        "notices_to_leaders": f"'{NOTICE_ASKED.code}', '{MISSING_CLOSED_NOTICE.code}', "
        f"'{MISSING_FOUND_NOTICE.code}'",
    },
)
