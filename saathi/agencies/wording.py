"""Bundles and permissions in plain words."""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section

PERMISSION_TEXTS: dict[Permission, Promise] = {
    Permission.RECORD_REPORT: _("Record reports of concern"),
    Permission.SEARCH: _("Search for a child, with a reason"),
    Permission.OPEN_CASE: _("Open a child’s file and case"),
    Permission.WORK_ON_CASE: _("Work on cases as a member of the team"),
    Permission.EMERGENCY_ACCESS: _("Open a file in an emergency; others are notified"),
    Permission.APPROVE: _("Approve other workers’ case plans and case closures"),
    Permission.ASSIGN: _("Assign cases to workers and manage teams"),
    Permission.HIDE: _("Hide a file from a named person or agency"),
    Permission.REVIEW_MATCHES: _("Decide whether two records are of the same child"),
    Permission.ANSWER_ENQUIRY: _("Decide whether to make contact in response to an enquiry"),
    Permission.SEE_WHO_LOOKED: _("View the access log of files the user can see"),
    Permission.READ_LOG: _("Read the agency’s audit log, but no child’s file"),
    Permission.SEE_NUMBERS: _("View anonymous tables and charts"),
    Permission.SEE_LAW: _("View law and policy by country"),
    Permission.PREPARE_RELEASE: _("Prepare, publish and withdraw statistics for publication"),
    Permission.APPROVE_RELEASE: _("Approve statistics that others prepared for publication"),
    Permission.MANAGE_STAFF: _("Invite staff, end their access, request role changes"),
    Permission.CONFIRM_STAFF: _("Approve requests for sensitive roles"),
    Permission.MANAGE_OFFICES: _("Manage offices, holidays and agency rules"),
    Permission.KEEP_SERVICES: _("Manage the service directory"),
    Permission.KEEP_AGREEMENTS: _("Manage agreements and focal points"),
    Permission.KEEP_FACILITIES: _("Manage facilities and minimum standards"),
    Permission.INSPECT: _("Inspect facilities and issue notices"),
    Permission.ERASE: _("Request and approve erasures, always with a second person"),
    Permission.EXPORT: _("Export data for a stated reason; files are available for a limited time"),
    Permission.IMPORT: _("Import cases from another system"),
}

ROLE_KIND_NAMES: dict[str, Promise] = {
    "intake_officer": _("Intake officer"),
    "case_worker": _("Case worker"),
    "counsellor": _("Counsellor"),
    "house_mother": _("Residential care worker (house parent)"),
    "supervisor": _("Supervisor"),
    "data_officer": _("Data officer"),
    "administrator": _("Administrator"),
    "oversight": _("Oversight officer"),
    "rapporteur": _("National rapporteur"),
}


def role_kind_name(role_kind: str) -> str | Promise:
    """The name of a kind of role."""
    return ROLE_KIND_NAMES.get(role_kind, role_kind)


def role_name(role_kind: str, post: str, names: Mapping[str, str]) -> str | Promise:
    """The name of a role: the agency's own name for it, where `names` has one."""
    return names.get(post, post) if post else role_kind_name(role_kind)


def permission_sentences(held: Collection[Permission]) -> list[Promise]:
    """What a person may do, sentence by sentence, in the order of casework."""
    return [PERMISSION_TEXTS[permission] for permission in Permission if permission in held]


SECTION_TEXTS: dict[Section, Promise] = {
    Section.IDENTITY: _("personal details"),
    Section.REPORT: _("report"),
    Section.SITUATION: _("protection concerns and incidents"),
    Section.NEEDS: _("needs"),
    Section.PLAN: _("case plan"),
    Section.VISITS: _("visits"),
    Section.VOICE: _("child’s statements"),
    Section.CASE: _("case"),
    Section.ENQUIRY: _("enquiries"),
    Section.DECISIONS: _("decisions"),
    Section.LEGAL: _("consents and orders"),
    Section.SUPPORT: _("support"),
    Section.TRANSFER: _("transfers to another country"),
}


def section_names(sections: Iterable[object]) -> list[str]:
    """The names of these sections, given as numbers in log entries; anything else is left out."""
    named = reduce(or_, (n for n in sections if isinstance(n, int)), 0)
    return [str(text) for section, text in SECTION_TEXTS.items() if section & Section(named)]
