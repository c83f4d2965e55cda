"""Load by wrk, and what it says of it."""

import re
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

SCRIPT = Path(__file__).parent / "draws.lua"
MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000}


class Refused(Exception):
    """Not all was answered, or measured, as it should be. The text is what wrk says."""


class Run(NamedTuple):
    """One measurement, or the medians of several."""

    rate: float
    """Answers a second."""
    p50: float
    """Milliseconds for half of the answers."""
    p99: float


def run(port, addresses, headers, seconds, connections):
    """Asks a server for one address after the other, round and round. Raises `Refused`."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(addresses) + "\n")
        file.flush()
        given = [part for pair in headers.items() for part in ("-H", ": ".join(pair))]
        command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}", "--latency", *given]
        command += ["-s", str(SCRIPT), f"http://localhost:{port}", "--", file.name]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return read(said)


def read(said):
    """The `Run` of which wrk has said this. Raises `Refused`."""
    if "Non-2xx" in said or "Socket errors" in said:
        raise Refused(said)
    rate = float(re.search(r"Requests/sec: +([\d.]+)", said)[1])
    if not rate:
        raise Refused(said)
    return Run(rate, _latency(said, 50), _latency(said, 99))


def _latency(said, share):
    found = re.search(rf"(?m)^ +{share}% +([\d.]+)(us|ms|s)$", said)
    if found is None:
        raise Refused(said)
    number, unit = found.groups()
    return float(number) * MILLISECONDS[unit]


def middle(runs):
    """The medians of several runs."""
    return Run(*(statistics.median(column) for column in zip(*runs, strict=True)))
