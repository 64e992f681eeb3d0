"""When the effect of livelihood is due, and what support, effect and aftercare need. Pure functions.

The same in SQL: `functions/family.sql`.
"""

import datetime as dt
from collections.abc import Collection, Sequence

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.reintegration import family_vocabulary as codes
from saathi.protection.casework.reintegration.rules import months_after

EARLY_DAYS = 30  # a review so many days before its month counts for it


def effect_due_on(
    given_on: dt.date, reviewed: Collection[dt.date], *, until: dt.date
) -> dt.date | None:
    """The latest day until `until` by which the effect of support was to be reviewed and was not.

    The effect is reviewed 3, 6 and 12 months after the support was given.
    """
    days = [months_after(given_on, months) for months in codes.EFFECT_MONTHS]
    reached = [day for day in days if day <= until]
    if not reached:
        return None
    early = reached[-1] - dt.timedelta(days=EARLY_DAYS)
    return None if any(day >= early for day in reviewed) else reached[-1]


def reasons_against_support(
    *,
    family: codes.FamilySupportAnswer,
    child: codes.ChildSupportAnswer,
    is_published: bool,
    has_pledge: bool,
    is_young: bool,
) -> tuple[Reason, ...]:
    """Why we cannot ask a committee to support a family: it knows nothing before they agree."""
    reasons = []
    if family != codes.FamilySupportAnswer.AGREED:
        text = _("Ask the family first. Without their agreement the committee is not asked.")
        reasons.append(Reason("family_agreed", text))
    if child in {codes.ChildSupportAnswer.REFUSED, codes.ChildSupportAnswer.NOT_ASKED}:
        text = _("Ask the child first. Without their agreement the committee is not asked.")
        reasons.append(Reason("child_agreed", text))
    if child == codes.ChildSupportAnswer.TOO_YOUNG and not is_young:
        text = _("The child may be 6 or older. Ask the child.")
        reasons.append(Reason("child_agreed", text))
    if not is_published:
        reasons.append(Reason("committee", _("This committee is not in the register any more.")))
    elif not has_pledge:
        text = _(
            "Not all members of this committee were screened and promised confidentiality. Choose "
            "another one."
        )
        reasons.append(Reason("committee", text))
    return tuple(reasons)


def reasons_against_support_end(
    *, ended_on: dt.date, began_on: dt.date, effect: str, has_note: bool
) -> tuple[Reason, ...]:
    """Why the end of a committee's support cannot be saved as entered."""
    reasons = []
    if ended_on < began_on:
        text = _("Enter a date that is not before the support began.")
        reasons.append(Reason("ended_on", text))
    if effect == codes.SupportResult.WORSE and not has_note:
        text = _("Enter what became worse.")
        reasons.append(Reason("end_note", text))
    return tuple(reasons)


def reasons_against_effect(
    *, reviewed_on: dt.date, given_on: dt.date | None, made_worse: str, has_harm: bool
) -> tuple[Reason, ...]:
    """Why the effect of livelihood support cannot be saved as entered."""
    reasons = []
    if given_on is None:
        text = _("This support has not been given yet. Record first that it was given.")
        reasons.append(Reason("reviewed_on", text))
    elif reviewed_on < given_on:
        text = _("Enter a date that is not before the support was given.")
        reasons.append(Reason("reviewed_on", text))
    if made_worse == codes.MadeWorse.YES and not has_harm:
        text = _("Enter what became worse, and what is done about it.")
        reasons.append(Reason("harm", text))
    return tuple(reasons)


def reasons_against_aftercare(  # noqa: PLR0913 - what the plan contains
    *,
    planned_on: dt.date,
    next_on: dt.date,
    settled: Sequence[str],
    lacking: Sequence[str],
    has_steps: bool,
    youth: str,
    has_wishes: bool,
) -> tuple[Reason, ...]:
    """Why an aftercare plan cannot be saved as entered: each area is arranged or still lacking."""
    reasons = []
    if set(settled) & set(lacking):
        text = _("An area is either arranged or still lacking.")
        reasons.append(Reason("lacking", text))
    elif len(set(settled) | set(lacking)) < len(codes.AftercareArea):
        text = _("Choose each area either as arranged or as still lacking.")
        reasons.append(Reason("lacking", text))
    if lacking and not has_steps:
        text = _("Enter the next steps for what is still lacking.")
        reasons.append(Reason("steps", text))
    if youth != codes.YouthAgreement.NOT_ASKED and not has_wishes:
        text = _("Enter what the young person wants.")
        reasons.append(Reason("wishes", text))
    if next_on <= planned_on:
        reasons.append(Reason("next_on", _("Enter a date after the date of the plan.")))
    return tuple(reasons)


def reasons_against_care(
    outcome: codes.FinalCareOutcome, assessment: codes.FamilySafetyAssessment, *, has_reason: bool
) -> tuple[Reason, ...]:
    """Why care cannot be recorded without a reason: a family is preferred where it is safe.

    Residential care is the last resort. What happened is recorded in any case, with its reason.
    """
    if has_reason or not needs_care_reason(outcome, assessment):
        return ()
    if outcome == codes.FinalCareOutcome.RESIDENTIAL:
        text = _("Residential care is the last resort. Enter why no family was possible.")
    elif outcome == codes.FinalCareOutcome.FAMILY:
        text = _("Enter why the child lives with the family although it was not assessed as safe.")
    else:
        text = _("The family was assessed as safe. Enter why the child does not live with them.")
    return (Reason("care_reason", text),)


def needs_care_reason(
    outcome: codes.FinalCareOutcome, assessment: codes.FamilySafetyAssessment
) -> bool:
    """Whether care at the final evaluation needs a reason; the same in SQL by a constraint."""
    is_safe = assessment == codes.FamilySafetyAssessment.SAFE
    if outcome == codes.FinalCareOutcome.FAMILY:
        return not is_safe
    return outcome == codes.FinalCareOutcome.RESIDENTIAL or is_safe
