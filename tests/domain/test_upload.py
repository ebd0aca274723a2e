from chalicelib.domain.attachment import Reason
from chalicelib.domain.upload import Refused


def test_a_refusal_says_why() -> None:
    refused = Refused(Reason.TOO_COMPLEX)

    assert (refused.reason, str(refused)) == (Reason.TOO_COMPLEX, "too-complex")
