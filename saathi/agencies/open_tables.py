"""The short list of tables that hold no child's data, and the rights of the special roles.

Every table is either protected (a `Scoped` model, or listed under `SpecialRights`) or stands here
with its reason; a test fails on any other.
"""

from collections.abc import Callable, Iterator

READ = "SELECT"
ADD = "SELECT, INSERT"
WORK = "SELECT, INSERT, UPDATE, DELETE"

# table -> (what the web role may do, why no row-level security)
OPEN_TABLES: dict[str, tuple[str, str]] = {
    "agencies_agency": (READ, "names of organisations; changed by the administrator's functions"),
    "agencies_office": (READ, "names of offices"),
    "agencies_holiday": (WORK, "the office calendar"),
    "agencies_configuration": (ADD, "versions of configuration, added and never changed"),
    "agencies_principal": (READ, "who leads which office; written by functions alone"),
    "vault_canary": (READ, "names of keys, each with a known value that its key opens"),
    "django_session": (WORK, "sessions, found by a random key"),
    "django_content_type": (READ, "Django's own"),
    "web_cache": (WORK, "rate limits"),
    "account_emailaddress": (WORK, "allauth's own: addresses of staff"),
    "account_emailconfirmation": (WORK, "allauth's own"),
    "mfa_authenticator": (WORK, "second factors of staff, sealed by the adapter"),
    "procrastinate_jobs": (WORK, "jobs: arguments are ids"),
    "procrastinate_events": (WORK, "events of jobs"),
    "procrastinate_periodic_defers": (WORK, "times of periodic jobs"),
    "procrastinate_workers": (WORK, "heartbeats of workers"),
}

# Django's and allauth's tables that the web role has no business with at all.
CLOSED_TABLES = frozenset(
    {
        "django_migrations",
        "auth_group",
        "auth_permission",
        "auth_group_permissions",
        "access_context_key",
    }
)


class SpecialRights:
    """Policies and rights of tables that are neither scoped nor open, by hand and with reasons."""

    def policies(
        self, has_right: Callable[[str, str, int | str], str]
    ) -> Iterator[tuple[str, str, str, str, str | None, str | None]]:
        """(table, policy, command, role, using, check) of each special policy."""
        own_row = "id = (SELECT access_staff())"
        yield ("agencies_staff", "web_reads", "SELECT", "saathi_app", "true", None)
        yield ("agencies_staff", "web_changes", "UPDATE", "saathi_app", own_row, own_row)
        mine = "staff_id = (SELECT access_staff())"
        for command, using, check in (
            ("SELECT", mine, None),
            ("INSERT", None, mine),
            ("UPDATE", mine, mine),
            ("DELETE", mine, None),
        ):
            yield ("agencies_formkey", f"web_{command}", command, "saathi_app", using, check)
        # Anybody may give a notice, in her own name; only the one it is for reads it.
        given = "given_by = (SELECT access_staff()) AND read_at IS NULL"
        yield ("agencies_notice", "web_reads", "SELECT", "saathi_app", mine, None)
        yield ("agencies_notice", "web_gives", "INSERT", "saathi_app", None, given)
        yield ("agencies_notice", "web_marks", "UPDATE", "saathi_app", mine, mine)
        # Tokens follow the child's identity; the matcher sees tokens and file ids, no names.
        found = has_right("people_token.file_id", "reads", 1)
        made = has_right("people_token.file_id", "writes", 1)
        yield ("people_token", "web_reads", "SELECT", "saathi_app", found, None)
        yield ("people_token", "web_adds", "INSERT", "saathi_app", None, made)
        yield ("people_token", "web_removes", "DELETE", "saathi_app", made, None)
        yield ("people_token", "matcher_reads", "SELECT", "saathi_matcher", "true", None)
        # The matcher passes enquiries on: it reads enquiries and whether a child is protected,
        # and writes matches into the holders' files. It opens no record.
        for table in ("intake_enquiry", "intake_enquirymatch", "agencies_file"):
            yield (table, "matcher_reads", "SELECT", "saathi_matcher", "true", None)
        yield ("intake_enquirymatch", "matcher_adds", "INSERT", "saathi_matcher", None, "true")
        # Keys and old values of the vault follow the file and the section.
        any_read = has_right("vault_key.file_id", "reads", 511)
        own_file = has_right("vault_key.file_id", "writes", 511)
        yield ("vault_key", "web_reads", "SELECT", "saathi_app", any_read, None)
        yield ("vault_key", "web_adds", "INSERT", "saathi_app", None, own_file)
        erased = has_right("vault_erasure.file_id", "reads", 511)
        yield ("vault_erasure", "web_reads", "SELECT", "saathi_app", erased, None)
        for table in ("vault_old_value", "vault_stored_file"):
            reads = has_right(f"{table}.file_id", "reads", f"{table}.section")
            writes = has_right(f"{table}.file_id", "writes", f"{table}.section")
            yield (table, "web_reads", "SELECT", "saathi_app", reads, None)
            yield (table, "web_adds", "INSERT", "saathi_app", None, writes)

    def grants(self) -> Iterator[str]:
        """GRANT statements of the special tables and roles."""
        yield "GRANT SELECT ON agencies_staff TO saathi_app"
        yield "GRANT SELECT, INSERT, UPDATE, DELETE ON agencies_formkey TO saathi_app"
        yield "GRANT SELECT, INSERT ON agencies_notice TO saathi_app"
        yield "GRANT UPDATE (read_at) ON agencies_notice TO saathi_app"
        yield "GRANT SELECT, INSERT, DELETE ON people_token TO saathi_app"
        yield "GRANT SELECT ON people_token TO saathi_matcher"
        asked = "id, file_id, purpose, recorded_at, recorded_by"
        yield f"GRANT SELECT ({asked}) ON intake_enquiry TO saathi_matcher"
        held = "id, kind, agency_id, office_id, is_protected"
        yield f"GRANT SELECT ({held}) ON agencies_file TO saathi_matcher"
        yield "GRANT SELECT (enquiry, file_id), INSERT ON intake_enquirymatch TO saathi_matcher"
        yield "GRANT SELECT, INSERT ON vault_key, vault_old_value, vault_stored_file TO saathi_app"
        yield "GRANT SELECT ON vault_erasure TO saathi_app"
        # Only what belongs to oneself; office, bundle and activity change through functions.
        yield "GRANT UPDATE (password, language, pin, version) ON agencies_staff TO saathi_app"

    def function_grants(self) -> Iterator[str]:
        """GRANT statements of the warden's functions: what the web role may call."""
        for function in (
            "access_context()",
            "access_staff()",
            "access_agency()",
            "access_principals()",
            "access_self()",
            "access_sections(uuid)",
            "access_give(uuid, uuid, text, integer, integer, timestamptz)",
            "access_end(uuid, uuid)",
            "access_hide(uuid, uuid, boolean)",
            "access_hidden_from(uuid)",
            "access_break_glass(uuid, integer)",
        ):
            yield f"GRANT EXECUTE ON FUNCTION {function} TO saathi_app"


SPECIAL_RIGHTS = SpecialRights()
