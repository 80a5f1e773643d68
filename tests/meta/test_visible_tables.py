"""Every table says whose rows it holds, so that a user limited to some cameras sees nothing of the others."""

from __future__ import annotations

from database.tables import metadata
from database.visible import COVERED, OF_THE_SITE


def test_every_table_belongs_to_a_camera_or_to_the_site() -> None:
    assert COVERED.isdisjoint(OF_THE_SITE)
    unsorted = set(metadata.tables) - COVERED - OF_THE_SITE
    assert not unsorted, f"database/visible.py does not say whose rows these tables hold: {unsorted}"
    # Whatever points to a table of cameras belongs to them too.
    for name in OF_THE_SITE:
        pointed_at = {key.column.table.name for key in metadata.tables[name].foreign_keys}
        assert not pointed_at & COVERED, name
