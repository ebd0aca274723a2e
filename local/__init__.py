"""The local stack: everything `make run` needs on one machine, and the engine the tests use. Never shipped."""


class InTheWayError(Exception):
    """Something on this machine is in the way; the message says what, and what to do."""
