"""Names that fields of forms had before."""

from collections.abc import Mapping
from typing import Final

# Fields by their present name, with the name in version 0.2.0 before December 2026. Forms that wait
# on a device and stored drafts have the earlier names.
EARLIER_FIELD_NAMES: Final[Mapping[str, str]] = {
    "child_words": "her_words",
    "child_view": "her_view",
    "child_view_words": "her_view_words",
    "child_answer": "her_answer",
    "child_reply": "her_reply",
    "child_response": "she_says",
    "information_given": "told_words",
    "audience": "told_to",
    "allegation_state": "standing",
    "identified_on": "found_on",
    "child_participation": "heard",
    "child_heard": "heard",
    "child_informed": "told",
    "proposed_on": "heard_on",
    "experience": "found",
    "continuing_support": "what_goes_on",
    "family_role": "part_words",
    **dict.fromkeys(
        ("informed_on", "stated_on", "notified_on", "answered_on", "reported_on"),
        "told_on",
    ),
}
