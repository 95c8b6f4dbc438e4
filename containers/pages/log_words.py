"""The words of the log pages that scripts say: they come with the page, in the language it is in."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

# A level's name in the protocol, and for people.
LEVELS = (
    ("error", _l("Error")),
    ("warn", _l("Warn")),
    ("info", _l("Info")),
    ("debug", _l("Debug")),
    ("trace", _l("Trace")),
    ("none", _l("Other")),
)
# How long ago a view begins, as `docker logs --since` takes it, and for people.
PERIODS = (
    ("5m", _l("5 minutes")),
    ("15m", _l("15 minutes")),
    ("1h", _l("1 hour")),
    ("6h", _l("6 hours")),
    ("24h", _l("24 hours")),
    ("168h", _l("7 days")),
)


def words() -> dict[str, str]:
    """By the names that static/js/logs/ knows them by; {…} is filled in there."""
    return {
        "wordLive": _("Live"),
        "wordCatchingUp": _("Catching up"),
        "wordConnecting": _("Connecting"),
        "wordReconnecting": _("Reconnecting"),
        "wordOffline": _("Offline"),
        "wordWaiting": _("Not started yet"),
        "wordEnded": _("Ended"),
        "wordEngineLost": _("Engine away"),
        "wordRemoved": _("Removed"),
        "wordUnreadable": _("Not readable"),
        "wordFailed": _("Not readable now"),
        "wordDone": _("Complete"),
        "wordRefused": _("Not shown"),
        "wordStopped": _("Stopped"),
        "wordEmpty": _("No containers"),
        "ofAll": _("{some} of {all}"),
        "exitCode": _("exit code {code}"),
        "delay": _("{ms} ms late"),
        "rate": _("{count} lines/s"),
        "gaps": _("{count} gaps"),
        "passed": _("{count} lines filtered out"),
        "oneNew": _("1 new line"),
        "new": _("{count} new lines"),
        "toTheEnd": _("To the end"),
        "beginning": _("The log begins here."),
        "renamed": _("The container is called {name} now. Its log goes on here."),
        "message": _("message"),
        "find": _("find"),
        "showMore": _("Show {more} of {left} more characters"),
        "showRest": _("Show the rest: {left} characters"),
        "showLess": _("Show less"),
        "oneHit": _("1 hit in {lines} lines"),
        "hits": _("{hits} hits in {lines} lines"),
        "noHits": _("Nothing in this log matches."),
        "firstHits": _("The first {count} are shown: search for more of the text to see fewer."),
        "searchStopped": _("Stopped: the rest was not searched."),
        "searchLimited": _("Enough hits: the rest was not searched."),
        "searchLost": _("The search was cut off; search again."),
    }
