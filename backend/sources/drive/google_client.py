"""Google's own client libraries, in the one place that knows them: pydrive2 on google-auth credentials.

PyDrive2's sign-in is made with oauth2client, which nobody maintains any more. Here it only ever sees credentials of
google-auth: `DriveAuth` answers for its sign-in, and the service is built from Google's discovery document, whose root
may point anywhere. httplib2 is not safe to share between threads: each conversation has its own. See docs/adr/0018.
"""

from __future__ import annotations

import http.client
import json
import ssl
import warnings
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

with warnings.catch_warnings():
    # The program is made for this version of Python, and the lock holds the libraries that serve it.
    warnings.filterwarnings("ignore", "You are using a Python version", FutureWarning, "google.api_core.*")
    import google_auth_httplib2
    import httplib2
    from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
    from google.oauth2 import credentials as user_credentials
    from google.oauth2 import service_account
    from googleapiclient.discovery import build_from_document
    from googleapiclient.discovery_cache import get_static_doc
    from googleapiclient.errors import HttpError
    from googleapiclient.http import build_http
    from pydrive2.auth import GoogleAuth
    from pydrive2.drive import GoogleDrive
    from pydrive2.files import ApiRequestError

from backend.domain.errors import InvalidInput
from backend.domain.source import SourceTrouble, Trouble
from backend.sources.drive import troubles
from backend.sources.drive.endpoints import DRIVE_SCOPE, SCOPES, DriveEndpoints
from backend.sources.drive.login import Token
from backend.sources.protocol import CannotResume

TIMEOUT_S = 20
PAGE = 500
_FILE = (
    "id,title,mimeType,fileSize,md5Checksum,modifiedDate,createdDate,driveId,parents(id,isRoot),labels(trashed),"
    "shortcutDetails(targetId,targetMimeType),capabilities(canDownload)"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class KeptCredentials(user_credentials.Credentials):
    """Tells whoever keeps the token when it was refreshed."""

    kept: Callable[[Token], None] = staticmethod(lambda _: None)

    def refresh(self, request: Any) -> None:
        super().refresh(request)  # type: ignore[no-untyped-call]
        expires = self.expiry.replace(tzinfo=UTC) if self.expiry else datetime.now(UTC)
        self.kept(Token(str(self.token), str(self.refresh_token), round(expires.timestamp() * 1000)))


def of_token(
    token: Token, client_id: str, client_secret: str, endpoints: DriveEndpoints, keep: Callable[[Token], None]
) -> Any:
    """Credentials of a person who consented; `keep` is called with every refreshed token."""
    made = KeptCredentials(  # type: ignore[no-untyped-call]
        token.access, refresh_token=token.refresh, token_uri=endpoints.token, client_id=client_id,
        client_secret=client_secret, scopes=list(SCOPES),
        expiry=(_EPOCH + timedelta(milliseconds=token.expires_ms)).replace(tzinfo=None),
    )  # fmt: skip
    made.kept = keep
    return made


def of_service_account(key: Mapping[str, Any], subject: str | None, endpoints: DriveEndpoints) -> Any:
    """Raises InvalidInput when the key cannot be used."""
    try:
        return service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
            {**key, "token_uri": endpoints.token}, scopes=[DRIVE_SCOPE], subject=subject
        )
    except ValueError as error:
        raise InvalidInput(
            "The private key in the key file is damaged. Make a new key in the Google Cloud console.",
            code="bad_source_setting", details={"field": "service_account"},
        ) from error  # fmt: skip


class DriveAuth(GoogleAuth):
    """PyDrive2's sign-in, answered by google-auth: never expired, since each request refreshes when it has to."""

    def __init__(self, credentials: Any, endpoints: DriveEndpoints) -> None:
        super().__init__(settings_file="", http_timeout=TIMEOUT_S)
        self._google_credentials = credentials
        document = json.loads(get_static_doc("drive", "v2"))
        document |= {"rootUrl": endpoints.api_root, "baseUrl": f"{endpoints.api_root}drive/v2/"}
        self.service = build_from_document(document, http=self.Get_Http_Object())

    @property
    def access_token_expired(self) -> bool:
        return False

    def Get_Http_Object(self) -> Any:  # noqa: N802 - PyDrive2's name
        plain = build_http()
        plain.timeout = TIMEOUT_S
        plain.follow_redirects = False
        return google_auth_httplib2.AuthorizedHttp(self._google_credentials, http=plain)


