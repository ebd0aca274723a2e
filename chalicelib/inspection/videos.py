"""MP4: its pictures and its sound, packed anew as they are; titles, places, dates, other tracks and remarks inside the pictures stay behind."""

import io
from collections.abc import Mapping

import av
from av.bitstream import BitStreamFilterContext
from av.container import InputContainer, OutputContainer
from av.stream import Stream

from chalicelib.domain.attachment import MP4, Reason
from chalicelib.domain.upload import Clean, Refused

KINDS: Mapping[str, frozenset[str]] = {
    "video": frozenset({"h264", "hevc", "av1", "mpeg4", "vp9"}),
    "audio": frozenset({"aac", "mp3", "ac3", "eac3", "opus", "alac"}),
}
"""What is taken along of a film; a still picture as its cover is none of these."""
WITHOUT_REMARKS: Mapping[str, str] = {"h264": "filter_units=remove_types=6", "hevc": "filter_units=remove_types=39-40"}
"""Cameras and encoders leave texts of their own between the pictures."""
PLAIN = {"fflags": "+bitexact"}
"""Else the packing says which program did it."""

av.logging.set_level(None)


def clean(content: bytes, _: str) -> Clean:
    """The film anew."""
    with av.open(io.BytesIO(content), "r", format="mov", metadata_errors="ignore") as film:
        wanted = [stream for stream in film.streams if stream.type in KINDS and stream.codec_context.name in KINDS[stream.type]]
        out = io.BytesIO()
        with av.open(out, "w", format="mp4", options=PLAIN) as packed:
            if not any(stream.type == "video" for stream in wanted) or not _repacked(film, packed, wanted):
                raise Refused(Reason.UNREADABLE)
    return Clean(MP4, out.getvalue())


def _repacked(film: InputContainer, packed: OutputContainer, wanted: list[Stream]) -> int:
    """How many packets went from one to the other."""
    tracks = {stream.index: _track(stream, packed) for stream in wanted}
    filters = {stream.index: _filter(stream, tracks[stream.index]) for stream in wanted if stream.codec_context.name in WITHOUT_REMARKS}
    count = 0
    for packet in film.demux(wanted):
        if packet.dts is None:
            continue
        index = packet.stream.index
        for part in filters[index].filter(packet) if index in filters else [packet]:
            part.stream = tracks[index]
            packed.mux(part)
            count += 1
    return count


def _track(stream: Stream, packed: OutputContainer) -> Stream:
    track = packed.add_stream_from_template(stream)
    track.metadata.clear()
    return track


def _filter(stream: Stream, track: Stream) -> BitStreamFilterContext:
    return BitStreamFilterContext(WITHOUT_REMARKS[stream.codec_context.name], stream, track)
