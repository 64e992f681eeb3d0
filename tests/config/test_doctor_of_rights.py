"""What the doctor says where something that row security trusts was changed by hand; migrate mends it."""

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection

from saathi.agencies import protection
from saathi.config import doctor
from tests.factories import agencies
from tests.roles import role

pytestmark = pytest.mark.django_db

FOREIGN = "GRANT UPDATE ON SEQUENCE access_context_checked TO saathi_app"
SILENT = "ALTER TABLE agencies_grant DISABLE TRIGGER access_changed_rights"
GONE = "DROP TRIGGER access_gone_rights ON agencies_grant"


def said() -> list[str]:
    return [problem for problem, _remedy in doctor.LOOKS["what protection trusts"]()]


@pytest.mark.parametrize(
    ("by_hand", "sentence"),
    [
        (FOREIGN, "saathi_app may say itself in whose name it was checked"),
        (SILENT, "rights that end stay in lists of own files"),
        (GONE, "rights that end stay in lists of own files"),
    ],
)
def test_what_was_changed_by_hand_is_named_and_mended(by_hand: str, sentence: str) -> None:
    assert said() == []
    with role("owner"), connection.cursor() as cursor:
        cursor.execute(by_hand)
        assert said() == [sentence]
        protection.apply()
    assert said() == []


@pytest.mark.django_db
def test_sign_in_details_changed_by_sql_are_found() -> None:
    someone = agencies.staff(password=make_password("a lamp in the seventh window"))
    assert list(doctor.LOOKS["sign-in details"]()) == []
    with role("warden"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mfa_authenticator (type, data, user_id, created_at) "
            "VALUES ('totp', '{}', %s, now())",
            [someone.pk],
        )
    [(problem, _remedy)] = doctor.LOOKS["sign-in details"]()
    assert str(someone.pk) in problem
