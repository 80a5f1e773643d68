"""Where everything ePACK writes lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from backend.config.env import Environment
from backend.config.settings import Settings
from backend.domain.errors import InvalidInput

PROJECT_DIR = Path(__file__).resolve().parents[2]
KEY_FILE_NAME = "secret.key"


@dataclass(frozen=True, slots=True)
class Paths:
    """`Paths(folder)` puts everything below one folder; recordings, clips and downloads may be sent elsewhere."""

    data_dir: Path
    input_root: Path | None = None
    clips_root: Path | None = None
    downloads_root: Path | None = None

    @classmethod
    def resolve(cls, environment: Environment, settings: Settings) -> Paths:
        """The paths of this installation.

        Without EPACK_DATA_DIR the store lies in `resources/data` of the project, and input, clips and downloads beside
        it in `resources/`; with it everything lies below that folder. The three folder settings go before both.
        """
        resources = PROJECT_DIR / "resources"
        beside = None if environment.data_dir else resources

        def chosen(setting: str, name: str) -> Path | None:
            if setting:
                return Path(setting).expanduser().absolute()
            return beside / name if beside else None

        return cls(
            environment.data_dir or resources / "data",
            chosen(settings.input_root, "input"),
            chosen(settings.clips_root, "clips"),
            chosen(settings.downloads_root, "downloads"),
        )

    def readable_roots(self, settings: Settings) -> list[Path]:
        """Folders below which recordings may be read: sources and custom runs outside of them are refused."""
        return [self.input_dir, *(Path(root).expanduser().absolute() for root in settings.allowed_roots)]

    @property
    def input_dir(self) -> Path:
        return self.input_root or self.data_dir / "input"

    @property
    def clips_dir(self) -> Path:
        return self.clips_root or self.data_dir / "clips"

    @property
    def downloads_dir(self) -> Path:
        return self.downloads_root or self.data_dir / "downloads"

    @property
    def db(self) -> Path:
        return self.data_dir / "epack.db"

    @property
    def key_file(self) -> Path:
        """What stored passwords are sealed with. Never part of a backup: keep a copy of it somewhere else."""
        return self.data_dir / KEY_FILE_NAME

    @property
    def licence_seal(self) -> Path:
        """What of the licence must survive an old backup that is put back; sealed."""
        return self.data_dir / "licence.seal"

    @property
    def local_key(self) -> Path:
        """With it the command line talks to the running server; made anew at every start."""
        return self.data_dir / "local.key"

    @property
    def own_certificate(self) -> Path:
        """Certificate and key that this installation made for itself, for serving over HTTPS."""
        return self.data_dir / "tls.pem"

    @property
    def renditions_dir(self) -> Path:
        """H.264 copies for the player; may be deleted at any time."""
        return self.data_dir / "renditions"

    @property
    def thumbs_dir(self) -> Path:
        """Thumbnails and preview frames; may be deleted at any time."""
        return self.data_dir / "thumbs"

    @property
    def previews_dir(self) -> Path:
        """Instant cuts made for the player; may be deleted at any time."""
        return self.data_dir / "previews"

    @property
    def pieces_dir(self) -> Path:
        """Pieces of recordings in the making, while they are looked at; may be deleted at any time."""
        return self.data_dir / "pieces"

    @property
    def logs_dir(self) -> Path:
        return self.data_dir / "logs"

    @property
    def backups_dir(self) -> Path:
        return self.data_dir / "backups"

    def create(self) -> None:
        """Make the folders that are missing. Raises InvalidInput naming the one that cannot be made."""
        for folder in (
            self.data_dir, self.input_dir, self.clips_dir, self.downloads_dir,
            self.renditions_dir, self.thumbs_dir, self.previews_dir, self.logs_dir, self.backups_dir,
        ):  # fmt: skip
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise InvalidInput(
                    f"The folder {folder} cannot be made: {error.strerror}. Choose another one or allow writing there."
                ) from error
