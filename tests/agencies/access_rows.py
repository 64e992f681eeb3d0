"""Who finds a page at each address of `agencies`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "agencies:add_office",
        "agencies:add_version",
        "agencies:agency",
        "agencies:invite",
        "agencies:list_bundles",
        "agencies:list_changes",
        "agencies:list_staff",
        "agencies:list_versions",
    },
    elsewhere={
        "agencies:change_office": "agencies/test_agency_screens.py",
        "agencies:change_holidays": "agencies/test_agency_screens.py",
        "agencies:show_staff": "agencies/test_agency_screens.py",
        "agencies:show_link": "agencies/test_agency_screens.py",
        "agencies:change_staff": "agencies/test_agency_screens.py",
        "agencies:ask_reset": "agencies/test_agency_screens.py",
        "agencies:end_sessions": "agencies/sign_in/test_own_sessions.py",
        "agencies:list_unsent": "agencies/offline/test_unsent.py",
        "agencies:open_unsent": "agencies/offline/test_unsent.py",
        "agencies:lose_device": "agencies/offline/test_unsent.py",
        "agencies:end_account": "agencies/test_agency_screens.py",
        "agencies:decide_change": "agencies/test_agency_screens.py",
        "agencies:show_version": "agencies/test_agency_screens.py",
        "agencies:join": "agencies/test_agency_screens.py",
        "agencies:enter_code": "agencies/test_invitations.py",
        "agencies:invite_again": "agencies/test_invitations.py",
        "agencies:withdraw": "agencies/test_invitations.py",
        "agencies:reopen_account": "agencies/test_reopening.py",
        "agencies:add_bundle": "agencies/test_bundles.py",
        "agencies:show_bundle": "agencies/test_bundles.py",
        "agencies:change_bundle": "agencies/test_bundles.py",
        "agencies:end_bundle": "agencies/test_bundles.py",
        "agencies:show_bundle_version": "agencies/test_bundles.py",
    },
)
