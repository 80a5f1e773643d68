/** The wire types by the names the dashboard uses; all of them come from the generated schema. */
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

export type Camera = Schemas["CameraOut"];
export type CameraList = Schemas["CameraList"];
export type CameraFields = Schemas["CameraFields"];
export type RegionsIn = Schemas["RegionsIn"];
export type RegionJob = Schemas["RegionJobOut"];
export type RegionCheck = Schemas["CheckOut"];
export type RegionSuggestion = Schemas["SuggestionOut"];
export type RegionProposal = Schemas["ProposalOut"];
export type RegionTrial = Schemas["TrialOut"];
export type CopiedRegions = Schemas["CopiedRegionsOut"];
export type StickerSizes = Schemas["StickerSizesOut"];

export type Source = Schemas["SourceOut"];
export type SourceList = Schemas["SourceList"];
export type SourceIn = Schemas["SourceIn"];
export type DetectedSource = Schemas["DetectOut"];
export type FoundCamera = Schemas["FoundCameraOut"];
export type ScanResult = Schemas["ScanOut"];

export type Caution = Schemas["CautionOut"];

export type Program = Schemas["ProgramOut"];
export type ProgramIn = Schemas["ProgramIn"];
export type Run = Schemas["RunOut"];
export type RunList = Schemas["RunList"];
export type Status = Schemas["StatusOut"];
export type Counts = Schemas["CountsOut"];

export type Recording = Schemas["RecordingOut"];
export type RecordingList = Schemas["RecordingList"];

export type PackingEvent = Schemas["EventOut"];
export type EventDetail = Schemas["EventDetail"];
export type FrameTimes = Schemas["FrameTimes"];
export type ViewList = Schemas["EventViewList"];
export type EventChange = Schemas["EventChangeOut"];
export type Sighting = Schemas["SightingOut"];
export type SavedSearch = Schemas["SavedSearchOut"];
export type SavedSearchList = Schemas["SavedSearchList"];
export type EventCode = Schemas["CodeOut"];

export type SearchIn = Schemas["SearchIn"];
export type SearchResult = Schemas["SearchOut"];
export type SearchGroup = Schemas["GroupOut"];
export type Match = Schemas["MatchOut"];
export type TableResult = Schemas["TableOut"];
export type TableColumn = Schemas["TableColumnOut"];
export type PhotoResult = Schemas["PhotoOut"];
export type PlatformList = Schemas["PlatformList"];

export type Clip = Schemas["ClipOut"];
export type ClipShare = Schemas["LinkOut"];
export type ClipShareList = Schemas["LinkList"];
export type SharedClip = Schemas["SharedClipOut"];
export type ClipBatch = Schemas["BatchOut"];
export type ClipsIn = Schemas["ClipsIn"];
export type ClipList = Schemas["ClipList"];
export type EventList = Schemas["EventList"];
export type Play = Schemas["PlayOut"];
export type SettingList = Schemas["SettingList"];
export type Setting = Schemas["SettingOut"];
export type SettingsDocument = Schemas["SettingsDocument"];
export type ImportResult = Schemas["ImportOut"];
export type ImportChange = Schemas["ChangeOut"];
export type BackupList = Schemas["BackupList"];
export type Backup = Schemas["BackupOut"];
export type LogResult = Schemas["LogOut"];
export type Restarting = Schemas["RestartOut"];
export type About = Schemas["AboutOut"];
export type Finding = Schemas["FindingOut"];
export type Setup = Schemas["SetupOut"];
export type SetupStep = NonNullable<Schemas["SetupOut"]["present"]>;
export type Space = Schemas["SpaceOut"];
export type FirstResult = Schemas["FirstResultOut"];
export type Overview = Schemas["OverviewOut"];
export type Problem = Schemas["ProblemOut"];

