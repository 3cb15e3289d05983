"""Parameters of a request as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from .codec import Codec
from .problem import Complaint, complaints_of
from .routing import Parameter


class Sources(NamedTuple):
    """Where the parameters of a request are found."""

    path: Mapping[str, str]
    query: Mapping[str, list[str]]
    headers: Mapping[bytes, bytes]


class ParameterReader:
    """Reads one documented parameter."""

    def __init__(self, parameter: Parameter) -> None:
        self.argument = parameter.argument
        self.codec: Codec[Any] = Codec(parameter.type)
        self._parameter = parameter
        self._default = None if parameter.default is None else self.codec.accept(parameter.default)
        self._header = parameter.name.lower().encode("latin-1")
        place = "header" if parameter.location == "header" else f"{parameter.location} parameter"
        self._place = f"{place} {parameter.name}"

    def read(self, sources: Sources, complaints: list[Complaint]) -> Any:
        """The value, or the default when it is absent; what is wrong goes to `complaints`."""
        parameter = self._parameter
        given = self._given(sources)
        if not given:
            if parameter.required:
                complaints.append(Complaint(f"{self._place}: is required", True))
            return self._default
        try:
            if parameter.encoding == "exploded":
                return self.codec.accept_value(given)
            if len(given) > 1:
                complaints.append(Complaint(f"{self._place}: is given more than once", True))
                return None
            if parameter.encoding == "plain":
                return self.codec.accept_text(given[0])
            if parameter.encoding == "comma":
                return self.codec.accept_value(given[0].split(","))
            return self.codec.accept(given[0])
        except ValidationError as error:
            complaints.extend(complaints_of(error, self.codec, self._place))
            return None

    def _given(self, sources: Sources) -> list[str]:
        """The texts that came, none when the parameter is absent.

        A list with commas is split after decoding: most clients escape the comma. So an item of
        such a list cannot hold one (rule: ours).
        """
        parameter = self._parameter
        if parameter.location == "query":
            return sources.query.get(parameter.name, [])
        if parameter.location == "path":
            return [sources.path[parameter.name]]
        value = sources.headers.get(self._header)
        return [] if value is None else [value.decode("latin-1")]
