"""What decisions of authorities contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileGroup,
    FileLink,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.orders import models
from saathi.web.page_names import MY_DAY

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            130,
            Section.LEGAL,
            _("Authorities and orders"),
            "orders:show_orders",
            "gavel",
            group=FileGroup.LEGAL,
        ),
    ),
    duties={Duty.TIME_LIMIT: "orders:show_orders", Duty.ALERT: "orders:show_orders"},
    notices={"safeguard": NoticePage(MY_DAY, is_of_record=False)},
    records=(
        RecordKind(models.Order, _("Order or decision of an authority"), "authority"),
        RecordKind(models.StatusDecision, _("Finding about trafficking"), "authority"),
        RecordKind(models.RunningTimeLimit, _("Legal time limit")),
        RecordKind(models.BrokenSafeguard, _("Breach of a safeguard")),
    ),
    timeline=(
        EventSource(
            "ordered",
            models.Order,
            "made_on",
            _("An authority made an order or decision"),
            (EventKind.LEGAL,),
        ),
        EventSource(
            "status_decided",
            models.StatusDecision,
            "decided_on",
            _("A finding about the child’s status was recorded"),
            (EventKind.LEGAL,),
        ),
        EventSource(
            "safeguard_broken",
            models.BrokenSafeguard,
            "happened_on",
            _("Safeguarding violation"),
            (EventKind.LEGAL,),
        ),
        NotOnTimeline(models.RunningTimeLimit, "its last day is a task of the worker"),
    ),
)
