"""URLs of requests of researchers, for staff."""

from django.urls import path

from saathi.evidence.research import views

app_name = "research"

urlpatterns = [
    path("", views.list_requests, name="list_requests"),
    path("new/", views.add_request, name="add_request"),
    path("<uuid:request_id>/", views.show_request, name="show_request"),
    path("<uuid:request_id>/extract/", views.download_extract, name="download_extract"),
    path(
        "<uuid:request_id>/<slug:action>/", views.confirm_request_step, name="confirm_request_step"
    ),
]
