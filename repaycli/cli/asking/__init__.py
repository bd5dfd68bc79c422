"""The conversation of `init`: questions put on a terminal, answers read as people type them."""
