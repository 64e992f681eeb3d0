"""Codes of notes, tasks for colleagues, and flags on a file."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import DraftKind, NoticeKind


class NoteKind(TextChoices):
    """The kind of an entry for the team."""

    NOTE = "note", _("Case note")
    TASK = "task", _("Task for a colleague")
    FLAG = "flag", _("Flag on the file")


class ContactType(TextChoices):
    """What a case note is about."""

    NOT_RECORDED = "", _("Not recorded")
    VISIT = "visit", _("Visit")
    TELEPHONE = "telephone", _("Telephone call")
    OFFICE = "office", _("Office contact")
    SCHOOL = "school", _("School contact")
    FAMILY = "family", _("Contact with family")
    SERVICE = "service", _("Contact with another service")
    OTHER = "other", _("Other contact")


class PersonPresent(TextChoices):
    """Who was present at a contact, besides the author of the note."""

    CHILD = "child", _("The child")
    CAREGIVER = "caregiver", _("Caregiver or legal guardian")
    FAMILY = "family", _("Other family members")
    TEACHER = "teacher", _("Teacher or school staff")
    SERVICE = "service", _("Staff of another service")
    INTERPRETER = "interpreter", _("Interpreter")
    OTHER = "other", _("Someone else")


class NoteAudience(TextChoices):
    """Who can read a note: the child's team, or its author, a chosen colleague and supervisors."""

    TEAM = "team", _("The child’s team")
    SUPERVISION = "supervision", _("The author, the colleague supervised and supervisors")


class NoteState(TextChoices):
    """The state of a task, a flag, or the next step of a note."""

    ACTIVE = "stands", _("Active")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Not done, reason given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TASK_GIVEN_NOTICE = NoticeKind("task_given", _("A colleague assigned a task to you"))
TASK_ANSWERED_NOTICE = NoticeKind("task_answered", _("A task you assigned received a response"))
SUPERVISION_NOTICE = NoticeKind("supervision_noted", _("A supervision note was shared with you"))
NOTICES = (TASK_GIVEN_NOTICE, TASK_ANSWERED_NOTICE, SUPERVISION_NOTICE)

NOTE_DRAFT = DraftKind("note", _("Case note"))
DRAFTS = (NOTE_DRAFT,)
