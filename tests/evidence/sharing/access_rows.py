"""The people who may open each address of `evidence.sharing`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "sharing:add_agreement",
        "sharing:list_agreements",
    },
    elsewhere={
        "sharing:show_agreement": "evidence/sharing/test_screens.py",
        "sharing:share_tables": "evidence/sharing/test_screens.py",
        "sharing:confirm_agreement_step": "evidence/sharing/test_screens.py",
    },
)
