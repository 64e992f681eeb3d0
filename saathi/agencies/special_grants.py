"""What each database role may do with the special tables, and which functions it may call.

Policy: changes here are reviewed by those who answer for access.
"""

from collections.abc import Iterator

from saathi.agencies.special_rights import ANALYST, APP, ERASER, MATCHER, NIGHTLY_RUN_TABLES
from saathi.infra import roles


def grants() -> Iterator[str]:
    """GRANT statements of the special tables and roles."""
    yield from _grants_of_the_eraser()
    yield from _grants_of_the_matcher()
    yield from _grants_of_drafts()
    yield f"GRANT SELECT ON agencies_staff TO {APP}"
    # Only the person's own values; office, bundle and activity change through functions.
    own = "notices_by_mail"
    yield f"GRANT UPDATE ({own}) ON agencies_staff TO {APP}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON agencies_formkey TO {APP}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON mfa_authenticator TO {APP}"
    yield f"GRANT SELECT, INSERT, DELETE ON agencies_savedlistview TO {APP}"
    yield f"GRANT SELECT ON agencies_staffchange TO {APP}"
    seen = (
        "id, staff_id, is_confirmed, invited_by, invited_at, expires_at, used_at, withdrawn_at, "
        "mail_asked_at, mailed_at, mail_trouble"
    )
    yield f"GRANT SELECT ({seen}) ON agencies_invitation TO {APP}"  # never the digest
    yield f"GRANT SELECT ON agencies_notice TO {APP}"  # given by functions alone
    yield f"GRANT UPDATE (read_at) ON agencies_notice TO {APP}"
    yield f"GRANT SELECT, INSERT ON people_token TO {APP}"
    yield f"GRANT SELECT, INSERT ON vault_key, vault_old_value, vault_stored_file TO {APP}"
    yield f"GRANT SELECT ON vault_erasure TO {APP}"
    kept = "services_service, services_course, services_coursesession, services_shaping"
    yield f"GRANT SELECT, INSERT, UPDATE ON {kept} TO {APP}"
    yield f"GRANT SELECT, INSERT ON services_serviceversion TO {APP}"
    yield f"GRANT SELECT, INSERT, UPDATE ON services_servicetranslation TO {APP}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON supplements_formdraft TO {APP}"
    yield f"GRANT SELECT, INSERT ON operations_operation TO {APP}"
    yield from _grants_of_releases()
    yield from _grants_of_research()
    yield from _grants_of_sharing()
    estimates = "prevalence_prevalenceestimate, prevalence_overlapcounts"
    yield f"GRANT SELECT, INSERT ON {estimates} TO {APP}"
    decided = "state, decided_at, decided_by, decision, version"
    yield f"GRANT UPDATE ({decided}) ON prevalence_prevalenceestimate TO {APP}"
    yield from _grants_of_external()
    cells = "evidence_registercell, evidence_indicatorcell"
    yield f"GRANT SELECT, INSERT, DELETE ON {cells} TO saathi_analyst"
    yield from _grants_of_the_queue()


def _grants_of_the_queue() -> Iterator[str]:
    for table in ("jobs", "events", "periodic_defers", "workers"):
        everything = "SELECT, INSERT, UPDATE, DELETE"
        yield f"GRANT {everything} ON procrastinate_{table} TO saathi_worker, saathi_carrier"
    numbers = "procrastinate_jobs_id_seq, procrastinate_events_id_seq"
    yield f"GRANT USAGE ON SEQUENCE {numbers} TO saathi_warden"


def _grants_of_releases() -> Iterator[str]:
    yield f"GRANT SELECT, INSERT ON releases_family, releases_release TO {APP}"
    asked = "state, chosen, chosen_by, said_at, progress, doing, version"
    yield f"GRANT UPDATE ({asked}) ON releases_release TO {APP}"
    yield f"GRANT SELECT ON releases_part TO {APP}"
    yield f"GRANT SELECT ON releases_family, releases_release TO {ANALYST}"
    worked = (
        "state, snapshot, snapshot_hash, designs, progress, doing, said_at, trouble, summary, "
        "report, passes, tables_hash, version"
    )
    yield f"GRANT UPDATE ({worked}) ON releases_release TO {ANALYST}"
    yield f"GRANT SELECT, INSERT, DELETE ON releases_part TO {ANALYST}"
    yield f"GRANT USAGE ON SEQUENCE releases_part_id_seq TO {ANALYST}"
    yield f"GRANT SELECT (id, name) ON agencies_agency TO {ANALYST}"  # who publishes
    yield f"GRANT SELECT ON releases_edition, releases_editionpart TO {ANALYST}"


