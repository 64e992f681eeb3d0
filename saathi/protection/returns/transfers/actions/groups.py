"""Groups of children who travel together: a board of individual transfers (XBR-006)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from saathi.agencies import access, row_proofs, writing
from saathi.agencies.access_log import log_write
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.writing import ChangedMeanwhile
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers import (
    basis_rules,
    group_facts,
    identifying_queries,
    shelter_names,
    step_rules,
)
from saathi.protection.returns.transfers.actions.stages import TransferRefused, require_own_side
from saathi.protection.returns.transfers.models import Transfer, TransferGroup
from saathi.protection.returns.transfers.vocabulary import BEFORE_DEPARTURE, TransferDirection


@transaction.atomic
def create_group(*, group: TransferGroup, actor: Staff) -> TransferGroup:
    """Opens a group of the agency, without children yet. It decides nothing for any child."""
    _require_reader_of_transfers(actor)
    group.agency_id, group.office_id, group.recorded_by = actor.agency_id, actor.office_id, actor.id
    group.from_country = group.from_country or actor.office.country
    reasons = list(_reasons_against_group(group, actor))
    if group.from_country == group.to_country:
        reasons.append(Reason("to_country", _("Choose another country.")))
    if reasons:
        raise TransferRefused(reasons)
    row_proofs.prove_rows([(group, {})], by=actor.id)
    group.save(force_insert=True)
    log_write(group, actor=actor, action="added")
    return group


def _require_reader_of_transfers(actor: Staff) -> None:
    access.require(actor, Permission.WORK_ON_CASE)
    if not group_facts.reads_transfers(actor):
        raise access.NotAllowed


def _reasons_against_group(group: TransferGroup, actor: Staff) -> tuple[Reason, ...]:
    """Why a group cannot be named, planned or based as entered."""
    direction = TransferDirection.OUTGOING
    agreement = group.agreement.countries if group.agreement else None
    basis = basis_rules.BasisFacts(direction, group.from_country, group.to_country, agreement)
    return (
        *step_rules.reasons_against_words({"name": group.name}),
        *step_rules.reasons_against_names({"name": group.name}, shelter_names.names_here(actor)),
        *identifying_queries.reasons_against_group_name(group, actor),
        *basis_rules.reasons_against_planned_day(
            direction, group.planned_on, today=actor.office.today()
        ),
        *basis_rules.reasons_against_basis(basis),
    )


@transaction.atomic
def change_group(
    *, group: TransferGroup, columns: Mapping[str, Any], version: int, actor: Staff
) -> TransferGroup:
    """Changes name, day or agreement of a group; the transfers of its children stay as they are."""
    _require_reader_of_transfers(actor)
    if group.agency_id != actor.agency_id:
        raise access.NotAllowed
    changed = TransferGroup(
        pk=group.pk, from_country=group.from_country, to_country=group.to_country, **columns
    )
    if columns.get("planned_on") == group.planned_on:
        changed.planned_on = None  # only a day that is entered now
    if reasons := _reasons_against_group(changed, actor):
        raise TransferRefused(reasons)
    row_proofs.prove_rows([(group, columns)], by=actor.id)
    rows = TransferGroup.objects.filter(pk=group.pk, version=version)
    if not rows.update(**columns, version=version + 1):
        raise ChangedMeanwhile(group)
    group.refresh_from_db()
    log_write(group, actor=actor, action="changed")
    return group


@transaction.atomic
def add_to_group(
    *, transfer: Transfer, group: TransferGroup | None, version: int, actor: Staff
) -> Transfer:
    """Puts one child's transfer into a group, or takes it out. `TransferRefused` with reasons."""
    require_own_side(actor, transfer)
    reasons = []
    if transfer.state not in BEFORE_DEPARTURE:
        reasons.append(Reason("state", _("This transfer is not being prepared.")))
    if group is not None:
        if group.agency_id != actor.agency_id:
            raise access.NotAllowed
        if (group.from_country, group.to_country) != (transfer.from_country, transfer.to_country):
            reasons.append(Reason("group", _("This group travels between other countries.")))
        if identifying_queries.names_child(group.name, transfer, actor):
            text = _("The name of this group says who the child is. Change the name first.")
            reasons.append(Reason("group", text))
    if reasons:
        raise TransferRefused(reasons)
    return writing.change(transfer, actor=actor, version=version, group=group)


@transaction.atomic
def add_all_to_group(*, transfers: Sequence[Transfer], group: TransferGroup, actor: Staff) -> None:
    """Puts several children's transfers into a group, as each would be put alone."""
    for transfer in transfers:
        add_to_group(transfer=transfer, group=group, version=transfer.version, actor=actor)
