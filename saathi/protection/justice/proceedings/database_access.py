"""Who is notified of requests to present a child, and what may be asked of proceedings in SQL.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.justice.proceedings.vocabulary import (
    CHILD_SUMMONED_NOTICE,
    PRESENTATION_ASKED_NOTICE,
    PRESENTATION_DECIDED_NOTICE,
    TESTIMONY_COMPELLED_NOTICE,
    TESTIMONY_ENDED_NOTICE,
)

_PROTECTION = f"'{CHILD_SUMMONED_NOTICE.code}', '{TESTIMONY_COMPELLED_NOTICE.code}'"

_NOT_ENDED = (
    "p.file_id = t.file_id AND p.child_id = t.child_id AND coalesce((SELECT s.stage "
    "FROM public.proceedings_proceedingstep s WHERE s.proceeding_id = p.id "
    "ORDER BY s.reached_on DESC, s.recorded_at DESC LIMIT 1), '') <> 'ended'"
)
_OPEN_COURT_MATTERS = f"""
    SELECT 'not_asked', coalesce(greatest(
               (SELECT max(s.reached_on) FROM public.proceedings_proceedingstep s
                 WHERE s.proceeding_id = p.id),
               (SELECT max(h.listed_on) FROM public.proceedings_hearing h
                 WHERE h.proceeding_id = p.id AND h.state IN ('held', 'adjourned'))),
               (p.recorded_at AT TIME ZONE zone)::date), NULL::date
      FROM public.proceedings_proceeding p WHERE p.kind = 'criminal' AND {_NOT_ENDED}
    UNION ALL
    SELECT 'hearing',
           CASE h.state WHEN 'adjourned' THEN h.listed_on ELSE (h.recorded_at AT TIME ZONE zone)::date END,
           CASE h.state WHEN 'adjourned' THEN h.next_on ELSE h.listed_on END
      FROM public.proceedings_hearing h JOIN public.proceedings_proceeding p ON p.id = h.proceeding_id
     WHERE {_NOT_ENDED} AND h.child_expected IN ('present', 'not_known')
       AND (h.state = 'listed' OR h.state = 'adjourned' AND h.next_on IS NULL AND NOT EXISTS (
            SELECT 1 FROM public.proceedings_hearing later
             WHERE later.proceeding_id = p.id AND later.listed_on > h.listed_on))"""

ACCESS = DatabaseAccess(
    web_functions=("proceedings_other_file_says(uuid, uuid)",),
    function_parts={
        # see `transfers/functions/evidence.sql`: a court that is to be asked before a child leaves the
        # country, and hearings that were not held, in which the child may take part in person. What the
        # child decided is not read.
        "open_court_matters": _OPEN_COURT_MATTERS,
        # see `agencies/functions/notices.sql`
        "notices_to_leaders": f"'{PRESENTATION_ASKED_NOTICE.code}', '{TESTIMONY_ENDED_NOTICE.code}', "
        f"{_PROTECTION}",
        "notices_to_approvers": f"'{PRESENTATION_ASKED_NOTICE.code}'",
        # see `cases/functions/cover_notices.sql`
        "notices_to_workers": f"'{PRESENTATION_DECIDED_NOTICE.code}', '{TESTIMONY_ENDED_NOTICE.code}', "
        f"{_PROTECTION}",
    },
)
