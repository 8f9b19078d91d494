"""The lists of what is tested say what is tested."""

import subprocess
import sys

import pytest

from tests.architecture.source import ROOT


@pytest.mark.parametrize("module", ["tests.requirements", "tests.acceptance"])
def test_a_list_of_requirements_is_what_the_tests_say(module: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", module, "--check"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert told.returncode == 0, told.stderr
