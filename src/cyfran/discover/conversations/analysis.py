"""The seam between a conversation's stored rows and the methods: votes as arrays in, a result as data out."""

from dataclasses import dataclass

from cyfran.core.errors import ActionError
from cyfran.discover.conversations.models import Conversation
from cyfran.discover.conversations.queries import data_version, labels_by_decision, vote_log
from cyfran.methods.errors import MethodError
from cyfran.methods.opinion import VERSION, Votes, landscape
from cyfran.methods.result import to_json

SEED = 0
MODES = ("recommended", "compatible")
METHOD_VERSION = VERSION
MOST_READINGS = 5  # where votes land faster than they are read, the last reading is taken, and soon replaced


@dataclass(frozen=True)
class ComputedLandscape:
    """A landscape, and what it was worked out from."""

    data_version: str
    input_sha256: str
    method_version: str
    seed: int
    result: str


def votes_of(conversation: Conversation) -> Votes:
    """Give every vote event to the method, which keeps the last of each person on each statement."""
    log = list(vote_log(conversation))
    voters, statements, answers, at = zip(*log, strict=True) if log else ((), (), (), ())
    known, rejected = labels_by_decision(conversation)
    moments = [round(moment.timestamp() * 1000) for moment in at]
    return Votes.from_events(voters, statements, answers, moments, known_statements=known, rejected=rejected)


def work_out(conversation: Conversation, mode: str) -> ComputedLandscape:
    """Work out what people think, by the same code and options as the command line.

    It may take a while and holds no lock: votes go on landing. What is read is one state of the data, or read again.
    """
    for _ in range(MOST_READINGS):
        stands_on = data_version(conversation)
        votes = votes_of(conversation)
        if data_version(conversation) == stands_on:
            break
    try:
        result = landscape(votes, mode=mode, seed=SEED).to_dict()
    except MethodError as error:
        raise ActionError(error.code, **error.params) from error
    return ComputedLandscape(stands_on, votes.input_sha256(), VERSION, SEED, to_json(result))
