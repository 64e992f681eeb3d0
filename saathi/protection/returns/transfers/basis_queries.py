"""Who prepared a transfer, and on what it is based: the answer, the agreement, the focal points."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.authors import authors_of
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.models import RegisterEntry
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.policy.agreements.vocabulary import AgreementStage, FocalPointFunction
from saathi.protection.returns.transfers import basis_rules, evidence_rules
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.models import Transfer, TransferAnswer, TransferRequest


def authors_of_transfer(transfer: Transfer) -> frozenset[UUID | None]:
    """Whoever opened, changed or submitted a transfer, or recorded its preparation: they do not decide."""
    return authors_of(transfer) | {transfer.submitted_by}


def counting_answer(transfer: Transfer, reader: Staff) -> TransferAnswer | None:
    """The answer of the other country that counts since the newest request."""
    answers = access.visible(reader, TransferAnswer).filter(transfer=transfer)
    requests = access.visible(reader, TransferRequest).filter(transfer=transfer)
    return answer_of(
        transfer,
        answers.order_by("answered_on", "recorded_at", "pk"),
        requests.order_by("sent_on", "recorded_at", "pk"),
    )


def answer_of(
    transfer: Transfer, answers: Iterable[TransferAnswer], requests: Iterable[TransferRequest]
) -> TransferAnswer | None:
    """Which of these answers counts; the newest request is the last."""
    asked = [request.recorded_at for request in requests]
    return evidence_rules.counting_answer(
        list(answers), requested_at=asked[-1] if asked else None, receiver=transfer.receiver_id
    )


def unusable_basis(transfer: Transfer, on: dt.date) -> list[str]:
    """What a transfer on this day cannot be based on, by the form field where another is chosen.

    An agreement counts while it is in force, a focal point while it is the national one; of both, a
    second person has seen the present content.
    """
    unusable = [
        name
        for name in ("our_focal_point", "their_focal_point")
        if (point := getattr(transfer, name)) is not None
        and not basis_rules.is_usable_focal_point(
            FocalPointFunction(point.function), is_confirmed=_is_confirmed(point)
        )
    ]
    agreement = transfer.agreement
    if agreement is not None and not basis_rules.is_agreement_in_force(
        basis_rules.AgreementTimes(
            AgreementStage(agreement.stage), agreement.in_force_from, agreement.ends_on
        ),
        on=on,
        is_confirmed=_is_confirmed(agreement),
    ):
        unusable.append("agreement")
    return unusable


def _is_confirmed(entry: RegisterEntry) -> bool:
    """Whether an entry is published, and a second person has seen its present content."""
    return entry.state == EntryState.PUBLISHED and not entry.has_unseen_content


def basis_facts(transfer: Transfer) -> basis_rules.BasisFacts:
    """The countries of a transfer, and those of its agreement and focal points."""
    ours, theirs = transfer.our_focal_point, transfer.their_focal_point
    return basis_rules.BasisFacts(
        codes.TransferDirection(transfer.direction),
        transfer.from_country,
        transfer.to_country,
        agreement=transfer.agreement.countries if transfer.agreement else None,
        our_focal_point=ours.country if ours else "",
        their_focal_point=theirs.country if theirs else "",
    )
