"""The people who may open each address of `protection.care.facility_incidents`."""

from tests.access import TEAM, AccessRows

_SCREENS = "protection/care/facility_incidents/test_screens.py"
ROWS = AccessRows(
    file={
        "facility_incidents:list_child_incidents": TEAM,
        "facility_incidents:record_child_incident": TEAM,
    },
    without_child={"facility_incidents:compare_quality", "facility_incidents:list_incidents"},
    elsewhere=dict.fromkeys(
        (
            "facility_incidents:record_incident",
            "facility_incidents:record_step",
            "facility_incidents:show_incident",
        ),
        _SCREENS,
    ),
)
