"""URLs of erasing, included in those of the desk."""

from django.urls import path

from saathi.desk.erasing import views

urlpatterns = [
    path("erasures/", views.list_erasures, name="list_erasures"),
    path("child/<uuid:file_id>/erasure/", views.show_erasure, name="show_erasure"),
    path("child/<uuid:file_id>/erasure/ask/", views.request_erasure, name="request_erasure"),
    path("child/<uuid:file_id>/erasure/decide/", views.decide_erasure, name="decide_erasure"),
    path("child/<uuid:file_id>/erasure/withdraw/", views.withdraw_erasure, name="withdraw_erasure"),
    path(
        "child/<uuid:file_id>/erasure/certificate/",
        views.show_erasure_certificate,
        name="show_erasure_certificate",
    ),
]
