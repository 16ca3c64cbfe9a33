"""`python -m deploy.standins.residents`: the register as one process, ended by SIGTERM or Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from deploy.standins.residents.app import Book, create_app
from deploy.standins.residents.signatures import DEMO_SECRET_ID


class QuietHandler(WSGIRequestHandler):
    """A request carries a name and a number: no list of them."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.standins.residents", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one and prints it")
    parser.add_argument("--secret-id", default=DEMO_SECRET_ID)
    parser.add_argument("--secret-key-file", type=Path, required=True)
    arguments = parser.parse_args()
    book = Book(arguments.secret_id, arguments.secret_key_file.read_text(encoding="ascii").strip())
    server = make_server(arguments.host, arguments.port, create_app(book), threaded=True, request_handler=QuietHandler)
    for number in (signal.SIGTERM, signal.SIGINT):
        # shutdown() waits for the loop that this very thread runs, so another has to ask.
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"register of residents: http://{arguments.host}:{server.server_port}", flush=True)
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
