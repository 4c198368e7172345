"""One batch of jobs on a machine of a cluster, in a process of its own.

Run as `python -m reportgen.building.batch`: an `Order` comes in on stdin, a list of `Rendered`
goes out on stdout, both pickled by programs that are the same to the byte.

Why a process: a cluster's worker has threads, and fonts and forks belong to processes without.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys

from reportgen.building.events import Rendered
from reportgen.building.executor import run_jobs
from reportgen.building.order import Order
from reportgen.building.quick import program_digest
from reportgen.building.renderer import Renderer, prepare, warm
from reportgen.problems import problem
from reportgen.reading import read_project
from reportgen.world import World


def carry_out(order: Order) -> list[Rendered]:
    """The results of the jobs, in one worker process after the other."""
    if program_digest() != order.code:
        message = "a machine of the cluster runs another version of reportgen or Python"
        hint = "install there what is installed here"
        found = problem("wrong-version", message, None, hint)
        return [Rendered(job, (), (found,)) for job in order.jobs]
    world = World(
        order.project,
        order.shipped,
        trust=lambda: order.trust,
        themes=lambda name: order.themes / name,
    )
    reading = read_project(world)
    if reading.project is None:
        return [Rendered(job, (), reading.problems) for job in order.jobs]
    renderer = Renderer(reading.project, world, order.as_of, order.code, fresh=order.fresh)
    warm(pdfs=any(output.format == "pdf" for job in order.jobs for output in job.outputs))
    return list(run_jobs(order.jobs, renderer, prepare, 1, order.limits))


def main() -> None:
    """Read an order, carry it out, write its results."""
    order: Order = pickle.load(sys.stdin.buffer)  # noqa: S301  from our own process
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed on the way is talk, not results
    with out, contextlib.redirect_stdout(sys.stderr):
        pickle.dump(carry_out(order), out)


if __name__ == "__main__":
    main()
