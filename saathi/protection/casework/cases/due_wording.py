"""Due dates in words."""

from django.utils.translation import gettext


def describe_attempts(attempts: int, most: int) -> str:
    """How often in a row the child was not met, of the number at which supervisors are notified."""
    if attempts > most:
        return gettext("attempt %(count)d") % {"count": attempts}
    return gettext("attempt %(count)d of %(most)d") % {"count": attempts, "most": most}
