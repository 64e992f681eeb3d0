"""The warning after a visit that leaves a child in danger: the alert continues, and why."""

import datetime as dt
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.protection.casework.cases import danger
from saathi.protection.casework.cases.models import Case, Visit
from saathi.protection.casework.cases.vocabulary import ChildSafety, NotMetReason, VisitOutcome
from saathi.protection.identification.intake.danger_warnings import (
    NOT_MET_TEXT,
    NOT_RECORDED_TEXT,
    NOT_SAFE_TEXT,
    explain_visit_too_early,
)
from saathi.web.components import Text

NOT_ALONE_TEXT: Final = _(
    "The visit is saved. The alert remains: others prevented contact with the child before, or the child "
    "was seen alone and not safe, and was not met alone now. The alert ends only when a visit meets "
    "the child alone and records that the child is safe."
)
CONTACT_PREVENTED_TEXT: Final = _(
    "The visit is saved. Others prevented contact with the child: follow the alert on this page."
)


def danger_warning_after_visit(case: Case, visit: Visit, *, asks_safety: bool) -> Text:
    """Why the alert begins or stays after this visit; empty if neither, or if the reader may not know."""
    if visit.not_met_because == NotMetReason.PREVENTED_BY_OTHERS:
        return CONTACT_PREVENTED_TEXT
    if not asks_safety or not danger.is_in_danger(case):
        return ""
    if visit.outcome == VisitOutcome.NOT_MET:
        return NOT_MET_TEXT
    if visit.child_safe == ChildSafety.NO:
        return NOT_SAFE_TEXT
    if visit.child_safe != ChildSafety.YES:
        return NOT_RECORDED_TEXT
    return _why_alert_continues(case, visit)


def _why_alert_continues(case: Case, visit: Visit) -> Text:
    if visit.outcome != VisitOutcome.MET_ALONE and danger.must_be_met_alone(case):
        return NOT_ALONE_TEXT
    cases = Case.objects.filter(pk=case.pk)
    result = cases.annotate(since=danger.latest_danger(Visit.objects.all()))
    since: dt.datetime | None = result.values_list("since", flat=True).first()
    if since is None:
        return gettext("The visit is saved. The alert remains.")
    return explain_visit_too_early(
        visit.happened_at, since, case.office, is_time_unknown=visit.is_time_unknown
    )
