"""The kinds of entry and the keys of their details. Policy: nothing else may be recorded.

`python tools/audit_kinds.py` writes the page that documents both.
"""

from enum import StrEnum
from typing import Self


class AuditArea(StrEnum):
    """The area of work to which a kind belongs; in the order of the documentation page."""

    LOOKING = "Looking"
    WRITING = "Writing"
    ACCESS = "Access to files"
    LEAVING = "Leaving the system"
    SIGNING_IN = "Signing in"
    STAFF = "Staff and agencies"
    KEEPING = "Keeping the system"


class AuditKind(StrEnum):
    """What happened. Kinds are stored by their codes, so never rename or reuse a code."""

    area: AuditArea
    meaning: str

    def __new__(cls, code: str, area: AuditArea, meaning: str) -> Self:
        """A member that is equal to its code and has an area and a meaning."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.area = area
        member.meaning = meaning
        return member

    LOOKED = "looked", AuditArea.LOOKING, "A record was opened and read."
    LISTED = "listed", AuditArea.LOOKING, "A list was shown; its objects are the records on it."
    SEARCHED = "searched", AuditArea.LOOKING, "A search was made; its objects are what it showed."
    ENQUIRED = (
        "enquired",
        AuditArea.LOOKING,
        "A search outside one's access was passed to the holder.",
    )
    COMPARED = (
        "compared",
        AuditArea.LOOKING,
        "The matcher opened names to compare them with a question; its objects are the children.",
    )
    MATCHED = (
        "matched",
        AuditArea.LOOKING,
        "The register was compared with itself, out of anybody's sight; the count is of records.",
    )
    LOG_READ = "log_read", AuditArea.LOOKING, "This log itself was read."

    WROTE = "wrote", AuditArea.WRITING, "A record was created or changed."
    APPROVED = "approved", AuditArea.WRITING, "A step was approved."
    SENT_BACK = "sent_back", AuditArea.WRITING, "A step was not approved and went back."
    MERGED = "merged", AuditArea.WRITING, "Two records were said to be of one child."
    UNMERGED = "unmerged", AuditArea.WRITING, "A merge was undone."
    ERASURE_ASKED = "erasure_asked", AuditArea.WRITING, "An erasure was asked for, or taken back."
    ERASURE_DECIDED = (
        "erasure_decided",
        AuditArea.WRITING,
        "A second person agreed to an erasure or not.",
    )
    ERASED = "erased", AuditArea.WRITING, "The identity in a record was made unreadable for ever."

    FILE_REMOVED = (
        "file_removed",
        AuditArea.WRITING,
        "A stored document or photograph was erased, with a reason; its record stays.",
    )
    IMPORT_UNDONE = (
        "taken_back",
        AuditArea.WRITING,
        "A file that an import had created was deleted when the import was undone.",
    )

    REFUSED = (
        "refused",
        AuditArea.ACCESS,
        "A request for something the person may not see or do was refused.",
    )
    EMERGENCY_ACCESS = (
        "glass_broken",
        AuditArea.ACCESS,
        "Access was taken in an emergency, with a reason.",
    )
    GRANTED = "granted", AuditArea.ACCESS, "Access to a file was given."
    GRANT_ENDED = "grant_ended", AuditArea.ACCESS, "Access to a file was ended before its time."
    HIDDEN = "hidden", AuditArea.ACCESS, "A file was hidden from a named person or agency."
    SHOWN_AGAIN = "shown_again", AuditArea.ACCESS, "A file is no longer hidden from someone."

    EXPORTED = "exported", AuditArea.LEAVING, "Records left the system as a file."
    EXPORT_ENDED = (
        "export_ended",
        AuditArea.LEAVING,
        "The file of an export was deleted: it can no longer be downloaded.",
    )
    PRINTED = "printed", AuditArea.LEAVING, "A page was made for printing."
    MEDIA_OPENED = "file_opened", AuditArea.LEAVING, "A document, photograph or drawing was opened."
    RELEASED = "released", AuditArea.LEAVING, "Statistics were released."

    SIGNED_IN = "signed_in", AuditArea.SIGNING_IN, "Someone signed in."
    SIGN_IN_FAILED = "sign_in_failed", AuditArea.SIGNING_IN, "A sign-in failed."
    SIGNED_OUT = (
        "signed_out",
        AuditArea.SIGNING_IN,
        "Someone signed out, or was signed out when idle.",
    )
    LOCKED = (
        "locked",
        AuditArea.SIGNING_IN,
        "A shared device was locked, or opened again with the PIN.",
    )
    CONFIRMED = (
        "confirmed",
        AuditArea.SIGNING_IN,
        "A person confirmed their identity again before a sensitive action.",
    )
    KEY_ADDED = (
        "key_added",
        AuditArea.SIGNING_IN,
        "A passkey, code generator or recovery paper was added.",
    )
    KEY_REMOVED = "key_removed", AuditArea.SIGNING_IN, "A passkey, generator or paper was removed."
    KEY_RESET = "key_reset", AuditArea.SIGNING_IN, "Two persons reset someone's way to sign in."

    INVITED = "invited", AuditArea.STAFF, "A person was invited to join the staff."
    INVITATION_SENT = (
        "invitation_sent",
        AuditArea.STAFF,
        "An invitation went out by mail, or could not.",
    )
    INVITATION_ENDED = "invitation_ended", AuditArea.STAFF, "An invitation was taken back."
    REOPENED = "reopened", AuditArea.STAFF, "Two persons opened a closed account again."
    STAFF_CHANGED = "staff_changed", AuditArea.STAFF, "A staff member's roles or office changed."
    DEACTIVATED = "deactivated", AuditArea.STAFF, "A staff member's access was ended."
    OFFICE_CHANGED = "office_changed", AuditArea.STAFF, "The tree of agencies and offices changed."
    RULES_CHANGED = "rules_changed", AuditArea.STAFF, "A procedure, bundle or vocabulary changed."

    MALWARE_FOUND = (
        "malware_found",
        AuditArea.KEEPING,
        "An upload held malware: it was refused and put into quarantine.",
    )
    MIGRATED = "migrated", AuditArea.KEEPING, "The database was brought to a new version."
    BACKED_UP = "backed_up", AuditArea.KEEPING, "A backup was made."
    RESTORED = "restored", AuditArea.KEEPING, "The database was restored from a backup."
    RECOVERED = (
        "recovered",
        AuditArea.KEEPING,
        "The server was recovered, or a replica promoted; `ends_at`: its last moment, `version`: timeline.",
    )
    KEYS_ROTATED = "keys_rotated", AuditArea.KEEPING, "Encryption keys were changed for new ones."
    WORDS_REMADE = (
        "words_remade",
        AuditArea.KEEPING,
        "Names were opened to make anew what children are found by; the count is of children.",
    )
    LOADED = "loaded", AuditArea.KEEPING, "Records were loaded in bulk."
    LOG_VERIFIED = "log_verified", AuditArea.KEEPING, "This log was verified."


class DetailValueKind(StrEnum):
    """What is allowed under a key of an entry's detail."""

    CODE = "a code of our own: small letters, digits, `_`, `-`, `.`, `:`, at most 40"
    ID = "an id"
    NUMBER = "a whole number below ten million"
    FLAG = "yes or no"
    MOMENT = "a date or a moment of work, never of a person's life"


