"""A request leaves on a legal basis, with permission, after the child was asked; its texts tell no one who it is."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from saathi.agencies import writing
from saathi.consent.dependents import find_dependents
from saathi.people.around.models import Relation
from saathi.protection.returns.transfers import request_queries
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.identifying_rules import (
    KnownIdentity,
    reasons_against_diagnoses,
    reasons_against_identifying,
    reasons_against_numbers,
)
from saathi.protection.returns.transfers.models import Transfer, TransferRequest
from tests.factories import borders, rights, transfers
from tests.factories.transfers import TransferCast, fill
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

KNOWN = KnownIdentity(
    case_id="NP-7K3F-92",
    names=["Sita Kumari Thapa", "Munni"],
    persons=["Maya Devi Thapa", "Aunt"],
    telephones=["+977 98-0011 2233"],
)
NAMES = ["names"]


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


@pytest.mark.parametrize(
    ("text", "facts", "is_refused"),
    [
        ("Speaks Maithili; goes to class 6.", [], False),
        ("Sita goes to school.", [], True),
        ("SITA goes to school.", [], True),
        ("She is called munni.", [], True),
        ("Sita goes to school.", NAMES, False),
        ("Lives with Maya Devi Thapa.", [], True),
        ("Lives with her aunt Maya.", [], False),  # one word of a name that many have
        ("Lives with Maya Devi Thapa.", NAMES, False),
        ("Our case NP-7K3F-92.", NAMES, True),
        ("Our case np 7k3f 92.", [], True),
        ("Call 9800112233.", NAMES, True),
        ("Born about 2012-03-01.", [], False),
    ],
)
@pytest.mark.requirement("XBR-010")
def test_texts_do_not_tell_who_the_child_is(text: str, facts: list[str], is_refused: bool) -> None:
    reasons = reasons_against_identifying({"needs": text}, KNOWN, facts=facts)
    assert bool(reasons) is is_refused


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("Call +91 612 222 3344.", True),
        ("Call ९८००११२२३३.", True),
        ("Arrived on 2026-03-01, in class 6.", False),
        ("14 years old, 2 sisters.", False),
    ],
)
def test_texts_have_no_telephone_number(text: str, is_refused: bool) -> None:
    assert bool(reasons_against_numbers({"asks": text})) is is_refused


@pytest.mark.parametrize("text", ["Takes medicine for HIV.", "She is pregnant.", "उनी गर्भवती छिन्"])
def test_texts_name_no_diagnosis(text: str) -> None:
    assert [reason.code for reason in reasons_against_diagnoses({"needs": text})] == ["needs"]


def refused(around: TransferCast, transfer: Transfer, **values: Any) -> set[str]:
    """The codes with which a request is refused."""
    with pytest.raises(TransferRefused) as found:
        transfers.requested(
            around, transfer, with_receiver=False, is_ready="needs" in values, **values
        )
    return {reason.code for reason in found.value.reasons}


def refuse_row(around: TransferCast, transfer: Transfer, match: str, consent: Any) -> None:
    """The database refuses the request, whatever writes it."""
    values = {"sent_on": around.today(), "answer_by": around.today(9), "channel": "focal_point"}
    row = TransferRequest(transfer=transfer, consent=consent, **values, **around.common)
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match=match),
        transaction.atomic(),
    ):
        writing.add(fill(row, needs="", asks="", shared=""), actor=around.worker)


@pytest.mark.requirement("XBR-010")
def test_a_request_with_a_name_or_a_diagnosis_is_refused_at_its_field(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    with acting(around.worker):
        aunt = fill(
            Relation(child=around.child, kind="other", **around.common),
            name="Maya Devi Thapa", child_words="", where="", phone="", note="", why_ended="",
            linked_file="",
        )  # fmt: skip
        writing.add(aunt, actor=around.worker)
    texts = {
        "needs": "Has HIV.",
        "asks": f"Do you know {around.child.code}?",
        "shared": "Looks for Maya Devi Thapa.",
    }
    assert refused(around, transfer, **texts) == {"needs", "asks", "shared"}
    assert not refused_later(around, transfer)


def refused_later(around: TransferCast, transfer: Transfer) -> bool:
    """Whether a request with neutral texts is refused as well."""
    transfers.requested(around, transfers.fresh(transfer, around.worker), with_receiver=False)
    return bool(transfers.stored(transfer).state != "requested")


@pytest.mark.requirement("XBR-009")
def test_a_request_needs_a_legal_basis_for_this_purpose(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    given = transfers.may_be_asked(around, transfer)
    with acting(around.worker):
        tracing = rights.consent(around.child, around.worker, scopes=("tracing",))
        offered = {
            found.pk for found, _label in request_queries.bases_of(around.worker, around.child)
        }
    assert given.pk in offered
    assert tracing.pk not in offered
    for consent in (None, tracing):
        assert refused(around, transfer, consent=consent) == {"consent"}
        refuse_row(around, transfer, "basis", consent)
    transfers.requested(around, transfer, with_receiver=False, is_ready=False, consent=given)


@pytest.mark.requirement("XBR-009")
def test_a_request_needs_the_permission_of_a_supervisor(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.asked(around, transfer)
    given = transfers.consent(around)
    assert refused(around, transfer, consent=given) == {"screening"}
    refuse_row(around, transfer, "permission", given)
    transfers.permitted(around, "BGD", given)  # of another country
    assert refused(around, transfer, consent=given) == {"screening"}
    transfers.permitted(around, "IND", given)
    transfers.requested(around, transfer, with_receiver=False, is_ready=False, consent=given)


@pytest.mark.requirement("XBR-004")
def test_a_request_follows_the_view_of_the_child(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    given = transfers.consent(around)
    transfers.permitted(around, "IND", given)
    assert refused(around, transfer, consent=given) == {"child_view"}
    refuse_row(around, transfer, "not_asked", given)
    transfers.asked(around, transfer, wish="does_not")
    assert refused(around, transfer, consent=given) == {"child_view"}
    refuse_row(around, transfer, "refuses", given)


def test_a_request_in_this_system_needs_its_receiver_and_a_day_after_it(
    around: TransferCast,
) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    values = {"needs": "", "channel": "here", "answer_by": around.today(-1)}
    assert refused(around, transfer, **values) == {"receiver", "answer_by"}
    given = transfers.may_be_asked(around, transfer)
    row = {"sent_on": around.today(), "answer_by": around.today(-1), "channel": "focal_point"}
    record = TransferRequest(transfer=transfer, consent=given, **row, **around.common)
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="before the request"),
        transaction.atomic(),
    ):
        writing.add(fill(record, needs="", asks="", shared=""), actor=around.worker)


def test_the_same_request_is_not_sent_twice_while_it_waits(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.requested(around, transfer, with_receiver=False)
    again = transfers.fresh(transfer, around.worker)
    assert refused(around, again, needs="Speaks Maithili; goes to class 6.") == {"asks"}
    transfers.requested(around, again, with_receiver=False, asks="Is there an aunt?")


def test_the_answer_is_due_within_the_days_of_the_protocol(around: TransferCast) -> None:
    borders.protocol(around.worker, answer_days="7")
    transfers.screened(around)
    request = transfers.requested(around, transfers.opened(around), with_receiver=False)
    assert request.answer_by == around.today(7)


@pytest.mark.requirement("XBR-009")
def test_the_form_offers_what_the_protocol_allows_and_the_sender_sees_the_receiver(
    around: TransferCast,
) -> None:
    borders.protocol(around.worker, may_go="age, languages")
    transfers.screened(around)
    transfer = transfers.opened(around)
    client = signed_in(around.worker)
    ids = [around.case.file_id, transfer.pk]
    form = client.get(reverse("transfers:send_request", args=ids))
    content = form.content.decode()
    assert 'value="languages"' in content
    assert 'value="names"' not in content
    transfers.requested(around, transfer)
    page = client.get(reverse("transfers:show_transfer", args=ids))
    assert around.receiver.name in page.content.decode()


def test_facts_need_a_legal_basis_and_stop_with_it(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    shares = {"facts": ["age"], "shared": "About 14 years old"}
    with pytest.raises(TransferRefused) as refused:
        transfers.requested(around, transfer, **shares, consent=None)
    assert {reason.code for reason in refused.value.reasons} == {"consent"}
    consent = transfers.consent(around)
    transfers.requested(around, transfer, consent=consent, **shares)
    with acting(around.supervisor):
        [dependent] = find_dependents(consent.pk, actor=around.supervisor)
        assert "India" in dependent.description
        dependent.stop(around.today())
    kept = transfers.stored(transfer)
    assert (kept.state, kept.stopped_by) == ("stopped", "consent")
