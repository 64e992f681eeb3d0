"""Records proceedings, their stages, accused persons and charges."""

from collections.abc import Mapping
from typing import Any, cast

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Refused
from saathi.people.around.models import AllegedPerpetrator, Outcome
from saathi.people.around.vocabulary import AuthorityBody, AuthorityOutcomeKind
from saathi.policy.courts.models import SpecialCourt
from saathi.protection.justice.proceedings import charge_rules, rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import (
    Accused,
    Charge,
    Proceeding,
    ProceedingStep,
)

WORK = Permission.WORK_ON_CASE
_PLACE = ("country", "district", "special_court")


class ProceedingRefused(Refused):
    """A proceeding, stage, accused person or charge that contradicts itself."""


@transaction.atomic
def open_proceeding(*, proceeding: Proceeding, step: ProceedingStep, actor: Staff) -> Proceeding:
    """Records a proceeding with the stage that it has reached; `ProceedingRefused`."""
    access.require(actor, WORK, proceeding)
    proceeding.district = _require_place(
        proceeding.country, proceeding.district, proceeding.special_court
    )
    _require_step(step)
    writing.add(proceeding, actor=actor)
    step.proceeding = proceeding
    writing.add(step, actor=actor)
    return proceeding


@transaction.atomic
def change_proceeding(
    *, proceeding: Proceeding, columns: Mapping[str, Any], version: int, actor: Staff
) -> Proceeding:
    """Changes an opened proceeding, which has its new texts."""
    access.require(actor, WORK, proceeding)
    new = dict(columns)
    place = [new.get(name, getattr(proceeding, name)) for name in _PLACE]
    new["district"] = _require_place(*place)
    texts = payload_of(proceeding)
    return writing.change(proceeding, actor=actor, version=version, payload=texts, **new)


def _require_place(country: str, district: str, court: SpecialCourt | None) -> str:
    """The district of the court; that of a court in the register, if none was entered."""
    place = rules.CourtPlace(court.country, court.district) if court else None
    if reasons := rules.reasons_against_place(country, district, place):
        raise ProceedingRefused(reasons)
    return court.district if court and not district else district


@transaction.atomic
def add_step(*, step: ProceedingStep, actor: Staff) -> ProceedingStep:
    """Records that a proceeding reached a stage; `ProceedingRefused`."""
    access.require(actor, WORK, step)
    _require_step(step)
    return writing.add(step, actor=actor)


@transaction.atomic
def change_step(
    *, step: ProceedingStep, columns: Mapping[str, Any], version: int, actor: Staff
) -> ProceedingStep:
    """Corrects a stage; the earlier version is kept."""
    access.require(actor, WORK, step)
    if reasons := rules.reasons_against_step(
        codes.ProceedingStage(columns["stage"]), codes.ProceedingResult(columns["result"])
    ):
        raise ProceedingRefused(reasons)
    return writing.change(step, actor=actor, version=version, payload=payload_of(step), **columns)


def _require_step(step: ProceedingStep) -> None:
    if reasons := rules.reasons_against_step(
        codes.ProceedingStage(step.stage), codes.ProceedingResult(step.result)
    ):
        raise ProceedingRefused(reasons)


@transaction.atomic
def add_accused(*, accused: Accused, actor: Staff) -> Accused:
    """Records an accused person, linked to the allegation in the file if there is one."""
    access.require(actor, WORK, accused)
    if reasons := charge_rules.reasons_against_accused(
        is_linked=accused.alleged_id is not None, name=accused.name
    ):
        raise ProceedingRefused(reasons)
    accused.accused_staff = accused.alleged.accused_staff if accused.alleged else None
    return writing.add(accused, actor=actor)


