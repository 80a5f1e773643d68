import { CameraIcon, CloudIcon, FolderIcon, LiveIcon, NetworkIcon, RecorderIcon, SourceIcon, type IconProps } from "@/components/icons";

import { isKind, type Kind } from "../hooks/kinds";

const icons: Record<Kind, typeof FolderIcon> = {
  local: FolderIcon,
  drive: CloudIcon,
  rtsp: LiveIcon,
  onvif: NetworkIcon,
  zoneminder: CameraIcon,
  hikvision: RecorderIcon,
  dahua: RecorderIcon,
};

export function KindIcon({ kind, ...rest }: { kind: string } & IconProps) {
  const Icon = isKind(kind) ? icons[kind] : SourceIcon;
  return <Icon {...rest} />;
}
