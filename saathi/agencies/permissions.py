"""What staff may do. Policy: changes here are reviewed by those responsible for access.

Permissions are code. A bundle is a named set of them: Saathi ships one for each kind of role, and
an agency may define its own bundles (`models.BundleVersion`), each of one of these kinds and within
the maximum for that kind. A permission alone opens no file: a right to the file (`Grant`) is always
needed as well. `shipped_roles` copies this data to the database.
"""

from enum import StrEnum

from saathi.agencies.sections import TEAM_MEMBER_SECTIONS, Section
from saathi.agencies.vocabulary import FileKind, TeamRole


class Permission(StrEnum):
    """Permissions, in the order of casework."""

    RECORD_REPORT = "record_report"  # record the report of a concern
    SEARCH = "search"  # find a child; always with a purpose outside one's own cases
    OPEN_CASE = "open_case"  # open a child's file and case
    WORK_ON_CASE = "work_on_case"  # record incidents, needs, plans, visits, the child's statements
    EMERGENCY_ACCESS = "break_glass"  # open a file in an emergency, with notice to the supervisor
    APPROVE = "approve"  # approve plans and closings of others
    ASSIGN = "assign"  # assign a case to a worker, fill team roles
    HIDE = "hide"  # hide a file from named staff or an agency
    REVIEW_MATCHES = "review_matches"  # decide whether two records are about one child
    ANSWER_ENQUIRY = "answer_enquiry"  # decide whether to make contact on another's enquiry
    SEE_WHO_LOOKED = "see_who_looked"  # the access log of a file the person has a right to
    READ_LOG = "read_log"  # oversight: read the agency's log, but no child's file
    SEE_NUMBERS = "see_numbers"  # tables and charts
    SEE_LAW = "see_law"  # law and policy by country
    PREPARE_RELEASE = (
        "prepare_release"  # draft, choose, publish and withdraw figures for the public
    )
    APPROVE_RELEASE = "approve_release"  # approve a release as the second person, never one's own
    MANAGE_STAFF = "manage_staff"  # invite, deactivate, request a change of role
    CONFIRM_STAFF = "confirm_staff"  # the second person for powerful roles
    MANAGE_OFFICES = "manage_offices"  # offices, holidays, configuration
    KEEP_SERVICES = "keep_services"  # edit the service directory and the register of courts
    KEEP_AGREEMENTS = "keep_agreements"  # edit the registers of agreements and focal points
    KEEP_FACILITIES = (
        "keep_facilities"  # edit the registers of facilities, standards and guidelines
    )
    INSPECT = "inspect"  # inspect facilities of others and issue notices to them
    ERASE = "erase"  # request and confirm an erasure (two people)
    EXPORT = "export"  # export data, with reason and expiry
    IMPORT = "import_caseload"  # import the children of another system, for the person's own office


_EVERYBODY = {Permission.SEE_NUMBERS, Permission.SEE_LAW}
_WORK = {
    Permission.RECORD_REPORT,
    Permission.SEARCH,
    Permission.OPEN_CASE,
    Permission.WORK_ON_CASE,
    Permission.SEE_WHO_LOOKED,
}

SHIPPED_ROLES: dict[str, frozenset[Permission]] = {
    # Opens cases from reports and passes them on (`actions.rights.pass_on_new_file`); works on none.
    "intake_officer": frozenset(
        _EVERYBODY | {Permission.RECORD_REPORT, Permission.SEARCH, Permission.OPEN_CASE}
    ),
    "case_worker": frozenset(_EVERYBODY | _WORK | {Permission.EMERGENCY_ACCESS}),
    "counsellor": frozenset(_EVERYBODY | {Permission.WORK_ON_CASE, Permission.SEE_WHO_LOOKED}),
    "house_mother": frozenset(_EVERYBODY | {Permission.WORK_ON_CASE}),
    "supervisor": frozenset(
        _EVERYBODY
        | _WORK
        | {Permission.APPROVE, Permission.ASSIGN, Permission.HIDE, Permission.EMERGENCY_ACCESS}
        | {Permission.KEEP_SERVICES, Permission.KEEP_AGREEMENTS, Permission.KEEP_FACILITIES}
        | {Permission.REVIEW_MATCHES, Permission.INSPECT}
    ),
    "data_officer": frozenset(
        _EVERYBODY
        | {
            Permission.ANSWER_ENQUIRY,
            Permission.REVIEW_MATCHES,
            Permission.SEE_WHO_LOOKED,
            Permission.HIDE,
            Permission.KEEP_SERVICES,
            Permission.KEEP_AGREEMENTS,
            Permission.KEEP_FACILITIES,
            Permission.ERASE,
            Permission.EXPORT,
            Permission.IMPORT,
        }
    ),
    "administrator": frozenset(
        {
            Permission.SEE_LAW,
            Permission.MANAGE_STAFF,
            Permission.MANAGE_OFFICES,
            Permission.KEEP_SERVICES,
            Permission.KEEP_AGREEMENTS,
            Permission.KEEP_FACILITIES,
            Permission.CONFIRM_STAFF,
        }
    ),
    "oversight": frozenset(
        _EVERYBODY
        | {Permission.READ_LOG, Permission.CONFIRM_STAFF, Permission.APPROVE_RELEASE}
        | {Permission.INSPECT}
    ),
    "rapporteur": frozenset(_EVERYBODY | {Permission.PREPARE_RELEASE}),
}

