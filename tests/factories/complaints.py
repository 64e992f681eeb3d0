"""A complaint of a child, through the action."""

import datetime as dt

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.complaints import actions
from saathi.protection.complaints.models import Complaint
from saathi.protection.complaints.vocabulary import About, ComplaintKind

WORDS = "Nobody knocks at our door."


def complaint(child: Child, by: Staff, **fields: object) -> Complaint:
    today = by.office.today()
    values = {
        "kind": ComplaintKind.COMPLAINT,
        "about": About.CARE_HOME,
        "words": WORDS,
        "said_on": today,
        "answer_by": today + dt.timedelta(days=14),
    }
    return actions.record(child=child, told=actions.ComplaintTold(**(values | fields)), by=by)
