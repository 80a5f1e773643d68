"""Everything the ePACK 2.1.1 reference has a name for. docs/reference-map.md says where each of them is now.

Names only. Endpoints stand as the reference documents them, with their prefix.
"""

from __future__ import annotations

PROGRAM_ENDPOINTS = (
    "POST /api/program",
    "GET /api/program",
    "POST /api/confirm-run",
    "GET /api/program-progress",
    "GET /api/check-first-run",
    "GET /api/get-cameras",
    "GET /api/get-camera-folders",
)

CONFIG_ENDPOINTS = (
    "POST /api/config/save-config",
    "POST /api/config/save-general-info",
    "POST /api/config/save-sources",
    "POST /api/config/test-source",
    "GET /api/config/get-sources",
    "PUT /api/config/update-source/<id>",
    "DELETE /api/config/delete-source/<id>",
    "POST /api/config/toggle-source/<id>",
    "POST /api/config/detect-cameras",
    "POST /api/config/update-source-cameras",
    "GET /api/config/get-cameras",
    "GET /api/config/get-processing-cameras",
    "POST /api/config/sync-cloud-cameras",
    "POST /api/config/refresh-cameras",
    "GET /api/config/camera-status",
    "GET /api/config/debug-cameras",
    "GET /api/test",
)

REGION_ENDPOINTS = (
    "POST /select-roi",
    "POST /run-select-roi",
    "POST /select-qr-roi",
    "POST /run-qr-detector",
    "POST /finalize-roi",
    "GET /get-roi-frame",
    "GET /get-final-roi-frame",
    "GET /debug-roi-paths",
    "GET /health",
    "POST /cleanup",
    "/api/hand-detection",
    "/api/qr-detection",
    "step4_roi_bp",
)

QUERY_ENDPOINTS = (
    "POST /query",
    "POST /get-csv-headers",
    "POST /parse-csv",
    "POST /cut-videos",
    "GET /process-events",
)

CLOUD_ENDPOINTS = (
    "POST /api/cloud/authenticate",
    "GET /api/cloud/oauth/callback",
    "GET /api/cloud/auth-status",
    "POST /api/cloud/folders/initialize",
    "POST /api/cloud/folders/list_subfolders",
    "POST /api/cloud/disconnect",
    "GET /api/cloud/folders",
    "POST /api/cloud/list_subfolders",
    "POST /api/cloud/get_depth",
    "POST /api/cloud/search",
    "POST /api/cloud/get_info",
    "POST /api/cloud/clear_cache",
    "POST /api/cloud/breadcrumb",
    "POST /api/cloud/validate_selection",
)

SYNC_ENDPOINTS = (
    "POST /api/sync/start-auto-sync",
    "POST /api/sync/stop-auto-sync",
    "GET /api/sync/sync-status/<id>",
    "POST /api/sync/force-sync/<id>",
    "GET /api/sync/sync-dashboard",
    "POST /api/sync/auto-start-cloud-sync",
    "GET /api/sync/test-pydrive",
    "GET /api/sync/debug-credentials/<id>",
    "GET /api/sync/sync-health",
)

PAYMENT_ENDPOINTS = (
    "payment_bp",
    "cloud_client.create_payment",
    "GET /payment/redirect",
    "GET /cancel",
    "POST /webhook/payos",
)

ENDPOINTS = (
    *PROGRAM_ENDPOINTS,
    *CONFIG_ENDPOINTS,
    *REGION_ENDPOINTS,
    *QUERY_ENDPOINTS,
    *CLOUD_ENDPOINTS,
    *SYNC_ENDPOINTS,
    *PAYMENT_ENDPOINTS,
)

TABLES = (
    "events",
    "file_list",
    "processing_config",
    "packing_profiles",
    "video_sources",
    "camera_configurations",
    "camera_configs",
    "sync_status",
    "downloaded_files",
    "last_downloaded_file",
    "frame_settings",
    "user_sessions",
    "auth_audit",
    "user_profiles",
    "payment_transactions",
    "licenses",
    "license_activations",
    "email_logs",
    "platform_column_mappings",
    "timezone_metadata",
    "general_info",
    "program_status",
    "processed_logs",
    "active_cameras",
    "sync_dashboard",
    "camera_sync_status",
)

SETTINGS = (
    # processing_config
    "input_path",
    "output_path",
    "storage_duration",
    "min_packing_time",
    "max_packing_time",
    "frame_rate",
    "frame_interval",
    "video_buffer",
    "default_frame_mode",
    "selected_cameras",
    "db_path",
    "run_default_on_start",
    "motion_threshold",
    "stable_duration_sec",
    "multiple_sources_enabled",
    "camera_paths",
    # general_info
    "country",
    "timezone",
    "timezone_iana_name",
    "timezone_display_name",
    "timezone_utc_offset_hours",
    "timezone_format_type",
    "timezone_validated",
    "timezone_updated_at",
    "timezone_validation_warnings",
    "brand_name",
    "working_days",
    "from_time",
    "to_time",
    "language",
    # packing_profiles
    "profile_name",
    "qr_trigger_area",
    "qr_motion_area",
    "qr_mvd_area",
    "packing_area",
    "jump_time_ratio",
    "mvd_jump_ratio",
    "scan_mode",
    "fixed_threshold",
    "margin",
    "additional_params",
    # sync_status
    "sync_enabled",
    "sync_interval_minutes",
    # program_status keys
    "first_run_completed",
    "last_stop_time",
    # environment
    "SECRET_KEY",
    "JWT_SECRET_KEY",
    "ENCRYPTION_KEY",
    "DB_PATH",
    "INPUT_PATH",
    "OUTPUT_PATH",
)

PAGES = (
    "/",
    "/program",
    "/trace",
    "/plan",
    "first-time set-up (5 steps)",
    "region windows",
    "camera health",
    "usage",
    "OAuth result page",
)
