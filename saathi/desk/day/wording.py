"""Texts that My day and the menu of the desk share."""

from django.utils.translation import ngettext


def count_enquiries(count: int) -> str:
    """How many enquiries wait, in words."""
    title = ngettext(
        "%(count)d enquiry waits for a decision", "%(count)d enquiries wait for a decision", count
    )
    return title % {"count": count}
