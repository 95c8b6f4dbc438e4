"""API tokens: made once, shown once, kept as a digest."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from containers.access import rights
from containers.access.models import Role, Token
from containers.access.rights import Rights
from containers.access.roles import ROLES

PREFIX = "dl_"
LABEL_LENGTH = 100
# So that a busy program costs a write a minute and not one a request.
LAST_USED_STEP = timedelta(minutes=1)


class TokenRefused(Exception):
    """A token that cannot be made; `message` is a sentence that says why."""

    code = "token_refused"
    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def issue(user: User, label: str, role: str | None = None) -> str:
    """Makes a token of `user` and returns its secret, which nothing can show again.

    `role` lowers what it may do; None means as its owner, then and later. Raises TokenRefused.
    """
    label = label.strip()
    if not label or len(label) > LABEL_LENGTH:
        raise TokenRefused(_("A token needs a label of 1 to %(most)d characters.") % {"most": LABEL_LENGTH})
    if not user.is_active:
        raise TokenRefused(_("%(name)s is disabled; enable the account first.") % {"name": user.get_username()})
    if role is not None:
        _refuse_a_higher_role(user, role)
    secret = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(user=user, label=label, digest=digest_of(secret), role=role)
    return secret


def token_of(secret: str) -> Token | None:
    """The token of this secret with its user; None when it is unknown, revoked or its owner is disabled.

    It is found by the digest of 256 random bits, so how long that takes tells nothing about any other secret.
    """
    if not secret.startswith(PREFIX):
        return None
    token = (
        Token.objects.select_related("user")
        .filter(digest=digest_of(secret), revoked__isnull=True, user__is_active=True)
        .first()
    )
    if token is not None:
        _note_use(token)
    return token


def token_of_header(header: str) -> Token | None:
    """The token of an Authorization header, `Bearer SECRET`; None when it is not of that form or not good."""
    scheme, _space, secret = header.partition(" ")
    return token_of(secret.strip()) if scheme.lower() == "bearer" else None


def revoke(token: Token) -> None:
    """Ends a token for good; its open sockets close within seconds."""
    Token.objects.filter(pk=token.pk, revoked__isnull=True).update(revoked=timezone.now())
    token.refresh_from_db()


def digest_of(secret: str) -> str:
    """The SHA-256 by which a secret is kept, as hex."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _note_use(token: Token) -> None:
    now = timezone.now()
    old = now - LAST_USED_STEP
    if token.last_used is None or token.last_used < old:
        Token.objects.filter(Q(last_used__isnull=True) | Q(last_used__lt=old), pk=token.pk).update(last_used=now)
        token.last_used = now


def _refuse_a_higher_role(user: User, role: str) -> None:
    if role not in ROLES:
        raise TokenRefused(_("There is no role %(role)s; it is one of %(roles)s.") % _named(role))
    groups = rights.of_users([user.pk]).get(user.pk, Rights()).groups
    highest = max((ROLES.index(group) for group in groups if group in ROLES), default=-1)
    if user.is_superuser:
        highest = ROLES.index(Role.ADMIN)
    if ROLES.index(role) > highest:
        raise TokenRefused(
            _("A token cannot have the role %(role)s, which its owner %(name)s does not have.")
            % {"role": role, "name": user.get_username()}
        )


def _named(role: str) -> dict[str, str]:
    return {"role": role, "roles": ", ".join(ROLES)}