# A key belongs here only if no worker can type its value: ids, Saathi's own codes, counts, states.
# A name, a birth date, a place, a phone number or a narrative never belongs here.
DETAIL_KEYS: dict[str, DetailValueKind] = {
    "action": DetailValueKind.CODE,
    "attempt": DetailValueKind.NUMBER,
    "batch": DetailValueKind.NUMBER,
    "changed": DetailValueKind.CODE,
    "count": DetailValueKind.NUMBER,
    "device": DetailValueKind.ID,
    "ends_at": DetailValueKind.MOMENT,
    "facts": DetailValueKind.NUMBER,
    "format": DetailValueKind.CODE,
    "from_state": DetailValueKind.CODE,
    "hits": DetailValueKind.NUMBER,
    "indicator": DetailValueKind.CODE,
    "job": DetailValueKind.CODE,
    "key_id": DetailValueKind.CODE,
    "method": DetailValueKind.CODE,
    "model": DetailValueKind.CODE,
    "office": DetailValueKind.ID,
    "other": DetailValueKind.ID,
    "outcome": DetailValueKind.CODE,
    "page": DetailValueKind.NUMBER,
    "permission": DetailValueKind.CODE,
    "principal": DetailValueKind.ID,
    "reads": DetailValueKind.NUMBER,
    "reason": DetailValueKind.CODE,
    "release": DetailValueKind.ID,
    "role": DetailValueKind.CODE,
    "screen": DetailValueKind.CODE,
    "second": DetailValueKind.ID,
    "section": DetailValueKind.NUMBER,
    "staff": DetailValueKind.ID,
    "starts_at": DetailValueKind.MOMENT,
    "status": DetailValueKind.NUMBER,
    "to_state": DetailValueKind.CODE,
    "truncated": DetailValueKind.FLAG,
    "version": DetailValueKind.NUMBER,
    "writes": DetailValueKind.NUMBER,
}


def document_audit_kinds() -> str:
    """The documentation of every kind and every detail key, as Markdown."""
    lines = [
        "# What the audit log records",
        "",
        "Every look and every write is an entry of one of these kinds. It says",
        "when, who, for which agency, about which file and records, for which purpose; it holds",
        "ids and codes, never a name.",
    ]
    for area in AuditArea:
        lines += ["", f"## {area.value}", "", "| Kind | Meaning |", "|---|---|"]
        lines += [f"| `{kind.value}` | {kind.meaning} |" for kind in AuditKind if kind.area == area]
    lines += ["", "## Details", "", "An entry's detail has only these keys.", ""]
    lines += ["| Key | Holds |", "|---|---|"]
    lines += [f"| `{key}` | {value.value} |" for key, value in sorted(DETAIL_KEYS.items())]
    return "\n".join(lines) + "\n"
