"""The list of tested requirements says what is tested."""

import subprocess
import sys

from tests.architecture.source import ROOT


def test_the_list_of_requirements_is_what_the_tests_say() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.requirements", "--check"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert told.returncode == 0, told.stderr
