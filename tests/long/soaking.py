"""`python -m tests.long.soaking PORT DATA`: the application with its schedules and its stream, over the tables that the environment names, by the clock that `DATA` keeps."""

import dataclasses
import os
import sys
from datetime import timedelta
from pathlib import Path

import boto3

import app
from chalicelib import wiring
from local.jobs import Loops, Timetable
from local.moved_clock import MovedClock
from local.outbox import Outbox
from local.pollers import StreamPoller
from local.server import serve
from local.site import ROOT, Site


def main(port: int, data: Path) -> None:
    """Serves until it is killed."""
    clock, real, loops = MovedClock(data / "clock"), wiring.deps(), Loops()
    deps = dataclasses.replace(real, now=lambda: real.now() + clock.offset())
    wiring.deps = lambda: deps
    stream = boto3.client("dynamodb").describe_table(TableName=os.environ["CASES_TABLE"])["Table"]["LatestStreamArn"]
    jobs = [("tick", app.tick, timedelta(minutes=1)), ("score", app.score, timedelta(minutes=1))]
    loops.start("timetable", Timetable(clock, jobs, loops.stopping).turn)
    loops.start("stream", StreamPoller(app.react, stream, data / "stream").turn)
    serve(app.app, Site(ROOT / "web", ""), Outbox(lambda: ()), port, clock.now).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
