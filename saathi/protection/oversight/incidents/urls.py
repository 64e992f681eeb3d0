"""URLs of incidents. They contain opaque ids only."""

from django.urls import path

from saathi.protection.oversight.incidents import views

app_name = "incidents"

urlpatterns = [
    path("incidents/", views.list_incidents, name="list_incidents"),
    path("incidents/<uuid:incident_id>/", views.show_incident, name="show_incident"),
    path("incidents/<uuid:incident_id>/close/", views.close_incident, name="close_incident"),
    path("child/<uuid:file_id>/incidents/new/", views.record_incident, name="record_incident"),
]
