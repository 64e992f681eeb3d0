"""A referral is due to be sent; once the service knows of it, its response is due."""

import datetime as dt

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.services.actions import referring
from saathi.protection.casework.services.vocabulary import ReferralSentBy
from tests.factories import agencies, helps, rights
from tests.protection.casework.services.referral_pages import offered
from tests.reading import read
from tests.roles import acting

pytestmark = pytest.mark.django_db


def open_duties(worker: Staff) -> list[tuple[str, dt.date]]:
    with acting(worker):
        dues = Due.objects.filter(duty__in=(Duty.SEND_REFERRAL, Duty.REFERRAL), done_on=None)
        return list(dues.values_list("duty", "due_on"))


@pytest.mark.parametrize(("urgency", "days"), [("now", 0), ("soon", 1), ("planned", 3)])
def test_referral_is_due_to_be_sent_and_then_awaits_its_response(
    child: Child, worker: Staff, urgency: str, days: int
) -> None:
    referral = offered(child, worker, urgency=urgency)
    send_by = referral.offered_on + dt.timedelta(days=days)
    assert open_duties(worker) == [("send_referral", send_by)]
    page = read(worker, reverse("support:show_support", args=[child.file_id]))
    assert "Response due on" not in page
    assert "response overdue" not in page
    answer_by = referral.answer_by
    sent_on = worker.office.today()
    with acting(worker):
        referring.record_referral_sent(
            referral=referral, sent_how=ReferralSentBy.TELEPHONE, sent_on=sent_on,
            version=referral.version, actor=worker,
        )  # fmt: skip
    late = (sent_on - referral.offered_on).days
    assert late > 0
    assert referral.answer_by == answer_by + dt.timedelta(days=late)
    assert open_duties(worker) == [("referral", referral.answer_by)]
    assert "Response due on" in read(worker, reverse("support:show_support", args=[child.file_id]))


def test_service_that_gets_access_is_awaited(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    recipient = agencies.staff()
    with acting(worker):
        consent = rights.consent(child, worker, scopes=("education",))
        referral = helps.referral(child, worker, shared=["code", "name"], consent=consent)
    with acting(supervisor):
        referring.grant_service_access(
            referral=referral, recipient=recipient, until=worker.office.today(),
            version=referral.version, actor=supervisor,
        )  # fmt: skip
    assert [duty for duty, _on in open_duties(worker)] == ["referral"]
