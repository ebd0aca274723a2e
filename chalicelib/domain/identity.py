"""What is kept of a reporter: a sealed identity is opened with a reason, any is erased on request or in time. Each gives the deed that it is, or the refusal."""

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.words import Action, Identity


def unseal(complaint: Complaint, reason: str) -> Deed:
    """Open a sealed identity, once: each look is an event of its own. The reporter is told; the reason is not for the public, since it may say who it is."""
    if complaint.identity is not Identity.SEALED:
        raise ActionRefused("unseal.sealed", f"only a sealed identity is opened; this one is {complaint.identity}")
    return Deed(action=Action.UNSEAL, data={"confidential": True}, text=reason)


def erase(complaint: Complaint) -> Deed:
    """Forget who filed: the case stays, as if it had been filed anonymously."""
    if complaint.identity is Identity.NONE:
        raise ActionRefused("erase.none", "nothing is kept of the reporter")
    return Deed(action=Action.ERASE)
