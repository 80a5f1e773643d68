"""What the dashboard does with Drives besides what it does with every source: sign in, and look through folders."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from backend.domain.errors import InvalidInput
from backend.domain.source import SourceKind
from backend.runtime.stop import StopSignal
from backend.sources.drive.sign_in import SignIn, SignIns
from backend.sources.drive.source import DriveSource
from backend.sources.drive.tree import FolderTree, TreeFolder, TreeLevel
from backend.sources.remote import Draft, RemoteSources


class DriveDesk:
    def __init__(self, remote: RemoteSources, sign_ins: SignIns, tree: FolderTree) -> None:
        self._remote = remote
        self.sign_ins = sign_ins
        self._tree = tree

    def begin(
        self, redirect: str, *, client_id: str | None, client_secret: str | None, source_id: int | None
    ) -> tuple[SignIn, str]:
        """A sign-in and the address of its consent page. With `source_id`, what is left out is what that source has.
        Raises InvalidInput, NotFound."""
        account = ""
        if source_id is not None:
            login = self._remote.login_of(source_id, SourceKind.DRIVE)
            client_id = client_id or str(login.config.get("client_id", ""))
            client_secret = client_secret or str(login.secrets.get("client_secret", ""))
            account = str(login.config.get("account", ""))
        return self.sign_ins.begin(client_id or "", client_secret or "", redirect, account=account)

    def level(self, draft: Draft, stop: StopSignal, *, parent: str, page: str, search: str) -> TreeLevel:
        """Raises InvalidInput, NotFound, SourceTrouble, TooManyLooks."""
        with self._client(draft) as (source, whose):
            return self._tree.level(source.client(), whose, stop, parent=parent, page=page, search=search)

    def breadcrumb(self, draft: Draft, folder: str, stop: StopSignal) -> tuple[TreeFolder, ...]:
        with self._client(draft) as (source, whose):
            return self._tree.breadcrumb(source.client(), whose, folder, stop)

    def folder(self, draft: Draft, folder: str, stop: StopSignal) -> Mapping[str, Any]:
        with self._client(draft) as (source, whose):
            return self._tree.folder(source.client(), whose, folder, stop)

    def forget(self, draft: Draft) -> None:
        """Ask Google anew the next time."""
        with self._client(draft) as (_, whose):
            self._tree.forget(whose)

    @contextmanager
    def _client(self, draft: Draft) -> Iterator[tuple[DriveSource, str]]:
        if draft.kind != SourceKind.DRIVE:
            raise InvalidInput("Only a Google Drive has folders to look through.")
        with self._remote.drafted(draft) as (remote, login):
            assert isinstance(remote, DriveSource)
            yield remote, _whose(login.config, login.secrets)


def _whose(config: Mapping[str, Any], secrets: Mapping[str, Any]) -> str:
    """Stands for the account in the cache: nobody sees folders that another account was shown."""
    token = secrets.get("token") or {}
    about = [config.get("client_id"), config.get("subject"), token.get("refresh"), secrets.get("service_account")]
    return hashlib.sha256(json.dumps(about, sort_keys=True, default=str).encode()).hexdigest()
