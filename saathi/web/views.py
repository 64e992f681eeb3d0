"""Pages of the user interface itself: only the neutral page behind Quick exit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def show_neutral_page(request: HttpRequest) -> HttpResponse:
    """A page on weights and measures that shows none of our data and needs no sign-in."""
    return render(request, "web/away.html")
