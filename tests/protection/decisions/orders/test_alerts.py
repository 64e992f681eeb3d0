"""Who is notified of a safeguard violation: by the procedure, or no one where it is dangerous."""

import pytest
from django.urls import reverse

from saathi.agencies.configuration_rules import (
    ALERT_AUTHORITIES,
    ALERT_SAFEGUARDS,
    parse_configuration,
)
from saathi.agencies.models import Configuration, Notice, Staff
from saathi.agencies.vocabulary import ConfigurationKind
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.orders import rules
from saathi.protection.decisions.orders.alerts import AlertChoice, alert_in_procedure
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.decisions.orders.vocabulary import (
    SECONDARY_VICTIMISATION,
    AuthorityKind,
    Safeguard,
)
from tests.factories import agencies
from tests.protection.decisions.orders.test_screens import address, broken
from tests.reading import post, words
from tests.roles import acting, role
from tests.signing import signed_in

WHY = "The police of the district sold the child."


# --- a procedure ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "notify_detained = somebody",
        "notify_detained = nobody",
        "notify_detained = nobody;",
        "notify_detained = court; and the press",
        "notify_bribed = court",
    ],
)
def test_a_line_that_names_no_authority_and_no_reason_is_refused(line: str) -> None:
    body, mistakes = parse_configuration(ConfigurationKind.PROCEDURE, line)
    assert not body
    assert len(mistakes) == 1


def test_the_codes_of_a_procedure_are_those_of_safeguards_and_authorities() -> None:
    assert set(ALERT_AUTHORITIES) == set(AuthorityKind.values)
    assert set(ALERT_SAFEGUARDS) == set(Safeguard.values)


@pytest.mark.parametrize(
    ("procedure", "safeguard", "expected"),
    [
        ({}, "detained", AlertChoice(AuthorityKind.WELFARE_COMMITTEE)),
        ({"notify_all": "court"}, "detained", AlertChoice(AuthorityKind.COURT)),
        (
            {"notify_all": "court", "notify_detained": "commission"},
            "detained",
            AlertChoice(AuthorityKind.COMMISSION),
        ),
        ({"notify_detained": f"nobody; {WHY}"}, "detained", AlertChoice(None, WHY)),
        # a mistake must not silence an alert
        ({"notify_detained": "nobody"}, "detained", AlertChoice(AuthorityKind.WELFARE_COMMITTEE)),
        ({"notify_detained": 7}, "detained", AlertChoice(AuthorityKind.WELFARE_COMMITTEE)),
    ],
)
def test_the_own_line_comes_before_the_line_for_all(
    procedure: dict[str, object], safeguard: str, expected: AlertChoice
) -> None:
    assert alert_in_procedure(procedure, safeguard) == expected


def test_no_authority_needs_a_reason_and_a_reason_excludes_an_authority() -> None:
    assert [r.code for r in rules.reasons_against_silence(" ", is_nobody=True)] == ["why_nobody"]
    assert [r.code for r in rules.reasons_against_silence(WHY, is_nobody=False)] == ["why_nobody"]
    assert not rules.reasons_against_silence(WHY, is_nobody=True)
    assert not rules.reasons_against_silence("", is_nobody=False)


# --- a fact ---------------------------------------------------------------------------------------


def publish(country: str, **lines: str) -> None:
    with role("maintenance"):
        Configuration.objects.create(
            kind=ConfigurationKind.PROCEDURE, name="standard", country=country, body=lines,
            version=1, valid_from="2026-01-01",
        )  # fmt: skip


@pytest.mark.django_db
def test_no_authority_without_a_reason_is_refused_on_the_form(case: Case, worker: Staff) -> None:
    answer = signed_in(worker).post(
        address("record_safeguard", case), broken(authority="nobody", body="")
    )
    assert "Enter why notifying an authority would endanger the child." in words(answer.content)
    with acting(worker):
        assert not BrokenSafeguard.objects.exists()


@pytest.mark.django_db
def test_where_it_is_dangerous_no_authority_is_notified_and_managers_still_are(
    case: Case, worker: Staff
) -> None:
    leader = agencies.staff("supervisor", worker.office)
    page = post(
        worker, address("record_safeguard", case), broken(authority="nobody", why_nobody=WHY)
    )
    assert "Authority to notify No authority" in page
    assert "Not notified, reason recorded" in page
    assert WHY in page
    with acting(worker):
        record = BrokenSafeguard.objects.get()
        assert (record.authority, record.alert, record.due) == ("", "not_told", None)
        assert not Due.objects.filter(duty=Duty.ALERT).exists()
    with acting(leader):
        assert Notice.objects.filter(staff=leader).exists()


@pytest.mark.django_db
def test_without_a_choice_the_procedure_of_the_country_names_the_authority(
    case: Case, worker: Staff
) -> None:
    publish(worker.office.country, notify_all="court", notify_deported=f"nobody; {WHY}")
    post(worker, address("record_safeguard", case), broken(authority="", safeguard="detained"))
    post(worker, address("record_safeguard", case), broken(authority=""))
    with acting(worker):
        assert BrokenSafeguard.objects.get(safeguard="detained").authority == "court"
        deported = BrokenSafeguard.objects.get(safeguard="deported")
        assert (deported.authority, deported.alert) == ("", "not_told")


@pytest.mark.django_db
def test_an_authority_is_chosen_before_it_can_be_notified(case: Case, worker: Staff) -> None:
    post(worker, address("record_safeguard", case), broken(authority="nobody", why_nobody=WHY))
    with acting(worker):
        record = BrokenSafeguard.objects.get()
    path = address("record_alert_outcome", case, record.pk)
    told = {"alert": "to_tell", "body": "Ms Rai", "version": record.version}
    refused = signed_in(worker).post(path, broken() | told | {"authority": ""})
    assert "Choose the authority." in words(refused.content)
    page = post(worker, path, broken() | told | {"authority": "court"})
    assert "Authority to notify Court" in page


@pytest.mark.django_db
@pytest.mark.requirement("XBR-014")
@pytest.mark.parametrize("safeguard", [*SECONDARY_VICTIMISATION, Safeguard.NAMED])
def test_deportation_detention_and_charge_are_called_secondary_victimisation_and_no_return(
    case: Case, worker: Staff, safeguard: Safeguard
) -> None:
    page = post(worker, address("record_safeguard", case), broken(safeguard=safeguard.value))
    is_marked = safeguard in SECONDARY_VICTIMISATION
    assert ("Secondary victimisation, not a return" in page) == is_marked
    assert "Done by Border force or immigration authority" in page
    timeline = reverse("desk:show_timeline", args=[case.file_id])
    text = f"Secondary victimisation: {safeguard.label}"
    assert (text in words(signed_in(worker).get(timeline).content)) == is_marked
