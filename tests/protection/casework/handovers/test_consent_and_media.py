"""Transfer of a case to another agency: the child's refusal, and what the former team opens no more."""

import datetime as dt

import pytest

from saathi.agencies import access, records
from saathi.agencies.models import File
from saathi.consent import actions as consent_actions
from saathi.consent.models import Consent
from saathi.people.models import Child
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.casework.handovers.queries import active_legal_bases
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.vault.models import StoredFile
from tests import filled
from tests.desk import cast
from tests.factories import agencies, rights
from tests.protection.casework.documents import papers
from tests.protection.casework.handovers.two_agencies import Two
from tests.protection.casework.recordings import voices
from tests.protection.identification.portraits import photos
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> Two:
    office = agencies.office()
    return Two(
        cast.around(), agencies.staff("supervisor", office), agencies.staff("case_worker", office)
    )


def test_former_team_opens_no_photo_document_or_recording(two: Two) -> None:
    around = two.around
    with acting(around.worker):
        child = Child.objects.get(file=around.file_id)
    before = (
        photos.add(child, around.worker),
        voices.add(child, around.worker),
        papers.add(child, around.worker),
    )
    two.offer()
    two.answer(do="accept", staff=two.worker.pk)
    new = voices.add(child, two.worker)
    former = (around.worker, around.supervisor)
    for person in former:
        with acting(person):
            for record in (*before, new):
                assert not type(record)._default_manager.filter(pk=record.pk).exists()
                assert not access.visible(person, type(record)).exists()
            assert not StoredFile.objects.exists()
        client = signed_in(person)
        client.post(f"{around.url}purpose/", {"purpose": "service"} | key())
        assert client.get(f"{around.url}recordings/{new.pk}/").status_code == 404
        for page in ("new/", f"{new.pk}/remove/", f"{before[1].pk}/remove/"):
            path = f"{around.url}recordings/{page}"
            assert client.get(path).status_code == 404
            assert client.post(path, {"reason": "asked"} | key()).status_code == 404
    with acting(two.worker):
        assert VoiceRecording.objects.filter(state="kept").count() == 2
        assert StoredFile.objects.filter(pk=new.original).exists()


def test_guardians_consent_transfers_nothing_that_the_child_refused(two: Two) -> None:
    case, worker = two.around.case, two.around.worker
    with acting(worker):
        consent = rights.guardians_consent(case.child, worker, scopes=("transfer",))
        bases = active_legal_bases(worker, case, worker.office.today())
        assert list(bases) == [consent]
        law = {"basis": "duty", "reason": "The law.", "given_on": rights.DAY - dt.timedelta(days=1)}
        duty = rights.consent(case.child, worker, scopes=("transfer",), answer="no", **law)
        assert list(bases.all()) == [duty]
        agreed = rights.consent(case.child, worker, scopes=("transfer",))
        assert set(bases.all()) == {consent, duty, agreed}


@pytest.mark.parametrize("ended_by", ["refusal", "withdrawal", ""])
def test_transfer_is_not_accepted_once_the_child_refused_or_the_consent_was_withdrawn(
    two: Two, ended_by: str
) -> None:
    case, worker = two.around.case, two.around.worker
    two.offer()
    offer = two.offered()
    with acting(worker):
        consent = Consent.objects.get(pk=offer.consent)
        records.open_texts(consent)
        if ended_by == "refusal":
            rights.consent(case.child, worker, scopes=("transfer",), answer="no", basis="refused")
        elif ended_by == "withdrawal":
            consent_actions.withdraw_consent(consent=consent, version=consent.version, actor=worker)
    path = f"/handovers/{offer.pk}/"
    client = signed_in(two.leader)
    sent = filled.form(client.get(path).content.decode(), do="accept", staff=two.worker.pk)
    answer = client.post(path, sent)
    is_refused = bool(ended_by)
    assert ("The legal basis for this transfer no longer holds." in read(answer)[0]) is is_refused
    with role("maintenance"):
        assert (Handover.objects.get().state == "offered") is is_refused
        is_still_here = File.objects.get(pk=case.file_id).agency_id == worker.agency_id
    assert is_still_here is is_refused
