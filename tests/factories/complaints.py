"""A complaint of a child, through the action."""

import datetime as dt

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.oversight.complaints import actions
from saathi.protection.oversight.complaints.models import Complaint
from saathi.protection.oversight.complaints.vocabulary import ComplaintKind, ComplaintSubject

WORDS = "Nobody knocks at our door."


def complaint(child: Child, actor: Staff, **fields: object) -> Complaint:
    today = actor.office.today()
    values = {
        "kind": ComplaintKind.COMPLAINT,
        "about": ComplaintSubject.CARE_HOME,
        "child_words": WORDS,
        "said_on": today,
        "answer_by": today + dt.timedelta(days=14),
    }
    complaint = Complaint(file_id=child.file_id, child=child)
    for name, value in (values | fields).items():
        setattr(complaint, name, value)
    return actions.record_complaint(complaint=complaint, actor=actor)
