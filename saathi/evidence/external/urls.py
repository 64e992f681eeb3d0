"""URLs of external series, for staff."""

from django.urls import path

from saathi.evidence.external import views

app_name = "external"

urlpatterns = [
    path("", views.list_series, name="list_series"),
    path("new/", views.add_series, name="add_series"),
    path("<uuid:series_id>/", views.show_series, name="show_series"),
    path("<uuid:series_id>/columns/", views.set_columns, name="set_columns"),
    path("<uuid:series_id>/show/", views.make_series_visible, name="make_series_visible"),
    path("<uuid:series_id>/withdraw/", views.withdraw_series, name="withdraw_series"),
]
