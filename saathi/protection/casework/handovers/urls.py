"""URLs of transfers: below a child's file, and those that wait for an office. Only opaque ids."""

from django.urls import path

from saathi.protection.casework.handovers import views

app_name = "handovers"

urlpatterns = [
    path("child/<uuid:file_id>/handover/", views.list_handovers, name="list_handovers"),
    path("child/<uuid:file_id>/handover/offer/", views.offer_case, name="offer_case"),
    path(
        "child/<uuid:file_id>/handover/<uuid:handover_id>/withdraw/",
        views.withdraw_offer,
        name="withdraw_offer",
    ),
    path("handovers/", views.list_offers, name="list_offers"),
    path("handovers/<uuid:handover_id>/", views.show_offer, name="show_offer"),
]
