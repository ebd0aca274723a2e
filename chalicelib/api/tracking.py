"""Tracking for browsers without scripts: a form asks for the code, a page says where the complaint stands (docs/decisions/0018)."""

from chalicelib.api import html, outputs, problems, tracking_page
from chalicelib.api.http import Reply, Request
from chalicelib.domain import receipt
from chalicelib.domain.case import Case
from chalicelib.domain.errors import NotFound, TooManyTries, WrongSecret
from chalicelib.notify.happenings import happened
from chalicelib.usecases import follow
from chalicelib.usecases.picture import picture
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load
from chalicelib.usecases.tell import public_notice


def ask(request: Request, deps: Deps) -> Reply:  # noqa: ARG001 - as every route is called
    """`GET /v1/complaints/form/track`: the page that asks which complaint."""
    return Reply(tracking_page.asked(_lang(request)), 200, html.HEADERS)


def show(request: Request, deps: Deps) -> Reply:
    """`POST /v1/complaints/form/track`: the complaint as the public sees it, or with the secret as its reporter does; never in an address, so it stays in no history."""
    typed = request.form()
    code, secret = typed.get("code", ""), typed.get("secret", "").strip()
    try:
        case = _sought(receipt.parse_code(code), secret, request, deps)
    except receipt.Mistyped:
        return Reply(tracking_page.asked(_lang(request), code, "mistyped"), 422, html.HEADERS)
    except (NotFound, WrongSecret, TooManyTries) as error:
        return Reply(
            tracking_page.asked(_lang(request), code, error.code),
            problems.PROBLEMS[error.code][0],
            html.HEADERS | problems.HEADERS.get(error.code, {}),
        )
    return Reply(_page(case, _lang(request), deps, own=bool(secret)), 200, html.HEADERS)


def _sought(code: str, secret: str, request: Request, deps: Deps) -> Case:
    """What cannot be a secret is no guess at one: it is wrong, and not counted."""
    if not secret:
        return load(code, deps, consistent=False)
    try:
        return follow.own(code, receipt.parse_secret(secret), deps, address=request.address, consistent=False)
    except receipt.Mistyped as error:
        load(code, deps, consistent=False)
        raise WrongSecret("the secret is none") from error


def _page(case: Case, lang: str, deps: Deps, *, own: bool) -> str:
    seen = picture(case, deps)
    view = outputs.reporters(seen, []) if own else outputs.public(seen)
    sentences = [happened(public_notice(case.events[one["number"] - 1], case, lang, deps)) for one in view["timeline"]]
    return tracking_page.written(lang, view, sentences)


def _lang(request: Request) -> str:
    lang: str = request.asked.get("lang", "id")
    return lang
