"""Both tables over one shared client: the few DynamoDB calls that the stores are made of, with its errors in the domain's words."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from pynamodb.connection import Connection
from pynamodb.exceptions import DeleteError, GetError, PutError, PynamoDBException, QueryError, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.domain.errors import Busy
from chalicelib.store.rows import IdentityRow, Row

Item: TypeAlias = dict[str, Any]
Put: TypeAlias = tuple[Model, Condition | None]
Update: TypeAlias = tuple[Model, list[Action], Condition | None]
Check: TypeAlias = tuple[type[Model], str, str, Condition]
BATCH = 100
REFUSED = "ConditionalCheckFailed"
TRANSIENT = frozenset(
    {
        "InternalServerError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)


class Refused(Exception):
    """A write's condition did not hold."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables, bound. One connection and one client serve every row class: PynamoDB would make one of each a class."""

    connection: Connection
    cases: str
    identities: str

    def identity(self, code: str) -> Item | None:
        """The reporter of a complaint."""
        with _translated():
            item: Item | None = self.connection.get_item(self.identities, code, consistent_read=True).get("Item")
        return item

    def identities_of(self, contact: str) -> Iterator[Item]:
        """The reporters who gave an address, by what stands for it."""
        after: Mapping[str, Any] | None = None
        while True:
            with _translated():
                answer = self.connection.query(self.identities, contact, index_name="contact", exclusive_start_key=after)
            yield from answer["Items"]
            after = answer.get("LastEvaluatedKey")
            if after is None:
                return

    def get(self, pk: str, sk: str, *, consistent: bool = False) -> Item | None:
        """One item by its key."""
        with _translated():
            item: Item | None = self.connection.get_item(self.cases, pk, sk, consistent_read=consistent).get("Item")
        return item

    def page(
        self,
        pk: str,
        *,
        index: str | None = None,
        where: Condition | None = None,
        limit: int | None = None,
        after: Mapping[str, Any] | None = None,
        consistent: bool = False,
        backwards: bool = False,
    ) -> tuple[Sequence[Item], Mapping[str, Any] | None]:
        """One Query: its items in order, or `backwards`, and the key to go on from when there may be more."""
        with _translated():
            answer = self.connection.query(
                self.cases,
                pk,
                range_key_condition=where,
                index_name=index,
                limit=limit,
                exclusive_start_key=after,
                consistent_read=consistent,
                scan_index_forward=not backwards,
            )
        return answer["Items"], answer.get("LastEvaluatedKey")

    def all(self, pk: str, **options: Any) -> Iterator[Item]:
        """Every item of a partition, in as many Queries as it takes."""
        after: Mapping[str, Any] | None = None
        while True:
            items, after = self.page(pk, after=after, **options)
            yield from items
            if after is None:
                return

    def batch(self, keys: Sequence[tuple[str, str]], *, consistent: bool = False) -> Iterator[Item]:
        """Items by their keys, in any order, the missing ones left out; a hundred a round trip."""
        wanted: list[Any] = [{"pk": pk, "sk": sk} for pk, sk in keys]
        while wanted:
            with _translated():
                answer = self.connection.batch_get_item(self.cases, wanted[:BATCH], consistent_read=consistent)
            yield from answer["Responses"].get(self.cases, ())
            left = answer.get("UnprocessedKeys", {}).get(self.cases, {}).get("Keys", ())
            wanted = wanted[BATCH:] + [{name: value["S"] for name, value in key.items()} for key in left]

    def write(self, *puts: Put, updates: Sequence[Update] = (), checks: Sequence[Check] = (), deletes: Sequence[Put] = ()) -> None:
        """Put, change and delete these rows together or not at all; raises `Refused` when a condition did not hold, of a row or of one only looked at."""
        with _translated(), TransactWrite(connection=self.connection) as transaction:
            for model, pk, sk, holds in checks:
                transaction.condition_check(model, pk, sk, condition=holds)
            for row, condition in puts:
                transaction.save(row, condition=condition)
            for row, actions, held in updates:
                transaction.update(row, actions, condition=held)
            for row, condition in deletes:
                transaction.delete(row, condition=condition)

    def put_all(self, rows: Sequence[Model]) -> None:
        """Put up to 25 rows of different keys, one by one as it were, in one round trip; the same again where not all were taken."""
        left: Sequence[Any] = [{"PutRequest": {"Item": row.serialize()}} for row in rows]
        while left:
            with _translated():
                answer = self.connection.batch_write_item(self.cases, put_items=[one["PutRequest"]["Item"] for one in left])
            left = answer.get("UnprocessedItems", {}).get(self.cases, ())

    def put(self, row: Model, condition: Condition | None = None) -> None:
        """Put one row; raises `Refused` when the condition did not hold."""
        with _translated():
            row.save(condition=condition)

    def delete(self, row: Model, condition: Condition | None = None) -> None:
        """Delete one row; raises `Refused` when the condition did not hold."""
        with _translated():
            row.delete(condition=condition)

    def update(self, row: Model, actions: list[Action], condition: Condition | None = None) -> None:
        """Change some attributes of one row, which then is as it stands stored; raises `Refused` when the condition did not hold."""
        with _translated():
            row.update(actions, condition=condition)


def bind(cases: str, identities: str, client: Any) -> Tables:
    """Point every row class at these tables and this botocore client, by way of PynamoDB's own fields: it offers no other."""
    for model, name in ((Row, cases), (IdentityRow, identities)):
        model.Meta.table_name = name
        model._connection = None  # noqa: SLF001
        model._get_connection().connection._client = client  # noqa: SLF001
    connection = Row._get_connection().connection  # noqa: SLF001
    connection.add_meta_table(IdentityRow._get_connection().connection.get_meta_table(identities))  # noqa: SLF001
    return Tables(connection, cases, identities)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except TransactWriteError as error:
        raise _of_transaction(error) from error
    except (DeleteError, GetError, PutError, QueryError, UpdateError) as error:
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
    code = _code(error)
    return Busy("the store does not answer") if code is None or code in TRANSIENT else error


def _code(error: PynamoDBException) -> str | None:
    """What DynamoDB called it; none where it said nothing. PynamoDB's own property breaks where a connection was closed or a read timed out."""
    response = getattr(error.cause, "response", None) or {}
    code: str | None = response.get("Error", {}).get("Code")
    return code
