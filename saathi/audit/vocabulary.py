"""The kinds of entry and the keys of their details: a policy file, nothing else may be recorded.

`python tools/audit_kinds.py` writes the page that documents both.
"""

from enum import StrEnum
from typing import Self


class Area(StrEnum):
    """The part of the work that a kind belongs to; the order is that of the page."""

    LOOKING = "Looking"
    WRITING = "Writing"
    ACCESS = "Access to files"
    LEAVING = "Leaving the system"
    SIGNING_IN = "Signing in"
    STAFF = "Staff and agencies"
    KEEPING = "Keeping the system"


class Kind(StrEnum):
    """What happened. Stored by its code for ever: a code is never renamed and never used again."""

    area: Area
    meaning: str

    def __new__(cls, code: str, area: Area, meaning: str) -> Self:
        """A member that is its code and knows its area and its meaning."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.area = area
        member.meaning = meaning
        return member

    LOOKED = "looked", Area.LOOKING, "A record was opened and read."
    LISTED = "listed", Area.LOOKING, "A list was shown; its objects are the records on it."
    SEARCHED = "searched", Area.LOOKING, "A search was made; its objects are what it showed."
    ENQUIRED = "enquired", Area.LOOKING, "A search outside one's access was passed to the holder."
    COMPARED = (
        "compared",
        Area.LOOKING,
        "The matcher opened names to compare them with a question; its objects are the children.",
    )
    MATCHED = (
        "matched",
        Area.LOOKING,
        "The register was compared with itself, out of anybody's sight; the count is of records.",
    )
    LOG_READ = "log_read", Area.LOOKING, "This log itself was read."

    WROTE = "wrote", Area.WRITING, "A record was created or changed."
    APPROVED = "approved", Area.WRITING, "A step was approved."
    SENT_BACK = "sent_back", Area.WRITING, "A step was not approved and went back."
    MERGED = "merged", Area.WRITING, "Two records were said to be of one child."
    UNMERGED = "unmerged", Area.WRITING, "A merge was undone."
    ERASURE_ASKED = "erasure_asked", Area.WRITING, "An erasure was asked for, or taken back."
    ERASURE_DECIDED = (
        "erasure_decided",
        Area.WRITING,
        "A second person agreed to an erasure or not.",
    )
    ERASED = "erased", Area.WRITING, "The identity in a record was made unreadable for ever."

    TAKEN_BACK = (
        "taken_back",
        Area.WRITING,
        "A file that an import had brought in was taken away again, with all that was in it.",
    )

    REFUSED = "refused", Area.ACCESS, "Someone asked for what she may not see or do."
    GLASS_BROKEN = "glass_broken", Area.ACCESS, "Access was taken in an emergency, with a reason."
    GRANTED = "granted", Area.ACCESS, "Access to a file was given."
    GRANT_ENDED = "grant_ended", Area.ACCESS, "Access to a file was ended before its time."
    HIDDEN = "hidden", Area.ACCESS, "A file was hidden from a named person or agency."
    SHOWN_AGAIN = "shown_again", Area.ACCESS, "A file is no longer hidden from someone."

    EXPORTED = "exported", Area.LEAVING, "Records left the system as a file."
    EXPORT_ENDED = (
        "export_ended",
        Area.LEAVING,
        "The file of an export was deleted: nobody can fetch it any more.",
    )
    PRINTED = "printed", Area.LEAVING, "A page was made for printing."
    FILE_OPENED = "file_opened", Area.LEAVING, "A document, photograph or drawing was opened."
    RELEASED = "released", Area.LEAVING, "Statistics were released."

    SIGNED_IN = "signed_in", Area.SIGNING_IN, "Someone signed in."
    SIGN_IN_FAILED = "sign_in_failed", Area.SIGNING_IN, "A sign-in failed."
    SIGNED_OUT = "signed_out", Area.SIGNING_IN, "Someone signed out, or was signed out when idle."
    LOCKED = "locked", Area.SIGNING_IN, "A shared device was locked, or opened again with the PIN."
    CONFIRMED = (
        "confirmed",
        Area.SIGNING_IN,
        "Someone proved again who she is, before a grave step.",
    )
    KEY_ADDED = (
        "key_added",
        Area.SIGNING_IN,
        "A passkey, code generator or recovery paper was added.",
    )
    KEY_REMOVED = "key_removed", Area.SIGNING_IN, "A passkey, generator or paper was removed."
    KEY_RESET = "key_reset", Area.SIGNING_IN, "Two persons reset someone's way to sign in."

    INVITED = "invited", Area.STAFF, "A person was invited to join the staff."
    INVITATION_SENT = "invitation_sent", Area.STAFF, "An invitation went out by mail, or could not."
    INVITATION_ENDED = "invitation_ended", Area.STAFF, "An invitation was taken back."
    REOPENED = "reopened", Area.STAFF, "Two persons opened a closed account again."
    STAFF_CHANGED = "staff_changed", Area.STAFF, "A staff member's roles or office changed."
    DEACTIVATED = "deactivated", Area.STAFF, "A staff member's access was ended."
    OFFICE_CHANGED = "office_changed", Area.STAFF, "The tree of agencies and offices changed."
    RULES_CHANGED = "rules_changed", Area.STAFF, "A procedure, bundle or vocabulary changed."

    MALWARE_FOUND = (
        "malware_found",
        Area.KEEPING,
        "An upload held malware: it was refused and put into quarantine.",
    )
    MIGRATED = "migrated", Area.KEEPING, "The database was brought to a new version."
    BACKED_UP = "backed_up", Area.KEEPING, "A backup was made."
    RESTORED = "restored", Area.KEEPING, "The database was restored from a backup."
    RECOVERED = (
        "recovered",
        Area.KEEPING,
        "The server was recovered, or a replica promoted; `ends_at`: its last moment, `version`: timeline.",
    )
    KEYS_ROTATED = "keys_rotated", Area.KEEPING, "Encryption keys were changed for new ones."
    WORDS_REMADE = (
        "words_remade",
        Area.KEEPING,
        "Names were opened to make anew what children are found by; the count is of children.",
    )
    LOADED = "loaded", Area.KEEPING, "Records were loaded in bulk."
    LOG_VERIFIED = "log_verified", Area.KEEPING, "This log was verified."


class Value(StrEnum):
    """What may stand under a key of an entry's detail."""

    CODE = "a code of our own: small letters, digits, `_`, `-`, `.`, `:`, at most 40"
    ID = "an id"
    NUMBER = "a whole number below ten million"
    FLAG = "yes or no"
    MOMENT = "a date or a moment of work, never of a person's life"


