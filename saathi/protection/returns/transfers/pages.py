"""A transfer in words: its title, its stages with their days, and the lines of its records."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Office, Scoped
from saathi.agencies.record_kit.rows import format_day, format_field, format_moment, labelled_values
from saathi.agencies.record_origins import record_kinds
from saathi.people.panels import Panel, PanelRow
from saathi.people.record_screens.page_content import record_row
from saathi.protection.returns.transfers.countries import country_name, way_text
from saathi.protection.returns.transfers.journey_rules import is_late_visit
from saathi.protection.returns.transfers.local_times import moment_on_both_sides
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferHandover,
    TransferJourney,
    TransferReceipt,
    TransferView,
)
from saathi.protection.returns.transfers.vocabulary import TransferDirection, TransferState
from saathi.web.components import LabelledValue, ProgressStep, Text, join_facts

# The stages that the line shows; a transfer that awaits authorisation is at the one before it.
STAGES = (
    TransferState.CONSIDERED,
    TransferState.REQUESTED,
    TransferState.ACCEPTED,
    TransferState.AUTHORISED,
    TransferState.TRAVELLING,
    TransferState.HANDED_OVER,
    TransferState.RECEIVED,
    TransferState.FOLLOWED_UP,
)
ENDS = (TransferState.REFUSED, TransferState.STOPPED)


@dataclass(frozen=True)
class StagePanel(Panel):
    """The stages of a transfer, as a line."""

    steps: Sequence[ProgressStep] = ()
    template: str = field(default="transfers/_stages.html", kw_only=True)


def transfer_title(transfer: Transfer) -> str:
    """The reference and both countries. Nothing about the child."""
    return join_facts([transfer.reference, way_text([transfer.from_country, transfer.to_country])])


def days_text(transfer: Transfer, today: dt.date) -> str:
    """For how many days the transfer has been at its stage."""
    days = max((today - transfer.state_since).days, 0)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def stage_line(
    transfer: Transfer, reached: Mapping[TransferState, dt.date | None], today: dt.date
) -> list[ProgressStep]:
    """The stages with the days on which they were reached."""
    state = TransferState(transfer.state)
    is_submitted = state == TransferState.SUBMITTED
    place = _place(state, reached)
    steps = []
    for number, stage in enumerate(STAGES):
        is_now = number == place and state not in {*ENDS, TransferState.ENDED}
        when = format_day(reached.get(stage)) if number <= place else ""
        tag: Text = ""
        if is_now and is_submitted:  # the day of the acceptance stays; the wait is for the decision
            tag = join_facts([TransferState.SUBMITTED.label, days_text(transfer, today)])
        elif is_now:
            when = join_facts([format_day(transfer.state_since), days_text(transfer, today)])
        kind = "now" if is_now else "done" if number <= place else "ahead"
        if kind == "done" and _is_unrecorded_handover(transfer, stage, reached):
            kind, tag = "ahead", _("not recorded")
        steps.append(ProgressStep(stage.label, when, kind, tag))  # type: ignore[arg-type]
    return steps


def _is_unrecorded_handover(
    transfer: Transfer, stage: TransferState, reached: Mapping[TransferState, dt.date | None]
) -> bool:
    """Whether our side has not recorded the handover of a child who arrived."""
    is_ours = transfer.direction == TransferDirection.OUTGOING
    return is_ours and stage == TransferState.HANDED_OVER and not reached.get(stage)


def _place(state: TransferState, reached: Mapping[TransferState, dt.date | None]) -> int:
    """The number of the last stage that was reached."""
    if state == TransferState.ENDED:
        return len(STAGES) - 1
    if state == TransferState.SUBMITTED:
        return STAGES.index(TransferState.ACCEPTED)
    if state in ENDS:
        return max((number for number, stage in enumerate(STAGES) if reached.get(stage)), default=0)
    return STAGES.index(state)


def known_values(record: models.Model, names: str) -> list[LabelledValue]:
    """The fields of a record that have a value, with their labels."""
    return [pair for pair in labelled_values(record, names) if pair.text]


def basics(transfer: Transfer, **links: str) -> list[LabelledValue]:
    """What a transfer is: kind, countries, partner, plan; `links` give the addresses of registers."""
    pairs = [
        LabelledValue(_("Countries"), way_text([transfer.from_country, transfer.to_country])),
        LabelledValue(_("Countries of the child’s way"), way_text(transfer.chain)),
        *known_values(transfer, "kind direction partner planned_on"),
        LabelledValue(_("Leg"), str(transfer.leg) if transfer.leg > 1 else ""),
        LabelledValue(
            _("Agreement"),
            transfer.agreement.title if transfer.agreement else "",
            missing=_("not recorded"),
            url=links.get("agreement", "") if transfer.agreement else "",
        ),
        _office(_("Our national focal point"), transfer.our_focal_point),
        _office(_("Focal point of the other country"), transfer.their_focal_point),
        LabelledValue(_("Colleague of the receiving agency"), _receiver(transfer)),
        LabelledValue(
            _("Group"),
            join_facts(filter(None, [transfer.group.name, format_day(transfer.group.planned_on)]))
            if transfer.group
            else "",
            url=links.get("group", "") if transfer.group else "",
        ),
        *known_values(transfer, "authority_paper decided_on"),
    ]
    return [pair for pair in pairs if pair.text or pair.missing]


def _receiver(transfer: Transfer) -> str:
    receiver = transfer.receiver
    return join_facts([receiver.name, receiver.office.name]) if receiver else ""


def _office(term: Text, point: Any) -> LabelledValue:
    text = join_facts([country_name(point.country), point.office]) if point else ""
    return LabelledValue(term, text, missing=_("not recorded"))


JOURNEY_FIELDS = (
    "crossing route escort escort_screening escort_choice language fitness care_on_way telephone "
    "child_told_on belongings"
)


def journey_times(journey: TransferJourney, transfer: Transfer) -> list[LabelledValue]:
    """The times of a journey by the clocks of both countries."""
    return [
        LabelledValue(_("Departure"), moment_on_both_sides(journey.departs_at, transfer)),
        LabelledValue(_("Border crossing"), moment_on_both_sides(journey.crosses_at, transfer)),
        LabelledValue(_("Arrival"), moment_on_both_sides(journey.arrives_at, transfer)),
    ]


def journey_pairs(journey: TransferJourney, transfer: Transfer) -> list[LabelledValue]:
    """The plan of a journey with its times by the clocks of both countries."""
    times = journey_times(journey, transfer)
    pairs = labelled_values(journey, [*times, *JOURNEY_FIELDS.split()])
    return [pair for pair in pairs if pair.text or pair.missing]


def handover_pairs(handover: TransferHandover, transfer: Transfer) -> list[LabelledValue]:
    """A handover, without what the child said."""
    at = LabelledValue(
        _("Date and time of the handover"), moment_on_both_sides(handover.handed_over_at, transfer)
    )
    return [at, *known_values(handover, HANDOVER_FIELDS)]


HANDOVER_FIELDS = "place given_by received_by identity presence condition papers belongings"


def view_pairs(view: TransferView, office: Office, *, reads_words: bool) -> list[LabelledValue]:
    """One answer of the child, without the child's words."""
    at = LabelledValue(_("Date and time"), format_moment(view.asked_at, office))
    names = "asked_by why_not_asked reply" if reads_words else "asked_by why_not_asked"
    return [at, *known_values(view, names)]


