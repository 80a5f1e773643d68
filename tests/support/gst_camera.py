"""A camera of somebody else's making: GStreamer's RTSP server. Run with the system's Python, which has `gi`.

python3 tests/support/gst_camera.py CODEC      h264 or h265; prints the port, serves until its input ends
"""

import sys
import threading

import gi

ENCODERS = {
    "h264": "x264enc tune=zerolatency key-int-max=25 bitrate=800 ! rtph264pay name=pay0 pt=96 config-interval=1",
    "h265": "x265enc tune=zerolatency key-int-max=25 bitrate=800 ! rtph265pay name=pay0 pt=96 config-interval=1",
}


def main() -> None:
    for name in ("Gst", "GstRtsp", "GstRtspServer"):
        gi.require_version(name, "1.0")
    from gi.repository import GLib, Gst, GstRtsp, GstRtspServer

    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    auth.add_digest("admin", "right", token)
    server.set_auth(auth)
    factory = GstRtspServer.RTSPMediaFactory()
    picture = "videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=360,framerate=25/1"
    factory.set_launch(f"( {picture} ! {ENCODERS[sys.argv[1]]} )")
    factory.set_shared(True)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role("user", "media.factory.access", True)
    permissions.add_permission_for_role("user", "media.factory.construct", True)
    factory.set_permissions(permissions)
    server.get_mount_points().add_factory("/table", factory)
    server.attach(None)
    print(server.get_bound_port(), flush=True)
    loop = GLib.MainLoop()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    loop.run()


if __name__ == "__main__":
    main()
