"""SQL statements injected into a staff member's request: no person can extend their own rights."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import invitation_tokens
from saathi.agencies.actions import joining
from saathi.agencies.actions import staff as actions
from saathi.agencies.models import Office, Principal, Staff, StaffChange
from tests.factories import agencies
from tests.roles import acting, role, with_proof

pytestmark = pytest.mark.django_db
ASHA = joining.InviteeInput("Asha", "a@example.org")
PASSWORD = "a lamp in the seventh window"


@pytest.fixture
def office() -> Office:
    return agencies.office()


def run(statement: str, values: list[Any] | None = None) -> Any:
    with transaction.atomic(), with_proof(statement), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def refused(statement: str, values: list[Any] | None = None) -> bool:
    """Whether PostgreSQL refused, or touched no row."""
    try:
        return run(statement, values) in (0, [])
    except DatabaseError:
        return True


def accepted(made: joining.CreatedInvitation) -> Any:
    return joining.accept_invitation(
        token=invitation_tokens.normalise_code(made.code), password=PASSWORD
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agencies_staff SET bundle = 'supervisor' WHERE id = '{me}'",
        "UPDATE agencies_staff SET office_id = '{office}' WHERE id = '{me}'",
        "UPDATE agencies_staff SET is_active = true",
        "UPDATE agencies_staff SET post = 'chief' WHERE id = '{me}'",
        "UPDATE agencies_staff SET email = 'x@example.org' WHERE id = '{me}'",
        "UPDATE agencies_staff SET session_stamp = gen_random_uuid()",
        "SELECT sealed FROM agencies_credential",
        "INSERT INTO agencies_principal (staff_id, principal) VALUES ('{me}', '{office}')",
        "DELETE FROM agencies_principal",
        "SELECT token_hash FROM agencies_invitation",
        "UPDATE agencies_invitation SET used_at = NULL",
        "INSERT INTO agencies_staffchange SELECT * FROM agencies_staffchange",
        "UPDATE agencies_staffchange SET needs_second = false",
        "INSERT INTO mfa_authenticator (type, data, user_id, created_at) VALUES ('webauthn', '{{}}', '{boss}', now())",
        "UPDATE mfa_authenticator SET user_id = '{boss}' WHERE user_id = '{me}'",
        "DELETE FROM mfa_authenticator WHERE user_id = '{boss}'",
        "INSERT INTO account_emailaddress (email, verified, \"primary\", user_id) VALUES ('x@example.org', true, true, '{boss}')",
        "SELECT staff_set_principals('{me}')",
        "SELECT staff_apply(NULL::agencies_staffchange, repeat('x', 43))",
        "SELECT staff_invite('{{\"email\": \"a@example.org\"}}', '{office}', 'supervisor', '', repeat('x', 43), false)",
        "SELECT staff_invite_again('{boss}', repeat('x', 43), false)",
        "SELECT staff_withdraw_invitation('{boss}')",
        "SELECT staff_new_invitation('{boss}', '{me}', repeat('x', 43), true, false)",
        "SELECT invitation_to_mail(gen_random_uuid(), repeat('x', 43))",
        "SELECT staff_ask_change('{boss}', 'rapporteur', '', '{office}', '')",
        "SELECT staff_ask_reopen('{boss}', 'rapporteur', '', '{office}', '')",
        "INSERT INTO agencies_bundleversion SELECT * FROM agencies_bundleversion",
        "UPDATE agencies_bundleversion SET outcome = 'agreed'",
        "SELECT bundle_ask('mine', 'case_worker', 'Mine', ARRAY['assign'], current_date + 1, false)",
        "INSERT INTO agencies_erasurerequest SELECT * FROM agencies_erasurerequest",
        "UPDATE agencies_erasurerequest SET state = 'agreed'",
        "DELETE FROM vault_key",
        "INSERT INTO vault_erasure SELECT * FROM vault_erasure",
        "SELECT erasure_agreed(gen_random_uuid())",
        "SELECT staff_ask_reset('{boss}')",
        "SELECT staff_deactivate('{boss}')",
        "SELECT staff_open_files('{boss}')",
        "SELECT office_add('{office}', 'X', 'ward', '', 'UTC', '[]')",
        "SELECT office_change('{office}', 'X', '', 'UTC', '[]', true)",
    ],
)
def test_worker_makes_no_staff_changes_by_sql(office: Office, statement: str) -> None:
    me, boss = agencies.staff("case_worker", office), agencies.staff("supervisor", office)
    with role("maintenance"):
        for person in (me, boss):
            run(
                "INSERT INTO mfa_authenticator (type, data, user_id, created_at) "
                "VALUES ('totp', '{}', %s, now())",
                [person.id],
            )
    with acting(me):
        assert refused(statement.format(me=me.id, boss=boss.id, office=office.id))


def test_without_a_context_nothing_of_staff_is_written(office: Office) -> None:
    someone = agencies.staff("administrator", office)
    for statement in (
        "UPDATE agencies_staff SET session_stamp = gen_random_uuid()",
        f"SELECT staff_ask_reset('{someone.id}')",
        "SELECT * FROM agencies_staffchange",
        "SELECT id FROM agencies_invitation",
        f"INSERT INTO mfa_authenticator (type, data, user_id, created_at) VALUES ('totp', '{{}}', '{someone.id}', now())",
    ):
        assert refused(statement), statement


def test_administrator_cannot_grant_powerful_role_alone(office: Office) -> None:
    me, worker = agencies.staff("administrator", office), agencies.staff("case_worker", office)
    with acting(me):
        for function in (
            f"staff_ask_change('{me.id}', 'supervisor', '', '{office.id}', '')",
            f"staff_deactivate('{me.id}')",
            f"staff_ask_reset('{me.id}')",
        ):
            assert refused(f"SELECT {function}"), function
        ((waiting,),) = run(
            f"SELECT staff_ask_change('{worker.id}', 'supervisor', '', '{office.id}', '')"
        )
        assert refused(f"SELECT staff_decide('{waiting}', true, '')")
    worker.refresh_from_db()
    assert worker.role_kind == "case_worker"
    assert not Principal.objects.filter(staff=worker, principal=office.id).exists()


def test_staff_change_is_not_decided_by_its_subject_or_without_permission(office: Office) -> None:
    asks, about = agencies.staff("administrator", office), agencies.staff("oversight", office)
    with acting(asks):
        ((waiting,),) = run(
            f"SELECT staff_ask_change('{about.id}', 'administrator', '', '{office.id}', '')"
        )
    strangers = [about, agencies.staff("supervisor", office), agencies.staff("oversight")]
    for person in strangers:
        with acting(person):
            assert refused(f"SELECT staff_decide('{waiting}', true, '')"), person.role_kind
    with acting(agencies.staff("oversight", office, is_active=False)):
        assert refused(f"SELECT staff_decide('{waiting}', true, '')")


def test_a_change_is_decided_once_and_not_after_a_week(office: Office) -> None:
    asks, decides = agencies.staff("administrator", office), agencies.staff("oversight", office)
    worker = agencies.staff("case_worker", office)
    with acting(asks):
        ((waiting,),) = run(
            f"SELECT staff_ask_change('{worker.id}', 'supervisor', '', '{office.id}', '')"
        )
    with role("maintenance"):
        run("UPDATE agencies_staffchange SET asked_at = now() - interval '8 days'")
    with acting(decides):
        assert refused(f"SELECT staff_decide('{waiting}', true, '')")
        assert run(f"SELECT staff_decide('{waiting}', false, '')") == [(True,)]
        assert run(f"SELECT staff_decide('{waiting}', true, '')") == [(False,)]
    worker.refresh_from_db()
    assert worker.role_kind == "case_worker"


def test_staff_and_offices_of_another_agency_are_out_of_reach(office: Office) -> None:
    me, stranger = agencies.staff("administrator", office), agencies.staff("case_worker")
    own_worker = agencies.staff("case_worker", office)
    with acting(me):
        for function in (
            f"staff_deactivate('{stranger.id}')",
            f"staff_ask_change('{stranger.id}', 'counsellor', '', '{office.id}', '')",
            f"staff_ask_change('{own_worker.id}', 'case_worker', '', '{stranger.office_id}', '')",
            f"staff_invite('{{}}', '{stranger.office_id}', 'case_worker', '', repeat('x', 43), false)",
            f"staff_ask_reopen('{stranger.id}', 'case_worker', '', '{office.id}', '')",
            f"office_add('{stranger.office_id}', 'X', 'ward', '', 'UTC', '[]')",
            f"office_change('{stranger.office_id}', 'X', '', 'UTC', '[]', true)",
        ):
            assert refused(f"SELECT {function}"), function


def test_an_invitation_opens_with_its_token_once_within_seven_days(office: Office) -> None:
    me = agencies.staff("administrator", office)
    with acting(me):
        place = actions.StaffPosition(office, "case_worker")
        invitation = joining.invite_staff(actor=me, invitee=ASHA, position=place)
    with role("maintenance"):
        ((digest,),) = run("SELECT encode(token_hash, 'hex') FROM agencies_invitation")
        assert invitation_tokens.normalise_code(invitation.code) not in str(
            run("SELECT * FROM agencies_invitation")
        )
        run("UPDATE agencies_invitation SET expires_at = now() - interval '1 second'")
    assert accepted(invitation) is None
    with role("maintenance"):
        run("UPDATE agencies_invitation SET expires_at = now() + interval '1 day'")
    assert joining.accept_invitation(token=digest, password=PASSWORD) is None
    assert refused(
        "SELECT staff_accept(%s, %s, %s)",
        [invitation_tokens.normalise_code(invitation.code), "text", "proof"],
    )
    assert accepted(invitation) == invitation.staff_id
    assert accepted(invitation) is None


def test_a_powerful_invitation_does_not_open_before_it_is_confirmed(office: Office) -> None:
    me = agencies.staff("administrator", office)
    with acting(me):
        place = actions.StaffPosition(office, "data_officer")
        invitation = joining.invite_staff(actor=me, invitee=ASHA, position=place)
    assert accepted(invitation) is None
    assert not Staff.objects.get(pk=invitation.staff_id).is_active


def test_an_ended_account_takes_its_invitations_and_changes_with_it(office: Office) -> None:
    me, person = agencies.staff("administrator", office), agencies.staff("case_worker", office)
    with acting(me):
        actions.request_sign_in_reset(actor=me, staff=person)
        invitation = joining.invite_staff(
            actor=me, invitee=ASHA, position=actions.StaffPosition(office, "supervisor")
        )
        actions.deactivate_account(actor=me, staff=person)
        actions.deactivate_account(actor=me, staff=Staff.objects.get(pk=invitation.staff_id))
    assert accepted(invitation) is None
    with role("maintenance"):
        assert not StaffChange.objects.filter(outcome="waits").exists()
