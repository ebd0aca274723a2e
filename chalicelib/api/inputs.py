"""The reader of what was sent: it lists every wrong field at once. What may be sent is in `bodies`."""

import base64
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec

from chalicelib.api.bodies import AltchaPayload
from chalicelib.api.fields import Body, Key
from chalicelib.api.problems import EdgeError, error_code
from chalicelib.domain.attachment import SUFFIXES
from chalicelib.domain.challenge import Challenge, Proof
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.domain.words import Identity

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
LANGS = ("id", "en")
QUALITY = re.compile(r"q=([01](?:\.[0-9]{0,3})?)")

S = TypeVar("S", bound=Body)


def read(struct: type[S], sent: Any) -> S:
    """The body as its struct; raises `InvalidInput` with every wrong field."""
    fields, errors = read_fields(struct, sent)
    if errors:
        raise InvalidInput(errors)
    return struct(**fields)


def read_fields(struct: type[S], sent: Any) -> tuple[dict[str, Any], list[FieldError]]:
    """The fields that are right and what is wrong with the others, so that a caller can find more wrong before refusing."""
    if not isinstance(sent, dict):
        return {}, [FieldError("", "wrong-type", "an object is expected")]
    known = _fields_of(struct)
    errors = [FieldError(_pointer("", name), "unknown-field", "there is no such field") for name in sent if name not in known]
    right: dict[str, Any] = {}
    for name, field in known.items():
        if name in sent:
            right |= _read_field(name, field.type, sent[name], errors)
        elif field.required:
            errors.append(FieldError(f"/{name}", "missing", "this field is needed"))
    return right, errors


@cache
def _fields_of(struct: type[Body]) -> Mapping[str, msgspec.structs.FieldInfo]:
    """What a body may have, by name; looked up anew it took a tenth of filing a complaint."""
    return {field.name: field for field in msgspec.structs.fields(struct)}


def _read_field(name: str, type_: Any, value: Any, errors: list[FieldError]) -> dict[str, Any]:
    found, wrong = _read_value(type_, value)
    errors += _below(f"/{name}", wrong)
    return {} if wrong else {name: found}


def _read_value(type_: Any, value: Any) -> tuple[Any, list[FieldError]]:
    """A value of a type, and what is wrong in it, with pointers from there; structs, lists and tables are read part by part."""
    nested, whole = _struct_in(type_), next((option for option in _options(type_) if get_origin(option) in (list, dict)), None)
    if nested and isinstance(value, dict):
        right, wrong = read_fields(nested, value)
        return (None if wrong else nested(**right)), wrong
    if whole and isinstance(value, get_origin(whole)):
        return _read_table(get_args(whole), value) if isinstance(value, dict) else _read_list(get_args(whole)[0], value)
    try:
        return msgspec.convert(_clean(value), type_), []
    except msgspec.ValidationError as error:
        return None, [FieldError("", error_code(str(error)), str(error))]
    except EdgeError as error:
        return None, [FieldError("", error.code, str(error))]


def _read_list(type_: Any, sent: list[Any]) -> tuple[list[Any], list[FieldError]]:
    read = [_read_value(type_, value) for value in sent]
    return [found for found, _ in read], [error for number, (_, wrong) in enumerate(read) for error in _below(f"/{number}", wrong)]


def _read_table(types: tuple[Any, ...], sent: dict[str, Any]) -> tuple[dict[Any, Any], list[FieldError]]:
    key_type, type_ = types
    read = [(name, _read_value(key_type, name), _read_value(type_, value)) for name, value in sent.items()]
    wrong = [error for name, key, value in read for error in _below(_pointer("", name), key[1] + value[1])]
    return {key: value for _, (key, _), (value, _) in read}, wrong


def _below(pointer: str, errors: list[FieldError]) -> list[FieldError]:
    return [FieldError(f"{pointer}{one.pointer}", one.code, one.detail) for one in errors]


