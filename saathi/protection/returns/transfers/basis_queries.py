"""Who prepared a transfer, and on what it is based: the answer, the agreement, the focal points."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.authors import authors_of
from saathi.agencies.models import Staff
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


def ended_basis(transfer: Transfer, on: dt.date) -> list[str]:
    """What was withdrawn from its register or has ended on a day, by the form field of a new choice."""
    agreement = transfer.agreement
    ended = [
        name
        for name in ("our_focal_point", "their_focal_point")
        if (point := getattr(transfer, name)) is not None and point.withdrawn_on is not None
    ]
    if agreement is not None and (
        agreement.withdrawn_on is not None or (agreement.ends_on and agreement.ends_on < on)
    ):
        ended.append("agreement")
    return ended


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
