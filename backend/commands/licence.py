"""`epack licence`: the vendor's desk without a server. Makes the keys, issues, inspects and revokes licences."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import secrets
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from backend.composition.licensing import VENDOR_KEY, vendor_public_key
from backend.domain.errors import InvalidInput
from backend.domain.licence import Licence, fits
from backend.domain.mail import is_address
from backend.licensing.keeper import PRODUCT
from backend.licensing.keys import new_licence_key
from backend.licensing.machine import machine_marks, read_request_code
from backend.licensing.token import licence_text, read_licence, sign, verify
from backend.licensing.vendor_keys import PrivateKey, load_private_key, new_keys

MOST_DAYS = 36_500


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "licence",
        help="for the vendor: make keys, issue, inspect and revoke licences",
        description="The vendor's desk. The private key and the list of issued licences (issued.jsonl) lie in one "
        "folder that never leaves the vendor; the program carries the public key only.",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    keys = actions.add_parser("keys", help="make a key pair; the public key goes into the program")
    keys.add_argument("folder", type=Path, help="a new folder for the private key")
    keys.add_argument("--public", type=Path, default=VENDOR_KEY, help="where the program's public key is put")
    issue = actions.add_parser("issue", help="issue a licence")
    issue.add_argument("folder", type=Path, help="folder of the private key")
    issue.add_argument("--customer", required=True)
    issue.add_argument("--email", default="")
    lasts = issue.add_mutually_exclusive_group(required=True)
    lasts.add_argument("--days", type=int, help="valid for this many days from now")
    lasts.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="valid to the end of this day, UTC")
    lasts.add_argument("--for-ever", action="store_true")
    issue.add_argument("--cameras", type=int, help="most cameras (default: no limit)")
    issue.add_argument("--feature", action="append", default=[], dest="features")
    issue.add_argument("--machine", default="", metavar="REQUEST_CODE", help="the code that the shop's Plan page shows")
    issue.add_argument("--activations", type=int, default=1, help="on how many machines a key may be activated")
    issue.add_argument("--out", type=Path, help="file to write (default: print)")
    inspect = actions.add_parser("inspect", help="what a licence says, and whether the program would take it")
    inspect.add_argument("file", type=Path)
    inspect.add_argument("--public", type=Path, default=VENDOR_KEY)
    revoke = actions.add_parser("revoke", help="take a licence back: the text that ends it in the shop")
    revoke.add_argument("folder", type=Path)
    revoke.add_argument("id", help="id or key of an issued licence")
    revoke.add_argument("--out", type=Path)
    for one in (keys, issue, revoke):
        one.add_argument(
            "--passphrase-file", type=Path, help="file with the private key's passphrase (default: asked for)"
        )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises InvalidInput for wrong values, folders and passphrases."""
    return {"keys": _keys, "issue": _issue, "inspect": _inspect, "revoke": _revoke}[args.action](args)


def _keys(args: argparse.Namespace) -> int:
    private = args.folder / "private.pem"
    if private.exists():
        raise InvalidInput(f"There is a private key in {args.folder} already. Licences signed with it would be lost.")
    if args.public.exists():
        raise InvalidInput(
            f"There is a public key at {args.public} already. Licences made for it would not be taken any more: move "
            "it away first, or name another file with --public."
        )
    pem, public = new_keys(_passphrase(args, twice=True))
    args.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    args.public.parent.mkdir(parents=True, exist_ok=True)
    args.public.write_bytes(public)
    print(f"Private key: {private}. Keep it and its passphrase safe; nobody can make it again.")
    print(f"Public key:  {args.public}. It goes out with the program, which from now on asks for a licence.")
    return 0


