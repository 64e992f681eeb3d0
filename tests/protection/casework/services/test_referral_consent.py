"""The legal basis of a referral: chosen, or recorded in the same form."""

import datetime as dt
import re

import pytest

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.consent.models import Consent
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.services.actions import referring
from saathi.protection.casework.services.models import Referral
from saathi.vault import store as vault
from tests import counting, filled, sending
from tests.factories import agencies, children, helps, rights, teams
from tests.protection.casework.services.referral_pages import FOLLOW, OFFER, address
from tests.reading import day, post, refused
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_name_is_not_shared_without_legal_basis(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    path = address("offer_service", child, helps.service(supervisor).pk)
    sent = OFFER | {"shared": ["name", "need"]}
    page = refused(worker, path, sent)
    assert "Choose a legal basis for sharing, or share only the case ID and the need" in page
    assert "A place to learn sewing" in page
    with acting(worker):
        consent = rights.consent(child, worker, scopes=("education",))
    assert "Child’s consent" in post(worker, path, sent | {"consent": str(consent.pk)})
    other = children.case(worker, "Maya").child
    with acting(worker):
        foreign_consent = rights.consent(other, worker, scopes=("education",))
    assert "Select a valid choice" in refused(
        worker, path, sent | {"consent": str(foreign_consent.pk)}
    )


BASIS = {
    "consent": "now", "basis-basis": "consent", "basis-answer": "yes", "basis-capacity": "full",
    "basis-child_words": "Yes, tell them my name", **day("basis-given_on"),
}  # fmt: skip


def test_consent_is_recorded_with_the_referral_where_there_is_none(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    service = helps.service(supervisor)
    path = address("offer_service", child, service.pk)
    client = signed_in(worker)
    with counting.at_most(20):
        page = client.get(path)
    assert (
        "No consent or other legal basis that covers this service is recorded"
        in page.content.decode()
    )
    form = filled.form(page.content.decode())
    assert not any(form.get(f"basis-{name}", [""]) != [""] for name in ("basis", "answer"))
    sent = OFFER | {"shared": ["name", "need"]} | BASIS
    assert "Child’s consent" in post(worker, path, sent)
    with acting(worker):
        consent = Consent.objects.get(child=child)
        referral = Referral.objects.get()
        assert (referral.consent, referral.basis) == (consent.pk, "consent")
        assert consent.scopes == ["education"]
        opened = vault.open(consent)
    assert (opened["recipient"], opened["child_words"]) == (service.name, "Yes, tell them my name")


def test_refused_legal_basis_saves_neither_it_nor_the_referral(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    path = address("offer_service", child, helps.service(supervisor).pk)
    for wrong, reason in (
        ({"basis-answer": "no"}, "This legal basis requires the child’s agreement."),
        ({"basis-basis": "vital"}, "Enter the reason, or the law or order."),
        ({"basis-basis": ""}, "This field is required."),
    ):
        page = refused(worker, path, OFFER | BASIS | wrong)
        assert reason in page, page
        assert "A place to learn sewing" in page
    with acting(worker):
        assert not Consent.objects.exists()
        assert not Referral.objects.exists()


def test_basis_that_was_not_chosen_is_neither_checked_nor_saved(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    path = address("offer_service", child, helps.service(supervisor).pk)
    sent = OFFER | BASIS | {"consent": "", "basis-basis": "nonsense"}
    assert "Not sent yet" in post(worker, path, sent)
    with acting(worker):
        assert not Consent.objects.exists()


def test_who_may_not_record_consent_is_not_offered_to(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(child.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    path = address("offer_service", child, helps.service(supervisor).pk)
    assert 'name="basis-basis"' not in signed_in(mother).get(path).content.decode()
    assert "Select a valid choice" in refused(mother, path, OFFER | BASIS)


def test_consent_to_something_else_is_neither_offered_nor_accepted(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    service = helps.service(supervisor)
    path = address("offer_service", child, service.pk)
    sent = OFFER | {"shared": ["name", "health"]}
    with acting(worker):
        picture = rights.consent(child, worker, scopes=("picture", "health"))
    assert f'value="{picture.pk}"' not in signed_in(worker).get(path).content.decode()
    assert "Select a valid choice" in refused(worker, path, sent | {"consent": str(picture.pk)})
    # A service outside the directory may be of any type: what covers it is known once it is chosen.
    unlisted = address("offer_unlisted_service", child)
    elsewhere = sent | {"to_whom": "The tailor", "consent": str(picture.pk)}
    assert "does not cover this type of service" in refused(worker, unlisted, elsewhere)
    with acting(worker), pytest.raises(referring.ReferralNotPermitted):
        helps.referral(child, worker, service, shared=["name"], consent=picture)
    assert "Health care" in post(worker, unlisted, elsewhere | {"kind": "health"})


def test_consent_of_another_child_or_one_that_ended_is_no_legal_basis(
    child: Child, worker: Staff
) -> None:
    other = children.case(worker, "Maya").child
    with acting(worker):
        ended = rights.consent(child, worker, scopes=("education",), ends_on=rights.DAY)
        foreign = rights.consent(other, worker, scopes=("education",))
        for consent in (ended, foreign):
            for shared in (["name"], ["code", "need"]):
                with pytest.raises(referring.ReferralNotPermitted):
                    helps.referral(child, worker, shared=shared, consent=consent)
        assert not Referral.objects.exists()


def test_refusal_of_the_child_needs_a_legal_basis_that_overrides_it(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    path = address("offer_service", child, helps.service(supervisor).pk)
    with acting(worker):
        agreed = rights.consent(child, worker, scopes=("education",))
        vital = rights.consent(
            child, worker, basis="vital", answer="no", reason="The wound is infected"
        )
    sent = OFFER | {"shared": ["name", "need"], "child_answer": "no"}
    page = refused(worker, path, sent | {"consent": str(agreed.pk)})
    assert "Choose a legal basis that applies although the child refused" in page
    assert "Danger to life or health" in post(worker, path, sent | {"consent": str(vital.pk)})
    page = post(worker, path, sent | {"shared": ["code", "need"]})
    assert "The child does not want it" in page


@pytest.mark.parametrize("response", ["no", "not_asked"])
def test_recorded_consent_does_not_contradict_the_response(
    child: Child, worker: Staff, supervisor: Staff, response: str
) -> None:
    path = address("offer_service", child, helps.service(supervisor).pk)
    sent = OFFER | {"shared": ["name", "need"]} | BASIS
    assert "Correct one of them" in refused(worker, path, sent | {"child_answer": response})
    with acting(worker):
        assert not Consent.objects.exists()
        assert not Referral.objects.exists()


def test_access_of_a_service_needs_a_consent_that_covers_it_and_ends_with_the_refusal(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    centre = agencies.agency("Sewing centre of Siraha")
    receiver = agencies.staff("case_worker", agencies.office(centre))
    service = helps.service(supervisor, run_by=centre)
    with acting(worker):
        picture = rights.consent(child, worker, scopes=("picture",))
        agreed = rights.consent(child, worker, scopes=("education",))
        referral = helps.referral(child, worker, service, shared=["name"], consent=agreed)
    until = supervisor.office.today() + dt.timedelta(days=30)
    with role("maintenance"):
        Referral.objects.filter(pk=referral.pk).update(consent=picture.pk)
    path = address("give_service_access", child, referral.pk)
    sent = {"to": receiver.pk, "version": 1, **day("until", until)}
    assert "legal basis for sharing is no longer valid" in refused(supervisor, path, sent)
    with role("maintenance"):
        Referral.objects.filter(pk=referral.pk).update(consent=agreed.pk)
    post(supervisor, path, sent)
    followed = FOLLOW | {"child_answer": "no", "version": 2}
    post(worker, address("record_referral_progress", child, referral.pk), followed)
    with acting(worker):
        referral.refresh_from_db()
    assert referral.access_until is not None
    assert referral.access_until <= clock.now()


def test_legal_basis_marks_what_it_requires_and_demands_it_only_where_it_is_recorded(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    service = helps.service(supervisor)
    path = address("offer_service", child, service.pk)
    form = signed_in(worker).get(path).context["basis"]
    assert "Child’s response to sharing the information" in str(form)
    marked = [bound.name for bound in form if bound.field.required]
    assert marked == ["basis", "answer", "capacity", "given_on"]
    assert str(form).count('class="required"') == len(marked)
    assert not re.search(r"<(input|select|textarea)[^>]* required", str(form)), (
        "no browser demands it"
    )
    wanted = {**OFFER, "consent": "now"} | sending.key()
    form = signed_in(worker).post(path, wanted).context["basis"]
    assert "basis" in form.errors
    assert form["basis"].field.required


def test_guardians_consent_shares_nothing_that_the_child_refused(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    path = address("offer_service", child, helps.service(supervisor).pk)
    law = {"basis": "duty", "reason": "The law."}
    with acting(worker):
        consent = rights.guardians_consent(child, worker, scopes=("education",))
        duty = rights.consent(child, worker, scopes=("education",), answer="no", **law)
    sent = OFFER | {"shared": ["name", "need"]}
    assert "Select a valid choice" in refused(worker, path, sent | {"consent": str(consent.pk)})
    asked = {"consent": "now", "basis-basis": "guardian", "basis-answer": "not_asked"}
    asked |= {"basis-guardian": str(consent.guardian_id), "basis-reason": "Came alone."}
    page = refused(worker, path, sent | BASIS | asked)
    assert "The child refused this type of service or sharing" in page
    with acting(worker):
        assert Consent.objects.filter(child=child).count() == 2
        assert not Referral.objects.exists()
    # The law applies although the child refused; and the child may agree later.
    post(worker, path, sent | {"consent": str(duty.pk)})
    with acting(worker):
        rights.consent(child, worker, scopes=("education",))
    post(worker, path, sent | {"consent": str(consent.pk)})
    with acting(worker):
        assert Referral.objects.count() == 2
