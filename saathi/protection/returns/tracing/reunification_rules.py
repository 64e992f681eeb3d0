"""What the approval of a child's return to the family needs. Pure functions.

A return is a possible outcome, never the default (domain A.1, rule 16).
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.people.around.vocabulary import AuthorityBody
from saathi.protection.returns.tracing.family_rules import HomeFacts, home_valid_until, wants
from saathi.protection.returns.tracing.rules import ChildWish
from saathi.protection.returns.tracing.visit_vocabulary import SeenAtVisit
from saathi.protection.returns.tracing.vocabulary import (
    SUITABLE_RESULTS,
    OrderCheck,
    ReunificationState,
    TracingWish,
)

# How old the child's view may be at a return to the family, and at a transfer to another country.
VIEW_DAYS: Final = 14
# In these a return has not taken place and can be withdrawn.
WITHDRAWABLE: Final = (
    ReunificationState.PROPOSED,
    ReunificationState.SENT_BACK,
    ReunificationState.APPROVED,
)
FIRST_VISIT_DAYS: Final = 7  # from the handover [derived]


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """The facts for and against a child's return to a person."""

    is_verified: bool
    home: HomeFacts | None
    has_best_interests: bool
    needs_determination: bool  # the family had, or may have had, a part: `may_have_part`
    has_determination: bool  # in force, for the family or relatives
    view: ChildWish | None
    order_check: OrderCheck
    has_protection_order: bool
    answer_to_child: str
    has_conditions: bool = False  # in writing
    has_other_approved: bool = False  # another return of this child is approved
    country: str = ""  # of the home; empty if it was not asked
    here: str = ""  # the country in which the child is


def missing_for_return(facts: ReturnFacts, *, on: dt.date) -> tuple[Reason, ...]:
    """All that is missing for the approval of a return on a day; empty if nothing is."""
    reasons = []
    if not facts.is_verified:
        text = _("The relationship is not verified and confirmed by a second person.")
        reasons.append(Reason("verification", text))
    reasons += _missing_of_home(facts.home, on)
    is_near = facts.home is not None and facts.home.is_alleged_near
    if is_near and not facts.has_conditions:
        text = _(
            "An alleged perpetrator lives near the home. Enter the conditions that keep the child "
            "safe, each with a date."
        )
        reasons.append(Reason("conditions", text))
    if is_near and not facts.has_determination:
        text = _(
            "An alleged perpetrator lives near the home. A best interests determination for the "
            "family must be in force."
        )
        reasons.append(Reason("determination", text))
    elif facts.needs_determination and not facts.has_determination:
        text = _(
            "The family had, or may have had, a part in the trafficking or in harm to the child. A "
            "best interests determination for the family must be in force."
        )
        reasons.append(Reason("determination", text))
    elif not facts.has_best_interests:
        text = _("There is no approved best interests assessment about the return to the family.")
        reasons.append(Reason("best_interests", text))
    reasons += _missing_of_view(facts, on)
    reasons += reasons_against_proposal(has_other_approved=facts.has_other_approved)
    reasons += reasons_against_country(facts.country, here=facts.here)
    return (*reasons, *_reasons_from_orders(facts))


def reasons_against_proposal(*, has_other_approved: bool) -> tuple[Reason, ...]:
    """Why a return cannot be proposed: another return of this child is approved."""
    if not has_other_approved:
        return ()
    text = _(
        "Another reunification of this child is approved. Carry it out or withdraw it before you "
        "propose another."
    )
    return (Reason("other", text),)


def reasons_against_country(country: str, *, here: str) -> tuple[Reason, ...]:
    """Why a child does not return to a home in this country: it is abroad, or it was not asked."""
    if not country:
        return (Reason("country", _("Enter the country of the home.")),)
    if country != here:
        text = _(
            "This home is in another country. Open a transfer to another country: it asks for "
            "international protection, a safe journey and the other country."
        )
        return (Reason("country", text),)
    return ()


def _missing_of_home(home: HomeFacts | None, on: dt.date) -> list[Reason]:
    if home is None:
        return [Reason("home", _("There is no home assessment."))]
    reasons = []
    if on > home_valid_until(home.visited_on):
        reasons.append(Reason("home", _("The home assessment is older than 6 months.")))
    if home.result not in SUITABLE_RESULTS:
        text = _("The home assessment did not find the household suitable.")
        reasons.append(Reason("home", text))
    return reasons


def _missing_of_view(facts: ReturnFacts, on: dt.date) -> list[Reason]:
    view = facts.view
    if view is None or view.wish == TracingWish.NOT_ASKED:
        text = _("The child was not asked about living there.")
        return [Reason("child_view", text)]
    if (on - view.asked_on).days > VIEW_DAYS:
        text = _("The child’s view is older than 14 days. Ask the child again.")
        return [Reason("child_view", text)]
    is_young = view.wish == TracingWish.TOO_YOUNG
    if view.wish == TracingWish.NO and not facts.answer_to_child.strip():
        text = _("The child does not want to live there. Give the child a written answer.")
        return [Reason("answer_to_child", text)]
    if not is_young and not wants(view, on) and not facts.answer_to_child.strip():
        text = _("The child objects or did not say. Give the child a written answer.")
        return [Reason("answer_to_child", text)]
    return []


