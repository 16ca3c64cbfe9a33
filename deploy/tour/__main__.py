"""``make tour``: exit status 0 if everything happened as promised, 1 with the reason if not."""

from __future__ import annotations

import sys

from deploy.tour.refusal import TourStopped
from deploy.tour.speech import say
from deploy.tour.story import Tour
from deploy.tour.system import find_system
from deploy.tour.terminal import Terminal


def main() -> int:
    terminal = Terminal()
    try:
        Tour(find_system(), terminal).walk()
    except TourStopped as stopped:
        terminal.stopped(str(stopped))
        return 1
    except KeyError as missing:
        # An answer without what the contract promises.
        terminal.stopped(
            say(f"答复里缺了 {missing}，和接口文件对不上。", f"An answer lacks {missing}, against the contract.")
        )
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
