"""A referral to a service in another country: as other contact with that country."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from saathi.agencies import records, writing
from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.services.abroad_rules import LACKS_ABROAD
from saathi.protection.casework.services.actions.referring import (
    ReferralFollowUpInput,
    ReferralInput,
    ReferralNotPermitted,
    create_referral_from_report,
    follow_up_referral,
    record_referral_sent,
)
from saathi.protection.casework.services.models import Referral, Service
from saathi.protection.casework.services.vocabulary import (
    ChildReferralAnswer,
    ReferralSentBy,
    ReferralState,
    ReferralUrgency,
    ServiceKind,
)
from tests.factories import agencies, helps, protection, reports, rights
from tests.protection.casework.services.referral_pages import OFFER, address
from tests.reading import post, refused, signed_in
from tests.roles import acting

pytestmark = pytest.mark.django_db
NAMES = {"facts": ["names", "age"]}


@pytest.fixture
def abroad(supervisor: Staff) -> Service:
    return helps.service(supervisor, country="IND", district="")


def screen(child: Child, worker: Staff, **found: Any) -> None:
    with acting(worker):
        protection.screened(Case.objects.get(child=child), worker, **found)


def permit(child: Child, worker: Staff, supervisor: Staff, **asks: Any) -> None:
    with acting(worker):
        asked = protection.asked(Case.objects.get(child=child), worker, **asks)
    with acting(supervisor):
        protection.permit(asked, supervisor)


def refer(child: Child, worker: Staff, service: Service, **typed: Any) -> str:
    """What the form answers to a referral that shares the name."""
    with acting(worker):
        consent = rights.consent(child, worker, scopes=("education",))
    sent = OFFER | {"shared": ["name", "need"], "consent": str(consent.pk)} | typed
    return refused(worker, address("offer_service", child, service.pk), sent)


def plain(child: Child | None, worker: Staff, service: Service | None, **columns: Any) -> Referral:
    """A referral that no action has seen."""
    usual = {
        "kind": "vocational", "urgency": "soon", "offered_on": worker.office.today(),
        "answer_by": worker.office.today(), "child_answer": "yes", "shared": ["name", "need"],
        "papers": "not_known",
    }  # fmt: skip
    if child is not None:
        usual["file_id"] = child.file_id
    return Referral(child=child, service=service, **(usual | columns))


def write_plainly(child: Child, worker: Staff, service: Service | None, **columns: Any) -> None:
    """The same as the web role, with a proof but without the action."""
    record = plain(child, worker, service, **columns)
    with (
        acting(worker),
        pytest.raises(IntegrityError, match="not to this country"),
        transaction.atomic(),
    ):
        writing.add(record, actor=worker, payload={"need": "Sewing"})


def text_of(code: str) -> str:
    return LACKS_ABROAD[code][1]


@pytest.mark.requirement("INT-002")
def test_no_child_is_referred_abroad_before_the_screening(
    child: Child, worker: Staff, abroad: Service
) -> None:
    assert text_of("screening") in refer(child, worker, abroad)
    write_plainly(child, worker, abroad)
    write_plainly(child, worker, abroad, shared=["code", "need"])


@pytest.mark.requirement("INT-002")
def test_a_sign_closes_services_of_the_country_of_origin(
    child: Child, worker: Staff, abroad: Service
) -> None:
    with acting(worker):
        protection.sign(Case.objects.get(child=child), worker, screened_on=worker.office.today())
    assert text_of("screening") in refer(child, worker, abroad)
    write_plainly(child, worker, abroad)


@pytest.mark.requirement("INT-002")
def test_only_what_was_permitted_is_shared_with_a_service_of_origin(
    child: Child, worker: Staff, supervisor: Staff, abroad: Service
) -> None:
    screen(child, worker)
    assert text_of("permission") in refer(child, worker, abroad)
    permit(child, worker, supervisor)  # age and gender
    assert text_of("permission") in refer(child, worker, abroad)
    write_plainly(child, worker, abroad)
    permit(child, worker, supervisor, **NAMES)
    assert text_of("never") in refer(child, worker, abroad, shared=["name", "happened"])
    write_plainly(child, worker, abroad, shared=["name", "happened"])
    with acting(worker):
        consent = rights.consent(child, worker, scopes=("education",))
    sent = OFFER | {"shared": ["name", "need"], "consent": str(consent.pk)}
    assert "Child’s consent" in post(worker, address("offer_service", child, abroad.pk), sent)


@pytest.mark.requirement("INT-002")
def test_the_need_says_nothing_of_exploitation_or_of_the_shelter(
    child: Child, worker: Staff, supervisor: Staff, abroad: Service
) -> None:
    screen(child, worker)
    permit(child, worker, supervisor, **NAMES)
    helps.service(supervisor, name="Asha Niwas", kinds=["shelter"])
    for need in ("She was trafficked to a brothel.", "She lives in Asha Niwas."):
        assert "Remove the" in refer(child, worker, abroad, need=need)


def test_a_child_who_does_not_want_it_is_recorded_and_not_referred(
    child: Child, worker: Staff, supervisor: Staff, abroad: Service
) -> None:
    screen(child, worker)
    permit(child, worker, supervisor, **NAMES)
    assert text_of("not_asked") in refer(child, worker, abroad, child_answer="not_asked")
    write_plainly(child, worker, abroad, child_answer="not_asked")
    write_plainly(child, worker, abroad, child_answer="no")
    path = address("offer_service", child, abroad.pk)
    assert "does not want" in post(worker, path, OFFER | {"child_answer": "no"})


def test_strangers_do_not_ask_what_is_missing(child: Child) -> None:
    with (
        acting(agencies.staff("case_worker")),
        pytest.raises(Exception, match="not yours to refer"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT referral_asked_abroad(%s, 'IND', '{name}', 'yes')", [child.file_id])


# --- a service that is not in the directory ----------------------------------------------------------


def refer_by_name(child: Child, worker: Staff, **typed: Any) -> str:
    """What the form answers to a referral to a service named in words."""
    sent = OFFER | {"to_whom": "Clinic of Dr Rao", "kind": "health"} | typed
    return refused(worker, address("offer_unlisted_service", child), sent)


@pytest.mark.requirement("INT-002")
def test_a_service_named_in_words_is_in_a_country_that_is_chosen(
    child: Child, worker: Staff
) -> None:
    page = signed_in(worker).get(address("offer_unlisted_service", child)).content.decode()
    assert not re.search(r'<option value="[A-Z]{3}" selected', page)
    assert "This field is required" in refer_by_name(child, worker, country="")
    with (
        acting(worker),
        pytest.raises(IntegrityError, match="in no country"),
        transaction.atomic(),
    ):
        writing.add(plain(child, worker, None), actor=worker, payload={"need": "Sewing"})


@pytest.mark.requirement("INT-002")
def test_a_service_abroad_named_in_words_asks_the_screening(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    for there in ("IND", "ZZZ"):
        assert text_of("screening") in refer_by_name(child, worker, country=there)
        write_plainly(child, worker, None, country=there)
    screen(child, worker)
    assert text_of("permission") in refer_by_name(child, worker, country="IND", shared=["name"])
    write_plainly(child, worker, None, country="IND")
    permit(child, worker, supervisor, **NAMES)
    assert text_of("not_asked") in refer_by_name(
        child, worker, country="IND", child_answer="not_asked"
    )
    sent = OFFER | {"to_whom": "Clinic of Dr Rao", "kind": "health", "country": "IND"}
    page = post(worker, address("offer_unlisted_service", child), sent)
    assert "Clinic of Dr Rao" in page
    assert "India" in page


def test_within_the_country_a_service_named_in_words_asks_no_screening(
    child: Child, worker: Staff
) -> None:
    sent = OFFER | {"to_whom": "The old tailor", "kind": "livelihood"}
    assert "The old tailor" in post(worker, address("offer_unlisted_service", child), sent)


@pytest.mark.requirement("INT-002")
def test_the_family_of_a_report_is_not_referred_abroad(worker: Staff) -> None:
    """No child was screened: first comes the child's file."""
    report = reports.report(worker)
    data = ReferralInput(
        kind=ServiceKind.LIVELIHOOD, urgency=ReferralUrgency.SOON, shared=("need",),
        offered_on=worker.office.today(), country="IND", texts={"to_whom": "Group", "need": "Goats"},
    )  # fmt: skip
    for country, text in (("IND", "another country"), ("", "Choose the country")):
        with acting(worker), pytest.raises(ReferralNotPermitted) as refusal:
            create_referral_from_report(
                report=report, data=replace(data, country=country), actor=worker
            )
        assert [text in reason.text for reason in refusal.value.reasons] == [True]
    record = plain(child=None, worker=worker, service=None, country="IND", file_id=report.file_id)
    with acting(worker), pytest.raises(IntegrityError, match="not to this"), transaction.atomic():
        writing.add(record, actor=worker, payload={"need": "Goats"})


