"""Inspections as their inspectors make them."""

import datetime as dt
from collections.abc import Mapping

from saathi.agencies.models import Staff
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import actions, photo_actions, queries
from saathi.protection.care.inspections.actions import InspectionAccount, SeenInspection
from saathi.protection.care.inspections.models import (
    Inspection,
    InspectionFinding,
    InspectionPhoto,
)
from tests.protection.casework.documents import pictures
from tests.roles import acting

ACCOUNT = InspectionAccount(6, 4, "Food; calls home", "not_found", "")


def planned(facility: Facility, lead: Staff) -> Inspection:
    with acting(lead):
        return actions.plan_inspection(
            facility=facility, kind="unannounced", planned_on=lead.office.today(), actor=lead
        )


def begun(facility: Facility, lead: Staff, held_on: dt.date | None = None) -> Inspection:
    row = planned(facility, lead)
    with acting(lead):
        return actions.begin_inspection(
            seen=SeenInspection(row, row.version),
            held_on=held_on or lead.office.today(),
            team="",
            conflict="none",
            actor=lead,
        )


def assessed(
    facility: Facility,
    lead: Staff,
    results: Mapping[str, str] | None = None,
    held_on: dt.date | None = None,
) -> Inspection:
    """An inspection whose criteria are met, except those told otherwise; the account is recorded."""
    row = begun(facility, lead, held_on)
    with acting(lead):
        for finding in queries.list_findings(row):
            actions.assess_criterion(
                finding=finding,
                version=finding.version,
                result=(results or {}).get(finding.code, "met"),
                evidence="Seen",
                actor=lead,
            )
        return actions.record_account(
            seen=SeenInspection(row, row.version), account=ACCOUNT, actor=lead
        )


def submitted(
    facility: Facility,
    lead: Staff,
    results: Mapping[str, str] | None = None,
    held_on: dt.date | None = None,
) -> Inspection:
    row = assessed(facility, lead, results, held_on)
    with acting(lead):
        return actions.submit_inspection(seen=SeenInspection(row, row.version), actor=lead)


def final(
    facility: Facility,
    lead: Staff,
    second: Staff,
    results: Mapping[str, str] | None = None,
    held_on: dt.date | None = None,
) -> Inspection:
    row = submitted(facility, lead, results, held_on)
    with acting(second):
        return actions.agree_to_inspection(
            seen=SeenInspection(row, row.version), conflict="none", actor=second
        )


def photo(finding: InspectionFinding, actor: Staff, data: bytes = b"") -> InspectionPhoto:
    """A photo at a criterion, by default one with the place where it was taken."""
    with acting(actor):
        return photo_actions.add_photo(finding=finding, data=data or pictures.photo(), actor=actor)
