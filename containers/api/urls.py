"""The API's paths (docs/api is generated: /api/v1/openapi.json)."""

from django.urls import path

from . import file_downloads, health, log_download, metrics, openapi, views

urlpatterns = [
    path("api/v1/openapi.json", openapi.document, name="api_openapi"),
    path("api/v1/docs", openapi.docs, name="api_docs"),
    path("api/v1/jobs/<str:job_id>", views.job, name="api_job"),
    path("api/v1/<slug:host>/line", views.line, name="api_line"),
    path("api/v1/<slug:host>/commands/<slug:slug>", views.command, name="api_command"),
    path("api/v1/<slug:host>/uploads", views.upload, name="api_upload"),
    path("api/v1/<slug:host>/container/<str:name>/log", log_download.log_download, name="api_log"),
    path("api/v1/<slug:host>/container/<str:name>/export", file_downloads.export_download, name="api_export"),
    path("api/v1/<slug:host>/container/<str:name>/archive", file_downloads.archive_download, name="api_archive"),
    path("api/", views.nothing, name="api_root"),
    path("api/<path:rest>", views.nothing, name="api_nothing"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
]
