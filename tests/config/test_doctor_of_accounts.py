"""The doctor finds sign-in details that were changed by SQL."""

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection

from saathi.config import doctor
from tests.factories import agencies
from tests.roles import role


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
