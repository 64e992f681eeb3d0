"""What agencies contribute to shared pages: their menu items, notices and erasures."""

import datetime as dt

from django.db.models import Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.access import FileRights
from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAlert,
    MenuEntry,
    NoticePage,
)
from saathi.agencies.erasure import request_queries
from saathi.agencies.models import ErasureRequest
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import CollectionMethod, ErasureState
from saathi.web.components import ActionLink, AlertBox
from saathi.web.page_names import CHILD_FILE, ERASURE, MY_DAY


def erasure_column(_rights: FileRights, _today: dt.date) -> Subquery:
    """The state of the current request to erase the child's identity."""
    return request_queries.request_state_subquery("file")


def erasure_alert(rights: FileRights, state: str) -> list[AlertBox]:
    """The alert about a requested erasure."""
    title = gettext("Erasure of identifying data: %(state)s")
    words = {"state": str(ErasureState(state).label).lower()}
    link = ActionLink(gettext("View request"), reverse(ERASURE, args=[rights.file_id]))
    return [AlertBox(title % words, "", link, "attend", "alert-triangle")]


DOMAIN = Domain(
    urls={"sign_in.urls": "", "urls": ""},
    menu=(
        MenuEntry(
            150,
            "agency",
            _("Agency"),
            "building",
            "agencies:show_agency",
            frozenset({Permission.MANAGE_STAFF}),
        ),
        MenuEntry(
            160,
            "changes",
            _("Access requests"),
            "clipboard-check",
            "agencies:list_staff_changes",
            frozenset({Permission.CONFIRM_STAFF}),
        ),
    ),
    file_alerts=(
        FileAlert(10, "erasure", Section.DECISIONS, erasure_column, erasure_alert, is_urgent=True),
    ),
    notices={
        "glass_broken": NoticePage(CHILD_FILE),
        "staff_change": NoticePage("agencies:show_agency", is_of_record=False),
        "malware_found": NoticePage(MY_DAY, is_of_record=False),
    },
    records=(
        RecordKind(ErasureRequest, _("Request for erasure"), method=CollectionMethod.WITH_STEP),
    ),
    timeline=(
        EventSource(
            "erasure_asked",
            ErasureRequest,
            "recorded_at",
            _("Erasure of identifying data was requested"),
            (EventKind.TEAM,),
            code="state",
            texts={
                ErasureState.WITHDRAWN: _("Erasure of identifying data was requested and withdrawn")
            },
        ),
        EventSource(
            "erasure_decided",
            ErasureRequest,
            "decided_at",
            _("A second person approved the erasure of identifying data"),
            (EventKind.TEAM,),
            code="state",
            texts={
                ErasureState.REFUSED: _("A second person refused the erasure of identifying data")
            },
            by="decided_by",
        ),
    ),
)