# --- the letter, sending, and offering again -----------------------------------------------------------


def follow(referral: Referral, worker: Staff, state: str, **columns: Any) -> None:
    data = ReferralFollowUpInput(
        state=ReferralState(state), child_answer=ChildReferralAnswer.YES,
        answered_on=worker.office.today(), began_on=worker.office.today(), **columns,
    )  # fmt: skip
    with acting(worker):
        stored = Referral.objects.get(pk=referral.pk)
        follow_up_referral(
            referral=stored, data=data, earlier_texts=records.open_texts(stored),
            version=stored.version, actor=worker,
        )  # fmt: skip


def declined(child: Child, worker: Staff, abroad: Service, need: str) -> Referral:
    """The child says no, without a legal basis: recorded whatever the gate says."""
    sent = OFFER | {"child_answer": "no", "need": need}
    post(worker, address("offer_service", child, abroad.pk), sent)
    with acting(worker):
        return Referral.objects.get(child=child)


@pytest.mark.requirement("INT-002")
def test_a_no_is_no_way_past_the_gate(
    child: Child, worker: Staff, supervisor: Staff, abroad: Service
) -> None:
    """The attacker's way: offered with a no, the letter printed, then accepted and attended."""
    with acting(worker):
        protection.sign(Case.objects.get(child=child), worker, screened_on=worker.office.today())
    referral = declined(child, worker, abroad, "She was trafficked to a brothel.")
    letter = signed_in(worker).get(address("print_referral", child, referral.pk), follow=True)
    page = letter.content.decode()
    assert letter.redirect_chain
    assert text_of("refuses") in page
    assert text_of("screening") in page
    for state in ("accepted", "attended", "offered"):
        with pytest.raises(ReferralNotPermitted) as refusal:
            follow(referral, worker, state)
        said = {reason.text for reason in refusal.value.reasons}
        assert text_of("screening") in said
        assert any("Remove the" in text for text in said)
        with acting(worker):
            stored = Referral.objects.get(pk=referral.pk)
            with pytest.raises(IntegrityError, match="not to this"), transaction.atomic():
                writing.change(stored, actor=worker, state=state, child_answer="yes")


