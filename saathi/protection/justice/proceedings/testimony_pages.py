"""What the page of a proceeding says of the child's decision on testimony."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.people import record_screens as kit
from saathi.protection.justice.proceedings import queries
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.agreement_rules import TestimonyAgreement
from saathi.protection.justice.proceedings.models import (
    ChildTestimonyDecision,
    Hearing,
    PresentationRequest,
    Proceeding,
)
from saathi.protection.justice.proceedings.testimony_rules import (
    CHANGED_ALONE,
    REFUSED_ELSEWHERE,
)


def testimony_alert(
    decision: ChildTestimonyDecision | None,
    proceeding: Proceeding,
    agreement: TestimonyAgreement,
    decisions: Sequence[ChildTestimonyDecision],
) -> kit.AlertBox:
    """What the child decided on testimony, why an answer does not count, and that no help depends on it.

    `decisions`: those of the proceeding, the latest first.
    """
    if decision is None:
        text = _("Ask the child in private, before our staff present them to anyone.")
        return kit.AlertBox(_("The child was not asked about testimony yet"), text, kind="attend")
    title = decision.get_answer_display()
    if decision.withdrawn_on:
        title = _("Withdrew the decision to testify")
    text = _(
        "Services, placement and return do not depend on it. A court can still summon the child."
    )
    if decision.proceeding_id != proceeding.pk:
        elsewhere = _("The child said this in another proceeding; it holds in all proceedings.")
        text = f"{elsewhere} {text}"
    if reason := _why_not_counted(decision, agreement, decisions):
        return kit.AlertBox(title, f"{reason} {text}", kind="attend", icon="message-circle")
    return kit.AlertBox(title, text, kind="calm", icon="message-circle")


def _why_not_counted(
    decision: ChildTestimonyDecision,
    agreement: TestimonyAgreement,
    decisions: Sequence[ChildTestimonyDecision],
) -> str:
    """Why an agreement is not, or not yet, one that our staff may plan on; empty without such a reason."""
    if decision.answer in codes.MAY_BE_PRESENTED and decision.withdrawn_on is None:
        if agreement.is_refused_elsewhere:
            return _(REFUSED_ELSEWHERE)
        if agreement.is_changed_alone:
            return _(CHANGED_ALONE)
        if queries.is_agreed(decision):
            return ""
        return _(
            "This answer does not count as an agreement: someone puts pressure on the child. Ask the child "
            "again when the child is safe from it."
        )
    later = [
        each
        for each in decisions
        if each.answer in codes.MAY_BE_PRESENTED
        and each.withdrawn_on is None
        and each.recorded_at > decision.recorded_at
    ]
    if not later:
        return ""
    text = _(
        "The later answer “%(answer)s” of %(day)s does not count: the child’s no holds until another person "
        "asks the child again on a later day, and records the answer."
    )
    day = kit.format_day(later[0].decided_on)
    return text % {"answer": later[0].get_answer_display(), "day": day}


def ended_alert(
    decision: ChildTestimonyDecision | None,
    presentations: Iterable[PresentationRequest],
    hearings: Iterable[Hearing],
    *,
    is_summoned: bool,
) -> list[kit.AlertBox]:
    """What a child's later decision ended, and what still needs an agreement that the child has not given."""
    if decision is None or queries.is_agreed(decision):
        return []
    since = decision.withdrawn_on or decision.decided_on
    withdrawn = codes.PresentationState.WITHDRAWN
    ended = sum(asked.state == withdrawn and asked.planned_on >= since for asked in presentations)
    listed = [
        hearing
        for hearing in hearings
        if hearing.state == codes.HearingState.LISTED
        and hearing.purpose in codes.TELLING_PURPOSES
        and hearing.listed_on >= since
    ]
    texts = [_ended_text(ended)] if ended else []
    if listed:
        texts.append(
            _("The child is summoned: the support person, transport and interpreter stay arranged.")
            if is_summoned
            else _(
                "Inform the court, and cancel the hearing or record how the child is to take part."
            )
        )
    title = _("The child does not agree to testify")
    box = kit.AlertBox(title, " ".join(texts), kind="attend", icon="message-circle")
    return [box] if texts else []


def _ended_text(number: int) -> str:
    text = ngettext(
        "%(count)d request to present the child ended.",
        "%(count)d requests to present the child ended.",
        number,
    )
    return text % {"count": number}
