"""What whoever made a request sees at once, and which reason is open when "no sign" is refused."""

import pytest

from saathi.protection.returns.protection_screening.actions import ProtectionScreeningRefused
from saathi.protection.returns.protection_screening.contact_gate import no_sign_lacks
from saathi.protection.returns.protection_screening.vocabulary import PermissionAnswer
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, protection
from tests.roles import acting, slip_in
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
MISSING = "Missing for a permission"


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def page(around: ChildFileCast) -> str:
    address = f"{around.url}international-protection/"
    return signed_in(around.worker).get(address).content.decode()


def test_a_request_shows_all_that_a_supervisor_would_refuse_and_stays_recorded(
    around: ChildFileCast,
) -> None:
    with acting(around.worker):
        protection.asked(
            around.case, around.worker, child_answer=PermissionAnswer.REFUSES, consent=None
        )
    text = page(around)
    assert text.count(MISSING) == 3
    for words in ("has not been screened", "does not want this contact", "no active consent"):
        assert words in text
    assert f"{around.url}consent/" in text
    assert "screenings/new/" in text
    assert "Request, no contact made: India" in text
    assert "No contact recorded." not in text


def test_a_request_that_lacks_nothing_shows_no_warning(around: ChildFileCast) -> None:
    with acting(around.worker):
        protection.screened(around.case, around.worker)
        protection.asked(around.case, around.worker)
    text = page(around)
    assert MISSING not in text
    assert "Request, no contact made: India" in text


def test_what_stops_no_sign_is_told_to_readers_of_the_screenings_alone(
    around: ChildFileCast,
) -> None:
    with acting(around.worker):
        screening = protection.sign(around.case, around.worker)
        assert no_sign_lacks(around.file_id) == ["sign"]
        protection.referred(screening, around.worker)
        assert no_sign_lacks(around.file_id) == ["referral"]
        with pytest.raises(ProtectionScreeningRefused) as refused:
            protection.screened(around.case, around.worker)
        assert "awaits a decision" in refused.value.reasons[0].text
    stranger = agencies.staff("case_worker", around.worker.office)
    slip_in(stranger, f"SELECT origin_no_sign_lacks('{around.file_id}')", "no such file")
