"""The context of a build on its form: a Dockerfile that is pasted, or an archive that is chosen."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict

from containers.access.actor import Actor
from containers.commands.declare import Command, Positional
from containers.uploads import receiving

# What the line calls them: docker's own word for a Dockerfile on standard input, and for the folder one is in.
PASTED, CHOSEN = "-", "."


def context_fields(wanted: Command, request: HttpRequest) -> QueryDict:
    """The form's fields, with the word that the line has for the context that is given."""
    fields = request.POST.copy()
    part = _context_of(wanted)
    if part is None or f"{part.name}.from" not in fields:
        return fields
    if fields[f"{part.name}.from"] == "archive":
        fields[part.name] = CHOSEN
    else:
        fields[part.name] = PASTED if fields.get(f"{part.name}.dockerfile", "").strip() else ""
    return fields


def received_context(actor: Actor, wanted: Command, request: HttpRequest) -> list[str]:
    """Keeps what was given as the context; the ids of the uploads, none without one or without the right to build."""
    part = _context_of(wanted)
    if part is None or not actor.may(wanted.name):
        return []
    if request.POST.get(f"{part.name}.from") == "archive":
        file = request.FILES.get(f"{part.name}.archive")
        return [str(receiving.receive(actor.user, file).id)] if file else []
    text = request.POST.get(f"{part.name}.dockerfile", "").replace("\r\n", "\n")
    if not text.strip():
        return []
    return [str(receiving.receive(actor.user, SimpleUploadedFile("Dockerfile", text.encode())).id)]


def _context_of(wanted: Command) -> Positional | None:
    return next((part for part in wanted.positionals if part.kind.widget == "context"), None)
