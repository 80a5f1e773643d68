"""Profiles and stream addresses of a simulated ONVIF device, by both media services."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Channel:
    token: str = "VideoSource_1"
    main: tuple[str, int, int] | None = ("H264", 1920, 1080)
    sub: tuple[str, int, int] | None = ("H264", 640, 360)

    @property
    def profiles(self) -> list[tuple[str, tuple[str, int, int]]]:
        both = (("Main", self.main), ("Sub", self.sub))
        return [(f"{name}-{self.token}", picture) for name, picture in both if picture is not None]


@dataclass(frozen=True)
class Media:
    channels: Sequence[Channel]
    base: Callable[[], str]
    host: Callable[[], str]
    stream_port: Callable[[], int]

    def operations(self) -> Mapping[str, Callable[[Any], str]]:
        return {
            "trt:GetProfiles": self._profiles,
            "trt:GetStreamUri": lambda asked: self._media_uri("trt", self._stream(asked)),
            "trt:GetSnapshotUri": lambda asked: self._media_uri("trt", self._snapshot(asked)),
            "tr2:GetProfiles": self._profiles2,
            "tr2:GetStreamUri": lambda asked: f"<tr2:Uri>{self._stream(asked)}</tr2:Uri>",
            "tr2:GetSnapshotUri": lambda asked: f"<tr2:Uri>{self._snapshot(asked)}</tr2:Uri>",
        }

    def _stream(self, asked: Any) -> str:
        return f"rtsp://{self.host()}:{self.stream_port()}/{self._token(asked)}?unicast=true&amp;proto=Onvif"

    def _snapshot(self, asked: Any) -> str:
        return f"{self.base().removesuffix('/onvif')}/snapshot.jpg?p={self._token(asked)}"

    def _token(self, asked: Any) -> str:
        from tests.support.onvif_device import Fault

        token = next((one.text for one in asked if one.tag.endswith("ProfileToken")), "")
        if token not in [name for channel in self.channels for name, _ in channel.profiles]:
            raise Fault("InvalidArgVal", "NoProfile: the requested profile does not exist")
        return str(token)

    @staticmethod
    def _media_uri(prefix: str, uri: str) -> str:
        return (
            f"<{prefix}:MediaUri><tt:Uri>{uri}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect>"
            f"<tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></{prefix}:MediaUri>"
        )

    def _profiles(self, _: Any) -> str:
        """The first media service knows no H.265: such profiles come without an encoder."""
        found = ""
        for channel in self.channels:
            for name, (codec, width, height) in channel.profiles:
                encoder = "" if codec == "H265" else _encoder(name, codec, width, height)
                found += (
                    f'<trt:Profiles token="{name}" fixed="true"><tt:Name>{name}</tt:Name>'
                    f'<tt:VideoSourceConfiguration token="vsc"><tt:Name>vsc</tt:Name><tt:UseCount>2</tt:UseCount>'
                    f"<tt:SourceToken>{channel.token}</tt:SourceToken>"
                    f'<tt:Bounds x="0" y="0" width="{width}" height="{height}"/></tt:VideoSourceConfiguration>'
                    f"{encoder}</trt:Profiles>"
                )
        return found

    def _profiles2(self, _: Any) -> str:
        found = ""
        for channel in self.channels:
            for name, (codec, width, height) in channel.profiles:
                found += (
                    f'<tr2:Profiles token="{name}" fixed="true"><tr2:Name>{name}</tr2:Name><tr2:Configurations>'
                    f'<tr2:VideoSource token="vsc"><tt:Name>vsc</tt:Name><tt:SourceToken>{channel.token}'
                    f'</tt:SourceToken></tr2:VideoSource><tr2:VideoEncoder token="ve"><tt:Name>ve</tt:Name>'
                    f"<tt:Encoding>{codec}</tt:Encoding><tt:Resolution><tt:Width>{width}</tt:Width>"
                    f'<tt:Height>{height}</tt:Height></tt:Resolution><tt:RateControl ConstantBitRate="true">'
                    "<tt:FrameRateLimit>25</tt:FrameRateLimit><tt:BitrateLimit>2048</tt:BitrateLimit></tt:RateControl>"
                    "</tr2:VideoEncoder></tr2:Configurations></tr2:Profiles>"
                )
        return found


def _encoder(name: str, codec: str, width: int, height: int) -> str:
    coded = "<tt:H264><tt:GovLength>25</tt:GovLength><tt:H264Profile>Main</tt:H264Profile></tt:H264>"
    return (
        f'<tt:VideoEncoderConfiguration token="ve-{name}"><tt:Name>ve</tt:Name><tt:UseCount>1</tt:UseCount>'
        f"<tt:Encoding>{codec}</tt:Encoding><tt:Resolution><tt:Width>{width}</tt:Width><tt:Height>{height}</tt:Height>"
        "</tt:Resolution><tt:Quality>5</tt:Quality><tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit>"
        "<tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>4096</tt:BitrateLimit></tt:RateControl>"
        f"{coded if codec == 'H264' else ''}<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0"
        "</tt:IPv4Address></tt:Address><tt:Port>0</tt:Port><tt:TTL>1</tt:TTL><tt:AutoStart>false</tt:AutoStart>"
        "</tt:Multicast><tt:SessionTimeout>PT60S</tt:SessionTimeout></tt:VideoEncoderConfiguration>"
    )
