"""The frames of a log's socket (docs/protocol.md): a header line of JSON, then lines after their stream's letter."""

import json

from containers.streaming.state import GAP, State


def lines_frame(
    cursor: str, sent: int, live: bool, text: str, passed_over: int = 0, first: str = "", behind: int = 0
) -> str:
    """A frame of lines. `sent` is what the client acknowledges once it has read them (bytes since the opening).

    `behind` is in milliseconds, 0 for a viewer that is not late.
    """
    # by hand: this header is written for each viewer and batch, and a cursor needs no escapes
    more = f',"passed_over":{passed_over}' if passed_over else ""
    more += f',"first":"{first}"' if first else ""
    more += f',"behind":{behind}' if behind else ""
    return f'{{"cursor":"{cursor}","sent":{sent},"live":{"true" if live else "false"}{more}}}\n{text}'


def state_frame(cursor: str, sent: int, state: State) -> str:
    """A frame without lines that says a state, or that lines are missing here."""
    said = {"gap": state.as_header()["message"]} if state is GAP else {"state": state.as_header()}
    return json.dumps({"cursor": cursor, "sent": sent, **said}) + "\n"
