"""Who may ask whether a country of origin may be contacted, and who gets which notice.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.agencies.country_protocols import ProtocolShareableFact
from saathi.infra.database_access import WORKER, DatabaseAccess
from saathi.protection.returns.protection_screening.vocabulary import (
    ACCESS_ENDED_NOTICE,
    CONTACT_ASKED_NOTICE,
    CONTACT_DECIDED_NOTICE,
    ORIGIN_CONTACTED_NOTICE,
)
from saathi.protection.returns.protection_screening.young_rules import WORDS_FROM_AGE

ACCESS = DatabaseAccess(
    web_functions=(
        "origin_access_asked(uuid, uuid, text)",
        "origin_caller_screened(uuid)",
        "origin_contact_gate(uuid)",
        "origin_countries(uuid)",
        "origin_details_against(uuid)",
        "origin_letter_lacks(uuid, text)",
        "origin_no_sign_lacks(uuid)",
        "origin_reads_signs(uuid)",
        "origin_refused_in_other_file(uuid, text)",
        "child_words_known(uuid)",
        "origin_safeguard_on(uuid, date, text, text, text, text[])",
    ),
    functions_of_other_roles={"origin_end_outlived(integer)": WORKER},
    function_parts={  # see `handovers/functions/handovers.sql`; the rest:
        "handover_lacks": "public.origin_handover_lacks(of_file, there)",
        # see `matches/functions/reviews.sql`
        "files_with_sign": (
            "SELECT 1 FROM unnest(files) f(id) WHERE public.origin_shows_sign(f.id, 'infinity')"
        ),
        # see `people/functions/emergency_access.sql`
        "emergency_lacks": (
            "public.origin_access_lacks(found_file, public.origin_country_of(me), 'glass')"
        ),
        # see `intake/functions/enquiries.sql`
        "enquiry_lacks": (
            "public.origin_enquiry_lacks(of_file, public.origin_country_of(asked_by), is_official)"
        ),
        "words_from_age": str(WORDS_FROM_AGE),
        "shareable_facts": ", ".join(f"'{fact.value}'" for fact in ProtocolShareableFact),
        # see `agencies/functions/notices.sql` and `cases/functions/cover_notices.sql`
        "notices_to_leaders": f"'{CONTACT_ASKED_NOTICE.code}'",
        "notices_to_approvers": f"'{CONTACT_ASKED_NOTICE.code}'",
        "notices_to_workers": (
            f"'{CONTACT_DECIDED_NOTICE.code}', '{ORIGIN_CONTACTED_NOTICE.code}', "
            f"'{ACCESS_ENDED_NOTICE.code}'"
        ),
    },
)
