"""What holds for every public method: one suite that each new method joins by a line in ``METHODS``."""

import copy
import json
import pickle
from dataclasses import asdict

import numpy as np
import pytest

from benchmarks.planted import planted
from cyfran.methods.change import contrast_of_shares
from cyfran.methods.dedup import Bibliographic, deduplicate
from cyfran.methods.errors import MethodError
from cyfran.methods.opinion import Votes, landscape
from cyfran.methods.result import to_json
from cyfran.methods.screening import agreement
from cyfran.methods.synthesis import influence, synthesise


def events(votes):
    voters = [votes.participants[r] for r in votes.rows]
    return voters, [votes.statements[c] for c in votes.columns], votes.answers.tolist()


def opinion(mode):
    def run(voters, statements, answers, seed=0):
        return landscape(Votes.from_events(voters, statements, answers), mode=mode, seed=seed).to_dict()

    return run


def change(counts, totals, weights, seed=0):
    return asdict(contrast_of_shares(counts, totals, weights))


def pooling(effects, variances, seed=0):
    return synthesise(effects, variances).to_dict()


def readers(first, second, seed=0):
    return json.loads(to_json(asdict(agreement([str(one) for one in first], [str(one) for one in second]))))


def copies(titles, authors, seed=0):
    """Pairs by what they are called: their numbers follow the order of rows."""
    found = deduplicate([Bibliographic(str(t), str(a)) for t, a in zip(titles, authors, strict=True)])
    named = [
        [*sorted([str(titles[one.first]), str(titles[one.second])]), one.probability] for one in found.pairs
    ]
    return {"pairs": sorted(named)}


def figures(effects, variances, seed=0):
    """Of each study beside the others, by its effect; none where there are no others to pool."""
    told = influence(np.array(effects), np.array(variances)) if len(effects) > 2 else []
    rows = sorted((float(effects[one.study - 1]), one.cook, one.dffits, one.leverage) for one in told)
    return {"rows": [[round(value, 9) for value in row] for row in rows]}


METHODS = {
    "influence": (figures, ([0.1, 0.3, 0.35, 0.6], [0.04, 0.03, 0.05, 0.02])),
    "agreement": (
        readers,
        (["include", "exclude", "exclude", "unsure"], ["include", "include", "exclude", "exclude"]),
    ),
    "copies": (
        copies,
        (
            ["Walks and wellbeing", "Choirs", "Walks and well-being", "Walks & wellbeing"],
            ["Price, A", "Rees, B", "A Price", "Price A."],
        ),
    ),
    "synthesis": (pooling, ([0.1, 0.3, 0.35, 0.6], [0.04, 0.03, 0.05, 0.02])),
    "change of shares": (change, ([66, 87, 40], [212, 198, 90], [-1.0, 0.5, 0.5])),
    "opinion recommended": (opinion("recommended"), events(planted(70, 20, 2, 3, seen=0.6).votes)),
    "opinion compatible": (opinion("compatible"), events(planted(70, 20, 2, 3, seen=0.6).votes)),
}
on_the_command_line = pytest.mark.parametrize(
    "name", [name for name in METHODS if name.startswith(("opinion", "synthesis"))]
)
every_method = pytest.mark.parametrize(("run", "data"), METHODS.values(), ids=METHODS)


@every_method
def test_inputs_are_unchanged(run, data):
    before = copy.deepcopy(data)

    run(*data)

    assert data == before


@every_method
def test_read_only_arrays_will_do(run, data):
    frozen = [np.array(values) for values in data]
    for array in frozen:
        array.flags.writeable = False

    assert to_json(run(*frozen)) == to_json(run(*data))


@every_method
def test_same_seed_same_result(run, data):
    assert to_json(run(*data, seed=7)) == to_json(run(*data, seed=7))


@every_method
def test_the_order_of_rows_is_irrelevant(run, data):
    order = np.random.default_rng(1).permutation(len(data[0]))
    mixed = [[values[i] for i in order] for values in data]

    assert to_json(run(*mixed)) == to_json(run(*data))


@every_method
def test_a_single_row_behaves(run, data):
    result = run(*[values[:1] for values in data])

    assert json.loads(to_json(result)) == result


@every_method
def test_a_result_round_trips_to_json(run, data):
    result = run(*data)

    assert json.loads(to_json(result)) == result


@every_method
def test_global_randomness_is_left_alone(run, data):
    before = pickle.dumps(np.random.get_state())

    run(*data)

    assert pickle.dumps(np.random.get_state()) == before


@on_the_command_line
def test_a_result_says_how_it_was_made(name):
    run, data = METHODS[name]
    made = run(*data)["method"]

    assert set(made) == {"name", "version", "options", "seed", "input_sha256"}


@pytest.mark.parametrize("mode", ["recommended", "compatible"])
@pytest.mark.parametrize(("people", "groups"), [(10, 1), (10, 11), (40, 21), (10, 4)])
def test_groups_that_cannot_be_are_refused(mode, people, groups):
    voters = [str(i) for i in range(people)]
    alike = Votes.from_events(voters * 2, ["a"] * people + ["b"] * people, [1, -1] * (people // 2) * 2)

    with pytest.raises(MethodError) as refused:
        landscape(alike, mode=mode, groups=groups)

    assert refused.value.code == "groups_not_possible"