# A key belongs here only when no worker can type its value: ids, codes of our own, counts, states.
# A name, a birth date, a place, a phone number or a narrative never belongs here.
DETAIL_KEYS: dict[str, Value] = {
    "action": Value.CODE,
    "attempt": Value.NUMBER,
    "batch": Value.NUMBER,
    "changed": Value.CODE,
    "count": Value.NUMBER,
    "device": Value.ID,
    "ends_at": Value.MOMENT,
    "facts": Value.NUMBER,
    "format": Value.CODE,
    "from_state": Value.CODE,
    "hits": Value.NUMBER,
    "indicator": Value.CODE,
    "job": Value.CODE,
    "key_id": Value.CODE,
    "method": Value.CODE,
    "model": Value.CODE,
    "office": Value.ID,
    "other": Value.ID,
    "outcome": Value.CODE,
    "page": Value.NUMBER,
    "permission": Value.CODE,
    "principal": Value.ID,
    "reads": Value.NUMBER,
    "reason": Value.CODE,
    "release": Value.ID,
    "role": Value.CODE,
    "screen": Value.CODE,
    "second": Value.ID,
    "section": Value.NUMBER,
    "staff": Value.ID,
    "starts_at": Value.MOMENT,
    "status": Value.NUMBER,
    "to_state": Value.CODE,
    "truncated": Value.FLAG,
    "version": Value.NUMBER,
    "writes": Value.NUMBER,
}


def kinds_page() -> str:
    """The documentation of every kind and every detail key, as Markdown."""
    lines = [
        "# What the audit log records",
        "",
        "Every look and every write is an entry of one of these kinds. It says",
        "when, who, for which agency, about which file and records, for which purpose; it holds",
        "ids and codes, never a name.",
    ]
    for area in Area:
        lines += ["", f"## {area.value}", "", "| Kind | Meaning |", "|---|---|"]
        lines += [f"| `{kind.value}` | {kind.meaning} |" for kind in Kind if kind.area == area]
    lines += ["", "## Details", "", "Only these keys may stand in an entry's detail.", ""]
    lines += ["| Key | Holds |", "|---|---|"]
    lines += [f"| `{key}` | {value.value} |" for key, value in sorted(DETAIL_KEYS.items())]
    return "\n".join(lines) + "\n"
