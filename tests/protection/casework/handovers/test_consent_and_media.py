"""Transfer of a case to another agency: the child's refusal, and what the former team opens no more."""

import datetime as dt

import pytest

from saathi.agencies import access
from saathi.people.models import Child
from saathi.protection.casework.handovers.queries import active_legal_bases
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.vault.models import StoredFile
from tests.desk import cast
from tests.factories import agencies, rights
from tests.protection.casework.documents import papers
from tests.protection.casework.handovers.two_agencies import Two
from tests.protection.casework.recordings import voices
from tests.protection.identification.portraits import photos
from tests.roles import acting
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
