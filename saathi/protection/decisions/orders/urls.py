"""URLs of authorities' decisions, below the child's file. Only opaque ids."""

from django.urls import path

from saathi.protection.decisions.orders import views

app_name = "orders"

urlpatterns = [
    path("", views.show_orders, name="show_orders"),
    path("new/", views.record_order, name="record_order"),
    path("<uuid:order_id>/", views.change_order, name="change_order"),
    path("status/new/", views.record_status_decision, name="record_status_decision"),
    path("limits/new/", views.record_limit_trigger, name="record_limit_trigger"),
    path("limits/<uuid:limit_id>/", views.record_limit_met, name="record_limit_met"),
    path("safeguards/new/", views.record_safeguard, name="record_safeguard"),
    path(
        "safeguards/<uuid:safeguard_id>/", views.record_alert_outcome, name="record_alert_outcome"
    ),
]
