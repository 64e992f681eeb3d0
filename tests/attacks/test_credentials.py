"""Sign-in details that SQL alone wrote, copied or removed open nothing (findings F5, F10)."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, connection, transaction
from django.test import Client

from saathi.agencies import change_proofs, credentials, invitation_tokens, queries
from saathi.agencies.models import Staff
from tests.agencies.sign_in.signing_in import (
    PASSWORD,
    code_of,
    said_in_the_log,
    send_password,
    start_codes,
)
from tests.factories import agencies
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
OTHER = "eleven quiet ferries"
HASH = make_password(PASSWORD)
ENDED = b"changed outside Saathi"


def person(**fields: Any) -> Staff:
    return agencies.staff("case_worker", **({"password": HASH} | fields))


def as_owner(statement: str, *values: Any) -> int:
    """Runs a statement as the owner of the database, with the role that bypasses policies."""
    with role("warden"), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def refused(statement: str, *values: Any) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount == 0
    except DatabaseError:
        return True


def with_codes(staff: Staff) -> str:
    """The secret of a code app that the person set up."""
    client = Client()
    send_password(client, staff.email)
    return start_codes(client)


def whole_sign_in(staff: Staff, secret: str, password: str = PASSWORD) -> Client:
    client = Client()
    client.saathi_answer = send_password(client, staff.email, password)  # type: ignore[attr-defined]
    if client.saathi_answer.status_code == 302:  # type: ignore[attr-defined]
        code = {"code": code_of(secret)}
        client.saathi_answer = client.post("/account/2fa/authenticate/", code)  # type: ignore[attr-defined]
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_signing_in_with_password_and_code_works_untouched() -> None:
    someone = person()
    assert is_in(whole_sign_in(someone, with_codes(someone)))


def test_password_hash_written_by_the_owner_is_not_accepted() -> None:
    someone = person()
    as_owner(
        "UPDATE agencies_credential SET sealed = %s WHERE staff_id = %s",
        json.dumps({"email": someone.email, "password": make_password(OTHER), "factors": {}}),
        someone.pk,
    )
    client = Client()
    answer = send_password(client, someone.email, OTHER)
    assert (answer.status_code, ENDED in answer.content) == (403, True)
    assert not is_in(client)
    assert said_in_the_log("sign_in_failed")[-1] == {
        "method": "changed_outside",
        "staff": str(someone.pk),
    }


def test_sealed_record_of_another_account_is_not_accepted() -> None:
    own_account, other_account = person(), person(password=make_password(OTHER))
    as_owner(
        "UPDATE agencies_credential c SET sealed = o.sealed FROM agencies_credential o "
        "WHERE o.staff_id = %s AND c.staff_id = %s",
        own_account.pk,
        other_account.pk,
    )
    assert send_password(Client(), other_account.email).status_code == 403


def test_removed_record_leaves_no_way_to_sign_in() -> None:
    someone = person()
    as_owner("DELETE FROM agencies_credential")
    client = Client()
    send_password(client, someone.email)
    assert not is_in(client)


def test_stored_record_shows_neither_hash_nor_address() -> None:
    someone = person()
    with role("warden"), connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM agencies_credential WHERE staff_id = %s", [someone.pk])
        sealed = cursor.fetchone()[0]
    assert "scrypt" not in sealed
    assert someone.email not in sealed


FACTOR = (
    "INSERT INTO mfa_authenticator (type, data, user_id, created_at) VALUES ('totp', %s, %s, now())"
)


def test_removed_factors_lead_to_no_new_enrolment() -> None:
    someone = person()
    with_codes(someone)
    assert as_owner("DELETE FROM mfa_authenticator") == 2
    client = Client()
    answer = send_password(client, someone.email)
    assert (answer.status_code, ENDED in answer.content, is_in(client)) == (403, True, False)


@pytest.mark.parametrize(
    "change",
    [
        (
            "INSERT INTO mfa_authenticator (type, data, user_id, created_at) "
            "SELECT 'webauthn', data, user_id, now() FROM mfa_authenticator WHERE type = 'totp'"
        ),
        "UPDATE mfa_authenticator SET data = jsonb_set(data, '{{used_mask}}', '7') WHERE type = 'recovery_codes'",
        (
            "UPDATE mfa_authenticator m SET data = o.data FROM mfa_authenticator o "
            "WHERE o.user_id = '{attacker}' AND o.type = m.type AND m.user_id = '{victim}'"
        ),
        "DELETE FROM mfa_authenticator WHERE type = 'recovery_codes' AND user_id = '{victim}'",
        "UPDATE mfa_authenticator SET id = id + 1000 WHERE user_id = '{victim}'",
    ],
)
def test_factors_changed_by_the_owner_end_signing_in(change: str) -> None:
    victim, attacker = person(), person()
    secret = with_codes(victim)
    with_codes(attacker)
    assert as_owner(change.format(victim=victim.pk, attacker=attacker.pk)) > 0
    client = whole_sign_in(victim, secret)
    assert (client.saathi_answer.status_code, is_in(client)) == (403, False)  # type: ignore[attr-defined]


def test_factor_changed_between_password_and_code_ends_signing_in() -> None:
    someone = person()
    secret = with_codes(someone)
    client = Client()
    assert send_password(client, someone.email).status_code == 302
    as_owner(FACTOR.replace("totp", "webauthn"), "{}", someone.pk)
    answer = client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert (answer.status_code, is_in(client)) == (403, False)


def test_factor_written_by_the_owner_is_not_sealed_by_the_next_change() -> None:
    someone = person()
    with_codes(someone)
    as_owner(FACTOR.replace("totp", "webauthn"), "{}", someone.pk)
    factor = Authenticator.objects.get(user=someone, type="totp")
    with acting(someone), pytest.raises(credentials.SignInDetailsTampered):
        factor.record_usage()


def test_signed_in_person_is_led_to_no_enrolment_after_factors_were_removed() -> None:
    someone, client = person(), Client()
    send_password(client, someone.email)
    start_codes(client)
    session = client.session
    session.pop("has_second_factor", None)
    session.save()
    as_owner("DELETE FROM mfa_authenticator")
    answer = client.get("/law/")
    assert (answer.status_code, ENDED in answer.content, is_in(client)) == (403, True, False)


def test_changed_address_of_an_account_ends_signing_in() -> None:
    victim = person()
    as_owner("UPDATE agencies_staff SET email = 'mine@example.org' WHERE id = %s", victim.pk)
    assert send_password(Client(), "mine@example.org").status_code == 403


def test_invitation_made_or_moved_by_the_owner_opens_no_account() -> None:
    victim, puppet = person(), person()
    add = (
        "INSERT INTO agencies_invitation (id, staff_id, token_hash, is_confirmed, invited_at, "
        "expires_at, mail_trouble) VALUES (gen_random_uuid(), %s, sha256(convert_to(%s, 'UTF8')), "
        "true, now(), now() + interval '1 day', '')"
    )
    own = invitation_tokens.normalise_code(
        invitation_tokens.make_paper_code(puppet.pk, puppet.email)
    )
    as_owner(add, puppet.pk, own)
    assert queries.get_invitation_details(own) is not None
    as_owner("UPDATE agencies_invitation SET staff_id = %s", victim.pk)
    invented = "x" * 48
    as_owner(add, victim.pk, invented)
    for token in (own, invented):
        typed = {"password": OTHER, "again": OTHER}
        assert Client().post(f"/join/{token}/", typed).status_code == 404
    assert victim.check_password(PASSWORD)


def test_statement_in_a_request_of_the_person_changes_no_second_factor() -> None:
    someone = person()
    with_codes(someone)
    with acting(someone):
        assert refused(FACTOR.replace("totp", "webauthn"), "{}", someone.pk)
        assert refused("UPDATE mfa_authenticator SET last_used_at = now()")
        assert refused("DELETE FROM mfa_authenticator")


def test_proof_of_one_factor_change_allows_no_other() -> None:
    someone = person()
    with acting(someone):
        credentials.prove_factor_change(someone.pk, "add", id=None, type="totp", data={"a": 1})
        assert refused(FACTOR, '{"a": 2}', someone.pk)
        assert refused(FACTOR.replace("totp", "webauthn"), '{"a": 1}', someone.pk)
        assert not refused(FACTOR, '{"a": 1}', someone.pk)


def test_statement_in_a_request_of_the_person_reads_and_writes_no_record() -> None:
    someone = person()
    stolen = change_proofs.prove_change("read_credential", "sign_in", actor=someone.pk)
    other = person()
    with acting(someone):
        assert refused("SELECT * FROM agencies_credential")
        assert refused("SELECT * FROM credential_of(%s, 'sign_in', '')", someone.pk)
        assert refused("SELECT * FROM credential_of(%s, 'sign_in', %s)", other.pk, stolen)
        assert refused(
            "SELECT credential_write(%s, 'sign_in', 1, true, 'x', %s)", someone.pk, stolen
        )
        assert refused("SELECT credential_remove(%s)", someone.pk)


def test_password_change_renews_the_stamp_of_sessions(worker: Staff) -> None:
    someone = person()
    before = someone.session_stamp
    someone.change_password(OTHER)
    after = Staff.objects.get(pk=someone.pk)
    assert after.session_stamp == someone.session_stamp != before
    assert (after.check_password(OTHER), after.check_password(PASSWORD)) == (True, False)


def test_second_of_two_changes_at_once_is_refused() -> None:
    someone = person()
    details = credentials.read_details(someone.pk, someone.email)
    assert details is not None
    credentials.write_details(someone.pk, details)
    with pytest.raises(DatabaseError, match="have changed"), transaction.atomic():
        credentials.write_details(someone.pk, details)


def test_pin_written_by_the_owner_opens_no_screen() -> None:
    someone = person(pin="7294")
    as_owner("UPDATE agencies_credential SET sealed = %s WHERE kind = 'pin'", make_password("1111"))
    with pytest.raises(credentials.SignInDetailsTampered):
        credentials.accepts_pin(someone.pk, "1111")


def test_record_sealed_with_an_earlier_secret_key_is_accepted(settings: Any) -> None:
    someone = person()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key of this home, forty letters"
    assert someone.check_password(PASSWORD)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(credentials.SignInDetailsTampered):
        someone.check_password(PASSWORD)
