"""Answers operations: reads by the compiled path, the rest by graphql-core over the same statements.

    document (kept) -> operation -> may this caller ask -> variables -> compiled statement -> bytes

A read that the compiled path can't prove, or that needs Python, is completed by graphql-core; so are mutations and each
event of a subscription. The caller can't tell which way an answer came; hub_graphql_read_path_total counts.
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, OperationType, execute
from graphql.execution import create_source_event_stream
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext as PythonExecutor

from hub.actions.team.capacity import point_table
from hub.domain.access import Actor, Role
from hub.domain.allocation.capacity import PointTable
from hub.reads.reader import Reader
from hub.schema.context import Context
from hub.schema.errors import formatted
from hub.schema.executing.documents import Document, Documents, Operation, RequestFault, Weigh
from hub.schema.executing.limits import weigh as weigh_document
from hub.schema.live import Live
from hub.schema.operations import Operates
from hub.schema.refusal import Code
from hub.schema.request import Answer, Request
from hub.schema.schema import Contract
from hub.settings import Settings
from hub.store.database import Database
from hub.store.reach.visibility import viewer
from hub.telemetry import READ_PATH

_COMPILED = READ_PATH.labels("compiled")
_IN_PYTHON = READ_PATH.labels("python")
_OPEN_ROOTS = frozenset({"__typename"})
_INTROSPECTION = frozenset({"__schema", "__type"})


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Executor:
    """The contract of one process. `development` opens introspection to everybody and suggests names in errors."""

    def __init__(
        self,
        contract: Contract,
        reader: Reader,
        database: Database,
        *,
        development: bool,
        live: Live | None = None,
        operations: Operates | None = None,
        points: PointTable | None = None,
        weigh: Weigh = weigh_document,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._schema = contract.schema
        self._model = contract.model
        self._reader = reader
        self._database = database
        self._live = live or Live(database)
        self._operations = operations
        self._points = points or point_table(Settings())
        self._development = development
        self._now = now
        self._documents = Documents(contract.schema, contract.model, weigh=weigh, suggest=development)

    async def execute(self, request: Request) -> Answer:
        """Answer a query or mutation; whatever goes wrong is an answer too."""
        document = self._documents.get(request.document)
        try:
            operation, variables = self._checked(document, request)
            if operation.type is OperationType.SUBSCRIPTION:
                raise RequestFault([GraphQLError("A subscription is answered as a stream.")], Code.BAD_REQUEST)
            if operation.type is OperationType.QUERY and request.actor is not None:
                answer = await self._compiled(document, operation, variables, request, request.actor)
                if answer is not None:
                    return answer
            return await self._in_python(document, operation, variables, request, None)
        except RequestFault as fault:
            return _faulty(document, request, fault)
        except Exception as fault:
            return _faulty(document, request, _as_fault(fault))

    async def subscribe(self, request: Request) -> AsyncGenerator[Answer, None]:
        """Answer a subscription, once for each event; a request error is the only answer, or the last."""
        document = self._documents.get(request.document)
        try:
            operation, variables = self._checked(document, request)
            if operation.type is not OperationType.SUBSCRIPTION:
                yield await self.execute(request)
                return
            events = await self._events(operation, variables, request)
            try:
                async for event in events:
                    yield await self._in_python(document, operation, variables, request, event)
            finally:
                if hasattr(events, "aclose"):
                    await events.aclose()
        except RequestFault as fault:
            yield _faulty(document, request, fault)
        except Exception as fault:
            yield _faulty(document, request, _as_fault(fault))

    def _checked(self, document: Document, request: Request) -> tuple[Operation, dict[str, Any]]:
        """The operation and its variables, where the caller may ask for it. Raises RequestFault."""
        operation = document.operation(request.operation_name)
        if request.actor is None or operation.introspects:
            self._check_caller(operation, request.actor)
        variables = operation.variables(request.variables)
        operation.check_weight(variables)
        return operation, variables

    def _check_caller(self, operation: Operation, actor: Actor | None) -> None:
        """Without a token nothing but `__typename`; introspection in development, and for developers."""
        introspects = self._development or (actor is not None and Role.DEVELOPER in actor.roles)
        allowed = _OPEN_ROOTS | _INTROSPECTION if introspects else _OPEN_ROOTS
        refused = [
            root
            for root in operation.roots
            if root.name.value not in allowed and (actor is None or root.name.value in _INTROSPECTION)
        ]
        if not refused:
            return
        code = Code.UNAUTHENTICATED if actor is None else Code.FORBIDDEN
        sentence = (
            "Send a token: Authorization: Bearer ..."
            if actor is None
            else "Introspection is open in development, and to developers; the contract is published as a file."
        )
        paths = [(root, root.alias.value if root.alias else root.name.value) for root in refused]
        raise RequestFault(
            [GraphQLError(sentence, root, path=[key], extensions={"code": code}) for root, key in paths], code
        )

    async def _compiled(
        self, document: Document, operation: Operation, variables: Mapping[str, Any], request: Request, actor: Actor
    ) -> Answer | None:
        """The database's own bytes; None where Python must complete the answer."""
        outlined = operation.prepared.whole(variables)
        if not outlined.compiles:
            return None
        asked = outlined.asked(variables)
        if asked.faults or not outlined.needs(asked) <= actor.capabilities:
            return None
        compiled = outlined.statement(asked)
        values = compiled.arguments({**viewer(actor), **asked.values})
        data, case_ids = await self._reader.fetch(compiled, values)
        _COMPILED.inc()
        cases = case_ids if len(case_ids) < 2 else sorted(set(case_ids))
        return Answer(b'{"data":' + data + b"}", False, "OK", document.hash, operation.name, cases)

    def _context(self, operation: Operation, variables: Mapping[str, Any], request: Request) -> Context:
        return Context(
            actor=request.actor,
            request_id=request.request_id,
            database=self._database,
            now=self._now,
            live=self._live,
            operations=self._operations,
            points=self._points,
            reader=self._reader,
            model=self._model,
            prepared=operation.prepared,
            variables=variables,
        )

    async def _in_python(
        self, document: Document, operation: Operation, variables: Mapping[str, Any], request: Request, root: Any
    ) -> Answer:
        """graphql-core completes the answer.

        Each event of a subscription is executed by itself: the library's own way of subscribing shares one executor
        between the events and keeps something of each.
        """
        context = self._context(operation, variables, request)
        context.case_ids.update(getattr(root, "case_ids", ()))  # an event tells of a case whatever is selected
        if operation.type is OperationType.QUERY:
            _IN_PYTHON.inc()
        result = execute(
            self._schema,
            operation.ast,
            root_value=root,
            context_value=context,
            variable_values=dict(request.variables),
            operation_name=operation.name,
            executor_class=PythonExecutor,
            hide_suggestions=not self._development,
        )
        if not isinstance(result, ExecutionResult):
            result = await result
        body: dict[str, Any] = {"data": result.data}
        outcome = "OK"
        if result.errors:
            body = {"errors": formatted(result.errors, request.request_id, Code.BAD_USER_INPUT), **body}
            outcome = body["errors"][0]["extensions"]["code"]
        return Answer(orjson.dumps(body), False, outcome, document.hash, operation.name, sorted(context.case_ids))

    async def _events(self, operation: Operation, variables: Mapping[str, Any], request: Request) -> Any:
        """The events of a subscription. Raises RequestFault."""
        executor = PythonExecutor.build(
            self._schema,
            operation.ast,
            context_value=self._context(operation, variables, request),
            raw_variable_values=dict(request.variables),
            operation_name=operation.name,
        )
        if isinstance(executor, list):
            raise RequestFault(executor, Code.BAD_USER_INPUT)
        stream: Any = create_source_event_stream(executor)
        if not hasattr(stream, "__aiter__") and not isinstance(stream, ExecutionResult):
            stream = await stream
        if isinstance(stream, ExecutionResult):
            raise RequestFault(stream.errors or (), Code.BAD_USER_INPUT)
        return stream


def _as_fault(fault: Exception) -> RequestFault:
    """Anything else: hub/schema/errors.py knows what the caller may hear of it, and what the log may."""
    return RequestFault([GraphQLError("", original_error=fault)], Code.INTERNAL)


def _faulty(document: Document, request: Request, fault: RequestFault) -> Answer:
    errors = formatted(fault.errors, request.request_id, fault.otherwise)
    return Answer(
        orjson.dumps({"errors": errors}),
        request_error=True,
        outcome=errors[0]["extensions"]["code"],
        document_hash=document.hash,
        operation=request.operation_name,
    )
