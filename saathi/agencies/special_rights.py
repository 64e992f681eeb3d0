"""Hand-written rights and policies of tables and roles that follow from no model, with reasons.

Policy: changes here are reviewed by those who answer for access.
"""

from collections.abc import Iterator

from saathi.agencies.read_conditions import narrowed_models
from saathi.agencies.register_kit.locks import entry_policies, translation_policies
from saathi.agencies.rls_conditions import has_right
from saathi.agencies.sections import ALL_SECTIONS

# The parts of a `Policy`: table, name, command, role, condition to read, condition to write.
type SpecialPolicy = tuple[str, str, str, str, str | None, str | None]

APP, MATCHER, ERASER = "saathi_app", "saathi_matcher", "saathi_eraser"
ANALYST = "saathi_analyst"
ALL_SECTION_BITS = int(ALL_SECTIONS)
NIGHTLY_RUN_TABLES = ("matches_matchrun", "matches_matchplan", "matches_ledger")
OWN_ROW_CONDITION = "staff_id = (SELECT access_staff())"


def policies() -> Iterator[SpecialPolicy]:
    """The special policies of each part of the house."""
    yield from _of_staff()
    yield from _of_drafts()
    yield from _of_saved_views()
    yield from _of_tokens()
    yield from _of_enquiries()
    yield from _of_nights()
    yield from _of_the_vault()
    yield from _of_erasures()
    yield from _of_services()
    yield from _of_forms()
    yield from _of_releases()
    yield from _of_research()
    yield from _of_sharing()
    yield from _of_prevalence()
    yield from _of_external()


def _of_staff() -> Iterator[SpecialPolicy]:
    own_row = "id = (SELECT access_staff())"
    yield ("agencies_staff", "web_reads", "SELECT", APP, "true", None)
    yield ("agencies_staff", "web_changes", "UPDATE", APP, own_row, own_row)
    for command, using, check in (
        ("SELECT", OWN_ROW_CONDITION, None),
        ("INSERT", None, OWN_ROW_CONDITION),
        ("UPDATE", OWN_ROW_CONDITION, OWN_ROW_CONDITION),
        ("DELETE", OWN_ROW_CONDITION, None),
    ):
        yield ("agencies_formkey", f"web_{command.lower()}", command, APP, using, check)
    yield from _of_second_factors()
    yield (
        *("agencies_staffchange", "web_reads", "SELECT", APP),
        *("agency_id = (SELECT access_agency())", None),
    )
    invited = (
        "staff_id IN (SELECT s.id FROM agencies_staff s "
        "WHERE s.agency_id = (SELECT access_agency()))"
    )
    yield ("agencies_invitation", "web_reads", "SELECT", APP, invited, None)
    # Functions create notices; only the recipient reads them.
    yield ("agencies_notice", "web_reads", "SELECT", APP, OWN_ROW_CONDITION, None)
    yield ("agencies_notice", "web_marks", "UPDATE", APP, OWN_ROW_CONDITION, OWN_ROW_CONDITION)


def _of_drafts() -> Iterator[SpecialPolicy]:
    """A draft is visible only to its writer, while they may read the file; the worker removes old ones."""
    table = "agencies_draft"
    hers = (
        f"{OWN_ROW_CONDITION} AND {has_right('agencies_draft.file_id', 'reads', ALL_SECTION_BITS)}"
    )
    yield (table, "web_reads", "SELECT", APP, hers, None)
    yield (table, "web_adds", "INSERT", APP, None, hers)
    yield (table, "web_changes", "UPDATE", APP, hers, hers)
    yield (table, "web_removes", "DELETE", APP, OWN_ROW_CONDITION, None)
    for command in ("SELECT", "DELETE"):
        name = f"worker_{command.lower()}s_old"
        yield (table, name, command, "saathi_worker", "expires_at < now()", None)


def _of_second_factors() -> Iterator[SpecialPolicy]:
    """Read before sign-in, to ask for the factor; written by its owner.

    Each write needs a proof of that exact change, which an injected statement cannot make.
    """
    table, mine = "mfa_authenticator", "user_id = (SELECT access_staff())"
    proved = (
        "{} AND credential_factor_proved('{}', mfa_authenticator.user_id, mfa_authenticator.id, "
        "mfa_authenticator.type::text, mfa_authenticator.data)"
    )
    yield (table, "web_reads", "SELECT", APP, "true", None)
    yield (table, "web_adds", "INSERT", APP, None, proved.format(mine, "add"))
    yield (table, "web_changes", "UPDATE", APP, mine, proved.format(mine, "change"))
    yield (table, "web_removes", "DELETE", APP, proved.format(mine, "remove"), None)


