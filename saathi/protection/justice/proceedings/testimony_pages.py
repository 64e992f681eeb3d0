"""What the page of a proceeding says of the child's decision on testimony."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.people import record_screens as kit
from saathi.protection.justice.proceedings import queries
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import (
    ChildTestimonyDecision,
    Hearing,
    PresentationRequest,
    Proceeding,
)


def testimony_alert(
    decision: ChildTestimonyDecision | None, proceeding: Proceeding
) -> kit.AlertBox:
    """What the child decided on testimony, and that no help depends on it."""
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
    return kit.AlertBox(title, text, kind="calm", icon="message-circle")


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
