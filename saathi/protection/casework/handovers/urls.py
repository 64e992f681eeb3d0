"""URLs of transfers: below a child's file, and those waiting for an office. Opaque ids."""

from django.urls import path

from saathi.protection.casework.handovers import views

app_name = "handovers"

urlpatterns = [
    path("child/<uuid:file_id>/handover/", views.list_handovers, name="list_handovers"),
    path("child/<uuid:file_id>/handover/offer/", views.offer_handover, name="offer_handover"),
    path(
        "child/<uuid:file_id>/handover/<uuid:handover_id>/withdraw/",
        views.withdraw_handover,
        name="withdraw_handover",
    ),
    path("handovers/", views.list_office_handovers, name="list_office_handovers"),
    path("handovers/<uuid:handover_id>/", views.show_handover, name="show_handover"),
]