# Assigning or removing one of these takes effect only when a second person has confirmed it.
POWERFUL_KINDS = frozenset({"supervisor", "data_officer", "administrator", "oversight"})
# These act for their office and the offices below it, and so see the files of those offices.
OFFICE_LEADER_KINDS = frozenset({"supervisor", "data_officer"})

# The most permissions that an agency's own bundle may include, by the kind of its role. Which
# principals a person acts as follows from the kind and never from the bundle: an administrator sees
# no child, whatever the bundle includes, and a role that does not lead offices never does. A
# supervisor may be the second person for an erasure, because a small agency has one data officer.
MAX_PERMISSIONS: dict[str, frozenset[Permission]] = {
    "intake_officer": SHIPPED_ROLES["intake_officer"]
    | {Permission.SEE_WHO_LOOKED, Permission.KEEP_SERVICES},
    "case_worker": SHIPPED_ROLES["case_worker"]
    | {Permission.ASSIGN, Permission.KEEP_SERVICES, Permission.REVIEW_MATCHES},
    "counsellor": SHIPPED_ROLES["counsellor"]
    | {Permission.RECORD_REPORT, Permission.SEARCH, Permission.KEEP_SERVICES},
    "house_mother": SHIPPED_ROLES["house_mother"]
    | {Permission.RECORD_REPORT, Permission.SEE_WHO_LOOKED},
    "supervisor": SHIPPED_ROLES["supervisor"]
    | {Permission.ANSWER_ENQUIRY, Permission.ERASE, Permission.EXPORT, Permission.IMPORT},
    "data_officer": SHIPPED_ROLES["data_officer"] | {Permission.SEARCH},
    "administrator": SHIPPED_ROLES["administrator"] | {Permission.SEE_NUMBERS},
    "oversight": SHIPPED_ROLES["oversight"],
    "rapporteur": SHIPPED_ROLES["rapporteur"] | {Permission.APPROVE_RELEASE},
}
# A bundle with one of these is as powerful as the roles above, whatever its kind.
GRAVE_PERMISSIONS = frozenset(
    {
        Permission.APPROVE,
        Permission.ASSIGN,
        Permission.HIDE,
        Permission.REVIEW_MATCHES,
        Permission.ANSWER_ENQUIRY,
        Permission.READ_LOG,
        Permission.MANAGE_STAFF,
        Permission.CONFIRM_STAFF,
        Permission.MANAGE_OFFICES,
        Permission.ERASE,
        Permission.EXPORT,
        Permission.IMPORT,
        Permission.APPROVE_RELEASE,
    }
)

# Who may open a new file of each kind: staff with one of these.
FILE_PERMISSIONS: dict[str, tuple[Permission, ...]] = {
    FileKind.CHILD: (Permission.OPEN_CASE, Permission.IMPORT),
    FileKind.REPORT: (Permission.RECORD_REPORT, Permission.IMPORT),
    FileKind.ENQUIRY: (Permission.SEARCH,),
    FileKind.MISSING: (Permission.RECORD_REPORT,),
    FileKind.EXCHANGE: (Permission.IMPORT, Permission.EXPORT),
}

_WORKER = TEAM_MEMBER_SECTIONS
TEAM_READS: dict[str, Section] = {
    TeamRole.CASE_WORKER: _WORKER,
    TeamRole.COUNSELLOR: _WORKER & ~Section.REPORT,
    # Stage, team and dates (CASE) are part of every team role that can record anything.
    TeamRole.RESIDENTIAL_WORKER: Section.IDENTITY
    | Section.CASE
    | Section.PLAN
    | Section.VISITS
    | Section.SUPPORT
    | Section.VOICE,
    TeamRole.PHYSICIAN: Section.IDENTITY
    | Section.CASE
    | Section.NEEDS
    | Section.PLAN
    | Section.SUPPORT
    | Section.VOICE,
    TeamRole.LEGAL_REPRESENTATIVE: Section.IDENTITY
    | Section.SITUATION
    | Section.PLAN
    | Section.CASE
    | Section.DECISIONS
    | Section.LEGAL
    | Section.SUPPORT
    | Section.TRANSFER
    | Section.VOICE,
    TeamRole.SUPERVISOR: _WORKER,
    TeamRole.INTERPRETER: Section(0),
}
TEAM_WRITES: dict[str, Section] = {
    TeamRole.CASE_WORKER: _WORKER,
    TeamRole.COUNSELLOR: Section.NEEDS
    | Section.PLAN
    | Section.VISITS
    | Section.SUPPORT
    | Section.VOICE,
    TeamRole.RESIDENTIAL_WORKER: Section.VISITS | Section.SUPPORT | Section.VOICE,
    TeamRole.PHYSICIAN: Section.NEEDS | Section.VOICE,
    TeamRole.LEGAL_REPRESENTATIVE: Section.LEGAL | Section.VOICE,
    TeamRole.SUPERVISOR: _WORKER,
    TeamRole.INTERPRETER: Section(0),
}


def permissions_of(role_kind: str) -> frozenset[Permission]:
    """The permissions of a role as shipped; none for an unknown one (fails closed)."""
    return SHIPPED_ROLES.get(role_kind, frozenset())


def needs_second_person(kind: str, permissions: frozenset[Permission]) -> bool:
    """Whether assigning this bundle, of this kind of role, needs a second person."""
    return kind in POWERFUL_KINDS or not GRAVE_PERMISSIONS.isdisjoint(permissions)