def _grants_of_external() -> Iterator[str]:
    yield f"GRANT SELECT, INSERT ON external_externalseries, external_externalcell TO {APP}"
    yield f"GRANT USAGE ON SEQUENCE external_externalcell_id_seq TO {APP}"
    told = "columns, year, place, state, left_out, shown_at, why_withdrawn, version"
    yield f"GRANT UPDATE ({told}) ON external_externalseries TO {APP}"


def _grants_of_research() -> Iterator[str]:
    yield f"GRANT SELECT, INSERT ON research_researchrequest, research_handing TO {APP}"
    decided = "state, decided_at, decided_by, decision, ended_at, ended_by, ending, version"
    yield f"GRANT UPDATE ({decided}) ON research_researchrequest TO {APP}"


def _grants_of_sharing() -> Iterator[str]:
    yield f"GRANT SELECT, INSERT ON sharing_sharingagreement, sharing_sharing TO {APP}"
    decided = "state, decided_at, decided_by, decision, ended_at, ended_by, ending, version"
    yield f"GRANT UPDATE ({decided}) ON sharing_sharingagreement TO {APP}"


def _grants_of_the_eraser() -> Iterator[str]:
    yield f"GRANT SELECT ON agencies_erasurerequest TO {ERASER}"
    yield f"GRANT UPDATE (state, done_at) ON agencies_erasurerequest TO {ERASER}"
    yield f"GRANT SELECT (file_id), DELETE ON vault_key, vault_old_value, people_token TO {ERASER}"
    yield f"GRANT SELECT, DELETE ON vault_stored_file TO {ERASER}"
    yield f"GRANT SELECT, INSERT ON vault_erasure TO {ERASER}"


def _grants_of_the_matcher() -> Iterator[str]:
    yield f"GRANT SELECT ON people_token TO {MATCHER}"
    asked = "id, file_id, purpose, recorded_at, recorded_by, sealed"
    yield f"GRANT SELECT ({asked}) ON intake_enquiry TO {MATCHER}"
    looked_for = "id, file_id, told_at, recorded_by, recorded_at, relation, urgency, state"
    yield f"GRANT SELECT ({looked_for}) ON missing_missingreport TO {MATCHER}"
    known = (
        "id, file_id, report_id, gender, birth_year_low, birth_year_high, home_district, languages, "
        "sealed"
    )
    yield f"GRANT SELECT ({known}) ON missing_missingchild TO {MATCHER}"
    held = "id, kind, is_protected, recorded_at"
    yield f"GRANT SELECT ({held}) ON agencies_file TO {MATCHER}"
    yield f"GRANT SELECT (enquiry, file_id), INSERT ON intake_enquirymatch TO {MATCHER}"
    running = "file_id, principal, reads, starts_at, ends_at"
    yield f"GRANT SELECT ({running}) ON agencies_grant TO {MATCHER}"
    yield f"GRANT SELECT (file_id, principal) ON agencies_hidden TO {MATCHER}"
    yield f"GRANT SELECT (id, agency_id) ON agencies_staff TO {MATCHER}"
    yield f"GRANT SELECT ON agencies_principal TO {MATCHER}"
    yield f"GRANT SELECT ON vault_key TO {MATCHER}"
    for table in NIGHTLY_RUN_TABLES:
        yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {MATCHER}"


def _grants_of_drafts() -> Iterator[str]:
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON agencies_draft TO {APP}"
    yield "GRANT SELECT (id, expires_at), DELETE ON agencies_draft TO saathi_worker"


