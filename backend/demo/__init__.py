"""Synthetic packing-table footage with exact truth, for the demo, the benchmarks and the tests.

    from backend.demo.scenario import Label, Order, Scenario
    from backend.demo.render import render

    label = Label("SPXVN0123456789", "Code128", px_per_module=2.2, from_ms=9_000, to_ms=12_000)
    scene = Scenario("first", orders=(Order(4_000, 16_000, (label,)),))
    truth = render(scene, folder)        # writes <camera>_YYYYMMDD_HHMMSS.mp4 and first.truth.json
    truth.profile                        # ready as PROFILE.json of `epack analyze`

`scripts/make_demo --list` names the ready-made sets (`presets_*.py`).
"""
