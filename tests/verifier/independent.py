"""The independent verifier as a process: documents in, the judgement of each engine out.

``make ready-test`` installs what it is made of, by its lock. One process serves all tests of a
worker, since starting it takes a second. It reads what the application serves from what a test
hands it, and nothing from the network.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).parent
SCHEMA = "OB3_SCHEMA"
"""The variable that names a copy of the official JSON schema, which is in no package and is not
ours to pass on. Without it the shape is judged by our own rules alone."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one engine says of a document."""

    accepted: bool
    revoked: bool
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all engines say, and what they complained about on the way."""

    engines: Mapping[str, Opinion]
    warnings: tuple[str, ...]

    @property
    def accepted(self) -> bool:
        """Whether every engine accepts it, without a word."""
        return all(one.accepted for one in self.engines.values()) and not self.warnings

    @property
    def revoked(self) -> bool:
        """Whether every engine that looks at the status list reads it as revoked."""
        return all(one.revoked for name, one in self.engines.items() if name != "schema")

    def accepting(self) -> set[str]:
        """Return the engines that would take it."""
        return {name for name, one in self.engines.items() if one.accepted}


class Independent:
    """A running verifier."""

    def __init__(self) -> None:
        """Start it.

        Raises:
            RuntimeError: It is not installed.
        """
        if not (HERE / "node_modules").is_dir():
            raise RuntimeError("the independent verifier is not installed: run `make ready-test`")
        node = Path(sys.executable).with_name("node")
        self._process = subprocess.Popen(
            [str(node), str(HERE / "main.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={"PATH": f"{node.parent}:{os.environ.get('PATH', '')}", **_schema()},
        )

    def judge(
        self, document: str | bytes, served: Mapping[str, str], *, form: str, now: datetime
    ) -> Judgement:
        """Let every engine that reads ``form`` judge a document.

        Args:
            document: The text as it stands in the file; the bytes of a picture.
            served: Address → what is served there.
            form: ``di``, ``jwt``, ``png`` or ``svg``.
            now: The instant to compare dates with.
        """
        text = document if isinstance(document, str) else base64.b64encode(document).decode()
        asked = {"form": form, "document": text, "served": served, "now": now.isoformat()}
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps(asked) + "\n")
        stdin.flush()
        told = json.loads(stdout.readline())
        return Judgement(
            {
                name: Opinion(one["accepted"], one["revoked"], tuple(one["errors"]))
                for name, one in told["engines"].items()
            },
            tuple(told["warnings"]),
        )

    def close(self) -> None:
        """Let it end."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(10)
        if self._process.stdout is not None:
            self._process.stdout.close()


def _schema() -> dict[str, str]:
    return {SCHEMA: os.environ[SCHEMA]} if SCHEMA in os.environ else {}
