"""Bundles and permissions in plain words."""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section

PERMISSION_TEXTS: dict[Permission, Promise] = {
    Permission.RECORD_REPORT: _("takes down reports of a concern"),
    Permission.SEARCH: _("looks for a child, saying why"),
    Permission.OPEN_CASE: _("opens a child’s file and case"),
    Permission.WORK_ON_CASE: _("works on the cases she is on the team of"),
    Permission.BREAK_GLASS: _("opens a file in an emergency, which others are told of"),
    Permission.APPROVE: _("approves plans and closings of others"),
    Permission.ASSIGN: _("gives cases to workers and fills the team"),
    Permission.HIDE: _("hides a file from a named person or agency"),
    Permission.REVIEW_MATCHES: _("decides whether two records are of one child"),
    Permission.ANSWER_ENQUIRY: _("decides whether to make contact on another’s enquiry"),
    Permission.SEE_WHO_LOOKED: _("sees who looked at a file she may see herself"),
    Permission.READ_LOG: _("reads the log of the agency, and no child’s file"),
    Permission.SEE_NUMBERS: _("sees tables and charts, in which nobody is named"),
    Permission.SEE_LAW: _("sees law and policy by country"),
    Permission.PREPARE_RELEASE: _("prepares numbers for the public, publishes and withdraws them"),
    Permission.APPROVE_RELEASE: _("approves numbers for the public that another prepared"),
    Permission.MANAGE_STAFF: _("invites staff, ends their access, asks for changes of role"),
    Permission.CONFIRM_STAFF: _("confirms what another asked for a powerful role"),
    Permission.MANAGE_OFFICES: _("keeps offices, holidays and the agency’s rules"),
    Permission.KEEP_SERVICES: _("keeps the directory of services"),
    Permission.ERASE: _("asks for and confirms an erasure, always with a second person"),
    Permission.EXPORT: _("takes data out, with a reason and an end"),
    Permission.IMPORT: _("brings in the children of another system"),
}

BUNDLE_NAMES: dict[str, Promise] = {
    "intake_officer": _("Intake officer"),
    "case_worker": _("Case worker"),
    "counsellor": _("Counsellor"),
    "house_mother": _("House mother or father"),
    "supervisor": _("Supervisor"),
    "data_officer": _("Data officer"),
    "administrator": _("Administrator"),
    "oversight": _("Oversight officer"),
    "rapporteur": _("Rapporteur"),
}


def bundle_name(bundle: str) -> str | Promise:
    """The name of a bundle."""
    return BUNDLE_NAMES.get(bundle, bundle)


def role_name(bundle: str, post: str, names: Mapping[str, str]) -> str | Promise:
    """The name of a role: the agency's own name for it, where `names` has one."""
    return names.get(post, post) if post else bundle_name(bundle)


def permission_sentences(held: Collection[Permission]) -> list[Promise]:
    """What a person may do, sentence by sentence, in the order of the work."""
    return [PERMISSION_TEXTS[permission] for permission in Permission if permission in held]


SECTION_TEXTS: dict[Section, Promise] = {
    Section.IDENTITY: _("who the child is"),
    Section.REPORT: _("the report"),
    Section.SITUATION: _("what happened"),
    Section.NEEDS: _("needs"),
    Section.PLAN: _("the plan"),
    Section.VISITS: _("visits"),
    Section.VOICE: _("the child’s words"),
    Section.CASE: _("the case"),
    Section.ENQUIRY: _("enquiries"),
    Section.DECISIONS: _("decisions"),
    Section.LEGAL: _("consents and orders"),
    Section.SUPPORT: _("support"),
}


def section_names(sections: Iterable[object]) -> list[str]:
    """The names of all these sections, as numbers of log entries; anything else is left out."""
    named = reduce(or_, (n for n in sections if isinstance(n, int)), 0)
    return [str(text) for section, text in SECTION_TEXTS.items() if section & Section(named)]
