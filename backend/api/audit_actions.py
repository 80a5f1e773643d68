"""Which routes leave a line in the record of who did what, under which name, and what of the request it tells.

A test holds that every route that changes something is either here or has a reason not to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    name: str
    fields: tuple[str, ...] = ()
    """Fields of the body and the query that are told; never one that may hold a secret."""
    once: bool = False
    """Only the first piece of a file that is asked for in pieces."""
    actor: str = ""
    """Field with the name of whoever tried, where nobody is signed in yet."""


_CAMERA = (
    "name",
    "enabled",
    "timezone",
    "clock_offset_ms",
    "record_sound",
    "start_time_rule",
    "filename_pattern",
    "trigger_text",
)
_SOURCE = ("name", "kind", "path", "enabled")

# By the name of the route's handler.
ACTIONS: Mapping[str, Action] = {
    # Signing in
    "sign_in": Action("sign_in", actor="name"),
    "give_code": Action("sign_in.code"),
    "finish_google": Action("sign_in.google"),
    "accept_address": Action("sign_in.address", ("kind",)),
    "sign_out": Action("sign_out"),
    # The own account
    "change_account": Action("account.change", ("display_name",)),
    "change_password": Action("account.password"),
    "end_device": Action("account.device_end"),
    "end_other_devices": Action("account.devices_end"),
    "begin_factor": Action("account.factor_begin"),
    "confirm_factor": Action("account.factor_on"),
    "drop_own_factor": Action("account.factor_off"),
    "renew_recovery_codes": Action("account.recovery_codes"),
    "make_key": Action("key.make", ("name", "scopes", "days")),
    "revoke_key": Action("key.revoke"),
    # People
    "invite_user": Action("user.invite", ("name", "role", "cameras", "email")),
    "change_user": Action("user.change", ("role", "cameras", "all_cameras", "enabled", "email")),
    "delete_user": Action("user.delete"),
    "renew_address": Action("user.address"),
    "drop_factor": Action("user.factor_off"),
    "end_sessions": Action("user.sessions_end"),
    "set_google": Action("settings.google"),
    "set_mail_password": Action("settings.mail"),
    "try_mail": Action("settings.mail_trial"),
    # Evidence
    "search_events": Action("search", ("codes", "text", "from_ms", "to_ms", "camera_ids")),
    "export_results": Action("search.export", ("codes", "text", "from_ms", "to_ms", "camera_ids")),
    "read_codes_in_table": Action("search.table"),
    "read_codes_in_photo": Action("search.photo"),
    "query_events": Action("search", ("search_string", "from_time", "to_time", "selected_cameras")),
    "get_event": Action("event.see"),
    "event_video": Action("event.play", ("scope",), once=True),
    "camera_moment": Action("camera.play", ("at_ms",)),
    "change_event": Action("event.change", ("note", "locked")),
    "add_code": Action("event.code_add", ("text",)),
    "correct_code": Action("event.code_correct", ("text", "to")),
    "remove_code": Action("event.code_remove", ("text",)),
    "undo_change": Action("event.undo"),
    "cut_clips": Action("clip.cut", ("event_ids", "mode")),
    "cut_videos": Action("clip.cut", ("selected_events", "event_ids")),
    "cancel_clip": Action("clip.cancel"),
    "change_clip": Action("clip.change", ("locked", "note")),
    "clip_file": Action("clip.download", ("download",), once=True),
    "batch_zip": Action("clip.download_all", once=True),
    "make_link": Action("clip.share"),
    "revoke_link": Action("clip.unshare"),
    "open_link": Action("clip.shared_open", ("download",), once=True),
    # Cameras and sources
    "add_camera": Action("camera.add", _CAMERA),
    "change_camera": Action("camera.change", _CAMERA),
    "delete_camera": Action("camera.delete"),
    "save_regions": Action("camera.regions", ("trigger", "label", "packing")),
    "copy_regions": Action("camera.regions_copy", ("to", "overwrite")),
    "add_source": Action("source.add", _SOURCE),
    "add_remote_source": Action("source.add", _SOURCE),
    "change_source": Action("source.change", _SOURCE),
    "change_remote_source": Action("source.change", _SOURCE),
    "choose_source_cameras": Action("source.cameras"),
    "delete_source": Action("source.delete"),
    "delete_reference_source": Action("source.delete"),
    "save_sources": Action("source.add"),
    "update_source": Action("source.change"),
    "toggle_source": Action("source.change", ("active",)),
    "update_source_cameras": Action("source.cameras", ("selected_cameras",)),
    "refresh_cameras": Action("source.cameras"),
    "sync_cloud_cameras": Action("source.cameras"),
    "begin_drive_sign_in": Action("source.sign_in"),
    "finish_drive_sign_in": Action("source.sign_in_done"),
    "sign_source_out": Action("source.sign_out"),
    "authenticate": Action("source.sign_in"),
    "disconnect": Action("source.sign_out"),
    "start_auto_sync": Action("source.resume"),
    "stop_auto_sync": Action("source.pause"),
    "auto_start_cloud_sync": Action("source.resume"),
    "pause_source": Action("source.pause"),
    "resume_source": Action("source.resume"),
    "finalize_roi": Action("camera.regions"),
    "reset_baseline": Action("camera.baseline"),
    "undo_baseline": Action("camera.baseline_undo"),
    # The site
    "confirm_run": Action("program.control"),
    "analyse_again": Action("recording.again"),
    "retry_recordings": Action("recording.retry"),
    "save_config": Action("settings.change"),
    "save_general_info": Action("settings.change"),
    "finish_setup": Action("settings.setup_done"),
    "control_program": Action("program.control", ("action", "program", "days", "path")),
    "change_settings": Action("settings.change"),
    "import_settings": Action("settings.import"),
    "export_settings": Action("settings.export"),
    "make_backup": Action("backup.make"),
    "upload_backup": Action("backup.bring"),
    "download_backup": Action("backup.download", once=True),
    "delete_backup": Action("backup.delete"),
    "restore_backup": Action("backup.restore"),
    "forget_restore": Action("backup.restore_undo"),
    "free_space": Action("storage.free"),
    "restart_server": Action("server.restart"),
    "export_audit": Action("audit.export", ("from_ms", "to_ms", "actor", "action", "text")),
    # Licence
    "install_licence": Action("licence.install"),
    "remove_licence": Action("licence.remove"),
    "activate_key": Action("licence.activate"),
    "buy": Action("licence.buy", ("package", "email")),
    "forget_own_order": Action("licence.order_end"),
    "set_up_desk": Action("desk.set_up"),
    "close_desk": Action("desk.close"),
    "announce_webhook": Action("desk.announce_webhook", ("address",)),
    "refund_order": Action("desk.refund"),
    "revoke_licence": Action("desk.revoke"),
    "activate_at_desk": Action("desk.activate"),
    "release_at_desk": Action("desk.release"),
    "open_desk_order": Action("desk.order", ("package", "email")),
    "payos_webhook": Action("desk.webhook"),
}

NOT_RECORDED: Mapping[str, str] = {
    # Handlers that take a change and leave no line; each with the reason.
    "ask_first_result": "looks for something that is shown",
    "cameras_of_draft": "looks at a source that is not kept",
    "cancel_discovery": "ends a look at the network",
    "cancel_job": "ends a look at recordings",
    "check_regions": "looks at recordings for regions that are not kept",
    "clean_up": "does nothing any more; kept for clients of the reference",
    "delete_platform": "a column of a marketplace's table",
    "delete_search": "a search somebody kept",
    "desk_heartbeat": "once a day from every installation",
    "desk_order": "asked again and again until it is paid",
    "detect_cameras_below": "looks at a folder",
    "detect_reference_cameras": "looks at a folder",
    "discover": "looks at the network",
    "drive_folders": "looks at folders",
    "folder_breadcrumb": "looks at folders",
    "force_sync": "fetches files, as is done every few minutes",
    "get_depth": "looks at folders",
    "get_folder_info": "looks at folders",
    "initialize_folders": "looks at folders",
    "lazy_list_subfolders": "looks at folders",
    "list_subfolders": "looks at folders",
    "search_folders": "looks at folders",
    "validate_selection": "looks at folders",
    "clear_cache": "forgets what was listed; it is listed again",
    "get_csv_headers": "reads a table that is not kept",
    "look_at_address": "tells what a one-time address is for",
    "mark_setup_step": "how far the set-up is",
    "parse_csv": "reads a table that is not kept; the search that follows is recorded",
    "picture_of_draft": "looks at a source that is not kept",
    "preview_detect": "looks at one frame",
    "refresh_own_order": "asked again and again until it is paid",
    "retry_rendition": "makes a copy for the player again",
    "retry_source_files": "tries again what is tried by itself",
    "run_doctor": "looks at the installation",
    "save_platform": "a column of a marketplace's table",
    "save_search": "a search somebody kept",
    "scan_source": "looks for files, as is done every minute",
    "select_qr_roi": "looks at one frame",
    "select_roi": "looks at one frame",
    "suggest_regions": "looks at recordings",
    "sync_source": "fetches files, as is done every few minutes",
    "test_source": "looks at a folder",
    "try_regions": "looks at recordings for regions that are not kept",
    "try_source": "looks at a source that is not kept",
    "try_source_step_by_step": "looks at a source that is not kept",
}