export type TimelineDay = Schemas["TimelineDayOut"];
export type CameraDay = Schemas["CameraDayOut"];
export type DayRecording = Schemas["DayRecordingOut"];
export type DayGap = Schemas["GapOut"];
export type DayEvent = Schemas["DayEventOut"];
export type MoreEvents = Schemas["MoreEventsOut"];
export type DayUnread = Schemas["DayUnreadOut"];
export type FootageDays = Schemas["FootageDaysOut"];
export type Moment = Schemas["MomentOut"];

export type CameraHealth = Schemas["CameraHealthOut"];
export type CameraHealthDetail = Schemas["CameraHealthDetail"];
export type CameraHealthList = Schemas["CameraHealthList"];
export type HealthFinding = Schemas["HealthFindingOut"];
export type DayHealth = Schemas["DayHealthOut"];
export type HealthSample = Schemas["SampleOut"];

export type GoogleSignIn = Schemas["GoogleOut"];
export type MailSetup = Schemas["MailOut"];
export type Session = Schemas["SessionOut"];
export type Account = Schemas["UserOut"];
export type Permission = Session["permissions"][number];
export type OneTimeAddress = Schemas["AddressOut"];

export type SourceKindList = Schemas["KindList"];
export type SourceDraft = Schemas["DraftIn"];
export type SourceCheck = Schemas["SourceCheckOut"];
export type RemoteSource = Schemas["RemoteSourceOut"];
export type RemoteSourceIn = Schemas["RemoteSourceIn"];
export type RemoteSourcePatch = Schemas["RemoteSourcePatch"];
export type RemoteCamera = Schemas["RemoteCameraOut"];
export type RemoteCameraList = Schemas["RemoteCameraList"];
export type ChosenCamera = Schemas["ChosenCameraIn"];
export type SourceCamera = Schemas["SourceCameraOut"];
export type SourceCameraList = Schemas["SourceCameraList"];

export type SourceStatus = Schemas["SourceStatusOut"];
export type SourceStatusList = Schemas["SourceStatusList"];
export type SourceState = "new" | "idle" | "running" | "waiting" | "paused" | "failed";
export type SourceRunning = Schemas["RunningOut"];
export type SyncRun = Schemas["SyncRunOut"];
export type SyncRunList = Schemas["SyncRunList"];
export type RemoteFile = Schemas["SourceFileOut"];
export type RemoteFileList = Schemas["SourceFileList"];
export type DeviceSearch = Schemas["DiscoverOut"];
export type FoundDevice = Schemas["FoundDeviceOut"];

export type LiveCamera = Schemas["LiveCameraOut"];
export type LiveCameraList = Schemas["LiveList"];
export type LiveMinute = Schemas["LiveMinuteOut"];
export type LiveHistory = Schemas["LiveHistoryOut"];
export type LiveGapList = Schemas["LiveGapList"];

export type DriveSignIn = { url: string; state: string; redirect: string };
export type DriveSignInState = { state: string; status: "waiting" | "done" | "failed"; account: string; code: string; message: string };
export type DriveFolder = { id: string; name: string; kind: "folder" | "drive" | "root" | "shared" };
export type DriveFolderList = { folders: DriveFolder[]; next_page_token: string | null; breadcrumb: DriveFolder[] };
export type UserList = Schemas["UserList"];
export type IssuedAddress = Schemas["OneTimeAddressOut"];
export type DeviceList = Schemas["DeviceList"];
export type Device = Schemas["DeviceOut"];
export type Factor = Schemas["FactorOut"];
export type Enrolment = Schemas["EnrolmentOut"];
export type RecoveryCodes = Schemas["RecoveryCodesOut"];
export type ApiKeyList = Schemas["KeyList"];
export type ApiKey = Schemas["KeyOut"];
export type MadeKey = Schemas["MadeKeyOut"];
export type ClipLink = Schemas["LinkOut"];
export type ClipLinkList = Schemas["LinkList"];

export type Plan = Schemas["PlanOut"];
export type PlanPackage = Schemas["PackageOut"];
export type PackageList = Schemas["PackageList"];
export type PlanOrder = Schemas["OwnOrderOut"];

export type AuditEntry = Schemas["AuditLineOut"];
export type AuditPage = Schemas["AuditOut"];