def _of_saved_views() -> Iterator[SpecialPolicy]:
    """A saved view of a list is seen, added and removed by its owner alone."""
    table = "agencies_savedlistview"
    yield (table, "web_reads", "SELECT", APP, OWN_ROW_CONDITION, None)
    yield (table, "web_adds", "INSERT", APP, None, OWN_ROW_CONDITION)
    yield (table, "web_removes", "DELETE", APP, OWN_ROW_CONDITION, None)


def _of_tokens() -> Iterator[SpecialPolicy]:
    """Tokens follow the child's identity; the matcher sees tokens and file ids, no names."""
    found = has_right("people_token.file_id", "reads", 1)
    made = has_right("people_token.file_id", "writes", 1)
    yield ("people_token", "web_reads", "SELECT", APP, found, None)
    yield ("people_token", "web_adds", "INSERT", APP, None, made)
    yield ("people_token", "matcher_reads", "SELECT", MATCHER, "true", None)


def _of_enquiries() -> Iterator[SpecialPolicy]:
    """The matcher passes on what is asked: it reads what one asks with, and names through a door.

    The keys it reads open enquiries and reports of missing children alone. Of children on record it
    gets, from a function that counts and refuses (`matcher_candidates`), those it is about to
    compare with one question. It reads who may see a file and whether the child is protected, and
    writes matches into the holders' files.
    """
    for table in (
        "intake_enquiry",
        "intake_enquirymatch",
        "missing_missingreport",
        "missing_missingchild",
        "agencies_file",
        "agencies_grant",
        "agencies_hidden",
        "agencies_staff",
    ):
        yield (table, "matcher_reads", "SELECT", MATCHER, "true", None)
    undecided = "state = 'waiting' AND sealed IS NULL"
    yield ("intake_enquirymatch", "matcher_adds", "INSERT", MATCHER, None, undecided)
    of_question = (
        "EXISTS (SELECT 1 FROM agencies_file f "
        "WHERE f.id = vault_key.file_id AND f.kind IN ('enquiry', 'missing'))"
    )
    yield ("vault_key", "matcher_reads", "SELECT", MATCHER, of_question, None)


def _of_nights() -> Iterator[SpecialPolicy]:
    """The nightly run writes its own tables; data of children only through functions."""
    for table in NIGHTLY_RUN_TABLES:
        yield (table, "matcher_keeps", "ALL", MATCHER, "true", "true")


def _of_the_vault() -> Iterator[SpecialPolicy]:
    """Keys follow the file; old values and stored files follow the section, and their record."""
    key_read = has_right("vault_key.file_id", "reads", ALL_SECTION_BITS)
    key_made = has_right("vault_key.file_id", "writes", ALL_SECTION_BITS)
    erased = has_right("vault_erasure.file_id", "reads", ALL_SECTION_BITS)
    yield ("vault_key", "web_reads", "SELECT", APP, key_read, None)
    yield ("vault_key", "web_adds", "INSERT", APP, None, key_made)
    yield ("vault_erasure", "web_reads", "SELECT", APP, erased, None)
    for table, narrowed in (
        ("vault_old_value", _of_readable_records()),
        ("vault_stored_file", _named_by_readable_records()),
    ):
        reads = has_right(f"{table}.file_id", "reads", f"{table}.section")
        writes = has_right(f"{table}.file_id", "writes", f"{table}.section")
        yield (table, "web_reads", "SELECT", APP, reads + narrowed, None)
        # A file is stored before the record that names it, an old value before the record is
        # changed.
        yield (table, "web_adds", "INSERT", APP, None, writes)


