"""What is recorded of a child that no text for the other country says."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.sections import Section
from saathi.infra.reasons import Reason
from saathi.people.around.models import AllegedPerpetrator, Relation
from saathi.people.names import names_in_payload
from saathi.protection.returns.transfers import crossing_texts, queries, shelter_names, step_rules
from saathi.protection.returns.transfers.identifying_rules import (
    KnownIdentity,
    distinct_reasons,
    reasons_against_diagnoses,
    reasons_against_identifying,
    reasons_against_numbers,
)
from saathi.protection.returns.transfers.models import Transfer, TransferGroup, TransferRequest
from saathi.vault import store as vault


def known_identity(transfer: Transfer, actor: Staff) -> KnownIdentity:
    """The names, case ID and numbers of the child, and the people in the file that the actor may read."""
    child = transfer.child
    opened = vault.open(child)
    relations = list(access.visible(actor, Relation).filter(child=child))
    alleged = list(access.visible(actor, AllegedPerpetrator).filter(child=child))
    records.open_texts_of_each([*relations, *alleged])
    numbers = opened.get("phones", "")
    numbers = [numbers] if isinstance(numbers, str) else [str(number) for number in numbers]
    return KnownIdentity(
        case_id=child.code,
        names=[name.text for name in names_in_payload(opened)],
        persons=[*(person.name for person in relations), *(person.name for person in alleged)],
        telephones=[*numbers, *(person.phone for person in relations)],
    )


def reasons_against_request_texts(request: TransferRequest, actor: Staff) -> tuple[Reason, ...]:
    """Why the texts of a request cannot go to the other country."""
    texts = crossing_texts.texts_of(request, crossing_texts.TEXTS_OF_REQUEST)
    known = known_identity(request.transfer, actor)
    return distinct_reasons(
        (
            *reasons_against_identifying(texts, known, facts=request.facts),
            *reasons_against_numbers(texts),
            *reasons_against_diagnoses(texts),
            *step_rules.reasons_against_names(texts, shelter_names.names_here(actor)),
            *step_rules.reasons_against_words(texts),
        )
    )


def reasons_against_crossing(
    texts: Mapping[str, str], transfer: Transfer, actor: Staff
) -> tuple[Reason, ...]:
    """Why texts that both sides read cannot be saved; the receiver does not read who the child is."""
    reasons = (*reasons_against_diagnoses(texts), *step_rules.reasons_against_words(texts))
    if access.may_write(actor, transfer.file_id, Section.LEGAL):
        # Who cares for the child abroad is named: other people of the file are not looked for here.
        known = replace(known_identity(transfer, actor), persons=())
        request = queries.newest_request(transfer, actor)
        reasons += reasons_against_identifying(texts, known, facts=request.facts if request else ())
        reasons += step_rules.reasons_against_names(texts, shelter_names.names_here(actor))
    return distinct_reasons(reasons)


def names_child(group_name: str, transfer: Transfer, actor: Staff) -> bool:
    """Whether the name of a group says who the child of a transfer is."""
    return bool(reasons_against_identifying({"name": group_name}, known_identity(transfer, actor)))


def reasons_against_group_name(group: TransferGroup, actor: Staff) -> tuple[Reason, ...]:
    """Why a group is not named so: staff who read no file of its children read the name."""
    texts = {"name": group.name}
    children = access.visible(actor, Transfer).filter(group=group.pk).select_related("child")
    known = [known_identity(transfer, actor) for transfer in children]
    results = [reason for each in known for reason in reasons_against_identifying(texts, each)]
    return distinct_reasons(
        (*reasons_against_numbers(texts), *reasons_against_diagnoses(texts), *results)
    )


def reasons_against_our_news(
    record: Scoped, names: Iterable[str], transfer: Transfer, actor: Staff
) -> tuple[Reason, ...]:
    """Why a record of ours that the receiver reads cannot be saved as worded; theirs is never refused."""
    if transfer.receiver_id is None or not access.may_write(actor, transfer.file_id, Section.LEGAL):
        return ()
    return reasons_against_crossing(crossing_texts.texts_of(record, names), transfer, actor)
