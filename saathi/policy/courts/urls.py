"""URLs of the register of courts. They contain opaque ids only."""

from django.urls import path

from saathi.policy.courts import views

app_name = "courts"

urlpatterns = [
    path("", views.list_courts, name="list_courts"),
    path("new/", views.add_court, name="add_court"),
    path("table/", views.download_courts, name="download_courts"),
    path("import/", views.import_courts, name="import_courts"),
    path("publish/", views.publish_courts, name="publish_courts"),
    path("<uuid:court_id>/", views.show_court, name="show_court"),
    path("<uuid:court_id>/change/", views.change_court, name="change_court"),
    path("<uuid:court_id>/<slug:action>/", views.act_on_court, name="act_on_court"),
]
