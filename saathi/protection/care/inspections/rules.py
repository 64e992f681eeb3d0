"""The result of an inspection, who may inspect, and which facilities come first. Pure functions.

`functions/inspections.sql` has the same rule for the result.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.facilities.vocabulary import PERMITTING, LicenceStatus
from saathi.protection.care.inspections.vocabulary import (
    ConflictStatement,
    DiscriminationFinding,
    FindingResult,
    InspectionResult,
    InspectionState,
)

MET_SHARE_PERCENT = 80
# Of all criteria, and of the critical ones: with fewer seen, too much was called not applicable.
SEEN_SHARE_PERCENT = 50
CRITICAL_SHARE_PERCENT = 80
# An agency that operated a facility within these days does not inspect it.
FORMER_OPERATOR_DAYS = 365
INSPECT_EVERY_DAYS = 365
# A failed facility is inspected again within these days: after a critical criterion that was not met,
# and otherwise (field dossier, section 7, DUE).
REINSPECT_CRITICAL_DAYS = 30
REINSPECT_DAYS = 90
# The longest side of a photo as stored: signs and labels can still be read. The page reduces it to the
# same size before it leaves the device.
PHOTO_SIDE = 1600
PHOTOS_PER_CRITERION = 4
PHOTOS_PER_INSPECTION = 120

WITHDRAWAL_TOO_SHORT = Reason(
    "why",
    _("Explain in at least 20 letters why the inspector has no connection with the facility."),
)

_SEEN = frozenset({FindingResult.MET, FindingResult.PARTLY, FindingResult.NOT_MET})


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """What one criterion contributes to the result."""

    is_critical: bool
    result: str = ""  # blank: not yet assessed

    @property
    def is_seen(self) -> bool:
        """Whether the criterion was examined: neither not applicable nor not seen."""
        return self.result in _SEEN


def inspection_result(findings: Sequence[FindingFacts]) -> InspectionResult | None:
    """The result by rule; None while a criterion is not assessed.

    A critical criterion that is not met fails the facility whatever the others say, and so do fewer
    than 80 % met of those seen. If a critical criterion was not seen, or if with those not seen fewer
    than 80 % are met, the inspection is incomplete: it neither passes nor fails. So it is if fewer than
    half of all criteria, or fewer than 80 % of the critical ones, were seen: the rest was called not
    applicable.
    """
    if not findings or any(not finding.result for finding in findings):
        return None
    critical = {finding.result for finding in findings if finding.is_critical}
    if FindingResult.NOT_MET in critical:
        return InspectionResult.FAILED
    counts = Counter(finding.result for finding in findings)
    met, unseen = counts[FindingResult.MET], counts[FindingResult.NOT_SEEN]
    seen = met + counts[FindingResult.PARTLY] + counts[FindingResult.NOT_MET]
    if 100 * met < MET_SHARE_PERCENT * seen:
        return InspectionResult.FAILED
    is_enough = 100 * met >= MET_SHARE_PERCENT * (seen + unseen)
    critical_seen = [finding for finding in findings if finding.is_critical and finding.is_seen]
    is_whole = 100 * seen >= SEEN_SHARE_PERCENT * len(findings) and 100 * len(
        critical_seen
    ) >= CRITICAL_SHARE_PERCENT * sum(finding.is_critical for finding in findings)
    if FindingResult.NOT_SEEN in critical or not is_enough or not is_whole:
        return InspectionResult.INCOMPLETE
    return InspectionResult.PASSED if met == seen + unseen else InspectionResult.WITH_NOTICE


CRITICAL_NOT_MET = Reason("critical", _("A critical criterion is not met."))
TOO_FEW_MET = Reason("share", _("Fewer than 80 percent of the criteria seen are met."))


def reasons_for_failure(findings: Sequence[FindingFacts]) -> tuple[Reason, ...]:
    """Why the facility failed, by the rule of the result; empty if it did not fail."""
    if inspection_result(findings) != InspectionResult.FAILED:
        return ()
    has_critical = any(
        finding.is_critical and finding.result == FindingResult.NOT_MET for finding in findings
    )
    met = sum(finding.result == FindingResult.MET for finding in findings)
    has_too_few = 100 * met < MET_SHARE_PERCENT * sum(finding.is_seen for finding in findings)
    reasons = ((has_critical, CRITICAL_NOT_MET), (has_too_few, TOO_FEW_MET))
    return tuple(reason for is_so, reason in reasons if is_so)


def reinspection_day(
    result: InspectionResult, findings: Sequence[FindingFacts], held_on: dt.date
) -> dt.date | None:
    """The day by which a failed facility is inspected again; None if it did not fail."""
    if result != InspectionResult.FAILED:
        return None
    is_critical = any(
        finding.is_critical and finding.result == FindingResult.NOT_MET for finding in findings
    )
    return held_on + dt.timedelta(days=REINSPECT_CRITICAL_DAYS if is_critical else REINSPECT_DAYS)


@dataclass(frozen=True, slots=True)
class InspectorFacts:
    """An inspector and a facility: whose it is or was, and what the inspector states."""

    is_operator: bool
    conflict: str = ConflictStatement.NONE
    has_declared: bool = False  # a connection with this facility, which no one has withdrawn


def reasons_against_inspector(facts: InspectorFacts) -> tuple[Reason, ...]:
    """Why a person may not inspect a facility; empty if they may."""
    if facts.is_operator:
        text = _(
            "Your agency operates this facility, or did within a year. Another agency inspects it."
        )
        return (Reason("own_facility", text),)
    if facts.conflict == ConflictStatement.DECLARED:
        text = _("You declared a connection with the facility. Another inspector takes over.")
        return (Reason("conflict", text),)
    if facts.has_declared:
        text = _(
            "You declared a connection with this facility earlier. Another inspector takes over. If it was "
            "a mistake, ask another inspector to withdraw it on the page of the facility, with the reason."
        )
        return (Reason("conflict", text),)
    return ()


def reasons_against_withdrawing_conflict(
    *, is_own: bool, is_declared: bool, is_barred: bool, why: str
) -> tuple[Reason, ...]:
    """Why this person cannot withdraw the declaration of a connection; empty if they can.

    Who declared a connection with the same facility is no other inspector: two such people would let
    each other take part again.
    """
    if not is_declared:
        return (Reason("state", _("This declaration is already withdrawn.")),)
    if is_own:
        text = _("You declared this connection. Another inspector withdraws it.")
        return (Reason("own", text),)
    if is_barred:
        text = _(
            "You declared a connection with this facility yourself. An inspector who has none "
            "withdraws this declaration."
        )
        return (Reason("conflict", text),)
    return () if has_enough_letters(why) else (WITHDRAWAL_TOO_SHORT,)


def fails(finding: FindingFacts, reasons: Collection[Reason]) -> bool:
    """Whether a criterion is one of those for which the facility failed, of `reasons_for_failure`."""
    return finding.result == FindingResult.NOT_MET or (
        finding.result == FindingResult.PARTLY and TOO_FEW_MET in reasons
    )


NO_STANDARDS = Reason(
    "standards", _("No minimum standards are published that apply to this facility.")
)
HELD_IN_THE_FUTURE = Reason("held_on", _("Enter a date that is not in the future."))
ALREADY_PLANNED = Reason(
    "kind",
    _(
        "An inspection of this type is already planned for this facility. Begin or cancel it first, from "
        "the list of inspections."
    ),
)
PLANNED_IN_THE_PAST = Reason(
    "planned_on",
    _(
        "Choose today or a later day. If the inspection already took place, plan it for today and enter "
        "its day when you begin it."
    ),
)


def reasons_against_plan(
    planned_on: dt.date, *, is_planned: bool, today: dt.date
) -> tuple[Reason, ...]:
    """Why an inspection cannot be planned; empty if it can.

    One of the same type is planned for the facility, or the day has passed: an inspection that took
    place is recorded with its day when it begins.
    """
    reasons = [ALREADY_PLANNED] if is_planned else []
    if planned_on < today:
        reasons.append(PLANNED_IN_THE_PAST)
    return tuple(reasons)


def reasons_against_step(state: str, expected: InspectionState) -> tuple[Reason, ...]:
    """Why a step is not possible in the state of an inspection; empty if it is."""
    if state == expected:
        return ()
    text = _("This step is not possible while the inspection has this status.")
    return (Reason("state", text),)


@dataclass(frozen=True, slots=True)
class SubmissionFacts:
    """What must be recorded before an inspection goes to the second inspector."""

    open_findings: int
    children_heard: int | None
    discrimination: str
    discrimination_text: str = ""


def reasons_against_submitting(facts: SubmissionFacts) -> tuple[Reason, ...]:
    """Why an inspection cannot be submitted yet; empty if it can."""
    reasons = []
    if facts.open_findings:
        reasons.append(Reason("findings", _("Assess every criterion first.")))
    if facts.children_heard is None:
        text = _("Record how many children were heard alone, even if none was.")
        reasons.append(Reason("children_heard", text))
    if not facts.discrimination:
        text = _("Record whether residents are treated differently.")
        reasons.append(Reason("discrimination", text))
    return (
        *reasons,
        *reasons_against_account(facts.discrimination, facts.discrimination_text),
    )


def reasons_against_account(discrimination: str, discrimination_text: str) -> tuple[Reason, ...]:
    """Why what inspectors found beyond the criteria cannot be saved; empty if it can."""
    if discrimination == DiscriminationFinding.FOUND and not discrimination_text:
        text = _("Describe the discrimination, without names.")
        return (Reason("discrimination_text", text),)
    if discrimination == DiscriminationFinding.NOT_EXAMINED and not has_enough_letters(
        discrimination_text
    ):
        text = _("Explain in at least 20 letters why discrimination was not examined.")
        return (Reason("discrimination_text", text),)
    return ()


def reasons_against_returning(*, lead: UUID | None, actor_id: UUID) -> tuple[Reason, ...]:
    """Why this person cannot return an inspection to its lead; empty if they can."""
    if lead == actor_id:
        return (Reason("second", _("You led this inspection. A second inspector agrees to it.")),)
    return ()


def reasons_against_agreeing(
    *, lead: UUID | None, editors: Collection[UUID], actor_id: UUID
) -> tuple[Reason, ...]:
    """Why this person cannot be the second inspector; empty if they can.

    Who ever edited the inspection, `editors`, would agree to work of their own, also if the lead
    assessed the same criteria again.
    """
    if reasons := reasons_against_returning(lead=lead, actor_id=actor_id):
        return reasons
    if actor_id in editors:
        text = _("You edited this inspection. An inspector who did not edit it agrees to it.")
        return (Reason("second", text),)
    return ()


def finding_reasons(result: str, evidence: str) -> tuple[Reason, ...]:
    """Why an assessment cannot be saved; empty if it can. All but “met” need the reason."""
    if result != FindingResult.MET and not evidence:
        text = _("Describe what you found, or why it does not apply or was not seen.")
        return (Reason("evidence", text),)
    return ()


def reasons_against_photo(*, at_criterion: int, in_inspection: int) -> tuple[Reason, ...]:
    """Why no further photo can be added, by how many are kept; empty if one can."""
    if at_criterion >= PHOTOS_PER_CRITERION:
        text = _("This criterion has 4 photos. Remove one first.")
        return (Reason("photo", text),)
    if in_inspection >= PHOTOS_PER_INSPECTION:
        text = _("This inspection has 120 photos. Remove some first.")
        return (Reason("photo", text),)
    return ()


# --- which facilities come first -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """What decides how soon a facility is inspected."""

    last_held_on: dt.date | None
    last_result: str
    licence: LicenceStatus | None
    overdue_notices: int = 0
    open_incidents: int = 0
    is_reinspection_overdue: bool = False
    is_under_way: bool = False  # an inspection that has begun and has no result yet


@dataclass(frozen=True, slots=True)
class InspectionRisk:
    """How soon a facility is to be inspected, the highest first, and why."""

    points: int
    reasons: tuple[Reason, ...]


NEVER_INSPECTED = Reason("never", _("Never inspected"))
OVERDUE = Reason("overdue", _("Last inspection over a year ago"))
SOON_DUE = Reason("soon", _("Last inspection over 9 months ago"))
LAST_FAILED = Reason("failed", _("Failed the last inspection"))
LAST_INCOMPLETE = Reason("incomplete", _("Last inspection incomplete"))
LAST_WITH_NOTICE = Reason("with_notice", _("Passed the last inspection with a notice"))
NO_LICENCE = Reason("no_licence", _("No valid licence"))
NOTICE_OVERDUE = Reason("notices", _("Overdue notice"))
REINSPECTION_OVERDUE = Reason("reinspection", _("Re-inspection overdue"))
OPEN_INCIDENT = Reason("incidents", _("Open serious incident"))
_POINTS = {
    NEVER_INSPECTED: 40, OVERDUE: 30, SOON_DUE: 10, LAST_FAILED: 40, LAST_INCOMPLETE: 20,
    LAST_WITH_NOTICE: 10, NO_LICENCE: 30, NOTICE_OVERDUE: 25,
    OPEN_INCIDENT: 50, REINSPECTION_OVERDUE: 25,
}  # fmt: skip
_BY_RESULT = {
    InspectionResult.FAILED: LAST_FAILED,
    InspectionResult.INCOMPLETE: LAST_INCOMPLETE,
    InspectionResult.WITH_NOTICE: LAST_WITH_NOTICE,
}


def inspection_risk(facts: RiskFacts, *, today: dt.date) -> InspectionRisk:
    """How soon a facility is to be inspected, with every reason. The points only sort the list."""
    reasons = []
    if facts.last_held_on is None and not facts.is_under_way:
        reasons.append(NEVER_INSPECTED)
    elif facts.last_held_on is not None and not facts.is_under_way:
        days = (today - facts.last_held_on).days
        if days > INSPECT_EVERY_DAYS:
            reasons.append(OVERDUE)
        elif days > INSPECT_EVERY_DAYS * 3 // 4:
            reasons.append(SOON_DUE)
    if facts.last_result in _BY_RESULT:
        reasons.append(_BY_RESULT[InspectionResult(facts.last_result)])
    if facts.licence not in PERMITTING:
        reasons.append(NO_LICENCE)
    if facts.overdue_notices:
        reasons.append(NOTICE_OVERDUE)
    if facts.is_reinspection_overdue:
        reasons.append(REINSPECTION_OVERDUE)
    if facts.open_incidents:
        reasons.append(OPEN_INCIDENT)
    return InspectionRisk(sum(_POINTS[reason] for reason in reasons), tuple(reasons))