def _of_erasures() -> Iterator[SpecialPolicy]:
    """The eraser destroys keys of files for which two persons agreed, and nothing else.

    So that whoever gets hold of the worker can erase no child, and no request becomes agreed there.
    """
    table, agreed = "agencies_erasurerequest", "erasure_agreed(file_id)"
    yield (table, "eraser_reads", "SELECT", ERASER, "state IN ('agreed', 'done', 'lapsed')", None)
    ends = "state IN ('done', 'lapsed')"
    yield (table, "eraser_ends", "UPDATE", ERASER, "state = 'agreed'", ends)
    for forgotten in ("vault_key", "vault_old_value", "vault_stored_file", "people_token"):
        yield (forgotten, "eraser_reads", "SELECT", ERASER, agreed, None)
        yield (forgotten, "eraser_removes", "DELETE", ERASER, agreed, None)
    # The journal beside the keys lists every erasure, also those of the operator's command.
    yield ("vault_erasure", "eraser_reads", "SELECT", ERASER, "true", None)
    yield ("vault_erasure", "eraser_adds", "INSERT", ERASER, None, agreed)


def _of_services() -> Iterator[SpecialPolicy]:
    """What of the directory was published is open to all; an agency's keepers change its own entries.

    Courses are visible only to their agency: which group meets where on Thursdays concerns no
    others. So are its operations.
    """
    ours = "agency_id = (SELECT access_agency())"
    table, link, keeping = "services_service", "service_id", "keep_services"
    yield from entry_policies(table, "services_serviceversion", link, keeping)
    yield from translation_policies(table, "services_servicetranslation", link, keeping)
    courses = ("services_course", "services_coursesession", "services_shaping")
    for table in (*courses, "operations_operation"):
        yield (table, "web_reads", "SELECT", APP, ours, None)
        yield (table, "web_adds", "INSERT", APP, None, ours)
        yield (table, "web_changes", "UPDATE", APP, ours, ours)


def _of_forms() -> Iterator[SpecialPolicy]:
    """Form drafts are visible to those of the agency who manage its rules; functions write versions."""
    keeps = (
        "agency_id = (SELECT access_agency()) AND 'manage_offices' = ANY "
        "((SELECT staff_permissions((SELECT access_staff())))::text[])"
    )
    yield ("supplements_formdraft", "web_reads", "SELECT", APP, keeps, None)
    yield ("supplements_formdraft", "web_adds", "INSERT", APP, None, keeps)
    yield ("supplements_formdraft", "web_changes", "UPDATE", APP, keeps, keeps)
    yield ("supplements_formdraft", "web_removes", "DELETE", APP, keeps, None)


def _of_releases() -> Iterator[SpecialPolicy]:
    """Releases on their way are an agency's own; those who prepare them write, the worker computes.

    Whether one passes, its tables and its approval the web cannot write: the worker and functions do.
    """
    permissions = "((SELECT staff_permissions((SELECT access_staff())))::text[])"
    ours = "agency_id = (SELECT access_agency())"
    prepares = f"'prepare_release' = ANY {permissions}"
    of_ours = f"EXISTS (SELECT 1 FROM releases_family f WHERE f.id = family_id AND f.{ours})"
    fresh = "state = 'draft' AND passes IS NULL AND approved_by IS NULL"
    of_release = "EXISTS (SELECT 1 FROM releases_release r WHERE r.id = release_id)"
    family, release, part = "releases_family", "releases_release", "releases_part"
    yield (family, "web_reads", "SELECT", APP, ours, None)
    yield (family, "web_adds", "INSERT", APP, None, f"{ours} AND {prepares}")
    yield (release, "web_reads", "SELECT", APP, of_ours, None)
    yield (release, "web_adds", "INSERT", APP, None, f"{of_ours} AND {prepares} AND {fresh}")
    changes = f"{of_ours} AND {prepares}"
    early = f"{changes} AND state IN ('draft', 'designing', 'designed', 'protecting', 'dropped')"
    still = f"{changes} AND state NOT IN ('approved', 'published', 'withdrawn')"
    yield (release, "web_changes", "UPDATE", APP, still, early)
    yield (part, "web_reads", "SELECT", APP, of_release, None)
    for table in (family, release, part):
        yield (table, "analyst_reads", "SELECT", ANALYST, "true", None)
    worked = "state IN ('designing', 'protecting')"
    done = "state IN ('designing', 'designed', 'protecting', 'protected', 'failed', 'draft')"
    yield (release, "analyst_changes", "UPDATE", ANALYST, worked, done)
    yield (part, "analyst_adds", "INSERT", ANALYST, None, _of_work(worked))
    yield (part, "analyst_removes", "DELETE", ANALYST, _of_work(worked), None)


