"""Whether a child who may have been trafficked is still accused or held, and what is to be done.

Shown on the pages of screening alone: no reading of answers leaves them, and no help waits for it.
"""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.access import FileRights
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.orders import queries as decided
from saathi.protection.orders.models import BrokenSafeguard
from saathi.protection.orders.vocabulary import AlertState
from saathi.protection.screening import active_prompts, prompts
from saathi.protection.screening.active_prompts import PromptAnswer
from saathi.protection.screening.vocabulary import MisidentificationKind
from saathi.web.components import ActionLink, AlertBox, join_facts


def presumed_trafficking_alerts(rights: FileRights, child: Child | None) -> list[AlertBox]:
    """The next step where trafficking is presumed or established, for those who read decisions."""
    if child is None or not rights.may_read(Section.LEGAL):
        return []
    return (
        accused_child_alerts(rights) if decided.is_trafficking_presumed(rights.staff, child) else []
    )


def accused_child_alerts(rights: FileRights) -> list[AlertBox]:
    """The one next step for a child on record as an offender: to ask that she is moved to protection.

    What was asked is shown in its place, until something is recorded that says more.
    """
    if not rights.may_read(Section.LEGAL):
        return []
    told = prompts.list_prompt_evidence(rights, MisidentificationKind.OFFENDER)
    asked = decided.list_transfer_requests(rights.staff, rights.file_id)
    if active_prompts.is_prompt_active(
        told, [PromptAnswer(one.happened_on, one.recorded_at) for one in asked]
    ):
        return [_to_ask(rights)]
    return [_asked(rights, asked[0])] if asked else []


def _to_ask(rights: FileRights) -> AlertBox:
    action = None
    if Section.SITUATION | Section.LEGAL in rights.writes:
        ask = reverse("screening:ask_transfer", args=[rights.file_id])
        action = ActionLink(_("Ask that the child is moved to protection"), ask)
    text = _("Nobody answers for what others made her or him do. Help goes on whatever is decided.")
    title = _("The child may have been trafficked, and is accused or held")
    return AlertBox(title, text, action, "attend", "shield")


def _asked(rights: FileRights, record: BrokenSafeguard) -> AlertBox:
    see = ActionLink(
        _("See what was answered"), reverse("orders:show_orders", args=[rights.file_id])
    )
    about = [date_format(record.happened_on, "j F Y"), AlertState(record.alert).label]
    title = _("It was asked that the child is moved to protection")
    return AlertBox(title, join_facts(about), see, "calm", "shield")
