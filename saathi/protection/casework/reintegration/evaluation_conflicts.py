"""What the file says against a final evaluation in which living with the family is safe."""

from uuid import UUID

from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.protection.casework.reintegration.hard_answers import (
    ANSWER_COLUMNS,
    describe_danger,
    unsafe_answers,
)
from saathi.protection.casework.reintegration.models import MonitoringContact, OutcomeAnswer
from saathi.protection.casework.reintegration.unsafe_contacts import open_unsafe_contacts, who_told


def describe_unsafe_record(file_id: UUID, actor: Staff) -> str:
    """The newest record by which the child is not safe, in words; empty without one.

    A contact that found the child not safe, or an answer of the outcome scale, until a contact of
    ours that reaches the child, after an answer until a visit. The same in SQL: `reintegration_is_unsafe`.
    """
    contacts = access.visible(actor, MonitoringContact).filter(file_id=file_id)
    unsafe = open_unsafe_contacts(contacts).order_by("-contact_on", "-pk")
    if row := unsafe.values("contact_on", "made_by", "way", "state").first():
        return _("On %(day)s the child was found not safe (%(who)s).") % {
            "day": format_day(row["contact_on"]),
            "who": who_told(dict(row)),
        }
    answers = unsafe_answers(access.visible(actor, OutcomeAnswer).filter(file_id=file_id))
    answer = answers.order_by("-answered_on", "-pk").values(*set(ANSWER_COLUMNS.values())).first()
    if answer is None:
        return ""
    named = {name: answer[column] for name, column in ANSWER_COLUMNS.items()}
    days = {name: named[name] and named[name].isoformat() for name in ("on", "called")}
    text = describe_danger(named | days).rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."
