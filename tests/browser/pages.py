"""Every page, and who reads it: the list is that of the addresses.

A new address is opened by the worker of the child without a row here. Any other reader has
a row in READERS; what is no page has its reason in NO_PAGE, or is one of the steps in the
`access_rows.py` of its domain. `tests/architecture` holds the list to the addresses, `test_pages.py`
opens and checks each of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from tests.architecture.matrix_rows import STEPS
from tests.architecture.screens import Address, addresses
from tests.browser import world as people
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
    "reintegration:return_mentor": people.LEADER,
    "transfer_files:prepare_file": people.LEADER,
    "transfers:list_incoming": people.ABROAD,
    "transfers:show_incoming": people.ABROAD,
    "transfers:answer_received": people.ABROAD,
    "transfers:place_received": people.ABROAD,
    "transfers:confirm_received": people.ABROAD,
    "transfers:report_received": people.ABROAD,
    "leave_quickly": NOBODY,  # a signed-in user would be signed out
}
ACTS = "a form is sent here; there is nothing to see"
MOVES_ON = "leads to the page that holds it"
_CARE = "this world has none yet; tests/protection/care"
FACILITY = f"a facility: {_CARE}/facilities/test_screens.py"
STANDARDS = f"standards: {_CARE}/standards/test_screens.py"
PREMISES = f"premises: {_CARE}/premises/test_screens.py"
INSPECTION = f"an inspection or notice: {_CARE}/inspections/test_screens.py"
NO_PAGE: dict[str, str] = {
    "desk:set_discreet_view": ACTS,
    "reintegration:answer_alone": "needs a locked device; reintegration/test_outcomes.py",
    "desk:print_agenda": "a paper, as a file",
    "desk:print_decision": "needs a decision; tests/desk/test_printing_determinations.py",
    "desk:find_by_code": ACTS,
    "desk:search_cases": ACTS,
    "desk:change_cases": ACTS,
    "agencies:suggest_staff": "suggestions for a field, as JSON",
    "desk:open_notice": ACTS,
    "desk:link_report": ACTS,
    "desk:link_report_by_code": ACTS,
    "desk:cover_worker": "asks for a worker in its address; tests/desk/case_list/test_bulk_cover.py",
    "desk:assign_case": "leads to the team once a worker is assigned; tests/desk/test_registration.py",
    "intake:accept_report": ACTS,
    "intake:end_shift": ACTS,
    "desk:follow_missing_child_match": ACTS,
    "missing:withdraw_public_notice": ACTS,
    "desk:set_access_purpose": ACTS,
    "desk:withdraw_closing": ACTS,
    "complaints:redirect_to_complaint": MOVES_ON,
    "transfers:print_handover": "needs an authorised transfer; transfers/test_papers.py",
    "transfers:open_due_answer": MOVES_ON,
    "transfers:open_due_receipt": MOVES_ON,
    "transfers:open_due_report": MOVES_ON,
    "handovers:withdraw_handover": ACTS,
    "care_plans:request_approval": ACTS,
    "care_plans:withdraw_approval_request": ACTS,
    "agencies:open_unsent_forms": "a key for the browser, as JSON",
    "agencies:report_lost_device": ACTS,
    "agencies:request_sign_in_reset": ACTS,
    "agencies:end_sessions": ACTS,
    "agencies:invite_again": ACTS,
    "agencies:withdraw_invitation": ACTS,
    "desk:withdraw_erasure": ACTS,
    "desk:discard_import": ACTS,
    "desk:check_import_again": ACTS,
    "desk:reveal_passphrase": ACTS,
    "desk:download_export": ACTS,
    "desk:end_export": ACTS,
    "desk:download_import_errors": "a table, as a file",
    "desk:download_sample_file": "a table, as a file",
    "desk:read_calendar": "a person's duties, as a calendar file",
    "lock": ACTS,
    "set_language": ACTS,
    "care_plans:show_newest_plan": MOVES_ON,
    "participation:show_drawing": "a drawing of the child, as a file",
    "portraits:open_picture": "a picture on the page that shows it",
    "missing:show_photo": "a picture",
    "missing:open_search_photo": "a picture on the page that shows it",
    "documents:open_file": "a copy of a document, as a file",
    "documents:open_thumbnail": "a picture on the page of its document",
    "recordings:play_recording": "a sound on the page of its recording",
    "evidence:download_detected": "a table, as a file",
    "services:download_services": "a table, as a file",
    "courts:download_courts": "a table, as a file",
    "agreements:download_agreements": "a table, as a file",
    "agreements:download_named_agreements": "a table, as a file",
    "agreements:download_focal_points": "a table, as a file",
    "facilities:act_on_facility": FACILITY,
    "facilities:change_address": FACILITY,
    "facilities:change_facility": FACILITY,
    "facilities:confirm_licence": FACILITY,
    "facilities:publish_address": FACILITY,
    "facilities:record_licence": FACILITY,
    "facilities:show_facility": FACILITY,
    "facilities:withdraw_licence": FACILITY,
    "facilities:download_facilities": "a table, as a file",
    "standards:act_on_standard_set": STANDARDS,
    "standards:change_criteria": STANDARDS,
    "standards:change_standard_set": STANDARDS,
    "standards:show_child_version": STANDARDS,
    "standards:show_standard_set": STANDARDS,
    "standards:download_criteria": "a table, as a file",
    "standards:download_standard_sets": "a table, as a file",
    "inspections:agree_to_inspection": INSPECTION,
    "inspections:assess_criterion": INSPECTION,
    "inspections:begin_inspection": INSPECTION,
    "inspections:cancel_inspection": INSPECTION,
    "inspections:close_notice": INSPECTION,
    "inspections:issue_inspection_notice": INSPECTION,
    "inspections:issue_notice": INSPECTION,
    "inspections:plan_inspection": INSPECTION,
    "inspections:record_account": INSPECTION,
    "inspections:return_inspection": INSPECTION,
    "inspections:show_inspection": INSPECTION,
    "inspections:submit_inspection": INSPECTION,
    "inspections:next_criterion": MOVES_ON,
    "premises:act_on_premises": PREMISES,
    "premises:change_premises": PREMISES,
    "premises:show_premises": PREMISES,
    "premises:download_all_premises": "a table, as a file",
    "supplements:download_sample": "a workbook, as a file",
    "supplements:discard_draft": ACTS,
    "supplements:discard_answers_draft": ACTS,
    "supplements:make_next_version": ACTS,
    "evidence:download_indicator": "a table, as a file",
    "releases:preview_file": "a file of a release",
    "research:download_extract": "an archive, as a file",
    "sharing:share_tables": "leads back until a second person approved; tested by its own screens",
    "published:print_country": "a paper, as a file",
    "published:download_file": "a file of a release",
    "published:download_chart": "a chart, as a file",
    "published:redirect_to_newest_edition": MOVES_ON,
    "account_confirm": MOVES_ON,  # its own page is for accounts of a provider: tests/agencies/sign_in
    "account_sso": ACTS,
    "account_sso_response": "the provider sends people here",
    "account_sso_link": ACTS,
    "account_sso_unlink": ACTS,
    "mfa_download_recovery_codes": "codes, as a file",
    "mfa_login_webauthn": "what the browser asks a passkey, as JSON",
    "health": "for machines",
}
NO_PAGE |= dict.fromkeys(STEPS, ACTS)


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
    found = [one for one in addresses() if one.name not in NO_PAGE]
    return [*(Shown(one.name, reader_of(one.name), _place(one)) for one in found), *STATES]


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
