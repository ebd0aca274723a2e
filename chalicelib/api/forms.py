"""The complaint form for browsers without scripts, or before a script has come: pages instead of JSON (docs/decisions/0018).

What comes without a key of ours is shown to be checked, with one; what comes with it is filed once, however often it is sent.
"""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

import msgspec

from chalicelib.api import filing, form_page, html, outputs, problems, receipt_page
from chalicelib.api.fields import Id, Key
from chalicelib.api.form_fields import region_named, submission
from chalicelib.api.form_words import WORDS
from chalicelib.api.http import FORM_PATH, Reply, Request
from chalicelib.domain import receipt
from chalicelib.domain.calendar import CalendarEnds
from chalicelib.domain.errors import Busy, ChallengeRequired, InvalidInput, KeyReused, NotFound, TooManyTries, WrongSecret
from chalicelib.domain.receipt import Receipt
from chalicelib.domain.reference import NATION, Agency, Category, Region
from chalicelib.usecases import follow, submit
from chalicelib.usecases.picture import picture
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.screen import Sender
from chalicelib.usecases.submit import Filed

RECEIPT_SECONDS, FORM_SECONDS = 900, 86_400
MOST = 200
"""Agencies of one list; no province has as many regencies, no agency as many units below it."""
FROM, OURS = "sec-fetch-site", ("same-origin", "none")
"""What browsers say of where a form was: a page of others can make its readers send one, but not without their seeing it."""
REFUSED = (Busy, CalendarEnds, ChallengeRequired, KeyReused)


def show(request: Request, deps: Deps) -> Reply:
    """`GET /v1/complaints/form`: the complaint form as a page that needs no scripts."""
    came = _came_with(request)
    return _form(request, came | {"agency": request.asked.get("agency") or came["agency"]}, deps)


def _came_with(request: Request) -> dict[str, str]:
    """What the address of the static form asked for, `?agency=ID&via=poster`: without scripts it can lead here, but cannot hand that on itself."""
    asked = parse_qs(request.headers.get("referer", "").partition("?")[2])
    return {name: asked.get(name, [""])[0] for name in ("agency", "via")}


def send(request: Request, deps: Deps) -> Reply:
    """`POST /v1/complaints/form`: files what such a form sends, and leads to the receipt; what cannot be filed comes back with what is wrong."""
    typed = _typed(request, deps)
    if typed.get("look"):
        return _form(request, typed, deps, told="look")
    try:
        order = filing.order(submission(typed, _lang(request)), request, deps)
    except InvalidInput as error:
        return _form(request, typed, deps, wrong=[one.pointer for one in error.errors], status=422 if _key(typed) else 200)
    return _sent(request, typed, order, deps) if _key(typed) else _form(request, typed, deps, told="check")


def _typed(request: Request, deps: Deps) -> dict[str, str]:
    """The fields, with the region found that a static page lets people type; what comes from pages of others loses its key."""
    typed = request.form()
    kept = typed.get("key", "") if request.headers.get(FROM, "same-origin") in OURS else ""
    region = typed.get("region") or region_named(typed.get("region_name", ""), deps.reference.every(Region))
    return typed | {"key": kept, "region": region}


def _sent(request: Request, typed: dict[str, str], order: submit.Submission, deps: Deps) -> Reply:
    """What becomes of a form without fault; a key that was used for another text is not offered again."""
    try:
        return _filed(request, submit.submit(order, _key(typed), deps, Sender(request.address)), deps)
    except REFUSED as error:
        kept = typed | {"key": ""} if isinstance(error, KeyReused) else typed
        shown = _form(request, kept, deps, told=f"refused.{error.code}", status=problems.PROBLEMS[error.code][0])
        return Reply(shown.body, shown.status, {**shown.headers, **problems.HEADERS.get(error.code, {})})


def show_receipt(request: Request, deps: Deps) -> Reply:
    """`GET /v1/complaints/form/receipt`: the receipt of what this browser has just sent by the form."""
    try:
        code, secret = _kept_receipt(request)
        case = follow.own(code, secret, deps, address=request.address)
    except (receipt.Mistyped, NotFound, WrongSecret, TooManyTries):
        return Reply(receipt_page.missing(_lang(request)), 404, html.HEADERS)
    return Reply(_receipt(_lang(request), Filed(Receipt(code, secret), case, again=True), deps), 200, html.HEADERS)


