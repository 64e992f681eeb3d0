"""What comes first at a stage of a transfer: what is missing, a visit that is due, who can authorise."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.join_words import join_words
from saathi.infra.reasons import Reason
from saathi.people import record_screens as kit
from saathi.protection.returns.transfers import basis_queries
from saathi.protection.returns.transfers.authoriser_queries import (
    possible_authorisers,
    reasons_against_authoriser,
)
from saathi.protection.returns.transfers.authoriser_rules import reasons_not_to_decide
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.received_queries import REPORTING, with_next_report
from saathi.protection.returns.transfers.received_wording import IN_DANGER, NEXT_REPORT
from saathi.protection.returns.transfers.safety_wording import NOT_SAFE_TEXTS
from saathi.protection.returns.transfers.vocabulary import TransferState

# What is settled before anything else: protection, the decision, the child’s safety and view.
FIRST_CODES: Final = (
    "screening",
    "best_interests",
    "order",
    "safety_origin",
    "safety_movement",
    "safety_destination",
    "child_view",
)


def first_missing(state: TransferState, missing: Sequence[Reason]) -> Reason | None:
    """The most important of what is missing, if it comes before the usual step of this stage.

    An open need for protection always does, then what was assessed as not safe; after the
    authorisation everything but the child’s last word, which is asked shortly before the departure.
    """
    known = {reason.code: reason for reason in reversed(missing)}
    for reason in missing:
        if reason.text in NOT_SAFE_TEXTS:
            return known.get("screening", reason)
    if state != TransferState.AUTHORISED:
        return known.get("screening")
    known.pop("last_view", None)
    ordered = [known[code] for code in FIRST_CODES if code in known]
    return next(iter([*ordered, *known.values()]), None)


def report_row(reader: Staff, transfer: Transfer) -> kit.PanelRow | None:
    """The visit or report that is due next, and for how long it is overdue; None if none is."""
    if transfer.state not in REPORTING:
        return None
    next_report = with_next_report(access.visible(reader, Transfer).filter(pk=transfer.pk)).first()
    due_on, kind = getattr(next_report, "due_on", None), getattr(next_report, "next_report", "")
    if due_on is None or kind not in NEXT_REPORT:
        return None
    late = (reader.office.today() - due_on).days
    state = ""
    if late > 0:
        state = ngettext("%(count)s day overdue", "%(count)s days overdue", late) % {"count": late}
    due = kit.LabelledValue(_("Due"), kit.format_day(due_on))
    danger = getattr(next_report, "danger", "")
    text = IN_DANGER if danger else NEXT_REPORT[kind]
    return kit.PanelRow(text, pairs=[due], state=state, is_urgent=bool(danger) or late > 0)


def authoriser_pairs(reader: Staff, transfer: Transfer) -> list[kit.LabelledValue]:
    """Of a transfer that awaits authorisation: who can authorise it, and why this supervisor cannot."""
    if transfer.state != TransferState.SUBMITTED:
        return []
    names = [each.name for each in possible_authorisers(transfer, reader)]
    nobody = _("No supervisor of the office or of the office above it who did not prepare it.")
    who = kit.LabelledValue(_("Can authorise"), join_words(names) if names else str(nobody))
    if not access.has_permission(reader, Permission.APPROVE):
        return [who]
    reasons = reasons_not_to_decide(
        TransferState(transfer.state),
        authors=basis_queries.authors_of_transfer(transfer),
        by=reader.pk,
    )
    reasons = reasons or reasons_against_authoriser(transfer, reader)
    why = [kit.LabelledValue(_("Why you cannot"), gettext(each.text)) for each in reasons[:1]]
    return [who, *why]
