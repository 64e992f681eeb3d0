"""What the database lets each role do with staff, rights to files, drafts, erasures and the queue.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import models_with_read_condition
from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY, has_right_sql
from saathi.agencies.sections import ALL_SECTIONS
from saathi.agencies.vocabulary import EMERGENCY_ACCESS_NOTICE
from saathi.infra.database_access import (
    ANALYST,
    APP,
    CARRIER,
    ERASER,
    MAINTENANCE,
    MATCHER,
    READ_RIGHTS,
    WORKER,
    WRITE_RIGHTS,
    DatabaseAccess,
    RowPolicy,
)

_ALL_SECTION_BITS = int(ALL_SECTIONS)
_OWN_ROW = f"staff_id = {ACTOR}"
_WAYS = "agencies_recordcollection"
_ERASED_ROWS = (_WAYS, "agencies_draft")  # removed with the keys of the file


def _policies() -> Iterator[RowPolicy]:
    yield from _of_staff()
    yield from _of_second_factors()
    yield from _of_saved_views()
    yield from _of_drafts()
    yield from _of_the_matcher()
    yield from _of_the_vault()
    yield from _of_ways_of_collection()
    yield from _of_erasures()


def _of_staff() -> Iterator[RowPolicy]:
    own = f"id = {ACTOR}"
    yield RowPolicy("agencies_staff", "web_reads", "SELECT", APP, using="true")
    yield RowPolicy("agencies_staff", "web_changes", "UPDATE", APP, using=own, check=own)
    for command, using, check in (
        ("SELECT", _OWN_ROW, None),
        ("INSERT", None, _OWN_ROW),
        ("UPDATE", _OWN_ROW, _OWN_ROW),
        ("DELETE", _OWN_ROW, None),
    ):
        yield RowPolicy("agencies_formkey", f"web_{command.lower()}", command, APP, using, check)
    yield RowPolicy("agencies_staffchange", "web_reads", "SELECT", APP, using=OF_OWN_AGENCY)
    invited = f"staff_id IN (SELECT s.id FROM agencies_staff s WHERE s.{OF_OWN_AGENCY})"
    yield RowPolicy("agencies_invitation", "web_reads", "SELECT", APP, using=invited)
    # Functions create notices; only the recipient reads them.
    yield RowPolicy("agencies_notice", "web_reads", "SELECT", APP, using=_OWN_ROW)
    yield RowPolicy("agencies_notice", "web_marks", "UPDATE", APP, using=_OWN_ROW, check=_OWN_ROW)


def _of_second_factors() -> Iterator[RowPolicy]:
    """Second factors are read before sign-in, to ask for one, and written only by their owner.

    Each write needs a proof of that exact change, which an injected statement cannot make.
    """
    table, mine = "mfa_authenticator", f"user_id = {ACTOR}"
    proved = (
        "{} AND credential_factor_proved('{}', mfa_authenticator.user_id, mfa_authenticator.id, "
        "mfa_authenticator.type::text, mfa_authenticator.data)"
    )
    adds, changes, removes = (proved.format(mine, what) for what in ("add", "change", "remove"))
    yield RowPolicy(table, "web_reads", "SELECT", APP, using="true")
    yield RowPolicy(table, "web_adds", "INSERT", APP, check=adds)
    yield RowPolicy(table, "web_changes", "UPDATE", APP, using=mine, check=changes)
    yield RowPolicy(table, "web_removes", "DELETE", APP, using=removes)


def _of_saved_views() -> Iterator[RowPolicy]:
    """A saved view of a list is seen, added and removed by its owner alone."""
    table = "agencies_savedlistview"
    yield RowPolicy(table, "web_reads", "SELECT", APP, using=_OWN_ROW)
    yield RowPolicy(table, "web_adds", "INSERT", APP, check=_OWN_ROW)
    yield RowPolicy(table, "web_removes", "DELETE", APP, using=_OWN_ROW)


def _of_drafts() -> Iterator[RowPolicy]:
    """A draft is visible only to its writer, while they may read the file; the worker removes old ones."""
    table = "agencies_draft"
    own = f"{_OWN_ROW} AND {has_right_sql('agencies_draft.file_id', 'reads', _ALL_SECTION_BITS)}"
    yield RowPolicy(table, "web_reads", "SELECT", APP, using=own)
    yield RowPolicy(table, "web_adds", "INSERT", APP, check=own)
    yield RowPolicy(table, "web_changes", "UPDATE", APP, using=own, check=own)
    yield RowPolicy(table, "web_removes", "DELETE", APP, using=_OWN_ROW)
    for command in ("SELECT", "DELETE"):
        name = f"worker_{command.lower()}s_old"
        yield RowPolicy(table, name, command, WORKER, using="expires_at < now()")


def _of_the_matcher() -> Iterator[RowPolicy]:
    """The matcher reads who may see a file and whether the child is protected."""
    for table in ("agencies_file", "agencies_grant", "agencies_hidden", "agencies_staff"):
        yield RowPolicy(table, "matcher_reads", "SELECT", MATCHER, using="true")


def _of_the_vault() -> Iterator[RowPolicy]:
    """Keys need rights to the file; old values and stored files, to their section and record."""
    key_read = has_right_sql("vault_key.file_id", "reads", _ALL_SECTION_BITS)
    key_made = has_right_sql("vault_key.file_id", "writes", _ALL_SECTION_BITS)
    erased = has_right_sql("vault_erasure.file_id", "reads", _ALL_SECTION_BITS)
    yield RowPolicy("vault_key", "web_reads", "SELECT", APP, using=key_read)
    yield RowPolicy("vault_key", "web_adds", "INSERT", APP, check=key_made)
    yield RowPolicy("vault_erasure", "web_reads", "SELECT", APP, using=erased)
    for table, narrowed in (
        ("vault_old_value", _of_readable_records()),
        ("vault_stored_file", _named_by_readable_records()),
    ):
        reads = has_right_sql(f"{table}.file_id", "reads", f"{table}.section")
        yield RowPolicy(table, "web_reads", "SELECT", APP, using=reads + narrowed)
    # A file is stored before the record that names it; triggers write old values.
    stored = has_right_sql("vault_stored_file.file_id", "writes", "vault_stored_file.section")
    yield RowPolicy("vault_stored_file", "web_adds", "INSERT", APP, check=stored)


def _of_readable_records() -> str:
    """The condition: an old value of such a record is for those who may read the record itself."""
    return "".join(
        f" AND (field_id <> '{model.SEALED_FIELD_ID}' OR EXISTS (SELECT 1 "
        f"FROM {model._meta.db_table} r WHERE r.id = vault_old_value.row_id OFFSET 0))"
        for model in models_with_read_condition()
        if hasattr(model, "SEALED_FIELD_ID")
    )


def _named_by_readable_records() -> str:
    """The condition: a stored file is for those who may read the record that names it."""
    return "".join(
        f" AND (field_id <> '{field_id}' OR EXISTS (SELECT 1 FROM {model._meta.db_table} r "
        f"WHERE r.file_id = vault_stored_file.file_id AND r.{column} = vault_stored_file.id"
        f"{_also(model)} OFFSET 0))"
        for model in models_with_read_condition()
        for field_id, column in getattr(model, "stored_files", {}).items()
    )


def _of_ways_of_collection() -> Iterator[RowPolicy]:
    """How a record was collected is read by those who may read the record; a function keeps it."""
    reads = has_right_sql(f"{_WAYS}.file_id", "reads", f"{_WAYS}.section")
    narrowed = "".join(
        f" AND (record_table <> '{model._meta.db_table}' OR EXISTS (SELECT 1 "
        f"FROM {model._meta.db_table} r WHERE r.id = {_WAYS}.record_id OFFSET 0))"
        for model in models_with_read_condition()
    )
    yield RowPolicy(_WAYS, "web_reads", "SELECT", APP, using=reads + narrowed)


def _also(model: type[Scoped]) -> str:
    condition = model.stored_files_condition
    return f" AND {condition}" if condition else ""


def _of_erasures() -> Iterator[RowPolicy]:
    """The eraser destroys keys of files for which two people agreed, and nothing else.

    Someone who takes over the worker can therefore neither erase a child nor approve a request.
    """
    table, agreed = "agencies_erasurerequest", "erasure_agreed(file_id)"
    known = "state IN ('agreed', 'done', 'lapsed')"
    yield RowPolicy(table, "eraser_reads", "SELECT", ERASER, using=known)
    ends = "state IN ('done', 'lapsed')"
    yield RowPolicy(table, "eraser_ends", "UPDATE", ERASER, using="state = 'agreed'", check=ends)
    for forgotten in (*("vault_key", "vault_old_value", "vault_stored_file"), *_ERASED_ROWS):
        yield RowPolicy(forgotten, "eraser_reads", "SELECT", ERASER, using=agreed)
        yield RowPolicy(forgotten, "eraser_removes", "DELETE", ERASER, using=agreed)
    # The journal beside the keys lists every erasure, including those by the operator's command.
    yield RowPolicy("vault_erasure", "eraser_reads", "SELECT", ERASER, using="true")
    yield RowPolicy("vault_erasure", "eraser_adds", "INSERT", ERASER, check=agreed)
    # Views of facts may leave erased files out; see `supplements/fact_views/facts_form.sql`.
    yield RowPolicy("vault_erasure", "facts_read", "SELECT", "saathi_facts", using="true")


def _grants() -> Iterator[str]:
    yield f"GRANT SELECT ON agencies_staff TO {APP}"
    # Only the person's own settings; office, bundle and activity change through functions.
    own = "notices_by_mail"
    yield f"GRANT UPDATE ({own}) ON agencies_staff TO {APP}"
    yield f"GRANT {WRITE_RIGHTS} ON agencies_formkey TO {APP}"
    yield f"GRANT SELECT, INSERT, DELETE ON agencies_savedlistview TO {APP}"
    yield f"GRANT {WRITE_RIGHTS} ON mfa_authenticator TO {APP}"
    yield f"GRANT SELECT ON agencies_staffchange TO {APP}"
    seen = (
        "id, staff_id, is_confirmed, invited_by, invited_at, expires_at, used_at, withdrawn_at, "
        "mail_asked_at, mailed_at, mail_trouble"
    )
    yield f"GRANT SELECT ({seen}) ON agencies_invitation TO {APP}"  # never the digest
    yield f"GRANT SELECT ON agencies_notice TO {APP}"  # created by functions alone
    yield f"GRANT UPDATE (read_at) ON agencies_notice TO {APP}"
    yield f"GRANT {WRITE_RIGHTS} ON agencies_draft TO {APP}"
    yield f"GRANT SELECT (id, expires_at), DELETE ON agencies_draft TO {WORKER}"
    yield f"GRANT SELECT ON {_WAYS} TO {APP}"
    yield f"GRANT SELECT (file_id), DELETE ON {', '.join(_ERASED_ROWS)} TO {ERASER}"
    yield f"GRANT SELECT ON agencies_erasurerequest TO {ERASER}"
    yield f"GRANT UPDATE (state, done_at) ON agencies_erasurerequest TO {ERASER}"
    held = "id, kind, is_protected, recorded_at"
    yield f"GRANT SELECT ({held}) ON agencies_file TO {MATCHER}"
    running = "file_id, principal, reads, starts_at, ends_at"
    yield f"GRANT SELECT ({running}) ON agencies_grant TO {MATCHER}"
    yield f"GRANT SELECT (file_id, principal) ON agencies_hidden TO {MATCHER}"
    yield f"GRANT SELECT (id, agency_id) ON agencies_staff TO {MATCHER}"
    yield f"GRANT SELECT ON agencies_principal TO {MATCHER}"
    yield f"GRANT SELECT (id, name) ON agencies_agency TO {ANALYST}"  # who publishes
    for table in ("jobs", "events", "periodic_defers", "workers"):
        yield f"GRANT {WRITE_RIGHTS} ON procrastinate_{table} TO {WORKER}, {CARRIER}"
    numbers = "procrastinate_jobs_id_seq, procrastinate_events_id_seq"
    yield f"GRANT USAGE ON SEQUENCE {numbers} TO saathi_warden"


_WEB_FUNCTIONS = (
    "register_authors(text, text, text, text[], uuid)",
    "lock_file_key(uuid)",
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
    "access_hidden_by(uuid)",
    "access_hidden_from(uuid)",
    "access_hidden_among(uuid, uuid[])",
    "access_shows_others(uuid)",
    "access_team(uuid)",
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
    "columns_proved(text, uuid)",
    "staff_open_files(uuid)",
    "calendar_address_state()",
    "erasure_about(uuid)",
)
_PROVED_FUNCTIONS = (
    "access_give(uuid, uuid, text, integer, integer, timestamptz)",
    "access_end(uuid, uuid)",
    "access_end_referral(uuid, uuid, uuid)",
    "access_hand_over(uuid, uuid, boolean)",
    "access_pass_on(uuid, uuid)",
    "access_hide(uuid, uuid, boolean)",
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
    "office_add(uuid, text, text, text, text, jsonb)",
    "office_change(uuid, text, text, text, jsonb, boolean)",
    "job_defer(text, text, text, text, jsonb)",
    "configuration_add(text, text, jsonb, date)",
    "holiday_set(uuid, date, text)",
    "holiday_remove(uuid, uuid)",
    "unsent_set_pair(text, text)",
    "calendar_address_set(text)",
    "access_notify_leaders(uuid, text, uuid)",
    "notice_give(uuid, text, uuid, uuid)",
    "register_tell(text, uuid, text, uuid)",
    "old_value_keep(text, uuid, uuid, integer, integer, bytea)",
    "stored_files_remove(uuid, uuid[])",
    "collection_keep(jsonb)",
)
_FUNCTIONS_OF_OTHER_ROLES = {
    "lock_file_key(uuid)": f"{ERASER}, {MAINTENANCE}, saathi_owner",
    # Maintenance logs what it does through the actions in the name of an actor.
    "access_enter(text)": MAINTENANCE,
    "change_make(text, text, text)": MAINTENANCE,
    # From the server, if no administrator is left: `saathi deactivate`.
    "staff_deactivate_by_operator(uuid)": MAINTENANCE,
    # The worker mails invitations and notices.
    "invitation_addressee(uuid)": WORKER,
    "invitation_to_mail(uuid, text)": WORKER,
    "invitation_mailed(uuid, text)": WORKER,
    "notices_to_mail()": WORKER,
    "notices_mailed(uuid[])": WORKER,
    # The eraser's policies call it.
    "erasure_agreed(uuid)": ERASER,
    "erasure_log(uuid, uuid)": ERASER,
    # For the health page and `saathi metrics`: counts and ages, no ids.
    "monitor_queues()": f"{APP}, saathi_monitor, saathi_owner",
}
# A starting process first checks whether the schema matches its version, and whether the database
# was recovered without a declaration. Triggers of all tables check whether the actor is named.
_FUNCTIONS_OF_ALL_ROLES = (
    "actor_is_self(uuid)",
    "access_applied_migrations()",
    "recovery_is_declared()",
    "recovery_server()",
)
_UNPROTECTED_TABLES = {
    "agencies_agency": (
        READ_RIGHTS,
        "names of organisations; changed by the administrator's functions",
    ),
    "agencies_office": (READ_RIGHTS, "names of offices"),
    "agencies_holiday": (READ_RIGHTS, "the office calendar; written by functions alone"),
    "agencies_configuration": (READ_RIGHTS, "versions of configuration; added by a function alone"),
    "agencies_bundleversion": (
        READ_RIGHTS,
        "what an agency's roles may do; written by functions alone",
    ),
    "agencies_principal": (READ_RIGHTS, "who leads which office; written by functions alone"),
    "agencies_collectionstart": (READ_RIGHTS, "since when the ways of collection are kept"),
    "django_content_type": (READ_RIGHTS, "Django's own"),
    "account_emailaddress": (
        READ_RIGHTS,
        "allauth's own, empty: staff keep one address, in their row",
    ),
    "account_emailconfirmation": (READ_RIGHTS, "allauth's own, empty"),
}
_UNREACHABLE_TABLES = frozenset(
    {
        "django_migrations",
        "auth_group",
        "auth_permission",
        "auth_group_permissions",
        "access_context_key",
        "access_used_proof",  # functions record which proofs were used
        "access_setting",  # limits; functions read them, `saathi migrate` writes them
        "agencies_attempt",  # counters of sign-in attempts; functions count with a proof
        "django_session",  # functions read one session by its key
        "agencies_staffsession",  # owners of sessions; functions list the actor's own
        "agencies_signonlink",  # owners of sign-on identities; functions search by keyed digest
        "agencies_calendaraddress",  # secret addresses; functions look one up by its digest
        "agencies_credential",  # sealed sign-in details; functions read and write one with a proof
        "procrastinate_jobs",  # the queue belongs to worker and carrier, see `job_orders`
        "procrastinate_events",
        "procrastinate_periodic_defers",
        "procrastinate_workers",
    }
)

ACCESS = DatabaseAccess(
    web_functions=_WEB_FUNCTIONS,
    proved_functions=_PROVED_FUNCTIONS,
    functions_of_other_roles=_FUNCTIONS_OF_OTHER_ROLES,
    functions_of_all_roles=_FUNCTIONS_OF_ALL_ROLES,
    grants=tuple(_grants()),
    policies=tuple(_policies()),
    unprotected_tables=_UNPROTECTED_TABLES,
    unreachable_tables=_UNREACHABLE_TABLES,
    token_tables=_ERASED_ROWS,
    # See `vault/functions/stored_files.sql` and `functions/notices.sql`.
    function_parts={
        "people_on_record": "SELECT 1 FROM public.agencies_staff",
        "notices_to_leaders": f"'{EMERGENCY_ACCESS_NOTICE.code}'",
    },
)
