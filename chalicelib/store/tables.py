"""Both tables over one shared client: the few DynamoDB calls that the stores are made of, with its errors in the domain's words.

What reads asks the client itself and gets items as they come over the wire; `decode` makes values of them. What writes is made of rows, and PynamoDB is
loaded by whoever makes the first.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.errors import Busy

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition
    from pynamodb.expressions.update import Action
    from pynamodb.models import Model

    from chalicelib.store.rows import Check, Put, Update
    from chalicelib.store.where import Where

Item: TypeAlias = dict[str, Any]
"""An item as it comes over the wire: `{"sk": {"S": "A"}, "n": {"N": "3"}}`."""
BATCH = 100
TRIES = 8
"""How often what a batch leaves over is sent again, some three seconds at most in all: then the API has still time to say so."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.05, 1.0
PARTITIONS = {None: "pk", "queue": "q", "agenda": "g", "period": "p", "feed": "f", "place": "l"}
"""The partition key of the table and of each index."""
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
    """The tables. One client serves everything that reads or writes them; `wait` lets seconds pass, `random_bytes` gives that many."""

    client: Any
    cases: str
    identities: str
    wait: Callable[[float], None]
    random_bytes: Callable[[int], bytes]

    def identity(self, code: str) -> Item | None:
        """The reporter of a complaint."""
        return self._item(self.identities, {"pk": {"S": code}}, consistent=True)

    def identities_of(self, contact: str) -> Iterator[Item]:
        """The reporters who gave an address, by what stands for it."""
        after: Mapping[str, Any] | None = None
        while True:
            items, after = self._query(self.identities, ("m", contact), None, IndexName="contact", ExclusiveStartKey=after)
            yield from items
            if after is None:
                return

    def get(self, pk: str, sk: str, *, consistent: bool = False) -> Item | None:
        """One item by its key."""
        return self._item(self.cases, _key(pk, sk), consistent=consistent)

    def page(
        self,
        pk: str,
        *,
        index: str | None = None,
        where: "Where | None" = None,
        limit: int | None = None,
        after: Mapping[str, Any] | None = None,
        consistent: bool = False,
        backwards: bool = False,
    ) -> tuple[Sequence[Item], Mapping[str, Any] | None]:
        """One Query: its items in order, or `backwards`, and the key to go on from when there may be more."""
        how = {"IndexName": index, "Limit": limit, "ExclusiveStartKey": after, "ConsistentRead": consistent, "ScanIndexForward": not backwards}
        return self._query(self.cases, (PARTITIONS[index], pk), where, **how)

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
        wanted: list[Any] = [_key(pk, sk) for pk, sk in keys]
        tries = 0
        while wanted:
            with translated():
                answer = self.client.batch_get_item(RequestItems={self.cases: {"Keys": wanted[:BATCH], "ConsistentRead": consistent}})
            yield from answer["Responses"].get(self.cases, ())
            left = answer.get("UnprocessedKeys", {}).get(self.cases, {}).get("Keys", [])
            wanted, tries = wanted[BATCH:] + left, self._paused(tries) if left else 0

    def write(self, *puts: "Put", updates: Sequence["Update"] = (), checks: Sequence["Check"] = (), deletes: Sequence["Put"] = ()) -> None:
        """Put, change and delete these rows together or not at all; raises `Refused` when a condition did not hold, of a row or of one only looked at."""
        with self._pynamo.transaction() as transaction:
            for model, pk, sk, holds in checks:
                transaction.condition_check(model, pk, sk, condition=holds)
            for row, condition in puts:
                transaction.save(row, condition=condition)
            for row, actions, held in updates:
                transaction.update(row, actions, condition=held)
            for row, condition in deletes:
                transaction.delete(row, condition=condition)

    def put_all(self, rows: "Sequence[Model]") -> None:
        """Put up to 25 rows of different keys, one by one as it were, in one round trip; the same again, after a pause, where not all were taken."""
        left: Sequence[Any] = [{"PutRequest": {"Item": row.serialize()}} for row in rows]
        tries = 0
        while left:
            with translated():
                answer = self.client.batch_write_item(RequestItems={self.cases: left}, ReturnConsumedCapacity="TOTAL")
            left = answer.get("UnprocessedItems", {}).get(self.cases, ())
            tries = self._paused(tries) if left else 0

    def put(self, row: "Model", condition: "Condition | None" = None) -> None:
        """Put one row; raises `Refused` when the condition did not hold."""
        with self._pynamo.translated():
            row.save(condition=condition)

    def delete(self, row: "Model", condition: "Condition | None" = None) -> None:
        """Delete one row; raises `Refused` when the condition did not hold."""
        with self._pynamo.translated():
            row.delete(condition=condition)

    def update(self, row: "Model", actions: "list[Action]", condition: "Condition | None" = None) -> None:
        """Change some attributes of one row, which then is as it stands stored; raises `Refused` when the condition did not hold."""
        with self._pynamo.translated():
            row.update(actions, condition=condition)

    def _paused(self, tries: int) -> int:
        """The tries with one more, after a pause: twice as long each time, and any part of it, so that those who were refused together do not come again together."""
        if tries == TRIES:
            raise Busy("the store takes no more")
        fraction = int.from_bytes(self.random_bytes(2)) / 0xFFFF
        self.wait(min(SHORTEST_PAUSE * 2**tries, LONGEST_PAUSE) * fraction)
        return tries + 1

    def _item(self, table: str, key: Item, *, consistent: bool) -> Item | None:
        with translated():
            item: Item | None = self.client.get_item(TableName=table, Key=key, ConsistentRead=consistent).get("Item")
        return item

    def _query(self, table: str, partition: tuple[str, str], where: "Where | None", **how: Any) -> tuple[Sequence[Item], Mapping[str, Any] | None]:
        name, pk = partition
        sort, condition, values = where or ("", "", ())
        with translated():
            answer = self.client.query(
                TableName=table,
                KeyConditionExpression=f"#p = :p AND {condition}" if where else "#p = :p",
                ExpressionAttributeNames={"#p": name, "#s": sort} if where else {"#p": name},
                ExpressionAttributeValues={":p": {"S": pk}, **{f":{number}": {"S": value} for number, value in enumerate(values)}},
                **{option: value for option, value in how.items() if value is not None},
            )
        return answer["Items"], answer.get("LastEvaluatedKey")

    @property
    def _pynamo(self) -> Any:
        """PynamoDB, loaded and bound by who writes first."""
        from chalicelib.store import pynamo

        pynamo.bind(self)
        return pynamo


def _key(pk: str, sk: str) -> Item:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


@contextmanager
def translated() -> Iterator[None]:
    """What the client raises, in the domain's words."""
    try:
        yield
    except ClientError as error:
        if is_wrong(error.response["Error"]["Code"]):
            raise
        raise Busy("the store does not answer") from error
    except BotoCoreError as error:
        raise Busy("the store does not answer") from error


def is_wrong(code: str | None) -> bool:
    """Whether a call that the store refused with this code is wrong itself; any other is worth trying again, as is one without an answer."""
    return code is not None and code not in TRANSIENT
