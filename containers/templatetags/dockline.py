"""What Dockline's templates say in one word: icons, docker lines, states, moments, and the actions of a command.

{% icon "player-play" %}                          an icon, in the colour of the text around it
{% docker_line "docker ps -a" %}                  a line as code, with a button that copies it
{% state "exited" exit_code %}                    a state as a coloured dot and its word
{% ago seconds %}                                 a moment (seconds since 1970, or a datetime) as "3 minutes ago"
{% action "container stop" containers=name icon="player-stop" label=label %}      a button that does a command
"""

from datetime import datetime
from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString

from containers.commands.registry import find
from containers.pages import actions, pills
from containers.pages.icons import svg
from containers.pages.moments import exact, moment_of, since

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of Tabler's outline icons by its name."""
    return svg(name)


@register.inclusion_tag("_partials/docker_line.html")
def docker_line(line: str, copy: str = "") -> dict[str, str]:
    """A docker line in a code strip with a copy button. `copy` is what is copied where that is not what is shown."""
    return {"line": line, "copy": copy or line}


@register.inclusion_tag("_partials/state.html")
def state(word: str, exit_code: int | None = None) -> dict[str, Any]:
    """A container's state or health ("running", "unhealthy"), or a job's or trail row's, as a dot and a word.

    With the exit code of a container that ended, the code stands beside it, and one that is not 0 is marked.
    """
    return {"state": pills.shown(word, exit_code)}


@register.inclusion_tag("_partials/action.html", takes_context=True)
def action(context: template.RequestContext, of: str, **given: Any) -> dict[str, Any]:
    """A button that does the command `of`, and shows the docker line it stands for before it is pressed.

    How it looks:
      label    the words of the button, for example _("Stop")
      icon     a Tabler icon ("player-stop")
      look     "button" (default)  a button with its words, its line in a strip beside it
               "line"    a small button whose words are the line itself: for rows of a list
               "icon"    a small button with its icon only, its line as its title: beside a menu that has them all
               "menu"    an entry of <details class="menu">: the words, and the line below them
      style    "primary" | "" ; what destroys is red by itself
      then     the URL to go to when it is done; without it the page stays, hears the event `dockline:done`
               on <body> (hx-trigger="dockline:done from:body") and a message says what was done
      unless   a sentence that says why it cannot be pressed now; "" when it can

    All other words are values of the command, by their declared names, with _ for - ("build_arg"); a list where
    the command takes several, or one word that stands for a list of one; None and "" are not given. A mapping of
    values can be given whole, as `values`.

    Without the right to the command it is disabled and says so. A command that destroys opens a dialog first, which
    lists what would be lost; one that answers with a value shows it in a dialog. It works without JavaScript: a plain
    form, and for what destroys a page that asks.
    """
    look = {key: given.pop(key) for key in actions.LOOKS if key in given}
    values = {**given.pop("values", {}), **given}
    return {
        "action": actions.action(context["actor"], context["host"], find(of), values, **look),
        "back": context.get("back") or context["request"].get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def ago(moment: float | datetime | None) -> SafeString:
    """A moment as "3 minutes ago", with the exact one as its title; a dash for none."""
    if moment is None:
        return format_html('<span class="text-secondary">{}</span>', "–")
    at = moment_of(moment)
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), exact(at), since(at))


@register.filter
def size(count: int | None) -> str:
    """A number of bytes for people; a dash for none."""
    return "–" if count is None else filesizeformat(count)


@register.filter
def has_lines(text: str) -> bool:
    """Whether a text has an end of a line in it, which a field of one line would lose."""
    return "\n" in text


@register.filter
def short_id(identity: str) -> str:
    """An engine's id as docker shows it: twelve digits, without its algorithm."""
    return identity.removeprefix("sha256:")[:12]
