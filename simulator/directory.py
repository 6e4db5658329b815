"""The users of the exchange and their tickets."""

import secrets
from uuid import UUID

from .models import Device, NotFoundError, User

DEFAULT_DOMAIN = "organization.org"


class Directory:
    """Users by name and domain."""

    def __init__(self) -> None:
        """Start without users."""
        self.users: list[User] = []

    def add_user(
        self,
        name: str,
        domain: str = DEFAULT_DOMAIN,
        ticket: str | None = None,
        *,
        number: str | None = None,
        display_name: str | None = None,
        email: str | None = None,
    ) -> User:
        """Create a user with a random ticket unless one is given.

        Raises ValueError for a name that the domain already has.
        """
        if any((user.name, user.domain) == (name, domain) for user in self.users):
            raise ValueError(f"{name}@{domain} exists already")
        number = number or f"+{1555555 + len(self.users)}"
        user = User(
            name=name,
            domain=domain,
            number=number,
            display_name=display_name or name.replace(".", " ").title(),
            email=email or f"{name}@{domain}",
            ticket=ticket or secrets.token_urlsafe(24),
            devices=[
                Device(f"0.{number}", "MOBILE", "Mobile"),
                Device(f"2.{UUID(int=len(self.users) + 1)}", "SOFTPHONE", "Computer"),
            ],
        )
        self.users.append(user)
        return user

    def user(self, user: User | str, domain: str | None = None) -> User:
        """Return a user by bare name or name@domain, else raise NotFoundError."""
        if isinstance(user, User):
            return user
        if domain is None:
            user, _, suffix = user.partition("@")
            domain = suffix or None
        for known in self.users:
            if known.name == user and domain in (None, known.domain):
                return known
        raise NotFoundError("no such user")

    def user_by_ticket(self, ticket: str) -> User | None:
        """Return whose valid ticket this is."""
        return next((user for user in self.users if user.accepts(ticket)), None)
