"""What is uploaded on a form: the context of a build (a Dockerfile that is pasted, or an archive), or what is copied
into a container (a file as it is, or an archive that is unpacked)."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict

from containers.access.actor import Actor
from containers.commands.declare import Command, Positional
from containers.uploads import receiving

# What the line calls them: docker's own word for a Dockerfile on standard input, and for the folder one is in.
PASTED, CHOSEN = "-", "."
UNPACKED = "-"


def context_fields(wanted: Command, request: HttpRequest) -> QueryDict:
    """The form's fields, with the word that the line has for the context that is given."""
    fields = request.POST.copy()
    if copied := _part_of(wanted, "copied"):
        _name_what_is_copied(copied.name, fields, request)
    part = _part_of(wanted, "context")
    if part is None or f"{part.name}.from" not in fields:
        return fields
    if fields[f"{part.name}.from"] == "archive":
        fields[part.name] = CHOSEN
    else:
        fields[part.name] = PASTED if fields.get(f"{part.name}.dockerfile", "").strip() else ""
    return fields


def received_context(actor: Actor, wanted: Command, request: HttpRequest) -> list[str]:
    """Keeps what was given as the context; the ids of the uploads, none without one or without the right to build."""
    if not actor.may(wanted.name):
        return []
    if copied := _part_of(wanted, "copied"):
        chosen = request.FILES.get(f"{copied.name}.file")
        return [str(receiving.receive(actor.user, chosen).id)] if chosen else []
    part = _part_of(wanted, "context")
    if part is None:
        return []
    if request.POST.get(f"{part.name}.from") == "archive":
        file = request.FILES.get(f"{part.name}.archive")
        return [str(receiving.receive(actor.user, file).id)] if file else []
    text = request.POST.get(f"{part.name}.dockerfile", "").replace("\r\n", "\n")
    if not text.strip():
        return []
    return [str(receiving.receive(actor.user, SimpleUploadedFile("Dockerfile", text.encode())).id)]


def _name_what_is_copied(name: str, fields: QueryDict, request: HttpRequest) -> None:
    """The word for a file that was chosen: docker's own for an archive, else its name."""
    chosen = request.FILES.get(f"{name}.file")
    if fields.get(f"{name}.unpack"):
        fields[name] = UNPACKED
    elif chosen and not fields.get(name, "").strip():
        fields[name] = f"./{chosen.name}"


def _part_of(wanted: Command, widget: str) -> Positional | None:
    return next((part for part in wanted.positionals if part.kind.widget == widget), None)
