"""Profile G of a simulated ONVIF device: recordings, their history, where they are replayed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.support.replay_server import ReplayServer


@dataclass
class Archive:
    """One recording, `Rec_1`, of the lens `VideoSource_1`, with the footage of a replay server."""

    replay: ReplayServer
    keeps_history: bool = True
    source: str = "VideoSource_1"
    until_ms: int | None = None
    """What it says its newest footage is of; None: the end of its last stretch."""
    page: int = 2
    searches: dict[str, list[str]] = field(default_factory=dict)

    def operations(self) -> Mapping[str, Callable[[Any], str]]:
        history = {"tse:FindEvents": self._find_events, "tse:GetEventSearchResults": self._event_results}
        return {
            "tse:FindRecordings": self._find,
            "tse:GetRecordingSearchResults": self._results,
            **(history if self.keeps_history else {}),
            "trp:GetReplayUri": lambda _: f"<trp:Uri>rtsp://10.9.9.9:{self.replay.port}/replay</trp:Uri>",
        }

    def _find(self, _: Any) -> str:
        begin = _written(min(start for start, _ in self.replay.spans))
        end = _written(self.until_ms or max(over for _, over in self.replay.spans))
        track = (
            "<tt:Track><tt:TrackToken>VIDEO001</tt:TrackToken><tt:TrackType>Video</tt:TrackType><tt:Description/>"
            f"<tt:DataFrom>{begin}</tt:DataFrom><tt:DataTo>{end}</tt:DataTo></tt:Track>"
        )
        recording = (
            "<tt:RecordingInformation><tt:RecordingToken>Rec_1</tt:RecordingToken><tt:Source>"
            f"<tt:SourceId>{self.source}</tt:SourceId><tt:Name>Table</tt:Name><tt:Location>Kho</tt:Location>"
            "<tt:Description/><tt:Address/></tt:Source><tt:Content/>"
            f"{track}<tt:RecordingStatus>Recording</tt:RecordingStatus></tt:RecordingInformation>"
        )
        self.searches["r"] = [recording]
        return "<tse:SearchToken>r</tse:SearchToken>"

    def _find_events(self, asked: Any) -> str:
        def text(name: str) -> str:
            return next(one.text for one in asked.iter() if str(one.tag).endswith(name))

        begin, end = _epoch_ms(text("StartPoint")), _epoch_ms(text("EndPoint"))
        inside = any(start <= begin < over for start, over in self.replay.spans)
        events = [_event(begin, inside, True)]
        for start, over in sorted(self.replay.spans):
            events += [_event(start, True)] if begin < start <= end else []
            events += [_event(over, False)] if begin < over <= end and over != self.until_ms else []
        self.searches["e"] = events
        return "<tse:SearchToken>e</tse:SearchToken>"

    def _results(self, _: Any) -> str:
        return f"<tse:ResultList>{self._page('r')}</tse:ResultList>"

    def _event_results(self, _: Any) -> str:
        return f"<tse:ResultList>{self._page('e')}</tse:ResultList>"

    def _page(self, token: str) -> str:
        left = self.searches[token]
        page, self.searches[token] = left[: self.page], left[self.page :]
        state = "Searching" if self.searches[token] else "Completed"
        return f"<tt:SearchState>{state}</tt:SearchState>{''.join(page)}"


def _event(at_ms: int, present: bool, start_state: bool = False) -> str:
    return (
        "<tt:Result><tt:RecordingToken>Rec_1</tt:RecordingToken><tt:TrackToken>VIDEO001</tt:TrackToken>"
        f"<tt:Time>{_written(at_ms)}</tt:Time><tt:Event><wsnt:Topic "
        'Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">tns1:RecordingHistory/Track/State'
        f'</wsnt:Topic><wsnt:Message><tt:Message UtcTime="{_written(at_ms)}"><tt:Source><tt:SimpleItem '
        'Name="RecordingToken" Value="Rec_1"/><tt:SimpleItem Name="Track" Value="VIDEO001"/></tt:Source><tt:Data>'
        f'<tt:SimpleItem Name="IsDataPresent" Value="{str(present).lower()}"/></tt:Data></tt:Message></wsnt:Message>'
        f"</tt:Event><tt:StartStateEvent>{str(start_state).lower()}</tt:StartStateEvent></tt:Result>"
    )


def _written(epoch_ms: int) -> str:
    moment = datetime.fromtimestamp(epoch_ms / 1000, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _epoch_ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)