def _reasons_from_orders(facts: ReturnFacts) -> list[Reason]:
    if facts.order_check == OrderCheck.AGAINST:
        text = _("A protection order is in force against a person in this household.")
        return [Reason("order_check", text)]
    if facts.order_check == OrderCheck.NOT_CHECKED:
        text = _("Check whether a protection order is in force.")
        return [Reason("order_check", text)]
    if facts.has_protection_order and facts.order_check == OrderCheck.NONE:
        text = _("A protection order is in force. Check which person it concerns.")
        return [Reason("order_check", text)]
    return []


def reasons_not_to_decide(
    state: ReunificationState, *, authors: Collection[UUID | None], actor_id: UUID
) -> tuple[Reason, ...]:
    """Why this person cannot approve a return or send it back: one who wrote the proposal never does."""
    if state != ReunificationState.PROPOSED:
        return (Reason("state", _("This reunification is not waiting for approval.")),)
    if actor_id in authors:
        text = _("You proposed or changed this reunification. A second person decides.")
        return (Reason("own", text),)
    return ()


def reasons_against_handover(
    state: ReunificationState, handed_over_on: dt.date | None, first_visit_on: dt.date | None
) -> tuple[Reason, ...]:
    """Why a handover cannot be recorded as entered."""
    reasons = []
    if state != ReunificationState.APPROVED:
        text = _("Only an approved reunification is carried out. Record others’ acts separately.")
        reasons.append(Reason("state", text))
    if handed_over_on is None:
        reasons.append(Reason("handed_over_on", _("Enter the date of the handover.")))
    if first_visit_on is None:
        reasons.append(Reason("first_visit_on", _("Enter the date of the first visit at home.")))
    elif handed_over_on is not None and not (
        handed_over_on < first_visit_on <= first_visit_day(handed_over_on)
    ):
        text = _("Choose a day after the handover, within 7 days.")
        reasons.append(Reason("first_visit_on", text))
    return tuple(reasons)


def first_visit_day(handed_over_on: dt.date) -> dt.date:
    """By when the child is first visited at home."""
    return handed_over_on + dt.timedelta(days=FIRST_VISIT_DAYS)


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """The first visit at home as entered."""

    visited_on: dt.date
    next_visit_on: dt.date | None
    seen: str
    safety: str
    has_words: bool
    has_needs: bool


def reasons_against_first_visit(
    visit: FirstVisit, *, state: ReunificationState, handed_over_on: dt.date | None
) -> tuple[Reason, ...]:
    """Why a first visit cannot be saved as entered: it is another contact than the handover.

    If others handed the child over, we were not there: a visit of the same day is a first visit.
    """
    reasons = list(_reasons_against_visit_day(visit, state, handed_over_on))
    if not visit.seen:
        reasons.append(Reason("visit_seen", _("Enter whether the child was seen alone.")))
    if not visit.safety:
        reasons.append(Reason("visit_safety", _("Enter whether the child is safe.")))
    if visit.seen == SeenAtVisit.ALONE and not visit.has_words:
        text = _("Enter what the child said, or how the child was if they did not speak.")
        reasons.append(Reason("visit_words", text))
    if not visit.has_needs:
        text = _("Enter what is needed, or that nothing is needed now.")
        reasons.append(Reason("visit_needs", text))
    if visit.next_visit_on is None or visit.next_visit_on <= visit.visited_on:
        text = _("Enter the date of the next visit, after this visit.")
        reasons.append(Reason("next_visit_on", text))
    return tuple(reasons)


def _reasons_against_visit_day(
    visit: FirstVisit, state: ReunificationState, handed_over_on: dt.date | None
) -> tuple[Reason, ...]:
    if handed_over_on is None:
        return ()
    if visit.visited_on < handed_over_on:
        return (Reason("visited_on", _("Enter a date that is not before the handover.")),)
    if visit.visited_on == handed_over_on and state != ReunificationState.BY_OTHERS:
        text = _("The handover is not the first visit. Visit the child at home on a later day.")
        return (Reason("visited_on", text),)
    return ()


# Only these decide on a prosecution; our own staff and committees never do (NCR-008).
DECIDING_BODIES: Final = (AuthorityBody.PROSECUTOR, AuthorityBody.COURT, AuthorityBody.POLICE)


def reasons_against_no_prosecution(body: AuthorityBody, reasons_given: str) -> tuple[Reason, ...]:
    """Why a decision not to prosecute a relative cannot be recorded.

    It must be the decision of an authority, and its reasons must be entered.
    """
    reasons = []
    if body not in DECIDING_BODIES:
        text = _("Choose the authority that decided. Our own staff never decide on a prosecution.")
        reasons.append(Reason("body", text))
    if not reasons_given.strip():
        reasons.append(Reason("note", _("Enter the reasons that the authority gave.")))
    return tuple(reasons)
