"""The purpose of opening a file outside one's own cases: asked once per file, day and session.

Implied for one's own cases. Searches do not use it: they ask for their purpose each time.
"""

from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.access import FileRights
from saathi.agencies.models import Staff

OWN_CASE = "own_case"
_SESSION_KEY = "purposes"


class FileAccessPurpose(TextChoices):
    """Why a file may be opened by a person who does not work on the case."""

    HELP_NOW = "help_now", _("To help the child now")
    REFERRAL = "referral", _("To answer a referral")
    SERVICE = "service", _("To give a service that was agreed with the child")
    COURT = "court", _("To prepare a hearing or a report to a court")
    FIND_FAMILY = "find_family", _("To find or assess the family")
    EMERGENCY = "emergency", _("An emergency")


def access_purpose(staff: Staff, session: SessionBase, rights: FileRights) -> str | None:
    """The purpose of this access: implied, or given earlier today; None if it must be asked."""
    if rights.is_own_case:
        return OWN_CASE
    remembered = session.get(_SESSION_KEY, {}).get(str(rights.file_id))
    if remembered and remembered[1] == staff.office.today().isoformat():
        return str(remembered[0])
    return None


def remember_purpose(staff: Staff, session: SessionBase, file_id: UUID, purpose: str) -> None:
    """Remembers the purpose for this file until the day ends at the person's office or they sign out."""
    today = staff.office.today().isoformat()
    purposes = {
        key: value for key, value in session.get(_SESSION_KEY, {}).items() if value[1] == today
    }
    session[_SESSION_KEY] = purposes | {str(file_id): [purpose, today]}