@pytest.mark.requirement("INT-002")
def test_a_service_abroad_is_informed_only_as_the_gate_allows_then(
    child: Child, worker: Staff, supervisor: Staff, abroad: Service
) -> None:
    screen(child, worker)
    permit(child, worker, supervisor, **NAMES)
    with acting(worker):
        consent = rights.consent(child, worker, scopes=("education",))
    sent = OFFER | {"shared": ["name", "need"], "consent": str(consent.pk)}
    post(worker, address("offer_service", child, abroad.pk), sent)
    with acting(worker):
        referral = Referral.objects.get(child=child)
    path = address("print_referral", child, referral.pk)
    assert signed_in(worker).get(path).status_code == 200
    with acting(worker):
        protection.sign(Case.objects.get(child=child), worker, screened_on=worker.office.today())
    assert signed_in(worker).get(path).status_code == 302
    today = worker.office.today()
    with acting(worker):
        stored = Referral.objects.get(pk=referral.pk)
        with pytest.raises(ReferralNotPermitted):
            record_referral_sent(
                referral=stored, sent_how=ReferralSentBy.LETTER, sent_on=today,
                version=stored.version, actor=worker,
            )  # fmt: skip
        with pytest.raises(IntegrityError, match="not to this country"), transaction.atomic():
            writing.change(stored, actor=worker, sent_how="letter", sent_on=today)
    follow(referral, worker, "accepted")  # what the service answered is a fact
    follow(referral, worker, "stopped", ended_on=today)
    with pytest.raises(ReferralNotPermitted):
        follow(referral, worker, "offered")


def test_strangers_do_not_ask_what_a_letter_lacks(
    child: Child, worker: Staff, abroad: Service
) -> None:
    referral = declined(child, worker, abroad, "Sewing")
    with (
        acting(agencies.staff("case_worker")),
        pytest.raises(Exception, match="no such referral"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT referral_letter_lacks(%s)", [referral.pk])


@pytest.mark.requirement("INT-002")
def test_a_service_in_words_gets_no_information_later_without_its_country(
    child: Child, worker: Staff
) -> None:
    """Recorded without any information shared, then changed by a plain statement of the web role."""
    with acting(worker):
        referral = plain(child, worker, None, shared=[])
        writing.add(referral, actor=worker, payload={"to_whom": "A home", "need": "Sewing"})
        stored = Referral.objects.get(pk=referral.pk)
        with pytest.raises(IntegrityError, match="in no country"), transaction.atomic():
            writing.change(stored, actor=worker, shared=["name"])
        writing.change(stored, actor=worker, shared=["name"], country="NPL")
