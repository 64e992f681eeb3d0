"""Kinds of the notices of the queue of reports."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind

# Codes of the notices of the queue: `functions/queue_notices.sql` gives them. A mail says only that
# something waits.
_WAITS_IN_QUEUE = _("You have a new notice")
NEW_REPORT_IN_DANGER_NOTICE = NoticeKind(
    "report_new_now",
    _("Report to accept: child in immediate danger"),
    mail_label=_WAITS_IN_QUEUE,
    is_urgent=True,
)
NEW_REPORT_TODAY_NOTICE = NoticeKind(
    "report_new_today",
    _("Report to accept: response today"),
    mail_label=_WAITS_IN_QUEUE,
    is_urgent=True,
)
NEW_REPORT_NOTICE = NoticeKind(
    "report_new", _("Report to accept: not urgent"), mail_label=_WAITS_IN_QUEUE
)
LATE_REPORT_IN_DANGER_NOTICE = NoticeKind(
    "report_late_now",
    _("Report not accepted in time: child in immediate danger"),
    mail_label=_WAITS_IN_QUEUE,
    is_urgent=True,
)
LATE_REPORT_TODAY_NOTICE = NoticeKind(
    "report_late_today",
    _("Report not accepted in time: response today"),
    mail_label=_WAITS_IN_QUEUE,
    is_urgent=True,
)
LATE_REPORT_NOTICE = NoticeKind(
    "report_late", _("Report not accepted in time: not urgent"), mail_label=_WAITS_IN_QUEUE
)
CLOSED_IN_DANGER_NOTICE = NoticeKind(
    "report_closed_now",
    _("A report of immediate danger was closed without a visit that found the child safe"),
    is_urgent=True,
    mail_label=_WAITS_IN_QUEUE,
)
REPORT_QUEUE_NOTICES = (
    NEW_REPORT_IN_DANGER_NOTICE,
    NEW_REPORT_TODAY_NOTICE,
    NEW_REPORT_NOTICE,
    LATE_REPORT_IN_DANGER_NOTICE,
    LATE_REPORT_TODAY_NOTICE,
    LATE_REPORT_NOTICE,
    CLOSED_IN_DANGER_NOTICE,
)
