import io
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cyfran.core.errors import FileRefused
from cyfran.discover.conversations.exchange import PolisStatement, read_polis, write_comments, write_votes
from cyfran.ui.messages import sentence

COMMENTS = b"comment-id,author-id,moderated,comment-body\n0,1,1,First\n1,1,-1,Second\n"
words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(
    lambda t: t.strip() == t
)


def read(votes, comments=COMMENTS):
    return read_polis(io.BytesIO(votes), io.BytesIO(comments) if comments else None)


def codes(export):
    return [(p.code, p.row) for p in export.problems]


def test_votes_one_a_row_are_read():
    export = read(b"timestamp,datetime,comment-id,voter-id,vote\n5,x,0,a,1\n6,x,1,a,-1\n")

    assert (export.voters, export.voted_on, export.answers, export.at) == (
        ["a", "a"],
        ["0", "1"],
        [1, -1],
        [5, 6],
    )
    assert export.rejected == ("1",)


def test_names_of_columns_may_have_underscores():
    assert read(b"timestamp,comment_id,voter_id,vote\n5,0,a,1\n").answers == [1]


def test_votes_one_participant_a_row_are_read():
    export = read(
        b"participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\na,,0,0,2,1,0,1,0\nb,,,0,0,0,0,,\n"
    )

    assert (export.voters, export.voted_on, export.answers, export.at) == (
        ["a", "a"],
        ["0", "1"],
        [1, 0],
        None,
    )


def test_the_older_header_without_xid_is_read():
    assert read(
        b"participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\na,0,0,2,1,0,1,-1\n"
    ).answers == [1, -1]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (b"5,0,a,2", ("vote_not_an_answer", 3)),
        (b"5,0,a,=1", ("vote_not_an_answer", 3)),
        (b"5,0,,1", ("label_not_usable", 3)),
        (b"5,0," + b"a" * 61 + b",1", ("label_not_usable", 3)),
        (b"soon,0,a,1", ("cell_not_a_moment", 3)),
        (b"99999999999999999,0,a,1", ("cell_not_a_moment", 3)),
        (b"5,7,a,1", ("vote_on_unknown_statement", None)),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_named(row, problem):
    export = read(b"timestamp,comment-id,voter-id,vote\n5,0,b,1\n" + row + b"\n")

    assert codes(export) == [problem]
    assert export.voters == ["b"]


def test_of_many_problems_some_are_listed_and_the_rest_are_counted():
    export = read(b"comment-id,voter-id,vote\n0,b,1\n" + b"0,a,9\n" * 80)

    assert codes(export)[-1] == ("more_problems", None)
    assert export.problems[-1].params["number"] == 30


@pytest.mark.parametrize(
    "votes", [b"comment-id,voter-id,vote\n", b"comment-id,voter-id,vote\n9,a,1\n", b"a,b\n1,2\n"]
)
def test_a_file_without_votes_is_refused(votes):
    with pytest.raises(FileRefused):
        read(votes)


def test_every_problem_becomes_a_sentence():
    export = read(b"timestamp,comment-id,voter-id,vote\n5,0,b,1\n5,0,a,2\nx,0,a,1\n5,9,a,1\n5,0,,1\n")

    said = [sentence(problem, str) for problem in export.problems]

    assert [text for text in said if "%(" in text] == []
    assert len(said) == 4


@given(
    st.lists(st.tuples(words, st.sampled_from([1, 0, -1])), min_size=1, max_size=8),
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 7), st.sampled_from([1, -1, 0])), min_size=1, max_size=30
    ),
)
@example([("'=", 1), ("=", 1), ("''", 0)], [(0, 0, 1)])
def test_what_is_written_reads_back_the_same(texts, events):
    statements = [
        PolisStatement(str(i), text, "0", moderated, 1000 * i) for i, (text, moderated) in enumerate(texts)
    ]
    at = datetime(2025, 3, 10, tzinfo=UTC)
    votes = [(str(v), str(s % len(texts)), a, at) for v, s, a in events]
    votes_file, comments_file = io.StringIO(), io.StringIO()
    write_votes(votes_file, votes)
    write_comments(comments_file, [(s, 0, 0) for s in statements])

    export = read(votes_file.getvalue().encode(), comments_file.getvalue().encode())

    assert [(s.text, s.moderated) for s in export.statements] == [(s.text, s.moderated) for s in statements]
    assert list(zip(export.voters, export.voted_on, export.answers, strict=True)) == [v[:3] for v in votes]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_text_leaves_as_a_formula(start):
    out = io.StringIO()

    write_comments(out, [(PolisStatement("0", f"{start}1+1", "", 1, None), 0, 0)])

    assert f",'{start}1+1" in out.getvalue()