def _issue(args: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    _check_issue(args)
    ends: datetime | None = None
    if args.days is not None:
        ends = now + timedelta(days=args.days)
    elif args.until is not None:
        ends = datetime(args.until.year, args.until.month, args.until.day, tzinfo=UTC) + timedelta(days=1)
    if ends is not None and ends <= now:
        raise InvalidInput("The licence would be over before it begins.")
    try:
        machine = read_request_code(args.machine) if args.machine else ()
    except ValueError:
        raise InvalidInput("This is not a request code. Copy it whole from the shop's Plan page.") from None
    licence = Licence(
        secrets.token_hex(8), new_licence_key(), PRODUCT, args.customer.strip(), _ms(now), _ms(ends) if ends else None,
        args.email,
        tuple(args.features), args.cameras, machine, args.activations,
    )  # fmt: skip
    text = licence_text(licence, _private_key(args))
    _note(args.folder, {"issued": asdict(licence)})
    _give(text, args.out, f"Licence {licence.id} ({licence.key}) for {licence.customer}")
    return 0


def _check_issue(args: argparse.Namespace) -> None:
    if not args.customer.strip():
        raise InvalidInput("Name the customer that the licence is made out to.")
    if args.email and not is_address(args.email):
        raise InvalidInput(f"{args.email!r} is no e-mail address.")
    if args.days is not None and not 1 <= args.days <= MOST_DAYS:
        raise InvalidInput(f"A licence must be valid for 1 to {MOST_DAYS} days; --for-ever has no end.")
    if args.until is not None and args.until > datetime.now(UTC).date() + timedelta(days=MOST_DAYS):
        raise InvalidInput("This day is too far away; --for-ever has no end.")
    if args.cameras is not None and args.cameras < 1:
        raise InvalidInput("A licence must cover at least one camera.")
    if args.activations < 1:
        raise InvalidInput("A licence must be activated on one machine at least.")
    if not all(feature.strip() for feature in args.features):
        raise InvalidInput("A feature must have a name.")
    _check_out(args.out)


def _check_out(out: Path | None) -> None:
    if out is not None and out.exists():
        raise InvalidInput(f"{out} exists already; name a file that does not.")


def _inspect(args: argparse.Namespace) -> int:
    key = vendor_public_key(args.public)
    if key is None:
        raise InvalidInput(f"There is no vendor's key at {args.public}. Make one with: epack licence keys FOLDER")
    text = _read(args.file)
    if "REVOCATION" in text[:200]:
        print(json.dumps(verify(text, key, "revocation"), indent=2, ensure_ascii=False))
        print("Signed by the vendor of this program: it takes the licence of this id back.", file=sys.stderr)
        return 0
    licence = read_licence(text, key)
    print(json.dumps(asdict(licence), indent=2, ensure_ascii=False))
    ends = "never" if licence.expires_ms is None else datetime.fromtimestamp(licence.expires_ms / 1000, UTC).isoformat()
    over = licence.expires_ms is not None and licence.expires_ms <= _ms(datetime.now(UTC))
    print(f"Signed by the vendor of this program. {'Ended' if over else 'Ends'}: {ends}.", file=sys.stderr)
    if licence.machine and not fits(licence.machine, machine_marks()):
        print("It is made out for another machine than this one.", file=sys.stderr)
    return 0


def _revoke(args: argparse.Namespace) -> int:
    known = [line["issued"] for line in _notes(args.folder) if "issued" in line]
    found = next((one for one in known if args.id in (one["id"], one["key"])), None)
    if found is None:
        raise InvalidInput(f"No licence {args.id} was issued from {args.folder}.")
    _check_out(args.out)
    text = sign("revocation", {"id": found["id"], "revoked_ms": _ms(datetime.now(UTC))}, _private_key(args))
    _note(args.folder, {"revoked": found["id"]})
    _give(
        text,
        args.out,
        f"Revocation of {found['id']} for {found['customer']}; it works where it is entered on the Plan page",
    )
    return 0


def _private_key(args: argparse.Namespace) -> PrivateKey:
    path = args.folder / "private.pem"
    if not path.is_file():
        raise InvalidInput(f"There is no private key in {args.folder}. Make one with: epack licence keys {args.folder}")
    try:
        return load_private_key(path.read_bytes(), _passphrase(args))
    except ValueError:
        raise InvalidInput("The passphrase is wrong, or the private key is damaged.") from None


def _passphrase(args: argparse.Namespace, *, twice: bool = False) -> bytes:
    if args.passphrase_file is not None:
        text = _read(args.passphrase_file).strip()
    else:
        try:
            text = getpass.getpass("Passphrase of the private key: ")
            again = getpass.getpass("Once more: ") if twice else text
        except EOFError:
            raise InvalidInput("Nobody typed the passphrase. Name a file that holds it: --passphrase-file.") from None
        if again != text:
            raise InvalidInput("The two passphrases differ.")
    if len(text) < 12:
        raise InvalidInput("The passphrase needs at least 12 characters.")
    return text.encode()


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path} is no text file.") from error
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error


def _note(folder: Path, line: dict[str, object]) -> None:
    text = json.dumps({"at_ms": _ms(datetime.now(UTC)), **line}, ensure_ascii=False) + "\n"
    with open(folder / "issued.jsonl", "ab+") as file:
        length = file.seek(0, os.SEEK_END)
        file.seek(max(0, length - 1))
        # A line that a full disk cut off must not swallow this one.
        file.write((b"" if file.read() in (b"", b"\n") else b"\n") + text.encode())
        file.flush()
        os.fsync(file.fileno())


def _notes(folder: Path) -> list[dict[str, dict[str, str]]]:
    """What was issued and taken back; lines that cannot be read are told and passed over."""
    path = folder / "issued.jsonl"
    found: list[dict[str, dict[str, str]]] = []
    for number, line in enumerate(_read(path).split("\n") if path.exists() else (), 1):
        try:
            found += [json.loads(line)] if line.strip() else []
        except ValueError:
            print(f"epack licence: line {number} of {path} is damaged and is passed over.", file=sys.stderr)
    return found


def _give(text: str, out: Path | None, what: str) -> None:
    if out is None:
        print(text, end="")
    else:
        try:
            out.write_text(text, encoding="utf-8")
        except OSError as error:
            raise InvalidInput(f"{out} cannot be written: {error.strerror}. Here is the text:\n{text}") from error
    print(f"{what}{f' written to {out}' if out else ''}.", file=sys.stderr)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2027-01-31") from None


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