def _form(request: Request, typed: Mapping[str, str], deps: Deps, *, wrong: list[str] | None = None, told: str = "", status: int = 200) -> Reply:
    """The form with what was typed; its cookie says whether the receipt can have a page of its own."""
    words = WORDS[_lang(request)]
    form = form_page.Form(
        lang=_lang(request),
        key=_key(typed) or deps.random_bytes(20).hex(),
        lists=_lists(typed, deps),
        values=typed,
        wrong=wrong or (),
        told=words.get(told, words["refused"]) if told else "",
    )
    return Reply(form_page.written(form), status, html.HEADERS | _set_cookie("form", "1", FORM_SECONDS))


def _lists(typed: Mapping[str, str], deps: Deps) -> form_page.Lists:
    id_, regions = _convert(typed.get("agency"), Id), deps.reference.every(Region)
    asked = deps.reference.get(Agency, id_) if id_ else None
    region = next((one.code for one in regions if one.code == typed.get("region")), "")
    province = region.partition(".")[0]
    of_province = _below(province, deps)
    return form_page.Lists(
        categories=[one for one in deps.reference.every(Category) if not one.closed],
        regions=regions,
        ministries=_below(NATION, deps, kind="ministry"),
        local=[*(one for one in of_province if one.id == region), *(_below(region, deps) if province != region else ())],
        province=[*_known(province, deps), *(one for one in of_province if one.kind == "unit")],
        asked=asked,
        below=_below(asked.id, deps) if asked else (),
    )


def _below(parent: str, deps: Deps, kind: str = "") -> list[Agency]:
    """The open agencies directly below one, of a kind or of any."""
    found = deps.reference.agencies(parent=parent, kind=kind, limit=MOST, after=None)[0] if parent else ()
    return [one for one in found if not one.closed_at]


def _known(id_: str, deps: Deps) -> list[Agency]:
    found = deps.reference.get(Agency, id_) if id_ else None
    return [found] if found and not found.closed_at else []


def _filed(request: Request, done: Filed, deps: Deps) -> Reply:
    """To the receipt's own page; a browser that keeps no cookies gets it at once, and again when it sends the same again."""
    if not _cookie(request, "form"):
        return Reply(_receipt(_lang(request), done, deps), 201, html.HEADERS)
    kept = _set_cookie("receipt", f"{done.receipt.code}.{done.receipt.secret}", RECEIPT_SECONDS)
    return Reply("", 303, html.HEADERS | kept | {"Location": f"{FORM_PATH}/receipt?lang={_lang(request)}"})


def _receipt(lang: str, done: Filed, deps: Deps) -> str:
    return receipt_page.written(lang, done.case.text.title, outputs.filed(done, picture(done.case, deps)))


def _kept_receipt(request: Request) -> tuple[str, str]:
    """Code and secret in the cookie; raises `Mistyped`."""
    code, _, secret = _cookie(request, "receipt").partition(".")
    return receipt.parse_code(code), receipt.parse_secret(secret)


def _lang(request: Request) -> str:
    lang: str = request.asked.get("lang", "id")
    return lang


def _key(typed: Mapping[str, str]) -> str | None:
    """The key that the form came with, if it is one."""
    return _convert(typed.get("key"), Key)


def _convert(text: str | None, type_: Any) -> str | None:
    """What was typed, if it is of this form."""
    try:
        found: str = msgspec.convert(text, type_)
    except msgspec.ValidationError:
        return None
    return found


def _cookie(request: Request, name: str) -> str:
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _set_cookie(name: str, value: str, seconds: int) -> dict[str, str]:
    """For these pages only, out of reach of scripts and of other sites."""
    return {"Set-Cookie": f"{name}={value}; Path={FORM_PATH}; Max-Age={seconds}; HttpOnly; Secure; SameSite=Strict"}
