"""An RTSP server for tests: serves films again and again, over TCP and UDP, as a camera does.

Usage: python3 rtsp-server.py, with one JSON object on the standard input:
{"films": {"/path": "file.mp4"}, "user": "…" or null, "password": "…" or null, "transports": ["tcp", "udp"], "port": 0}
Says its port on the first line of the standard output. Ends with its standard input.
"""

import json
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

TRANSPORTS = {"tcp": GstRtsp.RTSPLowerTrans.TCP, "udp": GstRtsp.RTSPLowerTrans.UDP}
CAPS = "video/x-h264,stream-format=byte-stream,alignment=au"


def access_units(file):
    """Every picture of a film, as (bytes, pts, dts, duration), and the length of the film; nanoseconds."""
    pipeline = Gst.parse_launch(
        f'filesrc location="{file}" ! qtdemux ! h264parse config-interval=-1 ! {CAPS} ! appsink name=out sync=false'
    )
    pipeline.set_state(Gst.State.PLAYING)
    out = pipeline.get_by_name("out")
    units = []
    while sample := out.emit("pull-sample"):
        buffer = sample.get_buffer()
        units.append((buffer.extract_dup(0, buffer.get_size()), buffer.pts, buffer.dts, buffer.duration))
    pipeline.set_state(Gst.State.NULL)
    return units, sum(unit[3] for unit in units)


class Film(GstRtspServer.RTSPMediaFactory):
    def __init__(self, file, transports):
        super().__init__()
        self.units, self.length = access_units(file)
        self.set_launch(
            f"( appsrc name=film is-live=true format=time block=false max-bytes=0 caps={CAPS} "
            "! rtph264pay name=pay0 pt=96 config-interval=-1 )"
        )
        self.set_shared(True)
        self.set_protocols(GstRtsp.RTSPLowerTrans(sum(int(TRANSPORTS[name]) for name in transports)))
        self.connect("media-configure", self.configure)

    def configure(self, _factory, media):
        source = media.get_element().get_child_by_name("film")
        place = {"index": 0, "loop": 0}

        def push(*_):
            data, pts, dts, duration = self.units[place["index"]]
            buffer = Gst.Buffer.new_wrapped(data)
            shift = place["loop"] * self.length
            buffer.pts, buffer.dts, buffer.duration = pts + shift, dts + shift, duration
            if source.emit("push-buffer", buffer) != Gst.FlowReturn.OK:
                return
            place["index"] += 1
            if place["index"] == len(self.units):
                place.update(index=0, loop=place["loop"] + 1)

        source.connect("need-data", push)


def main():
    Gst.init(None)
    plan = json.loads(sys.stdin.readline())
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(str(plan["port"]))
    if plan["user"]:
        token = GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", "viewer")
        auth = GstRtspServer.RTSPAuth()
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(plan["user"], plan["password"], token)
        server.set_auth(auth)
    for path, file in plan["films"].items():
        film = Film(file, plan["transports"])
        if plan["user"]:
            film.add_role_from_structure(
                Gst.Structure.new_from_string(
                    "viewer, media.factory.access=(boolean)true, media.factory.construct=(boolean)true"
                )
            )
        server.get_mount_points().add_factory(path, film)
    server.attach(None)
    print(server.get_bound_port(), flush=True)
    loop = GLib.MainLoop()
    GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_HUP, lambda *_: loop.quit())
    loop.run()


main()
