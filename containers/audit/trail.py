"""The trail: who asked for which command, when and from where, and what came of it. Rows are only ever added."""

import logging
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from containers.access.actor import Actor
from containers.audit import chain
from containers.audit.chain import Head
from containers.audit.models import AuditEntry, Outcome

log = logging.getLogger(__name__)

LINE_LENGTH = 10_000
WHY_LENGTH = 2_000
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Broken:
    """The first row, by its number, where the trail is not what was written, and a sentence that says why."""

    number: int
    why: str


def ask(*, actor: Actor, host: str, command: str, line: str) -> AuditEntry:
    """Writes down that `actor` asks for a command, before anything is done. `line` has its secrets masked already."""
    return _added(
        AuditEntry(
            at=timezone.now(),
            user_name=_kept(actor.name, 150),
            via=_kept(actor.via, 16),
            address=_kept(actor.address, 64),
            host=_kept(host, 64),
            command=_kept(command, 100),
            line=_kept(line, LINE_LENGTH),
            outcome=Outcome.ASKED,
        )
    )


def conclude(asked: AuditEntry, outcome: str, why: str = "") -> AuditEntry:
    """Writes down what came of a command: "started", "done", "refused" or "failed", and why.

    Long work has two such rows: started, and later done or failed. Raises ValueError for another outcome.
    """
    if outcome not in Outcome.values or outcome == Outcome.ASKED:
        raise ValueError(f"{outcome!r} is no outcome of a command")
    return _added(
        AuditEntry(
            asked=asked,
            at=timezone.now(),
            user_name=asked.user_name,
            via=asked.via,
            address=asked.address,
            host=asked.host,
            command=asked.command,
            line=asked.line,
            outcome=outcome,
            why=_kept(why, WHY_LENGTH),
        )
    )


def verify() -> Broken | None:
    """Reads the whole trail and returns the first break of its chain; None when every row is as it was written.

    Notices a changed, added, missing or reordered row, a trail cut at its end, and a lost key or head.
    """
    key, noted = chain.key_for_reading(), chain.head()
    newest = AuditEntry.objects.order_by("-number").first()
    if newest is None and noted is None:
        return None
    if key is None:
        return Broken(1, _("The key of the trail (trail.key) is missing, so no row can be checked."))
    if noted is None:
        return Broken(1, _("The newest head of the trail (trail.head) is missing, so a cut end cannot be seen."))
    reached = Head()
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=_AT_ONCE):
        broken = _break_between(reached, entry, key)
        if broken is not None:
            return broken
        reached = Head(entry.number, entry.digest)
        if reached.number == noted.number and reached.digest != noted.digest:
            return Broken(entry.number, _("Row %(number)d is not the one that was written.") % _number(entry.number))
    if reached.number < noted.number:
        return Broken(reached.number + 1, _missing(reached.number + 1, noted.number))
    return None


def _added(entry: AuditEntry) -> AuditEntry:
    """Numbers the row, chains it to the one before and adds it.

    Durable: a row that could be rolled back with its caller's work would be no trail.
    """
    with chain.one_writer(), transaction.atomic(durable=True):
        key = chain.key_for_writing()
        before = _newest()
        entry.number = before.number + 1
        entry.digest = chain.digest_of(entry, before.digest, key)
        entry.save()
        newest = Head(entry.number, entry.digest)
        # Noted after the commit: a head ahead of the rows means that rows were lost.
        transaction.on_commit(lambda: chain.note_head(newest))
    return entry


def _newest() -> Head:
    """What the next row follows: the newest row, or the noted head when the rows do not reach it any more.

    Going on from the head keeps a cut visible for ever: the numbers have a gap there.
    """
    last = AuditEntry.objects.order_by("-number").only("number", "digest").first()
    written = Head(last.number, last.digest) if last else Head()
    noted = chain.head() or Head()
    if noted.number > written.number:
        log.error("The trail was cut: %s", _missing(written.number + 1, noted.number))
        return noted
    return written


def _break_between(before: Head, entry: AuditEntry, key: bytes) -> Broken | None:
    if entry.number != before.number + 1:
        return Broken(before.number + 1, _missing(before.number + 1, entry.number - 1))
    if entry.digest != chain.digest_of(entry, before.digest, key):
        why = _("Row %(number)d, or the one before it, was changed after it was written.") % _number(entry.number)
        return Broken(entry.number, why)
    return None


def _missing(first: int, last: int) -> str:
    if first == last:
        return _("Row %(number)d is missing.") % _number(first)
    return _("Rows %(first)d to %(last)d are missing.") % {"first": first, "last": last}


def _number(number: int) -> dict[str, int]:
    return {"number": number}


def _kept(text: str, most: int) -> str:
    """`text` as the database can hold it, cut to `most` characters; what cannot be held becomes U+FFFD."""
    holdable = text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
    holdable = holdable.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return holdable if len(holdable) <= most else holdable[: most - 1] + "…"
