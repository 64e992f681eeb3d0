"""What agencies contribute to shared pages: their menu items, notices and erasures."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, EventKind, EventSource, MenuEntry, NoticePage
from saathi.agencies.models import ErasureRequest
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import ErasureState
from saathi.web.page_names import CHILD_FILE, MY_DAY

DOMAIN = Domain(
    urls={"sign_in.urls": "", "urls": ""},
    menu=(
        MenuEntry(
            150,
            "agency",
            _("Agency"),
            "building",
            "agencies:agency",
            frozenset({Permission.MANAGE_STAFF}),
        ),
        MenuEntry(
            160,
            "changes",
            _("Changes of staff"),
            "clipboard-check",
            "agencies:list_changes",
            frozenset({Permission.CONFIRM_STAFF}),
        ),
    ),
    notices={
        "glass_broken": NoticePage(CHILD_FILE),
        "staff_change": NoticePage("agencies:agency", is_of_record=False),
        "malware_found": NoticePage(MY_DAY, is_of_record=False),
    },
    timeline=(
        EventSource(
            "erasure_asked",
            ErasureRequest,
            "recorded_at",
            _("Erasing what identifies the child was asked for"),
            (EventKind.TEAM,),
            code="state",
            texts={
                ErasureState.WITHDRAWN: _(
                    "Erasing what identifies the child was asked for and taken back"
                )
            },
        ),
        EventSource(
            "erasure_decided",
            ErasureRequest,
            "decided_at",
            _("A second person agreed to erase what identifies the child"),
            (EventKind.TEAM,),
            code="state",
            texts={
                ErasureState.REFUSED: _(
                    "A second person refused to erase what identifies the child"
                )
            },
            by="decided_by",
        ),
    ),
)
