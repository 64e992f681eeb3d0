"""The names of sections on export forms, what they hold, and which columns need another one."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.record_origins import record_kinds
from saathi.agencies.sections import Section
from saathi.infra.join_words import join_words
from saathi.protection.exchange.export_columns import columns_left_out
from saathi.protection.exchange.export_contents import list_record_types
from saathi.web.components import LabelledValue, Text

# The identity is always included; enquiries about the child are never exported.
SECTION_TEXTS: dict[Section, Text] = {
    Section.CASE: _("Case: stage, team, dates"),
    Section.REPORT: _("Child protection reports"),
    Section.SITUATION: _("Protection concerns, incidents and information from other systems"),
    Section.NEEDS: _("Needs, including health"),
    Section.PLAN: _("Case plan: goals and steps"),
    Section.VISITS: _("Visits, notes and tasks due"),
    Section.VOICE: _("Child’s statements that you are allowed to read"),
    Section.DECISIONS: _("Approvals and case closure"),
    Section.LEGAL: _("Consents, guardians, orders"),
    Section.SUPPORT: _("Services: referrals, sessions, courses"),
    Section.TRANSFER: _("Transfers to another country"),
}


# What each section holds in an export, as `list_record_types` and the sections of fields and texts have it.
SECTION_CONTENTS: dict[Section, Text] = {
    Section.IDENTITY: _(
        "names, birth date and evidence of age, addresses, telephone numbers and safe ways of contact; "
        "relatives and other people around the child; numbers of identity documents; the list of birth, "
        "school and identity documents"
    ),
    Section.CASE: _(
        "stage, dates and team; transfers; what local committees were asked to check, and what they observed"
    ),
    Section.REPORT: _(
        "reports about the child. Name and contact of the reporting person are left out "
        "unless it is recorded that the person may be named; the text of a report may "
        "still identify the person"
    ),
    Section.SITUATION: _(
        "protection concerns, alleged perpetrators, trafficking and routes, screening, interviews, clues to "
        "the family, movements, background, and what was imported from another system"
    ),
    Section.NEEDS: _(
        "assessments, risk level, signs of self-harm, functioning, urgent care, the list of medical documents"
    ),
    Section.PLAN: _(
        "goals, steps and reviews; safety plans; language and religion, and how both are maintained"
    ),
    Section.VISITS: _(
        "visits, check-ins, case notes, tasks and due dates; never supervision notes"
    ),
    Section.VOICE: _(
        "statements, complaints, opinions on services, texts of voice recordings; and the child’s own words "
        "in the records of the other sections that you choose"
    ),
    Section.DECISIONS: _(
        "requests for approval, case closure, case conferences, decisions with their reasons"
    ),
    Section.LEGAL: _(
        "consents, guardians, orders and decisions of authorities, enquiries across borders, contacts "
        "with the country of origin, verifications and permits, texts for the public, the list of legal "
        "documents; never screenings for international protection"
    ),
    Section.SUPPORT: _("referrals, courses, sessions, livelihood support; never session notes"),
    Section.TRANSFER: _(
        "transfers to another country: requests, answers, placements there, journeys, handovers, receipts, "
        "reports"
    ),
}


def describe_sections() -> list[LabelledValue]:
    """Each section with what it holds, for the page on which sections are chosen."""
    names = {Section.IDENTITY: _("Personal details (always included)")} | SECTION_TEXTS
    return [LabelledValue(name, str(SECTION_CONTENTS[section])) for section, name in names.items()]


def describe_columns_left_out(sections: Section) -> list[LabelledValue]:
    """For each type of record of these sections, the columns for which another section is needed."""
    kinds = record_kinds()
    return [
        LabelledValue(
            kinds[model].label if model in kinds else str(model._meta.verbose_name),
            join_words(f"{column.label} ({column.sections})" for column in columns),
        )
        for model in list_record_types(sections | Section.IDENTITY)
        if (columns := columns_left_out(model, sections | Section.IDENTITY))
    ]


def section_names(sections: int) -> list[Text]:
    """The chosen sections in words."""
    return [label for section, label in SECTION_TEXTS.items() if section & sections]
