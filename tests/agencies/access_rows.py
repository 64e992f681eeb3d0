"""The people who may open each address of `agencies`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "agencies:add_office",
        "agencies:add_configuration_version",
        "agencies:show_agency",
        "agencies:invite_staff",
        "agencies:list_bundles",
        "agencies:list_staff_changes",
        "agencies:list_staff",
        "agencies:list_configuration_versions",
    },
    elsewhere={
        "agencies:change_office": "agencies/test_agency_screens.py",
        "agencies:change_holidays": "agencies/test_agency_screens.py",
        "agencies:show_staff": "agencies/test_agency_screens.py",
        "agencies:show_invitation_paper": "agencies/test_agency_screens.py",
        "agencies:change_staff": "agencies/test_agency_screens.py",
        "agencies:request_sign_in_reset": "agencies/test_agency_screens.py",
        "agencies:end_sessions": "agencies/sign_in/test_own_sessions.py",
        "agencies:list_unsent_forms": "agencies/offline/test_unsent.py",
        "agencies:open_unsent_forms": "agencies/offline/test_unsent.py",
        "agencies:report_lost_device": "agencies/offline/test_unsent.py",
        "agencies:end_account": "agencies/test_agency_screens.py",
        "agencies:decide_staff_change": "agencies/test_agency_screens.py",
        "agencies:show_configuration_version": "agencies/test_agency_screens.py",
        "agencies:suggest_staff": "agencies/test_staff_search.py",
        "agencies:accept_invitation": "agencies/test_agency_screens.py",
        "agencies:enter_invitation_code": "agencies/test_invitations.py",
        "agencies:invite_again": "agencies/test_invitations.py",
        "agencies:withdraw_invitation": "agencies/test_invitations.py",
        "agencies:reopen_account": "agencies/test_reopening.py",
        "agencies:add_bundle": "agencies/test_bundles.py",
        "agencies:show_bundle": "agencies/test_bundles.py",
        "agencies:change_bundle": "agencies/test_bundles.py",
        "agencies:end_bundle": "agencies/test_bundles.py",
        "agencies:show_bundle_version": "agencies/test_bundles.py",
    },
)
