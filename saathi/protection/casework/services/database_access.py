"""What the database lets the web role do with the service directory and with courses.

Published entries of the directory are open to all; an agency's maintainers change its own entries.
Courses are visible only to their agency: when and where a group meets concerns no one else.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.register_kit.locks import entry_policies, translation_policies
from saathi.agencies.rls_conditions import OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy
from saathi.protection.casework.services.abroad_rules import OTHER_COUNTRY
from saathi.protection.casework.services.vocabulary import REFERRAL_ANSWERED_NOTICE

_KEPT = "services_service, services_course, services_coursesession, services_shaping"
_WORKS = f"{OF_OWN_AGENCY} AND 'work_on_case' = ANY {PERMISSIONS_OF_ACTOR}"


def _policies() -> Iterator[RowPolicy]:
    table, link, keeping = "services_service", "service_id", "keep_services"
    yield from entry_policies(table, "services_serviceversion", link, keeping)
    yield from translation_policies(table, "services_servicetranslation", link, keeping)
    ours = OF_OWN_AGENCY
    for table in ("services_course", "services_coursesession", "services_shaping"):
        yield RowPolicy(table, "web_reads", "SELECT", APP, using=ours)
        yield RowPolicy(table, "web_adds", "INSERT", APP, check=_WORKS)
        yield RowPolicy(table, "web_changes", "UPDATE", APP, using=_WORKS, check=_WORKS)


# As `rules.is_unsent`: a child's referral, with neither a record that the service was informed nor
# access.
_IS_UNSENT = "(r.child_id IS NOT NULL AND r.sent_on IS NULL AND r.receiver IS NULL)"
_OPEN_REFERRALS = f"""\
CASE WHEN EXISTS (SELECT 1 FROM public.services_referral r
            WHERE r.file_id = the_file AND r.state = 'offered' AND {_IS_UNSENT})
            THEN 'unsent_referrals' END,
        CASE WHEN EXISTS (SELECT 1 FROM public.services_referral r
            WHERE r.file_id = the_file AND r.state = 'offered' AND NOT {_IS_UNSENT})
            THEN 'unanswered_referrals' END"""

ACCESS = DatabaseAccess(
    web_functions=(
        "referral_answered(uuid)",
        "referral_asked_abroad(uuid, text, text[], text)",
        "referral_service_countries(uuid)",
        "referral_asked_placement(uuid)",
        "referral_letter_lacks(uuid)",
        "service_majority_experience(uuid)",
    ),
    grants=(
        f"GRANT SELECT, INSERT, UPDATE ON {_KEPT} TO {APP}",
        f"GRANT SELECT ON services_serviceversion TO {APP}",
        f"GRANT SELECT, INSERT, UPDATE ON services_servicetranslation TO {APP}",
    ),
    policies=tuple(_policies()),
    function_parts={  # see `open_matters.sql` and `cover_notices.sql` of cases
        "open_matters": _OPEN_REFERRALS,
        "service_unknown_country": OTHER_COUNTRY,  # see `functions/abroad.sql`
        "notices_to_workers": f"'{REFERRAL_ANSWERED_NOTICE.code}'",
        "files_of_notices": "SELECT r.id AS record, r.file_id FROM public.services_referral r",
    },
)
