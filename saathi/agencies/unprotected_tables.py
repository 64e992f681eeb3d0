"""The short list of tables that contain no child's data.

Every table is either protected (a `Scoped` model, or under `special_rights`) or listed here with
its reason; a test fails on any other.
"""

READ_RIGHTS = "SELECT"
WRITE_RIGHTS = "SELECT, INSERT, UPDATE, DELETE"

# table -> (what the web role may do, why no row-level security)
UNPROTECTED_TABLES: dict[str, tuple[str, str]] = {
    "agencies_agency": (
        READ_RIGHTS,
        "names of organisations; changed by the administrator's functions",
    ),
    "agencies_office": (READ_RIGHTS, "names of offices"),
    "agencies_holiday": (READ_RIGHTS, "the office calendar; written by functions alone"),
    "agencies_configuration": (READ_RIGHTS, "versions of configuration; added by a function alone"),
    "agencies_bundleversion": (
        READ_RIGHTS,
        "what an agency's roles may do; written by functions alone",
    ),
    "supplements_formversion": (
        READ_RIGHTS,
        "what forms ask, no answer; written by functions alone",
    ),
    "agencies_principal": (READ_RIGHTS, "who leads which office; written by functions alone"),
    "evidence_registercell": (READ_RIGHTS, "counts of our own register, rounded to fives"),
    "evidence_indicatorcell": (READ_RIGHTS, "numbers of indicators, rounded to fives"),
    "releases_edition": (
        READ_RIGHTS,
        "published releases; written by functions alone, never changed",
    ),
    "releases_editionpart": (READ_RIGHTS, "their tables and files; written by functions alone"),
    "releases_editionnote": (
        READ_RIGHTS,
        "corrections and withdrawals; written by functions alone",
    ),
    "vault_canary": (READ_RIGHTS, "names of keys, each with a known value that its key opens"),
    "django_content_type": (READ_RIGHTS, "Django's own"),
    "web_cache": (WRITE_RIGHTS, "rate limits"),
    "account_emailaddress": (
        READ_RIGHTS,
        "allauth's own, empty: staff keep one address, in their row",
    ),
    "account_emailconfirmation": (READ_RIGHTS, "allauth's own, empty"),
}

# Tables that the web role never needs.
UNREACHABLE_TABLES = frozenset(
    {
        "django_migrations",
        "auth_group",
        "auth_permission",
        "auth_group_permissions",
        "access_context_key",
        "access_used_proof",  # functions record which proofs were used
        "access_setting",  # limits; functions read them, `saathi migrate` writes them
        "agencies_attempt",  # counters of attempts to sign in; functions count with a proof
        "django_session",  # functions reach one by its key
        "agencies_staffsession",  # owners of sessions; functions list one's own
        "agencies_signonlink",  # owners of sign-on identities; functions ask with its keyed digest
        "agencies_credential",  # sealed sign-in details; functions read and write one with a proof
        "intake_opening",
        "procrastinate_jobs",  # the queue belongs to worker and carrier, see `job_orders`
        "procrastinate_events",
        "procrastinate_periodic_defers",
        "procrastinate_workers",
    }
)
