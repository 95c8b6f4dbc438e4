"""Files that a form's options name, chosen on the form: --env-file, --label-file and security profiles."""

from collections.abc import Iterator

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from containers.access.actor import Actor
from containers.commands.declare import Command, Values
from containers.uploads import receiving

# What stands before the file's name in the option's value. A form's files are in the field NAME.files.
_BEFORE_THE_NAME = {"env-file": "", "label-file": "", "security-opt": "seccomp="}


def takes_files(name: str) -> bool:
    """Whether a file can be chosen for an option."""
    return name in _BEFORE_THE_NAME


def with_files_named(wanted: Command, request: HttpRequest, fields: QueryDict) -> QueryDict:
    """The fields, with the names of chosen files that no field has yet, as they are without a script."""
    names = {option.name for option in wanted.options}
    for name, before in _BEFORE_THE_NAME.items():
        for file in request.FILES.getlist(f"{name}.files") if name in names else ():
            if f"{before}{file.name}" not in fields.getlist(name):
                fields.appendlist(name, f"{before}{file.name}")
    return fields


def received_files(actor: Actor, wanted: Command, values: Values, request: HttpRequest) -> list[str]:
    """Keeps the chosen files that the values name, in the order in which they do; the ids of the uploads.

    It ends at the first that was not chosen: the command then says what is missing. Nothing is kept without the right.
    """
    if not actor.may(wanted.name):
        return []
    chosen = [file for name in _BEFORE_THE_NAME for file in request.FILES.getlist(f"{name}.files")]
    return [str(receiving.receive(actor.user, file).id) for file in _in_order(wanted, values, chosen)]


def _in_order(wanted: Command, values: Values, chosen: list[UploadedFile]) -> Iterator[UploadedFile]:
    for each in wanted.inputs(values):
        file = next((file for file in chosen if file.name == each.name), None)
        if file is None:
            return
        chosen.remove(file)
        yield file
