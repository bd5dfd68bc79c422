"""A change that cannot be made."""

from repaycli.core.text import Text


class Impossible(ValueError):
    """A change that this household cannot make: `message` says what was asked, `why` what stands against it."""

    def __init__(self, message: Text, why: Text) -> None:
        super().__init__(message.template)
        self.message = message
        self.why = why
