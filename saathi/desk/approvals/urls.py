"""URLs of approvals, included in those of the desk."""

from django.urls import path

from saathi.desk.approvals import views

urlpatterns = [
    path("approvals/", views.list_approvals, name="list_approvals"),
    path("approvals/<uuid:approval_id>/", views.show_approval, name="show_approval"),
]