@transaction.atomic
def change_accused(
    *, accused: Accused, columns: Mapping[str, Any], version: int, actor: Staff
) -> Accused:
    """Changes an opened accused person, who has the new texts."""
    access.require(actor, WORK, accused)
    alleged = cast("AllegedPerpetrator | None", columns["alleged"])
    if reasons := charge_rules.reasons_against_accused(
        is_linked=alleged is not None, name=accused.name
    ):
        raise ProceedingRefused(reasons)
    # A link to staff is kept: whoever was once accused does not read it because of a correction.
    staff = alleged.accused_staff if alleged else None
    return writing.change(
        accused,
        actor=actor,
        version=version,
        payload=payload_of(accused),
        accused_staff=staff or accused.accused_staff,
        **columns,
    )


@transaction.atomic
def add_charge(*, charge: Charge, actor: Staff) -> Charge:
    """Records a charge; the allegation shows it if the actor may write there. `ProceedingRefused`."""
    access.require(actor, WORK, charge)
    _require_charge(vars(charge))
    writing.add(charge, actor=actor)
    copy_to_allegation(charge=charge, actor=actor)
    return charge


@transaction.atomic
def change_charge(
    *, charge: Charge, columns: Mapping[str, Any], version: int, actor: Staff
) -> Charge:
    """Changes an opened charge: outcome, sentence, appeal; `ProceedingRefused`."""
    access.require(actor, WORK, charge)
    _require_charge(columns)
    writing.change(charge, actor=actor, version=version, payload=payload_of(charge), **columns)
    copy_to_allegation(charge=charge, actor=actor)
    return charge


def _require_charge(values: Mapping[str, Any]) -> None:
    facts = charge_rules.ChargeFacts(
        charged_on=values["charged_on"],
        outcome=codes.ChargeOutcome(values["outcome"]),
        decided_on=values["decided_on"],
        sentence=values["sentence"],
        prison_months=values["prison_months"],
        appeal=codes.ChargeAppeal(values["appeal"]),
    )
    if reasons := charge_rules.reasons_against_charge(facts):
        raise ProceedingRefused(reasons)


_OUTCOMES = {
    codes.ChargeOutcome.CONVICTED: AuthorityOutcomeKind.CONVICTED,
    codes.ChargeOutcome.ACQUITTED: AuthorityOutcomeKind.ACQUITTED,
    codes.ChargeOutcome.DROPPED: AuthorityOutcomeKind.NOT_PURSUED,
}


def missing_outcomes(charge: Charge, staff: Staff) -> list[Outcome]:
    """What the linked allegation does not show yet of a charge; empty if it is not linked or not readable."""
    if charge.accused.alleged_id is None:
        return []
    alleged = access.visible(staff, AllegedPerpetrator).filter(pk=charge.accused.alleged_id)
    if not alleged.exists():
        return []
    wanted = [(AuthorityOutcomeKind.CHARGED, charge.charged_on)]
    kind = _OUTCOMES.get(codes.ChargeOutcome(charge.outcome))
    if kind and charge.decided_on:
        wanted.append((kind, charge.decided_on))
    known = set(
        access.visible(staff, Outcome)
        .filter(alleged=charge.accused.alleged_id)
        .values_list("kind", "decided_on")
    )
    return [
        Outcome(
            file_id=charge.file_id,
            alleged_id=charge.accused.alleged_id,
            kind=outcome,
            body=AuthorityBody.COURT,
            decided_on=day,
        )
        for outcome, day in wanted
        if (str(outcome), day) not in known
    ]


@transaction.atomic
def copy_to_allegation(*, charge: Charge, actor: Staff) -> list[Outcome]:
    """Adds what the linked allegation lacks of a charge, so that it is entered once.

    Nothing is added by those who may not write allegations, such as a legal representative: the
    page then offers it to those who may.
    """
    if not access.may_write(actor, charge.file_id, Outcome.section):
        return []
    missing = missing_outcomes(charge, actor)
    for outcome in missing:
        access.require(actor, WORK, outcome)
        writing.add(outcome, actor=actor, payload={})
    return missing
