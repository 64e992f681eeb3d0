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

ACCESS = DatabaseAccess(
    web_functions=("proceedings_other_file_says(uuid, uuid)",),
    function_parts={
        # see `agencies/functions/notices.sql`
        "notices_to_leaders": f"'{PRESENTATION_ASKED_NOTICE.code}', '{TESTIMONY_ENDED_NOTICE.code}', "
        f"{_PROTECTION}",
        "notices_to_approvers": f"'{PRESENTATION_ASKED_NOTICE.code}'",
        # see `cases/functions/cover_notices.sql`
        "notices_to_workers": f"'{PRESENTATION_DECIDED_NOTICE.code}', '{TESTIMONY_ENDED_NOTICE.code}', "
        f"{_PROTECTION}",
    },
)
