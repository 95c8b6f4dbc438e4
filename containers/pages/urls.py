"""The pages. The first part of a path names the engine, so that more of them can come without a rewrite."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from . import (
    cheat_sheet,
    commands,
    container,
    container_menu,
    containers,
    events,
    home,
    images,
    jobs,
    line,
    logs,
    processes,
    sign_in,
    stats,
    terminal,
    trail,
)

urlpatterns = [
    path("", home.root, name="root"),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("<slug:host>/", home.home, name="home"),
    path("<slug:host>/engine/", home.engine_state, name="engine_state"),
    path("<slug:host>/demos/<slug:slug>/start/", home.demo_start, name="demo_start"),
    path("<slug:host>/containers/", containers.containers, name="containers"),
    path("<slug:host>/containers/<str:name>/", container.container, name="container"),
    path("<slug:host>/containers/<str:name>/menu/", container_menu.menu, name="container_menu"),
    path("<slug:host>/containers/<str:name>/reveal/", container.reveal, name="container_reveal"),
    path("<slug:host>/containers/<str:name>/processes/", processes.container_processes, name="container_processes"),
    path("<slug:host>/containers/<str:name>/terminal/", terminal.terminal, name="terminal"),
    path("<slug:host>/containers/<str:name>/log/", logs.container_log, name="container_log"),
    path("<slug:host>/logs/", logs.logs, name="logs"),
    path("<slug:host>/events/", events.events, name="events"),
    path("<slug:host>/stats/", stats.stats, name="stats"),
    path("<slug:host>/images/", images.images, name="images"),
    path("<slug:host>/commands/", cheat_sheet.cheat_sheet, name="commands"),
    path("<slug:host>/commands/<slug:slug>/", commands.command, name="command"),
    path("<slug:host>/commands/<slug:slug>/preview/", commands.command_preview, name="command_preview"),
    path("<slug:host>/line/", line.line, name="line"),
    path("<slug:host>/line/preview/", line.line_preview, name="line_preview"),
    path("<slug:host>/line/words/", line.line_words, name="line_words"),
    path("<slug:host>/line/names/", line.line_names, name="line_names"),
    path("<slug:host>/jobs/", jobs.jobs, name="jobs"),
    path("<slug:host>/jobs/<str:job_id>/", jobs.job, name="job"),
    path("<slug:host>/jobs/<str:job_id>/cancel/", jobs.job_cancel, name="job_cancel"),
    path("<slug:host>/trail/", trail.trail, name="trail"),
]