def stage_text(transfer: Transfer) -> str:
    """The stage in words."""
    return str(format_field(transfer, "state"))


RECEIPT_FIELDS = "received_on received_by worker first_visit_on condition complete"


def addresses(transfer: Transfer) -> dict[str, str]:
    """The addresses of the agreement and the group of a transfer."""
    results = {}
    if transfer.agreement_id:
        results["agreement"] = reverse("agreements:show_agreement", args=[transfer.agreement_id])
    if transfer.group_id:
        results["group"] = reverse("transfers:show_group", args=[transfer.group_id])
    return results


def record_name(record: Scoped) -> Text:
    """The name of a kind of record, as pages say it."""
    return record_kinds()[type(record)].label


PLACEMENT_FIELDS = (
    "place visited_on visited_by worker first_visit_on school_health support why_facility"
)


def received_basics(transfer: Transfer) -> list[LabelledValue]:
    """What the receiving side reads of a transfer: not the decision behind it."""
    countries = way_text([transfer.from_country, transfer.to_country])
    office = transfer.file.office
    return [
        LabelledValue(_("Countries"), countries),
        *known_values(transfer, "kind planned_on"),
        LabelledValue(_("Sending office"), join_facts([office.name, office.agency.name])),
        _office(_("Focal point of the sending country"), transfer.our_focal_point),
        _office(_("National focal point"), transfer.their_focal_point),
    ]


def way_of(legs: Sequence[Transfer]) -> LabelledValue:
    """The countries of the child's way: as recorded, or those of the legs in order."""
    recorded = next((leg.chain for leg in legs if leg.chain), [])
    codes = recorded or [legs[0].from_country, *(leg.to_country for leg in legs)]
    return LabelledValue(_("Countries of the child’s way"), way_text(codes))


def receipt_row(receipt: TransferReceipt) -> PanelRow:
    """The receipt, marked if the first visit is planned later than 72 hours after the arrival."""
    row = record_row(receipt, known_values(receipt, RECEIPT_FIELDS), title=_("Receipt"))
    if not is_late_visit(receipt.received_on, receipt.first_visit_on):
        return row
    return replace(row, state=_("First visit later than 72 hours"), is_urgent=True)
