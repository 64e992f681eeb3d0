"""Alerts with the next step if a possibly trafficked child is still accused or detained.

Shown only on screening pages: results of screenings stay there, and no help waits for them.
"""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.access import FileRights
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.decisions.orders import queries as order_queries
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.decisions.orders.vocabulary import SafeguardAlertState
from saathi.protection.identification.screening import active_prompts, prompts
from saathi.protection.identification.screening.active_prompts import PromptAnswer
from saathi.protection.identification.screening.vocabulary import MisidentificationKind
from saathi.web.components import ActionLink, AlertBox, join_facts


def presumed_trafficking_alerts(rights: FileRights, child: Child | None) -> list[AlertBox]:
    """The next step if trafficking is presumed or verified; for readers of decisions."""
    if child is None or not rights.may_read(Section.LEGAL):
        return []
    return (
        accused_child_alerts(rights)
        if order_queries.is_trafficking_presumed(rights.staff, child)
        else []
    )


def accused_child_alerts(rights: FileRights) -> list[AlertBox]:
    """The next step for a child recorded as an offender: request the move to protection.

    If a request was made, it is shown instead, until new evidence is recorded.
    """
    if not rights.may_read(Section.LEGAL):
        return []
    evidence = prompts.list_prompt_evidence(rights, MisidentificationKind.OFFENDER)
    transfer_requests = order_queries.list_transfer_requests(rights.staff, rights.file_id)
    if active_prompts.is_prompt_active(
        evidence,
        [
            PromptAnswer(transfer.happened_on, transfer.recorded_at)
            for transfer in transfer_requests
        ],
    ):
        return [_to_ask(rights)]
    return [_asked(rights, transfer_requests[0])] if transfer_requests else []


def _to_ask(rights: FileRights) -> AlertBox:
    action = None
    if Section.SITUATION | Section.LEGAL in rights.writes:
        ask = reverse("screening:request_protection_transfer", args=[rights.file_id])
        action = ActionLink(_("Request the child’s move to protection"), ask)
    text = _(
        "A child is not responsible for acts that others made them do. Help continues "
        "whatever the decision."
    )
    title = _("The child may have been trafficked and is accused or detained")
    return AlertBox(title, text, action, "attend", "shield")


def _asked(rights: FileRights, record: BrokenSafeguard) -> AlertBox:
    see = ActionLink(_("View the response"), reverse("orders:show_orders", args=[rights.file_id]))
    about = [date_format(record.happened_on, "j F Y"), SafeguardAlertState(record.alert).label]
    title = _("The child’s move to protection was requested")
    return AlertBox(title, join_facts(about), see, "calm", "shield")
