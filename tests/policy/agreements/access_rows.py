"""The people who may open each address of `policy.agreements`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "agreements:add_agreement",
        "agreements:download_agreements",
        "agreements:download_named_agreements",
        "agreements:import_agreements",
        "agreements:list_agreements",
        "agreements:publish_agreements",
        "agreements:add_focal_point",
        "agreements:download_focal_points",
        "agreements:import_focal_points",
        "agreements:list_focal_points",
        "agreements:publish_focal_points",
    },
    elsewhere={
        "agreements:act_on_agreement": "policy/agreements/test_agreements.py",
        "agreements:change_agreement": "policy/agreements/test_agreements.py",
        "agreements:show_agreement": "policy/agreements/test_agreements.py",
        "agreements:translate_agreement": "policy/agreements/test_agreements.py",
        "agreements:act_on_focal_point": "policy/agreements/test_focal_points.py",
        "agreements:change_focal_point": "policy/agreements/test_focal_points.py",
        "agreements:contact_focal_point": "policy/agreements/test_focal_points.py",
        "agreements:publish_focal_contact": "policy/agreements/test_focal_points.py",
        "agreements:show_focal_point": "policy/agreements/test_focal_points.py",
        "agreements:test_focal_point": "policy/agreements/test_focal_points.py",
    },
)