# What the web role may call of the warden's functions.
WEB_FUNCTIONS = (
    "access_enter(text)",
    "access_context()",
    "change_make(text, text, text)",
    "access_staff()",
    "access_agency()",
    "access_principals()",
    "access_self()",
    "access_hidden()",
    "access_is_shown(uuid)",
    "access_sections(uuid)",
    "access_hidden_from(uuid)",
    "lock_file_key(uuid)",
    "lock_case_plans(uuid)",
    "lock_import()",
    "access_team(uuid)",
    "access_named_reader(uuid)",
    "complete_open_matters(uuid)",
    "complete_caseload(uuid[])",
    "cases_spread(uuid[], date)",
    "approvals_oldest(uuid[], text, timestamptz, uuid, integer)",
    "referral_answered(uuid)",
    "service_found(uuid)",
    "staff_permissions(uuid)",
    "staff_invitation(text)",
    "staff_accept(text, text, text)",
    "attempt_sign_in(text, text, text, boolean, text)",
    "attempt_pin(uuid, text, boolean, text)",
    "attempt_factor(uuid, text, boolean, text)",
    "sign_on_staff(text)",
    "sign_on_link(uuid, text, text)",
    "session_load(text)",
    "session_exists(text)",
    "session_save(text, text, timestamptz, boolean, text)",
    "session_delete(text)",
    "session_note(text, uuid, text, text)",
    "session_list(text)",
    "session_end(uuid, text, text)",
    "staff_end_sessions(uuid, text)",
    "credential_of(uuid, text, text)",
    "credential_write(uuid, text, integer, boolean, text, text)",
    "credential_factor_proved(text, uuid, bigint, text, jsonb)",
    "decision_proved(text, uuid, text)",
    "staff_open_files(uuid)",
    "erasure_about(uuid)",
    "exchange_standing(uuid, uuid[])",
    "exchange_clear()",
)
# Functions that give access or whose effect outlives the request. The web role reaches them through
# `change_make` alone, with a proof that an injected statement cannot make (`change_proofs`).
PROVED_FUNCTIONS = (
    "access_give(uuid, uuid, text, integer, integer, timestamptz)",
    "access_end(uuid, uuid)",
    "access_end_referral(uuid, uuid, uuid)",
    "access_hand_over(uuid, uuid, boolean)",
    "access_hide(uuid, uuid, boolean)",
    "access_break_glass(text, integer, text)",
    "matches_review(uuid, uuid, text, text, bytea)",
    "matches_part(uuid, text)",
    "committee_tell(uuid, uuid, date, text, text, bytea)",
    "handover_offer(uuid, uuid, uuid, timestamptz)",
    "handover_close(uuid, uuid)",
    "handover_decline(uuid, text, bytea)",
    "handover_accept(uuid, uuid, boolean, bytea)",
    "staff_invite(jsonb, uuid, text, text, text, boolean)",
    "staff_invite_again(uuid, text, boolean)",
    "staff_withdraw_invitation(uuid)",
    "staff_ask_change(uuid, text, text, uuid, text)",
    "staff_ask_reset(uuid)",
    "staff_ask_reopen(uuid, text, text, uuid, text)",
    "staff_decide(uuid, boolean, text)",
    "staff_deactivate(uuid)",
    "bundle_ask(text, text, text, text[], date, boolean)",
    "bundle_decide(uuid, boolean)",
    "erasure_ask(uuid, jsonb)",
    "erasure_withdraw(uuid)",
    "erasure_decide(uuid, boolean, text)",
    "form_ask(uuid, integer)",
    "form_ask_end(text)",
    "form_decide(uuid, boolean)",
    "exchange_to_worker(uuid[], uuid)",
    "exchange_take_back(uuid, uuid[])",
    "office_add(uuid, text, text, text, text, jsonb)",
    "office_change(uuid, text, text, text, jsonb, boolean)",
    "job_defer(text, text, text, text, jsonb)",
    "configuration_add(text, text, jsonb, date)",
    "holiday_set(uuid, date, text)",
    "holiday_remove(uuid, uuid)",
    "release_approve(uuid, text)",
    "release_send_back(uuid, text)",
    "release_publish(uuid, text)",
    "release_withdraw(uuid, text)",
    "unsent_set_pair(text, text)",
    "access_notify_leaders(uuid, text, uuid)",
    "notice_give(uuid, text, uuid)",
    "incident_tell_of(uuid)",
    "complaint_tell(uuid, boolean)",
    "token_clear(uuid)",
)
# What the nightly job does, a large import also does at its end.
NIGHTLY_ROLES = "saathi_worker, saathi_maintenance"
# What other roles may call: the worker mails invitations, the matcher sends notices of enquiries,
# and the eraser's policies ask.
FUNCTIONS_OF_OTHER_ROLES = {
    "access_notify_of_enquiry(uuid)": MATCHER,
    "matcher_candidates(uuid, uuid[], double precision[], text, integer, integer, text)": MATCHER,
    "matcher_found_child(uuid)": MATCHER,
    "matches_changed(bigint)": MATCHER,
    "matches_gone(timestamptz)": MATCHER,
    "matches_open(uuid, uuid[])": MATCHER,
    "matches_write(uuid, uuid[], uuid[], text[], text[], boolean)": MATCHER,
    "matches_lapse(uuid, uuid[])": MATCHER,
    "matches_alleged(uuid, uuid)": MATCHER,
    "matches_alert(uuid, uuid[], uuid[], text[])": MATCHER,
    "matches_live()": MATCHER,
    "matches_hang_together(uuid[], uuid[])": MATCHER,
    # What maintenance does through the actions, it logs in the name of an actor.
    "access_enter(text)": "saathi_maintenance",
    # From the server, if no administrator is left: `saathi deactivate`.
    "staff_deactivate_by_operator(uuid)": "saathi_maintenance",
    "case_coming_of_age(integer)": "saathi_worker",
    "complaint_remind()": "saathi_worker",
    "change_make(text, text, text)": "saathi_maintenance",
    "invitation_addressee(uuid)": "saathi_worker",
    "invitation_to_mail(uuid, text)": "saathi_worker",
    "vault_unnamed(uuid[])": "saathi_worker",
    "notices_to_mail()": "saathi_worker",
    "notices_mailed(uuid[])": "saathi_worker",
    "invitation_mailed(uuid, text)": "saathi_worker",
    "erasure_agreed(uuid)": ERASER,
    # The health page and `saathi metrics`: counts and ages, no id.
    "monitor_queues()": f"{APP}, saathi_monitor, saathi_owner",
    "erasure_log(uuid, uuid)": ERASER,
    "lock_file_key(uuid)": f"{ERASER}, saathi_maintenance, saathi_owner",
    "lock_nightly()": MATCHER,
    "unlock_nightly()": MATCHER,
    "lock_indicators()": ANALYST,
    "lock_release(uuid)": f"{ANALYST}, saathi_maintenance",  # `saathi release` works as maintenance
    "unlock_release(uuid)": f"{ANALYST}, saathi_maintenance",
}
# A starting process first asks whether the schema matches its version, and whether the database was
# recovered without being declared. /health and metrics ask for the age of the oldest audit entry
# that is not sealed. Triggers of all tables ask whether the actor is named.
FUNCTIONS_OF_ALL_ROLES = (
    "actor_is_self(uuid)",
    "access_applied_migrations()",
    "audit_oldest_unsealed_seconds()",
    "recovery_is_declared()",
    "recovery_server()",
)


def change_signature() -> str:
    """The SQL function that says which functions `change_make` may call, by their names."""
    rows = ", ".join(f"('{one.split('(')[0]}', '{one}')" for one in PROVED_FUNCTIONS)
    return (
        "CREATE OR REPLACE FUNCTION change_signature(change text) RETURNS text "  # noqa: S608 - ours
        "LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ "
        f"SELECT c.signature FROM (VALUES {rows}) c(name, signature) WHERE c.name = change $$"
    )


def function_grants() -> Iterator[str]:
    """GRANT statements of the warden's functions, issued by the warden."""
    for function in WEB_FUNCTIONS:
        yield f"GRANT EXECUTE ON FUNCTION {function} TO {APP}"
    for function, role in FUNCTIONS_OF_OTHER_ROLES.items():
        yield f"GRANT EXECUTE ON FUNCTION {function} TO {role}"
    for function in FUNCTIONS_OF_ALL_ROLES:
        yield f"GRANT EXECUTE ON FUNCTION {function} TO {', '.join(roles.login_roles())}"
