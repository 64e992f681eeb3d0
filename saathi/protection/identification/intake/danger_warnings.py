"""That an alert goes on after a visit or an outcome, and why; one wording for reports and cases."""

import datetime as dt
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Office
from saathi.protection.identification.intake.vocabulary import ReportOutcome

TIME_DECIDES: Final = _(
    "Without a time, this visit does not end an alert that began at a known time on the same day."
)
ALONE_DECIDES: Final = _(
    "The child was seen alone and not safe. The alert ends only when a visit meets the child alone and "
    "records that the child is safe."
)
NOT_SURELY_LATER: Final = _(
    "The visit was not surely later than the report, or than a visit that found the child not safe. A report "
    "without a time may be of the end of its day."
)
NOT_MET_TEXT: Final = _("The visit is saved. The alert remains: the child was not met.")
NOT_SAFE_TEXT: Final = _("The visit is saved. The alert remains: the child was seen not safe.")
NOT_RECORDED_TEXT: Final = _(
    "The visit is saved. The alert remains: the visit does not record that the child is safe."
)


def explain_visit_too_early(
    visited_at: dt.datetime, since: dt.datetime, office: Office, *, is_time_unknown: bool
) -> str:
    """Why a visit that found the child safe does not end danger of this moment: it was not surely later."""
    if office.date_of(since) != office.date_of(visited_at):
        return gettext(
            "The visit is saved. The alert remains: this visit took place before the report or before a "
            "visit that found danger."
        )
    if is_time_unknown:
        return " ".join([gettext("The visit is saved. The alert remains."), str(TIME_DECIDES)])
    return gettext(
        "The visit is saved. The alert remains: danger was known at %(time)s, and this visit was not "
        "later. If you went again or the time is wrong, record the visit again. Enter a later time than "
        "%(time)s."
    ) % {"time": f"{office.local(since):%H:%M}"}


def explain_outcome_in_danger(outcome: ReportOutcome, *, is_seen_unsafe: bool) -> str:
    """Why the alert of a report of immediate danger goes on after this outcome."""
    if is_seen_unsafe:
        return gettext(
            "The outcome is saved. The alert remains: the child was seen not safe, and only a later visit "
            "that finds the child safe ends it, or a case."
        )
    if outcome == ReportOutcome.CHILD_NOT_FOUND:
        return gettext(
            "The outcome is saved. The alert remains until the child is located and safe."
        )
    return gettext(
        "The outcome is saved. The alert remains until a supervisor confirms the outcome."
    )