def _struct_in(type_: Any) -> type[Body] | None:
    """The struct that a field may hold, `Struct` or `Struct | None`."""
    return next((option for option in _options(type_) if isinstance(option, type) and issubclass(option, Body)), None)


def _options(type_: Any) -> tuple[Any, ...]:
    """What a field may be: the type itself, or each of a union."""
    return get_args(type_) if get_origin(type_) in (Union, UnionType) else (type_,)


def _clean(value: Any) -> Any:
    """Text in one normal form, without the blanks around it; control characters are refused."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
    if CONTROL.search(text):
        raise EdgeError("control-characters", "there are characters in it that cannot be shown")
    return text


def _pointer(above: str, name: str) -> str:
    """RFC 6901: `~` and `/` in a name are escaped."""
    return f"{above}/{name.replace('~', '~0').replace('/', '~1')[:60]}"


def attachment_errors(fields: Mapping[str, Any]) -> list[FieldError]:
    """What is wrong with the announced type of an upload."""
    type_ = fields.get("type")
    if type_ is None or type_ in SUFFIXES:
        return []
    return [FieldError("/type", "not-an-option", f"one of {', '.join(SUFFIXES)} is expected")]


def identity_errors(sent: Any) -> list[FieldError]:
    """Named and sealed reporters say who they are; for `none` nothing may be sent, so that nothing can be kept."""
    if not isinstance(sent, dict):
        return []
    identity, told = sent.get("identity"), sent.get("reporter") is not None
    if identity == Identity.NONE and told:
        return [FieldError("/reporter", "must-be-absent", "nothing is kept of an anonymous reporter, so nothing may be sent")]
    if identity in (Identity.NAMED, Identity.SEALED) and not told:
        return [FieldError("/reporter", "missing", "a named or sealed reporter has a name")]
    return []


def idempotency_key(headers: Mapping[str, str]) -> str | None:
    """The Idempotency-Key, if one was sent; raises `EdgeError`."""
    sent = headers.get("idempotency-key")
    try:
        return msgspec.convert(sent, Key | None)
    except msgspec.ValidationError as error:
        raise EdgeError("idempotency-key-invalid", "16 to 64 letters, digits, - and _ are expected") from error


def proof(headers: Mapping[str, str]) -> Proof | None:
    """The solved challenge in the header Altcha, if one was sent; raises `EdgeError`."""
    sent = headers.get("altcha")
    if sent is None:
        return None
    try:
        payload = msgspec.json.decode(base64.b64decode(sent, validate=True), type=AltchaPayload)
    except (ValueError, RecursionError) as error:
        raise EdgeError("challenge-required", "the header Altcha is not a solution as ALTCHA writes it (version 2)") from error
    given = payload.challenge.parameters
    known = Challenge(nonce=given.nonce, salt=given.salt, cost=given.cost, expires_at=given.expires_at, made_for=given.data.made_for)
    return Proof(challenge=known, signature=payload.challenge.signature, counter=payload.solution.counter)


def version(headers: Mapping[str, str]) -> int:
    """The version in If-Match; raises `EdgeError`."""
    sent = re.fullmatch(r'("?)([1-9][0-9]{0,8})\1', headers.get("if-match", "").strip())
    if not sent:
        raise EdgeError("precondition-required", 'send the version you saw: If-Match: "4"')
    return int(sent[2])


def preferred_lang(headers: Mapping[str, str]) -> str:
    """Which of our languages a reader likes best (RFC 9110, Accept-Language); Indonesian where neither is named."""
    liked = [
        (_quality(rest), tag.strip().lower().partition("-")[0])
        for tag, _, rest in (part.partition(";") for part in headers.get("accept-language", "").split(","))
    ]
    named = [(quality, tag) for quality, tag in liked if tag in LANGS and quality > 0]
    return max(named, key=lambda one: one[0])[1] if named else LANGS[0]


def _quality(rest: str) -> float:
    said = QUALITY.fullmatch(rest.strip())
    return float(said[1]) if said else float(not rest.strip())
