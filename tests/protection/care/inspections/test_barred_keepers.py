"""Who declared a connection with a facility keeps neither its entry, its licence nor its address."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, models, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import (
    EntryMoveRefused,
    EntryStep,
    SeenEntry,
    move_entry,
)
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.row_proofs import prove_rows
from saathi.audit.models import AuditEntry
from saathi.protection.care.facilities import actions as register
from saathi.protection.care.facilities import rules
from saathi.protection.care.facilities.forms import COLUMNS
from saathi.protection.care.facilities.models import Facility, FacilityAddress, FacilityLicence
from saathi.protection.care.inspections.conflict_actions import declare_conflict
from tests.factories import agencies
from tests.protection.care.inspections.test_screens import follow_form
from tests.reading import day
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
REASON = "You declared a connection with this facility. Another person who keeps the register"


@pytest.fixture
def barred(manager: Staff, facility: Facility) -> Staff:
    """A keeper of the facility's entry who declared a connection with the facility."""
    with acting(manager):
        declare_conflict(facility=facility, actor=manager)
    return manager


def page_of(name: str, facility: Facility) -> str:
    return reverse(f"facilities:{name}", args=[facility.pk])


@pytest.mark.parametrize(("is_barred", "codes"), [(False, []), (True, ["conflict"])])
def test_who_keeps_a_facility(is_barred: bool, codes: list[str]) -> None:
    reasons = rules.reasons_against_keeper(is_barred=is_barred)
    assert [reason.code for reason in reasons] == codes


@pytest.mark.requirement("FAC-002")
def test_barred_keeper_is_refused_on_each_page_and_a_colleague_is_not(
    facility: Facility, barred: Staff
) -> None:
    today = day("from_on", barred.office.today())
    licence = {"status": "suspended", "authority": "Board", **today}
    pages: list[tuple[str, dict[str, object]]] = [
        ("change_facility", {"name": "House of joy"}),
        ("record_licence", licence),
        ("change_address", {"address_class": "public", "address": "Hill road 3"}),
    ]
    for name, typed in pages:
        page = follow_form(barred, page_of(name, facility), **typed)
        assert REASON in page, name
    with role("maintenance"):
        facility.refresh_from_db()
        assert FacilityLicence.objects.filter(facility=facility).count() == 1
        assert not FacilityAddress.objects.exists()
    assert facility.name == "House of hope"
    colleague = agencies.staff("supervisor", barred.office)
    for name, typed in pages:
        assert REASON not in follow_form(colleague, page_of(name, facility), **typed), name
    with role("maintenance"):
        facility.refresh_from_db()
        logged = AuditEntry.objects.filter(
            objects_seen__contains=[facility.pk], by=colleague.pk, kind="wrote"
        )
        done = {entry.detail["action"] for entry in logged if entry.detail}
    assert facility.name == "House of joy"
    assert done == {"changed", "licence_recorded", "address_recorded"}


def test_barred_keeper_moves_no_entry(facility: Facility, barred: Staff) -> None:
    with acting(barred):
        seen = SeenEntry(Facility.objects.get(pk=facility.pk), facility.version)
        with pytest.raises(EntryMoveRefused):
            move_entry(
                register.FACILITIES, seen, EntryStep(EntryMove.ARCHIVE, "Closed"), actor=barred
            )
        values = {name: getattr(facility, name) for name in COLUMNS} | {"name": "Other"}
        with pytest.raises(EntryMoveRefused):
            register.change_facility(seen=seen, values=values, actor=barred)


def test_no_statement_lets_a_barred_keeper_write(facility: Facility, barred: Staff) -> None:
    added: tuple[models.Model, ...] = (
        FacilityLicence(
            facility=facility, status="suspended", authority="Board", recorded_by=barred.pk,
            from_on=dt.date(2026, 1, 1), state="recorded",
        ),
        FacilityAddress(
            facility=facility, address_class="public", address="Hill road 3", state="proposed",
            recorded_by=barred.pk, id=uuid.uuid4(),
        ),
    )  # fmt: skip
    with acting(barred), transaction.atomic():
        for row in added:
            prove_rows([(row, {})], by=barred.pk)
            with pytest.raises(DatabaseError, match="keeps no entry"), transaction.atomic():
                row.save(force_insert=True)
        prove_rows([(facility, {"name": "House of joy"})], by=barred.pk)
        rows = Facility.objects.filter(pk=facility.pk)
        with pytest.raises(DatabaseError, match="keeps no entry"), transaction.atomic():
            rows.update(name="House of joy", version=facility.version + 1)
        kept = FacilityLicence.objects.get(facility=facility)
        prove_rows([(kept, {"state": "withdrawn"})], by=barred.pk)
        with pytest.raises(DatabaseError, match="keeps no entry"), transaction.atomic():
            FacilityLicence.objects.filter(pk=kept.pk).update(state="withdrawn")
