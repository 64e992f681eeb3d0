"""What the database lets the web role do with forms of an agency.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.agencies.rls_conditions import OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.engines.xlsform import disclosing_words as words
from saathi.engines.xlsform.limits import STATISTICAL_CHOICES
from saathi.infra.database_access import APP, READ_RIGHTS, DatabaseAccess, RowPolicy

_TABLE = "supplements_formdraft"
_KEEPS = f"{OF_OWN_AGENCY} AND 'manage_offices' = ANY {PERMISSIONS_OF_ACTOR}"

ACCESS = DatabaseAccess(
    proved_functions=(
        "form_ask(uuid, integer)",
        "form_ask_end(text)",
        "form_decide(uuid, boolean)",
    ),
    function_parts={  # see `functions/forms.sql`
        "disclosing_words": f"'{words.DISCLOSING_WORDS}'",
        "disclosing_choices": f"'{words.DISCLOSING_CHOICES}'",
        "references": f"'{words.REFERENCE}'",
        "invisible_or_tag": f"'{words.INVISIBLE_OR_TAG}'",
        "marks": f"'{words.MARKS}'",
        "letters_and_as_what": f"'{words.WRITTEN}', '{words.READ_AS}'",
        "new_word": f"'{words.NEW_WORD}'",
        "no_letters": f"'{words.NO_LETTERS}'",
        "statistical_choices": str(STATISTICAL_CHOICES),
    },
    grants=(f"GRANT SELECT, INSERT, UPDATE, DELETE ON supplements_formdraft TO {APP}",),
    # Form drafts are visible to agency staff who manage its rules; functions write versions.
    policies=(
        RowPolicy(_TABLE, "web_reads", "SELECT", APP, using=_KEEPS),
        RowPolicy(_TABLE, "web_adds", "INSERT", APP, check=_KEEPS),
        RowPolicy(_TABLE, "web_changes", "UPDATE", APP, using=_KEEPS, check=_KEEPS),
        RowPolicy(_TABLE, "web_removes", "DELETE", APP, using=_KEEPS),
    ),
    unprotected_tables={
        "supplements_formversion": (
            READ_RIGHTS,
            "what forms ask, no answer; written by functions alone",
        ),
    },
)
