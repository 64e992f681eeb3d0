"""URLs of closing, included in those of the desk."""

from django.urls import path

from saathi.desk.closing import views

urlpatterns = [
    path("child/<uuid:file_id>/closing/", views.show_closing, name="show_closing"),
    path("child/<uuid:file_id>/closing/ask/", views.request_closing, name="request_closing"),
    path("child/<uuid:file_id>/closing/withdraw/", views.withdraw_closing, name="withdraw_closing"),
    path("child/<uuid:file_id>/closing/reopen/", views.reopen_case, name="reopen_case"),
]
