"""`python -m deploy.standins.sms`: both operators as one process, ended by SIGTERM or Ctrl-C."""

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from deploy.standins.sms.app import create_app
from deploy.standins.sms.desk import Customer


class QuietHandler(WSGIRequestHandler):
    """`GET /_control/aliyun` tells what came."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.standins.sms", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one and prints it")
    parser.add_argument("--approved", type=Path, required=True, help="JSON: by operator its customer, signs, templates")
    arguments = parser.parse_args()
    approved = json.loads(arguments.approved.read_text(encoding="utf-8"))
    customers = {
        operator: Customer(**{**said, "signs": frozenset(said["signs"])}) for operator, said in approved.items()
    }
    server = make_server(
        arguments.host, arguments.port, create_app(customers), threaded=True, request_handler=QuietHandler
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        # shutdown() waits for the loop that this very thread runs, so another has to ask.
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"SMS stand-in: http://{arguments.host}:{server.server_port}", flush=True)
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