class GoogleClient:
    """One conversation, on one thread at a time. Every method raises SourceTrouble."""

    def __init__(self, credentials: Any, endpoints: DriveEndpoints) -> None:
        self._auth = DriveAuth(credentials, endpoints)
        self._drive = GoogleDrive(self._auth)
        self._http = self._auth.thread_local.http = self._auth.Get_Http_Object()

    def close(self) -> None:
        self._http.close()

    def account(self) -> str:
        """E-mail address of whose Drive it is."""
        return str(self._call(self._drive.GetAbout).get("user", {}).get("emailAddress", ""))

    def page(self, query: str, token: str | None = None, drive_id: str | None = None) -> tuple[list[Any], str | None]:
        """One page of files and folders, and what to ask for the next one."""
        asked: dict[str, Any] = {
            "q": query, "maxResults": PAGE, "fields": f"nextPageToken,items({_FILE})", "spaces": "drive",
        }  # fmt: skip
        if token is not None:
            asked["pageToken"] = token
        if drive_id is not None:
            asked |= {"corpora": "drive", "driveId": drive_id}
        listed = self._drive.ListFile(asked)
        items = self._call(lambda: next(listed))
        return list(items), listed.metadata.get("nextPageToken")

    def item(self, file_id: str) -> Mapping[str, Any]:
        """One file or folder."""
        return self._run(self._auth.service.files().get(fileId=file_id, supportsAllDrives=True, fields=_FILE))

    def shared_drives(self) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        token: str | None = None
        while len(found) < 1000:
            answer = self._run(self._auth.service.drives().list(maxResults=100, pageToken=token))
            found += answer.get("items", [])
            token = answer.get("nextPageToken")
            if not token:
                break
        return found

    def start_token(self, drive_id: str | None) -> str:
        """Where the log of changes stands now."""
        more = {"driveId": drive_id} if drive_id else {}
        asked = self._auth.service.changes().getStartPageToken(supportsAllDrives=True, **more)
        return str(self._run(asked)["startPageToken"])

    def changes(self, token: str, drive_id: str | None) -> Mapping[str, Any]:
        """A page of the log of changes: `items`, and `nextPageToken` or `newStartPageToken`."""
        more = {"driveId": drive_id} if drive_id else {}
        fields = f"nextPageToken,newStartPageToken,items(fileId,deleted,file({_FILE}))"
        return self._run(
            self._auth.service.changes().list(
                pageToken=token, maxResults=PAGE, supportsAllDrives=True, includeItemsFromAllDrives=True,
                fields=fields, **more,
            )
        )  # fmt: skip

    def media(self, file_id: str, first: int, last: int) -> tuple[bytes, bool]:
        """Bytes `first` to `last` of a file, fewer where it ends; True: the file ends there.
        Raises CannotResume when the service begins at 0 all the same."""
        request = self._auth.service.files().get_media(fileId=file_id, supportsAllDrives=True)
        request.headers["range"] = f"bytes={first}-{last}"
        answers: list[Any] = []
        request.add_response_callback(answers.append)
        body: bytes = self._run(request)
        answer = answers[-1]
        total = str(answer.get("content-range", "")).rpartition("/")[2]
        if answer.status == 200:
            if first:
                raise CannotResume
            return body, True
        return body, total.isdecimal() and first + len(body) >= int(total)

    def _run(self, request: Any) -> Any:
        return self._call(lambda: request.execute(http=self._http))

    def _call(self, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except ApiRequestError as error:
            cause = error.args[0]
            _raise_answered(cause)
        except HttpError as error:
            _raise_answered(error)
        except RefreshError as error:
            raise _refused(error) from error
        except TransportError as error:
            raise troubles.unreachable() from error
        except GoogleAuthError as error:
            raise SourceTrouble(Trouble.CREDENTIALS, "Google refuses the sign-in.") from error
        except http.client.IncompleteRead as error:
            raise SourceTrouble(Trouble.LOST, "The connection to Google Drive broke.") from error
        except ssl.SSLError as error:
            raise SourceTrouble(Trouble.TLS, "The certificate of Google Drive is not trusted.") from error
        except httplib2.ServerNotFoundError as error:
            raise troubles.unreachable() from error
        except httplib2.RedirectLimit as error:
            raise SourceTrouble(Trouble.REDIRECTED, "Google Drive sends to another place.") from error
        except TimeoutError as error:
            raise SourceTrouble(Trouble.TIMEOUT, "Google Drive does not answer in time.") from error
        except ConnectionRefusedError as error:
            raise troubles.unreachable() from error
        except (OSError, httplib2.HttpLib2Error, http.client.HTTPException) as error:
            raise SourceTrouble(Trouble.LOST, "The connection to Google Drive broke.") from error
        except (ValueError, KeyError, TypeError) as error:
            raise SourceTrouble(Trouble.ANSWER, "What Google Drive answers cannot be understood.") from error


def _raise_answered(error: Any) -> NoReturn:
    try:
        first = (json.loads(error.content)["error"].get("errors") or [{}])[0]
        reason = str(first.get("reason", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        reason = ""
    raise troubles.answered(int(error.resp.status), reason, error.resp.get("retry-after")) from error


def _refused(error: Any) -> SourceTrouble:
    """A refresh that failed: google-auth gives a sentence and the answer."""
    answer = error.args[1] if len(error.args) > 1 else {}
    if not isinstance(answer, Mapping):
        try:
            answer = json.loads(answer)
        except (TypeError, ValueError):
            answer = {}
    if not answer and error.retryable:
        return troubles.unreachable()
    return troubles.refused(str(answer.get("error", "")), str(answer.get("error_description", "")))
