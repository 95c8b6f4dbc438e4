"""`docker help` and `--help` on every command: what the declaration knows, as the docker CLI lays it out."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .declare import Asked, Command, Effect, Option, Positional, Risk, Values
from .kinds import WORDS


def usage(command: Command) -> str:
    """The usage line: "docker run [OPTIONS] IMAGE [COMMAND...]"."""
    words = [f"docker {command.short}"]
    if command.options:
        words.append("[OPTIONS]")
    return " ".join([*words, *(_usage_of(positional) for positional in command.positionals)])


def explained(command: Command) -> dict[str, Any]:
    """The command for people: usage, summary, other names, and each word and flag with its explanation."""
    return {
        "usage": usage(command),
        "summary": str(command.summary),
        "explanation": str(command.explanation),
        "effect": command.effect.value,
        "names": [f"docker {name}" for name in (command.name, *command.aliases)],
        "words": [
            {"name": each.name.upper(), "help": str(each.help), "required": each.required}
            for each in command.positionals
        ],
        "options": [_option(option) for option in command.options],
    }


def _usage_of(positional: Positional) -> str:
    name = positional.name.upper() + ("..." if positional.rest else "")
    return name if positional.required else f"[{name}]"


def _option(option: Option) -> dict[str, Any]:
    return {
        "flags": sorted(option.flags, key=len),
        "value": option.kind.placeholder,
        "help": str(option.help),
        "repeated": option.kind.repeated,
        "risk": option.risk.value if option.risk is not Risk.NONE else "",
        "since": option.since,
    }


def _call(asked: Asked) -> dict[str, Any]:
    from .registry import BY_NAME, COMMANDS

    name = " ".join(asked.values.get("of", []))
    if name:
        return explained(BY_NAME[name])
    return {
        "usage": "docker COMMAND",
        "summary": gettext("The commands that Dockline knows; docker COMMAND --help explains one."),
        "commands": [
            {"name": command.short, "summary": str(command.summary), "effect": command.effect.value}
            for command in COMMANDS
        ],
    }


def _check(values: Values) -> None:
    from .registry import BY_NAME

    name = " ".join(values.get("of", []))
    if name and name not in BY_NAME:
        raise ValueError(gettext("docker %(name)s is not a docker command.") % {"name": name})


def _words(values: Values) -> list[str]:
    of = values.get("of", [])
    return ["docker", *of, "--help"] if of else ["docker", "--help"]


HELP = Command(
    name="help",
    summary=_("Explain a command and its options"),
    effect=Effect.READS,
    role="viewer",
    call=_call,
    positionals=(Positional("of", WORDS, _("the command to explain"), required=False, rest=True),),
    words=_words,
    check=_check,
)
