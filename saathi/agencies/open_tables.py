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
CLOSED_TABLES = frozenset({"django_migrations", "auth_group", "auth_permission",
                           "auth_group_permissions", "access_context_key"})


class SpecialRights:
    """Policies and rights of tables that are neither scoped nor open, by hand and with reasons."""

    def policies(
        self, has_right: Callable[[str, str, int], str]
    ) -> Iterator[tuple[str, str, str, str, str | None, str | None]]:
        """(table, policy, command, role, using, check) of each special policy."""
        own_row = "id = (SELECT access_staff())"
        yield ("agencies_staff", "web_reads", "SELECT", "saathi_app", "true", None)
        yield ("agencies_staff", "web_changes", "UPDATE", "saathi_app", own_row, own_row)

    def grants(self) -> Iterator[str]:
        """GRANT statements of the special tables and roles."""
        yield "GRANT SELECT ON agencies_staff TO saathi_app"
        # Only what belongs to oneself; office, bundle and activity change through functions.
        yield "GRANT UPDATE (password, language, pin, version) ON agencies_staff TO saathi_app"
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
