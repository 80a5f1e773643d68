import { chakra, type HTMLChakraProps } from "@chakra-ui/react";
import type { ReactNode } from "react";

export type IconProps = HTMLChakraProps<"svg">;

/** Icons are decoration: the control around them carries the name. Drawn on a 20 px grid with a 1.6 px pen. */
function icon(name: string, drawing: ReactNode) {
  function Icon(props: IconProps) {
    return (
      <chakra.svg
        viewBox="0 0 20 20"
        boxSize="1.15em"
        flexShrink={0}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.6}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden
        {...props}
      >
        {drawing}
      </chakra.svg>
    );
  }
  Icon.displayName = `${name}Icon`;
  return Icon;
}

export const SearchIcon = icon("Search", <><circle cx="9" cy="9" r="5.5" /><path d="m13.2 13.2 4 4" /></>);
export const RunIcon = icon("Run", <><circle cx="10" cy="10" r="7.5" /><path d="m8.4 7 4.4 3-4.4 3z" fill="currentColor" /></>);
export const PlayIcon = icon("Play", <path d="M6 4.5v11l9-5.5z" fill="currentColor" />);
export const PauseIcon = icon("Pause", <path d="M7 4.5v11M13 4.5v11" strokeWidth={2.4} />);
export const StopIcon = icon("Stop", <rect x="5.5" y="5.5" width="9" height="9" rx="1" fill="currentColor" />);
export const PreviousFrameIcon = icon("PreviousFrame", <path d="M6 5v10M15 5l-6 5 6 5z" />);
export const NextFrameIcon = icon("NextFrame", <path d="M14 5v10M5 5l6 5-6 5z" />);
export const CutIcon = icon("Cut", <><circle cx="5.5" cy="5.5" r="2.2" /><circle cx="5.5" cy="14.5" r="2.2" /><path d="M7.3 6.8 17 14M7.3 13.2 17 6" /></>);
export const DownloadIcon = icon("Download", <path d="M10 3.5v9m-3.5-3.2L10 12.7l3.5-3.4M4 16.5h12" />);
export const LinkIcon = icon("Link", <path d="M8.4 11.6a3 3 0 0 0 4.3 0l2.9-2.9a3 3 0 0 0-4.3-4.3l-.9.9M11.6 8.4a3 3 0 0 0-4.3 0l-2.9 2.9a3 3 0 0 0 4.3 4.3l.9-.9" />);
export const CheckIcon = icon("Check", <path d="m4.5 10.5 3.5 3.5 7.5-8" />);
export const CloseIcon = icon("Close", <path d="m5.5 5.5 9 9m0-9-9 9" />);
export const PlusIcon = icon("Plus", <path d="M10 4.5v11M4.5 10h11" />);
export const FolderIcon = icon("Folder", <path d="M2.8 15.2V5.4c0-.5.4-.9.9-.9h4l1.7 2h6.9c.5 0 .9.4.9.9v7.8c0 .5-.4.9-.9.9H3.7a.9.9 0 0 1-.9-.9z" />);
export const CameraIcon = icon("Camera", <><path d="M2.8 6.5h9.4v7.5H2.8z" /><path d="m12.2 9.2 5-2.4v7l-5-2.4" /></>);
export const TableIcon = icon("Table", <path d="M3 4.5h14v11H3zM3 8.2h14M3 11.8h14M8 8.2v7.3" />);
export const PhotoIcon = icon("Photo", <><rect x="2.8" y="4.5" width="14.4" height="11" rx="1.2" /><circle cx="7" cy="8.3" r="1.3" /><path d="m3 14.2 4.2-3.6 2.8 2.2 3.2-3 4 3.6" /></>);
export const RetryIcon = icon("Retry", <path d="M15.8 11a6 6 0 1 1-1.2-5.2L16.5 8m0-4v4h-4" />);
export const SunIcon = icon("Sun", <><circle cx="10" cy="10" r="3.2" /><path d="M10 2.5v1.8M10 15.7v1.8M2.5 10h1.8M15.7 10h1.8M4.7 4.7l1.3 1.3M14 14l1.3 1.3M4.7 15.3 6 14M14 6l1.3-1.3" /></>);
export const MoonIcon = icon("Moon", <path d="M16.2 12.3A6.8 6.8 0 0 1 7.7 3.8a6.8 6.8 0 1 0 8.5 8.5z" />);
export const WarningIcon = icon("Warning", <path d="M10 3.2 17.8 16H2.2zM10 8.2v3.6M10 14h.01" />);
export const ClockIcon = icon("Clock", <><circle cx="10" cy="10" r="7" /><path d="M10 6v4.2l2.8 1.6" /></>);
export const RegionIcon = icon("Region", <path d="M3 6.5V3.5h3M14 3.5h3v3M17 13.5v3h-3M6 16.5H3v-3M7 7.5h6v5H7z" />);
export const OfflineIcon = icon("Offline", <path d="M3 3l14 14M2.8 8.2a11 11 0 0 1 4-2.4M17.2 8.2A11 11 0 0 0 9.5 5M5.6 11.2a7 7 0 0 1 3-1.7M14.4 11.2l-.7-.6M10 15.2h.01" />);
export const ChevronIcon = icon("Chevron", <path d="m5.5 8 4.5 4.5L14.5 8" />);
export const TrashIcon = icon("Trash", <path d="M4 6h12M8 6V4h4v2M5.5 6l.8 10h7.4l.8-10M8.5 9v4.5M11.5 9v4.5" />);
export const RectangleIcon = icon("Rectangle", <rect x="3.5" y="5" width="13" height="10" />);
export const PolygonIcon = icon("Polygon", <path d="m4 6.5 7-3 5.5 6-3.5 7-8-2z" />);
export const UndoIcon = icon("Undo", <path d="M7 4.5 3.5 8 7 11.5M4 8h7.5a4 4 0 0 1 0 8H8" />);
export const RedoIcon = icon("Redo", <path d="M13 4.5 16.5 8 13 11.5M16 8H8.5a4 4 0 0 0 0 8H12" />);
export const ZoomInIcon = icon("ZoomIn", <><circle cx="9" cy="9" r="5.5" /><path d="m13.2 13.2 4 4M9 6.7v4.6M6.7 9h4.6" /></>);
export const ZoomOutIcon = icon("ZoomOut", <><circle cx="9" cy="9" r="5.5" /><path d="m13.2 13.2 4 4M6.7 9h4.6" /></>);
export const ZoomToIcon = icon("ZoomTo", <><path d="M3 6.5V3.5h3M14 3.5h3v3M17 13.5v3h-3M6 16.5H3v-3" /><rect x="7.5" y="7.5" width="5" height="5" fill="currentColor" /></>);
export const FitIcon = icon("Fit", <path d="M3 7V4h3M14 4h3v3M17 13v3h-3M6 16H3v-3" />);
export const WandIcon = icon("Wand", <path d="m4 16 8.5-8.5M11 3v3M15.5 7.5h2.5M14.5 3.5l-1 1M16 11l1 1M8 4.5h1.5" />);
export const CopyIcon = icon("Copy", <><rect x="7" y="7" width="9.5" height="9.5" rx="1.2" /><path d="M13 7V4.7a1.2 1.2 0 0 0-1.2-1.2H4.7a1.2 1.2 0 0 0-1.2 1.2v7.1A1.2 1.2 0 0 0 4.7 13H7" /></>);
export const StickerIcon = icon("Sticker", <path d="M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h2v2h-2zM14.5 14.5h2v2h-2z" />);
export const InfoIcon = icon("Info", <><circle cx="10" cy="10" r="7" /><path d="M10 9.2v4.3M10 6.5h.01" /></>);
export const OverviewIcon = icon("Overview", <path d="M3.5 16.5v-5M8 16.5V6M12.5 16.5V9.5M17 16.5V3.5" strokeWidth={2} />);
export const SettingsIcon = icon("Settings", <path d="M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4" />);
export const TimelineIcon = icon("Timeline", <path d="M3 5.5h6M12 5.5h5M3 10h3M9 10h8M3 14.5h9M15 14.5h2" strokeWidth={2.2} />);
export const HealthIcon = icon("Health", <path d="M2.5 10.5h3.6l2-5 3.4 9 2.2-6 1 2h2.8" />);
export const LockIcon = icon("Lock", <><rect x="4.5" y="9" width="11" height="7.5" rx="1.2" /><path d="M7 9V6.5a3 3 0 0 1 6 0V9" /></>);
export const UnlockIcon = icon("Unlock", <><rect x="4.5" y="9" width="11" height="7.5" rx="1.2" /><path d="M7 9V6.2a3 3 0 0 1 5.8-1" /></>);
export const PenIcon = icon("Pen", <path d="M4 16l.8-3.4L13.6 3.8a1.4 1.4 0 0 1 2 0l.6.6a1.4 1.4 0 0 1 0 2L7.4 15.2z" />);
export const HelpIcon = icon("Help", <><circle cx="10" cy="10" r="7.2" /><path d="M7.9 7.9a2.1 2.1 0 1 1 3.2 1.8c-.7.4-1.1.8-1.1 1.6M10 13.9h.01" /></>);
export const TogetherIcon = icon("Together", <><rect x="2.8" y="3.5" width="14.4" height="7.5" rx="1" /><path d="M2.8 13.2h6.4v3.3H2.8zM10.8 13.2h6.4v3.3h-6.4z" /></>);
export const StarIcon = icon("Star", <path d="m10 3 2.1 4.5 4.9.6-3.6 3.4 1 4.9L10 14l-4.4 2.4 1-4.9L3 8.1l4.9-.6z" />);
export const MoreIcon = icon("More", <path d="M4.5 10h.01M10 10h.01M15.5 10h.01" strokeWidth={2.6} />);
export const SourceIcon = icon("Source", <path d="M4 4.5h12v4H4zM4 11.5h12v4H4zM6.8 6.5h.01M6.8 13.5h.01M10.5 6.5h3M10.5 13.5h3" />);
export const LiveIcon = icon("Live", <><circle cx="10" cy="10" r="1.8" fill="currentColor" /><path d="M6.2 6.2a5.4 5.4 0 0 0 0 7.6M13.8 6.2a5.4 5.4 0 0 1 0 7.6M3.6 3.6a9 9 0 0 0 0 12.8M16.4 3.6a9 9 0 0 1 0 12.8" /></>);
export const CloudIcon = icon("Cloud", <path d="M6 15.5a3.5 3.5 0 0 1-.4-7A4.6 4.6 0 0 1 14.5 8a3.8 3.8 0 0 1-.5 7.5z" />);
export const RecorderIcon = icon("Recorder", <><rect x="2.8" y="6" width="14.4" height="8" rx="1.2" /><path d="M5.8 10h.01M9 10h5.2" /></>);
export const NetworkIcon = icon("Network", <><circle cx="10" cy="5" r="2" /><circle cx="4.8" cy="15" r="2" /><circle cx="15.2" cy="15" r="2" /><path d="M10 7v3.5M5.6 13.2l4.4-2.7 4.4 2.7" /></>);
export const PlanIcon = icon("Plan", <><path d="M5 2.8h10v14.4l-2.5-1.6-2.5 1.6-2.5-1.6L5 17.2z" /><path d="M7.8 6.5h4.4M7.8 9.5h4.4" /></>);
export const UsersIcon = icon("Users", <><circle cx="7.5" cy="7" r="2.8" /><path d="M2.5 16c.3-3 2.3-4.6 5-4.6s4.7 1.6 5 4.6M12.6 4.5a2.8 2.8 0 0 1 0 5M14.6 11.9c1.7.6 2.7 2 2.9 4.1" /></>);
export const KeyIcon = icon("Key", <><circle cx="6.5" cy="12.5" r="3.2" /><path d="m9 10.2 6.7-6.7M13 6.2l2.3 2.3M11 8.2l1.5 1.5" /></>);
export const ShareIcon = icon("Share", <><circle cx="5" cy="10" r="2" /><circle cx="14.5" cy="5" r="2" /><circle cx="14.5" cy="15" r="2" /><path d="m6.8 9 5.9-3.1M6.8 11l5.9 3.1" /></>);
export const AuditIcon = icon("Audit", <><path d="M5 2.8h10v14.4H5z" /><path d="m7.3 7 .9.9 1.5-1.7M7.3 12l.9.9 1.5-1.7M11.7 7.2H13M11.7 12.2H13" /></>);