def _of_work(worked: str) -> str:
    """Parts belong to a release that the worker computes: an approved one cannot change."""
    return f"EXISTS (SELECT 1 FROM releases_release r WHERE r.id = release_id AND r.{worked})"


def _of_research() -> Iterator[SpecialPolicy]:
    """Requests of researchers are an agency's own; a second person decides, and time ends them.

    What an approved request gives stops at its last day here too, whatever the web process asks for.
    """
    permissions = "((SELECT staff_permissions((SELECT access_staff())))::text[])"
    ours = "agency_id = (SELECT access_agency())"
    prepares = f"{ours} AND 'prepare_release' = ANY {permissions}"
    me = "(SELECT access_staff())"
    decides = f"{ours} AND 'approve_release' = ANY {permissions} AND made_by <> {me}"
    decided = f"{decides} AND state IN ('approved', 'refused') AND decided_by = {me}"
    ended = f"{prepares} AND state = 'ended' AND ended_by = {me}"
    asked, handed = "research_researchrequest", "research_handing"
    fresh = f"{prepares} AND made_by = {me} AND state = 'asked'"
    yield (asked, "web_reads", "SELECT", APP, ours, None)
    yield (asked, "web_adds", "INSERT", APP, None, fresh)
    waits, runs = f"{decides} AND state = 'asked'", f"{prepares} AND state = 'approved'"
    yield (
        asked,
        "web_changes",
        "UPDATE",
        APP,
        f"({waits}) OR ({runs})",
        f"({decided}) OR ({ended})",
    )
    of_ours = f"EXISTS (SELECT 1 FROM {asked} r WHERE r.id = request_id AND r.{ours})"
    # A day of grace: offices lie east of the server.
    lasts = (
        f"made_by = {me} AND abs(extract(epoch FROM made_at - now())) < 300 "
        f"AND EXISTS (SELECT 1 FROM {asked} r JOIN releases_release m ON m.id = r.release_id "
        f"WHERE r.id = request_id AND r.{ours} AND r.state = 'approved' "
        "AND r.until >= current_date - 1 AND m.tables_hash = r.tables_hash AND m.passes "
        "AND m.state IN ('approved', 'published'))"
    )
    yield (handed, "web_reads", "SELECT", APP, of_ours, None)
    yield (
        handed,
        "web_adds",
        "INSERT",
        APP,
        None,
        f"'prepare_release' = ANY {permissions} AND {lasts}",
    )


def _of_sharing() -> Iterator[SpecialPolicy]:
    """Agreements are an agency's own; a second person decides, and nothing outside of one is given.

    Which indicator, and until when, the database asks as well: whatever the web process says.
    """
    permissions = "((SELECT staff_permissions((SELECT access_staff())))::text[])"
    ours = "agency_id = (SELECT access_agency())"
    prepares = f"{ours} AND 'prepare_release' = ANY {permissions}"
    me = "(SELECT access_staff())"
    decides = f"{ours} AND 'approve_release' = ANY {permissions} AND made_by <> {me}"
    decided = f"{decides} AND state IN ('approved', 'refused') AND decided_by = {me}"
    ended = f"{prepares} AND state = 'ended' AND ended_by = {me}"
    agreed, shared = "sharing_sharingagreement", "sharing_sharing"
    fresh = f"{prepares} AND made_by = {me} AND state = 'asked'"
    yield (agreed, "web_reads", "SELECT", APP, ours, None)
    yield (agreed, "web_adds", "INSERT", APP, None, fresh)
    waits, runs = f"{decides} AND state = 'asked'", f"{prepares} AND state = 'approved'"
    may = f"({decided}) OR ({ended})"
    yield (agreed, "web_changes", "UPDATE", APP, f"({waits}) OR ({runs})", may)
    of_ours = f"EXISTS (SELECT 1 FROM {agreed} a WHERE a.id = agreement_id AND a.{ours})"
    # A day of grace: offices lie east of the server.
    covered = (
        f"EXISTS (SELECT 1 FROM {agreed} a, releases_release r JOIN releases_family f "
        f"ON f.id = r.family_id WHERE a.id = agreement_id AND a.{ours} AND a.state = 'approved' "
        "AND a.until >= current_date - 1 AND r.id = release_id AND f.indicator = ANY (a.indicators) "
        "AND r.passes AND r.state IN ('approved', 'published'))"
    )
    mine = f"'prepare_release' = ANY {permissions} AND made_by = {me} AND {of_ours}"
    yield (shared, "web_reads", "SELECT", APP, of_ours, None)
    given = f"{mine} AND (outcome = 'refused' OR {covered})"
    yield (shared, "web_adds", "INSERT", APP, None, given)


