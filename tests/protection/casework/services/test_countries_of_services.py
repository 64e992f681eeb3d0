"""In which country a service stands: by the register and the agency that runs it, not by a worker's word."""

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.services.abroad_rules import countries_abroad
from saathi.protection.casework.services.actions.referring import (
    ReferralNotPermitted,
    record_referral_sent,
)
from saathi.protection.casework.services.models import Referral, Service
from saathi.protection.casework.services.queries.abroad import (
    countries_of,
    countries_of_service,
)
from saathi.protection.casework.services.vocabulary import ReferralSentBy
from tests.counting import at_most
from tests.factories import agencies, helps
from tests.protection.casework.services.test_abroad import (
    declined,
    plain,
    refer,
    refer_by_name,
    text_of,
    write_plainly,
)
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def abroad(supervisor: Staff) -> Service:
    return helps.service(supervisor, country="IND", district="")


@pytest.mark.parametrize(
    ("countries", "abroad"),
    [
        ({"NPL"}, []),
        ({"IND"}, ["IND"]),
        ({"NPL", "IND"}, ["IND"]),
        ({""}, ["ZZZ"]),
        ({"", "NPL"}, ["ZZZ"]),
        (set(), []),
    ],
)
def test_an_unknown_country_is_abroad(countries: set[str], abroad: list[str]) -> None:
    assert countries_abroad(countries, here="NPL") == abroad


@pytest.mark.requirement("INT-002")
def test_a_service_that_an_agency_abroad_runs_is_abroad_whatever_its_entry_says(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    service = helps.service(supervisor, country="NPL", district="")
    with role("maintenance"):
        Service.objects.filter(pk=service.pk).update(run_by=agencies.agency(country="IND"))
    assert text_of("screening") in refer(child, worker, service)
    write_plainly(child, worker, service)
    with acting(worker):
        assert countries_of_service(service.pk) == {"NPL", "IND"}


@pytest.mark.requirement("INT-002")
def test_an_entry_without_a_country_is_abroad(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    service = helps.service(supervisor)
    with role("maintenance"):
        Service.objects.filter(pk=service.pk).update(country="")
    assert text_of("screening") in refer(child, worker, service)
    write_plainly(child, worker, service)
    # The word of the worker opens nothing.
    write_plainly(child, worker, service, country="NPL")


@pytest.mark.requirement("INT-002")
def test_a_service_of_the_directory_named_in_words_is_where_the_directory_says(
    child: Child, worker: Staff, abroad: Service
) -> None:
    named = {"to_whom": f" {abroad.name.upper()} ", "country": "NPL"}
    assert text_of("screening") in refer_by_name(child, worker, **named)


@pytest.mark.requirement("INT-002")
def test_an_earlier_referral_without_a_country_is_not_sent_before_the_screening(
    child: Child, worker: Staff
) -> None:
    with acting(worker):
        referral = plain(child, worker, None, shared=[])
        writing.add(referral, actor=worker, payload={"to_whom": "A home", "need": "Sewing"})
    with role("maintenance"):
        Referral.objects.filter(pk=referral.pk).update(shared=["need"])
    with acting(worker):
        stored = Referral.objects.get(pk=referral.pk)
        with pytest.raises(ReferralNotPermitted) as refusal:
            record_referral_sent(
                referral=stored, sent_how=ReferralSentBy.LETTER, sent_on=worker.office.today(),
                version=stored.version, actor=worker,
            )  # fmt: skip
        assert text_of("screening") in {reason.text for reason in refusal.value.reasons}
        with pytest.raises(IntegrityError, match="not to this country"), transaction.atomic():
            writing.change(stored, actor=worker, sent_how="letter", sent_on=worker.office.today())


def test_the_country_of_a_service_in_revision_is_asked_once(
    child: Child, worker: Staff, abroad: Service
) -> None:
    referral = declined(child, worker, abroad, "Sewing")
    with role("maintenance"):
        Service.objects.filter(pk=abroad.pk).update(
            state="draft", published_by=None, published_at=None, agency=agencies.agency()
        )
    with acting(worker):
        assert not Service.objects.filter(pk=abroad.pk).exists()
        stored = Referral.objects.get(pk=referral.pk)
        with at_most(1):
            assert countries_of(stored) == {"IND"}
