"""A referral to a service in another country: as other contact with that country."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.services.abroad_rules import LACKS_ABROAD
from saathi.protection.casework.services.models import Referral, Service
from tests.factories import agencies, helps, protection, rights
from tests.protection.casework.services.referral_pages import OFFER, address
from tests.reading import post, refused
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


def write_plainly(child: Child, worker: Staff, service: Service, **columns: Any) -> None:
    """The same as the web role, with a proof but without the action."""
    usual = {
        "kind": "vocational", "urgency": "soon", "offered_on": worker.office.today(),
        "answer_by": worker.office.today(), "child_answer": "yes", "shared": ["name", "need"],
        "papers": "not_known",
    }  # fmt: skip
    record = Referral(file_id=child.file_id, child=child, service=service, **(usual | columns))
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
