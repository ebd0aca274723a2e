"""`python -m bench.serving PORT`: the application alone, over the tables that the environment names."""

import sys
from datetime import UTC, datetime

from app import app
from chalicelib import wiring
from local.outbox import Outbox
from local.server import serve
from local.site import ROOT, Site

if __name__ == "__main__":
    wiring.deps()
    serve(app, Site(ROOT / "web", ""), Outbox(lambda: ()), int(sys.argv[1]), lambda: datetime.now(UTC)).serve_forever()
