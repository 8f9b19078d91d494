"""Answers of the Open Badges API: JSON, and refusals as ``Imsx_StatusInfo``."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response

Json = dict[str, Any]

CODES = {
    400: "invalid_data",
    401: "unauthorizedrequest",
    403: "forbidden",
    405: "not_allowed",
    409: "not_allowed",
    413: "invalid_data",
    415: "not_acceptable",
    429: "server_busy",
    503: "server_busy",
}
"""The minor code of each status; the vocabulary is Open Badges 3.0's."""


class Refused(Exception):
    """A call that is not done, with the answer it gets."""

    def __init__(
        self,
        status: int,
        told: str,
        *,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(told)
        self.status, self.told = status, told
        self.code = code or CODES.get(status, "unknown")
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """Return the refusal as ``Imsx_StatusInfo``."""
        field = {
            "imsx_codeMinorFieldName": "TargetEndSystem",
            "imsx_codeMinorFieldValue": self.code,
        }
        told = {
            "imsx_codeMajor": "failure",
            "imsx_severity": "error",
            "imsx_description": self.told,
            "imsx_codeMinor": {"imsx_codeMinorField": [field]},
        }
        return json_response(told, self.status, headers=self.headers)


def json_response(
    value: object, status: int = 200, *, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with a JSON value that nobody keeps."""
    answer = Response(
        orjson.dumps(value), status, dict(headers or {}), content_type="application/json"
    )
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer
