"""The forms that fields have, in bodies and in parameters; and what every body has in common."""

from typing import Annotated

import msgspec
from msgspec import Meta

ONE_LINE = Meta(pattern=r"\A[^\n\t]*\Z")
Id = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\A[A-Za-z0-9._-]+\Z")]
ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
Email = Annotated[str, Meta(max_length=254, pattern=rf"\A{ATOM}(\.{ATOM})*@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+\Z")]
"""What SES delivers to: an address that it refuses would be found out when nobody can correct it any more."""
Phone = Annotated[str, Meta(max_length=30, pattern=r"\A\+?[0-9 ()./-]{6,}\Z")]
Key = Annotated[str, Meta(min_length=16, max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]


class Body(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Any body; unknown fields are refused, since a mistyped one would be lost silently."""
