"""PynamoDB over the shared client: its row classes bound to the tables, its transactions, and its errors in the domain's words."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pynamodb.connection import Connection
from pynamodb.exceptions import DeleteError, PutError, PynamoDBException, TransactWriteError, UpdateError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.errors import Busy
from chalicelib.store.rows import IdentityRow, Row
from chalicelib.store.tables import Refused, Tables, is_wrong

REFUSED = "ConditionalCheckFailed"
_BINDING = threading.Lock()


def bind(tables: Tables) -> None:
    """Point every row class at these tables and their client, by way of PynamoDB's own fields: it offers no other, and would make a client a class."""
    with _BINDING:
        if Row.Meta.table_name == tables.cases and _connection()._client is tables.client:  # noqa: SLF001
            return
        for model, name in ((Row, tables.cases), (IdentityRow, tables.identities)):
            model.Meta.table_name = name
            model._connection = None  # noqa: SLF001
            model._get_connection().connection._client = tables.client  # noqa: SLF001
        _connection().add_meta_table(IdentityRow._get_connection().connection.get_meta_table(tables.identities))  # noqa: SLF001


def _connection() -> Connection:
    return Row._get_connection().connection  # noqa: SLF001


@contextmanager
def transaction() -> Iterator[TransactWrite]:
    """One transaction, written at the end."""
    with translated(), TransactWrite(connection=_connection()) as transaction_:
        yield transaction_


@contextmanager
def translated() -> Iterator[None]:
    """What PynamoDB raises, in the domain's words."""
    try:
        yield
    except TransactWriteError as error:
        raise _of_transaction(error) from error
    except (DeleteError, PutError, UpdateError) as error:
        if _code(error) == f"{REFUSED}Exception":
            raise Refused from error
        raise _unavailable(error) from error


def _of_transaction(error: TransactWriteError) -> Exception:
    reasons = [reason.code if reason else None for reason in error.cancellation_reasons]
    if REFUSED in reasons:
        return Refused()
    return Busy("somebody else is writing the same thing") if any(reasons) else _unavailable(error)


def _unavailable(error: PynamoDBException) -> Exception:
    """The store did not take the call, or its answer is lost: worth trying again, unless the call itself was wrong."""
    return error if is_wrong(_code(error)) else Busy("the store does not answer")


def _code(error: PynamoDBException) -> str | None:
    """What DynamoDB called it; none where it said nothing. PynamoDB's own property breaks where a connection was closed or a read timed out."""
    response = getattr(error.cause, "response", None) or {}
    code: str | None = response.get("Error", {}).get("Code")
    return code