def _of_prevalence() -> Iterator[SpecialPolicy]:
    """An estimate is its agency's until a second person approved it; then whoever sees numbers sees it.

    The exact counts it was made from stay with those who make estimates there, also then.
    """
    permissions = "((SELECT staff_permissions((SELECT access_staff())))::text[])"
    ours = "agency_id = (SELECT access_agency())"
    makes = f"{ours} AND {permissions} && ARRAY['prepare_release', 'approve_release']"
    prepares = f"{ours} AND 'prepare_release' = ANY {permissions}"
    me = "(SELECT access_staff())"
    decides = f"{ours} AND 'approve_release' = ANY {permissions} AND made_by <> {me}"
    decided = f"{decides} AND state IN ('approved', 'refused') AND decided_by = {me}"
    table, counts = "prevalence_prevalenceestimate", "prevalence_overlapcounts"
    seen = f"(state = 'approved' AND 'see_numbers' = ANY {permissions}) OR ({makes})"
    yield (table, "web_reads", "SELECT", APP, seen, None)
    fresh = f"{prepares} AND made_by = {me} AND state = 'asked'"
    yield (table, "web_adds", "INSERT", APP, None, fresh)
    runs = f"{prepares} AND state IN ('asked', 'approved')"
    may = f"({decided}) OR ({prepares} AND state = 'withdrawn')"
    waits = f"{decides} AND state = 'asked'"
    yield (table, "web_changes", "UPDATE", APP, f"({waits}) OR ({runs})", may)
    of_ours = f"EXISTS (SELECT 1 FROM {table} e WHERE e.id = estimate_id AND e.{makes})"
    yield (counts, "web_reads", "SELECT", APP, of_ours, None)
    whole = "cardinality(counts) = 2 ^ cardinality(e.lists) - 1"
    fresh = f"e.{prepares} AND e.made_by = {me} AND e.state = 'asked' AND {whole}"
    own = f"EXISTS (SELECT 1 FROM {table} e WHERE e.id = estimate_id AND {fresh})"
    yield (counts, "web_adds", "INSERT", APP, None, own)


def _of_external() -> Iterator[SpecialPolicy]:
    """Series of other bodies are imported by an agency, and then visible to all who see statistics."""
    permissions = "((SELECT staff_permissions((SELECT access_staff())))::text[])"
    mine = f"agency_id = (SELECT access_agency()) AND 'prepare_release' = ANY {permissions}"
    series, cell = "external_externalseries", "external_externalcell"
    seen = "state = 'shown' OR agency_id = (SELECT access_agency())"
    yield (series, "web_reads", "SELECT", APP, seen, None)
    yield (series, "web_adds", "INSERT", APP, None, f"{mine} AND state = 'preview'")
    yield (series, "web_changes", "UPDATE", APP, f"{mine} AND state <> 'withdrawn'", mine)
    of_series = f"EXISTS (SELECT 1 FROM {series} s WHERE s.id = series_id)"
    fresh = f"EXISTS (SELECT 1 FROM {series} s WHERE s.id = series_id AND s.{mine} AND s.state = 'preview')"
    yield (cell, "web_reads", "SELECT", APP, of_series, None)
    yield (cell, "web_adds", "INSERT", APP, None, fresh)


def _of_readable_records() -> str:
    """An old value of such a record is for those who may read the record itself, by its own policy."""
    return "".join(
        f" AND (field_id <> '{model.SEALED_FIELD_ID}' OR EXISTS (SELECT 1 "
        f"FROM {model._meta.db_table} r WHERE r.id = vault_old_value.row_id OFFSET 0))"
        for model in narrowed_models()
        if hasattr(model, "SEALED_FIELD_ID")
    )


def _named_by_readable_records() -> str:
    """A stored file is for those who may read the record that names it."""
    return "".join(
        f" AND (field_id <> '{field_id}' OR EXISTS (SELECT 1 FROM {model._meta.db_table} r "
        f"WHERE r.file_id = vault_stored_file.file_id AND r.{column} = vault_stored_file.id OFFSET 0))"
        for model in narrowed_models()
        for field_id, column in getattr(model, "stored_files", {}).items()
    )
