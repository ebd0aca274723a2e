from chalicelib.domain.attachment import Reason
from chalicelib.domain.upload import Refused


def test_a_refused_upload_says_why() -> None:
    refused = Refused(Reason.TOO_MANY_PIXELS)

    assert (refused.reason, str(refused)) == (Reason.TOO_MANY_PIXELS, "too-many-pixels")
