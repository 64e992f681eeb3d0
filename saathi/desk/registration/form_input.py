"""Converts the completed registration form to the action's input."""

from typing import Any

from saathi.agencies.models import Staff
from saathi.desk.registration.actions import Assignment, Caregiver, ConsentGiven, Registration
from saathi.desk.registration.assignees import find_assigning_supervisor
from saathi.desk.registration.forms import (
    NAME_ROWS,
    NATIONALITY_ROWS,
    SPOKEN_ROWS,
    SUPERVISOR,
    WORKER,
    RegistrationForm,
    consent_facts,
)
from saathi.infra import district_list
from saathi.people.actions import NewChild
from saathi.people.forms import split_phones
from saathi.people.names import Name
from saathi.people.vocabulary import NameSource, NationalityState
from saathi.protection.identification.intake.models import Report

_SAFE_CONTACT = ("contact_how", "contact_when", "contact_unsafe")


def build_registration(
    form: RegistrationForm, report: Report | None, actor: Staff
) -> Registration | None:
    """The valid form as input; None, with an error on the form, if there is no supervisor to assign."""
    data = form.cleaned_data
    assignment = Assignment()
    if data.get("assign_to") == WORKER:
        worker = data["worker"]
        because = "" if worker.has_room else data["over_limit_because"]
        assignment = Assignment(worker.staff, over_limit_because=because)
    elif data.get("assign_to") == SUPERVISOR:
        supervisor = find_assigning_supervisor(actor, report)
        if supervisor is None:
            form.add_no_supervisor()
            return None
        assignment = Assignment(supervisor, awaits_assignment=True)
    return Registration(
        child=_new_child(form),
        concerns=data["concerns"],
        concern_source=data.get("concern_source", ""),
        alleged=data["alleged"],
        urgency=data["urgency"],
        risk=data["risk"],
        risk_reason=data["risk_reason"],
        caregiver=_caregiver(data),
        consent=_consent(data),
        assignment=assignment,
        seen_version=form.seen_version,
    )


def _new_child(form: RegistrationForm) -> NewChild:
    data = form.cleaned_data
    nationalities = _added(data, "nationality", NATIONALITY_ROWS)
    state = NationalityState.KNOWN if nationalities else NationalityState.NOT_RECORDED
    return NewChild(
        names=_names(form),
        ages=form.to_evidence(),
        age_note=data["age_note"],
        gender=data["gender"],
        nationality_state=data["nationality_state"] or state,
        nationalities=nationalities,
        home_country=data["home_country"]
        or district_list.country_of_district(data["home_district"]),
        home_district=data["home_district"],
        languages=_added(data, "spoken", SPOKEN_ROWS),
        private={
            "address": data["location"],
            "phones": split_phones(data["phones"]),
            "marks": data["marks"],
            **{name: data[name] for name in _SAFE_CONTACT if data[name]},
        },
    )


def _names(form: RegistrationForm) -> list[Name]:
    """The names; one that is unchanged from the report keeps the report as its source."""
    data, names = form.cleaned_data, []
    for row in range(NAME_ROWS):
        if text := data[f"name_{row}"]:
            field = f"name_{row}"
            is_reported = field in form.reported and field not in form.changed_data
            source = NameSource.REPORT if is_reported else NameSource.NOT_SAID
            names.append(Name(data[f"kind_{row}"], text, data[f"language_{row}"], source=source))
    return names


def _added(data: dict[str, Any], name: str, rows: int) -> list[str]:
    """The chosen languages or nationalities without repetition."""
    chosen = [data[f"{name}_{row}"] for row in range(rows)]
    return list(dict.fromkeys(code for code in chosen if code))


def _caregiver(data: dict[str, Any]) -> Caregiver | None:
    if not data["caregiver_kind"]:
        return None
    return Caregiver(data["caregiver_kind"], data["caregiver_name"], data["caregiver_phone"])


def _consent(data: dict[str, Any]) -> ConsentGiven | None:
    if not data["consent_basis"]:
        return None
    return ConsentGiven(consent_facts(data), data["guardian_name"])
