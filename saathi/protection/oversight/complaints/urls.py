"""URLs of complaints: below a child's file, and all that wait. Only opaque ids."""

from django.urls import path

from saathi.protection.oversight.complaints import views

app_name = "complaints"

urlpatterns = [
    path("child/<uuid:file_id>/complaints/", views.list_complaints, name="list_complaints"),
    path("child/<uuid:file_id>/complaints/new/", views.record_complaint, name="record_complaint"),
    path(
        "child/<uuid:file_id>/complaints/<uuid:complaint_id>/",
        views.follow_complaint,
        name="follow_complaint",
    ),
    path("complaints/", views.list_waiting, name="list_waiting"),
    path("complaints/<uuid:complaint_id>/", views.open_complaint, name="open_complaint"),
]
