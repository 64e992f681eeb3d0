"""Codes of the register of care committees and of their meetings."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind

# Numbers of telephones or documents, and e-mail addresses: no record of a meeting has them.
IDENTIFYING_TEXT: Final = r"[0-9][0-9 ()-]{4,}[0-9]|@"

_SIGN: Final = "[2-9A-HJKMNP-TV-Za-hjkmnp-tv-z]"  # of `people.actions.CODE_ALPHABET`
_CAPITAL: Final = "[2-9A-HJKMNP-TV-Z]"
# The ID of a case or of a report, also typed without hyphens; so no month or other word is found.
CASE_ID_TEXT: Final = (
    f"(?<![0-9A-Za-z])([A-Za-z]{{2}}-{_SIGN}{{4}}-{_SIGN}{{2}}|[Rr]-{_SIGN}{{4}}-{_SIGN}{{4}}"
    f"|[A-Z]{{2}}[ -]?(?=[A-Z -]{{0,6}}[2-9]){_CAPITAL}{{4}}[ -]?{_CAPITAL}{{2}}"
    f"|[A-Za-z]{{2}}(?=[A-Za-z]{{0,5}}[2-9]){_SIGN}{{6}})(?![0-9A-Za-z])"
)


class CareCommitteeKind(TextChoices):
    """What a committee is for."""

    CARE = "care", _("Community care committee")
    REINTEGRATION = "reintegration", _("Reintegration committee")
    PROTECTION = "protection", _("Child protection committee that also supports returned families")


class SeatGroup(TextChoices):
    """The groups that have a seat in a committee (REI-006)."""

    CHILDREN = "children", _("Children and young people")
    CAREGIVERS = "caregivers", _("Parents and caregivers")
    OWN_EXPERIENCE = "own_experience", _("Adults with own experience of trafficking")
    LOCAL_GOVERNMENT = "local_gov", _("Local government")
    PROTECTION = "protection", _("Child protection service")
    SCHOOL = "school", _("School")
    HEALTH = "health", _("Health service")
    POLICE = "police", _("Police")
    LEADERS = "leaders", _("Community or religious leaders")
    WOMEN = "women", _("Women’s group")
    EMPLOYERS = "employers", _("Employers or trade unions")
    ORGANISATION = "organisation", _("Non-governmental organisation")


class ChildSeatRole(TextChoices):
    """What children with a seat can do."""

    NO_SEAT = "no_seat", _("Children have no seat")
    VOTE = "vote", _("They vote like the other members")
    VOICE = "voice", _("They speak but do not vote")
    NOT_KNOWN = "not_known", _("Not known")


class CommitteePledge(TextChoices):
    """Whether all members were screened and promised confidentiality in writing."""

    YES = "yes", _("Yes, all members")
    NOT_ALL = "not_all", _("Not all members")
    NOT_KNOWN = "not_known", _("Not known")


class MeetingSubject(TextChoices):
    """What a committee discussed. No subject is about one child or one family."""

    LIVELIHOOD = "livelihood", _("Livelihood in the community")
    SCHOOL = "school", _("School places and school costs")
    SKILLS = "skills", _("Training and life skills")
    STIGMA = "stigma", _("Gossip and exclusion of returned children")
    SAFETY = "safety", _("Safety: recruiters, routes, places")
    HEALTH = "health", _("Health and psychosocial support")
    DOCUMENTS = "documents", _("Birth registration and documents")
    CHILDREN_PROPOSED = "proposed", _("A proposal by children")
    MONEY = "money", _("Money and members of the committee")
    OTHER = "other", _("Another subject")


class MeetingState(TextChoices):
    """Whether the record of a meeting counts."""

    PROPOSED = "proposed", _("Waiting for a second person")
    RECORDED = "recorded", _("Confirmed")
    WITHDRAWN = "withdrawn", _("Marked as an error")


class CareCommitteeListState(TextChoices):
    """Which entries the list of committees shows; without one, those published."""

    WAITING = "waiting", _("Waiting for a second person")
    CHANGED = "changed", _("Corrected after publication")
    DRAFT = "draft", _("Drafts")
    REVIEW = "review", _("Our entries to check")
    WITHDRAWN = "withdrawn", _("Withdrawn")


CARE_COMMITTEE_WAITS_NOTICE = NoticeKind(
    "committee_waits",
    _("Care committees await publication or confirmation by a second person"),
)
CARE_COMMITTEE_RETURNED_NOTICE = NoticeKind(
    "committee_returned", _("A care committee that you submitted was returned for revision")
)
CARE_COMMITTEE_MEETING_NOTICE = NoticeKind(
    "committee_meeting",
    _("The record of a committee’s meeting is waiting for a second person"),
)
NOTICES = (
    CARE_COMMITTEE_WAITS_NOTICE,
    CARE_COMMITTEE_RETURNED_NOTICE,
    CARE_COMMITTEE_MEETING_NOTICE,
)
