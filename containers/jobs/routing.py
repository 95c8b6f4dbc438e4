from django.urls import path

from containers.jobs.consumer import JobConsumer

websocket_urlpatterns = [path("ws/jobs/<str:job_id>/", JobConsumer.as_asgi())]
