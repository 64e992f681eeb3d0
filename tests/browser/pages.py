"""Every page, and who reads it: the list is that of the addresses.

A new address is opened by the worker of the child without a row here. Any other reader has
a row in READERS; what is no page has its reason in `no_pages.py`, or is one of the steps in the
`access_rows.py` of its domain. `tests/architecture` holds the list to the addresses, `test_pages.py`
opens and checks each of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from tests.architecture.screens import Address, addresses
from tests.browser import world as people
from tests.browser.no_pages import NO_PAGE
from tests.browser.world import World

NOBODY, SECOND_STEP, LOCKED = "", "the new one, half signed in", "the new one, locked"
# By address or by the first part of its name; the longest that fits.
READERS: dict[str, str] = {
    "": people.WORKER,
    "agencies:": people.ADMINISTRATOR,
    "agencies:decide_staff_change": people.SECOND,
    "agencies:list_unsent_forms": people.WORKER,
    "agencies:accept_invitation": NOBODY,
    "agencies:enter_invitation_code": NOBODY,
    "desk:list_erasures": people.HOLDER,
    "desk:show_erasure": people.HOLDER,
    "desk:request_erasure": people.HOLDER,
    "desk:show_erasure_certificate": people.HOLDER,
    "desk:decide_erasure": people.SECOND_HOLDER,
    "desk:list_imports": people.HOLDER,
    "desk:upload_import": people.HOLDER,
    "desk:show_import": people.HOLDER,
    "desk:map_import_columns": people.HOLDER,
    "desk:map_import_values": people.HOLDER,
    "desk:list_import_rows": people.HOLDER,
    "desk:list_import_duplicates": people.HOLDER,
    "desk:preview_import_row": people.HOLDER,
    "desk:undo_completed_import": people.HOLDER,
    "desk:decide_import": people.HOLDER,
    "desk:show_import_origin": people.HOLDER,
    "desk:list_exports": people.HOLDER,
    "desk:request_export": people.HOLDER,
    "desk:request_file_export": people.HOLDER,
    "desk:show_export": people.HOLDER,
    "desk:list_enquiries": people.HOLDER,
    "desk:show_enquiry": people.HOLDER,
    "desk:record_child_view_on_enquiry": people.HOLDER,
    "matches:": people.LEADER,
    "protection_screening:decide_permission": people.LEADER,
    "proceedings:decide_presentation": people.LEADER,
    "reintegration:decide_exception": people.LEADER,
    "legal_measures:decide_control": people.LEADER,
    "best_interests:list_determinations": people.LEADER,
    "best_interests:list_waiting_assessments": people.LEADER,
    "best_interests:answer_assessment": people.LEADER,
    "best_interests:list_for_meeting": people.LEADER,
    "best_interests:change_member": people.LEADER,
    "best_interests:hold_meeting": people.LEADER,
    "best_interests:defer_determination": people.LEADER,
    "best_interests:answer_reconsideration": people.LEADER,
    "desk:print_case_pack": people.LEADER,
    "intake:show_roster": people.LEADER,
    "incidents:": people.HOLDER,
    "incidents:record_incident": people.WORKER,
    "operations:approve_operation": people.LEADER,
    "desk:list_approvals": people.LEADER,
    "desk:list_hidden_files": people.LEADER,
    "desk:show_team_workload": people.LEADER,
    "check_ins:list_overdue": people.LEADER,
    "desk:list_supervised": people.LEADER,
    "desk:list_unassessed_acts": people.LEADER,
    "desk:show_approval": people.LEADER,
    "show_approval": people.LEADER,
    "show_erasure": people.HOLDER,
    "desk:change_team": people.LEADER,
    "committees:request_follow_up": people.LEADER,
    "committees:end_follow_up": people.LEADER,
    "dues:list_not_met": people.LEADER,
    "handovers:offer_handover": people.LEADER,
    "handovers:list_office_handovers": people.LEADER,
    "handovers:show_handover": people.LEADER,
    "desk:manage_hidden_from": people.LEADER,
    "services:add_service": people.LEADER,
    "services:offer_facility": people.LEADER,
    "services:change_service": people.LEADER,
    "services:verify_service": people.LEADER,
    "services:withdraw_service": people.LEADER,
    "services:import_services": people.LEADER,
    "services:publish_services": people.HOLDER,
    "services:act_on_service": people.HOLDER,
    "services:translate_service": people.HOLDER,
    "courts:add_court": people.LEADER,
    "courts:change_court": people.LEADER,
    "courts:import_courts": people.LEADER,
    "courts:publish_courts": people.HOLDER,
    "courts:act_on_court": people.HOLDER,
    "care_committees:": people.LEADER,
    "care_committees:publish_committees": people.HOLDER,
    "care_committees:act_on_committee": people.HOLDER,
    "care_committees:confirm_meeting": people.HOLDER,
    "agreements:add_agreement": people.LEADER,
    "agreements:change_agreement": people.LEADER,
    "agreements:import_agreements": people.LEADER,
    "agreements:publish_agreements": people.HOLDER,
    "agreements:act_on_agreement": people.HOLDER,
    "agreements:translate_agreement": people.HOLDER,
    "agreements:add_focal_point": people.LEADER,
    "agreements:change_focal_point": people.LEADER,
    "agreements:contact_focal_point": people.LEADER,
    "agreements:publish_focal_contact": people.HOLDER,
    "agreements:test_focal_point": people.LEADER,
    "agreements:import_focal_points": people.LEADER,
    "agreements:publish_focal_points": people.HOLDER,
    "agreements:act_on_focal_point": people.HOLDER,
    "guidelines:add_guideline": people.LEADER,
    "guidelines:import_guidelines": people.LEADER,
    "guidelines:publish_guidelines": people.HOLDER,
    "facility_incidents:compare_quality": people.LEADER,
    "facility_incidents:list_incidents": people.LEADER,
    "facilities:add_facility": people.LEADER,
    "facilities:import_facilities": people.LEADER,
    "facilities:publish_facilities": people.HOLDER,
    "standards:add_model_set": people.LEADER,
    "standards:add_standard_set": people.LEADER,
    "standards:import_standard_sets": people.LEADER,
    "standards:publish_standard_sets": people.HOLDER,
    "premises:add_premises": people.LEADER,
    "premises:import_all_premises": people.LEADER,
    "premises:publish_all_premises": people.HOLDER,
    "inspections:list_by_risk": people.LEADER,
    "inspections:list_inspections": people.LEADER,
    "support:give_service_access": people.LEADER,
    "supplements:list_forms": people.ADMINISTRATOR,
    "supplements:upload_form": people.ADMINISTRATOR,
    "supplements:edit_draft": people.ADMINISTRATOR,
    "supplements:show_form": people.ADMINISTRATOR,
    "supplements:end_form": people.ADMINISTRATOR,
    "supplements:export_answers": people.HOLDER,
    "releases:": people.RAPPORTEUR,
    "releases:confirm_release_step": people.OVERSIGHT,
    "research:": people.RAPPORTEUR,
    "research:confirm_request_step": people.OVERSIGHT,
    "prevalence:": people.RAPPORTEUR,
    "prevalence:confirm_estimate_step": people.OVERSIGHT,
    "sharing:": people.RAPPORTEUR,
    "sharing:confirm_agreement_step": people.OVERSIGHT,
    "external:": people.RAPPORTEUR,
    "published:": NOBODY,
    "account_": people.NEW,
    "account_login": NOBODY,
    "account_inactive": NOBODY,
    "mfa_": people.NEW,
    "mfa_authenticate": SECOND_STEP,
    "mfa_activate_totp": people.UNSURE,
    "set_pin": people.NEW,
    "unlock": LOCKED,
    "tracing:return_finding": people.LEADER,
    "tracing:send_return_back": people.LEADER,
    "transfers:return_transfer": people.LEADER,
    "reintegration:confirm_mentor": people.LEADER,
    "reintegration:return_mentor": people.LEADER,
    "reintegration:list_question_sounds": people.ADMINISTRATOR,
    "reintegration:upload_question_sound": people.ADMINISTRATOR,
    "reintegration:approve_question_sound": people.LEADER,
    "reintegration:withdraw_question_sound": people.ADMINISTRATOR,
    "placements:return_request": people.LEADER,
    "placements:agree_to_placement": people.LEADER,
    "placements:confirm_end": people.LEADER,
    "placements:confirm_departure": people.LEADER,
    "transfer_files:prepare_file": people.LEADER,
    "transfers:list_incoming": people.ABROAD,
    "transfers:list_office_incoming": people.LEADER,
    "transfers:show_incoming": people.ABROAD,
    "transfers:answer_received": people.ABROAD,
    "transfers:place_received": people.ABROAD,
    "transfers:confirm_received": people.ABROAD,
    "transfers:report_received": people.ABROAD,
    "leave_quickly": NOBODY,  # a signed-in user would be signed out
}


@dataclass(frozen=True)
class Shown:
    """One page in one state: its name, its reader, and its address in a world."""

    name: str
    reader: str
    path: Callable[[World], str]

    def __str__(self) -> str:
        return self.name.replace(":", "-").replace(" ", "-").replace(",", "")


def reader_of(name: str) -> str:
    """The reader of an address."""
    return READERS[max((key for key in READERS if name.startswith(key)), key=len)]


def pages() -> list[Shown]:
    """Each address of a page, then the states of pages that look otherwise."""
    found = [address for address in addresses() if address.name not in NO_PAGE]
    return [*(Shown(item.name, reader_of(item.name), _place(item)) for item in found), *STATES]


def _place(address: Address) -> Callable[[World], str]:
    def path(world: World) -> str:
        ids = {name: world.id_in(address.name, name) for name in address.kwargs}
        return reverse(address.name, kwargs=ids)

    return path


def _at(path: str) -> Callable[[World], str]:
    """A path that is the same in every world, or below a file: `closed:plan/`."""
    below = path.partition(":")

    def place(world: World) -> str:
        files = {"closed": world.closed, "file": world.file}
        return files[below[0]] + below[2] if below[1] else path

    return place


def _in_urdu(world: World) -> str:
    return f"{world.file}forms/new/back_at_home/?in=ur"


# The same pages empty, closed, for other readers; and the page of what is not there.
STATES = (
    Shown("the demo's door", NOBODY, _at("/demo/")),
    Shown("my day, empty", people.IDLE, _at("/")),
    Shown("my day of a supervisor", people.LEADER, _at("/")),
    Shown("my day of a data officer", people.HOLDER, _at("/")),
    Shown("reports, none", people.ELSEWHERE, _at("/reports/")),
    Shown("reports passed on, none", people.ELSEWHERE, _at("/reports/?tab=passed_on")),
    Shown("missing children, none", people.ELSEWHERE, _at("/missing/?state=closed")),
    Shown("contacts, none", people.ELSEWHERE, _at("/reports/contacts/")),
    Shown("numbers of one country", "Purna Chettri", _at("/numbers/detected/?country=NPL")),
    Shown(
        "an indicator by district",
        "Purna Chettri",
        _at("/numbers/indicators/origin_by_district/?by=origin_district&country=NPL"),
    ),
    Shown(
        "a share by nationality",
        "Purna Chettri",
        _at("/numbers/indicators/assessed_in_a_week/?by=nationality_region"),
    ),
    Shown(
        "a released table cut otherwise",
        NOBODY,
        _at("/published/children-in-care/1/tables/sex-age/?rows=age&columns=sex&year=2022"),
    ),
    Shown("published numbers, none found", NOBODY, _at("/published/?asked=nosuchnumber")),
    Shown("a country without numbers", NOBODY, _at("/published/countries/PAK/")),
    Shown(
        "what a family fixes",
        people.RAPPORTEUR,
        _at("/releases/new/?indicator=trafficked_by_identification"),
    ),
    Shown("a closed case", people.WORKER, _at("closed:")),
    Shown("closing, closed", people.WORKER, _at("closed:closing/")),
    Shown("no plan yet", people.WORKER, _at("closed:plan/")),
    Shown("nothing was said", people.WORKER, _at("closed:voice/")),
    Shown("no visit yet", people.WORKER, _at("closed:visits/")),
    Shown("no note yet", people.WORKER, _at("closed:notes/")),
    Shown("nothing happened", people.WORKER, _at("closed:happened/")),
    Shown("no needs yet", people.WORKER, _at("closed:needs/")),
    Shown("no form yet", people.WORKER, _at("closed:forms/")),
    Shown("a form with its answers, in Urdu", people.WORKER, _in_urdu),
    Shown("no order yet", people.WORKER, _at("closed:orders/")),
    Shown("nothing asked yet", people.WORKER, _at("closed:screening/")),
    Shown("no support yet", people.WORKER, _at("closed:support/")),
    Shown("services, none found", people.WORKER, _at("/services/?q=nosuchservice")),
    Shown("no contacts yet", people.WORKER, _at("closed:around/")),
    Shown("hardly anything known of who", people.WORKER, _at("closed:who/")),
    Shown(
        "an import that is done",
        people.HOLDER,
        lambda world: f"/exchange/imports/{world.ids['import_done']}/",
    ),
    Shown("exports, none", people.SECOND_HOLDER, _at("/exchange/exports/")),
    Shown("what is not there", people.ELSEWHERE, _at("file:")),
)
