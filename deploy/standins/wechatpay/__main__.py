"""`python -m deploy.standins.wechatpay`: the stand-in as one process, ended by SIGTERM or Ctrl-C."""

import argparse
import logging
import signal
import sys
import threading
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from deploy.standins.wechatpay.app import Settings, create_app
from deploy.standins.wechatpay.keys import DEMO_APP_ID, DEMO_MERCHANT_ID


class QuietHandler(WSGIRequestHandler):
    """`GET /_control/log` has every request with its code; a second list in colours helps nobody."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def main() -> int:
    arguments = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    settings = Settings(
        state_dir=arguments.state,
        keys_dir=arguments.keys,
        mchid=arguments.mchid,
        appid=arguments.appid,
        merchant_name=arguments.merchant_name,
        public_url=arguments.public_url,
        authority=arguments.authority,
        retry_scale=arguments.retry_scale,
        refund_settle_s=arguments.refund_settle_s,
    )
    app = create_app(settings)
    # One process with threads: it has one state file, and nothing is left running when it is killed.
    server = make_server(arguments.host, arguments.port, app, threaded=True, request_handler=QuietHandler)
    for number in (signal.SIGTERM, signal.SIGINT):
        # shutdown() waits for the loop that this very thread runs, so another has to ask.
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"WeChat Pay stand-in: http://{arguments.host}:{server.server_port}", flush=True)
    server.serve_forever()
    app.extensions["wechatpay_standin"].courier.stop()
    app.extensions["wechatpay_standin"].store.close()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.standins.wechatpay", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one and prints it")
    parser.add_argument("--state", type=Path, required=True, help="folder of the state file")
    parser.add_argument(
        "--keys", type=Path, required=True, help="KEYS_DIR of the application; keys are made if missing"
    )
    parser.add_argument("--mchid", default=DEMO_MERCHANT_ID)
    parser.add_argument("--appid", default=DEMO_APP_ID)
    parser.add_argument("--merchant-name", default="碳惠")
    parser.add_argument("--public-url", help="address of the payment page as a phone sees it")
    parser.add_argument("--authority", type=Path, help="PEM: who vouches for the receivers of news; shown at /ca.pem")
    parser.add_argument("--retry-scale", type=float, default=0.1, help="times WeChat's schedule of repeats")
    parser.add_argument("--refund-settle-s", type=float, default=1.0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
