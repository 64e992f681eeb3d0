"""The kinds of notices about transfers."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind

TRANSFER_REQUESTED_NOTICE = NoticeKind(
    "transfer_ask", _("Another agency asks to transfer a child to you"), is_urgent=True
)
TRANSFER_ANSWERED_NOTICE = NoticeKind(
    "transfer_ans", _("The other country answered about a transfer")
)
TRANSFER_SUBMITTED_NOTICE = NoticeKind("transfer_sub", _("A transfer awaits authorisation"))
TRANSFER_DECIDED_NOTICE = NoticeKind("transfer_dec", _("A transfer was decided"))
TRANSFER_WITHDRAWN_NOTICE = NoticeKind(
    "transfer_wdn", _("The authorisation of a transfer ended: it was changed"), is_urgent=True
)
TRANSFER_MOVED_NOTICE = NoticeKind("transfer_mov", _("A child in transfer was handed over"))
TRANSFER_REPORTED_NOTICE = NoticeKind("transfer_rep", _("News of a child after a transfer"))
TRANSFER_DANGER_NOTICE = NoticeKind("transfer_dng", _("Danger after a transfer"), is_urgent=True)
TRANSFER_UNSEEN_NOTICE = NoticeKind(
    "transfer_uns", _("A child was not seen at a visit after a transfer"), is_urgent=True
)
TRANSFER_LATE_FIRST_VISIT_NOTICE = NoticeKind(
    "transfer_lfv",
    _("The first visit after a transfer is planned later than 72 hours"),
    is_urgent=True,
)
TRANSFER_UNSAFE_NOTICE = NoticeKind(
    "transfer_saf",
    _("A transfer was assessed as not safe: choose another solution"),
    is_urgent=True,
)
# Given by the hourly job, of our side and of the receiving side.
TRANSFER_NOT_ARRIVED_NOTICE = NoticeKind(
    "transfer_nar", _("A child in transfer has not arrived"), is_urgent=True
)
TRANSFER_EXPECTED_NOTICE = NoticeKind(
    "transfer_nat", _("A child in transfer to your office has not arrived"), is_urgent=True
)
# Given by the daily job, of our side and of the receiving side.
TRANSFER_LATE_NOTICE = NoticeKind(
    "transfer_lat", _("A visit or report after a transfer is overdue"), is_urgent=True
)
TRANSFER_LATE_HERE_NOTICE = NoticeKind(
    "transfer_lto",
    _("A visit or report after a transfer to your office is overdue"),
    is_urgent=True,
)
TRANSFER_RETURNED_NOTICE = NoticeKind("transfer_ret", _("A transfer was returned for revision"))
# To the colleague who receives the child; never why.
TRANSFER_OFF_NOTICE = NoticeKind(
    "transfer_off", _("A transfer to you was stopped: do not expect the child"), is_urgent=True
)
TRANSFER_ON_HOLD_NOTICE = NoticeKind(
    "transfer_hld", _("A transfer to you is on hold: wait for news"), is_urgent=True
)
NOTICES = (
    TRANSFER_OFF_NOTICE, TRANSFER_ON_HOLD_NOTICE,
    TRANSFER_RETURNED_NOTICE, TRANSFER_REQUESTED_NOTICE, TRANSFER_ANSWERED_NOTICE, TRANSFER_SUBMITTED_NOTICE,
    TRANSFER_DECIDED_NOTICE,
    TRANSFER_WITHDRAWN_NOTICE, TRANSFER_MOVED_NOTICE, TRANSFER_REPORTED_NOTICE, TRANSFER_DANGER_NOTICE,
    TRANSFER_UNSEEN_NOTICE, TRANSFER_LATE_FIRST_VISIT_NOTICE, TRANSFER_UNSAFE_NOTICE,
    TRANSFER_NOT_ARRIVED_NOTICE, TRANSFER_EXPECTED_NOTICE,
    TRANSFER_LATE_NOTICE, TRANSFER_LATE_HERE_NOTICE,
)  # fmt: skip
